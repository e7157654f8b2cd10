#include "runners/twist.h"

#include <algorithm>
#include <cctype>

#include "conformance/shown.h"

namespace assay::runners {
namespace {

bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

bool is_digits(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

char other_case(char c) {
  const auto u = static_cast<unsigned char>(c);
  return static_cast<char>(std::islower(u) ? std::toupper(u) : std::tolower(u));
}

}  // namespace

std::string in_other_case(std::string text) {
  for (char& c : text) c = other_case(c);
  return text;
}

std::string twisted(std::string value, spec::Twist twist) {
  const std::size_t at = value.find('@');
  switch (twist) {
    case spec::Twist::none:
      return value;
    case spec::Twist::one_character:
      for (std::size_t i = at == std::string::npos ? value.size() : at; i-- > 0;) {
        char& c = value[i];
        if (c >= 'a' && c <= 'z') return c = c == 'z' ? 'a' : static_cast<char>(c + 1), value;
        if (c >= 'A' && c <= 'Z') return c = c == 'Z' ? 'A' : static_cast<char>(c + 1), value;
        if (c >= '0' && c <= '9') return c = c == '9' ? '0' : static_cast<char>(c + 1), value;
      }
      return value + "x";
    case spec::Twist::beginning:
      if (value.size() < 2) return value + "x";
      value.pop_back();
      return value;
    case spec::Twist::ending:
      if (value.size() < 2) return "x" + value;
      return value.substr(1);
    case spec::Twist::longer:  // "12x" is 12 to whoever reads a number as far as it goes
      return value + "x";
    case spec::Twist::any_one:
      for (std::size_t i = at == std::string::npos ? value.size() : at; i-- > 0;) {
        if (std::isalnum(static_cast<unsigned char>(value[i])) != 0) return value[i] = '_', value;
      }
      return value + "_";
    case spec::Twist::any_more:
      if (value.size() < 2) return value + "%";
      value.back() = '%';
      return value;
    case spec::Twist::starred:
      return value + "*";
    case spec::Twist::local_part:
      return at == std::string::npos ? value + "x" : value.substr(0, at);
    case spec::Twist::other_end:
      if (at == std::string::npos || value.empty()) return value + "x";
      value.back() = value.back() == 'x' ? 'y' : 'x';
      return value;
    case spec::Twist::other_domain:
      return at == std::string::npos ? value + "x" : value.substr(0, at) + "@example.org";
    case spec::Twist::tagged:
      return at == std::string::npos ? value + "x" : value.insert(at, "+1");
    case spec::Twist::dotless: {
      const std::string local = value.substr(0, at);
      if (at == std::string::npos || local.find('.') == std::string::npos) return "x" + value;
      value.erase(std::remove(value.begin(), value.begin() + static_cast<std::ptrdiff_t>(at), '.'),
                  value.begin() + static_cast<std::ptrdiff_t>(at));
      return value;
    }
    case spec::Twist::upper_case:
      for (char& c : value) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      return value;
    case spec::Twist::other_case:
      for (char& c : value) {
        if (is_letter(c)) return c = other_case(c), value;
      }
      return value;
    case spec::Twist::space_around:
      return " " + value + " ";
  }
  return value;
}

std::string harmlessly_twisted(std::string value, spec::Twist twist) {
  const bool near =
      twist == spec::Twist::one_character || twist == spec::Twist::beginning ||
      twist == spec::Twist::ending || twist == spec::Twist::any_one ||
      twist == spec::Twist::any_more ||
      ((twist == spec::Twist::longer || twist == spec::Twist::starred) && !is_digits(value));
  return near && conformance::guessable(value) ? value + "00000000"
                                               : twisted(std::move(value), twist);
}

}  // namespace assay::runners
