#include "properties/faults.h"

#include <algorithm>
#include <cctype>

#include "properties/field_values.h"
#include "properties/pattern_text.h"
#include "spec/decimal.h"
#include "spec/pattern.h"

namespace assay::properties {
namespace {

using spec::Field;
using spec::FieldSchema;
using spec::Fresh;
using spec::Value;
using Type = FieldSchema::Type;

bool is_numeric(const FieldSchema& schema) {
  return schema.type == Type::integer || schema.type == Type::number;
}

// What a lenient reader would take the text for.
std::string lenient(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != ' ') out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return out;
}

bool same_reading(const std::string& a, const std::string& b) {
  if (const auto order = spec::compare_decimals(a, b)) return *order == std::strong_ordering::equal;
  return lenient(a) == lenient(b);
}

std::vector<Value> literals(const std::vector<std::string>& texts) {
  std::vector<Value> values;
  for (const std::string& text : texts) {
    if (text.empty()) continue;
    Value value = Value::literal(text);
    if (std::find(values.begin(), values.end(), value) == values.end())
      values.push_back(std::move(value));
  }
  return values;
}

std::vector<Value> no_member(const FieldSchema& schema) {
  const std::vector<std::string>& members = schema.enumeration;
  std::vector<std::string> texts;
  const bool numbers = std::all_of(members.begin(), members.end(), [](const std::string& member) {
    return whole_number(member).has_value();
  });
  if (numbers) {
    std::vector<std::int64_t> values;
    for (const std::string& member : members) values.push_back(*whole_number(member));
    std::sort(values.begin(), values.end());
    texts = {std::to_string(values.front() - 1), std::to_string(values.back() + 1)};
    for (const std::int64_t value : values) texts.push_back(std::to_string(value + 1));
    for (const char* text : {"-1", "99", "2147483648"}) texts.emplace_back(text);
    texts.push_back(std::to_string(values.front()) + ".5");
    texts.push_back(std::to_string(values.front() + (std::int64_t{1} << 32)));  // cut to 32 bits
  } else {
    texts = {"nosuchvalue", members.front() + "x", members.back() + "2"};
    if (members.front().size() > 1)
      texts.push_back(members.front().substr(0, members.front().size() - 1));
    if (members.size() > 1) texts.push_back(members[0] + "," + members[1]);
  }
  texts.erase(std::remove_if(texts.begin(), texts.end(),
                             [&](const std::string& text) {
                               return std::any_of(
                                   members.begin(), members.end(),
                                   [&](const std::string& m) { return same_reading(m, text); });
                             }),
              texts.end());
  if (texts.size() > 9) texts.erase(texts.begin() + 4, texts.end() - 5);
  return literals(texts);
}

// No '@', two '@', an empty side, a blank: unique, so that a server that takes one doesn't refuse
// the next as taken.
std::vector<Value> no_address() {
  const Value name = Value::fresh(Fresh::Kind::name, 31),
              address = Value::fresh(Fresh::Kind::email, 31);
  const auto around = [](std::string before, const Value& value, std::string after) {
    return Value{value.source, spec::Twist::none, std::move(before), std::move(after)};
  };
  return {name,
          around({}, name, {"@"}),
          around({"@"}, name, {".example.com"}),
          around({"a@"}, address, {}),
          around({"a b"}, address, {}),
          around({}, address, {"@example.org"}),
          around({}, address, {"\nx"})};
}

std::vector<Value> wrong_format(const std::string& format) {
  if (format == "email") return no_address();
  if (format == "date") return literals({"yesterday", "2020-13-45", "2020"});
  if (format == "date-time")
    return literals({"yesterday", "2020-13-45T03:04:05Z", "2020-01-02T25:61:00Z"});
  if (format == "time") return literals({"noon", "25:61:00Z"});
  if (format == "uuid")
    return literals({"x", "1b4e28ba-2fa1-41d2-883f", "zb4e28ba-2fa1-41d2-883f-0016d3cca427"});
  if (format == "ipv4") return literals({"x", "999.1.1.1", "1.2.3"});
  if (format == "ipv6") return literals({"x", "2001:db8::g", "1:2:3"});
  if (format == "uri" || format == "url") return literals({"not a uri", "http://exa mple.com/"});
  if (format == "hostname") return literals({"not a host", "-.example"});
  return {};
}

std::vector<Value> off_pattern(const FieldSchema& schema) {
  const spec::Pattern pattern(schema.pattern);
  std::optional<std::string> good = text_for_pattern(schema.pattern, nullptr);
  if (pattern.state() != spec::Pattern::State::good || !good) return {};
  // Shown as a number, noughts alone would say nothing.
  std::string counted = *good;
  for (std::size_t i = 0; i < counted.size(); ++i) {
    if (std::isdigit(static_cast<unsigned char>(counted[i])))
      counted[i] = static_cast<char>('1' + i % 9);
  }
  if (pattern.found_in(counted)) good = std::move(counted);
  std::vector<std::string> texts;
  if (good->size() > 1) texts.push_back(good->substr(0, good->size() - 1));
  texts.push_back(*good + good->substr(0, 1));
  std::string lettered = *good, last = *good;
  lettered[lettered.size() / 2] =
      std::isdigit(static_cast<unsigned char>(lettered[lettered.size() / 2])) ? 'x' : '0';
  if (!last.empty()) last.back() = '!';
  texts.push_back(lettered);
  texts.push_back(last);
  texts.push_back(std::string(good->size(), 'q'));
  std::string dashed(1, '-');
  dashed += *good;
  texts.push_back(std::move(dashed));
  texts.push_back(*good + "\nx");  // a line of it would do
  std::string others;              // digits of another script, which "\d" may take
  for (const char c : *good) {
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
      others += {'\xd9', static_cast<char>(0xa0 + (c - '0'))};
    } else {
      others += c;
    }
  }
  if (others != *good) texts.push_back(std::move(others));
  texts.erase(std::remove_if(texts.begin(), texts.end(),
                             [&](const std::string& text) {
                               return pattern.found_in(text) ||
                                      text.size() < schema.min_length.value_or(0) ||
                                      text.size() > schema.max_length.value_or(text.size());
                             }),
              texts.end());
  return literals(texts);
}

