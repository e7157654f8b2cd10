#include "runners/culprit.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace assay::runners {
namespace {

constexpr std::size_t kLong = 600;  // bytes of a body: shorter ones are all alike

const spec::Exchange* last_without_answer(const Watched& fatal) {
  const auto& exchanges = fatal.evidence.exchanges;
  for (auto it = exchanges.rbegin(); it != exchanges.rend(); ++it) {
    if (it->fault() != nullptr) return &*it;
  }
  return nullptr;
}

}  // namespace

std::size_t last_operation(const Watched& fatal) {
  const spec::Exchange* last = last_without_answer(fatal);
  return last == nullptr ? spec::kNone : last->operation;
}

bool is_long(const Watched& fatal) {
  const spec::Exchange* last = last_without_answer(fatal);
  return last != nullptr && last->request.body.size() >= kLong;
}

std::string under_way(const spec::Contract& contract, const std::vector<Watched>& fatal,
                      const Watched* but) {
  std::set<std::string> names;
  for (const Watched& other : fatal) {
    const std::size_t operation = last_operation(other);
    if (&other != but && operation != spec::kNone) names.insert(contract.operations[operation].id);
  }
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text + (names.size() == 1 ? " was" : " were");
}

const Watched* culprit(const std::vector<Watched>& fatal,
                       const std::function<bool(const Watched&)>& is_odd) {
  const auto rank = [&](const Watched& watched) {
    return std::tuple(!is_odd(watched), !is_long(watched), watched.origin.rank());
  };
  const auto first =
      std::min_element(fatal.begin(), fatal.end(),
                       [&](const Watched& a, const Watched& b) { return rank(a) < rank(b); });
  return first == fatal.end() ? nullptr : &*first;
}

}  // namespace assay::runners
