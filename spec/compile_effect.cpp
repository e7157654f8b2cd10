#include "spec/compile_effect.h"

#include <algorithm>
#include <array>
#include <utility>

namespace assay::spec {
namespace {

constexpr std::array<std::pair<std::string_view, Action>, 8> kActions{{
    {"create", Action::create},
    {"read", Action::read},
    {"list", Action::list},
    {"update", Action::update},
    {"remove", Action::remove},
    {"exists", Action::exists},
    {"check", Action::check},
    {"act", Action::act},
}};

class EffectCompiler {
 public:
  EffectCompiler(Compiling& compiling, const Json& declaration, const Operation& operation,
                 const std::vector<Resource>& resources)
      : compiling_(compiling),
        declaration_(declaration),
        operation_(operation),
        resources_(resources) {
    for (const Field& field : operation.fields) fields_.push_back(field.name);
  }

  Effect compile() {
    effect_.mark = name_mark(declaration_);
    if (!compiling_.expect(declaration_, Json::Kind::object, "x-assay-resource")) return effect_;
    compiling_.only_members(declaration_,
                            {"resource", "action", "by", "wins", "requires", "sets", "clears",
                             "gives", "selects", "changes", "shows", "paging"},
                            "x-assay-resource");
    const bool known_resource = read_resource();
    if (!read_action() || !known_resource) return Effect{};
    read_by();
    read_wins();
    read_requires();
    read_sets();
    read_clears();
    read_gives();
    read_selects();
    if (const Json* changes = member(declaration_, "changes")) {
      for (auto& [name, mark] : compiling_.texts(*changes, "`changes`"))
        effect_.changes.push_back(name);
    }
    read_shows();
    read_paging();
    check_action();
    return std::move(effect_);
  }

 private:
  const Resource& resource() const { return resources_[effect_.resource]; }

  std::string where() const { return "the operation " + operation_.id; }

  bool read_resource() {
    const Json* name = member(declaration_, "resource");
    if (name == nullptr) {
      compiling_.error(declaration_.mark, "x-assay-resource names no resource",
                       "write resource: NAME");
      return false;
    }
    std::vector<std::string> known;
    for (std::size_t i = 0; i < resources_.size(); ++i) {
      known.push_back(resources_[i].name);
      if (resources_[i].name == name->text()) effect_.resource = i;
    }
    if (effect_.resource != kNone) return true;
    compiling_.unknown(name->mark, "resource", name->text(), "x-assay-resources", known);
    return false;
  }

  bool read_action() {
    const Json* name = member(declaration_, "action");
    if (name == nullptr) {
      compiling_.error(declaration_.mark, "x-assay-resource names no action",
                       "write action: create, read, list, update, remove, exists, check or act");
      return false;
    }
    std::vector<std::string> known;
    for (const auto& [text, action] : kActions) {
      known.emplace_back(text);
      if (text == name->text()) effect_.action = action;
    }
    if (effect_.action != Action::none) return true;
    compiling_.unknown(name->mark, "action", name->text(), "", known);
    return false;
  }

  // A text; complains of anything else.
  std::string name(const Json& value, const std::string& what) {
    return compiling_.expect(value, Json::Kind::string, what) ? value.text() : std::string();
  }

  // Complains if the operation has no such field.
  bool check_field(const std::string& name, const Mark& mark) {
    if (name.empty() || operation_.find(name) != nullptr) return true;
    compiling_.unknown(mark, "field", name, where(), fields_);
    return false;
  }

  void check_status(const std::string& name, const Mark& mark) {
    const auto& known = resource().statuses;
    if (std::find(known.begin(), known.end(), name) != known.end()) return;
    compiling_.unknown(mark, "status", name, "the resource " + resource().name, known);
  }

  void read_by() {
    const Json* by = member(declaration_, "by");
    if (by == nullptr) return;
    std::vector<std::string> keys;
    for (const ResourceKey& key : resource().keys) keys.push_back(key.name);
    const auto add = [&](const Json& entry) {
      const Json* field = entry.is_object() ? member(entry, "field") : &entry;
      const Json* key = entry.is_object() ? member(entry, "key") : &entry;
      if (entry.is_object()) compiling_.only_members(entry, {"field", "key"}, "each of `by`");
      if (field == nullptr) {
        compiling_.error(entry.mark, "each of `by` must name a field", "write {field: …, key: …}");
        return;
      }
      if (key == nullptr) key = field;
      const auto field_name = compiling_.text(*field, "`field`");
      const auto key_name = compiling_.text(*key, "`key`");
      if (!field_name || !key_name) return;
      check_field(*field_name, field->mark);
      if (resource().find(*key_name) == nullptr) {
        compiling_.unknown(key->mark, "key", *key_name, "the resource " + resource().name, keys);
      }
      effect_.by.push_back({*field_name, *key_name});
    };
    if (by->is_array()) {
      for (const Json& entry : by->items()) add(entry);
    } else {
      add(*by);
    }
  }

