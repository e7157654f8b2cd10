#include "spec/compile_keys.h"

#include <utility>

namespace assay::spec {
namespace {

std::optional<KeyRule> compile_rule(Compiling& compiling, const std::string& name,
                                    const Json& entry) {
  const std::string what = "the key '" + name + "' of x-assay-keys";
  if (!compiling.expect(entry, Json::Kind::object, what)) return std::nullopt;
  compiling.only_members(entry, {"volatile", "secret", "attribute", "schema"}, what);
  KeyRule rule;
  rule.name = name;
  rule.mark = name_mark(entry);
  if (const Json* value = member(entry, "volatile")) {
    if (compiling.expect(*value, Json::Kind::boolean, "`volatile`"))
      rule.is_volatile = value->as_boolean();
  }
  if (const Json* value = member(entry, "secret")) {
    if (value->text() == "redact") {
      rule.secrecy = Secrecy::redact;
    } else if (value->text() == "write-only") {
      rule.secrecy = Secrecy::write_only;
    } else if (value->text() == "open") {
      rule.secrecy = Secrecy::open;
    } else {
      compiling.error(value->mark, "`secret` must be 'redact', 'write-only' or 'open'");
    }
  }
  if (const Json* value = entry.find("attribute"); value != nullptr && value->is_null()) {
    rule.attribute = "";
  } else if (value != nullptr) {
    rule.attribute = compiling.text(*value, "`attribute`");
  }
  if (const Json* value = member(entry, "schema")) {
    if (compiling.expect(*value, Json::Kind::object, "`schema`")) rule.schema = value;
  }
  return rule;
}

std::string_view last_token(std::string_view pointer) {
  const std::size_t slash = pointer.find_last_of('/');
  return slash == std::string_view::npos ? std::string_view() : pointer.substr(slash + 1);
}

}  // namespace

KeyRules::KeyRules(Compiling& compiling, const Json* declaration) {
  if (declaration == nullptr || !compiling.expect(*declaration, Json::Kind::object, "x-assay-keys"))
    return;
  for (const auto& [name, entry] : declaration->members()) {
    if (auto rule = compile_rule(compiling, name, entry)) rules_.push_back(std::move(*rule));
  }
}

std::array<KeyRule*, 2> KeyRules::at(std::string_view pointer) {
  std::array<KeyRule*, 2> found{nullptr, nullptr};
  const std::string_view last = last_token(pointer);
  for (KeyRule& rule : rules_) {
    if (rule.name.starts_with('/')) {
      if (rule.name == pointer) found[0] = &rule;
    } else if (!last.empty() && escape_pointer(rule.name) == last) {
      found[1] = &rule;
    }
  }
  return found;
}

std::vector<std::string> shown_objects(const Effect& effect) {
  std::vector<std::string> out;
  if (effect.action == Action::none) return out;
  if (effect.object) out.push_back(*effect.object);
  if (effect.items) out.push_back(*effect.items + "/*");
  return out;
}

void KeyLayers::add(KeyRules* rules, std::optional<std::string> prefix) {
  layers_.push_back({rules, std::move(prefix)});
}

KeyRule KeyLayers::rule_for(const std::string& pointer) {
  KeyRule out;
  for (const Layer& layer : layers_) {
    std::string_view relative = pointer;
    if (layer.prefix) {
      if (!pointer.starts_with(*layer.prefix + "/")) continue;
      relative.remove_prefix(layer.prefix->size());
    }
    for (KeyRule* rule : layer.rules->at(relative)) {
      if (rule == nullptr) continue;
      rule->used = true;
      if (!out.is_volatile) out.is_volatile = rule->is_volatile;
      if (!out.secrecy) out.secrecy = rule->secrecy;
      if (!out.attribute) out.attribute = rule->attribute;
      if (out.schema == nullptr) out.schema = rule->schema;
    }
  }
  return out;
}

}  // namespace assay::spec
