// Service: the mock without its door: a request in, an answer out. Safe from any thread.
#pragma once

#include <mutex>

#include "runners/mock/gate.h"
#include "runners/mock/performer.h"

namespace assay::runners::mock {

class Service {
 public:
  Service(const spec::Contract& contract, const MockOptions& options,
          Performer::Clock clock = time_now);

  WireReply handle(const WireRequest& request);
  std::size_t objects() const;  // that it keeps, of all resources

 private:
  WireReply refusal(const Refused& refused, const Demand* demand) const;
  spec::Form form_of(const Gate::Route& route, const WireRequest& request) const;
  void spoil(WireReply& reply, const OperationPlan& plan) const;

  Plan plan_;
  ActiveDefect defect_;
  RefusalStyle style_;
  Gate gate_;
  mutable std::mutex mutex_;  // guards performer_
  Performer performer_;
};

}  // namespace assay::runners::mock
