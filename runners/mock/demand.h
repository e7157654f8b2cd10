// Demand: a request that has passed the gate and the rules, or what was wrong with it. Plain values
// of one request.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "runners/mock/plan.h"
#include "spec/form.h"

namespace assay::runners::mock {

struct Refused {
  int status = 400;
  std::string message;
};

// The server itself has failed: a 500. Thrown by defects only.
struct Failed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The connection is closed without a word. Thrown by defects only.
struct HungUp {};

struct Given {
  const FieldPlan* plan = nullptr;
  std::string text;  // canonical: booleans in lower case, whole numbers without leading zeros
};

struct Demand {
  const OperationPlan* plan = nullptr;
  std::vector<Given> given;        // the valid fields, in the contract's order
  std::optional<Refused> refused;  // the first thing that was wrong
  spec::Form form;                 // as it came, without credentials
  std::vector<std::pair<std::string, std::string>> credentials;  // parameter -> value, as they came

  const std::string* find(std::string_view field) const {
    for (const Given& one : given) {
      if (one.plan->field->name == field) return &one.text;
    }
    return nullptr;
  }
  // What conditions and dependencies are asked about.
  spec::Form valid_form() const {
    spec::Form out;
    for (const Given& one : given) out.push_back({one.plan->field->name, one.text});
    return out;
  }
};

}  // namespace assay::runners::mock
