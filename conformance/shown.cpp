#include "conformance/shown.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <set>

#include "spec/decimal.h"

namespace assay::conformance {
namespace {

using spec::Json;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Days since 1970-01-01 of a date of the proleptic Gregorian calendar.
std::int64_t days_from_civil(std::int64_t year, int month, int day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t of_era = year - era * 400;
  const std::int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

// A cursor that reads fixed numbers of digits.
struct Digits {
  std::string_view rest;
  bool good = true;
  int read(std::size_t count) {
    if (rest.size() < count || !std::all_of(rest.begin(), rest.begin() + count, is_digit)) {
      good = false;
      return 0;
    }
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) value = value * 10 + (rest[i] - '0');
    rest.remove_prefix(count);
    return value;
  }
  void expect(std::string_view any) {
    if (rest.empty() || any.find(rest.front()) == std::string_view::npos) {
      good = false;
    } else {
      rest.remove_prefix(1);
    }
  }
};

bool same_instant(const Instant& a, const Instant& b) {
  if (a.seconds == b.seconds && a.nanoseconds == b.nanoseconds) return true;
  if (a.fraction == b.fraction) return false;
  // One was written with fewer digits: cut or rounded there.
  const int digits = std::min(a.fraction, b.fraction);
  std::int64_t unit = 1'000'000'000;
  for (int i = 0; i < digits; ++i) unit /= 10;
  const std::int64_t apart =
      (a.seconds - b.seconds) * 1'000'000'000 + (a.nanoseconds - b.nanoseconds);
  return std::abs(a.seconds - b.seconds) <= 1 && std::abs(apart) < unit;
}

// Whether case tells such keys apart: both cases occur in it, as it was before its first letter was
// given the other one.
bool case_matters(std::string value) {
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto first =
      std::find_if(value.begin(), value.end(), [&](char c) { return upper(c) || lower(c); });
  if (first == value.end()) return false;
  *first = static_cast<char>(*first ^ 0x20);
  return std::any_of(value.begin(), value.end(), upper) &&
         std::any_of(value.begin(), value.end(), lower);
}

}  // namespace

bool is_empty(const Json& value) {
  switch (value.kind()) {
    case Json::Kind::null:
      return true;
    case Json::Kind::string:
      return value.text().empty();
    case Json::Kind::array:
      return value.items().empty();
    case Json::Kind::object:
      return value.members().empty();
    default:
      return false;
  }
}

std::optional<std::string> scalar_text(const Json& value) {
  switch (value.kind()) {
    case Json::Kind::boolean:
      return value.as_boolean() ? "true" : "false";
    case Json::Kind::number:
    case Json::Kind::string:
      return value.text();
    default:
      return std::nullopt;
  }
}

bool same_shown(const Json& a, const Json& b) {
  if (a.is_string() && b.is_string()) {
    if (a.text() == b.text()) return true;
    const auto first = parse_instant(a.text());
    if (!first) return false;
    const auto second = parse_instant(b.text());
    return second && same_instant(*first, *second);
  }
  if (a.kind() == b.kind()) return a == b;
  if (is_empty(a) && is_empty(b)) return true;
  const auto first = scalar_text(a), second = scalar_text(b);
  if (!first || !second) return false;
  if (a.is_boolean() || b.is_boolean()) {
    const auto left = shown_boolean(a), right = shown_boolean(b);
    return left && right && *left == *right;
  }
  const auto order = spec::compare_decimals(*first, *second);
  return order && *order == 0;
}

std::optional<std::int64_t> shown_integer(const Json& value) {
  if (value.is_number()) return value.as_integer();
  if (!value.is_string() || value.text().empty()) return std::nullopt;
  std::int64_t number = 0;
  const char* end = value.text().data() + value.text().size();
  const auto [at, error] = std::from_chars(value.text().data(), end, number);
  if (error != std::errc() || at != end) return std::nullopt;
  return number;
}

std::optional<bool> shown_boolean(const Json& value) {
  if (value.is_boolean()) return value.as_boolean();
  const auto text = scalar_text(value);
  if (!text) return std::nullopt;
  if (equal_ignoring_case(*text, "true") || *text == "1") return true;
  if (equal_ignoring_case(*text, "false") || *text == "0") return false;
  return std::nullopt;
}

std::optional<Instant> parse_instant(std::string_view text) {
  if (text.size() < 20 || !is_digit(text.front())) return std::nullopt;
  Digits digits{text};
  const int year = digits.read(4);
  digits.expect("-");
  const int month = digits.read(2);
  digits.expect("-");
  const int day = digits.read(2);
  digits.expect("Tt ");
  const int hour = digits.read(2);
  digits.expect(":");
  const int minute = digits.read(2);
  digits.expect(":");
  const int second = digits.read(2);
  if (!digits.good || month < 1 || month > 12) return std::nullopt;
  Instant instant;
  if (!digits.rest.empty() && digits.rest.front() == '.') {
    digits.rest.remove_prefix(1);
    std::int64_t unit = 100'000'000;
    while (!digits.rest.empty() && is_digit(digits.rest.front())) {
      instant.nanoseconds += (digits.rest.front() - '0') * unit;
      unit /= 10;
      ++instant.fraction;
      digits.rest.remove_prefix(1);
    }
    if (instant.fraction == 0) return std::nullopt;
  }
  std::int64_t offset = 0;
  if (digits.rest == "Z" || digits.rest == "z") {
    digits.rest = {};
  } else {
    const bool west = !digits.rest.empty() && digits.rest.front() == '-';
    digits.expect("+-");
    const int hours = digits.read(2);
    digits.expect(":");
    const int minutes = digits.read(2);
    offset = (hours * 60 + minutes) * (west ? -60 : 60);
  }
  if (!digits.good || !digits.rest.empty()) return std::nullopt;
  instant.seconds =
      days_from_civil(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - offset;
  return instant;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower(x) == lower(y); });
}

