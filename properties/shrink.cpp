#include "properties/shrink.h"

#include <rapidcheck/shrinkable/Create.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <set>

#include "properties/text_shrink.h"
#include "spec/dependency.h"

namespace assay::properties {
namespace {

using spec::Action;
using spec::Fresh;
using spec::Literal;
using spec::Step;
using spec::StepField;
using spec::Trial;
using spec::Value;
using Role = Slot::Role;

using Edit = std::function<std::optional<Trial>(const Trial&)>;

// All smaller trials of one trial, as edits that are applied when they are asked for.
class Edits {
 public:
  Edits(const World& world, const Trial& trial, const Keep& keep)
      : world_(world), trial_(trial), keep_(keep) {}

  std::vector<Edit> all() {
    drop_steps();
    for (const Step& step : trial_.steps) drop_fields(step);
    for (const Step& step : trial_.steps) drop_oddities(step);
    for (const Step& step : trial_.steps) simplify_values(step);
    return std::move(edits_);
  }

 private:
  // --- Steps ---
  bool is_end(int id) const { return id == trial_.intent.subject || id == trial_.intent.other; }

  // The creations whose own key a later step repeats.
  bool repeats_key_of(const Step& later, const Step& creation) const {
    const spec::Operation& operation = world_.operation(creation.operation);
    if (operation.effect.action != Action::create || later.id <= creation.id) return false;
    for (const StepField& own : creation.fields) {
      const auto* fresh = std::get_if<Fresh>(&own.value.source);
      const auto slot = world_.request(creation.operation).slot_of(own.name);
      if (fresh == nullptr || !slot ||
          world_.request(creation.operation).slots()[*slot].role != Role::own_key)
        continue;
      for (const StepField& field : later.fields) {
        const auto* same = std::get_if<Fresh>(&field.value.source);
        if (same != nullptr && *same == *fresh) return true;
      }
    }
    return false;
  }

  // The step and all that can't do without it.
  std::set<int> closure(int id) const {
    std::set<int> gone{id};
    for (std::size_t before = 0; before != gone.size();) {
      before = gone.size();
      for (const Step& step : trial_.steps) {
        if (gone.count(step.id) != 0) continue;
        const bool takes =
            std::any_of(step.fields.begin(), step.fields.end(), [&](const StepField& field) {
              const auto* ref = std::get_if<spec::Ref>(&field.value.source);
              return ref != nullptr && gone.count(ref->step) != 0;
            });
        const bool repeats =
            std::any_of(trial_.steps.begin(), trial_.steps.end(), [&](const Step& other) {
              return gone.count(other.id) != 0 && repeats_key_of(step, other);
            });
        if (takes || repeats) gone.insert(step.id);
      }
    }
    return gone;
  }

  void drop_steps() {
    const bool modelled = trial_.intent.expect == spec::Intent::Expect::model;
    std::vector<std::set<int>> droppable, set_up;
    for (auto step = trial_.steps.rbegin(); step != trial_.steps.rend(); ++step) {
      const bool creates = world_.operation(step->operation).effect.action == Action::create;
      const bool is_set_up = step->role == Step::Role::setup;
      if (is_end(step->id) || (is_set_up && !creates && !modelled)) continue;
      std::set<int> gone = closure(step->id);
      if (std::any_of(gone.begin(), gone.end(), [&](int id) { return is_end(id); })) continue;
      (is_set_up ? set_up : droppable).push_back(std::move(gone));
    }
    droppable.insert(droppable.end(), set_up.begin(), set_up.end());
    for (std::size_t size = droppable.size(); size > 0; size /= 2) {
      for (std::size_t at = 0; at < droppable.size(); at += size) {
        std::set<int> gone;
        for (std::size_t k = at; k < std::min(at + size, droppable.size()); ++k) {
          gone.insert(droppable[k].begin(), droppable[k].end());
        }
        edits_.push_back([gone](const Trial& from) {
          Trial smaller;
          smaller.intent = from.intent;
          for (const Step& step : from.steps) {
            if (gone.count(step.id) == 0) smaller.steps.push_back(step);
          }
          return std::optional<Trial>(std::move(smaller));
        });
      }
    }
  }

