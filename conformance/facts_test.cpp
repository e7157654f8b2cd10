// Facts: what a probe's exchanges say about a target.
#include "conformance/facts.h"

#include <gtest/gtest.h>

#include <functional>

#include "conformance/scene_for_tests.h"

namespace assay::conformance {
namespace {

using namespace testing;

struct Target {
  std::function<std::string(int n, const std::string& name, bool chat)>
      shows;  // in a reader's answer
  std::function<std::string(int n)> id = [](int n) { return "id-" + std::to_string(n); };
};

std::string token(int n) {
  return std::string("n1k3j9x2mq7w").append(std::to_string(n));
}

// Four creations A, B, A, B in one trial, each read once.
Facts probe(const Target& target) {
  Scene scene;
  for (int n = 1; n <= 4; ++n) {
    const bool chat = n % 2 == 0;
    const std::string email =
        std::string("u").append(std::to_string(n)).append(".k3j9x2mq7w@example.com");
    scene.step(
        "create",
        {fresh("email", email), fresh("name", token(n)), literal("chat", chat ? "true" : "false")},
        200, "{\"id\":\"" + target.id(n) + "\",\"email\":\"email_address\"}");
    scene.step("get", {ref("id", target.id(n), 2 * n - 1)}, 200,
               "{\"id\":\"" + target.id(n) + "\"," + target.shows(n, token(n), chat) + "}");
  }
  return settle_facts(book(), {{scene.trial, scene.exchanges}});
}

bool reflected(const Facts& facts, const char* attribute) {
  return facts.reflected(book().index_of(*book().find("get")), attribute);
}

std::string shown(const std::string& name, bool chat) {
  return "\"name\":\"" + name + "\",\"chat\":" + (chat ? "true" : "false");
}

TEST(Facts, AReaderThatFollowsReflects) {
  const Facts facts =
      probe({[](int, const std::string& name, bool chat) { return shown(name, chat); }});
  EXPECT_TRUE(facts.memory);
  EXPECT_TRUE(facts.distinct_objects);
  EXPECT_TRUE(reflected(facts, "name"));
  EXPECT_TRUE(reflected(facts, "chat"));
  EXPECT_FALSE(reflected(facts, "note"));
}

TEST(Facts, AStaticMockHasNoMemoryAndReflectsNothing) {
  const Facts facts = probe({[](int, const std::string&, bool) { return shown("Zoomie", true); },
                             [](int) { return std::string("unique_id"); }});
  EXPECT_FALSE(facts.memory);
  EXPECT_FALSE(facts.distinct_objects);
  EXPECT_FALSE(reflected(facts, "name"));
  EXPECT_FALSE(reflected(facts, "chat"));
}

TEST(Facts, AStaticKeyOfAKeepingTargetIsNotReflected) {
  const Facts facts =
      probe({[](int, const std::string& name, bool) { return shown(name, false); }});
  EXPECT_TRUE(facts.memory);
  EXPECT_FALSE(reflected(facts, "chat"));
}

TEST(Facts, AKeyThatStandsStillIsReflectedWhereAnotherReaderFollowsIt) {
  for (const bool other_follows : {true, false}) {
    Scene scene;
    for (int n = 1; n <= 4; ++n) {
      const bool chat = n % 2 == 0;
      const std::string id = "id-" + std::to_string(n);
      const std::string email = "u" + std::to_string(n) + ".k3j9x2mq7w@example.com";
      scene.step("create",
                 {fresh("email", email), fresh("name", token(n)),
                  literal("chat", chat ? "true" : "false")},
                 200, "{\"id\":\"" + id + "\"}");
      scene.step("get", {ref("id", id, 3 * n - 2)}, 200,
                 "{\"id\":\"" + id + "\"," + shown(token(n), false) + "}");
      scene.step("find", {fresh("email", email)}, 200,
                 "{\"id\":\"" + id + "\"," + shown(token(n), other_follows && chat) + "}");
    }
    const Facts facts = settle_facts(book(), {{scene.trial, scene.exchanges}});
    EXPECT_EQ(reflected(facts, "chat"), other_follows);
  }
}

TEST(Facts, AWrongValueThatIsMovedByWhatIsSentIsReflected) {
  const Facts facts = probe({[](int n, const std::string& name, bool chat) {
    return shown(n == 1 ? name : name.substr(0, 9), !chat);
  }});
  EXPECT_TRUE(facts.memory);
  EXPECT_TRUE(reflected(facts, "name"));
  EXPECT_TRUE(reflected(facts, "chat"));
}

TEST(Facts, RandomValuesAreNeitherMemoryNorReflection) {
  const Facts facts = probe({[](int n, const std::string&, bool) {
    return shown("r" + std::string(8, static_cast<char>('a' + n)), n > 2);
  }});
  EXPECT_FALSE(facts.memory);
  EXPECT_FALSE(reflected(facts, "chat"));
}

TEST(Facts, ATextThatTheRequestItselfCarriesIsNoMemory) {
  Scene scene;
  scene.step("create", {fresh("email", "u1.k3j9x2mq7w@example.com")}, 200, "{\"id\":\"x\"}");
  scene.step("find", {fresh("email", "u1.k3j9x2mq7w@example.com")}, 200,
             "{\"id\":\"x\",\"email\":\"u1.k3j9x2mq7w@example.com\"}");
  EXPECT_FALSE(settle_facts(book(), {{scene.trial, scene.exchanges}}).memory);
}

TEST(Facts, AnUpdateMovesWhatIsReadAfterIt) {
  Scene scene;
  scene.step("create", {fresh("email", "u1.k3j9x2mq7w@example.com")}, 200, "{\"id\":\"id-1\"}");
  for (const char* rank : {"2", "5", "2", "5"}) {
    scene.step("update", {ref("id", "id-1", 1), literal("rank", rank)}, 200, "{}");
    scene.step("get", {ref("id", "id-1", 1)}, 200, std::string("{\"rank\":\"") + rank + "\"}");
  }
  const Facts facts = settle_facts(book(), {{scene.trial, scene.exchanges}});
  EXPECT_TRUE(reflected(facts, "rank"));
}

TEST(Facts, CredentialsAreCheckedWhereWrongOnesAreRefusedAndRightOnesAreNot) {
  Scene both, refuses, takes;
  const auto wrong = [](Scene& scene, int status) {
    scene.step("exists", {literal("email", "a@b.example")}, status, "{}");
    scene.last().credentials.push_back({0, spec::CredentialChange::How::wrong});
  };
  both.step("exists", {literal("email", "a@b.example")}, 200, "{}");
  takes = both;
  wrong(both, 401), wrong(refuses, 401), wrong(takes, 200);
  const auto checks = [](const Scene& scene) {
    return settle_facts(book(), {{scene.trial, scene.exchanges}}).checks_credentials;
  };
  EXPECT_TRUE(checks(both));
  EXPECT_FALSE(checks(refuses));
  EXPECT_FALSE(checks(takes));
}

TEST(Facts, AnOperationThatTakesNothingIsShut) {
  Scene scene;
  scene.step("get", {fresh("id", "a")}, 404, "{}").step("list", {}, 400, "{}");
  scene.step("list", {}, 200, "{}").step("erase", {fresh("id", "a")}, 429, "{}");
  scene.step("exists", {fresh("email", "a@b.example")}, 401, "{}");
  scene.last().credentials.push_back({0, spec::CredentialChange::How::wrong});
  const Facts facts = settle_facts(book(), {{scene.trial, scene.exchanges}});
  EXPECT_EQ(facts.shut, std::set<std::size_t>{book().index_of(*book().find("get"))});
}

TEST(Facts, EveryPathUnknown) {
  Scene scene;
  scene.step("get", {fresh("id", "a")}, 404, "").step("list", {}, 404, "");
  EXPECT_TRUE(settle_facts(book(), {{scene.trial, scene.exchanges}}).every_path_unknown);
  scene.step("list", {}, 200, "{}");
  const Facts facts = settle_facts(book(), {{scene.trial, scene.exchanges}});
  EXPECT_FALSE(facts.every_path_unknown);
  EXPECT_EQ(facts.accepted, std::set<std::size_t>{book().index_of(*book().find("list"))});
}

TEST(Facts, AReaderThatIsOneValueBehindFollows) {
  const auto later = [](const char* other) {
    return probe({[other](int n, const std::string&, bool chat) {
      const char* before = chat ? "false" : "true";
      return std::string("\"chat\":") + (n == 1 ? "null" : n == 4 ? other : before);
    }});
  };
  EXPECT_TRUE(reflected(later("false"), "chat"));
  EXPECT_FALSE(reflected(later("true"), "chat")) << "as it likes";
}

}  // namespace
}  // namespace assay::conformance
