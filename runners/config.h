// The configuration file: YAML whose keys are the long options of `assay run`, and `document`. Its
// JSON Schema, for editors and people, is config.schema.json beside this file. Relative paths in it
// are relative to the file's own directory.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "runners/command_line.h"
#include "spec/complaint.h"

namespace assay::runners {

// The values that the text gives, each with its place; or all that is wrong, with places.
std::variant<RawValues, std::vector<spec::Complaint>> parse_config(std::string_view text,
                                                                   const std::string& name);

// … of a file. An unreadable file is a complaint too.
std::variant<RawValues, std::vector<spec::Complaint>> read_config(const std::string& path);

}  // namespace assay::runners
