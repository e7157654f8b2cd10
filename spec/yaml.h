// The YAML door: one YAML 1.2 text to a tree, through yaml-cpp. parse_yaml (spec/load.h) is the way
// in for everyone else.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "spec/complaint.h"
#include "spec/json.h"
#include "spec/source_text.h"

namespace assay::spec {

inline constexpr std::size_t kMaxDepth = 256;  // of a document's values

// Nothing, and complaints, if anything is wrong with it.
std::optional<Json> read_yaml(const SourceText& source, std::vector<Complaint>& complaints);

}  // namespace assay::spec
