#include "spec/flatten.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "spec/decimal.h"

namespace assay::spec {
namespace {

// More parts than any honest document has; a hostile one may double them at every step.
constexpr std::size_t kMostParts = 2000;

class Flattener {
 public:
  explicit Flattener(Compiling& compiling) : compiling_(compiling) {}

  Flat flatten(const Json& schema) {
    Flat out{Json::object(), false};
    out.schema.mark = schema.mark;
    out.schema.key_mark = schema.key_mark;
    add(schema, out);
    return out;
  }

 private:
  void add(const Json& schema, Flat& out) {
    if (!schema.is_object() || on_path_.count(&schema) != 0) return;
    if (++parts_ > kMostParts) {
      if (parts_ == kMostParts + 1) {
        compiling_.error(schema.mark, "this schema has too many parts", "simplify its allOf");
      }
      return;
    }
    on_path_.insert(&schema);
    if (is_reference(schema)) {
      if (const Json* target = compiling_.resolve(&schema)) add(*target, out);
    }
    if (const Json* parts = member(schema, "allOf"); parts != nullptr && parts->is_array()) {
      for (const Json& part : parts->items()) add(part, out);
    }
    for (const auto& [name, value] : schema.members()) {
      if (name != "allOf" && name != "$ref" && !value.is_null()) merge(name, value, out);
    }
    for (const char* name : {"anyOf", "oneOf", "not"}) {
      if (schema.find(name) != nullptr) out.is_partial = true;
    }
    on_path_.erase(&schema);
  }

  void merge(const std::string& name, const Json& value, Flat& out) {
    Json* old = out.schema.find(name);
    if (old == nullptr) {
      out.schema.set(name, value);
    } else if (name == "properties") {
      merge_properties(value, *old);
    } else if (name == "required") {
      merge_required(value, *old);
    } else if (name == "enum") {
      merge_enum(value, *old);
    } else if (name == "type") {
      merge_type(value, *old);
    } else if (name.starts_with("min") || name == "exclusiveMinimum") {
      merge_bound(value, true, out, *old);
    } else if (name.starts_with("max") || name == "exclusiveMaximum") {
      merge_bound(value, false, out, *old);
    } else if (name == "pattern" || name == "multipleOf" || name == "format") {
      if (!(*old == value)) out.is_partial = true;
    } else if (name == "nullable" || name == "readOnly" || name == "writeOnly") {
      if (value.as_boolean()) *old = value;
    } else {
      *old = value;  // annotations: what stands nearest
    }
  }

  static void merge_properties(const Json& value, Json& old) {
    for (const auto& [name, property] : value.members()) {
      Json* same = old.find(name);
      if (same == nullptr) {
        old.set(name, property);
      } else {
        Json both = Json::object();
        both.mark = property.mark;
        both.key_mark = property.key_mark;
        both.set("allOf", Json::array({*same, property}));
        *same = std::move(both);
      }
    }
  }

  static void merge_required(const Json& value, Json& old) {
    for (const Json& name : value.items()) {
      auto& names = old.items();
      if (old.is_array() && std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(name);
      }
    }
  }

  void merge_enum(const Json& value, Json& old) {
    if (!old.is_array() || !value.is_array()) return;
    std::vector<Json> kept;
    for (const Json& one : old.items()) {
      const auto& others = value.items();
      if (std::find(others.begin(), others.end(), one) != others.end()) kept.push_back(one);
    }
    if (kept.empty() && !old.items().empty() && !value.items().empty()) {
      compiling_.error(value.mark, "the enums of this allOf have no value in common",
                       "correct one of them");
      return;
    }
    old.items() = std::move(kept);
  }

  void merge_type(const Json& value, Json& old) {
    if (old == value || !old.is_string() || !value.is_string()) return;
    if (old.text() == "number" && value.text() == "integer") {
      old = value;
    } else if (!(old.text() == "integer" && value.text() == "number")) {
      compiling_.error(value.mark, "nothing is both " + old.text() + " and " + value.text(),
                       "correct one of the types");
    }
  }

  // Keeps the stricter of two bounds, with the boolean `exclusive…` that belongs to it.
  static void merge_bound(const Json& value, bool lower, Flat& out, Json& old) {
    if (value.is_boolean() || old.is_boolean()) {
      if (value.as_boolean()) {
        // A bound that excludes itself here and not there: the excluding one is at most one value
        // stricter.
        old = value;
        out.is_partial = true;
      }
      return;
    }
    const auto order = compare_decimals(value.text(), old.text());
    if (order && (lower ? *order > 0 : *order < 0)) old = value;
  }

  Compiling& compiling_;
  std::set<const Json*> on_path_;
  std::size_t parts_ = 0;
};

}  // namespace

Flat flatten(Compiling& compiling, const Json& schema) {
  return Flattener(compiling).flatten(schema);
}

}  // namespace assay::spec
