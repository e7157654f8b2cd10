#include "conformance/judge.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "conformance/judge_case.h"
#include "conformance/model.h"
#include "conformance/reading.h"
#include "conformance/watch_privacy.h"
#include "conformance/watch_robust.h"
#include "conformance/watch_shape.h"
#include "conformance/wording.h"

namespace assay::conformance {
namespace {

using spec::Aspect;
using spec::Family;
using spec::Intent;
using spec::Reason;
using spec::Verdict;

bool is_unsent(const spec::Exchange& exchange) {
  return exchange.fault() != nullptr && exchange.fault()->kind == spec::Fault::Kind::unsent;
}

// A value in no reading valid: what comes of it is not shape's business.
bool is_invalid(const spec::Contract& contract, const spec::Exchange& exchange) {
  for (const spec::FormField& sent : exchange.request.form) {
    const spec::Field* field = contract.operations[exchange.operation].find(sent.name);
    if (field != nullptr && !satisfies(field->schema, sent.value)) return true;
  }
  return false;
}

// Why the trial as a whole shows nothing, if so.
std::optional<Reason> stopped(const Case& of) {
  for (const spec::Exchange& exchange : of.exchanges) {
    if (receive(of.contract(), exchange) == Reception::rate_limited) return Reason::rate_limited;
  }
  for (const spec::Exchange& exchange : of.exchanges) {
    const spec::Step* step = spec::find(of.trial, exchange.step);
    const bool setup = step != nullptr && step->role == spec::Step::Role::setup;
    if (setup && receive(of.contract(), exchange) != Reception::accepted) return Reason::setup;
    if (is_unsent(exchange) && (step == nullptr || step->role == spec::Step::Role::subject)) {
      return Reason::setup;
    }
  }
  return std::nullopt;
}

Verdict judge_model(const Case& of, const std::function<bool(const spec::Exchange&)>& watched) {
  const Intent& intent = of.trial.intent;
  if (!of.facts.memory) return Verdict::unobservable(Reason::no_memory);
  Question question;
  question.operation = of.law.operation;
  if (!intent.aspects.empty()) {
    question.aspects = 0;
    for (const Aspect aspect : intent.aspects) question.aspects |= bit(aspect);
  } else if (of.law.pattern == "state/sequence") {
    question.aspects &=
        ~(bit(Aspect::totals) | bit(Aspect::paged) | bit(Aspect::listed) | bit(Aspect::taken));
  }
  for (std::string& name : of.attributes()) question.attributes.insert(std::move(name));
  Model model(of.index, of.facts, of.trial, of.exchanges, std::move(question));
  model.fold();
  bool set_aside = false;  // a watcher's hit: not observable there, and not held either
  for (const Mismatch& mismatch : model.mismatches()) {
    const spec::Exchange& exchange = of.exchanges[mismatch.at];
    if (watched(exchange)) {
      set_aside = true;
      continue;
    }
    Verdict verdict;
    verdict.kind = Verdict::Kind::broken;
    verdict.step = exchange.step;
    verdict.where = mismatch.where;
    verdict.expected = mismatch.expected;
    verdict.got = mismatch.got;
    verdict.hint = mismatch.hint;
    verdict.blamed = mismatch.blamed;
    Aspect first = Aspect::stored;
    for (unsigned i = 0; i < 32; ++i) {
      const auto aspect = static_cast<Aspect>(i);
      const bool asked =
          intent.aspects.empty() ||
          std::find(intent.aspects.begin(), intent.aspects.end(), aspect) != intent.aspects.end();
      if (asked && (mismatch.aspects & bit(aspect)) != 0) {
        first = aspect;
        break;
      }
    }
    verdict.fault =
        std::string(to_string(first)) + " " + of.operation(exchange).id + " " + mismatch.key;
    return verdict;
  }
  if (set_aside) return Verdict::unobservable(Reason::not_shown);
  if (model.observed() != 0) return Verdict::held();
  return Verdict::unobservable(model.unreflected() ? Reason::not_reflected : Reason::not_shown);
}

}  // namespace

struct Judge::State {
  explicit State(const spec::Contract& contract) : index(contract), shape(contract) {}

  std::optional<Verdict> hit(Family family, const spec::Trial& trial,
                             std::span<const spec::Exchange> exchanges, std::size_t at);

