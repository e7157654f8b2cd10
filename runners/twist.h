// Near misses of a value. Pure functions, safe from any thread.
#pragma once

#include <string>

#include "spec/trial.h"

namespace assay::runners {

// A near miss of `value`; a twist that would leave it as it is appends a letter instead (but `none`
// and the cases never do).
std::string twisted(std::string value, spec::Twist twist);

// The same for a request that changes what it hits: a neighbour of an id that looks counted is very
// likely somebody's, so that one becomes an id far beyond any that the target has counted to.
std::string harmlessly_twisted(std::string value, spec::Twist twist);

// All letters in their other case.
std::string in_other_case(std::string text);

}  // namespace assay::runners
