// `assay run`: from options to the engine, with its target, its credentials and its reports.
#include <algorithm>
#include <memory>
#include <random>

#include "properties/plan.h"
#include "reports/broadcast.h"
#include "reports/console.h"
#include "reports/curl.h"
#include "reports/junit.h"
#include "reports/text.h"
#include "reports/write_file.h"
#include "runners/commands.h"
#include "runners/engine.h"
#include "runners/interruption.h"

namespace assay::runners {
namespace {

using properties::PlannedLaw;

constexpr const char* kDefaultJunit = "assay-junit.xml";
// Narrower than this nothing reads well, wider no prose does.
constexpr std::size_t kLeastWidth = 50, kMostWidth = 100;

std::uint64_t random_seed() {
  std::random_device device;
  return device();  // 32 bits: short enough to type
}

std::string random_run_id() {
  constexpr std::string_view kLetters = "abcdefghijkmnpqrstuvwxyz23456789";
  std::random_device device;
  std::string out;
  for (int i = 0; i < 10; ++i) out += kLetters[device() % kLetters.size()];
  return out;
}

void print_plan(const spec::Contract& contract, const std::vector<PlannedLaw>& laws,
                std::size_t cases, std::ostream& out) {
  std::size_t width = 0, total = 0, skipped = 0;
  for (const PlannedLaw& planned : laws) width = std::max(width, planned.law.id.size());
  std::size_t operation = spec::kNone;
  for (const PlannedLaw& planned : laws) {
    if (planned.law.operation != operation) {
      out << (operation == spec::kNone ? "" : "\n");
      operation = planned.law.operation;
      const spec::Operation& of = contract.operations[operation];
      out << reports::one_line(of.id) << "  " << of.method << ' ' << reports::one_line(of.path)
          << '\n';
    }
    out << "  " << reports::padded(reports::one_line(planned.law.id), width) << "  ";
    if (planned.source == nullptr) {
      ++skipped;
      out << "skipped: " << spec::sentence(planned.reason) << (planned.note.empty() ? "" : " ")
          << reports::one_line(planned.note) << '\n';
      continue;
    }
    const std::size_t trials = planned.source->distinct().value_or(
        cases * std::max<std::size_t>(planned.source->weight(), 1));
    total += trials;
    out << reports::padded_left(reports::grouped(trials), 5) << "  "
        << reports::one_line(planned.law.sentence) << '\n';
  }
  out << '\n'
      << reports::counted(laws.size(), "law") << ", " << reports::grouped(skipped)
      << " of them skipped; up to " << reports::counted(total, "trial") << '\n';
}

// As --timeout takes it: "2.5".
std::string in_seconds(std::chrono::milliseconds duration) {
  const std::string fraction = std::to_string(1000 + duration.count() % 1000).substr(1);
  std::string out = std::to_string(duration.count() / 1000) + '.' + fraction;
  while (out.back() == '0') out.pop_back();
  if (out.back() == '.') out.pop_back();
  return out;
}

std::string replay_prefix(const RunOptions& options) {
  std::string out = "assay run";
  const auto add = [&](const char* option, const std::string& value) {
    out.append(" ")
        .append(option)
        .append(*option == '\0' ? "" : " ")
        .append(reports::shell_word(value));
  };
  if (!options.documents.document.empty())
    out.append(" ").append(reports::shell_word(options.documents.document));
  if (!options.config.empty()) add("--config", options.config);
  for (const std::string& overlay : options.documents.overlays) add("--overlay", overlay);
  if (options.url) add("--url", *options.url);
  if (!options.defect.empty()) add("--defect", options.defect);
  if (options.refusal == mock::RefusalStyle::envelope) add("--refusal", "envelope");
  for (const spec::Header& header : options.headers) {
    add("--header",
        header.name + ": " + (reports::sensitive_header(header.name) ? "<secret>" : header.value));
  }
  const RunOptions usual;
  if (options.timeout != usual.timeout) add("--timeout", in_seconds(options.timeout));
  if (options.max_shrinks != usual.max_shrinks)
    add("--max-shrinks", std::to_string(options.max_shrinks));
  return out;
}

// The run's reports: the console unless it is to be quiet, and the files.
class Reports {
 public:
  // The files to write; what keeps them from being written is told before anything is sent.
  std::string prepare(const RunOptions& options, const Surroundings& around) {
    if (!options.quiet) {
      reports::ConsoleStyle style;
      const auto set = [&](const char* name) {
        const char* value = around.environment(name);
        return value == nullptr ? std::string() : std::string(value);
      };
      style.live = around.terminal && set("TERM") != "dumb";
      if (style.live && around.width != 0)
        style.width = std::clamp(around.width, kLeastWidth, kMostWidth);
      style.color = style.live && set("NO_COLOR").empty();
      console_ = std::make_unique<reports::Console>(around.out, style);
      all.add(*console_);
    }
    files_ = options.junit;
    if (files_.empty() && !options.url && reports::unwritable(kDefaultJunit).empty())
      files_ = {kDefaultJunit};
    for (const std::string& file : files_) {
      if (std::string failure = reports::unwritable(file); !failure.empty()) return failure;
      junits_.push_back(std::make_unique<reports::Junit>(file));
      all.add(*junits_.back());
    }
    return {};
  }

