// One broken law as text, for console and JUnit alike: the law's sentence, what was expected and
// got, the smallest requests that show it as shell text, what came back, and how to see it again.
// Pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "spec/contract.h"
#include "spec/finding.h"

namespace assay::reports {

struct FailureStyle {
  std::size_t body_limit = 64u << 10;  // bytes of an answer's body
  std::size_t body_lines = 1000;       // … and lines
  bool brief = false;                  // of large answers only what the failure is about
  std::size_t width = 80;
};

// "answer to userGet, /enable_chat: expected true, got false": one line.
std::string failure_message(const spec::Contract& contract, const spec::Finding& finding,
                            std::string_view target);

// No newline at the end. `target` as RunInfo has it.
std::string failure_text(const spec::Contract& contract, const spec::Finding& finding,
                         std::string_view target, const FailureStyle& style);

// "The target does not look at credentials.", with the finding's note where it has one.
std::string skip_message(const spec::Finding& finding);

}  // namespace assay::reports
