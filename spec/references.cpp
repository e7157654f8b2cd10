#include "spec/references.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "spec/file_text.h"
#include "spec/load.h"
#include "spec/reference_walk.h"
#include "spec/suggestion.h"

namespace assay::spec {
namespace {

bool alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// "https" of "https://…"; "" where there is none.
std::string_view scheme_of(std::string_view reference) {
  const std::size_t colon = reference.find_first_of(":/?#");
  if (colon == std::string_view::npos || colon < 2 || reference[colon] != ':') return {};
  return reference.substr(0, colon);
}

std::string normal(const std::filesystem::path& path) {
  std::error_code error;
  const std::filesystem::path whole = std::filesystem::absolute(path, error);
  return (error ? path : whole).lexically_normal().string();
}

Complaint complaint_at(const Json& reference, const std::vector<std::string>& files,
                       std::string what, std::string hint = {}) {
  const Mark& mark = reference.mark;
  const std::string name = mark.file < files.size() ? files[mark.file] : std::string();
  return {Severity::error, name, mark.line, mark.column, std::move(what), std::move(hint)};
}

class Importer {
 public:
  Importer(Json& document, std::vector<std::string>& files, std::vector<Complaint>& complaints)
      : document_(document), files_(files), complaints_(complaints) {
    members_[normal(files_.front())] = "";
    if (const Json* there = document_.find(kFilesMember)) {
      for (const auto& [name, tree] : there->members()) {
        if (!tree.mark.known() || tree.mark.file >= files_.size()) continue;
        members_[normal(files_[tree.mark.file])] = name;
        done_.insert(tree.mark.file);
      }
    }
  }

  void run() {
    rewrite(document_);
    while (!waiting_.empty()) {
      auto [name, tree] = std::move(waiting_.back());
      waiting_.pop_back();
      rewrite(tree);
      Json* brought = document_.find(kFilesMember);
      if (brought == nullptr) {
        document_.set(kFilesMember, Json::object());
        brought = document_.find(kFilesMember);
      }
      brought->set(name, std::move(tree));
    }
  }

 private:
  void rewrite(Json& tree) {
    for_each_reference(tree, [&](Json& reference) { rewrite_one(reference); });
  }

  void rewrite_one(Json& reference) {
    const std::string text = reference.text();
    if (text.starts_with(std::string("#/") + kFilesMember + "/")) return;
    const std::string_view scheme = scheme_of(text);
    if (!scheme.empty() || text.starts_with("//")) {
      complaints_.push_back(complaint_at(
          reference, files_, "$ref '" + text + "' would have to be fetched, which is never done",
          "save it beside the document and refer to the file"));
      return;
    }
    if (reference.mark.file >= files_.size()) return;
    if (done_.count(reference.mark.file) != 0) return;  // rewritten when its file came
    const std::size_t hash = std::min(text.find('#'), text.size());
    const std::string path = percent_decoded(text.substr(0, hash));
    const std::string fragment = hash == text.size() ? "#" : text.substr(hash);
    if (path.empty()) {
      // Of the file that it stands in; what an overlay brings refers to the document.
      const auto own = members_.find(normal(files_[reference.mark.file]));
      if (own != members_.end() && !own->second.empty())
        point_into(own->second, fragment, reference);
      return;
    }
    const std::filesystem::path base =
        std::filesystem::path(files_[reference.mark.file]).parent_path();
    if (const std::string* member =
            member_of((base / path).lexically_normal().string(), reference)) {
      point_into(*member, fragment, reference);
    }
  }

  // The pointer in `fragment`, now below the member of that name ("": the document itself).
  static void point_into(const std::string& member, const std::string& fragment, Json& reference) {
    std::string pointer = "#";
    if (!member.empty()) pointer += std::string("/") + kFilesMember + "/" + member;
    Json rewritten = Json::string(pointer + fragment.substr(1));
    rewritten.mark = reference.mark;
    rewritten.key_mark = reference.key_mark;
    reference = std::move(rewritten);
  }

  // The name of the member that holds the file, which is loaded if it is new; nullptr if that
  // failed.
  const std::string* member_of(const std::string& path, const Json& reference) {
    const std::string key = normal(path);
    if (failed_.count(key) != 0) return nullptr;
    const auto known = members_.find(key);
    if (known != members_.end()) return &known->second;
    auto contents = read_file(path);
    if (const auto* complaint = std::get_if<Complaint>(&contents)) {
      failed_.insert(key);
      complaints_.push_back(complaint_at(
          reference, files_, "$ref to '" + path + "': " + complaint->what, complaint->hint));
      return nullptr;
    }
    const auto file = static_cast<std::uint32_t>(files_.size());
    files_.push_back(path);
    auto tree = parse_yaml(std::get<std::string>(contents), file, path, complaints_);
    if (!tree) {
      failed_.insert(key);
      return nullptr;
    }
    const auto added = members_.emplace(key, new_name(path)).first;
    waiting_.emplace_back(added->second, std::move(*tree));
    return &added->second;
  }

