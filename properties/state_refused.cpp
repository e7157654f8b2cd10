// state/refused: a refused request changes nothing that a reader shows.
#include <algorithm>

#include "properties/families.h"
#include "properties/faults.h"

namespace assay::properties {
namespace {

using spec::Action;
using spec::Aspect;
using spec::CredentialChange;
using spec::Step;
using spec::Value;

// A way to make a valid request one that must be refused.
struct Spoil {
  enum class Kind { absent, value, credentials, duplicate, method, media_type };
  Kind kind = Kind::absent;
  std::string field;
  Value value;
  std::size_t scheme = 0;
  std::string method = {};
};

std::vector<Spoil> spoils_of(const WorldPtr& world, std::size_t operation) {
  const RequestPlan& plan = world->request(operation);
  std::vector<Spoil> spoils;
  if (plan.operation().effect.action == Action::create) {
    for (const Slot& slot : plan.slots()) {
      const auto* key =
          world->contract().resources[plan.operation().effect.resource].find(slot.key);
      if (slot.role == Slot::Role::own_key && key != nullptr && key->unique) {
        for (int k = 0; k < 4; ++k)
          spoils.push_back({Spoil::Kind::duplicate, slot.field->name, {}, 0});
      }
    }
  }
  const auto& security = plan.operation().security;
  if (!security.empty()) {
    for (const std::size_t scheme : security.front())
      spoils.push_back({Spoil::Kind::credentials, {}, {}, scheme});
  }
  const std::vector<std::string> methods = undocumented_methods(*world, operation);
  if (!methods.empty()) spoils.push_back({Spoil::Kind::method, {}, {}, 0, methods.back()});
  if (plan.operation().media_type == "application/x-www-form-urlencoded")
    spoils.push_back({Spoil::Kind::media_type, {}, {}, 0});
  for (const Slot& slot : plan.slots()) {
    if (slot.role == Slot::Role::no_source) continue;
    const std::string& name = slot.field->name;
    if (slot.field->required) spoils.push_back({Spoil::Kind::absent, name, {}, 0});
    if (slot.role == Slot::Role::reference) {
      spoils.push_back({Spoil::Kind::value, name, Stage::unknown_key(*slot.field, 61), 0});
    }
    if (slot.role == Slot::Role::selector) {  // another object's: it may be refused or not
      for (const Value& value : slot.values.deliberate())
        spoils.push_back({Spoil::Kind::value, name, value, 0});
    }
    if (slot.field->may_replace) continue;
    for (const std::string_view rule : rules_of(*slot.field)) {
      if (may_be_clamped(rule)) continue;
      const std::vector<Value> values = breaking_values(*slot.field, rule);
      if (!values.empty()) spoils.push_back({Spoil::Kind::value, name, values.front(), 0});
    }
  }
  return spoils;
}

Keep apply(const Spoil& spoil, Step& subject, const Value& taken) {
  Keep keep;
  switch (spoil.kind) {
    case Spoil::Kind::absent:
      subject.fields.erase(
          std::remove_if(subject.fields.begin(), subject.fields.end(),
                         [&](const spec::StepField& field) { return field.name == spoil.field; }),
          subject.fields.end());
      break;
    case Spoil::Kind::value:
      set_field(subject, spoil.field, spoil.value);
      keep.fields = {spoil.field};
      break;
    case Spoil::Kind::credentials:
      subject.credentials = {{spoil.scheme, CredentialChange::How::wrong}};
      break;
    case Spoil::Kind::method:
      subject.method = spoil.method;
      break;
    case Spoil::Kind::media_type:
      subject.media_type = "application/json";
      break;
    case Spoil::Kind::duplicate:
      set_field(subject, spoil.field, taken);
      keep.fields = {spoil.field};
      break;
  }
  return keep;
}

// Asks for the object that a refused creation would have made, by each key that the client chose,
// but for the one that was spoiled.
void look_for(Stage& stage, std::size_t object, const std::string& spoiled) {
  const World& world = stage.world();
  const std::size_t resource = stage.objects()[object].resource;
  for (const Action action : {Action::exists, Action::read}) {
    for (const std::size_t reader : world.operations(resource, action)) {
      const Object& refused = stage.objects()[object];
      if (!world.reachable(reader) || !world.fits(reader, refused.status, refused.given)) continue;
      for (const Slot& slot : world.request(reader).slots()) {
        const bool known = slot.role == Slot::Role::by_key && slot.key != spoiled &&
                           world.chosen_by_client(resource, slot.key) &&
                           refused.keys.count(slot.key) != 0;
        if (!known) continue;
        const Draft draft = world.request(reader).minimal(0);
        stage.send(Step::Role::observe,
                   {reader, &draft, object, spec::kNone, true, {slot.field->name}});
        break;
      }
    }
  }
}

}  // namespace

MaybeRecipe state_refused(const WorldPtr& world, std::size_t operation) {
  if (!world->reachable(operation)) return std::nullopt;
  std::vector<Spoil> spoils = spoils_of(world, operation);
  const spec::Effect& effect = world->operation(operation).effect;
  const std::size_t resource = effect.resource;
  const Relation relation =
      effect.sets_relation || effect.clears_relation ? relation_of(*world, operation) : Relation{};
  if (spoils.empty() || world->origins_of(resource, {}).empty()) return std::nullopt;
  Recipe recipe;
  recipe.creators = std::max(ways(*world, operation), world->origins_of(resource, {}).size());
  recipe.weight = 5;
  recipe.distinct = std::min<std::size_t>(100, std::max<std::size_t>(6, spoils.size()));
  recipe.make = [world, operation, spoils, resource, relation](Dice& dice, std::size_t i,
                                                               std::size_t way) {
    const RequestPlan& plan = world->request(operation);
    Stage stage(*world, way + i);
    const std::vector<Origin> makers = world->names_object(operation)
                                           ? world->origins(operation)
                                           : world->origins_of(resource, {});
    const Origin& origin = makers[(way + i) % makers.size()];
    const std::size_t object = make_rich(stage, origin, i, relation.setters.empty() && i % 2 == 1);
    stage.observe(object);
    // A relation that is set stays set.
    if (!relation.setters.empty() && !relation.lists.empty()) {
      const std::size_t setter = relation.setters[i % relation.setters.size()];
      const Draft first = world->request(setter).minimal(i);
      stage.send(Step::Role::setup, {setter, &first, object});
    }
    // Many valid changes go with the fault: none of them may be carried out.
    const Spoil& spoil = spoils[i % spoils.size()];
    Draft draft =
        i % 3 == 2 ? plan.any(dice) : unlike_sent(stage, plan, unlike_defaults(plan, i + 1), i);
    if (const auto slot = plan.slot_of(spoil.field)) ensure(plan, draft, *slot);
    const bool names = world->names_object(operation);
    Value taken;
    if (spoil.kind == Spoil::Kind::duplicate) {
      taken = stage.key(object, plan.slots()[*plan.slot_of(spoil.field)].key);
    }
    const bool creates = plan.operation().effect.action == Action::create;
    // Another one than it is related to already.
    std::size_t other =
        plan.operation().effect.sets_relation ? stage.make_for(operation, nullptr, i) : spec::kNone;
    if (other != spec::kNone && !can_be_related(*world, operation, stage.objects()[other]))
      other = spec::kNone;
    Step& subject = stage.send(Step::Role::subject,
                               {operation, &draft, names ? object : spec::kNone, other, creates});
    const int id = subject.id;
    Drawn drawn;
    drawn.keep = apply(spoil, subject, taken);
    stage.observe(object);
    if (creates) {
      const auto spoiled = plan.slot_of(spoil.field);
      look_for(stage, stage.objects().size() - 1, spoiled ? plan.slots()[*spoiled].key : "");
    }
    for (const std::size_t list : relation.lists) {
      const Draft plain = world->request(list).minimal(i);
      stage.send(Step::Role::observe, {list, &plain, object});
    }
    drawn.trial = stage.finish(model(id, {Aspect::kept, Aspect::found, Aspect::related}));
    return drawn;
  };
  return recipe;
}

}  // namespace assay::properties
