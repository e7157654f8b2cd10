// SchemaValidator: a compiled JSON Schema (draft 7) that tells in plain words where a value breaks
// it. valijson decides what has which shape; numbers, formats, patterns and enums are compared
// exactly by our own rules (conformance/schema_rules.h), because valijson's readings of them raise
// false alarms. The only file with valijson is json_schema.cpp.
#pragma once

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "spec/json.h"

namespace assay::conformance {

struct SchemaError {
  std::string pointer;   // RFC 6901 into the value: "/users/0/type"
  std::string expected;  // "a boolean", "one of 1, 2, 3", "the key \"email\""
  std::string got;       // "\"yes\"", "no such key"
  std::string rule;      // the keyword that is broken: "type", "required", "format"
};

// A schema that can't be compiled: a `$ref` to nowhere or in a circle, an unknown type, ….
class SchemaUnusable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Not thread-safe: one per thread.
class SchemaValidator {
 public:
  // Throws SchemaUnusable. The schema need not outlive the validator.
  explicit SchemaValidator(const spec::Json& schema);
  ~SchemaValidator();
  SchemaValidator(SchemaValidator&&) noexcept;
  SchemaValidator& operator=(SchemaValidator&&) noexcept;

  // What is wrong with the value, at most `cap` errors; empty: nothing. Never throws.
  std::vector<SchemaError> validate(const spec::Json& value, std::size_t cap = 8) const;

 private:
  struct Compiled;
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace assay::conformance
