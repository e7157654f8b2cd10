// The dictionary of naughty values, as testers keep it, and texts that a store must give back as
// they were.
#pragma once

#include <string>
#include <vector>

namespace assay::properties {

// For `robust`: any bytes. Each once; the likeliest to hurt first.
const std::vector<std::string>& naughty_values();

// For `encode/text`: valid UTF-8 without NUL. Simple ones first.
const std::vector<std::string>& honest_texts();

// Malformed `name=value` material that is sent raw: percent signs that encode nothing, bytes that
// are no UTF-8.
const std::vector<std::string>& malformed_values();

// "ab…": plain letters of that length.
std::string plain_text(std::size_t length);

}  // namespace assay::properties
