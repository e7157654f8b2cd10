#include "properties/text_shrink.h"

#include <algorithm>
#include <cstddef>

#include "spec/utf8.h"

namespace assay::properties {
namespace {

std::vector<std::string_view> characters(std::string_view text) {
  std::vector<std::string_view> pieces;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = std::max<std::size_t>(1, spec::utf8_length(text, at));
    pieces.push_back(text.substr(at, length));
    at += length;
  }
  return pieces;
}

std::string joined(const std::vector<std::string_view>& pieces, std::size_t from, std::size_t to) {
  std::string text;
  for (std::size_t k = from; k < to; ++k) text += pieces[k];
  return text;
}

}  // namespace

std::vector<std::string> simpler_texts(std::string_view text, bool empty_too) {
  const std::vector<std::string_view> pieces = characters(text);
  const std::size_t n = pieces.size();
  std::vector<std::string> simpler;
  const auto offer = [&](std::string candidate) {
    if (candidate.empty() && !empty_too) return;
    if (candidate == text || std::find(simpler.begin(), simpler.end(), candidate) != simpler.end())
      return;
    simpler.push_back(std::move(candidate));
  };
  if (n == 0) return simpler;
  offer("");
  offer("a");
  // Ever smaller pieces left out, from half of the text down to one character (of a long text only
  // the larger ones).
  std::size_t offered = 0;
  for (std::size_t size = (n + 1) / 2; size > 0 && offered < 64; size /= 2) {
    for (std::size_t at = 0; at < n && offered < 64; at += size, ++offered) {
      offer(joined(pieces, 0, at) + joined(pieces, std::min(at + size, n), n));
    }
  }
  // Ever smaller pieces made plain.
  for (std::size_t size = n, tried = 0; size > 0 && tried < 32; size /= 2) {
    for (std::size_t at = 0; at < n && tried < 32; at += size, ++tried) {
      const std::size_t end = std::min(at + size, n);
      offer(joined(pieces, 0, at) + std::string(end - at, 'a') + joined(pieces, end, n));
    }
  }
  return simpler;
}

}  // namespace assay::properties
