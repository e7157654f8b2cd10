#include "runners/law_run.h"

#include <algorithm>
#include <map>

#include "runners/evidence.h"

namespace assay::runners {
namespace {

using conformance::Facts;
using properties::Draw;
using properties::PlannedLaw;
using spec::Family;
using spec::Finding;
using spec::Intent;
using spec::Law;
using spec::Reason;
using spec::Trial;
using spec::Verdict;

constexpr int kRepeatsOfLists = 5;
constexpr std::size_t kShrinksAfterTimeout = 8;
// Bytes of the pages that a law's trials walk, and its shrinking once more: a list of thousands is
// read some times, not hundreds of times.
constexpr std::size_t kMostWalked = 32u << 20;
constexpr std::size_t kLeastTrials = 4;  // of a law with twins: fewer would be twins only

bool expects_refusal(const Intent& intent) {
  return intent.expect == Intent::Expect::refused || intent.expect == Intent::Expect::bounded;
}

bool broken(const Verdict& verdict) {
  return verdict.kind == Verdict::Kind::broken;
}

bool larger(const Trial& a, const Trial& b) {
  return spec::size_of(a) > spec::size_of(b);
}

// Adds the time from its making to its end to a counter.
class Stopwatch {
 public:
  explicit Stopwatch(std::chrono::nanoseconds& total)
      : total_(total), start_(std::chrono::steady_clock::now()) {}
  ~Stopwatch() { total_ += std::chrono::steady_clock::now() - start_; }
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;

 private:
  std::chrono::nanoseconds& total_;
  std::chrono::steady_clock::time_point start_;
};

// What a law's trials came to, besides a failure.
struct Tally {
  std::size_t held = 0;
  bool twin_accepted = false;
  bool refusal_wanted = false;  // some trial needed an accepted twin
  std::map<Reason, std::size_t> reasons;

