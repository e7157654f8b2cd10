#include "runners/credentials.h"

#include <algorithm>
#include <set>

namespace assay::runners {
namespace {

// 24 letters and digits in mixed case, different for every run and scheme.
std::string stand_in(const std::string& run_id, const spec::SecurityScheme& scheme) {
  constexpr std::string_view kLetters = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  std::uint64_t state = 14695981039346656037ull;
  for (const unsigned char c : run_id + '\n' + scheme.name) state = (state ^ c) * 1099511628211ull;
  std::string out = "aZ7";
  while (out.size() < 24) {
    state += 0x9e3779b97f4a7c15ull;
    std::uint64_t bits = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9ull;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebull;
    out += kLetters[(bits ^ (bits >> 31)) % kLetters.size()];
  }
  return scheme.kind == spec::SecurityScheme::Kind::basic ? "assay:" + out : out;
}

std::set<std::size_t> needed(const spec::Contract& contract) {
  std::set<std::size_t> out;
  for (const spec::Operation& operation : contract.operations) {
    if (!operation.security.empty())
      out.insert(operation.security.front().begin(), operation.security.front().end());
  }
  return out;
}

}  // namespace

std::variant<std::vector<std::string>, std::string> find_credentials(
    const spec::Contract& contract, bool loopback, const std::string& run_id,
    const Environment& environment) {
  const std::set<std::size_t> wanted = needed(contract);
  std::vector<std::string> values;
  std::string missing;
  for (std::size_t i = 0; i < contract.schemes.size(); ++i) {
    const spec::SecurityScheme& scheme = contract.schemes[i];
    const char* set = environment(scheme.variable.c_str());
    std::string value = set == nullptr ? "" : set;
    const bool control = std::any_of(value.begin(), value.end(),
                                     [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    if (control)
      return scheme.variable +
             " holds a control character or a newline; set it to the bare credential";
    if (value.empty() && wanted.contains(i)) {
      if (loopback) {
        value = stand_in(run_id, scheme);
      } else {
        missing.append(missing.empty() ? "" : " and ").append(scheme.variable);
      }
    }
    values.push_back(std::move(value));
  }
  if (!missing.empty())
    return "the target is not on this machine, so its credentials are needed; set " + missing;
  return values;
}

}  // namespace assay::runners
