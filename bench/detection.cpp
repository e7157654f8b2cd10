// detection [DEFECT...]: runs assay against every defect of the embedded mock (or those named) and
// prints, by family, how many were caught by a law that should, by another one only, or missed; and
// the trials the law needed until it failed.
#include <cstdio>
#include <exception>
#include <map>
#include <string>
#include <vector>

#include "runners/mock/mock.h"
#include "runners/session_test.h"
#include "spec/law.h"

namespace {

using namespace assay;

struct Row {
  std::size_t right = 0, other = 0, missed = 0, trials = 0;
};

bool named(const std::vector<std::string>& names, std::string_view id) {
  if (names.empty()) return true;
  for (const std::string& name : names) {
    if (name == id) return true;
  }
  return false;
}

int measure(const std::vector<std::string>& names) {
  const spec::Contract& contract = runners::embedded_contract();
  std::map<std::string, Row> rows;
  Row total;
  for (const runners::mock::Defect& defect : runners::mock::defect_catalogue()) {
    if (!named(names, defect.id)) continue;
    runners::SessionOptions options;
    options.defect = std::string(defect.id);
    const runners::SessionResult result = runners::run_session(contract, options);
    const spec::Finding* right = nullptr;
    const std::vector<const spec::Finding*> broken = result.broken();
    for (const spec::Finding* finding : broken) {
      if (right == nullptr &&
          spec::selects(defect.law, contract.operations[finding->law.operation].id,
                        finding->law.id)) {
        right = finding;
      }
    }
    const char* verdict = right != nullptr ? "caught"
                          : broken.empty() ? "MISSED"
                                           : "by another law";
    std::string by;
    const spec::Finding* shown = right != nullptr ? right
                                 : broken.empty() ? nullptr
                                                  : broken.front();
    if (shown != nullptr) by = contract.operations[shown->law.operation].id + ":" + shown->law.id;
    std::printf("%-12s %-44.*s %-15s %4zu trials  %5.1f s  %s\n",
                std::string(defect.family).c_str(), static_cast<int>(defect.id.size()),
                defect.id.data(), verdict, shown != nullptr ? shown->trials : 0,
                static_cast<double>(result.summary.duration.count()) / 1e6, by.c_str());
    std::fflush(stdout);
    for (Row* row : {&rows[std::string(defect.family)], &total}) {
      ++(right != nullptr ? row->right : broken.empty() ? row->missed : row->other);
      if (right != nullptr) row->trials += right->trials;
    }
  }
  rows["~ all"] = total;
  std::printf("\n%-12s %8s %8s %8s %16s\n", "family", "right", "another", "missed",
              "trials (mean)");
  for (const auto& [family, row] : rows) {
    std::printf(
        "%-12s %8zu %8zu %8zu %16.1f\n", family.c_str(), row.right, row.other, row.missed,
        row.right == 0 ? 0.0 : static_cast<double>(row.trials) / static_cast<double>(row.right));
  }
  return total.missed == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return measure({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::fprintf(stderr, "detection: %s\n", error.what());
    return 2;
  }
}
