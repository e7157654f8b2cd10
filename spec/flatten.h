// Flatten: one schema without `$ref` and `allOf`, merged into one object, for the fields of a form.
// Internal to spec.
#pragma once

#include <cstddef>
#include <vector>

#include "spec/compiling.h"

namespace assay::spec {

struct Flat {
  Json schema;              // an object; its members keep their marks
  bool is_partial = false;  // there is more to it than the object says (anyOf, two patterns, …): a
                            // valid-looking value may be refused
};

// The properties of the result are not flattened themselves. Complains of parts that contradict
// each other.
Flat flatten(Compiling& compiling, const Json& schema);

}  // namespace assay::spec
