#include "spec/json_path.h"

#include <gtest/gtest.h>

#include <string>

namespace assay::spec {
namespace {

Json json(std::string_view text) {
  return std::get<JsonText>(parse_json(text)).value;
}

constexpr const char* kStore = R"({
  "paths": {
    "/a b": {"get": {"tags": ["x", "y", "z"], "n": 1}},
    "/c": {"get": {"tags": [], "n": 2, "x-flag": true}, "post": {"n": 10, "name": "q"}}
  },
  "list": [{"in": "query", "name": "f"}, {"in": "body", "name": "f"}, {"in": "query"}, 5, "five", null],
  "limit": 2
})";

// What the path selects, as JSON texts.
std::string selected(const std::string& path, const char* document = kStore) {
  Json root = json(document);
  const auto parsed = JsonPath::parse(path);
  if (const auto* error = std::get_if<PathError>(&parsed)) {
    return "error at " + std::to_string(error->offset) + ": " + error->what;
  }
  std::string out;
  const auto nodes = std::get<JsonPath>(parsed).select(root);
  if (!nodes) return "too long";
  for (const Json* node : *nodes) {
    if (!out.empty()) out += ' ';
    out += dump(*node);
  }
  return out;
}

TEST(JsonPath, SelectsByNamesAndIndices) {
  EXPECT_EQ(selected("$.limit"), "2");
  EXPECT_EQ(selected("$"), dump(json(kStore)));
  EXPECT_EQ(selected("$.paths['/a b'].get.n"), "1");
  EXPECT_EQ(selected("$[\"paths\"][\"/a b\"]['get']['tags'][0]"), "\"x\"");
  EXPECT_EQ(selected("$..tags[-1]"), "\"z\"");
  EXPECT_EQ(selected("$..tags[0, 2,'n']"), "\"x\" \"z\"");
  EXPECT_EQ(selected("$.paths['/c'].get.x-flag"), "true");
  EXPECT_EQ(selected("$.list[9]"), "");
  EXPECT_EQ(selected("$.list['0']"), "");
  EXPECT_EQ(selected("$.nope.deeper"), "");
  EXPECT_EQ(selected(R"($['\u00e9\ud83d\ude00\'"'])", "{\"\xC3\xA9\xF0\x9F\x98\x80'\\\"\":1}"),
            "1");
}

TEST(JsonPath, GivesUpWhatWouldTakeTooLong) {
  std::string items = "{\"a\":1}";
  for (int i = 0; i < 800; ++i) items += ",{\"a\":1}";
  Json root = json("[" + items + "]");
  const auto cubic = JsonPath::parse("$..[?$..[?$..[?@.b]]]");
  EXPECT_FALSE(std::get<JsonPath>(cubic).select(root));
  const auto plain = JsonPath::parse("$..*..*..*");
  EXPECT_TRUE(std::get<JsonPath>(plain).select(root));
}

TEST(JsonPath, SelectsByWildcardsAndDescendantsEachOnce) {
  EXPECT_EQ(selected("$.paths.*.*.n"), "1 2 10");
  EXPECT_EQ(selected("$.paths['/a b'].get.tags[*]"), R"("x" "y" "z")");
  EXPECT_EQ(selected("$..n"), "1 2 10");
  EXPECT_EQ(selected("$..*..a", R"({"x":{"y":{"a":1}}})"), "1");
  EXPECT_EQ(selected("$..a", R"({"a":{"a":{"a":1}}})"), R"({"a":{"a":1}} {"a":1} 1)");
  EXPECT_EQ(selected("$..['n', 'name']"), R"(1 2 10 "q" "f" "f")");
  EXPECT_EQ(selected("$ .limit"), "2");
}

