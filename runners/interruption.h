// SIGINT and SIGTERM. For the main thread of the program only.
#pragma once

#include <atomic>
#include <memory>

namespace assay::runners {

// From now on the first of these signals sets the flag, and a second one ends the program at once.
const std::atomic<bool>& watch_for_interruption();

// Holds the signals back from this thread, and from all threads that it starts afterwards, until
// `wait` takes one.
class InterruptionWait {
 public:
  InterruptionWait();
  ~InterruptionWait();
  InterruptionWait(const InterruptionWait&) = delete;
  InterruptionWait& operator=(const InterruptionWait&) = delete;
  void wait();

 private:
  struct Mask;
  std::unique_ptr<Mask> before_;
};

}  // namespace assay::runners
