// Shown values: what two answers may write differently and still mean the same. Pure functions,
// safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "spec/json.h"
#include "spec/trial.h"

namespace assay::conformance {

// null, "", [] and {}: nothing is shown.
bool is_empty(const spec::Json& value);

// The text of a scalar ("true", "1", a string's contents); nullopt for the rest.
std::optional<std::string> scalar_text(const spec::Json& value);

// Equal as JSON, or the same scalar in another type (1 and "1", true and "true"), or the same
// instant, with or without a fraction, in any offset.
bool same_shown(const spec::Json& a, const spec::Json& b);

// A whole number, or a string that is one.
std::optional<std::int64_t> shown_integer(const spec::Json& value);

// true, "true", 1 …; nullopt if it is no boolean in any reading.
std::optional<bool> shown_boolean(const spec::Json& value);

// An RFC 3339 date-time in nanoseconds since 1970; `fraction`: how many digits it has.
struct Instant {
  std::int64_t seconds = 0;
  std::int64_t nanoseconds = 0;
  int fraction = 0;
};
std::optional<Instant> parse_instant(std::string_view text);

bool equal_ignoring_case(std::string_view a, std::string_view b);  // ASCII
bool looks_like_url(const spec::Json& value);

// An id that looks counted, not random: a near miss of it may be somebody else's.
bool guessable(std::string_view id);

// Whether a key that was changed by `twist` to `value` may be somebody's all the same: a counted
// one, or one whose letters have one case only (hexadecimal, a UUID) and that may be read in
// either.
bool may_be_a_key(const std::string& value, spec::Twist twist);

}  // namespace assay::conformance
