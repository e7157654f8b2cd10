#include "spec/form.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace assay::spec {
namespace {

TEST(Form, EncodesAsTheStandardSays) {
  EXPECT_EQ(encode_form({{"a b", "1+2=3&x"}, {"e", "\xC3\xA9*-._~"}}),
            "a+b=1%2B2%3D3%26x&e=%C3%A9*-._%7E");
}

TEST(Form, HasManySpellings) {
  const Form form{{"ab", "x y/"}};
  EXPECT_EQ(encode_form(form, {.space_as_percent20 = true}), "ab=x%20y%2F");
  EXPECT_EQ(encode_form(form, {.lower_case_hex = true}), "ab=x+y%2f");
  EXPECT_EQ(encode_form(form, {.needless_in_values = true}), "ab=%78+%79%2F");
  EXPECT_EQ(encode_form(form, {.needless_in_names = true}), "%61%62=x+y%2F");
  EXPECT_EQ(encode_form({{"%", "%zz", true}}), "%=%zz");
}

TEST(Form, DecodesWhateverComes) {
  EXPECT_EQ(decode_form("g=a=b&&x&%zz=%4&a+b=%41+%c3%A9;c"),
            (Form{{"g", "a=b"}, {"x", ""}, {"%zz", "%4"}, {"a b", "A \xC3\xA9;c"}}));
  EXPECT_TRUE(decode_form("").empty());
  EXPECT_EQ(decode_form("a=1&a=2&").size(), 2u);
}

TEST(Form, FindsTheFirstOfAName) {
  const Form form{{"a", "1"}, {"a", "2"}};
  EXPECT_EQ(*find(form, "a"), "1");
  EXPECT_EQ(find(form, "b"), nullptr);
}

TEST(Form, PercentEncodesAllButUnreserved) {
  EXPECT_EQ(percent_encode("a-._~ /*"), "a-._~%20%2F%2A");
}

TEST(Form, EverySpellingMeansTheSameForm) {
  EXPECT_TRUE(rc::check([](const std::vector<std::pair<std::string, std::string>>& pairs, bool a,
                           bool b, bool c, bool d) {
    Form form;
    for (const auto& [name, value] : pairs) form.push_back({name, value});
    RC_ASSERT(decode_form(encode_form(form, {a, b, c, d})) == form);
  }));
}

}  // namespace
}  // namespace assay::spec
