// What an answer shows of an attribute that the contract leaves free, of a constant one, and of one
// that an operation declares to change.
#include <algorithm>

#include "conformance/model.h"
#include "conformance/reading.h"
#include "conformance/shown.h"
#include "conformance/wording.h"

namespace assay::conformance {

using spec::Aspect;
using spec::Json;

namespace {
constexpr std::size_t kTellingText = 3;  // a shorter one may be anybody's
}  // namespace

void Model::compare_unknown(const Sent& sent, Object& object, const Column& column,
                            const Json& value, const Seen* before, const std::string& pointer) {
  if (!facts_.memory) return;
  const Held& held = object.held[column.attribute];
  const AttributeIndex& attribute = resource_of(object).attributes[column.attribute];
  Mismatch mismatch;
  mismatch.where = answer_to(sent.at, pointer + column.pointer);
  mismatch.got = quote(value);
  mismatch.attribute = attribute.name;
  mismatch.key = generic_pointer(pointer + column.pointer);

  const Json* earlier =
      before == nullptr || before->at < held.since ? nullptr : before->values[column.attribute];
  if (earlier != nullptr) {
    if (same_shown(*earlier, value)) {
      if (object.touched > before->at) note(bit(Aspect::kept), &attribute.name);
      return;
    }
    mismatch.expected = quote(*earlier) + ", as " + operation_in(before->at) + " showed it";
    if (object.touched > before->at) {
      blame(mismatch, object.touched);
    }
    report(bit(Aspect::kept), sent.at, std::move(mismatch));
    return;
  }
  if (compare_stale(sent, object, column, value, pointer)) return;
  if (compare_replaced(sent, object, column, value, pointer)) return;
  if (compare_foreign(sent, object, column, value, pointer)) return;
  // What the creation's own answer said of something that nobody has set since.
  if (object.seen.empty() || object.seen.front().operation != object.operation) return;
  if (held.since > object.created || object.operation == sent.operation) return;
  const Json* said = object.seen.front().values[column.attribute];
  if (said == nullptr || is_empty(*said) || attribute.key != kNone) return;
  if (said->is_number() && said->as_double() == 0) return;  // not made yet
  if (attribute.settable && !reflected(sent.operation, object.resource, column.attribute, false))
    return;
  if (same_shown(*said, value)) {
    note(bit(Aspect::agrees), &attribute.name);
    return;
  }
  const Json* answer = json(object.created);
  if (!echoes(object, *answer->at_pointer(object.seen.front().pointer))) return;
  mismatch.expected =
      quote(*said) + ", as the answer to " + operation_in(object.created) + " showed it";
  report(bit(Aspect::agrees), sent.at, std::move(mismatch));
}

bool Model::is_gone(const Object& object) const {
  const auto& gone = resource_of(object).resource->gone;
  return object.life == Object::Life::removed ||
         (object.status && std::find(gone.begin(), gone.end(), *object.status) != gone.end());
}

// True if the other object is gone, and a client gave its key to this one.
bool Model::succeeds(const Object& object, const Object& earlier) const {
  const spec::Resource& resource = *resource_of(object).resource;
  if (object.resource != earlier.resource || !is_gone(earlier)) return false;
  for (std::size_t k = 0; k < resource.keys.size(); ++k) {
    if (resource.keys[k].made_by_server) continue;
    for (const std::string& key : object.keys[k]) {
      if (std::find(earlier.keys[k].begin(), earlier.keys[k].end(), key) != earlier.keys[k].end())
        return true;
    }
  }
  return false;
}

// A creation may leave a text to the target's choice, and a reader need not follow what is sent;
// but neither shows what was sent for another object. One that was made anew in the place of a
// removed one may have got it back. True if it was another one's.
bool Model::compare_foreign(const Sent& sent, const Object& object, const Column& column,
                            const Json& value, const std::string& pointer) {
  const Held& held = object.held[column.attribute];
  if (held.field == nullptr || held.since != object.created || !column.documented) return false;
  const spec::Field& field = *held.field;
  const bool left_out = spec::find(exchanges_[object.created].request.form, field.name) == nullptr;
  const bool another = held.kind == Held::Kind::sent && *held.text != value.text();
  const bool free_text = field.schema.type == spec::FieldSchema::Type::string &&
                         field.schema.enumeration.empty() && field.samples.empty();
  if (!(left_out ? held.text == nullptr : another) || !free_text || !value.is_string() ||
      value.text().size() < kTellingText || field.default_value == value.text())
    return false;
  const Object* owner = nullptr;
  for (const Object& other : objects_) {
    const Held& theirs = other.held[column.attribute];
    if (&other == &object || other.resource != object.resource || theirs.kind != Held::Kind::sent ||
        *theirs.text != value.text())
      continue;
    if (succeeds(object, other)) return false;
    owner = &other;
  }
  if (owner == nullptr) return false;
  const AttributeIndex& attribute = resource_of(object).attributes[column.attribute];
  Mismatch mismatch;
  mismatch.where = answer_to(sent.at, pointer + column.pointer);
  mismatch.expected =
      left_out ? "nothing that was sent for another object: " + operation_in(object.created) +
                     " left " + field.name + " out"
               : quote(*held.text) + ", as sent to " + operation_in(held.since);
  mismatch.got = quote(value) + ", of " + object_text(*owner);
  mismatch.attribute = attribute.name;
  mismatch.key = generic_pointer(pointer + column.pointer);
  report(bit(Aspect::stored), sent.at, std::move(mismatch));
  return true;
}

// What is still shown though an operation declares to change it.
Mismatch Model::unchanged(const Sent& sent, const PendingChange& change, const std::string& name,
                          const std::string& pointer, const Json& value) const {
  const Json nothing;
  Mismatch mismatch;
  mismatch.where = answer_to(sent.at, pointer);
  mismatch.expected = "another value than " +
                      quote(change.before == nullptr ? nothing : *change.before) + ", which " +
                      operation_in(change.seen) + " showed: " + operation_in(change.by) +
                      " changes it";
  mismatch.got = quote(value);
  mismatch.attribute = name;
  mismatch.key = generic_pointer(pointer);
  return mismatch;
}

// What an operation has changed, as another reader has shown since, is not shown as it was before.
// True if it is.
bool Model::compare_stale(const Sent& sent, const Object& object, const Column& column,
                          const Json& value, const std::string& pointer) {
  const AttributeIndex& attribute = resource_of(object).attributes[column.attribute];
  for (const Moved& moved : object.moved) {
    const PendingChange& change = moved.change;
    if (change.attribute != column.attribute || change.reader == sent.operation ||
        !same_shown(*change.before, value))
      continue;
    Mismatch mismatch = unchanged(sent, change, attribute.name, pointer + column.pointer, value);
    mismatch.hint = operation_in(moved.shown) + " shows another one";
    report(bit(Aspect::changed), sent.at, std::move(mismatch));
    return true;
  }
  return false;
}

// A value that the target may have replaced is its own choice, but all readers show the same one.
// True if another reader has shown it.
bool Model::compare_replaced(const Sent& sent, const Object& object, const Column& column,
                             const Json& value, const std::string& pointer) {
  const Held& held = object.held[column.attribute];
  const AttributeIndex& attribute = resource_of(object).attributes[column.attribute];
  const auto says = [](const Json& shown) {
    return !is_empty(shown) && !(shown.is_number() && shown.as_double() == 0);
  };
  if (held.field == nullptr || !held.field->may_replace || held.shown_wrong || !says(value) ||
      !reflected(sent.operation, object.resource, column.attribute, false))
    return false;
  for (const Seen& seen : object.seen) {
    const Json* other = seen.values[column.attribute];
    if (seen.operation == sent.operation || seen.operation == object.operation ||
        other == nullptr || !says(*other) || seen.at < held.since || seen.at < object.touched ||
        !reflected(seen.operation, object.resource, column.attribute, false))
      continue;
    if (same_shown(*other, value)) {
      note(bit(Aspect::stored), &attribute.name);
      return true;
    }
    Mismatch mismatch;
    mismatch.where = answer_to(sent.at, pointer + column.pointer);
    mismatch.expected = quote(*other) + ", as " + operation_in(seen.at) + " showed it";
    mismatch.got = quote(value);
    mismatch.hint = "the target may choose it, but then it is the same in every answer";
    mismatch.attribute = attribute.name;
    mismatch.key = generic_pointer(pointer + column.pointer);
    report(bit(Aspect::stored), sent.at, std::move(mismatch));
    return true;
  }
  return false;
}

void Model::compare_constant(const Sent& sent, Object& object, const Column& column,
                             const Json& value, const std::string& pointer) {
  if (!facts_.memory || is_empty(value)) return;
  auto& [first, at] = object.first_shown[column.attribute];
  if (first == nullptr) {
    first = &value;
    at = sent.at;
    return;
  }
  const std::string& name = resource_of(object).attributes[column.attribute].name;
  if (same_shown(*first, value)) return note(bit(Aspect::constant), &name);
  Mismatch mismatch;
  mismatch.where = answer_to(sent.at, pointer + column.pointer);
  mismatch.expected = quote(*first) + ", as the answer to " + operation_in(at) + " showed it";
  mismatch.got = quote(value);
  mismatch.hint = name + " never changes";
  mismatch.attribute = name;
  mismatch.key = generic_pointer(pointer + column.pointer);
  report(bit(Aspect::constant), sent.at, std::move(mismatch));
}

void Model::compare_change(const Sent& sent, Object& object, const PendingChange& change,
                           const Column* column, const Json* value, const std::string& pointer) {
  if (!facts_.memory) return;
  const spec::Operation& by = operation(exchanges_[change.by].operation);
  const ResourceIndex& resource = index_.resources[by.effect.resource];
  const std::string& name = resource.attributes[change.attribute].name;
  const Json nothing;
  const Json& before = change.before == nullptr ? nothing : *change.before;
  const Json& after = value == nullptr ? nothing : *value;
  if (!same_shown(before, after)) {
    if (!is_empty(before) && !is_empty(after)) object.moved.push_back({change, sent.at});
    return note(bit(Aspect::changed), &name);
  }
  // A token that was never shown, or a picture's address that stays the same, shows nothing either
  // way.
  if (is_empty(before) ? column == nullptr || column->is_volatile || column->secret
                       : looks_like_url(before)) {
    return;
  }
  report(bit(Aspect::changed), sent.at,
         unchanged(sent, change, name, pointer + column->pointer, after));
}

}  // namespace assay::conformance
