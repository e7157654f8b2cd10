#include "conformance/following.h"

#include <algorithm>
#include <map>

#include "conformance/reading.h"
#include "conformance/shown.h"

namespace assay::conformance {
namespace {

using spec::Json;

// A text of this run, or a recognisable piece of it: cut, folded or wrapped text still shows whence
// it came.
bool recognisable(const std::string& sent, const std::string& shown) {
  constexpr std::size_t kPiece = 6;
  const auto folded = [](std::string text) {
    for (char& c : text) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
  };
  const std::string mine = folded(sent), theirs = folded(shown);
  for (std::size_t at = 0; at + kPiece <= mine.size(); ++at) {
    const std::string piece = mine.substr(at, kPiece);
    if (piece.find('@') != std::string::npos || piece.find('.') != std::string::npos) continue;
    if (std::none_of(piece.begin(), piece.end(), [](char c) { return c >= '0' && c <= '9'; }))
      continue;
    if (theirs.find(piece) != std::string::npos) return true;
  }
  return false;
}

// Whether it always shows what was sent the time before.
bool lags(const std::vector<Shown>& all) {
  for (std::size_t k = 1; k < all.size(); ++k) {
    const Shown& before = all[k - 1];
    if (all[k].text == before.text || !shows(before.field->schema, before.text, all[k].shown, true))
      return false;
  }
  return all.size() > 2;
}

bool follows_throughout(const std::vector<Shown>& all) {
  bool exact = true, several = false;
  std::map<std::string, std::vector<const Json*>> by_text;
  for (const Shown& one : all) {
    exact &= shows(one.field->schema, one.text, one.shown, true);
    several |= one.text != all.front().text;
    if (one.fresh && one.shown.is_string() && recognisable(one.text, one.shown.text())) return true;
    by_text[one.text].push_back(&one.shown);
  }
  if (!several) return false;
  if (exact || lags(all)) return true;
  // Wrong, but moved by what is sent: each value always shown alike, and not all of them alike.
  bool moved = false;
  for (const auto& [text, shown] : by_text) {
    if (shown.size() < 2) return false;
    for (const Json* value : shown) {
      if (!same_shown(*value, *shown.front())) return false;
    }
    moved |= !same_shown(*shown.front(), *by_text.begin()->second.front());
  }
  return moved;
}

}  // namespace

bool follows_fresh(const std::vector<Shown>& all) {
  return all.size() > 1 && std::all_of(all.begin(), all.end(), [](const Shown& one) {
           return one.fresh && one.shown.is_string() && one.shown.text() == one.text;
         });
}

bool follows(const std::vector<Shown>& all) {
  if (follows_throughout(all)) return true;
  std::map<std::size_t, std::vector<Shown>> by_run;
  for (const Shown& one : all) by_run[one.run].push_back(one);
  return by_run.size() > 1 && std::any_of(by_run.begin(), by_run.end(), [](const auto& run) {
           return follows_throughout(run.second);
         });
}

bool stands_still(const std::vector<Shown>& all) {
  bool several = false;
  for (const Shown& one : all) {
    if (is_empty(one.shown) || !same_shown(one.shown, all.front().shown)) return false;
    several |= one.text != all.front().text;
  }
  return several;
}

}  // namespace assay::conformance
