#include "spec/yaml_scalar.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <initializer_list>

namespace assay::spec {
namespace {

bool digit(char c) {
  return c >= '0' && c <= '9';
}

bool one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )? as a JSON number; "" if it is
// none.
std::string decimal(std::string_view text) {
  std::string out;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    if (text[0] == '-') out = "-";
    text.remove_prefix(1);
  }
  const auto take_digits = [&] {
    const auto end = std::find_if_not(text.begin(), text.end(), digit);
    const std::string_view taken = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(taken.size());
    return taken;
  };
  std::string_view whole = take_digits();
  const bool no_whole = whole.empty();
  while (whole.size() > 1 && whole[0] == '0') whole.remove_prefix(1);
  out += no_whole ? std::string_view("0") : whole;
  if (!text.empty() && text[0] == '.') {
    text.remove_prefix(1);
    const std::string_view fraction = take_digits();
    if (no_whole && fraction.empty()) return {};
    out += '.';
    out += fraction.empty() ? std::string_view("0") : fraction;
  } else if (no_whole) {
    return {};
  }
  if (text.empty()) return out;
  if (text[0] != 'e' && text[0] != 'E') return {};
  out += 'e';
  text.remove_prefix(1);
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    out += text[0];
    text.remove_prefix(1);
  }
  const std::string_view power = take_digits();
  if (power.empty() || !text.empty()) return {};
  out += power;
  return out;
}

}  // namespace

std::variant<Json, std::string> resolve_plain_scalar(std::string_view text) {
  if (one_of(text, {"", "~", "null", "Null", "NULL"})) return Json();
  if (one_of(text, {"true", "True", "TRUE"})) return Json::boolean(true);
  if (one_of(text, {"false", "False", "FALSE"})) return Json::boolean(false);
  if (text.starts_with("0x") || text.starts_with("0o")) {
    const std::string_view digits = text.substr(2);
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value,
                                              text[1] == 'x' ? 16 : 8);
    if (end == digits.data() + digits.size() && !digits.empty()) {
      if (error == std::errc()) return Json::number(std::to_string(value));
      return "the number " + std::string(text) + " is too large";
    }
    return Json::string(std::string(text));
  }
  std::string_view unsigned_text = text;
  if (text[0] == '-' || text[0] == '+') unsigned_text.remove_prefix(1);
  if (one_of(unsigned_text, {".inf", ".Inf", ".INF"}) || one_of(text, {".nan", ".NaN", ".NAN"})) {
    return "JSON has no number " + std::string(text);
  }
  if (std::string number = decimal(text); !number.empty()) return Json::number(std::move(number));
  return Json::string(std::string(text));
}

}  // namespace assay::spec
