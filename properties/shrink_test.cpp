#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "properties/plan.h"
#include "properties/text_shrink.h"
#include "properties/trial_check.h"

namespace assay::properties {
namespace {

using spec::Intent;
using spec::Step;
using spec::Trial;

std::string name_of(const PlannedLaw& planned) {
  return embedded_contract().operations[planned.law.operation].id + ":" + planned.law.id;
}

// The greedy walk of the runner, for a failure that every trial shows that `fails` says.
template <typename Fails>
Trial smallest(Draw draw, Fails fails, std::size_t& tried) {
  bool found = true;
  while (found) {
    found = false;
    Draw::Shrinks shrinks = draw.shrinks();
    while (auto next = shrinks.next()) {
      if (++tried > 20'000) return draw.trial();
      if (!fails(next->trial())) continue;
      draw = *next;
      found = true;
      break;
    }
  }
  return draw.trial();
}

TEST(Shrink, EndsForEveryLawAndKeepsWhatIsValid) {
  const auto laws = plan(embedded_contract());
  for (std::size_t k = 0; k < laws.size(); k += 3) {
    if (!laws[k].source) continue;
    for (const std::size_t i : {std::size_t{1}, std::size_t{7}}) {
      std::size_t tried = 0;
      const Draw first = laws[k].source->draw(21, i, 0);
      const Intent intent = first.trial().intent;
      const Trial least = smallest(
          first, [](const Trial&) { return true; }, tried);
      EXPECT_LT(tried, 2'000u) << name_of(laws[k]);
      EXPECT_EQ(least.intent, intent);
      ASSERT_NE(find(least, intent.subject), nullptr);
      for (const Step& step : least.steps) {
        const bool valid = step.role == Step::Role::setup ||
                           (step.id == intent.subject && intent.expect == Intent::Expect::accepted);
        if (!valid) continue;
        EXPECT_TRUE(objections(embedded_contract(), step).empty())
            << name_of(laws[k]) << ": " << objections(embedded_contract(), step).front();
      }
    }
  }
}

TEST(Shrink, ARefusedSubjectStaysInvalid) {
  for (const PlannedLaw& one : plan(embedded_contract())) {
    const spec::Family family = one.law.family;
    if (family != spec::Family::reject && family != spec::Family::required &&
        family != spec::Family::depend)
      continue;
    if (!one.source) continue;
    Draw::Shrinks shrinks = one.source->draw(22, 9, 0).shrinks();
    while (auto next = shrinks.next()) {
      const Trial& trial = next->trial();
      if (trial.intent.twin) continue;
      EXPECT_FALSE(objections(embedded_contract(), *find(trial, trial.intent.subject)).empty())
          << name_of(one);
    }
  }
}

TEST(Shrink, LeavesTheOneFieldThatFails) {
  for (const PlannedLaw& one : plan(embedded_contract())) {
    if (name_of(one) != "userAutocreate:accept/full") continue;
    std::size_t tried = 0;
    const auto fails = [](const Trial& trial) {
      const auto& fields = find(trial, trial.intent.subject)->fields;
      return std::any_of(fields.begin(), fields.end(),
                         [](const spec::StepField& f) { return f.name == "dept"; });
    };
    const Trial least = smallest(one.source->draw(1, 1, 0), fails, tried);
    ASSERT_EQ(least.steps.size(), 1u);
    EXPECT_EQ(least.steps.front().fields.size(), 4u)
        << "three required ones and the one that fails";
    EXPECT_EQ(bound_text(least.steps.front().fields.back().value), "a");
    EXPECT_LT(tried, 80u);
  }
}

TEST(Shrink, DropsThoseWhoNeedADroppedStep) {
  for (const PlannedLaw& one : plan(embedded_contract())) {
    if (one.law.pattern != "state/sequence") continue;
    Draw::Shrinks shrinks = one.source->draw(2, 3, 0).shrinks();
    while (auto next = shrinks.next()) {
      std::set<int> there;
      for (const Step& step : next->trial().steps) {
        there.insert(step.id);
        for (const spec::StepField& field : step.fields) {
          if (const auto* ref = std::get_if<spec::Ref>(&field.value.source)) {
            EXPECT_EQ(there.count(ref->step), 1u) << name_of(one);
          }
        }
      }
    }
  }
}

TEST(Shrink, TextsBecomeShorterThenPlainer) {
  const auto simpler = simpler_texts("h\xc3\xa9", false);
  ASSERT_FALSE(simpler.empty());
  EXPECT_EQ(simpler.front(), "a");
  EXPECT_EQ(std::count(simpler.begin(), simpler.end(), ""), 0);
  EXPECT_NE(std::find(simpler.begin(), simpler.end(), "a\xc3\xa9"), simpler.end());
  EXPECT_TRUE(simpler_texts("a", false).empty());
}

}  // namespace
}  // namespace assay::properties
