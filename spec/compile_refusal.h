// Compiling x-assay-refusal: how a refusal looks besides 4xx. Internal to spec.
#pragma once

#include "spec/compiling.h"
#include "spec/contract.h"
#include "spec/schema_check.h"

namespace assay::spec {

Refusal compile_refusal(Compiling& compiling, SchemaCheck& check, const Json& declaration);

}  // namespace assay::spec
