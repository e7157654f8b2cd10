#include <algorithm>
#include <utility>

#include "spec/file_text.h"
#include "spec/load.h"
#include "spec/overlay.h"
#include "spec/references.h"

namespace assay::spec {
namespace {

std::optional<Json> read(const Source& source, LoadedDocument& loaded) {
  const auto file = static_cast<std::uint32_t>(loaded.files.size());
  loaded.files.push_back(source.name);
  if (source.contents) return parse_yaml(*source.contents, file, source.name, loaded.complaints);
  auto text = read_file(source.name);
  if (auto* complaint = std::get_if<Complaint>(&text)) {
    loaded.complaints.push_back(std::move(*complaint));
    return std::nullopt;
  }
  return parse_yaml(std::get<std::string>(text), file, source.name, loaded.complaints);
}

std::size_t count_errors(const std::vector<Complaint>& complaints) {
  return static_cast<std::size_t>(
      std::count_if(complaints.begin(), complaints.end(),
                    [](const Complaint& c) { return c.severity == Severity::error; }));
}

}  // namespace

LoadedDocument load_document(const Source& document, const std::vector<Source>& overlays) {
  LoadedDocument loaded;
  std::optional<Json> root = read(document, loaded);
  if (root && !root->is_object()) {
    loaded.complaints.push_back({Severity::error, document.name, root->mark.line, root->mark.column,
                                 "an OpenAPI document is a mapping",
                                 "begin with 'openapi: 3.0.3'"});
    root.reset();
  }
  if (root) bring_in_files(*root, loaded.files, loaded.complaints);
  // Without a document the overlays are still read, so that all that is wrong is told in one go.
  const std::size_t before = count_errors(loaded.complaints);
  for (const Source& overlay : overlays) {
    const std::optional<Json> tree = read(overlay, loaded);
    if (tree && root) apply_overlay(*tree, overlay.name, *root, loaded.complaints);
  }
  const bool overlaid = count_errors(loaded.complaints) == before;
  if (root && !overlays.empty()) bring_in_files(*root, loaded.files, loaded.complaints);
  if (root) check_references(*root, loaded.files, loaded.complaints);
  tidy(loaded.complaints);
  if (!has_errors(loaded.complaints)) {
    loaded.document = std::move(root);
  } else if (overlaid) {
    loaded.draft = std::move(root);
  }
  return loaded;
}

}  // namespace assay::spec
