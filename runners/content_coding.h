// Undoes one content or transfer coding (gzip, deflate, br) under a cap, so that a small answer
// cannot become a large one. Pure. The one file with zlib and brotli is content_coding.cpp.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace assay::runners {

struct Decoded {
  enum class State {
    whole,      // `bytes` is all
    lying,      // not what it is called, cut short, or with bytes after its end; `what` says so
    too_large,  // more than the cap
  };
  State state = State::whole;
  std::string bytes;
  std::string what;
};

// True for "gzip", "x-gzip", "deflate" and "br" (lower case).
bool is_known_coding(std::string_view coding);

// `coding` must be known. Empty input is empty output. "deflate" is taken with and without the zlib
// wrapper; gzip with any number of members.
Decoded decode(std::string_view coding, std::string_view input, std::size_t cap);

}  // namespace assay::runners
