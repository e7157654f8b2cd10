#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstring>

#include "runners/mock/fixture.h"
#include "runners/mock/mock.h"

namespace assay::runners::mock {
namespace {

// One connection over which requests are sent as they stand.
class Wire {
 public:
  explicit Wire(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    const timeval limit{10, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  }
  ~Wire() { ::close(socket_); }
  bool connected() const { return connected_; }

  void send(const std::string& bytes) { ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL); }

  // Up to and including `end`, or until the other side closes.
  std::string until(const std::string& end) {
    std::string all;
    char block[4096];
    while (all.find(end) == std::string::npos) {
      const ssize_t count = ::recv(socket_, block, sizeof block, 0);
      if (count <= 0) return all;
      all.append(block, static_cast<std::size_t>(count));
    }
    return all;
  }

  std::string post(const std::string& path, const std::string& body,
                   const std::string& method = "POST") {
    send(method + " /v1" + path +
         " HTTP/1.1\r\nHost: x\r\nContent-Type: "
         "application/x-www-form-urlencoded\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body);
    return until("}");
  }

 private:
  int socket_;
  bool connected_ = false;
};

std::string body_with(const std::string& fields) {
  return fields + "&" + testing::Client::credentials();
}

TEST(MockServer, AnswersManyRequestsOverOneConnection) {
  Mock mock(testing::contract(), testing::options());
  ASSERT_EQ(mock.start(), "");
  EXPECT_EQ(mock.url(), "http://127.0.0.1:" + std::to_string(mock.port()) + "/v1");
  Wire wire(mock.port());
  for (int i = 0; i < 200; ++i) {
    EXPECT_NE(
        wire.post("/user/checkemail", body_with("email=a%40b.org")).find("\"existed_email\":false"),
        std::string::npos);
  }
}

TEST(MockServer, ABodyOfAGetIsNotTakenForTheNextRequest) {
  Mock mock(testing::contract(), testing::options());
  ASSERT_EQ(mock.start(), "");
  Wire wire(mock.port());
  EXPECT_NE(wire.post("/user/list", body_with("page_size=1"), "GET").find(" 405 "),
            std::string::npos);
  EXPECT_NE(wire.post("/user/list", body_with("page_size=1")).find(" 200 "), std::string::npos);
}

TEST(MockServer, AnswersABodyLargerThanHttplibTakesByItself) {
  Mock mock(testing::contract(), testing::options());
  ASSERT_EQ(mock.start(), "");
  Wire wire(mock.port());
  const std::string name(100'000, 'n');
  const std::string answer = wire.post(
      "/user/autocreate", body_with("email=a%40b.org&type=1&password=x&first_name=" + name));
  EXPECT_NE(answer.find(" 200 "), std::string::npos);
}

TEST(MockServer, AnswersWithoutBodyOrLength) {
  Mock mock(testing::contract(), testing::options());
  ASSERT_EQ(mock.start(), "");
  Wire wire(mock.port());
  wire.send("POST /v1/user/list HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_NE(wire.until("}").find(" 401 "), std::string::npos);
  wire.send("DELETE /v1/user/list HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_NE(wire.until("}").find(" 405 "), std::string::npos);
}

TEST(MockServer, StopsAtOnceWhileClientsAreConnected) {
  Mock mock(testing::contract(), testing::options());
  ASSERT_EQ(mock.start(), "");
  Wire first(mock.port()), second(mock.port());
  first.post("/user/checkemail", body_with("email=a%40b.org"));
  const auto before = std::chrono::steady_clock::now();
  mock.stop();
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(2));
  EXPECT_EQ(first.until("x"), "");
}

TEST(MockServer, ManyConnectionsAreServedAtOnce) {
  Mock mock(testing::contract(), testing::options());
  ASSERT_EQ(mock.start(), "");
  std::vector<std::unique_ptr<Wire>> wires;
  for (int i = 0; i < 40; ++i) wires.push_back(std::make_unique<Wire>(mock.port()));
  for (auto& wire : wires)
    EXPECT_NE(wire->post("/user/checkemail", body_with("email=a%40b.org")).find("200"),
              std::string::npos);
}

TEST(MockServer, ATakenPortIsSaid) {
  Mock first(testing::contract(), testing::options());
  ASSERT_EQ(first.start(), "");
  MockOptions options = testing::options();
  options.port = first.port();
  Mock second(testing::contract(), options);
  EXPECT_NE(second.start().find("taken"), std::string::npos);
}

TEST(MockServer, MalformedAnswersAreMalformedOnTheWire) {
  const auto answer_of = [](const std::string& defect, const std::string& path,
                            const std::string& fields) {
    Mock mock(testing::contract(), testing::options(defect));
    EXPECT_EQ(mock.start(), "");
    Wire wire(mock.port());
    const std::string body = body_with(fields);
    wire.send("POST /v1" + path +
              " HTTP/1.1\r\nHost: x\r\nContent-Type: "
              "application/x-www-form-urlencoded\r\nContent-Length: " +
              std::to_string(body.size()) + "\r\n\r\n" + body);
    return wire.until(defect == "stray-bytes" ? "X-Debug" : "\x01");
  };
  EXPECT_EQ(answer_of("hangs-up", "/user/update", "id=%22"), "");
  const std::string cut = answer_of("answer-cut", "/user/checkemail", "email=a%40b.org");
  EXPECT_NE(cut.find("Content-Length: 23"), std::string::npos) << cut;
  EXPECT_FALSE(cut.ends_with("}"));
}

}  // namespace
}  // namespace assay::runners::mock
