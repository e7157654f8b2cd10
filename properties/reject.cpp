// reject/F/RULE and depend/N: requests with one wrong value, or one broken dependency, everything
// else being valid.
#include <algorithm>

#include "properties/families.h"
#include "properties/faults.h"

namespace assay::properties {

MaybeRecipe reject(const WorldPtr& world, std::size_t operation, const std::string& field,
                   std::string_view rule) {
  if (!world->reachable(operation)) return std::nullopt;
  const RequestPlan& plan = world->request(operation);
  const auto slot = plan.slot_of(field);
  if (!slot || plan.slots()[*slot].role == Slot::Role::no_source) return std::nullopt;
  std::vector<spec::Value> values = breaking_values(*plan.slots()[*slot].field, rule);
  if (values.empty()) return std::nullopt;
  Refusal wrong;
  wrong.faults = values.size();
  wrong.rounds = plan.has_optional() ? 3 : 1;
  wrong.bounded = may_be_clamped(rule) || plan.slots()[*slot].field->may_replace;
  wrong.slot = slot;
  wrong.plain_twin = !plan.safe(*slot) && !plan.slots()[*slot].field->required;
  // Of several keys only one may count: the wrong one must then be the only one.
  std::vector<std::string> other_keys;
  for (const spec::KeyField& by : plan.operation().effect.by) {
    if (by.field != field) other_keys.push_back(by.field);
  }
  if (other_keys.size() == plan.operation().effect.by.size()) other_keys.clear();
  wrong.spoil = [field, values, other_keys](spec::Step& subject, std::size_t fault) {
    std::erase_if(subject.fields, [&](const spec::StepField& sent) {
      return std::find(other_keys.begin(), other_keys.end(), sent.name) != other_keys.end();
    });
    set_field(subject, field, values[fault]);
    Keep keep;
    keep.fault_field = field;
    keep.fault_values = values;
    return keep;
  };
  return refusal(world, operation, std::move(wrong));
}

MaybeRecipe depend(const WorldPtr& world, std::size_t operation, std::size_t dependency) {
  if (!world->reachable(operation)) return std::nullopt;
  const RequestPlan& plan = world->request(operation);
  std::vector<Draft> drafts = plan.breaking(dependency);
  if (drafts.empty()) return std::nullopt;
  std::vector<bool> about(plan.slots().size(), false);
  std::vector<std::string> names;
  for (const spec::Dependency& other : plan.operation().dependencies) {
    for (const std::string& name : spec::fields_of(other.rule)) {
      if (const auto slot = plan.slot_of(name)) about[*slot] = true;
    }
  }
  Refusal broken;
  broken.faults = drafts.size();
  broken.rounds = drafts.size() < 4 ? 4 : 2;
  broken.primed = true;
  broken.draft = [world, operation, drafts, about](std::size_t fault, std::size_t round,
                                                   Dice& dice) {
    Draft draft = drafts[fault];
    if (round == 0) return draft;
    const RequestPlan& request = world->request(operation);
    for (std::size_t k = 0; k < draft.size(); ++k) {
      const Slot& slot = request.slots()[k];
      if (about[k] || draft[k] || slot.role == Slot::Role::no_source || !request.safe(k)) continue;
      if (round == 1 || dice.chance(40)) draft[k] = request.draw(k, dice);
    }
    return draft;
  };
  broken.spoil = [](spec::Step&, std::size_t) { return Keep{}; };
  return refusal(world, operation, std::move(broken));
}

}  // namespace assay::properties
