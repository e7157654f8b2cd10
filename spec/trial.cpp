#include "spec/trial.h"

#include <algorithm>
#include <set>

namespace assay::spec {
namespace {

bool takes_from(const Value& value, const std::set<int>& steps) {
  const Ref* ref = std::get_if<Ref>(&value.source);
  return ref != nullptr && steps.count(ref->step) != 0;
}

bool takes_from(const Step& step, const std::set<int>& steps) {
  return (step.path_suffix && takes_from(*step.path_suffix, steps)) ||
         std::any_of(step.fields.begin(), step.fields.end(),
                     [&](const StepField& field) { return takes_from(field.value, steps); });
}

std::size_t bytes_of(const Value& value) {
  const Literal* literal = std::get_if<Literal>(&value.source);
  return (literal != nullptr ? literal->bytes.size() : 0) + value.before.size() +
         value.after.size() + (value.twist == Twist::none ? 0 : 1);
}

}  // namespace

const Step* find(const Trial& trial, int step_id) {
  for (const Step& step : trial.steps) {
    if (step.id == step_id) return &step;
  }
  return nullptr;
}

std::optional<Trial> without_step(const Trial& trial, int step_id) {
  std::set<int> dropped{step_id};
  for (std::size_t before = 0; before != dropped.size();) {
    before = dropped.size();
    for (const Step& step : trial.steps) {
      if (takes_from(step, dropped)) dropped.insert(step.id);
    }
  }
  if (dropped.count(trial.intent.subject) != 0) return std::nullopt;
  if (trial.intent.other != 0 && dropped.count(trial.intent.other) != 0) return std::nullopt;
  Trial smaller;
  smaller.intent = trial.intent;
  for (const Step& step : trial.steps) {
    if (dropped.count(step.id) == 0) smaller.steps.push_back(step);
  }
  return smaller;
}

TrialSize size_of(const Trial& trial) {
  TrialSize size;
  size.steps = trial.steps.size();
  for (const Step& step : trial.steps) {
    size.fields += step.fields.size();
    for (const StepField& field : step.fields) size.bytes += bytes_of(field.value);
    if (step.path_suffix) size.bytes += bytes_of(*step.path_suffix);
    if (step.body) size.bytes += step.body->size();
  }
  return size;
}

}  // namespace assay::spec
