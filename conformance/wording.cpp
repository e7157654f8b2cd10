#include "conformance/wording.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "conformance/quote.h"

namespace assay::conformance {
namespace {

constexpr std::array<std::string_view, 19> kAspects{
    "stored",  "defaulted", "conditional", "kept",       "agrees", "found", "gone",
    "unknown", "unique",    "existence",   "listed",     "totals", "paged", "constant",
    "changed", "related",   "good",        "precedence", "taken"};

std::string field_text(const spec::Law& law, const spec::Exchange& subject) {
  if (law.fields.empty()) return "a field";
  const std::string* value = spec::find(subject.request.form, law.fields.front());
  return law.fields.front() + (value == nullptr ? std::string() : " = " + quote(*value));
}

}  // namespace

std::string answer_to(const spec::Contract& contract, const spec::Exchange& exchange,
                      const std::string& pointer) {
  const std::string name = exchange.operation < contract.operations.size()
                               ? contract.operations[exchange.operation].id
                               : exchange.request.method + " " + exchange.request.url;
  return "answer to " + name + (pointer.empty() ? std::string() : ", " + pointer);
}

std::string generic_pointer(const std::string& pointer) {
  std::string out;
  std::size_t start = 0;
  while (start < pointer.size()) {
    std::size_t end = pointer.find('/', start + 1);
    if (end == std::string::npos) end = pointer.size();
    const std::string token = pointer.substr(start + 1, end - start - 1);
    const bool number = !token.empty() && std::all_of(token.begin(), token.end(),
                                                      [](char c) { return c >= '0' && c <= '9'; });
    out += '/' + (number ? std::string("*") : token);
    start = end;
  }
  return out;
}

std::string describe(const spec::Exchange& exchange) {
  if (const spec::Fault* fault = exchange.fault()) {
    std::string text = "no answer: " + std::string(spec::to_string(fault->kind));
    if (!fault->detail.empty()) text += ", " + fault->detail;
    return text;
  }
  const spec::Answer& answer = *exchange.answer();
  const std::string status = std::to_string(answer.status);
  if (answer.body.empty() && !answer.json) return status + " and no body";
  return status + " " + (answer.json ? quote(*answer.json) : quote(answer.body));
}

std::string reason_to_refuse(const spec::Contract& contract, const spec::Law& law,
                             const spec::Exchange& subject) {
  const std::string rule = law.id.substr(law.id.rfind('/') + 1);
  switch (law.family) {
    case spec::Family::required:
      return (law.fields.empty() ? std::string("a required field") : law.fields.front()) +
             (rule == "empty" ? " is empty" : " is missing");
    case spec::Family::reject:
      return field_text(law, subject) + " breaks its " + rule;
    case spec::Family::depend: {
      const auto& all = contract.operations[law.operation].dependencies;
      const std::size_t number = std::strtoul(rule.c_str(), nullptr, 10);
      if (number >= 1 && number <= all.size()) return all[number - 1].text + " is broken";
      return "a dependency of its fields is broken";
    }
    case spec::Family::auth:
      return rule == "absent" ? "the credentials are missing" : "the credentials are wrong";
    case spec::Family::protocol:
      if (rule == "method") return subject.request.method + " is not documented";
      return rule == "path" ? "this path is not documented" : "this media type is not documented";
    case spec::Family::state:
      if (rule == "unique") return "a key that must be unique is taken";
      if (rule == "unknown") return "no object has this key";
      return "the contract forbids this request";
    default:
      return "the contract forbids this request";
  }
}

std::string_view to_string(spec::Aspect aspect) {
  return kAspects[static_cast<std::size_t>(aspect)];
}

}  // namespace assay::conformance
