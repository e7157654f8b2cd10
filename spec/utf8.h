// UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing beyond U+10FFFF.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace assay::spec {

// How many bytes the character at `at` takes; 0: none begins there, or it is not whole.
std::size_t utf8_length(std::string_view text, std::size_t at);

// The offset of the first byte that is not UTF-8; nullopt: all is well.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

// Appends one code point, which must not be a surrogate.
void append_utf8(char32_t code_point, std::string& out);

// How many characters (code points) the text has; a byte that is not UTF-8 counts as one.
std::size_t count_code_points(std::string_view text);

}  // namespace assay::spec
