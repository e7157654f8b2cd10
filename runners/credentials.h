// Credentials: for each security scheme of the contract its value, from the environment; for a
// target on this machine a harmless stand-in where none is set. Pure but for the environment that
// is passed in.
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "spec/contract.h"

namespace assay::runners {

// nullptr: not set.
using Environment = std::function<const char*(const char* name)>;

// The values in the order of Contract::schemes; "" for a scheme that no operation needs and none is
// set for. Or which variables must be set.
std::variant<std::vector<std::string>, std::string> find_credentials(
    const spec::Contract& contract, bool loopback, const std::string& run_id,
    const Environment& environment);

}  // namespace assay::runners
