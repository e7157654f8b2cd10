// Evidence: what a finding keeps of a trial. Of large answers, the beginning of the body and, of
// long arrays, the items that this trial is about: a target with thousands of objects must not fill
// our memory. Pure functions, safe from any thread.
#pragma once

#include <span>

#include "spec/contract.h"
#include "spec/exchange.h"
#include "spec/finding.h"
#include "spec/trial.h"

namespace assay::runners {

// Bodies of more than 64 KiB are cut (Answer::cut says so), and items of their arrays of more than
// 32 that show none of the trial's values and are not what `verdict.where` points at become null;
// their texts and numbers are cut after 8 KiB.
spec::Evidence evidence_of(const spec::Trial& trial, std::span<const spec::Exchange> exchanges,
                           const spec::Verdict& verdict);

// Of evidence that can't be had again, what may have led to it: without the steps behind the one
// that the verdict is about, and without the reads before it from which no step takes a value.
spec::Evidence without_idle_steps(const spec::Contract& contract, spec::Evidence evidence);

}  // namespace assay::runners
