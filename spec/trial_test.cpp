#include "spec/trial.h"

#include <gtest/gtest.h>

#include "spec/exchange.h"

namespace assay::spec {
namespace {

Step step(int id, std::vector<StepField> fields = {}) {
  Step made;
  made.id = id;
  made.fields = std::move(fields);
  return made;
}

Trial chain() {
  Trial trial;
  trial.steps = {step(1), step(2, {{"id", Value::ref(1, "/id")}}),
                 step(3, {{"id", Value::ref(2, "/id")}}), step(4, {{"a", Value::literal("xyz")}})};
  trial.intent.subject = 4;
  return trial;
}

TEST(Trial, FindsAStepByItsId) {
  const Trial trial = chain();
  EXPECT_EQ(find(trial, 3), &trial.steps[2]);
  EXPECT_EQ(find(trial, 9), nullptr);
}

TEST(Trial, DropsWhatTakesFromADroppedStepToo) {
  const auto smaller = without_step(chain(), 1);
  ASSERT_TRUE(smaller);
  ASSERT_EQ(smaller->steps.size(), 1u);
  EXPECT_EQ(smaller->steps[0].id, 4);
  EXPECT_EQ(without_step(chain(), 3)->steps.size(), 3u);
}

TEST(Trial, NeverDropsItsSubject) {
  EXPECT_FALSE(without_step(chain(), 4));
  Trial trial = chain();
  trial.intent.other = 3;
  EXPECT_FALSE(without_step(trial, 1));
}

TEST(Trial, FewerStepsAreSmallerThanFewerFieldsThanFewerBytes) {
  Trial trial = chain();
  EXPECT_EQ(size_of(trial), (TrialSize{4, 3, 3}));
  EXPECT_LT(size_of(*without_step(trial, 3)), size_of(trial));
  Trial shorter = trial;
  shorter.steps[3].fields[0].value = Value::literal("x");
  EXPECT_LT(size_of(shorter), size_of(trial));
}

TEST(Answer, FindsHeadersWhateverTheirCase) {
  Answer answer;
  answer.headers = {{"Content-Type", "a"}, {"content-type", "b"}};
  EXPECT_EQ(*answer.header("CONTENT-type"), "a");
  EXPECT_EQ(answer.header("Allow"), nullptr);
}

}  // namespace
}  // namespace assay::spec
