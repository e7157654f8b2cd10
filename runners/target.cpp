#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <string_view>

#include "runners/client.h"

namespace assay::runners {

namespace {

constexpr int kHttpPort = 80;
constexpr int kHttpsPort = 443;

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool is_ipv6(const std::string& host) {
  in6_addr address{};
  return ::inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

bool is_loopback(const std::string& host) {
  in_addr four{};
  if (::inet_pton(AF_INET, host.c_str(), &four) == 1) return (ntohl(four.s_addr) >> 24) == 127;
  in6_addr six{};
  if (::inet_pton(AF_INET6, host.c_str(), &six) == 1) {
    return IN6_IS_ADDR_LOOPBACK(&six) != 0 ||
           (IN6_IS_ADDR_V4MAPPED(&six) != 0 && six.s6_addr[12] == 127);
  }
  constexpr std::string_view kSuffix = ".localhost";
  return host == "localhost" || (host.size() > kSuffix.size() && host.ends_with(kSuffix));
}

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

// -1: no port.
int port_of(std::string_view text) {
  if (text.empty() || text.size() > 5) return -1;
  int port = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return -1;
    port = port * 10 + (c - '0');
  }
  return port >= 1 && port <= 65535 ? port : -1;
}

// Splits "host:port" or "[address]:port" into the target; "" or what is wrong.
std::string read_authority(std::string_view authority, Target& target) {
  std::string_view port;
  bool has_port = false;
  if (!authority.empty() && authority.front() == '[') {
    const std::size_t end = authority.find(']');
    if (end == std::string_view::npos) return "its host has no closing bracket";
    target.host = lower_case(authority.substr(1, end - 1));
    if (!is_ipv6(target.host)) return target.host + " is no IPv6 address";
    const std::string_view after = authority.substr(end + 1);
    if (!after.empty() && after.front() != ':') return "only a port may follow the address";
    has_port = !after.empty();
    if (has_port) port = after.substr(1);
  } else {
    const std::size_t colon = authority.find(':');
    has_port = colon != std::string_view::npos;
    if (has_port) port = authority.substr(colon + 1);
    target.host = lower_case(authority.substr(0, colon));
    if (has_port && port.find(':') != std::string_view::npos) {
      return "an IPv6 address stands in brackets: http://[::1]:4010";
    }
    if (target.host.empty()) return "it names no host";
    if (!std::all_of(target.host.begin(), target.host.end(), is_host_character)) {
      return target.host + " is no host name";
    }
  }
  target.port = target.scheme == "https" ? kHttpsPort : kHttpPort;
  if (has_port) {
    target.port = port_of(port);
    if (target.port < 0) return "its port must be a number from 1 to 65535";
  }
  return {};
}

}  // namespace

std::string Target::authority() const {
  const bool bracketed = host.find(':') != std::string::npos;
  std::string out = bracketed ? "[" : "";
  out.append(host).append(bracketed ? "]" : "");
  if (port != (scheme == "https" ? kHttpsPort : kHttpPort)) {
    out.append(":").append(std::to_string(port));
  }
  return out;
}

std::string Target::url() const {
  return scheme + "://" + authority() + base_path;
}

std::variant<Target, std::string> parse_target(const std::string& url) {
  // What may be a secret (a userinfo, a query) is not repeated.
  const std::string shown =
      url.find('@') == std::string::npos ? url.substr(0, url.find_first_of("?#")) : "the target";
  const auto wrong = [&](const std::string& what) { return shown + ": " + what; };
  for (char c : url) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte >= 0x7f) {
      return wrong("a URL has no blanks, control or non-ASCII characters");
    }
  }
  const std::size_t scheme_end = url.find("://");
  if (scheme_end == std::string::npos) {
    for (const char* scheme : {"http:", "https:"}) {
      if (lower_case(url).starts_with(scheme)) return wrong(std::string("write ") + scheme + "//…");
    }
    return wrong("no scheme; write http://" + shown);
  }
  Target target;
  target.scheme = lower_case(std::string_view(url).substr(0, scheme_end));
  if (target.scheme != "http" && target.scheme != "https") {
    return wrong("the scheme must be http or https");
  }
  const std::string_view rest = std::string_view(url).substr(scheme_end + 3);
  if (rest.find('?') != std::string_view::npos) return wrong("a target has no query ('?')");
  if (rest.find('#') != std::string_view::npos) return wrong("a target has no fragment ('#')");
  const std::size_t slash = rest.find('/');
  const std::string_view authority = rest.substr(0, slash);
  if (authority.find('@') != std::string_view::npos) {
    return wrong("credentials don't belong in its URL; set them in the environment");
  }
  if (const std::string what = read_authority(authority, target); !what.empty()) {
    return wrong(what);
  }
  if (slash != std::string_view::npos) target.base_path = rest.substr(slash);
  while (target.base_path.ends_with('/')) target.base_path.pop_back();
  target.loopback = is_loopback(target.host);
  return target;
}

}  // namespace assay::runners
