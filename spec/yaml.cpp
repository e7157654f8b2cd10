// The only file that includes yaml-cpp. Its events become our own tree; whatever it accepts in
// silence is found here.
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "spec/json_places.h"
#include "spec/json_size.h"
#include "spec/source_text.h"
#include "spec/yaml.h"
#include "spec/yaml_layout.h"
#include "spec/yaml_scalar.h"
#include "spec/yaml_wording.h"

namespace assay::spec {
namespace {

constexpr std::size_t kMaxCopied = 250'000;  // values that aliases may add

// Thrown to leave yaml-cpp's parser; the complaint has been made.
struct Stop {};

std::string shown(const std::string& name) {
  return "'" + name + "'";
}

// "!!int" for "tag:yaml.org,2002:int".
std::string short_tag(const std::string& tag) {
  constexpr std::string_view kCore = "tag:yaml.org,2002:";
  return tag.starts_with(kCore) ? "!!" + tag.substr(kCore.size()) : tag;
}

class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(const SourceText& source, std::vector<Complaint>& complaints)
      : source_(source), complaints_(complaints) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (!root_) return;
    if (explicit_document_before(static_cast<std::size_t>(mark.pos))) {
      complain(place(mark), "a second document begins here", "keep one document in a file");
    } else {
      complain(place(mark), "text after the end of the document's value",
               "check the indentation, or a bracket that closes too early");
    }
    throw Stop{};
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const std::string text = plain_text_at(static_cast<std::size_t>(mark.pos));
    const bool written = text == "~" || text == "null" || text == "Null" || text == "NULL";
    if (expects_key()) {
      if (!written) complain(place(mark), "a key is missing before ':'");
      take_key(written ? text : "", mark, false);
      return;
    }
    Json null;
    null.mark = place(mark);
    if (!open_.empty() && open_.back().json.is_object()) {
      const Open& map = open_.back();
      if (!map.flow && mark.pos == map.key_pos) {
        complain(map.key_mark, "no ':' after " + shown(map.key),
                 "write 'key: value', or indent the line as part of the text above");
      }
      // The mark of a value that is not there is that of whatever comes next.
      if (null.mark.line != map.key_mark.line && null.mark.column <= map.key_mark.column)
        null.mark = map.key_mark;
    }
    finish(std::move(null), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto known = anchored_.find(anchor);
    if (known == anchored_.end()) {
      complain(place(mark), "the alias stands inside the value that it names",
               "use a '$ref' for what contains itself");
      throw Stop{};
    }
    count_copy(mark, known->second.size);
    if (expects_key()) {
      if (!known->second.json.is_string()) complain(place(mark), "a key must be text");
      take_key(known->second.json.text(), mark, false);
      return;
    }
    finish(known->second.json, 0);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    check_quote(static_cast<std::size_t>(mark.pos));
    if (expects_key()) {
      take_key(value, mark, tag == "?" && value == "<<");
      if (anchor != 0) keep(anchor, Json::string(value));
      return;
    }
    Json json = scalar(mark, tag, value);
    json.mark = place(mark);
    finish(std::move(json), anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    open(mark, tag, "!!seq", anchor, style, Json::array());
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    open(mark, tag, "!!map", anchor, style, Json::object());
  }
  void OnMapEnd() override {
    Open& map = open_.back();
    for (const auto& [first, again] : repeated_members(map.json.members())) {
      const auto& [name, value] = map.json.members()[again];
      complain(value.key_mark, "the key " + shown(name) + " stands twice",
               "remove one; the first is in line " +
                   std::to_string(map.json.members()[first].second.key_mark.line));
    }
    for (const Json& merged : map.merged) merge(merged, map.json);
    close();
  }

  // What stands innermost without an end, if the text ends too early.
  const Json* innermost() const { return open_.empty() ? nullptr : &open_.back().json; }
  std::optional<Json>& root() { return root_; }

 private:
  struct Open {
    Json json;
    bool flow = false;
    YAML::anchor_t anchor = 0;
    bool has_key = false;
    bool merging = false;  // the key is '<<'
    std::string key;
    Mark key_mark;
    int key_pos = -1;
    std::vector<Json> merged;
  };
  struct Anchored {
    Json json;
    std::size_t size = 0;
  };

  Mark place(const YAML::Mark& mark) const {
    Mark out;
    out.file = source_.file();
    out.line = static_cast<std::uint32_t>(mark.line + 1);
    out.column = static_cast<std::uint32_t>(mark.column + 1);
    return out;
  }

  void complain(const Mark& mark, std::string what, std::string hint = {}) {
    complaints_.push_back(source_.error_at(mark, std::move(what), std::move(hint)));
  }

  std::string plain_text_at(std::size_t offset) const {
    const std::string& text = source_.text();
    const std::size_t end = text.find_first_of(" \t\n:,]}", offset);
    return offset < text.size() ? text.substr(offset, end - offset) : std::string();
  }

  // yaml-cpp takes the end of the text for a closing quote.
  void check_quote(std::size_t at) {
    const std::string& text = source_.text();
    while (at < text.size() && (text[at] == '!' || text[at] == '&')) {
      at = text.find_first_not_of(" \t\n", text.find_first_of(" \t\n", at));
    }
    if (at >= text.size() || (text[at] != '"' && text[at] != '\'')) return;
    for (std::size_t i = at + 1; i < text.size(); ++i) {
      if (text[i] == '\\' && text[at] == '"') {
        ++i;
      } else if (text[i] == text[at]) {
        if (text[at] == '"' || text.compare(i + 1, 1, "'") != 0) return;
        ++i;
      }
    }
    complain(source_.mark_at(at), "the quote that opens here is not closed",
             "add the closing quote");
  }

  bool explicit_document_before(std::size_t offset) const {
    const std::string& text = source_.text();
    for (const char* marker : {"\n---", "\n..."}) {
      const std::size_t at = text.rfind(marker, offset);
      if (at != std::string::npos) return true;
    }
    return text.substr(std::min(offset, text.size()), 3) == "---";
  }

  bool expects_key() const {
    return !open_.empty() && open_.back().json.is_object() && !open_.back().has_key;
  }

  void take_key(const std::string& name, const YAML::Mark& mark, bool merging) {
    Open& map = open_.back();
    map.has_key = true;
    map.merging = merging;
    map.key = name;
    map.key_mark = place(mark);
    map.key_pos = mark.pos;
  }

  Json scalar(const YAML::Mark& mark, const std::string& tag, const std::string& value) {
    const std::string name = short_tag(tag);
    if (name == "!" || name == "!!str") return Json::string(value);
    const bool core = name == "!!null" || name == "!!bool" || name == "!!int" || name == "!!float";
    if (name != "?" && !core) {
      complain(place(mark), "the tag " + name + " is not supported", "remove it");
      return Json::string(value);
    }
    auto resolved = resolve_plain_scalar(value);
    if (const auto* error = std::get_if<std::string>(&resolved)) {
      complain(place(mark), *error, "put it in quotes if text is meant");
      return Json();
    }
    Json json = std::get<Json>(std::move(resolved));
    const bool fits = name == "?" || (name == "!!null" && json.is_null()) ||
                      (name == "!!bool" && json.is_boolean()) ||
                      (name == "!!int" && json.is_integer()) ||
                      (name == "!!float" && json.is_number());
    if (!fits) complain(place(mark), shown(value) + " is no " + name);
    return json;
  }

  void open(const YAML::Mark& mark, const std::string& tag, const char* own_tag,
            YAML::anchor_t anchor, YAML::EmitterStyle::value style, Json json) {
    const std::string name = short_tag(tag);
    if (!name.empty() && name != "?" && name != "!" && name != own_tag) {
      complain(place(mark), "the tag " + name + " is not supported", "remove it");
    }
    if (expects_key()) {
      complain(place(mark), "a key must be text");
      throw Stop{};
    }
    if (open_.size() >= kMaxDepth) {
      complain(place(mark), "nested deeper than " + std::to_string(kMaxDepth));
      throw Stop{};
    }
    json.mark = place(mark);
    Open opened;
    opened.json = std::move(json);
    opened.flow = style == YAML::EmitterStyle::Flow;
    opened.anchor = anchor;
    open_.push_back(std::move(opened));
  }

  void close() {
    Json done = std::move(open_.back().json);
    const YAML::anchor_t anchor = open_.back().anchor;
    open_.pop_back();
    finish(std::move(done), anchor);
  }

  void keep(YAML::anchor_t anchor, const Json& json) {
    anchored_[anchor] = {json, count_values(json)};
  }

  void count_copy(const YAML::Mark& mark, std::size_t values) {
    copied_ += values;
    if (copied_ <= kMaxCopied) return;
    complain(place(mark), "the aliases add more than " + std::to_string(kMaxCopied) + " values",
             "use '$ref' instead of aliases");
    throw Stop{};
  }

  // A value is whole: it goes to where it belongs.
  void finish(Json json, YAML::anchor_t anchor) {
    if (anchor != 0) {
      keep(anchor, json);
      copied_ += anchored_[anchor].size;
    }
    if (open_.empty()) {
      root_ = std::move(json);
      return;
    }
    Open& parent = open_.back();
    if (parent.json.is_array()) {
      parent.json.items().push_back(std::move(json));
      return;
    }
    parent.has_key = false;
    json.key_mark = parent.key_mark;
    if (parent.merging) {
      take_merged(std::move(json), parent);
    } else {
      parent.json.members().emplace_back(std::move(parent.key), std::move(json));
    }
  }

  void take_merged(Json json, Open& map) {
    const auto is_map = [](const Json& j) { return j.is_object(); };
    if (json.is_object()) {
      map.merged.push_back(std::move(json));
    } else if (json.is_array() && std::all_of(json.items().begin(), json.items().end(), is_map)) {
      for (Json& item : json.items()) map.merged.push_back(std::move(item));
    } else {
      complain(map.key_mark, "'<<' merges mappings only",
               "give it the alias of a mapping, or a list of them");
    }
  }

  static void merge(const Json& from, Json& into) {
    for (const auto& [name, value] : from.members()) {
      if (into.find(name) == nullptr) into.members().emplace_back(name, value);
    }
  }

  const SourceText& source_;
  std::vector<Complaint>& complaints_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Anchored> anchored_;
  std::size_t copied_ = 0;
  std::optional<Json> root_;
};

Complaint syntax_error(const SourceText& source, const YamlLayout& layout, const Json* innermost,
                       const YAML::Exception& error) {
  const std::size_t offset = error.mark.pos < 0 ? 0 : static_cast<std::size_t>(error.mark.pos);
  if (layout.open_quote && error.msg.find("EOF in scalar") != std::string::npos) {
    return source.error_at(source.mark_at(*layout.open_quote),
                           "the quote that opens here is not closed", "add the closing quote");
  }
  if (innermost != nullptr && error.msg.find("flow not found") != std::string::npos) {
    return source.error_at(innermost->mark,
                           innermost->is_array() ? "the '[' that opens here is not closed"
                                                 : "the '{' that opens here is not closed",
                           "close it, or separate its parts by ','");
  }
  const auto [what, hint] = reworded(error.msg);
  return source.error_at(source.mark_at(offset), what, hint);
}

}  // namespace

std::optional<Json> read_yaml(const SourceText& source, std::vector<Complaint>& complaints) {
  const YamlLayout layout = scan_yaml_layout(source.text(), kMaxDepth);
  if (layout.too_deep) {
    complaints.push_back(source.error_at(source.mark_at(*layout.too_deep),
                                         "nested deeper than " + std::to_string(kMaxDepth)));
    return std::nullopt;
  }
  for (const std::size_t tab : layout.tabs) {
    complaints.push_back(
        source.error_at(source.mark_at(tab), "tab used for indentation", "use blanks"));
  }
  if (!layout.tabs.empty()) return std::nullopt;

  const std::size_t before = complaints.size();
  TreeBuilder builder(source, complaints);
  try {
    std::istringstream stream(source.text());
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Stop&) {
  } catch (const YAML::Exception& error) {
    complaints.push_back(syntax_error(source, layout, builder.innermost(), error));
  }
  if (complaints.size() > before) return std::nullopt;
  if (!builder.root())
    complaints.push_back(source.error_at(Mark{}, "the file is empty", "write a document into it"));
  return std::move(builder.root());
}

}  // namespace assay::spec
