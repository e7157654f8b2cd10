// Broadcast: a report that passes every event on to several others, in their order. Owns none of
// them.
#pragma once

#include <vector>

#include "reports/report.h"

namespace assay::reports {

class Broadcast : public Report {
 public:
  void add(Report& report) { reports_.push_back(&report); }

  void run_started(const RunInfo& info, const spec::Contract& contract) override;
  void progress(const Progress& progress) override;
  void operation_started(const spec::Operation& operation) override;
  void law_judged(const spec::Operation& operation, const spec::Finding& finding) override;
  void operation_finished(const spec::Operation& operation) override;
  void run_finished(const RunSummary& summary) override;
  std::string failure() const override;  // one line for each report that failed

 private:
  std::vector<Report*> reports_;
};

}  // namespace assay::reports
