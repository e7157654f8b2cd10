// The parts of a JSONPath query, as json_path_parser.cpp makes them and json_path.cpp evaluates
// them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "spec/json.h"
#include "spec/json_path.h"

namespace assay::spec {

struct PathFilter;

struct PathSelector {
  enum class Kind { name, index, wildcard, filter };
  Kind kind = Kind::wildcard;
  std::string name;
  std::int64_t index = 0;  // negative: from the end
  std::shared_ptr<const PathFilter> filter;
};

struct PathSegment {
  bool descendants = false;
  std::vector<PathSelector> selectors;
};

struct JsonPath::Query {
  bool from_root = true;  // '$', else '@'
  std::vector<PathSegment> segments;
};

// One side of a comparison: a literal, or a query that selects at most one value.
struct PathOperand {
  bool is_literal = true;
  Json literal;
  JsonPath::Query query;
};

struct PathFilter {
  enum class Kind { either, both, negation, exists, compare };
  enum class Comparison { equal, not_equal, less, less_equal, greater, greater_equal };
  Kind kind = Kind::exists;
  std::vector<PathFilter> parts;  // either, both, negation
  JsonPath::Query query;          // exists
  Comparison comparison = Comparison::equal;
  PathOperand left, right;  // compare
};

std::variant<JsonPath::Query, PathError> parse_path_query(std::string_view text);

}  // namespace assay::spec
