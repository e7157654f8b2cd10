#include <gtest/gtest.h>

#include "runners/mock/fixture.h"

namespace assay::runners::mock {
namespace {

using testing::Client;
using testing::Fields;

int status_of(const std::string& operation, const Fields& fields) {
  return Client().ask(operation, fields).reply.status;
}

const Fields kValid{{"email", "a@example.com"}, {"type", "1"}, {"password", "Pass-word-4711-word"}};

Fields with(Fields fields, const std::string& name, const std::string& value) {
  std::erase_if(fields, [&](const auto& field) { return field.first == name; });
  fields.emplace_back(name, value);
  return fields;
}

Fields without(Fields fields, const std::string& name) {
  std::erase_if(fields, [&](const auto& field) { return field.first == name; });
  return fields;
}

TEST(MockRules, TakesWhatIsValid) {
  EXPECT_EQ(status_of("userAutocreate", kValid), 200);
}

TEST(MockRules, AsksForWhatIsRequired) {
  for (const char* name : {"email", "type", "password"}) {
    EXPECT_EQ(status_of("userAutocreate", without(kValid, name)), 422) << name;
    EXPECT_EQ(status_of("userAutocreate", with(kValid, name, "")), 422) << name;
  }
}

TEST(MockRules, RefusesValuesThatBreakARule) {
  const std::pair<const char*, const char*> kBad[] = {
      {"type", "4"},
      {"type", "0"},
      {"type", "one"},
      {"email", "no-at"},
      {"email", "a@@b.org"},
      {"email", "@b.org"},
      {"email", "a@"},
      {"email", "a b@c.org"},
      {"disable_chat", "maybe"},
      {"meeting_capacity", "12abc"},
      {"option_enter_exit_chime_type", "2"},
      {"auto_delete_cmr_days", "x"},
      {"first_name", "\xff"},
  };
  for (const auto& [name, value] : kBad)
    EXPECT_EQ(status_of("userAutocreate", with(kValid, name, value)), 422) << name << value;
}

TEST(MockRules, ReplacesWhatItMayReplace) {
  Client client;
  const auto answer = client.ask("userAutocreate", with(kValid, "webinar_capacity", "7"));
  EXPECT_EQ(answer.reply.status, 200);
  EXPECT_EQ(answer.at("/webinar_capacity"), "0");
}

TEST(MockRules, AnEmptyOptionalSwitchCountsAsAbsent) {
  EXPECT_EQ(Client()
                .ask("userAutocreate", with(kValid, "enable_annotation", ""))
                .at("/enable_annotation"),
            "true");
}

TEST(MockRules, KeepsRangesOfPages) {
  EXPECT_EQ(status_of("userList", {{"page_size", "300"}}), 200);
  for (const char* size : {"0", "301", "-1", "1.5", "99999999999999999999"}) {
    EXPECT_EQ(status_of("userList", {{"page_size", size}}), 422) << size;
  }
  EXPECT_EQ(status_of("userList", {{"page_number", "0"}}), 422);
}

TEST(MockRules, KeepsPatterns) {
  Client client;
  const std::string id = client.create("a@example.com");
  EXPECT_TRUE(client.ask("userUpdate", {{"id", id}, {"host_key", "123456"}}).ok());
  for (const char* key : {"12345", "1234567", "12345x", "123456\n"}) {
    EXPECT_FALSE(client.ask("userUpdate", {{"id", id}, {"host_key", key}}).ok()) << key;
  }
}

TEST(MockRules, AsksForOneOfTwoKeys) {
  EXPECT_EQ(status_of("userRevoketoken", {}), 422);
  EXPECT_EQ(status_of("userPermanentdelete", {}), 422);
}

TEST(MockRules, AFieldThatStandsTwiceIsRefused) {
  Client client;
  EXPECT_EQ(
      client.post("userCheckemail", "email=a%40b.org&email=c%40d.org&" + Client::credentials())
          .reply.status,
      422);
}

TEST(MockRules, UndocumentedFieldsAreFree) {
  EXPECT_EQ(status_of("userAutocreate", with(kValid, "nobody", "x")), 200);
}

}  // namespace
}  // namespace assay::runners::mock
