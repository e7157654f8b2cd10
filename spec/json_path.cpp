#include "spec/json_path.h"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "spec/json_number.h"
#include "spec/json_path_query.h"

namespace assay::spec {
namespace {

using Nodes = std::vector<const Json*>;

constexpr std::size_t kMostSteps = 20'000'000;  // half a second

// Evaluates one query over one document.
class Search {
 public:
  explicit Search(const Json& root) : root_(root) {}

  Nodes select(const JsonPath::Query& query, const Json& current);
  bool too_long() const { return steps_ > kMostSteps; }

 private:
  void add_children(const Json& node, Nodes& out);
  void add_selected(const PathSelector& selector, const Json& node, Nodes& out);
  void add_by_segment(const PathSegment& segment, const Json& node, Nodes& out);
  const Json* value_of(const PathOperand& operand, const Json& current);
  bool holds(const PathFilter& filter, const Json& current);

  const Json& root_;
  std::size_t steps_ = 0;  // values looked at
};

void Search::add_children(const Json& node, Nodes& out) {
  steps_ += node.items().size() + node.members().size();
  for (const Json& item : node.items()) out.push_back(&item);
  for (const auto& [name, member] : node.members()) out.push_back(&member);
}

void Search::add_selected(const PathSelector& selector, const Json& node, Nodes& out) {
  ++steps_;
  switch (selector.kind) {
    case PathSelector::Kind::name:
      if (const Json* member = node.find(selector.name)) out.push_back(member);
      return;
    case PathSelector::Kind::index: {
      const auto size = static_cast<std::int64_t>(node.items().size());
      const std::int64_t index = selector.index < 0 ? size + selector.index : selector.index;
      if (index >= 0 && index < size) out.push_back(&node.items()[static_cast<std::size_t>(index)]);
      return;
    }
    case PathSelector::Kind::wildcard:
      add_children(node, out);
      return;
    case PathSelector::Kind::filter: {
      Nodes children;
      add_children(node, children);
      for (const Json* child : children) {
        if (too_long()) return;
        if (holds(*selector.filter, *child)) out.push_back(child);
      }
      return;
    }
  }
}

void Search::add_by_segment(const PathSegment& segment, const Json& node, Nodes& out) {
  if (too_long()) return;
  for (const PathSelector& selector : segment.selectors) add_selected(selector, node, out);
  if (!segment.descendants) return;
  Nodes children;
  add_children(node, children);
  for (const Json* child : children) add_by_segment(segment, *child, out);
}

Nodes Search::select(const JsonPath::Query& query, const Json& current) {
  Nodes nodes{query.from_root ? &root_ : &current};
  for (const PathSegment& segment : query.segments) {
    Nodes next;
    for (const Json* node : nodes) add_by_segment(segment, *node, next);
    std::unordered_set<const Json*> seen;
    std::erase_if(next, [&](const Json* node) { return !seen.insert(node).second; });
    nodes = std::move(next);
  }
  return nodes;
}

const Json* Search::value_of(const PathOperand& operand, const Json& current) {
  if (operand.is_literal) return &operand.literal;
  const Nodes nodes = select(operand.query, current);
  return nodes.empty() ? nullptr : nodes.front();
}

// RFC 9535, section 2.3.5.2.2: nothing equals nothing; only numbers and texts have an order.
bool equal(const Json* left, const Json* right) {
  if (left == nullptr || right == nullptr) return left == right;
  return *left == *right;
}

bool less(const Json* left, const Json* right) {
  if (left == nullptr || right == nullptr || left->kind() != right->kind()) return false;
  if (left->is_number()) return JsonNumber(left->text()) < JsonNumber(right->text());
  return left->is_string() && left->text() < right->text();
}

bool compares(PathFilter::Comparison comparison, const Json* left, const Json* right) {
  switch (comparison) {
    case PathFilter::Comparison::equal:
      return equal(left, right);
    case PathFilter::Comparison::not_equal:
      return !equal(left, right);
    case PathFilter::Comparison::less:
      return less(left, right);
    case PathFilter::Comparison::less_equal:
      return less(left, right) || equal(left, right);
    case PathFilter::Comparison::greater:
      return less(right, left);
    case PathFilter::Comparison::greater_equal:
      return less(right, left) || equal(left, right);
  }
  return false;
}

bool Search::holds(const PathFilter& filter, const Json& current) {
  const auto part_holds = [&](const PathFilter& part) { return holds(part, current); };
  switch (filter.kind) {
    case PathFilter::Kind::either:
      return std::any_of(filter.parts.begin(), filter.parts.end(), part_holds);
    case PathFilter::Kind::both:
      return std::all_of(filter.parts.begin(), filter.parts.end(), part_holds);
    case PathFilter::Kind::negation:
      return !part_holds(filter.parts.front());
    case PathFilter::Kind::exists:
      return !select(filter.query, current).empty();
    case PathFilter::Kind::compare:
      return compares(filter.comparison, value_of(filter.left, current),
                      value_of(filter.right, current));
  }
  return false;
}

}  // namespace

std::variant<JsonPath, PathError> JsonPath::parse(std::string_view text) {
  auto result = parse_path_query(text);
  if (auto* error = std::get_if<PathError>(&result)) return std::move(*error);
  return JsonPath(std::make_shared<const Query>(std::get<Query>(std::move(result))));
}

std::optional<std::vector<Json*>> JsonPath::select(Json& root) const {
  Search search(root);
  std::vector<Json*> out;
  for (const Json* node : search.select(*query_, root)) out.push_back(const_cast<Json*>(node));
  if (search.too_long()) return std::nullopt;
  return out;
}

}  // namespace assay::spec
