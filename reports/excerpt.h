// Excerpt: of a large answer, what a failure is about. Pure functions.
#pragma once

#include <set>
#include <string>

#include "spec/finding.h"
#include "spec/json.h"

namespace assay::reports {

// The names of fields and keys that the evidence is about: what was sent, what is judged, where the
// fault is.
std::set<std::string> subjects_of(const spec::Evidence& evidence);

// The value with the members of large objects left out that are neither subjects nor shown by a
// name ("<run>"); one member "…" says how many.
spec::Json excerpt(const spec::Json& shown, const std::set<std::string>& subjects);

// On one line if it is short, else laid out.
std::string laid_out(const spec::Json& value);

}  // namespace assay::reports
