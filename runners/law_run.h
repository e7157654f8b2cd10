// LawRun: one law put to the test: draw, send, judge, and where it is broken shrink and repeat. One
// per worker, with that worker's connection and judge; not thread-safe.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "conformance/facts.h"
#include "conformance/judge.h"
#include "properties/plan.h"
#include "runners/engine.h"
#include "runners/executor.h"
#include "runners/watch_list.h"
#include "spec/finding.h"

namespace assay::runners {

// Where a worker's time went.
struct TimeShare {
  std::chrono::nanoseconds generating{0}, sending{0}, judging{0};
};

class LawRun {
 public:
  LawRun(const spec::Contract& contract, const EngineOptions& options, const Binding& binding,
         SharedState& shared, WatchList& watch_list);

  // The finding of one law. A watcher's law ends at its first hit, which `finish_watcher` then
  // tells of.
  spec::Finding run(const properties::PlannedLaw& planned, std::size_t index,
                    const conformance::Facts& facts);

  // Makes a watcher's finding of what the watch list has: shrinks the hit (by the law that it came
  // from) and repeats it.
  void finish_watcher(spec::Finding& finding, const Watched& watched,
                      const properties::PlannedLaw* origin, const conformance::Facts& facts);

  // Sends a trial of the probe; its exchanges are watched like all others.
  std::vector<spec::Exchange> probe(const spec::Trial& trial, std::size_t number);

  const TimeShare& time_share() const { return time_; }
  conformance::Judge& judge() { return judge_; }

 private:
  using Ask = Executor::Ask;
  struct Tried {
    Sent sent;
    spec::Verdict verdict;
  };

  // Has the watchers look at every answer that was given to the trial.
  void look_at(Origin origin, const spec::Trial& trial, const Sent& sent);
  Tried attempt(const spec::Law& law, const conformance::Facts& facts, const spec::Trial& trial,
                const Origin& origin, Identity& identity, Ask ask = Ask::sparingly);
  // True if the trial fails in the same way when its request is written plainly: then it is not the
  // writing that does it.
  bool fails_anyhow(spec::Finding& finding, const conformance::Facts& facts,
                    const properties::Draw& draw, const spec::Verdict& verdict,
                    const Origin& origin, Identity& identity);
  void fail(spec::Finding& finding, const conformance::Facts& facts, const properties::Draw& draw,
            Tried first, const Origin& origin, Identity& identity);
  // A law about lists counts as broken only if it is so again and again; else the finding is flaky.
  void fail_again(spec::Finding& finding, const conformance::Facts& facts, const Origin& origin,
                  Identity& identity);
  void shrink(spec::Finding& finding, const conformance::Facts& facts, const properties::Draw& draw,
              const Origin& origin, Identity& identity);
  bool repeat(spec::Finding& finding, const conformance::Facts& facts, const Origin& origin,
              Identity& identity);
  Identity identity_of(const spec::Law& law, std::size_t trial) const;
  std::string name_of(const spec::Law& law) const;
  std::string replay_line(const spec::Law& law) const;
  std::uint64_t seed_of(const spec::Law& law) const;

  const spec::Contract& contract_;
  const EngineOptions& options_;
  SharedState& shared_;
  WatchList& watch_list_;
  Executor executor_;
  conformance::Judge judge_;
  TimeShare time_;
};

}  // namespace assay::runners
