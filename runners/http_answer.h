// One HTTP/1.1 answer, read from bytes as they come (RFC 9112): interim answers are skipped, the
// length is found by the standard's rules, chunks are joined, limits kept, and whatever isn't HTTP
// is told with the place where it went wrong. Pure: no sockets, no clock. Single use, single
// thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/exchange.h"

namespace assay::runners {

struct AnswerLimits {
  std::size_t head_bytes = 1u << 20;  // status lines, headers, chunk lines and trailers together
  std::size_t headers = 10'000;
  std::size_t body_bytes = 8u << 20;  // before decoding a Content-Encoding
};

class AnswerParser {
 public:
  // `to_head`: the request was a HEAD: its answer never has a body.
  AnswerParser(bool to_head, const AnswerLimits& limits) : to_head_(to_head), limits_(limits) {}

  enum class State { more, done, failed };

  State feed(std::string_view bytes);  // the next bytes that came; not after done or failed
  State end_of_stream();               // the peer has closed in good order
  State state() const;

  int status() const { return status_; }  // 0 until the (final) status line has come
  std::vector<spec::Header>& headers() { return headers_; }
  std::string& body() {
    return body_;
  }  // chunks joined; transfer codings other than chunked still on
  const std::vector<std::string>& transfer_codings() const { return transfer_codings_; }
  std::string_view rest() const {
    return std::string_view(input_).substr(at_);
  }  // after the answer

  // The body has begun and lasts until the connection is closed.
  bool ends_with_connection() const { return phase_ == Phase::until_close; }

  // After done: whether another request may follow on the same connection.
  bool persistent() const { return persistent_; }

  // After failed: what it is (closed, cut, malformed or endless) and how it shows.
  spec::Fault::Kind fault() const { return fault_; }
  const std::string& what() const { return what_; }

  // How far the answer has come: "12 of 40 bytes of the body", "nothing".
  std::string progress() const;

 private:
  enum class Phase {
    status_line,
    head,
    sized,
    until_close,
    chunk_size,
    chunk,
    chunk_end,
    trailer,
    done,
    failed
  };

  bool step();  // false: needs more bytes, or the end is reached
  bool fail(spec::Fault::Kind kind, std::string what);
  bool malformed(std::string what) { return fail(spec::Fault::Kind::malformed, std::move(what)); }
  std::optional<std::string_view> line();
  bool read_status_line();
  bool read_header_line(bool trailer);
  bool end_of_head();
  bool choose_framing();
  bool read_transfer_encoding(bool& chunked);
  bool read_content_length(std::optional<std::uint64_t>& length);
  bool read_chunk_size();
  bool read_chunk_end();
  bool take_body(std::uint64_t at_most);  // moves that much input to the body

  bool to_head_;
  AnswerLimits limits_;
  Phase phase_ = Phase::status_line;
  std::string input_;        // bytes that came …
  std::size_t at_ = 0;       // … up to here they are used
  std::size_t scanned_ = 0;  // no line end before this
  std::size_t head_used_ = 0;
  std::size_t headers_seen_ = 0;
  int interim_ = 0;  // the status of the last interim answer
  int status_ = 0;
  bool http_1_0_ = false;
  bool persistent_ = false;
  std::vector<spec::Header> headers_;
  std::vector<std::string> transfer_codings_;
  std::string body_;
  std::uint64_t expected_ = 0;  // sized: the whole body; chunk: of this chunk
  std::uint64_t left_ = 0;      // of it, still to come
  spec::Fault::Kind fault_ = spec::Fault::Kind::closed;
  std::string what_;
};

// The items of a comma-separated header over all its lines, trimmed, lower case, without
// parameters, empty ones left out.
std::vector<std::string> header_items(const std::vector<spec::Header>& headers,
                                      std::string_view name);

}  // namespace assay::runners
