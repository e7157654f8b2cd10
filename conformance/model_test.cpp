// What the model compares, and what it must leave alone.
#include <gtest/gtest.h>

#include "conformance/scene_for_tests.h"

namespace assay::conformance {
namespace {

using namespace testing;
using enum spec::Aspect;

const std::string kId = "q7wz-4k1m-9xt2";
const std::string kDone = "{\"id\":\"" + kId + "\"}";
const std::string kEmail = "u1.tok4tok4@example.com";
const std::string kName = "n1tok4tok4abcd";

// What a reader shows: the given members before the plain ones.
std::string person(const std::string& more = {}, const std::string& id = kId,
                   const std::string& email = kEmail) {
  return "{\"id\":\"" + id + "\",\"email\":\"" + email + "\"" + (more.empty() ? "" : "," + more) +
         "}";
}

Scene created(std::vector<Sent> more = {}, const std::string& answer = person()) {
  std::vector<Sent> fields{fresh("email", kEmail)};
  fields.insert(fields.end(), more.begin(), more.end());
  Scene scene;
  return std::move(scene.step("create", fields, 200, answer, Scene::Role::setup));
}

Scene& get(Scene& scene, const std::string& more, int status = 200) {
  return scene.step("get", {ref("id", kId, 1)}, status,
                    status == 200 ? person(more) : "{\"code\":1}", Scene::Role::observe);
}

std::string read_law(Scene& scene, std::vector<spec::Aspect> aspects,
                     const Facts& facts = keeping()) {
  scene.model(std::move(aspects));
  return told(judged(scene, "state/read", "create", facts));
}

// Asks about these fields alone (the address is always stored).
std::string about(Scene& scene, std::vector<std::string> fields,
                  std::vector<spec::Aspect> aspects) {
  scene.model(std::move(aspects), std::move(fields));
  return told(judged(scene, "state/read", "create"));
}

TEST(Model, AReaderThatShowsWhatWasSentHolds) {
  Scene scene = created({fresh("name", kName)});
  get(scene, "\"name\":\"" + kName + "\"");
  EXPECT_EQ(read_law(scene, {stored}), "held");
}

TEST(Model, ACreationThatIsRefusedThoughAllOfItIsValidIsNotTaken) {
  Scene scene;
  scene.step("create", {fresh("email", kEmail)}, 400, "{\"code\":1}");
  EXPECT_EQ(read_law(scene, {stored, taken}),
            "broken: answer to create | acceptance: every value is valid | 400 {\"code\":1}");
}

TEST(Model, ACreationThatTakesAnothersAddressMayBeRefused) {
  Scene scene;
  scene.step("create", {literal("email", "ada@example.com")}, 409, "{\"code\":1}");
  EXPECT_EQ(read_law(scene, {stored, taken}), "not-shown");
}

TEST(Model, AReaderThatShowsAnotherValueIsBroken) {
  Scene scene = created({literal("chat", "false")});
  get(scene, "\"chat\":true");
  EXPECT_EQ(read_law(scene, {stored}),
            "broken: answer to get, /chat | false, as sent to create in step 1 | true");
}

TEST(Model, AFaultIsNamedAlikeWhateverTheValues) {
  Scene one = created({fresh("name", kName)}), two = created({fresh("name", "other6789")});
  get(one, "\"name\":\"x\"");
  get(two, "\"name\":\"y\"");
  one.model({stored});
  two.model({stored});
  const auto first = judged(one, "state/read", "create"),
             second = judged(two, "state/read", "create");
  EXPECT_EQ(first.fault, "stored get /name");
  EXPECT_EQ(first.fault, second.fault);
}

TEST(Model, WhatTheReaderDoesNotReflectIsNotJudged) {
  Scene scene = created({literal("chat", "false")});
  get(scene, "\"chat\":true");
  Facts facts = keeping();
  facts.reflects.clear();
  EXPECT_EQ(read_law(scene, {stored}, facts), "not-reflected");
}

TEST(Model, WithoutMemoryNothingIsJudged) {
  Scene scene = created({literal("chat", "false")});
  get(scene, "\"chat\":true");
  EXPECT_EQ(read_law(scene, {stored}, Facts{}), "no-memory");
}

TEST(Model, OnlyTheAskedFieldsAreJudged) {
  Scene scene = created({literal("chat", "false"), fresh("name", kName)});
  get(scene, "\"chat\":true,\"name\":\"" + kName + "\"");
  scene.model({stored}, {"name"});
  EXPECT_EQ(told(judged(scene, "state/read", "create")), "held");
}

TEST(Model, ALeftOutFieldHasItsDefault) {
  Scene good = created(), bad = created();
  get(good, "\"chat\":true");
  get(bad, "\"chat\":false");
  EXPECT_EQ(read_law(good, {defaulted}), "held");
  EXPECT_EQ(read_law(bad, {defaulted}),
            "broken: answer to get, /chat | true, the default of chat, which create in step 1 left "
            "out | false");
}

TEST(Model, AConditionalDefaultHoldsForCreationsAndUpdates) {
  Scene good = created({literal("cloud", "true")}), bad = good;
  get(good, "\"auto\":true");
  get(bad, "\"auto\":false");
  EXPECT_EQ(read_law(good, {conditional}), "held");
  EXPECT_EQ(read_law(bad, {conditional}),
            "broken: answer to get, /auto | true, the default of auto where cloud=='true', in "
            "create in step 1 | false");
  Scene updated = created();
  updated.step("update", {ref("id", kId, 1), literal("cloud", "true")}, 200, kDone);
  get(updated, "\"auto\":false");
  EXPECT_EQ(read_law(updated, {conditional}).substr(0, 6), "broken");
  Scene sent = created({literal("cloud", "true"), literal("auto", "false")});
  get(sent, "\"auto\":false");
  EXPECT_EQ(read_law(sent, {conditional, stored}), "held");
}

TEST(Model, AConditionOnAValueWithSeveralReadingsIsFree) {
  Scene scene = created({literal("cloud", "TRUE")});
  get(scene, "\"auto\":false,\"name\":\"\"");
  EXPECT_EQ(read_law(scene, {conditional}), "not-shown");
}

TEST(Model, AnUpdateWithoutAFieldKeepsItsValueWhateverItsDefault) {
  Scene good = created({literal("chat", "false")});
  good.step("update", {ref("id", kId, 1), fresh("name", kName)}, 200, kDone);
  Scene bad = good;
  get(good, "\"chat\":false,\"name\":\"" + kName + "\"");
  get(bad, "\"chat\":true,\"name\":\"" + kName + "\"");
  EXPECT_EQ(read_law(good, {kept, stored}), "held");
  EXPECT_EQ(read_law(bad, {kept}),
            "broken: answer to get, /chat | false, as sent to create in step 1 | true | update in "
            "step 2 must not "
            "have changed it");
}

TEST(Model, AFaultThatWasThereBeforeTheUpdateIsNotTheUpdates) {
  Scene scene = created({literal("chat", "false")});
  get(scene, "\"chat\":true");
  scene.step("update", {ref("id", kId, 1), fresh("name", kName)}, 200, kDone);
  get(scene, "\"chat\":true");
  EXPECT_EQ(read_law(scene, {kept}), "held");
  EXPECT_EQ(read_law(scene, {stored}).substr(0, 6), "broken");
}

TEST(Model, WhatNoFieldSetsStaysAsItWas) {
  Scene scene = created();
  get(scene, "\"rank\":4,\"seen_at\":\"2020-01-01T00:00:00Z\"");
  scene.step("update", {ref("id", kId, 1), fresh("name", kName)}, 200, kDone);
  get(scene, "\"rank\":1,\"seen_at\":\"2021-01-01T00:00:00Z\"");
  EXPECT_EQ(read_law(scene, {kept}),
            "broken: answer to get, /rank | 4, as get in step 2 showed it | 1 | update in step 3 "
            "must not have changed it");
}

TEST(Model, VolatileValuesAreNeverCompared) {
  Scene scene = created();
  get(scene, "\"token\":\"a\",\"pass\":\"p1\"");
  get(scene, "\"token\":\"b\",\"pass\":\"p2\"");
  EXPECT_EQ(read_law(scene, {kept}), "not-shown");
}

TEST(Model, ARefusedRequestChangesNothing) {
  Scene scene = created({literal("chat", "false")});
  get(scene, "\"chat\":false");
  scene.step("update", {ref("id", kId, 1), literal("chat", "true"), literal("rank", "99")}, 400,
             "{}");
  Scene bad = scene;
  get(scene, "\"chat\":false");
  get(bad, "\"chat\":true");
  EXPECT_EQ(read_law(scene, {kept, found}), "held");
  EXPECT_EQ(read_law(bad, {kept, found}),
            "broken: answer to get, /chat | false, as sent to create in step 1 | true | it was "
            "right in the answer to "
            "get in step 2, before update in step 3");
}

TEST(Model, AnAcceptedInvalidValueIsAnyonesGuess) {
  Scene scene = created({literal("rank", "99"), literal("chat", "maybe")});
  get(scene, "\"rank\":9,\"chat\":true");
  EXPECT_EQ(about(scene, {"rank", "chat"}, {stored}), "not-shown");
}

TEST(Model, ARepeatedFieldIsAnyonesGuess) {
  Scene scene = created({literal("chat", "false"), literal("chat", "true")});
  get(scene, "\"chat\":false,\"cloud\":false");
  EXPECT_EQ(about(scene, {"chat"}, {stored}), "not-shown");
}

TEST(Model, AnEmptyOptionalTextMayBeTakenAsAbsent) {
  Scene scene = created({literal("name", ""), literal("chat", "")});
  get(scene, "\"name\":null,\"chat\":true");
  EXPECT_EQ(about(scene, {"name", "chat"}, {stored, defaulted}), "not-shown");
}

TEST(Model, AValueThatMayBeReplacedIsNeverComparedButItsDefaultIs) {
  Scene other = created({literal("seats", "100")});
  get(other, "\"seats\":50");
  EXPECT_EQ(about(other, {"seats"}, {stored}), "not-shown");
  Scene fallback = created();
  get(fallback, "\"seats\":50");
  EXPECT_EQ(read_law(fallback, {defaulted}).substr(0, 6), "broken");
}

TEST(Model, AValueThatTheTargetChoseIsTheSameForEveryReader) {
  for (const std::string seats : {"50", "60"}) {
    Scene scene = created({literal("seats", "100")});
    get(scene, "\"seats\":50");
    scene.step("find", {fresh("email", kEmail)}, 200, person("\"seats\":" + seats),
               Scene::Role::observe);
    EXPECT_EQ(about(scene, {"seats"}, {stored}),
              seats == "50"
                  ? "held"
                  : "broken: answer to find, /seats | 50, as get in step 2 showed it | 60 | "
                    "the target may choose it, but then it is the same in every answer");
  }
}

TEST(Model, FormTextAndJsonValuesAreTheSame) {
  Scene scene = created({literal("rank", "7"), literal("chat", "0")});
  get(scene, "\"rank\":\"7\",\"chat\":false");
  EXPECT_EQ(read_law(scene, {stored}), "held");
}

TEST(Model, AnAddressMayBeFoldedToLowerCase) {
  Scene scene;
  scene.step("create", {fresh("email", "U1.Tok4tok4@Example.com")}, 200, person());
  get(scene, "\"chat\":true");
  EXPECT_EQ(read_law(scene, {stored, found, defaulted}), "held");
}

TEST(Model, TextThatComesBackMangledIsBroken) {
  Scene scene = created({literal("note", " a+b ")});
  get(scene, "\"note\":\"a+b\"");
  EXPECT_EQ(read_law(scene, {stored}),
            "broken: answer to get, /note | \" a+b \", as sent to create in step 1 | \"a+b\"");
}

TEST(Model, TextThatIsRefusedBreaksNothing) {
  Scene scene = created();
  scene.step("update", {ref("id", kId, 1), literal("note", "\xf0\x9f\x98\x80")}, 400, "{}");
  EXPECT_EQ(read_law(scene, {stored, found, kept}), "not-shown");
}

TEST(Model, ARefusalOfAPlainUpdateIsBroken) {
  Scene scene = created();
  scene.step("update", {ref("id", kId, 1), literal("note", "abc")}, 404, "{\"code\":1}");
  EXPECT_EQ(read_law(scene, {found}),
            "broken: answer to update | acceptance: the person created in step 1 is there, active "
            "| 404 {\"code\":1}");
}

TEST(Model, TheCreationsOwnAnswerIsJudgedIfItRepeatsAFreshText) {
  const std::vector<Sent> fields{fresh("name", kName), literal("chat", "false")};
  Scene echo = created(fields, person("\"name\":\"" + kName + "\",\"chat\":true"));
  get(echo, "\"chat\":false");
  EXPECT_EQ(read_law(echo, {agrees}),
            "broken: answer to create, /chat | false, as sent to create in step 1 | true");
  Scene fixed = created(fields, person("\"name\":\"Example\",\"chat\":true", kId, "email_address"));
  get(fixed, "\"chat\":false");
  EXPECT_EQ(read_law(fixed, {agrees}), "not-shown");
}

TEST(Model, AnEmptyTextInTheCreationsAnswerIsNotCompared) {
  Scene scene = created({fresh("name", kName)}, person("\"name\":\"\",\"picture\":\"\""));
  get(scene, "\"picture\":\"https://x.example/p\",\"cloud\":false");
  EXPECT_EQ(read_law(scene, {agrees}), "held");  // the address, which both show
}

TEST(Model, WhatTheCreationSaidMustAgreeWithReaders) {
  Scene scene = created({}, person("\"rank\":3"));
  get(scene, "\"rank\":4");
  EXPECT_EQ(read_law(scene, {agrees}),
            "broken: answer to get, /rank | 3, as the answer to create in step 1 showed it | 4");
}

TEST(Model, TimesOfCreationNeverChangeButMayBeWrittenOtherwise) {
  Scene good = created({}, person("\"created_at\":\"2020-01-01T10:00:00.250Z\""));
  Scene bad = good;
  get(good, "\"created_at\":\"2020-01-01T11:00:00+01:00\"");
  get(bad, "\"created_at\":\"2020-01-01T10:00:07Z\"");
  EXPECT_EQ(read_law(good, {constant}), "held");
  EXPECT_EQ(read_law(bad, {constant}).substr(0, 40), "broken: answer to get, /created_at | \"20");
}

TEST(Model, AFailedUpdateLeavesTheValueOpen) {
  Scene scene = created({literal("chat", "false")});
  scene.step("update", {ref("id", kId, 1), literal("chat", "true")}, 500, "{}");
  Scene reset = created({literal("chat", "false")});
  reset.fault("update", {ref("id", kId, 1), literal("chat", "true")}, spec::Fault::Kind::reset);
  get(scene, "\"chat\":true");
  get(reset, "\"chat\":true");
  EXPECT_EQ(about(scene, {"chat"}, {stored, kept}), "not-shown");
  EXPECT_EQ(about(reset, {"chat"}, {stored, kept}), "not-shown");
}

TEST(Model, ADecidingKeyWins) {
  Scene scene = created();
  scene.step("create", {fresh("email", "u2.tok4tok4@example.com")}, 200,
             person("", "id-two-8x2k9", "u2.tok4tok4@example.com"));
  scene.step("erase", {ref("id", kId, 1), fresh("email", "u2.tok4tok4@example.com")}, 200, kDone);
  Scene good = scene, bad = scene;
  get(good, "", 404);
  good.step("get", {ref("id", "id-two-8x2k9", 2)}, 200,
            person("", "id-two-8x2k9", "u2.tok4tok4@example.com"));
  bad.step("get", {ref("id", "id-two-8x2k9", 2)}, 404, "{}");
  EXPECT_EQ(read_law(good, {precedence}), "held");
  EXPECT_EQ(
      read_law(bad, {precedence}),
      "broken: answer to get | acceptance: the person created in step 2 is there, active | 404 {}");
}

}  // namespace
}  // namespace assay::conformance
