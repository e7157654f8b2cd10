#include "spec/schema.h"

#include <gtest/gtest.h>

#include "spec/loaded_text.h"

namespace assay::spec {
namespace {

// The converted schema of an answer; `components` are schemas in YAML flow style.
std::string converted(const std::string& schema, const std::string& components = "{}") {
  const Contract contract = testing::contract_of(R"(openapi: 3.0.3
info: {title: Things, version: '1'}
paths:
  /thing:
    get:
      responses: {'200': {description: ok, content: {application/json: {schema: )" +
                                                 schema + R"(}}}}
components: {schemas: )" + components + "}\n");
  if (contract.operations.empty()) return "no operation";
  return dump(contract.operations.at(0).responses.at(0).contents.at(0).schema);
}

TEST(Schema, NullableBecomesAType) {
  EXPECT_EQ(converted("{type: string, nullable: true}"), R"({"type":["string","null"]})");
  EXPECT_EQ(converted("{type: string, nullable: true, enum: [a]}"),
            R"({"type":["string","null"],"enum":["a",null]})");
  EXPECT_EQ(converted("{type: string, nullable: true, enum: [a, null]}"),
            R"({"type":["string","null"],"enum":["a",null]})");
}

TEST(Schema, NullableBesideARefOrAllOfIsAnAlternative) {
  EXPECT_EQ(converted("{nullable: true, allOf: [{type: string}]}"),
            R"({"anyOf":[{"type":"null"},{"allOf":[{"type":"string"}]}]})");
  EXPECT_EQ(
      converted("{$ref: '#/components/schemas/A', nullable: true}", "{A: {type: string}}"),
      R"({"anyOf":[{"type":"null"},{"$ref":"#/definitions/A"}],"definitions":{"A":{"type":"string"}}})");
}

TEST(Schema, BooleanExclusiveBoundsBecomeNumbers) {
  EXPECT_EQ(converted("{type: number, minimum: 1, exclusiveMinimum: true, maximum: 9, "
                      "exclusiveMaximum: false}"),
            R"({"type":"number","exclusiveMinimum":1,"maximum":9})");
}

TEST(Schema, WhatIsWriteOnlyIsNotRequiredInAnAnswer) {
  EXPECT_EQ(converted("{required: [a, b], properties: {a: {type: string, writeOnly: true}, b: "
                      "{type: string}}}"),
            R"({"required":["b"],"properties":{"a":{"type":"string"},"b":{"type":"string"}}})");
}

TEST(Schema, FormatAndPatternStayAnnotationsGo) {
  EXPECT_EQ(converted("{type: string, format: email, pattern: '^a', example: x, xml: {name: y}, "
                      "description: z, x-y: 1}"),
            R"({"type":"string","format":"email","pattern":"^a"})");
}

TEST(Schema, ReferencesGoToDefinitionsRecursiveOnesToo) {
  EXPECT_EQ(
      converted("{$ref: '#/components/schemas/Node'}",
                "{Node: {properties: {next: {$ref: '#/components/schemas/Node'}, leaf: {$ref: "
                "'#/components/schemas/a~1b'}}}, a/b: {type: string}}"),
      R"({"allOf":[{"$ref":"#/definitions/Node"}],"definitions":{"Node":{"properties":{"next":{"$ref":"#/definitions/Node"},)"
      R"("leaf":{"$ref":"#/definitions/a_1b"}}},"a_1b":{"type":"string"}}})");
}

TEST(Schema, APropertyMayBeCalledRef) {
  EXPECT_EQ(converted("{properties: {$ref: {type: string}}}"),
            R"({"properties":{"$ref":{"type":"string"}}})");
}

TEST(Schema, TwoReferencesToOneSchemaShareItsDefinition) {
  EXPECT_EQ(
      converted("{items: {$ref: '#/components/schemas/B'}, not: {$ref: '#/components/schemas/A'}}",
                "{A: {$ref: '#/components/schemas/B'}, B: {type: string}}"),
      R"({"items":{"$ref":"#/definitions/B"},"not":{"$ref":"#/definitions/B"},"definitions":{"B":{"type":"string"}}})");
}

}  // namespace
}  // namespace assay::spec
