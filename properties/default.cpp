// default/*: leaving a field out is the same as sending its default; another value is not
// overridden.
#include <algorithm>

#include "properties/families.h"

namespace assay::properties {
namespace {

using spec::Action;
using spec::Aspect;
using spec::Intent;
using spec::Step;
using spec::Value;

// What F is in a trial: left out, its default, another value.
enum class Given { absent, default_value, other };
constexpr std::size_t kGiven = 3;

// A value of the slot that meets no condition of the field's conditional defaults; nullopt: none.
std::optional<Value> under_which_none_holds(const RequestPlan& plan, std::size_t slot,
                                            const spec::Field& field) {
  if (plan.slots()[slot].role != Slot::Role::value) return std::nullopt;
  for (const Value& value : plan.slots()[slot].values.deliberate()) {
    const spec::Form form{{plan.slots()[slot].field->name, text_for_rules(value), false}};
    const bool none =
        std::none_of(field.conditional_defaults.begin(), field.conditional_defaults.end(),
                     [&](const spec::ConditionalDefault& conditional) {
                       return spec::holds(conditional.when, form);
                     });
    if (none) return value;
  }
  return std::nullopt;
}

// A valid draft in which the field is so, whatever the rest; nullopt where the dependencies don't
// allow it.
std::optional<Draft> with_given(const RequestPlan& plan, std::size_t slot, Given given,
                                std::size_t round, Dice& dice) {
  Draft draft =
      round == 3 ? unlike_defaults(plan, round) : draft_of_round(plan, round, round, dice);
  for (std::size_t k = 0; k < draft.size(); ++k) {  // each kind of object has the default
    const Slot& kind = plan.slots()[k];
    const bool chosen = kind.role == Slot::Role::value && kind.field->required && plan.safe(k) &&
                        !kind.field->schema.enumeration.empty();
    if (chosen) draft[k] = kind.values.deliberate()[round % kind.values.deliberate().size()];
  }
  const spec::Field& field = *plan.slots()[slot].field;
  switch (given) {
    case Given::absent:
      draft[slot].reset();
      break;
    case Given::default_value:
      draft[slot] = Value::literal(*field.default_value);
      break;
    case Given::other: {
      const auto other = plan.slots()[slot].values.other_than_default(dice.below(64));
      if (!other) return std::nullopt;
      draft[slot] = *other;
      break;
    }
  }
  // A conditional default would decide instead: no condition may hold.
  if (given == Given::absent) {
    for (const spec::ConditionalDefault& conditional : field.conditional_defaults) {
      for (const std::string& name : spec::fields_of(conditional.when)) {
        const auto about = plan.slot_of(name);
        if (!about || plan.slots()[*about].field->required) continue;
        draft[*about] =
            round == 1 ? under_which_none_holds(plan, *about, field) : std::optional<Value>();
      }
    }
  }
  if (!plan.valid(draft) && !plan.repair(draft, {slot})) return std::nullopt;
  return draft;
}

Drawn on_model(const WorldPtr& world, std::size_t operation, std::size_t slot, Dice& dice,
               std::size_t i, std::size_t way) {
  const RequestPlan& plan = world->request(operation);
  const spec::Field& field = *plan.slots()[slot].field;
  std::optional<Draft> draft =
      with_given(plan, slot, static_cast<Given>(i % kGiven), i / kGiven, dice);
  if (!draft) draft = with_given(plan, slot, Given::absent, 0, dice);
  if (!draft) draft = plan.minimal(0);
  Scene scene = scene_for(*world, operation, way);
  const bool creates = plan.operation().effect.action == Action::create;
  // More than one page, lest the first and the last be the same.
  const std::string size =
      plan.operation().effect.paging ? plan.operation().effect.paging->size_field : "";
  if (const auto pages = plan.slot_of(size); pages && *pages != slot && i / kGiven == 1) {
    (*draft)[*pages] = Value::literal("1");
    const std::vector<Origin> makers = shown_by(*world, operation);
    for (std::size_t k = 0; k < 2 && !makers.empty(); ++k)
      scene.stage.make(makers[(way + k) % makers.size()]);
  }
  const int id = scene.stage.send(Step::Role::subject, {operation, &*draft, scene.object}).id;
  if (creates) scene.stage.observe(0);
  Drawn drawn;
  drawn.trial =
      scene.stage.finish(creates ? model(id, {Aspect::defaulted, Aspect::stored}, {field.name})
                                 : model(id, {Aspect::paged}, {field.name}));
  drawn.keep.fields = {field.name};
  return drawn;
}

// Without the selector its default counts: the object for which it is the default is found.
Drawn on_selector(const WorldPtr& world, std::size_t operation, const std::string& field,
                  std::size_t i, std::size_t way) {
  const RequestPlan& plan = world->request(operation);
  const spec::Selector& selector = *plan.operation().selector(field);
  const std::string wanted = *plan.operation().find(field)->default_value;
  std::vector<Origin> fitting;
  for (const Origin& origin : world->origins(operation)) {
    if (World::selected(selector, origin.status, origin.given) == wanted) fitting.push_back(origin);
  }
  Stage stage(*world, way);
  const std::size_t object = stage.make(fitting[(way + i) % fitting.size()]);
  std::vector<std::size_t> readers;
  for (const std::size_t reader :
       world->operations(plan.operation().effect.resource, Action::read)) {
    if (world->fits(reader, stage.objects()[object].status, stage.objects()[object].given))
      readers.push_back(reader);
  }
  const Draft draft = plan.minimal(0);
  const int id = stage.send(Step::Role::subject, {operation, &draft, object}).id;
  for (const std::size_t reader : readers) stage.send(Step::Role::observe, reader, object);
  return {stage.finish(model(
              id, {plan.operation().effect.action == Action::remove ? Aspect::gone : Aspect::found},
              {field})),
          {}};
}

// Nothing is declared of a resource: the same request twice, without the field and with its
// default.
Drawn on_answers(const WorldPtr& world, std::size_t operation, std::size_t slot, Dice& dice,
                 std::size_t i, std::size_t way) {
  const RequestPlan& plan = world->request(operation);
  const std::string& field = plan.slots()[slot].field->name;
  std::optional<Draft> draft = with_given(plan, slot, Given::absent, i, dice);
  if (!draft) draft = plan.minimal(0);
  Scene scene = scene_for(*world, operation, way);
  const int first = scene.stage.send(Step::Role::subject, {operation, &*draft, scene.object}).id;
  Step again = scene.stage.step(first);
  const int second = scene.stage.send(Step::Role::observe, {operation, &*draft, scene.object}).id;
  Step& other = scene.stage.step(second);
  other.fields = again.fields;
  set_field(other, field, Value::literal(*plan.slots()[slot].field->default_value));
  Intent intent = expect(Intent::Expect::equal, first);
  intent.other = second;
  intent.fields = {field};
  Drawn drawn{scene.stage.finish(std::move(intent)), {}};
  drawn.keep.fields = {field};
  return drawn;
}

}  // namespace

MaybeRecipe default_value(const WorldPtr& world, std::size_t operation, const std::string& field) {
  const RequestPlan& plan = world->request(operation);
  const auto slot = plan.slot_of(field);
  if (!slot || !world->reachable(operation)) return std::nullopt;
  const Slot& about = plan.slots()[*slot];
  if (about.role == Slot::Role::no_source) return std::nullopt;
  const spec::Effect& effect = plan.operation().effect;
  Recipe recipe;
  recipe.creators = ways(*world, operation);
  if (about.role == Slot::Role::selector) {
    const bool fitting =
        std::any_of(world->origins(operation).begin(), world->origins(operation).end(),
                    [&](const Origin& origin) {
                      return World::selected(*plan.operation().selector(field), origin.status,
                                             origin.given) == about.field->default_value;
                    });
    if (!fitting || !plan.operation().find(field)->default_value) return std::nullopt;
    recipe.distinct = 3;
    recipe.make = [world, operation, field](Dice&, std::size_t i, std::size_t way) {
      return on_selector(world, operation, field, i, way);
    };
    return recipe;
  }
  if (about.role != Slot::Role::value) return std::nullopt;
  if (effect.resource != spec::kNone &&
      (effect.action == Action::create || effect.action == Action::list)) {
    recipe.distinct = plan.has_optional() ? 15 : 3;
    recipe.make = [world, operation, slot](Dice& dice, std::size_t i, std::size_t way) {
      return on_model(world, operation, *slot, dice, i, way);
    };
    return recipe;
  }
  const bool repeatable = effect.action == Action::none || effect.action == Action::read ||
                          effect.action == Action::exists || effect.action == Action::check;
  if (!repeatable) return std::nullopt;
  recipe.distinct = plan.has_optional() ? 4 : 1;
  recipe.make = [world, operation, slot](Dice& dice, std::size_t i, std::size_t way) {
    return on_answers(world, operation, *slot, dice, i, way);
  };
  return recipe;
}

MaybeRecipe conditional_default(const WorldPtr& world, std::size_t operation,
                                const std::string& field) {
  const RequestPlan& plan = world->request(operation);
  const auto slot = plan.slot_of(field);
  const spec::Effect& effect = plan.operation().effect;
  const bool writes = effect.action == Action::create || effect.action == Action::update;
  if (!slot || !world->reachable(operation) || !writes ||
      plan.slots()[*slot].role != Slot::Role::value)
    return std::nullopt;
  // The forms in which a condition holds: each mentioned field with each of its deliberate values,
  // the others left out.
  struct Case {
    std::size_t slot;
    Value value;
  };
  std::vector<Case> cases;
  for (const spec::ConditionalDefault& conditional :
       plan.slots()[*slot].field->conditional_defaults) {
    for (const std::string& name : spec::fields_of(conditional.when)) {
      const auto about = plan.slot_of(name);
      if (!about || plan.slots()[*about].role != Slot::Role::value || *about == *slot) continue;
      for (const Value& value : plan.slots()[*about].values.deliberate()) {
        if (spec::holds(conditional.when, {{name, text_for_rules(value), false}}))
          cases.push_back({*about, value});
      }
    }
  }
  if (cases.empty()) return std::nullopt;
  Recipe recipe;
  recipe.creators = ways(*world, operation);
  recipe.distinct = cases.size() * 6;
  recipe.make = [world, operation, slot = *slot, cases, field](Dice& dice, std::size_t i,
                                                               std::size_t way) {
    const RequestPlan& request = world->request(operation);
    const Case& chosen = cases[i % cases.size()];
    Draft draft = draft_of_round(request, i / cases.size() % 3, i, dice);
    draft[slot].reset();
    draft[chosen.slot] = chosen.value;
    if (!request.valid(draft) && !request.repair(draft, {slot, chosen.slot})) {
      draft = request.minimal(0);
      draft[chosen.slot] = chosen.value;
    }
    Scene scene = scene_for(*world, operation, way + i);
    Step& subject = scene.stage.send(Step::Role::subject, {operation, &draft, scene.object});
    const int id = subject.id;
    // What decides may come before or behind all the rest.
    if (i / cases.size() % 2 == 1) std::reverse(subject.fields.begin(), subject.fields.end());
    scene.stage.observe(scene.object == spec::kNone ? 0 : scene.object);
    Drawn drawn{scene.stage.finish(model(id, {Aspect::conditional}, {field})), {}};
    drawn.keep.fields = {field, request.slots()[chosen.slot].field->name};
    return drawn;
  };
  return recipe;
}

}  // namespace assay::properties
