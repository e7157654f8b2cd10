#include "runners/options.h"

#include <gtest/gtest.h>

#include "runners/config.h"
#include "runners/credentials.h"
#include "runners/help.h"

namespace assay::runners {
namespace {

RunOptions options(const RawValues& values) {
  auto result = run_options(values);
  if (const auto* errors = std::get_if<UsageErrors>(&result)) ADD_FAILURE() << errors->front();
  return std::holds_alternative<RunOptions>(result) ? std::get<RunOptions>(std::move(result))
                                                    : RunOptions{};
}

UsageErrors errors(const RawValues& values) {
  auto result = run_options(values);
  return std::holds_alternative<UsageErrors>(result) ? std::get<UsageErrors>(result)
                                                     : UsageErrors{};
}

UsageErrors error(const std::string& name, const std::string& text) {
  return errors({{name, {{text, ""}}}});
}

TEST(RunOptions, HaveDefaults) {
  const RunOptions run = options({});
  EXPECT_EQ(run.cases, 20U);
  EXPECT_GE(run.jobs, 2U);
  EXPECT_EQ(run.timeout, std::chrono::seconds(10));
  EXPECT_FALSE(run.seed);
  EXPECT_EQ(run.documents.source().name, spec::embedded_document().name);
  EXPECT_EQ(run.documents.overlay_sources().size(), 1U);
}

TEST(RunOptions, AreUnderstood) {
  const RunOptions run = options({{"cases", {{"010", ""}}},
                                  {"seed", {{"18446744073709551615", ""}}},
                                  {"timeout", {{"0.25", ""}}},
                                  {"header", {{"X-A:  b c ", ""}}},
                                  {"report", {{"junit=a=b.xml", ""}}},
                                  {"url", {{"http://127.0.0.1:4010/v1/", ""}}}});
  EXPECT_EQ(run.cases, 10U);
  EXPECT_EQ(run.seed, ~std::uint64_t{0});
  EXPECT_EQ(run.timeout, std::chrono::milliseconds(250));
  ASSERT_EQ(run.headers.size(), 1U);
  EXPECT_EQ(run.headers[0].value, "b c");
  EXPECT_EQ(run.junit, std::vector<std::string>{"a=b.xml"});
  ASSERT_TRUE(run.target);
  EXPECT_EQ(run.target->url(), "http://127.0.0.1:4010/v1");
}

TEST(RunOptions, RefuseWhatIsNoNumber) {
  for (const std::string text :
       {"", "-1", "0", "1.5", "1e3", "0x10", " 5", "5 ", "nan", "99999999999999999999"}) {
    EXPECT_EQ(error("cases", text),
              UsageErrors{"--cases: '" + text + "' is no whole number from 1 to 1000000"});
  }
  for (const std::string text : {"0", "-1", "1.", ".5", "abc", "inf", "3601", "1,5", "0.0001"}) {
    EXPECT_EQ(error("timeout", text),
              UsageErrors{"--timeout: '" + text + "' is no number of seconds from 0.001 to 3600"});
  }
}

TEST(RunOptions, RefuseHeadersThatWouldBreakTheRequest) {
  EXPECT_EQ(error("header", "no colon"), UsageErrors{"--header: is not of the form 'Name: value'"});
  EXPECT_EQ(error("header", "X: a\r\nY: b"),
            UsageErrors{"--header: X: a header's value is one line without control characters"});
  EXPECT_EQ(error("header", "content-Length: 3"),
            UsageErrors{"--header: content-Length is for assay itself to set"});
}

TEST(RunOptions, NameWhatIsNotKnown) {
  EXPECT_EQ(
      error("report", "html=x"),
      UsageErrors{"--report: 'html' is no kind of report; known: junit (--report junit=FILE)"});
  EXPECT_EQ(error("report", "junit"), UsageErrors{"--report: names no file; write junit=FILE"});
  EXPECT_EQ(error("refusal", "htp"),
            UsageErrors{"--refusal: 'htp' is not known; did you mean 'http'?"});
  EXPECT_EQ(error("run-id", "Has Blank"),
            UsageErrors{"--run-id: takes 1 to 12 lower-case letters and digits"});
  EXPECT_EQ(errors({{"url", {{"http://h", ""}}}, {"defect", {{"", ""}}}}).size(), 2U);
}

TEST(Documents, TheEmbeddedOverlayIsAppliedOnce) {
  EXPECT_EQ((DocumentOptions{"", {"zoom-user", "mine.yml"}}.overlay_sources().size()), 2U);
  const std::vector<spec::Source> own =
      DocumentOptions{"vendor.yml", {"zoom-user"}}.overlay_sources();
  ASSERT_EQ(own.size(), 1U);
  EXPECT_EQ(own[0].name, spec::embedded_overlay().name);
  EXPECT_TRUE((DocumentOptions{"vendor.yml", {}}.overlay_sources().empty()));
}

RawValues config(const std::string& text, const std::string& name = "dir/assay.yaml") {
  auto result = parse_config(text, name);
  if (const auto* complaints = std::get_if<std::vector<spec::Complaint>>(&result))
    ADD_FAILURE() << spec::to_string(complaints->front());
  return std::holds_alternative<RawValues>(result) ? std::get<RawValues>(result) : RawValues{};
}

std::string config_errors(const std::string& text) {
  auto result = parse_config(text, "assay.yaml");
  std::string out;
  if (const auto* complaints = std::get_if<std::vector<spec::Complaint>>(&result)) {
    for (const spec::Complaint& complaint : *complaints) out += spec::to_string(complaint) + '\n';
  }
  return out;
}

TEST(Config, TakesTheLongOptionsAndPathsBesideItself) {
  const RawValues values = config(
      "document: zoom.yml\noverlay: [a.yml, /b.yml, zoom-user]\nreport: {junit: out.xml}\ncases: "
      "5\n"
      "timeout: 0.5\nskip: userList\nfail-fast: true\nquiet: false\n");
  const RunOptions run = options(values);
  EXPECT_EQ(run.documents.document, "dir/zoom.yml");
  EXPECT_EQ(run.documents.overlays, (std::vector<std::string>{"dir/a.yml", "/b.yml", "zoom-user"}));
  EXPECT_EQ(run.junit, std::vector<std::string>{"dir/out.xml"});
  EXPECT_EQ(run.cases, 5U);
  EXPECT_EQ(run.timeout, std::chrono::milliseconds(500));
  EXPECT_EQ(run.skip, std::vector<std::string>{"userList"});
  EXPECT_TRUE(run.fail_fast);
  EXPECT_FALSE(run.quiet);
}

TEST(Config, TheCommandLineWins) {
  const RawValues values = merged({{"cases", {{"7", ""}}}}, config("cases: 5\njobs: 3\n"));
  EXPECT_EQ(options(values).cases, 7U);
  EXPECT_EQ(options(values).jobs, 3U);
}

TEST(Config, ComplainsWithPlacesAndSuggestionsAllAtOnce) {
  EXPECT_EQ(config_errors("num-case: 3\nurl: [a]\nquiet: 1\n"),
            "assay.yaml:1:1: error: unknown key 'num-case'; did you mean 'cases'?\n"
            "assay.yaml:2:6: error: url takes one value, not a list\n"
            "assay.yaml:3:8: error: quiet is true or false, not a number\n");
  EXPECT_EQ(config_errors("- a\n"),
            "assay.yaml:1:1: error: a configuration is a mapping of options, not a list\n");
  EXPECT_EQ(config_errors("plan: true\n").substr(0, 45),
            "assay.yaml:1:1: error: unknown key 'plan'; kn");
  EXPECT_EQ(
      errors(config("seed: 1\ncases: many\n")),
      UsageErrors{"dir/assay.yaml:2:8: error: cases: 'many' is no whole number from 1 to 1000000"});
}

TEST(Config, AnEmptyFileAsksForNothing) {
  EXPECT_TRUE(config("# nothing\n").empty());
}

TEST(Config, ItsSchemaKnowsTheSameKeys) {
  std::vector<spec::Complaint> complaints;
  const std::string path = std::string(ASSAY_SOURCE_DIR) + "/runners/config.schema.json";
  const spec::LoadedDocument loaded = spec::load_document({path, std::nullopt}, {});
  ASSERT_TRUE(loaded.document);
  const spec::Json* properties = loaded.document->find("properties");
  ASSERT_NE(properties, nullptr);
  std::size_t keys = 1;
  EXPECT_NE(properties->find("document"), nullptr);
  for (const OptionRow& row : options_of(CommandKind::run)) {
    EXPECT_EQ(properties->find(row.name) != nullptr, row.in_config) << row.name;
    if (row.in_config) ++keys;
  }
  EXPECT_EQ(properties->members().size(), keys);
}

spec::Contract contract_with_schemes() {
  spec::Contract contract;
  contract.schemes = {{"api_key", spec::SecurityScheme::Kind::form, "api_key", "ASSAY_API_KEY",
                       spec::Secrecy::redact},
                      {"spare", spec::SecurityScheme::Kind::header, "X-Spare", "ASSAY_SPARE",
                       spec::Secrecy::redact}};
  spec::Operation operation;
  operation.security = {{0}};
  contract.operations = {operation};
  return contract;
}

TEST(Credentials, AStandInOnlyOnThisMachine) {
  const Environment none = [](const char*) -> const char* { return nullptr; };
  const spec::Contract contract = contract_with_schemes();
  const auto here =
      std::get<std::vector<std::string>>(find_credentials(contract, true, "run1", none));
  ASSERT_EQ(here.size(), 2U);
  EXPECT_GE(here[0].size(), 16U);
  EXPECT_EQ(here[1], "");
  EXPECT_NE(here[0],
            std::get<std::vector<std::string>>(find_credentials(contract, true, "run2", none))[0]);
  EXPECT_EQ(std::get<std::string>(find_credentials(contract, false, "run1", none)),
            "the target is not on this machine, so its credentials are needed; set ASSAY_API_KEY");
}

TEST(Credentials, ComeFromTheEnvironment) {
  const Environment set = [](const char* name) -> const char* {
    return std::string(name) == "ASSAY_API_KEY" ? "mine" : "";
  };
  EXPECT_EQ(std::get<std::vector<std::string>>(
                find_credentials(contract_with_schemes(), false, "r", set))[0],
            "mine");
  const Environment broken = [](const char*) -> const char* { return "two\nlines"; };
  EXPECT_TRUE(std::holds_alternative<std::string>(
      find_credentials(contract_with_schemes(), true, "r", broken)));
}

TEST(Help, FitsInto80Columns) {
  for (const CommandKind kind : {CommandKind::none, CommandKind::run, CommandKind::mock,
                                 CommandKind::contract, CommandKind::laws}) {
    const std::string text = help_text(kind);
    for (std::size_t at = 0, end = 0; (end = text.find('\n', at)) != std::string::npos;
         at = end + 1) {
      EXPECT_LE(end - at, 82U) << text.substr(at, end - at);
    }
  }
}

}  // namespace
}  // namespace assay::runners
