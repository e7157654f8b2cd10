#include <string>
#include <string_view>

#include "spec/load.h"
#include "spec/utf8.h"
#include "spec/yaml_scalar.h"

namespace assay::spec {
namespace {

constexpr std::size_t kMaxImplicitKey = 1000;  // YAML 1.2.2 section 7.4.2: 1024 characters

bool digit(char c) {
  return c >= '0' && c <= '9';
}

// The code point at `at`, whose bytes are `length`.
char32_t code_point(std::string_view text, std::size_t at, std::size_t length) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  if (length == 1) return byte(0);
  char32_t code = byte(0) & (0xFF >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) code = (code << 6) | (byte(i) & 0x3F);
  return code;
}

bool printable(char32_t c) {
  if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return false;
  return c != 0x2028 && c != 0x2029 && c != 0xFEFF && (c & 0xFFFE) != 0xFFFE;
}

// Every character printable and whole; '\n' too, where `lines`.
bool all_printable(std::string_view text, bool lines) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text, at);
    if (length == 0) return false;
    if (!(lines && text[at] == '\n') && !printable(code_point(text, at, length))) return false;
    at += length;
  }
  return true;
}

// Read as something else than text by readers of YAML 1.1.
bool like_another_type(std::string_view text) {
  for (const char* word : {"y", "n", "yes", "no", "on", "off", "<<", "="}) {
    std::string lower(text);
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (lower == word) return true;
  }
  return digit(text[0]) || text[0] == '+' || text[0] == '.';
}

bool may_be_plain(std::string_view text) {
  if (text.empty() || text.front() == ' ' || text.back() == ' ' || text.back() == ':') return false;
  if (std::string_view("-?:,[]{}#&*!|>'\"%@`").find(text.front()) != std::string_view::npos)
    return false;
  if (text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos)
    return false;
  const auto resolved = resolve_plain_scalar(text);
  const Json* json = std::get_if<Json>(&resolved);
  return json != nullptr && json->is_string() && !like_another_type(text) &&
         all_printable(text, false);
}

// Lines that a literal block gives back as they are.
bool may_be_block(std::string_view text) {
  if (text.find('\n') == std::string_view::npos || !all_printable(text, true)) return false;
  if (text.front() == '\n' || text.front() == ' ' || text.ends_with("\n\n")) return false;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::string_view line = text.substr(start, end - start);
    if (!line.empty() && line.back() == ' ') return false;
    start = end + 1;
  }
  return true;
}

void write_escape(char32_t c, std::string& out) {
  constexpr char kHex[] = "0123456789ABCDEF";
  const int digits = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
  out += digits == 2 ? "\\x" : digits == 4 ? "\\u" : "\\U";
  for (int i = digits - 1; i >= 0; --i) out += kHex[(c >> (4 * i)) & 15];
}

void write_double_quoted(std::string_view text, std::string& out) {
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text, at);
    const char32_t c = length == 0 ? 0xFFFD : code_point(text, at, length);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (printable(c)) {
      append_utf8(c, out);
    } else {
      write_escape(c, out);
    }
    at += length == 0 ? 1 : length;
  }
  out += '"';
}

void write_line_text(std::string_view text, std::string& out) {
  if (may_be_plain(text)) {
    out += text;
  } else if (text.find('\'') == std::string_view::npos && all_printable(text, false)) {
    out += '\'';
    out += text;
    out += '\'';
  } else {
    write_double_quoted(text, out);
  }
}

class Writer {
 public:
  std::string write(const Json& value) {
    const bool container = !value.items().empty() || !value.members().empty();
    if (container) {
      write_container(value, 0, true);
    } else {
      write_scalar(value, 0);
    }
    return std::move(out_);
  }

 private:
  void indent(std::size_t level) { out_.append(2 * level, ' '); }

  // What stands on the line of its key or '-', with the line's end.
  void write_scalar(const Json& value, std::size_t level) {
    switch (value.kind()) {
      case Json::Kind::null:
        out_ += "null";
        break;
      case Json::Kind::boolean:
        out_ += value.as_boolean() ? "true" : "false";
        break;
      case Json::Kind::number:
        out_ += value.text();
        break;
      case Json::Kind::array:
        out_ += "[]";
        break;
      case Json::Kind::object:
        out_ += "{}";
        break;
      case Json::Kind::string:
        if (may_be_block(value.text())) {
          write_block(value.text(), level);
          return;
        }
        write_line_text(value.text(), out_);
        break;
    }
    out_ += '\n';
  }

  void write_block(std::string_view text, std::size_t level) {
    const bool ends = text.back() == '\n';
    out_ += ends ? "|\n" : "|-\n";
    if (ends) text.remove_suffix(1);
    for (std::size_t start = 0; start <= text.size();) {
      const std::size_t end = std::min(text.find('\n', start), text.size());
      if (end > start) indent(level + 1);
      out_ += text.substr(start, end - start);
      out_ += '\n';
      start = end + 1;
    }
  }

  // After "key:" or '-'.
  void write_value(const Json& value, std::size_t level, bool after_dash) {
    if (value.items().empty() && value.members().empty()) {
      out_ += ' ';
      write_scalar(value, level);
    } else if (after_dash) {
      out_ += ' ';
      write_container(value, level + 1, false);
    } else {
      out_ += '\n';
      write_container(value, level + 1, true);
    }
  }

  // `on_new_line`: the first part is indented like the others; else it follows a '-'.
  void write_container(const Json& value, std::size_t level, bool on_new_line) {
    bool indented = !on_new_line;
    const auto begin_part = [&] {
      if (!indented) indent(level);
      indented = false;
    };
    for (const Json& item : value.items()) {
      begin_part();
      out_ += '-';
      write_value(item, level, true);
    }
    for (const auto& [name, member] : value.members()) {
      begin_part();
      std::string key;
      write_line_text(name, key);
      const bool is_long = key.size() > kMaxImplicitKey;
      if (is_long) out_ += "? ";
      out_ += key;
      if (is_long) {
        out_ += '\n';
        indent(level);
      }
      out_ += ':';
      write_value(member, level, false);
    }
  }

  std::string out_;
};

}  // namespace

std::string to_yaml(const Json& value) {
  return Writer().write(value);
}

}  // namespace assay::spec
