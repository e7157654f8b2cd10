// VariantServer (tests only): the embedded mock behind a raw socket, made different where the test
// says: in what it understands of a request, in what it answers instead, in how an answer reads,
// and in how it is written. One connection after another, by one thread: for sessions with one
// worker.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runners/mock/service.h"
#include "runners/scripted_server_test.h"
#include "spec/contract.h"
#include "spec/form.h"
#include "spec/json.h"

namespace assay::runners {

struct Variant {
  using Request = mock::WireRequest;
  using Reply = mock::WireReply;

  mock::RefusalStyle refusal = mock::RefusalStyle::http;
  std::string defect;
  bool check_credentials = true;
  mock::Performer::Clock clock = mock::time_now;
  // Each is called from the server's thread; none must be there. `number` counts requests from 1.
  std::function<void(mock::Service&, int number)> between;      // what others do before it
  std::function<void(Request&)> before;                         // what it understands
  std::function<std::optional<Reply>(const Request&)> instead;  // an answer that isn't the mock's
  std::function<void(const Request&, Reply&)> after;            // what its answer says
  // Writes the answer. False: the connection is closed.
  std::function<bool(Peer&, const Reply&, int number)> write;
};

class VariantServer {
 public:
  VariantServer(const spec::Contract& contract, Variant variant);
  std::string url() const;
  // Lets nobody in any more, as if the process were gone. For the variant's functions too.
  void die() { server_.stop_listening(); }
  int requests() const { return count_; }
  std::vector<std::string> bodies() const;  // of all requests so far, in order

 private:
  void serve(Peer& peer);

  Variant variant_;
  mock::Service service_;
  std::string base_;
  std::atomic<int> count_{0};
  mutable std::mutex mutex_;  // guards bodies_
  std::vector<std::string> bodies_;
  ScriptedServer server_;  // last: its thread uses the rest
};

// The bytes of an answer with its length, and the header lines that are given ("X: y\r\n").
std::string http_text(const mock::WireReply& reply, std::string_view headers = "");

// The operation that the request is for, or nullptr.
const spec::Operation* operation_of(const mock::WireRequest& request);

// Has `change` see every field of the form; one for which it returns false is dropped. The body is
// left as it came unless something changed.
void change_form(mock::WireRequest& request, const std::function<bool(spec::FormField&)>& change);

// Has `change` see every object in the answer's JSON, inner ones first.
void change_objects(mock::WireReply& reply, const std::function<void(spec::Json&)>& change);

// Did the mock accept? (refusals in the HTTP style)
inline bool accepted(const mock::WireReply& reply) {
  return reply.status < 300;
}

mock::WireReply refusal(int status);

}  // namespace assay::runners
