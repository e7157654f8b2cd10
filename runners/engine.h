// The engine: plans, sends, judges, shrinks and tells. Work is operation x law, shared out to
// workers that each have a connection of their own; verdicts depend on contract, seed and target,
// never on the number of workers.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "properties/plan.h"
#include "reports/report.h"
#include "runners/client.h"
#include "spec/contract.h"

namespace assay::runners {

struct EngineOptions {
  Target target;
  std::string target_name;               // for reports: the URL, or "embedded mock"
  std::vector<spec::Header> headers;     // sent with every request
  std::vector<std::string> credentials;  // the value of each of Contract::schemes, in their order
  std::uint64_t seed = 0;
  std::string run_id;      // lower-case letters and digits, at most 12
  std::size_t cases = 20;  // trials per law and unit of weight
  std::size_t jobs = 2;
  std::size_t max_shrinks = 200;
  bool fail_fast = false;               // stop after the first broken law
  std::vector<std::string> only, skip;  // spec::selects
  ClientLimits limits;
  std::chrono::milliseconds patience{
      60'000};  // how long at most, in all, one law waits for 429 and Retry-After
  const std::atomic<bool>* stop =
      nullptr;  // set by a signal: finish what is begun, tell the rest as not tested
  // For RunInfo:
  std::string document;
  std::vector<std::string> overlays;
  std::string assay_version;
  std::string replay_prefix;  // "assay run zoom.yml --url http://…": the replay line's beginning
};

// The laws that `only` and `skip` leave, in the plan's order. A selector of `only` that selects
// nothing is an error (the message names the nearest).
std::variant<std::vector<properties::PlannedLaw>, std::string> select_laws(
    const spec::Contract& contract, std::vector<properties::PlannedLaw> plan,
    const std::vector<std::string>& only, const std::vector<std::string>& skip);

// Runs the laws. All events go to `report`, from the calling thread. The summary's exit_status is
// the documented one.
reports::RunSummary run(const spec::Contract& contract,
                        const std::vector<properties::PlannedLaw>& laws,
                        const EngineOptions& options, reports::Report& report);

}  // namespace assay::runners
