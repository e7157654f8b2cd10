// The pointers of all values that an answer is documented to have. Internal to spec.
#pragma once

#include <string>
#include <vector>

#include "spec/compiling.h"
#include "spec/infer.h"

namespace assay::spec {

// From what its examples showed and from its schema (nullptr: none), parents before children, each
// once. Bounded.
std::vector<std::string> documented_pointers(Compiling& compiling, const Shape& shape,
                                             const Json* schema);

}  // namespace assay::spec