  Reason main_reason() const {
    Reason best = Reason::not_shown;
    std::size_t most = 0;
    for (const auto& [reason, count] : reasons) {
      if (count > most) best = reason, most = count;
    }
    return best;
  }
};

void settle(Finding& finding, const Tally& tally) {
  if (tally.held > 0) {
    finding.outcome = Finding::Outcome::held;
    return;
  }
  finding.outcome = Finding::Outcome::skipped;
  const bool only_refusals = tally.refusal_wanted && !tally.twin_accepted && tally.reasons.empty();
  finding.reason = only_refusals ? Reason::nothing_accepted : tally.main_reason();
}

}  // namespace

LawRun::LawRun(const spec::Contract& contract, const EngineOptions& options, const Binding& binding,
               SharedState& shared, WatchList& watch_list)
    : contract_(contract),
      options_(options),
      shared_(shared),
      watch_list_(watch_list),
      executor_(binding, options.target, options.limits, options.patience, shared),
      judge_(contract) {}

std::string LawRun::name_of(const Law& law) const {
  return contract_.operations[law.operation].id + ":" + law.id;
}

Identity LawRun::identity_of(const Law& law, std::size_t trial) const {
  return {options_.run_id, name_of(law), trial, 0};
}

std::string LawRun::replay_line(const Law& law) const {
  std::string line = options_.replay_prefix + " --seed " + std::to_string(options_.seed);
  if (options_.cases != EngineOptions{}.cases) line += " --cases " + std::to_string(options_.cases);
  return line + " --only '" + name_of(law) + "'";
}

// FNV-1a over the law's name, mixed with the run's seed: neither workers nor filters change what a
// law sends.
std::uint64_t LawRun::seed_of(const Law& law) const {
  std::uint64_t h = 14695981039346656037ull;
  for (const unsigned char c : name_of(law)) h = (h ^ c) * 1099511628211ull;
  return h ^ (options_.seed * 0x9e3779b97f4a7c15ull);
}

void LawRun::look_at(Origin origin, const Trial& trial, const Sent& sent) {
  for (const std::vector<spec::Exchange>& answered : sent.abandoned)
    watch_list_.add(origin, trial, answered, judge_.watch(trial, answered));
  origin.fatal = sent.target_gone;
  watch_list_.add(origin, trial, sent.exchanges, judge_.watch(trial, sent.exchanges));
  if (!sent.clean_up.empty())
    watch_list_.add(origin, {}, sent.clean_up, judge_.watch({}, sent.clean_up));
}

LawRun::Tried LawRun::attempt(const Law& law, const Facts& facts, const Trial& trial,
                              const Origin& origin, Identity& identity, Ask ask) {
  Tried tried;
  {
    const Stopwatch watch(time_.sending);
    tried.sent = executor_.send(trial, identity, judge_, ask);
    identity.attempt = executor_.attempts_used();
  }
  const Stopwatch watch(time_.judging);
  look_at(origin, trial, tried.sent);
  if (tried.sent.interrupted) {
    tried.verdict = Verdict::unobservable(Reason::held_back);
  } else if (tried.sent.target_gone && !spec::is_watcher(law.family)) {
    tried.verdict = Verdict::unobservable(Reason::target_gone);
  } else {
    tried.verdict = judge_.judge(law, facts, trial, tried.sent.exchanges);
  }
  return tried;
}

Finding LawRun::run(const PlannedLaw& planned, std::size_t index, const Facts& facts) {
  const auto start = std::chrono::steady_clock::now();
  Finding finding;
  finding.law = planned.law;
  finding.replay = replay_line(planned.law);
  const auto skip = [&](Reason reason) {
    finding.outcome = Finding::Outcome::skipped;
    finding.reason = reason;
    finding.note = reason == planned.reason ? planned.note : std::string();
    return finding;
  };
  if (planned.source == nullptr) return skip(planned.reason);
  if (shared_.target_gone) return skip(Reason::target_gone);
  if (shared_.stopped()) return skip(Reason::held_back);
  if (const auto reason = judge_.undecidable(planned.law, facts)) return skip(*reason);

  const properties::TrialSource& source = *planned.source;
  const std::size_t count = source.distinct().value_or(
      std::max(options_.cases * std::max<std::size_t>(source.weight(), 1), kLeastTrials));
  const std::uint64_t seed = seed_of(planned.law);
  Origin origin;
  origin.law = index;
  origin.operation = planned.law.operation;
  Tally tally;
  bool interrupted = false;
  std::size_t walked = 0;
  for (std::size_t i = 0; i < count && finding.outcome != Finding::Outcome::broken; ++i) {
    if (shared_.stopped() || shared_.target_gone) {
      interrupted = true;
      break;
    }
    origin.trial = i;
    Identity identity = identity_of(planned.law, i);
    std::optional<Draw> draw;
    Tried tried;
    while (true) {
      {
        const Stopwatch watch(time_.generating);
        draw = source.draw(seed, i, origin.creator);
      }
      if (expects_refusal(draw->trial().intent) && !tally.twin_accepted) {
        tally.refusal_wanted = true;
        draw.reset();
        break;
      }
      tried = attempt(planned.law, facts, draw->trial(), origin, identity);
      const bool no_set_up = tried.verdict.kind == Verdict::Kind::unobservable &&
                             tried.verdict.reason == Reason::setup;
      if (!no_set_up || origin.creator + 1 >= source.creators()) break;
      ++origin.creator;
    }
    if (!draw) continue;
    finding.requests += tried.sent.requests();
    if (tried.sent.interrupted || tried.sent.target_gone) interrupted = true;
    ++finding.trials;
    walked += tried.sent.walked;
    if (walked > kMostWalked) {
      const std::lock_guard lock(shared_.mutex);
      shared_.long_lists.insert(planned.law.operation);
      i = count;  // this was the last one
    }
    if (tried.sent.rate_limited) {  // the next trial would fare no better
      ++tally.reasons[Reason::rate_limited];
      break;
    }
    if (draw->trial().intent.twin) {
      if (tried.verdict.kind == Verdict::Kind::held) tally.twin_accepted = true;
      if (tried.verdict.kind == Verdict::Kind::unobservable) ++tally.reasons[tried.verdict.reason];
      continue;
    }
    switch (tried.verdict.kind) {
      case Verdict::Kind::held:
        ++tally.held;
        break;
      case Verdict::Kind::unobservable:
        ++tally.reasons[tried.verdict.reason];
        break;
      case Verdict::Kind::broken:
        if (spec::is_watcher(planned.law.family)) {
          i = count;  // the watch list has it
          break;
        }
        if (fails_anyhow(finding, facts, *draw, tried.verdict, origin, identity)) {
          ++tally.reasons[Reason::not_shown];
          break;
        }
        fail(finding, facts, *draw, std::move(tried), origin, identity);
        // A list that others change too may differ by chance: such a law counts only if it is
        // broken again and again.
        if (planned.exclusive) fail_again(finding, facts, origin, identity);
        if (planned.exclusive && finding.flaky) {
          finding.outcome = Finding::Outcome::held;
          finding.flaky = false;
          finding.first.reset(), finding.smallest.reset(), finding.repeated.reset();
          ++tally.reasons[Reason::not_shown];
        }
        break;
    }
  }
  if (finding.outcome != Finding::Outcome::broken) {
    settle(finding, tally);
    if (interrupted && finding.outcome != Finding::Outcome::held) {
      finding.outcome = shared_.target_gone && finding.trials > 0 ? Finding::Outcome::error
                                                                  : Finding::Outcome::skipped;
      finding.reason = shared_.target_gone ? Reason::target_gone : Reason::held_back;
      if (finding.outcome == Finding::Outcome::error)
        finding.note = "begun, but the target went away before it was decided";
    }
  }
  finding.duration = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - start);
  return finding;
}

