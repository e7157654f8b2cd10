// Pattern: a schema's regular expression (ECMA-262 as written), run by RE2: linear time, no stack,
// UTF-8. The only file of spec with RE2 is pattern.cpp. Immutable; safe from any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace assay::spec {

class Pattern {
 public:
  explicit Pattern(const std::string& ecma);

  enum class State {
    good,
    not_checkable,  // valid in ECMA-262 as far as we can tell, but RE2 can't run it (lookahead,
                    // back-references, …)
    wrong,          // no regular expression
  };
  State state() const { return state_; }
  const std::string& problem() const { return problem_; }  // "missing ): (a"; "" if good

  // True if the pattern is found anywhere in the text, as JSON Schema wants it; true if it is not
  // good.
  bool found_in(std::string_view text) const;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
  State state_ = State::good;
  std::string problem_;
};

}  // namespace assay::spec