TEST(JsonPath, FiltersByComparison) {
  EXPECT_EQ(selected("$.list[?@.name=='f' && @.in=='query'].in"), "\"query\"");
  EXPECT_EQ(selected("$.paths.*[?@.n > $.limit].name"), "\"q\"");
  EXPECT_EQ(selected("$.paths.*[?(@.n>=1&&@.n<2.0)].n"), "1");
  EXPECT_EQ(selected("$.list[? @.in != 'query' || @ == 5]"),
            R"({"in":"body","name":"f"} 5 "five" null)");
  EXPECT_EQ(selected("$.list[?@ <= 'five']"), "\"five\"");
  EXPECT_EQ(selected("$.list[?@ == null]"), "null");
  EXPECT_EQ(selected("$.list[?5.0 == @]"), "5");
  EXPECT_EQ(selected("$.paths.*[?@['x-flag'] == true].n"), "2");
}

TEST(JsonPath, FiltersByExistenceAndNegation) {
  EXPECT_EQ(selected("$.list[?@.name].in"), R"("query" "body")");
  EXPECT_EQ(selected("$.list[?!@.name && @.in]"), R"({"in":"query"})");
  EXPECT_EQ(selected("$.list[?!(@.in == 'query' || @.in == 'body')]"), R"(5 "five" null)");
  EXPECT_EQ(selected("$.paths.*[?@.tags[*]].n"), "1");
  EXPECT_EQ(selected("$.list[?@.a == @.b]"), selected("$.list[*]"));
}

TEST(JsonPath, RefusesByNameAndPlaceWhatItDoesNotKnow) {
  EXPECT_EQ(selected("paths"), "error at 0: a JSONPath begins with '$'");
  EXPECT_EQ(selected("$.list[0:2]"), "error at 8: slices are not supported");
  EXPECT_EQ(selected("$.list[:2]"), "error at 7: slices are not supported");
  EXPECT_EQ(selected("$.list[?length(@.a) > 1]"),
            "error at 8: the function 'length' is not supported");
  EXPECT_EQ(selected("$.list.length()"), "error at 7: the function 'length' is not supported");
  EXPECT_EQ(selected("$.list[?@.a =~ /x/]"), "error at 12: the operator '=~' is not supported");
  EXPECT_EQ(selected("$.list[?@.a = 'x']"), "error at 12: the operator '=' is unknown");
  EXPECT_EQ(selected("$.list[(@.x)]"), "error at 7: script expressions are not supported");
  EXPECT_EQ(selected("$.list[?@..a == 1]"), "error at 8: a comparison needs a path to one value");
  EXPECT_EQ(selected("$.list[?'a']"), "error at 8: a literal alone is no condition");
  EXPECT_EQ(selected("$.list[?@.a == x]"), "error at 15: 'x' is neither a path nor a literal");
  EXPECT_EQ(selected("$.list[?!@.a == 1]"), "error at 9: '!' cannot stand before a comparison");
  EXPECT_EQ(selected("$.list["),
            "error at 7: expected a name in quotes, an index, '*' or a filter, not the end");
  EXPECT_EQ(selected("$.list['a'"), "error at 10: expected ',' or ']', not the end");
  EXPECT_EQ(selected("$.list['a"), "error at 7: the quote that opens here is not closed");
  EXPECT_EQ(selected("$."), "error at 2: expected a name or '*' after '.', not the end");
  EXPECT_EQ(selected("$.a$"), "error at 3: unexpected '$'");
  EXPECT_EQ(selected("$.list[01]"), "error at 7: '01' is no index");
  EXPECT_EQ(selected(""), "error at 0: a JSONPath begins with '$'");
  EXPECT_NE(selected("$[?" + std::string(100'000, '(')).find("nested too deeply"),
            std::string::npos);
  EXPECT_NE(selected("$[?" + std::string(100'000, '!')).find("nested too deeply"),
            std::string::npos);
  std::string inner;
  for (int i = 0; i < 10'000; ++i) inner += "@[?";
  EXPECT_NE(selected("$[?" + inner).find("nested too deeply"), std::string::npos);
}

}  // namespace
}  // namespace assay::spec
