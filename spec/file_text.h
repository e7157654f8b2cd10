// The bytes of a file, or one plain sentence about why there are none.
#pragma once

#include <string>
#include <variant>

#include "spec/complaint.h"

namespace assay::spec {

// A missing file, a directory, a file that may not be read or is larger than 64 MiB: a complaint
// about `path`.
std::variant<std::string, Complaint> read_file(const std::string& path);

}  // namespace assay::spec
