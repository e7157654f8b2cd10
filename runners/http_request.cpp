#include "runners/http_request.h"

#include <algorithm>
#include <cstddef>

namespace assay::runners {

namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_token_character(char c) {
  const char l = lower(c);
  return (l >= 'a' && l <= 'z') || (c >= '0' && c <= '9') ||
         (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}

bool has(const spec::Request& request, std::string_view name) {
  return std::any_of(request.headers.begin(), request.headers.end(),
                     [&](const spec::Header& header) { return equal_fold(header.name, name); });
}

void add(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_character);
}

bool equal_fold(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

std::string quote_bytes(std::string_view bytes) {
  constexpr std::size_t kShown = 60;
  constexpr char kHex[] = "0123456789abcdef";
  std::string out = "\"";
  for (char c : bytes.substr(0, kShown)) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\r') {
      out += "\\r";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte >= 0x7f) {
      out += "\\x";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else {
      out += c;
    }
  }
  return out + (bytes.size() > kShown ? "\"…" : "\"");
}

std::string request_problem(const spec::Request& request, std::string_view path) {
  if (!is_token(request.method)) return "method " + quote_bytes(request.method) + " is no token";
  for (char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte == 0x7f) {
      // A query may carry credentials: it is not repeated.
      return "path " + quote_bytes(path.substr(0, path.find('?'))) +
             " contains a blank or a control character";
    }
  }
  for (const spec::Header& header : request.headers) {
    if (!is_token(header.name)) return "header name " + quote_bytes(header.name) + " is no token";
    for (char c : header.value) {
      if (c == '\r' || c == '\n')
        return "header " + quote_bytes(header.name) + " contains a line end";
      if (c == '\0') return "header " + quote_bytes(header.name) + " contains a NUL";
    }
  }
  return {};
}

std::string request_bytes(const spec::Request& request, std::string_view path,
                          std::string_view authority, std::string_view user_agent) {
  std::string out;
  out.reserve(256 + request.body.size());
  out.append(request.method).append(" ");
  if (path.empty() || path.front() != '/') out += '/';
  out.append(path).append(" HTTP/1.1\r\n");
  if (!has(request, "Host")) add(out, "Host", authority);
  if (!has(request, "User-Agent")) add(out, "User-Agent", user_agent);
  if (!has(request, "Accept")) add(out, "Accept", "*/*");
  for (const spec::Header& header : request.headers) add(out, header.name, header.value);
  const bool usual =
      request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
  if ((usual || !request.body.empty()) && !has(request, "Content-Length") &&
      !has(request, "Transfer-Encoding")) {
    add(out, "Content-Length", std::to_string(request.body.size()));
  }
  return out.append("\r\n").append(request.body);
}

}  // namespace assay::runners
