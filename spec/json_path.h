// JsonPath: which values of a document an overlay's `target` means. Of RFC 9535: names, indices,
// wildcards, descendants, lists of these, and filters that compare, test for existence and combine.
// Slices, functions and anything else are refused by name. A name after a dot may contain '-', as
// the Overlay Specification's own examples have it.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "spec/json.h"

namespace assay::spec {

struct PathError {
  std::size_t offset = 0;  // bytes from the start
  std::string what;
  std::string hint;
};

class JsonPath {
 public:
  static std::variant<JsonPath, PathError> parse(std::string_view text);

  // The selected values, each once; a value comes before those inside it. nullopt if finding them
  // takes too long: filters in filters may look at the whole document again for each value of it.
  std::optional<std::vector<Json*>> select(Json& root) const;

  struct Query;

 private:
  explicit JsonPath(std::shared_ptr<const Query> query) : query_(std::move(query)) {}
  std::shared_ptr<const Query> query_;
};

}  // namespace assay::spec
