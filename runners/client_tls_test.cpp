// The client over TLS, with certificates that are made here.
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "runners/client.h"
#include "runners/scripted_server_test.h"

namespace assay::runners {
namespace {

template <class T, void (*Free)(T*)>
struct Freeing {
  void operator()(T* object) const { Free(object); }
};
using Key = std::unique_ptr<EVP_PKEY, Freeing<EVP_PKEY, EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freeing<X509, X509_free>>;
using Context = std::unique_ptr<SSL_CTX, Freeing<SSL_CTX, SSL_CTX_free>>;
using Session = std::unique_ptr<SSL, Freeing<SSL, SSL_free>>;

// A self-signed certificate for `name` ("IP:127.0.0.1").
Certificate certificate_for(const std::string& name, EVP_PKEY* key) {
  Certificate made(X509_new());
  X509_set_version(made.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
  X509_set_pubkey(made.get(), key);
  X509_NAME* subject = X509_get_subject_name(made.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("assay test"), -1, -1, 0);
  X509_set_issuer_name(made.get(), subject);
  X509_EXTENSION* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, name.c_str());
  X509_add_ext(made.get(), names, -1);
  X509_EXTENSION_free(names);
  X509_sign(made.get(), key, EVP_sha256());
  return made;
}

// Trusts one certificate for as long as it lives (clients read SSL_CERT_FILE when they are made).
class Trust {
 public:
  explicit Trust(X509* certificate) {
    file_ = std::filesystem::temp_directory_path() /
            ("assay-tls-test-" + std::to_string(::getpid()) + ".pem");
    FILE* out = std::fopen(file_.c_str(), "w");
    PEM_write_X509(out, certificate);
    std::fclose(out);
    ::setenv("SSL_CERT_FILE", file_.c_str(), 1);
  }
  ~Trust() {
    ::unsetenv("SSL_CERT_FILE");
    std::filesystem::remove(file_);
  }
  Trust(const Trust&) = delete;
  Trust& operator=(const Trust&) = delete;

 private:
  std::filesystem::path file_;
};

class ClientTls : public testing::Test {
 protected:
  // Answers `times` requests of each connection with `bytes`, all over TLS.
  ScriptedServer::Script tls(std::string bytes, int times, bool cleanly = true) {
    return [this, bytes, times, cleanly](Peer& peer) {
      Session session(SSL_new(context_.get()));
      SSL_set_fd(session.get(), peer.descriptor());
      if (SSL_accept(session.get()) != 1) return;
      for (int i = 0; i < times; ++i) {
        char buffer[4096];
        std::string request;
        while (request.find("\r\n\r\n") == std::string::npos) {
          const int count = SSL_read(session.get(), buffer, sizeof buffer);
          if (count <= 0) return;
          request.append(buffer, static_cast<std::size_t>(count));
        }
        SSL_write(session.get(), bytes.data(), static_cast<int>(bytes.size()));
      }
      if (cleanly) SSL_shutdown(session.get());
      peer.close();
    };
  }

  void use(const std::string& name) {
    key_.reset(EVP_EC_gen("P-256"));
    certificate_ = certificate_for(name, key_.get());
    context_.reset(SSL_CTX_new(TLS_server_method()));
    SSL_CTX_use_certificate(context_.get(), certificate_.get());
    SSL_CTX_use_PrivateKey(context_.get(), key_.get());
  }

  static std::variant<spec::Answer, spec::Fault> ask(Client& client, const std::string& url) {
    spec::Request request;
    request.method = "GET";
    request.url = url + "/";
    return client.send(request).outcome;
  }

  static std::variant<spec::Answer, spec::Fault> ask_once(
      const std::string& url, std::chrono::milliseconds timeout = std::chrono::seconds(5)) {
    Client client(std::get<Target>(parse_target(url)), {timeout, 1u << 20});
    return ask(client, url);
  }

