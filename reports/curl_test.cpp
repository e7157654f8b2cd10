#include "reports/curl.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>

#include "reports/made_up_run_test.h"
#include "reports/recognise.h"

namespace assay::reports {
namespace {

// What a shell makes of a command: its output.
std::string shell(const std::string& command) {
  std::string out;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return "no shell";
  char buffer[4096];
  for (std::size_t n = 0; (n = fread(buffer, 1, sizeof buffer, pipe)) != 0;) out.append(buffer, n);
  pclose(pipe);
  return out;
}

// The curl line of one request with that body, and no credentials.
std::string line_for(const std::string& method, const std::string& body,
                     const std::string& media_type, const std::string& query = "") {
  spec::Evidence evidence;
  spec::Step step;
  step.id = 1;
  evidence.trial.steps = {step};
  spec::Exchange exchange;
  exchange.step = 1;
  exchange.request.method = method;
  exchange.request.url = "http://h:1/x" + query;
  exchange.request.body = body;
  if (!media_type.empty()) exchange.request.headers.push_back({"Content-Type", media_type});
  exchange.outcome = spec::Answer{};
  evidence.exchanges = {exchange};
  const spec::Contract contract = made_up_contract();
  return curl_text(contract, evidence, Naming(contract, evidence, "http://h:1"), 80);
}

constexpr const char* kForm = "application/x-www-form-urlencoded";

TEST(ShellWord, SurvivesAShell) {
  for (const std::string text :
       {"plain", "", "it's", "a b", "$HOME `x` \"q\" \\ !", "*", "~", "-d", "é&=;#"}) {
    EXPECT_EQ(shell("printf %s " + shell_word(text)), text);
  }
  EXPECT_EQ(shell_word("http://127.0.0.1:80/v1"), "http://127.0.0.1:80/v1");
}

TEST(Curl, NamesTheMethodOnlyWhereCurlWouldTakeAnother) {
  EXPECT_EQ(line_for("POST", "a=1&b=2", kForm), "curl -i http://h:1/x -d a=1 -d b=2");
  EXPECT_EQ(line_for("GET", "", ""), "curl -i http://h:1/x");
  EXPECT_EQ(line_for("PUT", "a=1", kForm), "curl -i -X PUT http://h:1/x -d a=1");
  EXPECT_EQ(
      line_for("POST", "", kForm),
      "curl -i -X POST http://h:1/x \\\n    -H 'Content-Type: application/x-www-form-urlencoded'");
  EXPECT_EQ(line_for("GET", "", "", "?a=1&b=%20"), "curl -i 'http://h:1/x?a=1&b=%20'");
}

TEST(Curl, KeepsOddBodiesAsTheyAre) {
  EXPECT_EQ(line_for("POST", "&&a=1", kForm), "curl -i http://h:1/x --data-raw '&&a=1'");
  EXPECT_EQ(line_for("POST", "@file", kForm), "curl -i http://h:1/x --data-raw @file");
  EXPECT_EQ(line_for("POST", "{\"a\":1}", "application/json"),
            "curl -i http://h:1/x -H 'Content-Type: application/json' --data-raw '{\"a\":1}'");
  EXPECT_EQ(line_for("POST", "a=1", ""), "curl -i http://h:1/x -H Content-Type: --data-raw a=1");
}

TEST(Curl, FeedsBytesThatNoArgumentCarriesFromPrintf) {
  const std::string body("a=\0\xff%'\\\n\x7f é", 12);
  const std::string line = line_for("POST", body, kForm);
  const std::size_t bar = line.find(" | curl");
  ASSERT_NE(bar, std::string::npos) << line;
  EXPECT_EQ(shell(line.substr(0, bar)), body);
}

TEST(Curl, WritesLongRepetitionsAsWhatMakesThem) {
  const std::string line = line_for("POST", "a=" + std::string(4096, 'x'), kForm);
  EXPECT_EQ(line, "curl -i http://h:1/x -d \"a=$(printf '%4096s' | sed 's/ /x/g')\"");
  EXPECT_EQ(shell("printf '%3s' | sed 's/ /%C3%A9/g'"), "%C3%A9%C3%A9%C3%A9");
}

TEST(Curl, NumbersTheRequestsOfAWalkAndMarksTheLast) {
  spec::Evidence evidence;
  spec::Step step;
  step.id = 4;
  step.walk = true;
  step.role = spec::Step::Role::subject;
  evidence.trial.steps = {step};
  evidence.verdict.step = 4;
  for (const char* page : {"1", "2"}) {
    spec::Exchange exchange;
    exchange.step = 4;
    exchange.operation = spec::kNone;
    exchange.request.method = "GET";
    exchange.request.url = std::string("http://h:1/x?page=") + page;
    exchange.outcome = spec::Answer{};
    evidence.exchanges.push_back(exchange);
  }
  const spec::Contract contract = made_up_contract();
  EXPECT_EQ(curl_text(contract, evidence, Naming(contract, evidence, "http://h:1"), 80),
            "# 4 (in question), 1 of 2\ncurl -i 'http://h:1/x?page=1'\n"
            "# 4 (in question), 2 of 2: the answers show it\ncurl -i 'http://h:1/x?page=2'");
}

TEST(Recognise, Times) {
  EXPECT_EQ(time_length("2012-11-25T12:00:00Z", 0), 20U);
  EXPECT_EQ(time_length("2012-11-25T12:00:00.123456+01:00 x", 0), 32U);
  EXPECT_EQ(time_length("2012-11-25 12:00", 0), 16U);
  EXPECT_EQ(time_length("2012-11-25", 0), 0U);
}

TEST(Recognise, ATimeThatIsNotAsInRfc3339ShowsHowItIsWritten) {
  EXPECT_EQ(time_name("2012-11-25T12:00:00Z"), "<time>");
  EXPECT_EQ(time_name("2012-11-25T12:00:00.123+01:00"), "<time>");
  EXPECT_EQ(time_name("2012-11-25 12:00:00"), "<YYYY-MM-DD hh:mm:ss>");
  EXPECT_EQ(time_name("2012-11-25T12:00:00.5"), "<YYYY-MM-DDThh:mm:ss.f>");
  EXPECT_EQ(time_name("2012-11-25 12:00+0100"), "<YYYY-MM-DD hh:mm+0000>");
}

TEST(Recognise, PointerPatterns) {
  EXPECT_TRUE(pointer_fits("/users/*/token", "/users/12/token"));
  EXPECT_FALSE(pointer_fits("/users/*/token", "/users/12"));
  EXPECT_TRUE(pointer_fits("", ""));
  EXPECT_FALSE(pointer_fits("", "/a"));
}

}  // namespace
}  // namespace assay::reports
