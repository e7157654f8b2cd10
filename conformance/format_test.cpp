#include "conformance/format.h"

#include <gtest/gtest.h>

namespace assay::conformance {
namespace {

TEST(Format, DateAndTimeHasAnOffsetAndMayHaveAFraction) {
  for (const char* good :
       {"2012-11-25T12:00:00Z", "2012-11-25T12:00:00.5Z", "2012-11-25T12:00:00.123456789+05:30",
        "2012-11-25t12:00:00z", "2012-11-25 12:00:00-0800", "2016-12-31T23:59:60Z",
        "2012-02-29T00:00Z", "0001-01-01T00:00:00Z"}) {
    EXPECT_TRUE(has_format("assay-date-time", good)) << good;
    EXPECT_TRUE(has_format("date-time", good)) << good;
  }
  for (const char* bad :
       {"", "yesterday", "2012-11-25", "2012-11-25T12:00:00", "2013-02-29T00:00:00Z",
        "2012-13-01T00:00:00Z", "2012-00-01T00:00:00Z", "2012-11-25T25:00:00Z",
        "2012-11-25T12:61:00Z", "Sun, 25 Nov 2012 12:00:00 GMT", "1353844800",
        "2012-11-25T12:00:00.Z", "2012-11-25T12:00:00Zx", "12-11-25T12:00:00Z"}) {
    EXPECT_FALSE(has_format("assay-date-time", bad)) << bad;
  }
}

TEST(Format, OthersAreModest) {
  EXPECT_TRUE(has_format("date", "2012-02-29"));
  EXPECT_FALSE(has_format("date", "2013-02-29"));
  EXPECT_TRUE(has_format("uri", "https://example.com/a?b"));
  EXPECT_FALSE(has_format("uri", "/relative"));
  EXPECT_FALSE(has_format("uri", "https://a b"));
  EXPECT_TRUE(has_format("uuid", "123e4567-e89b-12d3-a456-426614174000"));
  EXPECT_FALSE(has_format("uuid", "123e4567e89b12d3a456426614174000"));
  EXPECT_TRUE(has_format("ipv4", "127.0.0.1"));
  EXPECT_FALSE(has_format("ipv4", "127.0.0.256"));
  EXPECT_TRUE(has_format("ipv6", "::1"));
  EXPECT_FALSE(has_format("ipv6", ":::1"));
  EXPECT_FALSE(has_format("ipv4", std::string_view("127.0.0.1\0x", 11)));
  EXPECT_TRUE(has_format("binary", "\xff"));
}

TEST(Format, NumbersFitTheirBits) {
  EXPECT_TRUE(number_has_format("int32", "-2147483648"));
  EXPECT_FALSE(number_has_format("int32", "2147483648"));
  EXPECT_TRUE(number_has_format("int64", "9223372036854775807"));
  EXPECT_FALSE(number_has_format("int64", "9223372036854775808"));
  EXPECT_FALSE(number_has_format("int64", "1.5"));
  EXPECT_TRUE(number_has_format("double", "1.5"));
}

}  // namespace
}  // namespace assay::conformance
