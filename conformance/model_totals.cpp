// Lists: their totals.
#include <algorithm>
#include <map>
#include <utility>

#include "conformance/model.h"
#include "conformance/reading.h"
#include "conformance/shown.h"

namespace assay::conformance {

using spec::Aspect;
using spec::Json;

// The keys of the objects on this page that are none of this trial's.
std::vector<std::string> Model::strangers(std::size_t operation_at, const Json& items) const {
  const OperationIndex& index = index_.operations[operation_at];
  const ResourceIndex& resource = index_.resources[index.operation->effect.resource];
  std::vector<std::string> keys;
  for (const Json& item : items.items()) {
    if (identify(operation_at, item) != kNone) continue;
    std::string named;
    index.each_shown(item, [&](const Column& column, const Json& value) {
      const std::size_t key = resource.attributes[column.attribute].key;
      if (key == kNone || !resource.resource->keys[key].unique) return;
      named += scalar_text(value).value_or("") + '\n';
    });
    keys.push_back(std::move(named));
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

void Model::see_total(const Sent& sent, At page, bool whole) {
  const spec::Effect& effect = operation(sent.operation).effect;
  Totals seen;
  seen.operation = sent.operation;
  seen.at = page;
  seen.total = *shown_integer(*json(page)->at_pointer(effect.paging->total_key));
  seen.epoch = epoch_;
  if (whole) seen.strangers = strangers(sent.operation, *json(page)->at_pointer(*effect.items));
  std::int64_t ours = 0;
  bool known = unsure_keys_.empty() && !effect.shows_status.empty();
  for (const Object& object : objects_) {
    if (object.resource != effect.resource || object.life == Object::Life::removed) continue;
    known &= object.life == Object::Life::alive && object.status.has_value();
    const auto& shown = effect.shows_status;
    if (known && std::find(shown.begin(), shown.end(), *object.status) != shown.end()) ++ours;
  }
  if (known) seen.ours = ours;
  totals_.push_back(std::move(seen));
}

// Totals count what this trial added and removed, where equal reads frame the change on both sides.
// Where the reads show the whole list, the others on it must be the same too: one who went just
// when ours came leaves the total as it was.
void Model::judge_totals() {
  struct Frame {
    const Totals* first = nullptr;
    std::size_t count = 0;
    bool equal = true;
  };
  std::map<std::size_t, std::vector<Frame>> frames;
  for (const Totals& seen : totals_) {
    auto& of = frames[seen.operation];
    if (of.empty() || of.back().first->epoch != seen.epoch) of.push_back({&seen, 0, true});
    ++of.back().count;
    of.back().equal &=
        of.back().first->total == seen.total && of.back().first->strangers == seen.strangers;
  }
  for (const auto& [operation_at, of] : frames) {
    for (std::size_t i = 1; i < of.size(); ++i) {
      const Frame &before = of[i - 1], &after = of[i];
      if (before.count < 2 || after.count < 2 || !before.equal || !after.equal) continue;
      if (before.first->strangers && after.first->strangers &&
          *before.first->strangers != *after.first->strangers)
        continue;
      if (!before.first->ours || !after.first->ours) continue;
      const std::int64_t change = *after.first->ours - *before.first->ours;
      const std::int64_t wanted = before.first->total + change;
      if (after.first->total == wanted) {
        note(bit(Aspect::totals), nullptr);
        continue;
      }
      Mismatch mismatch;
      const std::string& pointer = operation(operation_at).effect.paging->total_key;
      mismatch.where = answer_to(after.first->at, pointer);
      mismatch.expected =
          std::to_string(wanted) + ": " + std::to_string(before.first->total) + " in step " +
          std::to_string(exchanges_[before.first->at].step) + ", and " +
          (change < 0 ? std::to_string(-change) + " fewer" : std::to_string(change) + " more") +
          " since";
      mismatch.got = std::to_string(after.first->total);
      mismatch.key = pointer;
      report(bit(Aspect::totals), after.first->at, std::move(mismatch));
    }
  }
}

}  // namespace assay::conformance
