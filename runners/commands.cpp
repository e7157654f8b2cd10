#include "runners/commands.h"

#include <algorithm>

#include "reports/text.h"
#include "runners/config.h"
#include "runners/help.h"
#include "runners/interruption.h"
#include "spec/law.h"

namespace assay::runners {
namespace {

constexpr std::size_t kMostComplaints = 200;
constexpr std::size_t kLongestComplaint = 1000;

int usage_errors(const UsageErrors& errors, CommandKind kind, const Surroundings& around) {
  for (const std::string& error : errors) {
    around.err << (error.find(": error: ") == std::string::npos ? "assay: " : "")
               << reports::one_line(error, kLongestComplaint) << '\n';
  }
  around.err << "see assay " << to_string(kind) << (kind == CommandKind::none ? "" : " ")
             << "--help\n";
  return kWrongInput;
}

// Warnings can be left out; errors can't.
void print(const std::vector<spec::Complaint>& complaints, const Surroundings& around,
           bool warnings) {
  std::size_t told = 0;
  for (const spec::Complaint& complaint : complaints) {
    if (!warnings && complaint.severity != spec::Severity::error) continue;
    if (++told <= kMostComplaints)
      around.err << reports::one_line(spec::to_string(complaint), kLongestComplaint) << '\n';
  }
  if (told > kMostComplaints)
    around.err << "and " << reports::counted(told - kMostComplaints, "complaint") << " more\n";
  around.err.flush();
}

int run_with_config(const Invocation& invocation, const Surroundings& around) {
  RawValues values = invocation.values;
  if (const auto config = values.find("config"); config != values.end()) {
    auto read = read_config(config->second.front().text);
    if (const auto* complaints = std::get_if<std::vector<spec::Complaint>>(&read)) {
      print(*complaints, around, true);
      return kWrongInput;
    }
    values = merged(values, std::get<RawValues>(read));
  }
  auto options = run_options(values);
  if (const auto* errors = std::get_if<UsageErrors>(&options))
    return usage_errors(*errors, invocation.kind, around);
  return run_command(std::get<RunOptions>(options), around);
}

int list_defects(const Surroundings& around) {
  std::size_t width = 0;
  for (const mock::Defect& defect : mock::defect_catalogue())
    width = std::max(width, defect.id.size());
  for (const mock::Defect& defect : mock::defect_catalogue()) {
    around.out << reports::padded(defect.id, width) << "  " << reports::padded(defect.law, 18)
               << "  " << defect.sentence << '\n';
  }
  return kHeld;
}

}  // namespace

std::optional<spec::Contract> load(const DocumentOptions& documents, const Surroundings& around,
                                   bool warnings) {
  spec::LoadedContract loaded =
      spec::load_contract(documents.source(), documents.overlay_sources());
  print(loaded.complaints, around, warnings);
  return std::move(loaded.contract);
}

int contract_command(const ContractOptions& options, const Surroundings& around) {
  const spec::LoadedDocument loaded =
      spec::load_document(options.documents.source(), options.documents.overlay_sources());
  print(loaded.complaints, around, true);
  if (!loaded.document) return kWrongInput;
  around.out << spec::to_yaml(*loaded.document);
  around.out.flush();
  return kHeld;
}

int laws_command(const LawsOptions& options, const Surroundings& around) {
  std::size_t width = 0;
  for (const spec::LawKind& kind : spec::law_catalogue())
    width = std::max(width, kind.pattern.size());
  for (const spec::LawKind& kind : spec::law_catalogue()) {
    if (options.list) {
      around.out << kind.pattern << '\n';
      continue;
    }
    const std::string text = reports::wrapped(
        std::string(kind.sentence) + "\n(" + std::string(kind.applies) + ")", 80, width + 2);
    around.out << reports::padded(kind.pattern, width + 2) << text.substr(width + 2) << '\n';
  }
  around.out.flush();
  return kHeld;
}

int mock_command(const MockCommandOptions& options, const Surroundings& around) {
  if (options.list_defects) return list_defects(around);
  const std::optional<spec::Contract> contract = load(options.documents, around, true);
  if (!contract) return kWrongInput;
  mock::MockOptions settings;
  settings.refusal = options.refusal;
  settings.defect = options.defect;
  settings.host = options.host;
  settings.port = options.port;
  std::string unset;
  for (const spec::SecurityScheme& scheme : contract->schemes) {
    const char* value = around.environment(scheme.variable.c_str());
    if (value != nullptr && *value != '\0') {
      settings.credentials.emplace_back(scheme.name, value);
    } else {
      unset.append(unset.empty() ? "" : ", ").append(scheme.variable);
    }
  }
  settings.check_credentials = unset.empty();
  InterruptionWait interruption;  // before the mock's threads
  mock::Mock mock(*contract, settings);
  if (const std::string failure = mock.start(); !failure.empty()) {
    around.err << "assay: " << failure << '\n';
    return kNoTarget;
  }
  around.out << mock.url() << '\n';
  around.out.flush();
  if (!unset.empty()) around.err << "credentials are not looked at (not set: " << unset << ")\n";
  interruption.wait();
  mock.stop();
  return kHeld;
}

int assay_program(const std::vector<std::string>& arguments, const Surroundings& around) {
  auto parsed = parse_command_line(arguments);
  if (const auto* error = std::get_if<std::string>(&parsed)) {
    CommandKind kind = CommandKind::none;
    for (const CommandKind one :
         {CommandKind::run, CommandKind::mock, CommandKind::contract, CommandKind::laws}) {
      if (!arguments.empty() && arguments.front() == to_string(one)) kind = one;
    }
    return usage_errors({*error}, kind, around);
  }
  const Invocation& invocation = std::get<Invocation>(parsed);
  if (invocation.help) {
    around.out << help_text(invocation.kind);
    return kHeld;
  }
  if (invocation.version) {
    around.out << "assay " << ASSAY_VERSION << '\n';
    return kHeld;
  }
  switch (invocation.kind) {
    case CommandKind::run:
      return run_with_config(invocation, around);
    case CommandKind::contract:
      return contract_command(contract_options(invocation.values), around);
    case CommandKind::laws:
      return laws_command(laws_options(invocation.values), around);
    case CommandKind::mock: {
      auto options = mock_options(invocation.values);
      if (const auto* errors = std::get_if<UsageErrors>(&options))
        return usage_errors(*errors, invocation.kind, around);
      return mock_command(std::get<MockCommandOptions>(options), around);
    }
    case CommandKind::none:
      break;
  }
  around.err << help_text(CommandKind::none);
  return kWrongInput;
}

}  // namespace assay::runners
