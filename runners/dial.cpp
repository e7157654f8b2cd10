#include "runners/dial.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <future>
#include <memory>
#include <system_error>
#include <thread>

namespace assay::runners {

namespace {

std::string words(int error) {
  return std::error_code(error, std::generic_category()).message();
}

// 0 once connected, else an errno (ETIMEDOUT: the deadline has passed). `descriptor` is the
// caller's if it is 0.
int connect_to(const sockaddr* address, socklen_t length, Deadline deadline, int& descriptor) {
  const int made =
      ::socket(address->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);
  if (made < 0) return errno;
  const int on = 1;
  ::setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  int error = ::connect(made, address, length) == 0 ? 0 : errno;
  if (error == EINPROGRESS || error == EINTR) {
    if (wait_for(made, false, true, deadline)) {
      socklen_t size = sizeof error;
      if (::getsockopt(made, SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
    } else {
      error = ETIMEDOUT;
    }
  }
  if (error == 0) {
    descriptor = made;
  } else {
    ::close(made);
  }
  return error;
}

}  // namespace

struct Dialer::Lookup {
  int error = 0;
  std::vector<Address> addresses;

  static Lookup run(const std::string& host, const std::string& port, int flags) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV | flags;
    addrinfo* found = nullptr;
    Lookup result;
    result.error = ::getaddrinfo(host.c_str(), port.c_str(), &hints, &found);
    if (result.error != 0) return result;
    for (const addrinfo* entry = found; entry != nullptr; entry = entry->ai_next) {
      Address address;
      if (entry->ai_addrlen > sizeof address.bytes) continue;
      std::memcpy(&address.bytes, entry->ai_addr, entry->ai_addrlen);
      address.length = entry->ai_addrlen;
      result.addresses.push_back(address);
    }
    ::freeaddrinfo(found);
    return result;
  }
};

std::string Dialer::look_up(Deadline deadline, bool& late) {
  const std::string port = std::to_string(port_);
  Lookup found = Lookup::run(host_, port, AI_NUMERICHOST);
  if (found.error != 0) {
    // The system's resolver knows no deadline: it is asked in a thread that may outlive this call.
    auto promise = std::make_shared<std::promise<Lookup>>();
    std::future<Lookup> answer = promise->get_future();
    std::thread([promise, host = host_, port] {
      promise->set_value(Lookup::run(host, port, 0));
    }).detach();
    if (answer.wait_until(deadline) != std::future_status::ready) {
      late = true;
      return "the name " + host_ + " was not found in time";
    }
    found = answer.get();
  }
  if (found.error != 0 || found.addresses.empty()) {
    return "the name " + host_ + " is unknown (" + ::gai_strerror(found.error) + ")";
  }
  addresses_ = std::move(found.addresses);
  return {};
}

Dialed Dialer::dial(Deadline deadline) {
  Dialed result;
  const bool bracketed = host_.find(':') != std::string::npos;
  std::string place = bracketed ? "[" : "";
  place.append(host_).append(bracketed ? "]:" : ":").append(std::to_string(port_));
  if (addresses_.empty()) {
    bool late = false;
    result.what = look_up(deadline, late);
    if (late) result.kind = spec::Fault::Kind::timeout;
    if (!result.what.empty()) return result;
  }
  for (std::size_t i = 0; i < addresses_.size(); ++i) {
    const auto now = std::chrono::steady_clock::now();
    const auto share = (deadline - now) / static_cast<long>(addresses_.size() - i);
    const int error = connect_to(reinterpret_cast<const sockaddr*>(&addresses_[i].bytes),
                                 addresses_[i].length, now + share, result.descriptor);
    if (error == 0) {
      std::rotate(addresses_.begin(), addresses_.begin() + static_cast<std::ptrdiff_t>(i),
                  addresses_.begin() + static_cast<std::ptrdiff_t>(i) + 1);
      return result;
    }
    if (error == ETIMEDOUT) {
      result.kind = spec::Fault::Kind::timeout;
      result.what = "no connection to " + place + " in time";
    } else {
      result.kind = spec::Fault::Kind::refused;
      result.what = error == ECONNREFUSED ? "nobody listens at " + place
                                          : "no connection to " + place + ": " + words(error);
    }
  }
  addresses_.clear();  // looked up again next time
  return result;
}

}  // namespace assay::runners
