#include "runners/evidence.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/text.h"

namespace assay::runners {
namespace {

using spec::Answer;
using spec::Exchange;
using spec::Json;

constexpr std::size_t kKeptBody = 64 * 1024;
constexpr std::size_t kKeptScalar = 8 * 1024;
constexpr std::size_t kShortArray = 32;
constexpr std::size_t kFirstItems = 3;
constexpr std::size_t kTelling = 6;  // bytes; a shorter value may stand anywhere

class Thinner {
 public:
  Thinner(std::span<const Exchange> exchanges, const spec::Verdict& verdict) : verdict_(verdict) {
    for (const Exchange& exchange : exchanges) {
      for (const spec::BoundName& name : exchange.request.names) {
        const bool known = std::find(names_.begin(), names_.end(), name.bytes) != names_.end();
        if (name.bytes.size() >= kTelling && !known) names_.push_back(name.bytes);
      }
    }
  }

  Exchange kept(const Exchange& exchange) const {
    const Answer* answer = exchange.answer();
    if (answer == nullptr || answer->body.size() <= kKeptBody) return exchange;
    Answer small;
    small.status = answer->status;
    small.headers = answer->headers;
    small.media_type = answer->media_type;
    small.body = answer->body.substr(0, kKeptBody);
    small.cut = {answer->body.size(), reports::fnv1a(answer->body)};
    if (answer->json) small.json = kept(*answer->json, "");
    small.json_error = answer->json_error;
    small.duplicate_keys = answer->duplicate_keys;
    small.stray = answer->stray;
    Exchange out;
    out.step = exchange.step;
    out.operation = exchange.operation;
    out.request = exchange.request;
    out.outcome = std::move(small);
    out.duration = exchange.duration;
    return out;
  }

 private:
  Json kept(const Json& value, const std::string& pointer) const {
    if (value.is_array()) {
      Json out = Json::array();
      const bool all = value.items().size() <= kShortArray;
      out.items().reserve(value.items().size());
      for (const Json& item : value.items()) {
        const std::size_t at = out.items().size();
        const std::string below = pointer + "/" + std::to_string(at);
        const bool keep = all || at < kFirstItems || verdict_.is_at(below) || mentioned(item);
        out.items().push_back(keep ? kept(item, below) : Json());
      }
      return out;
    }
    if (value.is_object()) {
      Json out = Json::object();
      for (const auto& [name, member] : value.members())
        out.members().emplace_back(name, kept(member, pointer + "/" + spec::escape_pointer(name)));
      return out;
    }
    if ((value.is_string() || value.is_number()) && value.text().size() > kKeptScalar) {
      std::string cut = value.text().substr(0, kKeptScalar);
      if (value.is_string()) return Json::string(std::move(cut));
      while (cut.back() < '0' || cut.back() > '9') cut.pop_back();  // it stays a number
      return Json::number(std::move(cut));
    }
    return value;
  }

  bool mentioned(const Json& value) const {
    if (value.is_string() || value.is_number()) {
      return std::any_of(names_.begin(), names_.end(), [&](const std::string& name) {
        return value.text().find(name) != std::string::npos;
      });
    }
    return std::any_of(value.items().begin(), value.items().end(),
                       [&](const Json& item) { return mentioned(item); }) ||
           std::any_of(value.members().begin(), value.members().end(),
                       [&](const Json::Member& member) { return mentioned(member.second); });
  }

  const spec::Verdict& verdict_;
  std::vector<std::string> names_;
};

}  // namespace

spec::Evidence evidence_of(const spec::Trial& trial, std::span<const Exchange> exchanges,
                           const spec::Verdict& verdict) {
  spec::Evidence evidence{trial, {}, verdict};
  const Thinner thinner(exchanges, verdict);
  evidence.exchanges.reserve(exchanges.size());
  for (const Exchange& exchange : exchanges) evidence.exchanges.push_back(thinner.kept(exchange));
  return evidence;
}

spec::Evidence without_idle_steps(const spec::Contract& contract, spec::Evidence evidence) {
  const spec::Step* last = spec::find(evidence.trial, evidence.verdict.step);
  if (last == nullptr) return evidence;
  const std::size_t end = static_cast<std::size_t>(last - evidence.trial.steps.data()) + 1;
  evidence.trial.steps.resize(end);
  evidence.trial.intent.subject = evidence.verdict.step;
  evidence.trial.intent.other = 0;
  for (std::size_t k = end - 1; k-- > 0;) {
    const spec::Step& step = evidence.trial.steps[k];
    switch (contract.operations[step.operation].effect.action) {
      case spec::Action::read:
      case spec::Action::list:
      case spec::Action::exists:
      case spec::Action::check:
        break;
      default:
        continue;
    }
    std::optional<spec::Trial> fewer = spec::without_step(evidence.trial, step.id);
    const bool alone = fewer && fewer->steps.size() + 1 == evidence.trial.steps.size();
    if (alone) evidence.trial = std::move(*fewer);
  }
  std::erase_if(evidence.exchanges, [&](const Exchange& exchange) {
    return spec::find(evidence.trial, exchange.step) == nullptr;
  });
  return evidence;
}

}  // namespace assay::runners
