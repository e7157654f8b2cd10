#include "conformance/reading.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "conformance/format.h"
#include "conformance/shown.h"
#include "spec/decimal.h"
#include "spec/pattern.h"
#include "spec/utf8.h"

namespace assay::conformance {
namespace {

using spec::FieldSchema;
using spec::Json;
using Type = spec::FieldSchema::Type;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equal_but_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n\v\f";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::optional<bool> boolean_reading(std::string_view text) {
  const std::string_view word = trimmed(text);
  constexpr std::array<std::string_view, 4> kTrue{"true", "1", "yes", "on"};
  constexpr std::array<std::string_view, 4> kFalse{"false", "0", "no", "off"};
  const auto is = [&](std::string_view known) { return equal_but_case(word, known); };
  if (std::any_of(kTrue.begin(), kTrue.end(), is)) return true;
  if (std::any_of(kFalse.begin(), kFalse.end(), is)) return false;
  return std::nullopt;
}

// The text as a decimal ("5", "+05.0", ".5", "1e3", " 7 "), or "".
std::string number_reading(std::string_view text) {
  const std::string_view word = trimmed(text);
  if (spec::is_decimal(word)) return std::string(word);
  const bool bare_point = word.size() > 1 && word.ends_with('.');  // "5."
  if (bare_point && spec::is_decimal(word.substr(0, word.size() - 1))) {
    return std::string(word.substr(0, word.size() - 1));
  }
  return {};
}

bool same_number(std::string_view a, std::string_view b) {
  const std::string left = number_reading(a), right = number_reading(b);
  return !left.empty() && spec::compare_decimals(left, right) == std::strong_ordering::equal;
}

bool has_length(const FieldSchema& schema, std::string_view text) {
  const std::size_t length = spec::count_code_points(text);
  return (!schema.min_length || length >= *schema.min_length) &&
         (!schema.max_length || length <= *schema.max_length);
}

bool number_keeps_rules(const FieldSchema& schema, const std::string& number) {
  if (schema.minimum) {
    const auto order = spec::compare_decimals(number, *schema.minimum);
    if (order && (*order < 0 || (schema.exclusive_minimum && *order == 0))) return false;
  }
  if (schema.maximum) {
    const auto order = spec::compare_decimals(number, *schema.maximum);
    if (order && (*order > 0 || (schema.exclusive_maximum && *order == 0))) return false;
  }
  if (schema.multiple_of && !spec::is_multiple(number, *schema.multiple_of).value_or(true)) {
    return false;
  }
  return number_has_format(schema.format, number);
}

bool text_keeps_rules(const FieldSchema& schema, std::string_view text) {
  if (!has_length(schema, text) || !has_format(schema.format, text)) return false;
  if (schema.pattern.empty() || !schema.pattern_checkable) return true;
  const spec::Pattern pattern(schema.pattern);
  return pattern.found_in(text);
}

bool in_enumeration(const FieldSchema& schema, std::string_view text) {
  const auto is_member = [&](const std::string& member) {
    if (member == text) return true;
    if (schema.type == Type::boolean) {
      const auto reading = boolean_reading(text);
      return reading && reading == boolean_reading(member);
    }
    return schema.type != Type::string && same_number(member, text);
  };
  return schema.enumeration.empty() ||
         std::any_of(schema.enumeration.begin(), schema.enumeration.end(), is_member);
}

bool is_open_to_booleans(Type type) {
  return type == Type::boolean || type == Type::any;
}

bool is_open_to_numbers(Type type) {
  return type == Type::integer || type == Type::number || type == Type::any;
}

// Texts that mean the same, though they differ.
bool same_text(const FieldSchema& schema, std::string_view sent, std::string_view shown) {
  if (is_open_to_booleans(schema.type)) {
    const auto reading = boolean_reading(sent);
    if (reading && reading == boolean_reading(shown)) return true;
  }
  if (is_open_to_numbers(schema.type) && same_number(sent, shown)) return true;
  if (schema.format == "date-time" || schema.format == "assay-date-time") {
    return same_shown(Json::string(std::string(sent)), Json::string(std::string(shown)));
  }
  return false;
}

bool shows_array(const FieldSchema& schema, std::string_view text, const Json& value) {
  auto parsed = spec::parse_json(text);
  if (const auto* json = std::get_if<spec::JsonText>(&parsed); json && json->value == value) {
    return true;
  }
  if (schema.type != Type::array && schema.type != Type::any) return false;
  FieldSchema item;  // of any type
  if (value.items().empty()) return text.empty();
  std::size_t start = 0;
  for (std::size_t i = 0; i < value.items().size(); ++i) {
    const bool last = i + 1 == value.items().size();
    const std::size_t end = last ? text.size() : text.find(',', start);
    if (end == std::string_view::npos) return false;
    if (!shows(item, trimmed(text.substr(start, end - start)), value.items()[i])) return false;
    start = end + 1;
  }
  return true;
}

}  // namespace

