// For tests: an independent reading of what a valid request and a wrong value are. Shares nothing
// with the generators.
#pragma once

#include <string>
#include <vector>

#include "spec/contract.h"
#include "spec/trial.h"

namespace assay::properties {

// The embedded contract with its overlay; throws if it does not load.
const spec::Contract& embedded_contract();

// A text for the value, such as the runner would bind it.
std::string bound_text(const spec::Value& value);

// What is wrong with the step as a request of its operation; empty: nothing.
std::vector<std::string> objections(const spec::Contract& contract, const spec::Step& step);

// Whether the text satisfies the schema.
bool satisfies(const spec::FieldSchema& schema, const std::string& text);

}  // namespace assay::properties
