// A case: one trial of one law, with what came back, before the judge. Each kind of expectation has
// its own function; they look at the exchanges alone.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "conformance/facts.h"
#include "conformance/judge.h"
#include "conformance/model_index.h"
#include "spec/contract.h"
#include "spec/exchange.h"
#include "spec/finding.h"
#include "spec/law.h"
#include "spec/trial.h"

namespace assay::conformance {

struct Case {
  const ModelIndex& index;
  const spec::Law& law;
  const Facts& facts;
  const spec::Trial& trial;
  std::span<const spec::Exchange> exchanges;

  const spec::Contract& contract() const { return *index.contract; }
  const spec::Operation& operation(const spec::Exchange& exchange) const {
    return index.contract->operations[exchange.operation];
  }
  // The first exchange of a step; nullptr: it was not sent.
  const spec::Exchange* exchange_of(int step) const;
  // The attributes that the intent's fields set; the field's own name where it sets none.
  std::vector<std::string> attributes() const;
};

spec::Verdict judge_accepted(const Case& of, const spec::Exchange& subject);
spec::Verdict judge_refused(const Case& of, const spec::Exchange& subject);
spec::Verdict judge_bounded(const Case& of, const spec::Exchange& subject);
spec::Verdict judge_equal(const Case& of, const spec::Exchange& subject,
                          const spec::Exchange& other);

// Judge::undecidable and Judge::leftovers.
std::optional<spec::Reason> undecidable_by_facts(const spec::Contract& contract,
                                                 const spec::Law& law, const Facts& facts);
std::vector<Judge::Created> left_behind(const ModelIndex& index,
                                        std::span<const spec::Exchange> exchanges);

}  // namespace assay::conformance
