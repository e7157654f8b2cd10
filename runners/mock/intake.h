// Intake: bytes of a body to a form.
#pragma once

#include <string>

#include "runners/mock/defects.h"
#include "runners/mock/plan.h"
#include "spec/form.h"

namespace assay::runners::mock {

// Throws Failed where a defect says so.
spec::Form read_form(const std::string& body, const OperationPlan& plan,
                     const ActiveDefect& defect);

// Well-formed UTF-8 without surrogates?
bool is_utf8(const std::string& text);

// Code points in well-formed UTF-8.
std::size_t code_points(const std::string& text);

}  // namespace assay::runners::mock
