#include "spec/json.h"

#include <gtest/gtest.h>

#include <string>

namespace assay::spec {
namespace {

JsonText good(std::string_view text) {
  auto result = parse_json(text);
  if (const auto* error = std::get_if<JsonError>(&result)) {
    ADD_FAILURE() << text << ": " << error->what;
    return {};
  }
  return std::get<JsonText>(std::move(result));
}

JsonError bad(std::string_view text, std::size_t max_depth = 256) {
  auto result = parse_json(text, max_depth);
  if (std::holds_alternative<JsonText>(result)) {
    ADD_FAILURE() << text << " was parsed";
    return {};
  }
  return std::get<JsonError>(result);
}

TEST(Json, KeepsNumbersAsTheyWereWritten) {
  for (const char* text :
       {"1.10", "0", "-0", "-0.0", "123456789012345678901234567890", "1E400", "1e-400", "1E+2",
        "18446744073709551615", "-9223372036854775808", "-9223372036854775809"}) {
    EXPECT_EQ(dump(good(text).value), text);
  }
}

TEST(Json, ComparesNumbersByValueExactly) {
  EXPECT_EQ(good("1").value, good("1.0").value);
  EXPECT_EQ(good("100").value, good("1e2").value);
  EXPECT_EQ(good("0").value, good("-0.0").value);
  EXPECT_FALSE(good("9007199254740993").value == good("9007199254740992").value);
  EXPECT_FALSE(good("1").value == good("-1").value);
  EXPECT_FALSE(good("1").value == good("\"1\"").value);
}

TEST(Json, KnowsIntegersOfAnySize) {
  EXPECT_EQ(good("1.0").value.as_integer(), 1);
  EXPECT_EQ(good("-12e1").value.as_integer(), -120);
  EXPECT_EQ(good("-9223372036854775808").value.as_integer(), INT64_MIN);
  EXPECT_EQ(good("9223372036854775808").value.as_integer(), std::nullopt);
  EXPECT_TRUE(good("9223372036854775808").value.is_integer());
  EXPECT_TRUE(Json::number("1e999999999999999999999").is_integer());
  EXPECT_EQ(Json::number("1e999999999999999999999").as_integer(), std::nullopt);
  EXPECT_EQ(bad("1e999999999999999999999").what, "a number too large to hold");
  EXPECT_FALSE(good("1.5").value.is_integer());
  EXPECT_DOUBLE_EQ(good("1.5").value.as_double(), 1.5);
  EXPECT_EQ(good("1e-999").value.as_double(), 0);
  EXPECT_GT(good("1e999").value.as_double(), 1e308);
}

TEST(Json, ObjectsKeepTheirOrderButCompareWithoutIt) {
  EXPECT_EQ(dump(good(R"({"b":1,"a":[true,null]})").value), R"({"b":1,"a":[true,null]})");
  EXPECT_EQ(good(R"({"b":1,"a":2})").value, good(R"({"a":2,"b":1})").value);
  EXPECT_FALSE(good(R"({"b":1})").value == good(R"({"a":1})").value);
}

TEST(Json, NamesRepeatedKeysAndKeepsTheLast) {
  const JsonText text = good(R"({"x":[{},{"a/b":1,"c":0,"a/b":2}]})");
  EXPECT_EQ(text.duplicate_keys, std::vector<std::string>{"/x/1/a~1b"});
  EXPECT_EQ(dump(text.value), R"({"x":[{},{"a/b":2,"c":0}]})");
}

TEST(Json, SaysWhereTheTextGoesWrong) {
  EXPECT_EQ(bad(R"({"a" 1})").offset, 5u);
  EXPECT_EQ(bad("[1,]").offset, 3u);
  EXPECT_EQ(bad("[1] x").offset, 4u);
  EXPECT_EQ(bad("[1  false]").offset, 4u);
  EXPECT_EQ(bad("[1 234]").offset, 3u);
  EXPECT_EQ(bad("").offset, 0u);
  EXPECT_EQ(bad("[1").offset, 2u);
  EXPECT_EQ(bad(std::string_view("[1]\0", 4)).offset, 3u);
  EXPECT_EQ(bad("\xEF\xBB\xBF{}").offset, 0u);
  EXPECT_EQ(bad("{\"a\" \"bcd\"}").offset, 5u);
  EXPECT_EQ(bad("{\"a\" \"bcd\"}").what, "unexpected string literal; expected ':'");
  EXPECT_EQ(bad("[\"a\xff\"]").offset, 3u);
  EXPECT_EQ(bad("[nux]").what, "invalid literal");
  bad("\"\xff\"");
  bad(R"("\ud83d")");
  bad("nul");
  bad("01");
  bad("'a'");
}

TEST(Json, BoundsItsDepth) {
  EXPECT_EQ(bad(std::string(1'000'000, '[')).what, "nested deeper than 256");
  const auto many = parse_json("[1, {\"a\": 2}, 3]", 256, 4);
  EXPECT_EQ(std::get<JsonError>(many).what, "more than 4 values");
  EXPECT_TRUE(std::holds_alternative<JsonText>(parse_json("[1, {\"a\": 2}, 3]", 256, 5)));
  EXPECT_EQ(bad("[[[]]]", 2).offset, 2u);
  good(std::string(256, '[') + std::string(256, ']'));
}

TEST(Json, BracketsAreClosedHoweverDeep) {
  const std::string deep(100'000, '[');
  EXPECT_TRUE(closes_brackets(deep + std::string(100'000, ']')));
  EXPECT_FALSE(closes_brackets(deep));
  EXPECT_FALSE(closes_brackets(deep + std::string(99'999, ']') + '}'));
  EXPECT_TRUE(closes_brackets(R"({"a\"]}": ["[", {}]})"));
  EXPECT_FALSE(closes_brackets(R"({"a)"));
  EXPECT_FALSE(closes_brackets("]"));
}

TEST(Json, DumpsTextThatCanBeReadAgain) {
  const std::string text = "\"\\\x01\x7f\n\t\xC3\xA9\xF0\x9F\x98\x80/";
  EXPECT_EQ(good(dump(Json::string(text))).value.text(), text);
  EXPECT_EQ(dump(Json::string("a\xff\xc3")), "\"a\xEF\xBF\xBD\xEF\xBF\xBD\"");
  EXPECT_EQ(dump(good(R"({"a":[1,{}],"b":[]})").value, 2),
            "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}");
}

TEST(Json, FollowsPointers) {
  const Json json = good(R"({"a/b":[{"~":1}],"":{"":2}})").value;
  EXPECT_EQ(json.at_pointer(""), &json);
  ASSERT_NE(json.at_pointer("/a~1b/0/~0"), nullptr);
  EXPECT_EQ(json.at_pointer("/a~1b/0/~0")->text(), "1");
  EXPECT_EQ(json.at_pointer("//")->text(), "2");
  for (const char* nowhere :
       {"a", "/x", "/a~1b/1", "/a~1b/00", "/a~1b/-", "/a~1b/0/~", "/a~1b/0/~0/x"}) {
    EXPECT_EQ(json.at_pointer(nowhere), nullptr) << nowhere;
  }
}

TEST(Json, SetsAndErasesMembers) {
  Json json;
  json.set("a", Json::number(1));
  json.set("b", Json::boolean(true));
  json.set("a", Json::string("x"));
  EXPECT_EQ(dump(json), R"({"a":"x","b":true})");
  EXPECT_TRUE(json.erase("a"));
  EXPECT_FALSE(json.erase("a"));
  EXPECT_THROW(Json::number("0x1"), std::logic_error);
}

}  // namespace
}  // namespace assay::spec
