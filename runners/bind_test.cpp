#include "runners/bind.h"

#include <gtest/gtest.h>

namespace assay::runners {
namespace {

using spec::Twist;

TEST(Bind, ANearMissOfACountedIdHitsNoNeighbourWhereItCouldDoHarm) {
  for (const Twist twist : {Twist::one_character, Twist::beginning, Twist::longer}) {
    EXPECT_EQ(harmlessly_twisted("1042", twist), "104200000000");
    EXPECT_EQ(harmlessly_twisted("u1042", twist), "u104200000000");
  }
}

TEST(Bind, ARandomIdIsMissedNarrowlyEvenWhereItCouldDoHarm) {
  const std::string id = "q7wz-4k1m-9xt3";
  EXPECT_EQ(harmlessly_twisted(id, Twist::one_character), "q7wz-4k1m-9xt4");
  EXPECT_EQ(harmlessly_twisted(id, Twist::beginning), "q7wz-4k1m-9xt");
  EXPECT_EQ(harmlessly_twisted(id, Twist::longer), "q7wz-4k1m-9xt31");
  EXPECT_EQ(harmlessly_twisted("1042", Twist::none), "1042");
}

}  // namespace
}  // namespace assay::runners
