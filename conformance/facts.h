// Facts: what the target has shown about itself before the laws are judged (the reflection phase):
// whether it keeps anything, which reader shows which attribute, whether it looks at credentials.
// Immutable afterwards; read from any thread.
#pragma once

#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "spec/contract.h"
#include "spec/exchange.h"
#include "spec/trial.h"

namespace assay::conformance {

struct Facts {
  bool memory = false;              // some reader repeated a fresh text of the probe
  bool distinct_objects = true;     // two creations gave two ids
  bool checks_credentials = false;  // somewhere wrong ones are refused and the right ones are not
  std::set<std::pair<std::size_t, std::string>>
      reflects;                    // (operation whose answer shows it, attribute)
  std::set<std::size_t> accepted;  // operations that accepted at least one probe request
  std::set<std::size_t> shut;      // … and those that refused every valid one
  // (operation, field) whose text, not the default, was accepted twice, or two fresh ones were:
  // neither does it name something, nor must it differ from what was sent before
  std::set<std::pair<std::size_t, std::string>> taken_twice;
  // (resource, key) that need not be unique and that several objects were shown with
  std::set<std::pair<std::size_t, std::string>> shared_keys;
  // attributes that readers document, and show as if nobody had sent them
  std::set<std::string> unfollowed;
  bool every_path_unknown = false;  // every answer was a 404
  bool validates = true;            // it refused something, or keeps something
  bool undeclared_refusal = false;  // some answer looked like a refusal that is not declared

  bool reflected(std::size_t operation, const std::string& attribute) const {
    return reflects.count({operation, attribute}) != 0;
  }
};

// One trial of the probe (properties/probe.h) with what was exchanged.
struct ProbeRun {
  spec::Trial trial;
  std::vector<spec::Exchange> exchanges;
};

// Settles the facts from the probe's runs, given in order; keeps none of their answers, which may
// be large. Not for several threads at once.
class FactFinder {
 public:
  explicit FactFinder(const spec::Contract& contract);  // must outlive it
  ~FactFinder();
  FactFinder(const FactFinder&) = delete;
  FactFinder& operator=(const FactFinder&) = delete;

  void add(const ProbeRun& run);
  Facts facts() const;  // from what was added until now

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// The same, of all at once.
Facts settle_facts(const spec::Contract& contract, const std::vector<ProbeRun>& runs);

}  // namespace assay::conformance
