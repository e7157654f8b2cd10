#include "runners/watch_list.h"

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
    const std::pair key(hit.watcher, hit.operation);
    const auto known = hits_.find(key);
    if (known != hits_.end() &&
        known->second.origin.rank_on(hit.operation) <= origin.rank_on(hit.operation))
      continue;
    hits_.insert_or_assign(key, Watched{origin, evidence_of(trial, exchanges, hit.verdict)});
  }
}

std::optional<Watched> WatchList::first(spec::Family watcher, std::size_t operation) const {
  const std::lock_guard lock(mutex_);
  const auto known = hits_.find({watcher, operation});
  if (known == hits_.end()) return std::nullopt;
  return known->second;
}

std::vector<Watched> WatchList::fatal() const {
  const std::lock_guard lock(mutex_);
  return fatal_;
}

}  // namespace assay::runners