bool looks_like_url(const Json& value) {
  return value.is_string() &&
         (value.text().rfind("http://", 0) == 0 || value.text().rfind("https://", 0) == 0 ||
          value.text().rfind("//", 0) == 0 || value.text().rfind('/', 0) == 0);
}

bool guessable(std::string_view id) {
  if (id.find('@') != std::string_view::npos) return false;  // an address is made by us
  if (id.size() < 8 || id.find("0000") != std::string_view::npos) return true;
  // A counter is all digits, or digits after a word; no word changes its case so often.
  std::size_t turns = 0, digits = 0, case_turns = 0;
  char before = '\0';
  for (const char c : id) {
    const bool letter = lower(c) >= 'a' && lower(c) <= 'z';
    if (!letter && !is_digit(c)) continue;
    if (is_digit(c)) ++digits;
    if (before != '\0' && is_digit(before) != is_digit(c)) ++turns;
    if (letter && !is_digit(before) && before != '\0') {
      case_turns += (before == lower(before)) != (c == lower(c)) ? 1 : 0;
    }
    before = c;
  }
  if (digits > 0 && turns <= 2 && case_turns < 4) return true;
  return std::set<char>(id.begin(), id.end()).size() < 6;
}

bool may_be_a_key(const std::string& value, spec::Twist twist) {
  if (twist == spec::Twist::any_one || twist == spec::Twist::any_more ||
      twist == spec::Twist::starred)
    return false;
  // A number with a letter behind it is no key of a target that counts.
  if (twist == spec::Twist::longer && value.size() > 1 && value.back() == 'x' &&
      std::all_of(value.begin(), value.end() - 1, is_digit))
    return false;
  if (guessable(value)) return true;
  if (twist != spec::Twist::other_case && twist != spec::Twist::upper_case) return false;
  return !case_matters(value);
}

}  // namespace assay::conformance
