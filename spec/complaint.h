// Complaint: one thing that is wrong with what the user gave us, in the one form that all of them
// have:
//   file:line:column: error: what is wrong; what to do
#pragma once

#include <string>
#include <vector>

#include "spec/json.h"

namespace assay::spec {

enum class Severity { warning, error };

struct Complaint {
  Severity severity = Severity::error;
  std::string file;  // as the user named it; "" where there is none (the command line)
  std::uint32_t line = 0;
  std::uint32_t column = 0;  // 0: not known
  std::string what;
  std::string hint;  // what to do; may be empty
};

// "zoom.yaml:3:7: error: what; hint". Parts that are not known are left out.
std::string to_string(const Complaint& complaint);

bool has_errors(const std::vector<Complaint>& complaints);

// Sorts by file (in order of first appearance), line and column, and drops exact repetitions.
void tidy(std::vector<Complaint>& complaints);

}  // namespace assay::spec
