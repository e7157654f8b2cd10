// Pattern: an ECMA-262 pattern of a schema, run by RE2. The only file of this library with RE2 is
// pattern.cpp. Immutable; may be used from any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace assay::runners::mock {

class Pattern {
 public:
  explicit Pattern(const std::string& text);
  ~Pattern();
  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;

  bool usable() const;                         // false: RE2 can't run it; everything matches
  bool matches(std::string_view value) const;  // somewhere in the value, as JSON Schema has it

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace assay::runners::mock
