// What comes after a removal, and texts that belong to another object.
#include <gtest/gtest.h>

#include "conformance/scene_for_tests.h"

namespace assay::conformance {
namespace {

using namespace testing;
using enum spec::Aspect;

const std::string kId = "q7wz-4k1m-9xt2";
const std::string kNewId = "b3vy-8p5n-2hd6";
const std::string kEmail = "u1.tok4tok4@example.com";
const std::string kOther = "u2.tok4tok4@example.com";

std::string person(const std::string& id, const std::string& email, const std::string& more = {}) {
  return "{\"id\":\"" + id + "\",\"email\":\"" + email + "\"" + (more.empty() ? "" : "," + more) +
         "}";
}

// One that was created and removed.
Scene removed(const std::string& name = {}) {
  Scene scene;
  std::vector<Sent> fields{fresh("email", kEmail)};
  if (!name.empty()) fields.push_back(literal("name", name));
  scene.step("create", fields, 200, person(kId, kEmail), Scene::Role::setup);
  scene.step("delete", {ref("id", kId, 1)}, 200, "{\"id\":\"" + kId + "\"}");
  return scene;
}

Scene& anew(Scene& scene, const std::string& id) {
  return scene.step("create", {fresh("email", kEmail)}, 200, person(id, kEmail));
}

std::string verdict(Scene scene, std::vector<spec::Aspect> aspects) {
  scene.model(std::move(aspects));
  return told(judged(scene, "state/sequence", "get"));
}

TEST(Again, WhetherARemovedObjectsKeyCanBeUsedAgainIsFree) {
  Scene refused = removed(), taken = removed();
  refused.step("create", {fresh("email", kEmail)}, 409, "{}");
  anew(taken, kNewId);
  for (const Scene& scene : {refused, taken})
    EXPECT_EQ(verdict(scene, {spec::Aspect::taken, unique}).find("broken"), std::string::npos);
}

TEST(Again, WhoComesAfterARemovedObjectIsFoundInItsPlace) {
  Scene good = removed(), stale = removed(), ghost = removed();
  for (Scene* scene : {&good, &stale, &ghost}) anew(*scene, kNewId);
  const std::vector<Sent> by_email{fresh("email", kEmail), literal("kind", "a")};
  good.step("find", by_email, 200, person(kNewId, kEmail))
      .step("get", {ref("id", kId, 1)}, 404, "{}");
  stale.step("find", by_email, 200, person(kId, kEmail));
  ghost.step("get", {ref("id", kId, 1)}, 200, person(kId, kEmail));
  EXPECT_EQ(verdict(good, {found, gone}), "held");
  EXPECT_EQ(verdict(stale, {found}),
            "broken: answer to find, /id | \"b3vy-8p5n-2hd6\", of the person created in step 3 | "
            "\"q7wz-4k1m-9xt2\" | another object is shown, or its id has changed");
  EXPECT_EQ(verdict(ghost, {gone}).substr(0, 55),
            "broken: answer to get | a refusal: it was removed by de");
}

TEST(Again, OneThatIsRevivedMayKeepItsId) {
  Scene revived = removed();
  anew(revived, kId).step("get", {ref("id", kId, 3)}, 200, person(kId, kEmail));
  EXPECT_EQ(verdict(revived, {unique, constant, found, gone}).find("broken"), std::string::npos);
}

TEST(Again, ATextThatWasLeftOutIsNotAnotherObjects) {
  Scene scene, own, invented;
  for (Scene* one : {&scene, &own, &invented}) {
    one->step("create", {fresh("email", kEmail), literal("name", "Grace H")}, 200,
              person(kId, kEmail), Scene::Role::setup);
    one->step("create", {fresh("email", kOther)}, 200, person(kNewId, kOther));
  }
  const auto shows = [](Scene& one, const std::string& name) {
    one.step("get", {ref("id", kNewId, 2)}, 200,
             person(kNewId, kOther, "\"name\":\"" + name + "\""));
  };
  shows(scene, "Grace H");
  shows(own, "");
  shows(invented, "Somebody");
  EXPECT_EQ(verdict(scene, {stored}),
            "broken: answer to get, /name | nothing that was sent for another object: create in "
            "step 2 left name out | \"Grace H\", of the person created in step 1");
  EXPECT_EQ(verdict(own, {stored}).find("broken"), std::string::npos);
  EXPECT_EQ(verdict(invented, {stored}).find("broken"), std::string::npos);
}

TEST(Again, ARevivedObjectMayHaveItsTextsBack) {
  Scene scene = removed("Grace H");
  anew(scene, kNewId)
      .step("get", {ref("id", kNewId, 3)}, 200, person(kNewId, kEmail, "\"name\":\"Grace H\""));
  EXPECT_EQ(verdict(scene, {stored}).find("broken"), std::string::npos);
}

}  // namespace
}  // namespace assay::conformance
