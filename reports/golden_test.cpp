// The exact text of the reports on a made-up run. ASSAY_APPROVE=1 (`cmake --build … --target
// approve`) takes the present text as the right one.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "reports/broadcast.h"
#include "reports/console.h"
#include "reports/junit.h"
#include "reports/made_up_run_test.h"

namespace assay::reports {
namespace {

std::string contents(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

void expect_golden(const std::string& name, const std::string& text) {
  const std::string path = std::string(ASSAY_SOURCE_DIR) + "/reports/golden/" + name;
  if (std::getenv("ASSAY_APPROVE") != nullptr) {
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  EXPECT_EQ(contents(path), text)
      << "if that is right: cmake --build <build directory> --target approve";
}

std::string console_text(const MadeUp& run, const ConsoleStyle& style) {
  std::ostringstream out;
  Console console(out, style);
  const spec::Contract contract = made_up_contract();
  run.play(contract, console);
  EXPECT_EQ(console.failure(), "");
  return out.str();
}

std::string junit_text(const MadeUp& run) {
  const std::string path = ::testing::TempDir() + "assay-junit-" + run.token + ".xml";
  Junit junit(path);
  const spec::Contract contract = made_up_contract();
  run.play(contract, junit);
  EXPECT_EQ(junit.failure(), "");
  std::string text = contents(path);
  std::remove(path.c_str());
  return text;
}

MadeUp another_run() {
  MadeUp run;
  run.token = "8hq2zz4mc6yt";
  run.id = "Q-77aa-longer-than-the-other";
  run.time = "2027-01-02T03:04:05.678+01:00";
  run.base = "http://127.0.0.1:35555/v1";
  run.key = "Another-Key-of-5678";
  return run;
}

TEST(Golden, PlainConsole) {
  expect_golden("console.txt", console_text({}, {}));
}

TEST(Golden, LiveColouredConsole) {
  ConsoleStyle style;
  style.live = true;
  style.color = true;
  style.details = 1;
  expect_golden("console-live.txt", console_text({}, style));
}

TEST(Golden, Junit) {
  expect_golden("junit.xml", junit_text({}));
}

TEST(Reports, TwoRunsWithOneSeedGiveTheSameText) {
  EXPECT_EQ(console_text({}, {}), console_text(another_run(), {}));
  EXPECT_EQ(junit_text({}), junit_text(another_run()));
}

TEST(Reports, ShowNoSecretAndNoNameOfTheRun) {
  const MadeUp run;
  for (const std::string& text : {console_text(run, {}), junit_text(run)}) {
    for (const std::string& hidden :
         {run.key, made_up_password(run), run.token, run.id, run.time, std::string("tk-")}) {
      EXPECT_EQ(text.find(hidden), std::string::npos) << hidden;
    }
  }
}

TEST(Reports, KeepTo80ColumnsWhereWordsAllow) {
  std::istringstream lines(console_text({}, {}));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 82U) << line;
}

TEST(Junit, IsValidAgainstTheXsd) {
  const std::string xsd = std::string(ASSAY_SOURCE_DIR) + "/../shared/schemas/junit-10.xsd";
  if (!std::ifstream(xsd)) GTEST_SKIP() << "no ../shared here";
  if (std::system("xmllint --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "no xmllint here";
  const std::string path = ::testing::TempDir() + "assay-valid.xml";
  std::ofstream(path, std::ios::binary) << junit_text({});
  EXPECT_EQ(std::system(("xmllint --noout --schema '" + xsd + "' '" + path + "' 2>&1").c_str()), 0);
  std::remove(path.c_str());
}

TEST(Junit, TellsWhatKeptItFromBeingWritten) {
  Junit junit("/nowhere/at/all/out.xml");
  const spec::Contract contract = made_up_contract();
  MadeUp().play(contract, junit);
  EXPECT_EQ(junit.failure(), "cannot write /nowhere/at/all/out.xml: No such file or directory");
  Broadcast both;
  both.add(junit);
  EXPECT_EQ(both.failure(), junit.failure());
}

}  // namespace
}  // namespace assay::reports
