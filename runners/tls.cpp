#include "runners/tls.h"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cstdint>
#include <memory>

namespace assay::runners {

namespace {

// A BIO over a SocketWire: unlike OpenSSL's own it never raises SIGPIPE.
int descriptor_of(BIO* bio) {
  return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

int bio_read(BIO* bio, char* buffer, int size) {
  BIO_clear_retry_flags(bio);
  const Moved moved = SocketWire(descriptor_of(bio)).read(buffer, static_cast<std::size_t>(size));
  switch (moved.flow) {
    case Moved::Flow::moved:
      return static_cast<int>(moved.bytes);
    case Moved::Flow::want_read:
    case Moved::Flow::want_write:
      BIO_set_retry_read(bio);
      return -1;
    case Moved::Flow::ended:
      BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
      return 0;
    case Moved::Flow::reset:
      break;
  }
  return -1;
}

int bio_write(BIO* bio, const char* bytes, int size) {
  BIO_clear_retry_flags(bio);
  const Moved moved = SocketWire(descriptor_of(bio)).write({bytes, static_cast<std::size_t>(size)});
  if (moved.flow == Moved::Flow::moved) return static_cast<int>(moved.bytes);
  if (moved.flow == Moved::Flow::want_write) BIO_set_retry_write(bio);
  return -1;
}

long bio_control(BIO* bio, int command, long, void*) {
  if (command == BIO_CTRL_FLUSH) return 1;
  if (command == BIO_CTRL_EOF) return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0 ? 1 : 0;
  return 0;
}

int bio_create(BIO* bio) {
  BIO_set_init(bio, 1);
  return 1;
}

const BIO_METHOD* wire_method() {
  static const std::unique_ptr<BIO_METHOD, void (*)(BIO_METHOD*)> kMethod(
      [] {
        BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "assay wire");
        BIO_meth_set_create(made, bio_create);
        BIO_meth_set_read(made, bio_read);
        BIO_meth_set_write(made, bio_write);
        BIO_meth_set_ctrl(made, bio_control);
        return made;
      }(),
      BIO_meth_free);
  return kMethod.get();
}

bool is_address(const std::string& host) {
  unsigned char bytes[16];
  return ::inet_pton(AF_INET, host.c_str(), bytes) == 1 ||
         ::inet_pton(AF_INET6, host.c_str(), bytes) == 1;
}

bool expect_host(SSL* ssl, const std::string& host) {
  if (is_address(host)) {
    return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str()) == 1;
  }
  return SSL_set1_host(ssl, host.c_str()) == 1 && SSL_set_tlsext_host_name(ssl, host.c_str()) == 1;
}

std::string why(SSL* ssl, int error) {
  const long verified = SSL_get_verify_result(ssl);
  if (verified != X509_V_OK) {
    return std::string("the certificate is not trusted: ") +
           X509_verify_cert_error_string(verified);
  }
  const unsigned long code = ERR_peek_last_error();
  if (error == SSL_ERROR_SSL && code != 0) {
    const char* reason = ERR_reason_error_string(code);
    return std::string("no TLS handshake: ") + (reason != nullptr ? reason : "unknown error");
  }
  return "no TLS handshake: the connection was closed";
}

Moved stopped(SSL* ssl, int result) {
  switch (SSL_get_error(ssl, result)) {
    case SSL_ERROR_WANT_READ:
      return {Moved::Flow::want_read, 0};
    case SSL_ERROR_WANT_WRITE:
      return {Moved::Flow::want_write, 0};
    case SSL_ERROR_ZERO_RETURN:
      return {Moved::Flow::ended, 0};
    default:
      return {Moved::Flow::reset, 0};
  }
}

}  // namespace

void trust_system_authorities(ssl_ctx_st* context) {
  SSL_CTX_set_default_verify_paths(context);
}

Handshake shake_hands(ssl_ctx_st* context, int descriptor, const std::string& host,
                      Deadline deadline) {
  Handshake result;
  ERR_clear_error();
  std::unique_ptr<SSL, void (*)(SSL*)> ssl(SSL_new(context), SSL_free);
  BIO* bio = ssl ? BIO_new(wire_method()) : nullptr;
  if (bio == nullptr) {
    result.what = "no TLS handshake: out of memory";
    return result;
  }
  BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(descriptor)));
  SSL_set_bio(ssl.get(), bio, bio);
  SSL_set_mode(ssl.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_set_options(ssl.get(), SSL_OP_IGNORE_UNEXPECTED_EOF);  // many servers close without a word
  SSL_set_verify(ssl.get(), SSL_VERIFY_PEER, nullptr);
  if (!expect_host(ssl.get(), host)) {
    result.what = "no TLS handshake: " + host + " can't be a certificate's name";
    return result;
  }
  while (true) {
    const int status = SSL_connect(ssl.get());
    if (status == 1) break;
    const int error = SSL_get_error(ssl.get(), status);
    const bool reading = error == SSL_ERROR_WANT_READ;
    const bool writing = error == SSL_ERROR_WANT_WRITE;
    if (!reading && !writing) {
      result.what = why(ssl.get(), error);
      return result;
    }
    if (!wait_for(descriptor, reading, writing, deadline)) {
      result.late = true;
      result.what = "no TLS handshake in time";
      return result;
    }
  }
  result.ssl = ssl.release();
  return result;
}

Moved TlsWire::read(char* buffer, std::size_t size) {
  ERR_clear_error();
  std::size_t count = 0;
  const int status = SSL_read_ex(ssl_, buffer, size, &count);
  return status == 1 ? Moved{Moved::Flow::moved, count} : stopped(ssl_, status);
}

Moved TlsWire::write(std::string_view bytes) {
  ERR_clear_error();
  std::size_t count = 0;
  const int status = SSL_write_ex(ssl_, bytes.data(), bytes.size(), &count);
  return status == 1 ? Moved{Moved::Flow::moved, count} : stopped(ssl_, status);
}

bool TlsWire::has_buffered() const {
  return SSL_has_pending(ssl_) == 1;
}

int TlsWire::descriptor() const {
  return descriptor_of(SSL_get_rbio(ssl_));
}

}  // namespace assay::runners
