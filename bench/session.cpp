#include "bench/session.h"

#include <stdexcept>

#include "properties/plan.h"
#include "runners/engine.h"
#include "runners/mock/mock.h"
#include "spec/load.h"

namespace assay::bench {
namespace {

class Collector : public reports::Report {
 public:
  void law_judged(const spec::Operation&, const spec::Finding& finding) override {
    if (finding.outcome != spec::Finding::Outcome::broken) return;
    spec::Finding kept = finding;
    kept.first.reset(), kept.smallest.reset(), kept.repeated.reset();
    broken.push_back(std::move(kept));
  }
  std::vector<spec::Finding> broken;
};

}  // namespace

spec::Contract embedded_contract() {
  spec::LoadedContract loaded =
      spec::load_contract(spec::embedded_document(), {spec::embedded_overlay()});
  if (!loaded.contract) throw std::runtime_error("the embedded contract does not load");
  return std::move(*loaded.contract);
}

SessionResult run_session(const spec::Contract& contract, const SessionOptions& options) {
  runners::EngineOptions engine;
  runners::mock::MockOptions mock_options;
  for (const spec::SecurityScheme& scheme : contract.schemes) {
    engine.credentials.push_back("Bench" + scheme.name + "Credential7");
    mock_options.credentials.emplace_back(scheme.name, engine.credentials.back());
  }
  mock_options.defect = options.defect;
  if (options.envelope) mock_options.refusal = runners::mock::RefusalStyle::envelope;
  runners::mock::Mock mock(contract, mock_options);
  if (const std::string problem = mock.start(); !problem.empty()) throw std::runtime_error(problem);
  engine.target = std::get<runners::Target>(runners::parse_target(mock.url()));
  engine.target_name = "embedded mock";
  engine.seed = options.seed;
  engine.run_id = "bench";
  engine.cases = options.cases;
  engine.jobs = options.jobs;
  engine.limits.timeout = std::chrono::seconds(2);
  auto laws = runners::select_laws(contract, properties::plan(contract), options.only, {});
  if (const auto* problem = std::get_if<std::string>(&laws)) throw std::runtime_error(*problem);
  Collector collector;
  SessionResult result;
  result.summary = runners::run(contract, std::get<0>(laws), engine, collector);
  result.broken = std::move(collector.broken);
  return result;
}

}  // namespace assay::bench
