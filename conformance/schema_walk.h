// SchemaWalk: walks a value along the compiled rules and says in plain words where it breaks them.
// Numbers are compared exactly, whatever their size; patterns run in linear time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/json_schema.h"
#include "conformance/schema_rules.h"
#include "spec/json.h"

namespace assay::conformance {

class SchemaWalk {
 public:
  // `structure`: also report broken rules of structure (types, keys, lengths); else only those that
  // nobody else compares exactly.
  SchemaWalk(const SchemaRules& rules, std::size_t cap, bool structure)
      : rules_(rules), cap_(cap), structure_(structure) {}

  // Adds the errors of the whole value.
  void walk(const spec::Json& value) { check(SchemaRules::kRoot, value, Place{}); }

  const std::vector<SchemaError>& errors() const { return errors_; }
  std::vector<SchemaError> take() { return std::move(errors_); }

 private:
  using Index = SchemaNode::Index;

  // Where the value stands: a list that lives on the stack.
  struct Place {
    const Place* above = nullptr;
    std::string_view key;
    std::size_t index = 0;
    bool is_index = false;
    std::string pointer() const;
    Place at(std::string_view name) const { return {this, name, 0, false}; }
    Place at(std::size_t position) const { return {this, {}, position, true}; }
  };

  // A schema tried on its own.
  struct Trial {
    bool fits = false;
    std::vector<SchemaError> errors;
  };

  void check(Index index, const spec::Json& value, const Place& place);
  void check_type(const SchemaNode& node, const spec::Json& value, const Place& place);
  void check_members(const SchemaNode& node, const spec::Json& value, const Place& place);
  void check_number(const SchemaNode& node, const spec::Json& value, const Place& place);
  void check_text(const SchemaNode& node, const spec::Json& value, const Place& place);
  void check_array(const SchemaNode& node, const spec::Json& value, const Place& place);
  void check_object(const SchemaNode& node, const spec::Json& value, const Place& place);
  void check_properties(const SchemaNode& node, const spec::Json& value, const Place& place);
  void check_combined(const SchemaNode& node, const spec::Json& value, const Place& place);
  void check_any(const std::vector<Index>& branches, bool just_one, const spec::Json& value,
                 const Place& place);
  Trial attempt(Index index, const spec::Json& value, const Place& place) const;
  std::string describe(Index index) const;

  bool wants(Index index) const { return structure_ || rules_[index].exact; }
  void report(const char* rule, std::string expected, std::string got, const Place& place);

  const SchemaRules& rules_;
  std::size_t cap_;
  bool structure_;
  std::size_t broken_ = 0;  // errors beyond the cap too
  std::vector<SchemaError> errors_;
};

}  // namespace assay::conformance
