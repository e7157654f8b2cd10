#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "spec/load.h"

namespace assay::spec {
namespace {

Json good(std::string_view text, const std::string& name = "a.yaml") {
  std::vector<Complaint> complaints;
  auto json = parse_yaml(text, 3, name, complaints);
  for (const Complaint& complaint : complaints)
    ADD_FAILURE() << text << "\n" << to_string(complaint);
  return json.value_or(Json());
}

// All complaints, a line each.
std::string bad(std::string_view text, const std::string& name = "a.yaml") {
  std::vector<Complaint> complaints;
  const auto json = parse_yaml(text, 0, name, complaints);
  EXPECT_FALSE(json.has_value()) << text;
  EXPECT_TRUE(has_errors(complaints)) << text;
  std::string told;
  for (const Complaint& complaint : complaints) {
    if (!told.empty()) told += '\n';
    told += to_string(complaint);
  }
  return told;
}

std::string as_json(std::string_view text) {
  return dump(good(text));
}

TEST(Yaml, TypesPlainScalarsByTheCoreSchema) {
  EXPECT_EQ(as_json("[~, null, Null, NULL]"), "[null,null,null,null]");
  EXPECT_EQ(as_json("a:\nb: "), R"({"a":null,"b":null})");
  EXPECT_EQ(as_json("[true, True, TRUE, false]"), "[true,true,true,false]");
  EXPECT_EQ(as_json("[no, on, yes, off, y, nUll, tRue]"),
            R"(["no","on","yes","off","y","nUll","tRue"])");
  EXPECT_EQ(as_json("[0, 010, +7, -3, 0x1F, 0o17, 1_000, 0b1]"),
            R"([0,10,7,-3,31,15,"1_000","0b1"])");
  EXPECT_EQ(as_json("[1.10, .5, 5., 1e3, -1.5E-3, 1e, ., +, 1:30]"),
            R"([1.10,0.5,5.0,1e3,-1.5e-3,"1e",".","+","1:30"])");
  EXPECT_EQ(as_json("[123456789012345678901234567890, 2016-04-01]"),
            R"([123456789012345678901234567890,"2016-04-01"])");
}

TEST(Yaml, QuotedAndTaggedScalarsAreText) {
  EXPECT_EQ(as_json("['0', \"true\", 'null', '', !!str 0, ! 0]"),
            R"(["0","true","null","","0","0"])");
  EXPECT_EQ(as_json("a: |\n  1\nb: >\n  true"), R"({"a":"1\n","b":"true"})");
  EXPECT_EQ(as_json("[!!int 5, !!float 5, !!bool true, !!null '']"), "[5,5,true,null]");
  EXPECT_EQ(as_json("0: a\ntrue: b\nnull: c\n~: d"), R"({"0":"a","true":"b","null":"c","~":"d"})");
}

TEST(Yaml, RefusesWhatJsonCannotHold) {
  EXPECT_EQ(bad("a: .inf"),
            "a.yaml:1:4: error: JSON has no number .inf; put it in quotes if text is meant");
  EXPECT_EQ(bad("- 1\n- -.INF\n- .nan"),
            "a.yaml:2:3: error: JSON has no number -.INF; put it in quotes if text is meant\n"
            "a.yaml:3:3: error: JSON has no number .nan; put it in quotes if text is meant");
  EXPECT_EQ(bad("a: !!binary x"),
            "a.yaml:1:4: error: the tag !!binary is not supported; remove it");
  EXPECT_EQ(bad("a: !own {b: 1}"), "a.yaml:1:4: error: the tag !own is not supported; remove it");
  EXPECT_EQ(bad("a: !!int x"), "a.yaml:1:4: error: 'x' is no !!int");
  EXPECT_EQ(bad("? [a]\n: 1"), "a.yaml:1:3: error: a key must be text");
  EXPECT_EQ(bad("a: 0x11111111111111111"),
            "a.yaml:1:4: error: the number 0x11111111111111111 is too large; put it in quotes if "
            "text is meant");
}

TEST(Yaml, KnowsWhereEverythingStands) {
  const Json json = good("a:\n  - 'x'\n  - bc: {d: 1}\ne: &f [1]\ng: *f\nh:\ni: 1\n");
  const auto at = [&](const char* pointer) {
    const Mark& mark = json.at_pointer(pointer)->mark;
    EXPECT_EQ(mark.file, 3u);
    std::ostringstream place;
    place << mark.line << ":" << mark.column;
    return place.str();
  };
  EXPECT_EQ(at("/a"), "2:3");
  EXPECT_EQ(at("/a/0"), "2:5");
  EXPECT_EQ(at("/a/1/bc/d"), "3:13");
  EXPECT_EQ(at("/g/0"), "4:8");
  EXPECT_EQ(at("/h"), "6:1");
  EXPECT_EQ(json.find("g")->key_mark.line, 5u);
  EXPECT_EQ(json.at_pointer("/a/1/bc")->key_mark.column, 5u);
}

TEST(Yaml, RefusesRepeatedKeysAllAtOnce) {
  EXPECT_EQ(bad("a: 1\nb:\n  c: 1\n  'c': 2\na: 2"),
            "a.yaml:4:3: error: the key 'c' stands twice; remove one; the first is in line 3\n"
            "a.yaml:5:1: error: the key 'a' stands twice; remove one; the first is in line 1");
}

TEST(Yaml, TellsTabsThatIndent) {
  EXPECT_EQ(bad("a:\n\tb: 1"), "a.yaml:2:1: error: tab used for indentation; use blanks");
  EXPECT_EQ(bad("a:\n  b: 1\n  \tc: 2"), "a.yaml:3:3: error: tab used for indentation; use blanks");
  EXPECT_EQ(as_json("a: |\n  x\n  \ty\nb: [\n\t1\n]\nc: \"x\n\ty\"\n\t\n\t# note\nd:\t1"),
            R"({"a":"x\n\ty\n","b":[1],"c":"x y","d":1})");
}

TEST(Yaml, TellsWhatYamlCppAcceptsInSilence) {
  EXPECT_EQ(bad("a: 1\nb"),
            "a.yaml:2:1: error: no ':' after 'b'; write 'key: value', or indent the line as part "
            "of the text above");
  EXPECT_EQ(bad("- a\nb: 1"),
            "a.yaml:2:1: error: text after the end of the document's value; check the indentation, "
            "or a bracket "
            "that closes too early");
  EXPECT_EQ(bad("a: 1\n---\nb: 2"),
            "a.yaml:2:1: error: a second document begins here; keep one document in a file");
  EXPECT_EQ(bad("a: 'b\nc: 1\n"),
            "a.yaml:1:4: error: the quote that opens here is not closed; add the closing quote");
  EXPECT_EQ(bad("a: !!str 'b''\n"),
            "a.yaml:1:10: error: the quote that opens here is not closed; add the closing quote");
  EXPECT_EQ(bad("a: \xff"),
            "a.yaml:1:4: error: the byte 0xFF is not UTF-8; save the file as UTF-8");
  EXPECT_EQ(bad(std::string_view("a\0: 1", 5)),
            "a.yaml:1:2: error: control character U+0000; save the file as UTF-8 text");
  EXPECT_EQ(bad(""), "a.yaml: error: the file is empty; write a document into it");
  EXPECT_EQ(bad("# nothing\n"), "a.yaml: error: the file is empty; write a document into it");
  EXPECT_EQ(bad(": x"), "a.yaml:1:1: error: a key is missing before ':'");
}

TEST(Yaml, TellsSyntaxErrorsInPlainWords) {
  EXPECT_EQ(bad("a: b: c"),
            "a.yaml:1:5: error: a ':' that cannot stand here; check the indentation; put text that "
            "contains ': ' in quotes");
  EXPECT_EQ(bad("a: [1, 2\nb: 3\n"),
            "a.yaml:1:4: error: the '[' that opens here is not closed; close it, or separate its "
            "parts by ','");
  EXPECT_EQ(bad("a: *nope"),
            "a.yaml:1:4: error: no anchor of that name stands before this alias; check its "
            "spelling; put text that begins "
            "with '*' in quotes");
  EXPECT_EQ(bad("a: @x"),
            "a.yaml:1:4: error: no value can begin with this character; put the text in quotes");
}

TEST(Yaml, AcceptsMarksOfByteOrderAndBothLineEnds) {
  EXPECT_EQ(as_json("\xEF\xBB\xBF"
                    "a: 1\r\nb: |\r\n  x\r\n  y\r\n"),
            R"({"a":1,"b":"x\ny\n"})");
  EXPECT_EQ(good("a: 1\r\nb: 2").find("b")->mark.line, 2u);
}

TEST(Yaml, MergesWhatTheMergeKeyNames) {
  EXPECT_EQ(as_json("a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3"),
            R"({"a":{"x":1,"y":2},"b":{"y":3,"x":1}})");
  EXPECT_EQ(as_json("- &a {x: 1}\n- &b {x: 2, z: 3}\n- {<<: [*a, *b]}"),
            R"([{"x":1},{"x":2,"z":3},{"x":1,"z":3}])");
  EXPECT_EQ(as_json("'<<': 1"), R"({"<<":1})");
  EXPECT_EQ(bad("<<: 1"),
            "a.yaml:1:1: error: '<<' merges mappings only; give it the alias of a mapping, or a "
            "list of them");
}

TEST(Yaml, SurvivesHostileTexts) {
  EXPECT_EQ(bad("&r [*r]"),
            "a.yaml:1:5: error: the alias stands inside the value that it names; use a '$ref' for "
            "what contains itself");
  std::string laughs = "a0: &a0 [x, x]\n";
  for (int i = 1; i < 40; ++i) {
    std::ostringstream line;
    line << "a" << i << ": &a" << i << " [*a" << i - 1 << ", *a" << i - 1 << "]\n";
    laughs += line.str();
  }
  EXPECT_NE(bad(laughs).find("the aliases add more than 250000 values"), std::string::npos);
  for (const char* unit : {"[",     "{",   "- ",     "? ", "[a,", "{\"a\":", "[{",   "a: ", "!",
                           "&",     "*",   "\"",     "'",  "| ",  "> ",      "<<: ", "%",   "@",
                           "---\n", "\n-", "\n- - ", "# ", "a\n", "a:\n ",   "-\n "}) {
    std::string text;
    while (text.size() < 200'000) text += unit;
    std::vector<Complaint> complaints;
    parse_yaml(text, 0, "a.yaml", complaints);
    parse_yaml(text, 0, "a.json", complaints);
  }
  for (const char* bracket : {"[", "{"}) {
    std::string text;
    while (text.size() < 1'000'000) text += bracket;
    EXPECT_NE(bad(text).find("nested deeper than 256"), std::string::npos);
    EXPECT_NE(bad(text, "a.json").find("JSON"), std::string::npos);
  }
  std::string steps;
  for (std::size_t i = 0; i < 1000; ++i) steps.append(i, ' ').append("a:\n");
  EXPECT_NE(bad(steps).find("nested"), std::string::npos);
}

TEST(Yaml, ReadsJsonWithItsPlaces) {
  const Json json =
      good("{\n\t\"a\": [1, -2.50, \"\\ud83d\\ude00\\/\"],\n\t\"b\": {\"c\": true}\n}", "a.json");
  EXPECT_EQ(json.at_pointer("/a/2")->text(), "\xF0\x9F\x98\x80/");
  EXPECT_EQ(json.at_pointer("/a/1")->text(), "-2.50");
  EXPECT_EQ(json.at_pointer("/a/1")->mark.column, 11u);
  EXPECT_EQ(json.at_pointer("/a/2")->mark.column, 18u);
  EXPECT_EQ(json.at_pointer("/b")->key_mark.column, 2u);
  EXPECT_EQ(json.at_pointer("/b/c")->mark.line, 3u);
  EXPECT_EQ(json.at_pointer("/b/c")->mark.column, 13u);
}

TEST(Yaml, TellsWhereJsonGoesWrong) {
  EXPECT_EQ(bad("{\n  \"a\" 1\n}", "a.json"),
            "a.json:2:7: error: not JSON: unexpected number literal; expected ':'");
  EXPECT_EQ(bad("a: 1", "a.json"), "a.json:1:1: error: not JSON: invalid literal");
  EXPECT_EQ(bad("{\"a\": 1,\n \"a\": 2}", "a.json"),
            "a.json:2:2: error: the key 'a' stands twice; remove one; the first is in line 1");
  EXPECT_EQ(bad("{\"a\": 1,\n \"b\": ]", "a"),
            "a:2:7: error: not JSON: unexpected ']'; expected '[', '{', or a literal");
  EXPECT_EQ(dump(good("{a: 1, 'b': [x]}")), R"({"a":1,"b":["x"]})");
}

}  // namespace
}  // namespace assay::spec
