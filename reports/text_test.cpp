#include "reports/text.h"

#include <gtest/gtest.h>

namespace assay::reports {
namespace {

TEST(Printable, MakesVisibleWhatTerminalsObeyAndXmlForbids) {
  EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a\\x00b");
  EXPECT_EQ(printable("\x1b[31m"), "\\x1b[31m");
  EXPECT_EQ(printable("\xff\xc3"), "\\xff\\xc3");
  EXPECT_EQ(printable("\xef\xbf\xbe\xef\xbf\xbf"), "\\ufffe\\uffff");
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // a surrogate
  EXPECT_EQ(printable("\xc2\x9b"), "\\u009b");
  EXPECT_EQ(printable("\xe2\x80\xae"), "\\u202e");
  EXPECT_EQ(printable("é 漢 😀\n\t"), "é 漢 😀\n\t");
}

TEST(OneLine, CutsAtWholeCharacters) {
  EXPECT_EQ(one_line("äöüß", 3), "äö…");
  EXPECT_EQ(one_line("äöü", 3), "äöü");
  EXPECT_EQ(one_line("a\nb"), "a\\nb");
}

TEST(Cut, TellsLengthAndHash) {
  EXPECT_EQ(cut("abc", 3), "abc");
  const std::string text = cut("a" + std::string(2000, 'x'), 10);
  EXPECT_EQ(text.substr(0, 11), "axxxxxxxxx\n");
  EXPECT_NE(text.find("2,001 bytes in all, FNV-1a "), std::string::npos);
  EXPECT_EQ(cut("ää", 3).substr(0, 3), "ä\n");
}

TEST(Wrapped, KeepsBlanksAndNewlines) {
  EXPECT_EQ(wrapped("one two three", 8, 0), "one two\nthree");
  EXPECT_EQ(wrapped("'a  b '", 80, 2), "  'a  b '");
  EXPECT_EQ(wrapped("a\nb", 80, 2), "  a\n  b");
  EXPECT_EQ(wrapped("averyveryverylongword x", 8, 1), " averyveryverylongword\n x");
}

TEST(Counted, GroupsThousands) {
  EXPECT_EQ(counted(1, "trial"), "1 trial");
  EXPECT_EQ(counted(1234567, "trial"), "1,234,567 trials");
}

}  // namespace
}  // namespace assay::reports
