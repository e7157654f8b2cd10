// What the console makes of several broken laws.
#include "reports/console.h"

#include <gtest/gtest.h>

#include <sstream>

#include "reports/made_up_run_test.h"

namespace assay::reports {
namespace {

// A law of userGet that met, two requests later, what default/enable_chat is about.
spec::Finding met_by_chance(const MadeUp& run) {
  spec::Finding out = run.default_broken();
  out.law = spec::make_law("encode/order", 1, "", "");
  out.smallest->exchanges.push_back(out.smallest->exchanges.back());
  return out;
}

std::string told(const std::vector<spec::Finding>& findings, const ConsoleStyle& style = {}) {
  std::ostringstream out;
  Console console(out, style);
  const spec::Contract contract = made_up_contract();
  console.run_started({}, contract);
  for (const spec::Finding& finding : findings) {
    const spec::Operation& operation = contract.operations[finding.law.operation];
    console.operation_started(operation);
    console.law_judged(operation, finding);
    console.operation_finished(operation);
  }
  console.run_finished({});
  return out.str();
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; ++at) ++n;
  return n;
}

TEST(Console, TellsOneFaultThatManyLawsFoundOnceByTheLawThatIsAboutIt) {
  const MadeUp run;
  for (const auto& findings : {std::vector{met_by_chance(run), run.default_broken()},
                               std::vector{run.default_broken(), met_by_chance(run)}}) {
    const std::string text = told(findings);
    EXPECT_EQ(count(text, "\n  expected  "), 1U) << text;
    EXPECT_NE(text.find("\nBROKEN  userCreate  default/enable_chat\n"), std::string::npos) << text;
    EXPECT_NE(text.find("\n  The same was found there by 1 more law:\n    userGet  encode/order\n"),
              std::string::npos)
        << text;
  }
}

TEST(Console, TellsFaultsInDifferentPlacesApart) {
  const MadeUp run;
  spec::Finding elsewhere = met_by_chance(run);
  elsewhere.smallest->verdict.where = "answer to userGet, /other";
  const std::string text = told({run.default_broken(), elsewhere, run.robust_broken()});
  EXPECT_EQ(count(text, "\n  expected  "), 3U) << text;
}

TEST(Console, CountsTheLawsThatFoundTheSameInShortLinesToo) {
  const MadeUp run;
  ConsoleStyle style;
  style.details = 0;
  const std::string text = told({run.default_broken(), met_by_chance(run)}, style);
  EXPECT_NE(text.find("1 more law with the\n  same)"), std::string::npos) << text;
}

}  // namespace
}  // namespace assay::reports
