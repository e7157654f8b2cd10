// Recognising things in answers: places that a pattern names, dates, repetitions. Pure functions,
// safe from any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace assay::reports {

bool word_character(char c);                        // a letter or digit of ASCII
bool digit(std::string_view text, std::size_t at);  // whether one stands there

// Whether the pointer of a value fits a pattern in which '*' stands for any one token.
bool pointer_fits(std::string_view pattern, std::string_view pointer);

// Whether it is an address that a run made up (spec::Fresh::Kind::email):
// "u01.k3j9x2mq7w4a@example.com".
bool made_up_address(std::string_view text);

// The length of the date and time that begins there, as in RFC 3339, or with a blank for the 'T' or
// without a zone; 0: none does.
std::size_t time_length(std::string_view text, std::size_t at);

// What stands for it in a report: "<time>", or where it is not as in RFC 3339, how it is written:
// "<YYYY-MM-DD hh:mm:ss>".
std::string time_name(std::string_view time);

// A unit of 1 to 12 bytes that is repeated from there on, over `least` bytes or more: its length,
// and how often it stands there (0: nothing is repeated).
struct Repetition {
  std::size_t unit = 0;
  std::size_t count = 0;
};
Repetition repetition(std::string_view text, std::size_t at, std::size_t least);

}  // namespace assay::reports
