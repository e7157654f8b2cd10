// Formats: the named formats of texts that we check. Modest: only what is plainly wrong counts as
// wrong. Pure functions, safe from any thread.
#pragma once

#include <string_view>

namespace assay::conformance {

// Whether the text has the format: date, date-time, assay-date-time, email, uri, uuid, ipv4, ipv6;
// true for every format that we don't know.
bool has_format(std::string_view format, std::string_view text);

// Whether a number, as decimal text, has the format: int32, int64; true for any other.
bool number_has_format(std::string_view format, std::string_view decimal);

// "an e-mail address"; "" for a format that we don't know.
std::string_view words_for_format(std::string_view format);

}  // namespace assay::conformance
