// The engine and a server that is slow, busy or odd in the way it answers: it is waited for, and
// none of it breaks a law.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "runners/gzipped_test.h"
#include "runners/honest_test.h"

namespace assay::runners {
namespace {

using mock::WireReply;
using mock::WireRequest;

const std::vector<std::string> kSome{"userAutocreate:accept", "userUpdate:state", "userList",
                                     "userGet"};

// A variant that writes its answers in its own way.
Variant writing(std::function<bool(Peer&, const WireReply&, int)> write) {
  Variant variant;
  variant.write = std::move(write);
  return variant;
}

std::string chunked(const WireReply& reply, std::size_t size) {
  std::string out = "HTTP/1.1 " + std::to_string(reply.status) +
                    " Said\r\nContent-Type: " + reply.media_type +
                    "\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (std::size_t at = 0; at < reply.body.size(); at += size) {
    const std::string piece = reply.body.substr(at, size);
    char length[20];
    std::snprintf(length, sizeof length, "%zX", piece.size());
    out.append(length).append("; note=1\r\n").append(piece).append("\r\n");
  }
  return out + "0\r\nX-Trailer: 1\r\n\r\n";
}

TEST(EnginePatience, ConnectionsAreClosedAfterAnyAnswerAnnouncedOrNot) {
  for (const char* announcement : {"Connection: close\r\n", ""}) {
    honest(writing([announcement](Peer& peer, const WireReply& reply, int number) {
             peer.send(http_text(reply, announcement));
             return number % 3 == 0;
           }),
           kSome);
  }
}

TEST(EnginePatience, AnswersComeInChunks) {
  honest(writing([](Peer& peer, const WireReply& reply, int number) {
           peer.send(chunked(reply, static_cast<std::size_t>(1 + number % 700)));
           return true;
         }),
         kSome);
}

TEST(EnginePatience, AnswersAreCompressed) {
  honest(writing([](Peer& peer, const WireReply& reply, int) {
           WireReply small = reply;
           small.body = gzipped(reply.body);
           peer.send(http_text(small, "Content-Encoding: gzip\r\n"));
           return true;
         }),
         kSome);
}

TEST(EnginePatience, AnswersHaveManyHeaders) {
  std::string headers;
  for (int i = 0; i < 80; ++i)
    headers += "X-Header-" + std::to_string(i) + ": " + std::string(100, 'x') + "\r\n";
  honest(writing([headers](Peer& peer, const WireReply& reply, int) {
           peer.send(http_text(reply, headers));
           return true;
         }),
         kSome);
}

TEST(EnginePatience, AnswersAreSlowWithinTheTimeout) {
  honest(writing([](Peer& peer, const WireReply& reply, int number) {
           const std::string text = http_text(reply);
           if (number % 40 != 0) {
             peer.send(text);
             return true;
           }
           for (std::size_t at = 0; at < text.size(); at += text.size() / 4 + 1) {
             peer.send(std::string_view(text).substr(at, text.size() / 4 + 1));
             peer.ignore(20);
           }
           return true;
         }),
         {"userAutocreate:accept", "userList:state"});
}

// Answers every `period`th request with a call for patience instead.
Variant busy(int period, int status, const char* headers) {
  return writing([=](Peer& peer, const WireReply& reply, int number) {
    if (number % period != 0) {
      peer.send(http_text(reply));
      return true;
    }
    peer.send(http_text(refusal(status), headers));
    return true;
  });
}

// The request that is put off must not have been served: it comes again.
Variant unserved(Variant variant, int period) {
  auto number = std::make_shared<int>(0);
  variant.instead = [=](const WireRequest&) -> std::optional<WireReply> {
    if (++*number % period != 0) return std::nullopt;
    return refusal(503);
  };
  return variant;
}

TEST(EnginePatience, TooManyRequestsIsWaitedForAndNoEvidence) {
  const std::pair<int, const char*> cases[] = {
      {429, "Retry-After: 0\r\n"}, {503, "Retry-After: 0\r\n"}, {429, ""}};
  for (const auto& [status, headers] : cases) {
    const int period = *headers == '\0' ? 61 : 5;
    const SessionResult result =
        honest(unserved(busy(period, status, headers), period), {"userUpdate:reject/type"});
    EXPECT_EQ(result.at("userUpdate:reject/type/enum").outcome, spec::Finding::Outcome::held);
  }
}

TEST(EnginePatience, AServerThatNeverStopsAskingForPatienceIsNotJudged) {
  Variant variant = busy(1, 429, "Retry-After: 3600\r\n");
  VariantServer server(embedded_contract(), std::move(variant));
  SessionOptions options;
  options.url = server.url();
  options.jobs = 1;
  options.only = {"userGet"};
  const SessionResult result = run_session(embedded_contract(), options);
  EXPECT_EQ(result.tell_broken(), "");
  EXPECT_EQ(result.summary.exit_status, 4);  // nothing could be tested
  EXPECT_EQ(result.summary.held, 0u);
  EXPECT_EQ(result.at("userGet:accept/minimal").reason, spec::Reason::rate_limited);
}

TEST(EnginePatience, AServerThatIsAlwaysBusyIsNotAskedForEver) {
  VariantServer server(embedded_contract(), busy(1, 429, "Retry-After: 0\r\n"));
  SessionOptions options;
  options.url = server.url();
  options.patience = std::chrono::seconds{1};
  options.jobs = 1;
  options.only = {"userGet:accept/minimal"};
  const SessionResult result = run_session(embedded_contract(), options);
  EXPECT_EQ(result.summary.exit_status, 4);
  EXPECT_LT(result.summary.requests, 600u) << "some waits, then each trial asks once";
}

TEST(EnginePatience, RedirectsAreAnswersAndNotFollowed) {
  Variant variant;
  variant.instead = [](const WireRequest& request) -> std::optional<WireReply> {
    if (request.path.ends_with("/user/get")) return refusal(302);
    return std::nullopt;
  };
  variant.write = [](Peer& peer, const WireReply& reply, int) {
    peer.send(http_text(reply, reply.status == 302 ? "Location: /v1/user/list\r\n" : ""));
    return true;
  };
  VariantServer server(embedded_contract(), std::move(variant));
  SessionOptions options;
  options.url = server.url();
  options.jobs = 1;
  options.only = {"userGet:accept"};
  const SessionResult result = run_session(embedded_contract(), options);
  const spec::Finding& finding = result.at("userGet:accept/minimal");
  ASSERT_EQ(finding.outcome, spec::Finding::Outcome::broken);
  EXPECT_NE(finding.smallest->verdict.got.find("302"), std::string::npos)
      << finding.smallest->verdict.got;
}

// A variant that answers reads of one object by `write`, and all else as usual.
Variant on_reads(std::function<void(Peer&, const WireReply&)> write) {
  auto reads = std::make_shared<bool>(false);
  Variant variant;
  variant.after = [reads](const WireRequest& request, WireReply& reply) {
    *reads = request.path.ends_with("/user/get") && accepted(reply);
  };
  variant.write = [reads, write](Peer& peer, const WireReply& reply, int) {
    if (!*reads) {
      peer.send(http_text(reply));
      return true;
    }
    write(peer, reply);
    return false;
  };
  return variant;
}

// What the failing exchange met instead of a whole answer.
std::optional<spec::Fault::Kind> fault_in(const spec::Finding& finding) {
  if (!finding.smallest) return std::nullopt;
  for (const spec::Exchange& exchange : finding.smallest->exchanges) {
    if (exchange.fault() != nullptr) return exchange.fault()->kind;
  }
  return std::nullopt;
}

SessionResult read_once(Variant variant) {
  VariantServer server(embedded_contract(), std::move(variant));
  SessionOptions options;
  options.url = server.url();
  options.jobs = 1;
  options.cases = 1;
  options.max_shrinks = 0;
  options.timeout = std::chrono::milliseconds(400);
  options.only = {"userGet:accept/minimal", "userGet:robust"};
  return run_session(embedded_contract(), options);
}

TEST(EnginePatience, AServerThatDripsCannotHangTheRun) {
  const SessionResult result = read_once(on_reads([](Peer& peer, const WireReply& reply) {
    const std::string text = http_text(reply);
    for (std::size_t at = 0; at < text.size() && peer.connected(); ++at) {
      peer.send(std::string_view(text).substr(at, 1));
      peer.ignore(20);
    }
  }));
  EXPECT_EQ(fault_in(result.at("userGet:robust")), spec::Fault::Kind::timeout)
      << result.tell_broken();
}

TEST(EnginePatience, AnAnswerWithoutEndIsReadToTheCap) {
  const SessionResult result = read_once(on_reads([](Peer& peer, const WireReply& reply) {
    WireReply endless = reply;
    endless.body.append(9u << 20, ' ');
    peer.send(http_text(endless));
  }));
  const auto fault = fault_in(result.at("userGet:robust"));
  EXPECT_TRUE(fault == spec::Fault::Kind::endless ||
              fault == spec::Fault::Kind::timeout)  // on a slow machine
      << result.tell_broken();
}

}  // namespace
}  // namespace assay::runners
