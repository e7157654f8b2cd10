#include "runners/content_coding.h"

#include <brotli/decode.h>
#include <zlib.h>

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <utility>

namespace assay::runners {

namespace {

constexpr std::size_t kPiece = 64 * 1024;

Decoded lying(std::string what) {
  return {Decoded::State::lying, {}, std::move(what)};
}

// True if `count` more bytes fit; appends them.
bool append(std::string& out, const char* bytes, std::size_t count, std::size_t cap) {
  if (count > cap - out.size()) return false;
  out.append(bytes, count);
  return true;
}

class Inflater {
 public:
  explicit Inflater(int window_bits) : valid_(inflateInit2(&stream_, window_bits) == Z_OK) {}
  ~Inflater() {
    if (valid_) inflateEnd(&stream_);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  bool valid() const { return valid_; }
  z_stream& stream() { return stream_; }

 private:
  z_stream stream_{};
  bool valid_;
};

Decoded inflate_all(std::string_view input, int window_bits, const std::string& name, bool members,
                    std::size_t cap) {
  if (input.size() > std::numeric_limits<uInt>::max()) return {Decoded::State::too_large, {}, {}};
  Inflater inflater(window_bits);
  if (!inflater.valid()) return lying(name + " can't be undone: out of memory");
  z_stream& stream = inflater.stream();
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
  stream.avail_in = static_cast<uInt>(input.size());
  std::array<char, kPiece> piece;
  Decoded result;
  while (true) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    const int status = inflate(&stream, Z_NO_FLUSH);
    if (!append(result.bytes, piece.data(), piece.size() - stream.avail_out, cap)) {
      return {Decoded::State::too_large, {}, {}};
    }
    if (status == Z_STREAM_END) {
      if (stream.avail_in == 0) return result;
      if (!members || *stream.next_in != 0x1f || inflateReset(&stream) != Z_OK) {
        return lying(std::to_string(stream.avail_in) + " bytes after the end of the " + name +
                     " data");
      }
    } else if (status == Z_BUF_ERROR ||
               (status == Z_OK && stream.avail_in == 0 && stream.avail_out != 0)) {
      return lying("the " + name + " data ends early");
    } else if (status != Z_OK) {
      return lying("not " + name + (stream.msg != nullptr ? std::string(": ") + stream.msg : ""));
    }
  }
}

// Whether it begins as zlib data does (RFC 1950). Some servers call raw deflate data "deflate".
bool has_zlib_header(std::string_view input) {
  if (input.size() < 2) return false;
  const auto first = static_cast<unsigned char>(input[0]);
  const auto second = static_cast<unsigned char>(input[1]);
  return (first & 0x0f) == 8 && (first * 256 + second) % 31 == 0;
}

Decoded undo_brotli(std::string_view input, std::size_t cap) {
  const std::unique_ptr<BrotliDecoderState, void (*)(BrotliDecoderState*)> decoder(
      BrotliDecoderCreateInstance(nullptr, nullptr, nullptr), BrotliDecoderDestroyInstance);
  if (!decoder) return lying("br can't be undone: out of memory");
  std::size_t left = input.size();
  const auto* next = reinterpret_cast<const std::uint8_t*>(input.data());
  std::array<char, kPiece> piece;
  Decoded result;
  while (true) {
    std::size_t room = piece.size();
    auto* out = reinterpret_cast<std::uint8_t*>(piece.data());
    const auto status =
        BrotliDecoderDecompressStream(decoder.get(), &left, &next, &room, &out, nullptr);
    if (!append(result.bytes, piece.data(), piece.size() - room, cap)) {
      return {Decoded::State::too_large, {}, {}};
    }
    switch (status) {
      case BROTLI_DECODER_RESULT_SUCCESS:
        if (left == 0) return result;
        return lying(std::to_string(left) + " bytes after the end of the br data");
      case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT:
        return lying("the br data ends early");
      case BROTLI_DECODER_RESULT_ERROR:
        return lying("not br");
      case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT:
        break;
    }
  }
}

}  // namespace

bool is_known_coding(std::string_view coding) {
  return coding == "gzip" || coding == "x-gzip" || coding == "deflate" || coding == "br";
}

Decoded decode(std::string_view coding, std::string_view input, std::size_t cap) {
  if (input.empty()) return {};
  if (coding == "br") return undo_brotli(input, cap);
  if (coding == "deflate") {
    return inflate_all(input, has_zlib_header(input) ? MAX_WBITS : -MAX_WBITS, "deflate", false,
                       cap);
  }
  return inflate_all(input, 16 + MAX_WBITS, "gzip", true, cap);
}

}  // namespace assay::runners
