#include "spec/compile_field.h"

#include <algorithm>
#include <utility>

#include "spec/decimal.h"
#include "spec/excerpt.h"
#include "spec/flatten.h"
#include "spec/pattern.h"
#include "spec/schema.h"

namespace assay::spec {
namespace {

using Type = FieldSchema::Type;

constexpr std::size_t kLongestText = 65'536;

Type type_named(const std::string& name) {
  if (name == "string") return Type::string;
  if (name == "boolean") return Type::boolean;
  if (name == "integer") return Type::integer;
  if (name == "number") return Type::number;
  if (name == "array") return Type::array;
  if (name == "object") return Type::object;
  return Type::any;
}

std::string shown(const Json& value) {
  return value.is_string() ? "'" + value.text() + "'" : dump(value);
}

class FieldCompiler {
 public:
  FieldCompiler(Compiling& compiling, const FieldSource& source)
      : compiling_(compiling), source_(source) {
    field_.name = source.name;
    field_.place = source.place;
    field_.required = source.required;
    field_.description = source.description;
    field_.mark = source.mark;
  }

  std::optional<Field> compile(SchemaCheck& check, const std::vector<Resource>& resources) {
    if (source_.schema != nullptr) {
      check.check(*source_.schema);
      flat_ = flatten(compiling_, *source_.schema);
      if (flag("readOnly") && source_.place == Place::body) return std::nullopt;
      read_schema();
      SchemaConverter converter(compiling_, Direction::request);
      field_.schema.json_schema = converter.finish(converter.convert(*source_.schema));
    }
    if (field_.description.empty()) {
      if (const Json* text = member(flat_.schema, "description")) field_.description = text->text();
    }
    read_secret();
    read_reference(resources);
    read_may();
    read_samples();
    read_default();
    read_conditional_defaults();
    settle();
    return std::move(field_);
  }

 private:
  bool flag(const char* name) const {
    const Json* value = member(flat_.schema, name);
    return value != nullptr && value->as_boolean();
  }

  // An extension: on the parameter, on the schema, or beside its $ref.
  const Json* extension(std::string_view name) const {
    const Json* value = source_.holder == nullptr ? nullptr : source_.holder->find(name);
    return value != nullptr ? value : flat_.schema.find(name);
  }

  std::optional<std::size_t> count(const char* name) const {
    const Json* value = member(flat_.schema, name);
    if (value == nullptr || !value->is_number()) return std::nullopt;
    const auto number = value->as_integer();
    if (!number || *number < 0) return std::nullopt;
    return static_cast<std::size_t>(*number);
  }

  void read_schema() {
    for (const Contradiction& one : contradictions(flat_.schema))
      compiling_.error(one.mark, one.what, one.hint);
    read_type();
    FieldSchema& schema = field_.schema;
    if (const Json* format = member(flat_.schema, "format")) schema.format = format->text();
    if (const Json* pattern = member(flat_.schema, "pattern");
        pattern != nullptr && pattern->is_string()) {
      schema.pattern = pattern->text();
      schema.pattern_checkable = Pattern(schema.pattern).state() == Pattern::State::good;
    }
    schema.min_length = count("minLength");
    schema.max_length = count("maxLength");
    read_bound("minimum", "exclusiveMinimum", schema.minimum, schema.exclusive_minimum);
    read_bound("maximum", "exclusiveMaximum", schema.maximum, schema.exclusive_maximum);
    if (const Json* step = member(flat_.schema, "multipleOf");
        step != nullptr && step->is_number()) {
      schema.multiple_of = step->text();
    }
    if (const std::string empty = empty_range(schema); !empty.empty()) {
      compiling_.error(field_.mark, empty + " of '" + field_.name + "'", "correct one of them");
    }
    read_enum();
  }

  void read_type() {
    const Json* type = member(flat_.schema, "type");
    field_.schema.nullable = flag("nullable");
    if (type == nullptr) return;
    if (type->is_string()) {
      field_.schema.type = type_named(type->text());
      return;
    }
    std::vector<std::string> names;  // OpenAPI 3.1
    for (const Json& name : type->items()) {
      if (name.text() == "null") {
        field_.schema.nullable = true;
      } else {
        names.push_back(name.text());
      }
    }
    if (names.size() == 1) field_.schema.type = type_named(names.front());
  }

