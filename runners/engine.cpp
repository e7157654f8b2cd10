#include "runners/engine.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <set>
#include <thread>

#include "conformance/facts.h"
#include "runners/culprit.h"
#include "runners/law_run.h"
#include "runners/probing.h"
#include "runners/watch_list.h"

namespace assay::runners {
namespace {

using properties::PlannedLaw;
using spec::Family;
using spec::Finding;
using spec::Reason;

constexpr std::chrono::milliseconds kProgressEvery{100};

std::chrono::microseconds since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() -
                                                               start);
}

// One run, from the probe to the last event.
class Run {
 public:
  Run(const spec::Contract& contract, const std::vector<PlannedLaw>& laws,
      const EngineOptions& options, reports::Report& report)
      : contract_(contract),
        laws_(laws),
        options_(options),
        report_(report),
        binding_{&contract, options.target.url(), options.headers, options.credentials},
        findings_(laws.size()) {
    shared_.stop = options.stop;
    shared_.answered = std::deque<std::atomic<std::size_t>>(contract.operations.size());
    const std::size_t jobs = std::clamp<std::size_t>(options.jobs, 1, 64);
    for (std::size_t i = 0; i < jobs; ++i) {
      workers_.push_back(
          std::make_unique<LawRun>(contract, options, binding_, shared_, watch_list_));
    }
  }

  reports::RunSummary run() {
    tell_start();
    if (reach_target()) {
      probe();
      share_out();
      run_exclusive();
      finish_watchers();
    } else {
      for (std::size_t i = 0; i < laws_.size(); ++i) {
        findings_[i].law = laws_[i].law;
        findings_[i].outcome = Finding::Outcome::skipped;
        findings_[i].reason = Reason::target_gone;
      }
    }
    return tell_end();
  }

 private:
  void tell_start() {
    reports::RunInfo info;
    info.assay_version = options_.assay_version;
    info.target = options_.target_name;
    info.seed = options_.seed;
    info.run_id = options_.run_id;
    info.cases = options_.cases;
    info.jobs = workers_.size();
    info.document = options_.document;
    info.overlays = options_.overlays;
    info.planned_laws = laws_.size();
    info.started = std::chrono::system_clock::now();
    report_.run_started(info, contract_);
  }

  bool reach_target() {
    if (can_connect(options_.target, options_.limits)) return true;
    shared_.target_gone = true;
    shared_.gone_because = "cannot connect to " + options_.target.url();
    return false;
  }

