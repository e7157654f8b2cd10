#include "spec/compile_inputs.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "spec/compile_field.h"
#include "spec/flatten.h"
#include "spec/media_type.h"
#include "spec/suggestion.h"

namespace assay::spec {
namespace {

class InputCompiler {
 public:
  InputCompiler(Compiling& compiling, SchemaCheck& check, const std::vector<Resource>& resources,
                Operation& out)
      : compiling_(compiling), check_(check), resources_(resources), out_(out) {}

  void parameters(const Json& item, const Json& node) {
    read_parameters(member(item, "parameters"), path_level_);
    read_parameters(member(node, "parameters"), own_);
    for (const Json* parameter : path_level_) {
      const bool overridden = std::any_of(own_.begin(), own_.end(), [&](const Json* other) {
        return same_member(*parameter, *other, "name") && same_member(*parameter, *other, "in");
      });
      if (!overridden) own_.push_back(parameter);
    }
    for (const Json* parameter : own_) compile_parameter(*parameter);
    check_path();
  }

  bool body(const Json& node) {
    const Json* body = compiling_.resolve(member(node, "requestBody"));
    if (body == nullptr || !compiling_.expect(*body, Json::Kind::object, "`requestBody`"))
      return true;
    if (out_.method == "GET" || out_.method == "HEAD" || out_.method == "TRACE") {
      compiling_.warning(body->mark, "a " + out_.method + " request has no body", "it is not sent");
      return true;
    }
    if (const Json* required = member(body, "required")) {
      if (compiling_.expect(*required, Json::Kind::boolean, "`required`"))
        out_.body_required = required->as_boolean();
    }
    const Json* content = member(body, "content");
    if (content == nullptr) {
      compiling_.error(body->mark, "the request body of " + out_.id + " has no content",
                       "add content: {application/x-www-form-urlencoded: …}");
      return true;
    }
    if (!compiling_.expect(*content, Json::Kind::object, "`content`")) return true;
    std::string others;
    for (const auto& [media_type, value] : content->members()) {
      if (bare_media_type(media_type) == kFormMediaType) {
        out_.media_type = kFormMediaType;
        if (compiling_.expect(value, Json::Kind::object, "the content " + media_type)) form(value);
        return true;
      }
      others += (others.empty() ? "" : ", ") + media_type;
    }
    if (others.empty()) return true;
    compiling_.warning(content->mark,
                       "the body of " + out_.id + " is not a form (" + others + "): it is left out",
                       "assay writes application/x-www-form-urlencoded only");
    return false;
  }

 private:
  static bool same_member(const Json& a, const Json& b, std::string_view name) {
    const Json* left = member(a, name);
    const Json* right = member(b, name);
    return left != nullptr && right != nullptr && *left == *right;
  }

  void read_parameters(const Json* list, std::vector<const Json*>& out) {
    if (list == nullptr || !compiling_.expect(*list, Json::Kind::array, "`parameters`")) return;
    for (const Json& entry : list->items()) {
      const Json* parameter = compiling_.resolve(&entry);
      if (parameter == nullptr || !compiling_.expect(*parameter, Json::Kind::object, "a parameter"))
        continue;
      const bool repeated = std::any_of(out.begin(), out.end(), [&](const Json* other) {
        return same_member(*parameter, *other, "name") && same_member(*parameter, *other, "in");
      });
      if (repeated) {
        compiling_.error(entry.mark,
                         "the parameter '" + member(parameter, "name")->text() + "' stands twice",
                         "remove one of them");
      } else {
        out.push_back(parameter);
      }
    }
  }

  void compile_parameter(const Json& parameter) {
    const Json* name = member(parameter, "name");
    const Json* place = member(parameter, "in");
    if (name == nullptr || name->text().empty() || place == nullptr) {
      compiling_.error(parameter.mark,
                       std::string("a parameter of ") + out_.id + " has no " +
                           (place == nullptr ? "'in'" : "'name'"),
                       "write {name: …, in: query, schema: …}");
      return;
    }
    FieldSource source;
    source.name = name->text();
    source.mark = name->mark;
    source.holder = &parameter;
    static const std::pair<std::string_view, Place> kPlaces[] = {{"query", Place::query},
                                                                 {"path", Place::path},
                                                                 {"header", Place::header},
                                                                 {"cookie", Place::cookie}};
    const auto* at = std::find_if(std::begin(kPlaces), std::end(kPlaces),
                                  [&](const auto& one) { return one.first == place->text(); });
    if (at == std::end(kPlaces)) {
      compiling_.unknown(place->mark, "place", place->text(), "`in`",
                         {"query", "path", "header", "cookie"});
      return;
    }
    source.place = at->second;
    if (source.place == Place::header && is_ours(source.name)) {
      compiling_.warning(source.mark, "the header '" + source.name + "' is no parameter",
                         "OpenAPI says it with content, responses or security");
      return;
    }
    if (const Json* required = member(parameter, "required")) {
      if (compiling_.expect(*required, Json::Kind::boolean, "`required`"))
        source.required = required->as_boolean();
    }
    if (source.place == Place::path && !source.required) {
      compiling_.error(source.mark, "the path parameter '" + source.name + "' must be required",
                       "add required: true");
    }
    if (const Json* text = member(parameter, "description")) source.description = text->text();
    source.schema = member(parameter, "schema");
    if (source.schema == nullptr) {
      compiling_.warning(source.mark, "the parameter '" + source.name + "' has no schema",
                         "any text is taken to be valid");
    }
    add(source);
  }

  static bool is_ours(std::string name) {
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return name == "accept" || name == "content-type" || name == "authorization";
  }

