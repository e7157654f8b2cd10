// The examples that a contract documents are what its own schemas describe.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "conformance/json_schema.h"
#include "conformance/reading.h"
#include "spec/load.h"

namespace assay::conformance {
namespace {

// Every example against its schema, and how many there are.
std::size_t examples_that_hold(const spec::Contract& contract) {
  std::size_t count = 0;
  for (const spec::Operation& operation : contract.operations) {
    for (const spec::Response& response : operation.responses) {
      for (const spec::Content& content : response.contents) {
        if (content.example.is_null() || content.schema.is_null()) continue;
        const SchemaValidator validator(content.schema);
        for (const SchemaError& error : validator.validate(content.example)) {
          ADD_FAILURE() << operation.id << error.pointer << ": " << error.expected << ", got "
                        << error.got;
        }
        ++count;
      }
    }
  }
  return count;
}

// Every default, enum member and sample of a field is a value that the field takes.
void values_are_good(const spec::Contract& contract) {
  for (const spec::Operation& operation : contract.operations) {
    for (const spec::Field& field : operation.fields) {
      std::vector<std::string> values = field.schema.enumeration;
      values.insert(values.end(), field.samples.begin(), field.samples.end());
      if (field.default_value && !field.default_value->empty()) {
        values.push_back(*field.default_value);
      }
      for (const std::string& value : values) {
        EXPECT_TRUE(satisfies(field.schema, value))
            << operation.id << " " << field.name << " = " << value;
      }
    }
  }
}

spec::Contract load(const spec::Source& document, const std::vector<spec::Source>& overlays) {
  spec::LoadedContract loaded = spec::load_contract(document, overlays);
  for (const spec::Complaint& complaint : loaded.complaints) {
    EXPECT_NE(complaint.severity, spec::Severity::error) << spec::to_string(complaint);
  }
  return loaded.contract ? std::move(*loaded.contract) : spec::Contract();
}

TEST(ContractExamples, OfTheEmbeddedContractSatisfyTheirSchemas) {
  const spec::Contract contract = load(spec::embedded_document(), {spec::embedded_overlay()});
  EXPECT_GE(examples_that_hold(contract), 20u);
  values_are_good(contract);
}

TEST(ContractExamples, OfTheVendorsDocumentSatisfyTheirSchemas) {
  const auto original = std::filesystem::path(ASSAY_SOURCE_DIR).parent_path() / "shared" / "specs" /
                        "zoom-user-original.yml";
  if (!std::filesystem::exists(original)) GTEST_SKIP() << original << " is not there";
  const spec::Source document{original.string(), std::nullopt};
  EXPECT_GE(examples_that_hold(load(document, {})), 20u);
  const spec::Contract contract = load(document, {spec::embedded_overlay()});
  EXPECT_GE(examples_that_hold(contract), 20u);
  values_are_good(contract);
}

}  // namespace
}  // namespace assay::conformance
