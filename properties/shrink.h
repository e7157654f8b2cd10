// Shrinking: the smaller trials below a trial, simplest first, lazily, that still belong to its
// law.
#pragma once

#include <rapidcheck/Seq.h>
#include <rapidcheck/Shrinkable.h>

#include <memory>
#include <optional>
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
  bool texts = false;    // free texts shrink character by character, but not to nothing
  bool spelled = false;  // the law is about how the subject is written: there is a plain twin …
  bool plain_texts = false;  // … and about its free texts: there they are plain
  bool loose =
      false;  // nothing need stay valid: any field may go, any text shrinks, overridden bodies too
};

// The same trial as it is without what its law is about: fields in the contract's order, nothing
// encoded needlessly, and texts that need no encoding. nullopt: the law is about something else.
std::optional<spec::Trial> plain_twin(const World& world, const spec::Trial& trial,
                                      const Keep& keep);

using TrialPtr = std::shared_ptr<const spec::Trial>;

// The shrink tree of a trial. The world must outlive the tree: it is held.
rc::Shrinkable<TrialPtr> shrink_tree(WorldPtr world, TrialPtr trial,
                                     std::shared_ptr<const Keep> keep);

}  // namespace assay::properties
