// Two answers that must be equal.
#include <algorithm>

#include "conformance/judge.h"
#include "conformance/judge_case.h"
#include "conformance/model.h"
#include "conformance/reading.h"
#include "conformance/shown.h"
#include "conformance/wording.h"

namespace assay::conformance {
namespace {

using spec::Json;
using spec::Reason;
using spec::Verdict;

struct Comparison {
  const Case& of;
  const spec::Exchange& subject;
  const spec::Exchange& other;
  std::size_t compared = 0;
  std::optional<Verdict> verdict;

  void differ(const std::string& pointer, const std::string& key, const Json* here,
              const Json* there) {
    ++compared;
    const bool equal = here != nullptr && there != nullptr
                           ? here->kind() == there->kind() && same_shown(*here, *there)
                           : here == there;
    if (verdict || equal) return;
    Verdict found;
    found.kind = Verdict::Kind::broken;
    found.step = other.step;
    found.where = answer_to(of.contract(), other, pointer);
    found.expected = (here == nullptr ? std::string("no such key") : quote(*here)) +
                     ", as in the answer to step " + std::to_string(subject.step);
    found.got = there == nullptr ? "no such key" : quote(*there);
    found.fault = "not equal " + of.operation(other).id + " " + key;
    verdict = std::move(found);
  }
};

bool same_form(const spec::Exchange& a, const spec::Exchange& b) {
  return a.operation == b.operation && a.request.form == b.request.form;
}

// Keys of the two answers at the same places, below what lists show.
void compare_plain(Comparison& comparison, const Json& here, const Json& there, bool same_request) {
  const Case& of = comparison.of;
  const spec::Operation& operation = of.operation(comparison.subject);
  for (const spec::Key& key : operation.keys) {
    if (key.is_volatile || key.pointer.find("/*") != std::string::npos) continue;
    const Json* mine = here.at_pointer(key.pointer);
    const Json* yours = there.at_pointer(key.pointer);
    if ((mine != nullptr && (mine->is_array() || mine->is_object())) ||
        (yours != nullptr && (yours->is_array() || yours->is_object()))) {
      continue;  // their parts have keys of their own
    }
    if (!same_request) {
      // Of different requests only what a field decides that both sent alike, or the one in
      // question.
      const std::string name = key.pointer.substr(key.pointer.rfind('/') + 1);
      const spec::Field* field = operation.find(name);
      if (field == nullptr) continue;
      const auto& asked = of.trial.intent.fields;
      const std::string* sent_here = spec::find(comparison.subject.request.form, name);
      const std::string* sent_there = spec::find(comparison.other.request.form, name);
      const bool in_question = std::find(asked.begin(), asked.end(), name) != asked.end();
      const bool alike = sent_here != nullptr && sent_there != nullptr && *sent_here == *sent_there;
      if (!in_question && !alike) continue;
    }
    comparison.differ(key.pointer, key.pointer, mine, yours);
  }
}

// Of two lists only this trial's objects, wherever they stand; and how many there are, where the
// list is one of this trial's own objects.
void compare_lists(Comparison& comparison, const Json& here, const Json& there) {
  const Case& of = comparison.of;
  const std::size_t operation = comparison.subject.operation;
  const spec::Effect& effect = of.operation(comparison.subject).effect;
  if (!effect.by.empty() && effect.paging && !effect.paging->total_key.empty() &&
      same_form(comparison.subject, comparison.other)) {
    const std::string& key = effect.paging->total_key;
    comparison.differ(key, key, here.at_pointer(key), there.at_pointer(key));
  }
  const std::string& items = *of.operation(comparison.subject).effect.items;
  const Json* mine = here.at_pointer(items);
  const Json* yours = there.at_pointer(items);
  if (mine == nullptr || yours == nullptr) return;
  Model model(of.index, of.facts, of.trial, of.exchanges, {});
  model.fold();
  for (const Json& item : mine->items()) {
    const std::size_t object = model.identify(operation, item);
    if (object == kNone) continue;
    for (std::size_t i = 0; i < yours->items().size(); ++i) {
      if (model.identify(operation, yours->items()[i]) != object) continue;
      for (const Column& column : of.index.operations[operation].columns) {
        if (column.is_volatile || !column.documented) continue;
        comparison.differ(items + "/" + std::to_string(i) + column.pointer,
                          items + "/*" + column.pointer, item.at_pointer(column.pointer),
                          yours->items()[i].at_pointer(column.pointer));
      }
      break;
    }
  }
}

}  // namespace

Verdict judge_equal(const Case& of, const spec::Exchange& subject, const spec::Exchange& other) {
  if (subject.operation != other.operation ||
      receive(of.contract(), subject) != Reception::accepted ||
      receive(of.contract(), other) != Reception::accepted) {
    return Verdict::unobservable(Reason::not_shown);
  }
  const spec::Answer &here = *subject.answer(), &there = *other.answer();
  if (!here.json || !there.json) return Verdict::unobservable(Reason::not_shown);
  Comparison comparison{of, subject, other, 0, std::nullopt};
  if (of.operation(subject).effect.items && of.operation(subject).effect.resource != kNone) {
    compare_lists(comparison, *here.json, *there.json);
  } else {
    compare_plain(comparison, *here.json, *there.json, same_form(subject, other));
  }
  if (comparison.verdict) {
    // A target that keeps nothing may well make its answers up.
    if (!of.facts.memory) return Verdict::unobservable(Reason::no_memory);
    return *comparison.verdict;
  }
  return comparison.compared == 0 ? Verdict::unobservable(Reason::not_shown) : Verdict::held();
}

}  // namespace assay::conformance
