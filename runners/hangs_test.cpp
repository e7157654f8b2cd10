#include "runners/hangs.h"

#include <gtest/gtest.h>

namespace assay::runners {
namespace {

using std::chrono::milliseconds;

spec::Exchange ended(std::size_t operation, bool in_time, milliseconds duration) {
  spec::Exchange exchange;
  exchange.operation = operation;
  exchange.duration = duration;
  if (in_time) {
    exchange.outcome = spec::Answer{};
  } else {
    spec::Fault fault;
    fault.kind = spec::Fault::Kind::timeout;
    exchange.outcome = fault;
  }
  return exchange;
}

TEST(Hangs, AfterFourInARowAnOperationIsAskedOneTimeInSixteen) {
  Hangs hangs;
  for (int k = 0; k < 3; ++k) EXPECT_FALSE(hangs.count(ended(1, false, milliseconds(10'000))));
  EXPECT_FALSE(hangs.is_given_up(1));
  EXPECT_TRUE(hangs.count(ended(1, false, milliseconds(10'000))));
  int sent = 0;
  for (int k = 0; k < 32; ++k) sent += hangs.is_given_up(1) ? 0 : 1;
  EXPECT_EQ(sent, 2);
  EXPECT_FALSE(hangs.is_given_up(2));
  hangs.count(ended(1, true, milliseconds(1)));
  EXPECT_FALSE(hangs.is_given_up(1));
}

TEST(Hangs, WhereSomeRequestsHangTheNextHasEightTimesTheSlowestAnswersTime) {
  Hangs hangs;
  const milliseconds timeout(10'000);
  hangs.count(ended(1, true, milliseconds(300)));
  hangs.count(ended(1, false, timeout));
  EXPECT_EQ(hangs.patience_with(1, timeout), timeout);  // once is chance
  hangs.count(ended(1, true, milliseconds(200)));
  hangs.count(ended(1, false, timeout));
  EXPECT_EQ(hangs.patience_with(1, timeout), milliseconds(2'400));
  EXPECT_EQ(hangs.patience_with(1, milliseconds(500)), milliseconds(500));
  EXPECT_EQ(hangs.patience_with(2, timeout), timeout);
}

TEST(Hangs, OneThatNeverAnsweredIsGivenAllTheTime) {
  Hangs hangs;
  for (int k = 0; k < 3; ++k) hangs.count(ended(1, false, milliseconds(10'000)));
  EXPECT_EQ(hangs.patience_with(1, milliseconds(10'000)), milliseconds(10'000));
}

}  // namespace
}  // namespace assay::runners
