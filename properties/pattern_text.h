// Text for a `pattern`: one that matches it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "properties/dice.h"

namespace assay::properties {

// A text of printable ASCII in which the pattern (ECMA-262) is found; `dice` null: the shortest, of
// the first characters that will do. nullopt: the pattern is beyond us.
std::optional<std::string> text_for_pattern(const std::string& pattern, Dice* dice);

}  // namespace assay::properties
