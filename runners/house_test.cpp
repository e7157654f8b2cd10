// The house as the design draws it: arrows between folders, one door for each library, files of a
// readable size.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct SourceFile {
  std::string path;  // from the top
  std::vector<std::string> lines;
  bool is_test() const { return path.find("_test.") != std::string::npos; }
};

// The folder that the arrows are drawn between: the mock is a room of its own.
std::string room_of(const std::string& path) {
  if (path.rfind("runners/mock/", 0) == 0) return "runners/mock";
  return path.substr(0, path.find('/'));
}

std::vector<SourceFile> sources() {
  const std::string top = ASSAY_SOURCE_DIR;
  std::vector<SourceFile> files;
  for (const char* folder : {"spec", "properties", "conformance", "reports", "runners"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(top) / folder)) {
      const std::string extension = entry.path().extension();
      if (extension != ".h" && extension != ".cpp") continue;
      SourceFile file{fs::relative(entry.path(), top).string(), {}};
      std::ifstream in(entry.path());
      for (std::string line; std::getline(in, line);) file.lines.push_back(line);
      files.push_back(std::move(file));
    }
  }
  return files;
}

// What stands between the quotes or angle brackets of an #include, with its opening sign; "" none.
std::string included(const std::string& line) {
  const std::size_t at = line.find("#include");  // at the beginning of a line only
  if (at != 0) return {};
  const std::size_t open = line.find_first_of("\"<", at);
  if (open == std::string::npos) return {};
  const std::size_t close = line.find_first_of("\">", open + 1);
  return close == std::string::npos ? std::string() : line.substr(open, close - open);
}

TEST(House, EveryIncludeFollowsAnArrowOfTheDesign) {
  const std::map<std::string, std::set<std::string>> arrows{
      {"spec", {"spec"}},
      {"properties", {"properties", "spec"}},
      {"conformance", {"conformance", "spec"}},
      {"reports", {"reports", "conformance", "spec"}},
      {"runners/mock", {"runners/mock", "spec"}},
      {"runners", {"runners", "runners/mock", "reports", "conformance", "properties", "spec"}},
  };
  for (const SourceFile& file : sources()) {
    const std::set<std::string>& allowed = arrows.at(room_of(file.path));
    for (const std::string& line : file.lines) {
      const std::string include = included(line);
      if (include.empty() || include.front() != '"') continue;
      const std::string target = include.substr(1);
      ASSERT_NE(target.find('/'), std::string::npos)
          << file.path << " includes " << target << " without its folder";
      EXPECT_TRUE(allowed.count(room_of(target))) << file.path << " includes " << target;
    }
  }
}

TEST(House, EveryLibraryHasOneDoor) {
  const std::map<std::string, std::size_t> doors{{"<httplib.h", 2}, {"<yaml-cpp/", 1},
                                                 {"<valijson/", 1}, {"<pugixml", 1},
                                                 {"<CLI/", 1},      {"<nlohmann/", 2}};
  for (const auto& [library, most] : doors) {
    std::set<std::string> users;
    for (const SourceFile& file : sources()) {
      if (file.is_test()) continue;
      for (const std::string& line : file.lines) {
        if (included(line).rfind(library, 0) == 0) users.insert(file.path);
      }
    }
    std::ostringstream names;
    for (const std::string& user : users) names << ' ' << user;
    EXPECT_LE(users.size(), most) << library << " is included by" << names.str();
    EXPECT_GE(users.size(), 1u) << library;
  }
}

TEST(House, RapidCheckStaysInProperties) {
  for (const SourceFile& file : sources()) {
    if (file.is_test() || room_of(file.path) == "properties") continue;
    for (const std::string& line : file.lines)
      EXPECT_NE(included(line).rfind("<rapidcheck", 0), 0u) << file.path;
  }
}

TEST(House, NoFileIsLongerThanFourHundredLines) {
  for (const SourceFile& file : sources()) EXPECT_LE(file.lines.size(), 400u) << file.path;
}

}  // namespace
