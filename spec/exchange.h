// Exchange: one request as it was sent, and what came back: an answer or a transport fault.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "spec/form.h"
#include "spec/json.h"

namespace assay::spec {

struct Header {
  std::string name;
  std::string value;
};

// A value that was made up or taken just before sending, so that reports can call it by its name.
struct BoundName {
  std::string bytes;  // "k3j9x2mq7w1a", "zX81-..."
  std::string name;   // "<run>", "<step1.id>", "<secret>"
};

struct Request {
  std::string method;
  std::string url;              // absolute
  std::vector<Header> headers;  // those that we set, credentials included
  std::string body;             // the exact bytes
  Form form;  // the fields before encoding, whatever their place; credentials are not among them
  std::vector<BoundName> names;
  std::vector<std::string>
      secrets;  // values in this request that must never be printed (credentials, redacted fields)
  std::vector<std::string>
      write_only;  // those of `secrets` that no answer may carry either (passwords)
};

struct Answer {
  int status = 0;
  std::vector<Header> headers;  // as they came, repetitions kept
  std::string media_type;       // of Content-Type: lower case, without parameters; "" none
  std::string body;             // decoded (chunks, Content-Encoding), up to the client's cap
  std::optional<Json> json;     // if the body is one JSON text (whatever its media type)
  std::string json_error;       // else what is wrong with it; "" for an empty body
  std::vector<std::string> duplicate_keys;  // pointers
  struct Cut {
    std::size_t size = 0;  // bytes
    std::uint64_t fnv1a = 0;
  };
  std::optional<Cut> cut;  // of the whole body, where only its beginning is kept
  std::string stray;       // bytes that came after the answer where nothing may come (first 1 KiB)
  const std::string* header(std::string_view name) const;  // case-insensitive; nullptr: none
};

// Why there is no (whole) answer.
struct Fault {
  enum class Kind {
    refused,    // nobody listens, or the name is unknown
    timeout,    // not (wholly) answered by the deadline
    closed,     // closed before the first byte of an answer
    reset,      // reset before or in the answer
    cut,        // ended before its announced length or last chunk
    malformed,  // not HTTP, or an encoding that lies
    endless,    // larger than the client's cap
    unsent,     // a value it needs could not be taken from an earlier answer: nothing was sent
  };
  Kind kind = Kind::closed;
  std::string detail;    // "12 of 40 bytes of the body after 3.0 s"
  int status = 0;        // if a status line had come
  std::string received;  // the bytes that came, first 64 KiB
};

std::string_view to_string(Fault::Kind kind);

struct Exchange {
  int step = 0;               // Step::id
  std::size_t operation = 0;  // index into Contract::operations
  Request request;
  std::variant<Answer, Fault> outcome;
  std::chrono::microseconds duration{0};

  const Answer* answer() const { return std::get_if<Answer>(&outcome); }
  const Fault* fault() const { return std::get_if<Fault>(&outcome); }
};

}  // namespace assay::spec
