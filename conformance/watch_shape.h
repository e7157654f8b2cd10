// The watcher `shape`: every accepted answer has a documented status and media type, parses, and
// satisfies its schema.
#pragma once

#include <memory>
#include <optional>

#include "spec/contract.h"
#include "spec/exchange.h"
#include "spec/finding.h"

namespace assay::conformance {

// Compiles a schema when it is first needed and keeps it. Not thread-safe: one per Judge.
class ShapeWatcher {
 public:
  explicit ShapeWatcher(const spec::Contract& contract);  // which must outlive it
  ~ShapeWatcher();
  ShapeWatcher(ShapeWatcher&&) noexcept;
  ShapeWatcher& operator=(ShapeWatcher&&) noexcept;

  // A broken verdict with the first error. `accepted`: the caller's reception; anything else is not
  // shape's business, nor is the answer to an undocumented method, path or media type.
  std::optional<spec::Verdict> watch(const spec::Exchange& exchange, bool accepted);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace assay::conformance
