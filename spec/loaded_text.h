// For tests: contracts and complaints from documents that stand in the test as YAML text.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "spec/load.h"

namespace assay::spec::testing {

inline LoadedContract load_text(const std::string& yaml) {
  return load_contract({"api.yaml", yaml}, {});
}

// All complaints, one a line.
inline std::string complaints_of(const std::string& yaml) {
  std::string out;
  for (const Complaint& complaint : load_text(yaml).complaints) out += to_string(complaint) + "\n";
  return out;
}

// The contract of a document without complaints.
inline Contract contract_of(const std::string& yaml) {
  LoadedContract loaded = load_text(yaml);
  for (const Complaint& complaint : loaded.complaints) ADD_FAILURE() << to_string(complaint);
  return loaded.contract ? std::move(*loaded.contract) : Contract{};
}

// An operation whose form has the properties `form` (in flow style), from line 12 on; `more`
// follows at the operation's indentation, `root` at the document's.
inline std::string document_with(const std::string& form, const std::string& more = {},
                                 const std::string& root = {}) {
  return "openapi: 3.0.3\n"
         "info: {title: Things, version: '1'}\n"
         "paths:\n"
         "  /thing/create:\n"
         "    post:\n"
         "      operationId: thingCreate\n"
         "      requestBody:\n"
         "        content:\n"
         "          application/x-www-form-urlencoded:\n"
         "            schema:\n"
         "              type: object\n"
         "              properties:\n" +
         form +
         "      responses:\n"
         "        '200': {description: ok, content: {application/json: {example: {id: x}}}}\n" +
         more + root;
}

// One property, in line 13.
inline std::string document_with_field(const std::string& schema) {
  return document_with("                name: " + schema + "\n");
}

}  // namespace assay::spec::testing
