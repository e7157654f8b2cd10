#include "runners/mock/answer_shape.h"

#include <algorithm>

namespace assay::runners::mock {
namespace {

using spec::Action;
using spec::Json;

class Shaper {
 public:
  Shaper(const spec::Contract& contract, const spec::Operation& operation)
      : contract_(contract), operation_(operation), effect_(operation.effect) {}

  Shape shape(const Json& value, std::string name, const std::string& pointer) const {
    Shape shape;
    shape.pointer = pointer;
    if (!name.empty()) shape.quoted = spec::dump(Json::string(name)) + ":";
    shape.name = std::move(name);
    if (value.is_object()) {
      shape.kind = Shape::Kind::object;
      for (const auto& [key, part] : value.members()) {
        shape.parts.push_back(this->shape(part, key, pointer + "/" + spec::escape_pointer(key)));
      }
    } else if (value.is_array()) {
      shape.kind = Shape::Kind::array;
      shape.items = effect_.items == pointer;
      if (!value.items().empty())
        shape.parts.push_back(this->shape(value.items().front(), "", pointer + "/*"));
    } else {
      fill_leaf(shape, value);
    }
    return shape;
  }

 private:
  void fill_leaf(Shape& leaf, const Json& value) const {
    leaf.type = value.is_string()    ? Shape::Type::string
                : value.is_number()  ? Shape::Type::number
                : value.is_boolean() ? Shape::Type::boolean
                                     : Shape::Type::null;
    leaf.example = value.is_boolean() ? (value.as_boolean() ? "true" : "false") : value.text();
    leaf.time = value.is_string() && looks_like_time(leaf.example);
    leaf.of_object = of_object(leaf.pointer);
    leaf.source = special_source(leaf.pointer);
    if (leaf.source != Shape::Source::literal) return;
    const spec::Key* key = key_at(leaf.pointer);
    std::string attribute = key != nullptr ? key->attribute : "";
    if (attribute.empty() && !leaf.of_object && !leaf.time) attribute = own_key(leaf.name);
    if (!attribute.empty() && (leaf.of_object || names_object())) {
      leaf.source = Shape::Source::attribute;
      leaf.attribute = attribute;
      leaf.blank = key != nullptr && key->is_volatile && leaf.type == Shape::Type::string &&
                   leaf.example.empty();
    } else if (leaf.time) {
      leaf.source = Shape::Source::now;
    }
  }

  Shape::Source special_source(const std::string& pointer) const {
    if (effect_.action == Action::exists && pointer == effect_.flag) return Shape::Source::flag;
    if (effect_.action == Action::check && pointer == effect_.positive)
      return Shape::Source::positive;
    if (effect_.action != Action::list || !effect_.paging) return Shape::Source::literal;
    if (pointer == effect_.paging->size_key) return Shape::Source::size;
    if (pointer == effect_.paging->number_key) return Shape::Source::number;
    if (pointer == effect_.paging->pages_key) return Shape::Source::pages;
    if (pointer == effect_.paging->total_key) return Shape::Source::total;
    return Shape::Source::literal;
  }

  bool of_object(const std::string& pointer) const {
    if (effect_.items && pointer.starts_with(*effect_.items + "/*")) return true;
    return (effect_.action == Action::create || effect_.action == Action::read) && effect_.object &&
           pointer.starts_with(*effect_.object + "/");
  }

  // Does the request concern one object, whose keys the answer may repeat?
  bool names_object() const { return effect_.action == Action::create || !effect_.by.empty(); }

  std::string own_key(const std::string& name) const {
    if (effect_.resource == spec::kNone) return "";
    return contract_.resources[effect_.resource].find(name) != nullptr ? name : "";
  }

  const spec::Key* key_at(const std::string& pointer) const {
    const auto found = std::ranges::find(operation_.keys, pointer, &spec::Key::pointer);
    return found == operation_.keys.end() ? nullptr : &*found;
  }

  const spec::Contract& contract_;
  const spec::Operation& operation_;
  const spec::Effect& effect_;
};

int status_of(const std::string& text) {
  if (text.size() == 3 && text[0] == '2' && text[1] != 'X' && text[1] != 'x')
    return std::stoi(text);
  return 200;
}

}  // namespace

bool looks_like_time(const std::string& text) {
  if (text.size() < 20) return false;
  for (std::size_t at : {0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18}) {
    if (text[at] < '0' || text[at] > '9') return false;
  }
  return text[4] == '-' && text[7] == '-' && (text[10] == 'T' || text[10] == 't') &&
         text[13] == ':' && text[16] == ':';
}

AnswerPlan plan_answer(const spec::Contract& contract, const spec::Operation& operation) {
  AnswerPlan plan;
  for (const spec::Response& response : operation.responses) {
    if (response.status.empty() || (response.status[0] != '2' && response.status != "default"))
      continue;
    plan.status = status_of(response.status);
    if (response.contents.empty()) return plan;
    const spec::Content& content = response.contents.front();
    plan.media_type = content.media_type;
    const Json example =
        content.example.is_null() ? example_of(content.schema, content.schema) : content.example;
    plan.shape = Shaper(contract, operation).shape(example, "", "");
    return plan;
  }
  return plan;
}

Json example_of(const Json& schema, const Json& root, int depth) {
  if (!schema.is_object() || depth > 12) return {};
  for (const char* given : {"example", "default", "const"}) {
    if (const Json* value = schema.find(given)) return *value;
  }
  if (const Json* ref = schema.find("$ref"); ref != nullptr && ref->text().starts_with("#")) {
    const Json* target = root.at_pointer(std::string_view(ref->text()).substr(1));
    return target == nullptr ? Json() : example_of(*target, root, depth + 1);
  }
  if (const Json* members = schema.find("enum"); members != nullptr && !members->items().empty()) {
    return members->items().front();
  }
  for (const char* list : {"allOf", "oneOf", "anyOf"}) {
    const Json* parts = schema.find(list);
    if (parts != nullptr && !parts->items().empty())
      return example_of(parts->items().front(), root, depth + 1);
  }
  const Json* type = schema.find("type");
  if (type != nullptr && type->is_array() && !type->items().empty()) type = &type->items().front();
  const std::string name =
      type == nullptr ? (schema.find("properties") != nullptr ? "object" : "") : type->text();
  if (name == "object") {
    Json out = Json::object();
    if (const Json* properties = schema.find("properties")) {
      for (const auto& [key, part] : properties->members())
        out.set(key, example_of(part, root, depth + 1));
    }
    return out;
  }
  if (name == "array") {
    const Json* items = schema.find("items");
    return Json::array(items == nullptr ? std::vector<Json>{}
                                        : std::vector<Json>{example_of(*items, root, depth + 1)});
  }
  if (name == "boolean") return Json::boolean(false);
  if (name == "integer" || name == "number") {
    const Json* minimum = schema.find("minimum");
    return minimum != nullptr && minimum->is_number() ? *minimum : Json::number(std::int64_t{0});
  }
  if (name != "string") return {};
  const Json* format = schema.find("format");
  if (format != nullptr && format->text().ends_with("date-time"))
    return Json::string("2020-01-01T00:00:00Z");
  if (format != nullptr && format->text() == "email") return Json::string("someone@example.com");
  return Json::string("");
}

}  // namespace assay::runners::mock
