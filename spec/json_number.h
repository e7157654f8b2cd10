// JsonNumber: the value of a JSON number's text, exactly, whatever its size. For comparing; no
// arithmetic.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assay::spec {

// RFC 8259, section 6: "-0.5e3", but neither "01" nor "+1" nor ".5".
bool is_json_number(std::string_view text);

class JsonNumber {
 public:
  // `text` must be a JSON number; anything else counts as 0.
  explicit JsonNumber(std::string_view text);

  bool is_integer() const { return exponent_ >= 0; }
  std::optional<std::int64_t> as_integer() const;  // if it is one and fits
  // The power of ten just above the absolute value: 1 for 5, 2 for 12, 0 for 0.5 and for 0.
  std::int64_t magnitude() const;

  friend bool operator==(const JsonNumber& a, const JsonNumber& b) = default;
  friend std::strong_ordering operator<=>(const JsonNumber& a, const JsonNumber& b);

 private:
  bool negative_ = false;
  std::string digits_;         // without zeros at either end; "" is 0
  std::int64_t exponent_ = 0;  // value = digits * 10^exponent
};

}  // namespace assay::spec
