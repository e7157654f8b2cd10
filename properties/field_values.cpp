#include "properties/field_values.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "properties/pattern_text.h"
#include "spec/decimal.h"
#include "spec/pattern.h"

namespace assay::properties {
namespace {

using spec::FieldSchema;
using spec::Fresh;
using spec::Value;

constexpr std::size_t kPool = 12;  // random texts of a pattern, made beforehand

bool is_text(const FieldSchema& schema) {
  return schema.type == FieldSchema::Type::string || schema.type == FieldSchema::Type::any;
}

std::string plain_decimal(double value) {
  std::string text = std::to_string(value);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace

std::optional<std::int64_t> whole_number(const std::string& text) {
  if (!spec::is_whole(text)) return std::nullopt;
  const double value = std::strtod(text.c_str(), nullptr);
  if (!(std::fabs(value) < 9e15)) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

bool is_less(const std::string& a, const std::string& b) {
  const auto order = spec::compare_decimals(a, b);
  return order && *order == std::strong_ordering::less;
}

std::optional<std::int64_t> whole_bound(const std::string& text, bool up) {
  if (!spec::is_decimal(text)) return std::nullopt;
  if (const auto exact = whole_number(text)) return exact;
  const double value = std::strtod(text.c_str(), nullptr);
  if (!(std::fabs(value) < 9e15)) return std::nullopt;
  return static_cast<std::int64_t>(up ? std::ceil(value) : std::floor(value));
}

std::string random_word(Dice& dice, std::size_t length) {
  constexpr std::string_view kConsonants = "bcdfghjklmnprstvwz", kVowels = "aeiou";
  std::string word;
  std::uint64_t bits = 0;
  for (std::size_t k = 0; k < length; ++k) {
    if (k % 10 == 0) bits = dice.next();
    const std::string_view letters = k % 2 == 0 ? kConsonants : kVowels;
    word += letters[bits % letters.size()];
    bits /= 32;
  }
  if (length > 1 && bits % 2 == 0) word[0] = static_cast<char>(word[0] - 'a' + 'A');
  return word;
}

FieldValues::FieldValues(const spec::Field& field, bool named) : default_(field.default_value) {
  const FieldSchema& schema = field.schema;
  if (!field.samples.empty()) {
    for (const std::string& sample : field.samples) add(sample);
    return;
  }
  if (!schema.enumeration.empty()) {
    for (const std::string& member : schema.enumeration) {
      if (!member.empty()) add(member);
    }
  } else if (schema.type == FieldSchema::Type::boolean) {
    add("false");
    add("true");
  } else if (schema.type == FieldSchema::Type::integer ||
             schema.type == FieldSchema::Type::number) {
    add_numbers(field);
  } else if (!schema.pattern.empty()) {
    add_pattern(schema);
  } else if (!schema.format.empty() && is_text(schema)) {
    add_format(schema.format);
  }
  const bool told = !schema.enumeration.empty() || !schema.pattern.empty() || !deliberate_.empty();
  if (is_text(schema) && !told) {
    if (field.secrecy != spec::Secrecy::open && schema.max_length.value_or(18) >= 18) {
      add(Value::fresh(Fresh::Kind::secret));
    } else {
      free_text_ = field.secrecy == spec::Secrecy::open;
      if (named && schema.max_length.value_or(15) >= 15) add(Value::fresh(Fresh::Kind::name));
      add_texts(schema);
    }
  }
  if (field.default_value && !field.default_value->empty() && !deliberate_.empty())
    add(*field.default_value);
}

void FieldValues::add(Value value) {
  if (std::find(deliberate_.begin(), deliberate_.end(), value) == deliberate_.end()) {
    deliberate_.push_back(std::move(value));
  }
}

void FieldValues::add_numbers(const spec::Field& field) {
  const FieldSchema& schema = field.schema;
  if (schema.multiple_of) {
    const auto exact = whole_number(*schema.multiple_of);
    if (!exact || *exact <= 0) {  // a fraction: only small multiples, within the bounds
      const double unit = std::strtod(schema.multiple_of->c_str(), nullptr);
      for (const int k : {1, 2, 0, 3, 10}) {
        const std::string text = plain_decimal(unit * k);
        if (schema.minimum && is_less(text, *schema.minimum)) continue;
        if (schema.maximum && is_less(*schema.maximum, text)) continue;
        add(text);
      }
      return;
    }
    step_ = *exact;
  }
  std::optional<std::int64_t> low, high;
  if (schema.minimum) {
    low = whole_bound(*schema.minimum, true);
    if (low && schema.exclusive_minimum && spec::is_whole(*schema.minimum)) ++*low;
    if (low && *low % step_ != 0) *low += step_ - ((*low % step_) + step_) % step_;
  }
  if (schema.maximum) {
    high = whole_bound(*schema.maximum, false);
    if (high && schema.exclusive_maximum && spec::is_whole(*schema.maximum)) --*high;
    if (high && *high % step_ != 0) *high -= ((*high % step_) + step_) % step_;
  }
  const auto offer = [&](std::int64_t value) {
    if ((!low || value >= *low) && (!high || value <= *high)) add(std::to_string(value));
  };
  if (low) {
    offer(*low);
    offer(*low + step_);
  }
  if (high) {
    offer(*high - step_);
    offer(*high);
  }
  if (!low && !high) {
    for (const std::int64_t value : {1, 2, 10, 30, 0}) offer(value * step_);
    if (field.may_refuse) offer(1500 * step_);  // of four digits: some write "1,500"
  } else if (low && !high) {
    offer(*low + 9 * step_);
  }
  if (schema.type == FieldSchema::Type::number && step_ == 1 && !schema.multiple_of &&
      !deliberate_.empty()) {
    const std::int64_t base = low.value_or(high ? *high - 1 : 2);
    if (!high || base < *high) add(std::to_string(base) + ".5");
  }
  if (deliberate_.empty()) return;
  lowest_ = low ? *low : high ? *high - 1000 * step_ : 0;
  highest_ = std::min(high.value_or(*lowest_ + 1000 * step_), *lowest_ + 1000 * step_);
}

void FieldValues::add_format(const std::string& format) {
  if (format == "email") {
    add(Value::fresh(Fresh::Kind::email, 30));
  } else if (format == "date") {
    for (const char* text : {"2020-01-02", "2021-12-31", "2024-02-29"}) add(text);
  } else if (format == "date-time") {
    for (const char* text :
         {"2020-01-02T03:04:05Z", "2021-12-31T23:59:59Z", "2024-02-29T00:00:00Z"})
      add(text);
  } else if (format == "uri" || format == "url") {
    for (const char* text : {"https://example.com/", "https://example.com/a/b"}) add(text);
  } else if (format == "uuid") {
    for (const char* text :
         {"1b4e28ba-2fa1-41d2-883f-0016d3cca427", "6fa459ea-ee8a-4ca4-894e-db77e160355e"})
      add(text);
  } else if (format == "hostname") {
    for (const char* text : {"example.com", "www.example.org"}) add(text);
  } else if (format == "ipv4") {
    for (const char* text : {"192.0.2.1", "198.51.100.7"}) add(text);
  } else if (format == "ipv6") {
    for (const char* text : {"2001:db8::1", "2001:db8::2"}) add(text);
  } else if (format == "byte") {
    for (const char* text : {"YQ==", "YWJj"}) add(text);
  } else if (format == "time") {
    for (const char* text : {"03:04:05Z", "23:59:59Z"}) add(text);
  }
}

void FieldValues::add_pattern(const FieldSchema& schema) {
  const auto fits = [&](const std::string& text) {
    return text.size() >= schema.min_length.value_or(1) &&
           text.size() <= schema.max_length.value_or(text.size());
  };
  const spec::Pattern pattern(schema.pattern);
  const bool ten_digits = pattern.state() == spec::Pattern::State::good && fits("2000000000") &&
                          pattern.found_in("2345678901") && pattern.found_in("8976543210") &&
                          !pattern.found_in("234567890") && !pattern.found_in("abcdefghij");
  if (ten_digits) {
    add(Value::fresh(Fresh::Kind::digits, 1));
    add(Value::fresh(Fresh::Kind::digits, 2));
    return;
  }
  if (const auto text = text_for_pattern(schema.pattern, nullptr); text && fits(*text)) add(*text);
  Dice dice(kPool, schema.pattern.size());
  for (std::size_t k = 0; k < kPool; ++k) {
    const auto text = text_for_pattern(schema.pattern, &dice);
    if (!text || !fits(*text)) continue;
    if (deliberate_.size() < 3) {
      add(*text);
    } else {
      more_.push_back(Value::literal(*text));
    }
  }
}

void FieldValues::add_texts(const FieldSchema& schema) {
  shortest_ = std::max<std::size_t>(1, schema.min_length.value_or(1));
  longest_ =
      std::max(shortest_, std::min(schema.max_length.value_or(shortest_ + 11), shortest_ + 11));
  const auto of_length = [](std::size_t length) {
    std::string text;
    while (text.size() < length) text += "abcdefghijklmnopqrstuvwxyz"[text.size() % 26];
    return text;
  };
  if (!schema.min_length && !schema.max_length) {
    for (const char* text : {"a", "Ada", "Grace H", "x1"}) add(text);
  } else {
    add(of_length(shortest_));
    if (!schema.max_length || shortest_ < *schema.max_length) add(of_length(shortest_ + 1));
    if (schema.max_length && *schema.max_length <= 1024) {
      if (*schema.max_length > shortest_) add(of_length(*schema.max_length - 1));
      add(of_length(*schema.max_length));
    }
    if (longest_ >= 3 && shortest_ <= 3) add("Ada");
  }
  random_text_ = true;
}

Value FieldValues::any(Dice& dice) const {
  const bool random = (random_text_ || lowest_ || !more_.empty()) && dice.chance(50);
  if (!random) return dice.pick(deliberate_);
  if (!more_.empty()) return dice.pick(more_);
  if (random_text_) {
    return Value::literal(random_word(dice, shortest_ + dice.below(longest_ - shortest_ + 1)));
  }
  const auto choices = static_cast<std::size_t>((*highest_ - *lowest_) / step_ + 1);
  return Value::literal(
      std::to_string(*lowest_ + step_ * static_cast<std::int64_t>(dice.below(choices))));
}

std::optional<Value> FieldValues::other_than_default(std::size_t n) const {
  std::vector<const Value*> others;
  for (const Value& value : deliberate_) {
    const auto* literal = std::get_if<spec::Literal>(&value.source);
    if (literal == nullptr || !default_ || literal->bytes != *default_) others.push_back(&value);
  }
  if (others.empty()) return std::nullopt;
  return *others[n % others.size()];
}

}  // namespace assay::properties
