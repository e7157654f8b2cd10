#include "runners/interruption.h"

#include <csignal>

namespace assay::runners {
namespace {

std::atomic<bool>& flag() {
  static std::atomic<bool> set{false};
  return set;
}

static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler sets it");

extern "C" void note_interruption(int) {
  flag().store(true, std::memory_order_relaxed);
}

sigset_t interruptions() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

const std::atomic<bool>& watch_for_interruption() {
  flag().store(false);
  struct sigaction action {};
  action.sa_handler = note_interruption;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  return flag();
}

struct InterruptionWait::Mask {
  sigset_t set;
};

InterruptionWait::InterruptionWait() : before_(std::make_unique<Mask>()) {
  const sigset_t set = interruptions();
  pthread_sigmask(SIG_BLOCK, &set, &before_->set);
}

InterruptionWait::~InterruptionWait() {
  pthread_sigmask(SIG_SETMASK, &before_->set, nullptr);
}

void InterruptionWait::wait() {
  const sigset_t set = interruptions();
  int taken = 0;
  sigwait(&set, &taken);
}

}  // namespace assay::runners
