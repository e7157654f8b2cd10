#include "runners/mock/mock.h"

#include "runners/mock/server.h"
#include "runners/mock/service.h"

namespace assay::runners::mock {

struct Mock::Impl {
  Impl(const spec::Contract& contract, MockOptions given)
      : options(std::move(given)),
        service(contract, options),
        base(base_path_of(contract)),
        server([this](const WireRequest& request) { return service.handle(request); }) {}

  MockOptions options;
  Service service;
  std::string base;
  Server server;
};

Mock::Mock(const spec::Contract& contract, MockOptions options)
    : impl_(std::make_unique<Impl>(contract, std::move(options))) {}

Mock::~Mock() = default;

std::string Mock::start() {
  return impl_->server.start(impl_->options.host, impl_->options.port);
}

int Mock::port() const {
  return impl_->server.port();
}

std::string Mock::url() const {
  const std::string& host = impl_->options.host;
  const std::string shown = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return "http://" + shown + ":" + std::to_string(port()) + impl_->base;
}

void Mock::wait() {
  impl_->server.wait();
}

void Mock::stop() {
  impl_->server.stop();
}

}  // namespace assay::runners::mock
