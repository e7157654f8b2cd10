#include "reports/text.h"

#include <array>
#include <cstdio>

#include "spec/utf8.h"

namespace assay::reports {
namespace {

std::string hex_escape(const char* prefix, unsigned value, int digits) {
  std::array<char, 16> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%s%0*x", prefix, digits, value);
  return buffer.data();
}

unsigned code_point(std::string_view text, std::size_t at, std::size_t length) {
  const auto byte = [&](std::size_t i) {
    return static_cast<unsigned>(static_cast<unsigned char>(text[at + i]));
  };
  if (length == 2) return (byte(0) & 0x1F) << 6 | (byte(1) & 0x3F);
  if (length == 3) return (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
  if (length == 4) {
    return (byte(0) & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 |
           (byte(3) & 0x3F);
  }
  return byte(0);
}

// What a terminal would obey rather than show, or XML forbids.
bool unfit(unsigned c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F || c == 0xFEFF || c == 0xFFFE ||
         c == 0xFFFF;
}

}  // namespace

std::string printable(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t length = spec::utf8_length(bytes, at);
    if (length == 0) {
      out += hex_escape("\\x", static_cast<unsigned char>(bytes[at++]), 2);
      continue;
    }
    const unsigned c = code_point(bytes, at, length);
    if (c == '\n' || c == '\t') {
      out += static_cast<char>(c);
    } else if (c == '\r') {
      out += "\\r";
    } else if (unfit(c)) {
      out += c < 0x80 ? hex_escape("\\x", c, 2) : hex_escape("\\u", c, 4);
    } else {
      out.append(bytes.substr(at, length));
    }
    at += length;
  }
  return out;
}

std::string one_line(std::string_view bytes, std::size_t limit) {
  std::string out;
  std::size_t count = 0;
  const std::string text = printable(bytes);
  for (std::size_t at = 0; at < text.size(); ++count) {
    const std::size_t length = spec::utf8_length(text, at);
    if (count + 1 >= limit && at + length < text.size()) return out + "…";
    if (text[at] == '\n') {
      out += "\\n";
    } else if (text[at] == '\t') {
      out += "\\t";
    } else {
      out.append(text, at, length);
    }
    at += length;
  }
  return out;
}

std::uint64_t fnv1a(std::string_view bytes) {
  std::uint64_t hash = 14695981039346656037ull;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return hash;
}

std::string cut_line(std::size_t size, std::uint64_t fnv1a) {
  std::array<char, 32> hash{};
  std::snprintf(hash.data(), hash.size(), "%016llx", static_cast<unsigned long long>(fnv1a));
  return "… cut here; " + grouped(size) + " bytes in all, FNV-1a " + hash.data();
}

std::string_view beginning(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  std::size_t end = limit;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

std::string cut(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return std::string(text);
  return std::string(beginning(text, limit)) + "\n" + cut_line(text.size(), fnv1a(text));
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  const std::string margin(indent, ' ');
  std::string out = margin;
  std::size_t column = indent;
  bool line_start = true;
  for (std::size_t at = 0; at <= text.size();) {
    std::size_t end = text.find_first_of(" \n", at);
    if (end == std::string_view::npos) end = text.size();
    const std::string_view word = text.substr(at, end - at);
    const std::size_t length = spec::count_code_points(word);
    if (!line_start && column + 1 + length > width) {
      out += '\n' + margin;
      column = indent;
    } else if (!line_start) {
      out += ' ';
      ++column;
    }
    out.append(word);
    column += length;
    line_start = end < text.size() && text[end] == '\n';
    if (line_start) {
      out += '\n' + margin;
      column = indent;
    }
    at = end + 1;
  }
  return out;
}

std::string indented(std::string_view text, std::size_t indent) {
  const std::string margin(indent, ' ');
  std::string out;
  for (std::size_t at = 0; at <= text.size();) {
    std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) end = text.size();
    if (at != 0) out += '\n';
    if (end > at) out += margin;
    out.append(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

std::string padded(std::string_view text, std::size_t width) {
  const std::size_t length = spec::count_code_points(text);
  return std::string(text) + std::string(length < width ? width - length : 0, ' ');
}

std::string padded_left(std::string_view text, std::size_t width) {
  const std::size_t length = spec::count_code_points(text);
  return std::string(length < width ? width - length : 0, ' ') + std::string(text);
}

std::string grouped(std::size_t n) {
  const std::string digits = std::to_string(n);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i != 0 && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

std::string counted(std::size_t n, std::string_view noun) {
  std::string out = grouped(n) + ' ' + std::string(noun);
  if (n != 1) out += 's';
  return out;
}

std::string seconds(std::chrono::microseconds duration) {
  std::array<char, 32> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.2f s",
                static_cast<double>(duration.count()) / 1e6);
  return buffer.data();
}

}  // namespace assay::reports
