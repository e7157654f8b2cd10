#include "spec/contract.h"

#include <algorithm>
#include <charconv>

namespace assay::spec {

bool Response::matches(int code) const {
  if (status == "default") return true;
  if (status.size() != 3 || code < 100 || code > 999) return false;
  if ((status[1] == 'X' || status[1] == 'x') && (status[2] == 'X' || status[2] == 'x')) {
    return status[0] == static_cast<char>('0' + code / 100);
  }
  int documented = 0;
  const auto [end, error] =
      std::from_chars(status.data(), status.data() + status.size(), documented);
  return error == std::errc() && end == status.data() + status.size() && documented == code;
}

const Field* Operation::find(std::string_view name) const {
  const auto at = std::find_if(fields.begin(), fields.end(),
                               [&](const Field& field) { return field.name == name; });
  return at == fields.end() ? nullptr : &*at;
}

const Selector* Operation::selector(std::string_view field) const {
  for (const Selector& selector : effect.selectors) {
    if (selector.field == field) return &selector;
  }
  return nullptr;
}

std::string_view Operation::key_of(std::string_view field) const {
  for (const KeyField& by : effect.by) {
    if (by.field == field) return by.key;
  }
  return {};
}

std::string Operation::attribute_set_by(std::string_view field) const {
  if (effect.action != Action::create && effect.action != Action::update) return {};
  if (find(field) == nullptr || !key_of(field).empty() || selector(field) != nullptr) return {};
  for (const auto& relation : {effect.sets_relation, effect.clears_relation}) {
    if (relation && relation->field == field) return {};
  }
  for (const auto& [name, attribute] : effect.sets) {
    if (name == field) return attribute;
  }
  return std::string(field);
}

const ResourceKey* Resource::find(std::string_view name) const {
  for (const ResourceKey& key : keys) {
    if (key.name == name) return &key;
  }
  return nullptr;
}

const Operation* Contract::find(std::string_view operation_id) const {
  for (const Operation& operation : operations) {
    if (operation.id == operation_id) return &operation;
  }
  return nullptr;
}

std::size_t Contract::index_of(const Operation& operation) const {
  for (std::size_t i = 0; i < operations.size(); ++i) {
    if (&operations[i] == &operation) return i;
  }
  return kNone;
}

}  // namespace assay::spec
