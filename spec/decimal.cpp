#include "spec/decimal.h"

#include <algorithm>
#include <cstdint>
#include <string>

namespace assay::spec {
namespace {

// sign * 0.DIGITS * 10^exponent; the digits begin and end with another digit than 0, and are empty
// for 0.
struct Decimal {
  bool negative = false;
  std::string digits;
  std::int64_t exponent = 0;
};

constexpr std::int64_t kLargestExponent = 1'000'000'000;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<Decimal> parse(std::string_view text) {
  Decimal out;
  std::size_t at = 0;
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) out.negative = text[at++] == '-';
  std::size_t seen = 0;
  std::int64_t point = 0;
  for (; at < text.size() && is_digit(text[at]); ++at, ++seen, ++point) out.digits += text[at];
  if (at < text.size() && text[at] == '.') {
    const std::size_t start = ++at;
    for (; at < text.size() && is_digit(text[at]); ++at, ++seen) out.digits += text[at];
    if (at == start) return std::nullopt;
  }
  if (seen == 0) return std::nullopt;
  std::int64_t exponent = 0;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    bool minus = false;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) minus = text[at++] == '-';
    const std::size_t start = at;
    for (; at < text.size() && is_digit(text[at]); ++at) {
      exponent = std::min(kLargestExponent, exponent * 10 + (text[at] - '0'));
    }
    if (at == start) return std::nullopt;
    if (minus) exponent = -exponent;
  }
  if (at != text.size()) return std::nullopt;
  const std::size_t first = out.digits.find_first_not_of('0');
  if (first == std::string::npos) return Decimal{};
  out.digits.erase(0, first);
  out.exponent = point - static_cast<std::int64_t>(first) + exponent;
  out.digits.erase(out.digits.find_last_not_of('0') + 1);
  return out;
}

std::strong_ordering compare_magnitudes(const Decimal& a, const Decimal& b) {
  if (a.digits.empty() || b.digits.empty()) return a.digits.size() <=> b.digits.size();
  if (a.exponent != b.exponent) return a.exponent <=> b.exponent;
  return a.digits.compare(b.digits) <=> 0;
}

}  // namespace

bool is_decimal(std::string_view text) {
  return parse(text).has_value();
}

bool is_whole(std::string_view text) {
  const auto value = parse(text);
  return value && static_cast<std::int64_t>(value->digits.size()) <=
                      std::max<std::int64_t>(value->exponent, 0);
}

std::optional<std::strong_ordering> compare_decimals(std::string_view a, std::string_view b) {
  const auto left = parse(a);
  const auto right = parse(b);
  if (!left || !right) return std::nullopt;
  if (left->negative != right->negative) {
    return left->negative ? std::strong_ordering::less : std::strong_ordering::greater;
  }
  return left->negative ? compare_magnitudes(*right, *left) : compare_magnitudes(*left, *right);
}

std::optional<bool> is_multiple(std::string_view value, std::string_view divisor) {
  const auto dividend = parse(value);
  const auto by = parse(divisor);
  constexpr std::size_t kMostDigits = 18;
  if (!dividend || !by || by->digits.empty() || by->digits.size() > kMostDigits)
    return std::nullopt;
  if (dividend->digits.empty()) return true;
  std::uint64_t unit = 0;
  for (const char digit : by->digits) unit = unit * 10 + static_cast<std::uint64_t>(digit - '0');
  // dividend = D * 10^p, divisor = unit * 10^q with whole D and unit.
  const std::int64_t p = dividend->exponent - static_cast<std::int64_t>(dividend->digits.size());
  const std::int64_t q = by->exponent - static_cast<std::int64_t>(by->digits.size());
  constexpr std::int64_t kMostZeros = 400;
  if (p - q > kMostZeros || q - p > kMostZeros) return std::nullopt;
  if (p < q) {
    // D would have to bring q - p factors of ten of its own, but it doesn't end with 0: unit *
    // 10^(q-p) divides it never.
    return false;
  }
  const std::string whole = dividend->digits + std::string(static_cast<std::size_t>(p - q), '0');
  std::uint64_t rest = 0;  // unit < 10^18, so rest * 10 + 9 fits
  for (const char digit : whole) {
    rest = (rest * 10 + static_cast<std::uint64_t>(digit - '0')) % unit;
  }
  return rest == 0;
}

}  // namespace assay::spec
