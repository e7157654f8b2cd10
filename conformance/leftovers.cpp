// What the exchanges of a trial leave behind on the target.
#include <algorithm>
#include <utility>

#include "conformance/judge_case.h"
#include "conformance/shown.h"

namespace assay::conformance {
namespace {

using spec::Action;
using spec::kNone;
using Created = Judge::Created;

// A creation whose answer was lost on the way has happened all the same.
bool has_happened(const spec::Contract& contract, const spec::Exchange& exchange) {
  if (const spec::Fault* fault = exchange.fault())
    return fault->status >= 200 && fault->status < 300;
  return receive(contract, exchange) == Reception::accepted;
}

const std::string* key_of(const Created& object, std::string_view name) {
  for (const auto& [key, value] : object.keys) {
    if (key == name) return &value;
  }
  return nullptr;
}

Created created_by(const ModelIndex& index, const spec::Exchange& exchange) {
  const OperationIndex& operation = index.operations[exchange.operation];
  const spec::Effect& effect = operation.operation->effect;
  const ResourceIndex& resource = index.resources[effect.resource];
  Created object;
  object.resource = effect.resource;
  object.status = effect.sets_status;
  object.given = effect.gives;
  const spec::Answer* answer = exchange.answer();
  const spec::Json* shown =
      answer == nullptr || !answer->json ? nullptr : answer->json->at_pointer(operation.shown_at);
  for (const spec::ResourceKey& key : resource.resource->keys) {
    std::string value;
    if (key.made_by_server && shown != nullptr) {
      operation.each_shown(*shown, [&](const Column& column, const spec::Json& json) {
        if (resource.attributes[column.attribute].name != key.name) return;
        value = scalar_text(json).value_or("");
      });
    }
    for (const FieldIndex& field : operation.fields) {
      if (key.made_by_server || field.attribute == kNone) continue;
      if (resource.attributes[field.attribute].name != key.name) continue;
      const std::string* sent = spec::find(exchange.request.form, field.field->name);
      if (sent != nullptr) value = *sent;
    }
    if (!value.empty()) object.keys.emplace_back(key.name, std::move(value));
  }
  return object;
}

bool names(const spec::Resource& resource, const spec::Operation& operation,
           const spec::Exchange& exchange, const Created& object) {
  bool named = false, all_same = true;
  for (const spec::KeyField& by : operation.effect.by) {
    const std::string* given = spec::find(exchange.request.form, by.field);
    if (given == nullptr || given->empty()) continue;
    const std::string* mine = key_of(object, by.key);
    const spec::ResourceKey* key = resource.find(by.key);
    const bool fold = key != nullptr && key->fold_case;
    const bool same =
        mine != nullptr && (fold ? equal_ignoring_case(*mine, *given) : *mine == *given);
    if (by.field == operation.effect.wins) return same;
    named = true;
    all_same &= same;
  }
  return named && all_same;
}

}  // namespace

std::vector<Created> left_behind(const ModelIndex& index,
                                 std::span<const spec::Exchange> exchanges) {
  const spec::Contract& contract = *index.contract;
  std::vector<Created> objects;
  for (const spec::Exchange& exchange : exchanges) {
    if (exchange.operation >= contract.operations.size()) continue;
    const spec::Operation& operation = contract.operations[exchange.operation];
    const spec::Effect& effect = operation.effect;
    if (effect.resource >= contract.resources.size() || !has_happened(contract, exchange)) continue;
    if (effect.action == Action::create) {
      Created object = created_by(index, exchange);
      if (!object.keys.empty()) objects.push_back(std::move(object));
      continue;
    }
    if (effect.action != Action::remove && effect.sets_status.empty()) continue;
    if (effect.action != Action::remove && effect.action != Action::act &&
        effect.action != Action::update) {
      continue;
    }
    const spec::Resource& resource = contract.resources[effect.resource];
    const bool final = effect.action == Action::remove && exchange.operation == resource.clean_up;
    std::vector<std::string> cleanable;
    if (resource.clean_up < contract.operations.size()) {
      cleanable = contract.operations[resource.clean_up].effect.requires_status;
    }
    std::erase_if(objects, [&](Created& object) {
      if (object.resource != effect.resource || !names(resource, operation, exchange, object))
        return false;
      if (!effect.sets_status.empty()) object.status = effect.sets_status;
      if (effect.action != Action::remove) return false;
      // Removed for a while only, if what removes for good still takes it.
      return final ||
             std::find(cleanable.begin(), cleanable.end(), object.status) == cleanable.end();
    });
  }
  return objects;
}

}  // namespace assay::conformance