  void read_bound(const char* name, const char* exclusive, std::optional<std::string>& bound,
                  bool& is_exclusive) {
    const Json* value = member(flat_.schema, name);
    if (value != nullptr && value->is_number()) bound = value->text();
    const Json* other = member(flat_.schema, exclusive);
    if (other == nullptr) return;
    if (other->is_boolean()) {
      is_exclusive = bound && other->as_boolean();
    } else if (other->is_number()) {
      const auto order = bound ? compare_decimals(other->text(), *bound) : std::nullopt;
      const bool lower = std::string_view(name) == "minimum";
      if (!bound || (order && (lower ? *order >= 0 : *order <= 0))) {
        bound = other->text();
        is_exclusive = true;
      }
    }
  }

  void read_enum() {
    const Json* values = member(flat_.schema, "enum");
    const Json* constant = flat_.schema.find("const");
    Json single = Json::array();
    if (constant != nullptr && (values == nullptr || !values->is_array())) {
      single.items().push_back(*constant);
      values = &single;
    }
    if (values == nullptr || !values->is_array()) return;
    FieldSchema alone;
    alone.type = field_.schema.type;
    FieldSchema rest = field_.schema;  // all rules but the enum
    rest.enumeration.clear();
    std::string left_out;
    for (const Json& value : values->items()) {
      if (value.is_null()) continue;  // a form carries no null
      const auto text = form_text(value);
      const std::string problem =
          text ? objection(alone, *text) : "it is " + kind_name(value.kind());
      if (!problem.empty()) {
        compiling_.error(
            value.mark,
            "the enum of '" + field_.name + "' contains " + shown(value) + ", but " + problem,
            "correct the enum or the type");
      } else if (left_out = objection(rest, *text); !left_out.empty()) {
        compiling_.warning(
            value.mark,
            "the enum of '" + field_.name + "' contains " + shown(value) + ", but " + left_out,
            "it is left out");
      } else {
        field_.schema.enumeration.push_back(*text);
      }
    }
    if (field_.schema.enumeration.empty() && !left_out.empty()) {
      compiling_.error(values->mark,
                       "the enum of '" + field_.name + "' has no value that its other rules allow",
                       "correct the enum or the rules");
    }
  }

  void read_secret() {
    const Json* secret = extension("x-assay-secret");
    if (secret == nullptr) return;
    if (secret->text() == "redact") {
      field_.secrecy = Secrecy::redact;
    } else if (secret->text() == "write-only") {
      field_.secrecy = Secrecy::write_only;
    } else {
      compiling_.error(secret->mark, "x-assay-secret of '" + field_.name +
                                         "' must be 'redact' or 'write-only', not " +
                                         shown(*secret));
    }
  }

  void read_reference(const std::vector<Resource>& resources) {
    const Json* reference = extension("x-assay-reference");
    if (reference == nullptr) return;
    const std::string name = "x-assay-reference of '" + field_.name + "'";
    if (reference->is_string() && reference->text() == "none") {
      field_.no_source = true;
      return;
    }
    if (!reference->is_object()) {
      compiling_.error(reference->mark,
                       name + " must be 'none' or a mapping of resource, key and status, not " +
                           shown(*reference));
      return;
    }
    compiling_.only_members(*reference, {"resource", "key", "status"}, name);
    Reference out;
    const Json* resource = member(reference, "resource");
    const Json* key = member(reference, "key");
    if (resource == nullptr || key == nullptr) {
      compiling_.error(reference->mark,
                       name + " lacks " + (resource == nullptr ? "'resource'" : "'key'"),
                       "write {resource: …, key: …}");
      return;
    }
    std::vector<std::string> names;
    for (std::size_t i = 0; i < resources.size(); ++i) {
      names.push_back(resources[i].name);
      if (resources[i].name == resource->text()) out.resource = i;
    }
    if (out.resource == kNone) {
      compiling_.unknown(resource->mark, "resource", resource->text(), "x-assay-resources", names);
      return;
    }
    const Resource& found = resources[out.resource];
    out.key = key->text();
    if (found.find(out.key) == nullptr) {
      std::vector<std::string> keys;
      for (const ResourceKey& one : found.keys) keys.push_back(one.name);
      compiling_.unknown(key->mark, "key", out.key, "the resource " + found.name, keys);
    }
    if (const Json* status = member(reference, "status")) {
      for (const auto& [text, mark] : compiling_.texts(*status, "`status`")) {
        if (std::find(found.statuses.begin(), found.statuses.end(), text) == found.statuses.end()) {
          compiling_.unknown(mark, "status", text, "the resource " + found.name, found.statuses);
        }
        out.statuses.push_back(text);
      }
    }
    field_.reference = std::move(out);
  }

  void read_may() {
    const Json* may = extension("x-assay-may");
    if (may == nullptr) return;
    for (const auto& [text, mark] : compiling_.texts(*may, "x-assay-may")) {
      if (text == "refuse") {
        field_.may_refuse = true;
      } else if (text == "replace") {
        field_.may_replace = true;
      } else {
        compiling_.unknown(mark, "permission", text, "x-assay-may", {"refuse", "replace"});
      }
    }
  }

