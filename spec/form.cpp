#include "spec/form.h"

namespace assay::spec {
namespace {

bool alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

void append_percent(char c, bool lower_case, std::string& out) {
  const char* digits = lower_case ? "0123456789abcdef" : "0123456789ABCDEF";
  const unsigned char byte = static_cast<unsigned char>(c);
  out += '%';
  out += digits[byte >> 4];
  out += digits[byte & 15];
}

void append_encoded(std::string_view text, const FormSpelling& spelling, bool needless,
                    std::string& out) {
  for (const char c : text) {
    if (c == ' ' && !spelling.space_as_percent20) {
      out += '+';
    } else if (!needless && (alphanumeric(c) || c == '*' || c == '-' || c == '.' || c == '_')) {
      out += c;
    } else {
      append_percent(c, spelling.lower_case_hex, out);
    }
  }
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '%' && at + 2 < text.size() && hex_value(text[at + 1]) >= 0 &&
        hex_value(text[at + 2]) >= 0) {
      out += static_cast<char>(hex_value(text[at + 1]) * 16 + hex_value(text[at + 2]));
      at += 2;
    } else {
      out += c == '+' ? ' ' : c;
    }
  }
  return out;
}

}  // namespace

std::string encode_form(const Form& form, const FormSpelling& spelling) {
  std::string out;
  bool first = true;
  for (const FormField& field : form) {
    if (!first) out += '&';
    first = false;
    if (field.raw) {
      out += field.name + '=' + field.value;
      continue;
    }
    append_encoded(field.name, spelling, spelling.needless_in_names, out);
    out += '=';
    append_encoded(field.value, spelling, spelling.needless_in_values, out);
  }
  return out;
}

Form decode_form(std::string_view body) {
  Form form;
  while (!body.empty()) {
    const std::string_view pair = body.substr(0, body.find('&'));
    body.remove_prefix(pair.size() < body.size() ? pair.size() + 1 : pair.size());
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    FormField field;
    field.name = decoded(pair.substr(0, equals));
    if (equals != std::string_view::npos) field.value = decoded(pair.substr(equals + 1));
    form.push_back(std::move(field));
  }
  return form;
}

const std::string* find(const Form& form, std::string_view name) {
  for (const FormField& field : form) {
    if (field.name == name) return &field.value;
  }
  return nullptr;
}

std::string percent_encode(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      append_percent(c, false, out);
    }
  }
  return out;
}

}  // namespace assay::spec
