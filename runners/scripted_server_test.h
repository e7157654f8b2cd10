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
#include <cerrno>
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
  // Takes no byte of what follows it.
  std::string request() {
    std::string text, block(1 << 14, '\0');
    std::size_t needed = std::string::npos;
    while (text.size() < needed) {
      if (!wait()) return text;
      const ssize_t seen = ::recv(descriptor_, block.data(), block.size(), MSG_PEEK);
      if (seen <= 0) return text;
      const std::size_t before = text.size();
      text.append(block, 0, static_cast<std::size_t>(seen));
      if (needed == std::string::npos) {
        const std::size_t head = text.find("\r\n\r\n");
        if (head != std::string::npos) needed = head + 4 + length_in(text.substr(0, head));
      }
      if (text.size() > needed) text.resize(needed);
      [[maybe_unused]] const ssize_t taken =
          ::recv(descriptor_, block.data(), text.size() - before, 0);
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

  // False once the client has closed or reset the connection and sent no more.
  bool connected() const {
    char byte = 0;
    const ssize_t count = ::recv(descriptor_, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return count > 0 || (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK));
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

  // From now on nobody is let in; for scripts too. What is open stays so.
  void stop_listening() {
    deaf_ = true;
    ::shutdown(listener_, SHUT_RDWR);
  }

  int port() const { return port_; }
  int connections() const { return connections_; }
  std::string url(const std::string& scheme = "http") const {
    return scheme + (ipv6_ ? "://[::1]:" : "://127.0.0.1:") + std::to_string(port_);
  }

 private:
  void serve() {
    while (true) {
      pollfd entries[2] = {{listener_, POLLIN, 0}, {stop_, POLLIN, 0}};
      if (deaf_) entries[0].fd = -1;  // to be ignored
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
  std::atomic<bool> deaf_{false};
  std::thread thread_;
};

}  // namespace assay::runners
