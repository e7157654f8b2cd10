// state/lookup, unknown, wins, exists, good: which object a key finds, and which it doesn't.
#include <algorithm>

#include "properties/families.h"

namespace assay::properties {
namespace {

using spec::Action;
using spec::Aspect;
using spec::Fresh;
using spec::Intent;
using spec::Step;
using spec::Twist;
using spec::Value;

// The key fields that can stand alone: each with a smallest draft that has it.
struct KeyChoice {
  std::string field;
  std::string key;
};

std::vector<KeyChoice> key_choices(const World& world, std::size_t operation) {
  std::vector<KeyChoice> choices;
  for (const Slot& slot : world.request(operation).slots()) {
    if (slot.role == Slot::Role::by_key) choices.push_back({slot.field->name, slot.key});
  }
  return choices;
}

// Changes that make another key of the key, with one letter less, more or different.
std::vector<Twist> near_misses(const World& world, std::size_t operation, const KeyChoice& key) {
  std::vector<Twist> twists{Twist::one_character, Twist::beginning, Twist::ending, Twist::longer,
                            Twist::any_one,       Twist::any_more,  Twist::starred};
  const spec::Operation& about = world.operation(operation);
  const bool address = about.find(key.field)->schema.format == "email";
  const auto* declared = world.contract().resources[about.effect.resource].find(key.key);
  if (!address && declared != nullptr && declared->made_by_server && !declared->fold_case)
    twists.push_back(Twist::other_case);
  return twists;
}

// What else of an object might be taken for this key: its other keys, and the secrets that readers
// show of it.
std::vector<std::string> mistakable(const World& world, std::size_t resource,
                                    const std::string& key) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    if (name != key && std::find(names.begin(), names.end(), name) == names.end())
      names.push_back(name);
  };
  for (const spec::ResourceKey& other : world.contract().resources[resource].keys) add(other.name);
  for (const std::size_t reader : world.operations(resource, Action::read)) {
    for (const spec::Key& shown : world.operation(reader).keys) {
      if (shown.secrecy != spec::Secrecy::open && world.shown_at(reader, shown.attribute))
        add(shown.attribute);
    }
  }
  return names;
}

// A draft with this key field and no other one, if that is valid; else with all that must be.
Draft by_one_key(const RequestPlan& plan, const std::string& field, Draft draft) {
  Draft alone = draft;
  for (std::size_t k = 0; k < alone.size(); ++k) {
    const Slot& slot = plan.slots()[k];
    if (slot.role != Slot::Role::by_key) continue;
    if (slot.field->name == field) {
      alone[k] = Value::literal("x");
    } else if (!slot.field->required) {
      alone[k].reset();
    }
  }
  if (plan.valid(alone)) return alone;
  ensure(plan, draft, *plan.slot_of(field));
  return draft;
}

}  // namespace

MaybeRecipe state_lookup(const WorldPtr& world, std::size_t operation) {
  const std::vector<KeyChoice> keys = key_choices(*world, operation);
  if (!world->reachable(operation) || keys.empty()) return std::nullopt;
  const bool reads = world->operation(operation).effect.action == Action::read;
  Recipe recipe;
  recipe.creators = ways(*world, operation);
  recipe.distinct = std::max<std::size_t>({8, keys.size() * 3, recipe.creators});
  recipe.make = [world, operation, keys, reads](Dice& dice, std::size_t i, std::size_t way) {
    const RequestPlan& plan = world->request(operation);
    const std::vector<Origin>& origins = world->origins(operation);
    Stage stage(*world, way + i);
    // Neighbours before and after, so that the first and the last object are not always the right
    // one.
    if (i % 3 == 1) stage.make(origins[(way + i) % origins.size()]);
    std::size_t object = stage.make(origins[(way + i) % origins.size()]);
    std::size_t since = i % 3 == 0 ? 0 : 1;
    if (i == kOldObject && reads) since = kObjectsSince;
    for (std::size_t k = 0; k < since; ++k) stage.make(origins[(way + i) % origins.size()]);
    const KeyChoice& key = keys[(i + i / keys.size()) % keys.size()];
    if (i % 4 == 3 && remove(stage, object, i)) {  // whoever comes after it under its name is meant
      const std::size_t again = make_again(stage, object, i / 4);
      if (again != spec::kNone && takes(*world, operation, stage.objects()[again])) object = again;
    }
    const Draft draft =
        by_one_key(plan, key.field, i < keys.size() * 2 ? plan.minimal(i) : plan.any(dice));
    const int id = stage.send(Step::Role::subject, {operation, &draft, object}).id;
    stage.observe(object);
    Drawn drawn{stage.finish(model(id, {Aspect::found})), {}};
    drawn.keep.fields = {key.field};
    return drawn;
  };
  return recipe;
}

