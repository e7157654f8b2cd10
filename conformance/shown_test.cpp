#include "conformance/shown.h"

#include <gtest/gtest.h>

#include "conformance/scene_for_tests.h"

namespace assay::conformance {
namespace {

using testing::json;

TEST(Shown, InstantsAreTheSameInAnySpelling) {
  const auto same = [](const char* a, const char* b) {
    return same_shown(spec::Json::string(a), spec::Json::string(b));
  };
  EXPECT_TRUE(same("2020-01-01T10:00:00Z", "2020-01-01T12:00:00+02:00"));
  EXPECT_TRUE(same("2020-01-01T10:00:00.987Z", "2020-01-01T10:00:00Z"));
  EXPECT_FALSE(same("2020-01-01T10:00:00.987Z", "2020-01-01T10:00:00.986Z"));
  EXPECT_FALSE(same("2020-01-01T10:00:00Z", "2020-01-01T10:00:01Z"));
  EXPECT_TRUE(same_shown(json("1"), json("\"1\"")));
  EXPECT_TRUE(same_shown(json("true"), json("\"TRUE\"")));
  EXPECT_FALSE(same_shown(json("\"a\""), json("\"A\"")));
}

TEST(Shown, CountedIdsAreGuessable) {
  for (const char* id : {"7", "user-1041", "CustomerAccount12", "1234567890123456",
                         "00000000-0000-4000-8000-00000000000c"}) {
    EXPECT_TRUE(guessable(id)) << id;
  }
  for (const char* id : {"zX81-kQ0pR3sTu", "lzFoBNVfuLzFDdTxdZDYZ7",
                         "2f1c9a77-3b1e-4d0a-9c55-8be0a1d2f3c4", "a1@example.com"}) {
    EXPECT_FALSE(guessable(id)) << id;
  }
}

}  // namespace
}  // namespace assay::conformance
