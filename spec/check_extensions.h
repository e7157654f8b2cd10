// The names of our extensions: a misspelt or misplaced one would say nothing, silently. Internal to
// spec.
#pragma once

#include "spec/compiling.h"

namespace assay::spec {

// Complains of every member of the document that begins with "x-assay" and is none of ours, or not
// there.
void check_extensions(Compiling& compiling);

}  // namespace assay::spec
