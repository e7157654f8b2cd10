#include "spec/schema.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace assay::spec {
namespace {

// Taken over as they stand.
constexpr std::array<std::string_view, 12> kSame{
    "format",    "pattern",  "enum",     "const",       "multipleOf",    "minLength",
    "maxLength", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"};

bool truth(const Json& schema, std::string_view name) {
  const Json* value = member(schema, name);
  return value != nullptr && value->as_boolean();
}

bool is_empty(const Json& schema) {
  return schema.is_object() && schema.members().empty();
}

}  // namespace

Json SchemaConverter::convert(const Json& schema) {
  if (schema.is_boolean()) {
    Json out = Json::object();
    if (!schema.as_boolean()) out.set("not", Json::object());
    return out;
  }
  if (!schema.is_object()) return Json::object();
  Json out;
  if (is_reference(schema)) {
    const Json* target = compiling_.resolve(&schema);
    if (target == nullptr) return Json::object();
    out = Json::object();
    out.set("$ref", Json::string("#/definitions/" + define(*target, schema.find("$ref")->text())));
  } else {
    out = object(schema);
  }
  if (truth(schema, "nullable")) out = nullable(std::move(out));
  return out;
}

Json SchemaConverter::object(const Json& schema) {
  Json out = Json::object();
  for (const auto& [name, value] : schema.members()) keyword(schema, name, value, out);
  ranges(schema, out);
  return out;
}

void SchemaConverter::keyword(const Json& schema, const std::string& name, const Json& value,
                              Json& out) {
  if (std::find(kSame.begin(), kSame.end(), name) != kSame.end() || name == "type") {
    out.set(name, value);
  } else if (name == "items" || name == "not") {
    out.set(name, convert(value));
  } else if (name == "additionalProperties") {
    // Which names match patternProperties is not followed: then additional ones are not judged
    // either.
    if (schema.find("patternProperties") == nullptr) {
      out.set(name, value.is_boolean() ? value : convert(value));
    }
  } else if (name == "allOf" || name == "anyOf" || name == "oneOf") {
    if (value.is_array() && !value.items().empty()) out.set(name, list(value));
  } else if (name == "properties") {
    out.set(name, map(value));
  } else if (name == "required") {
    required(schema, value, out);
  }
}

void SchemaConverter::ranges(const Json& schema, Json& out) const {
  for (const auto& [bound, exclusive] :
       {std::pair{"minimum", "exclusiveMinimum"}, std::pair{"maximum", "exclusiveMaximum"}}) {
    const Json* value = member(schema, bound);
    const Json* flag = member(schema, exclusive);
    if (flag != nullptr && flag->is_number()) out.set(exclusive, *flag);
    if (value == nullptr || !value->is_number()) continue;
    out.set(flag != nullptr && flag->as_boolean() ? exclusive : bound, *value);
  }
}

bool SchemaConverter::is_hidden(const Json& property) const {
  const Json* target = compiling_.resolve(&property);
  return target != nullptr &&
         truth(*target, direction_ == Direction::answer ? "writeOnly" : "readOnly");
}

void SchemaConverter::required(const Json& schema, const Json& names, Json& out) const {
  const Json* properties = member(schema, "properties");
  Json kept = Json::array();
  for (const Json& name : names.items()) {
    const Json* property = name.is_string() ? member(properties, name.text()) : nullptr;
    if (name.is_string() && (property == nullptr || !is_hidden(*property))) {
      kept.items().push_back(name);
    }
  }
  if (!kept.items().empty()) out.set("required", std::move(kept));
}

Json SchemaConverter::list(const Json& schemas) {
  Json out = Json::array();
  for (const Json& schema : schemas.items()) out.items().push_back(convert(schema));
  return out;
}

Json SchemaConverter::map(const Json& schemas) {
  Json out = Json::object();
  for (const auto& [name, schema] : schemas.members()) out.set(name, convert(schema));
  return out;
}

Json SchemaConverter::nullable(Json schema) const {
  const Json null_type = Json::string("null");
  Json* type = schema.find("type");
  const bool combined =
      std::any_of(schema.members().begin(), schema.members().end(), [](const Json::Member& entry) {
        return entry.first == "$ref" || entry.first == "allOf" || entry.first == "anyOf" ||
               entry.first == "oneOf" || entry.first == "not" || entry.first == "const";
      });
  if (type != nullptr && type->is_string() && !combined) {
    if (type->text() != "null") *type = Json::array({*type, null_type});
    Json* values = schema.find("enum");
    if (values != nullptr && values->is_array()) {
      auto& items = values->items();
      if (std::find(items.begin(), items.end(), Json()) == items.end()) items.emplace_back();
    }
    return schema;
  }
  if (is_empty(schema)) return schema;
  Json null_schema = Json::object();
  null_schema.set("type", null_type);
  Json out = Json::object();
  out.set("anyOf", Json::array({std::move(null_schema), std::move(schema)}));
  return out;
}

std::string SchemaConverter::define(const Json& target, const std::string& reference) {
  if (const auto at = names_.find(&target); at != names_.end()) return at->second;
  std::string name;
  for (const char c : std::string_view(reference).substr(reference.find_last_of('/') + 1)) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-';
    name += plain ? c : '_';
  }
  if (name.empty()) name = "schema";
  const auto taken = [&](const std::string& candidate) {
    return std::any_of(names_.begin(), names_.end(),
                       [&](const auto& entry) { return entry.second == candidate; });
  };
  if (taken(name)) name.append("_").append(std::to_string(names_.size() + 1));
  while (taken(name)) name += "_";
  names_.emplace(&target, name);
  pending_.emplace_back(name, &target);
  return name;
}

Json SchemaConverter::finish(Json schema) {
  Json definitions = Json::object();
  while (!pending_.empty()) {
    const auto [name, target] = pending_.back();
    pending_.pop_back();
    definitions.set(name, convert(*target));
  }
  names_.clear();
  if (definitions.members().empty()) return schema;
  if (schema.find("$ref") != nullptr) {
    // Draft 7 ignores what stands beside a $ref.
    Json outer = Json::object();
    outer.set("allOf", Json::array({std::move(schema)}));
    schema = std::move(outer);
  }
  schema.set("definitions", std::move(definitions));
  return schema;
}

}  // namespace assay::spec
