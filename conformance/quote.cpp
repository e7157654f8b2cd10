#include "conformance/quote.h"

#include <cstddef>

#include "spec/utf8.h"

namespace assay::conformance {
namespace {

constexpr std::size_t kMostCharacters = 80;
constexpr char kHex[] = "0123456789abcdef";

char32_t decode(std::string_view character) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
  switch (character.size()) {
    case 1:
      return byte(0);
    case 2:
      return static_cast<char32_t>((byte(0) & 0x1F) << 6 | (byte(1) & 0x3F));
    case 3:
      return static_cast<char32_t>((byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 |
                                   (byte(2) & 0x3F));
    default:
      return static_cast<char32_t>((byte(0) & 0x07) << 18 | (byte(1) & 0x3F) << 12 |
                                   (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F));
  }
}

// Characters that would break the line, move the cursor or turn the direction of the text.
bool is_unprintable(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029 ||
         (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFF);
}

void append_escaped(char32_t c, std::string& out) {
  switch (c) {
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += "\\u";
      for (int shift = 12; shift >= 0; shift -= 4) out += kHex[(c >> shift) & 15];
  }
}

// Appends at most `most` characters of the text; true if that was all of it.
bool append_line(std::string_view text, std::size_t most, bool in_quotes, std::string& out) {
  std::size_t at = 0;
  for (std::size_t count = 0; at < text.size() && count < most; ++count) {
    const std::size_t length = spec::utf8_length(text, at);
    if (length == 0) {
      const auto byte = static_cast<unsigned char>(text[at++]);
      out += "\\x";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
      continue;
    }
    const std::string_view character = text.substr(at, length);
    at += length;
    const char32_t c = decode(character);
    if (is_unprintable(c)) {
      append_escaped(c, out);
    } else {
      if (in_quotes && (c == '"' || c == '\\')) out += '\\';
      out += character;
    }
  }
  return at == text.size();
}

std::string length_of(std::string_view text) {
  return "… (" + std::to_string(spec::count_code_points(text)) + " characters)";
}

}  // namespace

std::string quote(const spec::Json& value) {
  if (value.is_string()) return quote(std::string_view(value.text()));
  const std::string text = spec::dump(value);
  std::string out;
  if (!append_line(text, kMostCharacters, false, out)) out += length_of(text);
  return out;
}

std::string quote(std::string_view text) {
  std::string out = "\"";
  const bool whole = append_line(text, kMostCharacters, true, out);
  out += '"';
  if (!whole) out += length_of(text);
  return out;
}

}  // namespace assay::conformance
