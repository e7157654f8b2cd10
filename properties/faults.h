// Faults: the values that break one rule of a field, such that no reading of the text satisfies the
// schema.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "spec/contract.h"
#include "spec/trial.h"

namespace assay::properties {

// The rules of the field that a text can break: type, enum, format, pattern, min-length,
// max-length, minimum, maximum, multiple-of; in that order.
std::vector<std::string_view> rules_of(const spec::Field& field);

// The values that break the rule, simplest first. Empty text is not among them.
std::vector<spec::Value> breaking_values(const spec::Field& field, std::string_view rule);

// True if the schema forbids the empty text.
bool forbids_empty(const spec::Field& field);

// True if the rule is about size: a value beyond it may be clamped instead of refused.
bool may_be_clamped(std::string_view rule);

}  // namespace assay::properties
