// The program as a user meets it: arguments in, texts and exit statuses out.
#include <gtest/gtest.h>

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "runners/commands.h"

namespace assay::runners {
namespace {

struct Outcome {
  int status = -1;
  std::string out, err;
};

Outcome program(const std::vector<std::string>& arguments) {
  std::ostringstream out, err;
  Outcome outcome;
  outcome.status = assay_program(
      arguments, {out, err, [](const char*) -> const char* { return nullptr; }, false});
  outcome.out = out.str();
  outcome.err = err.str();
  return outcome;
}

// A file of its own for a test, gone at the end.
class Scratch {
 public:
  explicit Scratch(const std::string& name, const std::string& contents = "")
      : path(::testing::TempDir() + "assay-" + std::to_string(::getpid()) + "-" + name) {
    if (!contents.empty()) std::ofstream(path, std::ios::binary) << contents;
  }
  ~Scratch() { std::remove(path.c_str()); }
  std::string contents() const {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
  }
  const std::string path;
};

TEST(Program, TellsItsVersionAndHelp) {
  EXPECT_EQ(program({"--version"}).out, "assay " ASSAY_VERSION "\n");
  EXPECT_EQ(program({"--help"}).status, 0);
  EXPECT_NE(program({"run", "--help"}).out.find("exit status:"), std::string::npos);
  const Outcome nothing = program({});
  EXPECT_EQ(nothing.status, 2);
  EXPECT_EQ(nothing.out, "");
  EXPECT_NE(nothing.err.find("usage: assay COMMAND"), std::string::npos);
}

TEST(Program, AnswersAWrongCommandLineWithOneLineAndExit2) {
  const Outcome outcome = program({"run", "--num-case", "3"});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err,
            "assay: unknown option --num-case; did you mean --cases?\nsee assay run --help\n");
  EXPECT_EQ(program({"run", "--cases", "x"}).status, 2);
  EXPECT_EQ(program({"contract", "--overlay"}).err,
            "assay: --overlay needs a value\nsee assay contract --help\n");
}

TEST(Program, ListsItsLawsAndDefects) {
  const Outcome laws = program({"laws", "--list"});
  EXPECT_EQ(laws.status, 0);
  EXPECT_NE(laws.out.find("required/F/absent\n"), std::string::npos);
  EXPECT_NE(program({"laws"}).out.find("Without {F} the request is refused."), std::string::npos);
  EXPECT_GT(program({"mock", "--list-defects"}).out.size(), 100U);
}

TEST(Program, AMissingDocumentIsOneComplaintAndExit2) {
  const Outcome outcome = program({"run", "/nowhere/zoom.yml"});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_NE(outcome.err.find("/nowhere/zoom.yml"), std::string::npos);
  EXPECT_EQ(program({"run", "--config", "/nowhere/assay.yaml"}).err,
            "/nowhere/assay.yaml: error: no such file; check the path\n");
}

TEST(Program, AnEmptyConfigurationAsksForNothing) {
  const Scratch empty("empty.yaml", "\n");
  EXPECT_EQ(program({"run", "--plan", "--config", empty.path}).status, 0);
}

TEST(Program, CountsTheComplaintsThatAreTooManyToRead) {
  std::string document = "{";
  for (int i = 0; i < 300; ++i) document += "\"a\": 1, ";
  const Scratch repeated("repeated.json", document + "\"b\": 1}");
  const Outcome outcome = program({"contract", repeated.path});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 201);
  EXPECT_NE(outcome.err.find("and 99 complaints more\n"), std::string::npos);
}

TEST(Program, TellsWhatAFlagOrAUrlMayNotBe) {
  EXPECT_EQ(program({"run", "--plan=x"}).err,
            "assay: --plan takes no value\nsee assay run --help\n");
  EXPECT_EQ(program({"run", "--url", ""}).err,
            "assay: --url: needs a value that is not empty\nsee assay run --help\n");
  EXPECT_EQ(program({"run", "--url", "http:/127.0.0.1"}).err,
            "assay: --url: http:/127.0.0.1: write http://…\nsee assay run --help\n");
}

TEST(Program, PrintsTheContractSoThatItLoadsAgain) {
  const Outcome printed = program({"contract"});
  ASSERT_EQ(printed.status, 0) << printed.err;
  const Scratch whole("whole.yaml", printed.out);
  const Outcome again = program({"contract", whole.path});
  EXPECT_EQ(again.status, 0) << again.err;
  EXPECT_EQ(again.out, printed.out);
}

TEST(Program, PlansWithoutSending) {
  const Outcome plan =
      program({"run", "--plan", "--only", "accept/minimal", "--url", "http://127.0.0.1:1"});
  EXPECT_EQ(plan.status, 0) << plan.err;
  EXPECT_NE(plan.out.find("accept/minimal"), std::string::npos);
  EXPECT_NE(plan.out.find(" laws, "), std::string::npos);
}

TEST(Program, ASelectorThatSelectsNothingIsAnError) {
  const Outcome outcome = program({"run", "--only", "userGett"});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.err.substr(0, 7), "assay: ");
  EXPECT_NE(outcome.err.find("did you mean"), std::string::npos) << outcome.err;
}

