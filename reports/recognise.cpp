#include "reports/recognise.h"

#include <algorithm>

namespace assay::reports {

bool word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool digit(std::string_view text, std::size_t at) {
  return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

bool pointer_fits(std::string_view pattern, std::string_view pointer) {
  while (!pattern.empty() && !pointer.empty()) {
    pattern.remove_prefix(1);
    pointer.remove_prefix(1);
    const std::string_view want = pattern.substr(0, pattern.find('/'));
    const std::string_view have = pointer.substr(0, pointer.find('/'));
    if (want != "*" && want != have) return false;
    pattern.remove_prefix(want.size());
    pointer.remove_prefix(have.size());
  }
  return pattern.empty() && pointer.empty();
}

bool made_up_address(std::string_view text) {
  const std::string_view shape = "uww.wwwwwwwwwwww@example.";
  if (text.size() < shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == 'w' ? !word_character(text[i]) : shape[i] != text[i]) return false;
  }
  return true;
}

std::size_t time_length(std::string_view text, std::size_t at) {
  const std::string_view shape = "dddd-dd-ddTdd:dd";
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (at + i >= text.size()) return 0;
    const char c = text[at + i];
    const bool fits = shape[i] == 'd'   ? digit(text, at + i)
                      : shape[i] == 'T' ? c == 'T' || c == 't' || c == ' '
                                        : c == shape[i];
    if (!fits) return 0;
  }
  std::size_t end = at + shape.size();
  if (end < text.size() && text[end] == ':' && digit(text, end + 1) && digit(text, end + 2)) {
    end += 3;
    if (end < text.size() && text[end] == '.' && digit(text, end + 1)) {
      for (++end; digit(text, end);) ++end;
    }
  }
  if (end < text.size() && (text[end] == 'Z' || text[end] == 'z')) return end + 1 - at;
  if (end < text.size() && (text[end] == '+' || text[end] == '-') && digit(text, end + 1) &&
      digit(text, end + 2)) {
    const std::size_t colon = end + 3 < text.size() && text[end + 3] == ':' ? 1 : 0;
    if (digit(text, end + 3 + colon) && digit(text, end + 4 + colon)) end += 5 + colon;
  }
  return end - at;
}

std::string time_name(std::string_view time) {
  constexpr std::string_view kLetters = "YYYY-MM-DDThh:mm:ss.ffffffffffffffff";
  constexpr std::size_t kDate = 10, kMinute = 16;
  const std::string_view zone = time.substr(std::min(time.size(), kMinute));
  const bool zoned = zone.find_first_of("Zz+-") != std::string_view::npos;
  if (time.size() > kDate && (time[kDate] == 'T' || time[kDate] == 't') && zoned) return "<time>";
  std::string name = "<";
  bool in_zone = false;
  for (std::size_t i = 0; i < time.size(); ++i) {
    in_zone |= i >= kMinute && (time[i] == '+' || time[i] == '-');
    const bool letter = digit(time, i) && !in_zone && i < kLetters.size();
    name += letter ? kLetters[i] : digit(time, i) ? '0' : time[i];
  }
  return name + ">";
}

Repetition repetition(std::string_view text, std::size_t at, std::size_t least) {
  for (std::size_t unit = 1; unit <= 12 && at + unit < text.size(); ++unit) {
    std::size_t end = at + unit;
    while (end < text.size() && text[end] == text[end - unit]) ++end;
    const std::size_t count = (end - at) / unit;
    if (count * unit >= least && count > 1) return {unit, count};
  }
  return {};
}

}  // namespace assay::reports
