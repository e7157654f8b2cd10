#include <unistd.h>

#include "runners/client.h"
#include "runners/dial.h"

namespace assay::runners {

bool can_connect(const Target& target, const ClientLimits& limits) {
  const Dialed dialed =
      Dialer(target.host, target.port).dial(std::chrono::steady_clock::now() + limits.timeout);
  if (dialed.descriptor < 0) return false;
  close(dialed.descriptor);
  return true;
}

}  // namespace assay::runners
