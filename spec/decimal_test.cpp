#include "spec/decimal.h"

#include <gtest/gtest.h>

#include <string>

namespace assay::spec {
namespace {

TEST(Decimal, KnowsWhatADecimalIs) {
  for (const char* text : {"0", "5", "-0.5", "007", "1e3", "+1", "1.50E-2", ".5"})
    EXPECT_TRUE(is_decimal(text)) << text;
  for (const char* text : {"", "-", "1.", "e3", "1e", "1,5", " 1", "0x1F", "nan", "."})
    EXPECT_FALSE(is_decimal(text)) << text;
}

TEST(Decimal, WholeNumbersAreWholeHoweverWritten) {
  for (const char* text : {"0", "5.0", "1e3", "-10", "0.5e1"}) EXPECT_TRUE(is_whole(text)) << text;
  for (const char* text : {"0.5", "1e-1", "x"}) EXPECT_FALSE(is_whole(text)) << text;
}

TEST(Decimal, ComparesExactly) {
  EXPECT_EQ(compare_decimals("9007199254740993", "9007199254740992"),
            std::strong_ordering::greater);
  EXPECT_EQ(compare_decimals("1.0", "01"), std::strong_ordering::equal);
  EXPECT_EQ(compare_decimals("-2", "1"), std::strong_ordering::less);
  EXPECT_EQ(compare_decimals("-2", "-1"), std::strong_ordering::less);
  EXPECT_EQ(compare_decimals("-0", "0"), std::strong_ordering::equal);
  EXPECT_EQ(compare_decimals("1e999999999999", "5"), std::strong_ordering::greater);
  EXPECT_EQ(compare_decimals("a", "5"), std::nullopt);
}

TEST(Decimal, MultiplesAreExactToo) {
  EXPECT_EQ(is_multiple("19.99", "0.01"), true);
  EXPECT_EQ(is_multiple("4.351", "0.01"), false);
  EXPECT_EQ(is_multiple("15", "5"), true);
  EXPECT_EQ(is_multiple("5", "10"), false);
  EXPECT_EQ(is_multiple("-30", "10"), true);
  EXPECT_EQ(is_multiple("0", "7"), true);
  EXPECT_EQ(is_multiple("5", "0"), std::nullopt);
  EXPECT_EQ(is_multiple("1e999999", "3"), std::nullopt);
}

}  // namespace
}  // namespace assay::spec
