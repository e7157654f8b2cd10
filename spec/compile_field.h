// Compiling one input of an operation: from its schema and its declarations to a Field. Internal to
// spec.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "spec/compiling.h"
#include "spec/contract.h"
#include "spec/schema_check.h"

namespace assay::spec {

// Where a field stands in the document.
struct FieldSource {
  std::string name;
  Place place = Place::body;
  const Json* schema = nullptr;  // a schema or a reference to one; nullptr: anything
  const Json* holder = nullptr;  // a parameter object, whose extensions count too; nullptr: none
  bool required = false;
  std::string description;
  Mark mark;
};

// Complains of what is wrong with it. nullopt if it is no field of a request (readOnly).
std::optional<Field> compile_field(Compiling& compiling, SchemaCheck& check,
                                   const FieldSource& source,
                                   const std::vector<Resource>& resources);

// Why `text` is no valid value by the schema ("it is above the maximum 300"); "" if it is, as far
// as is known.
std::string objection(const FieldSchema& schema, const std::string& text);

// Why the bounds of a whole number leave none ("no whole number lies between …"); "" if they do.
std::string empty_range(const FieldSchema& schema);

}  // namespace assay::spec
