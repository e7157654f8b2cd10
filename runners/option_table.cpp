#include "runners/option_table.h"

#include <algorithm>
#include <array>

#include "spec/suggestion.h"

namespace assay::runners {
namespace {

constexpr OptionRow kOverlay{
    "overlay", Takes::many, "FILE",
    "an OpenAPI Overlay to apply (again for another one, in that order); `zoom-user` is the "
    "overlay that assay carries in itself",
    true};

constexpr std::array kRun{
    kOverlay,
    OptionRow{"url", Takes::one, "URL",
              "the target: the base to which the contract's paths are appended, such as "
              "http://127.0.0.1:4010/v1 "
              "(without it: the embedded mock)",
              true},
    OptionRow{"report", Takes::many, "KIND=FILE", "write a report; KIND is junit", true},
    OptionRow{"only", Takes::many, "SELECTOR",
              "try only these laws: OPERATION, LAW or OPERATION:LAW, each with '*' wildcards; a "
              "family or the beginning of "
              "an id up to a '/' selects all below it",
              true},
    OptionRow{"skip", Takes::many, "SELECTOR", "leave these laws out", true},
    OptionRow{"seed", Takes::one, "N", "decides every request (default: random, and printed)",
              true},
    OptionRow{"cases", Takes::one, "N",
              "trials of each law (20; a law with fewer distinct trials gets no more than those)",
              true},
    OptionRow{"jobs", Takes::one, "N",
              "workers, each with its own connection (default: one a core, at least 2)", true},
    OptionRow{"header", Takes::many, "'NAME: VALUE'", "send this header with every request", true},
    OptionRow{"timeout", Takes::one, "SECONDS",
              "the longest that one exchange may take (10; fractions are fine)", true},
    OptionRow{"max-shrinks", Takes::one, "N", "attempts at making a failure smaller (200)", true},
    OptionRow{"fail-fast", Takes::nothing, "", "stop after the first broken law", true},
    OptionRow{"run-id", Takes::one, "ID",
              "a part of all names that the run makes up: 1 to 12 lower-case letters and digits "
              "(default: random)",
              true},
    OptionRow{"plan", Takes::nothing, "", "print what would be tried, and send nothing", false},
    OptionRow{"defect", Takes::one, "ID",
              "give the embedded mock this defect (`assay mock --list-defects`)", true},
    OptionRow{"refusal", Takes::one, "STYLE",
              "how the embedded mock refuses: http (a 4xx) or envelope (200 with an error)", true},
    OptionRow{"config", Takes::one, "FILE",
              "read options from a YAML file; the command line wins over it", false},
    OptionRow{"quiet", Takes::nothing, "", "print nothing but errors", true},
};

constexpr std::array kMock{
    kOverlay,
    OptionRow{"port", Takes::one, "N", "listen there (4010; 0: any free port)", false},
    OptionRow{"host", Takes::one, "HOST", "… at this address (127.0.0.1)", false},
    OptionRow{"refusal", Takes::one, "STYLE",
              "how to refuse: http (a 4xx) or envelope (200 with the declared error)", false},
    OptionRow{"defect", Takes::one, "ID", "break one promise", false},
    OptionRow{"list-defects", Takes::nothing, "", "list the defects there are, and serve nothing",
              false},
};

constexpr std::array kContract{kOverlay};

constexpr std::array kLaws{
    OptionRow{"list", Takes::nothing, "", "the ids alone, one a line", false}};

}  // namespace

std::string_view to_string(CommandKind kind) {
  switch (kind) {
    case CommandKind::none:
      return "";
    case CommandKind::run:
      return "run";
    case CommandKind::mock:
      return "mock";
    case CommandKind::contract:
      return "contract";
    case CommandKind::laws:
      return "laws";
  }
  return "";
}

std::span<const OptionRow> options_of(CommandKind kind) {
  switch (kind) {
    case CommandKind::none:
      return {};
    case CommandKind::run:
      return kRun;
    case CommandKind::mock:
      return kMock;
    case CommandKind::contract:
      return kContract;
    case CommandKind::laws:
      return kLaws;
  }
  return {};
}

std::string similar_name(const std::string& name, const std::vector<std::string>& known) {
  const auto bare = [](const std::string& text) {
    const std::size_t start = text.find_first_not_of('-');
    return start == std::string::npos ? std::string() : text.substr(start);
  };
  std::vector<std::string> plain;
  for (const std::string& one : known) plain.push_back(bare(one));
  const auto given_as = [&](const std::string& found) {
    for (std::size_t i = 0; i < known.size(); ++i) {
      if (!found.empty() && plain[i] == found) return known[i];
    }
    return std::string();
  };
  const std::string wanted = bare(name);
  if (std::string whole = given_as(spec::nearest(wanted, plain)); !whole.empty()) return whole;
  // One of the words of a longer name: num-case, case-count.
  for (std::size_t at = 0; at < wanted.size();) {
    const std::size_t end = std::min(wanted.find_first_of("-_", at), wanted.size());
    const std::string word = wanted.substr(at, end - at);
    if (word.size() >= 3) {
      if (std::string found = given_as(spec::nearest(word, plain)); !found.empty()) return found;
    }
    at = end + 1;
  }
  return {};
}

}  // namespace assay::runners
