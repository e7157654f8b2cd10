#include "spec/suggestion.h"

#include <algorithm>
#include <cctype>
#include <cstddef>

namespace assay::spec {
namespace {

// Names longer than this are compared by their beginnings.
constexpr std::size_t kLongest = 200;
constexpr std::size_t kMostListed = 12;

std::string folded(std::string_view name) {
  std::string out(name.substr(0, kLongest));
  for (char& c : out) {
    c = c == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return out;
}

// Insertions, deletions, replacements and swaps of neighbours.
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] =
          std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

// How much two names have in common at their ends: decides between candidates that are equally
// near.
std::size_t common_ends(std::string_view a, std::string_view b) {
  const std::size_t most = std::min(a.size(), b.size());
  std::size_t front = 0, back = 0;
  while (front < most && a[front] == b[front]) ++front;
  while (back < most - front && a[a.size() - 1 - back] == b[b.size() - 1 - back]) ++back;
  return front + back;
}

}  // namespace

std::string nearest(std::string_view name, const std::vector<std::string>& known) {
  const std::string wanted = folded(name);
  const std::size_t limit = std::max<std::size_t>(1, wanted.size() / 3);
  std::size_t best = limit + 1, best_ends = 0;
  std::string found;
  for (const std::string& candidate : known) {
    const std::string other = folded(candidate);
    const std::size_t d = distance(wanted, other);
    const std::size_t ends = common_ends(wanted, other);
    if (d > limit || d > best || (d == best && ends <= best_ends)) continue;
    best = d;
    best_ends = ends;
    found = candidate;
  }
  return found;
}

std::string suggestion(std::string_view name, const std::vector<std::string>& known) {
  const std::string near = nearest(name, known);
  if (!near.empty()) return "did you mean '" + near + "'?";
  std::string list;
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (i == kMostListed) return "known: " + list + ", …";
    list += (i == 0 ? "" : ", ") + known[i];
  }
  return list.empty() ? std::string() : "known: " + list;
}

}  // namespace assay::spec
