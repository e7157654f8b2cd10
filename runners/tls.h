// TLS over a connected, non-blocking socket: the handshake by a deadline with the peer's
// certificate verified, and the Wire. The one file with OpenSSL is tls.cpp. Not thread-safe.
#pragma once

#include <string>

#include "runners/wire.h"

struct ssl_st;
struct ssl_ctx_st;

namespace assay::runners {

// Trusts the system's certificate authorities (SSL_CERT_FILE and SSL_CERT_DIR are honoured).
void trust_system_authorities(ssl_ctx_st* context);

struct Handshake {
  ssl_st* ssl = nullptr;  // the caller frees it (SSL_free). nullptr: `late` or `what` say why
  bool late = false;      // the deadline has passed
  std::string what;       // "the certificate is not trusted: self-signed certificate"
};

// The host's name (or address) must be the certificate's.
Handshake shake_hands(ssl_ctx_st* context, int descriptor, const std::string& host,
                      Deadline deadline);

class TlsWire final : public Wire {
 public:
  explicit TlsWire(ssl_st* ssl) : ssl_(ssl) {}
  Moved read(char* buffer, std::size_t size) override;
  Moved write(std::string_view bytes) override;
  bool has_buffered() const override;
  int descriptor() const override;

 private:
  ssl_st* ssl_;
};

}  // namespace assay::runners
