#include "spec/compile_operation.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>
#include <variant>

#include "spec/compile_effect.h"
#include "spec/compile_inputs.h"
#include "spec/compile_refusal.h"
#include "spec/excerpt.h"
#include "spec/suggestion.h"

namespace assay::spec {
namespace {

constexpr std::array<std::string_view, 8> kMethods{"get",     "put",  "post",  "delete",
                                                   "options", "head", "patch", "trace"};

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace

OperationCompiler::OperationCompiler(Compiling& compiling, SchemaCheck& check,
                                     SecurityCompiler& security,
                                     const std::vector<SecurityScheme>& schemes,
                                     const std::vector<Resource>& resources)
    : compiling_(compiling),
      check_(check),
      security_(security),
      schemes_(schemes),
      resources_(resources) {}

std::deque<CompiledOperation> OperationCompiler::compile() {
  const Json* paths = member(compiling_.document(), "paths");
  if (paths == nullptr) {
    compiling_.error(compiling_.document().mark, "the document has no paths",
                     "add paths: {/path: {post: …}}");
    return {};
  }
  if (!compiling_.expect(*paths, Json::Kind::object, "`paths`")) return {};
  for (const auto& [path, value] : paths->members()) {
    if (path.starts_with("x-")) continue;
    if (!path.starts_with("/")) {
      compiling_.error(name_mark(value), "the path '" + path + "' doesn't begin with '/'",
                       "write '/" + path + "'");
      continue;
    }
    const Json* item = compiling_.resolve(&value);
    if (item == nullptr || item->is_null()) continue;
    if (compiling_.expect(*item, Json::Kind::object, "the path " + path)) compile_path(path, *item);
  }
  return std::move(out_);
}

void OperationCompiler::compile_path(const std::string& path, const Json& item) {
  for (const auto& [name, value] : item.members()) {
    const bool is_method = std::find(kMethods.begin(), kMethods.end(), name) != kMethods.end();
    if (is_method) {
      if (compiling_.expect(value, Json::Kind::object, name + " " + path))
        compile_one(name, path, item, value);
      continue;
    }
    static const std::vector<std::string> kOthers{"parameters", "servers", "summary", "description",
                                                  "$ref"};
    if (name.starts_with("x-") || std::find(kOthers.begin(), kOthers.end(), name) != kOthers.end())
      continue;
    const std::string near =
        nearest(name, std::vector<std::string>(kMethods.begin(), kMethods.end()));
    compiling_.error(name_mark(value), "'" + name + "' is no method",
                     near.empty() ? "" : "did you mean '" + near + "'?");
  }
}

void OperationCompiler::compile_one(const std::string& method, const std::string& path,
                                    const Json& item, const Json& node) {
  CompiledOperation compiled;
  compiled.node = &node;
  Operation& out = compiled.operation;
  out.method = upper(method);
  out.path = path;
  out.mark = name_mark(node);
  out.id = method + " " + path;
  name(node, out);
  for (const char* text : {"summary", "description"}) {
    const Json* value = member(node, text);
    if (value != nullptr && value->is_string() && out.summary.empty()) out.summary = value->text();
  }
  const bool sendable = compile_inputs(compiling_, check_, item, node, resources_, out);
  compile_security(node, out);
  drop_credentials(out);
  compile_dependencies(node, out);
  check_conditions(out);
  if (const Json* declaration = member(node, "x-assay-resource")) {
    out.effect = compile_effect(compiling_, *declaration, out, resources_);
  }
  if (const Json* refusal = member(node, "x-assay-refusal"))
    out.refusal = compile_refusal(compiling_, check_, *refusal);
  if (sendable) out_.push_back(std::move(compiled));
}

void OperationCompiler::name(const Json& node, Operation& out) {
  const Json* id = member(node, "operationId");
  if (id == nullptr) return;
  if (!id->is_string() || id->text().empty()) {
    compiling_.error(id->mark, "operationId must be a text that is not empty");
    return;
  }
  out.id = id->text();
  const auto [at, is_new] = ids_.emplace(out.id, id->mark);
  if (!is_new) {
    compiling_.error(id->mark,
                     "the operationId '" + out.id + "' stands twice, first in line " +
                         std::to_string(at->second.line),
                     "give one of them another name");
  }
}

void OperationCompiler::compile_security(const Json& node, Operation& out) {
  const Json* own = node.find("security");
  const Json* security = own != nullptr ? own : compiling_.document().find("security");
  if (security != nullptr && security->is_null()) security = nullptr;
  out.security = security_.requirement(security, schemes_);
  out.unsent_credentials = out.security.empty() && SecurityCompiler::needs_some(security);
}

// A form field that carries a credential is no field any more.
void OperationCompiler::drop_credentials(Operation& out) {
  for (const auto& alternative : out.security) {
    for (const std::size_t scheme : alternative) {
      if (schemes_[scheme].kind != SecurityScheme::Kind::form) continue;
      std::erase_if(out.fields, [&](const Field& field) {
        return field.place == Place::body && field.name == schemes_[scheme].parameter;
      });
    }
  }
}

void OperationCompiler::compile_dependencies(const Json& node, Operation& out) {
  const Json* declaration = member(node, "x-dependencies");
  if (declaration == nullptr) return;
  std::vector<const Json*> texts;
  if (declaration->is_array()) {
    for (const Json& item : declaration->items()) texts.push_back(&item);
  } else {
    texts.push_back(declaration);
  }
  std::vector<std::string> known;
  for (const Field& field : out.fields) known.push_back(field.name);
  for (const Json* text : texts) {
    if (!compiling_.expect(*text, Json::Kind::string, "x-dependencies")) continue;
    auto parsed = parse_idl(text->text());
    if (const auto* error = std::get_if<IdlError>(&parsed)) {
      compiling_.error(text->mark,
                       error->what + " at character " + std::to_string(error->offset + 1) + " of " +
                           excerpt(text->text(), error->offset),
                       error->hint);
      continue;
    }
    for (Dependency& dependency : std::get<std::vector<Dependency>>(parsed)) {
      for (const std::string& field : fields_of(dependency.rule)) {
        if (out.find(field) == nullptr)
          compiling_.unknown(text->mark, "field", field, "the operation " + out.id, known);
      }
      dependency.mark = text->mark;
      out.dependencies.push_back(std::move(dependency));
    }
  }
}

void OperationCompiler::check_conditions(const Operation& out) {
  std::vector<std::string> known;
  for (const Field& field : out.fields) known.push_back(field.name);
  for (const Field& field : out.fields) {
    for (const ConditionalDefault& rule : field.conditional_defaults) {
      for (const std::string& name : fields_of(rule.when)) {
        if (out.find(name) == nullptr) {
          compiling_.unknown(
              field.mark, "field", name,
              "the operation " + out.id + " (x-assay-default of '" + field.name + "')", known);
        }
      }
    }
  }
}

}  // namespace assay::spec
