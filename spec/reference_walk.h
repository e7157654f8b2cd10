// Finding the `$ref`s of an OpenAPI document.
#pragma once

#include <string>
#include <string_view>

#include "spec/json.h"

namespace assay::spec {

// Calls visit(ref) for each `$ref` with a text, but not for those in examples, defaults and enums,
// which are data. A property that is named `$ref` is no reference.
template <typename Tree, typename Visit>
void for_each_reference(Tree& tree, const Visit& visit, bool names = false) {
  for (auto& item : tree.items()) for_each_reference(item, visit);
  for (auto& [key, value] : tree.members()) {
    if (names) {
      for_each_reference(value, visit);
    } else if (key == "$ref" && value.is_string()) {
      visit(value);
    } else if (key != "example" && key != "default" && key != "enum" && key != "const" &&
               key != "value") {
      const bool maps_names = key == "properties" || key == "patternProperties" ||
                              key == "definitions" || key == "schemas" || key == "examples" ||
                              key == "x-assay-files";
      for_each_reference(value, visit, maps_names && value.is_object());
    }
  }
}

// "%7B" is '{': the pointer or path that a URI reference means.
std::string percent_decoded(std::string_view text);

}  // namespace assay::spec
