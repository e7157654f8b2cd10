#include <gtest/gtest.h>

#include "runners/mock/fixture.h"

namespace assay::runners::mock {
namespace {

using testing::Client;
using testing::request;

TEST(MockGate, UnknownPathsMethodsAndMediaTypesAreRefused) {
  Client client;
  WireRequest wrong = request("userList", Client::credentials());
  wrong.path += "/x";
  EXPECT_EQ(client.send(wrong).reply.status, 404);
  wrong = request("userList", Client::credentials());
  wrong.method = "GET";
  const auto answer = client.send(wrong);
  EXPECT_EQ(answer.reply.status, 405);
  EXPECT_EQ(answer.reply.allow, "POST");
  wrong = request("userList", "{}");
  wrong.header = [](const char*) { return "application/json"; };
  EXPECT_EQ(client.send(wrong).reply.status, 415);
}

TEST(MockGate, AMediaTypeMayHaveParametersAndAnyCase) {
  Client client;
  WireRequest good = request("userList", Client::credentials());
  good.header = [](const char*) { return "Application/X-WWW-Form-Urlencoded; charset=utf-8"; };
  EXPECT_EQ(client.send(good).reply.status, 200);
}

TEST(MockGate, EveryCredentialCounts) {
  Client client;
  for (const char* body : {"", "api_key=key-4711-key-4711", "api_secret=Secret-4711-Secret",
                           "api_key=key-4711-key-4711&api_secret=Secret-4711-Secre",
                           "api_key=key-4711-key-4711&api_secret=secret-4711-secret",
                           "api_key=key-4711-key-4712&api_secret=Secret-4711-Secret"}) {
    EXPECT_EQ(client.post("userList", body).reply.status, 401) << body;
  }
}

TEST(MockGate, AnEnvelopeIsARefusalAsDeclared) {
  Client client({}, RefusalStyle::envelope);
  for (const auto& answer : {client.post("userList", ""), client.ask("userGet", {{"id", "nobody"}}),
                             client.ask("userGet", {})}) {
    EXPECT_EQ(answer.reply.status, 200);
    EXPECT_NE(answer.json.at_pointer("/error/message"), nullptr);
  }
}

TEST(MockGate, BasePathIsThatOfTheFirstServer) {
  EXPECT_EQ(base_path_of(testing::contract()), "/v1");
}

}  // namespace
}  // namespace assay::runners::mock
