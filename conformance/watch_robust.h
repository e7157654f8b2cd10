// The watcher `robust`: no input of any kind gets a 5xx, a hang, a cut-off or a malformed answer.
// A pure function, safe from any thread.
#pragma once

#include <optional>

#include "spec/contract.h"
#include "spec/exchange.h"
#include "spec/finding.h"

namespace assay::conformance {

// A broken verdict if the exchange shows a 5xx (but a 503 with Retry-After, and a 501 to a method
// that is not documented), a transport fault, bytes after the answer, or an answer labelled JSON
// that isn't exactly one JSON text or has a key twice. Nobody listening, and nothing sent, are not
// its business; an empty body is shape's.
std::optional<spec::Verdict> watch_robust(const spec::Contract& contract,
                                          const spec::Exchange& exchange);

}  // namespace assay::conformance
