#include "runners/mock/value_rules.h"

#include <algorithm>
#include <cstdlib>

#include "runners/mock/intake.h"

namespace assay::runners::mock {
namespace {

using Type = spec::FieldSchema::Type;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_integer(const std::string& text) {
  const std::size_t sign = text.starts_with('-') ? 1 : 0;
  return text.size() > sign &&
         std::all_of(text.begin() + static_cast<std::ptrdiff_t>(sign), text.end(), is_digit);
}

bool is_number(const std::string& text) {
  if (text.empty() || std::isspace(static_cast<unsigned char>(text[0])) != 0) return false;
  if (text.find_first_not_of("0123456789+-.eE") != text.npos ||
      text.find_first_of("0123456789") == text.npos)
    return false;
  char* end = nullptr;
  std::strtod(text.c_str(), &end);
  return end == text.c_str() + text.size();
}

std::string canonical_integer(const std::string& text) {
  const bool negative = text.starts_with('-');
  std::size_t first = negative ? 1 : 0;
  while (first + 1 < text.size() && text[first] == '0') ++first;
  const std::string digits = text.substr(first);
  return negative && digits != "0" ? "-" + digits : digits;
}

bool good_address(const std::string& text, bool without_at, bool two_at, bool blank,
                  bool empty_side) {
  const std::size_t at = text.find('@');
  if (at == text.npos) return without_at && !text.empty();
  if (text.find('@', at + 1) != text.npos && !two_at) return false;
  if ((at == 0 || at + 1 == text.size()) && !empty_side) return false;
  return std::ranges::none_of(text, [&](char c) {
    return (c == ' ' && !blank) || (c != ' ' && static_cast<unsigned char>(c) < 0x20);
  });
}

// Compares decimal texts; long double is exact for every bound that a contract is likely to have.
int compare(const std::string& a, const std::string& b) {
  const long double x = std::strtold(a.c_str(), nullptr), y = std::strtold(b.c_str(), nullptr);
  return x < y ? -1 : x > y ? 1 : 0;
}

std::string type_fault(const OperationPlan& plan, const FieldPlan& field, std::string& text,
                       const ActiveDefect& defect) {
  const bool here = defect.field() == field.field->name;
  switch (field.field->schema.type) {
    case Type::boolean: {
      std::string lower = text;
      std::ranges::transform(lower, lower.begin(),
                             [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      if (lower != "true" && lower != "false") {
        if (!here || !defect.hits(Bug::boolean_unchecked, plan.index))
          return "is neither true nor false";
        lower = "false";
      }
      text = lower;
      return "";
    }
    case Type::integer:
      if (here && defect.hits(Bug::integer_by_prefix, plan.index) && !is_integer(text)) {
        const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
        text = end == 0 ? "0" : text.substr(0, end);
      }
      if (!is_integer(text)) return "is not a whole number";
      text = canonical_integer(text);
      if (defect.hits(Bug::fails_on_big_number, plan.index) &&
          (text.size() > 10 || std::atoll(text.c_str()) > 2147483647)) {
        throw Failed("number");
      }
      return "";
    case Type::number:
      return is_number(text) ? "" : "is not a number";
    default:
      return "";
  }
}

bool in_enum(const OperationPlan& plan, const FieldPlan& field, const std::string& text,
             const ActiveDefect& defect) {
  const auto& members = field.field->schema.enumeration;
  if (std::ranges::find(members, text) != members.end()) return true;
  if (defect.field() != field.field->name) return false;
  if (defect.hits(Bug::enum_unchecked, plan.index)) return true;
  if (!defect.hits(Bug::enum_neighbour_taken, plan.index)) return false;
  return is_integer(members.back()) &&
         text == std::to_string(std::atoll(members.back().c_str()) + 1);
}

std::string range_fault(const OperationPlan& plan, const FieldPlan& field, const std::string& text,
                        const ActiveDefect& defect) {
  const spec::FieldSchema& schema = field.field->schema;
  const auto& paging = plan.operation->effect.paging;
  const bool is_size = paging && paging->size_field == field.field->name;
  const bool is_page = paging && paging->number_field == field.field->name;
  if (schema.minimum) {
    const int order = compare(text, *schema.minimum);
    const bool excused = is_page && text == "0" && defect.hits(Bug::minimum_unchecked, plan.index);
    if (!excused && (order < 0 || (order == 0 && schema.exclusive_minimum)))
      return "is less than " + *schema.minimum;
  }
  if (schema.maximum) {
    const int order = compare(text, *schema.maximum);
    const bool next = text == std::to_string(std::atoll(schema.maximum->c_str()) + 1);
    const bool excused = is_size && ((next && defect.hits(Bug::size_301_taken, plan.index)) ||
                                     defect.hits(Bug::maximum_unchecked, plan.index));
    if (!excused && (order > 0 || (order == 0 && schema.exclusive_maximum)))
      return "is more than " + *schema.maximum;
  }
  if (schema.multiple_of) {
    const long double quotient =
        std::strtold(text.c_str(), nullptr) / std::strtold(schema.multiple_of->c_str(), nullptr);
    const long double nearest =
        static_cast<long double>(static_cast<long long>(quotient + (quotient < 0 ? -0.5L : 0.5L)));
    if (quotient - nearest > 1e-9L || nearest - quotient > 1e-9L)
      return "is no multiple of " + *schema.multiple_of;
  }
  return "";
}

bool matches(const OperationPlan& plan, const FieldPlan& field, const std::string& text,
             const ActiveDefect& defect) {
  if (!field.field->schema.pattern_checkable || field.pattern->matches(text)) return true;
  if (defect.field() != field.field->name) return false;
  if (defect.hits(Bug::pattern_unchecked, plan.index)) return true;
  if (!defect.hits(Bug::pattern_not_anchored, plan.index)) return false;
  for (std::size_t length = 1; length < text.size(); ++length) {
    if (field.pattern->matches(std::string_view(text).substr(0, length))) return true;
  }
  return false;
}

}  // namespace

std::string fault_of(const OperationPlan& plan, const FieldPlan& field, std::string& text,
                     const ActiveDefect& defect) {
  const spec::FieldSchema& schema = field.field->schema;
  const bool here = defect.field() == field.field->name;
  if (std::string fault = type_fault(plan, field, text, defect); !fault.empty()) return fault;
  if (!schema.enumeration.empty() && !in_enum(plan, field, text, defect))
    return "is none of the values that it may have";
  if (schema.format == "email" &&
      !good_address(text,
                    (here && defect.hits(Bug::address_without_at, plan.index)) ||
                        defect.hits(Bug::address_local_part, plan.index),
                    here && defect.hits(Bug::address_two_at, plan.index),
                    here && defect.hits(Bug::address_blank, plan.index),
                    here && defect.hits(Bug::address_empty_side, plan.index))) {
    return "is not an address";
  }
  if (schema.format == "date-time" && !looks_like_time(text)) return "is not a date and time";
  if (field.pattern && !matches(plan, field, text, defect))
    return "does not match " + schema.pattern;
  if (schema.min_length && code_points(text) < *schema.min_length) return "is too short";
  if (schema.max_length && code_points(text) > *schema.max_length) return "is too long";
  if (schema.type == Type::integer || schema.type == Type::number)
    return range_fault(plan, field, text, defect);
  return "";
}

bool forbids_empty(const spec::FieldSchema& schema) {
  return schema.type == Type::boolean || schema.type == Type::integer ||
         schema.type == Type::number || !schema.format.empty() ||
         schema.min_length.value_or(0) > 0 ||
         (!schema.pattern.empty() && schema.pattern_checkable) ||
         (!schema.enumeration.empty() && std::ranges::count(schema.enumeration, "") == 0);
}

}  // namespace assay::runners::mock
