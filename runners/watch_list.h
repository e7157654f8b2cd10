// WatchList: what the watchers (robust, shape, privacy) saw in anybody's exchanges. For each
// watcher's law it keeps the hits that come first by (law, trial, exchange), never by time.
// Thread-safe.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "conformance/judge.h"
#include "spec/exchange.h"
#include "spec/finding.h"
#include "spec/trial.h"

namespace assay::runners {

// Where a trial came from, so that it can be drawn again for shrinking.
struct Origin {
  std::size_t law = 0;        // index into the planned laws
  std::size_t operation = 0;  // that law's
  std::size_t trial = 0;
  std::size_t creator = 0;
  bool probe = false;  // of the reflection phase: can't be drawn again
  bool fatal = false;  // the target did not outlive it

  // What comes first. The probe last: its trials are large and can't be made smaller.
  auto rank() const { return std::tuple(probe, law, trial); }
  // … among the hits on one operation: where that was the one in question.
  auto rank_on(std::size_t hit) const { return std::tuple(probe, operation != hit, law, trial); }
};

struct Watched {
  Origin origin;
  spec::Evidence evidence;  // verdict: the hit's
};

class WatchList {
 public:
  void add(const Origin& origin, const spec::Trial& trial,
           std::span<const spec::Exchange> exchanges, const std::vector<conformance::Hit>& hits);

  // The hits of that watcher on that operation: the first of each law, the first laws first, at
  // most kMostKept. What a law met by chance, in another trial's object, is not met again; then the
  // next one may be.
  std::vector<Watched> hits(spec::Family watcher, std::size_t operation) const;

  // The requests that were under way when the target went away. One of them did it.
  std::vector<Watched> fatal() const;

 private:
  mutable std::mutex mutex_;
  std::vector<Watched> fatal_;
  static constexpr std::size_t kMostKept = 12;
  std::map<std::pair<spec::Family, std::size_t>, std::vector<Watched>> hits_;
};

}  // namespace assay::runners
