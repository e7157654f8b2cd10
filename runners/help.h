// The help texts, made from the table of options.
#pragma once

#include <string>

#include "runners/option_table.h"

namespace assay::runners {

// Of one command, or with CommandKind::none of the program. Ends with a newline; at most 80
// columns.
std::string help_text(CommandKind kind);

}  // namespace assay::runners
