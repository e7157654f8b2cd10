#include "runners/mock/defects.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <sstream>

#include "runners/mock/fixture.h"
#include "spec/law.h"

namespace assay::runners::mock {
namespace {

using testing::Client;
using testing::Fields;

// A long session that goes through every corner; the answers as one text each.
class Session {
 public:
  explicit Session(const std::string& defect) : client_(defect) { run(); }
  const std::vector<std::string>& answers() const { return answers_; }

 private:
  Client::Answer note(Client::Answer answer) {
    std::ostringstream text;
    text << answer.reply.status << ' ' << answer.reply.media_type << ' ' << answer.reply.encoding
         << ' ' << static_cast<int>(answer.reply.ending) << ' ' << answer.reply.body;
    answers_.push_back(text.str());
    return answer;
  }
  Client::Answer ask(const std::string& operation, const Fields& fields) {
    return note(client_.ask(operation, fields));
  }
  void post(const std::string& operation, const std::string& body) {
    note(client_.post(operation, body + "&" + Client::credentials()));
  }

  std::string make(const std::string& email, const Fields& more = {},
                   const std::string& operation = "userAutocreate") {
    Fields fields{{"email", email}, {"type", "1"}};
    if (operation == "userAutocreate") fields.emplace_back("password", "Pass-word-4711-word");
    fields.insert(fields.end(), more.begin(), more.end());
    return ask(operation, fields).at("/id");
  }

  void look(const std::string& id, const std::string& email,
            const std::string& login_type = "100") {
    ask("userGet", {{"id", id}});
    ask("userGetbyemail", {{"email", email}, {"login_type", login_type}});
    ask("userCheckemail", {{"email", email}});
  }

  void run() {
    const std::string a = make("a@example.com", {{"first_name", "Ann"}, {"last_name", "Lee"}});
    look(a, "a@example.com");
    look(a, "a@example.com");
    creations(a);
    faults();
    texts();
    updates(a);
    keys(a);
    effects(a);
    removals();
    gate();
    lists();
    ask("userGet", {{"id", a}});
  }

  void creations(const std::string& a) {
    Fields full{{"first_name", "Full"}, {"dept", "D"}};
    for (const spec::Field& field : testing::contract().find("userAutocreate")->fields) {
      if (field.schema.type == spec::FieldSchema::Type::boolean)
        full.emplace_back(field.name, "true");
    }
    make("full@example.com", full);
    make("three@example.com", {}, "userCustcreate");
    ask("userAutocreate", {{"email", "t3@example.com"}, {"type", "3"}, {"password", "p"}});
    make("zero@example.com", {{"option_enter_exit_chime_type", "0"}});
    make("off@example.com", {{"enable_annotation", "false"}, {"disable_chat", "true"}},
         "userCustcreate");
    make("cond@example.com", {{"enable_cloud_auto_recording", "true"}});
    make("cond0@example.com", {{"enable_cloud_auto_recording", "false"}});
    make("refused@example.com", {{"enable_cmr", "perhaps"}});
    ask("userCheckemail", {{"email", "refused@example.com"}});
    make("cond2@example.com",
         {{"enable_cloud_auto_recording", "true"}, {"enable_auto_recording", "false"}},
         "userCustcreate");
    make("A@Example.com", {{"first_name", "Again"}});
    make("a@example.com", {{"first_name", "Again"}});
    make("a@example.com", {{"first_name", "Again"}}, "userSsocreate");
    look(a, "a@example.com");
    const std::string s = make(
        "sso@example.com", {{"first_name", "So"}, {"last_name", "Lo"}, {"enable_webinar", "true"}},
        "userSsocreate");
    look(s, "sso@example.com", "101");
    const std::string p = make("pending@example.com", {{"first_name", "Pen"}}, "userCreate");
    ask("userGet", {{"id", p}});
    ask("userAutocreate", {{"type", "1"},
                           {"email", "order@example.com"},
                           {"first_name", "Early"},
                           {"password", "p"}});
    post("userAutocreate", "first_name=Early&email=order2%40example.com&type=1&password=p");
  }

  void faults() {
    const Fields valid{{"email", "bad@example.com"}, {"type", "1"}, {"password", "p"}};
    const std::pair<const char*, const char*> bad[] = {{"password", ""},
                                                       {"type", "4"},
                                                       {"type", ""},
                                                       {"type", "x"},
                                                       {"email", "no-at"},
                                                       {"disable_chat", "maybe"},
                                                       {"meeting_capacity", "12abc"},
                                                       {"email", "with blank@example.com"}};
    for (const auto& [name, value] : bad) {
      Fields fields = valid;
      std::erase_if(fields, [&](const auto& field) { return field.first == name; });
      ask("userAutocreate", fields);
      fields.emplace_back(name, value);
      ask("userAutocreate", fields);
    }
    ask("userAutocreate", {{"email", "waive@example.com"}, {"password", "p"}, {"first_name", "W"}});
    ask("userSsocreate", {{"email", "x@@example.com"}, {"type", "1"}});
    ask("userSsocreate", {{"email", "@example.com"}, {"type", "1"}});
    ask("userSsocreate", {{"email", "notype@example.com"}});
    ask("userSsocreate", {{"email", "little@example.com"}, {"type", "1"}});
    for (const char* size : {"0", "299", "300", "301", "1000", "99999999999"})
      ask("userList", {{"page_size", size}});
    for (const char* size : {"0", "300", "301", "1000"}) ask("userPending", {{"page_size", size}});
    ask("userList", {{"page_number", "0"}});
    ask("userGet", {});
    ask("userGetbyemail", {{"email", "a@example.com"}, {"login_type", "2"}});
    ask("userAssistantDelete", {});
    ask("userScheduleforhostList", {});
  }

