// What a plain (unquoted) YAML 1.2 scalar means: the core schema, YAML 1.2.2 section 10.3.2.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "spec/json.h"

namespace assay::spec {

// A null, boolean, number or string; numbers as JSON writes them (010 is 10, 0x1F is 31, .5 is
// 0.5). The second alternative: why the value is none that JSON has.
std::variant<Json, std::string> resolve_plain_scalar(std::string_view text);

}  // namespace assay::spec