  void read_samples() {
    const Json* samples = extension("x-assay-sample");
    if (samples == nullptr) return;
    for (const auto& [text, mark] : compiling_.texts(*samples, "x-assay-sample")) {
      const std::string problem = objection(field_.schema, text);
      if (!problem.empty()) {
        compiling_.error(
            mark, "the sample '" + text + "' of '" + field_.name + "' is not valid: " + problem,
            "correct the sample or the schema");
      }
      field_.samples.push_back(text);
    }
  }

  void read_default() {
    const Json* value = flat_.schema.find("default");
    if (value == nullptr || value->is_null()) return;
    if (field_.schema.type == Type::array || field_.schema.type == Type::object) return;
    const auto text = form_text(*value);
    const std::string problem =
        text ? objection(field_.schema, *text) : "it is " + kind_name(value->kind());
    if (!problem.empty()) {
      compiling_.error(
          value->mark,
          "the default " + shown(*value) + " of '" + field_.name + "' is not valid: " + problem,
          "correct the default or the schema");
      return;
    }
    field_.default_value = text;
  }

  void read_conditional_defaults() {
    const Json* rules = extension("x-assay-default");
    if (rules == nullptr) return;
    const std::string name = "x-assay-default of '" + field_.name + "'";
    if (!compiling_.expect(*rules, Json::Kind::array, name)) return;
    for (const Json& rule : rules->items()) {
      if (!compiling_.expect(rule, Json::Kind::object, "each of " + name)) continue;
      compiling_.only_members(rule, {"when", "value"}, name);
      const Json* when = member(rule, "when");
      const Json* value = member(rule, "value");
      if (when == nullptr || value == nullptr) {
        compiling_.error(rule.mark, name + " lacks '" + (when == nullptr ? "when" : "value") + "'",
                         "write {when: \"IDL predicate\", value: …}");
        continue;
      }
      const auto condition = compiling_.text(*when, "`when`");
      const auto text = compiling_.text(*value, "`value`");
      if (!condition || !text) continue;
      auto parsed = parse_predicate(*condition);
      if (const auto* error = std::get_if<IdlError>(&parsed)) {
        compiling_.error(when->mark,
                         error->what + " at character " + std::to_string(error->offset + 1) +
                             " of " + excerpt(*condition, error->offset),
                         error->hint);
        continue;
      }
      const std::string problem = objection(field_.schema, *text);
      if (!problem.empty()) {
        compiling_.error(
            value->mark,
            "the default '" + *text + "' of '" + field_.name + "' is not valid: " + problem,
            "correct the default or the schema");
      }
      field_.conditional_defaults.push_back(
          {std::get<Predicate>(std::move(parsed)), *condition, *text});
    }
  }

  // What can't be made from the schema alone is not made up.
  void settle() {
    if (field_.schema.min_length.value_or(0) > kLongestText && !field_.no_source) {
      compiling_.warning(field_.mark,
                         "'" + field_.name + "' is longer than the " +
                             std::to_string(kLongestText) + " characters that assay sends",
                         "it is never sent");
      field_.no_source = true;
      field_.schema.min_length.reset();  // nobody shall make such a text
    }
    if (field_.schema.max_length.value_or(0) > kLongestText) field_.schema.max_length.reset();
    const bool nested = field_.schema.type == Type::array || field_.schema.type == Type::object;
    if (nested && field_.samples.empty() && !field_.no_source) {
      compiling_.warning(field_.mark,
                         "'" + field_.name + "' is " +
                             (field_.schema.type == Type::array ? "an array" : "an object") +
                             ": how a form carries it is not said, so it is never sent",
                         "give values with x-assay-sample");
      field_.no_source = true;
    } else if (flat_.is_partial && field_.samples.empty() && field_.schema.enumeration.empty()) {
      compiling_.warning(
          field_.mark,
          "the schema of '" + field_.name +
              "' has alternatives, of which assay makes no values: a refusal of one proves nothing",
          "give values with x-assay-sample");
      field_.may_refuse = true;
    }
  }

  Compiling& compiling_;
  const FieldSource& source_;
  Flat flat_{Json::object(), false};
  Field field_;
};

}  // namespace

std::optional<Field> compile_field(Compiling& compiling, SchemaCheck& check,
                                   const FieldSource& source,
                                   const std::vector<Resource>& resources) {
  return FieldCompiler(compiling, source).compile(check, resources);
}

}  // namespace assay::spec
