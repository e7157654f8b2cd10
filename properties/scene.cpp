#include "properties/families.h"

namespace assay::properties {

using spec::Intent;
using spec::Step;

std::size_t ways(const World& world, std::size_t operation) {
  if (!world.origins(operation).empty()) return world.origins(operation).size();
  std::size_t most = 1;
  for (const Slot& slot : world.request(operation).slots()) {
    if (slot.role != Slot::Role::reference) continue;
    most = std::max(
        most,
        world.origins_of(slot.field->reference->resource, slot.field->reference->statuses).size());
  }
  return most;
}

Scene scene_for(const World& world, std::size_t operation, std::size_t way) {
  Scene scene{Stage(world, way), spec::kNone};
  if (world.names_object(operation)) scene.object = scene.stage.make_for(operation);
  return scene;
}

Draft draft_of_round(const RequestPlan& plan, std::size_t round, std::size_t variant, Dice& dice) {
  if (round == 0) return plan.minimal(variant);
  if (round == 1) return plan.full(variant);
  return plan.any(dice);
}

bool takes(const World& world, std::size_t operation, const Object& object) {
  return world.reachable(operation) && world.names_object(operation) &&
         world.fits(operation, object.status, object.given);
}

Draft unlike_sent(Stage& stage, const RequestPlan& plan, Draft draft, std::size_t variant) {
  Draft other = draft;
  for (std::size_t k = 0; k < other.size(); ++k) {
    const Slot& slot = plan.slots()[k];
    if (!other[k] || slot.role != Slot::Role::value) continue;
    const spec::StepField* last = nullptr;
    for (const Step& step : stage.trial().steps) {
      for (const spec::StepField& field : step.fields) {
        if (field.name == slot.field->name) last = &field;
      }
    }
    if (last == nullptr || last->value != *other[k]) continue;
    const std::vector<spec::Value>& values = slot.values.deliberate();
    for (std::size_t v = 0; v < values.size(); ++v) {
      const spec::Value& value = values[(v + variant) % values.size()];
      if (value == last->value) continue;
      other[k] = value;
      break;
    }
  }
  return plan.valid(other) ? other : draft;
}

void dare(Stage& stage, std::size_t update, std::size_t object,
          const std::vector<std::size_t>& not_these, bool together, std::size_t variant) {
  const RequestPlan& plan = stage.world().request(update);
  std::vector<std::size_t> slots;  // those too that are shown under another name
  for (std::size_t k = 0; k < plan.slots().size(); ++k) {
    const bool later = std::find(not_these.begin(), not_these.end(), k) != not_these.end();
    if (plan.slots()[k].role == Slot::Role::value && !plan.safe(k) && !later) slots.push_back(k);
  }
  std::vector<std::vector<std::size_t>> requests;
  if (together && !slots.empty()) requests.push_back(slots);
  for (std::size_t k = 0; !together && k < slots.size(); ++k) requests.push_back({slots[k]});
  for (const std::vector<std::size_t>& sent : requests) {
    Draft draft = plan.minimal(0);
    for (const std::size_t slot : sent) {  // a default would not show that it is reset
      const FieldValues& values = plan.slots()[slot].values;
      draft[slot] = values.other_than_default(variant).value_or(values.simplest());
    }
    if (!plan.valid(draft)) plan.repair(draft, sent);
    stage.send(Step::Role::observe, {update, &draft, object});
  }
}

bool change(Stage& stage, std::size_t object, std::size_t variant) {
  const World& world = stage.world();
  const Object& seen = stage.objects()[object];
  for (const std::size_t update : world.operations(seen.resource, spec::Action::update)) {
    if (!takes(world, update, seen)) continue;
    const RequestPlan& plan = world.request(update);
    const Draft draft = unlike_sent(stage, plan, unlike_defaults(plan, variant + 1), variant);
    stage.send(Step::Role::observe, {update, &draft, object});
    return true;
  }
  return false;
}

bool can_be_related(const World& world, std::size_t setter, const Object& object) {
  const auto& sets = world.operation(setter).effect.sets_relation;
  const spec::Field* field = sets ? world.operation(setter).find(sets->field) : nullptr;
  return field != nullptr && field->reference && field->reference->resource == object.resource &&
         world.is_wanted(object.resource, object.status, field->reference->statuses);
}

void settle(Stage& stage, std::size_t object) {
  const World& world = stage.world();
  for (const std::size_t act :
       world.operations(stage.objects()[object].resource, spec::Action::act)) {
    const spec::Effect& effect = world.operation(act).effect;
    const bool sets = !effect.changes.empty() || effect.sets_relation;
    if (sets && effect.sets_status.empty() && takes(world, act, stage.objects()[object]))
      stage.send(Step::Role::observe, act, object);
  }
}

std::size_t make_rich(Stage& stage, const Origin& origin, std::size_t variant, bool settled) {
  const World& world = stage.world();
  const spec::Effect& creation = world.operation(origin.creation).effect;
  const Draft rich = unlike_defaults(world.request(origin.creation), variant);
  const std::size_t object =
      stage.make({origin.creation, {}, creation.sets_status, creation.gives}, &rich);
  if (settled) {
    if (variant % 2 == 1) change(stage, object, variant);
    settle(stage, object);
  }
  for (const std::size_t act : origin.acts) stage.send(Step::Role::setup, act, object);
  return object;
}

bool remove(Stage& stage, std::size_t object, std::size_t variant) {
  const World& world = stage.world();
  std::vector<std::size_t> ends;
  for (const std::size_t end :
       world.operations(stage.objects()[object].resource, spec::Action::remove)) {
    if (takes(world, end, stage.objects()[object])) ends.push_back(end);
  }
  if (ends.empty()) return false;
  const std::size_t end = ends[variant % ends.size()];
  const Draft draft = world.request(end).minimal(variant / ends.size());
  stage.send(Step::Role::observe, {end, &draft, object});
  return true;
}

std::size_t make_again(Stage& stage, std::size_t removed, std::size_t variant) {
  const World& world = stage.world();
  const std::size_t resource = stage.objects()[removed].resource;
  std::vector<std::size_t> creations;
  for (const std::size_t creation : world.operations(resource, spec::Action::create)) {
    const auto& slots = world.request(creation).slots();
    const bool inherits = std::any_of(slots.begin(), slots.end(), [&](const Slot& slot) {
      return slot.role == Slot::Role::own_key && stage.objects()[removed].keys.count(slot.key) != 0;
    });
    if (world.reachable(creation) && inherits) creations.push_back(creation);
  }
  if (creations.empty()) return spec::kNone;
  const std::size_t creation = creations[variant % creations.size()];
  const RequestPlan& plan = world.request(creation);
  const Draft draft = variant / creations.size() % 2 == 0 ? plan.minimal(0) : plan.full(variant);
  Stage::Call call{creation, &draft};
  call.heir_of = removed;
  stage.send(Step::Role::observe, call);
  const std::size_t again = stage.objects().size() - 1;
  stage.observe(again);
  for (const std::size_t check : world.operations(resource, spec::Action::exists)) {
    if (takes(world, check, stage.objects()[again])) stage.send(Step::Role::observe, check, again);
  }
  return again;
}

void observe_relations(Stage& stage, std::size_t object) {
  const World& world = stage.world();
  for (const std::size_t list :
       world.operations(stage.objects()[object].resource, spec::Action::list)) {
    const bool relates = !world.operation(list).effect.shows_relation.empty();
    if (relates && takes(world, list, stage.objects()[object]))
      stage.send(Step::Role::observe, list, object);
  }
}

void observe_lists(Stage& stage, std::size_t object) {
  const World& world = stage.world();
  const std::size_t resource = stage.objects()[object].resource;
  for (const std::size_t list : world.operations(resource, spec::Action::list)) {
    const spec::Effect& effect = world.operation(list).effect;
    if (world.reachable(list) && effect.by.empty() && !effect.shows_status.empty())
      stage.send(Step::Role::observe, list).walk = effect.paging.has_value();
  }
}

void set_what_it_clears(Scene& scene, std::size_t operation, std::size_t way) {
  const World& world = scene.stage.world();
  if (!world.operation(operation).effect.clears_relation || scene.object == spec::kNone) return;
  const Relation relation = relation_of(world, operation);
  if (relation.setters.empty()) return;
  scene.stage.send(Step::Role::setup, relation.setters[way % relation.setters.size()],
                   scene.object);
}

void ensure(const RequestPlan& plan, Draft& draft, std::size_t slot) {
  if (draft[slot]) return;
  const Slot& wanted = plan.slots()[slot];
  const bool with_default = !plan.safe(slot) && wanted.field->default_value;
  draft[slot] = wanted.bound() ? spec::Value::literal("x")
                : with_default ? spec::Value::literal(*wanted.field->default_value)
                               : wanted.values.simplest();
  plan.repair(draft, {slot});
}

namespace {

constexpr std::size_t kTwinEvery = 8;

std::size_t trials_for(std::size_t faults) {
  return 1 + faults + (faults == 0 ? 0 : (faults - 1) / (kTwinEvery - 1));
}

// A minimal draft that has the slot, if there is one.
Draft minimal_with(const RequestPlan& plan, std::optional<std::size_t> slot, std::size_t variant) {
  if (slot) {
    for (std::size_t k = 0; k < plan.minimal_variants(); ++k) {
      Draft draft = plan.minimal(k);
      if (draft[*slot]) return draft;
    }
  }
  return plan.minimal(variant);
}

// The operation's valid request, about an object of its own.
void prime(Stage& stage, std::size_t operation, std::size_t variant) {
  const World& world = stage.world();
  const Draft draft = world.request(operation).minimal(variant);
  const std::size_t other = world.names_object(operation) ? stage.make_for(operation) : spec::kNone;
  stage.send(Step::Role::observe, {operation, &draft, other});
}

}  // namespace

Recipe refusal(const WorldPtr& world, std::size_t operation, Refusal refusal) {
  Recipe recipe;
  recipe.creators = ways(*world, operation);
  recipe.distinct = trials_for(refusal.faults * refusal.rounds);
  recipe.make = [world, operation, refusal](Dice& dice, std::size_t i, std::size_t way) {
    const RequestPlan& plan = world->request(operation);
    const bool twin = i % kTwinEvery == 0;
    const std::size_t number = twin ? i / kTwinEvery : i - i / kTwinEvery - 1;
    const std::size_t fault = twin ? 0 : number % refusal.faults;
    const std::size_t round = twin ? (number == 0 ? 0 : number + 1) : number / refusal.faults;
    Scene scene = scene_for(*world, operation, twin && number == 0 ? way : way + i);
    const bool leave_out = twin && refusal.plain_twin;
    Draft draft;
    if (!twin && refusal.draft) {
      draft = refusal.draft(fault, round, dice);
    } else {
      const std::size_t variant = twin ? number : i;
      draft = round == 0 ? minimal_with(plan, leave_out ? std::nullopt : refusal.slot, variant)
              : !twin && round == 2 ? plan.crowded(variant)
                                    : draft_of_round(plan, round, variant, dice);
      if (refusal.slot && !leave_out) ensure(plan, draft, *refusal.slot);
    }
    if (refusal.primed && !twin && number % 2 == 1) prime(scene.stage, operation, i);
    const bool stays = twin || refusal.bounded;
    Step& subject = scene.stage.send(Step::Role::subject,
                                     {operation, &draft, scene.object, spec::kNone, stays, {}});
    const int id = subject.id;
    Drawn drawn;
    if (twin) {
      drawn.trial = scene.stage.finish(twin_of(id));
      return drawn;
    }
    if (refusal.spoil) drawn.keep = refusal.spoil(subject, fault);
    if (refusal.bounded) {
      const std::size_t seen = scene.object != spec::kNone      ? scene.object
                               : !scene.stage.objects().empty() ? scene.stage.objects().size() - 1
                                                                : spec::kNone;
      if (seen != spec::kNone) scene.stage.observe(seen);
    }
    drawn.trial = scene.stage.finish(
        expect(refusal.bounded ? Intent::Expect::bounded : Intent::Expect::refused, id));
    return drawn;
  };
  return recipe;
}

}  // namespace assay::properties
