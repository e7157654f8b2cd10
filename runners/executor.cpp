#include "runners/executor.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <thread>

namespace assay::runners {
namespace {

using conformance::Reception;
using spec::Exchange;
using spec::Fault;
using spec::Step;

constexpr std::size_t kRestarts = 2;
constexpr std::size_t kFewLosses = 8;
constexpr std::size_t kOftenLost = 20;  // one request in so many is often
constexpr std::size_t kMostPages = 100;
constexpr std::size_t kMostWalked = 8u << 20;  // bytes of all pages of a trial
constexpr std::size_t kMostHeard = 24u << 20;  // bytes of all answers of a trial, before it ends
constexpr std::size_t kWalkSize = 300;
constexpr std::size_t kLongestSilence = 6;
constexpr std::size_t kMostHangs = 4;     // in a row, before an operation is asked sparingly
constexpr std::size_t kMostBusy = 40;     // times in a row that all workers wait when asked to
constexpr std::size_t kMostHalvings = 8;  // of the patience: a minute becomes a quarter of a second

std::optional<std::size_t> to_number(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::size_t> number_at(const Exchange& exchange, const std::string& pointer) {
  const spec::Answer* answer = exchange.answer();
  if (answer == nullptr || !answer->json || pointer.empty()) return std::nullopt;
  const spec::Json* value = answer->json->at_pointer(pointer);
  if (value == nullptr) return std::nullopt;
  const auto number = value->as_integer();
  if (!number || *number < 0) return std::nullopt;
  return static_cast<std::size_t>(*number);
}

std::size_t items_at(const Exchange& exchange, const std::string& pointer) {
  const spec::Answer* answer = exchange.answer();
  if (answer == nullptr || !answer->json) return 0;
  const spec::Json* items = answer->json->at_pointer(pointer);
  return items == nullptr ? 0 : items->items().size();
}

Fault unsent(std::string because) {
  Fault fault;
  fault.kind = Fault::Kind::unsent;
  fault.detail = std::move(because);
  return fault;
}

bool looks(const spec::Effect& effect) {
  return effect.action == spec::Action::read || effect.action == spec::Action::exists ||
         effect.action == spec::Action::check || effect.action == spec::Action::list;
}

// Whether an operation is meant for objects in that status.
bool takes(const spec::Effect& effect, const std::string& status) {
  const auto& statuses = effect.requires_status;
  return statuses.empty() || std::find(statuses.begin(), statuses.end(), status) != statuses.end();
}

}  // namespace

Executor::Executor(const Binding& binding, const Target& target, const ClientLimits& limits,
                   std::chrono::milliseconds patience, SharedState& shared)
    : binding_(binding),
      target_(target),
      limits_(limits),
      client_(target, limits),
      patience_(patience),
      shared_(shared) {}

Sent Executor::send(const spec::Trial& trial, Identity identity, const conformance::Judge& judge,
                    Ask ask) {
  attempts_used_ = identity.attempt;
  insists_ = ask == Ask::insistently;
  waited_ = std::chrono::milliseconds{0};
  gave_up_ = false;
  std::vector<std::vector<Exchange>> abandoned;
  for (std::size_t restart = 0;; ++restart) {
    Sent sent;
    walked_ = 0;
    const std::string token = identity.token();
    ++identity.attempt;
    attempts_used_ = identity.attempt;
    // Twice unlucky: now no request gets a kept connection, so that whatever dies is to blame.
    only_fresh_ = restart >= kRestarts || ask == Ask::afresh;
    const Outcome outcome = send_steps(trial, token, sent.exchanges);
    only_fresh_ = false;
    sent.interrupted = outcome == Outcome::interrupted;
    sent.rate_limited = gave_up_;
    sent.target_gone = outcome == Outcome::gone;
    // An idle connection that the server has closed looks as if this request had killed it: only a
    // server that is still there makes that the harmless case.
    if (outcome == Outcome::lost && !still_there()) sent.target_gone = true;
    if (!sent.target_gone) clean_up(sent, judge, token);
    if (outcome == Outcome::lost && !sent.target_gone && restart < kRestarts &&
        !shared_.stopped()) {
      sent.exchanges.pop_back();  // the one without an answer
      if (!sent.exchanges.empty()) abandoned.push_back(std::move(sent.exchanges));
      continue;
    }
    sent.abandoned = std::move(abandoned);
    sent.walked = walked_;
    return sent;
  }
}

Executor::Outcome Executor::send_steps(const spec::Trial& trial, const std::string& token,
                                       std::vector<Exchange>& out) {
  std::size_t heard = 0, counted = 0;
  for (const Step& step : trial.steps) {
    if (shared_.stopped()) return Outcome::interrupted;
    for (; counted < out.size(); ++counted) {
      if (const spec::Answer* answer = out[counted].answer()) heard += answer->body.size();
    }
    if (heard > kMostHeard) break;  // what is left of the trial would only need more room
    const Outcome outcome =
        step.walk ? walk(trial, step, token, out) : send_step(trial, step, token, {}, out);
    if (outcome != Outcome::done) return outcome;
    if (step.role == Step::Role::setup &&
        conformance::receive(*binding_.contract, out.back()) != Reception::accepted)
      break;
  }
  return Outcome::done;
}

Executor::Outcome Executor::send_step(
    const spec::Trial&, const Step& step, const std::string& token,
    const std::vector<std::pair<std::string, std::string>>& paging, std::vector<Exchange>& out) {
  Exchange made;
  made.step = step.id;
  made.operation = step.operation;
  auto bound = bind(binding_, step, token, out, paging);
  if (auto* failure = std::get_if<std::string>(&bound)) {
    made.outcome = unsent(std::move(*failure));
    out.push_back(std::move(made));
    return Outcome::done;
  }
  made.request = std::move(std::get<spec::Request>(bound));
  const Outcome outcome = exchange(made);
  out.push_back(std::move(made));
  return outcome;
}

Executor::Outcome Executor::walk(const spec::Trial& trial, const Step& step,
                                 const std::string& token, std::vector<Exchange>& out) {
  const spec::Effect& effect = binding_.contract->operations[step.operation].effect;
  if (!effect.paging || effect.paging->number_field.empty())
    return send_step(trial, step, token, {}, out);
  const spec::Paging& paging = *effect.paging;
  std::size_t size = 0;
  for (const spec::StepField& field : step.fields) {
    const auto* literal = std::get_if<spec::Literal>(&field.value.source);
    if (field.name == paging.size_field && literal != nullptr)
      size = to_number(literal->bytes).value_or(0);
  }
  std::vector<std::pair<std::string, std::string>> fields;
  if (size == 0 && !paging.size_field.empty()) {
    size = kWalkSize;
    fields.emplace_back(paging.size_field, std::to_string(size));
  }
  for (std::size_t number = 1; number <= kMostPages; ++number) {
    auto page = fields;
    page.emplace_back(paging.number_field, std::to_string(number));
    const Outcome outcome = send_step(trial, step, token, page, out);
    if (outcome != Outcome::done) return outcome;
    if (conformance::receive(*binding_.contract, out.back()) != Reception::accepted) break;
    const std::size_t items = items_at(out.back(), effect.items.value_or(""));
    walked_ += out.back().answer()->body.size();
    if (items == 0 || walked_ > kMostWalked) break;
    const auto pages = number_at(out.back(), paging.pages_key);
    const auto total = number_at(out.back(), paging.total_key);
    // As long as anything says that there is more, look: a wrong page count must not hide the rest.
    const bool more = (pages && number < *pages) ||
                      (total && size != 0 && number * size < *total) ||
                      (!pages && !total && items >= size);
    if (!more) break;
  }
  return Outcome::done;
}

Executor::Outcome Executor::exchange(Exchange& made) {
  for (std::size_t round = 0;; ++round) {
    if (shared_.stopped()) {
      made.outcome = unsent("interrupted");
      return Outcome::interrupted;
    }
    if (!insists_ && hangs_.is_given_up(made.operation)) {
      made.outcome = unsent("this operation hangs");
      return Outcome::done;
    }
    const bool unreliable = lost_ >= kFewLosses && lost_ * kOftenLost > sent_;
    if (only_fresh_ || unreliable) client_.reconnect();
    client_.take_at_most(hangs_.patience_with(made.operation, limits_.timeout));
    Client::Reply reply = client_.send(made.request);
    ++sent_;
    shared_.requests.fetch_add(1, std::memory_order_relaxed);
    made.outcome = std::move(reply.outcome);
    made.duration = reply.duration;
    wire_ += reply.duration;
    if (hangs_.count(made)) {
      const std::lock_guard lock(shared_.mutex);
      shared_.hanging.insert(made.operation);
    }
    if (const Fault* fault = made.fault()) {
      if (fault->kind == Fault::Kind::refused) {
        if (still_there()) continue;
        return Outcome::gone;
      }
      const bool died = fault->kind == Fault::Kind::closed || fault->kind == Fault::Kind::reset;
      if (died && reply.reused_connection && reply.nothing_received) {
        ++lost_;
        return Outcome::lost;
      }
      if (fault->kind == Fault::Kind::timeout && ++shared_.silence >= kLongestSilence &&
          !answers_as_before()) {
        declare_gone(target_.url() + " does not answer any more: " +
                     std::to_string(kLongestSilence) + " requests in a row timed out");
        return Outcome::gone;
      }
      // A server that this request has killed: say so now, the caller decides whom to blame.
      if (fault->kind != Fault::Kind::unsent && fault->kind != Fault::Kind::timeout &&
          !still_there())
        return Outcome::gone;
      return Outcome::done;
    }
    shared_.silence = 0;
    if (made.operation < shared_.answered.size()) ++shared_.answered[made.operation];
    if (!answered_ && looks(binding_.contract->operations[made.operation].effect))
      answered_ = made.request;
    if (!wait_for(*made.answer(), round)) return Outcome::done;
  }
}

// True after having waited for a server that asked for it; false if it didn't ask, or the patience
// is used up.
bool Executor::wait_for(const spec::Answer& answer, std::size_t round) {
  const std::string* retry_after = answer.header("Retry-After");
  if (answer.status != 429 && !(answer.status == 503 && retry_after != nullptr)) {
    shared_.busy = 0;
    return false;
  }
  const std::size_t in_a_row = ++shared_.busy;
  std::chrono::milliseconds pause{100u << std::min<std::size_t>(round, 6)};
  if (retry_after != nullptr) {
    // Seconds; a date (RFC 9110 section 10.2.3) is taken as "a little later" by the doubling pause.
    if (const auto seconds = to_number(*retry_after))
      pause = std::chrono::seconds(std::min<std::size_t>(*seconds, 3600));
  }
  pause = std::max(pause, std::chrono::milliseconds{10u << std::min<std::size_t>(round, 6)});
  // A server that says nothing else is asked once a trial, in case it comes to itself.
  const auto patience =
      in_a_row > kMostBusy
          ? std::chrono::milliseconds{0}
          : patience_ / (1 << std::min<std::size_t>(shared_.given_up, kMostHalvings));
  if (gave_up_ || waited_ + pause > patience) {
    if (!gave_up_) ++shared_.given_up;
    gave_up_ = true;
    return false;
  }
  waited_ += pause;
  const auto until = std::chrono::steady_clock::now() + pause;
  while (std::chrono::steady_clock::now() < until && !shared_.stopped() && !shared_.target_gone) {
    std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(
        until - std::chrono::steady_clock::now(), std::chrono::milliseconds{50}));
  }
  return !shared_.stopped();
}

// Whether the target still answers a request that only looked and was answered before.
bool Executor::answers_as_before() {
  if (!answered_) return false;
  client_.reconnect();
  client_.take_at_most(limits_.timeout);
  shared_.requests.fetch_add(1, std::memory_order_relaxed);
  if (!std::holds_alternative<spec::Answer>(client_.send(*answered_).outcome)) return false;
  shared_.silence = 0;
  return true;
}

// Whether anybody listens: a few tries, for a server that restarts.
bool Executor::still_there() {
  for (int attempt = 0; attempt < 6; ++attempt) {
    if (shared_.target_gone || shared_.stopped()) return false;
    if (attempt > 0) std::this_thread::sleep_for(std::chrono::milliseconds{25 << attempt});
    if (can_connect(target_, limits_)) {
      client_.reconnect();
      return true;
    }
  }
  declare_gone("nobody listens at " + target_.url() + " any more");
  return false;
}

void Executor::declare_gone(std::string because) {
  const std::lock_guard lock(shared_.mutex);
  if (!shared_.target_gone.exchange(true)) shared_.gone_because = std::move(because);
}

void Executor::clean_up(Sent& sent, const conformance::Judge& judge, const std::string& token) {
  for (const conformance::Judge::Created& object : judge.leftovers(sent.exchanges)) {
    const spec::Resource& resource = binding_.contract->resources[object.resource];
    if (resource.clean_up == spec::kNone) continue;
    const auto& operations = binding_.contract->operations;
    bool removed = call(object, resource.clean_up, token, sent);
    for (std::size_t i = 0; i < operations.size() && !removed; ++i) {
      const spec::Effect& effect = operations[i].effect;
      if (i == resource.clean_up || effect.action != spec::Action::remove ||
          effect.resource != object.resource)
        continue;
      removed = takes(effect, object.status) && call(object, i, token, sent);
    }
    // What can't be removed as it is may be once its status is another (a user that was
    // deactivated).
    for (std::size_t i = 0; i < operations.size() && !removed; ++i) {
      const spec::Effect& effect = operations[i].effect;
      if (effect.action != spec::Action::act || effect.resource != object.resource ||
          effect.sets_status.empty() || effect.sets_status == object.status ||
          !takes(operations[resource.clean_up].effect, effect.sets_status))
        continue;
      removed = takes(effect, object.status) && call(object, i, token, sent) &&
                call(object, resource.clean_up, token, sent);
    }
    if (removed || shared_.target_gone || shared_.stopped()) continue;
    std::string sentence = operations[resource.clean_up].id + " did not remove every " +
                           resource.name + " that was created";
    if (!sent.clean_up.empty() && sent.clean_up.back().answer() != nullptr) {
      const int status = sent.clean_up.back().answer()->status;
      sentence += " (it answered " + std::to_string(status) +
                  (status == 404 || status == 410 ? ", as if they were gone already)" : ")");
    }
    const std::lock_guard lock(shared_.mutex);
    ++shared_.clean_up_failures[sentence];
  }
}

bool Executor::call(const conformance::Judge::Created& object, std::size_t operation_index,
                    const std::string& token, Sent& sent) {
  const spec::Operation& operation = binding_.contract->operations[operation_index];
  Step step;
  step.operation = operation_index;
  step.role = Step::Role::observe;
  for (const spec::KeyField& by : operation.effect.by) {
    const auto key = std::find_if(object.keys.begin(), object.keys.end(),
                                  [&](const auto& k) { return k.first == by.key; });
    if (key == object.keys.end() || key->second.empty()) continue;
    step.fields.push_back({by.field, spec::Value::literal(key->second)});
    break;
  }
  if (step.fields.empty()) return false;
  for (const spec::Selector& selector : operation.effect.selectors) {
    for (const auto& [status, value] : selector.by_status) {
      if (status == object.status)
        step.fields.push_back({selector.field, spec::Value::literal(value)});
    }
    for (const auto& [name, value] : object.given) {
      if (name == selector.given)
        step.fields.push_back({selector.field, spec::Value::literal(value)});
    }
  }
  Outcome outcome = Outcome::lost;
  for (std::size_t restart = 0; outcome == Outcome::lost && restart <= kRestarts; ++restart) {
    if (restart > 0) client_.reconnect();
    outcome = send_step({}, step, token, {}, sent.clean_up);
    if (outcome == Outcome::lost) sent.clean_up.pop_back();
  }
  if (outcome == Outcome::gone) sent.target_gone = true;
  return outcome == Outcome::done &&
         conformance::receive(*binding_.contract, sent.clean_up.back()) == Reception::accepted;
}

}  // namespace assay::runners
