// The JSON Schema of our extensions and what the loader says of them agree.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "spec/loaded_text.h"
#include "spec/pattern.h"

namespace assay::spec {
namespace {

// The part of JSON Schema that extensions.schema.json uses.
class Checker {
 public:
  explicit Checker(const Json& root) : root_(root) {}

  bool valid(const Json& schema, const Json& value) const {
    if (const Json* reference = schema.find("$ref")) {
      return valid(*root_.at_pointer(reference->text().substr(1)), value);
    }
    return of_type(schema, value) && in_enum(schema, value) && matches(schema, value) &&
           combined(schema, value) && below(schema, value);
  }

 private:
  static bool is(const std::string& type, const Json& value) {
    return (type == "null" && value.is_null()) || (type == "string" && value.is_string()) ||
           (type == "number" && value.is_number()) || (type == "boolean" && value.is_boolean()) ||
           (type == "array" && value.is_array()) || (type == "object" && value.is_object());
  }
  static bool of_type(const Json& schema, const Json& value) {
    const Json* type = schema.find("type");
    if (type == nullptr) return true;
    if (type->is_string()) return is(type->text(), value);
    return std::any_of(type->items().begin(), type->items().end(),
                       [&](const Json& one) { return is(one.text(), value); });
  }
  static bool in_enum(const Json& schema, const Json& value) {
    const Json* all = schema.find("enum");
    return all == nullptr ||
           std::find(all->items().begin(), all->items().end(), value) != all->items().end();
  }
  static bool matches(const Json& schema, const Json& value) {
    const Json* pattern = schema.find("pattern");
    return pattern == nullptr || !value.is_string() ||
           Pattern(pattern->text()).found_in(value.text());
  }
  bool combined(const Json& schema, const Json& value) const {
    const auto count = [&](const Json& parts) {
      return std::count_if(parts.items().begin(), parts.items().end(),
                           [&](const Json& part) { return valid(part, value); });
    };
    const Json* any = schema.find("anyOf");
    const Json* one = schema.find("oneOf");
    return (any == nullptr || count(*any) > 0) && (one == nullptr || count(*one) == 1);
  }
  bool below(const Json& schema, const Json& value) const {
    if (const Json* items = schema.find("items")) {
      for (const Json& item : value.items()) {
        if (!valid(*items, item)) return false;
      }
    }
    if (const Json* required = schema.find("required"); required != nullptr && value.is_object()) {
      for (const Json& name : required->items()) {
        if (value.find(name.text()) == nullptr) return false;
      }
    }
    const Json* properties = schema.find("properties");
    const Json* others = schema.find("additionalProperties");
    for (const auto& [name, member] : value.members()) {
      const Json* known = properties == nullptr ? nullptr : properties->find(name);
      if (known != nullptr ? !valid(*known, member)
                           : others != nullptr && (others->is_object() ? !valid(*others, member)
                                                                       : !others->as_boolean())) {
        return false;
      }
    }
    return true;
  }

