// A made-up contract and the findings of a made-up run of it, with everything in them that reports
// have trouble with.
#pragma once

#include <string>

#include "reports/report.h"
#include "spec/contract.h"
#include "spec/finding.h"

namespace assay::reports {

spec::Contract made_up_contract();

// The parts of findings. `run` stands for what differs from run to run: tokens, ids, times, the
// mock's port.
struct MadeUp {
  std::string token = "k3j9x2mq7w4a";
  std::string id = "zX81-abcdefgh";
  std::string time = "2026-11-24T00:00:56Z";
  std::string base = "http://127.0.0.1:41233/v1";
  std::string key = "Key-of-this-Run-1234";

  spec::Finding default_broken() const;  // two requests, an id handed on
  spec::Finding robust_broken() const;   // one request with bytes that no terminal takes
  spec::Finding list_flaky() const;      // a list, seen once
  void play(const spec::Contract& contract, Report& report) const;
};

// A secret that this run sent, and must not be seen anywhere.
std::string made_up_password(const MadeUp& run);

}  // namespace assay::reports
