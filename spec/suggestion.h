// Suggestion: "did you mean 'email'?" for a name that is not known.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::spec {

// The known name that is nearest to `name` and near enough for a slip of the pen; "" none.
std::string nearest(std::string_view name, const std::vector<std::string>& known);

// "did you mean 'email'?", else "known: id, email", else "" if nothing is known.
std::string suggestion(std::string_view name, const std::vector<std::string>& known);

}  // namespace assay::spec
