// The judge: what a trial's exchanges say about a law. Pure functions of contract, facts, law,
// trial and exchanges; they never see a generator, a clock or the network. Safe from any thread
// (each thread brings its own Judge).
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "conformance/facts.h"
#include "spec/contract.h"
#include "spec/exchange.h"
#include "spec/finding.h"
#include "spec/trial.h"

namespace assay::conformance {

// What one exchange was.
enum class Reception {
  accepted,      // 2xx and no refusal
  refused,       // 4xx other than 429, 501 to an undocumented method, the declared refusal, or what
                 // looks like one
  rate_limited,  // 429, or 503 with Retry-After
  failed,        // any other 5xx
  undefined,     // 1xx, 3xx
  faulted,       // no whole answer
};

Reception receive(const spec::Contract& contract, const spec::Exchange& exchange);

// A 2xx that carries an undocumented `error`, an object or a text, and nothing that is documented,
// where the contract declares no refusal.
bool looks_like_refusal(const spec::Contract& contract, const spec::Exchange& exchange);

// The request is long and was turned down for its length: how long is too long is free.
bool too_long(const spec::Exchange& exchange);

// A hit of a watcher: robust, shape and privacy judge every exchange of every trial, whoever sent
// it.
struct Hit {
  spec::Family watcher = spec::Family::robust;
  std::size_t operation = 0;
  spec::Verdict verdict;  // broken
};

class Judge {
 public:
  explicit Judge(const spec::Contract& contract);
  ~Judge();
  Judge(const Judge&) = delete;
  Judge& operator=(const Judge&) = delete;

  // The verdict on a trial of `law` by its intent. A trial that a watcher has hit in its subject is
  // unobservable here, unless `law` is that watcher's. For a watcher's own law: broken if a hit on
  // its operation is among the exchanges.
  spec::Verdict judge(const spec::Law& law, const Facts& facts, const spec::Trial& trial,
                      std::span<const spec::Exchange> exchanges);

  // All hits in the exchanges, at most one per exchange and watcher.
  std::vector<Hit> watch(const spec::Trial& trial, std::span<const spec::Exchange> exchanges);

  // A law that the facts already decide to be not observable (not-reflected, no-memory,
  // no-credential-check).
  std::optional<spec::Reason> undecidable(const spec::Law& law, const Facts& facts) const;

  // Which objects the exchanges show as created and not removed again: for the runner to clean up.
  struct Created {
    std::size_t resource = 0;
    std::vector<std::pair<std::string, std::string>> keys;  // key name -> value
    std::string status;
    std::vector<std::pair<std::string, std::string>> given;  // login_type -> '100'
  };
  std::vector<Created> leftovers(std::span<const spec::Exchange> exchanges) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace assay::conformance
