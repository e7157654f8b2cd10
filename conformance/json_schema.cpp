// The only file with valijson. It is given what it decides well: which value has which shape.
#include "conformance/json_schema.h"

#ifdef __GNUC__
#pragma GCC diagnostic ignored "-Wrestrict"  // GCC 12 sees ghosts in valijson's strings
#endif

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>
#include <variant>

#include "conformance/quote.h"
#include "conformance/schema_rules.h"
#include "conformance/schema_walk.h"

namespace assay::conformance {
namespace {

using nlohmann::json;
using valijson::adapters::NlohmannJsonAdapter;
using Index = SchemaNode::Index;

json converted(const spec::Json& value) {
  switch (value.kind()) {
    case spec::Json::Kind::null:
      return nullptr;
    case spec::Json::Kind::boolean:
      return value.as_boolean();
    case spec::Json::Kind::number:
      return 0;  // which one, only our own rules ask
    case spec::Json::Kind::string:
      return value.text();
    case spec::Json::Kind::array: {
      json out = json::array();
      auto& items = out.get_ref<json::array_t&>();
      items.reserve(value.items().size());
      for (const spec::Json& item : value.items()) items.push_back(converted(item));
      return out;
    }
    case spec::Json::Kind::object: {
      json out = json::object();
      auto& members = out.get_ref<json::object_t&>();
      for (const auto& [name, member] : value.members()) members[name] = converted(member);
      return out;
    }
  }
  return nullptr;
}

// Writes the rules of structure as the schema that valijson is to check. Never stricter than the
// original: what it can't say is left out.
class Skeleton {
 public:
  explicit Skeleton(const SchemaRules& rules) : rules_(rules) {
    for (Index i = 0; i < rules.size(); ++i) {
      if (rules[i].ref) targets_.insert(*rules[i].ref);
    }
  }

  json whole() {
    json out = {{"allOf", json::array({schema(SchemaRules::kRoot)})}};
    if (targets_.empty()) return out;
    json definitions = json::object();
    for (const Index target : targets_) definitions[name(target)] = body(rules_[target]);
    out["definitions"] = std::move(definitions);
    return out;
  }

 private:
  static std::string name(Index index) { return std::to_string(index); }

  json schema(Index index) const {
    if (rules_[index].ref) return schema(*rules_[index].ref);
    if (targets_.count(index) != 0) return {{"$ref", std::string("#/definitions/") + name(index)}};
    return body(rules_[index]);
  }

  json schemas(const std::vector<Index>& list) const {
    json out = json::array();
    for (const Index index : list) out.push_back(schema(index));
    return out;
  }

  json body(const SchemaNode& node) const {
    if (node.ref) return schema(*node.ref);
    json out = json::object();
    if (node.never) out["not"] = json::object();
    add_types(node, out);
    const auto count = [&](const char* keyword, const std::optional<std::size_t>& value) {
      if (value) out[keyword] = std::min<std::size_t>(*value, 1u << 30);
    };
    count("minLength", node.min_length);
    count("maxLength", node.max_length);
    count("minItems", node.min_items);
    count("maxItems", node.max_items);
    count("minProperties", node.min_properties);
    count("maxProperties", node.max_properties);
    add_object(node, out);
    if (node.items) out["items"] = schema(*node.items);
    if (node.tuple) out["items"] = schemas(*node.tuple);
    if (node.additional_items) out["additionalItems"] = schema(*node.additional_items);
    if (node.contains) out["contains"] = schema(*node.contains);
    if (!node.all_of.empty()) out["allOf"] = schemas(node.all_of);
    // Without its exact rules a branch may fit where another one does too.
    json any = json::array();
    if (!node.any_of.empty()) any.push_back({{"anyOf", schemas(node.any_of)}});
    if (!node.one_of.empty()) any.push_back({{"anyOf", schemas(node.one_of)}});
    for (json& alternatives : any) {
      if (!out.contains("allOf")) out["allOf"] = json::array();
      out["allOf"].push_back(std::move(alternatives));
    }
    return out;
  }