  // A name without anything that a pointer or a URI would have to escape.
  std::string new_name(const std::string& path) const {
    std::string stem;
    for (const char c : path) stem += alphanumeric(c) || c == '.' || c == '-' ? c : '_';
    std::string name = stem;
    const auto taken = [&] {
      return std::any_of(members_.begin(), members_.end(),
                         [&](const auto& m) { return m.second == name; });
    };
    for (int n = 2; taken(); ++n) name = stem + "-" + std::to_string(n);
    return name;
  }

  Json& document_;
  std::vector<std::string>& files_;
  std::vector<Complaint>& complaints_;
  std::map<std::string, std::string> members_;  // absolute path -> name below kFilesMember
  std::set<std::uint32_t> done_;
  std::set<std::string> failed_;
  std::vector<std::pair<std::string, Json>> waiting_;
};

class Checker {
 public:
  Checker(const Json& document, const std::vector<std::string>& files,
          std::vector<Complaint>& complaints)
      : document_(document), files_(files), complaints_(complaints) {}

  void run() {
    for_each_reference(document_, [&](const Json& reference) { follow(reference); });
  }

 private:
  const Json* target_of(const Json& reference) const {
    const std::string& text = reference.text();
    return text.starts_with("#") ? document_.at_pointer(percent_decoded(text.substr(1))) : nullptr;
  }

  void follow(const Json& reference) {
    if (!reference.text().starts_with("#")) return;  // complained of already
    std::vector<const Json*> way;
    const Json* at = &reference;
    while (at != nullptr && at->is_string()) {
      if (told_.count(at) != 0) return;
      if (std::find(way.begin(), way.end(), at) != way.end()) {
        tell_circle(way, at);
        return;
      }
      way.push_back(at);
      const Json* target = target_of(*at);
      if (target == nullptr) {
        if (at == &reference) tell_nowhere(reference);
        return;
      }
      at = target->is_object() ? target->find("$ref") : nullptr;
    }
  }

  void tell_circle(const std::vector<const Json*>& way, const Json* again) {
    std::string circle;
    const auto begin = std::find(way.begin(), way.end(), again);
    for (auto at = begin; at != way.end(); ++at) {
      told_.insert(*at);
      circle += (*at)->text() + " -> ";
    }
    circle += again->text();
    complaints_.push_back(
        complaint_at(*again, files_, "$ref in a circle: " + circle, "let one of them be a value"));
  }

  void tell_nowhere(const Json& reference) {
    const std::string& text = reference.text();
    if (text.size() > 1 && text[1] != '/') {
      complaints_.push_back(complaint_at(
          reference, files_, "$ref '" + text + "' is no JSON pointer", "begin it with '#/'"));
      return;
    }
    // The longest part that leads somewhere shows what is wrong.
    const std::string pointer = percent_decoded(text.substr(1));
    std::size_t good = 0;
    for (std::size_t slash = pointer.find('/', 1); slash != std::string::npos;
         slash = pointer.find('/', slash + 1)) {
      if (document_.at_pointer(std::string_view(pointer).substr(0, slash)) == nullptr) break;
      good = slash;
    }
    std::vector<std::string> known;
    for (const auto& [name, value] : document_.at_pointer(pointer.substr(0, good))->members()) {
      if (name != kFilesMember) known.push_back(escape_pointer(name));
    }
    const std::string missing = pointer.substr(good + 1, pointer.find('/', good + 1) - good - 1);
    std::string hint = "check its spelling";
    if (const std::string near = nearest(missing, known); !near.empty())
      hint = "did you mean '" + near + "'?";
    complaints_.push_back(
        complaint_at(reference, files_,
                     "$ref '" + text + "' leads nowhere: there is no '" + missing + "'", hint));
  }

  const Json& document_;
  const std::vector<std::string>& files_;
  std::vector<Complaint>& complaints_;
  std::set<const Json*> told_;
};

}  // namespace

std::string percent_decoded(std::string_view text) {
  const auto hex = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
      out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

void bring_in_files(Json& document, std::vector<std::string>& files,
                    std::vector<Complaint>& complaints) {
  if (document.is_object()) Importer(document, files, complaints).run();
}

void check_references(const Json& document, const std::vector<std::string>& files,
                      std::vector<Complaint>& complaints) {
  Checker(document, files, complaints).run();
}

}  // namespace assay::spec
