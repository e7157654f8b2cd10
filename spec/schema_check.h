// SchemaCheck: is a schema one that anything could satisfy, and that a validator can run? Complains
// with the line of each keyword that is wrong. Internal to spec.
#pragma once

#include <set>
#include <vector>

#include "spec/compiling.h"

namespace assay::spec {

class SchemaCheck {
 public:
  explicit SchemaCheck(Compiling& compiling) : compiling_(compiling) {}

  // Checks the schema and all that it refers to; each schema once, however often it is asked about.
  void check(const Json& schema);

 private:
  void check_one(const Json& schema);
  void check_keywords(const Json& schema);
  void check_type(const Json& schema);
  void check_ranges(const Json& schema);
  void check_pattern(const Json& schema);
  void check_required(const Json& schema);
  void push(const Json* schema);
  void push_all(const Json& schema);
  // Complains if, following only what applies to the same value ($ref, allOf, anyOf, oneOf, not),
  // the schema comes back to itself.
  void check_circles(const Json& schema);

  Compiling& compiling_;
  std::set<const Json*> seen_;     // checked, or about to be
  std::set<const Json*> settled_;  // followed to the end in search of circles
  std::vector<const Json*> pending_;
};

struct Contradiction {
  Mark mark;
  std::string what;
  std::string hint;
};

// Where one schema's own keywords leave no value (minimum > maximum, an empty enum, …).
std::vector<Contradiction> contradictions(const Json& schema);

}  // namespace assay::spec
