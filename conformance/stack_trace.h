// StackTrace: what the stack traces of common languages look like, precisely enough not to be found
// in ordinary prose.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace assay::conformance {

struct StackTrace {
  std::string_view language;  // "Python"
  std::string line;           // the first line that shows it
};

// The stack trace in a text; nullopt: none. Safe from any thread.
std::optional<StackTrace> find_stack_trace(std::string_view text);

}  // namespace assay::conformance
