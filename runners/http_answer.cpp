#include "runners/http_answer.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "runners/http_request.h"

namespace assay::runners {

using spec::Fault;

namespace {

constexpr std::uint64_t kHuge = std::uint64_t{1} << 62;  // "more than could ever come"

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

}  // namespace

std::vector<std::string> header_items(const std::vector<spec::Header>& headers,
                                      std::string_view name) {
  std::vector<std::string> items;
  for (const spec::Header& header : headers) {
    if (!equal_fold(header.name, name)) continue;
    std::string_view left = header.value;
    while (true) {
      const std::size_t comma = left.find(',');
      const std::string_view item = left.substr(0, comma);
      const std::string_view bare = trimmed(item.substr(0, item.find(';')));
      if (!bare.empty()) items.push_back(lower_case(bare));
      if (comma == std::string_view::npos) break;
      left.remove_prefix(comma + 1);
    }
  }
  return items;
}

AnswerParser::State AnswerParser::state() const {
  if (phase_ == Phase::done) return State::done;
  return phase_ == Phase::failed ? State::failed : State::more;
}

AnswerParser::State AnswerParser::feed(std::string_view bytes) {
  if (at_ == input_.size()) {
    input_.clear();
    scanned_ = at_ = 0;
  } else if (at_ > (std::size_t{1} << 20)) {
    input_.erase(0, at_);
    scanned_ -= at_;
    at_ = 0;
  }
  input_.append(bytes);
  while (step()) {
  }
  return state();
}

bool AnswerParser::step() {
  switch (phase_) {
    case Phase::status_line:
      return read_status_line();
    case Phase::head:
      return read_header_line(false);
    case Phase::trailer:
      return read_header_line(true);
    case Phase::sized:
      if (!take_body(left_)) return false;
      if (left_ == 0) phase_ = Phase::done;
      return false;
    case Phase::until_close:
      take_body(std::numeric_limits<std::uint64_t>::max());
      return false;
    case Phase::chunk_size:
      return read_chunk_size();
    case Phase::chunk:
      if (!take_body(left_)) return false;
      if (left_ > 0) return false;
      phase_ = Phase::chunk_end;
      return true;
    case Phase::chunk_end:
      return read_chunk_end();
    case Phase::done:
    case Phase::failed:
      return false;
  }
  return false;
}

bool AnswerParser::fail(Fault::Kind kind, std::string what) {
  phase_ = Phase::failed;
  fault_ = kind;
  what_ = std::move(what);
  return false;
}

// The next line without its end (CRLF, or a bare LF: RFC 9112 section 2.2), if it has come.
std::optional<std::string_view> AnswerParser::line() {
  const std::size_t end = input_.find('\n', std::max(at_, scanned_));
  const std::size_t length = (end == std::string::npos ? input_.size() : end + 1) - at_;
  if (head_used_ + length > limits_.head_bytes) {
    fail(Fault::Kind::endless,
         "headers of more than " + std::to_string(limits_.head_bytes) + " bytes");
    return std::nullopt;
  }
  if (end == std::string::npos) {
    scanned_ = input_.size();
    return std::nullopt;
  }
  std::string_view text = std::string_view(input_).substr(at_, length - 1);
  if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
  head_used_ += length;
  at_ += length;
  scanned_ = at_;
  return text;
}

bool AnswerParser::read_status_line() {
  constexpr std::string_view kStart = "HTTP/";
  const std::string_view seen = rest();
  if (seen.substr(0, kStart.size()) != kStart.substr(0, seen.size())) {
    return malformed("no status line: " + quote_bytes(seen));
  }
  const auto text = line();
  if (!text) return false;
  // HTTP/1.x SP three digits [SP reason]
  const std::string_view t = *text;
  if (t.size() < 12 || t[5] != '1' || t[6] != '.' || !is_digit(t[7]) || t[8] != ' ' ||
      t[9] == '0' || !is_digit(t[9]) || !is_digit(t[10]) || !is_digit(t[11]) ||
      (t.size() > 12 && t[12] != ' ') || t.find('\0') != std::string_view::npos) {
    return malformed("no status line: " + quote_bytes(t));
  }
  http_1_0_ = t[7] == '0';
  status_ = (t[9] - '0') * 100 + (t[10] - '0') * 10 + (t[11] - '0');
  phase_ = Phase::head;
  return true;
}

bool AnswerParser::read_header_line(bool trailer) {
  const auto text = line();
  if (!text) return false;
  if (text->empty()) {
    if (!trailer) return end_of_head();
    phase_ = Phase::done;
    return false;
  }
  if (text->find('\0') != std::string_view::npos)
    return malformed("a NUL in " + quote_bytes(*text));
  if (text->find('\r') != std::string_view::npos)
    return malformed("a bare CR in " + quote_bytes(*text));
  if (text->front() == ' ' || text->front() == '\t') {  // an obsolete line folding
    if (headers_seen_ == 0) return malformed("a header begins with a blank: " + quote_bytes(*text));
    if (!trailer) headers_.back().value.append(" ").append(trimmed(*text));
    return true;
  }
  const std::size_t colon = text->find(':');
  if (colon == std::string_view::npos)
    return malformed("a header without colon: " + quote_bytes(*text));
  const std::string_view name = text->substr(0, colon);
  if (!is_token(name)) return malformed("a header's name is no token: " + quote_bytes(*text));
  if (++headers_seen_ > limits_.headers) {
    return fail(Fault::Kind::endless, "more than " + std::to_string(limits_.headers) + " headers");
  }
  if (!trailer) {
    headers_.push_back({std::string(name), std::string(trimmed(text->substr(colon + 1)))});
  }
  return true;
}

bool AnswerParser::end_of_head() {
  if (status_ < 200 && status_ != 101) {  // interim: the answer is still to come
    interim_ = std::exchange(status_, 0);
    headers_.clear();
    phase_ = Phase::status_line;
    return true;
  }
  const auto options = header_items(headers_, "Connection");
  const auto option = [&](std::string_view name) {
    return std::find(options.begin(), options.end(), name) != options.end();
  };
  persistent_ = !option("close") && (!http_1_0_ || option("keep-alive")) && status_ != 101;
  return choose_framing();
}

// How long the body is: RFC 9112 section 6.3.
bool AnswerParser::choose_framing() {
  if (to_head_ || status_ == 101 || status_ == 204 || status_ == 304) {
    phase_ = Phase::done;
    return false;
  }
  bool chunked = false;
  const bool transfer = std::any_of(headers_.begin(), headers_.end(), [](const spec::Header& h) {
    return equal_fold(h.name, "Transfer-Encoding");
  });
  if (transfer && !read_transfer_encoding(chunked)) return false;
  std::optional<std::uint64_t> length;
  if (!transfer && !read_content_length(length)) return false;
  if (chunked) {
    const auto lengths = header_items(headers_, "Content-Length");
    if (http_1_0_ || !lengths.empty()) persistent_ = false;  // not to be trusted further
    headers_seen_ = 0;
    phase_ = Phase::chunk_size;
  } else if (length) {
    expected_ = left_ = *length;
    phase_ = left_ == 0 ? Phase::done : Phase::sized;
  } else {
    persistent_ = false;
    phase_ = Phase::until_close;
  }
  return phase_ != Phase::done;
}

bool AnswerParser::read_transfer_encoding(bool& chunked) {
  for (std::string& coding : header_items(headers_, "Transfer-Encoding")) {
    if (chunked) return malformed("Transfer-Encoding: chunked is not the last coding");
    if (coding == "chunked") {
      chunked = true;
    } else if (coding != "identity") {
      transfer_codings_.push_back(std::move(coding));
    }
  }
  return true;
}

bool AnswerParser::read_content_length(std::optional<std::uint64_t>& length) {
  for (const spec::Header& header : headers_) {
    if (!equal_fold(header.name, "Content-Length")) continue;
    std::string_view left = header.value;
    while (true) {
      const std::size_t comma = left.find(',');
      const std::string_view text = trimmed(left.substr(0, comma));
      if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit)) {
        return malformed("Content-Length: " + quote_bytes(header.value) + " is no number");
      }
      std::uint64_t value = 0;
      for (char c : text) {
        value = value >= kHuge / 16 ? kHuge : value * 10 + static_cast<std::uint64_t>(c - '0');
      }
      if (length && *length != value) {
        return malformed("Content-Length is both " + std::to_string(*length) + " and " +
                         std::to_string(value));
      }
      length = value;
      if (comma == std::string_view::npos) break;
      left.remove_prefix(comma + 1);
    }
  }
  return true;
}

