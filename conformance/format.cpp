#include "conformance/format.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string>

#include "spec/decimal.h"

namespace assay::conformance {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_hex(char c) {
  return std::isxdigit(static_cast<unsigned char>(c)) != 0;
}

bool is_blank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

// Reads the front of a text, piece by piece.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool at_end() const { return text_.empty(); }
  bool next_is_digit() const { return !text_.empty() && is_digit(text_[0]); }

  // Exactly `count` digits.
  std::optional<int> digits(std::size_t count) {
    if (text_.size() < count) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (!is_digit(text_[i])) return std::nullopt;
      value = value * 10 + (text_[i] - '0');
    }
    text_.remove_prefix(count);
    return value;
  }

  // One of those characters, or 0.
  char one_of(std::string_view characters) {
    if (text_.empty() || characters.find(text_[0]) == std::string_view::npos) return 0;
    const char c = text_[0];
    text_.remove_prefix(1);
    return c;
  }

 private:
  std::string_view text_;
};

bool is_day(int year, int month, int day) {
  constexpr std::array kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= kDays[static_cast<std::size_t>(month - 1)] + (leap && month == 2 ? 1 : 0);
}

bool read_date(Reader& reader) {
  const auto year = reader.digits(4);
  if (!year || reader.one_of("-") == 0) return false;
  const auto month = reader.digits(2);
  if (!month || reader.one_of("-") == 0) return false;
  const auto day = reader.digits(2);
  return day && is_day(*year, *month, *day);
}

bool is_date(std::string_view text) {
  Reader reader(text);
  return read_date(reader) && reader.at_end();
}

// Two digits that count no further than `most`.
bool read_part(Reader& reader, int most) {
  const auto value = reader.digits(2);
  return value && *value <= most;
}

// A time without an offset names no moment.
bool read_offset(Reader& reader) {
  const char zone = reader.one_of("Zz+-");
  if (zone == 'Z' || zone == 'z') return true;
  if (zone == 0 || !read_part(reader, 23)) return false;
  const bool minutes = reader.one_of(":") != 0 || reader.next_is_digit();
  return !minutes || read_part(reader, 59);
}

// RFC 3339; and, as only what is plainly wrong counts, a blank for 'T', offsets without ':', times
// without seconds.
bool is_date_time(std::string_view text) {
  Reader reader(text);
  if (!read_date(reader) || reader.one_of("Tt ") == 0) return false;
  if (!read_part(reader, 24) || reader.one_of(":") == 0 || !read_part(reader, 59)) return false;
  if (reader.one_of(":") != 0) {
    if (!read_part(reader, 60)) return false;
    if (reader.one_of(".,") != 0) {
      if (!reader.next_is_digit()) return false;
      while (reader.next_is_digit()) reader.digits(1);
    }
  }
  return read_offset(reader) && reader.at_end();
}

bool is_blank_or_control(char c) {
  return is_blank(c) || static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == text.size()) return false;
  return text.find('@', at + 1) == std::string_view::npos &&
         std::none_of(text.begin(), text.end(), is_blank_or_control);
}

bool is_uri(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return false;
  if (std::isalpha(static_cast<unsigned char>(text[0])) == 0) return false;
  const bool scheme =
      std::all_of(text.begin(), text.begin() + static_cast<long>(colon), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '-' || c == '.';
      });
  return scheme && std::none_of(text.begin(), text.end(), is_blank_or_control);
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

bool is_address(int family, std::string_view text) {
  std::array<unsigned char, 16> address{};
  if (text.find('\0') != std::string_view::npos) return false;
  return inet_pton(family, std::string(text).c_str(), address.data()) == 1;
}

struct Row {
  std::string_view name;
  std::string_view words;
  bool (*holds)(std::string_view);
};

constexpr std::array<Row, 8> kFormats{{
    {"date", "a date, as 2012-11-25", is_date},
    {"date-time", "a date and time of RFC 3339 ('T' between them, a zone behind)", is_date_time},
    {"assay-date-time", "a date and time of RFC 3339 ('T' between them, a zone behind)",
     is_date_time},
    {"email", "an e-mail address", is_email},
    {"uri", "a URI", is_uri},
    {"uuid", "a UUID", is_uuid},
    {"ipv4", "an IPv4 address", [](std::string_view text) { return is_address(AF_INET, text); }},
    {"ipv6", "an IPv6 address", [](std::string_view text) { return is_address(AF_INET6, text); }},
}};

struct Range {
  std::string_view name, words, least, most;
};

constexpr std::array<Range, 2> kRanges{{
    {"int32", "a whole number of 32 bits", "-2147483648", "2147483647"},
    {"int64", "a whole number of 64 bits", "-9223372036854775808", "9223372036854775807"},
}};

}  // namespace

bool has_format(std::string_view format, std::string_view text) {
  for (const Row& row : kFormats) {
    if (row.name == format) return row.holds(text);
  }
  return true;
}

bool number_has_format(std::string_view format, std::string_view decimal) {
  for (const Range& range : kRanges) {
    if (range.name != format) continue;
    const auto above = spec::compare_decimals(decimal, range.least);
    const auto below = spec::compare_decimals(decimal, range.most);
    return spec::is_whole(decimal) && above && *above >= 0 && below && *below <= 0;
  }
  return true;
}

std::string_view words_for_format(std::string_view format) {
  for (const Row& row : kFormats) {
    if (row.name == format) return row.words;
  }
  for (const Range& range : kRanges) {
    if (range.name == format) return range.words;
  }
  return {};
}

}  // namespace assay::conformance
