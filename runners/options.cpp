#include "runners/options.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <thread>

#include "spec/suggestion.h"

namespace assay::runners {
namespace {

constexpr std::size_t kMostJobs = 64;
constexpr std::size_t kMostDefaultJobs = 16;

bool digits_only(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Reads options, and collects what is wrong with them.
class Reader {
 public:
  explicit Reader(const RawValues& values) : values_(values) {}

  UsageErrors take_errors() { return std::move(errors_); }

  const RawValue* one(std::string_view name) const {
    const auto it = values_.find(name);
    return it == values_.end() || it->second.empty() ? nullptr : &it->second.front();
  }

  bool flag(std::string_view name) const {
    const RawValue* value = one(name);
    return value != nullptr && value->text != "false";
  }

  std::string text(std::string_view name) {
    const RawValue* value = one(name);
    if (value == nullptr) return {};
    if (value->text.empty()) complain(name, *value, "needs a value that is not empty");
    return value->text;
  }

  std::vector<std::string> texts(std::string_view name) {
    std::vector<std::string> out;
    const auto it = values_.find(name);
    if (it == values_.end()) return out;
    for (const RawValue& value : it->second) {
      if (value.text.empty()) complain(name, value, "needs a value that is not empty");
      out.push_back(value.text);
    }
    return out;
  }

  template <class Number>
  void number(std::string_view name, Number least, Number most, Number& out) {
    const RawValue* value = one(name);
    if (value == nullptr) return;
    Number parsed{};
    const char* end = value->text.data() + value->text.size();
    const auto [stop, error] = std::from_chars(value->text.data(), end, parsed);
    if (!digits_only(value->text) || error != std::errc() || stop != end || parsed < least ||
        parsed > most) {
      complain(name, *value,
               "'" + value->text + "' is no whole number from " + std::to_string(least) + " to " +
                   std::to_string(most));
      return;
    }
    out = parsed;
  }

  void seconds(std::string_view name, std::chrono::milliseconds& out) {
    const RawValue* value = one(name);
    if (value == nullptr) return;
    const std::string& text = value->text;
    const std::size_t point = std::min(text.find('.'), text.size());
    const std::string whole = text.substr(0, point);
    std::string fraction = point < text.size() ? text.substr(point + 1) : "0";
    const bool well = digits_only(whole) && whole.size() <= 4 && digits_only(fraction);
    fraction.resize(3, '0');
    const long milliseconds = well ? std::stol(whole) * 1000 + std::stol(fraction) : 0;
    if (milliseconds < 1 || milliseconds > 3'600'000) {
      complain(name, *value, "'" + text + "' is no number of seconds from 0.001 to 3600");
      return;
    }
    out = std::chrono::milliseconds(milliseconds);
  }

  template <class T>
  void choice(std::string_view name, const std::vector<std::pair<std::string, T>>& choices,
              T& out) {
    const RawValue* value = one(name);
    if (value == nullptr) return;
    std::vector<std::string> known;
    for (const auto& [text, meaning] : choices) {
      if (text == value->text) {
        out = meaning;
        return;
      }
      known.push_back(text);
    }
    complain(name, *value,
             "'" + value->text + "' is not known; " + spec::suggestion(value->text, known));
  }

  void complain(std::string_view name, const RawValue& value, const std::string& what) {
    if (value.where.empty()) {
      errors_.push_back((name == "document" ? "DOCUMENT" : "--" + std::string(name)) + ": " + what);
    } else {
      errors_.push_back(value.where + ": error: " + std::string(name) + ": " + what);
    }
  }

  const std::vector<RawValue>& all(std::string_view name) const {
    static const std::vector<RawValue> kNone;
    const auto it = values_.find(name);
    return it == values_.end() ? kNone : it->second;
  }

 private:
  const RawValues& values_;
  UsageErrors errors_;
};

DocumentOptions documents(Reader& reader) {
  DocumentOptions out;
  out.document = reader.text("document");
  out.overlays = reader.texts("overlay");
  return out;
}

bool token_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

void read_headers(Reader& reader, std::vector<spec::Header>& out) {
  for (const RawValue& value : reader.all("header")) {
    const std::size_t colon = value.text.find(':');
    const std::string name = value.text.substr(0, std::min(colon, value.text.size()));
    if (colon == std::string::npos || name.empty() ||
        !std::all_of(name.begin(), name.end(), token_character)) {
      reader.complain("header", value, "is not of the form 'Name: value'");
      continue;
    }
    const std::size_t start = value.text.find_first_not_of(" \t", colon + 1);
    std::string text = start == std::string::npos ? "" : value.text.substr(start);
    text.erase(text.find_last_not_of(" \t") + 1);
    const bool control = std::any_of(text.begin(), text.end(), [](unsigned char c) {
      return (c < 0x20 && c != '\t') || c == 0x7F;
    });
    if (control) {
      reader.complain("header", value,
                      name + ": a header's value is one line without control characters");
      continue;
    }
    static const std::set<std::string> kOurs{"content-length", "content-type", "transfer-encoding",
                                             "connection"};
    if (kOurs.contains(lower(name))) {
      reader.complain("header", value, name + " is for assay itself to set");
      continue;
    }
    out.push_back({name, text});
  }
}

void read_reports(Reader& reader, RunOptions& out) {
  std::set<std::string> files;
  for (const RawValue& value : reader.all("report")) {
    const std::size_t equals = value.text.find('=');
    const std::string kind = value.text.substr(0, std::min(equals, value.text.size()));
    if (kind != "junit") {
      reader.complain("report", value,
                      "'" + kind + "' is no kind of report; known: junit (--report junit=FILE)");
    } else if (equals == std::string::npos || equals + 1 == value.text.size()) {
      reader.complain("report", value, "names no file; write junit=FILE");
    } else if (!files.insert(value.text.substr(equals + 1)).second) {
      reader.complain("report", value,
                      "two reports go to the file " + value.text.substr(equals + 1));
    } else {
      out.junit.push_back(value.text.substr(equals + 1));
    }
  }
}

void read_mock(Reader& reader, mock::RefusalStyle& refusal, std::string& defect) {
  reader.choice<mock::RefusalStyle>(
      "refusal", {{"http", mock::RefusalStyle::http}, {"envelope", mock::RefusalStyle::envelope}},
      refusal);
  defect = reader.text("defect");
  if (defect.empty()) return;
  std::vector<std::string> known;
  for (const mock::Defect& row : mock::defect_catalogue()) known.emplace_back(row.id);
  if (std::find(known.begin(), known.end(), defect) != known.end()) return;
  const std::string meant = similar_name(defect, known);
  reader.complain("defect", *reader.one("defect"),
                  "no defect is called '" + defect + "'; " +
                      (meant.empty() ? std::string("`assay mock --list-defects` lists them")
                                     : "did you mean '" + meant + "'?"));
}

void read_target(Reader& reader, RunOptions& out) {
  const RawValue* url = reader.one("url");
  if (url == nullptr) return;
  out.url = reader.text("url");
  if (out.url->empty()) return;
  auto parsed = parse_target(url->text);
  if (const auto* what = std::get_if<std::string>(&parsed)) {
    reader.complain("url", *url, *what);
  } else {
    out.target = std::get<Target>(std::move(parsed));
  }
  for (const std::string_view name : {"defect", "refusal"}) {
    if (const RawValue* value = reader.one(name)) {
      reader.complain(name, *value, "is for the embedded mock, which is not used with --url");
    }
  }
}

}  // namespace

spec::Source DocumentOptions::source() const {
  return document.empty() ? spec::embedded_document() : spec::Source{document, std::nullopt};
}

std::vector<spec::Source> DocumentOptions::overlay_sources() const {
  std::vector<spec::Source> out;
  if (document.empty()) out.push_back(spec::embedded_overlay());
  for (const std::string& overlay : overlays) {
    if (overlay != kEmbeddedOverlay) {
      out.push_back({overlay, std::nullopt});
    } else if (!document.empty()) {
      out.push_back(spec::embedded_overlay());
    }
  }
  return out;
}

std::variant<RunOptions, UsageErrors> run_options(const RawValues& values) {
  Reader reader(values);
  RunOptions out;
  out.documents = documents(reader);
  read_target(reader, out);
  read_reports(reader, out);
  read_headers(reader, out.headers);
  read_mock(reader, out.refusal, out.defect);
  out.only = reader.texts("only");
  out.skip = reader.texts("skip");
  if (reader.one("seed") != nullptr) {
    std::uint64_t seed = 0;
    reader.number<std::uint64_t>("seed", 0, ~std::uint64_t{0}, seed);
    out.seed = seed;
  }
  out.jobs = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 2, kMostDefaultJobs);
  reader.number<std::size_t>("cases", 1, 1'000'000, out.cases);
  reader.number<std::size_t>("jobs", 1, kMostJobs, out.jobs);
  reader.number<std::size_t>("max-shrinks", 0, 100'000, out.max_shrinks);
  reader.seconds("timeout", out.timeout);
  out.run_id = reader.text("run-id");
  const bool plain = std::all_of(out.run_id.begin(), out.run_id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  });
  if (out.run_id.size() > 12 || !plain) {
    reader.complain("run-id", *reader.one("run-id"), "takes 1 to 12 lower-case letters and digits");
  }
  out.config = reader.text("config");
  out.fail_fast = reader.flag("fail-fast");
  out.plan = reader.flag("plan");
  out.quiet = reader.flag("quiet");
  if (UsageErrors errors = reader.take_errors(); !errors.empty()) return errors;
  return out;
}

std::variant<MockCommandOptions, UsageErrors> mock_options(const RawValues& values) {
  Reader reader(values);
  MockCommandOptions out;
  out.documents = documents(reader);
  read_mock(reader, out.refusal, out.defect);
  if (reader.one("host") != nullptr) out.host = reader.text("host");
  reader.number<int>("port", 0, 65535, out.port);
  out.list_defects = reader.flag("list-defects");
  if (UsageErrors errors = reader.take_errors(); !errors.empty()) return errors;
  return out;
}

ContractOptions contract_options(const RawValues& values) {
  Reader reader(values);
  return {documents(reader)};
}

LawsOptions laws_options(const RawValues& values) {
  return {Reader(values).flag("list")};
}

RawValues merged(const RawValues& line, const RawValues& config) {
  RawValues out = line;
  out.insert(config.begin(), config.end());
  return out;
}

}  // namespace assay::runners
