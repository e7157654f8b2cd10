#include "spec/excerpt.h"

#include <algorithm>

namespace assay::spec {

std::string excerpt(std::string_view text, std::size_t offset) {
  constexpr std::size_t kAround = 100;
  const auto continues = [&](std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
  };
  offset = std::min(offset, text.size());
  std::size_t begin = offset > kAround ? offset - kAround : 0;
  std::size_t end = std::min(text.size(), offset + kAround);
  while (continues(begin)) ++begin;
  while (continues(end)) ++end;
  std::string out = begin > 0 ? "'…" : "'";
  for (const char c : text.substr(begin, end - begin)) out += c == '\n' || c == '\t' ? ' ' : c;
  return out += end < text.size() ? "…'" : "'";
}

}  // namespace assay::spec
