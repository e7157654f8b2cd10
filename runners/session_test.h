// Session (tests and bench): one run of the engine over the embedded contract, against an embedded
// mock of its own or the server at a URL, and what it found.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/report.h"
#include "spec/contract.h"
#include "spec/finding.h"

namespace assay::runners {

struct SessionOptions {
  std::string url;     // "": an embedded mock, with the two that follow
  std::string defect;  // "" honest
  bool envelope = false;
  std::uint64_t seed = 1;
  std::size_t cases = 20;
  std::size_t jobs = 2;
  std::size_t max_shrinks = 200;
  bool fail_fast = false;
  std::vector<std::string> only, skip;
  std::chrono::milliseconds timeout{2'000};
  std::chrono::milliseconds patience{10'000};
  const std::atomic<bool>* stop = nullptr;
  std::string junit;                    // the file to write; "" none
  reports::Report* listener = nullptr;  // hears everything too
};

struct SessionResult {
  const spec::Contract* contract = nullptr;
  reports::RunSummary summary;
  std::vector<spec::Finding> findings;

  std::string name_of(const spec::Finding& finding) const;  // "userGet:steady"
  // The finding of that name; throws std::out_of_range where there is none.
  const spec::Finding& at(std::string_view name) const;
  std::vector<const spec::Finding*> broken() const;
  // The broken ones with what was found, for the message of a test; "" none.
  std::string tell_broken() const;
};

// The embedded contract. Throws std::runtime_error if it doesn't load.
const spec::Contract& embedded_contract();

// The credentials that a session sends: scheme and value.
std::vector<std::pair<std::string, std::string>> session_credentials(
    const spec::Contract& contract);

// Throws std::runtime_error where there is no such law, or no port to listen on.
SessionResult run_session(const spec::Contract& contract, const SessionOptions& options);

}  // namespace assay::runners
