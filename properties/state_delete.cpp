// state/delete: what is removed is gone for everybody, and nothing else is.
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "properties/families.h"

namespace assay::properties {
namespace {

using spec::Action;
using spec::Aspect;
using spec::Step;
using spec::Value;

// The same values for whoever is made from it: no texts that differ each time.
Draft without_fresh(Draft draft) {
  for (std::optional<Value>& value : draft) {
    const auto* fresh = value ? std::get_if<spec::Fresh>(&value->source) : nullptr;
    if (fresh != nullptr && fresh->kind == spec::Fresh::Kind::name) value = Value::literal("Ada");
  }
  return draft;
}

// Whoever takes it by an address must not take it by the same one in capitals either.
void ask_in_capitals(Stage& stage, std::size_t object, const std::vector<std::size_t>& takers) {
  const World& world = stage.world();
  for (const std::size_t taker : takers) {
    const RequestPlan& plan = world.request(taker);
    for (const Slot& slot : plan.slots()) {
      if (slot.role != Slot::Role::by_key) continue;
      const spec::ResourceKey* key =
          world.contract().resources[stage.objects()[object].resource].find(slot.key);
      if (key == nullptr || !key->fold_case || key->made_by_server) continue;
      Value value = stage.key(object, slot.key);
      value.twist = spec::Twist::upper_case;
      const Draft draft = plan.minimal(0);
      Step& step = stage.send(Step::Role::observe,
                              {taker, &draft, object, spec::kNone, false, {slot.field->name}});
      set_field(step, slot.field->name, std::move(value));
    }
  }
}

// Relates the object to another one: it is the other's (which is returned: its relations must not
// show it once it is gone), or, every other time, the other is its own, and must outlive it.
std::size_t relate(Stage& stage, std::size_t object, std::size_t variant, std::size_t& witness) {
  const World& world = stage.world();
  const std::size_t resource = stage.objects()[object].resource;
  for (const std::size_t setter : world.operations(resource, Action::act)) {
    if (!world.operation(setter).effect.sets_relation || !world.reachable(setter)) continue;
    const Draft draft = world.request(setter).minimal(0);
    const std::size_t other = stage.make_for(setter);
    if (other == spec::kNone) continue;
    if (variant % 4 == 1 && can_be_related(world, setter, stage.objects()[object])) {
      stage.send(Step::Role::observe, {setter, &draft, other, object});
      return other;
    }
    if (takes(world, setter, stage.objects()[object]) &&
        can_be_related(world, setter, stage.objects()[other])) {
      stage.send(Step::Role::observe, {setter, &draft, object, other});
      witness = other;
    }
    return spec::kNone;
  }
  return spec::kNone;
}

}  // namespace

MaybeRecipe state_delete(const WorldPtr& world, std::size_t operation) {
  if (!world->reachable(operation) || world->origins(operation).empty()) return std::nullopt;
  Recipe recipe;
  recipe.creators = ways(*world, operation);
  recipe.distinct = std::max<std::size_t>(12, recipe.creators * 2);
  recipe.make = [world, operation](Dice& dice, std::size_t i, std::size_t way) {
    const RequestPlan& plan = world->request(operation);
    const std::size_t resource = plan.operation().effect.resource;
    Scene scene = scene_for(*world, operation, way + i);
    std::size_t witness = spec::kNone;
    if (i % 6 == 2 && scene.object != spec::kNone) {  // alike in all but the keys
      const Origin& origin =
          world->origins(operation)[(way + i) % world->origins(operation).size()];
      Draft alike = without_fresh(unlike_defaults(world->request(origin.creation), i));
      scene.object = scene.stage.make(origin, &alike);
      witness = scene.stage.make(origin, &alike);
    } else if (i % 3 == 2) {
      witness = scene.stage.make_for(operation);
    }
    const std::size_t host =
        i % 2 == 1 ? relate(scene.stage, scene.object, i, witness) : spec::kNone;
    const Object before = scene.stage.objects()[scene.object];
    // Whoever took it before, and what would have changed its status, must not take it afterwards;
    // keys that take a read of their own are read now.
    std::vector<std::size_t> takers;
    for (const Action action :
         {Action::read, Action::exists, Action::update, Action::act, Action::remove}) {
      for (const std::size_t taker : world->operations(resource, action)) {
        if (!world->names_object(taker) || !world->request(taker).sendable()) continue;
        const spec::Effect& effect = world->operation(taker).effect;
        const bool revives = action == Action::act && !effect.sets_status.empty() &&
                             !world->is_gone(resource, effect.sets_status);
        if (!revives && !world->fits(taker, before.status, before.given)) continue;
        if (action == Action::read || revives || action == Action::exists ||
            takers.size() % 5 == i % 5 || dice.chance(40)) {
          takers.push_back(taker);
        }
      }
    }
    for (const std::size_t taker : world->operations(resource, Action::list)) {
      if (takes(*world, taker, before)) takers.push_back(taker);
    }
    for (const spec::KeyField& by : plan.operation().effect.by)
      scene.stage.key(scene.object, by.key);
    const Draft draft = draft_of_round(plan, i % 3, i, dice);
    const int id = scene.stage.send(Step::Role::subject, {operation, &draft, scene.object}).id;
    const Object after = scene.stage.objects()[scene.object];
    scene.stage.objects()[scene.object].status = before.status;  // selectors still say what it was
    for (const std::size_t taker : takers) {
      const Draft again = world->request(taker).minimal(i);
      scene.stage.send(Step::Role::observe, {taker, &again, scene.object, spec::kNone, false});
    }
    if (i % 4 == 0) ask_in_capitals(scene.stage, scene.object, takers);
    scene.stage.objects()[scene.object] = after;
    // Who comes after it under the same name is somebody else, and the old one stays gone.
    std::vector<Aspect> aspects{Aspect::gone, Aspect::found};
    const std::size_t again =
        i / 2 % 2 == 1 ? make_again(scene.stage, scene.object, i / 4) : spec::kNone;
    if (again != spec::kNone) {
      if (i % 2 == 1) observe_relations(scene.stage, again);
      aspects.insert(aspects.end(),
                     {Aspect::stored, Aspect::defaulted, Aspect::existence, Aspect::related});
      scene.stage.objects()[scene.object].status = before.status;
      scene.stage.observe(scene.object);
      scene.stage.objects()[scene.object] = after;
    }
    if (witness != spec::kNone) scene.stage.observe(witness);
    if (host != spec::kNone) observe_relations(scene.stage, host);
    return Drawn{scene.stage.finish(model(id, std::move(aspects))), {}};
  };
  return recipe;
}

}  // namespace assay::properties
