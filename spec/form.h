// application/x-www-form-urlencoded (WHATWG URL standard, section 5), as ordered pairs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace assay::spec {

struct FormField {
  std::string name;
  std::string value;
  bool raw = false;  // name and value are sent as they stand, without any encoding
  friend bool operator==(const FormField&, const FormField&) = default;
};

using Form = std::vector<FormField>;

// How a form is written. All spellings mean the same form.
struct FormSpelling {
  bool space_as_percent20 = false;  // else '+'
  bool lower_case_hex = false;      // else upper case, as RFC 3986 section 2.1 advises
  bool needless_in_values = false;  // also percent-encode characters that need no encoding
  bool needless_in_names = false;
  friend bool operator==(const FormSpelling&, const FormSpelling&) = default;
};

std::string encode_form(const Form& form, const FormSpelling& spelling = {});

// Splits at '&' only; '+' is a space; a malformed percent sign stands for itself. Order and
// repetitions are kept; a pair ends at its first '='. Never fails.
Form decode_form(std::string_view body);

// The first value of that name, or nullptr.
const std::string* find(const Form& form, std::string_view name);

// Percent-encodes everything but RFC 3986 "unreserved".
std::string percent_encode(std::string_view text);

}  // namespace assay::spec
