// Server: the door: HTTP on a socket. The only file of this library with httplib is server.cpp.
// Each connection has a thread of its own; the handler is called from all of them.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "runners/mock/wire.h"

namespace assay::runners::mock {

class Server {
 public:
  using Handler = std::function<WireReply(const WireRequest&)>;

  explicit Server(Handler handler);
  ~Server();  // stops
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Binds and begins to answer. port 0: any free one. "" or what went wrong.
  std::string start(const std::string& host, int port);
  int port() const;
  void wait();  // until stop()
  void stop();  // open connections are closed at once

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace assay::runners::mock
