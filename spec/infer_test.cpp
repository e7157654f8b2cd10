#include "spec/infer.h"

#include <gtest/gtest.h>

#include "spec/loaded_text.h"

namespace assay::spec {
namespace {

Json json(std::string_view text) {
  auto parsed = parse_json(text);
  if (auto* good = std::get_if<JsonText>(&parsed)) return good->value;
  ADD_FAILURE() << text;
  return {};
}

std::string inferred(std::initializer_list<std::string_view> examples) {
  Shape shape;
  for (const std::string_view example : examples) shape.learn(json(example));
  return dump(schema_of(shape, {}));
}

TEST(Infer, TypesAndKeysOfAnObject) {
  EXPECT_EQ(
      inferred({R"({"a": "x", "b": 1, "c": true})"}),
      R"({"type":"object","properties":{"a":{"type":"string"},"b":{"type":"number"},"c":{"type":"boolean"}},)"
      R"("required":["a","b","c"]})");
}

TEST(Infer, NestedObjectsAndArrays) {
  EXPECT_EQ(
      inferred({R"([{"a": {"b": 1}}, {"a": {"b": 2, "c": 3}}])"}),
      R"({"type":"array","items":{"type":"object","properties":{"a":{"type":"object","properties":)"
      R"({"b":{"type":"number"},"c":{"type":"number"}},"required":["b"]}},"required":["a"]}})");
}

TEST(Infer, LearnsNothingFromAnEmptyArray) {
  EXPECT_EQ(inferred({"[]"}), R"({"type":"array"})");
}

TEST(Infer, NullLeavesTheTypeOpen) {
  EXPECT_EQ(inferred({R"({"a": null})"}),
            R"({"type":"object","properties":{"a":{}},"required":["a"]})");
  EXPECT_EQ(inferred({R"({"a": null})", R"({"a": 1})"}),
            R"({"type":"object","properties":{"a":{}},"required":["a"]})");
}

TEST(Infer, ExamplesThatDifferLeaveTypeAndFormatOpen) {
  EXPECT_EQ(inferred({R"("2012-11-25T12:00:00Z")", R"("")"}), R"({"type":"string"})");
  EXPECT_EQ(inferred({R"("x")", "1"}), "{}");
  EXPECT_EQ(inferred({"1", "1.5"}), R"({"type":"number"})");
}

TEST(Infer, DatesAreRfc3339WithOrWithoutFractionAndOffset) {
  for (const char* text :
       {"2012-11-25T12:00:00Z", "2012-11-25T12:00:00.000Z", "2012-11-25T12:00:00.123456+05:30"}) {
    EXPECT_TRUE(is_date_time(text)) << text;
  }
  for (const char* text :
       {"2012-11-25", "2012-11-25T12:00:00", "2012-13-25T12:00:00Z", "2012-11-25T12:00:00.Z", "",
        "x", "2012-11-25T12:00:00+0530", "2012-11-25T24:00:00Z"}) {
    EXPECT_FALSE(is_date_time(text)) << text;
  }
  EXPECT_EQ(inferred({R"("2012-11-25T12:00:00.000Z")"}),
            R"({"type":"string","format":"assay-date-time"})");
}

// Two operations that show the same resource, one that doesn't.
std::string shared(const std::string& declaration, const std::string& keys = {}) {
  return R"(openapi: 3.0.3
info: {title: Things, version: '1'}
x-assay-resources:
  thing:
    keys: {id: {made-by: server}}
)" + keys +
         R"(paths:
  /thing/create:
    post:
      operationId: create
)" + declaration +
         R"(      responses: {'200': {description: ok, content: {application/json: {example: {id: x, login: '2012-11-25T12:00:00Z', pmi: 0}}}}}
  /thing/list:
    post:
      operationId: list
      x-assay-resource: {resource: thing, action: list, shows: {items: /things}}
      responses: {'200': {description: ok, content: {application/json: {example: {total: 1, things: [{id: y, login: '', pmi: '7', extra: 1}]}}}}}
)";
}

TEST(Infer, MergesTheExamplesThatShowTheSameResource) {
  const Contract contract =
      testing::contract_of(shared("      x-assay-resource: {resource: thing, action: create}\n"));
  EXPECT_EQ(
      dump(contract.operations.at(0).responses.at(0).contents.at(0).schema),
      R"({"type":"object","properties":{"id":{"type":"string"},"login":{"type":"string"},"pmi":{}},)"
      R"("required":["id","login","pmi"]})");
}

TEST(Infer, WithoutADeclarationAnExampleStandsAlone) {
  const Contract contract = testing::contract_of(shared(""));
  EXPECT_EQ(
      dump(contract.operations.at(0).responses.at(0).contents.at(0).schema),
      R"({"type":"object","properties":{"id":{"type":"string"},"login":{"type":"string","format":"assay-date-time"},)"
      R"("pmi":{"type":"number"}},"required":["id","login","pmi"]})");
}

TEST(Infer, WhereNoResourceIsDeclaredADateMayBeWhatAnotherExampleOfItsNameIs) {
  const Contract contract = testing::contract_of(R"(openapi: 3.0.3
info: {title: Things, version: '1'}
paths:
  /thing/get:
    post:
      operationId: get
      responses: {'200': {description: ok, content: {application/json: {example: {made: '2012-11-25T12:00:00Z', login: ''}}}}}
  /thing/list:
    post:
      operationId: list
      responses: {'200': {description: ok, content: {application/json: {example: [{made: '2012-11-25T12:00:00Z', login: '2012-11-25T12:00:00Z'}]}}}}
)");
  EXPECT_EQ(
      dump(contract.operations.at(1).responses.at(0).contents.at(0).schema),
      R"({"type":"array","items":{"type":"object","properties":{"made":{"type":"string","format":"assay-date-time"},)"
      R"("login":{"type":"string"}},"required":["made","login"]}})");
}

TEST(Infer, AnEntryOfXAssayKeysReplacesOnlyItsKey) {
  const Contract contract = testing::contract_of(
      shared("      x-assay-resource: {resource: thing, action: create}\n",
             "    x-assay-keys: {pmi: {schema: {type: integer, nullable: true}}}\n"));
  EXPECT_EQ(
      dump(contract.operations.at(1).responses.at(0).contents.at(0).schema),
      R"({"type":"object","properties":{"total":{"type":"number"},"things":{"type":"array","items":{"type":"object",)"
      R"("properties":{"id":{"type":"string"},"login":{"type":"string"},"pmi":{"type":["integer","null"]},)"
      R"("extra":{"type":"number"}},"required":["id","login","pmi","extra"]}}},"required":["total","things"]})");
}

}  // namespace
}  // namespace assay::spec
