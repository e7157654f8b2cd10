// The rules of one value: type, enum, format, pattern, length, range.
#pragma once

#include <string>

#include "runners/mock/defects.h"
#include "runners/mock/demand.h"

namespace assay::runners::mock {

// Empty if the value is valid (`text` is then in canonical form), else what is wrong with it.
std::string fault_of(const OperationPlan& plan, const FieldPlan& field, std::string& text,
                     const ActiveDefect& defect);

// Does the schema forbid the empty text?
bool forbids_empty(const spec::FieldSchema& schema);

}  // namespace assay::runners::mock
