#include "runners/evidence.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "runners/session_test.h"

namespace assay::runners {
namespace {

// A page of so many users, of whom the last is called `token`.
spec::Exchange page(std::size_t users, const std::string& token) {
  spec::Json list = spec::Json::array();
  for (std::size_t k = 0; k < users; ++k) {
    const bool mine = k + 1 == users;
    const std::string name = mine ? token : std::string(1000, 'x');
    list.items().push_back(spec::Json::object({{"name", spec::Json::string(name)}}));
  }
  spec::Answer answer;
  answer.status = 200;
  answer.media_type = "application/json";
  answer.json = spec::Json::object({{"users", std::move(list)}});
  answer.body = spec::dump(*answer.json);
  spec::Exchange exchange;
  exchange.step = 1;
  exchange.request.names.push_back({token, "<run>"});
  exchange.outcome = std::move(answer);
  return exchange;
}

TEST(Evidence, OfALongListKeepsItsBeginningTheTrialsOwnItemsAndTheOneAtFault) {
  const std::vector<spec::Exchange> exchanges{page(500, "token-of-the-run")};
  spec::Verdict verdict;
  verdict.where = "answer to userList, /users/77/name";
  const spec::Evidence evidence = evidence_of({}, exchanges, verdict);
  const spec::Answer& kept = *evidence.exchanges.front().answer();
  const auto& items = kept.json->find("users")->items();
  ASSERT_EQ(items.size(), 500u) << "places stay what they were";
  for (const std::size_t at : {0u, 2u, 77u, 499u}) EXPECT_TRUE(items[at].is_object()) << at;
  for (const std::size_t at : {3u, 7u, 76u, 78u, 498u}) EXPECT_TRUE(items[at].is_null()) << at;
  const std::string& whole = exchanges.front().answer()->body;
  EXPECT_EQ(kept.body, whole.substr(0, 64 * 1024));
  ASSERT_TRUE(kept.cut);
  EXPECT_EQ(kept.cut->size, whole.size());
}

TEST(Evidence, OfAModestAnswerIsTheAnswer) {
  const std::vector<spec::Exchange> exchanges{page(40, "token-of-the-run")};
  const spec::Evidence evidence = evidence_of({}, exchanges, {});
  const spec::Answer& kept = *evidence.exchanges.front().answer();
  EXPECT_EQ(kept.body, exchanges.front().answer()->body);
  EXPECT_EQ(*kept.json, *exchanges.front().answer()->json);
  EXPECT_FALSE(kept.cut);
}

spec::Step step_of(int id, const char* operation, std::vector<spec::StepField> fields = {}) {
  spec::Step step;
  step.id = id;
  step.operation = embedded_contract().index_of(*embedded_contract().find(operation));
  step.fields = std::move(fields);
  return step;
}

TEST(Evidence, OfARequestThatKilledTheTargetHasNoIdleReads) {
  for (const int source : {1, 2}) {
    spec::Evidence evidence;
    const spec::StepField id{"id", spec::Value::ref(source, "/id"), false};
    evidence.trial.steps = {step_of(1, "userCreate"), step_of(2, "userGet"), step_of(3, "userList"),
                            step_of(4, "userUpdate", {id}), step_of(5, "userGet")};
    evidence.trial.intent.subject = 5;
    evidence.verdict.step = 4;
    for (const int step : {1, 2, 3, 4}) {
      spec::Exchange exchange;
      exchange.step = step;
      evidence.exchanges.push_back(exchange);
    }
    const spec::Evidence left = without_idle_steps(embedded_contract(), std::move(evidence));
    std::vector<int> steps, sent;
    for (const spec::Step& step : left.trial.steps) steps.push_back(step.id);
    for (const spec::Exchange& exchange : left.exchanges) sent.push_back(exchange.step);
    EXPECT_EQ(steps, source == 1 ? (std::vector<int>{1, 4}) : (std::vector<int>{1, 2, 4}));
    EXPECT_EQ(sent, steps);
    EXPECT_EQ(left.trial.intent.subject, 4);
  }
}

}  // namespace
}  // namespace assay::runners