  const Json& root_;
};

struct Example {
  const char* extension;
  const char* value;  // YAML flow style
  bool good;
};

constexpr Example kExamples[] = {
    {"x-assay-resources",
     "{t: {keys: {id: {made-by: server, unique: false, fold-case: true}}, statuses: [a], gone: "
     "[a]}}",
     true},
    {"x-assay-resources", "{t: {keys: {id: {made-by: nobody}}}}", false},
    {"x-assay-resources", "{t: {keys: {id: {}}}}", false},
    {"x-assay-resources", "{t: {keys: {id: {made-by: server, unique: 'no'}}}}", false},
    {"x-assay-resources", "{t: {statuses: [a]}}", false},
    {"x-assay-resources", "{t: {keys: {}, color: red}}", false},
    {"x-assay-resources", "[t]", false},
    {"x-assay-resources", "{t: {keys: {}, clean-up: [a]}}", false},
    {"x-assay-resource",
     "{resource: thing, action: create, sets: {status: on}, gives: {kind: '1'}}", true},
    {"x-assay-resource",
     "{resource: thing, action: act, by: [id, {field: name, key: id}], wins: id, requires: [on], "
     "changes: [id]}",
     true},
    {"x-assay-resource",
     "{resource: thing, action: act, by: id, requires: {status: on}, selects: {name: {on: '0'}}}",
     true},
    {"x-assay-resource",
     "{resource: thing, action: list, shows: {items: /list}, paging: {size: name, shows: {total: "
     "/total}}}",
     true},
    {"x-assay-resource",
     "{resource: thing, action: act, by: id, sets: {relation: r, field: name, attributes: {name: "
     "null}}, clears: {relation: r}}",
     true},
    {"x-assay-resource", "{resource: thing}", false},
    {"x-assay-resource", "{action: act}", false},
    {"x-assay-resource", "{resource: thing, action: destroy}", false},
    {"x-assay-resource", "{resource: thing, action: create, set: {status: on}}", false},
    {"x-assay-resource", "{resource: thing, action: create, sets: on}", false},
    {"x-assay-resource", "{resource: thing, action: create, gives: {kind: [1]}}", false},
    {"x-assay-resource", "{resource: thing, action: create, shows: {object: thing}}", false},
    {"x-assay-resource", "{resource: thing, action: act, by: [{key: id}]}", false},
    {"x-assay-resource", "{resource: thing, action: act, by: id, clears: {field: name}}", false},
    {"x-assay-resource", "{resource: thing, action: act, by: id, selects: {name: [a]}}", false},
    {"x-assay-resource", "{resource: thing, action: act, by: id, wins: [id]}", false},
    {"x-assay-keys",
     "{/id: {volatile: true, secret: open, attribute: null, schema: {type: string}}}", true},
    {"x-assay-keys", "{id: {volatile: 'yes'}}", false},
    {"x-assay-keys", "{id: {secret: hidden}}", false},
    {"x-assay-keys", "{id: true}", false},
    {"x-assay-keys", "{id: {hidden: true}}", false},
    {"x-assay-refusal", "{pointer: /error}", true},
    {"x-assay-refusal", "{schema: {type: object}}", true},
    {"x-assay-refusal", "{pointer: error}", false},
    {"x-assay-refusal", "{}", false},
    {"x-assay-refusal", "{pointer: /error, schema: {}}", false},
    {"x-assay-reference", "none", true},
    {"x-assay-reference", "{resource: thing, key: id, status: on}", true},
    {"x-assay-reference", "{resource: thing}", false},
    {"x-assay-reference", "nothing", false},
    {"x-assay-reference", "{resource: thing, key: id, state: on}", false},
    {"x-assay-sample", "[a, 1, true]", true},
    {"x-assay-sample", "[{a: b}]", false},
    {"x-assay-may", "[refuse, replace]", true},
    {"x-assay-may", "[forget]", false},
    {"x-assay-default", "[{when: id, value: x}]", true},
    {"x-assay-default", "[{when: id}]", false},
    {"x-assay-default", "{when: id, value: x}", false},
    {"x-assay-secret", "write-only", true},
    {"x-assay-secret", "secret", false},
    {"x-assay-in", "form", true},
    {"x-assay-in", "body", false},
    {"x-dependencies", "Or(id, name);", true},
    {"x-dependencies", "['Or(id, name);']", true},
    {"x-dependencies", "{a: b}", false},
};

std::string document_for(const Example& example) {
  const std::string extension = example.extension;
  const std::string entry = extension + ": " + example.value + "\n";
  const bool at_root = extension == "x-assay-resources" || extension == "x-assay-keys" ||
                       extension == "x-assay-refusal";
  const bool at_operation = extension == "x-assay-resource" || extension == "x-dependencies";
  const bool at_scheme = extension == "x-assay-in";
  std::string out = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n";
  if (at_root) out += entry;
  if (extension != "x-assay-resources") {
    out += "x-assay-resources: {thing: {keys: {id: {made-by: server}}, statuses: [on]}}\n";
  }
  if (at_scheme)
    out += "components: {securitySchemes: {key: {type: apiKey, name: k, in: header, " + extension +
           ": " + example.value + "}}}\n";
  out += "paths:\n  /thing:\n    post:\n";
  if (at_operation) out += "      " + entry;
  out +=
      "      requestBody: {content: {application/x-www-form-urlencoded: {schema: {properties: {id: "
      "{type: string}, name: {";
  if (!at_root && !at_operation && !at_scheme) out += extension + ": " + std::string(example.value);
  out +=
      "}}}}}}\n      responses: {'200': {description: ok, content: {application/json: {example: "
      "{id: x}}}}}\n";
  return out;
}

TEST(Extensions, TheirJsonSchemaAndTheLoaderAgree) {
  std::ifstream file(std::string(ASSAY_SOURCE_DIR) + "/spec/extensions.schema.json");
  std::stringstream text;
  text << file.rdbuf();
  const auto parsed = parse_json(text.str());
  const auto* schema = std::get_if<JsonText>(&parsed);
  ASSERT_NE(schema, nullptr);
  const Checker checker(schema->value);
  for (const Example& example : kExamples) {
    std::vector<Complaint> complaints;
    const auto value = parse_yaml(example.value, 0, "value", complaints);
    ASSERT_TRUE(value) << example.value;
    const Json* definition =
        schema->value.at_pointer(std::string("/definitions/") + example.extension);
    ASSERT_NE(definition, nullptr) << example.extension;
    EXPECT_EQ(checker.valid(*definition, *value), example.good)
        << example.extension << ": " << example.value;
    const LoadedContract loaded = testing::load_text(document_for(example));
    std::string all;
    for (const Complaint& complaint : loaded.complaints) all += to_string(complaint) + "\n";
    EXPECT_EQ(loaded.contract.has_value(), example.good) << document_for(example) << all;
  }
}

}  // namespace
}  // namespace assay::spec
