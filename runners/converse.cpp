#include "runners/converse.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace assay::runners {

namespace {

constexpr std::size_t kKept = 64 * 1024;
constexpr std::size_t kStrayKept = 1024;

// The sending side: what is left of the request, and whether the peer still takes it.
class Sender {
 public:
  Sender(Wire& wire, std::string_view request) : wire_(wire), left_(request) {}

  bool active() const { return !left_.empty() && !refused_; }
  bool sent_all() const { return left_.empty(); }
  bool was_reset() const { return reset_; }

  // Writes as much as the connection takes now.
  void push() {
    while (active()) {
      const Moved moved = wire_.write(left_);
      if (moved.flow == Moved::Flow::moved) {
        left_.remove_prefix(moved.bytes);
      } else if (moved.flow == Moved::Flow::want_read || moved.flow == Moved::Flow::want_write) {
        return;
      } else {
        refused_ = true;  // an answer may have come all the same
        reset_ = moved.flow == Moved::Flow::reset;
      }
    }
  }

 private:
  Wire& wire_;
  std::string_view left_;
  bool refused_ = false;
  bool reset_ = false;
};

}  // namespace

Conversation converse(Wire& wire, std::string_view request, AnswerParser& parser,
                      Deadline deadline) {
  Conversation result;
  Sender sender(wire, request);
  std::array<char, 16 * 1024> buffer;
  bool read_wants_write = false;
  bool try_read = false;
  const auto finish = [&](Conversation::End end) {
    result.end = end;
    result.sent_all = sender.sent_all();
    return result;
  };
  while (true) {
    sender.push();
    if (!try_read && !wire.has_buffered() &&
        !wait_for(wire.descriptor(), true, sender.active() || read_wants_write, deadline)) {
      return finish(Conversation::End::late);
    }
    read_wants_write = false;
    const Moved moved = wire.read(buffer.data(), buffer.size());
    try_read = moved.flow == Moved::Flow::moved && moved.bytes == buffer.size();
    switch (moved.flow) {
      case Moved::Flow::moved: {
        const std::string_view bytes(buffer.data(), moved.bytes);
        result.received += bytes.size();
        result.first_bytes.append(bytes.substr(0, kKept - result.first_bytes.size()));
        const auto state = parser.feed(bytes);
        if (state == AnswerParser::State::done) return finish(Conversation::End::answered);
        if (state == AnswerParser::State::failed) return finish(Conversation::End::broken);
        break;
      }
      case Moved::Flow::want_write:
        read_wants_write = true;
        [[fallthrough]];
      case Moved::Flow::want_read:
        if (wire.has_buffered() &&
            !wait_for(wire.descriptor(), true, sender.active() || read_wants_write, deadline)) {
          return finish(Conversation::End::late);
        }
        break;
      case Moved::Flow::reset:
      case Moved::Flow::ended: {
        const bool reset = moved.flow == Moved::Flow::reset || sender.was_reset();
        // A reset because the rest of our request wasn't wanted doesn't spoil an answer that ends
        // with the connection.
        if (reset && (sender.sent_all() || !parser.ends_with_connection())) {
          return finish(Conversation::End::reset);
        }
        const auto state = parser.end_of_stream();
        return finish(state == AnswerParser::State::done ? Conversation::End::answered
                                                         : Conversation::End::broken);
      }
    }
    if (std::chrono::steady_clock::now() >= deadline) return finish(Conversation::End::late);
  }
}

std::string stray_bytes(Wire& wire, std::string_view already, bool& ended) {
  std::string stray(already.substr(0, kStrayKept));
  std::array<char, kStrayKept> buffer;
  while (stray.size() < kStrayKept) {
    const Moved moved = wire.read(buffer.data(), kStrayKept - stray.size());
    if (moved.flow == Moved::Flow::moved) {
      stray.append(buffer.data(), moved.bytes);
      continue;
    }
    ended = moved.flow == Moved::Flow::ended || moved.flow == Moved::Flow::reset;
    break;
  }
  return stray;
}

}  // namespace assay::runners
