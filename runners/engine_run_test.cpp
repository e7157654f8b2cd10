// What a run sends and tells: smallest counterexamples, filters, interruption, reports.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "runners/commands.h"
#include "runners/session_test.h"
#include "runners/variant_server_test.h"

namespace assay::runners {
namespace {

using mock::WireReply;
using mock::WireRequest;
using spec::Reason;
using Outcome = spec::Finding::Outcome;

std::string contents(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::string scratch(const std::string& name) {
  return ::testing::TempDir() + "assay-" + std::to_string(::getpid()) + "-" + name;
}

SessionOptions small(std::vector<std::string> only) {
  SessionOptions options;
  options.cases = 4;
  options.only = std::move(only);
  return options;
}

// The fields of the exchange of that operation in the smallest failing trial.
std::size_t fields_in(const SessionResult& result, const spec::Finding& finding,
                      std::string_view operation) {
  for (const spec::Exchange& exchange : finding.smallest->exchanges) {
    if (result.contract->operations[exchange.operation].id == operation)
      return exchange.request.form.size();
  }
  return 0;
}

TEST(EngineRun, AnUpdateThatForgetsIsShrunkToOneField) {
  SessionOptions options = small({"userUpdate:state/update"});
  options.defect = "update-ignores-one-text";
  const SessionResult result = run_session(embedded_contract(), options);
  const spec::Finding& finding = result.at("userUpdate:state/update");
  ASSERT_EQ(finding.outcome, Outcome::broken);
  EXPECT_FALSE(finding.flaky);
  EXPECT_EQ(fields_in(result, finding, "userUpdate"), 2u) << result.tell_broken();
  EXPECT_LE(finding.smallest->exchanges.size(), 4u) << result.tell_broken();
}

TEST(EngineRun, ACreationThatLosesATextIsShrunkToThatField) {
  SessionOptions options = small({"state/read"});
  options.defect = "create-loses-text";
  const SessionResult result = run_session(embedded_contract(), options);
  ASSERT_EQ(result.broken().size(), 1u) << result.tell_broken();
  const spec::Finding& finding = *result.broken().front();
  const spec::Operation& operation = result.contract->operations[finding.law.operation];
  const auto required = static_cast<std::size_t>(
      std::ranges::count_if(operation.fields, [](const spec::Field& f) { return f.required; }));
  EXPECT_LE(fields_in(result, finding, operation.id), required + 1) << result.tell_broken();
  EXPECT_EQ(finding.smallest->exchanges.size(), 2u) << result.tell_broken();
}

TEST(EngineRun, FailFastStopsAfterTheFirstBrokenLaw) {
  SessionOptions options = small({"auth"});
  options.defect = "nothing-asked";
  options.jobs = 1;
  options.max_shrinks = 0;
  EXPECT_GT(run_session(embedded_contract(), options).broken().size(), 1u);
  options.fail_fast = true;
  const SessionResult result = run_session(embedded_contract(), options);
  EXPECT_EQ(result.broken().size(), 1u);
  EXPECT_EQ(result.summary.exit_status, 1);
  EXPECT_EQ(result.summary.interrupted, false);
  EXPECT_TRUE(std::ranges::any_of(result.findings, [](const spec::Finding& finding) {
    return finding.outcome == Outcome::skipped && finding.reason == Reason::held_back;
  }));
}

TEST(EngineRun, OnlyAndSkipSelectLaws) {
  SessionOptions options = small({"userGet", "userList:accept"});
  options.skip = {"robust", "userGet:state"};
  std::size_t of_list = 0;
  for (const spec::Finding& finding : run_session(embedded_contract(), options).findings) {
    const std::string& operation = embedded_contract().operations[finding.law.operation].id;
    of_list += operation == "userList" ? 1 : 0;
    EXPECT_TRUE(operation == "userGet" || finding.law.family == spec::Family::accept);
    EXPECT_NE(finding.law.family, spec::Family::robust);
    EXPECT_NE(finding.law.family, spec::Family::state);
  }
  EXPECT_EQ(of_list, 3u);
}

// The bodies of all requests to a server that answers every creation alike.
std::vector<std::string> sent(const std::vector<std::string>& only) {
  Variant variant;
  variant.after = [](const WireRequest& request, WireReply& reply) {
    const spec::Operation* operation = operation_of(request);
    if (operation == nullptr || !accepted(reply)) return;
    reply.body = spec::dump(operation->responses.front().contents.front().example);
  };
  VariantServer server(embedded_contract(), std::move(variant));
  SessionOptions options = small(only);
  options.url = server.url();
  options.jobs = 1;
  run_session(embedded_contract(), options);
  std::vector<std::string> bodies = server.bodies();
  std::ranges::sort(bodies);
  return bodies;
}

TEST(EngineRun, AFilterDoesNotChangeWhatALawSends) {
  const std::vector<std::string> wide =
      sent({"userAutocreate:accept", "userAutocreate:reject", "userSsocreate:required"});
  const std::vector<std::string> narrow = sent({"userAutocreate:accept/any"});
  const std::vector<std::string> none = sent({"userAutocreate:accept/minimal"});
  EXPECT_GT(narrow.size(), none.size());
  EXPECT_TRUE(std::ranges::includes(wide, narrow));
  EXPECT_EQ(sent({"userAutocreate:accept/any"}), narrow);
}

TEST(EngineRun, AnInterruptionEndsItWithReports) {
  std::atomic<bool> stop{false};
  Variant variant;
  variant.between = [&stop](mock::Service&, int number) {
    if (number == 1500) stop = true;
  };
  VariantServer server(embedded_contract(), std::move(variant));
  SessionOptions options;
  options.url = server.url();
  options.jobs = 1;
  options.stop = &stop;
  options.junit = scratch("stopped.xml");
  const SessionResult result = run_session(embedded_contract(), options);
  EXPECT_EQ(result.summary.exit_status, 130);
  EXPECT_GT(result.summary.held, 0u);
  EXPECT_EQ(result.tell_broken(), "");
  EXPECT_NE(contents(options.junit).find("<skipped type=\"held-back\""), std::string::npos);
  EXPECT_LE(server.requests(), 1501);
  std::remove(options.junit.c_str());
}

TEST(EngineRun, ASignalIsAnInterruption) {
  Variant variant;
  variant.between = [](mock::Service&, int number) {
    if (number == 200) ::kill(::getpid(), SIGINT);
  };
  VariantServer server(embedded_contract(), std::move(variant));
  const std::string junit = scratch("signal.xml");
  std::ostringstream out, err;
  const int status =
      assay_program({"run", "--url", server.url(), "--jobs", "1", "--report", "junit=" + junit},
                    {out, err, [](const char*) -> const char* { return nullptr; }, false});
  EXPECT_EQ(status, 130) << out.str() << err.str();
  EXPECT_NE(out.str().find("exit 130"), std::string::npos) << out.str();
  EXPECT_NE(contents(junit).find("</testsuites>"), std::string::npos);
  std::remove(junit.c_str());
}

TEST(EngineRun, WhatAServerSaysCannotSpoilTheReports) {
  Variant variant;
  variant.check_credentials = false;  // theirs are the program's own
  variant.after = [](const WireRequest& request, WireReply& reply) {
    if (!request.path.ends_with("/user/get")) return;
    reply.status = 500;
    reply.media_type = "text/plain";
    reply.body = std::string("\x01\x1b[31m\xff\xfe\0\xed\xa0\x80]]>\xef\xbf\xbf<&\"", 21);
  };
  VariantServer server(embedded_contract(), std::move(variant));
  const std::string junit = scratch("spoilt.xml");
  std::ostringstream out, err;
  const int status =
      assay_program({"run", "--url", server.url(), "--jobs", "1", "--cases", "1", "--only",
                     "userGet", "--report", "junit=" + junit},
                    {out, err, [](const char*) -> const char* { return nullptr; }, false});
  EXPECT_EQ(status, 1) << err.str();
  const auto harmful = [](unsigned char c) { return c == 0x7f || (c < 0x20 && c != '\n'); };
  EXPECT_TRUE(std::ranges::none_of(out.str(), harmful)) << out.str();
  const std::string xml = contents(junit);
  EXPECT_TRUE(std::ranges::none_of(
      xml, [&](unsigned char c) { return (harmful(c) && c != '\t') || c == 0xff; }));
  const std::string xsd = std::string(ASSAY_SOURCE_DIR) + "/../shared/schemas/junit-10.xsd";
  if (std::ifstream(xsd) && std::system("xmllint --version >/dev/null 2>&1") == 0) {
    EXPECT_EQ(std::system(("xmllint --noout --schema '" + xsd + "' '" + junit + "' 2>&1").c_str()),
              0);
  }
  std::remove(junit.c_str());
}

}  // namespace
}  // namespace assay::runners
