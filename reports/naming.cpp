#include "reports/naming.h"

#include <algorithm>

#include "reports/recognise.h"

namespace assay::reports {

using spec::Exchange;
using spec::Json;

namespace {

// Somebody's text that was cut within a word may have been cut within a name: the end of such a
// word, with what is said of the length of the whole. 0: no such word begins there.
std::size_t torn_word(std::string_view text, std::size_t at) {
  constexpr std::string_view kCut = "…";
  constexpr std::size_t kLongestWord = 64;
  constexpr std::string_view kBefore = "\",:{}[] '";
  if (at != 0 && kBefore.find(text[at - 1]) == std::string_view::npos) return 0;
  const std::string_view word = text.substr(at, kLongestWord + kCut.size());
  const std::size_t cut = word.find(kCut);
  if (cut == std::string_view::npos) return 0;
  if (word.substr(0, cut).find_first_of("\",{}[] '") != std::string_view::npos) return 0;
  std::size_t end = at + cut + kCut.size();
  if (text.substr(end).starts_with(" (") && digit(text, end + 2)) {
    std::size_t close = end + 2;
    while (digit(text, close)) ++close;
    if (text.substr(close).starts_with(" characters)")) end = close + 12;
  }
  return end;
}

}  // namespace

// The entry whose bytes begin there, and how many bytes it takes. What is short counts only where
// it stands alone.
const Naming::Entry* Naming::match(std::string_view text, std::size_t at, bool request,
                                   std::size_t& length) const {
  const auto begins = [&](const std::string& bytes) { return text.substr(at).starts_with(bytes); };
  if (at >= text.size()) return nullptr;
  const auto takes = [&](const Entry& entry) {
    if (request && entry.answers_only) return false;
    length = 0;
    if (begins(entry.bytes)) length = entry.bytes.size();
    if (request && length == 0) {
      for (const std::string& spelling : entry.spellings) {
        if (begins(spelling)) length = std::max(length, spelling.size());
      }
    }
    if (length == 0) return false;
    if (entry.bytes.size() < 6) {
      const char before = at == 0 ? ' ' : text[at - 1];
      const char after = at + length >= text.size() ? ' ' : text[at + length];
      if (word_character(before) || word_character(after)) return false;
      const bool quoted = (before == '"' && after == '"') || (before == '\'' && after == '\'');
      if (entry.bytes.size() < 4 && !quoted && length != text.size()) return false;
    }
    if (entry.stump && at + length < text.size() && word_character(text[at + length])) ++length;
    return true;
  };
  for (const std::size_t longest : {2, 1}) {
    const auto starting = starting_.find(text.substr(at, longest));
    if (starting == starting_.end()) continue;
    for (const std::size_t i : starting->second) {
      if (takes(entries_[i])) return &entries_[i];
    }
  }
  return nullptr;
}

const Naming::Entry* Naming::whole(std::string_view text) const {
  const auto it = whole_.find(std::string(text));
  return it == whole_.end() ? nullptr : &entries_[it->second];
}

std::string Naming::text(std::string_view bytes) const {
  std::string out;
  for (std::size_t at = 0; at < bytes.size();) {
    std::size_t length = 0;
    if (const std::size_t end = torn_word(bytes, at); end != 0) {
      out += "…";
      at = end;
      continue;
    }
    if (const Entry* entry = match(bytes, at, false, length)) {
      out += entry->shown;
      at += length;
    } else if (length = time_length(bytes, at);
               length != 0 && literals_.find(bytes.substr(at, length)) == std::string::npos) {
      out += time_name(bytes.substr(at, length));
      at += length;
    } else if (bytes.substr(at).starts_with(" after ") && digit(bytes, at + 7)) {
      std::size_t end = at + 7;  // " after 3.0 s": how long a fault took
      while (digit(bytes, end) || (end < bytes.size() && bytes[end] == '.')) ++end;
      const std::string_view unit = bytes.substr(end);
      const bool time = unit == " s" || unit == " ms" || unit.starts_with(" s ") ||
                        unit.starts_with(" ms ") || unit.starts_with(" s,") ||
                        unit.starts_with(" s;") || unit.starts_with(" s)");
      out += time ? " after <time>" : std::string(bytes.substr(at, end - at));
      if (time) end += unit.starts_with(" ms") ? 3 : 2;
      at = end;
    } else {
      out += bytes[at++];
    }
  }
  return out;
}

std::vector<Naming::Part> Naming::parts(std::string_view bytes) const {
  std::vector<Part> out;
  for (std::size_t at = 0; at < bytes.size();) {
    std::size_t length = 0;
    if (const Entry* entry = match(bytes, at, true, length)) {
      if (entry->shell.empty()) {
        out.push_back({entry->shown, "", true});
      } else {
        // A name that runs into what follows needs its braces.
        std::string shell = entry->shell;
        if (shell[0] == '$' && shell[1] != '{' && shell[1] != '(' && at + length < bytes.size() &&
            (word_character(bytes[at + length]) || bytes[at + length] == '_')) {
          shell = "${" + shell.substr(1) + "}";
        }
        out.push_back({"", shell, entry->exact});
      }
      at += length;
    } else {
      if (out.empty() || !out.back().shell.empty()) out.push_back({});
      out.back().literal += bytes[at++];
    }
  }
  return out;
}

bool Naming::concerns(const Json& value) const {
  if (value.is_string() || value.is_number()) {
    if (whole(value.text()) != nullptr) return true;
    std::size_t length = 0;
    for (std::size_t at = 0; at < value.text().size(); ++at) {
      const Entry* entry = match(value.text(), at, true, length);
      if (entry != nullptr && !entry->shell.empty()) return true;
    }
    return false;
  }
  const auto& items = value.items();
  const auto& members = value.members();
  return std::any_of(items.begin(), items.end(), [&](const Json& v) { return concerns(v); }) ||
         std::any_of(members.begin(), members.end(),
                     [&](const auto& m) { return concerns(m.second); });
}

Json Naming::renamed(const Json& value, const spec::Operation& operation,
                     const std::string& pointer) const {
  if (value.is_array()) {
    const bool list = operation.effect.items && pointer == *operation.effect.items;
    Json out = Json::array();
    std::size_t index = 0;
    for (const Json& item : value.items()) {
      const std::string below = pointer + '/' + std::to_string(index++);
      const bool at_fault = verdict_.is_at(below);
      if (list && out.items().size() >= kMostShown && !at_fault) continue;
      if (!list || at_fault || concerns(item))
        out.items().push_back(renamed(item, operation, below));
    }
    if (list) out.items().push_back(Json::string("<others, if any>"));
    return out;
  }
  if (value.is_object()) {
    Json out = Json::object();
    for (const auto& [name, member] : value.members()) {
      out.members().emplace_back(
          text(name), renamed(member, operation, pointer + '/' + spec::escape_pointer(name)));
    }
    return out;
  }
  if (!value.is_string() && !value.is_number()) return value;
  if (const Entry* entry = whole(value.text())) return Json::string(entry->shown);
  // How many there are in all is everybody's doing, and told only where it is at fault.
  if (operation.effect.paging && !pointer.empty() &&
      verdict_.where.find(pointer) == std::string::npos) {
    if (pointer == operation.effect.paging->total_key) return Json::string("<total>");
    if (pointer == operation.effect.paging->pages_key) return Json::string("<pages>");
  }
  for (const spec::Key& key : operation.keys) {
    if (key.secrecy != spec::Secrecy::open && !value.text().empty() &&
        pointer_fits(key.pointer, pointer)) {
      return Json::string("<secret>");
    }
  }
  return value.is_string() ? Json::string(text(value.text())) : value;
}

std::optional<Json> Naming::answer(const Exchange& exchange) const {
  const spec::Answer* answer = exchange.answer();
  if (answer == nullptr || !answer->json || !answer->duplicate_keys.empty() ||
      exchange.operation >= contract_.operations.size())
    return std::nullopt;
  return renamed(*answer->json, contract_.operations[exchange.operation], "");
}

}  // namespace assay::reports
