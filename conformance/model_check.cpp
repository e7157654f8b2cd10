// Existence checks, and checks of a value that was taken from an object.
#include <utility>

#include "conformance/model.h"
#include "conformance/reading.h"
#include "conformance/shown.h"

namespace assay::conformance {

void Model::judge_existence(const Sent& sent, const Named& named, Reception reception) {
  const Outlook expected = outlook(sent, named);
  if (expected.expected == Outlook::Expected::free) return;
  const bool there = expected.expected == Outlook::Expected::accepted;
  Mismatch mismatch;
  mismatch.where = answer_to(sent.at, "");
  mismatch.key = operation(sent.operation).effect.flag;
  if (reception == Reception::refused) {
    if (!there) return note(expected.aspects, nullptr);
    if (excused(sent)) return;
    mismatch.expected = "true: " + expected.why;
    mismatch.got = got(sent.at);
    return report(expected.aspects, sent.at, std::move(mismatch));
  }
  const spec::Json* answer = json(sent.at);
  const spec::Json* flag =
      answer == nullptr ? nullptr : answer->at_pointer(operation(sent.operation).effect.flag);
  const auto told = flag == nullptr ? std::nullopt : shown_boolean(*flag);
  if (!told) return;  // shape's business
  if (*told == there) return note(expected.aspects, nullptr);
  mismatch.where = answer_to(sent.at, operation(sent.operation).effect.flag);
  mismatch.expected = std::string(there ? "true: " : "false: ") + expected.why;
  mismatch.got = quote(*flag);
  report(expected.aspects, sent.at, std::move(mismatch));
}

void Model::judge_check(const Sent& sent, const Named& named, Reception reception) {
  const Outlook expected = outlook(sent, named);
  if (expected.expected == Outlook::Expected::free) return;
  const spec::Effect& effect = operation(sent.operation).effect;
  const bool lives = expected.expected == Outlook::Expected::accepted;
  if (named.kind == Named::Kind::object) {
    const Object& object = objects_[named.object];
    const std::size_t key = index_.operations[sent.operation].fields[named.field].key;
    const std::string& name = resource_of(object).resource->keys[key].name;
    // One that all objects share outlives each of them.
    if (!lives && facts_.shared_keys.count({object.resource, name}) != 0) return;
    // Of a value that changes, only the last one is known to be good, and only in that status.
    if (lives && object.keys[key].back() != *named.value) return;
    if (lives && object.status_since > object.key_at[key]) return;
  }
  bool good = reception == Reception::accepted;
  const spec::Json* shown = nullptr;
  if (good && !effect.positive.empty()) {
    const spec::Json* answer = json(sent.at);
    shown = answer == nullptr ? nullptr : answer->at_pointer(effect.positive);
    const auto number = shown == nullptr ? std::nullopt : scalar_text(*shown);
    if (!number) return;  // shape's business
    good = shown->is_number() ? shown->as_double() > 0 : shown_integer(*shown).value_or(0) > 0;
  }
  if (good == lives) return note(expected.aspects, nullptr);
  if (lives && excused(sent)) return;
  Mismatch mismatch;
  mismatch.where = answer_to(sent.at, shown == nullptr ? "" : effect.positive);
  mismatch.expected = lives ? "a number above 0: " : "a refusal, or no number above 0: ";
  if (effect.positive.empty()) mismatch.expected = lives ? "acceptance: " : "a refusal: ";
  mismatch.expected += expected.why;
  mismatch.got = shown == nullptr ? got(sent.at) : quote(*shown);
  if (shown != nullptr && good) mismatch.got = "a number above 0: " + mismatch.got;
  mismatch.key = effect.positive;
  report(expected.aspects, sent.at, std::move(mismatch));
}

}  // namespace assay::conformance
