#include "conformance/watch_shape.h"

#include <gtest/gtest.h>

#include <string>

namespace assay::conformance {
namespace {

using spec::Answer;
using spec::Exchange;
using spec::Json;

Json parse(const std::string& text) {
  auto parsed = spec::parse_json(text);
  return std::holds_alternative<spec::JsonText>(parsed) ? std::get<spec::JsonText>(parsed).value
                                                        : Json();
}

spec::Contract contract() {
  spec::Operation list;
  list.id = "userList";
  list.method = "POST";
  list.path = "/user/{kind}/list";
  list.media_type = "application/x-www-form-urlencoded";
  spec::Content json;
  json.media_type = "application/json";
  json.schema = parse(R"({"type":"object","required":["users"],"properties":{"users":{"type":
    "array","items":{"type":"object","required":["id"],"properties":{"id":{"type":"string"},
    "token":{"type":"string"},"type":{"type":"integer"}}}}}})");
  spec::Content error = json;
  error.schema = parse(R"({"type":"object","required":["code"]})");
  list.responses = {{"200", {json}}, {"201", {}}, {"2XX", {error}}};
  list.keys = {{"/users/*/token", "", true, spec::Secrecy::redact}};
  spec::Contract out;
  out.operations.push_back(list);
  return out;
}

Exchange answered(int status, std::string body, std::string media_type = "application/json") {
  Exchange exchange;
  exchange.step = 3;
  exchange.request.method = "POST";
  exchange.request.url = "http://127.0.0.1:1/v1/user/all/list?x=/y";
  exchange.request.headers = {{"content-type", "application/x-www-form-urlencoded;charset=UTF-8"}};
  exchange.request.body = "a=b";
  Answer answer;
  answer.status = status;
  answer.body = std::move(body);
  answer.media_type = std::move(media_type);
  auto parsed = spec::parse_json(answer.body);
  if (auto* text = std::get_if<spec::JsonText>(&parsed)) {
    answer.json = std::move(text->value);
  } else if (!answer.body.empty()) {
    answer.json_error = std::get<spec::JsonError>(parsed).what;
  }
  exchange.outcome = std::move(answer);
  return exchange;
}

class WatchShape : public testing::Test {
 protected:
  std::string fault_of(const Exchange& exchange) {
    const auto verdict = watcher_.watch(exchange, true);
    return verdict ? verdict->fault : "";
  }
  const spec::Contract contract_ = contract();
  ShapeWatcher watcher_{contract_};
};

TEST_F(WatchShape, ADocumentedAnswerHolds) {
  EXPECT_EQ(fault_of(answered(200, R"({"users":[{"id":"a","more":1}]})")), "");
  EXPECT_EQ(fault_of(answered(201, "anything", "text/plain")), "") << "no content is documented";
  EXPECT_EQ(fault_of(answered(202, R"({"code":1})")), "");
}

TEST_F(WatchShape, TheFirstErrorIsNamedWithItsPlace) {
  const auto verdict =
      watcher_.watch(answered(200, R"({"users":[{"id":"a"},{"id":5,"type":"x"}]})"), true);
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->kind, spec::Verdict::Kind::broken);
  EXPECT_EQ(verdict->step, 3);
  EXPECT_EQ(verdict->where, "answer to userList, /users/1/id");
  EXPECT_EQ(verdict->expected, "a string");
  EXPECT_EQ(verdict->got, "5");
  EXPECT_EQ(verdict->fault, "shape, userList, /users/*/id, type");
}

TEST_F(WatchShape, TheSameFaultInAnotherElementIsTheSameFault) {
  EXPECT_EQ(fault_of(answered(200, R"({"users":[{}]})")),
            fault_of(answered(200, R"({"users":[{"id":"a"},{"type":1}]})")));
  EXPECT_EQ(fault_of(answered(200, R"({"users":[{}]})")),
            "shape, userList, /users/*, required, the key \"id\"");
}

TEST_F(WatchShape, StatusAndMediaTypeMustBeDocumented) {
  spec::Contract strict = contract();
  strict.operations[0].responses.resize(1);
  ShapeWatcher watcher(strict);
  const auto status = watcher.watch(answered(206, "{}"), true);
  ASSERT_TRUE(status);
  EXPECT_EQ(status->expected, "a documented status: 200");
  EXPECT_EQ(status->got, "206");
  const auto type = watcher_.watch(answered(200, "<p>", "text/html"), true);
  ASSERT_TRUE(type);
  EXPECT_EQ(type->where, "answer to userList, media type");
  EXPECT_EQ(type->expected, "application/json");
  EXPECT_EQ(type->got, R"("text/html", with the body "<p>")");
  EXPECT_EQ(fault_of(answered(200, R"({"users":[]})", "")), "shape, userList, media type");
}

TEST_F(WatchShape, TheBodyMustParse) {
  EXPECT_EQ(fault_of(answered(200, "")), "shape, userList, body");
  EXPECT_EQ(fault_of(answered(200, "", "")), "shape, userList, body");
  EXPECT_EQ(fault_of(answered(200, R"({"users":)")), "shape, userList, body");
  EXPECT_EQ(fault_of(answered(200, std::string(300, '[') + std::string(300, ']'))), "")
      << "too deep for us is not wrong";
}

TEST_F(WatchShape, OnlyAcceptedAnswersOfDocumentedRequestsCount) {
  EXPECT_FALSE(watcher_.watch(answered(200, "{}"), false));
  Exchange exchange = answered(200, "{}");
  exchange.request.method = "GET";
  EXPECT_EQ(fault_of(exchange), "");
  exchange = answered(200, "{}");
  exchange.request.url += "x";
  EXPECT_NE(fault_of(exchange), "") << "that is the query";
  exchange.request.url = "http://127.0.0.1:1/v1/user/all/list/x";
  EXPECT_EQ(fault_of(exchange), "");
  exchange = answered(200, "{}");
  exchange.request.headers[0].value = "application/json";
  EXPECT_EQ(fault_of(exchange), "");
  exchange.request.headers.clear();
  EXPECT_EQ(fault_of(exchange), "");
  exchange = answered(200, "{}");
  exchange.outcome = spec::Fault{};
  EXPECT_EQ(fault_of(exchange), "");
}

TEST_F(WatchShape, ASecretValueIsNotShown) {
  const auto verdict =
      watcher_.watch(answered(200, R"({"users":[{"id":"a","token":123456}]})"), true);
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->expected, "a string");
  EXPECT_EQ(verdict->got, "a value that is not to be shown");
}

TEST_F(WatchShape, ASchemaThatCannotBeUsedJudgesNothing) {
  spec::Contract odd = contract();
  odd.operations[0].responses[0].contents[0].schema = parse(R"({"$ref":"#/nowhere"})");
  ShapeWatcher watcher(odd);
  EXPECT_FALSE(watcher.watch(answered(200, "[]"), true));
  EXPECT_FALSE(watcher.watch(answered(200, "[]"), true));
}

}  // namespace
}  // namespace assay::conformance