bool LawRun::fails_anyhow(Finding& finding, const Facts& facts, const Draw& draw,
                          const Verdict& verdict, const Origin& origin, Identity& identity) {
  const std::optional<Trial> twin = draw.plain_twin();
  if (!twin) return false;
  const Tried tried = attempt(finding.law, facts, *twin, origin, identity, Ask::insistently);
  finding.requests += tried.sent.requests();
  return broken(tried.verdict) && tried.verdict.fault == verdict.fault;
}

void LawRun::fail(Finding& finding, const Facts& facts, const Draw& draw, Tried first,
                  const Origin& origin, Identity& identity) {
  finding.outcome = Finding::Outcome::broken;
  finding.first = evidence_of(draw.trial(), first.sent.exchanges, first.verdict);
  first.sent.exchanges.clear();  // shrinking takes a while, and they may be large
  finding.smallest = finding.first;
  shrink(finding, facts, draw, origin, identity);
  finding.flaky = !repeat(finding, facts, origin, identity);
}

void LawRun::fail_again(Finding& finding, const Facts& facts, const Origin& origin,
                        Identity& identity) {
  const auto fails = [&](int times) {
    for (int k = 0; k < times && !finding.flaky; ++k)
      finding.flaky = !repeat(finding, facts, origin, identity);
    return !finding.flaky;
  };
  if (fails(kRepeatsOfLists - 1) || finding.shrinks == 0) return;
  // Where the order is a matter of luck, the smallest fails now and then, and the first every time.
  finding.smallest = finding.first;
  finding.flaky = false;
  fails(kRepeatsOfLists);
}