  static void add_types(const SchemaNode& node, json& out) {
    if (node.types == 0) return;
    json types = json::array();
    const auto add = [&](unsigned bits, const char* type) {
      if ((node.types & bits) != 0) types.push_back(type);
    };
    add(SchemaNode::kNull, "null");
    add(SchemaNode::kBoolean, "boolean");
    add(SchemaNode::kInteger | SchemaNode::kNumber, "number");
    add(SchemaNode::kString, "string");
    add(SchemaNode::kArray, "array");
    add(SchemaNode::kObject, "object");
    out["type"] = types.size() == 1 ? types[0] : types;
  }

  void add_object(const SchemaNode& node, json& out) const {
    if (!node.required.empty()) {
      const std::set<std::string> names(node.required.begin(), node.required.end());
      out["required"] = json(names);
    }
    json properties = json::object();
    for (const auto& [property, index] : node.properties) properties[property] = schema(index);
    if (!properties.empty()) out["properties"] = std::move(properties);
    if (node.additional_properties && node.pattern_properties.empty()) {
      const bool never = rules_[*node.additional_properties].never;
      out["additionalProperties"] = never ? json(false) : schema(*node.additional_properties);
    }
    if (node.property_names) out["propertyNames"] = schema(*node.property_names);
    json dependencies = json::object();
    for (const auto& [property, rule] : node.dependencies) {
      if (const auto* names = std::get_if<std::vector<std::string>>(&rule)) {
        if (!names->empty()) dependencies[property] = *names;
      } else {
        dependencies[property] = schema(std::get<Index>(rule));
      }
    }
    if (!dependencies.empty()) out["dependencies"] = std::move(dependencies);
  }

  const SchemaRules& rules_;
  std::set<Index> targets_;
};

// {"<root>", "[users]", "[0]"} as a JSON pointer.
std::string pointer_of(const std::vector<std::string>& context) {
  std::string out;
  for (std::size_t i = 1; i < context.size(); ++i) {
    std::string_view token = context[i];
    if (token.size() >= 2 && token.front() == '[' && token.back() == ']') {
      token = token.substr(1, token.size() - 2);
    }
    out += '/' + spec::escape_pointer(token);
  }
  return out;
}

}  // namespace

struct SchemaValidator::Compiled {
  explicit Compiled(const spec::Json& source) : rules(source) {
    const json skeleton = Skeleton(rules).whole();
    const NlohmannJsonAdapter adapter(skeleton);
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    try {
      parser.populateSchema(adapter, schema);
    } catch (const std::exception& error) {
      throw SchemaUnusable(error.what());
    }
  }

  bool fits(const json& value) {
    return validator.validate(schema, NlohmannJsonAdapter(value), nullptr);
  }

  // Where only valijson sees what is wrong: in its own words.
  SchemaError first_of(const json& value) {
    valijson::ValidationResults results;
    validator.validate(schema, NlohmannJsonAdapter(value), &results);
    valijson::ValidationResults::Error error;
    if (!results.popError(error)) return {"", "the documented shape", "another one", "schema"};
    return {pointer_of(error.context), "the documented shape", error.description, "schema"};
  }

  SchemaRules rules;
  valijson::Schema schema;
  valijson::Validator validator;
};

SchemaValidator::SchemaValidator(const spec::Json& schema)
    : compiled_(std::make_unique<Compiled>(schema)) {}
SchemaValidator::~SchemaValidator() = default;
SchemaValidator::SchemaValidator(SchemaValidator&&) noexcept = default;
SchemaValidator& SchemaValidator::operator=(SchemaValidator&&) noexcept = default;

std::vector<SchemaError> SchemaValidator::validate(const spec::Json& value, std::size_t cap) const {
  if (cap == 0) return {};
  const json target = converted(value);
  const bool fits = compiled_->fits(target);
  SchemaWalk walk(compiled_->rules, cap, !fits);
  walk.walk(value);
  if (!fits && walk.errors().empty()) return {compiled_->first_of(target)};
  return walk.take();
}

}  // namespace assay::conformance
