// Every way in which an exchange can fail, told apart, in time, with the bytes that came.
#include <gtest/gtest.h>

#include <chrono>

#include "runners/client.h"
#include "runners/gzipped_test.h"
#include "runners/scripted_server_test.h"

namespace assay::runners {
namespace {

using Kind = spec::Fault::Kind;
using std::chrono::milliseconds;

struct Failed {
  Kind kind = Kind::unsent;
  std::string detail;
  int status = 0;
  std::string received;
  bool reused = false;
  bool nothing_received = false;
};

Failed failed(const Client::Reply& reply) {
  const auto* fault = std::get_if<spec::Fault>(&reply.outcome);
  if (fault == nullptr) {
    ADD_FAILURE() << "an answer: " << std::get<spec::Answer>(reply.outcome).status;
    return {};
  }
  return {fault->kind,     fault->detail,           fault->status,
          fault->received, reply.reused_connection, reply.nothing_received};
}

Client::Reply ask(Client& client, const std::string& url, const std::string& body = "a=1") {
  spec::Request request;
  request.method = "POST";
  request.url = url + "/x";
  request.body = body;
  return client.send(request);
}

Failed ask_once(ScriptedServer::Script script, ClientLimits limits = {}) {
  ScriptedServer server(std::move(script));
  Client client(std::get<Target>(parse_target(server.url())), limits);
  return failed(ask(client, server.url()));
}

ScriptedServer::Script say(std::string bytes) {
  return [bytes](Peer& peer) {
    peer.request();
    peer.send(bytes);
  };
}

ScriptedServer::Script say_and_stall(std::string bytes) {
  return [bytes](Peer& peer) {
    peer.request();
    peer.send(bytes);
    peer.hold();
  };
}

const ClientLimits kShort{milliseconds(500), 8u << 20};

TEST(ClientFault, NobodyListens) {
  std::string url;
  {
    url = ScriptedServer([](Peer&) {}).url();
  }
  Client client(std::get<Target>(parse_target(url)), {});
  const Failed got = failed(ask(client, url));
  EXPECT_EQ(got.kind, Kind::refused);
  EXPECT_EQ(got.detail, "nobody listens at " + url.substr(7));
  EXPECT_TRUE(got.nothing_received);
  EXPECT_FALSE(got.reused);
}

TEST(ClientFault, TheNameIsUnknown) {
  const std::string url = "http://no-such-host.invalid";
  Client client(std::get<Target>(parse_target(url)), kShort);
  const Failed got = failed(ask(client, url));
  if (got.kind == Kind::timeout) GTEST_SKIP() << "the resolver here is slow: " << got.detail;
  EXPECT_EQ(got.kind, Kind::refused);
  EXPECT_EQ(got.detail.rfind("the name no-such-host.invalid is unknown", 0), 0u) << got.detail;
}

TEST(ClientFault, ClosedWithoutAnAnswer) {
  const Failed got = ask_once([](Peer& peer) { peer.request(); });
  EXPECT_EQ(got.kind, Kind::closed);
  EXPECT_EQ(got.detail, "closed without an answer");
  EXPECT_TRUE(got.nothing_received);
  EXPECT_FALSE(got.reused);
}

TEST(ClientFault, Reset) {
  const Failed got = ask_once([](Peer& peer) {
    peer.request();
    peer.reset();
  });
  EXPECT_EQ(got.kind, Kind::reset);
  EXPECT_EQ(got.detail, "reset without an answer");
  EXPECT_TRUE(got.nothing_received);
}

TEST(ClientFault, AReusedConnectionThatIsClosedIsReportedAndNotTriedAgain) {
  ScriptedServer server([](Peer& peer) {
    peer.request();
    peer.send("HTTP/1.1 204 No Content\r\n\r\n");
    if (peer.number == 1) peer.request();
  });
  Client client(std::get<Target>(parse_target(server.url())), {});
  EXPECT_TRUE(std::holds_alternative<spec::Answer>(ask(client, server.url()).outcome));
  const Failed got = failed(ask(client, server.url()));
  EXPECT_EQ(got.kind, Kind::closed);
  EXPECT_TRUE(got.reused);
  EXPECT_TRUE(got.nothing_received);
  EXPECT_EQ(server.connections(), 1);
  EXPECT_TRUE(std::holds_alternative<spec::Answer>(ask(client, server.url()).outcome));
  EXPECT_EQ(server.connections(), 2);
}

TEST(ClientFault, ATruncatedBodyIsCut) {
  const std::string bytes = "HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\nhello, world";
  const Failed got = ask_once(say(bytes));
  EXPECT_EQ(got.kind, Kind::cut);
  EXPECT_EQ(got.detail, "12 of 40 bytes of the body");
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.received, bytes);
  EXPECT_FALSE(got.nothing_received);
}

TEST(ClientFault, AMissingLastChunkIsCut) {
  const Failed got =
      ask_once(say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n"));
  EXPECT_EQ(got.kind, Kind::cut);
  EXPECT_EQ(got.detail, "2 bytes of the body, not the last chunk");
}

TEST(ClientFault, AResetInTheBodyIsAReset) {
  const Failed got = ask_once([](Peer& peer) {
    peer.request();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\nhello");
    peer.hold(300);  // the client has read that
    peer.reset();
  });
  EXPECT_EQ(got.kind, Kind::reset);
  EXPECT_EQ(got.detail, "reset after 5 of 40 bytes of the body");
  EXPECT_EQ(got.status, 200);
}

TEST(ClientFault, SilenceTimesOut) {
  const auto start = std::chrono::steady_clock::now();
  const Failed got = ask_once(say_and_stall(""), kShort);
  EXPECT_EQ(got.kind, Kind::timeout);
  EXPECT_EQ(got.detail, "nothing after 0.5 s");
  EXPECT_TRUE(got.nothing_received);
  EXPECT_LT(std::chrono::steady_clock::now() - start, milliseconds(10'000));
}

TEST(ClientFault, ADrippingServerTimesOutAtTheDeadlineOfTheWholeExchange) {
  const auto start = std::chrono::steady_clock::now();
  const Failed got = ask_once(
      [](Peer& peer) {
        peer.request();
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        for (int i = 0; i < 900 && peer.connected(); ++i) {
          peer.send("x");
          peer.hold(20);
        }
      },
      kShort);
  EXPECT_EQ(got.kind, Kind::timeout);
  EXPECT_NE(got.detail.find(" of 1000 bytes of the body after 0.5 s"), std::string::npos)
      << got.detail;
  EXPECT_EQ(got.status, 200);
  EXPECT_LT(std::chrono::steady_clock::now() - start, milliseconds(10'000));
}

TEST(ClientFault, ABodyWithoutLengthOnAnOpenConnectionTimesOut) {
  const Failed got = ask_once(say_and_stall("HTTP/1.1 200 OK\r\n\r\nhello"), kShort);
  EXPECT_EQ(got.kind, Kind::timeout);
  EXPECT_EQ(got.detail, "5 bytes of a body without announced length after 0.5 s");
}

TEST(ClientFault, AServerThatTakesNoRequestTimesOut) {
  ScriptedServer deaf([](Peer& peer) { peer.ignore(); });
  Client client(std::get<Target>(parse_target(deaf.url())), kShort);
  const std::string large(24u << 20, 'x');
  const Failed got = failed(ask(client, deaf.url(), large));
  EXPECT_EQ(got.kind, Kind::timeout);
  EXPECT_EQ(got.detail.rfind("nothing after 0.5 s; not the whole request of ", 0), 0u)
      << got.detail;
}

TEST(ClientFault, GarbageIsMalformedAtOnceWithTheBytes) {
  const Failed got = ask_once(say_and_stall("SSH-2.0-OpenSSH\r\n"));
  EXPECT_EQ(got.kind, Kind::malformed);
  EXPECT_EQ(got.detail, "no status line: \"SSH-2.0-OpenSSH\\r\\n\"");
  EXPECT_EQ(got.received, "SSH-2.0-OpenSSH\r\n");
}

TEST(ClientFault, EndlessBodiesAndHeadersAreStopped) {
  const auto endless = [](const std::string& head, const std::string& piece) {
    return [=](Peer& peer) {
      peer.request();
      peer.send(head);
      for (int i = 0; i < 100'000; ++i) {
        if (::send(peer.descriptor(), piece.data(), piece.size(), MSG_NOSIGNAL) <= 0) return;
      }
    };
  };
  const Failed body = ask_once(endless("HTTP/1.1 200 OK\r\n\r\n", std::string(65'536, 'x')));
  EXPECT_EQ(body.kind, Kind::endless);
  EXPECT_EQ(body.detail, "a body of more than 8388608 bytes");
  EXPECT_EQ(body.received.size(), 65'536u);
  const Failed head =
      ask_once(endless("HTTP/1.1 200 OK\r\n", "A: " + std::string(4096, 'x') + "\r\n"));
  EXPECT_EQ(head.kind, Kind::endless);
  EXPECT_EQ(head.detail, "headers of more than 1048576 bytes");
}

std::string encoded(const std::string& coding, const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Encoding: " + coding +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

TEST(ClientFault, ALyingContentEncodingIsMalformed) {
  const std::string whole = gzipped("hello, hello, hello");
  const std::pair<std::string, std::string> cases[] = {
      {encoded("gzip", "{\"a\":1}"), "encoded as gzip: not gzip: incorrect header check"},
      {encoded("gzip", whole.substr(0, whole.size() - 9)),
       "encoded as gzip: the gzip data ends early"},
      {encoded("gzip", whole + "xy"), "encoded as gzip: 2 bytes after the end of the gzip data"},
      {encoded("br", "{\"a\":1}"), "encoded as br: not br"},
  };
  for (const auto& [bytes, detail] : cases) {
    const Failed got = ask_once(say(bytes));
    EXPECT_EQ(got.kind, Kind::malformed);
    EXPECT_EQ(got.detail, detail);
    EXPECT_EQ(got.status, 200);
    EXPECT_EQ(got.received, bytes);
  }
}

TEST(ClientFault, ASmallBodyThatBecomesLargeIsEndless) {
  const ClientLimits limits{milliseconds(10'000), 1u << 20};
  const Failed got = ask_once(say(encoded("gzip", gzipped(std::string(4u << 20, 'x')))), limits);
  EXPECT_EQ(got.kind, Kind::endless);
  EXPECT_EQ(got.detail, "a body of more than 1048576 bytes once decoded");
}

TEST(ClientFault, AClientIsGoodAsNewAfterAnyFault) {
  ScriptedServer server([](Peer& peer) {
    peer.request();
    if (peer.number == 1) return;
    if (peer.number == 2) return peer.reset();
    if (peer.number == 3) return peer.send("what?");
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  });
  Client client(std::get<Target>(parse_target(server.url())), {});
  EXPECT_EQ(failed(ask(client, server.url())).kind, Kind::closed);
  EXPECT_EQ(failed(ask(client, server.url())).kind, Kind::reset);
  EXPECT_EQ(failed(ask(client, server.url())).kind, Kind::malformed);
  EXPECT_TRUE(std::holds_alternative<spec::Answer>(ask(client, server.url()).outcome));
}

}  // namespace
}  // namespace assay::runners
