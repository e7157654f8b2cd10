#include "runners/watch_list.h"

#include <algorithm>

#include "runners/evidence.h"

namespace assay::runners {

void WatchList::add(const Origin& origin, const spec::Trial& trial,
                    std::span<const spec::Exchange> exchanges,
                    const std::vector<conformance::Hit>& hits) {
  if (hits.empty()) return;
  const std::lock_guard lock(mutex_);
  for (const conformance::Hit& hit : hits) {
    if (origin.fatal && hit.watcher == spec::Family::robust) {
      fatal_.push_back({origin, evidence_of(trial, exchanges, hit.verdict)});
      continue;
    }
    std::vector<Watched>& kept = hits_[{hit.watcher, hit.operation}];
    const auto rank = [&](const Watched& watched) { return watched.origin.rank_on(hit.operation); };
    const auto same = std::find_if(kept.begin(), kept.end(), [&](const Watched& watched) {
      return watched.origin.law == origin.law && watched.origin.probe == origin.probe;
    });
    if (same != kept.end() && rank(*same) <= origin.rank_on(hit.operation)) continue;
    if (same != kept.end()) kept.erase(same);
    const auto place = std::find_if(kept.begin(), kept.end(), [&](const Watched& watched) {
      return origin.rank_on(hit.operation) < rank(watched);
    });
    if (place == kept.end() && kept.size() >= kMostKept) continue;
    kept.insert(place, Watched{origin, evidence_of(trial, exchanges, hit.verdict)});
    if (kept.size() > kMostKept) kept.pop_back();
  }
}

std::vector<Watched> WatchList::hits(spec::Family watcher, std::size_t operation) const {
  const std::lock_guard lock(mutex_);
  const auto known = hits_.find({watcher, operation});
  return known == hits_.end() ? std::vector<Watched>() : known->second;
}

std::vector<Watched> WatchList::fatal() const {
  const std::lock_guard lock(mutex_);
  return fatal_;
}

}  // namespace assay::runners
