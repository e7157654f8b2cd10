#include "runners/bind.h"

#include <gtest/gtest.h>

#include <string>

#include "runners/twist.h"
#include "spec/loaded_text.h"

namespace assay::runners {
namespace {

using spec::Twist;

TEST(Bind, ANearMissOfACountedIdHitsNoNeighbourWhereItCouldDoHarm) {
  for (const Twist twist : {Twist::one_character, Twist::beginning, Twist::longer}) {
    EXPECT_EQ(harmlessly_twisted("1042", twist), twist == Twist::longer ? "1042x" : "104200000000");
    EXPECT_EQ(harmlessly_twisted("u1042", twist), "u104200000000");
  }
}

TEST(Bind, ARandomIdIsMissedNarrowlyEvenWhereItCouldDoHarm) {
  const std::string id = "q7wz-4k1m-9xt3";
  EXPECT_EQ(harmlessly_twisted(id, Twist::one_character), "q7wz-4k1m-9xt4");
  EXPECT_EQ(harmlessly_twisted(id, Twist::beginning), "q7wz-4k1m-9xt");
  EXPECT_EQ(harmlessly_twisted(id, Twist::longer), "q7wz-4k1m-9xt3x");
  EXPECT_EQ(harmlessly_twisted("1042", Twist::none), "1042");
}

TEST(Twist, OfAnAddressIsAnotherAddress) {
  EXPECT_EQ(twisted("u.v.w@example.com", Twist::tagged), "u.v.w+1@example.com");
  EXPECT_EQ(twisted("u.v.w@example.com", Twist::dotless), "uvw@example.com");
  EXPECT_EQ(twisted("uvw@example.com", Twist::dotless), "xuvw@example.com");
  EXPECT_EQ(twisted("no address", Twist::tagged), "no addressx");
}

// The request of a step that sends two fields with the given media type.
spec::Request bound(const std::string& media_type) {
  const spec::Contract contract = spec::testing::contract_of(spec::testing::document_with(
      "                name: {type: string}\n                size: {type: integer}\n"));
  spec::Step step;
  step.operation = 0;
  step.media_type = media_type;
  step.fields.push_back({"name", spec::Value::literal("Ada \"L\" & co"), false});
  step.fields.push_back({"size", spec::Value::literal("3"), false});
  Binding binding;
  binding.contract = &contract;
  binding.base_url = "http://127.0.0.1:1";
  auto result = bind(binding, step, "token0123456", {});
  EXPECT_TRUE(std::holds_alternative<spec::Request>(result));
  return std::get<spec::Request>(std::move(result));
}

TEST(Bind, WritesAJsonBodyWhereTheMediaTypeIsJson) {
  EXPECT_EQ(bound("application/json").body, R"({"name":"Ada \"L\" & co","size":"3"})");
  EXPECT_EQ(bound("application/vnd.x+json; charset=utf-8").body,
            R"({"name":"Ada \"L\" & co","size":"3"})");
}

TEST(Bind, WritesPartsWhereTheMediaTypeIsMultipart) {
  EXPECT_EQ(bound("multipart/form-data; boundary=part").body,
            "--part\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nAda \"L\" & co\r\n"
            "--part\r\nContent-Disposition: form-data; name=\"size\"\r\n\r\n3\r\n--part--\r\n");
}

TEST(Bind, WritesAFormBodyWhateverOtherMediaTypeItClaims) {
  const std::string form = "name=Ada+%22L%22+%26+co&size=3";
  EXPECT_EQ(bound("application/x-www-form-urlencoded").body, form);
  EXPECT_EQ(bound("text/plain").body, form);
  EXPECT_EQ(bound("").body, form);
}

// The body of a step with two fields and two credentials.
std::string body_with(spec::CredentialOrder order,
                      std::vector<std::string> credentials = {"x", "x"},
                      std::vector<spec::CredentialChange> changes = {}) {
  spec::Contract contract = spec::testing::contract_of(spec::testing::document_with(
      "                name: {type: string}\n                size: {type: integer}\n"));
  for (const char* name : {"key", "secret"}) {
    spec::SecurityScheme scheme;
    scheme.kind = spec::SecurityScheme::Kind::form;
    scheme.parameter = name;
    contract.operations[0].security.resize(1);
    contract.operations[0].security[0].push_back(contract.schemes.size());
    contract.schemes.push_back(scheme);
  }
  Binding binding;
  binding.contract = &contract;
  binding.base_url = "http://127.0.0.1:1";
  binding.credentials = std::move(credentials);
  spec::Step step;
  step.fields.push_back({"name", spec::Value::literal("Ada"), false});
  step.fields.push_back({"size", spec::Value::literal("3"), false});
  step.credential_order = order;
  step.credentials = std::move(changes);
  return std::get<spec::Request>(bind(binding, step, "token0123456", {})).body;
}

TEST(Bind, SendsCredentialsFirstUnlessTheStepPutsThemElsewhere) {
  EXPECT_EQ(body_with({}), "key=x&secret=x&name=Ada&size=3");
  EXPECT_EQ(body_with({1, false}), "name=Ada&key=x&secret=x&size=3");
  EXPECT_EQ(body_with({2, true}), "name=Ada&size=3&secret=x&key=x");
  EXPECT_EQ(body_with({9, false}), "name=Ada&size=3&key=x&secret=x");
}

TEST(Bind, CredentialsThatAreExchangedAreNeverTheRightOnes) {
  using How = spec::CredentialChange::How;
  const std::vector<spec::CredentialChange> exchanged{{0, How::exchanged}, {1, How::exchanged}};
  EXPECT_EQ(body_with({}, {"a", "b"}, exchanged), "key=b&secret=a&name=Ada&size=3");
  EXPECT_EQ(body_with({}, {"a", "a"}, exchanged).find("=a&"), std::string::npos);
}

}  // namespace
}  // namespace assay::runners