bool satisfies(const FieldSchema& schema, std::string_view form_text) {
  if (schema.nullable && (form_text.empty() || form_text == "null")) return true;
  if (schema.type == Type::array || schema.type == Type::object) return true;
  if (!in_enumeration(schema, form_text)) return false;
  switch (schema.type) {
    case Type::boolean:
      return boolean_reading(form_text).has_value();
    case Type::integer:
    case Type::number: {
      const std::string number = number_reading(form_text);
      if (number.empty() || (schema.type == Type::integer && !spec::is_whole(number))) return false;
      return number_keeps_rules(schema, number);
    }
    case Type::string:
      return text_keeps_rules(schema, form_text);
    default: {
      const std::string number = number_reading(form_text);
      if (!number.empty() && number_keeps_rules(schema, number)) return true;
      return text_keeps_rules(schema, form_text);
    }
  }
}

bool shows(const FieldSchema& schema, std::string_view form_text, const Json& value,
           bool fold_case) {
  switch (value.kind()) {
    case Json::Kind::null:
      return form_text.empty() || (schema.nullable && form_text == "null");
    case Json::Kind::boolean:
      return boolean_reading(form_text) == value.as_boolean();
    case Json::Kind::number: {
      if (same_number(form_text, value.text())) return true;
      const auto reading = boolean_reading(form_text);
      return reading && same_number(*reading ? "1" : "0", value.text());
    }
    case Json::Kind::string:
      if (value.text() == form_text) return true;
      if (fold_case && equal_but_case(form_text, value.text())) return true;
      return same_text(schema, form_text, value.text());
    case Json::Kind::array:
      return shows_array(schema, form_text, value);
    case Json::Kind::object: {
      auto parsed = spec::parse_json(form_text);
      const auto* json = std::get_if<spec::JsonText>(&parsed);
      return json != nullptr && json->value == value;
    }
  }
  return false;
}

bool json_satisfies(const FieldSchema& schema, const Json& value) {
  switch (value.kind()) {
    case Json::Kind::null:
      return true;
    case Json::Kind::boolean:
      return satisfies(schema, value.as_boolean() ? "true" : "false") ||
             satisfies(schema, value.as_boolean() ? "1" : "0");
    case Json::Kind::number: {
      if (satisfies(schema, value.text())) return true;
      if (schema.type != Type::string) return false;
      // '012345' may be shown as 12345, and that as 12345.0.
      constexpr std::size_t kMostDigits = 24;
      const auto whole = value.as_integer();
      std::string padded = whole ? std::to_string(*whole) : value.text();
      if (whole && satisfies(schema, padded)) return true;
      const bool digits =
          std::all_of(padded.begin(), padded.end(), [](char c) { return c >= '0' && c <= '9'; });
      while (digits && padded.size() < kMostDigits) {
        padded.insert(padded.begin(), '0');
        if (satisfies(schema, padded)) return true;
      }
      return false;
    }
    case Json::Kind::string:
      return satisfies(schema, value.text());
    case Json::Kind::array:
      return schema.type == Type::array || schema.type == Type::any;
    case Json::Kind::object:
      return schema.type == Type::object || schema.type == Type::any;
  }
  return false;
}

}  // namespace assay::conformance
