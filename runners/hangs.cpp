#include "runners/hangs.h"

#include <algorithm>

namespace assay::runners {
namespace {

constexpr std::size_t kMostInARow = 4;  // before an operation is given up
constexpr std::size_t kAskAgain = 16;   // … one time in so many
constexpr std::size_t kFew = 2;         // in all, before an operation is given less time
constexpr std::chrono::milliseconds kLeastPatience{1'000};
constexpr int kTimesUsual = 8;  // … so many times what its slowest answer took

}  // namespace

bool hung(const spec::Exchange& exchange) {
  const spec::Fault* fault = exchange.fault();
  return fault != nullptr &&
         (fault->kind == spec::Fault::Kind::timeout || fault->kind == spec::Fault::Kind::endless);
}

bool Hangs::count(const spec::Exchange& exchange) {
  Record& record = records_[exchange.operation];
  if (hung(exchange)) {
    ++record.all;
    return ++record.in_a_row == kMostInARow;
  }
  record.in_a_row = record.spared = 0;
  if (exchange.answer() != nullptr) record.longest = std::max(record.longest, exchange.duration);
  return false;
}

bool Hangs::is_given_up(std::size_t operation) {
  const auto known = records_.find(operation);
  if (known == records_.end() || known->second.in_a_row < kMostInARow) return false;
  return ++known->second.spared % kAskAgain != 0;
}

std::chrono::milliseconds Hangs::patience_with(std::size_t operation,
                                               std::chrono::milliseconds timeout) const {
  const auto known = records_.find(operation);
  if (known == records_.end() || known->second.all < kFew || known->second.longest.count() == 0)
    return timeout;
  const auto usual = std::chrono::duration_cast<std::chrono::milliseconds>(known->second.longest);
  return std::min(timeout, std::max(kLeastPatience, usual * kTimesUsual));
}

}  // namespace assay::runners
