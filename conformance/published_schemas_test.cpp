// Our documents are what the standards' own schemas say such documents are: the contract, with and
// without its overlay, is an OpenAPI 3.0 document, the overlay an Overlay 1.0 document.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "conformance/json_schema.h"
#include "spec/load.h"

namespace assay::conformance {
namespace {

using spec::Json;

const std::filesystem::path kSchemas =
    std::filesystem::path(ASSAY_SOURCE_DIR).parent_path() / "shared" / "schemas";

Json tree(const std::string& text, const std::string& name) {
  std::vector<spec::Complaint> complaints;
  std::optional<Json> out = spec::parse_yaml(text, 0, name, complaints);
  for (const spec::Complaint& complaint : complaints) ADD_FAILURE() << spec::to_string(complaint);
  return out ? std::move(*out) : Json();
}

Json file(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return tree(text.str(), path.string());
}

// Draft 2020-12 lets keywords stand beside a $ref and closes objects with unevaluatedProperties;
// our validator reads draft 7. The Overlay schema needs both for one thing only: an object that is
// closed but for `x-` members.
void close_objects(Json& schema) {
  if (const Json* closed = schema.find("unevaluatedProperties"); closed != nullptr) {
    Json extensions = Json::object();
    extensions.set("^x-", Json::boolean(true));
    schema.set("patternProperties", std::move(extensions));
    schema.set("additionalProperties", *closed);
    std::erase_if(schema.members(), [](const auto& one) {
      return one.first == "$ref" || one.first == "unevaluatedProperties";
    });
  }
  for (auto& [name, below] : schema.members()) close_objects(below);
}

std::string errors(const Json& schema, const Json& value) {
  std::string out;
  for (const SchemaError& error : SchemaValidator(schema).validate(value)) {
    out += error.pointer + ": expected " + error.expected + ", got " + error.got + "\n";
  }
  return out;
}

TEST(PublishedSchemas, TheContractIsAnOpenApiDocument) {
  const auto path = kSchemas / "openapi-3.0.schema.yaml";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not there";
  const Json schema = file(path);
  for (const bool with_overlay : {false, true}) {
    std::vector<spec::Source> overlays;
    if (with_overlay) overlays.push_back(spec::embedded_overlay());
    auto loaded = spec::load_document(spec::embedded_document(), overlays);
    ASSERT_TRUE(loaded.document);
    EXPECT_EQ(errors(schema, *loaded.document), "") << "with its overlay: " << with_overlay;
    loaded.document->find("info")->members().clear();
    EXPECT_NE(errors(schema, *loaded.document), "");
  }
}

TEST(PublishedSchemas, TheOverlayIsAnOverlayDocument) {
  const auto path = kSchemas / "overlay-1.0.schema.yaml";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not there";
  Json schema = file(path);
  close_objects(schema);
  Json overlay = tree(*spec::embedded_overlay().contents, "overlay");
  EXPECT_EQ(errors(schema, overlay), "");
  overlay.find("actions")->items().front().set("updat", Json::boolean(true));
  EXPECT_NE(errors(schema, overlay), "");
}

}  // namespace
}  // namespace assay::conformance
