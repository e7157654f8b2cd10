#include "conformance/stack_trace.h"

#include <gtest/gtest.h>

#include <string>

namespace assay::conformance {
namespace {

std::string language(std::string_view text) {
  const auto trace = find_stack_trace(text);
  return trace ? std::string(trace->language) : "";
}

TEST(StackTrace, IsKnownInEveryCommonLanguage) {
  EXPECT_EQ(language("Traceback (most recent call last):\n  File \"/app/x.py\", line 3, in get"),
            "Python");
  EXPECT_EQ(language(R"({"e":"File \"/app/x.py\", line 3, in get"})"), "Python");
  EXPECT_EQ(language("File &quot;/app/x.py&quot;, line 3, in get"), "Python");
  EXPECT_EQ(language("java.lang.NullPointerException\n\tat com.x.Users.get(Users.java:31)"),
            "Java");
  EXPECT_EQ(language("at java.base/java.lang.Thread.run(Thread.java:829)"), "Java");
  EXPECT_EQ(language("at com.x.App$1.&lt;init&gt;(Unknown Source)"), "Java");
  EXPECT_EQ(language("TypeError: x\n    at Object.get (/srv/app/users.js:10:21)"), "Node");
  EXPECT_EQ(language("at async file:///srv/app/users.mjs:10:21"), "Node");
  EXPECT_EQ(language("at processTicksAndRejections (node:internal/process/task_queues:95:5)"),
            "Node");
  EXPECT_EQ(language("at Layer.handle [as handle_request] (C:\\app\\layer.js:95:5)"), "Node");
  EXPECT_EQ(language("app/users.rb:12:in `get'"), "Ruby");
  EXPECT_EQ(language("#0 /var/www/index.php(12): get()"), "PHP");
  EXPECT_EQ(language("<b>Warning</b>: x in <b>/var/www/a.php</b> on line <b>12</b>"), "PHP");
  EXPECT_EQ(language("goroutine 7 [running]:\nmain.get()"), "Go");
  EXPECT_EQ(language("/app/main.go:31 +0x1d"), "Go");
  EXPECT_EQ(language("at App.Users.Get(String id) in /src/Users.cs:line 31"), ".NET");
  EXPECT_EQ(language("   at System.Net.Http.HttpClient.Send(HttpRequestMessage request)"), ".NET");
  EXPECT_EQ(language("thread 'main' panicked at src/main.rs:3:5:"), "Rust");
  EXPECT_EQ(language("#3 0x00007f2a in get"), "C++");
  EXPECT_EQ(language("terminate called after throwing an instance of 'std::x'"), "C++");
  EXPECT_EQ(language("Can't do it at /srv/app.pl line 31."), "Perl");
}

TEST(StackTrace, IsNotSeenInOrdinaryText) {
  for (const char* text :
       {"", "User not found: id at line 12", "The meeting is at 12:30:15 in room 7",
        R"({"error":{"code":300,"message":"Missing field: email at position 3"}})",
        R"({"join_url":"https://example.com:8080/j/1:2:3","created_at":"2012-11-25T12:00:00Z"})",
        R"({"pic_url":"http://x.example/p.php?a=1","note":"see main.go:12 and users.rb"})",
        "Written in Java (see Users.java) and Python", "Error at System level (retry)",
        "Mail me at a.b(at)c.example", "Invalid value at /users/0/type",
        "Invalid JSON at /email: expected string", "thread 'x' has 3 posts", "0x7f +0x1 #1 item",
        "schema violation at #/properties/page_size:1", "index.php was not found"}) {
    EXPECT_EQ(language(text), "") << text;
  }
}

TEST(StackTrace, ShowsTheLine) {
  const auto trace = find_stack_trace("Oops\n   at a.b (/srv/x.js:1:2)\n  more");
  ASSERT_TRUE(trace);
  EXPECT_EQ(trace->line, "at a.b (/srv/x.js:1:2)");
}

TEST(StackTrace, HugeAndHostileTextsAreNoTrouble) {
  EXPECT_EQ(language(std::string(4 << 20, '\xff')), "");
  std::string many;
  for (int i = 0; i < 100'000; ++i) many += "at a.b(";
  EXPECT_EQ(language(many), "");
}

}  // namespace
}  // namespace assay::conformance
