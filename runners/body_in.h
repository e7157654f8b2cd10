// A form in another media type than the documented one. Pure; any thread may call it.
#pragma once

#include <optional>
#include <string>

#include "spec/form.h"

namespace assay::runners {

// The form as a client writes it that takes the server for one that reads JSON, or
// multipart/form-data with the boundary that `media_type` names (RFC 7578): what is wrong with the
// request is its media type alone. nullopt: any other media type.
std::optional<std::string> body_in(const std::string& media_type, const spec::Form& form);

}  // namespace assay::runners
