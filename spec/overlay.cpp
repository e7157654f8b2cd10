#include "spec/overlay.h"

#include <optional>
#include <string_view>
#include <unordered_set>

#include "spec/excerpt.h"
#include "spec/json_path.h"
#include "spec/json_size.h"
#include "spec/suggestion.h"

namespace assay::spec {
namespace {

constexpr std::size_t kMostDepth = 256;  // of a document that has been read
constexpr std::size_t kMostAdded =
    250'000;  // values; an overlay may double a document in each line

void merge(const Json& update, Json& target) {
  if (update.is_object() && target.is_object()) {
    for (const auto& [name, value] : update.members()) {
      if (Json* there = target.find(name)) {
        merge(value, *there);
      } else {
        target.members().emplace_back(name, value);
      }
    }
  } else if (update.is_array() && target.is_array()) {
    target.items().insert(target.items().end(), update.items().begin(), update.items().end());
  } else {
    target = update;
  }
}

void remove_marked(const std::unordered_set<const Json*>& doomed, Json& from) {
  // Those that stay move, so that all are told apart before any moves.
  std::vector<Json> items;
  for (Json& item : from.items()) {
    if (doomed.count(&item) != 0) continue;
    remove_marked(doomed, item);
    items.push_back(std::move(item));
  }
  from.items() = std::move(items);
  std::vector<Json::Member> members;
  for (Json::Member& member : from.members()) {
    if (doomed.count(&member.second) != 0) continue;
    remove_marked(doomed, member.second);
    members.push_back(std::move(member));
  }
  from.members() = std::move(members);
}

class Application {
 public:
  Application(const std::string& name, Json& document, std::vector<Complaint>& complaints)
      : name_(name), document_(document), complaints_(complaints) {}

  void apply(const Json& overlay) {
    if (!overlay.is_object()) {
      error(overlay.mark, "an overlay is a mapping, not " + kind_name(overlay.kind()),
            "begin with 'overlay: 1.0.0'");
      return;
    }
    check_keys(overlay, {"overlay", "info", "extends", "actions"}, "an overlay");
    check_version(overlay);
    check_info(overlay);
    const Json* actions = overlay.find("actions");
    if (actions == nullptr) {
      error(overlay.mark, "the overlay has no 'actions'", "list at least one");
      return;
    }
    if (!actions->is_array() || actions->items().empty()) {
      error(place(*actions), "'actions' must be a list of at least one action");
      return;
    }
    for (const Json& action : actions->items()) apply_action(action);
  }

 private:
  void error(const Mark& mark, std::string what, std::string hint = {}) {
    complaints_.push_back(
        {Severity::error, name_, mark.line, mark.column, std::move(what), std::move(hint)});
  }

  // Where a member's complaint belongs: its value, or its key if there is nothing to see.
  static Mark place(const Json& json) { return json.mark.known() ? json.mark : json.key_mark; }

  void check_keys(const Json& object, const std::vector<std::string>& known,
                  const std::string& of) {
    for (const auto& [key, value] : object.members()) {
      bool fine = key.starts_with("x-");
      for (const std::string& name : known) fine = fine || key == name;
      if (!fine)
        error(value.key_mark, "unknown key '" + key + "' in " + of, suggestion(key, known));
    }
  }

  void check_version(const Json& overlay) {
    const Json* version = overlay.find("overlay");
    if (version == nullptr) {
      error(overlay.mark, "this is no overlay: it has no 'overlay' key",
            "begin with 'overlay: 1.0.0'");
    } else if (!version->is_string()) {
      error(place(*version), "'overlay' must be a version as text", "write 1.0.0");
    } else if (!version->text().starts_with("1.0.") && !version->text().starts_with("1.1.")) {
      error(place(*version), "overlay version '" + version->text() + "' is not known",
            "known: 1.0.0");
    }
  }

  void check_info(const Json& overlay) {
    const Json* info = overlay.find("info");
    if (info == nullptr || !info->is_object()) {
      error(info == nullptr ? overlay.mark : place(*info), "the overlay needs an 'info' mapping",
            "give it a title and a version");
      return;
    }
    for (const char* key : {"title", "version"}) {
      const Json* value = info->find(key);
      if (value == nullptr || !value->is_string()) {
        error(value == nullptr ? info->key_mark : place(*value),
              "'info' needs a '" + std::string(key) + "', as text",
              value == nullptr ? "" : "put it in quotes");
      }
    }
  }

