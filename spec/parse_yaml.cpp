#include <algorithm>
#include <string>

#include "spec/json_places.h"
#include "spec/load.h"
#include "spec/source_text.h"
#include "spec/yaml.h"

namespace assay::spec {
namespace {

std::optional<Json> read_json(const SourceText& source, std::vector<Complaint>& complaints) {
  auto result = parse_placed_json(source, kMaxDepth);
  if (const auto* error = std::get_if<JsonError>(&result)) {
    complaints.push_back(
        source.error_at(source.mark_at(error->offset), "not JSON: " + error->what));
    return std::nullopt;
  }
  PlacedJson& placed = std::get<PlacedJson>(result);
  for (const RepeatedKey& key : placed.repeated) {
    complaints.push_back(
        source.error_at(key.again, "the key '" + key.name + "' stands twice",
                        "remove one; the first is in line " + std::to_string(key.first.line)));
  }
  if (!placed.repeated.empty()) return std::nullopt;
  return std::move(placed.value);
}

bool named(const std::string& name, std::string_view extension) {
  return name.ends_with(extension);
}

}  // namespace

std::optional<Json> parse_yaml(std::string_view text, std::uint32_t file, const std::string& name,
                               std::vector<Complaint>& complaints) {
  const SourceText source(text, file, name);
  if (auto complaint = source.not_text()) {
    complaints.push_back(std::move(*complaint));
    return std::nullopt;
  }
  if (named(name, ".json")) return read_json(source, complaints);
  const std::size_t begin = source.text().find_first_not_of(" \t\n");
  const bool like_json =
      begin != std::string::npos && (source.text()[begin] == '{' || source.text()[begin] == '[');
  if (!like_json) return read_yaml(source, complaints);
  // A YAML text may begin with a bracket, too.
  std::vector<Complaint> as_json, as_yaml;
  if (auto json = read_json(source, as_json)) return json;
  if (auto json = read_yaml(source, as_yaml)) return json;
  const std::vector<Complaint>& told =
      named(name, ".yaml") || named(name, ".yml") ? as_yaml : as_json;
  complaints.insert(complaints.end(), told.begin(), told.end());
  return std::nullopt;
}

}  // namespace assay::spec
