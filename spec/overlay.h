// Overlays: OpenAPI Overlay 1.0 applied to a document.
//
// Actions in order. `update` merges: objects member by member, arrays are concatenated, anything
// else is replaced; what is merged into an array is appended (an array: its items). `remove`
// removes. A target that selects nothing is a warning. The marks of what an overlay brings point
// into the overlay. `extends` is not looked at.
#pragma once

#include <string>
#include <vector>

#include "spec/complaint.h"
#include "spec/json.h"

namespace assay::spec {

// `name` is the overlay's, for complaints. After an error the document may be half changed.
void apply_overlay(const Json& overlay, const std::string& name, Json& document,
                   std::vector<Complaint>& complaints);

}  // namespace assay::spec
