// From files to a Contract. Never prints, never throws: what is wrong comes back as complaints, all
// of them in one go.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/complaint.h"
#include "spec/contract.h"
#include "spec/json.h"

namespace assay::spec {

// One text to load from: a file, or a document that the program carries in itself.
struct Source {
  std::string name;                     // the path, or what complaints should call it
  std::optional<std::string> contents;  // absent: read the file `name`
};

Source embedded_document();  // spec/zoom-user.yaml
Source embedded_overlay();   // spec/zoom-user.overlay.yaml

struct LoadedDocument {
  std::optional<Json>
      document;  // absent if there were errors; overlays applied, local `$ref`s left in place
  std::optional<Json>
      draft;  // the document all the same, if nothing but references in it are wrong
  std::vector<std::string> files;     // Mark::file is an index into these
  std::vector<Complaint> complaints;  // warnings too
};

// Reads the document (YAML 1.2 or JSON), brings in files beside it that `$ref`s name, applies the
// overlays in order (OpenAPI Overlay 1.0).
LoadedDocument load_document(const Source& document, const std::vector<Source>& overlays);

struct LoadedContract {
  std::optional<Contract> contract;  // absent if there were errors
  std::vector<Complaint> complaints;
};

LoadedContract load_contract(const Source& document, const std::vector<Source>& overlays);

// YAML or JSON text to a tree, with marks and YAML 1.2 (core schema) typing; `file` goes into the
// marks. On error nullopt and complaints. Also for the program's configuration.
std::optional<Json> parse_yaml(std::string_view text, std::uint32_t file, const std::string& name,
                               std::vector<Complaint>& complaints);

// Block-style YAML text that loads back to an equal tree, members in their order.
std::string to_yaml(const Json& value);

}  // namespace assay::spec
