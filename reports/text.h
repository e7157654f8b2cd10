// Text for people and parsers: whatever bytes a server sends, what comes out is valid UTF-8 that
// any terminal and any XML 1.0 parser takes. Pure functions, safe from any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace assay::reports {

// Control characters (but tab and newline), bidirectional overrides, U+FFFE, U+FFFF and bytes that
// are not UTF-8 become visible: \x1b, \u202e, \xff.
std::string printable(std::string_view bytes);

// printable, on one line (newline and tab become \n and \t) and no longer than `limit` characters
// ("…" where cut).
std::string one_line(std::string_view bytes, std::size_t limit = 200);

std::uint64_t fnv1a(std::string_view bytes);

// The first `limit` bytes of the text at most, whole characters.
std::string_view beginning(std::string_view text, std::size_t limit);

// The text, or its beginning and a line that tells length and hash of all of it.
std::string cut(std::string_view text, std::size_t limit);

// That line, for what had so many bytes in all.
std::string cut_line(std::size_t size, std::uint64_t fnv1a);

// Words folded into lines of at most `width` columns, each after `indent` blanks; newlines in the
// text stay. No newline at the end.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent);

// Every line after `indent` blanks; empty lines stay empty.
std::string indented(std::string_view text, std::size_t indent);

// Padded with blanks to at least `width` characters.
std::string padded(std::string_view text, std::size_t width);
std::string padded_left(std::string_view text, std::size_t width);

// "1 trial", "1,234 trials".
std::string counted(std::size_t n, std::string_view noun);
std::string grouped(std::size_t n);  // "1,234"

std::string seconds(std::chrono::microseconds duration);  // "0.82 s"

}  // namespace assay::reports
