// Session: one run of the engine against the embedded mock, for measuring.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "reports/report.h"
#include "spec/contract.h"
#include "spec/finding.h"

namespace assay::bench {

struct SessionOptions {
  std::string defect;  // "" honest
  bool envelope = false;
  std::uint64_t seed = 1;
  std::size_t cases = 20;
  std::size_t jobs = 2;
  std::vector<std::string> only;
};

struct SessionResult {
  reports::RunSummary summary;
  std::vector<spec::Finding> broken;  // without their evidence
};

// The embedded contract. Throws std::runtime_error if it doesn't load.
spec::Contract embedded_contract();

SessionResult run_session(const spec::Contract& contract, const SessionOptions& options);

}  // namespace assay::bench
