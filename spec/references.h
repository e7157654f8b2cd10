// The `$ref`s of a document: files beside it are brought in, and every reference must lead
// somewhere.
#pragma once

#include <string>
#include <vector>

#include "spec/complaint.h"
#include "spec/json.h"

namespace assay::spec {

// The root member under which files that `$ref`s name are put, each under a name made from its
// path.
inline constexpr char kFilesMember[] = "x-assay-files";

// Loads the files that references name, and those that they name, puts them under kFilesMember, and
// rewrites the references to ones into the document itself. `files` (Mark::file is an index into
// it) grows by them; files[0] is the document's own. Relative paths start at the file that the
// reference stands in. May be called again after the document has changed.
void bring_in_files(Json& document, std::vector<std::string>& files,
                    std::vector<Complaint>& complaints);

// Complains of local references that lead nowhere, or in a circle without ever reaching a value.
void check_references(const Json& document, const std::vector<std::string>& files,
                      std::vector<Complaint>& complaints);

}  // namespace assay::spec
