// Decimal: exact arithmetic on decimal text ("10", "-0.50", "1e3"), for bounds and comparisons that
// doubles would blur. Pure functions, safe from any thread.
#pragma once

#include <compare>
#include <optional>
#include <string_view>

namespace assay::spec {

// True for an optional sign, digits with an optional fraction, and an optional exponent: "5",
// "-0.5", "007", "1e3".
bool is_decimal(std::string_view text);

// True if the text is a decimal whose value is a whole number: "5", "5.0", "1e3".
bool is_whole(std::string_view text);

// By value; nullopt unless both are decimals.
std::optional<std::strong_ordering> compare_decimals(std::string_view a, std::string_view b);

// Whether `value` is a multiple of `divisor`; nullopt unless both are decimals, the divisor is not
// 0 and both are of modest size.
std::optional<bool> is_multiple(std::string_view value, std::string_view divisor);

}  // namespace assay::spec
