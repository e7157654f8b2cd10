// What is wrong with a document is told with its place, all of it in one go.
#include <gtest/gtest.h>

#include <chrono>

#include "spec/loaded_text.h"

namespace assay::spec {
namespace {

using testing::complaints_of;
using testing::document_with;
using testing::document_with_field;

struct Wrong {
  const char* schema;
  const char* complaint;  // after "api.yaml:13:"
};

constexpr Wrong kWrongSchemas[] = {
    {"{minimum: 5, maximum: 3}",
     "33: error: minimum 5 leaves no value below maximum 3; correct one of them"},
    {"{minLength: 5, maxLength: 3}",
     "35: error: minLength 5 leaves no value below maxLength 3; correct one of them"},
    {"{enum: []}",
     "30: error: enum is empty: no value is left; list the values, or leave enum out"},
    {"{enum: [a], default: b}",
     "44: error: the default 'b' of 'name' is not valid: it is not in the enum; correct the "
     "default or the schema"},
    {"{type: integer, default: x}",
     "48: error: the default 'x' of 'name' is not valid: it is no whole number; correct the "
     "default or the schema"},
    {"{type: boolean, default: maybe}",
     "48: error: the default 'maybe' of 'name' is not valid: it is no boolean; correct the default "
     "or the schema"},
    {"{type: integer, maximum: 5, default: 6}",
     "60: error: the default 6 of 'name' is not valid: it is above the maximum 5; correct the "
     "default or the schema"},
    {"{multipleOf: 0}", "36: error: multipleOf must be above 0, not 0; write a number above 0"},
    {"{pattern: '(a'}",
     "33: error: the pattern is no regular expression: missing ): (a; correct it"},
    {"{minLength: '3'}", "35: error: minLength must be a whole number, 0 or more, not '3'"},
    {"{type: strng}", "30: error: there is no type 'strng'; did you mean 'string'?"},
    {"{required: true}", "34: error: required must be a list, not true"},
    {"{minLenght: 3}",
     "24: warning: a schema has no keyword 'minLenght'; did you mean 'minLength'?"},
    {"{pattern: '(?=a)b'}",
     "33: warning: the pattern can't be checked: invalid perl operator: (?=; its laws are skipped; "
     "RE2 knows no lookahead and no back-references"},
    {"hello", "23: error: a schema must be a mapping, not a text"},
    {"{allOf: [{type: string}, {type: integer}]}",
     "55: error: nothing is both string and integer; correct one of the types"},
    {"{x-assay-sample: [x], type: integer}",
     "41: error: the sample 'x' of 'name' is not valid: it is no whole number; correct the sample "
     "or the schema"},
    {"{x-assay-default: [{when: 'a + b', value: x}]}",
     "49: error: arithmetic ('+') is not supported at character 3 of 'a + b'; compare fields with "
     "values or with other fields"},
};

TEST(LoadContract, TellsEachImpossibleSchemaWithItsPlace) {
  for (const Wrong& wrong : kWrongSchemas) {
    EXPECT_EQ(complaints_of(document_with_field(wrong.schema)),
              std::string("api.yaml:13:") + wrong.complaint + "\n")
        << wrong.schema;
  }
}

TEST(LoadContract, ATextAsDefaultOfANumberIsFineOnAForm) {
  const Contract contract =
      testing::contract_of(document_with_field("{type: integer, default: '0'}"));
  EXPECT_EQ(contract.operations.at(0).fields.at(0).default_value, "0");
}

TEST(LoadContract, WhatItCannotReadAtAllIsToldAtOnce) {
  EXPECT_EQ(complaints_of("swagger: '2.0'\n"),
            "api.yaml:1:1: error: this is a Swagger 2.0 document; convert it to OpenAPI 3.0\n");
  EXPECT_EQ(complaints_of("title: x\n"),
            "api.yaml:1:1: error: this is no OpenAPI document: it has no member 'openapi'; begin "
            "with openapi: 3.0.3\n");
  EXPECT_EQ(complaints_of("openapi: 2.0\n"),
            "api.yaml:1:10: error: OpenAPI '2.0' is not supported; convert it to OpenAPI 3.0\n");
}

TEST(LoadContract, AllComplaintsComeInOneGo) {
  EXPECT_EQ(complaints_of(document_with("                name: {$ref: '#/nowhere'}\n"
                                        "                other: {minimum: x}\n",
                                        "      x-dependencies: Or(name, othr);\n",
                                        "security: [{key: []}]\n")),
            "api.yaml:13:30: error: $ref '#/nowhere' leads nowhere: there is no 'nowhere'; check "
            "its spelling\n"
            "api.yaml:14:34: error: minimum must be a number, not 'x'\n"
            "api.yaml:17:23: error: there is no field 'othr' in the operation thingCreate; did you "
            "mean 'other'?\n"
            "api.yaml:18:13: warning: the security scheme 'key' is not defined; define it in "
            "components.securitySchemes; without, it is not sent\n");
}

TEST(LoadContract, AMisspeltOrMisplacedExtensionIsAnError) {
  EXPECT_EQ(complaints_of(document_with("                name: {x-assay-secrt: redact}\n",
                                        "      x-assay-resources: {}\n", "x-assay-resourcs: {}\n")),
            "api.yaml:13:24: error: there is no extension 'x-assay-secrt'; did you mean "
            "'x-assay-secret'?\n"
            "api.yaml:16:7: error: 'x-assay-resources' says nothing here; an operation takes "
            "x-assay-resource, x-assay-keys, x-assay-refusal\n"
            "api.yaml:17:1: error: there is no extension 'x-assay-resourcs'; did you mean "
            "'x-assay-resources'?\n");
}

TEST(LoadContract, AnUnknownResourceDoesNotHideAnUnknownAction) {
  const std::string told =
      complaints_of(document_with("                name: {type: string}\n",
                                  "      x-assay-resource: {resource: thong, action: destroy}\n",
                                  "x-assay-resources: {thing: {keys: {id: {made-by: server}}}}\n"));
  EXPECT_NE(told.find("'thong' in x-assay-resources; did you mean 'thing'?"), std::string::npos)
      << told;
  EXPECT_NE(told.find("'destroy'"), std::string::npos) << told;
}

TEST(LoadContract, RequiredMustNameAProperty) {
  EXPECT_EQ(complaints_of(document_with(
                "                name: {type: string}\n              required: [nmae]\n")),
            "api.yaml:14:26: error: required names 'nmae', but there is no such property; did you "
            "mean 'name'?\n");
}

TEST(LoadContract, AnOperationIdStandsOnce) {
  EXPECT_EQ(complaints_of(document_with("                name: {type: string}\n", "",
                                        "  /other:\n    get:\n      operationId: thingCreate\n     "
                                        " responses: {'200': {description: ok}}\n")),
            "api.yaml:18:20: error: the operationId 'thingCreate' stands twice, first in line 6; "
            "give one of them another name\n");
}

TEST(LoadContract, BodiesOfOtherMediaTypesAreLeftOutWithAWarning) {
  const LoadedContract loaded = testing::load_text(R"(openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a: {post: {requestBody: {content: {application/json: {schema: {type: object}}}}, responses: {'200': {description: ok}}}}
)");
  ASSERT_EQ(loaded.complaints.size(), 1u);
  EXPECT_EQ(to_string(loaded.complaints[0]),
            "api.yaml:4:38: warning: the body of post /a is not a form (application/json): it is "
            "left out; "
            "assay writes application/x-www-form-urlencoded only");
  ASSERT_TRUE(loaded.contract);
  EXPECT_TRUE(loaded.contract->operations.empty());
}

TEST(LoadContract, AFieldThatCanHaveNoValueIsAnError) {
  EXPECT_EQ(complaints_of(document_with_field("{type: integer, minimum: 1.2, maximum: 1.8}")),
            "api.yaml:13:17: error: no whole number lies between the bounds 1.2 and 1.8 of 'name'; "
            "correct one of them\n");
  EXPECT_EQ(complaints_of(document_with_field(
                "{type: integer, minimum: 1, exclusiveMinimum: true, maximum: 9, multipleOf: 10}")),
            "api.yaml:13:17: error: no multiple of 10 lies between the bounds 1 and "
            "9 of 'name'; correct one of them\n");
  EXPECT_EQ(complaints_of(document_with_field("{type: string, enum: [abc], pattern: '^[0-9]+$'}")),
            "api.yaml:13:44: error: the enum of 'name' has no value that its other rules allow; "
            "correct the enum or the rules\n"
            "api.yaml:13:45: warning: the enum of 'name' contains 'abc', but it doesn't match the "
            "pattern ^[0-9]+$; it is left out\n");
  EXPECT_EQ(complaints_of(document_with_field("{type: integer, minimum: 1.2, maximum: 2.8}")), "");
}

TEST(LoadContract, ATextLongerThanAssaySendsIsNeverSent) {
  EXPECT_EQ(complaints_of(document_with_field("{type: string, minLength: 1000000000}")),
            "api.yaml:13:17: warning: 'name' is longer than the 65536 characters that assay sends; "
            "it is never sent\n");
}

TEST(LoadContract, TellsWhatNoSchemaPathOrVersionCanBe) {
  EXPECT_EQ(complaints_of(document_with_field("{$ref: 5}")),
            "api.yaml:13:30: error: $ref must be a text, not 5; write $ref: "
            "'#/components/schemas/…'\n");
  EXPECT_EQ(complaints_of("openapi: [3.0.3]\npaths: {}\n"),
            "api.yaml:1:10: error: `openapi` must be a version, not a list; write openapi: "
            "3.0.3\n");
  EXPECT_EQ(complaints_of("openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  '/a/{id':\n"
                          "    get: {responses: {'200': {description: ok}}}\n"),
            "api.yaml:5:5: error: the '{' in the path /a/{id is not closed; write {name}\n");
  const std::string nothing = complaints_of(document_with_field("{oneOf: []}"));
  EXPECT_NE(nothing.find("oneOf must be a list of at least one schema, not an empty list"),
            std::string::npos)
      << nothing;
}

TEST(LoadContract, ASchemaThatConsistsOfItselfIsAnError) {
  const std::string all = complaints_of(
      document_with("                name: {$ref: '#/components/schemas/A'}\n", "",
                    "components: {schemas: {A: {allOf: [{$ref: '#/components/schemas/A'}]}}}\n"));
  EXPECT_EQ(all,
            "api.yaml:16:43: error: this schema consists of itself; let the $ref stand in a "
            "property or in items\n");
}

TEST(LoadContract, HostileSchemasEndInTime) {
  // Each doubles the next: 2^40 parts in all.
  std::string schemas = "components:\n  schemas:\n";
  for (int i = 0; i < 40; ++i) {
    const std::string next = "{$ref: '#/components/schemas/S" + std::to_string(i + 1) + "'}";
    schemas += "    S" + std::to_string(i) + ": {allOf: [" + next + ", " + next + "]}\n";
  }
  schemas += "    S40: {type: string}\n";
  const auto start = std::chrono::steady_clock::now();
  const std::string all = complaints_of(
      document_with("                name: {$ref: '#/components/schemas/S0'}\n", "", schemas));
  EXPECT_NE(all.find("this schema has too many parts"), std::string::npos) << all;
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

TEST(LoadContract, LongChainsOfReferencesAreNoTrouble) {
  std::string schemas = "components:\n  schemas:\n";
  for (int i = 0; i < 400; ++i) {
    schemas += "    S" + std::to_string(i) +
               ": {properties: {next: {$ref: '#/components/schemas/S" + std::to_string(i + 1) +
               "'}}}\n";
  }
  schemas += "    S400: {type: string}\n";
  const Contract contract = testing::contract_of(
      "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /a:\n    get:\n      responses: "
      "{'200': {description: ok, "
      "content: {application/json: {schema: {$ref: '#/components/schemas/S0'}}}}}\n" +
      schemas);
  const Json& schema = contract.operations.at(0).responses.at(0).contents.at(0).schema;
  EXPECT_EQ(schema.find("definitions")->members().size(), 401u);
}

}  // namespace
}  // namespace assay::spec
