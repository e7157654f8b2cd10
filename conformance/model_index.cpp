#include "conformance/model_index.h"

#include <algorithm>
#include <optional>
#include <set>

namespace assay::conformance {
namespace {

using spec::kNone;

std::size_t attribute(ResourceIndex& resource, const std::string& name) {
  const auto [at, fresh] = resource.by_name.try_emplace(name, resource.attributes.size());
  if (fresh) {
    AttributeIndex index;
    index.name = name;
    for (std::size_t k = 0; k < resource.resource->keys.size(); ++k) {
      if (resource.resource->keys[k].name == name) index.key = k;
    }
    resource.attributes.push_back(std::move(index));
  }
  return at->second;
}

std::size_t key_index(const spec::Resource& resource, std::string_view name) {
  for (std::size_t k = 0; k < resource.keys.size(); ++k) {
    if (resource.keys[k].name == name) return k;
  }
  return kNone;
}

void index_columns(const spec::Operation& operation, OperationIndex& index,
                   ResourceIndex& resource) {
  const spec::Effect& effect = operation.effect;
  std::string prefix;
  if (effect.items) {
    index.shows_items = true;
    index.shown_at = *effect.items;
    prefix = *effect.items + "/*";
  } else if (effect.object || effect.action == spec::Action::create ||
             effect.action == spec::Action::read) {
    index.shows_object = true;
    index.shown_at = effect.object.value_or("");
    prefix = index.shown_at;
  } else {
    for (const spec::Key& key : operation.keys) {
      if (key.pointer.empty()) continue;
      const std::string name = key.attribute.empty() ? key.pointer.substr(1) : key.attribute;
      const std::size_t k = key_index(*resource.resource, name);
      if (k == kNone || !resource.resource->keys[k].unique || key.is_volatile ||
          key.secrecy != spec::Secrecy::open || key.pointer.find("/*") != std::string::npos)
        continue;
      index.named.push_back({key.pointer, attribute(resource, name)});
    }
    return;
  }
  for (const spec::Key& key : operation.keys) {
    if (key.attribute.empty() || key.pointer.size() <= prefix.size() + 1) continue;
    if (key.pointer.compare(0, prefix.size(), prefix) != 0 || key.pointer[prefix.size()] != '/') {
      continue;
    }
    Column column;
    column.pointer = key.pointer.substr(prefix.size());
    if (column.pointer.find("/*") != std::string::npos) continue;  // many values: none to compare
    column.attribute = attribute(resource, key.attribute);
    column.is_volatile = key.is_volatile;
    column.secret = key.secrecy != spec::Secrecy::open;
    index.columns.push_back(std::move(column));
  }
}

// An answer may show more than is documented: what an open field sets, under its own name.
void add_undocumented(OperationIndex& index, const ResourceIndex& resource,
                      const std::set<std::size_t>& open) {
  if (!index.shows_object && !index.shows_items) return;
  for (const std::size_t attribute : open) {
    const bool known =
        resource.attributes[attribute].key != kNone ||
        std::any_of(index.columns.begin(), index.columns.end(), [&](const Column& column) {
          return column.attribute == attribute ||
                 column.pointer == "/" + spec::escape_pointer(resource.attributes[attribute].name);
        });
    if (known) continue;
    Column column;
    column.pointer = "/" + spec::escape_pointer(resource.attributes[attribute].name);
    column.attribute = attribute;
    column.documented = false;
    index.columns.push_back(std::move(column));
  }
}

void index_members(OperationIndex& index) {
  for (std::size_t i = 0; i < index.columns.size(); ++i) {
    const std::string_view name = std::string_view(index.columns[i].pointer).substr(1);
    if (name.find_first_of("/~") == std::string_view::npos) {
      index.members.emplace(name, i);
    } else {
      index.nested.push_back(i);
    }
  }
}

}  // namespace

ModelIndex::ModelIndex(const spec::Contract& of) : contract(&of) {
  for (const spec::Resource& resource : of.resources) {
    ResourceIndex& index = resources.emplace_back();
    index.resource = &resource;
    for (const spec::ResourceKey& key : resource.keys) attribute(index, key.name);
    for (const std::string& name : resource.constant) {
      index.attributes[attribute(index, name)].constant = true;
    }
  }
  operations.resize(of.operations.size());
  std::vector<std::set<std::size_t>> open(resources.size());  // attributes that are no secret
  for (std::size_t i = 0; i < of.operations.size(); ++i) {
    const spec::Operation& operation = of.operations[i];
    OperationIndex& index = operations[i];
    index.operation = &operation;
    index.fields.resize(operation.fields.size());
    ResourceIndex* resource = operation.effect.resource < resources.size()
                                  ? &resources[operation.effect.resource]
                                  : nullptr;
    for (std::size_t f = 0; f < operation.fields.size(); ++f) {
      FieldIndex& field = index.fields[f];
      field.field = &operation.fields[f];
      index.by_name.emplace(field.field->name, f);
      if (resource == nullptr) continue;
      field.key = key_index(*resource->resource, operation.key_of(field.field->name));
      field.selector = operation.selector(field.field->name);
      const std::string name = operation.attribute_set_by(field.field->name);
      if (name.empty()) continue;
      field.attribute = attribute(*resource, name);
      if (field.field->no_source) continue;
      resource->attributes[field.attribute].settable = true;
      if (field.field->secrecy == spec::Secrecy::open)
        open[operation.effect.resource].insert(field.attribute);
    }
    if (resource != nullptr) {
      index_columns(operation, index, *resource);
      for (const std::string& name : operation.effect.changes)
        resource->attributes[attribute(*resource, name)].changed = true;
    }
  }
  for (OperationIndex& index : operations) {
    const std::size_t resource = index.operation->effect.resource;
    if (resource < resources.size()) add_undocumented(index, resources[resource], open[resource]);
    index_members(index);
  }
}

}  // namespace assay::conformance
