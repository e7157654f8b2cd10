#include <gtest/gtest.h>

#include <set>

#include "runners/mock/fixture.h"

namespace assay::runners::mock {
namespace {

using testing::Client;

TEST(MockObjects, ACreationIsReadBackByEachKey) {
  Client client;
  const std::string text = "\xC3\xA9 &=+%;\"\xF0\x9F\x98\x80 ";
  const std::string id =
      client.create("a@example.com", {{"first_name", text}, {"enable_cmr", "true"}});
  for (const auto& answer :
       {client.ask("userGet", {{"id", id}}),
        client.ask("userGetbyemail", {{"email", "A@Example.com"}, {"login_type", "100"}})}) {
    ASSERT_TRUE(answer.ok());
    EXPECT_EQ(answer.at("/first_name"), text);
    EXPECT_EQ(answer.at("/enable_cmr"), "true");
    EXPECT_EQ(answer.at("/enable_annotation"), "true");
    EXPECT_EQ(answer.at("/disable_chat"), "false");
    EXPECT_EQ(answer.at("/id"), id);
  }
}

TEST(MockObjects, DefaultsMayDependOnOtherFields) {
  Client client;
  const std::string id = client.create("a@example.com", {{"enable_cloud_auto_recording", "true"}});
  EXPECT_EQ(client.ask("userGet", {{"id", id}}).at("/enable_auto_recording"), "true");
  const std::string other = client.create("b@example.com", {{"enable_cloud_auto_recording", "true"},
                                                            {"enable_auto_recording", "false"}});
  EXPECT_EQ(client.ask("userGet", {{"id", other}}).at("/enable_auto_recording"), "false");
}

TEST(MockObjects, AnUpdateChangesWhatItNames) {
  Client client;
  const std::string id =
      client.create("a@example.com", {{"first_name", "Ann"}, {"enable_cmr", "true"}});
  ASSERT_TRUE(
      client.ask("userUpdate", {{"id", id}, {"first_name", "Bea"}, {"enable_annotation", "false"}})
          .ok());
  const auto read = client.ask("userGet", {{"id", id}});
  EXPECT_EQ(read.at("/first_name"), "Bea");
  EXPECT_EQ(read.at("/enable_annotation"), "false");
  EXPECT_EQ(read.at("/enable_cmr"), "true");
}

TEST(MockObjects, AnAddressIsUniqueWhateverItsCaseAndFreeAgainAfterwards) {
  Client client;
  const std::string id = client.create("a@example.com");
  EXPECT_EQ(client.create("A@EXAMPLE.com", {}, "userCustcreate"), "none");
  EXPECT_EQ(client.ask("userCheckemail", {{"email", "a@example.com"}}).at("/existed_email"),
            "true");
  ASSERT_TRUE(client.ask("userDelete", {{"id", id}}).ok());
  EXPECT_EQ(client.ask("userCheckemail", {{"email", "a@example.com"}}).at("/existed_email"),
            "false");
  EXPECT_FALSE(client.ask("userGet", {{"id", id}}).ok());
  EXPECT_NE(client.create("a@example.com"), "none");
}

TEST(MockObjects, SelectorsMustFit) {
  Client client;
  const std::string sso = client.create("s@example.com", {}, "userSsocreate");
  EXPECT_TRUE(
      client.ask("userGetbyemail", {{"email", "s@example.com"}, {"login_type", "101"}}).ok());
  EXPECT_FALSE(
      client.ask("userGetbyemail", {{"email", "s@example.com"}, {"login_type", "100"}}).ok());
  const std::string pending = client.create("p@example.com", {}, "userCreate");
  EXPECT_FALSE(client.ask("userDelete", {{"id", pending}}).ok());
  EXPECT_TRUE(client.ask("userDelete", {{"id", pending}, {"type", "1"}}).ok());
}

TEST(MockObjects, StatusFollowsWhatIsDone) {
  Client client;
  const std::string id = client.create("a@example.com");
  const std::string active = client.ask("userGet", {{"id", id}}).at("/status");
  EXPECT_FALSE(client.ask("userActivate", {{"id", id}}).ok());
  ASSERT_TRUE(client.ask("userDeactivate", {{"id", id}}).ok());
  EXPECT_NE(client.ask("userGet", {{"id", id}}).at("/status"), active);
  EXPECT_EQ(client.ask("userList", {}).at("/total_records"), "0");
  ASSERT_TRUE(client.ask("userActivate", {{"id", id}}).ok());
  EXPECT_EQ(client.ask("userGet", {{"id", id}}).at("/status"), active);
}

TEST(MockObjects, WhatAnOperationMustChangeDiffersEveryTime) {
  Client client;
  const std::string id = client.create("s@example.com", {}, "userSsocreate");
  std::set<std::string> tokens, pictures;
  for (int i = 0; i < 3; ++i) {
    const auto read = client.ask("userGet", {{"id", id}});
    tokens.insert(read.at("/token"));
    pictures.insert(read.at("/pic_url"));
    ASSERT_TRUE(client.ask("userRevoketoken", {{"email", "s@example.com"}}).ok());
    ASSERT_TRUE(client.ask("userUpdatepassword", {{"id", id}, {"pic_file", "/9j/"}}).ok());
  }
  EXPECT_EQ(tokens.size(), 3u);
  EXPECT_EQ(pictures.size(), 3u);
}

TEST(MockObjects, ATokenIsGoodUntilItsObjectIsGone) {
  Client client;
  const std::string id = client.create("a@example.com");
  EXPECT_EQ(client.ask("userGet", {{"id", id}}).at("/zpk").size(), 43u);
  const std::string zpk = client.ask("userGet", {{"id", id}}).at("/zpk");
  EXPECT_EQ(client.ask("userCheckzpk", {{"zpk", zpk}}).at("/expire_in"), "7187");
  ASSERT_TRUE(client.ask("userPermanentdelete", {{"id", id}, {"email", "someone@else.org"}}).ok());
  EXPECT_FALSE(client.ask("userCheckzpk", {{"zpk", zpk}}).ok());
}

TEST(MockObjects, RelationsAreListedUntilTheyAreCleared) {
  Client client;
  const std::string host = client.create("h@example.com"), helper = client.create("a@example.com");
  EXPECT_FALSE(
      client.ask("userAssistantSet", {{"id", host}, {"assistant_email", "nobody@example.com"}})
          .ok());
  ASSERT_TRUE(client
                  .ask("userAssistantSet",
                       {{"host_email", "h@example.com"}, {"assistant_email", "a@example.com"}})
                  .ok());
  EXPECT_EQ(client.ask("userScheduleforhostList", {{"id", host}}).at("/users/0/id"), helper);
  ASSERT_TRUE(client.ask("userAssistantDelete", {{"id", host}}).ok());
  EXPECT_EQ(client.ask("userScheduleforhostList", {{"id", host}}).at("/total_records"), "0");
}

TEST(MockObjects, AssistantsWhoAreGoneAreNotListed) {
  Client client;
  const std::string host = client.create("h@example.com"), helper = client.create("a@example.com");
  ASSERT_TRUE(
      client.ask("userAssistantSet", {{"id", host}, {"assistant_email", "a@example.com"}}).ok());
  ASSERT_TRUE(client.ask("userDelete", {{"id", helper}}).ok());
  EXPECT_EQ(client.ask("userScheduleforhostList", {{"id", host}}).at("/total_records"), "0");
}

TEST(MockObjects, PagesNeitherRepeatNorSkip) {
  Client client;
  for (int i = 0; i < 45; ++i) client.create(testing::address("u", i));
  const auto first = client.ask("userList", {});
  EXPECT_EQ(first.at("/page_size"), "30");
  EXPECT_EQ(first.at("/page_count"), "2");
  EXPECT_EQ(first.at("/total_records"), "45");
  EXPECT_EQ(first.json.find("users")->items().size(), 30u);
  std::set<std::string> ids;
  for (int page = 1; page <= 7; ++page) {
    const auto answer =
        client.ask("userList", {{"page_size", "7"}, {"page_number", std::to_string(page)}});
    for (const spec::Json& item : answer.json.find("users")->items())
      ids.insert(item.find("id")->text());
  }
  EXPECT_EQ(ids.size(), 45u);
  EXPECT_TRUE(
      client.ask("userList", {{"page_number", "999999999"}}).json.find("users")->items().empty());
}

TEST(MockObjects, WhatIsRemovedLeavesNothing) {
  Client client;
  for (int i = 0; i < 100; ++i) {
    const std::string id = client.create("a@example.com");
    ASSERT_TRUE(client.ask("userPermanentdelete", {{"id", id}}).ok());
  }
  EXPECT_EQ(client.objects(), 0u);
}

TEST(MockObjects, ARefusedRequestChangesNothing) {
  Client client;
  const std::string id = client.create("a@example.com", {{"first_name", "Ann"}});
  EXPECT_FALSE(client.ask("userUpdate", {{"id", id}, {"first_name", "Bea"}, {"type", "9"}}).ok());
  EXPECT_EQ(client.ask("userGet", {{"id", id}}).at("/first_name"), "Ann");
}

}  // namespace
}  // namespace assay::runners::mock
