#include "runners/mock/pattern.h"

#include <re2/re2.h>

namespace assay::runners::mock {
namespace {

// RE2 knows \x{HHHH} where ECMA-262 writes \uHHHH.
std::string translated(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
    } else if (text[i + 1] == 'u' && i + 5 < text.size()) {
      out += "\\x{" + text.substr(i + 2, 4) + "}";
      i += 5;
    } else {
      out += text.substr(i, 2);
      ++i;
    }
  }
  return out;
}

}  // namespace

struct Pattern::Impl {
  explicit Impl(const std::string& text) : re(translated(text), RE2::Quiet) {}
  RE2 re;
};

Pattern::Pattern(const std::string& text) : impl_(std::make_unique<Impl>(text)) {}
Pattern::~Pattern() = default;
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;

bool Pattern::usable() const {
  return impl_->re.ok();
}

bool Pattern::matches(std::string_view value) const {
  return !usable() || RE2::PartialMatch(re2::StringPiece(value.data(), value.size()), impl_->re);
}

}  // namespace assay::runners::mock
