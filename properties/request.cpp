#include "properties/request.h"

#include <algorithm>
#include <limits>

#include "spec/dependency.h"

namespace assay::properties {
namespace {

using spec::Action;
using spec::Field;
using spec::Operation;
using spec::Predicate;
using spec::Value;
using Role = Slot::Role;

constexpr std::size_t kMostAssignments = 4096;

void collect_values(const Predicate& rule, const std::string& field,
                    std::vector<std::string>& values) {
  if (rule.kind == Predicate::Kind::compare && rule.field == field) {
    values.insert(values.end(), rule.values.begin(), rule.values.end());
  }
  for (const Predicate& part : rule.parts) collect_values(part, field, values);
}

Slot make_slot(const Operation& operation, const spec::Resource* resource, const Field& field,
               const RequestPlan::Obtainable& obtainable) {
  const spec::Effect& effect = operation.effect;
  const bool on_resource = resource != nullptr;
  const bool named = field.required && !on_resource;
  Slot slot{&field, Role::value, {}, FieldValues(field, named)};
  if (field.no_source) {
    slot.role = Role::no_source;
  } else if (const std::string_view key = operation.key_of(field.name);
             !key.empty() && on_resource) {
    slot.key = key;
    if (obtainable(effect.resource, slot.key)) {
      slot.role = Role::by_key;
    } else {
      slot.values = FieldValues(field, true);
    }
  } else if (field.reference) {
    slot.key = field.reference->key;
    slot.role = obtainable(field.reference->resource, slot.key) ? Role::reference : Role::no_source;
  } else if (operation.selector(field.name) != nullptr) {
    slot.role = Role::selector;
  } else if (effect.action == Action::create && on_resource) {
    slot.key = operation.attribute_set_by(field.name);
    const spec::ResourceKey* own = resource->find(slot.key);
    if (own != nullptr && !own->made_by_server) slot.role = Role::own_key;
  }
  if (slot.role == Role::value && slot.values.deliberate().empty()) slot.role = Role::no_source;
  return slot;
}

}  // namespace

std::string text_for_rules(const Value& value) {
  const auto* literal = std::get_if<spec::Literal>(&value.source);
  return value.before + (literal != nullptr ? literal->bytes : std::string("x")) + value.after;
}

RequestPlan::RequestPlan(const Operation& operation, const spec::Resource* resource,
                         const Obtainable& obtainable)
    : operation_(&operation) {
  for (const Field& field : operation.fields) {
    Slot slot = make_slot(operation, resource, field, obtainable);
    if (field.required && slot.role == Role::no_source) sendable_ = false;
    slots_.push_back(std::move(slot));
  }
  find_assignments();
  if (smallest_.empty()) sendable_ = false;
}

std::optional<std::size_t> RequestPlan::slot_of(std::string_view field) const {
  for (std::size_t k = 0; k < slots_.size(); ++k) {
    if (slots_[k].field->name == field) return k;
  }
  return std::nullopt;
}

bool RequestPlan::has_optional() const {
  return std::any_of(slots_.begin(), slots_.end(), [](const Slot& slot) {
    if (slot.role == Role::no_source || slot.role == Role::selector) return false;
    return !slot.field->required ||
           (slot.role == Role::value && slot.values.deliberate().size() > 1);
  });
}

// What a mentioned slot may be: absent, or one of a few values.
std::vector<std::optional<Value>> RequestPlan::options(std::size_t index, std::size_t most) const {
  const Slot& slot = slots_[index];
  std::vector<std::optional<Value>> all;
  if (!slot.field->required || slot.role == Role::no_source) all.emplace_back(std::nullopt);
  if (slot.role == Role::no_source) return all;
  if (slot.bound()) {
    all.emplace_back(Value::literal("x"));
    return all;
  }
  std::vector<std::string> compared;
  for (const spec::Dependency& dependency : operation_->dependencies) {
    collect_values(dependency.rule, slot.field->name, compared);
  }
  std::size_t taken = 0;
  for (const Value& value : slot.values.deliberate()) {
    const bool named =
        std::find(compared.begin(), compared.end(), text_for_rules(value)) != compared.end();
    if (taken < most || named) all.emplace_back(value), ++taken;
  }
  if (slot.values.free_text()) {
    for (const std::string& text : compared) all.emplace_back(Value::literal(text));
  }
  return all;
}

spec::Form RequestPlan::form_of(const Assignment& assignment) const {
  spec::Form form;
  for (std::size_t k = 0; k < assignment.size(); ++k) {
    if (assignment[k])
      form.push_back({slots_[mentioned_[k]].field->name, text_for_rules(*assignment[k])});
  }
  return form;
}

bool RequestPlan::keeps_all(const spec::Form& form, std::size_t but) const {
  for (std::size_t k = 0; k < operation_->dependencies.size(); ++k) {
    if (k != but && !spec::holds(operation_->dependencies[k].rule, form)) return false;
  }
  return true;
}

void RequestPlan::find_assignments() {
  for (const spec::Dependency& dependency : operation_->dependencies) {
    for (const std::string& name : spec::fields_of(dependency.rule)) {
      const auto slot = slot_of(name);
      if (slot && std::find(mentioned_.begin(), mentioned_.end(), *slot) == mentioned_.end()) {
        mentioned_.push_back(*slot);
      }
    }
  }
  std::vector<std::vector<std::optional<Value>>> choices;
  for (std::size_t most = 4; most > 0; --most) {
    choices.clear();
    std::size_t product = 1;
    for (const std::size_t slot : mentioned_) {
      choices.push_back(options(slot, most));
      product =
          std::min(kMostAssignments + 1, product * std::max<std::size_t>(1, choices.back().size()));
    }
    if (product <= kMostAssignments) break;
  }
  std::vector<std::size_t> at(mentioned_.size(), 0);
  for (std::size_t tried = 0; tried < 4 * kMostAssignments; ++tried) {
    Assignment assignment;
    for (std::size_t k = 0; k < at.size(); ++k) assignment.push_back(choices[k][at[k]]);
    const spec::Form form = form_of(assignment);
    std::vector<std::size_t> broken;
    for (std::size_t d = 0; d < operation_->dependencies.size() && broken.size() < 2; ++d) {
      if (!spec::holds(operation_->dependencies[d].rule, form)) broken.push_back(d);
    }
    if (broken.empty()) {
      assignments_.push_back(std::move(assignment));
    } else if (broken.size() == 1) {
      breaking_all_.push_back(std::move(assignment));
      broken_by_.push_back(broken.front());
    }
    std::size_t k = 0;
    while (k < at.size() && ++at[k] == choices[k].size()) at[k++] = 0;
    if (k == at.size()) break;
  }
  std::size_t fewest = std::numeric_limits<std::size_t>::max(), most = 0;
  for (std::size_t k = 0; k < assignments_.size(); ++k) {
    const std::size_t present = form_of(assignments_[k]).size();
    if (present < fewest) smallest_.clear(), fewest = present;
    if (present == fewest) smallest_.push_back(k);
    if (present > most) largest_.clear(), most = present;
    if (present == most) largest_.push_back(k);
  }
}

Value RequestPlan::placed(std::size_t index, std::size_t variant) const {
  const Slot& slot = slots_[index];
  if (slot.bound()) return Value::literal("x");
  if (!safe(index) && slot.field->default_value) return Value::literal(*slot.field->default_value);
  return slot.values
      .deliberate()[(variant == 0 ? 0 : variant + index) % slot.values.deliberate().size()];
}

bool RequestPlan::safe(std::size_t slot) const {
  return !slots_[slot].field->may_refuse;
}

void RequestPlan::apply(Draft& draft, const Assignment& assignment) const {
  // Only presence matters to most rules: keep the draft's own values if they do as well.
  const Draft before = draft;
  for (std::size_t k = 0; k < mentioned_.size(); ++k) {
    std::optional<Value>& value = draft[mentioned_[k]];
    if (!assignment[k]) {
      value.reset();
    } else if (!value) {
      value = assignment[k];
    }
  }
  if (valid(draft)) return;
  draft = before;
  for (std::size_t k = 0; k < mentioned_.size(); ++k) draft[mentioned_[k]] = assignment[k];
}

Draft RequestPlan::minimal(std::size_t variant) const {
  Draft draft(slots_.size());
  for (std::size_t k = 0; k < slots_.size(); ++k) {
    if (slots_[k].field->required && slots_[k].role != Role::no_source) draft[k] = placed(k, 0);
  }
  if (!smallest_.empty()) apply(draft, assignments_[smallest_[variant % smallest_.size()]]);
  return draft;
}

Draft RequestPlan::full(std::size_t variant) const {
  Draft draft(slots_.size());
  for (std::size_t k = 0; k < slots_.size(); ++k) {
    const Slot& slot = slots_[k];
    if (slot.role == Role::no_source) continue;
    if (!safe(k) && !slot.field->default_value && !slot.field->required) continue;
    draft[k] = placed(k, variant + 1);  // neighbours differ
  }
  if (!valid(draft) && !largest_.empty()) {
    if (!repair(draft)) apply(draft, assignments_[largest_[variant % largest_.size()]]);
  }
  return draft;
}

Draft RequestPlan::crowded(std::size_t variant) const {
  Draft draft = full(variant);
  for (std::size_t k = 0; k < slots_.size(); ++k) {
    if (!safe(k) && slots_[k].role == Role::value && !slots_[k].values.deliberate().empty())
      draft[k] = placed(k, variant + 1);
  }
  if (!valid(draft) && !repair(draft)) return full(variant);
  return draft;
}

Value RequestPlan::draw(std::size_t index, Dice& dice, bool risky) const {
  const Slot& slot = slots_[index];
  if (slot.bound()) return Value::literal("x");
  if (!safe(index) && !risky && slot.field->default_value)
    return Value::literal(*slot.field->default_value);
  return slot.values.any(dice);
}

Draft RequestPlan::any(Dice& dice, bool risky) const {
  constexpr std::size_t kDensities[] = {8, 25, 50, 80};
  const std::size_t density = kDensities[dice.below(4)];
  Draft draft(slots_.size());
  for (std::size_t k = 0; k < slots_.size(); ++k) {
    const Slot& slot = slots_[k];
    if (slot.role == Role::no_source) continue;
    if (!slot.field->required && !dice.chance(density)) continue;
    const bool dare = risky && !safe(k) && dice.chance(15);
    if (!safe(k) && !slot.field->required && !slot.field->default_value && !dare) continue;
    draft[k] = draw(k, dice, dare);
  }
  if (!valid(draft) && !repair(draft)) draft = minimal(0);
  return draft;
}

bool RequestPlan::valid(const Draft& draft) const {
  if (operation_->dependencies.empty()) return true;
  Assignment assignment;
  for (const std::size_t slot : mentioned_) assignment.push_back(draft[slot]);
  return keeps_all(form_of(assignment), spec::kNone);
}

bool RequestPlan::repair(Draft& draft, const std::vector<std::size_t>& pinned) const {
  const Assignment* best = nullptr;
  std::size_t fewest = std::numeric_limits<std::size_t>::max();
  for (const Assignment& assignment : assignments_) {
    std::size_t changes = 0;
    for (std::size_t k = 0; k < mentioned_.size(); ++k) {
      const std::optional<Value>& now = draft[mentioned_[k]];
      const bool presence = now.has_value() != assignment[k].has_value();
      const bool value =
          !presence && now && !slots_[mentioned_[k]].bound() && *now != *assignment[k];
      const bool fixed = std::find(pinned.begin(), pinned.end(), mentioned_[k]) != pinned.end();
      if (fixed && (presence || value)) changes = 1'000'000;
      changes += presence ? 10 : value ? 1 : 0;
    }
    if (changes < fewest) best = &assignment, fewest = changes;
  }
  if (best == nullptr || fewest >= 1'000'000) return false;
  apply(draft, *best);
  return true;
}

std::vector<Draft> RequestPlan::breaking(std::size_t dependency) const {
  std::vector<Draft> drafts;
  for (std::size_t k = 0; k < breaking_all_.size(); ++k) {
    if (broken_by_[k] != dependency) continue;
    Draft draft = minimal(0);
    for (std::size_t m = 0; m < mentioned_.size(); ++m) draft[mentioned_[m]] = breaking_all_[k][m];
    drafts.push_back(std::move(draft));
  }
  const auto present = [](const Draft& draft) {
    return std::count_if(draft.begin(), draft.end(),
                         [](const auto& value) { return value.has_value(); });
  };
  std::stable_sort(drafts.begin(), drafts.end(),
                   [&](const Draft& a, const Draft& b) { return present(a) < present(b); });
  if (drafts.size() > 32) drafts.resize(32);
  return drafts;
}

}  // namespace assay::properties
