// The command line, taken apart but not yet understood: which command, and what was given for each
// of its options. command_line.cpp is the only door to CLI11.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "runners/option_table.h"

namespace assay::runners {

// What was given for an option, and where.
struct RawValue {
  std::string text;   // "" for an option that takes nothing
  std::string where;  // "assay.yaml:3:8"; "" the command line
};

// By the option's name; a document under "document".
using RawValues = std::map<std::string, std::vector<RawValue>, std::less<>>;

struct Invocation {
  CommandKind kind = CommandKind::none;
  bool help = false;
  bool version = false;
  RawValues values;
};

// `arguments`: without the program's name. On error one line: "unknown option --num-case; did you
// mean --cases?".
std::variant<Invocation, std::string> parse_command_line(const std::vector<std::string>& arguments);

}  // namespace assay::runners
