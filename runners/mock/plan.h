// Plan: what the mock needs to know of the contract, looked up once. Immutable; any thread may read
// it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runners/mock/answer_shape.h"
#include "runners/mock/pattern.h"
#include "spec/contract.h"

namespace assay::runners::mock {

inline constexpr int kNoAttribute = -1;

struct FieldPlan {
  const spec::Field* field = nullptr;
  std::optional<Pattern> pattern;
  int attribute = kNoAttribute;  // that it sets
  std::string key;               // of the resource, that it names the object by; "" none
  const spec::Selector* selector = nullptr;
};

// One attribute of a resource: what it is when nobody has set it.
struct AttributePlan {
  enum class Filler {
    text,    // `fill`
    token,   // made from the object: 43 characters, or 22 for a unique key
    digits,  // made from the object: as many digits as `fill` has
    time,    // of creation
  };
  std::string name;
  int key = -1;         // an index into Resource::keys
  bool status = false;  // it shows the status
  Filler filler = Filler::text;
  std::string fill;
  std::string changed;  // what a value begins with once an operation has changed it
  bool number = false;  // it is shown as a number
};

struct ResourcePlan {
  const spec::Resource* resource = nullptr;
  std::vector<AttributePlan> attributes;
  int find(std::string_view name) const;  // kNoAttribute: none
};

struct OperationPlan {
  const spec::Operation* operation = nullptr;
  std::size_t index = 0;
  std::vector<FieldPlan> fields;
  std::vector<std::pair<int, std::string>> defaults;  // attribute -> text, of a creation
  AnswerPlan answer;

  const FieldPlan* find(std::string_view field) const;
};

class Plan {
 public:
  explicit Plan(const spec::Contract& contract);

  const spec::Contract& contract() const { return contract_; }
  const OperationPlan& operation(std::size_t index) const { return operations_[index]; }
  const std::vector<ResourcePlan>& resources() const { return resources_; }

 private:
  void plan_attributes();
  void plan_fillers();
  void plan_fields();

  const spec::Contract& contract_;
  std::vector<OperationPlan> operations_;
  std::vector<ResourcePlan> resources_;
};

}  // namespace assay::runners::mock
