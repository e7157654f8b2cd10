#include "spec/schema_check.h"

#include <algorithm>
#include <array>

#include "spec/decimal.h"
#include "spec/pattern.h"
#include "spec/suggestion.h"

namespace assay::spec {
namespace {

enum class Wants { number, count, text, boolean, list, map, schema, schemas, any };

struct Keyword {
  std::string_view name;
  Wants wants;
};

// clang-format off
constexpr std::array kKeywords{
    Keyword{"type", Wants::any}, Keyword{"format", Wants::text}, Keyword{"pattern", Wants::text},
    Keyword{"enum", Wants::list}, Keyword{"const", Wants::any}, Keyword{"default", Wants::any},
    Keyword{"multipleOf", Wants::number}, Keyword{"minimum", Wants::number}, Keyword{"maximum", Wants::number},
    Keyword{"exclusiveMinimum", Wants::any}, Keyword{"exclusiveMaximum", Wants::any},
    Keyword{"minLength", Wants::count}, Keyword{"maxLength", Wants::count},
    Keyword{"minItems", Wants::count}, Keyword{"maxItems", Wants::count}, Keyword{"uniqueItems", Wants::boolean},
    Keyword{"minProperties", Wants::count}, Keyword{"maxProperties", Wants::count},
    Keyword{"required", Wants::list}, Keyword{"properties", Wants::map}, Keyword{"patternProperties", Wants::map},
    Keyword{"additionalProperties", Wants::schema}, Keyword{"items", Wants::schema}, Keyword{"not", Wants::schema},
    Keyword{"allOf", Wants::schemas}, Keyword{"anyOf", Wants::schemas}, Keyword{"oneOf", Wants::schemas},
    Keyword{"nullable", Wants::boolean}, Keyword{"readOnly", Wants::boolean}, Keyword{"writeOnly", Wants::boolean},
    Keyword{"deprecated", Wants::boolean},
};
constexpr std::array<std::string_view, 12> kFree{
    "title", "description", "discriminator", "xml", "externalDocs", "example", "examples", "$ref", "$comment", "$id",
    "$schema", "$defs"};
constexpr std::array<std::string_view, 5> kInPlace{"allOf", "anyOf", "oneOf", "not", "$ref"};
// clang-format on

constexpr std::array<std::string_view, 7> kTypes{"string", "boolean", "integer", "number",
                                                 "array",  "object",  "null"};

std::string quoted(const Json& value) {
  if (value.is_string()) return "'" + value.text() + "'";
  return dump(value);
}

bool fits(Wants wants, const Json& value) {
  switch (wants) {
    case Wants::number:
      return value.is_number();
    case Wants::count:
      return value.is_integer() && value.text().front() != '-';
    case Wants::text:
      return value.is_string();
    case Wants::boolean:
      return value.is_boolean();
    case Wants::list:
      return value.is_array();
    case Wants::map:
      return value.is_object();
    case Wants::schema:
      return value.is_object() || value.is_boolean();
    case Wants::schemas:
      return value.is_array() && !value.items().empty();
    case Wants::any:
      return true;
  }
  return true;
}

std::string_view wanted(Wants wants) {
  switch (wants) {
    case Wants::number:
      return "a number";
    case Wants::count:
      return "a whole number, 0 or more";
    case Wants::text:
      return "a text";
    case Wants::boolean:
      return "true or false";
    case Wants::list:
      return "a list";
    case Wants::map:
      return "a mapping";
    case Wants::schema:
      return "a schema (a mapping)";
    case Wants::schemas:
      return "a list of at least one schema";
    case Wants::any:
      return "a value";
  }
  return "";
}

std::string shown(const Json& value) {
  return value.is_array() || value.is_object() ? kind_name(value.kind()) : quoted(value);
}

}  // namespace

std::vector<Contradiction> contradictions(const Json& schema) {
  std::vector<Contradiction> out;
  bool exclusive = false;
  for (const char* name : {"exclusiveMinimum", "exclusiveMaximum"}) {
    const Json* flag = member(schema, name);
    exclusive = exclusive || (flag != nullptr && flag->as_boolean());
  }
  for (const auto& [low, high] :
       {std::pair{"minimum", "maximum"}, std::pair{"minLength", "maxLength"},
        std::pair{"minItems", "maxItems"}, std::pair{"minProperties", "maxProperties"},
        std::pair{"exclusiveMinimum", "exclusiveMaximum"}}) {
    const Json* least = member(schema, low);
    const Json* most = member(schema, high);
    if (least == nullptr || most == nullptr || !least->is_number() || !most->is_number()) continue;
    const auto order = compare_decimals(least->text(), most->text());
    const bool open = std::string_view(low) == "exclusiveMinimum" ||
                      (std::string_view(low) == "minimum" && exclusive);
    if (order && (*order > 0 || (open && *order == 0))) {
      out.push_back({least->mark,
                     std::string(low) + " " + least->text() + " leaves no value below " + high +
                         " " + most->text(),
                     "correct one of them"});
    }
  }
  if (const Json* values = member(schema, "enum"); values != nullptr && values->is_array()) {
    if (values->items().empty())
      out.push_back(
          {values->mark, "enum is empty: no value is left", "list the values, or leave enum out"});
  }
  if (const Json* step = member(schema, "multipleOf"); step != nullptr && step->is_number()) {
    const auto order = compare_decimals(step->text(), "0");
    if (order && *order <= 0) {
      out.push_back({step->mark, "multipleOf must be above 0, not " + step->text(),
                     "write a number above 0"});
    }
  }
  return out;
}

void SchemaCheck::check(const Json& schema) {
  push(&schema);
  std::vector<const Json*> fresh;
  while (!pending_.empty()) {
    const Json* next = pending_.back();
    pending_.pop_back();
    fresh.push_back(next);
    check_one(*next);
  }
  for (const Json* next : fresh) check_circles(*next);
}

void SchemaCheck::push(const Json* schema) {
  if (schema != nullptr && seen_.insert(schema).second) pending_.push_back(schema);
}

void SchemaCheck::check_one(const Json& schema) {
  if (!schema.is_object()) {
    if (!schema.is_boolean()) {
      compiling_.error(schema.mark, "a schema must be a mapping, not " + kind_name(schema.kind()));
    }
    return;
  }
  if (const Json* reference = schema.find("$ref");
      reference != nullptr && !reference->is_string()) {
    compiling_.error(reference->mark, "$ref must be a text, not " + shown(*reference),
                     "write $ref: '#/components/schemas/…'");
  }
  push(compiling_.resolve(&schema));
  check_keywords(schema);
  check_type(schema);
  check_ranges(schema);
  check_pattern(schema);
  check_required(schema);
  push_all(schema);
}

void SchemaCheck::push_all(const Json& schema) {
  for (const char* name : {"items", "not", "additionalProperties"}) {
    if (const Json* below = schema.find(name); below != nullptr && below->is_object()) push(below);
  }
  for (const char* name : {"allOf", "anyOf", "oneOf"}) {
    const Json* list = schema.find(name);
    if (list == nullptr || !list->is_array()) continue;
    for (const Json& item : list->items()) push(&item);
  }
  if (const Json* properties = schema.find("properties"); properties != nullptr) {
    for (const auto& [name, property] : properties->members()) push(&property);
  }
}

void SchemaCheck::check_keywords(const Json& schema) {
  for (const auto& [name, value] : schema.members()) {
    const auto at = std::find_if(kKeywords.begin(), kKeywords.end(),
                                 [&](const Keyword& keyword) { return keyword.name == name; });
    if (at != kKeywords.end()) {
      if (!fits(at->wants, value)) {
        const bool is_empty = value.is_array() && value.items().empty();
        compiling_.error(value.mark, name + " must be " + std::string(wanted(at->wants)) +
                                         ", not " + (is_empty ? "an empty list" : shown(value)));
      }
      continue;
    }
    if (name.starts_with("x-") || std::find(kFree.begin(), kFree.end(), name) != kFree.end()) {
      continue;
    }
    std::vector<std::string> known;
    for (const Keyword& keyword : kKeywords) known.emplace_back(keyword.name);
    const std::string near = nearest(name, known);
    if (!near.empty()) {
      compiling_.warning(name_mark(value), "a schema has no keyword '" + name + "'",
                         "did you mean '" + near + "'?");
    }
  }
  for (const char* name : {"exclusiveMinimum", "exclusiveMaximum"}) {
    const Json* value = schema.find(name);
    if (value != nullptr && !value->is_boolean() && !value->is_number()) {
      compiling_.error(value->mark, std::string(name) + " must be true, false or a number, not " +
                                        shown(*value));
    }
  }
}

void SchemaCheck::check_type(const Json& schema) {
  const Json* type = schema.find("type");
  if (type == nullptr) return;
  const std::vector<std::string> known(kTypes.begin(), kTypes.end());
  const auto check = [&](const Json& one) {
    if (!one.is_string()) {
      compiling_.error(one.mark, "type must be the name of a type, not " + shown(one));
    } else if (std::find(kTypes.begin(), kTypes.end(), one.text()) == kTypes.end()) {
      compiling_.error(one.mark, "there is no type '" + one.text() + "'",
                       suggestion(one.text(), known));
    }
  };
  if (!type->is_array()) {
    check(*type);
  } else {
    for (const Json& one : type->items()) check(one);
    if (type->items().empty())
      compiling_.error(type->mark, "type is an empty list: no value is left");
  }
}

void SchemaCheck::check_ranges(const Json& schema) {
  for (const Contradiction& one : contradictions(schema))
    compiling_.error(one.mark, one.what, one.hint);
}

void SchemaCheck::check_pattern(const Json& schema) {
  const Json* text = schema.find("pattern");
  if (text == nullptr || !text->is_string()) return;
  const Pattern pattern(text->text());
  if (pattern.state() == Pattern::State::wrong) {
    compiling_.error(text->mark, "the pattern is no regular expression: " + pattern.problem(),
                     "correct it");
  } else if (pattern.state() == Pattern::State::not_checkable) {
    compiling_.warning(text->mark, "the pattern can't be checked: " + pattern.problem(),
                       "its laws are skipped; RE2 knows no lookahead and no back-references");
  }
}

void SchemaCheck::check_required(const Json& schema) {
  const Json* required = schema.find("required");
  if (required == nullptr || !required->is_array()) return;
  for (const Json& name : required->items()) {
    if (!name.is_string())
      compiling_.error(name.mark, "required must list names, not " + shown(name));
  }
}

void SchemaCheck::check_circles(const Json& root) {
  // Depth first, by hand: a chain of references may be longer than our stack.
  struct Frame {
    const Json* schema;
    std::vector<const Json*> below = {};
    std::size_t next = 0;
  };
  const auto in_place = [&](const Json& schema) {
    std::vector<const Json*> below;
    for (const std::string_view name : kInPlace) {
      const Json* value = schema.is_object() ? schema.find(name) : nullptr;
      if (value == nullptr) continue;
      if (name == "$ref") {
        if (!value->is_string()) continue;
        if (const Json* target = compiling_.resolve(&schema)) below.push_back(target);
      } else if (value->is_array()) {
        for (const Json& item : value->items()) below.push_back(&item);
      } else {
        below.push_back(value);
      }
    }
    return below;
  };
  if (settled_.count(&root) != 0) return;
  std::vector<Frame> path;
  std::set<const Json*> on_path;
  const auto enter = [&](const Json* schema) {
    path.push_back({schema, in_place(*schema)});
    on_path.insert(schema);
  };
  enter(&root);
  while (!path.empty()) {
    Frame& frame = path.back();
    if (frame.next == frame.below.size()) {
      settled_.insert(frame.schema);
      on_path.erase(frame.schema);
      path.pop_back();
      continue;
    }
    const Json* below = frame.below[frame.next++];
    if (on_path.count(below) != 0) {
      const Mark mark =
          is_reference(*frame.schema) ? frame.schema->find("$ref")->mark : below->mark;
      compiling_.error(mark, "this schema consists of itself",
                       "let the $ref stand in a property or in items");
    } else if (settled_.count(below) == 0) {
      enter(below);
    }
  }
}

}  // namespace assay::spec
