// Client: sends one HTTP request over one kept-alive connection and says truthfully what came back.
// The only file with httplib's client is client.cpp. Not thread-safe: one Client per worker.
//
// cpp-httplib keeps the connection and its TLS context; connecting, moving bytes and reading
// answers are our own (runners/dial.h, converse.h, http_answer.h), because httplib folds every
// failure into one and bounds no exchange as a whole. Nothing is retried, no redirect is followed,
// no cookie is kept.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <variant>

#include "spec/exchange.h"

namespace assay::runners {

// Where requests go: the base to which the contract's paths are appended.
struct Target {
  std::string scheme = "http";  // or "https"
  std::string host;             // lower case; an IPv6 address without its brackets
  int port = 80;
  std::string base_path;          // "" or "/v1", no slash at the end
  bool loopback = false;          // 127.0.0.0/8, ::1, localhost
  std::string authority() const;  // "127.0.0.1:4010"; the scheme's own port is left out
  std::string url() const;        // "http://127.0.0.1:4010/v1"
};

// "http://127.0.0.1:4010/v1" -> Target, or what is wrong with it (a userinfo, query or fragment is
// refused).
std::variant<Target, std::string> parse_target(const std::string& url);

struct ClientLimits {
  std::chrono::milliseconds timeout{10'000};  // for one whole exchange, connecting included
  std::size_t body_cap = 8u << 20;            // bytes of a body, before and after decoding
};

// Whether somebody accepts a connection there, within the timeout.
bool can_connect(const Target& target, const ClientLimits& limits);

class Client {
 public:
  Client(const Target& target, const ClientLimits& limits);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  struct Reply {
    std::variant<spec::Answer, spec::Fault> outcome;
    std::chrono::microseconds duration{0};
    bool reused_connection = false;  // sent on a connection that had served an answer before
    bool nothing_received = false;   // a fault before the first byte of an answer
    // Bytes that were found on the kept connection before this request was sent: they came late
    // after the *previous* answer (first 1 KiB). That connection was dropped; this request went
    // over a new one.
    std::string late_stray;
  };

  // `request.url` must begin with the target's url. Never throws; never takes longer than the
  // timeout (plus scheduling). Headers and path are sent as they stand; a request that can't be (a
  // line end in a header, a blank in the path) is not sent at all: Fault::unsent. A certificate
  // that isn't trusted is Fault::refused. A Content-Encoding that we don't know leaves the body as
  // it came.
  Reply send(const spec::Request& request);

  // From now on an exchange may take this long at most, instead of ClientLimits::timeout.
  void take_at_most(std::chrono::milliseconds timeout);

  // Closes the connection; the next request opens a new one.
  void reconnect();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace assay::runners
