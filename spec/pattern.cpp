#include "spec/pattern.h"

#include <re2/re2.h>

namespace assay::spec {
namespace {

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool four_hex(std::string_view text, std::size_t at) {
  if (at + 4 > text.size()) return false;
  for (std::size_t i = at; i < at + 4; ++i) {
    if (!is_hex(text[i])) return false;
  }
  return true;
}

// What ECMA-262 writes otherwise than RE2: \uHHHH and \u{X}, '\/', '[^]', and '$' (RE2's is right
// without a flag).
std::string translated(std::string_view ecma) {
  std::string out;
  for (std::size_t i = 0; i < ecma.size(); ++i) {
    if (ecma[i] == '\\' && i + 1 < ecma.size()) {
      if (ecma[i + 1] == 'u' && four_hex(ecma, i + 2)) {
        out += "\\x{" + std::string(ecma.substr(i + 2, 4)) + "}";
        i += 5;
      } else if (ecma[i + 1] == 'u' && i + 2 < ecma.size() && ecma[i + 2] == '{') {
        out += "\\x";
        i += 1;
      } else if (ecma[i + 1] == '/') {
        out += '/';
        i += 1;
      } else {
        out += ecma.substr(i, 2);
        i += 1;
      }
    } else if (ecma.substr(i, 3) == "[^]") {
      out += "(?s:.)";
      i += 2;
    } else {
      out += ecma[i];
    }
  }
  return out;
}

// Constructs of ECMA-262 that RE2 refuses by design.
bool beyond_re2(std::string_view ecma, re2::RE2::ErrorCode code) {
  for (const std::string_view construct : {"(?=", "(?!", "(?<", "\\k<", "\\c"}) {
    if (ecma.find(construct) != std::string_view::npos) return true;
  }
  for (std::size_t i = 0; i + 1 < ecma.size(); ++i) {
    if (ecma[i] != '\\') continue;
    if (ecma[i + 1] >= '1' && ecma[i + 1] <= '9') return true;
    ++i;
  }
  return code == re2::RE2::ErrorRepeatSize || code == re2::RE2::ErrorPatternTooLarge;
}

}  // namespace

struct Pattern::Compiled {
  explicit Compiled(const std::string& text) : regex(text, options()) {}
  static re2::RE2::Options options() {
    re2::RE2::Options options;
    options.set_log_errors(false);
    return options;
  }
  re2::RE2 regex;
};

Pattern::Pattern(const std::string& ecma) {
  auto compiled = std::make_shared<const Compiled>(translated(ecma));
  if (compiled->regex.ok()) {
    compiled_ = std::move(compiled);
    return;
  }
  problem_ = compiled->regex.error();
  state_ = beyond_re2(ecma, compiled->regex.error_code()) ? State::not_checkable : State::wrong;
}

bool Pattern::found_in(std::string_view text) const {
  return compiled_ == nullptr ||
         re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), compiled_->regex);
}

}  // namespace assay::spec
