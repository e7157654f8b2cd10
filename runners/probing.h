// Takes in the runs of the probe (properties/probe.h) as they come, settles the facts from them and
// tells what the user should hear of these. Not for several threads at once.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "conformance/facts.h"
#include "spec/contract.h"

namespace assay::runners {

class Probing {
 public:
  explicit Probing(const spec::Contract& contract);  // must outlive it

  // The run of trial `number`, each once, in any order; what has its turn is not kept.
  void take(std::size_t number, conformance::ProbeRun run);

  // The facts from all runs that were taken; takes none afterwards.
  conformance::Facts settle();

  // Of what was settled: whether anything was answered, and what the last request without an answer
  // met.
  bool answered() const { return answered_; }
  const std::string& last_fault() const { return last_fault_; }

 private:
  void add(const conformance::ProbeRun& run);

  conformance::FactFinder finder_;
  std::map<std::size_t, conformance::ProbeRun> waiting_;  // for those before them
  std::size_t next_ = 0;
  bool answered_ = false;
  std::string last_fault_;
};

// One line for each fact that means less was judged than the user might think.
std::vector<std::string> warnings_of(const spec::Contract& contract,
                                     const conformance::Facts& facts);

}  // namespace assay::runners