MaybeRecipe state_unknown(const WorldPtr& world, std::size_t operation) {
  const std::vector<KeyChoice> keys = key_choices(*world, operation);
  if (!world->reachable(operation) || keys.empty()) return std::nullopt;
  struct Miss {
    std::string field, key;
    bool fresh;
    Twist twist;
    std::string before = {};      // literal text in front of it
    std::string instead_of = {};  // another key of the same object, in the place of this one
  };
  std::vector<Miss> misses;
  for (const KeyChoice& key : keys) {
    misses.push_back({key.field, key.key, true, Twist::none});
    for (const Twist twist : near_misses(*world, operation, key)) {
      misses.push_back({key.field, key.key, false, twist});
    }
    const std::size_t resource = world->operation(operation).effect.resource;
    for (const spec::ResourceKey& other : world->contract().resources[resource].keys) {
      if (other.name != key.key && world->chosen_by_client(resource, other.name))
        misses.push_back({key.field, key.key, false, Twist::none, {}, other.name});
    }
    if (world->operation(operation).find(key.field)->schema.format != "email") continue;
    misses.push_back({key.field, key.key, false, Twist::local_part});
    for (const Twist twist : {Twist::other_domain, Twist::other_end, Twist::tagged, Twist::dotless})
      misses.push_back({key.field, key.key, false, twist});
    misses.push_back({key.field, key.key, false, Twist::none, "x"});
  }
  Recipe recipe;
  recipe.creators = ways(*world, operation);
  recipe.distinct = 1 + misses.size() * 2;
  recipe.make = [world, operation, misses](Dice& dice, std::size_t i, std::size_t way) {
    const RequestPlan& plan = world->request(operation);
    const bool twin = i == 0 || i == misses.size() + 1;
    const Miss& miss = misses[(i == 0 ? 0 : i - 1) % misses.size()];
    Scene scene = scene_for(*world, operation, way + i);
    const Draft draft =
        by_one_key(plan, miss.field, i <= misses.size() + 1 ? plan.minimal(i) : plan.any(dice));
    Step& subject =
        scene.stage.send(Step::Role::subject, {operation, &draft, scene.object, spec::kNone, twin});
    const int id = subject.id;
    Drawn drawn;
    if (!twin) {
      for (spec::StepField& field : subject.fields) {
        const auto slot = plan.slot_of(field.name);
        if (plan.slots()[*slot].role != Slot::Role::by_key) continue;
        const auto& keys = scene.stage.objects()[scene.object].keys;
        const auto other = keys.find(miss.instead_of);
        if (other != keys.end()) {
          field.value = other->second;
        } else if (miss.fresh || !miss.instead_of.empty()) {
          field.value = Stage::unknown_key(*plan.slots()[*slot].field, 61);
        } else {
          field.value.twist = miss.twist;
          field.value.before = miss.before;
        }
        drawn.keep.fields.push_back(field.name);
      }
    }
    Intent intent = twin ? twin_of(id) : expect(Intent::Expect::refused, id);
    if (!twin) intent.aspects = {Aspect::unknown};
    drawn.trial = scene.stage.finish(std::move(intent));
    return drawn;
  };
  return recipe;
}

MaybeRecipe state_wins(const WorldPtr& world, std::size_t operation) {
  const std::vector<KeyChoice> keys = key_choices(*world, operation);
  const std::string& winner = world->operation(operation).effect.wins;
  const bool known = std::any_of(keys.begin(), keys.end(),
                                 [&](const KeyChoice& key) { return key.field == winner; });
  if (!world->reachable(operation) || keys.size() < 2 || !known) return std::nullopt;
  Recipe recipe;
  recipe.creators = ways(*world, operation);
  recipe.distinct = std::max<std::size_t>(4, recipe.creators);
  recipe.make = [world, operation, keys, winner](Dice&, std::size_t i, std::size_t way) {
    const RequestPlan& plan = world->request(operation);
    Stage stage(*world, way + i);
    const std::size_t first = stage.make_for(operation, nullptr, i),
                      second = stage.make_for(operation, nullptr, i);
    const std::size_t meant = i % 2 == 0 ? first : second, other = i % 2 == 0 ? second : first;
    Draft draft = plan.minimal(0);
    for (const KeyChoice& key : keys) draft[*plan.slot_of(key.field)] = Value::literal("x");
    std::vector<std::pair<std::string, Value>> losing;
    for (const KeyChoice& key : keys) {
      if (key.field != winner) losing.emplace_back(key.field, stage.key(other, key.key));
    }
    const std::string status = stage.objects()[meant].status;
    Step& subject = stage.send(Step::Role::subject, {operation, &draft, meant});
    const int id = subject.id;
    Drawn drawn;
    drawn.keep.fields = {winner};
    for (auto& [field, value] : losing) {
      set_field(subject, field, std::move(value));
      drawn.keep.fields.push_back(field);
    }
    if (i / 2 % 2 == 1) std::reverse(subject.fields.begin(), subject.fields.end());
    stage.objects()[meant].status =
        status;  // the readers are asked all the same: they tell who was meant
    stage.observe(meant);
    stage.observe(other);
    drawn.trial = stage.finish(model(id, {Aspect::precedence}));
    return drawn;
  };
  return recipe;
}

