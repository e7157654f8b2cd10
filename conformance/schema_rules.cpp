#include "conformance/schema_rules.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "conformance/json_schema.h"
#include "spec/form.h"

namespace assay::conformance {
namespace {

using spec::Json;
using Index = SchemaNode::Index;

constexpr std::size_t kDeepest = 512;

unsigned type_of(const std::string& name) {
  constexpr std::array<std::pair<std::string_view, unsigned>, 8> kTypes{{
      {"null", SchemaNode::kNull},
      {"boolean", SchemaNode::kBoolean},
      {"integer", SchemaNode::kInteger},
      {"number", SchemaNode::kNumber},
      {"string", SchemaNode::kString},
      {"array", SchemaNode::kArray},
      {"object", SchemaNode::kObject},
      {"any", 127u},
  }};
  for (const auto& [known, bit] : kTypes) {
    if (known == name) return bit;
  }
  throw SchemaUnusable("the type '" + name + "' is none of JSON's");
}

unsigned types_of(const Json& type) {
  if (type.is_string()) return type_of(type.text());
  unsigned types = 0;
  for (const Json& item : type.items()) {
    if (item.is_string()) types |= type_of(item.text());
  }
  return types;
}

std::optional<std::size_t> count_of(const Json& schema, std::string_view name) {
  const Json* value = schema.find(name);
  const auto count = value == nullptr ? std::nullopt : value->as_integer();
  if (!count || *count < 0) return std::nullopt;
  return static_cast<std::size_t>(*count);
}

std::optional<std::string> number_of(const Json& schema, std::string_view name) {
  const Json* value = schema.find(name);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  return value->text();
}

std::string text_of(const Json& schema, std::string_view name) {
  const Json* value = schema.find(name);
  return value != nullptr && value->is_string() ? value->text() : std::string();
}

std::vector<std::string> texts_of(const Json& list) {
  std::vector<std::string> out;
  for (const Json& item : list.items()) {
    if (item.is_string()) out.push_back(item.text());
  }
  return out;
}

// OpenAPI 3.0 and draft 4 write a boolean beside the bound.
void read_bounds(const Json& schema, SchemaNode& node) {
  node.minimum = number_of(schema, "minimum");
  node.maximum = number_of(schema, "maximum");
  node.exclusive_minimum = number_of(schema, "exclusiveMinimum");
  node.exclusive_maximum = number_of(schema, "exclusiveMaximum");
  const auto flag = [&](std::string_view name) {
    const Json* value = schema.find(name);
    return value != nullptr && value->as_boolean();
  };
  if (flag("exclusiveMinimum")) std::swap(node.minimum, node.exclusive_minimum);
  if (flag("exclusiveMaximum")) std::swap(node.maximum, node.exclusive_maximum);
  node.multiple_of = number_of(schema, "multipleOf");
}

void read_texts(const Json& schema, SchemaNode& node) {
  node.format = text_of(schema, "format");
  node.min_length = count_of(schema, "minLength");
  node.max_length = count_of(schema, "maxLength");
  const Json* pattern = schema.find("pattern");
  if (pattern == nullptr || !pattern->is_string()) return;
  spec::Pattern compiled(pattern->text());
  if (compiled.state() != spec::Pattern::State::good) return;
  node.pattern_text = pattern->text();
  node.pattern = std::move(compiled);
}

// The schemas that the same value must satisfy, or may.
std::vector<Index> same_value(const SchemaNode& node) {
  std::vector<Index> out;
  for (const auto* list : {&node.all_of, &node.any_of, &node.one_of}) {
    out.insert(out.end(), list->begin(), list->end());
  }
  for (const auto& one :
       {node.ref, node.negation, node.condition, node.consequence, node.alternative}) {
    if (one) out.push_back(*one);
  }
  for (const auto& [name, rule] : node.dependencies) {
    if (const Index* schema = std::get_if<Index>(&rule)) out.push_back(*schema);
  }
  return out;
}

std::vector<Index> parts(const SchemaNode& node) {
  std::vector<Index> out;
  for (const auto& property : node.properties) out.push_back(property.second);
  for (const auto& property : node.pattern_properties) out.push_back(property.second);
  if (node.tuple) out.insert(out.end(), node.tuple->begin(), node.tuple->end());
  for (const auto& one : {node.additional_properties, node.property_names, node.items,
                          node.additional_items, node.contains}) {
    if (one) out.push_back(*one);
  }
  return out;
}

bool has_exact_rules(const SchemaNode& node) {
  return node.enumeration || node.constant || node.minimum || node.maximum ||
         node.exclusive_minimum || node.exclusive_maximum || node.multiple_of ||
         !node.format.empty() || node.pattern || node.unique_items ||
         !node.pattern_properties.empty() || (node.types & SchemaNode::kInteger) != 0 ||
         !node.one_of.empty() || node.negation || node.condition;
}

}  // namespace

SchemaRules::SchemaRules(const Json& schema) : document_(&schema) {
  add(schema, 0);
  forbid_circles();
  mark_exact();
  known_.clear();
  document_ = nullptr;
}

std::optional<Index> SchemaRules::child(const Json& schema, const char* name, std::size_t depth) {
  const Json* value = schema.find(name);
  if (value == nullptr || !(value->is_object() || value->is_boolean())) return std::nullopt;
  return add(*value, depth + 1);
}

std::vector<Index> SchemaRules::children(const Json& schema, const char* name, std::size_t depth) {
  std::vector<Index> out;
  const Json* list = schema.find(name);
  if (list == nullptr) return out;
  for (const Json& item : list->items()) out.push_back(add(item, depth + 1));
  return out;
}

void SchemaRules::add_object(const Json& schema, SchemaNode& node, std::size_t depth) {
  node.min_properties = count_of(schema, "minProperties");
  node.max_properties = count_of(schema, "maxProperties");
  if (const Json* required = schema.find("required")) node.required = texts_of(*required);
  if (const Json* properties = schema.find("properties")) {
    for (const auto& [name, property] : properties->members()) {
      node.properties.emplace_back(name, add(property, depth + 1));
    }
  }
  bool all_patterns_known = true;
  if (const Json* properties = schema.find("patternProperties")) {
    for (const auto& [name, property] : properties->members()) {
      spec::Pattern pattern(name);
      if (pattern.state() != spec::Pattern::State::good) {
        all_patterns_known = false;
        continue;
      }
      node.pattern_properties.emplace_back(std::move(pattern), add(property, depth + 1));
    }
  }
  // What is additional is not known where a pattern can't be run.
  if (all_patterns_known) {
    node.additional_properties = child(schema, "additionalProperties", depth);
  }
  node.property_names = child(schema, "propertyNames", depth);
  if (const Json* dependencies = schema.find("dependencies")) {
    for (const auto& [name, rule] : dependencies->members()) {
      if (rule.is_array()) {
        node.dependencies.emplace_back(name, texts_of(rule));
      } else if (rule.is_object() || rule.is_boolean()) {
        node.dependencies.emplace_back(name, add(rule, depth + 1));
      }
    }
  }
}

void SchemaRules::add_array(const Json& schema, SchemaNode& node, std::size_t depth) {
  node.min_items = count_of(schema, "minItems");
  node.max_items = count_of(schema, "maxItems");
  const Json* unique = schema.find("uniqueItems");
  node.unique_items = unique != nullptr && unique->as_boolean();
  const Json* items = schema.find("items");
  if (items != nullptr && items->is_array()) {
    node.tuple = children(schema, "items", depth);
    node.additional_items = child(schema, "additionalItems", depth);
  } else {
    node.items = child(schema, "items", depth);
  }
  node.contains = child(schema, "contains", depth);
}

Index SchemaRules::add(const Json& schema, std::size_t depth) {
  if (depth > kDeepest) throw SchemaUnusable("nested too deeply");
  if (const auto known = known_.find(&schema); known != known_.end()) return known->second;
  const Index index = nodes_.size();
  known_.emplace(&schema, index);
  nodes_.emplace_back();
  SchemaNode node;
  if (schema.is_boolean()) {
    node.never = !schema.as_boolean();
  } else if (const Json* reference = schema.find("$ref");
             reference != nullptr && reference->is_string()) {
    node.ref = follow(reference->text(), depth + 1);
  } else {
    if (const Json* type = schema.find("type")) node.types = types_of(*type);
    if (const Json* members = schema.find("enum"); members != nullptr && members->is_array()) {
      node.enumeration = members->items();
    }
    if (const Json* constant = schema.find("const")) node.constant = *constant;
    read_bounds(schema, node);
    read_texts(schema, node);
    add_object(schema, node, depth);
    add_array(schema, node, depth);
    node.all_of = children(schema, "allOf", depth);
    node.any_of = children(schema, "anyOf", depth);
    node.one_of = children(schema, "oneOf", depth);
    node.negation = child(schema, "not", depth);
    node.condition = child(schema, "if", depth);
    if (node.condition) {
      node.consequence = child(schema, "then", depth);
      node.alternative = child(schema, "else", depth);
    }
  }
  nodes_[index] = std::move(node);
  return index;
}

Index SchemaRules::follow(const std::string& reference, std::size_t depth) {
  if (reference.empty() || reference[0] != '#') {
    throw SchemaUnusable("the $ref '" + reference + "' leads out of the document");
  }
  std::string pointer = reference.substr(1);
  if (pointer.find('%') != std::string::npos) {
    // A form's decoding is that of a fragment, but for '+'.
    for (std::size_t at = 0; (at = pointer.find('+', at)) != std::string::npos; at += 3) {
      pointer.replace(at, 1, "%2B");
    }
    const spec::Form decoded = spec::decode_form("=" + pointer);
    if (!decoded.empty()) pointer = decoded.front().value;
  }
  const Json* target = document_->at_pointer(pointer);
  if (target == nullptr) throw SchemaUnusable("the $ref '" + reference + "' leads nowhere");
  return add(*target, depth);
}

void SchemaRules::forbid_circles() const {
  enum class State { fresh, open, done };
  std::vector<State> states(nodes_.size(), State::fresh);
  struct Frame {
    Index node;
    std::vector<Index> next;
  };
  for (Index start = 0; start < nodes_.size(); ++start) {
    if (states[start] != State::fresh) continue;
    std::vector<Frame> stack;
    const auto enter = [&](Index index) {
      states[index] = State::open;
      stack.push_back({index, same_value(nodes_[index])});
    };
    enter(start);
    while (!stack.empty()) {
      Frame& top = stack.back();
      if (top.next.empty()) {
        states[top.node] = State::done;
        stack.pop_back();
        continue;
      }
      const Index next = top.next.back();
      top.next.pop_back();
      if (states[next] == State::open) throw SchemaUnusable("a $ref that leads in a circle");
      if (states[next] == State::fresh) enter(next);
    }
  }
}

void SchemaRules::mark_exact() {
  for (SchemaNode& node : nodes_) node.exact = has_exact_rules(node);
  for (bool changed = true; changed;) {
    changed = false;
    for (SchemaNode& node : nodes_) {
      if (node.exact) continue;
      std::vector<Index> below = same_value(node);
      const std::vector<Index> inner = parts(node);
      below.insert(below.end(), inner.begin(), inner.end());
      node.exact =
          std::any_of(below.begin(), below.end(), [&](Index index) { return nodes_[index].exact; });
      changed = changed || node.exact;
    }
  }
}

}  // namespace assay::conformance
