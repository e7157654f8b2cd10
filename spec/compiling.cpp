#include "spec/compiling.h"

#include <algorithm>
#include <set>

#include "spec/reference_walk.h"
#include "spec/suggestion.h"

namespace assay::spec {

void Compiling::complain(Severity severity, const Mark& mark, std::string what, std::string hint) {
  Complaint complaint;
  complaint.severity = severity;
  if (mark.known() && mark.file < files_.size()) {
    complaint.file = files_[mark.file];
    complaint.line = mark.line;
    complaint.column = mark.column;
  } else if (!files_.empty()) {
    complaint.file = files_.front();
  }
  complaint.what = std::move(what);
  complaint.hint = std::move(hint);
  complaints_.push_back(std::move(complaint));
}

void Compiling::error(const Mark& mark, std::string what, std::string hint) {
  complain(Severity::error, mark, std::move(what), std::move(hint));
}

void Compiling::warning(const Mark& mark, std::string what, std::string hint) {
  complain(Severity::warning, mark, std::move(what), std::move(hint));
}

const Json* Compiling::resolve(const Json* node) {
  std::set<const Json*> seen;
  while (node != nullptr && is_reference(*node)) {
    const Json& reference = *node->find("$ref");
    const std::string& target = reference.text();
    if (!seen.insert(node).second) return nullptr;
    const Json* next = nullptr;
    if (target == "#" || target.starts_with("#/")) {
      next = document_.at_pointer(percent_decoded(std::string_view(target).substr(1)));
    }
    node = next;
  }
  return node;
}

bool Compiling::expect(const Json& value, Json::Kind kind, const std::string& name) {
  if (value.kind() == kind) return true;
  error(value.mark, name + " must be " + kind_name(kind) + ", not " + kind_name(value.kind()));
  return false;
}

std::optional<std::string> Compiling::text(const Json& value, const std::string& name) {
  auto out = form_text(value);
  if (!out) {
    error(value.mark, name + " must be a text, not " + kind_name(value.kind()));
  }
  return out;
}

Compiling::Texts Compiling::texts(const Json& value, const std::string& name) {
  Texts out;
  if (value.is_array()) {
    for (const Json& item : value.items()) {
      if (const auto one = text(item, "each of " + name)) out.emplace_back(*one, item.mark);
    }
  } else if (const auto one = form_text(value)) {
    out.emplace_back(*one, value.mark);
  } else {
    error(value.mark, name + " must be a text or a list of texts, not " + kind_name(value.kind()));
  }
  return out;
}

void Compiling::only_members(const Json& object, std::initializer_list<std::string_view> known,
                             const std::string& name) {
  const std::vector<std::string> names(known.begin(), known.end());
  for (const auto& [key, value] : object.members()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    if (key.starts_with("x-") && !key.starts_with("x-assay")) continue;
    error(name_mark(value), name + " has no member '" + key + "'", suggestion(key, names));
  }
}

void Compiling::unknown(const Mark& mark, const std::string& what, const std::string& name,
                        const std::string& where, const std::vector<std::string>& known) {
  error(mark, "there is no " + what + " '" + name + "'" + (where.empty() ? "" : " in " + where),
        suggestion(name, known));
}

const Json* member(const Json* object, std::string_view name) {
  return object == nullptr ? nullptr : member(*object, name);
}

const Json* member(const Json& object, std::string_view name) {
  if (!object.is_object()) return nullptr;
  const Json* value = object.find(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

const Mark& name_mark(const Json& value) {
  return value.key_mark.known() ? value.key_mark : value.mark;
}

std::optional<std::string> form_text(const Json& value) {
  if (value.is_boolean()) return std::string(value.as_boolean() ? "true" : "false");
  if (value.is_number() || value.is_string()) return value.text();
  return std::nullopt;
}

bool is_reference(const Json& node) {
  if (!node.is_object()) return false;
  const Json* reference = node.find("$ref");
  return reference != nullptr && reference->is_string();
}

}  // namespace assay::spec
