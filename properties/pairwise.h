// Pairwise coverage: few rows in which every pair of levels of every two parameters stands together
// somewhere.
#pragma once

#include <cstddef>
#include <vector>

namespace assay::properties {

// `levels[p]`: how many levels parameter p has (at least 1). Rows of one level per parameter.
// Deterministic.
std::vector<std::vector<std::size_t>> pairwise(const std::vector<std::size_t>& levels,
                                               std::size_t most_rows);

}  // namespace assay::properties
