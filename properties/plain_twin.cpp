// What a trial about the writing of a request would be if the request were written plainly.
#include <algorithm>

#include "properties/shrink.h"

namespace assay::properties {

std::optional<spec::Trial> plain_twin(const World& world, const spec::Trial& trial,
                                      const Keep& keep) {
  if (!keep.spelled) return std::nullopt;
  spec::Trial twin = trial;
  for (spec::Step& step : twin.steps) {
    for (spec::StepField& field : step.fields) {  // an address without its tag, wherever it stands
      if (keep.plain_texts && std::holds_alternative<spec::Fresh>(field.value.source))
        field.value.twist = spec::Twist::none;
    }
    if (step.id != trial.intent.subject) continue;
    const RequestPlan& plan = world.request(step.operation);
    step.spelling = {};
    step.credential_order = {};
    std::stable_sort(step.fields.begin(), step.fields.end(),
                     [&](const spec::StepField& a, const spec::StepField& b) {
                       const std::size_t last = plan.slots().size();
                       return plan.slot_of(a.name).value_or(last) <
                              plan.slot_of(b.name).value_or(last);
                     });
    for (spec::StepField& field : step.fields) {
      field.raw = false;
      const auto slot = plan.slot_of(field.name);
      const bool text = slot && plan.slots()[*slot].role == Slot::Role::value &&
                        plan.slots()[*slot].values.free_text();
      if (keep.plain_texts && text && std::holds_alternative<spec::Literal>(field.value.source))
        field.value = spec::Value::literal("Ada");
    }
  }
  return twin;
}

}  // namespace assay::properties
