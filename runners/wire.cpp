#include "runners/wire.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace assay::runners {

namespace {

Moved failed(bool reading) {
  if (errno == EAGAIN || errno == EWOULDBLOCK) {
    return {reading ? Moved::Flow::want_read : Moved::Flow::want_write, 0};
  }
  return {errno == EPIPE ? Moved::Flow::ended : Moved::Flow::reset, 0};
}

}  // namespace

Moved SocketWire::read(char* buffer, std::size_t size) {
  ssize_t count = -1;
  do {
    count = ::recv(descriptor_, buffer, size, MSG_DONTWAIT);
  } while (count < 0 && errno == EINTR);
  if (count < 0) return failed(true);
  if (count == 0) return {Moved::Flow::ended, 0};
  return {Moved::Flow::moved, static_cast<std::size_t>(count)};
}

Moved SocketWire::write(std::string_view bytes) {
  ssize_t count = -1;
  do {
    count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  } while (count < 0 && errno == EINTR);
  if (count < 0) return failed(false);
  return {Moved::Flow::moved, static_cast<std::size_t>(count)};
}

bool wait_for(int descriptor, bool readable, bool writable, Deadline deadline) {
  pollfd entry{};
  entry.fd = descriptor;
  entry.events = static_cast<short>((readable ? POLLIN : 0) | (writable ? POLLOUT : 0));
  while (true) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    const auto wait = std::min<std::chrono::milliseconds::rep>(left.count(), 1 << 30);
    const int count = ::poll(&entry, 1, static_cast<int>(wait));
    if (count > 0) return true;
    if (count < 0 && errno != EINTR) return true;  // the next read or write tells
  }
}

}  // namespace assay::runners