MaybeRecipe state_exists(const WorldPtr& world, std::size_t operation) {
  const std::vector<KeyChoice> keys = key_choices(*world, operation);
  if (!world->reachable(operation) || keys.empty()) return std::nullopt;
  const std::size_t resource = world->operation(operation).effect.resource;
  Recipe recipe;
  recipe.creators = ways(*world, operation);
  recipe.distinct = std::max<std::size_t>(10, recipe.creators * 2);
  recipe.make = [world, operation, keys, resource](Dice&, std::size_t i, std::size_t way) {
    const RequestPlan& plan = world->request(operation);
    const KeyChoice& key = keys[i % keys.size()];
    const Draft draft = by_one_key(plan, key.field, plan.minimal(0));
    const Origin& origin = world->origins(operation)[(way + i) % world->origins(operation).size()];
    Stage stage(*world, way + i);
    // Before its life, if the key is known then: the creator chose it.
    const bool chosen = world->chosen_by_client(resource, key.key);
    std::vector<int> asked;
    if (chosen) asked.push_back(stage.send(Step::Role::observe, {operation, &draft}).id);
    const std::size_t object = stage.make(origin);
    const Value value = stage.key(object, key.key);
    if (chosen) set_field(stage.step(asked.front()), key.field, value);
    const int id = stage.send(Step::Role::subject, {operation, &draft, object}).id;
    if (i % 3 == 1) {  // near misses
      const bool address = plan.operation().find(key.field)->schema.format == "email";
      const Twist tagged = i % 2 == 1 ? Twist::tagged : Twist::dotless;
      for (const Twist twist :
           {Twist::one_character, Twist::beginning, Twist::ending,
            address ? Twist::other_domain : Twist::longer, address ? tagged : Twist::other_domain,
            address ? Twist::other_end : Twist::starred}) {
        set_field(stage.send(Step::Role::observe, {operation, &draft, object}), key.field,
                  {value.source, twist, {}, {}});
      }
    }
    if (remove(stage, object, i)) {
      stage.send(Step::Role::observe, {operation, &draft, object, spec::kNone, false});
      if (i % 5 > 2) make_again(stage, object, i / 5 + way);
    }
    Drawn drawn{stage.finish(model(id, {Aspect::existence})), {}};
    drawn.keep.fields = {key.field};
    return drawn;
  };
  return recipe;
}

MaybeRecipe state_good(const WorldPtr& world, std::size_t operation) {
  const std::vector<KeyChoice> keys = key_choices(*world, operation);
  if (!world->reachable(operation) || keys.empty()) return std::nullopt;
  Recipe recipe;
  recipe.creators = ways(*world, operation);
  recipe.distinct = std::max<std::size_t>(8, recipe.creators * 2);
  recipe.make = [world, operation, keys](Dice&, std::size_t i, std::size_t way) {
    const RequestPlan& plan = world->request(operation);
    const KeyChoice& key = keys[i % keys.size()];
    const Draft draft = by_one_key(plan, key.field, plan.minimal(0));
    Scene scene = scene_for(*world, operation, way + i);
    const Value value = scene.stage.key(scene.object, key.key, i / 2);
    for (std::size_t k = 0; i == kOldObject && k < kObjectsSince; ++k)
      scene.stage.make_for(operation);
    const int id = scene.stage.send(Step::Role::subject, {operation, &draft, scene.object}).id;
    if (i % 2 == 1) {
      for (const Twist twist : near_misses(*world, operation, key)) {
        set_field(scene.stage.send(Step::Role::observe, {operation, &draft, scene.object}),
                  key.field, {value.source, twist, {}, {}});
      }
    } else {
      for (const std::string& other :
           mistakable(*world, world->operation(operation).effect.resource, key.key)) {
        const Value instead = scene.stage.key(scene.object, other);
        set_field(scene.stage.send(Step::Role::observe, {operation, &draft, scene.object}),
                  key.field, instead);
      }
    }
    if (remove(scene.stage, scene.object, i))
      scene.stage.send(Step::Role::observe, {operation, &draft, scene.object, spec::kNone, false});
    Drawn drawn{scene.stage.finish(model(id, {Aspect::good})), {}};
    drawn.keep.fields = {key.field};
    return drawn;
  };
  return recipe;
}

}  // namespace assay::properties
