// Compiling x-assay-resources. Internal to spec.
#pragma once

#include <vector>

#include "spec/compiling.h"
#include "spec/contract.h"

namespace assay::spec {

// All but `clean_up`, which names an operation.
std::vector<Resource> compile_resources(Compiling& compiling);

// Looks up the operations that clean up; they must be declared to remove an object of the resource.
void settle_clean_up(Compiling& compiling, const std::vector<Operation>& operations,
                     std::vector<Resource>& resources);

}  // namespace assay::spec