  // --- Fields ---
  const Slot* slot_of(const Step& step, const std::string& name) const {
    const auto slot = world_.request(step.operation).slot_of(name);
    return slot ? &world_.request(step.operation).slots()[*slot] : nullptr;
  }

  bool held(const Step& step, const std::string& name) const {
    if (!is_end(step.id)) return false;
    return name == keep_.fault_field ||
           std::find(keep_.fields.begin(), keep_.fields.end(), name) != keep_.fields.end();
  }

  bool may_go(const Step& step, const StepField& field) const {
    if (held(step, field.name)) return false;
    const Slot* slot = slot_of(step, field.name);
    if (slot == nullptr || (keep_.loose && step.role != Step::Role::setup)) return true;
    if (slot->field->required || slot->role == Role::selector || slot->role == Role::own_key)
      return false;
    if (slot->role != Role::by_key) return true;
    const auto keys =
        std::count_if(step.fields.begin(), step.fields.end(), [&](const StepField& other) {
          const Slot* key = slot_of(step, other.name);
          return key != nullptr && key->role == Role::by_key;
        });
    return keys > 1;
  }

  // Which dependencies the step keeps.
  static std::vector<bool> kept(const World& world, const Step& step) {
    const spec::Operation& operation = world.operation(step.operation);
    std::vector<bool> truths;
    if (operation.dependencies.empty()) return truths;
    spec::Form form;
    for (const StepField& field : step.fields)
      form.push_back({field.name, text_for_rules(field.value)});
    for (const spec::Dependency& dependency : operation.dependencies) {
      truths.push_back(spec::holds(dependency.rule, form));
    }
    return truths;
  }

  // An edit of one step, dropped if it changes which dependencies are kept.
  void edit_step(int id, std::function<bool(Step&)> change) {
    const World* world = &world_;
    const bool loose = keep_.loose;
    edits_.push_back([world, loose, id, change](const Trial& from) -> std::optional<Trial> {
      Trial smaller = from;
      for (std::size_t k = 0; k < smaller.steps.size(); ++k) {
        if (smaller.steps[k].id != id) continue;
        if (!change(smaller.steps[k])) return std::nullopt;
        if (!loose && kept(*world, smaller.steps[k]) != kept(*world, from.steps[k]))
          return std::nullopt;
      }
      return smaller;
    });
  }

  void drop_fields(const Step& step) {
    std::vector<std::size_t> droppable;
    for (std::size_t k = 0; k < step.fields.size(); ++k) {
      if (may_go(step, step.fields[k])) droppable.push_back(k);
    }
    for (std::size_t size = droppable.size(); size > 0; size /= 2) {
      for (std::size_t at = 0; at < droppable.size(); at += size) {
        const std::size_t end = std::min(at + size, droppable.size());
        const std::vector<std::size_t> gone(droppable.begin() + static_cast<std::ptrdiff_t>(at),
                                            droppable.begin() + static_cast<std::ptrdiff_t>(end));
        edit_step(step.id, [gone](Step& changed) {
          for (auto k = gone.rbegin(); k != gone.rend(); ++k) {
            changed.fields.erase(changed.fields.begin() + static_cast<std::ptrdiff_t>(*k));
          }
          return true;
        });
      }
    }
  }

  void drop_oddities(const Step& step) {
    if (step.spelling != spec::FormSpelling{}) {
      for (bool spec::FormSpelling::*flag :
           {&spec::FormSpelling::space_as_percent20, &spec::FormSpelling::lower_case_hex,
            &spec::FormSpelling::needless_in_values, &spec::FormSpelling::needless_in_names}) {
        if (step.spelling.*flag) {
          edit_step(step.id, [flag](Step& changed) {
            changed.spelling.*flag = false;
            return true;
          });
        }
      }
    }
    if (step.credential_order != spec::CredentialOrder{}) {
      edit_step(step.id, [](Step& changed) { return changed.credential_order = {}, true; });
    }
    if (!keep_.loose || step.role == Step::Role::setup) return;
    if (step.body) {
      edit_step(step.id, [](Step& changed) { return changed.body.reset(), true; });
      for (std::string& text : simpler_texts(*step.body, true)) {
        edit_step(step.id, [text](Step& changed) { return changed.body = text, true; });
      }
    }
    if (step.media_type)
      edit_step(step.id, [](Step& changed) { return changed.media_type.reset(), true; });
    if (step.method) edit_step(step.id, [](Step& changed) { return changed.method.reset(), true; });
    if (step.path_suffix)
      edit_step(step.id, [](Step& changed) { return changed.path_suffix.reset(), true; });
  }

