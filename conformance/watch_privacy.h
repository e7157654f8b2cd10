// The watcher `privacy`: no answer carries a password, a credential or a stack trace. A pure
// function, safe from any thread.
#pragma once

#include <optional>
#include <span>

#include "spec/contract.h"
#include "spec/exchange.h"
#include "spec/finding.h"

namespace assay::conformance {

// `all`: the exchanges of the trial (and its clean-up); `exchange` may be one of them. Forbidden in
// its answer, body and headers, are the `Request::write_only` values of itself and of those before
// it (all of them, if it isn't among them), as they stand, escaped as in JSON, percent-encoded or
// in base64. A value of a field counts only if the run made it (Request::names) and no open field
// of the trial carries it too; credentials count always. Short values (under 8 characters) count
// only where a whole JSON text or header is the value.
std::optional<spec::Verdict> watch_privacy(const spec::Contract& contract,
                                           std::span<const spec::Exchange> all,
                                           const spec::Exchange& exchange);

}  // namespace assay::conformance
