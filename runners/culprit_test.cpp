#include "runners/culprit.h"

#include <gtest/gtest.h>

namespace assay::runners {
namespace {

Watched under_way(std::size_t law, std::size_t operation, std::size_t length) {
  Watched watched;
  watched.origin.law = law;
  spec::Exchange exchange;
  exchange.operation = operation;
  exchange.request.body = std::string(length, 'x');
  exchange.outcome = spec::Fault{};
  watched.evidence.exchanges.push_back(std::move(exchange));
  return watched;
}

TEST(Culprit, IsTheOddRequestThenTheLongOneThenTheFirst) {
  const auto of_law_9 = [](const Watched& watched) { return watched.origin.law == 9; };
  const auto none = [](const Watched&) { return false; };
  const std::vector<Watched> fatal{under_way(1, 3, 100), under_way(2, 4, 5'000),
                                   under_way(9, 5, 100)};
  EXPECT_EQ(last_operation(*culprit(fatal, of_law_9)), 5U);
  EXPECT_EQ(last_operation(*culprit(fatal, none)), 4U);
  EXPECT_EQ(last_operation(*culprit({fatal[2], fatal[0]}, none)), 3U);
  EXPECT_EQ(culprit({}, none), nullptr);
}

}  // namespace
}  // namespace assay::runners