  // --- Values ---
  void replace(const Step& step, std::size_t field, Value value) {
    edit_step(step.id, [field, value](Step& changed) {
      changed.fields[field].value = value;
      return true;
    });
  }

  // Those of `simpler` that come before the present value.
  void earlier(const Step& step, std::size_t field, const std::vector<Value>& simpler) {
    for (const Value& value : simpler) {
      if (value == step.fields[field].value) return;
      replace(step, field, value);
    }
  }

  void simplify_values(const Step& step) {
    for (std::size_t k = 0; k < step.fields.size(); ++k) {
      const StepField& field = step.fields[k];
      const Slot* slot = slot_of(step, field.name);
      if (is_end(step.id) && field.name == keep_.fault_field) {
        const auto& values = keep_.fault_values;
        if (std::find(values.begin(), values.end(), field.value) != values.end())
          earlier(step, k, values);
        continue;
      }
      if (held(step, field.name)) continue;
      const auto* literal = std::get_if<Literal>(&field.value.source);
      const bool anything = keep_.loose && step.role != Step::Role::setup;
      const bool text =
          keep_.texts && slot != nullptr && slot->role == Role::value && slot->values.free_text();
      if (anything && (!field.value.before.empty() || !field.value.after.empty())) {
        Value bare = field.value;
        bare.before.clear();
        bare.after.clear();
        replace(step, k, std::move(bare));
      }
      if (literal == nullptr) continue;
      if (anything || text) {
        for (std::string& simpler : simpler_texts(literal->bytes, anything)) {
          Value value = field.value;
          value.source = Literal{std::move(simpler)};
          replace(step, k, std::move(value));
        }
      } else if (slot != nullptr && slot->role == Role::value) {
        std::vector<Value> literals;
        for (const Value& value : slot->values.deliberate()) {
          if (std::holds_alternative<Literal>(value.source)) literals.push_back(value);
        }
        earlier(step, k, literals);
      }
    }
  }

  const World& world_;
  const Trial& trial_;
  const Keep& keep_;
  std::vector<Edit> edits_;
};

// The sequence of smaller trials; copies continue independently, as rc::Seq wants it.
class Candidates {
 public:
  Candidates(WorldPtr world, TrialPtr from, std::shared_ptr<const Keep> keep)
      : world_(std::move(world)), from_(std::move(from)), keep_(std::move(keep)) {}

  rc::Maybe<TrialPtr> operator()() {
    if (!edits_)
      edits_ = std::make_shared<const std::vector<Edit>>(Edits(*world_, *from_, *keep_).all());
    while (at_ < edits_->size()) {
      std::optional<Trial> smaller = (*edits_)[at_++](*from_);
      if (smaller && *smaller != *from_)
        return TrialPtr(std::make_shared<const Trial>(std::move(*smaller)));
    }
    return rc::Nothing;
  }

 private:
  WorldPtr world_;
  TrialPtr from_;
  std::shared_ptr<const Keep> keep_;
  std::shared_ptr<const std::vector<Edit>> edits_;
  std::size_t at_ = 0;
};

}  // namespace

rc::Shrinkable<TrialPtr> shrink_tree(WorldPtr world, TrialPtr trial,
                                     std::shared_ptr<const Keep> keep) {
  return rc::shrinkable::shrinkRecur(std::move(trial), [world, keep](const TrialPtr& from) {
    return rc::Seq<TrialPtr>(Candidates(world, from, keep));
  });
}

}  // namespace assay::properties
