#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <filesystem>
#include <string>
#include <vector>

#include "spec/load.h"

namespace assay::spec {
namespace {

rc::Gen<std::string> any_text() {
  return rc::gen::map(rc::gen::resize(12, rc::gen::container<std::vector<int>>(
                                              rc::gen::resize(100, rc::gen::inRange(0, 46)))),
                      [](const std::vector<int>& parts) {
                        constexpr std::array<const char*, 46> kParts{"a",
                                                                     "B",
                                                                     "0",
                                                                     "1",
                                                                     ".",
                                                                     "-",
                                                                     " ",
                                                                     ": ",
                                                                     "#",
                                                                     " #",
                                                                     "\n",
                                                                     "\n\n",
                                                                     "\t",
                                                                     "'",
                                                                     "\"",
                                                                     "\\",
                                                                     "{",
                                                                     "}",
                                                                     "[",
                                                                     "]",
                                                                     ",",
                                                                     "&",
                                                                     "*",
                                                                     "!",
                                                                     "|",
                                                                     ">",
                                                                     "%",
                                                                     "@",
                                                                     "`",
                                                                     "?",
                                                                     "~",
                                                                     "null",
                                                                     "no",
                                                                     "0x",
                                                                     "e5",
                                                                     "<<",
                                                                     "---",
                                                                     "\x01",
                                                                     "\x7f",
                                                                     "\r",
                                                                     "\xC2\x85",
                                                                     "\xE2\x80\xA8",
                                                                     "\xEF\xBB\xBF",
                                                                     "\xC3\xA9",
                                                                     "\xF0\x9F\x98\x80",
                                                                     ":"};
                        std::string text;
                        for (const int part : parts) text += kParts[static_cast<std::size_t>(part)];
                        return text;
                      });
}

rc::Gen<Json> any_json(int depth) {
  auto leaf = rc::gen::oneOf(
      rc::gen::map(any_text(), [](std::string text) { return Json::string(std::move(text)); }),
      rc::gen::map(rc::gen::arbitrary<std::int64_t>(),
                   [](std::int64_t n) { return Json::number(n); }),
      rc::gen::element(Json(), Json::boolean(true), Json::boolean(false), Json::number("-0.50"),
                       Json::number("1E400"), Json::array(), Json::object()));
  if (depth == 0) return leaf;
  auto array =
      rc::gen::map(rc::gen::resize(4, rc::gen::container<std::vector<Json>>(any_json(depth - 1))),
                   [](std::vector<Json> items) { return Json::array(std::move(items)); });
  auto object =
      rc::gen::map(rc::gen::resize(4, rc::gen::container<std::vector<std::pair<std::string, Json>>>(
                                          rc::gen::pair(any_text(), any_json(depth - 1)))),
                   [](const std::vector<std::pair<std::string, Json>>& members) {
                     Json json = Json::object();
                     for (const auto& [name, value] : members) json.set(name, value);
                     return json;
                   });
  return rc::gen::oneOf(leaf, array, object);
}

TEST(YamlWriter, WhateverIsWrittenLoadsBackEqual) {
  EXPECT_TRUE(rc::check([] {
    const Json json =
        *rc::gen::map(rc::gen::container<std::vector<Json>>(10, any_json(3)),
                      [](std::vector<Json> items) { return Json::array(std::move(items)); });
    const std::string text = to_yaml(json);
    std::vector<Complaint> complaints;
    const auto back = parse_yaml(text, 0, "a.yaml", complaints);
    for (const Complaint& complaint : complaints) RC_LOG() << to_string(complaint) << "\n";
    RC_LOG() << text << "\n" << dump(json) << "\n" << (back ? dump(*back) : "nothing") << "\n";
    RC_ASSERT(back.has_value());
    RC_ASSERT(*back == json);
    RC_ASSERT(dump(*back).size() > 0u);
  }));
}

TEST(YamlWriter, WritesAsPeopleDo) {
  std::vector<Complaint> complaints;
  const std::string text =
      "openapi: 3.0.3\n"
      "info:\n"
      "  title: A name with words\n"
      "  version: '1.0'\n"
      "paths:\n"
      "  /user/{id}:\n"
      "    post:\n"
      "      description: |\n"
      "        Two\n"
      "        lines\n"
      "      parameters:\n"
      "        - name: id\n"
      "          enum:\n"
      "            - 1\n"
      "            - 'no'\n"
      "        - - x\n"
      "          - []\n"
      "      responses:\n"
      "        '200': {}\n"
      "empty: ''\n"
      "nothing: null\n";
  const auto json = parse_yaml(text, 0, "a.yaml", complaints);
  ASSERT_TRUE(json);
  // A plain 3.0.3 might be anything to a reader of YAML 1.1.
  EXPECT_EQ(to_yaml(*json), "openapi: '3.0.3'" + text.substr(text.find('\n')));
}

TEST(YamlWriter, WritesKeysOfAnyLength) {
  Json json = Json::object();
  json.set(std::string(5000, 'k'), Json::number(1));
  json.set("", Json::array({Json::object({{std::string(5000, 'x'), Json::array({Json()})}})}));
  std::vector<Complaint> complaints;
  const auto back = parse_yaml(to_yaml(json), 0, "a.yaml", complaints);
  for (const Complaint& complaint : complaints) ADD_FAILURE() << to_string(complaint);
  EXPECT_EQ(back, json);
}

}  // namespace
}  // namespace assay::spec
