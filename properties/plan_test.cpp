#include "properties/plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "properties/trial_check.h"
#include "spec/load.h"

namespace assay::properties {
namespace {

using spec::Intent;
using spec::Step;
using spec::Trial;

const std::vector<PlannedLaw>& embedded_plan() {
  static const std::vector<PlannedLaw> laws = plan(embedded_contract());
  return laws;
}

std::string name_of(const PlannedLaw& planned) {
  return embedded_contract().operations[planned.law.operation].id + ":" + planned.law.id;
}

const PlannedLaw& law(const std::string& name) {
  for (const PlannedLaw& planned : embedded_plan()) {
    if (name_of(planned) == name) return planned;
  }
  throw std::logic_error("not planned: " + name);
}

bool planned(const std::string& name) {
  const auto& laws = embedded_plan();
  return std::any_of(laws.begin(), laws.end(),
                     [&](const PlannedLaw& one) { return name_of(one) == name; });
}

std::size_t trials_of(const TrialSource& source) {
  const std::size_t cases = 20 * source.weight();
  return std::min(cases, source.distinct().value_or(cases));
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "; ";
  return text;
}

TEST(Plan, ListsTheLawsOfEachFamily) {
  for (const char* name : {"userAutocreate:accept/full",
                           "userAutocreate:required/email/absent",
                           "userAutocreate:required/email/empty",
                           "userAutocreate:default/enable_annotation",
                           "userAutocreate:default/enable_auto_recording/conditional",
                           "userAutocreate:reject/type/enum",
                           "userAutocreate:reject/email/format",
                           "userUpdate:reject/host_key/pattern",
                           "userList:reject/page_size/maximum",
                           "userPermanentdelete:depend/1",
                           "userUpdate:encode/text",
                           "userGet:protocol/method",
                           "userGet:auth/wrong",
                           "userUpdate:state/update",
                           "userDeactivate:state/effect",
                           "userAssistantSet:state/relation",
                           "userGetbyemail:state/lookup",
                           "userCheckemail:state/exists",
                           "userCheckzpk:state/good",
                           "userDelete:state/delete",
                           "userDelete:default/type",
                           "userList:state/page",
                           "userPermanentdelete:state/wins",
                           "userCreate:state/unique",
                           "userGet:steady",
                           "userGet:robust"}) {
    ASSERT_TRUE(planned(name)) << name;
    EXPECT_NE(law(name).source, nullptr) << name;
  }
}

TEST(Plan, LeavesOutWhatTheContractLeavesFree) {
  EXPECT_FALSE(planned("userUpdate:default/enable_annotation"))
      << "defaults of an update mean nothing";
  EXPECT_FALSE(planned("userDelete:reject/type/enum")) << "a selector is never varied alone";
  EXPECT_FALSE(planned("userAutocreate:reject/first_name/type")) << "a form is text";
  EXPECT_FALSE(planned("userCheckemail:state/unknown"))
      << "an existence check answers for unknown keys too";
}

TEST(Plan, WrongCredentialsAreNearMissesToo) {
  using How = spec::CredentialChange::How;
  const PlannedLaw& wrong = law("userGet:auth/wrong");
  std::set<How> tried;
  for (std::size_t i = 0; i < trials_of(*wrong.source); ++i) {
    const Trial trial = wrong.source->draw(1, i, 0).trial();
    for (const spec::CredentialChange& change : find(trial, trial.intent.subject)->credentials)
      tried.insert(change.how);
  }
  EXPECT_EQ(tried, (std::set<How>{How::empty, How::wrong, How::beginning, How::longer,
                                  How::one_character, How::first_character, How::other_case,
                                  How::wildcard, How::undefined, How::exchanged}));
}

TEST(Plan, ListsRunAlone) {
  EXPECT_TRUE(law("userList:state/page").exclusive);
  EXPECT_TRUE(law("userPending:state/total").exclusive);
  EXPECT_FALSE(law("userGet:state/lookup").exclusive);
}

TEST(Plan, IdsAreUniqueWithinAnOperation) {
  std::set<std::string> names;
  for (const PlannedLaw& one : embedded_plan())
    EXPECT_TRUE(names.insert(name_of(one)).second) << name_of(one);
}

TEST(Plan, ADefaultRunIsOfModestSize) {
  std::size_t trials = 0;
  for (const PlannedLaw& one : embedded_plan()) trials += one.source ? trials_of(*one.source) : 0;
  EXPECT_GT(trials, 9'000u);
  EXPECT_LT(trials, 20'000u);
}

TEST(Plan, EveryAcceptedSubjectAndEverySetUpIsValid) {
  for (const PlannedLaw& one : embedded_plan()) {
    for (std::size_t i = 0; one.source && i < trials_of(*one.source); ++i) {
      const Trial trial = one.source->draw(11, i, i % 3).trial();
      for (const Step& step : trial.steps) {
        const bool subject = step.id == trial.intent.subject;
        const bool valid = step.role == Step::Role::setup ||
                           (subject && trial.intent.expect == Intent::Expect::accepted);
        if (!valid || (subject && one.law.family == spec::Family::encode)) continue;
        const auto wrong = objections(embedded_contract(), step);
        EXPECT_TRUE(wrong.empty())
            << name_of(one) << " #" << i << " step " << step.id << ": " << joined(wrong);
      }
    }
  }
}

TEST(Plan, EveryRefusedSubjectOfRequiredRejectAndDependIsInvalidInOneWay) {
  for (const PlannedLaw& one : embedded_plan()) {
    const spec::Family family = one.law.family;
    const bool about = family == spec::Family::required || family == spec::Family::reject ||
                       family == spec::Family::depend;
    for (std::size_t i = 0; about && one.source && i < trials_of(*one.source); ++i) {
      const Trial trial = one.source->draw(12, i, 0).trial();
      if (trial.intent.twin) continue;
      const auto wrong = objections(embedded_contract(), *find(trial, trial.intent.subject));
      EXPECT_GE(wrong.size(), 1u) << name_of(one) << " #" << i;
      // Without a key that one of several must name, the dependency goes too.
      EXPECT_LE(wrong.size(), 2u) << name_of(one) << " #" << i << ": " << joined(wrong);
      for (const std::string& objection : wrong) {
        if (!one.law.fields.empty() && objection.find(" is broken") == std::string::npos) {
          EXPECT_EQ(objection.rfind(one.law.fields.front(), 0), 0u)
              << name_of(one) << ": " << objection;
        }
      }
    }
  }
}

TEST(Plan, RefusalLawsBeginWithATwin) {
  for (const PlannedLaw& one : embedded_plan()) {
    if (!one.source) continue;
    const Intent intent = one.source->draw(3, 1, 0).trial().intent;
    if (intent.expect != Intent::Expect::refused && intent.expect != Intent::Expect::bounded)
      continue;
    const Intent first = one.source->draw(3, 0, 0).trial().intent;
    EXPECT_TRUE(first.twin && first.expect == Intent::Expect::accepted) << name_of(one);
  }
}

TEST(Plan, DrawingIsPure) {
  const auto again = plan(embedded_contract());
  for (std::size_t k = 0; k < again.size(); ++k) {
    if (!again[k].source) continue;
    for (const std::size_t i : {std::size_t{0}, std::size_t{1}, std::size_t{9}, std::size_t{50}}) {
      const Trial trial = again[k].source->draw(5, i, 1).trial();
      EXPECT_EQ(trial, embedded_plan()[k].source->draw(5, i, 1).trial()) << name_of(again[k]);
    }
  }
}

TEST(Plan, StepsNameOnlyEarlierSteps) {
  for (const PlannedLaw& one : embedded_plan()) {
    for (std::size_t i = 0; one.source && i < trials_of(*one.source); ++i) {
      const Trial trial = one.source->draw(4, i, i).trial();
      std::set<int> earlier;
      for (const Step& step : trial.steps) {
        for (const spec::StepField& field : step.fields) {
          if (const auto* ref = std::get_if<spec::Ref>(&field.value.source)) {
            EXPECT_EQ(earlier.count(ref->step), 1u) << name_of(one) << " #" << i;
          }
        }
        EXPECT_TRUE(earlier.insert(step.id).second);
      }
      EXPECT_EQ(earlier.count(trial.intent.subject), 1u) << name_of(one);
    }
  }
}

TEST(Plan, FieldsWithoutASourceAreNeverSentAndTheirLawsAreSkipped) {
  const auto& laws = embedded_plan();
  for (const PlannedLaw& one : laws) {
    const auto& fields = one.law.fields;
    const bool about = std::find(fields.begin(), fields.end(), "group_id") != fields.end();
    if (about) {
      EXPECT_EQ(one.source, nullptr) << name_of(one);
    }
  }
}

TEST(Plan, AContractWithoutAnyDeclarationHasOnlyTheLawsThatItStates) {
  const auto loaded =
      spec::load_contract({ASSAY_SOURCE_DIR "/../shared/specs/zoom-user-original.yml", {}}, {});
  if (!loaded.contract) GTEST_SKIP() << "the vendor's document is not there";
  for (const PlannedLaw& one : plan(*loaded.contract)) {
    EXPECT_NE(one.law.family, spec::Family::state) << one.law.id;
    ASSERT_NE(one.source, nullptr) << one.law.id;
    for (std::size_t i = 0; i < 3; ++i)
      EXPECT_FALSE(one.source->draw(1, i, 0).trial().steps.empty());
  }
}

TEST(Probe, CreatesTwiceTwoWaysAndReads) {
  const auto trials = probe(embedded_contract(), 1);
  std::size_t creations = 0, wrong_credentials = 0, lacking = 0;
  for (const Trial& trial : trials) {
    const Step& subject = *find(trial, trial.intent.subject);
    creations +=
        embedded_contract().operations[subject.operation].effect.action == spec::Action::create &&
        subject.credentials.empty() && trial.steps.size() > 1;
    wrong_credentials += !subject.credentials.empty();
    for (const Step& step : trial.steps) {
      if (!step.credentials.empty()) continue;
      const std::string wrong = joined(objections(embedded_contract(), step));
      if (wrong.find(" is missing") == std::string::npos) {
        EXPECT_EQ(wrong, "");
      } else {
        ++lacking;
      }
    }
  }
  EXPECT_EQ(creations, 16u + 52u) << "all together four times, and what may be refused alone";
  EXPECT_EQ(wrong_credentials, 40u);
  EXPECT_EQ(lacking, 14u) << "one to each operation that requires something";
  EXPECT_EQ(trials, probe(embedded_contract(), 1));
}

TEST(Probe, WithoutAResourceEveryRequestIsSentTwice) {
  const auto loaded = spec::load_contract({"plain.yaml", R"(
openapi: 3.0.1
info: {title: Plain, version: '1'}
paths:
  /search:
    post:
      operationId: search
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, required: [text], properties: {text: {type: string}, deep: {type: boolean}}}
      responses: {'200': {description: ok}}
)"},
                                          {});
  ASSERT_TRUE(loaded.contract);
  const auto trials = probe(*loaded.contract, 1);
  ASSERT_EQ(trials.size(), 5u);
  EXPECT_EQ(trials[0].steps, trials[2].steps) << "the minimal one";
  EXPECT_EQ(trials[3].steps, trials[4].steps);
  EXPECT_EQ(trials[0].steps.back().fields.size(), 1u);
  EXPECT_EQ(trials[1].steps.back().fields.size(), 0u) << "without what is required";
  EXPECT_EQ(trials[3].steps.back().fields.size(), 2u);
}

}  // namespace
}  // namespace assay::properties
