#include "properties/pattern_text.h"

#include <algorithm>

#include "spec/pattern.h"

namespace assay::properties {
namespace {

constexpr std::size_t kMostRepeats = 64;

std::string printable() {
  std::string all;
  for (char c = ' '; c <= '~'; ++c) all += c;
  return all;
}

std::string class_of(char escape) {
  const std::string digits = "0123456789", lower = "abcdefghijklmnopqrstuvwxyz";
  switch (escape) {
    case 'd':
      return digits;
    case 'w':
      return lower + "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + digits + "_";
    case 's':
      return " ";
    default:
      return {};
  }
}

// Letters and digits first: the simplest text comes from the front.
std::string simplest_first(std::string members) {
  std::stable_sort(members.begin(), members.end(), [](char a, char b) {
    const auto rank = [](char c) {
      if (c >= 'a' && c <= 'z') return 0;
      if (c >= '0' && c <= '9') return 1;
      if (c >= 'A' && c <= 'Z') return 2;
      return 3;
    };
    return rank(a) < rank(b);
  });
  return members;
}

std::string all_but(const std::string& members) {
  std::string rest;
  for (const char c : printable()) {
    if (members.find(c) == std::string::npos) rest += c;
  }
  return rest;
}

// Writes a text while it reads the pattern (recursive descent); alternatives are read through and
// one is kept.
class Writer {
 public:
  Writer(std::string_view pattern, Dice* dice) : pattern_(pattern), dice_(dice) {}

  std::optional<std::string> write() {
    std::string text = alternatives(0);
    if (failed_ || at_ != pattern_.size()) return std::nullopt;
    return text;
  }

 private:
  bool more() const { return !failed_ && at_ < pattern_.size(); }
  char peek() const { return pattern_[at_]; }

  std::string fail() {
    failed_ = true;
    return {};
  }

  std::string alternatives(int depth) {
    if (depth > 32) return fail();
    std::vector<std::string> texts{sequence(depth)};
    while (more() && peek() == '|') {
      ++at_;
      texts.push_back(sequence(depth));
    }
    return dice_ != nullptr ? dice_->pick(texts) : texts.front();
  }

  std::string sequence(int depth) {
    std::string text;
    while (more() && peek() != '|' && peek() != ')') {
      if (peek() == '^' || peek() == '$') {
        ++at_;
        continue;
      }
      const std::size_t start = at_;
      std::string piece = atom(depth);
      const std::size_t end = at_;
      const auto [least, most] = repeats();
      const std::size_t after = at_;
      if (failed_ || least > kMostRepeats) return fail();
      std::size_t times = least;
      if (dice_ != nullptr) times += dice_->below(std::min(most, least + 6) - least + 1);
      for (std::size_t k = 0; k < times; ++k) {
        if (k > 0) {  // read it again: each repetition is a text of its own
          at_ = start;
          piece = atom(depth);
          if (at_ != end) return fail();
        }
        text += piece;
      }
      at_ = after;
    }
    return text;
  }

  std::string atom(int depth) {
    const char c = pattern_[at_++];
    switch (c) {
      case '(': {
        if (more() && peek() == '?') {
          if (pattern_.substr(at_, 2) != "?:") return fail();
          at_ += 2;
        }
        std::string text = alternatives(depth + 1);
        if (!more() || peek() != ')') return fail();
        ++at_;
        return text;
      }
      case '[':
        return one_of(bracket());
      case '.':
        return one_of(simplest_first(printable()));
      case '\\':
        return one_of(escaped());
      case '*':
      case '+':
      case '?':
      case '{':
      case ')':
        return fail();
      default:
        return {c};
    }
  }

  std::string one_of(const std::string& members) {
    if (members.empty()) return fail();
    return {members[dice_ != nullptr ? dice_->below(members.size()) : 0]};
  }

  // The members that an escape stands for, after its backslash.
  std::string escaped() {
    if (!more()) return fail();
    const char c = pattern_[at_++];
    if (c == 'D' || c == 'W' || c == 'S') {
      return simplest_first(all_but(class_of(static_cast<char>(c - 'A' + 'a'))));
    }
    const std::string members = class_of(c);
    if (!members.empty()) return members;
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return letter ? fail() : std::string{c};
  }

  std::string bracket() {
    const bool negated = more() && peek() == '^';
    if (negated) ++at_;
    std::string members;
    while (more() && peek() != ']') {
      std::string one = peek() == '\\' ? (++at_, escaped()) : std::string{pattern_[at_++]};
      if (one.size() == 1 && at_ + 1 < pattern_.size() && peek() == '-' &&
          pattern_[at_ + 1] != ']') {
        ++at_;
        const std::string last = peek() == '\\' ? (++at_, escaped()) : std::string{pattern_[at_++]};
        if (last.size() != 1 || last[0] < one[0]) return fail();
        for (char c = one[0]; c < last[0];) one += ++c;
      }
      members += one;
    }
    if (!more()) return fail();
    ++at_;
    return simplest_first(negated ? all_but(members) : members);
  }

  std::pair<std::size_t, std::size_t> repeats() {
    if (!more()) return {1, 1};
    std::pair<std::size_t, std::size_t> range{1, 1};
    switch (peek()) {
      case '*':
        range = {0, 6};
        break;
      case '+':
        range = {1, 7};
        break;
      case '?':
        range = {0, 1};
        break;
      case '{':
        return counted();
      default:
        return range;
    }
    ++at_;
    if (more() && peek() == '?') ++at_;
    return range;
  }

  std::pair<std::size_t, std::size_t> counted() {
    ++at_;
    const std::size_t least = number();
    std::size_t most = least;
    if (more() && peek() == ',') {
      ++at_;
      most = more() && peek() == '}' ? least + 6 : number();
    }
    if (!more() || peek() != '}' || most < least) failed_ = true;
    ++at_;
    if (more() && peek() == '?') ++at_;
    return {least, std::max(least, most)};
  }

  std::size_t number() {
    std::size_t value = 0;
    const std::size_t start = at_;
    while (more() && peek() >= '0' && peek() <= '9' && value < 10'000) {
      value = value * 10 + static_cast<std::size_t>(pattern_[at_++] - '0');
    }
    if (at_ == start) failed_ = true;
    return value;
  }

  std::string_view pattern_;
  Dice* dice_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace

std::optional<std::string> text_for_pattern(const std::string& pattern, Dice* dice) {
  std::optional<std::string> text = Writer(pattern, dice).write();
  const spec::Pattern compiled(pattern);
  if (!text || compiled.state() != spec::Pattern::State::good || !compiled.found_in(*text)) {
    return std::nullopt;
  }
  return text;
}

}  // namespace assay::properties
