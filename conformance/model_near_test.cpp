// What is almost somebody's, or almost as it is now: addresses in capitals after a removal, an
// address beside one in a reference, a value of before a change.
#include <gtest/gtest.h>

#include "conformance/scene_for_tests.h"

namespace assay::conformance {
namespace {

using namespace testing;
using enum spec::Aspect;

const std::string kId = "q7wz-4k1m-9xt2";
const std::string kOtherId = "b3vy-8p5n-2hd6";
const std::string kEmail = "u1.tok4tok4@example.com";
const std::string kOther = "u2.tok4tok4@example.com";
const std::string kDone = "{\"id\":\"" + kId + "\"}";

std::string person(const std::string& more = {}, const std::string& id = kId,
                   const std::string& email = kEmail) {
  return "{\"id\":\"" + id + "\",\"email\":\"" + email + "\"" + (more.empty() ? "" : "," + more) +
         "}";
}

std::string list_of(const std::string& shown) {
  return "{\"size\":30,\"page\":1,\"pages\":1,\"total\":1,\"people\":[" + shown + "]}";
}

Scene created() {
  Scene scene;
  scene.step("create", {fresh("email", kEmail)}, 200, person(), Scene::Role::setup);
  return scene;
}

std::string verdict(Scene scene, std::vector<spec::Aspect> aspects) {
  scene.model(std::move(aspects));
  return told(judged(scene, "state/sequence", "get"));
}

Scene& find_in_capitals(Scene& scene, int status, const std::string& body) {
  return scene.step("find", {twisted("email", "U1.TOK4TOK4@EXAMPLE.COM", spec::Twist::upper_case)},
                    status, body);
}

TEST(Near, AnAddressInCapitalsIsGoneWithItsObject) {
  Scene there = created(), gone_now = created(), again;
  gone_now.step("erase", {ref("id", kId, 1)}, 200, kDone);
  again = gone_now;
  again.step("create", {fresh("email", kEmail)}, 200, person("", kOtherId), Scene::Role::setup);
  Scene refused = gone_now, found_still = gone_now;
  find_in_capitals(there, 404, "{}");
  find_in_capitals(refused, 404, "{}");
  find_in_capitals(found_still, 200, person());
  find_in_capitals(again, 200, person("", kOtherId));
  EXPECT_EQ(verdict(there, {gone, found}), "not-shown") << "case may matter";
  EXPECT_EQ(verdict(refused, {gone}), "held");
  EXPECT_EQ(verdict(again, {gone}), "not-shown") << "it may be the new one";
  EXPECT_EQ(verdict(found_still, {gone}).substr(0, 71),
            "broken: answer to find | a refusal: it was removed by erase in step 2 |");
}

TEST(Near, WhoseAddressIsAlmostReferredToIsNotRelated) {
  Scene scene = created();
  scene.step("create", {fresh("email", kOther)}, 200, person("", kOtherId, kOther),
             Scene::Role::setup);
  scene.step(
      "aide_set",
      {ref("id", kId, 1), twisted("aide", "u2.tok4tok4@example.org", spec::Twist::other_domain)},
      200, kDone);
  const auto aides = [](Scene& of, const std::string& who) {
    of.step("aides", {ref("id", kId, 1)}, 200,
            "{\"total\":" + std::string(who.empty() ? "0" : "1") + ",\"people\":[" + who + "]}");
  };
  Scene nobody = scene, neighbour = scene;
  aides(nobody, "");
  aides(neighbour, person("", kOtherId, kOther));
  EXPECT_EQ(verdict(nobody, {related}), "held");
  EXPECT_EQ(verdict(neighbour, {related}).substr(0, 6), "broken");
}

TEST(Near, NoReaderShowsWhatAnotherHasShownChanged) {
  const auto after_draw = [](const std::string& listed) {
    Scene scene = created();
    scene.step("get", {ref("id", kId, 1)}, 200, person("\"picture\":\"https://x.example/1\""));
    scene.step("draw", {ref("id", kId, 1)}, 200, kDone);
    scene.step("get", {ref("id", kId, 1)}, 200, person("\"picture\":\"https://x.example/2\""));
    scene.step("list", {}, 200, list_of(person("\"picture\":\"" + listed + "\"")));
    return verdict(scene, {changed});
  };
  EXPECT_EQ(after_draw("https://x.example/2"), "held");
  EXPECT_EQ(after_draw("https://x.example/small/2"), "held") << "its own picture";
  EXPECT_EQ(after_draw("https://x.example/1"),
            "broken: answer to list, /people/0/picture | another value than "
            "\"https://x.example/1\", which get in step 2 showed: draw in step 3 changes it | "
            "\"https://x.example/1\" | get in step 4 shows another one");
}

}  // namespace
}  // namespace assay::conformance
