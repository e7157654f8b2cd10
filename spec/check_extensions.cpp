#include "spec/check_extensions.h"

#include <algorithm>
#include <string>
#include <vector>

#include "spec/references.h"
#include "spec/suggestion.h"

namespace assay::spec {
namespace {

const std::vector<std::string>& everywhere() {
  static const std::vector<std::string> names{
      "x-assay-resources", "x-assay-resource", "x-assay-keys", "x-assay-refusal",
      "x-assay-reference", "x-assay-sample",   "x-assay-may",  "x-assay-secret",
      "x-assay-default",   "x-assay-in"};
  return names;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class Walk {
 public:
  explicit Walk(Compiling& compiling) : compiling_(compiling) {}

  void document(const Json& root) {
    for (const auto& [name, value] : root.members()) {
      if (name == kFilesMember) {
        for (const auto& [file, tree] : value.members()) below(tree);
        continue;
      }
      check(name, value, {"x-assay-resources", "x-assay-keys", "x-assay-refusal"},
            "the document's root");
      below(value);
    }
  }

 private:
  void below(const Json& node) {
    for (const Json& item : node.items()) below(item);
    const bool is_operation = node.find("responses") != nullptr && node.is_object();
    for (const auto& [name, value] : node.members()) {
      if (name == "example" || name == "examples") continue;  // data
      if (is_operation) {
        check(name, value, {"x-assay-resource", "x-assay-keys", "x-assay-refusal"}, "an operation");
      } else if (name == "x-assay-resources") {
        misplaced(name, value, "it belongs to the document's root");
      } else {
        check(name, value, everywhere(), "");
      }
      below(value);
    }
  }

  void check(const std::string& name, const Json& value, const std::vector<std::string>& known,
             const std::string& place) {
    if (!name.starts_with("x-assay") || contains(known, name)) return;
    if (contains(everywhere(), name)) {
      misplaced(name, value, place + " takes " + listed(known));
    } else {
      compiling_.error(name_mark(value), "there is no extension '" + name + "'",
                       suggestion(name, known));
    }
  }

  void misplaced(const std::string& name, const Json& value, std::string hint) {
    compiling_.error(name_mark(value), "'" + name + "' says nothing here", std::move(hint));
  }

  static std::string listed(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
    return out;
  }

  Compiling& compiling_;
};

}  // namespace

void check_extensions(Compiling& compiling) {
  if (compiling.document().is_object()) Walk(compiling).document(compiling.document());
}

}  // namespace assay::spec
