#include "reports/junit.h"

#include <array>
#include <cstdio>
#include <map>
#include <pugixml.hpp>
#include <sstream>

#include "reports/failure.h"
#include "reports/text.h"
#include "reports/write_file.h"

namespace assay::reports {
namespace {

using spec::Finding;

// Milliseconds: the XSD takes no more decimals.
std::string time_text(std::chrono::microseconds duration) {
  std::array<char, 32> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.3f", static_cast<double>(duration.count()) / 1e6);
  return buffer.data();
}

void set(pugi::xml_node node, const char* name, const std::string& value) {
  node.append_attribute(name).set_value(printable(value).c_str());
}

void add_property(pugi::xml_node properties, const char* name, const std::string& value) {
  pugi::xml_node property = properties.append_child("property");
  set(property, "name", name);
  set(property, "value", value);
}

struct Count {
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;
  std::chrono::microseconds duration{0};

  void add(const Count& other) {
    tests += other.tests;
    failures += other.failures;
    errors += other.errors;
    skipped += other.skipped;
    duration += other.duration;
  }
};

void set_counts(pugi::xml_node node, const Count& count, bool with_skipped) {
  set(node, "tests", std::to_string(count.tests));
  set(node, "failures", std::to_string(count.failures));
  set(node, "errors", std::to_string(count.errors));
  if (with_skipped) set(node, "skipped", std::to_string(count.skipped));
  set(node, "time", time_text(count.duration));
}

}  // namespace

struct Junit::State {
  struct Suite {
    pugi::xml_node node;
    pugi::xml_node properties;
    Count count;
  };

  std::string path;
  std::string failure;
  RunInfo info;
  const spec::Contract* contract = nullptr;
  pugi::xml_document document;
  pugi::xml_node root;
  std::map<std::string, Suite> suites;

  Suite& suite(const spec::Operation& operation) {
    Suite& suite = suites[operation.id];
    if (suite.node) return suite;
    suite.node = root.append_child("testsuite");
    set(suite.node, "name", operation.id);
    suite.properties = suite.node.append_child("properties");
    add_property(suite.properties, "seed", std::to_string(info.seed));
    add_property(suite.properties, "cases", std::to_string(info.cases));
    add_property(suite.properties, "contract", contract->title);
    add_property(suite.properties, "contract-version", contract->version);
    add_property(suite.properties, "document", info.document);
    for (const std::string& overlay : info.overlays) {
      add_property(suite.properties, "overlay", overlay);
    }
    add_property(suite.properties, "target", info.target);
    add_property(suite.properties, "assay-version", info.assay_version);
    return suite;
  }
};

Junit::Junit(std::string path) : state_(std::make_unique<State>()) {
  state_->path = std::move(path);
}

Junit::~Junit() = default;

void Junit::run_started(const RunInfo& info, const spec::Contract& contract) {
  state_->info = info;
  state_->contract = &contract;
  state_->document.reset();
  state_->suites.clear();
  pugi::xml_node declaration = state_->document.append_child(pugi::node_declaration);
  declaration.append_attribute("version").set_value("1.0");
  declaration.append_attribute("encoding").set_value("UTF-8");
  state_->root = state_->document.append_child("testsuites");
  set(state_->root, "name", "assay");
}

void Junit::operation_started(const spec::Operation& operation) {
  state_->suite(operation);
}

void Junit::law_judged(const spec::Operation& operation, const Finding& finding) {
  State::Suite& suite = state_->suite(operation);
  pugi::xml_node testcase = suite.node.append_child("testcase");
  set(testcase, "classname", operation.id);
  set(testcase, "name", finding.law.id);
  set(testcase, "time", time_text(finding.duration));
  ++suite.count.tests;
  suite.count.duration += finding.duration;
  const auto outcome = [&](const char* element, std::string_view type, const std::string& message) {
    pugi::xml_node node = testcase.append_child(element);
    set(node, "type", std::string(type));
    set(node, "message", message);
    return node;
  };
  const std::string& target = state_->info.target;
  switch (finding.outcome) {
    case Finding::Outcome::held:
      break;
    case Finding::Outcome::broken: {
      ++suite.count.failures;
      pugi::xml_node node = outcome("failure", to_string(finding.law.family),
                                    failure_message(*state_->contract, finding, target));
      std::string text = "\n";
      text += printable(failure_text(*state_->contract, finding, target, {}));
      text += '\n';
      node.append_child(pugi::node_pcdata).set_value(text.c_str());
      break;
    }
    case Finding::Outcome::skipped:
      ++suite.count.skipped;
      outcome("skipped", to_string(finding.reason), skip_message(finding));
      break;
    case Finding::Outcome::error:
      ++suite.count.errors;
      outcome("error", "target-gone",
              finding.note.empty() ? "begun, but the target went away" : one_line(finding.note));
      break;
  }
}

void Junit::operation_finished(const spec::Operation&) {}

void Junit::run_finished(const RunSummary& summary) {
  Count total;
  for (auto& [id, suite] : state_->suites) {
    set_counts(suite.node, suite.count, true);
    if (!summary.target_gone.empty()) {
      add_property(suite.properties, "target-gone", one_line(summary.target_gone));
    }
    if (summary.interrupted) add_property(suite.properties, "interrupted", "true");
    total.add(suite.count);
  }
  set_counts(state_->root, total, false);
  std::ostringstream text;
  state_->document.save(text, "  ", pugi::format_default, pugi::encoding_utf8);
  state_->failure = write_file(state_->path, text.str());
}

std::string Junit::failure() const {
  return state_->failure;
}

}  // namespace assay::reports
