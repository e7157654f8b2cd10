// What an answer shows of an object, against what the model holds of it.
#include <algorithm>
#include <utility>

#include "conformance/model.h"
#include "conformance/reading.h"
#include "conformance/shown.h"
#include "conformance/wording.h"

namespace assay::conformance {
namespace {

using spec::Aspect;
using spec::Json;

bool contains(const std::vector<std::string>& list, const std::string& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

// The value that the document shows there.
bool is_example(const spec::Operation& operation, const std::string& pointer,
                const spec::Json& value) {
  for (const spec::Response& response : operation.responses) {
    for (const spec::Content& content : response.contents) {
      const spec::Json* example = content.example.at_pointer(pointer);
      if (example != nullptr && same_shown(*example, value)) return true;
    }
  }
  return false;
}

}  // namespace

// True if the attribute is known to follow what is sent: in this reader, or for a creation's own
// answer in any.
bool Model::reflected(std::size_t operation, std::size_t resource, std::size_t attribute,
                      bool own_answer) const {
  const std::string& name = index_.resources[resource].attributes[attribute].name;
  if (!own_answer) return facts_.reflected(operation, name);
  for (std::size_t i = 0; i < index_.operations.size(); ++i) {
    if (facts_.reflected(i, name)) return true;
  }
  return false;
}

// True if the creation's own answer repeats a text that was made for this trial.
bool Model::echoes(const Object& object, const Json& shown) const {
  const OperationIndex& index = index_.operations[object.operation];
  const spec::Step* step = spec::find(trial_, exchanges_[object.created].step);
  bool found = false;
  index.each_shown(shown, [&](const Column& column, const Json& value) {
    const Held& held = object.held[column.attribute];
    if (found || held.kind != Held::Kind::sent || !value.is_string()) return;
    if (!equal_ignoring_case(*held.text, value.text()) || value.text().size() < 6) return;
    found = step == nullptr;
    for (std::size_t i = 0; step != nullptr && i < step->fields.size(); ++i) {
      found |= step->fields[i].name == held.field->name &&
               std::holds_alternative<spec::Fresh>(step->fields[i].value.source);
    }
  });
  return found;
}

void Model::compare(const Sent& sent, std::size_t object_at, const Json& shown,
                    const std::string& pointer, bool own_answer) {
  Object& object = objects_[object_at];
  const ResourceIndex& resource = resource_of(object);
  const OperationIndex& index = index_.operations[sent.operation];
  if (!own_answer && !compare_identity(sent, object, shown, pointer)) return;

  const auto found = std::find_if(object.seen.begin(), object.seen.end(), [&](const Seen& seen) {
    return seen.operation == sent.operation;
  });
  const Seen* before = found == object.seen.end() || own_answer ? nullptr : &*found;
  Seen now;
  now.operation = sent.operation;
  now.at = sent.at;
  now.pointer = pointer;
  now.values.resize(resource.attributes.size());
  index.each_shown(shown, [&](const Column& column, const Json& value) {
    now.values[column.attribute] = &value;
    const std::size_t key = resource.attributes[column.attribute].key;
    if (key != kNone && resource.resource->keys[key].made_by_server && !is_empty(value)) {
      const auto text = scalar_text(value);
      auto& known = object.keys[key];
      if (text && (known.empty() || known.back() != *text)) known.push_back(*text);
      object.key_at[key] = sent.at;
    }
    compare_value(sent, object, column, value, before, pointer, own_answer);
  });
  for (const PendingChange& change : object.pending) {
    if (change.reader == sent.operation && now.values[change.attribute] == nullptr) {
      compare_change(sent, object, change, nullptr, nullptr, pointer);
    }
  }
  std::erase_if(object.pending,
                [&](const PendingChange& change) { return change.reader == sent.operation; });

  if (own_answer) {  // a key that the server made must be new
    for (std::size_t k = 0; k < object.keys.size(); ++k) {
      const spec::ResourceKey& key = resource.resource->keys[k];
      if (!key.made_by_server || !key.unique || object.keys[k].empty()) continue;
      for (const std::size_t o : holders(object.resource, k, object.keys[k].back())) {
        if (o == object_at || objects_[o].life != Object::Life::alive || !facts_.distinct_objects ||
            succeeds(object, objects_[o]))
          continue;
        Mismatch mismatch;
        mismatch.where = answer_to(sent.at, pointer + "/" + key.name);
        mismatch.expected = "another " + key.name + " than that of " + object_text(objects_[o]);
        mismatch.got = quote(object.keys[k].back());
        mismatch.key = pointer + "/" + key.name;
        report(bit(Aspect::unique) | bit(Aspect::constant), sent.at, std::move(mismatch));
        objects_[o].life = Object::Life::unsure;
      }
    }
  }
  if (found == object.seen.end()) {
    object.seen.push_back(std::move(now));
  } else {
    *found = std::move(now);
  }
}

// False if the answer shows another object.
bool Model::compare_identity(const Sent& sent, Object& object, const Json& shown,
                             const std::string& pointer) {
  const ResourceIndex& resource = resource_of(object);
  bool same = true;
  index_.operations[sent.operation].each_shown(shown, [&](const Column& column, const Json& value) {
    const std::size_t k = resource.attributes[column.attribute].key;
    if (k == kNone || column.is_volatile || is_empty(value)) return;
    const spec::ResourceKey& key = resource.resource->keys[k];
    if (!key.unique || !key.made_by_server || object.keys[k].empty()) return;
    const auto text = scalar_text(value);
    if (text && contains(object.keys[k], *text)) return;
    same = false;
    Mismatch mismatch;
    mismatch.where = answer_to(sent.at, pointer + column.pointer);
    mismatch.expected = quote(object.keys[k].back()) + ", of " + object_text(object);
    mismatch.got = quote(value);
    mismatch.hint = "another object is shown, or its " + key.name + " has changed";
    mismatch.key = generic_pointer(pointer + column.pointer);
    const Aspects precedence = object.conflict == kNone ? 0 : bit(Aspect::precedence);
    report(bit(Aspect::found) | bit(Aspect::constant) | precedence, sent.at, std::move(mismatch));
  });
  return same;
}

void Model::compare_value(const Sent& sent, Object& object, const Column& column, const Json& value,
                          const Seen* before, const std::string& pointer, bool own_answer) {
  for (const PendingChange& change : object.pending) {
    if (change.reader == sent.operation && change.attribute == column.attribute) {
      compare_change(sent, object, change, &column, &value, pointer);
    }
  }
  if (column.is_volatile) return;
  if (own_answer && is_empty(value)) return;
  if (!column.documented &&
      !facts_.reflected(sent.operation, resource_of(object).attributes[column.attribute].name))
    return;
  if (resource_of(object).attributes[column.attribute].constant) {
    compare_constant(sent, object, column, value, pointer);
  }
  if (object.held[column.attribute].kind != Held::Kind::unknown) {
    compare_held(sent, object, column, value, before, pointer, own_answer);
  } else if (!own_answer) {
    compare_unknown(sent, object, column, value, before, pointer);
  }
}

void Model::compare_held(const Sent& sent, Object& object, const Column& column, const Json& value,
                         const Seen* before, const std::string& pointer, bool own_answer) {
  Held& held = object.held[column.attribute];
  const AttributeIndex& attribute = resource_of(object).attributes[column.attribute];
  const bool is_key = attribute.key != kNone;
  const bool fold = (is_key && resource_of(object).resource->keys[attribute.key].fold_case) ||
                    held.field->schema.format == "email";
  Aspects aspects = bit(held.kind == Held::Kind::sent        ? Aspect::stored
                        : held.kind == Held::Kind::defaulted ? Aspect::defaulted
                                                             : Aspect::conditional);
  // The creation's own answer shows what is stored only to a law about this very field.
  if (own_answer && question_.attributes.empty()) aspects = 0;
  if (own_answer) aspects |= bit(Aspect::agrees);
  const bool disturbed = object.touched > held.since;
  const Seen* created = object.seen.empty() || object.seen.front().operation != object.operation
                            ? nullptr
                            : &object.seen.front();
  const Json* said = created == nullptr || held.since > object.created
                         ? nullptr
                         : created->values[column.attribute];
  if (said != nullptr && is_empty(*said)) said = nullptr;
  if (shows(held.field->schema, *held.text, value, fold)) {
    Aspects agreed = aspects;
    if (disturbed) agreed |= bit(Aspect::kept);
    if (said != nullptr && same_shown(*said, value)) agreed |= bit(Aspect::agrees);
    if (wants(agreed, &attribute.name) && (observed_ & agreed) != (agreed & question_.aspects) &&
        facts_.memory && reflected(sent.operation, object.resource, column.attribute, own_answer)) {
      note(agreed, &attribute.name);
    }
    return;
  }
  if (!facts_.memory) return;
  if (!reflected(sent.operation, object.resource, column.attribute, own_answer)) {
    unreflected_ = true;
    if (!own_answer) compare_foreign(sent, object, column, value, pointer);
    return;
  }
  if (!satisfies(held.field->schema, *held.text)) {  // taken all the same: as what is free
    held.kind = Held::Kind::unknown;
    return;
  }
  if (own_answer && !echoes(object, *json(sent.at)->at_pointer(pointer))) return;
  const bool was_right =
      before != nullptr && before->at >= held.since &&
      before->values[column.attribute] != nullptr &&
      shows(held.field->schema, *held.text, *before->values[column.attribute], fold);
  if (was_right || (disturbed && !held.shown_wrong)) aspects |= bit(Aspect::kept);
  if (said != nullptr && !disturbed && !same_shown(*said, value)) aspects |= bit(Aspect::agrees);
  if (object.conflict != kNone && object.conflict >= held.since) aspects |= bit(Aspect::precedence);

  Mismatch mismatch;
  mismatch.where = answer_to(sent.at, pointer + column.pointer);
  mismatch.got = quote(value);
  mismatch.attribute = attribute.name;
  mismatch.key = generic_pointer(pointer + column.pointer);
  const bool is_text = held.field->schema.type == spec::FieldSchema::Type::string ||
                       held.field->schema.type == spec::FieldSchema::Type::any;
  mismatch.expected = is_text ? quote(*held.text) : *held.text;
  switch (held.kind) {
    case Held::Kind::sent:
      mismatch.expected += ", as sent to " + operation_in(held.since);
      break;
    case Held::Kind::defaulted:
      mismatch.expected += ", the default of " + held.field->name + ", which " +
                           operation_in(held.since) + " left out";
      break;
    default: {
      const std::string* when = nullptr;
      for (const auto& conditional : held.field->conditional_defaults) {
        if (&conditional.value == held.text) when = &conditional.when_text;
      }
      mismatch.expected += ", the default of " + held.field->name;
      if (when != nullptr) mismatch.expected += " where " + *when;
      mismatch.expected += ", in " + operation_in(held.since);
    }
  }
  if (was_right) {
    mismatch.hint = "it was right in the answer to " + operation_in(before->at);
    if (object.touched > before->at) mismatch.hint += ", before " + operation_in(object.touched);
  } else if (disturbed) {
    blame(mismatch, object.touched);
  }
  report(aspects, sent.at, std::move(mismatch));
  held.shown_wrong = true;
  if (!own_answer) {  // said once; from now on it must only stay as it is
    held.kind = Held::Kind::unknown;
    held.since = sent.at;
  }
}

std::size_t Model::identify(std::size_t operation_at, const Json& shown) const {
  std::size_t found = kNone;
  const OperationIndex& index = index_.operations[operation_at];
  const std::size_t resource = index.operation->effect.resource;
  if (resource == kNone) return kNone;
  index.each_shown(shown, [&](const Column& column, const Json& value) {
    const std::size_t k = index_.resources[resource].attributes[column.attribute].key;
    if (found != kNone || k == kNone) return;
    const spec::ResourceKey& key = index_.resources[resource].resource->keys[k];
    const auto text = scalar_text(value);
    if (!key.unique || !text || text->empty()) return;
    for (std::size_t o = objects_.size(); o-- > 0;) {
      if (objects_[o].resource != resource) continue;
      const bool mine = std::any_of(
          objects_[o].keys[k].begin(), objects_[o].keys[k].end(), [&](const std::string& known) {
            return key.fold_case ? equal_ignoring_case(known, *text) : known == *text;
          });
      if (!mine) continue;
      if (found == kNone || objects_[o].life == Object::Life::alive) found = o;
      if (objects_[o].life == Object::Life::alive) break;
    }
  });
  return found;
}

std::vector<Model::Shown> Model::shown_since(int step, const std::string& attribute) const {
  std::vector<Shown> all;
  At from = kNone;
  for (At at = 0; at < exchanges_.size() && from == kNone; ++at) {
    if (exchanges_[at].step == step) from = at;
  }
  if (from == kNone) return all;
  for (const Object& object : objects_) {
    if (object.touched != from && object.created != from) continue;
    const std::size_t a = resource_of(object).find(attribute);
    if (a == kNone) continue;
    for (const Seen& seen : object.seen) {
      if (seen.at < from || seen.values[a] == nullptr) continue;
      const auto& columns = index_.operations[seen.operation].columns;
      const auto column = std::find_if(columns.begin(), columns.end(),
                                       [&](const Column& c) { return c.attribute == a; });
      all.push_back({seen.at, seen.pointer + column->pointer, seen.values[a]});
    }
  }
  return all;
}

// The answer to an update, an act or a removal says whom it was about. A documented example is no
// word of the server's.
void Model::compare_named(const Sent& sent, const Object& object) {
  const OperationIndex& index = index_.operations[sent.operation];
  const spec::Json* answer = json(sent.at);
  if (answer == nullptr || sent.odd) return;
  for (const Column& column : index.named) {
    const spec::Json* value = answer->at_pointer(column.pointer);
    const auto text = value == nullptr ? std::nullopt : scalar_text(*value);
    if (!text || text->empty()) continue;
    const std::size_t k = resource_of(object).attributes[column.attribute].key;
    const spec::ResourceKey& key = resource_of(object).resource->keys[k];
    const std::vector<std::string>& known = object.keys[k];
    const bool same = std::any_of(known.begin(), known.end(), [&](const std::string& mine) {
      return key.fold_case ? equal_ignoring_case(mine, *text) : mine == *text;
    });
    if (known.empty() || same || is_example(*index.operation, column.pointer, *value)) continue;
    Mismatch mismatch;
    mismatch.where = answer_to(sent.at, column.pointer);
    mismatch.expected = quote(known.back()) + ", of " + object_text(object);
    mismatch.got = quote(*value);
    mismatch.hint = "another object is named than the one that was asked for";
    mismatch.key = column.pointer;
    report(bit(Aspect::found), sent.at, std::move(mismatch));
  }
}

}  // namespace assay::conformance
