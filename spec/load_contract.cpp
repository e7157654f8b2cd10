#include <deque>
#include <utility>

#include "spec/check_extensions.h"
#include "spec/compile_answers.h"
#include "spec/compile_effect.h"
#include "spec/compile_operation.h"
#include "spec/compile_refusal.h"
#include "spec/compile_resource.h"
#include "spec/compile_security.h"
#include "spec/compiling.h"
#include "spec/load.h"
#include "spec/schema_check.h"

namespace assay::spec {
namespace {

// True if it is a document that we can read.
bool check_version(Compiling& compiling) {
  const Json& document = compiling.document();
  if (!compiling.expect(document, Json::Kind::object, "an OpenAPI document")) return false;
  if (const Json* swagger = member(document, "swagger")) {
    compiling.error(name_mark(*swagger), "this is a Swagger " + swagger->text() + " document",
                    "convert it to OpenAPI 3.0");
    return false;
  }
  const Json* version = member(document, "openapi");
  if (version == nullptr) {
    compiling.error(document.mark, "this is no OpenAPI document: it has no member 'openapi'",
                    "begin with openapi: 3.0.3");
    return false;
  }
  if (!form_text(*version)) {
    compiling.error(version->mark, "`openapi` must be a version, not " + kind_name(version->kind()),
                    "write openapi: 3.0.3");
    return false;
  }
  const std::string text = *form_text(*version);
  if (text.starts_with("3.0") || text.starts_with("3.1")) return true;
  compiling.error(version->mark, "OpenAPI '" + text + "' is not supported",
                  "convert it to OpenAPI 3.0");
  return false;
}

std::string text_of(const Json* object, std::string_view name) {
  const Json* value = member(object, name);
  return value == nullptr ? std::string() : form_text(*value).value_or("");
}

// The URL with the default values of its variables.
std::string server_url(Compiling& compiling, const Json& server) {
  std::string url = text_of(&server, "url");
  const Json* variables = member(server, "variables");
  for (std::size_t open = url.find('{'); open != std::string::npos; open = url.find('{', open)) {
    const std::size_t close = url.find('}', open);
    if (close == std::string::npos) break;
    const std::string name = url.substr(open + 1, close - open - 1);
    const Json* variable = member(variables, name);
    if (variable == nullptr || member(variable, "default") == nullptr) {
      compiling.warning(server.mark, "the server variable '" + name + "' has no default",
                        "add it to `variables`");
      open = close;
      continue;
    }
    const std::string value = text_of(variable, "default");
    url.replace(open, close - open + 1, value);
    open += value.size();
  }
  return url;
}

void compile_head(Compiling& compiling, Contract& out) {
  const Json& document = compiling.document();
  out.title = text_of(member(document, "info"), "title");
  out.version = text_of(member(document, "info"), "version");
  if (member(document, "info") == nullptr) {
    compiling.warning(document.mark, "the document has no `info`",
                      "add info: {title: …, version: …}");
  }
  const Json* servers = member(document, "servers");
  if (servers == nullptr || !compiling.expect(*servers, Json::Kind::array, "`servers`")) return;
  for (const Json& server : servers->items()) {
    if (!compiling.expect(server, Json::Kind::object, "each of `servers`")) continue;
    if (member(server, "url") == nullptr) {
      compiling.error(server.mark, "a server has no url", "add url: https://…");
    } else {
      out.servers.push_back(server_url(compiling, server));
    }
  }
}

void compile(Compiling& compiling, Contract& out) {
  if (!check_version(compiling)) return;
  check_extensions(compiling);
  compile_head(compiling, out);
  SchemaCheck check(compiling);
  SecurityCompiler security(compiling);
  out.schemes = security.schemes();
  out.resources = compile_resources(compiling);
  if (const Json* refusal = member(compiling.document(), "x-assay-refusal")) {
    out.refusal = compile_refusal(compiling, check, *refusal);
  }
  auto operations =
      OperationCompiler(compiling, check, security, out.schemes, out.resources).compile();
  for (CompiledOperation& one : operations) out.operations.push_back(std::move(one.operation));
  std::vector<AnswerSource> sources;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    sources.push_back({&out.operations[i], operations[i].node});
  }
  AnswerCompiler(compiling, check, out.resources).compile(sources);
  settle_clean_up(compiling, out.operations, out.resources);
  check_effects(compiling, out.operations, out.resources);
}

}  // namespace

LoadedContract load_contract(const Source& document, const std::vector<Source>& overlays) {
  LoadedContract out;
  LoadedDocument loaded = load_document(document, overlays);
  out.complaints = std::move(loaded.complaints);
  // With a wrong reference there will be no contract, but what else is wrong is told all the same.
  std::optional<Json>& root = loaded.document ? loaded.document : loaded.draft;
  if (root) {
    Contract contract;
    contract.files = loaded.files;
    Compiling compiling(*root, loaded.files, out.complaints);
    compile(compiling, contract);
    if (!has_errors(out.complaints)) {
      contract.document = std::move(*root);
      out.contract = std::move(contract);
    }
  }
  tidy(out.complaints);
  return out;
}

}  // namespace assay::spec