bool AnswerParser::read_chunk_size() {
  if (!rest().empty() && hex_value(rest().front()) < 0) {
    return malformed("no chunk size: " + quote_bytes(rest()));
  }
  const auto text = line();
  if (!text) return false;
  std::uint64_t size = 0;
  std::size_t digits = 0;
  while (digits < text->size() && hex_value((*text)[digits]) >= 0) {
    size = size >= kHuge / 16 ? kHuge
                              : size * 16 + static_cast<std::uint64_t>(hex_value((*text)[digits]));
    ++digits;
  }
  const std::string_view after = trimmed(text->substr(digits));
  if (digits == 0 || (!after.empty() && after.front() != ';')) {
    return malformed("no chunk size: " + quote_bytes(*text));
  }
  expected_ = left_ = size;
  phase_ = size == 0 ? Phase::trailer : Phase::chunk;
  return true;
}

bool AnswerParser::read_chunk_end() {
  const std::string_view seen = rest();
  if (seen.empty() || seen == "\r") return false;
  const std::size_t length = seen[0] == '\n' ? 1 : seen.substr(0, 2) == "\r\n" ? 2 : 0;
  // A line feed alone may end a line; behind a CR in the chunk it says that the chunk was shorter.
  const bool split = length == 1 && !body_.empty() && body_.back() == '\r';
  if (length == 0 || split) {
    return malformed("a chunk of " + std::to_string(expected_) +
                     " bytes goes on: " + quote_bytes(seen));
  }
  at_ += length;
  scanned_ = at_;
  phase_ = Phase::chunk_size;
  return true;
}

