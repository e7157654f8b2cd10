// JUnit XML: a suite per operation (its operationId), a testcase per law. Written in one go at the
// end of the run, into a file beside the target that then takes its place; nobody ever sees half a
// report. Valid against the common JUnit XSD. The only door to pugixml is junit.cpp.
#pragma once

#include <memory>
#include <string>

#include "reports/report.h"

namespace assay::reports {

class Junit : public Report {
 public:
  explicit Junit(std::string path);
  ~Junit() override;

  void run_started(const RunInfo& info, const spec::Contract& contract) override;
  void operation_started(const spec::Operation& operation) override;
  void law_judged(const spec::Operation& operation, const spec::Finding& finding) override;
  void operation_finished(const spec::Operation& operation) override;
  void run_finished(const RunSummary& summary) override;
  std::string failure() const override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace assay::reports
