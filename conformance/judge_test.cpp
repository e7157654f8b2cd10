// The judge: what each expectation makes of the exchanges.
#include "conformance/judge.h"

#include <gtest/gtest.h>

#include "conformance/scene_for_tests.h"

namespace assay::conformance {
namespace {

using namespace testing;
using Expect = spec::Intent::Expect;

const std::string kId = "q7wz-4k1m-9xt2";
const std::string kEmail = "u1.tok4tok4@example.com";

std::string person(const std::string& more = {}) {
  return "{\"id\":\"" + kId + "\",\"email\":\"" + kEmail + "\"" + (more.empty() ? "" : "," + more) +
         "}";
}

// Every documented key.
std::string whole(const std::string& rank = "1", const std::string& token = "t") {
  return "{\"id\":\"" + kId + "\",\"email\":\"" + kEmail +
         "\",\"name\":\"n\",\"note\":\"o\",\"chat\":true,\"cloud\":false,\"auto\":false,\"rank\":" +
         rank +
         ",\"seats\":0,\"created_at\":\"2020-01-01T00:00:00Z\",\"picture\":\"\",\"state\":0,"
         "\"token\":\"" +
         token + "\",\"pass\":\"p\",\"seen_at\":\"\"}";
}

Reception received(int status, std::string_view body, std::vector<spec::Header> headers = {}) {
  Scene scene;
  scene.step("get", {}, status, body);
  std::get<spec::Answer>(scene.exchanges[0].outcome).headers = std::move(headers);
  return receive(book(), scene.exchanges[0]);
}

TEST(Receive, TellsWhatAnAnswerIs) {
  EXPECT_EQ(received(200, "{}"), Reception::accepted);
  EXPECT_EQ(received(204, ""), Reception::accepted);
  EXPECT_EQ(received(200, "{\"error\":{\"code\":1}}"), Reception::refused);
  EXPECT_EQ(received(200, "{\"error\":null,\"id\":\"1\"}"), Reception::accepted);
  for (const int status : {400, 401, 403, 404, 405, 422})
    EXPECT_EQ(received(status, ""), Reception::refused);
  EXPECT_EQ(received(429, ""), Reception::rate_limited);
  EXPECT_EQ(received(503, "", {{"retry-after", "1"}}), Reception::rate_limited);
  EXPECT_EQ(received(503, ""), Reception::failed);
  EXPECT_EQ(received(501, ""), Reception::failed);
  EXPECT_EQ(received(302, ""), Reception::undefined);
  Scene scene;
  scene.step("get", {}, 501, "");
  scene.exchanges[0].request.method = "PUT";
  EXPECT_EQ(receive(book(), scene.exchanges[0]), Reception::refused);
  scene.fault("get", {}, spec::Fault::Kind::cut);
  EXPECT_EQ(receive(book(), scene.exchanges[1]), Reception::faulted);
}

std::string accept_law(int status, std::string_view body, std::vector<Sent> fields = {}) {
  Scene scene;
  fields.push_back(fresh("email", kEmail));
  scene.step("create", fields, status, body).expect(Expect::accepted);
  return told(judged(scene, "accept/minimal", "create"));
}

TEST(Accepted, HoldsOnlyForAnAcceptedRequest) {
  EXPECT_EQ(accept_law(200, person()), "held");
  EXPECT_EQ(accept_law(400, "{\"code\":1}"),
            "broken: answer to create | acceptance (2xx): the request keeps every rule of the "
            "contract | 400 "
            "{\"code\":1}");
  EXPECT_EQ(accept_law(200, "{\"error\":{}}").substr(0, 6), "broken");
  EXPECT_EQ(accept_law(302, "").substr(0, 6), "broken");
  EXPECT_EQ(accept_law(429, ""), "rate-limited");
  EXPECT_EQ(accept_law(500, ""), "not-shown");
}

TEST(Accepted, AValueThatMayBeTurnedDownIsNoEvidence) {
  EXPECT_EQ(accept_law(400, "{}", {literal("seats", "100")}), "not-shown");
  EXPECT_EQ(accept_law(400, "{}", {literal("seats", "0")}).substr(0, 6), "broken");
}

TEST(Accepted, WhatIsFreeIsNoEvidence) {
  const auto verdict = [](Scene scene, std::string_view operation) {
    scene.expect(Expect::accepted);
    return told(judged(scene, "accept/any", operation)).substr(0, 9);
  };
  Scene first, second, unset, set, brief, lengthy;
  first.step("list", {literal("page", "1")}, 404, "{}");
  second.step("list", {literal("page", "2")}, 404, "{}");
  EXPECT_EQ(verdict(first, "list"), "broken: a");
  EXPECT_EQ(verdict(second, "list"), "not-shown");  // it may be beyond the last page
  const Sent host = literal("id", "q7wz-4k1m-9xt1");
  unset.step("aide_clear", {host}, 404, "{}");
  set.step("aide_set", {host, literal("aide", kEmail)}, 200, "{}", Scene::Role::setup);
  set.step("aide_clear", {host}, 404, "{}");
  EXPECT_EQ(verdict(unset, "aide_clear"), "not-shown");  // there may be nothing to clear
  EXPECT_EQ(verdict(set, "aide_clear"), "broken: a");
  brief.step("create", {fresh("email", kEmail)}, 413, "{}");
  lengthy = brief;
  lengthy.exchanges[0].request.body.assign(5000, 'x');
  EXPECT_EQ(verdict(brief, "create"), "broken: a");
  EXPECT_EQ(verdict(lengthy, "create"), "not-shown");
}

TEST(Refused, BreaksWithAnAcceptedRequest) {
  Scene good, bad, failed;
  good.step("create", {literal("email", "a@@b")}, 400, "{}").expect(Expect::refused);
  bad.step("create", {literal("email", "a@@b")}, 200, "{\"id\":\"1\"}").expect(Expect::refused);
  failed.step("create", {literal("email", "a@@b")}, 500, "{}").expect(Expect::refused);
  EXPECT_EQ(told(judged(good, "reject/F/RULE", "create", keeping(), "email", "format")), "held");
  EXPECT_EQ(told(judged(failed, "reject/F/RULE", "create", keeping(), "email", "format")),
            "not-shown");
  EXPECT_EQ(told(judged(bad, "reject/F/RULE", "create", keeping(), "email", "format")),
            "broken: answer to create | a refusal: email = \"a@@b\" breaks its format | 200 "
            "{\"id\":\"1\"}");
}

TEST(Refused, NamesTheReason) {
  Scene scene;
  scene.step("erase", {}, 200, "{\"id\":\"1\"}").expect(Expect::refused);
  EXPECT_EQ(judged(scene, "required/F/absent", "erase", keeping(), "id").expected,
            "a refusal: id is missing");
  EXPECT_EQ(judged(scene, "depend/N", "erase", keeping(), {}, "1").expected,
            "a refusal: Or(id, email) is broken");
  EXPECT_EQ(judged(scene, "auth/absent", "erase").expected,
            "a refusal: the credentials are missing");
}

TEST(Refused, ACheckMaySayNoInstead) {
  Scene scene;
  scene.step("check", {fresh("pass", "xyz12345")}, 200, "{\"left\":0}").expect(Expect::refused);
  EXPECT_EQ(told(judged(scene, "state/unknown", "check")), "held");
}

TEST(Refused, SayingNoIsNoRefusalOfARequestThatBreaksARule) {
  Scene scene;
  scene.step("exists", {}, 200, "{\"there\":false}").expect(Expect::refused);
  EXPECT_EQ(told(judged(scene, "required/F/absent", "exists", keeping(), "email")),
            "broken: answer to exists | a refusal: email is missing | 200 {\"there\":false}");
}

TEST(Refused, CaseTellsKeysApartOnlyWhereBothCasesOccur) {
  const auto in_the_other_case = [](const std::string& id) {
    Scene scene;
    scene.step("create", {fresh("email", kEmail)}, 200, person(), Scene::Role::setup);
    scene.step("get", {twisted("id", id, spec::Twist::other_case)}, 200, person())
        .expect(Expect::refused);
    return judged(scene, "state/unknown", "get").kind;
  };
  EXPECT_EQ(in_the_other_case("q7wzK4k1Mm9xt2Bv"), spec::Verdict::Kind::broken);
  EXPECT_NE(in_the_other_case("Ab3f-90cc-1d2e-77aa"), spec::Verdict::Kind::broken);
}

TEST(Judge, ARefusedSetUpShowsNothing) {
  Scene scene;
  scene.step("create", {fresh("email", kEmail)}, 400, "{}", Scene::Role::setup);
  scene.fault("get", {ref("id", "", 1)}, spec::Fault::Kind::unsent).expect(Expect::accepted);
  EXPECT_EQ(told(judged(scene, "accept/minimal", "get")), "setup");
}

TEST(Judge, AnUnsentSubjectShowsNothing) {
  Scene scene;
  scene.step("create", {fresh("email", kEmail)}, 200, "{}", Scene::Role::setup);
  scene.fault("get", {ref("id", "", 1)}, spec::Fault::Kind::unsent).expect(Expect::refused);
  EXPECT_EQ(told(judged(scene, "required/F/empty", "get", keeping(), "id")), "setup");
}

std::string bounded(int status, const std::string& shown) {
  Scene scene;
  scene.step("create", {fresh("email", kEmail), literal("rank", "99")}, status,
             status == 200 ? person() : "{}");
  scene.expect(Expect::bounded);
  scene.trial.intent.fields = {"rank"};
  if (status == 200)
    scene.step("get", {ref("id", kId, 1)}, 200, person(shown), Scene::Role::observe);
  return told(judged(scene, "reject/F/RULE", "create", keeping(), "rank", "maximum"));
}

TEST(Bounded, HoldsForARefusalOrAValueWithinBounds) {
  EXPECT_EQ(bounded(400, ""), "held");
  EXPECT_EQ(bounded(200, "\"rank\":9"), "held");
  EXPECT_EQ(bounded(200, "\"rank\":null"), "held");
  EXPECT_EQ(bounded(200, "\"chat\":true"), "not-reflected");
}

TEST(Bounded, BreaksWithAValueOutside) {
  Scene scene;
  scene.step("create", {fresh("email", kEmail), literal("rank", "99")}, 200, whole())
      .expect(Expect::bounded);
  scene.trial.intent.fields = {"rank"};
  scene.step("get", {ref("id", kId, 1)}, 200, whole("99"), Scene::Role::observe);
  EXPECT_EQ(told(judged(scene, "reject/F/RULE", "create", keeping(), "rank", "maximum")),
            "broken: answer to get, /rank | a refusal, or a value that keeps the rules: rank = "
            "\"99\" breaks its "
            "maximum | 99");
}

TEST(Bounded, ANumberShownAsItWasSentHasLostNoZeros) {
  const auto verdict = [](const std::string& shown) {
    spec::Contract contract = book();
    for (spec::Operation& operation : contract.operations) {
      for (spec::Field& field : operation.fields) {
        if (field.name == "name") field.schema.pattern = "^[0-9]{4}$";
      }
    }
    Scene scene;
    scene.step("create", {fresh("email", kEmail), literal("name", "123")}, 200, person())
        .expect(Expect::bounded);
    scene.trial.intent.fields = {"name"};
    scene.step("get", {ref("id", kId, 1)}, 200, person("\"name\":" + shown), Scene::Role::observe);
    spec::Law law;
    law.pattern = law.id = "reject/F/RULE";
    law.family = spec::Family::reject;
    law.fields = {"name"};
    law.operation = scene.trial.steps.front().operation;
    Judge judge(contract);
    return told(judge.judge(law, keeping(), scene.trial, scene.exchanges)).substr(0, 6);
  };
  EXPECT_EQ(verdict("123"), "broken");
  EXPECT_EQ(verdict("77"), "held") << "may be 0077";
}

TEST(Bounded, APageSizeMayBeClamped) {
  const auto verdict = [](const std::string& size) {
    Scene scene;
    scene.step("list", {literal("size", "301")}, 200,
               "{\"size\":" + size + ",\"page\":1,\"pages\":0,\"total\":0,\"people\":[]}");
    scene.expect(Expect::bounded);
    scene.trial.intent.fields = {"size"};
    return told(judged(scene, "reject/F/RULE", "list", keeping(), "size", "maximum")).substr(0, 6);
  };
  EXPECT_EQ(verdict("300"), "held");
  EXPECT_EQ(verdict("301"), "broken");
}

std::string twice(const std::string& first, const std::string& second,
                  const Facts& facts = keeping()) {
  Scene scene;
  scene.step("create", {fresh("email", kEmail)}, 200, person(), Scene::Role::setup);
  scene.step("get", {ref("id", kId, 1)}, 200, first).step("get", {ref("id", kId, 1)}, 200, second);
  scene.expect(Expect::equal, 2).trial.intent.other = 3;
  return told(judged(scene, "steady", "get", facts));
}

TEST(Equal, VolatileAndUndocumentedKeysAndTheirOrderAreFree) {
  EXPECT_EQ(twice(whole("1", "a"), whole("1", "b")), "held");
  EXPECT_EQ(twice(person("\"rank\":1,\"zzz\":1"), person("\"zzz\":2,\"rank\":1")), "held");
  EXPECT_EQ(twice(whole("1"), whole("2")),
            "broken: answer to get, /rank | 1, as in the answer to step 2 | 2");
  EXPECT_EQ(twice(whole("1"), whole("2"), Facts{}), "no-memory");
  const auto made = [](const std::string& time) {
    return person("\"created_at\":\"" + time + "\"");
  };
  const std::string zulu = made("2020-01-01T00:00:00Z");
  EXPECT_EQ(twice(zulu, made("2020-01-01T01:00:00.000+01:00")), "held");
  EXPECT_EQ(twice(zulu, made("2020-01-01T01:00:00Z")).substr(0, 6), "broken");
}

TEST(Equal, OfListsOnlyThisTrialsObjectsAreCompared) {
  const auto verdict = [](const std::string& first, const std::string& second) {
    Scene scene;
    scene.step("create", {fresh("email", kEmail)}, 200, person(), Scene::Role::setup);
    scene.step("list", {}, 200, "{\"total\":7,\"people\":[" + first + "]}");
    scene.step("list", {}, 200, "{\"total\":8,\"people\":[" + second + "]}");
    scene.expect(Expect::equal, 2).trial.intent.other = 3;
    return told(judged(scene, "steady", "list"));
  };
  const std::string stranger = "{\"id\":\"s\",\"email\":\"s@x.example\",\"name\":\"";
  EXPECT_EQ(verdict(stranger + "a\"}," + person(), person() + "," + stranger + "b\"}"), "held");
}

TEST(Equal, OfAnObjectsOwnListTheTotalIsComparedToo) {
  const auto verdict = [](const std::string& total) {
    Scene scene;
    scene.step("create", {fresh("email", kEmail)}, 200, person(), Scene::Role::setup);
    scene.step("aides", {ref("id", kId, 1)}, 200, "{\"total\":0,\"people\":[]}");
    scene.step("aides", {ref("id", kId, 1)}, 200, "{\"total\":" + total + ",\"people\":[]}");
    scene.expect(Expect::equal, 2).trial.intent.other = 3;
    return told(judged(scene, "steady", "aides"));
  };
  EXPECT_EQ(verdict("0"), "held");
  EXPECT_EQ(verdict("1"), "broken: answer to aides, /total | 0, as in the answer to step 2 | 1");
}

TEST(Watchers, OwnTheirHitsAndTheTrialsLawIsNotObservableThere) {
  Scene scene;
  scene.step("create", {fresh("email", kEmail), literal("chat", "false")}, 200, whole(),
             Scene::Role::setup);
  scene.step("get", {ref("id", kId, 1)}, 500, "{}")
      .model({spec::Aspect::stored, spec::Aspect::found});
  EXPECT_EQ(told(judged(scene, "state/read", "create")), "not-shown");
  EXPECT_EQ(told(judged(scene, "robust", "get")).substr(0, 6), "broken");
  EXPECT_EQ(told(judged(scene, "robust", "create")), "held");
  Judge judge(book());
  const auto hits = judge.watch(scene.trial, scene.exchanges);
  ASSERT_EQ(hits.size(), 1u);
  EXPECT_EQ(hits[0].watcher, spec::Family::robust);
  EXPECT_EQ(book().operations[hits[0].operation].id, "get");
}

TEST(Watchers, AnAnswerOfTheWrongShapeBreaksShapeOnly) {
  Scene scene;
  scene.step("create", {fresh("email", kEmail), literal("chat", "false")}, 200, person(),
             Scene::Role::setup);
  scene.step("get", {ref("id", kId, 1)}, 200, person("\"chat\":\"maybe\""))
      .model({spec::Aspect::stored}, {"chat"});
  EXPECT_EQ(told(judged(scene, "state/read", "create")), "not-shown");
  EXPECT_EQ(told(judged(scene, "shape", "get")).substr(0, 6), "broken");
}

TEST(Watchers, WhatWasTakenThoughInvalidIsNoFaultOfShape) {
  Scene scene;
  scene.step("create", {fresh("email", kEmail), literal("rank", "many")}, 200,
             person("\"rank\":\"many\""));
  scene.expect(Expect::refused);
  Judge judge(book());
  EXPECT_TRUE(judge.watch(scene.trial, scene.exchanges).empty());
  EXPECT_EQ(told(judged(scene, "reject/F/RULE", "create", keeping(), "rank", "type")).substr(0, 6),
            "broken");
}

TEST(Watchers, ShapeNeedsAnAcceptedAnswer) {
  Scene scene;
  scene.step("get", {fresh("id", "nobody1234")}, 404, "{}").expect(Expect::survives);
  EXPECT_EQ(told(judged(scene, "shape", "get")), "nothing-accepted");
  EXPECT_EQ(told(judged(scene, "robust", "get")), "held");
}

std::optional<spec::Reason> undecided(std::string_view pattern, const Facts& facts,
                                      std::string_view field = {},
                                      std::string_view operation = "create") {
  return Judge(book()).undecidable(
      spec::make_law(pattern, book().index_of(*book().find(operation)), field), facts);
}

TEST(Undecidable, WithoutMemoryReflectionOrCredentials) {
  Facts facts = keeping();
  EXPECT_EQ(undecided("default/F", facts, "chat"), std::nullopt);
  EXPECT_EQ(undecided("encode/text", facts), std::nullopt);
  facts.reflects.clear();
  EXPECT_EQ(undecided("default/F", facts, "chat"), spec::Reason::not_reflected);
  EXPECT_EQ(undecided("default/F", facts, "size", "list"), std::nullopt);
  EXPECT_EQ(undecided("encode/text", facts), spec::Reason::not_reflected);
  EXPECT_EQ(undecided("state/delete", facts), std::nullopt);
  EXPECT_EQ(undecided("state/delete", Facts{}), spec::Reason::no_memory);
  EXPECT_EQ(undecided("auth/wrong", Facts{}), spec::Reason::no_credential_check);
  EXPECT_EQ(undecided("accept/any", Facts{}), std::nullopt);
  EXPECT_EQ(undecided("required/F/absent", facts, "email", "create"), std::nullopt);
  facts.validates = false;
  for (const char* law : {"required/F/absent", "reject/F/RULE", "depend/N", "protocol/method"})
    EXPECT_EQ(undecided(law, facts, "email", "create"), spec::Reason::no_validation) << law;
}

TEST(Leftovers, AreWhatWasCreatedAndNotRemoved) {
  const Judge judge(book());
  Scene scene;
  scene.step("create", {fresh("email", kEmail)}, 200, person());
  scene.step("create", {fresh("email", "u2@example.com")}, 400, "{}");
  auto left = judge.leftovers(scene.exchanges);
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left[0].status, "active");
  EXPECT_EQ(left[0].keys,
            (std::vector<std::pair<std::string, std::string>>{{"id", kId}, {"email", kEmail}}));
  EXPECT_EQ(left[0].given, (std::vector<std::pair<std::string, std::string>>{{"kind", "a"}}));
  scene.step("stop", {ref("id", kId, 1)}, 200, "{}");
  EXPECT_EQ(judge.leftovers(scene.exchanges).at(0).status, "inactive");
  scene.step("erase", {ref("id", kId, 1), literal("email", "somebody@else.example")}, 200, "{}");
  EXPECT_TRUE(judge.leftovers(scene.exchanges).empty());
}

TEST(Leftovers, ACreationWhoseAnswerWasCutIsOne) {
  Scene scene;
  scene.fault("create", {fresh("email", kEmail)}, spec::Fault::Kind::cut);
  std::get<spec::Fault>(scene.exchanges[0].outcome).status = 200;
  EXPECT_EQ(Judge(book()).leftovers(scene.exchanges).size(), 1u);
}

}  // namespace
}  // namespace assay::conformance
