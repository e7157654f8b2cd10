// Wire: the two ends of a connection as bytes that move without ever blocking. SocketWire is one
// over a TCP socket; TlsWire (runners/tls.h) one over TLS. Neither owns its socket. Not
// thread-safe.
#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

namespace assay::runners {

using Deadline = std::chrono::steady_clock::time_point;

struct Moved {
  enum class Flow {
    moved,       // `bytes` of them
    want_read,   // nothing now; try again when the socket is readable
    want_write,  // … writable
    ended,       // the peer has closed in good order (reading), or takes no more (writing)
    reset,       // the peer has reset the connection, or it broke
  };
  Flow flow = Flow::moved;
  std::size_t bytes = 0;
};

class Wire {
 public:
  virtual ~Wire() = default;
  virtual Moved read(char* buffer, std::size_t size) = 0;
  virtual Moved write(std::string_view bytes) = 0;
  virtual bool has_buffered() const = 0;  // bytes to read that poll() doesn't know of
  virtual int descriptor() const = 0;
};

class SocketWire final : public Wire {
 public:
  explicit SocketWire(int descriptor) : descriptor_(descriptor) {}
  Moved read(char* buffer, std::size_t size) override;
  Moved write(std::string_view bytes) override;
  bool has_buffered() const override { return false; }
  int descriptor() const override { return descriptor_; }

 private:
  int descriptor_;
};

// Waits until the socket can be read or written (or is broken). False: the deadline has passed.
bool wait_for(int descriptor, bool readable, bool writable, Deadline deadline);

}  // namespace assay::runners