  void apply_action(const Json& action) {
    if (!action.is_object()) {
      error(action.mark, "an action is a mapping, not " + kind_name(action.kind()),
            "give it a 'target' and an 'update' or 'remove: true'");
      return;
    }
    check_keys(action, {"target", "description", "update", "remove"}, "an action");
    const Json* remove = action.find("remove");
    const Json* update = action.find("update");
    if (remove != nullptr && !remove->is_boolean())
      error(place(*remove), "'remove' must be true or false");
    const Json* target = action.find("target");
    if (target == nullptr || !target->is_string()) {
      error(target == nullptr ? action.mark : place(*target),
            target == nullptr ? "the action has no 'target'"
                              : "'target' must be a text, not " + kind_name(target->kind()),
            "give it a JSONPath: $.paths['/users'].get");
      return;
    }
    const auto path = parse_target(*target);
    if (!path) return;
    const auto found = path->select(document_);
    if (!found) {
      error(target->mark,
            "finding what the target " + excerpt(target->text(), 0) + " selects takes too long",
            "write it without filters inside filters");
      return;
    }
    const std::vector<Json*>& selected = *found;
    if (selected.empty()) {
      warn(*target, "the target " + excerpt(target->text(), 0) + " selects nothing",
           "check it against the document");
    } else if (remove != nullptr && remove->as_boolean()) {
      remove_all(*target, selected);
    } else if (update != nullptr) {
      update_all(*target, *update, selected);
    } else {
      warn(*target, "the action changes nothing", "give it an 'update' or 'remove: true'");
    }
  }

  void warn(const Json& at, std::string what, std::string hint) {
    complaints_.push_back(
        {Severity::warning, name_, at.mark.line, at.mark.column, std::move(what), std::move(hint)});
  }

  std::optional<JsonPath> parse_target(const Json& target) {
    auto result = JsonPath::parse(target.text());
    if (auto* path = std::get_if<JsonPath>(&result)) return std::move(*path);
    const PathError& wrong = std::get<PathError>(result);
    error(target.mark,
          "target " + excerpt(target.text(), wrong.offset) + ", character " +
              std::to_string(wrong.offset + 1) + ": " + wrong.what,
          wrong.hint);
    return std::nullopt;
  }

  void remove_all(const Json& target, const std::vector<Json*>& selected) {
    if (selected.front() == &document_) {
      error(target.mark, "the whole document cannot be removed");
      return;
    }
    remove_marked({selected.begin(), selected.end()}, document_);
  }

  // Whether the document stays as shallow as all that recurse over it need it.
  bool fits(const Json& target, const Json& update) {
    deepest_ += depth_of(update);
    if (deepest_ <= 2 * kMostDepth) return true;
    deepest_ = depth_of(document_) + depth_of(update);
    if (deepest_ <= 2 * kMostDepth) return true;
    error(target.mark,
          "with this update the document may nest deeper than " + std::to_string(2 * kMostDepth),
          "select less");
    return false;
  }

  void update_all(const Json& target, const Json& update, const std::vector<Json*>& selected) {
    if (!fits(target, update)) return;
    if (added_ > kMostAdded) return;  // which has been said
    added_ += count_values(update) * selected.size();
    if (added_ > kMostAdded) {
      error(target.mark,
            "with this update the overlay adds more than " + std::to_string(kMostAdded) + " values",
            "select less");
      return;
    }
    // From the last: a value that grows moves those inside it, which have been changed by then.
    for (auto node = selected.rbegin(); node != selected.rend(); ++node) {
      if ((*node)->is_array()) {
        if (update.is_array()) {
          merge(update, **node);
        } else {
          (*node)->items().push_back(update);
        }
      } else if ((*node)->is_object() && update.is_object()) {
        merge(update, **node);
      } else if ((*node)->is_object()) {
        error(place(update),
              "the target is a mapping, but the update is " + kind_name(update.kind()),
              "make it a mapping, too");
        return;
      } else {
        error(target.mark,
              "the target is " + kind_name((*node)->kind()) + ", which cannot be updated",
              "select what contains it, and update that");
        return;
      }
    }
  }

  const std::string& name_;
  Json& document_;
  std::vector<Complaint>& complaints_;
  std::size_t added_ = 0;
  std::size_t deepest_ = kMostDepth;  // at most so deep is the document now
};

}  // namespace

void apply_overlay(const Json& overlay, const std::string& name, Json& document,
                   std::vector<Complaint>& complaints) {
  Application(name, document, complaints).apply(overlay);
}

}  // namespace assay::spec
