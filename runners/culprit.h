// Who is to blame when the target went away: of the requests that were under way, the likeliest.
// Pure functions.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "runners/watch_list.h"
#include "spec/contract.h"

namespace assay::runners {

// The operation of the last exchange that had no answer; kNone: all had one.
std::size_t last_operation(const Watched& fatal);

// Whether that exchange's request is longer than plain ones are.
bool is_long(const Watched& fatal);

// "userGet, userUpdate were": whose requests had no answer, but for that one.
std::string under_way(const spec::Contract& contract, const std::vector<Watched>& fatal,
                      const Watched* but);

// What is odd on purpose comes first, then what is long, then the order of laws and trials.
// nullptr: nothing was under way.
const Watched* culprit(const std::vector<Watched>& fatal,
                       const std::function<bool(const Watched&)>& is_odd);

}  // namespace assay::runners
