// Excerpt: what to show of a text in a complaint about it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace assay::spec {

// What stands around `offset`, in single quotes, on one line, with "…" where it is cut:
// "'…b == 'c' AND d…'".
std::string excerpt(std::string_view text, std::size_t offset);

}  // namespace assay::spec
