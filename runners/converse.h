// One request over one open connection: sends its bytes while listening (an answer may come before
// the whole request was taken), feeds the answer to a parser, and says how it ended. One deadline
// for all of it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "runners/http_answer.h"
#include "runners/wire.h"

namespace assay::runners {

struct Conversation {
  enum class End {
    answered,  // the parser is done
    broken,    // the parser has failed (end of stream included)
    late,      // the deadline came first
    reset,     // the connection was reset first
  };
  End end = End::late;
  bool sent_all = false;     // the whole request was handed to the system
  std::size_t received = 0;  // bytes
  std::string first_bytes;   // the first 64 KiB of them
};

Conversation converse(Wire& wire, std::string_view request, AnswerParser& parser,
                      Deadline deadline);

// What has come and wasn't asked for: `already` and whatever can be read without waiting, 1 KiB at
// most. `ended` tells that the peer has closed (or reset) the connection behind it.
std::string stray_bytes(Wire& wire, std::string_view already, bool& ended);

}  // namespace assay::runners
