// The options of all commands, as data: the command line, the configuration file and the help texts
// are made from this table.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay::runners {

enum class CommandKind { none, run, mock, contract, laws };

std::string_view to_string(CommandKind kind);  // "run"; "" for none

enum class Takes { nothing, one, many };

struct OptionRow {
  std::string_view name;  // without dashes; also the key in a configuration file
  Takes takes = Takes::nothing;
  std::string_view metavar;  // "FILE"
  std::string_view help;
  bool in_config = false;
};

// In the order of the help text.
std::span<const OptionRow> options_of(CommandKind kind);

// The known name that a user may have meant by `name` ("--num-case": "--cases"), or "".
std::string similar_name(const std::string& name, const std::vector<std::string>& known);

}  // namespace assay::runners