  void texts() {
    const std::string text =
        " Quote' \" & <b> = ; \xC3\xA9 e\xCC\x81 \xF0\x9F\x98\x80\r\n MiXed + %41 ";
    look(make("text@example.com", {{"first_name", text}, {"last_name", std::string(300, 'x')}}),
         "text@example.com");
    make("nul@example.com", {{"first_name", std::string("a\0b", 3)}});
    make("long@example.com", {{"first_name", std::string(5000, 'y')}}, "userSsocreate");
    post("userAutocreate",
         "email=plus%40example.com&type=1&password=p&first_name=a+b%20c%2bd%2Be&dept=x;y=z");
    post("userAutocreate", "%65mail=name%40example.com&type=1&password=p");
    post("userAutocreate", "email=pct%40example.com&type=1&password=p&first_name=100%");
    post("userUpdate", "id=a&first_name=%ff");
    post("userAutocreate",
         "enable_cloud_auto_recording=true&email=first%40example.com&type=1&password=p");
    post("userAutocreate", "email=tag%2B1%40example.com&type=1&password=p");
    for (const char* email : {"first@example.com", "tag@example.com", "tag+1@example.com"})
      ask("userGetbyemail", {{"email", email}, {"login_type", "100"}});
    post("userUpdate", "id=a&id=a");
    ask("userDelete", {{"id", std::string("a\0b", 3)}});
    ask("userGetbyemail", {{"email", "o'hara@example.com"}, {"login_type", "100"}});
    ask("userUpdate", {{"id", "say \"a\""}});
    ask("userPermanentdelete", {{"id", "x"}, {"nobody", "x"}});
    note(client_.post("userGet", ""));
  }

  void updates(const std::string& a) {
    const std::string host_key = "123456";
    for (const Fields& fields :
         {Fields{{"first_name", "Bea"}, {"dept", "Sales"}}, Fields{{"disable_chat", "true"}},
          Fields{{"disable_chat", "false"}}, Fields{{"enable_cloud_auto_recording", "true"}},
          Fields{{"host_key", "1234567"}}, Fields{{"host_key", "12"}}, Fields{{"type", "9"}},
          Fields{{"first_name", "Refused"}, {"type", "x"}}, Fields{{"type", "2"}},
          Fields{{"enable_webinar", "true"}}, Fields{{"host_key", host_key}}}) {
      Fields all{{"id", a}};
      all.insert(all.end(), fields.begin(), fields.end());
      ask("userUpdate", all);
      look(a, "a@example.com");
    }
    make("a@example.com");  // taken, whatever was changed
    const std::string again = make("a-second@example.com");
    ask("userUpdate", {{"id", again}, {"dept", "Sales"}});
    make("a-second@example.com");
  }

