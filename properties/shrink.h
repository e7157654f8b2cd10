// Shrinking: the smaller trials below a trial, simplest first, lazily, that still belong to its
// law.
#pragma once

#include <rapidcheck/Seq.h>
#include <rapidcheck/Shrinkable.h>

#include <memory>
#include <string>
#include <vector>

#include "properties/world.h"
#include "spec/trial.h"

namespace assay::properties {

// What the smaller trials must keep, besides required fields, dependencies, selectors, keys and the
// intent.
struct Keep {
  std::vector<std::string> fields;  // of the subject (and `other`): neither dropped nor changed
  std::string fault_field;  // of the subject: not dropped; changed only into an earlier one of …
  std::vector<spec::Value> fault_values;
  bool texts = false;  // free texts shrink character by character, but not to nothing
  bool loose =
      false;  // nothing need stay valid: any field may go, any text shrinks, overridden bodies too
};

using TrialPtr = std::shared_ptr<const spec::Trial>;

// The shrink tree of a trial. The world must outlive the tree: it is held.
rc::Shrinkable<TrialPtr> shrink_tree(WorldPtr world, TrialPtr trial,
                                     std::shared_ptr<const Keep> keep);

}  // namespace assay::properties
