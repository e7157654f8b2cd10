#include "runners/honest_test.h"

#include <gtest/gtest.h>

namespace assay::runners {

SessionResult honest(Variant variant, std::vector<std::string> only) {
  VariantServer server(embedded_contract(), std::move(variant));
  SessionOptions options;
  options.url = server.url();
  options.cases = 2;
  options.jobs = 1;
  options.only = std::move(only);
  SessionResult result = run_session(embedded_contract(), options);
  EXPECT_EQ(result.tell_broken(), "");
  EXPECT_EQ(result.summary.exit_status, 0) << result.summary.target_gone;
  return result;
}

void expect_skipped(const SessionResult& result, std::string_view selector, spec::Reason reason) {
  std::size_t seen = 0;
  for (const spec::Finding& finding : result.findings) {
    const std::string& operation = result.contract->operations[finding.law.operation].id;
    if (!spec::selects(selector, operation, finding.law.id)) continue;
    ++seen;
    EXPECT_EQ(finding.outcome, spec::Finding::Outcome::skipped) << result.name_of(finding);
    EXPECT_EQ(finding.reason, reason) << result.name_of(finding);
  }
  EXPECT_GT(seen, 0u) << selector;
}

}  // namespace assay::runners
