// Object: one thing that the mock keeps, sparsely: only what somebody has set. Guarded by the
// Store's owner.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "runners/mock/plan.h"

namespace assay::runners::mock {

struct Object {
  std::uint64_t serial = 0;
  std::size_t resource = 0;
  const OperationPlan* creation = nullptr;
  std::string status;
  std::string created;                              // RFC 3339
  std::vector<std::pair<int, std::string>> values;  // attribute -> text
  std::vector<std::pair<int, int>> versions;  // attribute -> how often an operation changed it
  std::vector<std::pair<std::string, std::uint64_t>>
      relations;                                          // name -> serial of the other object
  bool removed = false;                                   // kept by a defect only
  bool unlisted = false;                                  // … likewise
  bool changed = false;                                   // by an update
  bool cleared = false;                                   // a relation of it was cleared
  std::vector<std::pair<int, std::string>> first_values;  // kept by a defect only: as created

  void set(int attribute, std::string text);
  const std::string* find(int attribute) const;  // nullptr: nobody has set it
  int version(int attribute) const;
  void change(int attribute);
};

// The text of an attribute: what was set, the creation's default, or what the plan makes of it.
std::string text_of(const ResourcePlan& resource, const Object& object, int attribute);

// A token of `length` letters and digits that follows from the three.
std::string made_token(const std::string& name, std::uint64_t serial, int version,
                       std::size_t length);

}  // namespace assay::runners::mock