  void keys(const std::string& a) {
    std::string upper = a, last = a;
    std::ranges::transform(upper, upper.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    last.back() = last.back() == 'x' ? 'y' : 'x';
    for (const std::string& id :
         {upper, last, a.substr(0, a.size() - 1), a + "*", std::string("nobody-at-all")}) {
      ask("userGet", {{"id", id}});
      ask("userAssistantDelete", {{"id", id}});
      ask("userUpdate", {{"id", id}, {"first_name", "Near"}});
    }
    for (const char* email : {"a", "A@EXAMPLE.COM", "a@example.org", "a@example.co"}) {
      ask("userGetbyemail", {{"email", email}, {"login_type", "100"}});
      ask("userCheckemail", {{"email", email}});
    }
    ask("userScheduleforhostList", {{"host_email", "a@example.com"}});
    ask("userAssistantDelete", {{"host_email", "a@example.com"}});
    ask("userPermanentdelete", {{"id", make("wins@example.com")}, {"email", "full@example.com"}});
    ask("userCheckemail", {{"email", "full@example.com"}});
    ask("userCheckemail", {{"email", "wins@example.com"}});
    ask("userCheckzpk", {{"zpk", "nothing-that-was-ever-good"}});
  }

  void effects(const std::string& a) {
    ask("userDeactivate", {{"id", a}});
    look(a, "a@example.com");
    ask("userList", {});
    ask("userActivate", {{"id", a}});
    look(a, "a@example.com");
    ask("userUpdatepassword", {{"id", a}, {"pic_file", "/9j/"}});
    ask("userRevoketoken", {{"email", "sso@example.com"}});
    look(a, "sso@example.com", "101");
    ask("userAssistantSet", {{"id", a}, {"assistant_email", "sso@example.com"}});
    ask("userScheduleforhostList", {{"id", a}});
    ask("userScheduleforhostList", {{"id", a}});
    ask("userScheduleforhostList", {{"host_email", "sso@example.com"}});
    ask("userUpdate", {{"id", a}, {"first_name", "Again"}});
    ask("userScheduleforhostList", {{"id", a}});
    ask("userAssistantDelete", {{"id", a}});
    ask("userScheduleforhostList", {{"id", a}});
  }

  void removals() {
    for (const char* operation : {"userDelete", "userPermanentdelete"}) {
      const std::string email = std::string(operation) + "@example.com";
      const std::string id = make(email);
      const std::string zpk = ask("userGet", {{"id", id}}).at("/zpk");
      ask("userCheckzpk", {{"zpk", zpk}});
      ask("userCheckzpk", {{"zpk", id}});
      std::string shouted = zpk;
      for (char& c : shouted) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      ask("userCheckzpk", {{"zpk", shouted}});
      ask(operation, {{"id", id}});
      look(id, email);
      ask("userCheckzpk", {{"zpk", zpk}});
      ask("userUpdate", {{"id", id}, {"first_name", "Ghost"}});
      ask("userList", {{"page_size", "300"}});
      ask(operation, {{"id", id}});
      look(make(email), email);
    }
  }

  void gate() {
    for (const std::string operation : {"userGet", "userGetbyemail", "userList", "userAutocreate",
                                        "userSsocreate", "userUpdate", "userDelete"}) {
      for (const char* credentials :
           {"", "&api_key=key-4711-key-4711", "&api_key=key-4711-key-4711&api_secret=Secret-4711",
            "&api_key=key-4711-key-4711&api_secret=SECRET-4711-SECRET",
            "&api_key=wrong-wrong&api_secret=Secret-4711-Secret"}) {
        note(client_.post(operation,
                          "id=nobody&email=c%40example.com&login_type=100&type=1&password=p" +
                              std::string(credentials)));
      }
      WireRequest request = testing::request(operation, Client::credentials());
      for (const char* method : {"GET", "PUT", "DELETE"}) {
        request.method = method;
        note(client_.send(request));
      }
      request = testing::request(operation, Client::credentials());
      request.path += "/more";
      note(client_.send(request));
      request = testing::request(operation, Client::credentials());
      request.header = [](const char*) { return "text/plain"; };
      note(client_.send(request));
    }
  }

  void lists() {
    for (int i = 0; i < 30; ++i) {
      make(testing::address("l", i), {{"first_name", testing::address("L", i)}});
      make(testing::address("p", i), {{"first_name", testing::address("P", i)}}, "userCreate");
    }
    for (const char* operation : {"userList", "userPending"}) {
      ask(operation, {});
      for (const char* number : {"1", "2", "3"})
        ask(operation, {{"page_size", "7"}, {"page_number", number}});
    }
  }

  Client client_;
  std::vector<std::string> answers_;
};

TEST(Defects, ThereAreManyOverAllFamilies) {
  std::set<std::string_view> ids;
  std::map<std::string_view, int> families;
  for (const Defect& defect : defect_catalogue()) {
    EXPECT_TRUE(ids.insert(defect.id).second) << defect.id;
    EXPECT_FALSE(defect.sentence.empty());
    ++families[defect.family];
  }
  EXPECT_GE(ids.size(), 60u);
  for (int i = 0; i <= static_cast<int>(spec::Family::steady); ++i) {
    EXPECT_GT(families[spec::to_string(static_cast<spec::Family>(i))], 0) << i;
  }
  EXPECT_EQ(families.size(), 13u);
}

TEST(Defects, EachNamesLawsOfTheCatalogue) {
  for (const Defect& defect : defect_catalogue()) {
    EXPECT_TRUE(std::ranges::any_of(spec::law_catalogue(), [&](const spec::LawKind& kind) {
      return to_string(kind.family) == defect.family && spec::selects(defect.law, "", kind.pattern);
    })) << defect.id;
  }
}

TEST(Defects, TheHonestMockIsDeterministic) {
  EXPECT_EQ(Session("").answers(), Session("").answers());
}

TEST(Defects, TheHonestMockNeverFails) {
  const Session session("");
  for (const std::string& answer : session.answers()) EXPECT_NE(answer.substr(0, 1), "5") << answer;
}

TEST(Defects, EachIsSeen) {
  const std::vector<std::string> honest = Session("").answers();
  for (const Defect& defect : defect_catalogue()) {
    EXPECT_TRUE(Session(std::string(defect.id)).answers() != honest) << defect.id;
  }
}

TEST(Defects, UnknownOnesAreRefused) {
  EXPECT_THROW(ActiveDefect(testing::contract(), "no-such"), std::invalid_argument);
}

}  // namespace
}  // namespace assay::runners::mock