void LawRun::shrink(Finding& finding, const Facts& facts, const Draw& draw, const Origin& origin,
                    Identity& identity) {
  std::size_t most = options_.max_shrinks;
  const std::string fault = finding.smallest->verdict.fault;
  std::size_t walked = 0;
  Draw current = draw;
  for (bool progress = true; progress;) {
    progress = false;
    Draw::Shrinks shrinks = current.shrinks();
    while (auto candidate = shrinks.next()) {
      if (finding.shrinks >= most || shared_.stopped() || shared_.target_gone) return;
      if (walked > kMostWalked) return;
      if (larger(candidate->trial(), current.trial())) continue;
      if (std::ranges::any_of(finding.smallest->exchanges, hung))
        most = std::min(most, finding.shrinks + kShrinksAfterTimeout);
      ++finding.shrinks;
      Tried tried =
          attempt(finding.law, facts, candidate->trial(), origin, identity, Ask::insistently);
      finding.requests += tried.sent.requests();
      walked += tried.sent.walked;
      if (tried.verdict.kind == Verdict::Kind::unobservable &&
          tried.verdict.reason == Reason::rate_limited)
        return;
      if (!broken(tried.verdict) || tried.verdict.fault != fault) continue;
      finding.smallest = evidence_of(candidate->trial(), tried.sent.exchanges, tried.verdict);
      current = std::move(*candidate);
      progress = true;
      break;
    }
  }
}

bool LawRun::repeat(Finding& finding, const Facts& facts, const Origin& origin,
                    Identity& identity) {
  if (shared_.stopped() || shared_.target_gone) return true;
  Tried tried =
      attempt(finding.law, facts, finding.smallest->trial, origin, identity, Ask::insistently);
  finding.requests += tried.sent.requests();
  const bool again =
      broken(tried.verdict) && tried.verdict.fault == finding.smallest->verdict.fault;
  finding.repeated = evidence_of(finding.smallest->trial, tried.sent.exchanges, tried.verdict);
  return again;
}

void LawRun::finish_watcher(Finding& finding, const Watched& watched, const PlannedLaw* origin,
                            const Facts& facts) {
  finding.outcome = Finding::Outcome::broken;
  finding.note.clear();
  // What another law's trial met is met again only if that law is tried too.
  if (origin != nullptr && name_of(origin->law) != name_of(finding.law))
    finding.replay += " --only '" + name_of(origin->law) + "'";
  finding.first = watched.evidence;
  finding.smallest = watched.evidence;
  if (watched.origin.fatal) {
    finding.smallest = without_idle_steps(contract_, watched.evidence);
    finding.note = "the target did not answer any more after this request";
    return;
  }
  Identity identity = identity_of(finding.law, watched.origin.trial);
  identity.law += "#watched";                        // its own trials have used the plain name
  if (watched.evidence.trial.steps.empty()) return;  // seen while cleaning up
  // Before it is made smaller: what a law met by chance is not met again.
  finding.flaky = !repeat(finding, facts, watched.origin, identity);
  if (finding.flaky) return;
  if (origin != nullptr && origin->source != nullptr && !watched.origin.probe) {
    const Draw draw =
        origin->source->draw(seed_of(origin->law), watched.origin.trial, watched.origin.creator);
    if (draw.trial() == watched.evidence.trial)
      shrink(finding, facts, draw, watched.origin, identity);
  } else if (watched.origin.probe) {  // no law's trial: only what shows the fault must stay
    Trial about = watched.evidence.trial;
    about.intent.subject = watched.evidence.verdict.step;
    about.intent.other = 0;
    shrink(finding, facts, properties::smaller_than(contract_, std::move(about)), watched.origin,
           identity);
  }
  if (finding.smallest->trial != watched.evidence.trial)
    finding.flaky = !repeat(finding, facts, watched.origin, identity);
}

std::vector<spec::Exchange> LawRun::probe(const Trial& trial, std::size_t number) {
  // Whether credentials are looked at at all: a server may remember those of a connection.
  const bool wrong = std::any_of(trial.steps.begin(), trial.steps.end(),
                                 [](const spec::Step& step) { return !step.credentials.empty(); });
  Sent sent = executor_.send(trial, {options_.run_id, "probe", number, 0}, judge_,
                             wrong ? Ask::afresh : Ask::sparingly);
  Origin origin;
  origin.probe = true;
  origin.trial = number;
  look_at(origin, trial, sent);
  // The facts are settled from the JSON alone.
  for (spec::Exchange& exchange : sent.exchanges) {
    if (auto* answer = std::get_if<spec::Answer>(&exchange.outcome))
      std::string().swap(answer->body);
  }
  return std::move(sent.exchanges);
}

}  // namespace assay::runners