  // Sends the probe and settles what the target is like. A target that answers nothing at all is
  // not there.
  void probe() {
    const std::vector<spec::Trial> trials = properties::probe(contract_, options_.seed);
    Probing probing(contract_);
    const auto send = [&](LawRun& worker, std::size_t i, std::mutex& mutex) {
      if (shared_.target_gone || shared_.stopped()) return;
      conformance::ProbeRun run{trials[i], worker.probe(trials[i], i)};
      const std::lock_guard lock(mutex);
      probing.take(i, std::move(run));
    };
    // The first one alone: many a target makes itself ready while it answers its first request.
    std::vector<std::size_t> all(trials.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    const auto second = all.begin() + (all.empty() ? 0 : 1);
    on_all_workers({all.begin(), second}, send);
    on_all_workers({second, all.end()}, send);
    facts_ = probing.settle();
    if (!probing.answered() && !trials.empty() && !shared_.stopped()) {
      mute_ = true;
      shared_.target_gone = true;
      shared_.gone_because = options_.target.url() + " answered none of the first requests (" +
                             probing.last_fault() + ")";
    }
    for (std::string& warning : warnings_of(contract_, facts_))
      warnings_.push_back(std::move(warning));
  }

  void share_out() {
    std::vector<std::size_t> shared;
    for (std::size_t i = 0; i < laws_.size(); ++i) {
      if (!laws_[i].exclusive) shared.push_back(i);
    }
    on_all_workers(shared, [&](LawRun& worker, std::size_t i, std::mutex& mutex) {
      Finding finding = worker.run(laws_[i], i, facts_);
      const std::lock_guard lock(mutex);
      take(i, std::move(finding));
    });
  }

  // Gives the numbers, in order, to whichever worker is free, until all are done. What the workers
  // share is guarded by the mutex that `work` is given; progress is told meanwhile.
  template <typename Work>
  void on_all_workers(const std::vector<std::size_t>& numbers, const Work& work) {
    std::deque<std::size_t> queue(numbers.begin(), numbers.end());
    std::size_t running = workers_.size();
    std::mutex mutex;
    std::condition_variable finished;
    const auto take_turns = [&](LawRun& worker) {
      while (true) {
        std::size_t number = 0;
        {
          const std::lock_guard lock(mutex);
          if (queue.empty()) {
            --running;
            finished.notify_all();
            return;
          }
          number = queue.front();
          queue.pop_front();
        }
        work(worker, number, mutex);
      }
    };
    std::vector<std::thread> threads;
    for (auto& worker : workers_) threads.emplace_back(take_turns, std::ref(*worker));
    {
      std::unique_lock lock(mutex);
      while (running > 0) {
        finished.wait_for(lock, kProgressEvery);
        report_progress();
      }
    }
    for (std::thread& thread : threads) thread.join();
  }

  void run_exclusive() {
    for (std::size_t i = 0; i < laws_.size(); ++i) {
      if (!laws_[i].exclusive) continue;
      take(i, workers_.front()->run(laws_[i], i, facts_));
      report_progress();
    }
  }

  void take(std::size_t index, Finding finding) {
    ++done_;
    trials_ += finding.trials;
    if (finding.outcome == Finding::Outcome::broken) {
      ++broken_;
      if (options_.fail_fast) shared_.enough = true;
    }
    findings_[index] = std::move(finding);
  }

  void finish_watchers() {
    const std::vector<Watched> fatal = watch_list_.fatal();
    const auto is_odd = [&](const Watched& watched) {
      return !watched.origin.probe && laws_[watched.origin.law].law.family == Family::robust;
    };
    const Watched* killer = mute_ ? nullptr : culprit(fatal, is_odd);
    if (killer != nullptr && is_ordinary(*killer)) {
      shared_.gone_because += "; " + under_way(contract_, fatal, nullptr) + " under way";
      killer = nullptr;
    }
    for (std::size_t i = 0; i < laws_.size(); ++i) {
      const spec::Law& law = laws_[i].law;
      if (!spec::is_watcher(law.family)) continue;
      std::vector<Watched> hits =
          mute_ ? std::vector<Watched>() : watch_list_.hits(law.family, law.operation);
      const bool killed = killer != nullptr && law.family == Family::robust &&
                          last_operation(*killer) == law.operation;
      if (killed) hits = {*killer};
      if (hits.empty()) continue;
      const Finding before = findings_[i];
      for (const Watched& watched : hits) {
        Finding told = before;
        const PlannedLaw* origin = watched.origin.probe ? nullptr : &laws_[watched.origin.law];
        workers_.front()->finish_watcher(told, watched, origin, facts_);
        const bool again = !told.flaky;
        if (again || &watched == &hits.front()) findings_[i] = std::move(told);
        if (again) break;
      }
      if (killed && fatal.size() > 1) {
        findings_[i].note += "; " + under_way(contract_, fatal, killer) + " under way too";
      }
      report_progress();
    }
    if (!mute_ && killer == nullptr) tell_unselected();
  }

  // A plain request, as the target has answered many before: nothing says that it is to blame.
  bool is_ordinary(const Watched& fatal) const {
    constexpr std::size_t kMany = 50;
    const std::size_t operation = last_operation(fatal);
    if (fatal.origin.probe || operation == spec::kNone || is_long(fatal)) return false;
    const Family family = laws_[fatal.origin.law].law.family;
    const bool plain =
        family != Family::robust && family != Family::encode && family != Family::reject;
    return plain && shared_.answered[operation] >= kMany;
  }

  // What watchers saw that were not asked for: the trials that met it were not judged either.
  void tell_unselected() {
    std::set<std::pair<Family, std::size_t>> asked;
    for (const PlannedLaw& planned : laws_)
      asked.emplace(planned.law.family, planned.law.operation);
    std::string first;
    std::size_t count = 0;
    for (const Family watcher : {Family::shape, Family::robust, Family::privacy}) {
      for (std::size_t k = 0; k < contract_.operations.size(); ++k) {
        if (asked.count({watcher, k}) != 0 || watch_list_.hits(watcher, k).empty()) continue;
        if (count++ == 0)
          first = contract_.operations[k].id + ":" + std::string(spec::to_string(watcher));
      }
    }
    if (count == 0) return;
    if (count > 1) first += " and " + std::to_string(count - 1) + " more";
    warnings_.push_back(first +
                        " would be broken too, but was not selected; the trials that met it count "
                        "for no law");
  }

  void report_progress() {
    reports::Progress progress;
    progress.laws_done = done_;
    progress.laws_planned = laws_.size();
    progress.broken = broken_;
    progress.trials = trials_;
    progress.elapsed = since(start_);
    report_.progress(progress);
  }

  reports::RunSummary tell_end() {
    reports::RunSummary summary;
    std::map<Reason, std::size_t> reasons;
    std::size_t held_besides_watchers = 0;
    for (std::size_t i = 0; i < laws_.size(); ++i) {
      const Finding& finding = findings_[i];
      const spec::Operation& operation = contract_.operations[finding.law.operation];
      if (i == 0 || findings_[i - 1].law.operation != finding.law.operation)
        report_.operation_started(operation);
      report_.law_judged(operation, finding);
      const bool last =
          i + 1 == laws_.size() || findings_[i + 1].law.operation != finding.law.operation;
      if (last) report_.operation_finished(operation);
      summary.trials += finding.trials;
      switch (finding.outcome) {
        case Finding::Outcome::held:
          ++summary.held;
          held_besides_watchers += spec::is_watcher(finding.law.family) ? 0 : 1;
          break;
        case Finding::Outcome::broken:
          ++summary.broken;
          break;
        case Finding::Outcome::skipped:
          ++summary.skipped, ++reasons[finding.reason];
          break;
        case Finding::Outcome::error:
          ++summary.errors;
          break;
      }
    }
    summary.requests = shared_.requests;
    summary.reasons.assign(reasons.begin(), reasons.end());
    std::stable_sort(summary.reasons.begin(), summary.reasons.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    for (const auto& [sentence, count] : shared_.clean_up_failures) {
      warnings_.push_back(sentence + ": " + std::to_string(count) +
                          (count == 1 ? " object is" : " objects are") + " left behind");
    }
    for (const std::size_t hanging : shared_.hanging) {
      warnings_.push_back(contract_.operations[hanging].id +
                          " hung several times in a row; from then on it was asked only now and "
                          "then, so that its laws are less tried");
    }
    for (const std::size_t list : shared_.long_lists) {
      warnings_.push_back(contract_.operations[list].id +
                          " lists so much that its laws were tried less often");
    }
    if (shared_.target_gone) summary.target_gone = shared_.gone_because;
    summary.interrupted = options_.stop != nullptr && options_.stop->load();
    for (const auto& worker : workers_) {
      summary.generating +=
          std::chrono::duration_cast<std::chrono::microseconds>(worker->time_share().generating);
      summary.sending +=
          std::chrono::duration_cast<std::chrono::microseconds>(worker->time_share().sending);
      summary.judging +=
          std::chrono::duration_cast<std::chrono::microseconds>(worker->time_share().judging);
    }
    summary.duration = since(start_);
    // What watched nothing but refusals has tested nothing (wrong credentials, say).
    const bool tested = held_besides_watchers > 0 || !facts_.accepted.empty();
    summary.exit_status = exit_status(summary, tested);
    if (summary.exit_status == 4 && summary.held > 0 && !facts_.every_path_unknown) {
      warnings_.push_back(
          "not one request was accepted; are the credentials right, and does the document say all "
          "that the target asks for?");
    }
    summary.warnings = std::move(warnings_);
    report_.run_finished(summary);
    return summary;
  }

  static int exit_status(const reports::RunSummary& summary, bool tested) {
    if (summary.interrupted) return 130;
    if (summary.broken > 0) return 1;
    if (!summary.target_gone.empty()) return 3;
    return summary.held > 0 && tested ? 0 : 4;
  }

  const spec::Contract& contract_;
  const std::vector<PlannedLaw>& laws_;
  const EngineOptions& options_;
  reports::Report& report_;
  const Binding binding_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  SharedState shared_;
  WatchList watch_list_;
  std::vector<std::unique_ptr<LawRun>> workers_;
  conformance::Facts facts_;
  std::vector<Finding> findings_;
  std::vector<std::string> warnings_;
  std::size_t done_ = 0, broken_ = 0, trials_ = 0;
  bool mute_ = false;
};

}  // namespace

reports::RunSummary run(const spec::Contract& contract, const std::vector<PlannedLaw>& laws,
                        const EngineOptions& options, reports::Report& report) {
  return Run(contract, laws, options, report).run();
}

}  // namespace assay::runners
