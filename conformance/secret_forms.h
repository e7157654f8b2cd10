// SecretForms: how a secret may look where it leaks: as it stands, escaped as in JSON, percent-
// encoded, in hexadecimal, or within base64. A plain value.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::conformance {

class SecretForms {
 public:
  explicit SecretForms(std::string secret);

  // "as it stands", "percent-encoded", …; "" if the text doesn't contain it. A short secret is only
  // seen where it is the whole text, or a whole JSON string in it.
  std::string_view found_in(std::string_view text) const;

  static constexpr std::size_t kLong = 8;      // characters that don't come together by chance
  static constexpr std::size_t kShortest = 4;  // anything shorter is never seen

 private:
  struct Form {
    std::string_view words;
    std::string bytes;
  };
  std::string secret_;
  std::vector<Form> forms_;
};

}  // namespace assay::conformance
