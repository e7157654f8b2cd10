#include "runners/mock/server.h"

#include <httplib.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace assay::runners::mock {
namespace {

constexpr std::size_t kMostThreads = 512;
constexpr int kHangUp = 999;  // a status that is never sent
constexpr int kReadTimeoutMs = 5'000;
constexpr int kIdleTimeoutMs = 60'000;

// A thread per connection, made when it is needed and used again.
class Workers : public httplib::TaskQueue {
 public:
  void enqueue(std::function<void()> task) override {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    if (idle_ < tasks_.size() && threads_.size() < kMostThreads)
      threads_.emplace_back([this] { work(); });
    ready_.notify_one();
  }

  void shutdown() override {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
    }
    ready_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

 private:
  void work() {
    std::unique_lock lock(mutex_);
    while (true) {
      ++idle_;
      ready_.wait(lock, [this] { return ending_ || !tasks_.empty(); });
      --idle_;
      if (tasks_.empty()) return;
      const std::function<void()> task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task();
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<std::function<void()>> tasks_;
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  bool ending_ = false;
};

// One connection: reads in blocks, and sends an answer with one call.
class Connection : public httplib::Stream {
 public:
  explicit Connection(int socket) : socket_(socket) {}

  // False if nothing comes in time, or the other side has closed.
  bool wait(int milliseconds) {
    if (at_ < in_.size()) return true;
    pollfd poll_for{socket_, POLLIN, 0};
    return ::poll(&poll_for, 1, milliseconds) > 0 && fill();
  }

  bool flush() {
    std::size_t sent = 0;
    while (sent < out_.size()) {
      const ssize_t count = ::send(socket_, out_.data() + sent, out_.size() - sent, MSG_NOSIGNAL);
      if (count <= 0) return false;
      sent += static_cast<std::size_t>(count);
    }
    out_.clear();
    return true;
  }

  // The handler has said that there is to be no answer.
  bool hung_up() const { return out_.starts_with("HTTP/1.1 " + std::to_string(kHangUp)); }

  bool is_readable() const override { return true; }
  bool is_writable() const override { return true; }
  ssize_t read(char* to, std::size_t size) override {
    if (at_ == in_.size() && (!flush() || !wait(kReadTimeoutMs))) return -1;
    const std::size_t count = std::min(size, in_.size() - at_);
    in_.copy(to, count, at_);
    at_ += count;
    return static_cast<ssize_t>(count);
  }
  ssize_t write(const char* from, std::size_t size) override {
    out_.append(from, size);
    return out_.size() < (1u << 16) || flush() ? static_cast<ssize_t>(size) : -1;
  }
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return socket_; }

 private:
  bool fill() {
    in_.resize(1 << 14);
    at_ = 0;
    const ssize_t count = ::recv(socket_, in_.data(), in_.size(), 0);
    in_.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return count > 0;
  }

  int socket_;
  std::string in_, out_;
  std::size_t at_ = 0;
};

// httplib reads no body of a GET, which would then be taken for the next request, and waits in vain
// for one of a POST that announces none.
void take_body(httplib::Request& request, Connection& connection) {
  constexpr std::size_t kMost = 1u << 20;
  const bool reads =
      request.method != "GET" && request.method != "HEAD" && request.method != "OPTIONS";
  const bool announced =
      request.has_header("Content-Length") || request.has_header("Transfer-Encoding");
  if (reads) {
    if (!announced) request.set_header("Content-Length", "0");
    return;
  }
  const std::string length = request.get_header_value("Content-Length");
  std::size_t left = std::min<std::size_t>(std::strtoul(length.c_str(), nullptr, 10), kMost);
  std::string block(4096, '\0');
  while (left > 0) {
    const ssize_t count = connection.read(block.data(), std::min(left, block.size()));
    if (count <= 0) return;
    request.body.append(block, 0, static_cast<std::size_t>(count));
    left -= static_cast<std::size_t>(count);
  }
}

// httplib's server, over our connections: so that stopping needs not wait for clients.
class HttpServer : public httplib::Server {
 public:
  // httplib lets five connections wait; more would be turned away for a second.
  void let_many_wait() { ::listen(svr_sock_, 512); }

  void stop_all() {
    stop();
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (int socket : open_) ::shutdown(socket, SHUT_RDWR);
  }

 private:
  bool process_and_close_socket(socket_t socket) override {
    {
      const std::lock_guard lock(mutex_);
      open_.insert(socket);
      if (stopping_) ::shutdown(socket, SHUT_RDWR);
    }
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    Connection connection(socket);
    while (connection.wait(kIdleTimeoutMs)) {
      bool closed = false;
      const bool whole = process_request(
          connection, false, closed,
          [&connection](httplib::Request& request) { take_body(request, connection); });
      if (connection.hung_up() || !connection.flush() || !whole || closed) break;
    }
    {
      const std::lock_guard lock(mutex_);
      open_.erase(socket);
    }
    ::shutdown(socket, SHUT_RDWR);
    ::close(socket);
    return true;
  }

