// The engine and a server that dies, hangs, fails once or goes away.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "runners/session_test.h"
#include "runners/variant_server_test.h"

namespace assay::runners {
namespace {

using mock::WireReply;
using mock::WireRequest;
using spec::Reason;
using Outcome = spec::Finding::Outcome;

// A server that does `act` instead of answering where `when` says so.
class Faulty {
 public:
  using When = std::function<bool(const WireRequest&, int number)>;
  using Act = std::function<void(VariantServer&, Peer&)>;

  Faulty(When when, Act act) {
    Variant variant;
    variant.before = [this](WireRequest& request) { request_ = request; };
    variant.write = [this, when, act](Peer& peer, const WireReply& reply, int number) {
      if (!when(request_, number)) {
        peer.send(http_text(reply));
        return true;
      }
      act(*server_, peer);
      return false;
    };
    server_ = std::make_unique<VariantServer>(embedded_contract(), std::move(variant));
  }

  SessionResult run(SessionOptions options, std::size_t cases = 2) const {
    options.url = server_->url();
    options.jobs = 1;
    options.cases = cases;
    return run_session(embedded_contract(), options);
  }

 private:
  WireRequest request_;
  std::unique_ptr<VariantServer> server_;
};

bool asks(const WireRequest& request, const char* operation) {
  const spec::Operation* found = operation_of(request);
  return found != nullptr && found->id == operation;
}

std::size_t skipped_as(const SessionResult& result, Reason reason) {
  return static_cast<std::size_t>(
      std::ranges::count_if(result.findings, [&](const spec::Finding& finding) {
        return finding.outcome == Outcome::skipped && finding.reason == reason;
      }));
}

TEST(EngineFault, AServerThatARequestKillsIsBrokenByThatRequest) {
  const Faulty faulty(
      [](const WireRequest& request, int) {
        return asks(request, "userUpdate") && request.body.find("%27") != std::string::npos;
      },
      [](VariantServer& server, Peer& peer) {
        server.die();
        peer.close();
      });
  SessionOptions options;
  options.only = {"userUpdate", "accept"};
  const SessionResult result = faulty.run(options);
  EXPECT_EQ(result.summary.exit_status, 1);
  EXPECT_FALSE(result.summary.target_gone.empty());
  ASSERT_EQ(result.broken().size(), 1u) << result.tell_broken();
  const spec::Finding& finding = *result.broken().front();
  EXPECT_EQ(result.name_of(finding), "userUpdate:robust");
  EXPECT_EQ(finding.note, "the target did not answer any more after this request");
  EXPECT_NE(finding.smallest->exchanges.back().request.body.find("%27"), std::string::npos);
  EXPECT_GT(skipped_as(result, Reason::target_gone), 0u);
}

TEST(EngineFault, WhatOnlyTheProbeMeetsIsMadeSmallerToo) {
  Variant variant;
  variant.write = [](Peer& peer, const WireReply& reply, int) {
    WireReply spoilt = reply;
    const bool assistants = reply.body.find("\"users\":[{") != std::string::npos &&
                            reply.body.find("page_size") == std::string::npos;
    if (assistants) spoilt.body.insert(spoilt.body.rfind(']'), ",");
    peer.send(http_text(spoilt));
    return true;
  };
  VariantServer server(embedded_contract(), std::move(variant));
  SessionOptions options;
  options.url = server.url();
  options.jobs = 1;
  options.only = {"userScheduleforhostList:robust"};
  const SessionResult result = run_session(embedded_contract(), options);
  ASSERT_EQ(result.broken().size(), 1u) << result.tell_broken();
  const spec::Finding& finding = *result.broken().front();
  EXPECT_GT(finding.first->exchanges.size(), 8u);
  EXPECT_EQ(finding.smallest->exchanges.size(), 4u)
      << "two users, one related to the other, listed";
  EXPECT_FALSE(finding.flaky);
}

TEST(EngineFault, ATargetThatGoesAwayHalfWayIsToldAsSuch) {
  Variant variant;
  std::unique_ptr<VariantServer> server;
  variant.write = [&server](Peer& peer, const WireReply& reply, int number) {
    const bool last = number == 1500;
    if (last) server->die();
    peer.send(http_text(reply, last ? "Connection: close\r\n" : ""));
    return !last;
  };
  server = std::make_unique<VariantServer>(embedded_contract(), std::move(variant));
  SessionOptions options;
  options.url = server->url();
  options.jobs = 1;
  options.junit = ::testing::TempDir() + "assay-half-way.xml";
  const SessionResult result = run_session(embedded_contract(), options);
  std::remove(options.junit.c_str());
  EXPECT_EQ(result.tell_broken(), "");
  EXPECT_EQ(result.summary.exit_status, 3);
  EXPECT_EQ(result.summary.target_gone, "nobody listens at " + options.url + " any more");
  EXPECT_GT(result.summary.held, 0u);
  EXPECT_GT(skipped_as(result, Reason::target_gone), 100u);
  EXPECT_LE(result.summary.errors, 1u);  // what was begun
}

TEST(EngineFault, ATargetThatDiesUnderAPlainRequestLikeManyBeforeIsGoneAndNothingIsBroken) {
  const Faulty faulty(
      [](const WireRequest& request, int number) {
        return number >= 1000 && asks(request, "userGet") && request.body.size() < 200;
      },
      [](VariantServer& server, Peer& peer) {
        server.die();
        peer.close();
      });
  SessionOptions options;
  options.only = {"userGet:state/lookup"};
  const SessionResult result = faulty.run(options, 400);
  EXPECT_EQ(result.tell_broken(), "");
  EXPECT_EQ(result.summary.exit_status, 3);
  EXPECT_NE(result.summary.target_gone.find("any more; userGet was under way"), std::string::npos)
      << result.summary.target_gone;
}

TEST(EngineFault, ARequestThatHangsIsFoundAndTheRestIsTested) {
  const Faulty faulty(
      [](const WireRequest& request, int) {
        return asks(request, "userUpdate") && request.body.find("%27") != std::string::npos;
      },
      [](VariantServer&, Peer& peer) { peer.hold(); });
  SessionOptions options;
  options.only = {"userUpdate:robust", "userUpdate:accept/minimal"};
  options.timeout = std::chrono::milliseconds(700);
  const SessionResult result = faulty.run(options);
  EXPECT_EQ(result.summary.exit_status, 1);
  const spec::Finding& finding = result.at("userUpdate:robust");
  ASSERT_EQ(finding.outcome, Outcome::broken);
  EXPECT_FALSE(finding.flaky);
  EXPECT_LE(finding.shrinks, 8u);  // each costs a timeout
  ASSERT_NE(finding.smallest->exchanges.back().fault(), nullptr) << result.tell_broken();
  EXPECT_EQ(finding.smallest->exchanges.back().fault()->kind, spec::Fault::Kind::timeout);
  EXPECT_EQ(result.at("userUpdate:accept/minimal").outcome, Outcome::held);
}

TEST(EngineFault, AnOperationThatAlwaysHangsIsToldAndThenHardlyAskedAnyMore) {
  const auto hung = std::make_shared<std::size_t>(0);
  const Faulty faulty(
      [](const WireRequest& request, int) { return asks(request, "userGetbyemail"); },
      [hung](VariantServer&, Peer& peer) {
        ++*hung;
        peer.hold();
      });
  SessionOptions options;
  options.only = {"userGetbyemail", "userGet:accept/minimal"};
  options.timeout = std::chrono::milliseconds(200);
  const SessionResult result = faulty.run(options);
  EXPECT_EQ(result.summary.exit_status, 1);
  ASSERT_EQ(result.broken().size(), 1u) << result.tell_broken();
  EXPECT_FALSE(result.at("userGetbyemail:robust").flaky);
  EXPECT_EQ(result.at("userGet:accept/minimal").outcome, Outcome::held);
  ASSERT_FALSE(result.summary.warnings.empty());
  EXPECT_TRUE(result.summary.warnings.back().starts_with("userGetbyemail hung several times"));
  EXPECT_LT(*hung, 40u);
}

TEST(EngineFault, WhatFailsOnceIsBrokenAndFlakyWithBothExchanges) {
  auto reads = std::make_shared<int>(0);
  const Faulty faulty([reads](const WireRequest& request,
                              int) { return asks(request, "userGet") && ++*reads == 40; },
                      [](VariantServer&, Peer& peer) { peer.send(http_text(refusal(500))); });
  SessionOptions options;
  options.only = {"userGet", "state/read"};
  const SessionResult result = faulty.run(options);
  ASSERT_EQ(result.broken().size(), 1u) << result.tell_broken();
  const spec::Finding& finding = *result.broken().front();
  EXPECT_EQ(result.name_of(finding), "userGet:robust");
  EXPECT_TRUE(finding.flaky);
  ASSERT_TRUE(finding.first && finding.repeated);
  const auto failed = [](const spec::Exchange& exchange) {
    return exchange.answer() != nullptr && exchange.answer()->status == 500;
  };
  EXPECT_TRUE(std::ranges::any_of(finding.first->exchanges, failed));
  EXPECT_TRUE(std::ranges::none_of(finding.repeated->exchanges, failed));
}

TEST(EngineFault, AResetOnANewConnectionIsTheServersFault) {
  const Faulty faulty([](const WireRequest& request, int) { return asks(request, "userPending"); },
                      [](VariantServer&, Peer& peer) { peer.reset(); });
  SessionOptions options;
  options.only = {"userPending:accept", "userPending:robust"};
  const SessionResult result = faulty.run(options);
  ASSERT_EQ(result.broken().size(), 1u) << result.tell_broken();
  EXPECT_EQ(result.name_of(*result.broken().front()), "userPending:robust");
  EXPECT_FALSE(result.broken().front()->flaky);
}

TEST(EngineFault, ATargetWithoutOurPathsGetsAHint) {
  VariantServer server(embedded_contract(), {});
  SessionOptions options;
  options.url = server.url() + "/nowhere";
  options.jobs = 1;
  options.cases = 1;
  options.only = {"accept/minimal"};
  const SessionResult result = run_session(embedded_contract(), options);
  EXPECT_NE(result.summary.exit_status, 0);
  ASSERT_EQ(result.summary.warnings.size(), 1u);
  EXPECT_EQ(result.summary.warnings.front().substr(0, 66),
            "every path of the contract is unknown to the target (404); is the ");
}

TEST(EngineFault, WhereEverythingIsForbiddenNothingWasTested) {
  Variant variant;
  variant.instead = [](const WireRequest&) { return refusal(401); };
  VariantServer server(embedded_contract(), std::move(variant));
  SessionOptions options;
  options.url = server.url();
  options.jobs = 1;
  options.cases = 1;
  const SessionResult result = run_session(embedded_contract(), options);
  EXPECT_EQ(result.tell_broken(), "");
  EXPECT_EQ(result.summary.exit_status, 4);
  ASSERT_EQ(result.summary.warnings.size(), 1u);
  EXPECT_TRUE(
      result.summary.warnings.front().starts_with("not one request was accepted; are the "));
}

}  // namespace
}  // namespace assay::runners
