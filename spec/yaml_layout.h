// YamlLayout: what can be seen of a YAML text line by line, before it is parsed: tabs where only
// blanks may indent, a quote that nothing closes, brackets nested without end. yaml-cpp says too
// little of these, or takes too long.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace assay::spec {

struct YamlLayout {
  std::vector<std::size_t> tabs;          // offsets of tabs that indent; the first of each line
  std::optional<std::size_t> open_quote;  // of the quote that is not closed
  std::optional<std::size_t> too_deep;    // of the bracket that goes too deep
};

YamlLayout scan_yaml_layout(std::string_view text, std::size_t max_depth);

}  // namespace assay::spec
