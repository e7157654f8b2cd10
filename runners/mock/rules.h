// Rules: the mock's own validation of a form against an operation's fields and dependencies.
#pragma once

#include "runners/mock/defects.h"
#include "runners/mock/demand.h"

namespace assay::runners::mock {

// Fills `demand.given` from `demand.form`, and `demand.refused` with the first thing that is wrong.
// Throws Failed where a defect says so.
void apply_rules(Demand& demand, const ActiveDefect& defect);

}  // namespace assay::runners::mock
