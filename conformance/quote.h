// Quoting for expected/got texts: one line, control characters escaped, cut at 80 characters with
// the whole length named. Always valid UTF-8, whatever a server sent.
#pragma once

#include <string>
#include <string_view>

#include "spec/json.h"

namespace assay::conformance {

// A JSON value as JSON text: "true", "{\"id\":1}".
std::string quote(const spec::Json& value);

// Bytes in double quotes: "\"a\\nb\"", "\"\\xff\"".
std::string quote(std::string_view text);
inline std::string quote(const std::string& text) {
  return quote(std::string_view(text));
}
inline std::string quote(const char* text) {
  return quote(std::string_view(text));
}

}  // namespace assay::conformance
