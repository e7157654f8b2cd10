// accept/*: requests that satisfy the contract.
#include <algorithm>

#include "properties/families.h"
#include "properties/pairwise.h"

namespace assay::properties {
namespace {

using spec::Intent;
using spec::Step;

constexpr std::size_t kMostLevels = 6;
constexpr std::size_t kMostRows = 40;

Drawn accepted(const WorldPtr& world, std::size_t operation, const Draft& draft, std::size_t way) {
  Scene scene = scene_for(*world, operation, way);
  set_what_it_clears(scene, operation, way);
  const int id = scene.stage.send(Step::Role::subject, {operation, &draft, scene.object}).id;
  return {scene.stage.finish(expect(Intent::Expect::accepted, id)), {}};
}

// One parameter of the pairwise table: a slot, and its levels (nullopt: absent).
struct Parameter {
  std::size_t slot;
  std::vector<std::optional<spec::Value>> levels;
};

std::vector<Parameter> parameters_of(const RequestPlan& plan) {
  std::vector<Parameter> parameters;
  for (std::size_t k = 0; k < plan.slots().size(); ++k) {
    const Slot& slot = plan.slots()[k];
    if (slot.role == Slot::Role::no_source || slot.role == Slot::Role::selector) continue;
    Parameter parameter{k, {}};
    std::optional<spec::Value> level;
    if (!slot.field->required) parameter.levels.push_back(level);
    if (slot.bound()) {
      level = spec::Value::literal("x");
      parameter.levels.push_back(level);
    } else if (!plan.safe(k)) {
      if (slot.field->default_value) level = spec::Value::literal(*slot.field->default_value);
      if (level) parameter.levels.push_back(level);
    } else {
      for (const spec::Value& value : slot.values.deliberate()) {
        if (parameter.levels.size() < kMostLevels) parameter.levels.emplace_back(value);
      }
    }
    if (parameter.levels.size() > 1) parameters.push_back(std::move(parameter));
  }
  return parameters;
}

std::vector<Draft> pairwise_drafts(const RequestPlan& plan) {
  const std::vector<Parameter> parameters = parameters_of(plan);
  std::vector<std::size_t> levels;
  for (const Parameter& parameter : parameters) levels.push_back(parameter.levels.size());
  std::vector<Draft> drafts;
  if (parameters.empty()) return drafts;
  for (const auto& row : pairwise(levels, kMostRows)) {
    Draft draft = plan.minimal(drafts.size());
    for (std::size_t p = 0; p < row.size(); ++p)
      draft[parameters[p].slot] = parameters[p].levels[row[p]];
    if (plan.valid(draft) || plan.repair(draft)) drafts.push_back(std::move(draft));
  }
  return drafts;
}

}  // namespace

MaybeRecipe accept_minimal(const WorldPtr& world, std::size_t operation) {
  if (!world->reachable(operation)) return std::nullopt;
  Recipe recipe;
  recipe.creators = ways(*world, operation);
  // Each smallest set on each kind of object, twice: a second time may differ.
  recipe.distinct = std::max(world->request(operation).minimal_variants(), recipe.creators) * 2;
  recipe.make = [world, operation](Dice&, std::size_t i, std::size_t way) {
    return accepted(world, operation, world->request(operation).minimal(i), way + i);
  };
  return recipe;
}

MaybeRecipe accept_full(const WorldPtr& world, std::size_t operation) {
  if (!world->reachable(operation)) return std::nullopt;
  Recipe recipe;
  recipe.creators = ways(*world, operation);
  recipe.distinct = std::max<std::size_t>(6, recipe.creators);
  recipe.make = [world, operation](Dice&, std::size_t i, std::size_t way) {
    return accepted(world, operation, world->request(operation).full(i), way + i);
  };
  return recipe;
}

MaybeRecipe accept_any(const WorldPtr& world, std::size_t operation) {
  if (!world->reachable(operation)) return std::nullopt;
  const RequestPlan& plan = world->request(operation);
  Recipe recipe;
  recipe.creators = ways(*world, operation);
  recipe.weight = 3;
  std::size_t space = 1;
  bool open = false;
  for (const Parameter& parameter : parameters_of(plan)) {
    space = std::min<std::size_t>(10'000, space * parameter.levels.size());
    open = open || (!plan.slots()[parameter.slot].bound() && parameter.levels.size() > 3);
  }
  if (!open && space * recipe.creators <= 32) recipe.distinct = space * recipe.creators;
  recipe.make = [world, operation, drafts = pairwise_drafts(plan)](Dice& dice, std::size_t i,
                                                                   std::size_t way) {
    const Draft draft = i < drafts.size() ? drafts[i] : world->request(operation).any(dice, true);
    return accepted(world, operation, draft, way + i);
  };
  return recipe;
}

}  // namespace assay::properties
