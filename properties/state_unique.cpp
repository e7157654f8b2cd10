// state/unique: a key that must be unique is refused to a second object, whatever has become of the
// first one meanwhile.
#include <algorithm>
#include <array>

#include "properties/families.h"

namespace assay::properties {
namespace {

using spec::Action;
using spec::Aspect;
using spec::Intent;
using spec::Step;
using spec::Value;

// What happens between the two creations. `anew`: it was made in the place of a removed one.
// `repeated`: nothing, but the second creation is the first one once more.
enum class Since { nothing, read, changed, anew, refused, repeated };
constexpr std::array kSince{Since::nothing, Since::changed, Since::anew,
                            Since::refused, Since::read,    Since::repeated};

struct Case {
  Origin maker;
  Since since = Since::nothing;
};

bool any_fits(const World& world, Action action, const Origin& origin) {
  const std::size_t resource = world.operation(origin.creation).effect.resource;
  const std::vector<std::size_t> operations = world.operations(resource, action);
  return std::any_of(operations.begin(), operations.end(), [&](std::size_t k) {
    return world.reachable(k) && world.fits(k, origin.status, origin.given);
  });
}

bool can_happen(const World& world, std::size_t operation, Since since, const Origin& origin) {
  switch (since) {
    case Since::nothing:
    case Since::refused:
      return true;
    case Since::repeated:
      return origin.creation == operation && origin.acts.empty();
    case Since::read:
      return any_fits(world, Action::read, origin);
    case Since::changed:
      return any_fits(world, Action::update, origin);
    case Since::anew:
      return any_fits(world, Action::remove, origin);
  }
  return false;
}

// Each maker with all that may happen to its objects; the first of each come first.
std::vector<Case> cases_of(const World& world, std::size_t operation,
                           const std::vector<Origin>& makers) {
  std::vector<std::vector<Case>> columns;
  std::size_t longest = 0;
  for (const Since since : kSince) {
    std::vector<Case>& column = columns.emplace_back();
    for (const Origin& maker : makers) {
      if (can_happen(world, operation, since, maker)) column.push_back({maker, since});
    }
    longest = std::max(longest, column.size());
  }
  std::vector<Case> cases;
  for (std::size_t k = 0; k < longest; ++k) {
    for (const std::vector<Case>& column : columns) {
      if (k < column.size()) cases.push_back(column[k]);
    }
  }
  return cases;
}

}  // namespace

MaybeRecipe state_unique(const WorldPtr& world, std::size_t operation) {
  const RequestPlan& plan = world->request(operation);
  const std::size_t resource = plan.operation().effect.resource;
  std::vector<std::size_t> slots;
  for (std::size_t k = 0; k < plan.slots().size(); ++k) {
    const Slot& slot = plan.slots()[k];
    const auto* key = world->contract().resources[resource].find(slot.key);
    if (slot.role == Slot::Role::own_key && key != nullptr && key->unique) slots.push_back(k);
  }
  if (!world->reachable(operation) || slots.empty()) return std::nullopt;
  // Objects made by this operation first, then by the others.
  std::vector<Origin> makers{
      {operation, {}, plan.operation().effect.sets_status, plan.operation().effect.gives}};
  for (const Origin& origin : world->origins_of(resource, {})) {
    if (origin.creation != operation || !origin.acts.empty()) makers.push_back(origin);
  }
  Recipe recipe;
  recipe.creators = makers.size();
  const std::vector<Case> cases = cases_of(*world, operation, makers);
  recipe.distinct = 1 + cases.size() * slots.size();
  recipe.make = [world, operation, slots, cases](Dice& dice, std::size_t i, std::size_t way) {
    const RequestPlan& request = world->request(operation);
    const bool twin = i == 0;
    Stage stage(*world, way);
    const Case& drawn_case = cases[(way + (twin ? 0 : i - 1)) % cases.size()];
    std::size_t object = stage.make(drawn_case.maker);
    for (std::size_t k = 0; i == kOldObject && k < kObjectsSince; ++k) stage.make(drawn_case.maker);
    const Since since = twin ? Since::nothing : drawn_case.since;
    if (since == Since::read) stage.observe(object);
    if (since == Since::changed) change(stage, object, i);
    if (since == Since::anew && remove(stage, object, i)) {
      const std::size_t again = make_again(stage, object, i);
      if (again != spec::kNone) object = again;
    }
    const Slot& slot = request.slots()[slots[i % slots.size()]];
    Draft draft = i <= 2 ? request.minimal(0) : request.any(dice);
    ensure(request, draft, slots[i % slots.size()]);
    const Value taken = stage.key(object, slot.key);
    if (since == Since::refused) {
      Step& before =
          stage.send(Step::Role::observe, {operation, &draft, spec::kNone, spec::kNone, false});
      set_field(before, slot.field->name, taken);
    }
    Step& subject =
        stage.send(Step::Role::subject, {operation, &draft, spec::kNone, spec::kNone, twin});
    const int id = subject.id;
    Drawn drawn;
    if (since == Since::repeated) {
      subject.fields = spec::find(stage.trial(), stage.objects()[object].step)->fields;
    } else if (!twin) {
      set_field(subject, slot.field->name, taken);
    }
    if (!twin) drawn.keep.fields = {slot.field->name};
    // Whether a removed one's key may be used again is free.
    Intent intent = twin                   ? twin_of(id)
                    : since == Since::anew ? model(id, {Aspect::unique})
                                           : expect(Intent::Expect::refused, id);
    if (!twin) intent.aspects = {Aspect::unique};
    drawn.trial = stage.finish(std::move(intent));
    return drawn;
  };
  return recipe;
}

}  // namespace assay::properties
