// Words for verdicts: short, concrete, the same for the same thing. Pure functions, safe from any
// thread.
#pragma once

#include <string>
#include <string_view>

#include "spec/contract.h"
#include "spec/exchange.h"
#include "spec/law.h"
#include "spec/trial.h"

namespace assay::conformance {

// "answer to userGet, /type"; without the pointer if it is empty.
std::string answer_to(const spec::Contract& contract, const spec::Exchange& exchange,
                      const std::string& pointer = {});

// The place without the numbers of items: "/users/3/dept" -> "/users/*/dept".
std::string generic_pointer(const std::string& pointer);

// "404 {"code":1001}", "200 and no body", "no answer: closed, …".
std::string describe(const spec::Exchange& exchange);

// Why a refusal law expects a refusal: "email is missing", "type = \"9\" breaks its enum".
std::string reason_to_refuse(const spec::Contract& contract, const spec::Law& law,
                             const spec::Exchange& subject);

std::string_view to_string(spec::Aspect aspect);

}  // namespace assay::conformance