// False if the body became too large.
bool AnswerParser::take_body(std::uint64_t at_most) {
  const std::size_t available =
      static_cast<std::size_t>(std::min<std::uint64_t>(at_most, input_.size() - at_));
  if (available > limits_.body_bytes - body_.size()) {
    return fail(Fault::Kind::endless,
                "a body of more than " + std::to_string(limits_.body_bytes) + " bytes");
  }
  body_.append(input_, at_, available);
  at_ += available;
  scanned_ = at_;
  left_ -= std::min<std::uint64_t>(left_, available);
  return true;
}

AnswerParser::State AnswerParser::end_of_stream() {
  switch (phase_) {
    case Phase::until_close:
    case Phase::trailer:  // the last chunk has come: the body is whole (RFC 9112 section 8)
      persistent_ = false;
      phase_ = Phase::done;
      break;
    case Phase::status_line:
      if (rest().empty() && interim_ == 0) {
        fail(Fault::Kind::closed, "closed without an answer");
        break;
      }
      [[fallthrough]];
    case Phase::head:
    case Phase::sized:
    case Phase::chunk_size:
    case Phase::chunk:
    case Phase::chunk_end:
      fail(Fault::Kind::cut, progress());
      break;
    case Phase::done:
    case Phase::failed:
      break;
  }
  return state();
}

std::string AnswerParser::progress() const {
  switch (phase_) {
    case Phase::status_line:
      if (!rest().empty()) return std::to_string(rest().size()) + " bytes of a status line";
      return interim_ != 0 ? "an interim answer " + std::to_string(interim_) + " only" : "nothing";
    case Phase::head:
      return std::to_string(headers_.size()) + " headers, not their end";
    case Phase::sized:
      return std::to_string(body_.size()) + " of " + std::to_string(expected_) +
             " bytes of the body";
    case Phase::chunk:
      return std::to_string(expected_ - left_) + " of " + std::to_string(expected_) +
             " bytes of a chunk, " + std::to_string(body_.size()) + " of the body";
    case Phase::chunk_size:
    case Phase::chunk_end:
      return std::to_string(body_.size()) + " bytes of the body, not the last chunk";
    case Phase::trailer:
      return "the whole body, not the end of the trailers";
    case Phase::until_close:
      return std::to_string(body_.size()) + " bytes of a body without announced length";
    case Phase::done:
    case Phase::failed:
      break;
  }
  return "the answer";
}

}  // namespace assay::runners
