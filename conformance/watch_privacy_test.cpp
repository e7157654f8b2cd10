#include "conformance/watch_privacy.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace assay::conformance {
namespace {

using spec::Answer;
using spec::Exchange;

constexpr char kPassword[] = "S3cret/run+token\"42";
constexpr char kCredential[] = "k9TqLw0ZbXv7Rm2c";

spec::Contract contract() {
  spec::Operation create;
  create.id = "userCreate";
  spec::Field password;
  password.name = "password";
  password.secrecy = spec::Secrecy::write_only;
  spec::Field name;
  name.name = "name";
  create.fields = {password, name};
  spec::Contract out;
  out.operations.push_back(create);
  create.id = "userGet";
  create.fields = {name};
  out.operations.push_back(create);
  return out;
}

Exchange answered(std::string body, std::size_t operation = 1) {
  Exchange exchange;
  exchange.step = operation == 0 ? 1 : 2;
  exchange.operation = operation;
  Answer answer;
  answer.status = 200;
  answer.body = std::move(body);
  auto parsed = spec::parse_json(answer.body);
  if (auto* text = std::get_if<spec::JsonText>(&parsed)) answer.json = std::move(text->value);
  exchange.outcome = std::move(answer);
  return exchange;
}

// userCreate with a password and a credential.
Exchange creation(std::string body = "{}") {
  Exchange exchange = answered(std::move(body), 0);
  exchange.request.form = {{"name", "n1abc", false}, {"password", kPassword, false}};
  exchange.request.names = {{kPassword, "<secret>"}, {kCredential, "$API_SECRET"}};
  exchange.request.write_only = {kPassword, kCredential};
  exchange.request.secrets = exchange.request.write_only;
  return exchange;
}

std::optional<spec::Verdict> after_creation(const Exchange& answer) {
  const std::vector<Exchange> all{creation(), answer};
  return watch_privacy(contract(), all, all[1]);
}

std::string in_json(const std::string& text) {
  return spec::dump(spec::Json::object({{"message", spec::Json::string(text)}}));
}

TEST(WatchPrivacy, APasswordThatComesBackIsBroken) {
  const auto verdict = after_creation(
      answered(R"({"users":[{"id":1},)" + in_json(std::string("it is ") + kPassword) + "]}"));
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->kind, spec::Verdict::Kind::broken);
  EXPECT_EQ(verdict->step, 2);
  EXPECT_EQ(verdict->where, "answer to userGet, /users/1/message");
  EXPECT_EQ(verdict->expected, "no answer that carries the value of password");
  EXPECT_EQ(verdict->got, "the value of password that step 1 sent, as it stands");
  EXPECT_EQ(verdict->fault, "privacy, userGet, /users/*/message, password");
}

TEST(WatchPrivacy, EncodingDoesNotHideIt) {
  for (const std::string& form :
       {std::string("S3cret%2Frun%2Btoken%2242"), std::string("S3cret%2frun%2btoken%2242"),
        std::string("5333637265742f72756e2b746f6b656e223432"),
        std::string("5333637265742F72756E2B746F6B656E223432"),
        std::string("UzNjcmV0L3J1bit0b2tlbiI0Mg=="),         // the secret alone
        std::string("dXNlcjpTM2NyZXQvcnVuK3Rva2VuIjQy"),     // user:secret
        std::string("YWI6UzNjcmV0L3J1bit0b2tlbiI0MiwuLi4"),  // ab:secret,...
        std::string("S3cret\\/run+token\\\"42"), std::string("x S3cret/run+token\\\"42 y")}) {
    EXPECT_TRUE(after_creation(answered(in_json(form))) || form.find("\\/") != std::string::npos)
        << form;
    EXPECT_TRUE(after_creation(answered("{\"a\":\"x" + form + "\"}"))) << form;
  }
  EXPECT_TRUE(after_creation(answered(R"({"a":"\u0053\u0033cret/run+token\u002242"})")));
  EXPECT_TRUE(after_creation(answered(std::string("<b>") + kPassword)));
}

TEST(WatchPrivacy, HeadersCountToo) {
  Exchange exchange = answered("{}");
  std::get<Answer>(exchange.outcome).headers = {{"X-Debug", std::string("key=") + kCredential}};
  const auto verdict = after_creation(exchange);
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->where, "answer to userGet, header X-Debug");
  EXPECT_EQ(verdict->got, "the value of $API_SECRET that step 1 sent, as it stands");
}

TEST(WatchPrivacy, ItCountsFromTheExchangeThatSentItOn) {
  const std::vector<Exchange> all{answered(in_json(kPassword)), creation(in_json(kPassword))};
  EXPECT_FALSE(watch_privacy(contract(), all, all[0]));
  EXPECT_TRUE(watch_privacy(contract(), all, all[1]));
  const Exchange clean_up = answered(in_json(kPassword));
  EXPECT_TRUE(watch_privacy(contract(), all, clean_up)) << "sent after all of them";
  EXPECT_TRUE(watch_privacy(contract(), {}, all[1]));
  EXPECT_FALSE(watch_privacy(contract(), {}, clean_up));
}

TEST(WatchPrivacy, WhatAnOpenFieldCarriesMayBeShown) {
  std::vector<Exchange> all{creation(), answered(in_json(kPassword))};
  all[0].request.form[0].value = std::string("n ") + kPassword;
  EXPECT_FALSE(watch_privacy(contract(), all, all[1]));
}

TEST(WatchPrivacy, ValuesThatTheRunDidNotMakeMayStandThereByChance) {
  std::vector<Exchange> all{creation(), answered(in_json("the password is too short"))};
  all[0].request.form[1].value = "password";
  all[0].request.write_only = {"password"};
  EXPECT_FALSE(watch_privacy(contract(), all, all[1]));
}

TEST(WatchPrivacy, AShortCredentialCountsOnlyAsAWholeText) {
  std::vector<Exchange> all{creation(), answered(in_json("s3kr"))};
  all[0].request.names = {{"s3kr", "$API_SECRET"}};
  all[0].request.write_only = {"s3kr"};
  EXPECT_TRUE(watch_privacy(contract(), all, all[1]));
  all[1] = answered(in_json("this is s3kr"));
  EXPECT_FALSE(watch_privacy(contract(), all, all[1]));
}

TEST(WatchPrivacy, AnOrdinaryAnswerHolds) {
  EXPECT_FALSE(after_creation(answered(R"({"id":"x","password":"","created_at":"2012-11-25"})")));
  EXPECT_FALSE(after_creation(answered("")));
  EXPECT_FALSE(after_creation(answered(std::string(1 << 20, '\xff'))));
}

TEST(WatchPrivacy, AStackTraceIsBrokenUnlessWeSentIt) {
  const std::string trace = "Error: x\n    at get (/srv/users.js:1:2)";
  const auto verdict = after_creation(answered(in_json(trace)));
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->where, "answer to userGet, /message");
  EXPECT_EQ(verdict->expected, "no stack trace");
  EXPECT_EQ(verdict->got, "one of Node: \"at get (/srv/users.js:1:2)\"");
  EXPECT_EQ(verdict->fault, "privacy, userGet, /message, stack trace");
  std::vector<Exchange> all{creation(), answered(in_json(trace))};
  all[0].request.form[0].value = trace;
  EXPECT_FALSE(watch_privacy(contract(), all, all[1]));
}

}  // namespace
}  // namespace assay::conformance
