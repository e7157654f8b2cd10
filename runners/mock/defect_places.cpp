#include "runners/mock/defect_places.h"

#include <algorithm>

namespace assay::runners::mock::places {
namespace {

using spec::Action;
using Type = spec::FieldSchema::Type;

bool does(const Operation& op, Action action) {
  return op.effect.action == action;
}

// Is the attribute that the field sets shown by a read operation?
bool shown(const Contract& contract, const Operation& op, const Field& field) {
  const std::string attribute = op.attribute_set_by(field.name);
  if (attribute.empty()) return false;
  return std::ranges::any_of(contract.operations, [&](const Operation& reader) {
    return reader.effect.action == Action::read && reader.effect.resource == op.effect.resource &&
           std::ranges::any_of(reader.keys, [&](const spec::Key& key) {
             return key.attribute == attribute && !key.is_volatile;
           });
  });
}

bool sent(const Field& field) {
  return !field.no_source;
}

bool free_text(const Field& field) {
  const spec::FieldSchema& schema = field.schema;
  return (schema.type == Type::string || schema.type == Type::any) && schema.enumeration.empty() &&
         schema.format.empty() && schema.pattern.empty() && field.samples.empty() && sent(field);
}

}  // namespace

bool any(const Contract&, const Operation&) {
  return true;
}
bool creates(const Contract&, const Operation& op) {
  return does(op, Action::create);
}
bool creates_active(const Contract& c, const Operation& op) {
  if (!creates(c, op) || op.effect.resource == spec::kNone) return false;
  const spec::Resource& resource = c.resources[op.effect.resource];
  return resource.statuses.empty() || op.effect.sets_status == resource.statuses.front();
}
bool reads(const Contract&, const Operation& op) {
  return does(op, Action::read);
}
bool reads_by_second_key(const Contract& c, const Operation& op) {
  if (!reads(c, op) || op.effect.by.empty()) return false;
  const spec::ResourceKey* key = c.resources[op.effect.resource].find(op.effect.by.front().key);
  return key != nullptr && !key->made_by_server;
}

bool updates(const Contract&, const Operation& op) {
  return does(op, Action::update);
}
bool writes(const Contract& c, const Operation& op) {
  return creates(c, op) || updates(c, op);
}
bool removes(const Contract&, const Operation& op) {
  return does(op, Action::remove);
}
bool pages(const Contract&, const Operation& op) {
  return does(op, Action::list) && op.effect.paging && !op.effect.paging->size_field.empty();
}
bool lists_relation(const Contract&, const Operation& op) {
  return does(op, Action::list) && !op.effect.shows_relation.empty();
}
bool sets_relation(const Contract&, const Operation& op) {
  return op.effect.sets_relation.has_value();
}
bool clears_relation(const Contract&, const Operation& op) {
  return op.effect.clears_relation.has_value();
}
bool sets_status(const Contract&, const Operation& op) {
  return does(op, Action::act) && !op.effect.sets_status.empty();
}
bool changes(const Contract&, const Operation& op) {
  return does(op, Action::act) && op.effect.sets_status.empty() && !op.effect.changes.empty();
}
bool exists(const Contract&, const Operation& op) {
  return does(op, Action::exists);
}
bool checks(const Contract&, const Operation& op) {
  return does(op, Action::check);
}
bool names_object(const Contract& c, const Operation& op) {
  if (op.effect.by.empty() || op.effect.resource == spec::kNone) return false;
  const spec::ResourceKey* key = c.resources[op.effect.resource].find(op.effect.by.front().key);
  return key != nullptr && key->made_by_server && key->unique;
}
bool acts_by_key(const Contract&, const Operation& op) {
  return !op.effect.by.empty() &&
         (does(op, Action::act) || does(op, Action::update) || does(op, Action::remove));
}
bool two_keys(const Contract&, const Operation& op) {
  return op.effect.by.size() >= 2;
}
bool depends(const Contract&, const Operation& op) {
  return !op.dependencies.empty();
}
bool wins(const Contract&, const Operation& op) {
  return !op.effect.wins.empty();
}
bool secured(const Contract&, const Operation& op) {
  return !op.security.empty();
}
bool has_body(const Contract&, const Operation& op) {
  return !op.media_type.empty();
}

bool shown_text(const Contract& c, const Operation& op, const Field& f) {
  return free_text(f) && !f.required && shown(c, op, f);
}
bool shown_boolean(const Contract& c, const Operation& op, const Field& f) {
  return f.schema.type == Type::boolean && f.conditional_defaults.empty() && shown(c, op, f);
}
bool true_default(const Contract& c, const Operation& op, const Field& f) {
  return shown_boolean(c, op, f) && f.default_value == "true";
}
bool optional_boolean(const Contract&, const Operation&, const Field& f) {
  return f.schema.type == Type::boolean && !f.required && sent(f) && f.conditional_defaults.empty();
}
bool required_text(const Contract&, const Operation& op, const Field& f) {
  return f.required && free_text(f) && op.key_of(f.name).empty() &&
         op.selector(f.name) == nullptr && !f.reference && f.schema.min_length.value_or(0) > 0;
}
bool required_key(const Contract&, const Operation& op, const Field& f) {
  return f.required && !op.key_of(f.name).empty();
}
bool last_required(const Contract&, const Operation& op, const Field& f) {
  const Field* last = nullptr;
  for (const Field& field : op.fields) {
    if (field.required) last = &field;
  }
  return last == &f && op.key_of(f.name).empty() && op.selector(f.name) == nullptr;
}
bool required_enum(const Contract&, const Operation& op, const Field& f) {
  return f.required && f.schema.enumeration.size() >= 2 && op.selector(f.name) == nullptr;
}
bool optional_enum_zero(const Contract&, const Operation& op, const Field& f) {
  return !f.required && !f.may_refuse && op.selector(f.name) == nullptr &&
         std::ranges::count(f.schema.enumeration, "0") != 0;
}
bool any_enum(const Contract&, const Operation& op, const Field& f) {
  return f.schema.enumeration.size() >= 2 && !f.may_refuse && !f.may_replace &&
         op.selector(f.name) == nullptr;
}

bool status_selector_default(const Contract&, const Operation& op, const Field& f) {
  const spec::Selector* by = op.selector(f.name);
  return by != nullptr && !by->by_status.empty() && f.default_value.has_value();
}
bool plain_integer(const Contract&, const Operation& op, const Field& f) {
  return f.schema.type == Type::integer && f.schema.enumeration.empty() &&
         op.selector(f.name) == nullptr;
}
bool address(const Contract&, const Operation&, const Field& f) {
  return f.schema.format == "email";
}
bool pattern(const Contract&, const Operation&, const Field& f) {
  return !f.schema.pattern.empty() && f.schema.pattern_checkable && !f.may_replace;
}
bool conditional(const Contract&, const Operation&, const Field& f) {
  return !f.conditional_defaults.empty();
}
bool write_only(const Contract&, const Operation&, const Field& f) {
  return f.secrecy == spec::Secrecy::write_only;
}

}  // namespace assay::runners::mock::places
