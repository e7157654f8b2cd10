#include "conformance/stack_trace.h"

#include <array>

#include "spec/pattern.h"

namespace assay::conformance {
namespace {

struct Sign {
  std::string_view language;
  std::string_view pattern;
};

// Frames, or the words above them. Escaped as in JSON or HTML they are found too.
constexpr std::array kSigns{
    Sign{"Python", R"re(Traceback (?:<em>)?\(most recent call last\))re"},
    Sign{"Python", R"re(File (?:\\?"|&quot;|&#34;)[^"&\s]+\.pyx?(?:\\?"|&quot;|&#34;), line \d)re"},
    Sign{
        "Java",
        R"re(\bat (?:[\w.@-]+(?:\\?/)+)*[\w$.<>&;\\]+\((?:[\w$]+\.(?:java|kt|scala|groovy|clj):\d+|Native Method|Unknown Source)\))re"},
    Sign{
        "Node",
        R"re(\bat (?:async )?(?:new )?(?:[\w$.<>#&;]+ (?:\[as [\w$.]+\] )?\()?(?:file:)?(?:node:|\.{0,2}\\?/|[A-Za-z]:\\)[^\s()"]*:\d+:\d)re"},
    Sign{"Ruby", R"re(\w\.(?:rb|erb|rake):\d+:in [`'"&\\])re"},
    Sign{"PHP", R"re(#\d+ [^\s()"]+\.php\(\d+\): )re"},
    Sign{"PHP", R"re(\.php(?:</b>)? on line (?:<b>)?\d)re"},
    Sign{"PHP", R"re(Stack trace:(?:\\n|\s)+#0 )re"},
    Sign{"Go", R"re(goroutine \d+ \[[a-z ,\d]+\]:)re"},
    Sign{"Go", R"re(\.go:\d+ \+0x[0-9a-f])re"},
    Sign{".NET", R"re(\bat [\w.<>`+\[\],|&;]+\([^()"\n]*\) in [^\s"]+:line \d)re"},
    Sign{".NET", R"re(\bat (?:System|Microsoft)\.[\w.<>`+\[\],|&;]+\([^()"\n]*\))re"},
    Sign{".NET", R"re(--- End of (?:inner exception )?stack trace)re"},
    Sign{"Rust", R"re(thread '[^'"\n]+' (?:\(\d+\) )?panicked at )re"},
    Sign{"C++", R"re(#\d+ +0x[0-9a-f]{6,16} in \S)re"},
    Sign{"C++", R"re(\+0x[0-9a-f]+\) ?\[0x[0-9a-f]+\])re"},
    Sign{"C++", R"re(terminate called after throwing an instance of)re"},
    Sign{"C++", R"re(ERROR: (?:Address|Thread|Memory|Leak)Sanitizer)re"},
    Sign{"Perl", R"re(\bat [^\s"]+\.p[lm] line \d)re"},
    Sign{"Elixir", R"re(\(\w+ [\d.]+\) lib/[^\s:"]+\.exs?:\d+: )re"},
};

std::string any_of_them() {
  std::string out;
  for (const Sign& sign : kSigns) {
    if (!out.empty()) out += '|';
    out += "(?:";
    out += sign.pattern;
    out += ')';
  }
  return out;
}

// The first line in which the pattern is found; the whole text if it spans several.
std::string_view line_with(const spec::Pattern& pattern, std::string_view text) {
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    if (pattern.found_in(line)) return line;
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  return text;
}

}  // namespace

std::optional<StackTrace> find_stack_trace(std::string_view text) {
  // A constant: compiling it takes longer than looking through many answers.
  static const spec::Pattern kAny(any_of_them());
  constexpr std::size_t kShortest = 12;
  constexpr std::size_t kMost = 1 << 20;
  if (text.size() < kShortest) return std::nullopt;
  text = text.substr(0, kMost);
  if (!kAny.found_in(text)) return std::nullopt;
  for (const Sign& sign : kSigns) {
    const spec::Pattern pattern{std::string(sign.pattern)};
    if (!pattern.found_in(text)) continue;
    std::string_view line = line_with(pattern, text);
    const std::size_t start = line.find_first_not_of(" \t");
    if (start != std::string_view::npos) line.remove_prefix(start);
    return StackTrace{sign.language, std::string(line)};
  }
  return std::nullopt;
}

}  // namespace assay::conformance
