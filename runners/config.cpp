#include "runners/config.h"

#include "runners/options.h"
#include "spec/file_text.h"
#include "spec/load.h"

namespace assay::runners {
namespace {

using spec::Complaint;
using spec::Json;

// Nothing but blank lines and comments.
bool asks_for_nothing(std::string_view text) {
  bool comment = false;
  for (const char c : text) {
    if (c == '\n') {
      comment = false;
    } else if (c == '#') {
      comment = true;
    } else if (!comment && c != ' ' && c != '\t' && c != '\r') {
      return false;
    }
  }
  return true;
}

class ConfigReader {
 public:
  explicit ConfigReader(std::string name) : name_(std::move(name)) {
    if (const std::size_t slash = name_.rfind('/'); slash != std::string::npos)
      directory_ = name_.substr(0, slash + 1);
  }

  void read(const Json& tree) {
    if (!tree.is_object())
      return complain(
          tree.mark, "a configuration is a mapping of options, not " + spec::kind_name(tree.kind()),
          "");
    for (const auto& [key, value] : tree.members()) member(key, value);
  }

  RawValues values;
  std::vector<Complaint> complaints;

 private:
  void complain(const spec::Mark& mark, const std::string& what, const std::string& hint) {
    complaints.push_back({spec::Severity::error, name_, mark.line, mark.column, what, hint});
  }

  void member(const std::string& key, const Json& value) {
    static constexpr OptionRow kDocument{"document", Takes::one, "FILE", "", true};
    const OptionRow* row = key == "document" ? &kDocument : nullptr;
    std::vector<std::string> known{"document"};
    for (const OptionRow& option : options_of(CommandKind::run)) {
      if (!option.in_config) continue;
      known.emplace_back(option.name);
      if (option.name == key) row = &option;
    }
    if (row == nullptr) {
      const std::string meant = similar_name(key, known);
      std::string list;
      for (const std::string& one : known) list.append(list.empty() ? "known: " : ", ").append(one);
      const spec::Mark& mark = value.key_mark.known() ? value.key_mark : value.mark;
      return complain(mark, "unknown key '" + key + "'",
                      meant.empty() ? list : "did you mean '" + meant + "'?");
    }
    if (key == "report") return reports(value);
    if (row->takes == Takes::many && value.is_array()) {
      for (const Json& item : value.items()) scalar(*row, item);
      if (value.items().empty()) values[key] = {};
      return;
    }
    scalar(*row, value);
  }

  void scalar(const OptionRow& row, const Json& value) {
    const std::string key(row.name);
    if (row.takes == Takes::nothing) {
      if (!value.is_boolean())
        return complain(value.mark, key + " is true or false, not " + spec::kind_name(value.kind()),
                        "");
      return put(key, value.as_boolean() ? "true" : "false", value);
    }
    const bool listed = row.takes == Takes::many;
    if (!value.is_string() && !value.is_number()) {
      return complain(value.mark,
                      key + " takes " + (listed ? "a text or a list of texts" : "one value") +
                          ", not " + spec::kind_name(value.kind()),
                      "");
    }
    const bool path = key == "document" || key == "overlay";
    put(key, path ? beside(value.text()) : value.text(), value);
  }

  void reports(const Json& value) {
    if (!value.is_object())
      return complain(value.mark,
                      "report is a mapping from kind to file, not " + spec::kind_name(value.kind()),
                      "report: {junit: out.xml}");
    for (const auto& [kind, file] : value.members()) {
      if (!file.is_string()) {
        complain(
            file.mark,
            "report " + kind + " takes the name of a file, not " + spec::kind_name(file.kind()),
            "");
        continue;
      }
      put("report", kind + "=" + beside(file.text()), file);
    }
  }

  void put(const std::string& key, const std::string& text, const Json& value) {
    values[key].push_back({text, name_ + ":" + std::to_string(value.mark.line) + ":" +
                                     std::to_string(value.mark.column)});
  }

  std::string beside(const std::string& path) const {
    if (path.empty() || path[0] == '/' || path == kEmbeddedOverlay) return path;
    return directory_ + path;
  }

  std::string name_;
  std::string directory_;
};

}  // namespace

std::variant<RawValues, std::vector<Complaint>> parse_config(std::string_view text,
                                                             const std::string& name) {
  if (asks_for_nothing(text)) return RawValues{};
  ConfigReader reader(name);
  const std::optional<Json> tree = spec::parse_yaml(text, 0, name, reader.complaints);
  if (tree) reader.read(*tree);
  spec::tidy(reader.complaints);
  if (spec::has_errors(reader.complaints)) return reader.complaints;
  return reader.values;
}

std::variant<RawValues, std::vector<Complaint>> read_config(const std::string& path) {
  auto text = spec::read_file(path);
  if (auto* complaint = std::get_if<Complaint>(&text)) return std::vector<Complaint>{*complaint};
  return parse_config(std::get<std::string>(text), path);
}

}  // namespace assay::runners
