// Inference: what examples teach about the shape of an answer. Modest: types, the keys that must be
// there, RFC 3339 date-times; where two examples differ, or one shows null, nothing. Internal to
// spec.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spec/json.h"

namespace assay::spec {

// What all examples of one value have taught.
class Shape {
 public:
  void learn(const Json& example);

  const Shape* property(std::string_view name) const;  // nullptr: never seen
  const Shape* item() const { return item_.get(); }    // nullptr: no item was ever seen
  const std::vector<std::pair<std::string, Shape>>& properties() const { return properties_; }

  // The one type of the value: "string", "number", "boolean", "object", "array"; "" if the examples
  // leave it open.
  std::string_view type() const;
  bool is_date_time() const;  // every example was one
  // Every object among the examples had it.
  bool always_has(std::string_view name) const;

 private:
  struct Count {
    std::size_t null = 0, boolean = 0, number = 0, string = 0, array = 0, object = 0, date_time = 0;
  };
  Shape* grow(std::string_view name);

  Count count_;
  std::vector<std::pair<std::string, Shape>> properties_;  // in order of first appearance
  std::vector<std::size_t> present_;  // in how many objects, alongside properties_
  std::unique_ptr<Shape> item_;
};

// True for an RFC 3339 date-time, with or without fraction, with 'Z' or an offset.
bool is_date_time(std::string_view text);

// JSON Schema of what `own` examples showed. `types` may name a wider shape for the value at a
// pointer ('*' for items): that of all answers that show the same resource; nullptr: own. `given`
// may give a whole schema for a pointer; nullptr: infer.
struct Hints {
  std::function<const Shape*(const std::string& pointer)> types;
  std::function<const Json*(const std::string& pointer)> given;
  // Whether a key of that name is known to hold other text than a date somewhere; nullptr: nowhere.
  std::function<bool(std::string_view name)> undated;
};
Json schema_of(const Shape& own, const Hints& hints);

}  // namespace assay::spec
