// ScriptedServer (tests only): a raw TCP server on a loopback port that does to each connection
// exactly what the test's script says: it knows no HTTP beyond finding the end of a request.
// Connections are served one after another by one thread.
#pragma once

#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

namespace assay::runners {

// The server's end of one connection, in the hands of a script. Closed when the script returns.
class Peer {
 public:
  Peer(int descriptor, int stop, int number)
      : number(number), descriptor_(descriptor), stop_(stop) {}
  ~Peer() { close(); }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  const int number;  // of the connection, from 1
  int descriptor() const { return descriptor_; }

  // The next whole request (head and Content-Length bytes), or what came before the client closed.
  std::string request() {
    std::string text;
    std::size_t needed = std::string::npos;
    while (text.size() < needed) {
      char byte = 0;
      const bool whole_head = needed != std::string::npos;
      if (whole_head) {
        std::string rest(needed - text.size(), '\0');
        const ssize_t count = wait() ? ::recv(descriptor_, rest.data(), rest.size(), 0) : 0;
        if (count <= 0) return text;
        text.append(rest, 0, static_cast<std::size_t>(count));
        continue;
      }
      if (!wait() || ::recv(descriptor_, &byte, 1, 0) <= 0) return text;
      text += byte;
      if (text.ends_with("\r\n\r\n")) needed = text.size() + length_in(text);
    }
    return text;
  }

  void send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
  }

  // Does nothing until the client closes or the server is stopped, or the time is over.
  void hold(int milliseconds = -1) const {
    while (wait(milliseconds)) {
      char byte = 0;
      if (::recv(descriptor_, &byte, 1, 0) <= 0) return;
    }
  }

  // Reads nothing until the server is stopped or the time is over.
  void ignore(int milliseconds = -1) const {
    pollfd stopped{stop_, POLLIN, 0};
    ::poll(&stopped, 1, milliseconds);
  }

  void close() {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
  }

  void reset() {
    const linger now{1, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close();
  }

 private:
  // True when there is something to read; false when the server is stopped or the time is over.
  bool wait(int milliseconds = -1) const {
    pollfd entries[2] = {{descriptor_, POLLIN, 0}, {stop_, POLLIN, 0}};
    return ::poll(entries, 2, milliseconds) > 0 && entries[1].revents == 0;
  }

  static std::size_t length_in(const std::string& head) {
    const std::size_t at = head.find("\r\nContent-Length: ");
    return at == std::string::npos ? 0 : std::strtoul(head.c_str() + at + 18, nullptr, 10);
  }

  int descriptor_;
  int stop_;
};

class ScriptedServer {
 public:
  using Script = std::function<void(Peer&)>;

  explicit ScriptedServer(Script script, bool ipv6 = false)
      : script_(std::move(script)), ipv6_(ipv6), stop_(::eventfd(0, EFD_CLOEXEC)) {
    listener_ = ::socket(ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_storage address{};
    socklen_t size = sizeof(sockaddr_in);
    if (ipv6) {
      auto& six = reinterpret_cast<sockaddr_in6&>(address);
      six.sin6_family = AF_INET6;
      six.sin6_addr = in6addr_loopback;
      size = sizeof six;
    } else {
      auto& four = reinterpret_cast<sockaddr_in&>(address);
      four.sin_family = AF_INET;
      four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    }
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (listener_ < 0 || ::bind(listener_, generic, size) != 0 || ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, generic, &size) != 0) {
      throw std::runtime_error("no loopback socket");
    }
    port_ = ntohs(ipv6 ? reinterpret_cast<sockaddr_in6&>(address).sin6_port
                       : reinterpret_cast<sockaddr_in&>(address).sin_port);
    thread_ = std::thread([this] { serve(); });
  }

  ~ScriptedServer() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(stop_, &one, sizeof one);
    thread_.join();
    ::close(listener_);
    ::close(stop_);
  }

  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  int port() const { return port_; }
  int connections() const { return connections_; }
  std::string url(const std::string& scheme = "http") const {
    return scheme + (ipv6_ ? "://[::1]:" : "://127.0.0.1:") + std::to_string(port_);
  }

 private:
  void serve() {
    while (true) {
      pollfd entries[2] = {{listener_, POLLIN, 0}, {stop_, POLLIN, 0}};
      if (::poll(entries, 2, -1) < 0 || entries[1].revents != 0) return;
      const int accepted = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (accepted < 0) continue;
      Peer peer(accepted, stop_, ++connections_);
      script_(peer);
    }
  }

  Script script_;
  bool ipv6_;
  int stop_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<int> connections_{0};
  std::thread thread_;
};

}  // namespace assay::runners