TEST(Program, AReportThatCannotBeWrittenIsToldBeforeAnythingIsSent) {
  const Outcome outcome =
      program({"run", "--only", "accept/minimal", "--report", "junit=/nowhere/out.xml"});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err, "assay: cannot write /nowhere/out.xml: No such file or directory\n");
}

TEST(Program, ATargetElsewhereNeedsCredentials) {
  const Outcome outcome =
      program({"run", "--url", "https://api.example.com/v1", "--only", "accept/minimal"});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_NE(outcome.err.find("ASSAY_"), std::string::npos);
}

TEST(Program, TriesTheEmbeddedMockAndWritesJunit) {
  const Scratch junit("run.xml");
  const Outcome outcome = program(
      {"run", "--seed", "7", "--only", "accept/minimal", "--report", "junit=" + junit.path});
  EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
  EXPECT_NE(outcome.out.find("exit 0"), std::string::npos);
  EXPECT_NE(junit.contents().find("name=\"accept/minimal\""), std::string::npos);
}

TEST(Program, LeavesNothingBehindOnAnHonestTarget) {
  const Scratch junit("clean.xml");
  const Outcome outcome =
      program({"run", "--seed", "7", "--cases", "4", "--only", "userActivate", "--only",
               "userDeactivate", "--only", "userCreate:state", "--report", "junit=" + junit.path});
  EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
  EXPECT_EQ(outcome.out.find("warning"), std::string::npos) << outcome.out;
}

// What stands in the console's text from `from` up to `to`.
std::string part(const std::string& text, const std::string& from, const std::string& to) {
  const std::size_t start = text.find(from);
  if (start == std::string::npos) return "nothing";
  return text.substr(start, text.find(to, start) - start);
}

std::vector<std::string> words(const std::string& line) {
  std::vector<std::string> out;
  std::istringstream in(line);
  for (std::string word; in >> word;) {
    if (word.size() > 1 && word.front() == '\'') word = word.substr(1, word.size() - 2);
    out.push_back(word);
  }
  return out;
}

// The watchers' laws among them: what broke them was another law's request.
TEST(Program, TheReplayLineShowsTheSameFailure) {
  const Scratch junit("replay.xml");
  for (const std::string defect : {"default-ignored", "second-item-type", "hangs-up"}) {
    const Outcome first = program({"run", "--seed", "5", "--jobs", "2", "--defect", defect,
                                   "--report", "junit=" + junit.path});
    ASSERT_EQ(first.status, 1) << first.out << first.err;
    std::vector<std::string> again = words(part(first.out, "run --defect", "\n"));
    again.insert(again.end(), {"--report", "junit=" + junit.path});
    const Outcome second = program(again);
    EXPECT_EQ(second.status, 1) << second.out << second.err;
    EXPECT_EQ(part(first.out, "\nBROKEN", "Found in"), part(second.out, "\nBROKEN", "Found in"));
  }
}

TEST(Program, TheReplayLineHasEveryOptionThatMattersButNoSecret) {
  const Scratch junit("replay-options.xml");
  const Outcome outcome =
      program({"run", "--defect", "default-ignored", "--header", "X-Team: blue sky", "--header",
               "Authorization: Bearer hush", "--timeout", "2.5", "--max-shrinks", "30", "--only",
               "default", "--report", "junit=" + junit.path});
  EXPECT_EQ(outcome.status, 1) << outcome.err;
  EXPECT_EQ(
      part(outcome.out, "run --defect default-ignored ", " --seed"),
      "run --defect default-ignored --header 'X-Team: blue sky' --header 'Authorization: <secret>' "
      "--timeout 2.5 --max-shrinks 30");
  EXPECT_EQ(outcome.out.find("hush"), std::string::npos);
}

TEST(Program, WhereNobodyListensExits3WithReports) {
  const Scratch junit("gone.xml");
  const Outcome outcome = program({"run", "--url", "http://127.0.0.1:1/v1", "--quiet", "--only",
                                   "accept/minimal", "--report", "junit=" + junit.path});
  EXPECT_EQ(outcome.status, 3);
  EXPECT_EQ(outcome.out, "");
  EXPECT_NE(junit.contents().find("<skipped type=\"target-gone\""), std::string::npos);
}

TEST(Program, NumberOfWorkersChangesNothingButTimes) {
  const auto without_times = [](std::string text) {
    for (std::size_t at = 0; (at = text.find(" time=\"", at)) != std::string::npos;) {
      text.erase(at, text.find('"', at + 7) + 1 - at);
    }
    return text;
  };
  for (const char* defect : {"", "update-resets"}) {
    const Scratch one("one.xml"), many("many.xml");
    std::vector<std::string> first{"run", "--seed", "7", "--cases", "2", "--quiet"};
    if (*defect != '\0') first.insert(first.end(), {"--defect", defect, "--only", "userUpdate"});
    std::vector<std::string> second = first;
    first.insert(first.end(), {"--jobs", "1", "--report", "junit=" + one.path});
    second.insert(second.end(), {"--jobs", "8", "--report", "junit=" + many.path});
    EXPECT_EQ(program(first).status, *defect == '\0' ? 0 : 1);
    EXPECT_EQ(program(second).status, *defect == '\0' ? 0 : 1);
    EXPECT_EQ(without_times(one.contents()), without_times(many.contents()));
  }
}

}  // namespace
}  // namespace assay::runners