  void read_wins() {
    const Json* wins = member(declaration_, "wins");
    if (wins == nullptr) return;
    effect_.wins = name(*wins, "`wins`");
    std::vector<std::string> known;
    for (const KeyField& by : effect_.by) known.push_back(by.field);
    if (std::find(known.begin(), known.end(), effect_.wins) == known.end()) {
      compiling_.unknown(wins->mark, "field", effect_.wins, "`by`", known);
    }
  }

  // A map of property -> text.
  void read_properties(const Json& map, const std::string& name,
                       std::vector<std::pair<std::string, std::string>>& out) {
    if (!compiling_.expect(map, Json::Kind::object, name)) return;
    for (const auto& [property, value] : map.members()) {
      if (const auto text = compiling_.text(value, "`" + property + "`"))
        out.emplace_back(property, *text);
    }
  }

  void read_requires() {
    const Json* requirement = member(declaration_, "requires");
    if (requirement == nullptr) return;
    const Json* statuses = requirement;
    if (requirement->is_object()) {
      compiling_.only_members(*requirement, {"status", "given"}, "`requires`");
      statuses = member(requirement, "status");
      if (const Json* given = member(requirement, "given")) {
        read_properties(*given, "`given`", effect_.requires_given);
      }
    }
    if (statuses == nullptr) return;
    for (auto& [name, mark] : compiling_.texts(*statuses, "`requires`")) {
      check_status(name, mark);
      effect_.requires_status.push_back(name);
    }
  }

  void read_sets() {
    const Json* sets = member(declaration_, "sets");
    if (sets == nullptr || !compiling_.expect(*sets, Json::Kind::object, "`sets`")) return;
    compiling_.only_members(*sets, {"status", "relation", "field", "attributes"}, "`sets`");
    if (const Json* status = member(sets, "status")) {
      effect_.sets_status = name(*status, "`status`");
      check_status(effect_.sets_status, status->mark);
    }
    if (member(sets, "relation") != nullptr) {
      effect_.sets_relation = relation(*sets);
      if (effect_.sets_relation->field.empty()) {
        compiling_.error(sets->mark, "`sets` doesn't say which field names the other object",
                         "add field: NAME");
      }
    } else if (const Json* field = member(sets, "field")) {
      compiling_.error(field->mark, "`field` belongs to a relation, but there is none",
                       "add relation: NAME");
    }
    const Json* attributes = member(sets, "attributes");
    if (attributes == nullptr ||
        !compiling_.expect(*attributes, Json::Kind::object, "`attributes`"))
      return;
    for (const auto& [field, attribute] : attributes->members()) {
      check_field(field, name_mark(attribute));
      if (attribute.is_null()) {
        effect_.sets.emplace_back(field, "");
      } else if (const auto name = compiling_.text(attribute, "`" + field + "`")) {
        effect_.sets.emplace_back(field, *name);
      }
    }
  }

  RelationEffect relation(const Json& declaration) {
    RelationEffect out;
    out.name = name(*member(declaration, "relation"), "`relation`");
    if (const Json* field = member(declaration, "field")) {
      out.field = name(*field, "`field`");
      check_field(out.field, field->mark);
    }
    return out;
  }

  void read_clears() {
    const Json* clears = member(declaration_, "clears");
    if (clears == nullptr || !compiling_.expect(*clears, Json::Kind::object, "`clears`")) return;
    compiling_.only_members(*clears, {"relation", "field"}, "`clears`");
    if (member(clears, "relation") == nullptr) {
      compiling_.error(clears->mark, "`clears` names no relation", "write {relation: NAME}");
      return;
    }
    effect_.clears_relation = relation(*clears);
  }

  void read_gives() {
    const Json* gives = member(declaration_, "gives");
    if (gives != nullptr) read_properties(*gives, "`gives`", effect_.gives);
  }

  void read_selects() {
    const Json* selects = member(declaration_, "selects");
    if (selects == nullptr || !compiling_.expect(*selects, Json::Kind::object, "`selects`")) return;
    for (const auto& [name, value] : selects->members()) {
      Selector selector;
      selector.field = name;
      check_field(name, name_mark(value));
      if (value.is_object()) {
        read_properties(value, "`" + name + "`", selector.by_status);
        for (const auto& [status, text] : value.members()) check_status(status, name_mark(text));
      } else if (value.is_string()) {
        selector.given = value.text();
      } else {
        compiling_.error(value.mark, "`" + name +
                                         "` must be a mapping from statuses to values, or the name "
                                         "of what a creation gives");
      }
      effect_.selectors.push_back(std::move(selector));
    }
  }

