// Executor: sends one trial over one worker's connection and cleans up after it. One per worker;
// not thread-safe.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "conformance/judge.h"
#include "runners/bind.h"
#include "runners/client.h"
#include "runners/hangs.h"
#include "spec/contract.h"
#include "spec/exchange.h"
#include "spec/trial.h"

namespace assay::runners {

// What all workers of a run share and any of them may change.
struct SharedState {
  std::atomic<bool> target_gone{false};
  std::atomic<std::size_t> requests{0};
  std::atomic<std::size_t> silence{0};      // requests in a row, of all workers, that timed out
  std::atomic<std::size_t> busy{0};         // answers in a row, to all workers, that asked to wait
  std::atomic<std::size_t> given_up{0};     // how often waiting for a rate limit was in vain
  std::atomic<bool> enough{false};          // no more trials are wanted (--fail-fast)
  const std::atomic<bool>* stop = nullptr;  // the user's interruption; may be null
  std::deque<std::atomic<std::size_t>> answered;  // by operation: how many answers there were
  std::mutex mutex;                               // guards what follows
  std::string gone_because;
  std::map<std::string, std::size_t> clean_up_failures;  // by sentence
  std::set<std::size_t> hanging;                         // operations that were given up
  std::set<std::size_t> long_lists;  // operations whose laws ended early, having read enough

  bool stopped() const {
    return enough.load(std::memory_order_relaxed) ||
           (stop != nullptr && stop->load(std::memory_order_relaxed));
  }
};

struct Sent {
  std::vector<spec::Exchange> exchanges;  // in order; the trial's own
  // What was answered to attempts that were given up with their connection, one list an attempt.
  // Not evidence for the trial's law, but answers all the same: the watchers look at them.
  std::vector<std::vector<spec::Exchange>> abandoned;
  std::vector<spec::Exchange> clean_up;  // of what the trial left behind
  bool target_gone = false;              // nobody listens any more
  bool rate_limited = false;             // the patience with 429 and Retry-After is used up
  bool interrupted = false;
  std::size_t walked = 0;  // bytes of the pages of its walks

  // Of the trial and its clean-up, each page of a list counted.
  std::size_t requests() const { return exchanges.size() + clean_up.size(); }
};

class Executor {
 public:
  // All references must outlive the executor. `patience`: how long at most one trial waits for a
  // server that asks for it; half as long each time that it has waited in vain.
  Executor(const Binding& binding, const Target& target, const ClientLimits& limits,
           std::chrono::milliseconds patience, SharedState& shared);

  // Binds and sends the steps in order, ending early where a set-up step isn't accepted. A kept
  // connection that dies before a byte of an answer starts the trial again with fresh names (at
  // most twice; the last time each step gets a new connection). Where that happens often,
  // connections are not kept. Waits for 429 and 503 with Retry-After. What the exchanges show as
  // created is removed again. An operation that was not wholly answered several times in a row is
  // asked only now and then after that (else Fault::unsent), unless this trial insists; one that
  // hangs at times is given less time, but several times what its whole answers took. `afresh`:
  // each request gets a connection of its own.
  enum class Ask { sparingly, insistently, afresh };
  Sent send(const spec::Trial& trial, Identity identity, const conformance::Judge& judge,
            Ask ask = Ask::sparingly);

  // The next attempt number is one past all that `send` used for this identity.
  std::size_t attempts_used() const { return attempts_used_; }

  std::chrono::microseconds time_on_the_wire() const { return wire_; }

 private:
  enum class Outcome { done, lost, gone, interrupted };
  struct Page {
    std::size_t number = 1;
    std::size_t size = 0;
  };

  Outcome send_steps(const spec::Trial& trial, const std::string& token,
                     std::vector<spec::Exchange>& out);
  Outcome send_step(const spec::Trial& trial, const spec::Step& step, const std::string& token,
                    const std::vector<std::pair<std::string, std::string>>& paging,
                    std::vector<spec::Exchange>& out);
  Outcome walk(const spec::Trial& trial, const spec::Step& step, const std::string& token,
               std::vector<spec::Exchange>& out);
  Outcome exchange(spec::Exchange& exchange);
  bool answers_as_before();
  bool wait_for(const spec::Answer& answer, std::size_t round);
  bool still_there();
  void declare_gone(std::string because);
  void clean_up(Sent& sent, const conformance::Judge& judge, const std::string& token);
  // Asks for that operation on the object, for the clean-up; true if it was accepted.
  bool call(const conformance::Judge::Created& object, std::size_t operation,
            const std::string& token, Sent& sent);

  const Binding& binding_;
  Target target_;
  ClientLimits limits_;
  Client client_;
  std::chrono::milliseconds patience_;
  std::chrono::milliseconds waited_{0};
  std::size_t walked_ = 0;           // bytes of the pages of this trial's walks
  bool gave_up_ = false;             // this trial waits no more
  bool only_fresh_ = false;          // each request gets a new connection
  bool insists_ = false;             // this trial asks what hangs too
  std::size_t sent_ = 0, lost_ = 0;  // requests; those lost with the kept connection
  Hangs hangs_;
  std::optional<spec::Request> answered_;  // the first one that only looks and was answered
  SharedState& shared_;
  std::size_t attempts_used_ = 0;
  std::chrono::microseconds wire_{0};
};

}  // namespace assay::runners
