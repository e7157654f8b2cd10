// Compiling the inputs of one operation: its parameters and its form. Internal to spec.
#pragma once

#include <string>

#include "spec/compiling.h"
#include "spec/contract.h"
#include "spec/schema_check.h"

namespace assay::spec {

// Fills in fields, media_type and body_required. `item` is the path item, whose parameters count
// too. False if the body is of a media type that assay doesn't write: it has complained, and the
// operation is to be left out.
bool compile_inputs(Compiling& compiling, SchemaCheck& check, const Json& item, const Json& node,
                    const std::vector<Resource>& resources, Operation& out);

}  // namespace assay::spec
