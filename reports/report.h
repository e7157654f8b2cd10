// Report: a listener of a run. The engine calls all reports from one thread, in a fixed order that
// depends on the contract and the seed alone; each report writes one format.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "spec/contract.h"
#include "spec/finding.h"

namespace assay::reports {

struct RunInfo {
  std::string assay_version;
  std::string target;  // base URL, or "embedded mock"
  std::uint64_t seed = 0;
  std::string run_id;
  std::size_t cases = 0;
  std::size_t jobs = 0;
  std::string document;  // as the user named it
  std::vector<std::string> overlays;
  std::size_t planned_laws = 0;
  std::chrono::system_clock::time_point started;
};

struct Progress {
  std::size_t laws_done = 0, laws_planned = 0, broken = 0, trials = 0;
  std::chrono::microseconds elapsed{0};
};

struct RunSummary {
  std::size_t trials = 0, requests = 0, held = 0, broken = 0, skipped = 0, errors = 0;
  std::vector<std::pair<spec::Reason, std::size_t>> reasons;  // of the skipped, most first
  std::vector<std::string> warnings;  // "3 objects could not be removed: …", each once
  std::string target_gone;            // why the target is taken to be gone; "" it is not
  bool interrupted = false;
  std::chrono::microseconds duration{0};
  std::chrono::microseconds generating{0}, sending{0}, judging{0};  // summed over the workers
  int exit_status = 0;
};

class Report {
 public:
  virtual ~Report() = default;
  virtual void run_started(const RunInfo&, const spec::Contract&) {}
  virtual void progress(const Progress&) {}  // now and then; only for people who watch
  virtual void operation_started(const spec::Operation&) {}
  virtual void law_judged(const spec::Operation&, const spec::Finding&) {}
  virtual void operation_finished(const spec::Operation&) {}
  virtual void run_finished(const RunSummary&) {}
  // What kept the report from being written ("cannot write out.xml: No such file or directory"); ""
  // nothing. Asked at the end.
  virtual std::string failure() const { return {}; }
};

}  // namespace assay::reports