std::vector<Value> out_of_range(const FieldSchema& schema, bool above) {
  const std::string& text = above ? *schema.maximum : *schema.minimum;
  const bool exclusive = above ? schema.exclusive_maximum : schema.exclusive_minimum;
  const auto bound = whole_bound(text, !above ? false : true);
  if (!bound) return {};
  const std::int64_t sign = above ? 1 : -1;
  std::int64_t unit = 1;
  if (schema.multiple_of) unit = whole_number(*schema.multiple_of).value_or(1);
  std::vector<std::string> texts;
  if (exclusive && spec::is_whole(text)) texts.push_back(std::to_string(*bound));
  const bool whole = spec::is_whole(text);
  texts.push_back(std::to_string(whole ? *bound + sign * unit : *bound));
  texts.push_back(std::to_string(*bound + sign * 2 * unit));
  texts.push_back(std::to_string(*bound + sign * 1000 * unit));
  if (*bound < 2'000'000'000 && *bound > -2'000'000'000) {
    texts.push_back(above ? "2147483648" : "-2147483649");
    texts.push_back(above ? "99999999999999999999" : "-99999999999999999999");
  }
  return literals(texts);
}

std::vector<Value> no_multiple(const FieldSchema& schema) {
  const auto unit = whole_number(*schema.multiple_of);
  if (!unit || *unit < 2) return {};
  const auto low = schema.minimum ? whole_bound(*schema.minimum, true).value_or(0) : 0;
  const std::int64_t base = low - ((low % *unit) + *unit) % *unit + *unit;
  std::vector<std::string> texts{std::to_string(base + 1), std::to_string(base + *unit - 1)};
  texts.erase(std::remove_if(texts.begin(), texts.end(),
                             [&](const std::string& text) {
                               return schema.maximum && is_less(*schema.maximum, text);
                             }),
              texts.end());
  return literals(texts);
}

}  // namespace

std::vector<std::string_view> rules_of(const Field& field) {
  const FieldSchema& schema = field.schema;
  std::vector<std::string_view> rules;
  if (schema.type == Type::boolean || is_numeric(schema)) rules.push_back("type");
  if (!schema.enumeration.empty() && schema.type != Type::boolean) rules.push_back("enum");
  if (!wrong_format(schema.format).empty() && !is_numeric(schema)) rules.push_back("format");
  if (!schema.pattern.empty() && schema.pattern_checkable) rules.push_back("pattern");
  if (schema.min_length.value_or(0) > 1) rules.push_back("min-length");
  if (schema.max_length) rules.push_back("max-length");
  if (is_numeric(schema)) {
    if (schema.minimum) rules.push_back("minimum");
    if (schema.maximum) rules.push_back("maximum");
    if (schema.multiple_of) rules.push_back("multiple-of");
  }
  return rules;
}

std::vector<Value> breaking_values(const Field& field, std::string_view rule) {
  const FieldSchema& schema = field.schema;
  if (rule == "type" && schema.type == Type::boolean) {
    return literals({"maybe", "2x", "tru", "falsey", "truefalse", "-"});
  }
  // A number that is valid but for what follows it.
  const std::string good = !schema.enumeration.empty() ? schema.enumeration.front()
                           : schema.minimum            ? *schema.minimum
                                                       : "12";
  if (rule == "type" && schema.type == Type::integer)
    return literals({"abc", good + "abc", "--1", good + ".5", "one", good + "-2"});
  if (rule == "type" && schema.type == Type::number)
    return literals({"abc", good + "abc", "--1", "1.2.3", "one"});
  if (rule == "enum" && !schema.enumeration.empty()) return no_member(schema);
  if (rule == "format") return wrong_format(schema.format);
  if (rule == "pattern") return off_pattern(schema);
  if (rule == "min-length" && schema.min_length.value_or(0) > 1) {
    return literals({std::string(*schema.min_length - 1, 'a'), "a"});
  }
  if (rule == "max-length" && schema.max_length) {
    return literals({std::string(*schema.max_length + 1, 'a'),
                     std::string(*schema.max_length + 10, 'a'),
                     std::string(*schema.max_length * 2 + 1, 'a')});
  }
  if (rule == "minimum" && schema.minimum) return out_of_range(schema, false);
  if (rule == "maximum" && schema.maximum) return out_of_range(schema, true);
  if (rule == "multiple-of" && schema.multiple_of) return no_multiple(schema);
  return {};
}

bool forbids_empty(const Field& field) {
  const FieldSchema& schema = field.schema;
  if (schema.type == Type::boolean || is_numeric(schema)) return true;
  if (schema.min_length.value_or(0) >= 1) return true;
  const auto& members = schema.enumeration;
  if (!members.empty()) return std::find(members.begin(), members.end(), "") == members.end();
  if (!wrong_format(schema.format).empty()) return true;
  const spec::Pattern pattern(schema.pattern);
  return !schema.pattern.empty() && pattern.state() == spec::Pattern::State::good &&
         !pattern.found_in("");
}

bool may_be_clamped(std::string_view rule) {
  return rule == "minimum" || rule == "maximum" || rule == "multiple-of";
}

}  // namespace assay::properties
