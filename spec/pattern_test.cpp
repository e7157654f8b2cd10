#include "spec/pattern.h"

#include <gtest/gtest.h>

namespace assay::spec {
namespace {

TEST(Pattern, IsFoundAnywhereAndKnowsCharacters) {
  EXPECT_TRUE(Pattern("[0-9]").found_in("ab1"));
  EXPECT_TRUE(Pattern("^.$").found_in("é"));
  EXPECT_TRUE(Pattern("^\\u00e9$").found_in("é"));
  EXPECT_TRUE(Pattern("^a\\/b$").found_in("a/b"));
  EXPECT_FALSE(Pattern("^[0-9]{10}$").found_in("123456789"));
}

TEST(Pattern, WhatRe2CannotRunIsNotCheckable) {
  for (const char* text : {"(?=a)b", "(?!a)b", "(?<!a)b", "(a)\\1", "a{1001}"}) {
    EXPECT_EQ(Pattern(text).state(), Pattern::State::not_checkable) << text;
  }
}

TEST(Pattern, WhatIsNoRegularExpressionIsWrong) {
  for (const char* text : {"(a", "[a", "a)", "*a", "a**"})
    EXPECT_EQ(Pattern(text).state(), Pattern::State::wrong) << text;
  EXPECT_EQ(Pattern("(a").problem(), "missing ): (a");
}

}  // namespace
}  // namespace assay::spec
