// Whether a text is a value of a field: for defaults, samples and enums of the document itself.
#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "spec/compile_field.h"
#include "spec/decimal.h"
#include "spec/pattern.h"
#include "spec/utf8.h"

namespace assay::spec {
namespace {

bool is_boolean(const std::string& text) {
  std::string lower = text;
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower == "true" || lower == "false" || lower == "1" || lower == "0";
}

std::string of_range(const FieldSchema& schema, const std::string& text) {
  if (schema.minimum) {
    const auto order = compare_decimals(text, *schema.minimum);
    if (order && (*order < 0 || (schema.exclusive_minimum && *order == 0))) {
      return "it is below the minimum " + *schema.minimum;
    }
  }
  if (schema.maximum) {
    const auto order = compare_decimals(text, *schema.maximum);
    if (order && (*order > 0 || (schema.exclusive_maximum && *order == 0))) {
      return "it is above the maximum " + *schema.maximum;
    }
  }
  if (schema.multiple_of && is_multiple(text, *schema.multiple_of) == false) {
    return "it is no multiple of " + *schema.multiple_of;
  }
  return {};
}

std::string of_text(const FieldSchema& schema, const std::string& text) {
  const std::size_t length = count_code_points(text);
  if (schema.min_length && length < *schema.min_length) {
    return "it is shorter than minLength " + std::to_string(*schema.min_length);
  }
  if (schema.max_length && length > *schema.max_length) {
    return "it is longer than maxLength " + std::to_string(*schema.max_length);
  }
  if (!schema.pattern.empty() && schema.pattern_checkable &&
      !Pattern(schema.pattern).found_in(text)) {
    return "it doesn't match the pattern " + schema.pattern;
  }
  return {};
}

bool is_member(const FieldSchema& schema, const std::string& text) {
  const bool numeric =
      schema.type == FieldSchema::Type::integer || schema.type == FieldSchema::Type::number;
  return std::any_of(schema.enumeration.begin(), schema.enumeration.end(),
                     [&](const std::string& one) {
                       if (one == text) return true;
                       if (!numeric) return false;
                       const auto order = compare_decimals(one, text);
                       return order && *order == 0;
                     });
}

}  // namespace

std::string empty_range(const FieldSchema& schema) {
  if (schema.type != FieldSchema::Type::integer || !schema.minimum || !schema.maximum) return {};
  const double least = std::strtod(schema.minimum->c_str(), nullptr);
  const double most = std::strtod(schema.maximum->c_str(), nullptr);
  if (!(std::fabs(least) < 1e15 && std::fabs(most) < 1e15) || least > most) return {};
  double low = std::ceil(least), high = std::floor(most);
  if (schema.exclusive_minimum && low == least) low += 1;
  if (schema.exclusive_maximum && high == most) high -= 1;
  std::string what = "no whole number";
  if (schema.multiple_of && is_whole(*schema.multiple_of)) {
    const double step = std::strtod(schema.multiple_of->c_str(), nullptr);
    if (step >= 1 && step < 1e15) low = std::ceil(low / step) * step;
    what = "no multiple of " + *schema.multiple_of;
  }
  if (low <= high) return {};
  return what + " lies between the bounds " + *schema.minimum + " and " + *schema.maximum;
}

std::string objection(const FieldSchema& schema, const std::string& text) {
  using Type = FieldSchema::Type;
  if (schema.type == Type::boolean && !is_boolean(text)) return "it is no boolean";
  if (schema.type == Type::integer && !is_whole(text)) return "it is no whole number";
  if (schema.type == Type::number && !is_decimal(text)) return "it is no number";
  if (!schema.enumeration.empty() && !is_member(schema, text)) return "it is not in the enum";
  if (schema.type == Type::integer || schema.type == Type::number) return of_range(schema, text);
  if (schema.type == Type::string) return of_text(schema, text);
  return {};
}

}  // namespace assay::spec
