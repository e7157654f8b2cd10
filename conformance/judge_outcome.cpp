// Accepted, refused, bounded.
#include <algorithm>
#include <utility>

#include "conformance/judge.h"
#include "conformance/judge_case.h"
#include "conformance/model.h"
#include "conformance/reading.h"
#include "conformance/shown.h"
#include "conformance/wording.h"
#include "spec/decimal.h"

namespace assay::conformance {
namespace {

using spec::Action;
using spec::Reason;
using spec::Verdict;

Verdict broken(const Case& of, const spec::Exchange& exchange, const std::string& kind) {
  Verdict verdict;
  verdict.kind = Verdict::Kind::broken;
  verdict.step = exchange.step;
  verdict.where = answer_to(of.contract(), exchange);
  verdict.got = describe(exchange);
  verdict.fault = kind + " " + of.operation(exchange).id;
  return verdict;
}

// A value that the server may turn down though it is valid.
bool may_be_turned_down(const spec::Operation& operation, const spec::Exchange& exchange) {
  return std::any_of(operation.fields.begin(), operation.fields.end(),
                     [&](const spec::Field& field) {
                       const std::string* value = spec::find(exchange.request.form, field.name);
                       return field.may_refuse && value != nullptr &&
                              (!field.default_value || *value != *field.default_value);
                     });
}

// Any page but the first may be beyond the last, and what becomes of that is free.
bool may_be_beyond(const spec::Operation& operation, const spec::Exchange& exchange) {
  if (!operation.effect.paging || operation.effect.paging->number_field.empty()) return false;
  const std::string* number =
      spec::find(exchange.request.form, operation.effect.paging->number_field);
  return number != nullptr && shown_integer(spec::Json::string(*number)) != 1;
}

// What clears a relation may be turned down where none was set before.
bool clears_nothing(const Case& of, const spec::Exchange& subject) {
  const auto& cleared = of.operation(subject).effect.clears_relation;
  if (!cleared) return false;
  for (const spec::Exchange& exchange : of.exchanges) {
    if (&exchange == &subject) break;
    const auto& set = of.operation(exchange).effect.sets_relation;
    if (set && set->name == cleared->name &&
        receive(of.contract(), exchange) == Reception::accepted)
      return false;
  }
  return true;
}

// Without a declared resource nobody knows which texts name something, nor whether one of them is
// needed: a text may be what was turned down unless the target took it before, and its absence
// unless the target took any request.
bool needs_a_source(const Case& of, const spec::Exchange& subject) {
  if (!of.contract().resources.empty()) return false;
  const bool taken = of.facts.accepted.count(subject.operation) != 0;
  const spec::Operation& operation = of.operation(subject);
  return std::any_of(operation.fields.begin(), operation.fields.end(),
                     [&](const spec::Field& field) {
                       const bool text = field.schema.type == spec::FieldSchema::Type::string ||
                                         field.schema.type == spec::FieldSchema::Type::any;
                       if (!text || !field.schema.enumeration.empty() || !field.samples.empty())
                         return false;
                       const std::string* sent = spec::find(subject.request.form, field.name);
                       if (sent == nullptr) return !taken && !field.default_value;
                       return field.default_value != *sent &&
                              of.facts.taken_twice.count({subject.operation, field.name}) == 0;
                     });
}

bool needs_credentials(const spec::Operation& operation) {
  return !operation.security.empty() || operation.unsent_credentials;
}

// True if the target is known to take our credentials, or to do without, somewhere.
bool credentials_work(const Case& of) {
  return std::any_of(of.facts.accepted.begin(), of.facts.accepted.end(),
                     [&](std::size_t operation) {
                       return operation < of.contract().operations.size() &&
                              needs_credentials(of.contract().operations[operation]);
                     });
}

// Every refusal may be for the credentials as long as nothing that needs them was accepted. A path
// or a method that is not there is not.
bool credentials_may_be_wrong(const Case& of, const spec::Exchange& subject) {
  const int status = subject.answer()->status;
  return status != 404 && status != 405 && needs_credentials(of.operation(subject)) &&
         !credentials_work(of);
}

// An accepted existence check or check of a value can still say no: to a key that no object has,
// not to a request that breaks a rule.
bool says_no(const spec::Operation& operation, const spec::Exchange& exchange) {
  const spec::Effect& effect = operation.effect;
  const spec::Answer* answer = exchange.answer();
  if (answer == nullptr || !answer->json) return false;
  if (effect.action == Action::exists) {
    const spec::Json* flag = answer->json->at_pointer(effect.flag);
    return flag != nullptr && shown_boolean(*flag) == false;
  }
  if (effect.action == Action::check && !effect.positive.empty()) {
    const spec::Json* number = answer->json->at_pointer(effect.positive);
    return number == nullptr || !(number->is_number() ? number->as_double() > 0
                                                      : shown_integer(*number).value_or(0) > 0);
  }
  return false;
}

// A near miss of a counted id may be somebody else's, and one in the other case the same key.
bool may_exist_elsewhere(const Case& of, const spec::Exchange& subject) {
  const spec::Step* step = spec::find(of.trial, subject.step);
  if (step == nullptr || subject.operation >= of.index.operations.size()) return false;
  return std::any_of(step->fields.begin(), step->fields.end(), [&](const spec::StepField& field) {
    if (of.operation(subject).key_of(field.name).empty()) return false;
    const std::string* value = spec::find(subject.request.form, field.name);
    const bool near = std::holds_alternative<spec::Ref>(field.value.source) &&
                      field.value.twist != spec::Twist::none;
    if (!near) return false;
    return value == nullptr || may_be_a_key(*value, field.value.twist);
  });
}

}  // namespace

const spec::Exchange* Case::exchange_of(int step) const {
  for (const spec::Exchange& exchange : exchanges) {
    if (exchange.step == step) return &exchange;
  }
  return nullptr;
}

std::vector<std::string> Case::attributes() const {
  std::vector<std::string> names;
  const spec::Step* subject = spec::find(trial, trial.intent.subject);
  const std::size_t at = subject == nullptr ? law.operation : subject->operation;
  for (const std::string& field : trial.intent.fields) {
    std::string name = contract().operations[at].attribute_set_by(field);
    if (name.empty()) name = contract().operations[law.operation].attribute_set_by(field);
    names.push_back(name.empty() ? field : name);
  }
  return names;
}

Verdict judge_accepted(const Case& of, const spec::Exchange& subject) {
  const Reception reception = receive(of.contract(), subject);
  if (reception == Reception::accepted) return Verdict::held();
  if (reception == Reception::failed || reception == Reception::faulted) {
    return Verdict::unobservable(Reason::not_shown);
  }
  const spec::Operation& operation = of.operation(subject);
  if (reception == Reception::refused) {
    if (may_be_turned_down(operation, subject) || may_be_beyond(operation, subject) ||
        clears_nothing(of, subject) || too_long(subject))
      return Verdict::unobservable(Reason::not_shown);
    if (credentials_may_be_wrong(of, subject))
      return Verdict::unobservable(Reason::nothing_accepted);
    if (needs_a_source(of, subject)) return Verdict::unobservable(Reason::no_source);
  }
  Verdict verdict = broken(of, subject, "not accepted");
  verdict.expected = "acceptance (2xx): the request keeps every rule of the contract";
  return verdict;
}

Verdict judge_refused(const Case& of, const spec::Exchange& subject) {
  switch (receive(of.contract(), subject)) {
    case Reception::refused:
      return Verdict::held();
    case Reception::accepted:
      break;
    default:
      return Verdict::unobservable(Reason::not_shown);
  }
  if (of.law.pattern == "state/unknown") {
    if (says_no(of.operation(subject), subject)) return Verdict::held();
    if (may_exist_elsewhere(of, subject)) return Verdict::unobservable(Reason::not_shown);
  }
  Verdict verdict = broken(of, subject, "accepted");
  verdict.expected = "a refusal: " + reason_to_refuse(of.contract(), of.law, subject);
  return verdict;
}

Verdict judge_bounded(const Case& of, const spec::Exchange& subject) {
  switch (receive(of.contract(), subject)) {
    case Reception::refused:
      return Verdict::held();
    case Reception::accepted:
      break;
    default:
      return Verdict::unobservable(Reason::not_shown);
  }
  const spec::Operation& operation = of.operation(subject);
  const std::string name = of.trial.intent.fields.empty()
                               ? (of.law.fields.empty() ? std::string() : of.law.fields.front())
                               : of.trial.intent.fields.front();
  const spec::Field* field = operation.find(name);
  if (field == nullptr) return Verdict::unobservable(Reason::not_shown);
  const std::string expected = "a refusal, or a value that keeps the rules: " +
                               reason_to_refuse(of.contract(), of.law, subject);
  const auto outside = [&](const spec::Exchange& exchange, const std::string& pointer,
                           std::string got) {
    Verdict verdict = broken(of, exchange, "out of bounds " + name);
    verdict.where = answer_to(of.contract(), exchange, pointer);
    verdict.expected = expected;
    verdict.got = std::move(got);
    return verdict;
  };

  if (operation.effect.paging && (name == operation.effect.paging->size_field ||
                                  name == operation.effect.paging->number_field)) {
    const spec::Paging& paging = *operation.effect.paging;
    const bool is_size = name == paging.size_field;
    const std::string& pointer = is_size ? paging.size_key : paging.number_key;
    if (!subject.answer()->json) return Verdict::unobservable(Reason::not_shown);
    const spec::Json* shown =
        pointer.empty() ? nullptr : subject.answer()->json->at_pointer(pointer);
    if (shown != nullptr && !json_satisfies(field->schema, *shown)) {
      return outside(subject, pointer, quote(*shown));
    }
    const spec::Json* items = operation.effect.items
                                  ? subject.answer()->json->at_pointer(*operation.effect.items)
                                  : nullptr;
    if (is_size && items != nullptr && field->schema.maximum) {
      const std::string count = std::to_string(items->items().size());
      const auto order = spec::compare_decimals(count, *field->schema.maximum);
      if (order && *order > 0) return outside(subject, *operation.effect.items, count + " objects");
    }
    return shown == nullptr ? Verdict::unobservable(Reason::not_shown) : Verdict::held();
  }

  const std::string attribute = operation.attribute_set_by(name);
  if (attribute.empty()) return Verdict::unobservable(Reason::not_shown);
  Model model(of.index, of.facts, of.trial, of.exchanges, {});
  model.fold();
  bool observed = false;
  for (const Model::Shown& shown : model.shown_since(subject.step, attribute)) {
    const spec::Exchange& exchange = of.exchanges[shown.at];
    if (!of.facts.reflected(exchange.operation, attribute)) continue;
    observed = true;
    const bool nothing =
        is_empty(*shown.value) ||
        (shown.value->is_number() && shown.value->as_double() == 0 && field->may_replace);
    // What is shown as it was sent has lost no leading zeros.
    const std::string* sent = spec::find(subject.request.form, name);
    const bool as_sent = shown.value->is_number() && sent != nullptr &&
                         shown.value->text() == *sent && !satisfies(field->schema, *sent);
    if (nothing || (!as_sent && json_satisfies(field->schema, *shown.value))) continue;
    return outside(exchange, shown.pointer, quote(*shown.value));
  }
  return observed ? Verdict::held() : Verdict::unobservable(Reason::not_reflected);
}

}  // namespace assay::conformance
