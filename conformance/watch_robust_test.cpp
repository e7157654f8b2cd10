#include "conformance/watch_robust.h"

#include <gtest/gtest.h>

#include <string>

namespace assay::conformance {
namespace {

using spec::Answer;
using spec::Exchange;
using spec::Fault;

spec::Contract contract() {
  spec::Contract out;
  spec::Operation get;
  get.id = "userGet";
  get.method = "POST";
  get.path = "/user/get";
  out.operations.push_back(get);
  get.id = "userPatch";
  get.method = "PATCH";
  out.operations.push_back(get);
  return out;
}

Exchange answered(int status, std::string body, std::string media_type = "application/json",
                  const std::string& method = "POST") {
  Exchange exchange;
  exchange.step = 2;
  exchange.request.method = method;
  Answer answer;
  answer.status = status;
  answer.body = std::move(body);
  answer.media_type = std::move(media_type);
  auto parsed = spec::parse_json(answer.body);
  if (auto* text = std::get_if<spec::JsonText>(&parsed)) {
    answer.json = std::move(text->value);
    answer.duplicate_keys = std::move(text->duplicate_keys);
  } else if (!answer.body.empty()) {
    answer.json_error = std::get<spec::JsonError>(parsed).what;
  }
  exchange.outcome = std::move(answer);
  return exchange;
}

Exchange faulted(Fault::Kind kind, std::string detail = "after 3.0 s") {
  Exchange exchange = answered(200, "{}");
  exchange.outcome = Fault{kind, std::move(detail), 0, "HT"};
  return exchange;
}

std::string fault_of(const Exchange& exchange) {
  const auto verdict = watch_robust(contract(), exchange);
  return verdict ? verdict->fault : "";
}

TEST(WatchRobust, OrdinaryAnswersAreNoneOfItsBusiness) {
  EXPECT_EQ(fault_of(answered(200, R"({"id":1})")), "");
  EXPECT_EQ(fault_of(answered(404, "not found", "text/plain")), "");
  EXPECT_EQ(fault_of(answered(204, "", "")), "");
  EXPECT_EQ(fault_of(answered(200, "")), "") << "shape's";
  EXPECT_EQ(fault_of(answered(302, "", "")), "");
  EXPECT_EQ(fault_of(answered(429, "slow down", "text/plain")), "");
}

TEST(WatchRobust, AServerErrorIsBroken) {
  const auto verdict = watch_robust(contract(), answered(500, "<h1>Oops</h1>", "text/html"));
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->kind, spec::Verdict::Kind::broken);
  EXPECT_EQ(verdict->step, 2);
  EXPECT_EQ(verdict->where, "answer to userGet, status");
  EXPECT_EQ(verdict->expected, "any status below 500");
  EXPECT_EQ(verdict->got, "500, the body \"<h1>Oops</h1>\"");
  EXPECT_EQ(verdict->fault, "robust, userGet, 5xx");
  EXPECT_EQ(fault_of(answered(503, "", "")), "robust, userGet, 5xx");
  EXPECT_EQ(fault_of(answered(999, "", "")), "robust, userGet, status");
}

TEST(WatchRobust, APoliteWaitAndAnUnknownMethodAreFine) {
  Exchange busy = answered(503, "", "");
  std::get<Answer>(busy.outcome).headers.push_back({"retry-after", "1"});
  EXPECT_EQ(fault_of(busy), "");
  EXPECT_EQ(fault_of(answered(501, "", "", "PUT")), "");
  EXPECT_EQ(fault_of(answered(501, "", "", "POST")), "robust, userGet, 5xx");
  EXPECT_EQ(fault_of(answered(501, "", "", "PATCH")), "robust, userGet, 5xx");
  EXPECT_EQ(fault_of(answered(500, "", "", "PUT")), "robust, userGet, 5xx");
}

TEST(WatchRobust, EveryTransportFaultIsBrokenButNobodyListening) {
  for (const Fault::Kind kind : {Fault::Kind::timeout, Fault::Kind::closed, Fault::Kind::reset,
                                 Fault::Kind::cut, Fault::Kind::malformed, Fault::Kind::endless}) {
    const auto verdict = watch_robust(contract(), faulted(kind));
    ASSERT_TRUE(verdict) << to_string(kind);
    EXPECT_EQ(verdict->fault, "robust, userGet, " + std::string(to_string(kind)));
    EXPECT_NE(verdict->got.find("after 3.0 s; received \"HT\""), std::string::npos) << verdict->got;
  }
  EXPECT_EQ(fault_of(faulted(Fault::Kind::refused)), "");
  EXPECT_EQ(fault_of(faulted(Fault::Kind::unsent)), "");
}

TEST(WatchRobust, AnAnswerLabelledJsonIsOneJsonText) {
  for (const char* body : {R"({"a":1}{"a":1})", R"({"a":)", "{\"a\":\"\xff\"}", R"({"a":NaN})",
                           "<html>", "{'a':1}", "[1,]"}) {
    EXPECT_EQ(fault_of(answered(200, body)), "robust, userGet, json") << body;
    EXPECT_EQ(fault_of(answered(400, body, "application/problem+json")), "robust, userGet, json");
    EXPECT_EQ(fault_of(answered(200, body, "text/html")), "") << body;
  }
  EXPECT_EQ(fault_of(answered(200, "{", "application/json", "HEAD")), "");
}

TEST(WatchRobust, WhatIsOnlyTooDeepForUsIsNoFault) {
  EXPECT_EQ(fault_of(answered(200, std::string(1000, '[') + std::string(1000, ']'))), "");
  EXPECT_EQ(fault_of(answered(200, "[1e400]")), "");
}

TEST(WatchRobust, AKeyStandsThereOnce) {
  const auto verdict = watch_robust(contract(), answered(200, R"({"u":{"id":1,"id":2}})"));
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->where, "answer to userGet, /u/id");
  EXPECT_EQ(verdict->fault, "robust, userGet, duplicate key");
}

TEST(WatchRobust, NothingComesAfterTheAnswer) {
  Exchange exchange = answered(200, "{}");
  std::get<Answer>(exchange.outcome).stray = "HTTP/1.1 200 OK\r\n";
  const auto verdict = watch_robust(contract(), exchange);
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->got, R"(the bytes "HTTP/1.1 200 OK\r\n")");
  EXPECT_EQ(verdict->fault, "robust, userGet, stray bytes");
}

}  // namespace
}  // namespace assay::conformance
