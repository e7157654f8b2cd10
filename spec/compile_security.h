// Compiling security schemes and requirements. Internal to spec.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "spec/compiling.h"
#include "spec/contract.h"

namespace assay::spec {

class SecurityCompiler {
 public:
  explicit SecurityCompiler(Compiling& compiling) : compiling_(compiling) {}

  // components.securitySchemes. Those that can't be sent are left out with a warning.
  std::vector<SecurityScheme> schemes();

  // A `security` list as alternatives of sets of indices into `schemes`. What isn't defined or
  // can't be sent is left out; an alternative of which nothing is left is none; an empty
  // alternative means that none is needed.
  std::vector<std::vector<std::size_t>> requirement(const Json* security,
                                                    const std::vector<SecurityScheme>& schemes);
  // Whether every alternative of a `security` list names a scheme, defined or not.
  static bool needs_some(const Json* security);

 private:
  bool compile(const std::string& name, const Json& scheme, SecurityScheme& out);
  bool compile_api_key(const Json& scheme, SecurityScheme& out);

  Compiling& compiling_;
  std::set<std::string> unsent_;  // defined, but of a kind that we don't send
};

}  // namespace assay::spec
