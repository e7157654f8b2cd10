// Simpler texts of a text: shorter, then plainer. Characters stay whole.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::properties {

// Simplest first; each is shorter, or as long with fewer characters that aren't 'a'. Nothing from
// nothing.
std::vector<std::string> simpler_texts(std::string_view text, bool empty_too);

}  // namespace assay::properties