  ModelIndex index;
  ShapeWatcher shape;
};

std::optional<Verdict> Judge::State::hit(Family family, const spec::Trial& trial,
                                         std::span<const spec::Exchange> exchanges,
                                         std::size_t at) {
  const spec::Exchange& exchange = exchanges[at];
  if (is_unsent(exchange) || exchange.operation >= index.operations.size()) return std::nullopt;
  if (family == Family::privacy) return watch_privacy(*index.contract, exchanges, exchange);
  const Reception reception = receive(*index.contract, exchange);
  if (reception == Reception::rate_limited) return std::nullopt;
  if (family == Family::robust) return watch_robust(*index.contract, exchange);
  const spec::Step* step = spec::find(trial, exchange.step);
  if (step != nullptr && (step->method || step->path_suffix)) return std::nullopt;
  auto verdict = shape.watch(exchange, reception == Reception::accepted);
  if (!verdict) return std::nullopt;
  // What was taken though it is invalid shows up in later answers: the law that forbids it tells of
  // it.
  for (std::size_t i = 0; i <= at; ++i) {
    if (exchanges[i].operation < index.operations.size() &&
        is_invalid(*index.contract, exchanges[i]) &&
        receive(*index.contract, exchanges[i]) == Reception::accepted) {
      return std::nullopt;
    }
  }
  return verdict;
}

Judge::Judge(const spec::Contract& contract) : state_(std::make_unique<State>(contract)) {}
Judge::~Judge() = default;

Verdict Judge::judge(const spec::Law& law, const Facts& facts, const spec::Trial& trial,
                     std::span<const spec::Exchange> exchanges) {
  const Case of{state_->index, law, facts, trial, exchanges};
  const Intent& intent = trial.intent;
  const spec::Exchange* subject = of.exchange_of(intent.subject);

  if (law.family == Family::robust || law.family == Family::shape ||
      law.family == Family::privacy) {
    bool accepted = false, sent = false;
    for (std::size_t at = 0; at < exchanges.size(); ++at) {
      if (exchanges[at].operation != law.operation) continue;
      if (auto verdict = state_->hit(law.family, trial, exchanges, at)) return std::move(*verdict);
      sent |= !is_unsent(exchanges[at]);
      accepted |= receive(of.contract(), exchanges[at]) == Reception::accepted;
    }
    if (const auto reason = stopped(of)) return Verdict::unobservable(*reason);
    if (!sent) return Verdict::unobservable(Reason::not_shown);
    if (law.family == Family::shape && !accepted)
      return Verdict::unobservable(Reason::nothing_accepted);
    return Verdict::held();
  }

  if (const auto reason = stopped(of)) return Verdict::unobservable(*reason);
  const auto watched = [&](const spec::Exchange& exchange) {
    const auto at = static_cast<std::size_t>(&exchange - exchanges.data());
    for (const Family family : {Family::robust, Family::shape, Family::privacy}) {
      // What is accepted though it must be refused may look as it likes.
      if (family != Family::robust && intent.expect == Intent::Expect::refused) continue;
      if (state_->hit(family, trial, exchanges, at)) return true;
    }
    return false;
  };
  if (intent.expect == Intent::Expect::model) return judge_model(of, watched);
  if (subject == nullptr) return Verdict::unobservable(Reason::not_shown);

  Verdict verdict = Verdict::held();
  switch (intent.expect) {
    case Intent::Expect::accepted:
      verdict = judge_accepted(of, *subject);
      break;
    case Intent::Expect::refused:
      verdict = judge_refused(of, *subject);
      break;
    case Intent::Expect::bounded:
      verdict = judge_bounded(of, *subject);
      break;
    case Intent::Expect::equal: {
      const spec::Exchange* other = of.exchange_of(intent.other);
      if (other == nullptr) return Verdict::unobservable(Reason::not_shown);
      verdict = judge_equal(of, *subject, *other);
      break;
    }
    case Intent::Expect::model:
    case Intent::Expect::survives:
      break;
  }
  if (verdict.kind == Verdict::Kind::broken) {
    const spec::Exchange* shows = of.exchange_of(verdict.step);
    if (shows != nullptr && watched(*shows)) return Verdict::unobservable(Reason::not_shown);
  }
  return verdict;
}

std::vector<Hit> Judge::watch(const spec::Trial& trial, std::span<const spec::Exchange> exchanges) {
  std::vector<Hit> hits;
  for (std::size_t at = 0; at < exchanges.size(); ++at) {
    for (const Family family : {Family::robust, Family::shape, Family::privacy}) {
      if (auto verdict = state_->hit(family, trial, exchanges, at)) {
        hits.push_back({family, exchanges[at].operation, std::move(*verdict)});
      }
    }
  }
  return hits;
}

std::optional<Reason> Judge::undecidable(const spec::Law& law, const Facts& facts) const {
  return undecidable_by_facts(*state_->index.contract, law, facts);
}

std::vector<Judge::Created> Judge::leftovers(std::span<const spec::Exchange> exchanges) const {
  return left_behind(state_->index, exchanges);
}

}  // namespace assay::conformance
