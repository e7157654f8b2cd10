#include <algorithm>

#include "runners/engine.h"
#include "spec/law.h"
#include "spec/suggestion.h"

namespace assay::runners {
namespace {

bool selected_by_any(const std::vector<std::string>& selectors, const std::string& operation,
                     const std::string& law) {
  return std::any_of(selectors.begin(), selectors.end(), [&](const std::string& selector) {
    return spec::selects(selector, operation, law);
  });
}

// The operation, family or law that the user may have meant.
std::string nearest(const spec::Contract& contract, const std::vector<properties::PlannedLaw>& plan,
                    const std::string& selector) {
  const std::size_t colon = selector.find(':');
  std::vector<std::string> operations, laws;
  for (const spec::Operation& operation : contract.operations) operations.push_back(operation.id);
  for (const properties::PlannedLaw& planned : plan) laws.push_back(planned.law.id);
  std::vector<std::string> candidates = operations;
  candidates.insert(candidates.end(), laws.begin(), laws.end());
  if (colon == std::string::npos) return spec::nearest(selector, candidates);
  const std::string operation = selector.substr(0, colon);
  const bool known = std::find(operations.begin(), operations.end(), operation) != operations.end();
  const std::string left = known ? operation : spec::nearest(operation, operations);
  if (left.empty()) return {};
  if (!known) return left + selector.substr(colon);
  laws.clear();
  for (const properties::PlannedLaw& planned : plan) {
    if (contract.operations[planned.law.operation].id == operation) laws.push_back(planned.law.id);
  }
  const std::string right = spec::nearest(selector.substr(colon + 1), laws);
  return right.empty() ? std::string() : left + ":" + right;
}

}  // namespace

std::variant<std::vector<properties::PlannedLaw>, std::string> select_laws(
    const spec::Contract& contract, std::vector<properties::PlannedLaw> plan,
    const std::vector<std::string>& only, const std::vector<std::string>& skip) {
  for (const std::vector<std::string>* selectors : {&only, &skip}) {
    for (const std::string& selector : *selectors) {
      const bool selects =
          std::any_of(plan.begin(), plan.end(), [&](const properties::PlannedLaw& planned) {
            return spec::selects(selector, contract.operations[planned.law.operation].id,
                                 planned.law.id);
          });
      if (selects) continue;
      std::string message = "'" + selector + "' selects no law of this contract";
      const std::string meant = nearest(contract, plan, selector);
      message += meant.empty() ? "; --plan lists them all" : "; did you mean '" + meant + "'?";
      return message;
    }
  }
  std::erase_if(plan, [&](const properties::PlannedLaw& planned) {
    const std::string& operation = contract.operations[planned.law.operation].id;
    return (!only.empty() && !selected_by_any(only, operation, planned.law.id)) ||
           selected_by_any(skip, operation, planned.law.id);
  });
  return plan;
}

}  // namespace assay::runners
