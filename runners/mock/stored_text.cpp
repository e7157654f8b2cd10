#include "runners/mock/stored_text.h"

#include <array>
#include <string_view>
#include <utility>

namespace assay::runners::mock {
namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == text.npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// Cut after so many bytes, but not within a character.
std::string cut(std::string text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  text.resize(bytes);
  return text;
}

std::string without_astral(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xF8) == 0xF0) {
      out += '?';
      i += 3;
    } else {
      out += text[i];
    }
  }
  return out;
}

// Letters with a combining acute, grave, circumflex, diaeresis, tilde, ring or cedilla, composed
// (as NFC does it).
std::string composed(std::string text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kPairs{{
      {"a\u0301", "\u00e1"},
      {"e\u0301", "\u00e9"},
      {"i\u0301", "\u00ed"},
      {"o\u0301", "\u00f3"},
      {"u\u0301", "\u00fa"},
      {"A\u0301", "\u00c1"},
      {"E\u0301", "\u00c9"},
      {"e\u0300", "\u00e8"},
      {"e\u0302", "\u00ea"},
      {"a\u0308", "\u00e4"},
      {"o\u0308", "\u00f6"},
      {"u\u0308", "\u00fc"},
      {"n\u0303", "\u00f1"},
      {"a\u030a", "\u00e5"},
      {"A\u030a", "\u00c5"},
      {"c\u0327", "\u00e7"},
  }};
  for (const auto& [from, to] : kPairs) replace_all(text, from, to);
  return text;
}

}  // namespace

std::string stored_text(std::string text, std::size_t operation, const ActiveDefect& defect) {
  if (defect.is(Bug::none)) return text;
  if (defect.hits(Bug::blanks_trimmed, operation)) return trimmed(text);
  if (defect.hits(Bug::cut_at_255, operation)) return cut(std::move(text), 255);
  if (defect.hits(Bug::astral_replaced, operation)) return without_astral(text);
  if (defect.hits(Bug::composed, operation)) return composed(std::move(text));
  if (defect.hits(Bug::html_escaped, operation)) {
    replace_all(text, "&", "&amp;");
    replace_all(text, "<", "&lt;");
  }
  if (defect.hits(Bug::lines_normalised, operation)) replace_all(text, "\r\n", "\n");
  if (defect.hits(Bug::quotes_doubled, operation)) {
    replace_all(text, "'", "''");
    replace_all(text, "\"", "\"\"");
  }
  if (defect.hits(Bug::lower_cased, operation)) {
    for (char& c : text) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
  }
  return text;
}

}  // namespace assay::runners::mock
