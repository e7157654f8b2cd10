// What a declaration of one operation asks of the others.
#include <algorithm>

#include "spec/compile_effect.h"
#include "spec/suggestion.h"

namespace assay::spec {
namespace {

class EffectCheck {
 public:
  EffectCheck(Compiling& compiling, const std::vector<Operation>& operations,
              const std::vector<Resource>& resources)
      : compiling_(compiling), operations_(operations), resources_(resources) {}

  void check(const Operation& operation) {
    const Effect& effect = operation.effect;
    if (effect.action == Action::none) return;
    for (const auto& [name, value] : effect.requires_given) check_given(operation, name);
    for (const Selector& selector : effect.selectors) {
      if (!selector.given.empty()) check_given(operation, selector.given);
    }
    for (const std::string& name : effect.changes) check_attribute(operation, name);
    if (effect.clears_relation) check_relation(operation, effect.clears_relation->name);
    if (!effect.shows_relation.empty()) check_relation(operation, effect.shows_relation);
    check_pointers(operation);
  }

 private:
  void check_given(const Operation& operation, const std::string& name) {
    std::vector<std::string> given;
    for (const Operation& other : operations_) {
      if (other.effect.resource != operation.effect.resource) continue;
      for (const auto& [property, value] : other.effect.gives) given.push_back(property);
    }
    if (std::find(given.begin(), given.end(), name) != given.end()) return;
    compiling_.error(operation.effect.mark,
                     "no creation gives a " + resources_[operation.effect.resource].name +
                         " the property '" + name + "' that " + operation.id + " asks for",
                     suggestion(name, given));
  }

  void check_attribute(const Operation& operation, const std::string& name) {
    for (const Operation& other : operations_) {
      if (other.effect.resource != operation.effect.resource) continue;
      for (const Key& key : other.keys) {
        if (key.attribute == name) return;
      }
    }
    compiling_.warning(
        operation.effect.mark,
        "no answer shows the attribute '" + name + "' that " + operation.id + " changes",
        "say with x-assay-keys which key shows it");
  }

  void check_relation(const Operation& operation, const std::string& name) {
    std::vector<std::string> known;
    for (const Operation& other : operations_) {
      if (other.effect.resource == operation.effect.resource && other.effect.sets_relation) {
        known.push_back(other.effect.sets_relation->name);
      }
    }
    if (std::find(known.begin(), known.end(), name) != known.end()) return;
    compiling_.error(
        operation.effect.mark,
        "no operation sets the relation '" + name + "' that " + operation.id + " names",
        suggestion(name, known));
  }

  void check_pointers(const Operation& operation) {
    if (operation.keys.empty()) return;
    const Effect& effect = operation.effect;
    std::vector<std::string> pointers{effect.object.value_or(""), effect.items.value_or(""),
                                      effect.flag, effect.positive};
    if (effect.paging) {
      const Paging& paging = *effect.paging;
      pointers.insert(pointers.end(),
                      {paging.size_key, paging.number_key, paging.pages_key, paging.total_key});
    }
    std::vector<std::string> known;
    for (const Key& key : operation.keys) known.push_back(key.pointer);
    for (const std::string& pointer : pointers) {
      if (pointer.empty() || std::find(known.begin(), known.end(), pointer) != known.end())
        continue;
      compiling_.warning(
          effect.mark,
          "the documented answer of " + operation.id + " has nothing at '" + pointer + "'",
          suggestion(pointer, known));
    }
  }

  Compiling& compiling_;
  const std::vector<Operation>& operations_;
  const std::vector<Resource>& resources_;
};

}  // namespace

void check_effects(Compiling& compiling, const std::vector<Operation>& operations,
                   const std::vector<Resource>& resources) {
  EffectCheck check(compiling, operations, resources);
  for (const Operation& operation : operations) check.check(operation);
}

}  // namespace assay::spec
