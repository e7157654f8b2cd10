// What was sent, as shell text that can be pasted into a terminal (POSIX sh, curl, jq). Pure
// functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "reports/naming.h"
#include "spec/contract.h"
#include "spec/finding.h"

namespace assay::reports {

// One request: a curl line. Several: a numbered script whose lines hand on what later ones take
// from their answers. Lines longer than `width` are folded with a backslash.
std::string curl_text(const spec::Contract& contract, const spec::Evidence& evidence,
                      const Naming& naming, std::size_t width);

// The text as one word of a POSIX shell, quoted only where it must be.
std::string shell_word(std::string_view text);

// Whether a header of that name is likely to carry a secret, which no report may show.
bool sensitive_header(std::string_view name);

}  // namespace assay::reports
