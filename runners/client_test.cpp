// The client against servers that do what servers do, and worse. Faults of the transport are in
// client_fault_test.cpp.
#include "runners/client.h"

#include <gtest/gtest.h>

#include <atomic>

#include "runners/gzipped_test.h"
#include "runners/scripted_server_test.h"

namespace assay::runners {
namespace {

constexpr const char* kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

spec::Request post(const std::string& url, const std::string& body = "a=1") {
  spec::Request request;
  request.method = "POST";
  request.url = url;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  request.body = body;
  return request;
}

class Asker {
 public:
  explicit Asker(const ScriptedServer& server, ClientLimits limits = {})
      : url_(server.url()), client_(std::get<Target>(parse_target(url_)), limits) {}
  Client::Reply ask() { return client_.send(post(url_ + "/x")); }
  Client& client() { return client_; }
  const std::string& url() const { return url_; }

 private:
  std::string url_;
  Client client_;
};

spec::Answer answer(const Client::Reply& reply) {
  const auto* fault = std::get_if<spec::Fault>(&reply.outcome);
  if (fault != nullptr) {
    ADD_FAILURE() << spec::to_string(fault->kind) << ": " << fault->detail;
    return {};
  }
  return std::get<spec::Answer>(reply.outcome);
}

// A script that answers every request of a connection with the same bytes.
ScriptedServer::Script always(std::string bytes) {
  return [bytes](Peer& peer) {
    while (!peer.request().empty()) peer.send(bytes);
  };
}

std::string sized(const std::string& body, const std::string& headers = "") {
  return "HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

// The bytes that the client sends for a request.
std::string sent(spec::Request request) {
  std::string seen;
  {
    ScriptedServer server([&](Peer& peer) {
      seen = peer.request();
      peer.send("HTTP/1.1 204 No Content\r\n\r\n");
      peer.hold();
    });
    Client client(std::get<Target>(parse_target(server.url())), {});
    request.url = server.url() + request.url;
    answer(client.send(request));
    const std::string host = server.url().substr(7);
    const std::size_t at = seen.find(host);
    if (at != std::string::npos) seen.replace(at, host.size(), "HOST");
  }
  return seen;
}

TEST(ClientSends, ARequestExactlyAsGivenWithTheUsualDefaults) {
  EXPECT_EQ(sent(post("/v1/a%2fb+c?d=%20\xc3\xa9", std::string("a=\0%zz\xff", 7))),
            std::string("POST /v1/a%2fb+c?d=%20\xc3\xa9 HTTP/1.1\r\nHost: HOST\r\n"
                        "User-Agent: assay/" ASSAY_VERSION "\r\nAccept: */*\r\n"
                        "Content-Type: application/x-www-form-urlencoded\r\n"
                        "Content-Length: 7\r\n\r\na=") +
                std::string("\0%zz\xff", 5));
}

TEST(ClientSends, NothingTwiceThatIsGiven) {
  spec::Request request = post("/");
  request.headers = {
      {"user-agent", "me"}, {"ACCEPT", "a/b"}, {"Host", "h"}, {"X", "1"}, {"X", "2"}};
  EXPECT_EQ(sent(request),
            "POST / HTTP/1.1\r\nuser-agent: me\r\nACCEPT: a/b\r\nHost: h\r\nX: 1\r\nX: 2\r\n"
            "Content-Length: 3\r\n\r\na=1");
}

TEST(ClientSends, AContentLengthEvenForAnEmptyBodyButNotWithAGet) {
  spec::Request request = post("/", "");
  EXPECT_NE(sent(request).find("\r\nContent-Length: 0\r\n"), std::string::npos);
  request.method = "GET";
  EXPECT_EQ(sent(request).find("Content-Length"), std::string::npos);
}

TEST(ClientSends, NeverWhatWouldBecomeAnotherRequest) {
  ScriptedServer server(always(kOk));
  Asker asker(server);
  const auto refusal = [&](const spec::Request& request) {
    const auto reply = asker.client().send(request);
    const auto* fault = std::get_if<spec::Fault>(&reply.outcome);
    EXPECT_TRUE(fault != nullptr && fault->kind == spec::Fault::Kind::unsent);
    return fault != nullptr ? fault->detail : "";
  };
  spec::Request request = post(asker.url());
  request.headers = {{"X-A", "1\r\nX-B: 2"}};
  EXPECT_EQ(refusal(request), "header \"X-A\" contains a line end");
  request.headers = {{"X-A", std::string("1\0", 2)}};
  EXPECT_EQ(refusal(request), "header \"X-A\" contains a NUL");
  request.headers = {{"X A", "1"}};
  EXPECT_EQ(refusal(request), "header name \"X A\" is no token");
  request = post(asker.url() + "/a b");
  EXPECT_EQ(refusal(request), "path \"/a b\" contains a blank or a control character");
  request = post(asker.url() + "/");
  request.method = "GET /";
  EXPECT_EQ(refusal(request), "method \"GET /\" is no token");
  EXPECT_EQ(refusal(post(asker.url() + "0/")),
            "the url \"" + asker.url() + "0/\" is not under " + asker.url());
  EXPECT_EQ(server.connections(), 0);
}

TEST(ClientReads, JsonWhateverItsMediaType) {
  ScriptedServer server(
      always(sized(R"({"a":1,"a":2})", "Content-Type: Text/HTML; charset=x\r\n")));
  Asker asker(server);
  const auto got = answer(asker.ask());
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.media_type, "text/html");
  ASSERT_TRUE(got.json.has_value());
  EXPECT_EQ(got.json->at_pointer("/a")->text(), "2");
  EXPECT_EQ(got.duplicate_keys, std::vector<std::string>{"/a"});
  EXPECT_EQ(got.json_error, "");
}

TEST(ClientReads, WhatIsWrongWithJson) {
  ScriptedServer server([](Peer& peer) {
    peer.request();
    peer.send(sized("{} {}"));
    peer.request();
    peer.send(sized(""));
    peer.hold();
  });
  Asker asker(server);
  const auto two = answer(asker.ask());
  EXPECT_FALSE(two.json.has_value());
  EXPECT_NE(two.json_error, "");
  const auto empty = answer(asker.ask());
  EXPECT_FALSE(empty.json.has_value());
  EXPECT_EQ(empty.json_error, "");
}

TEST(ClientReads, ManyAnswersOverOneConnection) {
  ScriptedServer server(always(kOk));
  Asker asker(server);
  EXPECT_FALSE(asker.ask().reused_connection);
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(asker.ask().reused_connection);
  EXPECT_EQ(server.connections(), 1);
  asker.client().reconnect();
  EXPECT_FALSE(asker.ask().reused_connection);
  EXPECT_EQ(server.connections(), 2);
}

TEST(ClientReads, OverIpv6AndByTheNameLocalhost) {
  ScriptedServer six(always(kOk), true);
  EXPECT_EQ(answer(Asker(six).ask()).body, "ok");
  ScriptedServer four(always(kOk));
  const std::string url = "http://localhost:" + std::to_string(four.port());
  Client client(std::get<Target>(parse_target(url)), {});
  EXPECT_EQ(answer(client.send(post(url + "/"))).body, "ok");
}

TEST(ClientReads, AnswersWithoutBodyWithoutWaiting) {
  ScriptedServer server([](Peer& peer) {
    peer.request();
    peer.send("HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\n\r\n");
    peer.request();
    peer.send(
        "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n");
    peer.request();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
    peer.hold();
  });
  Asker asker(server);
  EXPECT_EQ(answer(asker.ask()).status, 304);
  EXPECT_EQ(answer(asker.ask()).status, 204);
  spec::Request head = post(asker.url());
  head.method = "HEAD";
  const auto reply = asker.client().send(head);
  EXPECT_EQ(answer(reply).status, 200);
  EXPECT_TRUE(reply.reused_connection);
}

TEST(ClientReads, ConnectionsThatEndWithTheAnswer) {
  ScriptedServer server([](Peer& peer) {
    peer.request();
    if (peer.number == 1) peer.send("HTTP/1.1 200 OK\r\n\r\nno length");
    if (peer.number == 2) peer.send("HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nold");
    if (peer.number == 3) {
      peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\nlast");
      peer.hold();  // the client closes
    }
    if (peer.number == 4) peer.send(kOk);  // and closed without a word
    if (peer.number == 5) peer.send(kOk);
  });
  Asker asker(server);
  EXPECT_EQ(answer(asker.ask()).body, "no length");
  EXPECT_EQ(answer(asker.ask()).body, "old");
  EXPECT_EQ(answer(asker.ask()).body, "last");
  EXPECT_EQ(answer(asker.ask()).body, "ok");
  EXPECT_EQ(server.connections(), 4);
}

TEST(ClientReads, EncodedBodiesUnasked) {
  const std::string text = "{\"a\":\"" + std::string(100'000, 'x') + "\"}";
  const std::string brotli("\x0b\x02\x80hello\x03", 9);
  ScriptedServer server([&](Peer& peer) {
    peer.request();
    peer.send(sized(gzipped(text), "Content-Encoding: GZIP\r\n"));
    peer.request();
    peer.send(sized(gzipped(text, 15), "Content-Encoding: deflate\r\n"));
    peer.request();
    peer.send(sized(gzipped(text, -15), "Content-Encoding: deflate\r\n"));
    peer.request();
    peer.send(sized(gzipped(gzipped(text, 15)),
                    "Content-Encoding: deflate\r\nContent-Encoding: gzip\r\n"));
    peer.request();
    peer.send(sized(brotli, "Content-Encoding: br\r\n"));
    peer.request();
    peer.send(sized(gzipped("a") + gzipped("b"), "Content-Encoding: gzip\r\n"));
    peer.request();
    peer.send(sized("", "Content-Encoding: gzip\r\n"));
    peer.request();
    peer.send(sized("plain", "Content-Encoding: utf-8\r\n"));
    peer.hold();
  });
  Asker asker(server);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(answer(asker.ask()).body, text) << i;
  EXPECT_EQ(answer(asker.ask()).body, "hello");
  EXPECT_EQ(answer(asker.ask()).body, "ab");
  EXPECT_EQ(answer(asker.ask()).body, "");
  EXPECT_EQ(answer(asker.ask()).body, "plain");
}

TEST(ClientReads, AnAnswerThatComesBeforeTheWholeRequestWasTaken) {
  const std::string early = "HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig";
  ScriptedServer server([&](Peer& peer) {
    peer.send(early);
    peer.ignore(50);  // the client has read that, and can't send more
    peer.reset();
  });
  Asker asker(server);
  const std::string large(24u << 20, 'x');
  const auto first = asker.client().send(post(asker.url() + "/", large));
  EXPECT_EQ(answer(first).status, 413);
  const auto second = asker.client().send(post(asker.url() + "/", large));
  EXPECT_EQ(answer(second).body, "big");
  EXPECT_FALSE(second.reused_connection);
}

TEST(ClientReads, StrayBytesAreReportedWithTheAnswerTheyFollowed) {
  ScriptedServer server([](Peer& peer) {
    peer.request();
    peer.send(peer.number == 1 ? std::string(kOk) + "HTTP/1.1 500 ?" : std::string(kOk));
    peer.hold();
  });
  Asker asker(server);
  EXPECT_EQ(answer(asker.ask()).stray, "HTTP/1.1 500 ?");
  const auto next = asker.ask();
  EXPECT_EQ(answer(next).stray, "");
  EXPECT_FALSE(next.reused_connection);
}

TEST(ClientReads, StrayBytesThatComeLateDropTheConnection) {
  std::atomic<bool> asked{false};
  std::atomic<bool> strayed{false};
  ScriptedServer server([&](Peer& peer) {
    peer.request();
    peer.send(kOk);
    if (peer.number == 1) {
      asked.wait(false);
      peer.send("late");
      strayed = true;
      strayed.notify_one();
    }
    peer.hold();
  });
  Asker asker(server);
  EXPECT_EQ(answer(asker.ask()).stray, "");
  asked = true;
  asked.notify_one();
  strayed.wait(false);
  const auto next = asker.ask();
  EXPECT_EQ(answer(next).body, "ok");
  EXPECT_FALSE(next.reused_connection);
  EXPECT_EQ(next.late_stray, "late");
}

TEST(ClientReads, AConnectionThatWasClosedMeanwhileIsReplacedBeforeAnythingIsSent) {
  std::atomic<bool> closed{false};
  ScriptedServer server([&](Peer& peer) {
    peer.request();
    peer.send(kOk);
    if (peer.number == 2) return;
    peer.close();
    closed = true;
    closed.notify_one();
  });
  Asker asker(server);
  answer(asker.ask());
  closed.wait(false);
  const auto next = asker.ask();
  EXPECT_EQ(answer(next).body, "ok");
  EXPECT_FALSE(next.reused_connection);
}

TEST(ClientReads, ARedirectIsAnAnswer) {
  ScriptedServer server(
      always("HTTP/1.1 302 Found\r\nLocation: /y%2F\r\nContent-Length: 0\r\n\r\n"));
  Asker asker(server);
  const auto got = answer(asker.ask());
  EXPECT_EQ(got.status, 302);
  EXPECT_EQ(*got.header("location"), "/y%2F");
}

}  // namespace
}  // namespace assay::runners
