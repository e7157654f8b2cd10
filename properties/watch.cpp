// shape and privacy: trials of their own, besides watching all others.
#include "properties/families.h"
#include "properties/faults.h"

namespace assay::properties {

using spec::CredentialChange;
using spec::Intent;
using spec::Step;
using spec::Value;

namespace {

Drawn survives(Scene& scene, int subject) {
  Drawn drawn{scene.stage.finish(expect(Intent::Expect::survives, subject)), {}};
  return drawn;
}

void look_afterwards(Scene& scene) {
  const std::size_t object = !scene.stage.objects().empty() ? 0 : spec::kNone;
  if (object != spec::kNone) scene.stage.observe(object);
}

}  // namespace

MaybeRecipe shape(const WorldPtr& world, std::size_t operation) {
  Recipe recipe;
  recipe.creators = ways(*world, operation);
  recipe.distinct =
      std::max<std::size_t>(world->request(operation).has_optional() ? 8 : 3, recipe.creators);
  recipe.make = [world, operation](Dice& dice, std::size_t i, std::size_t way) {
    const RequestPlan& plan = world->request(operation);
    Scene scene = scene_for(*world, operation, way + i);
    const Draft draft = draft_of_round(plan, i % 4, i, dice);
    const int id = scene.stage.send(Step::Role::subject, {operation, &draft, scene.object}).id;
    return survives(scene, id);
  };
  return recipe;
}

// Valid requests, wrong credentials, values that are refused: in each case no answer tells a
// secret.
MaybeRecipe privacy(const WorldPtr& world, std::size_t operation) {
  const auto& security = world->operation(operation).security;
  const std::vector<std::size_t> schemes =
      security.empty() ? std::vector<std::size_t>{} : security.front();
  struct Fault {
    std::string field;
    Value value;
  };
  std::vector<Fault> faults;
  for (const Slot& slot : world->request(operation).slots()) {
    if (slot.role == Slot::Role::no_source) continue;
    if (slot.field->required) faults.push_back({slot.field->name, Value::literal("")});
    for (const std::string_view rule : rules_of(*slot.field)) {
      const std::vector<Value> values = breaking_values(*slot.field, rule);
      if (!values.empty() && faults.size() < 6)
        faults.push_back({slot.field->name, values.front()});
    }
  }
  Recipe recipe;
  recipe.creators = ways(*world, operation);
  const std::size_t count = 3 + schemes.size() + faults.size();
  recipe.distinct = count;
  recipe.make = [world, operation, schemes, faults](Dice& dice, std::size_t i, std::size_t way) {
    const RequestPlan& plan = world->request(operation);
    Scene scene = scene_for(*world, operation, way + i);
    const Draft draft = draft_of_round(plan, i < 3 ? i : i % 3, i, dice);
    Step& subject = scene.stage.send(Step::Role::subject, {operation, &draft, scene.object});
    const int id = subject.id;
    if (i >= 3 && i < 3 + schemes.size()) {
      subject.credentials = {{schemes[i - 3], CredentialChange::How::wrong}};
    } else if (i >= 3 + schemes.size() && !faults.empty()) {
      const Fault& fault = faults[(i - 3 - schemes.size()) % faults.size()];
      set_field(subject, fault.field, fault.value);
    }
    if (i < 3) look_afterwards(scene);
    Drawn drawn = survives(scene, id);
    drawn.keep.loose = true;
    return drawn;
  };
  return recipe;
}

}  // namespace assay::properties
