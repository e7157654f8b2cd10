// required/*: a request without a required field, or with it empty.
#include <algorithm>

#include "properties/families.h"

namespace assay::properties {
namespace {

void erase_field(spec::Step& step, const std::string& name) {
  step.fields.erase(
      std::remove_if(step.fields.begin(), step.fields.end(),
                     [&](const spec::StepField& field) { return field.name == name; }),
      step.fields.end());
}

}  // namespace

void set_field(spec::Step& step, const std::string& name, spec::Value value) {
  for (spec::StepField& field : step.fields) {
    if (field.name == name) {
      field.value = std::move(value);
      return;
    }
  }
  step.fields.push_back({name, std::move(value), false});
}

MaybeRecipe required_absent(const WorldPtr& world, std::size_t operation,
                            const std::string& field) {
  if (!world->reachable(operation)) return std::nullopt;
  Refusal without;
  without.rounds = world->request(operation).has_optional() ? 5 : 3;
  without.primed = true;
  without.spoil = [field](spec::Step& subject, std::size_t) {
    erase_field(subject, field);
    return Keep{};
  };
  return refusal(world, operation, std::move(without));
}

MaybeRecipe required_empty(const WorldPtr& world, std::size_t operation, const std::string& field) {
  if (!world->reachable(operation)) return std::nullopt;
  Refusal empty;
  empty.rounds = world->request(operation).has_optional() ? 4 : 2;
  empty.spoil = [field](spec::Step& subject, std::size_t) {
    set_field(subject, field, spec::Value::literal(""));
    Keep keep;
    keep.fields = {field};
    return keep;
  };
  return refusal(world, operation, std::move(empty));
}

}  // namespace assay::properties
