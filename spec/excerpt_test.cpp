#include "spec/excerpt.h"

#include <gtest/gtest.h>

namespace assay::spec {
namespace {

TEST(Excerpt, ShowsAShortTextWholeAndOnOneLine) {
  EXPECT_EQ(excerpt("Or(a,\n\tb)", 3), "'Or(a,  b)'");
  EXPECT_EQ(excerpt("", 9), "''");
}

TEST(Excerpt, CutsALongTextAroundThePlaceAtWholeCharacters) {
  EXPECT_EQ(excerpt(std::string(300, 'a'), 150), "'…" + std::string(200, 'a') + "…'");
  EXPECT_EQ(excerpt(std::string(300, 'a'), 300), "'…" + std::string(100, 'a') + "'");
  std::string wide;
  for (int k = 0; k < 100; ++k) wide += "é";
  EXPECT_EQ(excerpt("x" + wide, 0), "'x" + wide.substr(0, 100) + "…'");
}

}  // namespace
}  // namespace assay::spec
