// The life of an object: found, gone, unknown, unique, existence, checks, effects, relations.
#include <gtest/gtest.h>

#include "conformance/scene_for_tests.h"

namespace assay::conformance {
namespace {

using namespace testing;
using enum spec::Aspect;

const std::string kId = "q7wz-4k1m-9xt2";
const std::string kEmail = "u1.tok4tok4@example.com";
const std::string kOther = "u2.tok4tok4@example.com";
const std::string kOtherId = "b3vy-8p5n-2hd6";
const std::string kDone = "{\"id\":\"" + kId + "\"}";

std::string person(const std::string& more = {}, const std::string& id = kId,
                   const std::string& email = kEmail) {
  return "{\"id\":\"" + id + "\",\"email\":\"" + email + "\"" + (more.empty() ? "" : "," + more) +
         "}";
}

Scene created() {
  Scene scene;
  scene.step("create", {fresh("email", kEmail)}, 200, person(), Scene::Role::setup);
  return scene;
}

Scene& on_id(Scene& scene, std::string_view operation, int status, const std::string& body) {
  return scene.step(operation, {ref("id", kId, 1)}, status, body);
}

std::string verdict(Scene scene, std::vector<spec::Aspect> aspects,
                    const Facts& facts = keeping()) {
  scene.model(std::move(aspects));
  return told(judged(scene, "state/sequence", "get", facts));
}

TEST(Life, AnObjectIsFoundByEachOfItsKeys) {
  Scene good = created(), refused = created(), wrong = created();
  good.step("find", {fresh("email", kEmail), literal("kind", "a")}, 200, person());
  refused.step("find", {fresh("email", kEmail), literal("kind", "a")}, 404, "{}");
  wrong.step("find", {fresh("email", kEmail), literal("kind", "a")}, 200,
             person("", "somebody-else-7"));
  EXPECT_EQ(verdict(good, {found}), "held");
  EXPECT_EQ(verdict(refused, {found}),
            "broken: answer to find | acceptance: the person created in step 1 is there, active | "
            "404 {}");
  EXPECT_EQ(verdict(wrong, {found}),
            "broken: answer to find, /id | \"q7wz-4k1m-9xt2\", of the person created in step 1 | "
            "\"somebody-else-7\" | "
            "another object is shown, or its id has changed");
}

TEST(Life, WhatIsShutIsToldByItsOwnLawsOnly) {
  Facts facts = keeping();
  Scene scene = created();
  scene.step("find", {fresh("email", kEmail), literal("kind", "a")}, 404, "{}").model({found});
  const auto told_by = [&](std::string_view operation) {
    return told(judged(scene, "state/sequence", operation, facts)).substr(0, 9);
  };
  EXPECT_EQ(told_by("get"), "broken: a");
  facts.shut.insert(book().index_of(*book().find("find")));
  EXPECT_EQ(told_by("get"), "not-shown");
  EXPECT_EQ(told_by("find"), "broken: a");
}

TEST(Life, AnAnswerNamesTheObjectThatWasAskedFor) {
  for (const char* operation : {"update", "stop", "delete", "erase"}) {
    Scene good = created(), silent = created(), wrong = created();
    on_id(good, operation, 200, kDone);
    on_id(silent, operation, 200, "{\"id\":\"\"}");
    on_id(wrong, operation, 200, "{\"id\":\"somebody-else-7\"}");
    EXPECT_EQ(verdict(good, {found}), "held");
    EXPECT_EQ(verdict(silent, {found}), "held");
    EXPECT_EQ(verdict(wrong, {found}),
              "broken: answer to " + std::string(operation) +
                  ", /id | \"q7wz-4k1m-9xt2\", of the person created in step 1 | "
                  "\"somebody-else-7\" | "
                  "another object is named than the one that was asked for");
  }
}

TEST(Life, AnotherSelectorOrAnotherStatusLeavesItFree) {
  Scene scene = created();
  scene.step("find", {fresh("email", kEmail), literal("kind", "b")}, 404, "{}");
  on_id(scene, "stop", 200, kDone);
  scene.step("find", {fresh("email", kEmail)}, 404, "{}");
  scene.step("update", {ref("id", kId, 1), literal("note", "a")}, 200, kDone);
  EXPECT_EQ(verdict(scene, {gone, unknown}), "not-shown");
  on_id(scene, "get", 200, person("\"note\":\"zzz\""));
  EXPECT_EQ(verdict(scene, {stored, kept, found}), "held");
}

TEST(Life, WhatWasRemovedIsGoneForReadersListsAndOperations) {
  for (const char* operation : {"delete", "erase"}) {
    Scene scene = created();
    on_id(scene, operation, 200, kDone);
    Scene good = scene, reads = scene, acts = scene, lists = scene;
    on_id(good, "get", 404, "{}");
    on_id(reads, "get", 200, person());
    on_id(acts, "stop", 200, kDone);
    lists.step("list", {}, 200,
               "{\"size\":30,\"page\":1,\"pages\":1,\"total\":1,\"people\":[" + person() + "]}");
    EXPECT_EQ(verdict(good, {gone}), "held");
    EXPECT_EQ(
        verdict(reads, {gone}),
        "broken: answer to get | a refusal: it was removed by " + std::string(operation) +
            " in step 2 | 200 {\"id\":\"q7wz-4k1m-9xt2\",\"email\":\"u1.tok4tok4@example.com\"}");
    EXPECT_EQ(verdict(acts, {gone}).substr(0, 6), "broken");
    EXPECT_EQ(verdict(lists, {gone}).substr(0, 47),
              "broken: answer to list, /people/0 | not to be l");
  }
}

TEST(Life, RemovingOnceMoreWhatWasRemovedIsFree) {
  Scene scene = created();
  on_id(scene, "delete", 200, kDone);
  Scene twice = scene, updated = scene;
  on_id(scene, "erase", 200, kDone);
  on_id(twice, "delete", 200, kDone);
  on_id(updated, "update", 200, kDone);
  EXPECT_EQ(verdict(scene, {gone}), "not-shown");
  EXPECT_EQ(verdict(twice, {gone}), "not-shown");
  EXPECT_EQ(verdict(updated, {gone}).substr(0, 6), "broken");
}

TEST(Life, AKeyThatNoObjectHasIsRefused) {
  Scene good = created(), bad = created();
  good.step("get", {twisted("id", "q7wz-4k1m-9xt3", spec::Twist::one_character)}, 404, "{}");
  bad.step("get", {twisted("id", "q7wz-4k1m-9xt", spec::Twist::beginning)}, 200, person());
  EXPECT_EQ(verdict(good, {unknown}), "held");
  EXPECT_EQ(verdict(bad, {unknown}).substr(0, 71),
            "broken: answer to get | a refusal: no object has the id \"q7wz-4k1m-9xt\"");
}

TEST(Life, KeysThatMayBeSomebodyElsesAreFree) {
  Scene scene;
  scene.step("create", {fresh("email", kEmail)}, 200, person("", "user-1041"), Scene::Role::setup);
  scene.step("get", {twisted("id", "user-1042", spec::Twist::one_character)}, 200,
             person("", "user-1042", "a@b.example"));
  scene.step("find", {twisted("email", "U1.TOK4TOK4@EXAMPLE.COM", spec::Twist::upper_case)}, 200,
             person());
  scene.step("get", {literal("id", "anything")}, 200, person("", "anything"));
  EXPECT_EQ(verdict(scene, {unknown, found}), "not-shown");
}

TEST(Life, AUniqueKeyIsTakenOnlyOnce) {
  Scene good = created(), bad = created();
  good.step("create", {fresh("email", kEmail)}, 409, "{}");
  bad.step("create", {fresh("email", kEmail)}, 200, person("", kOtherId));
  EXPECT_EQ(verdict(good, {unique}), "held");
  EXPECT_EQ(verdict(bad, {unique}).substr(0, 98),
            "broken: answer to create | a refusal: a key that must be unique is taken by the "
            "person created in ");
  Scene freed = created();
  on_id(freed, "erase", 200, kDone);
  freed.step("create", {fresh("email", kEmail)}, 200, person("", kOtherId));
  freed.step("find", {fresh("email", kEmail)}, 200, person("", kOtherId));
  EXPECT_EQ(verdict(freed, {unique, found}), "held");
}

TEST(Life, TheServersIdsAreItsOwnToo) {
  Scene scene = created();
  scene.step("create", {fresh("email", kOther)}, 200, person("", kId, kOther));
  EXPECT_EQ(verdict(scene, {unique}),
            "broken: answer to create, /id | another id than that of the person created in step 1 "
            "| \"q7wz-4k1m-9xt2\"");
}

TEST(Life, WhatWasRefusedWasNotCreated) {
  Scene good;
  good.step("create", {fresh("email", kEmail), literal("rank", "99")}, 400, "{}");
  Scene bad = good;
  good.step("find", {fresh("email", kEmail)}, 404, "{}");
  bad.step("find", {fresh("email", kEmail)}, 200, person());
  EXPECT_EQ(verdict(good, {kept}), "held");
  EXPECT_EQ(verdict(bad, {kept}).substr(0, 76),
            "broken: answer to find | a refusal: the creation with this email was refused");
}

TEST(Life, TheExistenceCheckTellsTheTruthBeforeDuringAndAfter) {
  const auto exists = [](Scene& scene, bool there) {
    scene.step("exists", {fresh("email", kEmail)}, 200,
               there ? "{\"there\":true}" : "{\"there\":false}");
  };
  Scene before, during = created(), after = created();
  on_id(after, "erase", 200, kDone);
  Scene before_bad = before, during_bad = during, after_bad = after;
  exists(before, false), exists(during, true), exists(after, false);
  exists(before_bad, true), exists(during_bad, false), exists(after_bad, true);
  for (const Scene& scene : {before, during, after}) EXPECT_EQ(verdict(scene, {existence}), "held");
  EXPECT_EQ(verdict(before_bad, {existence}),
            "broken: answer to exists, /there | false: no object has the email "
            "\"u1.tok4tok4@example.com\" | true");
  EXPECT_EQ(verdict(during_bad, {existence}),
            "broken: answer to exists, /there | true: the person created in step 1 is there, "
            "active | false");
  EXPECT_EQ(verdict(after_bad, {existence}),
            "broken: answer to exists, /there | false: it was removed by erase in step 2 | true");
}

TEST(Life, AValueIsGoodWhileItsObjectLives) {
  Scene scene = created();
  on_id(scene, "get", 200, person("\"pass\":\"Pk3j-first\""));
  const auto check = [](Scene& of, const std::string& value, int status, const std::string& body) {
    of.step("check", {ref("pass", value, 2, "/pass")}, status, body);
  };
  Scene good = scene, bad = scene, outlives = scene, old = scene;
  check(good, "Pk3j-first", 200, "{\"left\":10}");
  check(bad, "Pk3j-first", 200, "{\"left\":0}");
  on_id(outlives, "erase", 200, kDone);
  Scene refused = outlives;
  check(outlives, "Pk3j-first", 200, "{\"left\":10}");
  check(refused, "Pk3j-first", 404, "{}");
  on_id(old, "get", 200, person("\"pass\":\"Pk3j-second\""));
  Scene id_instead = scene, id_first = created();
  id_instead.step("check", {ref("pass", kId, 1)}, 200, "{\"left\":10}");
  id_first.step("check", {ref("pass", kId, 1)}, 200, "{\"left\":10}");
  check(old, "Pk3j-first", 404, "{}");
  EXPECT_EQ(verdict(scene, {spec::Aspect::good}), "not-shown");
  EXPECT_EQ(verdict(good, {spec::Aspect::good}), "held");
  EXPECT_EQ(verdict(refused, {spec::Aspect::good}), "held");
  EXPECT_EQ(verdict(old, {spec::Aspect::good}), "not-shown");
  EXPECT_EQ(verdict(bad, {spec::Aspect::good}),
            "broken: answer to check, /left | a number above 0: the person created in step 1 is "
            "there, active | 0");
  EXPECT_EQ(verdict(id_first, {spec::Aspect::good}), "not-shown") << "its value may be the same";
  EXPECT_EQ(verdict(id_instead, {spec::Aspect::good}),
            "broken: answer to check, /left | a refusal, or no number above 0: no object has the "
            "pass \"q7wz-4k1m-9xt2\" | a number above 0: 10");
  EXPECT_EQ(verdict(outlives, {spec::Aspect::good}),
            "broken: answer to check, /left | a refusal, or no number above 0: it was removed by "
            "erase in step 3 | a number above 0: 10");
}

// The same attribute before and after an operation that declares to change it.
std::string changes(const char* operation, const std::string& before, const std::string& after) {
  Scene scene = created();
  on_id(scene, "get", 200, person(before));
  on_id(scene, operation, 200, kDone);
  on_id(scene, "get", 200, person(after));
  return verdict(scene, {changed});
}

TEST(Life, ADeclaredChangeIsSeen) {
  EXPECT_EQ(changes("stop", "\"state\":0", "\"state\":1"), "held");
  EXPECT_EQ(changes("stop", "\"state\":0", "\"state\":0"),
            "broken: answer to get, /state | another value than 0, which get in step 2 showed: "
            "stop in step 3 changes "
            "it | 0");
  EXPECT_EQ(changes("draw", "\"picture\":\"\"", "\"picture\":\"\"").substr(0, 6), "broken");
  EXPECT_EQ(
      changes("draw", "\"picture\":\"https://x.example/1\"", "\"picture\":\"https://x.example/1\""),
      "not-shown");
  EXPECT_EQ(changes("revoke", "\"token\":\"abc\"", "\"token\":\"\""), "held");
  EXPECT_EQ(changes("revoke", "\"token\":\"abc\"", "\"token\":\"abc\"").substr(0, 6), "broken");
  EXPECT_EQ(changes("revoke", "\"token\":\"\"", "\"token\":\"\""), "not-shown");
}

TEST(Life, WhatAnotherOperationChangesIsKept) {
  const auto after_stop = [](const std::string& before, const std::string& after) {
    Scene scene = created();
    on_id(scene, "get", 200, person(before));
    on_id(scene, "stop", 200, kDone);
    on_id(scene, "get", 200, person(after));
    return verdict(scene, {kept});
  };
  const std::string url = "\"picture\":\"https://x.example/1\"";
  EXPECT_EQ(after_stop(url, url), "held");
  EXPECT_EQ(after_stop(url, "\"picture\":\"\"").substr(0, 6), "broken");
  EXPECT_EQ(after_stop("\"seal\":\"wax\"", "\"seal\":\"\""), "held") << "nobody claims it";
}

TEST(Life, AChangeThatWasNotSeenBeforeIsNotJudged) {
  Scene scene = created();
  on_id(scene, "stop", 200, kDone);
  on_id(scene, "get", 200, person("\"state\":0"));
  EXPECT_EQ(verdict(scene, {changed}), "not-shown");
}

TEST(Life, ARelationIsListedUntilItIsCleared) {
  Scene scene = created();
  scene.step("create", {fresh("email", kOther)}, 200, person("", kOtherId, kOther),
             Scene::Role::setup);
  const auto aides = [](Scene& of, const std::string& who) {
    of.step("aides", {ref("id", kId, 1)}, 200,
            "{\"total\":" + std::string(who.empty() ? "0" : "1") + ",\"people\":[" + who + "]}");
  };
  const std::string other = person("", kOtherId, kOther);
  Scene never = scene;
  aides(never, other);
  scene.step("aide_set", {ref("id", kId, 1), fresh("aide", kOther)}, 200, kDone);
  Scene set = scene, lost = scene;
  aides(set, other);
  aides(lost, "");
  on_id(scene, "aide_clear", 200, kDone);
  Scene cleared = scene, stays = scene;
  aides(cleared, "");
  aides(stays, other);
  EXPECT_EQ(verdict(set, {related}), "held");
  EXPECT_EQ(verdict(cleared, {related}), "held");
  EXPECT_EQ(verdict(never, {related}).substr(0, 6), "broken");
  EXPECT_EQ(verdict(lost, {related}),
            "broken: answer to aides, /people | to be listed: the person created in step 2 was "
            "related by aide_set in "
            "step 3 | 0 objects, without it");
  EXPECT_EQ(verdict(stays, {related}).substr(0, 6), "broken");
}

TEST(Life, ClearingWhatWasNeverSetMayBeRefused) {
  Scene scene = created();
  Scene set = scene;
  set.step("aide_set", {ref("id", kId, 1), fresh("aide", kEmail)}, 200, kDone);
  on_id(scene, "aide_clear", 404, "{}");
  on_id(set, "aide_clear", 404, "{}");
  EXPECT_EQ(verdict(scene, {found}), "not-shown");
  EXPECT_EQ(verdict(set, {found}).substr(0, 6), "broken");
}

TEST(Life, ARelationMayEndWithItsOtherObject) {
  for (const char* removal : {"delete", "erase"}) {
    Scene scene = created();
    scene.step("create", {fresh("email", kOther)}, 200, person("", kOtherId, kOther),
               Scene::Role::setup);
    scene.step("aide_set", {ref("id", kId, 1), fresh("aide", kOther)}, 200, kDone);
    scene.step(removal, {ref("id", kOtherId, 2)}, 200, "{\"id\":\"" + kOtherId + "\"}");
    on_id(scene, "aide_clear", 404, "{}");
    EXPECT_EQ(verdict(scene, {found}), "held") << removal;  // what came before
  }
}

TEST(Life, ATextWithMarksMayBeRefused) {
  for (const char* text : {"O'Neil", "a,b", "a!", "a&b", "<b>"}) {
    Scene scene = created();
    scene.step("update", {ref("id", kId, 1), literal("note", text)}, 400, "{}");
    EXPECT_EQ(verdict(scene, {found}), "not-shown") << text;
  }
  Scene plain = created();
  plain.step("update", {ref("id", kId, 1), literal("note", "a-b_c. d")}, 400, "{}");
  EXPECT_EQ(verdict(plain, {found}).substr(0, 6), "broken");
}

}  // namespace
}  // namespace assay::conformance
