// state/read, agree, update, kept, effect: what writing operations promise, seen through
// readers.
#include <algorithm>

#include "properties/families.h"

namespace assay::properties {
namespace {

using spec::Action;
using spec::Aspect;
using spec::Step;
using spec::Value;

// The slots that set an attribute with values of their own.
std::vector<std::size_t> attribute_slots(const RequestPlan& plan) {
  std::vector<std::size_t> slots;
  for (std::size_t k = 0; k < plan.slots().size(); ++k) {
    const Slot& slot = plan.slots()[k];
    if (slot.role == Slot::Role::value &&
        !plan.operation().attribute_set_by(slot.field->name).empty())
      slots.push_back(k);
  }
  // Values that may be turned down never ride along with others: they come first where each is
  // tried alone.
  std::stable_partition(slots.begin(), slots.end(),
                        [&](std::size_t slot) { return !plan.safe(slot); });
  return slots;
}

// Only these of the attributes, besides what must be.
Draft only(const RequestPlan& plan, const std::vector<std::size_t>& slots, Dice& dice,
           std::size_t variant, bool risky) {
  Draft draft = plan.minimal(0);
  for (const std::size_t slot : slots) {
    if (!plan.safe(slot) && !risky) continue;
    const std::vector<Value>& values = plan.slots()[slot].values.deliberate();
    draft[slot] = variant < values.size() ? values[values.size() - 1 - variant]
                                          : plan.slots()[slot].values.any(dice);
  }
  if (!plan.valid(draft)) plan.repair(draft, slots);
  return draft;
}

// A value other than that one.
Value another(const FieldValues& values, const std::optional<Value>& than, std::size_t variant,
              Dice& dice) {
  const std::vector<Value>& all = values.deliberate();
  for (std::size_t k = 0; k < all.size(); ++k) {
    const Value& value = all[(k + variant) % all.size()];
    if (!than || value != *than) return value;
  }
  return values.any(dice);
}

// All fields with their k-th values, each field alone, then any.
Draft written(const RequestPlan& plan, const std::vector<std::size_t>& slots, Dice& dice,
              std::size_t i) {
  if (i < 2) return unlike_defaults(plan, i);
  if (i < 4) return plan.full(i);
  if (i % 2 == 0 && !slots.empty())
    return only(plan, {slots[i / 2 % slots.size()]}, dice, i % 3, true);
  return plan.any(dice, true);
}

Drawn write_and_read(const WorldPtr& world, std::size_t operation, Dice& dice, std::size_t i,
                     std::size_t way, std::vector<Aspect> aspects) {
  const RequestPlan& plan = world->request(operation);
  Scene scene = scene_for(*world, operation, way + i);
  Draft draft = written(plan, attribute_slots(plan), dice, i);
  std::size_t object = scene.object;
  if (object == spec::kNone) {
    object = 0;
    if (i % 6 == 5) {  // after one that has everything, one that has nothing
      const Draft rich = unlike_defaults(plan, i);
      scene.stage.send(Step::Role::setup, {operation, &rich});
      draft = plan.minimal(0);
      object = 1;
    }
  }
  const int id = scene.stage.send(Step::Role::subject, {operation, &draft, scene.object}).id;
  scene.stage.observe(object);
  return {scene.stage.finish(model(id, std::move(aspects))), {}};
}

// An act that only gives attributes other values, which its fields decide: it can be repeated.
bool sets_anew(const RequestPlan& plan) {
  const spec::Effect& effect = plan.operation().effect;
  return effect.action == Action::act && effect.sets_status.empty() && !effect.sets_relation &&
         !effect.clears_relation &&
         std::any_of(plan.slots().begin(), plan.slots().end(),
                     [](const Slot& slot) { return slot.role == Slot::Role::value; });
}

}  // namespace

Draft unlike_defaults(const RequestPlan& plan, std::size_t variant) {
  Draft draft = plan.full(variant);
  for (const std::size_t slot : attribute_slots(plan)) {
    if (!plan.safe(slot)) continue;
    if (const auto other = plan.slots()[slot].values.other_than_default(variant + slot))
      draft[slot] = *other;
  }
  if (!plan.valid(draft)) plan.repair(draft);
  return draft;
}

MaybeRecipe state_read(const WorldPtr& world, std::size_t operation) {
  if (!world->reachable(operation)) return std::nullopt;
  Recipe recipe;
  recipe.creators = ways(*world, operation);
  recipe.weight = 3;
  recipe.make = [world, operation](Dice& dice, std::size_t i, std::size_t way) {
    return write_and_read(world, operation, dice, i, way, {Aspect::stored, Aspect::conditional});
  };
  return recipe;
}

MaybeRecipe state_agree(const WorldPtr& world, std::size_t operation) {
  if (!world->reachable(operation)) return std::nullopt;
  Recipe recipe;
  recipe.make = [world, operation](Dice& dice, std::size_t i, std::size_t way) {
    return write_and_read(world, operation, dice, i, way, {Aspect::agrees});
  };
  return recipe;
}

MaybeRecipe state_update(const WorldPtr& world, std::size_t operation) {
  if (!world->reachable(operation) || world->origins(operation).empty()) return std::nullopt;
  Recipe recipe;
  recipe.creators = ways(*world, operation);
  recipe.weight = 8;
  recipe.make = [world, operation](Dice& dice, std::size_t i, std::size_t way) {
    const RequestPlan& plan = world->request(operation);
    const std::vector<std::size_t> slots = attribute_slots(plan);
    const std::vector<Origin>& origins = world->origins(operation);
    const Origin& origin = origins[(way + i) % origins.size()];
    Stage stage(*world, way + i);
    // Shifted with each round, so that in the end every field is updated in every setting.
    const std::size_t turn = i + (slots.empty() ? 0 : i / slots.size());
    Draft rich = unlike_defaults(world->request(origin.creation), i);
    const bool settled = turn % 4 == 2;
    const std::size_t object = stage.make(origin, &rich);
    const std::size_t witness = turn % 5 == 4 ? stage.make(origin, &rich) : spec::kNone;
    // Fields that only an update sets must be set before they can be kept.
    std::vector<std::size_t> before = slots, now;
    if (!slots.empty()) {
      const std::size_t many =
          turn % 4 == 3 ? std::min<std::size_t>(slots.size(), 2 + dice.below(4)) : 1;
      for (std::size_t k = 0; k < many; ++k) now.push_back(slots[(i + k * 7) % slots.size()]);
      if (i == 0) now.clear();  // an update of nothing changes nothing
      before.erase(std::remove_if(before.begin(), before.end(),
                                  [&](std::size_t slot) {
                                    return std::find(now.begin(), now.end(), slot) != now.end();
                                  }),
                   before.end());
    }
    Draft last(plan.slots().size());
    // What the creation left alone, lest it be refused, is set before it is set back.
    const bool alone = now.size() == 1 && !plan.safe(now.front());
    const auto other =
        alone ? plan.slots()[now.front()].values.other_than_default(i) : std::optional<Value>();
    if (other) {
      last = plan.minimal(0);
      last[now.front()] = *other;
    } else if (turn % 2 == 0) {
      last = only(plan, before, dice, 0, false);
    }
    if (other || turn % 2 == 0) {
      stage.send(Step::Role::setup, {operation, &last, object});
    }
    if (!other) dare(stage, operation, object, now, turn % 2 == 0, i);
    if (settled) settle(stage, object);
    stage.observe(object);
    Draft second = only(plan, now, dice, turn / 2 % 3, now.size() == 1 || turn % 3 == 0);
    for (const std::size_t slot : now) {
      if (!second[slot]) continue;
      const RequestPlan& made = world->request(origin.creation);
      const auto same = made.slot_of(plan.slots()[slot].field->name);
      const std::optional<Value> before_it = last[slot] ? last[slot]
                                             : same     ? rich[*same]
                                                        : std::nullopt;
      const spec::Field& field = *plan.slots()[slot].field;
      second[slot] = other && field.default_value
                         ? Value::literal(*field.default_value)
                         : another(plan.slots()[slot].values, before_it, i / slots.size(), dice);
    }
    if (!plan.valid(second)) plan.repair(second, now);
    const int id = stage.send(Step::Role::subject, {operation, &second, object}).id;
    stage.observe(object);
    if (witness != spec::kNone) stage.observe(witness);
    if (settled) observe_relations(stage, object);
    return Drawn{stage.finish(model(id, {Aspect::kept, Aspect::stored, Aspect::related})), {}};
  };
  return recipe;
}

MaybeRecipe state_kept(const WorldPtr& world, std::size_t operation) {
  if (!world->reachable(operation) || world->origins(operation).empty()) return std::nullopt;
  Recipe recipe;
  recipe.creators = ways(*world, operation);
  recipe.distinct = std::max<std::size_t>(8, recipe.creators * 2);
  const spec::Effect& effect = world->operation(operation).effect;
  const bool relates = effect.sets_relation || effect.clears_relation;  // state/relation sees to it
  recipe.make = [world, operation, relates](Dice& dice, std::size_t i, std::size_t way) {
    const std::vector<Origin>& origins = world->origins(operation);
    const Origin& origin = origins[(way + i) % origins.size()];
    Stage stage(*world, way + i);
    const std::size_t object = make_rich(stage, origin, i, i % 4 != 0);
    const std::size_t witness = i % 3 == 2 ? make_rich(stage, origin, i, false) : spec::kNone;
    for (const std::size_t update :
         world->operations(stage.objects()[object].resource, Action::update)) {
      if (i % 4 == 3 && takes(*world, update, stage.objects()[object]))
        dare(stage, update, object, {}, i % 2 == 0, i);
    }
    stage.observe(object);
    if (witness != spec::kNone) stage.observe(witness);
    const Draft draft = draft_of_round(world->request(operation), i % 3, i, dice);
    const int id = stage.send(Step::Role::subject, {operation, &draft, object}).id;
    stage.observe(object);
    if (witness != spec::kNone) stage.observe(witness);
    if (!relates) observe_relations(stage, object);
    if (i % 4 == 2) observe_lists(stage, object);
    return Drawn{stage.finish(model(id, {Aspect::kept, Aspect::related, Aspect::listed})), {}};
  };
  return recipe;
}

MaybeRecipe state_effect(const WorldPtr& world, std::size_t operation) {
  if (!world->reachable(operation)) return std::nullopt;
  Recipe recipe;
  recipe.creators = ways(*world, operation);
  recipe.distinct = std::max<std::size_t>(6, recipe.creators * 2);
  recipe.make = [world, operation](Dice& dice, std::size_t i, std::size_t way) {
    Scene scene{Stage(*world, way + i), spec::kNone};
    if (world->names_object(operation)) {
      if (i % 2 == 1) scene.stage.make_for(operation);  // an older one, which is not meant
      scene.object = scene.stage.make_for(operation);
    }
    const RequestPlan& plan = world->request(operation);
    if (i % 4 == 3 && scene.object != spec::kNone) change(scene.stage, scene.object, i);
    // A list, too, shows what is changed; what was never set has nothing to change.
    const bool lists = i % 4 == 1 && scene.object != spec::kNone && sets_anew(plan);
    if (lists) scene.stage.send(Step::Role::setup, operation, scene.object);
    if (scene.object != spec::kNone) scene.stage.observe(scene.object);
    const bool risky = i % 3 == 2 && scene.object == spec::kNone;  // it may be refused
    const Draft draft = risky ? only(plan, attribute_slots(plan), dice, i, true)
                              : draft_of_round(plan, i % 3, i, dice);
    const int id = scene.stage.send(Step::Role::subject, {operation, &draft, scene.object}).id;
    const std::size_t object = scene.object == spec::kNone ? 0 : scene.object;
    scene.stage.observe(object);
    if (lists) observe_lists(scene.stage, object);
    // What the new status allows is allowed, and the way back works.
    std::vector<std::size_t> next;
    for (const Action action : {Action::act, Action::update}) {
      for (const std::size_t other : world->operations(plan.operation().effect.resource, action)) {
        const Object& seen = scene.stage.objects()[object];
        if (other != operation && world->reachable(other) &&
            world->fits(other, seen.status, seen.given))
          next.push_back(other);
      }
    }
    if (!next.empty()) {
      scene.stage.send(Step::Role::observe, next[(i + i / next.size()) % next.size()], object);
      scene.stage.observe(object);
      // … and what was done is done once more.
      const Object& back = scene.stage.objects()[object];
      const bool moves = !plan.operation().effect.sets_status.empty();
      if (i % 3 == 2 && moves && scene.object != spec::kNone && takes(*world, operation, back)) {
        scene.stage.send(Step::Role::observe, operation, object);
        scene.stage.observe(object);
      }
    }
    return Drawn{scene.stage.finish(model(id, {Aspect::changed, Aspect::found})), {}};
  };
  return recipe;
}

}  // namespace assay::properties
