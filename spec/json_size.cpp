#include "spec/json_size.h"

#include <algorithm>

namespace assay::spec {

std::size_t count_values(const Json& value) {
  std::size_t count = 1;
  for (const Json& item : value.items()) count += count_values(item);
  for (const auto& [name, member] : value.members()) count += count_values(member);
  return count;
}

std::size_t depth_of(const Json& value) {
  std::size_t below = 0;
  for (const Json& item : value.items()) below = std::max(below, depth_of(item));
  for (const auto& [name, member] : value.members()) below = std::max(below, depth_of(member));
  return below + 1;
}

}  // namespace assay::spec
