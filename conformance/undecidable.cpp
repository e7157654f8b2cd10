// Laws that the facts already decide to be not observable.
#include <algorithm>

#include "conformance/judge_case.h"

namespace assay::conformance {
namespace {

using spec::Family;
using spec::Reason;

bool reflected_anywhere(const spec::Contract& contract, const Facts& facts,
                        const std::string& attribute) {
  for (std::size_t i = 0; i < contract.operations.size(); ++i) {
    if (facts.reflected(i, attribute)) return true;
  }
  return false;
}

bool is_free_text(const spec::Field& field) {
  const bool text = field.schema.type == spec::FieldSchema::Type::string ||
                    field.schema.type == spec::FieldSchema::Type::any;
  return text && field.schema.enumeration.empty() && field.schema.format.empty() &&
         field.schema.pattern.empty() && field.samples.empty() && !field.reference &&
         !field.may_replace && !field.no_source;
}

}  // namespace

std::optional<Reason> undecidable_by_facts(const spec::Contract& contract, const spec::Law& law,
                                           const Facts& facts) {
  const spec::Operation& operation = contract.operations[law.operation];
  switch (law.family) {
    case Family::auth:
      if (!facts.checks_credentials) return Reason::no_credential_check;
      return std::nullopt;
    case Family::required:
    case Family::reject:
    case Family::depend:
    case Family::protocol:
      if (!facts.validates) return Reason::no_validation;
      return std::nullopt;
    case Family::default_: {
      if (!facts.memory) return Reason::no_memory;
      if (law.fields.empty()) return std::nullopt;
      const std::string attribute = operation.attribute_set_by(law.fields.front());
      if (attribute.empty() || reflected_anywhere(contract, facts, attribute)) return std::nullopt;
      return Reason::not_reflected;
    }
    case Family::state:
      if (!facts.memory) return Reason::no_memory;
      return std::nullopt;
    case Family::encode: {
      if (!facts.memory) return Reason::no_memory;
      if (law.id != "encode/text" && law.id != "encode/space") return std::nullopt;
      const bool observable = std::any_of(
          operation.fields.begin(), operation.fields.end(), [&](const spec::Field& field) {
            const std::string attribute = operation.attribute_set_by(field.name);
            return is_free_text(field) && !attribute.empty() &&
                   reflected_anywhere(contract, facts, attribute);
          });
      if (!observable) return Reason::not_reflected;
      return std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

}  // namespace assay::conformance
