#include "runners/probing.h"

#include <utility>

namespace assay::runners {

Probing::Probing(const spec::Contract& contract) : finder_(contract) {}

void Probing::take(std::size_t number, conformance::ProbeRun run) {
  waiting_.emplace(number, std::move(run));
  for (auto first = waiting_.begin(); first != waiting_.end() && first->first == next_; ++next_) {
    add(first->second);
    first = waiting_.erase(first);
  }
}

conformance::Facts Probing::settle() {
  for (const auto& [number, run] : waiting_) add(run);
  waiting_.clear();
  return finder_.facts();
}

void Probing::add(const conformance::ProbeRun& run) {
  finder_.add(run);
  for (const spec::Exchange& exchange : run.exchanges) {
    if (exchange.answer() != nullptr) answered_ = true;
    if (const spec::Fault* fault = exchange.fault()) {
      last_fault_ = std::string(spec::to_string(fault->kind)) +
                    (fault->detail.empty() ? "" : ": " + fault->detail);
    }
  }
}

std::vector<std::string> warnings_of(const spec::Contract& contract,
                                     const conformance::Facts& facts) {
  std::vector<std::string> warnings;
  if (facts.every_path_unknown) {
    warnings.push_back(
        "every path of the contract is unknown to the target (404); is the base path in --url "
        "right? The contract's own is " +
        (contract.servers.empty() ? "not given" : contract.servers.front()));
  }
  if (facts.memory && !facts.unfollowed.empty()) {
    constexpr std::size_t kNamed = 8;
    std::string names;
    std::size_t named = 0;
    for (const std::string& name : facts.unfollowed) {
      if (named++ < kNamed) names += (names.empty() ? "" : ", ") + name;
    }
    if (named > kNamed) names += " and " + std::to_string(named - kNamed) + " more";
    warnings.push_back("no reader follows what was sent for " + names +
                       ": what becomes of it was not judged");
  }
  if (facts.undeclared_refusal) {
    warnings.push_back(
        "some answers of status 2xx carry an `error` and nothing that is documented; they are "
        "taken for refusals. Say so in an overlay: x-assay-refusal: {pointer: /error}");
  }
  return warnings;
}

}  // namespace assay::runners
