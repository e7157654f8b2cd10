// Readings: what a form's text may mean. On a form everything is text: a boolean may be read from
// "1", "TRUE" or "on", and '0' may be shown as 0. A value counts as wrong only if no reading of it
// is right. Pure functions, safe from any thread.
#pragma once

#include <string_view>

#include "conformance/quote.h"
#include "spec/contract.h"
#include "spec/json.h"

namespace assay::conformance {

// True if some documented reading of the text satisfies the schema. Numbers are compared exactly,
// lengths counted in code points; an address needs one '@', two sides and no blank.
bool satisfies(const spec::FieldSchema& schema, std::string_view form_text);

// True if the JSON value is a documented reading of the text: '0' as 0 or "0", 'true' as true,
// "true" or 1, 5 as 5.0; leading zeros may be lost where a number is shown; null only for the empty
// text. `fold_case`: letters may change their case (addresses).
bool shows(const spec::FieldSchema& schema, std::string_view form_text, const spec::Json& value,
           bool fold_case = false);

// True if a shown value keeps the field's rules. null, nothing being stored, always does.
bool json_satisfies(const spec::FieldSchema& schema, const spec::Json& value);

}  // namespace assay::conformance
