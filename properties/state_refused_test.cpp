#include <gtest/gtest.h>

#include <algorithm>

#include "properties/plan.h"
#include "properties/trial_check.h"

namespace assay::properties {
namespace {

using spec::Step;

TEST(StateRefused, OfARelationItIsSetBeforeAndListedAfterwards) {
  const spec::Contract& contract = embedded_contract();
  bool names_nobody = false;
  for (const PlannedLaw& planned : plan(contract)) {
    if (planned.law.id != "state/refused" ||
        contract.operations[planned.law.operation].id != "userAssistantSet")
      continue;
    ASSERT_TRUE(planned.source);
    for (std::size_t i = 0; i < planned.source->distinct().value_or(0); ++i) {
      const Draw draw = planned.source->draw(5, i, 0);
      const auto& steps = draw.trial().steps;
      const auto subject = std::ranges::find(steps, draw.trial().intent.subject, &Step::id);
      ASSERT_NE(subject, steps.end());
      EXPECT_TRUE(std::any_of(steps.begin(), subject, [](const Step& step) {
        return step.role == Step::Role::setup &&
               embedded_contract().operations[step.operation].effect.sets_relation;
      }));
      EXPECT_TRUE(std::any_of(subject, steps.end(), [](const Step& step) {
        return !embedded_contract().operations[step.operation].effect.shows_relation.empty();
      }));
      for (const spec::StepField& field : subject->fields) {
        const auto* fresh = std::get_if<spec::Fresh>(&field.value.source);
        names_nobody |= field.name == "assistant_email" && fresh != nullptr && fresh->n >= 60;
      }
    }
  }
  EXPECT_TRUE(names_nobody) << "an assistant that does not exist is refused";
}

}  // namespace
}  // namespace assay::properties
