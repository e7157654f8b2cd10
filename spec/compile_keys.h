// Compiling x-assay-keys: what is declared of the values in answers. Internal to spec.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/compiling.h"
#include "spec/contract.h"

namespace assay::spec {

// One entry of one x-assay-keys. What it doesn't say is left to the declarations farther away.
struct KeyRule {
  std::string name;  // a pointer (with '*') or a bare name
  std::optional<bool> is_volatile;
  std::optional<Secrecy> secrecy;
  std::optional<std::string> attribute;  // "": shows none
  const Json* schema = nullptr;
  Mark mark;
  bool used = false;  // it has matched a key
};

// The entries of one x-assay-keys.
class KeyRules {
 public:
  KeyRules() = default;
  KeyRules(Compiling& compiling, const Json* declaration);

  // Those that speak of the value at that pointer (relative to what the declaration is about): the
  // pointer's own first, then that of its bare name. nullptr: none.
  std::array<KeyRule*, 2> at(std::string_view pointer);

  std::vector<KeyRule>& rules() { return rules_; }

 private:
  std::vector<KeyRule> rules_;
};

// Where an operation's answer shows objects of its resource: a pointer with '*', each.
std::vector<std::string> shown_objects(const Effect& effect);

// All declarations that speak of one answer, the nearest first.
class KeyLayers {
 public:
  // `prefix`: the rules speak only of what stands in the objects there, relative to them; nullopt:
  // of the whole answer.
  void add(KeyRules* rules, std::optional<std::string> prefix = std::nullopt);

  // What they say of the value at that pointer, merged member by member.
  KeyRule rule_for(const std::string& pointer);

 private:
  struct Layer {
    KeyRules* rules;
    std::optional<std::string> prefix;
  };
  std::vector<Layer> layers_;
};

}  // namespace assay::spec
