// For tests of what is free: a session against a server that is honest in its own way.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runners/session_test.h"
#include "runners/variant_server_test.h"

namespace assay::runners {

// Runs the laws that are selected (all, if none is named) and expects none to be broken.
SessionResult honest(Variant variant, std::vector<std::string> only = {});

// Expects all laws that the selector names to be skipped for this reason, and that there are any.
void expect_skipped(const SessionResult& result, std::string_view selector, spec::Reason reason);

}  // namespace assay::runners
