// SchemaConverter: an OpenAPI schema as a JSON Schema (draft 7 subset) that a validator can run:
// self-contained, with all that it refers to in "definitions". Internal to spec.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "spec/compiling.h"

namespace assay::spec {

// Where the values come from that the schema describes: what is readOnly is never sent, what is
// writeOnly never comes back.
enum class Direction { request, answer };

class SchemaConverter {
 public:
  SchemaConverter(Compiling& compiling, Direction direction)
      : compiling_(compiling), direction_(direction) {}

  // Converts one schema. What it refers to goes to the definitions.
  Json convert(const Json& schema);

  // Hands over the converted schema with the definitions that all schemas converted since the last
  // call need.
  Json finish(Json schema);

 private:
  Json object(const Json& schema);
  void keyword(const Json& schema, const std::string& name, const Json& value, Json& out);
  void ranges(const Json& schema, Json& out) const;
  void required(const Json& schema, const Json& names, Json& out) const;
  Json list(const Json& schemas);
  Json map(const Json& schemas);
  Json nullable(Json schema) const;
  std::string define(const Json& target, const std::string& reference);
  bool is_hidden(const Json& property) const;

  Compiling& compiling_;
  Direction direction_;
  std::map<const Json*, std::string> names_;
  std::vector<std::pair<std::string, const Json*>> pending_;
};

}  // namespace assay::spec