  void add(const FieldSource& source) {
    auto field = compile_field(compiling_, check_, source, resources_);
    if (!field) return;
    if (out_.find(field->name) != nullptr) {
      compiling_.warning(source.mark, "'" + field->name + "' names two inputs of " + out_.id,
                         "only the first is sent");
      return;
    }
    out_.fields.push_back(std::move(*field));
  }

  // Every {name} of the path needs a parameter, and the other way round.
  void check_path() {
    std::vector<std::string> names;
    for (std::size_t open = out_.path.find('{'); open != std::string::npos;
         open = out_.path.find('{', open + 1)) {
      const std::size_t close = out_.path.find('}', open);
      if (close == std::string::npos) {
        compiling_.error(out_.mark, "the '{' in the path " + out_.path + " is not closed",
                         "write {name}");
        break;
      }
      names.push_back(out_.path.substr(open + 1, close - open - 1));
    }
    for (const std::string& name : names) {
      const Field* field = out_.find(name);
      if (field == nullptr || field->place != Place::path) {
        compiling_.error(out_.mark, "the path " + out_.path + " has no parameter '" + name + "'",
                         "add {name: " + name + ", in: path, required: true, schema: …}");
      }
    }
    for (const Field& field : out_.fields) {
      if (field.place != Place::path ||
          std::find(names.begin(), names.end(), field.name) != names.end())
        continue;
      compiling_.unknown(field.mark, "'{…}' for the parameter", field.name, "the path " + out_.path,
                         names);
    }
  }

  void form(const Json& content) {
    const Json* schema = member(content, "schema");
    if (schema == nullptr) {
      compiling_.warning(content.mark, "the form of " + out_.id + " has no schema",
                         "it is sent without fields");
      return;
    }
    check_.check(*schema);
    const Flat flat = flatten(compiling_, *schema);
    const Json* type = member(flat.schema, "type");
    if (type != nullptr && type->is_string() && type->text() != "object") {
      compiling_.error(type->mark, "a form must be an object, not " + type->text(),
                       "write type: object with properties");
    }
    if (flat.is_partial && !alternatives(flat.schema)) {
      compiling_.warning(schema->mark,
                         "the form of " + out_.id + " has alternatives that assay doesn't follow",
                         "say with x-dependencies which fields belong together");
    }
    const Json* properties = member(flat.schema, "properties");
    const Json* required = member(flat.schema, "required");
    std::vector<std::string> names;
    if (properties != nullptr && properties->is_object()) {
      for (const auto& [name, property] : properties->members()) names.push_back(name);
    }
    check_required(required, names);
    if (properties == nullptr || !properties->is_object()) return;
    for (const auto& [name, property] : properties->members()) {
      if (!property.is_object() && !property.is_boolean()) continue;  // SchemaCheck has complained
      FieldSource source;
      source.name = name;
      source.place = Place::body;
      source.schema = &property;
      source.mark = name_mark(property);
      source.required =
          required != nullptr &&
          std::any_of(required->items().begin(), required->items().end(),
                      [&](const Json& one) { return one.is_string() && one.text() == name; });
      add(source);
    }
  }

  void check_required(const Json* required, const std::vector<std::string>& names) {
    if (required == nullptr || !required->is_array()) return;
    for (const Json& name : required->items()) {
      if (!name.is_string() || std::find(names.begin(), names.end(), name.text()) != names.end())
        continue;
      compiling_.error(name.mark,
                       "required names '" + name.text() + "', but there is no such property",
                       suggestion(name.text(), names));
    }
  }

  // anyOf or oneOf of nothing but `required` lists is a dependency: Or(a, b AND c).
  bool alternatives(const Json& schema) {
    if (schema.find("not") != nullptr) return false;
    bool all_read = true;
    for (const auto& [keyword, kind, name] :
         {std::tuple{"anyOf", Predicate::Kind::any_of, "Or"},
          std::tuple{"oneOf", Predicate::Kind::one_of, "OnlyOne"}}) {
      const Json* parts = member(schema, keyword);
      if (parts == nullptr) continue;
      Dependency dependency;
      dependency.mark = parts->mark;
      dependency.rule.kind = kind;
      for (const Json& part : parts->items()) {
        auto predicate = only_required(part);
        if (!predicate) all_read = false;
        if (predicate) dependency.rule.parts.push_back(std::move(*predicate));
        dependency.text += (dependency.text.empty() ? "" : ", ") + text_;
      }
      if (!all_read || dependency.rule.parts.size() < 2) return false;
      dependency.text = std::string(name) + "(" + dependency.text + ")";
      out_.dependencies.push_back(std::move(dependency));
    }
    return all_read;
  }

  std::optional<Predicate> only_required(const Json& part) {
    text_.clear();
    const Json* required = member(part, "required");
    if (required == nullptr || !required->is_array() || required->items().empty() ||
        part.members().size() != 1)
      return std::nullopt;
    Predicate out;
    out.kind = Predicate::Kind::both;
    for (const Json& name : required->items()) {
      Predicate present;
      present.field = name.text();
      out.parts.push_back(present);
      text_ += (text_.empty() ? "" : " AND ") + name.text();
    }
    if (out.parts.size() == 1) return out.parts.front();
    return out;
  }

  Compiling& compiling_;
  SchemaCheck& check_;
  const std::vector<Resource>& resources_;
  Operation& out_;
  std::vector<const Json*> path_level_, own_;
  std::string text_;  // of the last alternative, in IDL
};

}  // namespace

bool compile_inputs(Compiling& compiling, SchemaCheck& check, const Json& item, const Json& node,
                    const std::vector<Resource>& resources, Operation& out) {
  InputCompiler compiler(compiling, check, resources, out);
  compiler.parameters(item, node);
  return compiler.body(node);
}

}  // namespace assay::spec