  Key key_;
  Certificate certificate_;
  Context context_;
};

constexpr const char* kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

TEST_F(ClientTls, AnswersComeOverOneKeptConnection) {
  use("IP:127.0.0.1");
  const Trust trust(certificate_.get());
  ScriptedServer server(tls(kOk, 3));
  Client client(std::get<Target>(parse_target(server.url("https"))), {});
  for (int i = 0; i < 4; ++i) {
    if (i == 3) client.reconnect();
    const auto outcome = ask(client, server.url("https"));
    ASSERT_TRUE(std::holds_alternative<spec::Answer>(outcome))
        << std::get<spec::Fault>(outcome).detail;
    EXPECT_EQ(std::get<spec::Answer>(outcome).body, "ok");
  }
  EXPECT_EQ(server.connections(), 2);
}

TEST_F(ClientTls, LargeBodiesComeWhole) {
  use("IP:127.0.0.1");
  const Trust trust(certificate_.get());
  const std::string body(500'000, 'x');
  ScriptedServer server(tls("HTTP/1.1 200 OK\r\n\r\n" + body, 1, false));
  const auto outcome = ask_once(server.url("https"));
  ASSERT_TRUE(std::holds_alternative<spec::Answer>(outcome));
  EXPECT_EQ(std::get<spec::Answer>(outcome).body, body);
}

TEST_F(ClientTls, ACutBodyIsCut) {
  use("IP:127.0.0.1");
  const Trust trust(certificate_.get());
  ScriptedServer server(tls("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok", 1, false));
  const auto outcome = ask_once(server.url("https"));
  ASSERT_TRUE(std::holds_alternative<spec::Fault>(outcome));
  EXPECT_EQ(std::get<spec::Fault>(outcome).kind, spec::Fault::Kind::cut);
  EXPECT_EQ(std::get<spec::Fault>(outcome).detail, "2 of 9 bytes of the body");
}

TEST_F(ClientTls, ACertificateThatNobodyTrustsIsRefused) {
  use("IP:127.0.0.1");
  ScriptedServer server(tls(kOk, 1));
  const auto outcome = ask_once(server.url("https"));
  ASSERT_TRUE(std::holds_alternative<spec::Fault>(outcome));
  EXPECT_EQ(std::get<spec::Fault>(outcome).kind, spec::Fault::Kind::refused);
  EXPECT_EQ(std::get<spec::Fault>(outcome).detail,
            "the certificate is not trusted: self-signed certificate");
}

TEST_F(ClientTls, ACertificateOfAnotherHostIsRefused) {
  use("DNS:elsewhere.example");
  const Trust trust(certificate_.get());
  ScriptedServer server(tls(kOk, 1));
  const auto outcome = ask_once(server.url("https"));
  ASSERT_TRUE(std::holds_alternative<spec::Fault>(outcome));
  EXPECT_EQ(std::get<spec::Fault>(outcome).detail,
            "the certificate is not trusted: IP address mismatch");
}

TEST_F(ClientTls, AServerWithoutTlsIsRefused) {
  ScriptedServer server([](Peer& peer) {
    peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
    peer.hold();
  });
  const auto outcome = ask_once(server.url("https"));
  ASSERT_TRUE(std::holds_alternative<spec::Fault>(outcome));
  EXPECT_EQ(std::get<spec::Fault>(outcome).kind, spec::Fault::Kind::refused);
  EXPECT_EQ(std::get<spec::Fault>(outcome).detail.rfind("no TLS handshake: ", 0), 0u);
}

TEST_F(ClientTls, AHandshakeThatNeverEndsTimesOut) {
  ScriptedServer server([](Peer& peer) { peer.hold(); });
  const auto outcome = ask_once(server.url("https"), std::chrono::milliseconds(200));
  ASSERT_TRUE(std::holds_alternative<spec::Fault>(outcome));
  EXPECT_EQ(std::get<spec::Fault>(outcome).kind, spec::Fault::Kind::timeout);
}

}  // namespace
}  // namespace assay::runners
