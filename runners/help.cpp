#include "runners/help.h"

#include "reports/text.h"

namespace assay::runners {
namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kColumn = 26;

constexpr std::string_view kProgram =
    R"(assay tests whether a server keeps the promises of its OpenAPI contract.

usage: assay COMMAND [OPTIONS]

  run       try every law of the contract against a target
  mock      serve the contract: an honest target, or one with a chosen defect
  laws      the catalogue of laws
  contract  print a contract with its overlays applied

`assay COMMAND --help` tells more; `assay --version` the version.

Without anything more, `assay run` tries the contract that assay carries in
itself (the Zoom User API v1) against the mock that it carries in itself.
)";

constexpr std::string_view kRunHead = R"(usage: assay run [DOCUMENT] [OPTIONS]

Derives laws from the contract DOCUMENT (OpenAPI 3.0, YAML or JSON), makes
requests that could break each, and judges the answers. Without DOCUMENT: the
embedded contract with its overlay; without --url: the embedded mock. Without
both --url and --report, JUnit is written to assay-junit.xml.
)";

constexpr std::string_view kRunTail = R"(
examples:
  assay run
  assay run --url http://127.0.0.1:4010/v1 --report junit=out.xml
  assay run vendor.yml --overlay zoom-user --url http://127.0.0.1:4010/v1
  assay run --only userCreate --skip 'userCreate:reject/*' --cases 100
  assay run --seed 7 --only 'userGet:default/login_type'
  assay run --config assay.yaml --plan

environment:
  ASSAY_API_KEY, ASSAY_API_SECRET, ...
              the credentials, one variable for each security scheme of the
              contract (ASSAY_ and its name in capitals). Where one is not set
              and the target is on this machine, a harmless stand-in is sent
  NO_COLOR    no colours, if set to anything

exit status:
  0  every law that could be judged held
  1  a law was broken
  2  the command line, the configuration or the contract is wrong
  3  the target could not be reached or went away
  4  nothing was tested
  130  interrupted; the reports of what was done are written
)";

constexpr std::string_view kMockHead = R"(usage: assay mock [DOCUMENT] [OPTIONS]

Serves the contract DOCUMENT (without it: the embedded one with its overlay)
until it is interrupted: validates, applies defaults, keeps what it is sent in
memory, and refuses as declared. Prints its URL once it listens.
)";

constexpr std::string_view kMockTail = R"(
examples:
  assay mock --port 4010
  assay mock --port 0 --refusal envelope
  assay mock --list-defects

environment:
  ASSAY_API_KEY, ASSAY_API_SECRET, ...
              the credentials to ask for, one variable for each security scheme;
              if one of them is not set, credentials are not looked at

exit status:
  0  interrupted, as it should be
  2  the command line or the contract is wrong
  3  it cannot listen there
)";

constexpr std::string_view kContractHead = R"(usage: assay contract [DOCUMENT] [--overlay FILE]...

Prints the document (without one: the embedded one, with its overlay) as YAML,
its overlays applied, its members in their order.
)";

constexpr std::string_view kContractTail = R"(
examples:
  assay contract
  assay contract vendor.yml --overlay zoom-user > whole.yml

exit status:
  0  printed
  2  the command line or the document is wrong
)";

constexpr std::string_view kLawsHead = R"(usage: assay laws [--list]

Prints the catalogue of laws: id, meaning, and to what it applies. In an id, F
stands for a field, RULE for a rule of its schema, N for a number.
`assay run --plan` prints the laws of one contract.
)";

constexpr std::string_view kLawsTail = R"(
exit status:
  0  printed
  2  the command line is wrong
)";

std::string options_text(CommandKind kind) {
  std::string out = "\noptions:\n";
  const auto add = [&](const std::string& option, std::string_view help) {
    const std::string text = reports::wrapped(help, kWidth, kColumn);
    const std::string start = "  " + option;
    if (start.size() + 2 > kColumn) {
      out += start + '\n' + text + '\n';
    } else {
      out += reports::padded(start, kColumn) + text.substr(kColumn) + '\n';
    }
  };
  for (const OptionRow& row : options_of(kind)) {
    std::string option = "--" + std::string(row.name);
    if (!row.metavar.empty()) option.append(" ").append(row.metavar);
    if (row.takes == Takes::many) option += "...";
    add(option, row.help);
  }
  add("-h, --help", "this text");
  return out;
}

}  // namespace

std::string help_text(CommandKind kind) {
  const auto whole = [&](std::string_view head, std::string_view tail) {
    return std::string(head) + options_text(kind) + std::string(tail);
  };
  switch (kind) {
    case CommandKind::none:
      return std::string(kProgram);
    case CommandKind::run:
      return whole(kRunHead, kRunTail);
    case CommandKind::mock:
      return whole(kMockHead, kMockTail);
    case CommandKind::contract:
      return whole(kContractHead, kContractTail);
    case CommandKind::laws:
      return whole(kLawsHead, kLawsTail);
  }
  return {};
}

}  // namespace assay::runners
