// A contract that declares no resource, and one whose credentials nobody can send: what a refusal
// then shows.
#include <gtest/gtest.h>

#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "conformance/scene_for_tests.h"
#include "spec/load.h"

namespace assay::conformance {
namespace {

using namespace testing;

const spec::Contract& plain() {
  static const spec::LoadedContract loaded = spec::load_contract({"plain.yaml", R"(
openapi: 3.0.1
info: {title: Plain, version: '1'}
security: [{nowhere: []}]
paths:
  /search:
    post:
      operationId: search
      security: []
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              properties:
                text: {type: string}
                page: {type: string, default: '1'}
                deep: {type: boolean}
      responses: {'200': {description: ok}}
  /page:
    post:
      operationId: page
      security: []
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {number: {type: string, default: '1'}}}
      responses: {'200': {description: ok}}
  /shown:
    post:
      operationId: shown
      responses:
        '200':
          description: ok
          content: {application/json: {example: {name: Ann, pages: 1}}}
  /secret:
    post:
      operationId: secret
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {deep: {type: boolean}}}
      responses: {'200': {description: ok}}
)"},
                                                                 {});
  if (!loaded.contract) throw std::logic_error("the test's contract doesn't load");
  return *loaded.contract;
}

std::size_t at(std::string_view operation) {
  return plain().index_of(*plain().find(operation));
}

// One request that was answered with `status`, as it is in this contract.
Scene asked(std::string_view operation, std::vector<Sent> fields, int status) {
  Scene scene;
  scene.step("list", std::move(fields), status, "{}").expect(spec::Intent::Expect::accepted);
  scene.last().operation = at(operation);
  scene.exchanges.back().operation = at(operation);
  return scene;
}

std::string verdict(std::string_view operation, std::vector<Sent> fields, int status,
                    const Facts& facts) {
  const Scene scene = asked(operation, std::move(fields), status);
  Judge judge(plain());
  return told(judge.judge(spec::make_law("accept/any", at(operation)), facts, scene.trial,
                          scene.exchanges))
      .substr(0, 16);
}

TEST(Undeclared, ATextMayNameSomethingUnlessItWasTakenTwice) {
  Facts facts;
  const Sent text = literal("text", "a"), deep = literal("deep", "true");
  EXPECT_EQ(verdict("search", {text, deep}, 400, facts), "no-source");
  facts.accepted = {at("search")};
  EXPECT_EQ(verdict("search", {text, deep}, 400, facts), "no-source");
  EXPECT_EQ(verdict("search", {deep}, 400, facts), "broken: answer t");
  facts.taken_twice = {{at("search"), "text"}};
  EXPECT_EQ(verdict("search", {text, deep}, 400, facts), "broken: answer t");
  EXPECT_EQ(verdict("search", {text, deep}, 200, facts), "held");
}

TEST(Undeclared, ATextThatIsNotThereMayBeNeededUnlessSomethingWasTaken) {
  Facts facts;
  EXPECT_EQ(verdict("search", {}, 400, facts), "no-source");
  facts.accepted = {at("search")};
  EXPECT_EQ(verdict("search", {}, 400, facts), "broken: answer t");
}

TEST(Undeclared, AnotherTextThanTheDefaultMayBeInvalidTheDefaultIsNot) {
  const Facts facts;
  EXPECT_EQ(verdict("page", {literal("number", "a")}, 400, facts), "no-source");
  EXPECT_EQ(verdict("page", {literal("number", "1")}, 400, facts), "broken: answer t");
  EXPECT_EQ(verdict("page", {}, 400, facts), "broken: answer t");
}

TEST(Undeclared, CredentialsThatCannotBeSentMayBeWhatIsMissing) {
  Facts facts;
  for (const int status : {400, 401, 403, 422})
    EXPECT_EQ(verdict("secret", {}, status, facts), "nothing-accepted") << status;
  EXPECT_EQ(verdict("secret", {}, 404, facts), "broken: answer t");
  facts.accepted = {at("secret")};
  EXPECT_EQ(verdict("secret", {}, 400, facts), "broken: answer t");
}

TEST(Undeclared, TheProbeTellsWhichTextsAreTakenTwice) {
  const auto taken = [](const std::vector<std::pair<std::string, std::string>>& sent) {
    std::vector<ProbeRun> runs;
    for (const auto& [name, text] : sent) {
      const Scene scene = asked("search", {literal(name, text)}, text == "refused" ? 400 : 200);
      runs.push_back({scene.trial, scene.exchanges});
    }
    return settle_facts(plain(), runs).taken_twice;
  };
  const std::set<std::pair<std::size_t, std::string>> none, text{{at("search"), "text"}};
  EXPECT_EQ(taken({{"text", "a"}, {"text", "a"}}), text);
  EXPECT_EQ(taken({{"text", "a"}, {"text", "b"}}), none);
  EXPECT_EQ(taken({{"text", "refused"}, {"text", "refused"}}), none);
  EXPECT_EQ(taken({{"page", "1"}, {"page", "1"}}), none) << "the default is always good";
  std::vector<ProbeRun> runs;
  for (const char* name : {"one", "two"}) {
    const Scene scene = asked("search", {fresh("text", name)}, 200);
    runs.push_back({scene.trial, scene.exchanges});
  }
  EXPECT_EQ(settle_facts(plain(), runs).taken_twice, text);
}

TEST(Undeclared, AnErrorInsteadOfAllThatIsDocumentedIsARefusal) {
  const auto received = [](std::string_view operation, const std::string& answer) {
    Scene scene;
    scene.step("list", {}, 200, answer);
    scene.exchanges.back().operation = at(operation);
    return receive(plain(), scene.exchanges.back());
  };
  EXPECT_EQ(received("shown", R"({"error": {"code": 300}})"), Reception::refused);
  EXPECT_EQ(received("shown", R"({"error": "no such user", "trace": 1})"), Reception::refused);
  EXPECT_EQ(received("shown", R"({"error": null})"), Reception::accepted);
  EXPECT_EQ(received("shown", R"({"error": {"code": 0}, "name": "Ann"})"), Reception::accepted);
  EXPECT_EQ(received("shown", R"({"message": "no"})"), Reception::accepted);
  EXPECT_EQ(received("page", R"({"error": {"code": 300}})"), Reception::accepted)
      << "nothing of its answers is documented";
  EXPECT_EQ(received("shown", "[]"), Reception::accepted);
}

}  // namespace
}  // namespace assay::conformance
