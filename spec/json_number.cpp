#include "spec/json_number.h"

#include <algorithm>
#include <charconv>

namespace assay::spec {
namespace {

bool digit(char c) {
  return c >= '0' && c <= '9';
}

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && digit(text[at])) ++at;
  return at;
}

// Far beyond what any text can shift, so that sums with it cannot overflow.
constexpr std::int64_t kHuge = std::int64_t{1} << 60;

}  // namespace

bool is_json_number(std::string_view text) {
  std::size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
  const std::size_t whole = skip_digits(text, at);
  if (whole == at || (text[at] == '0' && whole > at + 1)) return false;
  at = whole;
  if (at < text.size() && text[at] == '.') {
    const std::size_t fraction = skip_digits(text, at + 1);
    if (fraction == at + 1) return false;
    at = fraction;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    const std::size_t power = skip_digits(text, at);
    if (power == at) return false;
    at = power;
  }
  return at == text.size();
}

JsonNumber::JsonNumber(std::string_view text) {
  if (!is_json_number(text)) return;
  const bool negative = text[0] == '-';
  if (negative) text.remove_prefix(1);
  const std::size_t e = text.find_first_of("eE");
  if (e != std::string_view::npos) {
    std::string_view power = text.substr(e + 1);
    if (power[0] == '+') power.remove_prefix(1);
    const auto result = std::from_chars(power.data(), power.data() + power.size(), exponent_);
    if (result.ec != std::errc()) exponent_ = power[0] == '-' ? -kHuge : kHuge;
    exponent_ = std::clamp(exponent_, -kHuge, kHuge);
    text = text.substr(0, e);
  }
  const std::size_t point = text.find('.');
  digits_ = text.substr(0, point);
  if (point != std::string_view::npos) {
    digits_ += text.substr(point + 1);
    exponent_ -= static_cast<std::int64_t>(text.size() - point - 1);
  }
  digits_.erase(0, std::min(digits_.find_first_not_of('0'), digits_.size()));
  while (!digits_.empty() && digits_.back() == '0') {
    digits_.pop_back();
    ++exponent_;
  }
  if (digits_.empty()) {
    exponent_ = 0;
  } else {
    negative_ = negative;
  }
}

std::optional<std::int64_t> JsonNumber::as_integer() const {
  if (!is_integer() || magnitude() > 19) return std::nullopt;
  const std::string text = (negative_ ? "-" : "") + (digits_.empty() ? "0" : digits_) +
                           std::string(static_cast<std::size_t>(exponent_), '0');
  std::int64_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc()) return std::nullopt;
  return value;
}

std::int64_t JsonNumber::magnitude() const {
  return digits_.empty() ? 0 : static_cast<std::int64_t>(digits_.size()) + exponent_;
}

std::strong_ordering operator<=>(const JsonNumber& a, const JsonNumber& b) {
  const auto sign = [](const JsonNumber& d) {
    return d.digits_.empty() ? 0 : d.negative_ ? -1 : 1;
  };
  if (sign(a) != sign(b)) return sign(a) <=> sign(b);
  const JsonNumber& small = a.negative_ ? b : a;
  const JsonNumber& large = a.negative_ ? a : b;
  if (small.magnitude() != large.magnitude()) return small.magnitude() <=> large.magnitude();
  // Of one magnitude and without zeros at either end, digits compare like text.
  return small.digits_.compare(large.digits_) <=> 0;
}

}  // namespace assay::spec
