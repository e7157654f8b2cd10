// What the fields of a creation or an update set.
#include "conformance/model.h"
#include "conformance/shown.h"
#include "spec/decimal.h"
#include "spec/dependency.h"

namespace assay::conformance {

using spec::Action;

bool Model::differs_from_default(const spec::Field& field, const std::string& value) const {
  if (!field.default_value) return true;
  if (value == *field.default_value) return false;
  const auto order = spec::compare_decimals(value, *field.default_value);
  return !order || *order != 0;
}

// The conditional default that the other fields call for, if any. `unclear`: it hangs on a value
// that has more than one reading.
const spec::ConditionalDefault* Model::condition(const Sent& sent, const spec::Field& field,
                                                 bool& unclear) const {
  const OperationIndex& index = index_.operations[sent.operation];
  for (const spec::ConditionalDefault& conditional : field.conditional_defaults) {
    for (const std::string& name : spec::fields_of(conditional.when)) {
      const auto f = index.by_name.find(name);
      if (f == index.by_name.end() || sent.values[f->second] == nullptr) continue;
      const std::string& value = *sent.values[f->second];
      const bool is_boolean =
          index.fields[f->second].field->schema.type == spec::FieldSchema::Type::boolean;
      unclear |= sent.times[f->second] > 1 || value.empty() ||
                 (is_boolean && value != "true" && value != "false");
    }
    if (spec::holds(conditional.when, exchanges_[sent.at].request.form)) return &conditional;
  }
  return nullptr;
}

void Model::set_from_form(const Sent& sent, Object& object) {
  const OperationIndex& index = index_.operations[sent.operation];
  const ResourceIndex& resource = resource_of(object);
  const bool creates = index.operation->effect.action == Action::create;
  for (std::size_t f = 0; f < index.fields.size(); ++f) {
    const std::size_t attribute = index.fields[f].attribute;
    if (attribute == kNone) continue;
    const spec::Field& field = *index.fields[f].field;
    const std::string* value = sent.values[f];
    Held held;
    held.field = &field;
    held.since = sent.at;
    if (value == nullptr) {
      bool unclear = false;
      const spec::ConditionalDefault* conditional =
          field.conditional_defaults.empty() ? nullptr : condition(sent, field, unclear);
      if (unclear) {
        held.kind = Held::Kind::unknown;
      } else if (conditional != nullptr) {
        held.kind = Held::Kind::conditional;
        held.text = &conditional->value;
      } else if (creates && field.default_value && !field.no_source) {
        held.kind = Held::Kind::defaulted;
        held.text = &*field.default_value;
      } else if (!creates) {
        continue;  // what an update leaves out stays as it is
      }
    } else {
      // An empty optional text may be taken as absent; a value that may be replaced is anyone's
      // guess.
      const bool free = sent.times[f] > 1 || (value->empty() && !field.required) ||
                        (field.may_replace && differs_from_default(field, *value));
      if (!free) {
        held.kind = Held::Kind::sent;
        held.text = value;
      }
      const std::size_t key = resource.attributes[attribute].key;
      if (!creates && key != kNone && !value->empty()) object.keys[key].push_back(*value);
    }
    object.held[attribute] = held;
  }
}

}  // namespace assay::conformance
