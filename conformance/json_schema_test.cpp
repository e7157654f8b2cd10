#include "conformance/json_schema.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace assay::conformance {
namespace {

using spec::Json;

Json parse(const std::string& text) {
  auto parsed = spec::parse_json(text);
  if (const auto* error = std::get_if<spec::JsonError>(&parsed)) {
    ADD_FAILURE() << error->what << " in " << text;
    return {};
  }
  return std::get<spec::JsonText>(std::move(parsed)).value;
}

// The errors as "pointer: expected, got", one a line.
std::string errors(const std::string& schema, const std::string& value) {
  std::string out;
  for (const SchemaError& error : SchemaValidator(parse(schema)).validate(parse(value))) {
    if (!out.empty()) out += '\n';
    out += error.pointer + ": " + error.expected + ", " + error.got;
  }
  return out;
}

TEST(JsonSchema, NamesTheTypeThatWasExpected) {
  EXPECT_EQ(errors(R"({"type":"boolean"})", "true"), "");
  EXPECT_EQ(errors(R"({"type":"boolean"})", R"("yes")"), R"(: a boolean, "yes")");
  EXPECT_EQ(errors(R"({"type":["string","null"]})", "5"), ": a string or null, 5");
  EXPECT_EQ(errors(R"({"type":"string"})", R"({"token":"secret"})"),
            ": a string, an object of 1 key");
}

TEST(JsonSchema, NamesTheMissingKey) {
  const std::string schema = R"({"type":"object","properties":{"users":{"type":"array","items":
    {"type":"object","required":["id","email"]}}}})";
  EXPECT_EQ(errors(schema, R"({"users":[{"id":1,"email":2},{"id":3}]})"),
            R"(/users/1: the key "email", no such key)");
}

TEST(JsonSchema, AllowsOtherKeysUnlessForbidden) {
  EXPECT_EQ(errors(R"({"properties":{"a":{}}})", R"({"b":1})"), "");
  EXPECT_EQ(errors(R"({"properties":{"a":{}},"additionalProperties":false})", R"({"b":1})"),
            R"(: no key "b", 1)");
  EXPECT_EQ(errors(R"({"additionalProperties":{"type":"string"}})", R"({"b":1})"),
            "/b: a string, 1");
}

TEST(JsonSchema, KeysThatMatchAPatternAreNotAdditional) {
  const std::string schema =
      R"({"patternProperties":{"^x-":{"type":"integer"}},"additionalProperties":false})";
  EXPECT_EQ(errors(schema, R"({"x-a":1})"), "");
  EXPECT_EQ(errors(schema, R"({"x-a":"1"})"), R"(/x-a: a whole number, "1")");
  EXPECT_EQ(errors(schema, R"({"y":1})"), R"(: no key "y", 1)");
}

TEST(JsonSchema, AWholeNumberMayBeWrittenWithAFraction) {
  EXPECT_EQ(errors(R"({"type":"integer"})", "1.0"), "");
  EXPECT_EQ(errors(R"({"type":"integer"})", "1e3"), "");
  EXPECT_EQ(errors(R"({"type":"integer"})", "123456789012345678901234567890"), "");
  EXPECT_EQ(errors(R"({"type":"integer"})", "1.5"), ": a whole number, 1.5");
  EXPECT_EQ(errors(R"({"type":["integer","null"]})", "null"), "");
  EXPECT_EQ(errors(R"({"type":"number"})", "1.5"), "");
}

TEST(JsonSchema, ComparesNumbersExactly) {
  EXPECT_EQ(errors(R"({"multipleOf":0.01})", "19.99"), "");
  EXPECT_EQ(errors(R"({"multipleOf":0.01})", "4.35"), "");
  EXPECT_EQ(errors(R"({"multipleOf":0.01})", "4.355"), ": a multiple of 0.01, 4.355");
  EXPECT_EQ(errors(R"({"enum":[9007199254740992]})", "9007199254740993"),
            ": 9007199254740992, 9007199254740993");
  EXPECT_EQ(errors(R"({"enum":[1]})", "1.0"), "");
  EXPECT_EQ(errors(R"({"minimum":0})", "18446744073709551615"), "");
  EXPECT_EQ(errors(R"({"maximum":5})", "18446744073709551615"),
            ": at most 5, 18446744073709551615");
  EXPECT_EQ(errors(R"({"maximum":5,"exclusiveMaximum":true})", "5"), ": less than 5, 5");
  EXPECT_EQ(errors(R"({"exclusiveMinimum":5})", "5"), ": more than 5, 5");
  EXPECT_EQ(errors(R"({"multipleOf":0})", "5"), "");
  EXPECT_EQ(errors(R"({"maximum":5})", "1e999"), ": at most 5, 1e999");
}

