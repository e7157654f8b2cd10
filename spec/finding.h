// Verdict: what a judge says of one trial. Finding: one law's outcome over all its trials.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/exchange.h"
#include "spec/law.h"
#include "spec/trial.h"

namespace assay::spec {

// Why a law could not be judged. Closed; each has one sentence.
enum class Reason {
  not_reflected,        // no answer shows the field, whatever is sent
  no_memory,            // the target keeps nothing
  no_source,            // a value it needs has no source in this contract
  setup,                // what the trial needs first was refused
  nothing_accepted,     // the target refuses even the valid request
  no_credential_check,  // the target doesn't look at credentials
  no_validation,        // the target keeps nothing and refuses nothing
  rate_limited,         // the target asked us to wait, too often
  held_back,            // not sent to this target
  target_gone,          // the target went away before
  not_shown,            // no trial of it could be observed
};

std::string_view to_string(Reason reason);  // "not-reflected"
std::string_view sentence(Reason reason);

struct Verdict {
  enum class Kind { held, broken, unobservable };
  Kind kind = Kind::held;
  Reason reason = Reason::not_shown;  // if unobservable
  // If broken:
  int step = 0;          // the exchange that shows it
  std::string where;     // "answer to userGet, /enable_chat"
  std::string expected;  // "true, as sent in step 1"
  std::string got;       // "false"
  std::string hint;      // what to look at; may be empty
  std::string blamed;    // id of the operation that changed what it must not; "" none known
  std::string fault;  // same fault, same text, whatever the values: rule, operation, key. Shrinking
                      // keeps it equal

  // `where` is that place of an answer, or below it.
  bool is_at(const std::string& pointer) const {
    return where.ends_with(pointer) || where.find(pointer + '/') != std::string::npos;
  }

  static Verdict held() { return {}; }
  static Verdict unobservable(Reason reason) {
    Verdict verdict;
    verdict.kind = Kind::unobservable;
    verdict.reason = reason;
    return verdict;
  }
};

// A trial that was sent, with all that came back.
struct Evidence {
  Trial trial;
  std::vector<Exchange> exchanges;
  Verdict verdict;
};

struct Finding {
  enum class Outcome { held, broken, skipped, error };
  Law law;
  Outcome outcome = Outcome::held;
  Reason reason = Reason::not_shown;  // if skipped
  std::string note;    // one more sentence for people; may be empty (if error: what happened)
  bool flaky = false;  // broken, but the failure didn't repeat
  std::optional<Evidence> first, smallest,
      repeated;              // if broken: the first failure, the shrunk one, and its repetition
  std::string replay;        // one command line
  std::size_t trials = 0;    // that were sent and judged, shrinking and repeating left out
  std::size_t shrinks = 0;   // that were sent while shrinking
  std::size_t requests = 0;  // all requests
  std::chrono::microseconds duration{0};
};

std::string_view to_string(Finding::Outcome outcome);

}  // namespace assay::spec
