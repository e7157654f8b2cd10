// Lists: contents, pages, totals.
#include <gtest/gtest.h>

#include "conformance/scene_for_tests.h"

namespace assay::conformance {
namespace {

using namespace testing;
using enum spec::Aspect;

std::string email_of(int n) {
  return std::string("u").append(std::to_string(n)).append(".tok4tok4@example.com");
}
std::string id_of(int n) {
  return std::string("q7wz-4k1m-9xt").append(std::to_string(n));
}

std::string person(int n, const std::string& more = {}) {
  return "{\"id\":\"" + id_of(n) + "\",\"email\":\"" + email_of(n) + "\"" + more + "}";
}

Scene& create(Scene& scene, int n) {
  return scene.step("create", {fresh("email", email_of(n))}, 200, person(n), Scene::Role::setup);
}

std::string page(const std::vector<std::string>& people, int total, int size = 30, int number = 1) {
  std::string items;
  for (const std::string& one : people) items += (items.empty() ? "" : ",") + one;
  return "{\"size\":" + std::to_string(size) + ",\"page\":" + std::to_string(number) +
         ",\"pages\":" + std::to_string((total + size - 1) / size) +
         ",\"total\":" + std::to_string(total) + ",\"people\":[" + items + "]}";
}

// Fields of one page of a walk.
std::vector<Sent> at(int number, int size) {
  return {literal("size", std::to_string(size)), literal("page", std::to_string(number))};
}

std::string verdict(Scene scene, std::vector<spec::Aspect> aspects,
                    std::vector<std::string> fields = {}) {
  scene.model(std::move(aspects), std::move(fields));
  return told(judged(scene, "state/list", "list"));
}

const std::string kStranger = "{\"id\":\"stranger\",\"email\":\"s@x.example\"}";

TEST(Lists, ThePageCountBelongsToPagesAndToTotals) {
  Scene scene;
  create(scene, 1);
  create(scene, 2);
  std::string body = page({person(1)}, 2, 1);
  body.replace(body.find("\"pages\":2"), 9, "\"pages\":3");
  scene.step("list", at(1, 1), 200, body);
  for (const spec::Aspect aspect : {paged, totals}) {
    EXPECT_EQ(verdict(scene, {aspect}), "broken: answer to list, /pages | 2: 2 by 1 | 3");
  }
}

TEST(Lists, ContainWhatWasCreated) {
  Scene scene;
  create(scene, 1);
  Scene without = scene, beyond = scene;
  scene.step("list", {}, 200, page({kStranger, person(1)}, 2));
  without.step("list", {}, 200, page({kStranger}, 1));
  beyond.step("list", at(1, 1), 200, page({kStranger}, 2, 1));  // it may be on the next page
  EXPECT_EQ(verdict(scene, {listed}), "held");
  EXPECT_EQ(verdict(without, {listed}),
            "broken: answer to list, /people | to be listed: the person created in step 1 is "
            "active | 1 object, without it");
  EXPECT_EQ(verdict(beyond, {listed}), "not-shown");
}

TEST(Lists, LeaveOutWhatIsInAnotherStatus) {
  Scene scene;
  create(scene, 1).step("stop", {ref("id", id_of(1), 1)}, 200, "{}");
  scene.step("list", {}, 200, page({person(1)}, 1));
  EXPECT_EQ(verdict(scene, {listed}).substr(0, 99),
            "broken: answer to list, /people/0 | not to be listed: the person created in step 1 is "
            "inactive | {\"");
}

TEST(Lists, APageThatTheTotalPromisesIsNotRefused) {
  const auto second_of = [](int total) {
    Scene scene;
    create(create(create(scene, 1), 2), 3);
    scene.step("list", at(1, 2), 200, page({person(1), person(2)}, total, 2, 1));
    scene.last().walk = true;
    scene.again(at(2, 2), 404, "{}");
    return verdict(scene, {paged});
  };
  EXPECT_EQ(second_of(3), "broken: answer to list | page 2 of 3 by 2 | 404 {}");
  EXPECT_EQ(second_of(2).find("page 2 of"), std::string::npos);
}

TEST(Lists, AWrongValueIsSeenInAnyElement) {
  Scene scene;
  create(scene, 1);
  scene.step("list", {}, 200, page({kStranger, person(1, ",\"chat\":false")}, 2));
  EXPECT_EQ(verdict(scene, {defaulted}),
            "broken: answer to list, /people/1/chat | true, the default of chat, which create in "
            "step 1 left out | false");
}

TEST(Lists, PagesNeitherRepeatNorSkip) {
  Scene scene;
  create(create(create(scene, 1), 2), 3);
  const auto walk = [&](std::vector<std::vector<std::string>> pages, int total) {
    Scene of = scene;
    of.step("list", at(1, 2), 200, page(pages[0], total, 2, 1));
    of.last().walk = true;
    for (std::size_t i = 1; i < pages.size(); ++i) {
      const int number = static_cast<int>(i) + 1;
      of.again(at(number, 2), 200, page(pages[i], total, 2, number));
    }
    return of;
  };
  EXPECT_EQ(verdict(walk({{person(1), person(2)}, {person(3)}}, 3), {paged}), "held");
  EXPECT_EQ(verdict(walk({{person(1), person(2)}, {person(2)}}, 3), {paged}),
            "broken: answer to list, /people/0 | each object once | the person created in step 2 "
            "again, on page 2 of "
            "the walk");
  EXPECT_EQ(verdict(walk({{person(1), person(2)}, {kStranger}}, 3), {paged}),
            "broken: answer to list, /people | to be listed: the person created in step 3 is "
            "active | 3 objects on 2 "
            "pages, without it");
  EXPECT_EQ(verdict(walk({{person(1), person(2)}, {person(3), kStranger}}, 4), {listed}), "held");
}

TEST(Lists, AWalkDuringWhichTheTotalChangesIsNotJudged) {
  Scene scene;
  create(create(scene, 1), 2);
  scene.step("list", at(1, 1), 200, page({person(1)}, 3, 1, 1));
  scene.again(at(2, 1), 200, page({kStranger}, 2, 1, 2));
  EXPECT_EQ(verdict(scene, {listed}), "held");  // the first was seen
}

TEST(Lists, ThePageSizeIsObeyedAndShownAndSoIsItsDefault) {
  Scene scene;
  create(scene, 1);
  Scene fallback = scene, wrong = scene, many = scene, few = scene;
  fallback.step("list", {}, 200, page({person(1)}, 1));
  wrong.step("list", {}, 200, page({person(1)}, 1, 50));
  many.step("list", at(1, 1), 200, page({person(1), kStranger}, 2, 1));
  few.step("list", at(1, 2), 200, page({person(1)}, 3, 2));
  EXPECT_EQ(verdict(fallback, {paged}, {"size"}), "held");
  EXPECT_EQ(verdict(wrong, {paged}, {"size"}),
            "broken: answer to list, /size | 30, the default of size, which list in step 2 left "
            "out | 50");
  EXPECT_EQ(verdict(many, {paged}, {"size"}),
            "broken: answer to list, /people | at most 1 object | 2 objects");
  EXPECT_EQ(verdict(few, {paged}),
            "broken: answer to list, /people | 2 objects: page 1 of 3 by 2 | 1 object");
}

TEST(Lists, PagesBeyondTheLastAndTheCountOfNoPagesAreFree) {
  Scene scene;
  scene.step("list", at(7, 5), 200,
             "{\"size\":50,\"page\":1,\"pages\":1,\"total\":0,\"people\":[]}");
  EXPECT_EQ(verdict(scene, {paged, totals}), "not-shown");
  scene.step("list", at(1, 5), 200,
             "{\"size\":5,\"page\":1,\"pages\":0,\"total\":0,\"people\":[]}");
  EXPECT_EQ(verdict(scene, {totals}), "held");
}

TEST(Lists, ThePageCountAddsUp) {
  Scene scene;
  scene.step("list", at(1, 1), 200,
             "{\"size\":1,\"page\":1,\"pages\":2,\"total\":3,\"people\":[" + kStranger + "]}");
  EXPECT_EQ(verdict(scene, {totals}), "broken: answer to list, /pages | 3: 3 by 1 | 2");
}

TEST(Lists, TotalsAreJudgedOnlyBetweenEqualReads) {
  const auto totals_of = [](std::vector<int> before, std::vector<int> after) {
    Scene scene;
    for (const int total : before) scene.step("list", at(1, 1), 200, page({kStranger}, total, 1));
    create(scene, 1);
    for (const int total : after) scene.step("list", at(1, 1), 200, page({kStranger}, total, 1));
    return verdict(scene, {totals});
  };
  EXPECT_EQ(totals_of({5, 5}, {6, 6}), "held");
  EXPECT_EQ(totals_of({5, 5}, {5, 5}),
            "broken: answer to list, /total | 6: 5 in step 1, and 1 more since | 5");
  EXPECT_EQ(totals_of({5, 6}, {6, 6}), "held");  // not framed: only each page by itself
  EXPECT_EQ(totals_of({5}, {9}), "held");
}

TEST(Lists, TotalsAreNotJudgedWhereOthersCameOrWentInBetween) {
  const std::string other = "{\"id\":\"other\",\"email\":\"o@x.example\"}";
  Scene left, stayed;
  for (int i = 0; i < 2; ++i) left.step("list", {}, 200, page({kStranger, other}, 2));
  stayed = left;
  create(left, 1);
  create(stayed, 1);
  for (int i = 0; i < 2; ++i) {
    left.step("list", {}, 200, page({kStranger, person(1)}, 2));
    stayed.step("list", {}, 200, page({kStranger, other}, 2));
  }
  EXPECT_EQ(verdict(left, {totals}), "held");  // only each page by itself
  EXPECT_EQ(verdict(stayed, {totals}).substr(0, 6), "broken");
}

}  // namespace
}  // namespace assay::conformance
