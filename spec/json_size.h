// How large a tree is: for the bounds that keep a hostile document from filling the memory. Pure,
// safe from any thread.
#pragma once

#include <cstddef>

#include "spec/json.h"

namespace assay::spec {

// How many values the tree has, itself included.
std::size_t count_values(const Json& value);

// How deep its values nest (a scalar: 1).
std::size_t depth_of(const Json& value);

}  // namespace assay::spec
