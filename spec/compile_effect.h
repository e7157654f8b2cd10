// Compiling x-assay-resource: what an operation does to a resource. Internal to spec.
#pragma once

#include <vector>

#include "spec/compiling.h"
#include "spec/contract.h"

namespace assay::spec {

// Reads the declaration of an operation whose fields are already there. Complains of whatever it
// names that isn't there.
Effect compile_effect(Compiling& compiling, const Json& declaration, const Operation& operation,
                      const std::vector<Resource>& resources);

// What only all operations together can tell: a property that is asked for but never given, an
// attribute that no answer shows. Warnings.
void check_effects(Compiling& compiling, const std::vector<Operation>& operations,
                   const std::vector<Resource>& resources);

}  // namespace assay::spec