TEST(JsonSchema, ChecksTheFormatsThatItKnows) {
  const auto with = [](const std::string& format) { return R"({"format":")" + format + "\"}"; };
  EXPECT_EQ(errors(with("email"), R"("a@b")"), "");
  EXPECT_EQ(errors(with("email"), R"("ab")"), R"(: an e-mail address, "ab")");
  EXPECT_EQ(errors(with("assay-date-time"), R"("2012-11-25T12:00:00.123+02:00")"), "");
  EXPECT_EQ(errors(with("assay-date-time"), R"("yesterday")"),
            R"(: a date and time of RFC 3339 ('T' between them, a zone behind), "yesterday")");
  EXPECT_EQ(errors(with("int32"), "2147483648"), ": a whole number of 32 bits, 2147483648");
  EXPECT_EQ(errors(with("never-heard-of"), R"("x")"), "");
  EXPECT_EQ(errors(with("email"), "5"), "");
}

TEST(JsonSchema, PatternsAreLinearAndKnowUtf8) {
  EXPECT_EQ(errors(R"({"pattern":"^.$"})", "\"é\""), "");
  EXPECT_EQ(errors(R"({"pattern":"^[0-9]{6}$"})", R"("12345")"),
            R"(: a text that matches ^[0-9]{6}$, "12345")");
  EXPECT_EQ(errors(R"({"pattern":"(?=a)b"})", R"("c")"), "") << "RE2 can't run it";
  const std::string text = '"' + std::string(1 << 20, 'a') + "!\"";
  EXPECT_NE(errors(R"({"pattern":"^(a+)+$"})", text), "");
}

TEST(JsonSchema, CountsCodePoints) {
  EXPECT_EQ(errors(R"({"maxLength":2})", "\"é😀\""), "");
  EXPECT_EQ(errors(R"({"minLength":3})", R"("ab")"),
            R"(: at least 3 characters, "ab", of 2 characters)");
}

TEST(JsonSchema, EnumsAreListed) {
  EXPECT_EQ(errors(R"({"enum":[1,2,3]})", "4"), ": one of 1, 2, 3, 4");
  EXPECT_EQ(errors(R"({"const":"a"})", R"("b")"), R"(: "a", "b")");
}

TEST(JsonSchema, FollowsReferences) {
  const std::string schema = R"({"$ref":"#/definitions/a~1b","definitions":{"a/b":
    {"type":"object","properties":{"next":{"$ref":"#/definitions/a~1b"},
                                   "id":{"$ref":"#/components/x%20y"}}}},
    "components":{"x y":{"type":"string","format":"uuid"}}})";
  EXPECT_EQ(errors(schema, R"({"next":{"next":{"next":{}}}})"), "");
  EXPECT_EQ(errors(schema, R"({"next":{"next":7}})"), "/next/next: an object, 7");
  EXPECT_EQ(errors(schema, R"({"next":{"id":"7"}})"), R"(/next/id: a UUID, "7")");
}

TEST(JsonSchema, SchemasThatCannotBeUsedAreRefused) {
  for (const char* schema :
       {R"({"$ref":"#"})", R"({"allOf":[{"$ref":"#"}]})",
        R"({"$ref":"#/definitions/a","definitions":{"a":{"$ref":"#/definitions/b"},
            "b":{"anyOf":[{"$ref":"#/definitions/a"}]}}})",
        R"({"$ref":"#/nowhere"})", R"({"$ref":"other.json"})", R"({"type":"file"})"}) {
    EXPECT_THROW(SchemaValidator{parse(schema)}, SchemaUnusable) << schema;
  }
}

