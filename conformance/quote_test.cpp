#include "conformance/quote.h"

#include <gtest/gtest.h>

#include "spec/utf8.h"

namespace assay::conformance {
namespace {

using spec::Json;

TEST(Quote, ShowsValuesAsJson) {
  EXPECT_EQ(quote(Json()), "null");
  EXPECT_EQ(quote(Json::boolean(true)), "true");
  EXPECT_EQ(quote(Json::number("1.50")), "1.50");
  EXPECT_EQ(quote(Json::string("a\"b")), R"("a\"b")");
  EXPECT_EQ(quote(Json::object({{"id", Json::number("1")}})), R"({"id":1})");
}

TEST(Quote, KeepsToOneLineOfValidText) {
  EXPECT_EQ(quote("a\r\n\tb"), R"("a\r\n\tb")");
  EXPECT_EQ(quote(std::string_view("\0\x1b[31m\x7f", 7)), R"("\u0000\u001b[31m\u007f")");
  EXPECT_EQ(quote("\xff\xC3"), R"("\xff\xc3")");
  EXPECT_EQ(quote("\u202E\u2028\uFEFF"), R"("\u202e\u2028\ufeff")");
  EXPECT_EQ(quote("é😀"), "\"é😀\"");
}

TEST(Quote, CutsWhatIsLongAndNamesItsLength) {
  const std::string long_text(300, 'x');
  EXPECT_EQ(quote(long_text), "\"" + std::string(80, 'x') + "\"… (300 characters)");
  EXPECT_EQ(quote(std::string(80, 'x')), "\"" + std::string(80, 'x') + "\"");
  std::vector<Json> items(100, Json::number("1"));
  EXPECT_TRUE(quote(Json::array(items)).ends_with("… (201 characters)"));
  std::string wide;
  for (int i = 0; i < 100; ++i) wide += "é";
  EXPECT_FALSE(spec::first_invalid_utf8(quote(wide)));
}

}  // namespace
}  // namespace assay::conformance
