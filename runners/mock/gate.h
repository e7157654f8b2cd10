// Gate: which operation a request is for, and whether whoever sends it may. Immutable; any thread
// may ask.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "runners/mock/defects.h"
#include "runners/mock/demand.h"
#include "runners/mock/mock.h"
#include "runners/mock/plan.h"
#include "runners/mock/wire.h"

namespace assay::runners::mock {

// The path of the contract's first server: "/v1", or "".
std::string base_path_of(const spec::Contract& contract);

class Gate {
 public:
  Gate(const Plan& plan, const MockOptions& options, const ActiveDefect& defect);

  struct Route {
    const OperationPlan* plan = nullptr;
    spec::Form path_values;
    int status = 404;  // if there is no plan: 404 or 405
    std::string allow;
  };
  Route route(const WireRequest& request) const;

  // Is the body in the media type that the operation documents?
  bool right_media_type(const OperationPlan& plan, const WireRequest& request) const;

  // Takes the credentials out of the form, and says whether they will do.
  std::optional<Refused> check(Demand& demand, const WireRequest& request) const;

 private:
  bool right(const OperationPlan& plan, std::size_t scheme, bool first, bool last,
             const std::string* value) const;
  std::optional<std::string> credential(const spec::SecurityScheme& scheme, Demand& demand,
                                        const WireRequest& request) const;

  const Plan& plan_;
  const ActiveDefect& defect_;
  bool check_credentials_;
  std::vector<std::optional<std::string>> right_values_;  // for each of Contract::schemes
  std::string base_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_path_;
  std::vector<std::size_t> with_names_;  // operations whose path has {names}
};

}  // namespace assay::runners::mock
