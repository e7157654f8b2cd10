// Dialer: opens TCP connections to one host by a deadline, looking its name up included. Not
// thread-safe.
#pragma once

#include <sys/socket.h>

#include <string>
#include <vector>

#include "runners/wire.h"
#include "spec/exchange.h"

namespace assay::runners {

struct Dialed {
  int descriptor =
      -1;  // non-blocking, TCP_NODELAY; the caller owns it. -1: `kind` and `what` say why
  spec::Fault::Kind kind = spec::Fault::Kind::refused;  // refused or timeout
  std::string what;                                     // "nobody listens at 127.0.0.1:4010"
};

class Dialer {
 public:
  Dialer(std::string host, int port) : host_(std::move(host)), port_(port) {}

  // Tries every address of the host in turn, the one that worked last first.
  Dialed dial(Deadline deadline);

 private:
  struct Address {
    sockaddr_storage bytes{};
    socklen_t length = 0;
  };
  struct Lookup;
  std::string look_up(Deadline deadline, bool& late);  // fills addresses_; "" or what went wrong

  std::string host_;
  int port_;
  std::vector<Address> addresses_;
};

}  // namespace assay::runners
