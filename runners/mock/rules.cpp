#include "runners/mock/rules.h"

#include <algorithm>

#include "runners/mock/intake.h"
#include "runners/mock/value_rules.h"
#include "spec/dependency.h"

namespace assay::runners::mock {
namespace {

class Rules {
 public:
  Rules(Demand& demand, const ActiveDefect& defect)
      : demand_(demand), plan_(*demand.plan), defect_(defect) {}

  void apply() {
    whole_form();
    for (const FieldPlan& field : plan_.fields) one_field(field);
    if (!demand_.refused) together();
  }

 private:
  bool hits(Bug bug) const { return defect_.hits(bug, plan_.index); }
  bool here(const FieldPlan& field) const { return defect_.field() == field.field->name; }

  void refuse(std::string message) {
    if (!demand_.refused) demand_.refused = Refused{422, std::move(message)};
  }

  void whole_form() {
    const spec::Form& form = demand_.form;
    for (std::size_t i = 0; i < form.size(); ++i) {
      if (!is_utf8(form[i].name) || !is_utf8(form[i].value))
        return refuse("The request is not UTF-8.");
      if (plan_.find(form[i].name) == nullptr) {
        if (hits(Bug::fails_on_unknown_field)) throw Failed("unknown field");
        continue;
      }
      for (std::size_t j = 0; j < i; ++j) {
        if (form[j].name == form[i].name)
          return refuse("Field '" + form[i].name + "' stands twice.");
      }
    }
    if (hits(Bug::full_refused) && form.size() > 25) refuse("Too many fields.");
  }

  void one_field(const FieldPlan& field) {
    const spec::Field& rule = *field.field;
    const std::string* sent = spec::find(demand_.form, rule.name);
    if (sent == nullptr) {
      if (rule.required && !excused(field)) refuse("Field '" + rule.name + "' is required.");
      if (hits(Bug::optional_demanded) && here(field))
        refuse("Field '" + rule.name + "' is needed.");
      return;
    }
    std::string text = *sent;
    if (text.empty() && forbids_empty(rule.schema) && !rule.required) return;  // as if absent
    if (text.empty() && here(field) && hits(Bug::required_empty_taken)) {
      demand_.given.push_back({&field, text});
      return;
    }
    if (const std::string fault = fault_of(plan_, field, text, defect_); !fault.empty()) {
      if (rule.may_replace && !rule.required) return;  // another value takes its place
      return refuse("Field '" + rule.name + "' " + fault + ".");
    }
    if (refused_by_defect(field, text))
      return refuse("Field '" + rule.name + "' has a value that is not supported.");
    demand_.given.push_back({&field, std::move(text)});
  }

  // A required field that is not asked for.
  bool excused(const FieldPlan& field) const {
    if (!here(field)) return false;
    if (hits(Bug::required_waived)) {
      return std::ranges::any_of(plan_.fields, [&](const FieldPlan& other) {
        return !other.field->required &&
               other.field->schema.type == spec::FieldSchema::Type::string &&
               spec::find(demand_.form, other.field->name) != nullptr;
      });
    }
    return hits(Bug::required_not_asked) || hits(Bug::last_required_not_asked) ||
           hits(Bug::key_not_asked);
  }

  bool refused_by_defect(const FieldPlan& field, const std::string& text) const {
    const auto& paging = plan_.operation->effect.paging;
    if (hits(Bug::upper_bound_refused) && paging && paging->size_field == field.field->name) {
      return text == field.field->schema.maximum.value_or("");
    }
    if (!here(field)) return false;
    return (hits(Bug::last_member_refused) && text == field.field->schema.enumeration.back()) ||
           (hits(Bug::true_refused) && text == "true") ||
           (hits(Bug::zero_refused) && text == "0") ||
           (hits(Bug::pair_refused) && text == "true" && next_are_true(field, 1)) ||
           (hits(Bug::triple_refused) && text == "true" && next_are_true(field, 2));
  }

  // The next so many switches after this one.
  bool next_are_true(const FieldPlan& first, std::size_t many) const {
    bool past = false;
    for (const FieldPlan& field : plan_.fields) {
      if (past && field.field->schema.type == spec::FieldSchema::Type::boolean) {
        const std::string* text = spec::find(demand_.form, field.field->name);
        if (text == nullptr || *text != "true") return false;
        if (--many == 0) return true;
      }
      if (&field == &first) past = true;
    }
    return false;
  }

  void together() {
    if (hits(Bug::both_keys_demanded)) {
      for (const spec::KeyField& by : plan_.operation->effect.by) {
        if (demand_.find(by.field) == nullptr) refuse("Field '" + by.field + "' is needed.");
      }
    }
    if (plan_.operation->dependencies.empty()) return;
    if (hits(Bug::dependency_ignored) || hits(Bug::dependency_empty_taken)) return;
    const spec::Form form = demand_.valid_form();
    for (const spec::Dependency& dependency : plan_.operation->dependencies) {
      if (!spec::holds(dependency.rule, form))
        refuse("The request breaks the rule " + dependency.text + ".");
    }
  }

  Demand& demand_;
  const OperationPlan& plan_;
  const ActiveDefect& defect_;
};

}  // namespace

void apply_rules(Demand& demand, const ActiveDefect& defect) {
  Rules(demand, defect).apply();
}

}  // namespace assay::runners::mock