TEST(JsonSchema, OddKeywordsDoNoHarm) {
  for (const char* schema :
       {R"({"minLength":"3"})", R"({"maximum":"10"})", R"({"items":null})", R"({"required":true})",
        R"({"pattern":5})", R"({"enum":5})", R"({"properties":[]})", R"({"multipleOf":-1})", "5",
        "true", R"({"type":"any"})", R"({"pattern":"("})", R"({"allOf":[]})", R"({"not":[]})"}) {
    EXPECT_EQ(errors(schema, R"({"a":[1,"x",-9223372036854775808]})"), "") << schema;
  }
  EXPECT_EQ(errors("false", "5"), ": nothing here, 5");
}

TEST(JsonSchema, AlternativesAreJudgedWithTheirExactRules) {
  const std::string either = R"({"oneOf":[{"type":"integer","minimum":0,"maximum":9},
                                          {"type":"integer","maximum":-10}]})";
  EXPECT_EQ(errors(either, "5"), "");
  EXPECT_EQ(errors(either, "-10"), "");
  EXPECT_EQ(errors(either, "-5"), ": a whole number, -5");
  EXPECT_EQ(errors(R"({"oneOf":[{"minimum":0},{"minimum":5}]})", "7"),
            ": just one of the documented shapes, more than one at a time");
  const std::string dated = R"({"anyOf":[{"type":"string","format":"date"},{"type":"null"}]})";
  EXPECT_EQ(errors(dated, "null"), "");
  EXPECT_EQ(errors(dated, R"("soon")"), R"(: a date, as 2012-11-25, "soon")");
  EXPECT_EQ(errors(dated, "5"), ": a date, as 2012-11-25 or null, 5");
  EXPECT_EQ(errors(R"({"not":{"pattern":"^a"}})", R"("b")"), "");
  EXPECT_EQ(errors(R"({"not":{"pattern":"^a"}})", R"("ab")"),
            R"(: anything but the documented shape, "ab")");
  const std::string branching = R"({"if":{"properties":{"type":{"const":1}}},
    "then":{"required":["a"]},"else":{"required":["b"]}})";
  EXPECT_EQ(errors(branching, R"({"type":1,"a":0})"), "");
  EXPECT_EQ(errors(branching, R"({"type":2})"), R"(: the key "b", no such key)");
}

TEST(JsonSchema, ErrorsInsideAlternativesAreNamed) {
  const std::string schema = R"({"anyOf":[{"type":"null"},{"type":"object","properties":
    {"id":{"type":"string"}},"required":["id"]}]})";
  EXPECT_EQ(errors(schema, R"({"id":5})"), "/id: a string, 5");
}

TEST(JsonSchema, StopsAtTheCap) {
  const SchemaValidator validator(parse(R"({"items":{"type":"string"}})"));
  std::string many = "[0";
  for (int i = 0; i < 100'000; ++i) many += ",0";
  EXPECT_EQ(validator.validate(parse(many + "]"), 3).size(), 3u);
  EXPECT_TRUE(validator.validate(parse(many + "]"), 0).empty());
}

TEST(JsonSchema, HostileValuesNeitherCrashNorHang) {
  const SchemaValidator tree(parse(
      R"({"$ref":"#/definitions/t","definitions":{"t":{"type":["array","object"],"items":{"$ref":
      "#/definitions/t"},"properties":{"a":{"$ref":"#/definitions/t"}},"uniqueItems":true}}})"));
  std::string deep = std::string(255, '[') + std::string(255, ']');
  EXPECT_TRUE(tree.validate(parse(deep)).empty());
  std::string wide = "[0";
  for (int i = 1; i < 200'000; ++i) (wide += ",") += std::to_string(i);
  EXPECT_EQ(tree.validate(parse(wide + "]")).size(), 8u);
  const SchemaValidator unique(parse(R"({"uniqueItems":true})"));
  EXPECT_TRUE(unique.validate(parse(wide + "]")).empty());
  EXPECT_EQ(unique.validate(parse(wide + ",0]")).front().expected, "items that differ");
  const SchemaValidator text(parse(R"({"type":"string","maxLength":3,"format":"email"})"));
  EXPECT_FALSE(text.validate(Json::string("\xff\xfe\x00\x80@")).empty());
}

TEST(JsonSchema, AnAnswerOfFiftyKeysIsFast) {
  std::string schema = R"({"type":"object","properties":{)", required, value = "{";
  for (int i = 0; i < 50; ++i) {
    const std::string name = std::string("\"a_key_of_modest_length_") + std::to_string(i) + "\"";
    const char* const comma = i == 0 ? "" : ",";
    const char* const types[] = {R"({"type":"string"})", R"({"type":"integer"})",
                                 R"({"type":"boolean"})",
                                 R"({"type":"string","format":"assay-date-time"})"};
    const char* const values[] = {R"("a string of some length, as names are")", "12345", "true",
                                  R"("2012-11-25T12:00:00Z")"};
    schema += comma + name + ":" + types[i % 4];
    required += comma + name;
    value += comma + name + ":" + values[i % 4];
  }
  const SchemaValidator validator(parse(schema + "},\"required\":[" + required + "]}"));
  const Json answer = parse(value + "}");
  constexpr int kTimes = 2000;
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < kTimes; ++i) ASSERT_TRUE(validator.validate(answer).empty());
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  RecordProperty("per_second", static_cast<int>(kTimes / took.count()));
  EXPECT_LT(took.count(), 20.0) << "even with sanitizers on a busy machine";
}

}  // namespace
}  // namespace assay::conformance
