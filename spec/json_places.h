// JSON text that a person wrote, read with the place of every value. The ordinary parse_json
// (spec/json.h) reads answers.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "spec/json.h"
#include "spec/source_text.h"

namespace assay::spec {

struct RepeatedKey {
  std::string name;
  Mark first, again;
};

struct PlacedJson {
  Json value;
  std::vector<RepeatedKey> repeated;
};

std::variant<PlacedJson, JsonError> parse_placed_json(const SourceText& text,
                                                      std::size_t max_depth = 256);

// Of members that have a name in common: the index of the first and of each later one.
std::vector<std::pair<std::size_t, std::size_t>> repeated_members(
    const std::vector<Json::Member>& members);

}  // namespace assay::spec
