// SchemaRules: a JSON Schema (draft 7) compiled into nodes, its references followed. Immutable; may
// be read from any thread.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "spec/json.h"
#include "spec/pattern.h"

namespace assay::conformance {

// One schema. Other schemas are indices of nodes. Keywords of a wrong type, and those that we don't
// know, are left out.
struct SchemaNode {
  using Index = std::size_t;
  enum Type : unsigned {
    kNull = 1,
    kBoolean = 2,
    kInteger = 4,
    kNumber = 8,
    kString = 16,
    kArray = 32,
    kObject = 64,
  };

  bool never = false;        // the schema `false`
  std::optional<Index> ref;  // then nothing else counts
  unsigned types = 0;        // 0: any

  // Rules that are compared exactly, by SchemaWalk alone.
  std::optional<std::vector<spec::Json>> enumeration;
  std::optional<spec::Json> constant;
  std::optional<std::string> minimum, maximum, exclusive_minimum, exclusive_maximum, multiple_of;
  std::string format;
  std::string pattern_text;
  std::optional<spec::Pattern> pattern;
  bool unique_items = false;
  std::vector<std::pair<spec::Pattern, Index>> pattern_properties;

  // Rules of structure.
  std::optional<std::size_t> min_length, max_length, min_items, max_items, min_properties,
      max_properties;
  std::vector<std::string> required;
  std::vector<std::pair<std::string, Index>> properties;
  std::optional<Index> additional_properties, property_names;
  std::vector<std::pair<std::string, std::variant<std::vector<std::string>, Index>>> dependencies;
  std::optional<Index> items;  // of every item
  std::optional<std::vector<Index>> tuple;
  std::optional<Index> additional_items, contains;

  // Schemas for the same value.
  std::vector<Index> all_of, any_of, one_of;
  std::optional<Index> negation, condition, consequence, alternative;

  bool exact = false;  // there are rules here or below that only SchemaWalk knows
};

class SchemaRules {
 public:
  // Throws SchemaUnusable (conformance/json_schema.h): a reference that leads nowhere, out of the
  // document or in a circle; a type that JSON hasn't.
  explicit SchemaRules(const spec::Json& schema);

  static constexpr SchemaNode::Index kRoot = 0;
  const SchemaNode& operator[](SchemaNode::Index index) const { return nodes_[index]; }
  std::size_t size() const { return nodes_.size(); }

 private:
  SchemaNode::Index add(const spec::Json& schema, std::size_t depth);
  std::optional<SchemaNode::Index> child(const spec::Json& schema, const char* name,
                                         std::size_t depth);
  std::vector<SchemaNode::Index> children(const spec::Json& schema, const char* name,
                                          std::size_t depth);
  void add_object(const spec::Json& schema, SchemaNode& node, std::size_t depth);
  void add_array(const spec::Json& schema, SchemaNode& node, std::size_t depth);
  SchemaNode::Index follow(const std::string& reference, std::size_t depth);
  void forbid_circles() const;
  void mark_exact();

  const spec::Json* document_;  // while compiling
  std::map<const spec::Json*, SchemaNode::Index> known_;
  std::vector<SchemaNode> nodes_;
};

}  // namespace assay::conformance
