#include "runners/executor.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "runners/scripted_server_test.h"
#include "spec/load.h"

namespace assay::runners {
namespace {

constexpr const char* kOk =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

spec::Contract embedded() {
  auto loaded = spec::load_contract(spec::embedded_document(), {spec::embedded_overlay()});
  return std::move(*loaded.contract);
}

// A trial that sends the contract's first operation so often.
spec::Trial of_steps(int count) {
  spec::Trial trial;
  for (int id = 1; id <= count; ++id) {
    spec::Step step;
    step.id = id;
    step.operation = 0;
    trial.steps.push_back(std::move(step));
  }
  trial.intent.subject = count;
  return trial;
}

class Sender {
 public:
  explicit Sender(const ScriptedServer& server)
      : target_(std::get<Target>(parse_target(server.url()))) {
    binding_.contract = &contract_;
    binding_.base_url = target_.url();
  }
  Sent send(const spec::Trial& trial) {
    return executor_.send(trial, {"run", "first:law", ++trials_, 0}, judge_);
  }

 private:
  spec::Contract contract_ = embedded();
  Target target_;
  Binding binding_;
  SharedState shared_;
  conformance::Judge judge_{contract_};
  Executor executor_{binding_, target_, {}, std::chrono::seconds{1}, shared_};
  std::size_t trials_ = 0;
};

void answer_once(Peer& peer) {
  peer.request();
  peer.send(kOk);
  peer.request();  // read, and never answered
}

bool all_answered(const Sent& sent) {
  return std::all_of(sent.exchanges.begin(), sent.exchanges.end(),
                     [](const spec::Exchange& e) { return e.answer() != nullptr; });
}

TEST(Executor, AServerThatDropsEveryKeptConnectionWithoutAWordIsToBlameForNothing) {
  ScriptedServer server(answer_once);
  Sender sender(server);
  for (int i = 0; i < 12; ++i) {
    const Sent sent = sender.send(of_steps(4));
    EXPECT_FALSE(sent.target_gone);
    EXPECT_EQ(sent.exchanges.size(), 4u);
    EXPECT_TRUE(all_answered(sent)) << "trial " << i;
  }
}

TEST(Executor, WhatAnAttemptGotBeforeItWasGivenUpIsKeptForTheWatchers) {
  ScriptedServer server(answer_once);
  Sender sender(server);
  const Sent sent = sender.send(of_steps(2));
  EXPECT_TRUE(all_answered(sent));
  ASSERT_EQ(sent.abandoned.size(), 2u);  // the third attempt uses new connections only
  for (const std::vector<spec::Exchange>& answered : sent.abandoned) {
    ASSERT_EQ(answered.size(), 1u);
    EXPECT_NE(answered[0].answer(), nullptr);
  }
}

TEST(Executor, ARequestThatIsNotAnsweredOnANewConnectionEitherIsTheFaultOfTheServer) {
  ScriptedServer server([](Peer& peer) { peer.request(); });
  Sender sender(server);
  const Sent sent = sender.send(of_steps(1));
  ASSERT_EQ(sent.exchanges.size(), 1u);
  ASSERT_NE(sent.exchanges[0].fault(), nullptr);
  EXPECT_EQ(sent.exchanges[0].fault()->kind, spec::Fault::Kind::closed);
}

}  // namespace
}  // namespace assay::runners