  std::string pointer(const Json& value, const std::string& name) {
    const auto text = compiling_.text(value, name);
    if (!text) return {};
    if (!text->empty() && text->front() != '/') {
      compiling_.error(value.mark, name + " must be a JSON pointer, not '" + *text + "'",
                       "write '/" + *text + "'");
    }
    return *text;
  }

  void read_shows() {
    if (effect_.action == Action::create || effect_.action == Action::read) effect_.object = "";
    const Json* shows = member(declaration_, "shows");
    if (shows == nullptr || !compiling_.expect(*shows, Json::Kind::object, "`shows`")) return;
    compiling_.only_members(*shows, {"object", "items", "status", "relation", "flag", "positive"},
                            "`shows`");
    if (const Json* object = member(shows, "object")) effect_.object = pointer(*object, "`object`");
    if (const Json* items = member(shows, "items")) effect_.items = pointer(*items, "`items`");
    if (const Json* statuses = member(shows, "status")) {
      for (auto& [name, mark] : compiling_.texts(*statuses, "`status`")) {
        check_status(name, mark);
        effect_.shows_status.push_back(name);
      }
    }
    if (const Json* relation = member(shows, "relation"))
      effect_.shows_relation = name(*relation, "`relation`");
    if (const Json* flag = member(shows, "flag")) effect_.flag = pointer(*flag, "`flag`");
    if (const Json* positive = member(shows, "positive"))
      effect_.positive = pointer(*positive, "`positive`");
  }

  void read_paging() {
    const Json* paging = member(declaration_, "paging");
    if (paging == nullptr || !compiling_.expect(*paging, Json::Kind::object, "`paging`")) return;
    compiling_.only_members(*paging, {"size", "number", "shows"}, "`paging`");
    Paging out;
    for (const auto& [key, field] :
         {std::pair{"size", &out.size_field}, std::pair{"number", &out.number_field}}) {
      const Json* value = member(paging, key);
      if (value == nullptr) continue;
      *field = name(*value, "a field of `paging`");
      check_field(*field, value->mark);
    }
    const Json* shows = member(paging, "shows");
    if (shows != nullptr && compiling_.expect(*shows, Json::Kind::object, "`shows`")) {
      compiling_.only_members(*shows, {"size", "number", "pages", "total"}, "`shows` of `paging`");
      for (const auto& [name, key] :
           {std::pair{"size", &out.size_key}, std::pair{"number", &out.number_key},
            std::pair{"pages", &out.pages_key}, std::pair{"total", &out.total_key}}) {
        if (const Json* value = member(shows, name))
          *key = pointer(*value, std::string("`") + name + "`");
      }
    }
    effect_.paging = std::move(out);
  }

  // What an action can't do without.
  void check_action() {
    const auto lacks = [&](const std::string& what, const std::string& hint) {
      compiling_.error(declaration_.mark, "x-assay-resource of " + operation_.id + " " + what,
                       hint);
    };
    const Action action = effect_.action;
    const bool names_one = action == Action::read || action == Action::update ||
                           action == Action::remove || action == Action::act ||
                           action == Action::exists || action == Action::check;
    if (names_one && effect_.by.empty()) {
      lacks("doesn't say which field names the object", "add by: [FIELD]");
    }
    if (action == Action::list && !effect_.items) {
      lacks("doesn't say where the list stands in the answer", "add shows: {items: /POINTER}");
    }
    if (action == Action::exists && effect_.flag.empty()) {
      lacks("doesn't say where the answer is", "add shows: {flag: /POINTER}");
    }
    if (action == Action::check && effect_.positive.empty()) {
      lacks("doesn't say where the answer is", "add shows: {positive: /POINTER}");
    }
    if (!effect_.gives.empty() && action != Action::create) {
      lacks("gives properties, but creates nothing", "`gives` belongs to action: create");
    }
  }

  Compiling& compiling_;
  const Json& declaration_;
  const Operation& operation_;
  const std::vector<Resource>& resources_;
  std::vector<std::string> fields_;
  Effect effect_;
};

}  // namespace

Effect compile_effect(Compiling& compiling, const Json& declaration, const Operation& operation,
                      const std::vector<Resource>& resources) {
  return EffectCompiler(compiling, declaration, operation, resources).compile();
}

}  // namespace assay::spec
