// What becomes of a text on its way into the store: nothing, unless a defect says otherwise.
#pragma once

#include <cstddef>
#include <string>

#include "runners/mock/defects.h"

namespace assay::runners::mock {

std::string stored_text(std::string text, std::size_t operation, const ActiveDefect& defect);

}  // namespace assay::runners::mock
