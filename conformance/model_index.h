// ModelIndex: what the model asks of a contract again and again, looked up once: which field sets
// which attribute, which value of an answer shows which. Immutable; one per Judge.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "spec/contract.h"

namespace assay::conformance {

// One value of a shown object.
struct Column {
  std::string pointer;        // from the object: "/first_name"
  std::size_t attribute = 0;  // of ResourceIndex::attributes
  bool is_volatile = false;
  bool secret = false;
  bool documented = true;  // else an attribute that is looked for all the same
};

struct FieldIndex {
  const spec::Field* field = nullptr;
  std::size_t attribute = spec::kNone;  // that it sets (create and update)
  std::size_t key = spec::kNone;        // of Resource::keys: the field names the object
  const spec::Selector* selector = nullptr;
};

struct OperationIndex {
  const spec::Operation* operation = nullptr;
  std::vector<FieldIndex> fields;                             // as Operation::fields
  std::unordered_map<std::string_view, std::size_t> by_name;  // of fields
  std::string shown_at;                                       // pointer to the object or the items
  bool shows_object = false, shows_items = false;
  std::vector<Column> columns;
  std::unordered_map<std::string_view, std::size_t> members;  // member of the object -> column
  std::vector<std::size_t> nested;                            // columns deeper than a member
  std::vector<Column> named;  // of an update, act or remove: the keys by which its answer names the
                              // object; pointers from the answer's root

  // Calls visit(column, value) for each value that `object` shows.
  template <class Visit>
  void each_shown(const spec::Json& object, Visit&& visit) const {
    for (const auto& [name, value] : object.members()) {
      const auto at = members.find(name);
      if (at != members.end()) visit(columns[at->second], value);
    }
    for (const std::size_t column : nested) {
      const spec::Json* value = object.at_pointer(columns[column].pointer);
      if (value != nullptr) visit(columns[column], *value);
    }
  }
};

struct AttributeIndex {
  std::string name;
  bool settable = false;  // some field sets it
  bool constant = false;
  bool changed = false;           // some operation declares that it changes it
  std::size_t key = spec::kNone;  // of Resource::keys: it is one
};

struct ResourceIndex {
  const spec::Resource* resource = nullptr;
  std::vector<AttributeIndex> attributes;
  std::unordered_map<std::string, std::size_t> by_name;
  std::size_t find(const std::string& name) const {
    const auto at = by_name.find(name);
    return at == by_name.end() ? spec::kNone : at->second;
  }
};

struct ModelIndex {
  explicit ModelIndex(const spec::Contract& contract);  // which must outlive it
  ModelIndex(const ModelIndex&) = delete;
  ModelIndex& operator=(const ModelIndex&) = delete;

  const spec::Contract* contract;
  std::vector<ResourceIndex> resources;    // as Contract::resources
  std::vector<OperationIndex> operations;  // as Contract::operations
};

}  // namespace assay::conformance
