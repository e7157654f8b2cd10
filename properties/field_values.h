// FieldValues: the values of one field that its schema allows, plain ones: deliberate values first
// (enum members, both booleans, bounds and their neighbours), then random ones. Built once per
// plan; const afterwards and safe from any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "properties/dice.h"
#include "spec/contract.h"
#include "spec/trial.h"

namespace assay::properties {

class FieldValues {
 public:
  // `named`: the first value is a fresh name (a free text that must not meet another's by chance).
  FieldValues(const spec::Field& field, bool named);

  // Empty: we know no value that satisfies the schema. Simplest first.
  const std::vector<spec::Value>& deliberate() const { return deliberate_; }
  // A free text: no enum, format, pattern, samples, and no secret.
  bool free_text() const { return free_text_; }

  const spec::Value& simplest() const { return deliberate_.front(); }
  // Any valid value: as often a deliberate one as a random one.
  spec::Value any(Dice& dice) const;
  // A valid value that is not the field's default, if there is another one. Different for different
  // `n` where possible.
  std::optional<spec::Value> other_than_default(std::size_t n) const;

 private:
  void add(spec::Value value);
  void add(std::string literal) { add(spec::Value::literal(std::move(literal))); }
  void add_numbers(const spec::Field& field);
  void add_format(const std::string& format);
  void add_pattern(const spec::FieldSchema& schema);
  void add_texts(const spec::FieldSchema& schema);

  std::vector<spec::Value> deliberate_, more_;  // more_: drawn besides
  std::optional<std::string> default_;
  bool free_text_ = false;
  bool random_text_ = false;
  std::size_t shortest_ = 1, longest_ = 12;
  std::optional<std::int64_t> lowest_, highest_;  // random numbers, if lowest_ is set
  std::int64_t step_ = 1;
};

// The value of a decimal text that is a whole number of modest size ("5", "5.0", "1e3").
std::optional<std::int64_t> whole_number(const std::string& text);

// a < b, as decimals; false where one is no decimal.
bool is_less(const std::string& a, const std::string& b);

// A bound of a number's text as a whole number: rounded up (`up`) or down; nullopt: not a number of
// a size we can handle.
std::optional<std::int64_t> whole_bound(const std::string& text, bool up);

// A word of letters, as long as asked.
std::string random_word(Dice& dice, std::size_t length);

}  // namespace assay::properties
