#include "spec/yaml_wording.h"

#include <array>
#include <string_view>

namespace assay::spec {
namespace {

struct Row {
  std::string_view theirs, what, hint;
};

constexpr std::array kWordings{
    Row{"illegal map value", "a ':' that cannot stand here",
        "check the indentation; put text that contains ': ' in quotes"},
    Row{"illegal map key", "a key cannot stand here", "check the indentation"},
    Row{"illegal block entry", "a '-' that cannot stand here",
        "check the indentation; begin a list on a line of its own"},
    Row{"illegal flow end", "a bracket that closes nothing",
        "remove it, or put the text in quotes"},
    Row{"end of map not found", "this fits neither the mapping above nor what contains it",
        "check the indentation and the quotes"},
    Row{"end of sequence not found", "this fits neither the list above nor what contains it",
        "check the indentation"},
    Row{"unknown token", "no value can begin with this character", "put the text in quotes"},
    Row{"illegal EOF", "the text ends too early", "close what is open"},
    Row{"unexpected character in block scalar",
        "only an indentation number, '+' or '-' may follow '|' or '>'",
        "begin the text on the next line"},
    Row{"illegal tab", "tab used for indentation", "use blanks"},
    Row{"bad file", "nested too deeply", ""},
    Row{"invalid unicode", "an escape that is no character",
        "write a character beyond U+FFFF as \\U0001F600, or as itself"},
    Row{"the referenced anchor is not defined", "no anchor of that name stands before this alias",
        "check its spelling; put text that begins with '*' in quotes"},
};

}  // namespace

Wording reworded(const std::string& message) {
  for (const Row& row : kWordings) {
    if (message.find(row.theirs) != std::string::npos) {
      return {std::string(row.what), std::string(row.hint)};
    }
  }
  return {message, {}};
}

}  // namespace assay::spec
