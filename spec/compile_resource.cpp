#include "spec/compile_resource.h"

#include <algorithm>
#include <utility>

namespace assay::spec {
namespace {

// A member that is true or false; `otherwise` if there is none.
bool boolean(Compiling& compiling, const Json& object, const char* name, bool otherwise) {
  const Json* value = member(object, name);
  if (value == nullptr) return otherwise;
  if (!compiling.expect(*value, Json::Kind::boolean, std::string("`") + name + "`"))
    return otherwise;
  return value->as_boolean();
}

void compile_keys(Compiling& compiling, const Json& declaration, Resource& resource) {
  const Json* keys = member(declaration, "keys");
  if (keys == nullptr) {
    compiling.error(declaration.mark, "the resource '" + resource.name + "' has no keys",
                    "write keys: {id: {made-by: server}}");
    return;
  }
  if (!compiling.expect(*keys, Json::Kind::object, "keys of the resource '" + resource.name + "'"))
    return;
  for (const auto& [name, value] : keys->members()) {
    ResourceKey key;
    key.name = name;
    const std::string what = "the key '" + name + "'";
    if (!compiling.expect(value, Json::Kind::object, what)) continue;
    compiling.only_members(value, {"made-by", "unique", "fold-case"}, what);
    const Json* made_by = member(value, "made-by");
    if (made_by == nullptr) {
      compiling.error(value.mark, what + " doesn't say who makes it",
                      "write made-by: server or made-by: client");
    } else if (made_by->text() == "server") {
      key.made_by_server = true;
    } else if (made_by->text() != "client") {
      compiling.error(made_by->mark, "made-by must be 'server' or 'client'");
    }
    key.unique = boolean(compiling, value, "unique", true);
    key.fold_case = boolean(compiling, value, "fold-case", false);
    resource.keys.push_back(std::move(key));
  }
}

std::vector<std::string> names(Compiling& compiling, const Json& declaration, const char* name) {
  std::vector<std::string> out;
  const Json* value = member(declaration, name);
  if (value == nullptr) return out;
  for (auto& [text, mark] : compiling.texts(*value, std::string("`") + name + "`")) {
    if (std::find(out.begin(), out.end(), text) != out.end()) {
      compiling.warning(mark, "'" + text + "' stands twice in `" + name + "`");
    } else {
      out.push_back(std::move(text));
    }
  }
  return out;
}

Resource compile_resource(Compiling& compiling, const std::string& name, const Json& declaration) {
  Resource out;
  out.name = name;
  out.mark = name_mark(declaration);
  compiling.only_members(declaration,
                         {"keys", "statuses", "gone", "constant", "clean-up", "x-assay-keys"},
                         "the resource '" + name + "'");
  compile_keys(compiling, declaration, out);
  out.statuses = names(compiling, declaration, "statuses");
  out.constant = names(compiling, declaration, "constant");
  if (const Json* gone = member(declaration, "gone")) {
    for (auto& [text, mark] : compiling.texts(*gone, "`gone`")) {
      if (std::find(out.statuses.begin(), out.statuses.end(), text) == out.statuses.end()) {
        compiling.unknown(mark, "status", text, "the resource " + name, out.statuses);
      }
      out.gone.push_back(std::move(text));
    }
  }
  return out;
}

}  // namespace

std::vector<Resource> compile_resources(Compiling& compiling) {
  std::vector<Resource> out;
  const Json* all = member(compiling.document(), "x-assay-resources");
  if (all == nullptr || !compiling.expect(*all, Json::Kind::object, "x-assay-resources"))
    return out;
  for (const auto& [name, declaration] : all->members()) {
    if (!compiling.expect(declaration, Json::Kind::object, "the resource '" + name + "'")) continue;
    out.push_back(compile_resource(compiling, name, declaration));
  }
  return out;
}

void settle_clean_up(Compiling& compiling, const std::vector<Operation>& operations,
                     std::vector<Resource>& resources) {
  const Json* all = member(compiling.document(), "x-assay-resources");
  for (std::size_t r = 0; r < resources.size(); ++r) {
    const Json* named = member(member(all, resources[r].name), "clean-up");
    if (named == nullptr || !compiling.expect(*named, Json::Kind::string, "`clean-up`")) continue;
    std::vector<std::string> known;
    std::size_t found = kNone;
    for (std::size_t i = 0; i < operations.size(); ++i) {
      known.push_back(operations[i].id);
      if (operations[i].id == named->text()) found = i;
    }
    if (found == kNone) {
      compiling.unknown(named->mark, "operation", named->text(), "", known);
    } else if (operations[found].effect.action != Action::remove ||
               operations[found].effect.resource != r) {
      compiling.error(named->mark,
                      "'" + named->text() + "' is not declared to remove a " + resources[r].name,
                      "give it x-assay-resource with action: remove");
    } else {
      resources[r].clean_up = found;
    }
  }
}

}  // namespace assay::spec
