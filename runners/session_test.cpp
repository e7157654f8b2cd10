#include "runners/session_test.h"

#include <memory>
#include <stdexcept>

#include "properties/plan.h"
#include "reports/broadcast.h"
#include "reports/junit.h"
#include "runners/engine.h"
#include "runners/mock/mock.h"
#include "spec/load.h"

namespace assay::runners {
namespace {

class Collector : public reports::Report {
 public:
  void law_judged(const spec::Operation&, const spec::Finding& finding) override {
    findings.push_back(finding);
  }
  std::vector<spec::Finding> findings;
};

}  // namespace

std::string SessionResult::name_of(const spec::Finding& finding) const {
  return contract->operations[finding.law.operation].id + ":" + finding.law.id;
}

const spec::Finding& SessionResult::at(std::string_view name) const {
  for (const spec::Finding& finding : findings) {
    if (name_of(finding) == name) return finding;
  }
  throw std::out_of_range("no finding of " + std::string(name));
}

std::vector<const spec::Finding*> SessionResult::broken() const {
  std::vector<const spec::Finding*> out;
  for (const spec::Finding& finding : findings) {
    if (finding.outcome == spec::Finding::Outcome::broken) out.push_back(&finding);
  }
  return out;
}

std::string SessionResult::tell_broken() const {
  std::string out;
  for (const spec::Finding* finding : broken()) {
    out.append(name_of(*finding)).append(finding->flaky ? " (flaky)" : "").append("\n");
    if (!finding->smallest) continue;
    const spec::Verdict& verdict = finding->smallest->verdict;
    out.append("  ").append(verdict.where).append(": expected ").append(verdict.expected);
    out.append(", got ").append(verdict.got).append("\n");
    for (const spec::Exchange& exchange : finding->smallest->exchanges) {
      out.append("  ").append(exchange.request.method).append(" ").append(exchange.request.url);
      out.append(" ").append(exchange.request.body).append("\n    ");
      if (const spec::Answer* answer = exchange.answer()) {
        out.append(std::to_string(answer->status)).append(" ").append(answer->body, 0, 400);
      } else {
        out.append(spec::to_string(exchange.fault()->kind)).append(exchange.fault()->detail);
      }
      out.append("\n");
    }
  }
  return out;
}

const spec::Contract& embedded_contract() {
  static const spec::Contract contract = [] {
    spec::LoadedContract loaded =
        spec::load_contract(spec::embedded_document(), {spec::embedded_overlay()});
    if (!loaded.contract) throw std::runtime_error("the embedded contract does not load");
    return std::move(*loaded.contract);
  }();
  return contract;
}

std::vector<std::pair<std::string, std::string>> session_credentials(
    const spec::Contract& contract) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const spec::SecurityScheme& scheme : contract.schemes)
    out.emplace_back(scheme.name, "Session" + scheme.name + "Credential7");
  return out;
}

SessionResult run_session(const spec::Contract& contract, const SessionOptions& options) {
  EngineOptions engine;
  mock::MockOptions mock_options;
  mock_options.credentials = session_credentials(contract);
  for (const auto& [scheme, value] : mock_options.credentials) engine.credentials.push_back(value);
  std::unique_ptr<mock::Mock> mock;
  if (options.url.empty()) {
    mock_options.defect = options.defect;
    if (options.envelope) mock_options.refusal = mock::RefusalStyle::envelope;
    mock = std::make_unique<mock::Mock>(contract, mock_options);
    if (const std::string problem = mock->start(); !problem.empty())
      throw std::runtime_error(problem);
  }
  engine.target = std::get<Target>(parse_target(mock ? mock->url() : options.url));
  engine.target_name = "the server of this session";
  engine.seed = options.seed;
  engine.run_id = "session";
  engine.cases = options.cases;
  engine.jobs = options.jobs;
  engine.max_shrinks = options.max_shrinks;
  engine.fail_fast = options.fail_fast;
  engine.limits.timeout = options.timeout;
  engine.patience = options.patience;
  engine.stop = options.stop;
  engine.replay_prefix = "assay run";
  auto laws = select_laws(contract, properties::plan(contract), options.only, options.skip);
  if (const auto* problem = std::get_if<std::string>(&laws)) throw std::runtime_error(*problem);
  Collector collector;
  reports::Broadcast reports;
  reports.add(collector);
  std::unique_ptr<reports::Junit> junit;
  if (!options.junit.empty()) {
    junit = std::make_unique<reports::Junit>(options.junit);
    reports.add(*junit);
  }
  if (options.listener != nullptr) reports.add(*options.listener);
  SessionResult result;
  result.contract = &contract;
  result.summary = run(contract, std::get<0>(laws), engine, reports);
  if (const std::string problem = reports.failure(); !problem.empty())
    throw std::runtime_error(problem);
  result.findings = std::move(collector.findings);
  return result;
}

}  // namespace assay::runners