  std::mutex mutex_;
  std::set<int> open_;
  bool stopping_ = false;
};

void give(const WireReply& reply, httplib::Response& response) {
  response.status = reply.status;
  if (!reply.allow.empty()) response.set_header("Allow", reply.allow);
  if (!reply.encoding.empty()) response.set_header("Content-Encoding", reply.encoding);
  const std::string& body = reply.body;
  switch (reply.ending) {
    case WireReply::Ending::whole:
      if (!reply.media_type.empty()) response.set_content(body, reply.media_type);
      break;
    case WireReply::Ending::hang_up:
      response.status = kHangUp;
      break;
    case WireReply::Ending::cut:
      response.set_content_provider(body.size(), reply.media_type,
                                    [body](std::size_t, std::size_t, httplib::DataSink& sink) {
                                      sink.write(body.data(), body.size() / 2);
                                      return false;
                                    });
      break;
    case WireReply::Ending::chunk_missing:
      response.set_chunked_content_provider(reply.media_type,
                                            [body](std::size_t, httplib::DataSink& sink) {
                                              sink.write(body.data(), body.size());
                                              return false;
                                            });
      break;
    case WireReply::Ending::stray:
      response.set_content_provider(body.size(), reply.media_type,
                                    [body](std::size_t, std::size_t, httplib::DataSink& sink) {
                                      const std::string more = body + "\r\nX-Debug: 1\r\n\r\n";
                                      return sink.write(more.data(), more.size());
                                    });
      break;
  }
}

}  // namespace

struct Server::Impl {
  explicit Impl(Handler to_call) : handler(std::move(to_call)) {
    http.new_task_queue = [] { return new Workers; };
    http.set_keep_alive_max_count(
        1'000'000'000);  // said in a header only: our connections don't count
    http.set_keep_alive_timeout(kIdleTimeoutMs / 1000);
    const auto answer = [this](const httplib::Request& request, httplib::Response& response,
                               std::string body) {
      WireRequest wire;
      wire.method = request.method;
      wire.path = request.path;
      const std::size_t mark = request.target.find('?');
      if (mark != std::string::npos) wire.query = request.target.substr(mark + 1);
      wire.body = std::move(body);
      wire.header = [&request](const char* name) { return request.get_header_value(name); };
      give(handler(wire), response);
    };
    const httplib::Server::Handler without_body = [answer](const httplib::Request& request,
                                                           httplib::Response& response) {
      answer(request, response, request.body);
    };
    const httplib::Server::HandlerWithContentReader with_body =
        [answer](const httplib::Request& request, httplib::Response& response,
                 const httplib::ContentReader& read) {
          std::string body;
          const auto take = [&body](const char* data, std::size_t size) {
            body.append(data, size);
            return true;
          };
          const bool whole =
              request.is_multipart_form_data()
                  ? read([](const httplib::MultipartFormData&) { return true; }, take)
                  : read(take);
          if (whole) answer(request, response, std::move(body));
        };
    http.Get(".*", without_body).Options(".*", without_body);
    http.Post(".*", with_body).Put(".*", with_body).Patch(".*", with_body).Delete(".*", with_body);
  }

  Handler handler;
  HttpServer http;
  int bound_port = 0;
  std::thread listener;
  std::mutex mutex;
  std::condition_variable ended;
  bool running = false;
};

Server::Server(Handler handler) : impl_(std::make_unique<Impl>(std::move(handler))) {}

Server::~Server() {
  stop();
}

std::string Server::start(const std::string& host, int port) {
  if (port == 0) {
    impl_->bound_port = impl_->http.bind_to_any_port(host);
    if (impl_->bound_port <= 0) return "can't listen on " + host;
  } else {
    // Not shared with another process: SO_REUSEADDR only.
    impl_->http.set_socket_options([](socket_t socket) {
      const int on = 1;
      ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    });
    if (!impl_->http.bind_to_port(host, port))
      return "port " + std::to_string(port) + " of " + host + " is taken";
    impl_->bound_port = port;
  }
  impl_->http.let_many_wait();
  impl_->running = true;
  impl_->listener = std::thread([impl = impl_.get()] {
    impl->http.listen_after_bind();
    const std::lock_guard lock(impl->mutex);
    impl->running = false;
    impl->ended.notify_all();
  });
  while (!impl_->http.is_running()) {
    const std::lock_guard lock(impl_->mutex);
    if (!impl_->running) return "can't listen on " + host;
    std::this_thread::yield();
  }
  return "";
}

int Server::port() const {
  return impl_->bound_port;
}

void Server::wait() {
  std::unique_lock lock(impl_->mutex);
  impl_->ended.wait(lock, [this] { return !impl_->running; });
}

void Server::stop() {
  if (!impl_->listener.joinable()) return;
  impl_->http.stop_all();
  impl_->listener.join();
}

}  // namespace assay::runners::mock
