// Whether what a reader shows follows what was sent. Pure functions, safe from any thread.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "spec/contract.h"
#include "spec/json.h"

namespace assay::conformance {

// A value that was sent for an attribute, and what an answer then showed.
struct Shown {
  const spec::Field* field = nullptr;
  std::string text;
  bool fresh = false;
  spec::Json shown;
  std::size_t run = 0;  // of the probe
};

// Whether fresh texts are shown as they were sent, and others every time.
bool follows_fresh(const std::vector<Shown>& all);

// Whether what is shown follows what was sent: A, B, A, B. A text of this run that is shown cut,
// folded or wrapped follows too. It is enough if it does so in one run: what another field of the
// same request hides, it shows where it is sent alone.
bool follows(const std::vector<Shown>& all);

// Whether it shows one and the same, whatever was sent, and that is something.
bool stands_still(const std::vector<Shown>& all);

}  // namespace assay::conformance
