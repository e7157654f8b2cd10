// steady: the same read twice gives the same answer.
#include "properties/families.h"

namespace assay::properties {

using spec::Action;
using spec::Intent;
using spec::Step;

namespace {
constexpr std::size_t kReadsBetween = 10;  // for what wears out
}  // namespace

MaybeRecipe steady(const WorldPtr& world, std::size_t operation) {
  if (!world->reachable(operation)) return std::nullopt;
  Recipe recipe;
  recipe.creators = ways(*world, operation);
  recipe.distinct = std::max<std::size_t>(6, recipe.creators);
  recipe.make = [world, operation](Dice& dice, std::size_t i, std::size_t way) {
    const RequestPlan& plan = world->request(operation);
    Stage stage(*world, way);
    std::size_t object = spec::kNone;
    const auto& origins = world->origins(operation);
    if (!origins.empty()) {
      const Origin& origin = origins[(way + i) % origins.size()];
      const Draft rich = draft_of_round(world->request(origin.creation), i % 3, i, dice);
      object = stage.make(origin, &rich);
      if (i != 0) change(stage, object, i);  // what only an update sets
    } else if (const std::size_t resource = plan.operation().effect.resource;
               resource != spec::kNone) {
      const std::vector<Origin> makers =
          world->origins_of(resource, plan.operation().effect.shows_status);
      for (std::size_t k = 0; !makers.empty() && k <= i % 2; ++k) {
        const Origin& maker = makers[(way + i + k) % makers.size()];
        const Draft rich = world->request(maker.creation).full(i + k + 1);
        stage.make(maker, &rich);
      }
    }
    const Draft draft = draft_of_round(plan, i % 3, i, dice);
    const int first = stage.send(Step::Role::subject, {operation, &draft, object}).id;
    const std::vector<spec::StepField> fields = stage.step(first).fields;
    for (std::size_t k = 0; i % 2 == 1 && k < kReadsBetween; ++k)
      stage.send(Step::Role::observe, {operation, &draft, object}).fields = fields;
    Step& again = stage.send(Step::Role::observe, {operation, &draft, object});
    again.fields = fields;
    Intent intent = expect(Intent::Expect::equal, first);
    intent.other = again.id;
    return Drawn{stage.finish(std::move(intent)), {}};
  };
  return recipe;
}

}  // namespace assay::properties
