#include "reports/broadcast.h"

namespace assay::reports {

void Broadcast::run_started(const RunInfo& info, const spec::Contract& contract) {
  for (Report* report : reports_) report->run_started(info, contract);
}

void Broadcast::progress(const Progress& progress) {
  for (Report* report : reports_) report->progress(progress);
}

void Broadcast::operation_started(const spec::Operation& operation) {
  for (Report* report : reports_) report->operation_started(operation);
}

void Broadcast::law_judged(const spec::Operation& operation, const spec::Finding& finding) {
  for (Report* report : reports_) report->law_judged(operation, finding);
}

void Broadcast::operation_finished(const spec::Operation& operation) {
  for (Report* report : reports_) report->operation_finished(operation);
}

void Broadcast::run_finished(const RunSummary& summary) {
  for (Report* report : reports_) report->run_finished(summary);
}

std::string Broadcast::failure() const {
  std::string out;
  for (const Report* report : reports_) {
    const std::string one = report->failure();
    if (one.empty()) continue;
    if (!out.empty()) out += '\n';
    out += one;
  }
  return out;
}

}  // namespace assay::reports