  const std::vector<std::string>& files() const { return files_; }

  reports::Broadcast all;

 private:
  std::unique_ptr<reports::Console> console_;
  std::vector<std::unique_ptr<reports::Junit>> junits_;
  std::vector<std::string> files_;
};

int wrong(const std::string& what, int status, const Surroundings& around) {
  around.err << "assay: " << what << '\n';
  return status;
}

EngineOptions engine_options(const RunOptions& options) {
  EngineOptions out;
  out.headers = options.headers;
  out.seed = options.seed.value_or(random_seed());
  out.run_id = options.run_id.empty() ? random_run_id() : options.run_id;
  out.cases = options.cases;
  out.jobs = options.jobs;
  out.max_shrinks = options.max_shrinks;
  out.fail_fast = options.fail_fast;
  out.only = options.only;
  out.skip = options.skip;
  out.limits.timeout = options.timeout;
  out.document = options.documents.source().name;
  for (const spec::Source& overlay : options.documents.overlay_sources())
    out.overlays.push_back(overlay.name);
  out.assay_version = ASSAY_VERSION;
  out.replay_prefix = replay_prefix(options);
  return out;
}

}  // namespace

int run_command(const RunOptions& options, const Surroundings& around) {
  const std::optional<spec::Contract> contract = load(options.documents, around, !options.quiet);
  if (!contract) return kWrongInput;
  auto selected = select_laws(*contract, properties::plan(*contract), options.only, options.skip);
  if (const auto* what = std::get_if<std::string>(&selected))
    return wrong(*what, kWrongInput, around);
  const auto& laws = std::get<std::vector<PlannedLaw>>(selected);
  if (options.plan) {
    print_plan(*contract, laws, options.cases, around.out);
    return kHeld;
  }

  Reports reports;
  if (const std::string failure = reports.prepare(options, around); !failure.empty())
    return wrong(failure, kWrongInput, around);
  EngineOptions engine = engine_options(options);
  auto credentials = find_credentials(*contract, !options.target || options.target->loopback,
                                      engine.run_id, around.environment);
  if (const auto* what = std::get_if<std::string>(&credentials))
    return wrong(*what, kWrongInput, around);
  engine.credentials = std::get<std::vector<std::string>>(std::move(credentials));

  std::unique_ptr<mock::Mock> mock;
  if (options.target) {
    engine.target = *options.target;
    engine.target_name = options.target->url();
  } else {
    mock::MockOptions settings;
    settings.refusal = options.refusal;
    settings.defect = options.defect;
    for (std::size_t i = 0; i < contract->schemes.size(); ++i)
      settings.credentials.emplace_back(contract->schemes[i].name, engine.credentials[i]);
    mock = std::make_unique<mock::Mock>(*contract, settings);
    if (const std::string failure = mock->start(); !failure.empty())
      return wrong(failure, kNoTarget, around);
    auto target = parse_target(mock->url());
    if (const auto* what = std::get_if<std::string>(&target))
      return wrong(*what, kNoTarget, around);
    engine.target = std::get<Target>(std::move(target));
    engine.target_name =
        options.defect.empty() ? "embedded mock" : "embedded mock, defect " + options.defect;
  }

  engine.stop = &watch_for_interruption();
  const reports::RunSummary summary = run(*contract, laws, engine, reports.all);
  const std::string failure = reports.all.failure();
  if (!failure.empty()) {
    around.err << "assay: " << failure << '\n';
    return summary.exit_status == kHeld ? kWrongInput : summary.exit_status;
  }
  if (!options.quiet) {
    for (const std::string& file : reports.files())
      around.out << "JUnit: " << reports::printable(file) << '\n';
    around.out.flush();
  }
  return summary.exit_status;
}

}  // namespace assay::runners
