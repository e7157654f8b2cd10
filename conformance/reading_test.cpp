#include "conformance/reading.h"

#include <gtest/gtest.h>

#include <string>

namespace assay::conformance {
namespace {

using spec::FieldSchema;
using spec::Json;
using Type = FieldSchema::Type;

FieldSchema of(Type type) {
  FieldSchema schema;
  schema.type = type;
  return schema;
}

FieldSchema text(std::string format, std::string pattern = {}) {
  FieldSchema schema = of(Type::string);
  schema.format = std::move(format);
  schema.pattern = std::move(pattern);
  return schema;
}

FieldSchema range(Type type, std::optional<std::string> minimum,
                  std::optional<std::string> maximum) {
  FieldSchema schema = of(type);
  schema.minimum = std::move(minimum);
  schema.maximum = std::move(maximum);
  return schema;
}

TEST(Satisfies, ABooleanHasManySpellings) {
  for (const char* word : {"true", "FALSE", "1", "0", "yes", "No", "on", "OFF"}) {
    EXPECT_TRUE(satisfies(of(Type::boolean), word)) << word;
  }
  for (const char* word : {"maybe", "", "2", "null", "tru"}) {
    EXPECT_FALSE(satisfies(of(Type::boolean), word)) << word;
  }
}

TEST(Satisfies, ANumberHasAnyUsualSpelling) {
  for (const char* word : {"5", "05", "+5", "-5", "5.0", "5.", "5e3", " 5 "}) {
    EXPECT_TRUE(satisfies(of(Type::integer), word)) << word;
  }
  for (const char* word : {"", "five", "5.5", "5x", "1,000", "NaN", "null", "--5"}) {
    EXPECT_FALSE(satisfies(of(Type::integer), word)) << word;
  }
  EXPECT_TRUE(satisfies(of(Type::number), ".5"));
  EXPECT_TRUE(satisfies(of(Type::number), "5.5"));
}

TEST(Satisfies, BoundsAreExact) {
  const FieldSchema page = range(Type::integer, "1", "300");
  EXPECT_TRUE(satisfies(page, "1"));
  EXPECT_TRUE(satisfies(page, "300"));
  EXPECT_FALSE(satisfies(page, "0"));
  EXPECT_FALSE(satisfies(page, "301"));
  const FieldSchema big = range(Type::integer, std::nullopt, "9007199254740992");
  EXPECT_TRUE(satisfies(big, "9007199254740992"));
  EXPECT_FALSE(satisfies(big, "9007199254740993"));
  FieldSchema open = range(Type::number, "0", std::nullopt);
  open.exclusive_minimum = true;
  EXPECT_FALSE(satisfies(open, "0.0"));
  EXPECT_TRUE(satisfies(open, "0.0000000000000000000001"));
  FieldSchema cents = of(Type::number);
  cents.multiple_of = "0.01";
  EXPECT_TRUE(satisfies(cents, "19.99"));
  EXPECT_FALSE(satisfies(cents, "19.999"));
  FieldSchema narrow = of(Type::integer);
  narrow.format = "int32";
  EXPECT_FALSE(satisfies(narrow, "2147483648"));
}

TEST(Satisfies, AnEnumGoesByTextOrByNumber) {
  FieldSchema schema = of(Type::integer);
  schema.enumeration = {"1", "2", "3"};
  EXPECT_TRUE(satisfies(schema, "2"));
  EXPECT_TRUE(satisfies(schema, "02"));
  EXPECT_TRUE(satisfies(schema, "2.0"));
  EXPECT_FALSE(satisfies(schema, "4"));
  EXPECT_FALSE(satisfies(schema, ""));
  schema.type = Type::string;
  EXPECT_FALSE(satisfies(schema, "02"));
}

TEST(Satisfies, AnAddressNeedsOneAtAndTwoSides) {
  for (const char* good : {"a@b", "a+b@c.example", "ü@x.example"}) {
    EXPECT_TRUE(satisfies(text("email"), good)) << good;
  }
  for (const char* bad : {"", "ab", "a@@b", "a@b@c", "@b", "a@", "a b@c", "a@b\t"}) {
    EXPECT_FALSE(satisfies(text("email"), bad)) << bad;
  }
}

TEST(Satisfies, LengthsCountCodePointsAndPatternsUtf8) {
  FieldSchema schema = of(Type::string);
  schema.max_length = 2;
  EXPECT_TRUE(satisfies(schema, "é😀"));
  EXPECT_FALSE(satisfies(schema, "abc"));
  EXPECT_TRUE(satisfies(text("", "^.$"), "é"));
  EXPECT_TRUE(satisfies(text("", "^[0-9]{6}$"), "012345"));
  EXPECT_FALSE(satisfies(text("", "^[0-9]{6}$"), "12345"));
  EXPECT_TRUE(satisfies(text("", "(?=x)"), "anything")) << "not checkable";
}

TEST(Satisfies, OnAFormEveryTextIsAString) {
  EXPECT_TRUE(satisfies(of(Type::string), "5"));
  EXPECT_TRUE(satisfies(of(Type::string), "null"));
  EXPECT_TRUE(satisfies(of(Type::string), ""));
  EXPECT_TRUE(satisfies(of(Type::any), "x"));
  FieldSchema schema = of(Type::boolean);
  schema.nullable = true;
  EXPECT_TRUE(satisfies(schema, ""));
}

TEST(Shows, AFormsTextMayBeShownInItsType) {
  const FieldSchema boolean = of(Type::boolean), integer = of(Type::integer),
                    string = of(Type::string);
  EXPECT_TRUE(shows(boolean, "true", Json::boolean(true)));
  EXPECT_TRUE(shows(boolean, "true", Json::string("true")));
  EXPECT_TRUE(shows(boolean, "true", Json::string("True")));
  EXPECT_TRUE(shows(boolean, "true", Json::number("1")));
  EXPECT_FALSE(shows(boolean, "true", Json::boolean(false)));
  EXPECT_FALSE(shows(boolean, "true", Json::number("0")));
  EXPECT_TRUE(shows(integer, "0", Json::number("0")));
  EXPECT_TRUE(shows(integer, "0", Json::string("0")));
  EXPECT_TRUE(shows(string, "0", Json::number("0")));
  EXPECT_TRUE(shows(integer, "5", Json::number("5.0")));
  EXPECT_TRUE(shows(string, "0123", Json::number("123")));
  EXPECT_FALSE(shows(string, "0123", Json::string("123")));
  EXPECT_FALSE(shows(integer, "5", Json::number("6")));
  EXPECT_FALSE(shows(integer, "9007199254740993", Json::number("9007199254740992")));
  EXPECT_FALSE(shows(string, "abc", Json::number("0")));
}

TEST(Shows, ATextMustComeBackAsItWasSent) {
  const FieldSchema string = of(Type::string);
  EXPECT_TRUE(shows(string, " a\r\nb ", Json::string(" a\r\nb ")));
  EXPECT_FALSE(shows(string, " a", Json::string("a")));
  EXPECT_FALSE(shows(string, "e\xCC\x81", Json::string("\xC3\xA9"))) << "normalised";
  EXPECT_FALSE(shows(string, "A@b", Json::string("a@b")));
  EXPECT_TRUE(shows(string, "A@b", Json::string("a@B"), true));
  EXPECT_FALSE(shows(string, "A@b", Json::string("a@bc"), true));
  EXPECT_FALSE(shows(string, "true", Json::string("True")));
}

TEST(Shows, NullIsShownForTheEmptyTextOnly) {
  EXPECT_TRUE(shows(of(Type::string), "", Json()));
  EXPECT_TRUE(shows(of(Type::string), "", Json::string("")));
  EXPECT_FALSE(shows(of(Type::string), "null", Json()));
  EXPECT_FALSE(shows(of(Type::string), "", Json::number("0")));
}

TEST(Shows, OneMomentHasManySpellings) {
  const FieldSchema moment = text("date-time");
  EXPECT_TRUE(shows(moment, "2012-11-25T12:00:00Z", Json::string("2012-11-25T12:00:00.000Z")));
  EXPECT_TRUE(shows(moment, "2012-11-25T12:00:00Z", Json::string("2012-11-25T14:00:00+02:00")));
  EXPECT_FALSE(shows(moment, "2012-11-25T12:00:00Z", Json::string("2012-11-25T12:00:00+02:00")));
}

TEST(Shows, ListsAreReadFromJsonAndFromCommas) {
  const FieldSchema list = of(Type::array);
  const Json shown = Json::array({Json::number("1"), Json::string("b")});
  EXPECT_TRUE(shows(list, "1,b", shown));
  EXPECT_TRUE(shows(list, R"([1,"b"])", shown));
  EXPECT_FALSE(shows(list, "1,b,c", shown));
  EXPECT_FALSE(shows(list, "1", shown));
  EXPECT_TRUE(shows(list, "", Json::array()));
  EXPECT_FALSE(shows(of(Type::string), "1,b", shown));
}

TEST(JsonSatisfies, AShownValueKeepsTheRulesOfItsField) {
  const FieldSchema page = range(Type::integer, "1", "300");
  EXPECT_TRUE(json_satisfies(page, Json::number("300")));
  EXPECT_TRUE(json_satisfies(page, Json::string("300")));
  EXPECT_FALSE(json_satisfies(page, Json::number("301")));
  EXPECT_FALSE(json_satisfies(page, Json::string("x")));
  EXPECT_FALSE(json_satisfies(page, Json::object()));
  EXPECT_TRUE(json_satisfies(page, Json()));
  EXPECT_TRUE(json_satisfies(of(Type::boolean), Json::number("1")));
  EXPECT_FALSE(json_satisfies(of(Type::boolean), Json::string("maybe")));
}

TEST(JsonSatisfies, LeadingZerosMayBeLost) {
  EXPECT_TRUE(json_satisfies(text("", "^[0-9]{6}$"), Json::number("12345")));
  EXPECT_FALSE(json_satisfies(text("", "^[0-9]{6}$"), Json::number("1234567")));
  EXPECT_FALSE(json_satisfies(text("", "^[0-9]{6}$"), Json::string("12345")));
}

}  // namespace
}  // namespace assay::conformance
