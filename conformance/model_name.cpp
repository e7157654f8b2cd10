// Which object a request names, and what must become of the request.
#include <algorithm>
#include <cctype>

#include "conformance/model.h"
#include "conformance/reading.h"
#include "conformance/shown.h"
#include "spec/dependency.h"
#include "spec/utf8.h"

namespace assay::conformance {
namespace {

using spec::Action;
using spec::Aspect;

constexpr std::size_t kPlainLength = 64;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

bool contains(const std::vector<std::string>& list, const std::string& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

// Printable, short, without blanks at the ends: nothing that a server may turn down.
bool is_plain(const spec::Field& field, const std::string& value) {
  if (contains(field.samples, value) || contains(field.schema.enumeration, value)) return true;
  if (value.empty()) return field.required;
  if (value.size() > kPlainLength || value.front() == ' ' || value.back() == ' ') return false;
  return std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

// A free text with a mark that a server may not want in names ('&', '<', '\''); a key is never one.
bool has_odd_marks(const spec::Field& field, const std::string& value) {
  if (field.schema.type != spec::FieldSchema::Type::string || !field.schema.format.empty() ||
      contains(field.samples, value) || contains(field.schema.enumeration, value))
    return false;
  return std::any_of(value.begin(), value.end(), [](char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return !letter && std::string_view(" -_.").find(c) == std::string_view::npos;
  });
}

}  // namespace

std::vector<std::size_t> Model::holders(std::size_t resource, std::size_t key,
                                        const std::string& value) const {
  std::vector<std::size_t> found;
  for (std::size_t o = 0; o < objects_.size(); ++o) {
    if (objects_[o].resource == resource && contains(objects_[o].keys[key], value)) {
      found.push_back(o);
    }
  }
  return found;
}

// True if a server that folds case or trims could take the value for this object's key, or the
// object's own key isn't known.
bool Model::may_mean(const Object& object, std::size_t key, const std::string& value) const {
  const auto& known = object.keys[key];
  const spec::ResourceKey& declared = resource_of(object).resource->keys[key];
  if (known.empty()) return declared.unique;
  return std::any_of(known.begin(), known.end(), [&](const std::string& mine) {
    const std::string_view a = trimmed(mine), b = trimmed(value);
    return a == b || (declared.fold_case && equal_ignoring_case(a, b));
  });
}

// The value was made for this trial, or changed on purpose: only this trial's objects can have it.
bool Model::made_up(const Sent& sent, std::size_t field) const {
  if (sent.step == nullptr) return false;
  const std::string& name = index_.operations[sent.operation].fields[field].field->name;
  for (const spec::StepField& given : sent.step->fields) {
    if (given.name != name) continue;
    if (std::holds_alternative<spec::Fresh>(given.value.source)) return true;
    const auto* ref = std::get_if<spec::Ref>(&given.value.source);
    if (ref == nullptr) return false;
    const bool changed = given.value.twist != spec::Twist::none || !given.value.before.empty() ||
                         !given.value.after.empty();
    return changed ? !may_be_a_key(*sent.values[field], given.value.twist)
                   : !guessable(*sent.values[field]) && is_another(*ref, sent, field);
  }
  return false;
}

// What the reference points at is shown as another attribute, and the keys of all objects are
// known.
bool Model::is_another(const spec::Ref& ref, const Sent& sent, std::size_t field) const {
  const std::size_t resource = operation(sent.operation).effect.resource;
  const std::size_t key = index_.operations[sent.operation].fields[field].key;
  const spec::Step* step = spec::find(trial_, ref.step);
  if (key == kNone || step == nullptr || operation(step->operation).effect.resource != resource)
    return false;
  const OperationIndex& shower = index_.operations[step->operation];
  const bool other =
      std::any_of(shower.columns.begin(), shower.columns.end(), [&](const Column& column) {
        return shower.shown_at + column.pointer == ref.pointer &&
               index_.resources[resource].attributes[column.attribute].key != key;
      });
  return other && std::none_of(objects_.begin(), objects_.end(), [&](const Object& object) {
           return object.resource == resource && object.keys[key].empty();
         });
}

Model::Named Model::look_up(const Sent& sent, std::size_t field) const {
  const std::size_t resource = operation(sent.operation).effect.resource;
  const std::size_t key = index_.operations[sent.operation].fields[field].key;
  Named named;
  named.field = field;
  named.value = sent.values[field];
  named.kind = Named::Kind::free;
  const std::string& value = *sent.values[field];
  std::size_t living = 0, unsure = 0;
  for (const std::size_t o : holders(resource, key, value)) {
    if (objects_[o].life == Object::Life::unsure) ++unsure;
    if (objects_[o].life == Object::Life::alive) {
      const bool there = !is_gone(objects_[o]);
      if (there) ++living;
      if (there || living == 0) named.object = o;
    } else if (living == 0) {
      named.object = o;
    }
  }
  if (living > 1 || (unsure > 0 && living == 0)) {
    named.object = kNone;
    return named;
  }
  if (named.object != kNone) {
    named.kind = Named::Kind::object;
    return named;
  }
  // In another case it may mean the same object, or none: where that one is gone, both are refused.
  std::size_t gone = kNone;
  for (std::size_t o = 0; o < objects_.size(); ++o) {
    if (objects_[o].resource != resource || !may_mean(objects_[o], key, value)) continue;
    if (objects_[o].life == Object::Life::unsure || !is_gone(objects_[o]) ||
        objects_[o].keys[key].empty())
      return named;
    gone = o;
  }
  if (unsure_keys_.count({resource, key, value}) != 0) return named;
  if (gone != kNone) {
    named.kind = Named::Kind::object;
    named.object = gone;
    return named;
  }
  named.never_created = refused_keys_.count({resource, key, value}) != 0;
  if (named.never_created || made_up(sent, field)) named.kind = Named::Kind::nobody;
  return named;
}

Model::Named Model::name(const Sent& sent) const {
  const OperationIndex& index = index_.operations[sent.operation];
  std::vector<Named> given;
  for (std::size_t f = 0; f < index.fields.size(); ++f) {
    if (index.fields[f].key == kNone || sent.values[f] == nullptr) continue;
    if (sent.times[f] > 1 || sent.values[f]->empty()) {
      Named named;
      named.kind = Named::Kind::free;
      return named;
    }
    given.push_back(look_up(sent, f));
  }
  if (given.empty()) return {};
  const bool agree = std::all_of(given.begin(), given.end(), [&](const Named& named) {
    return named.kind == given.front().kind && named.object == given.front().object;
  });
  if (agree) return given.front();
  for (Named& winner : given) {
    if (index.fields[winner.field].field->name != index.operation->effect.wins) continue;
    winner.disagree = winner.kind != Named::Kind::free;
    for (const Named& loser : given) {
      if (loser.field != winner.field && loser.object != kNone) winner.other = loser.object;
    }
    return winner;
  }
  Named named;
  named.kind = Named::Kind::free;
  return named;
}

Model::Outlook Model::outlook(const Sent& sent, const Named& named) const {
  Outlook result;
  if (sent.odd) return result;
  if (named.kind == Named::Kind::nobody) {
    const Action action = operation(sent.operation).effect.action;
    result.expected = Outlook::Expected::refused;
    result.aspects = bit(Aspect::unknown);
    if (named.never_created) result.aspects |= bit(Aspect::kept) | bit(Aspect::unique);
    if (action == Action::exists) result.aspects |= bit(Aspect::existence);
    if (action == Action::check) result.aspects |= bit(Aspect::good);
    const std::string& field = index_.operations[sent.operation].fields[named.field].field->name;
    result.why = named.never_created ? "the creation with this " + field + " was refused"
                                     : "no object has the " + field + " " + quote(*named.value);
  } else if (named.kind == Named::Kind::object) {
    result = outlook_on(sent, objects_[named.object]);
  }
  if (result.expected != Outlook::Expected::free && named.disagree) {
    result.aspects |= bit(Aspect::precedence);
    result.why += "; " + operation(sent.operation).effect.wins + " decides";
  }
  return result;
}

Model::Outlook Model::outlook_on(const Sent& sent, const Object& object) const {
  const spec::Operation& of = operation(sent.operation);
  const spec::Effect& effect = of.effect;
  Outlook result;
  if (object.life == Object::Life::unsure) return result;
  const Aspects precedence = object.conflict == kNone ? 0 : bit(Aspect::precedence);
  Aspects shown_by = 0;
  if (effect.action == Action::exists) shown_by = bit(Aspect::existence);
  if (effect.action == Action::check) shown_by = bit(Aspect::good);

  const bool removed = object.life == Object::Life::removed;
  if (!removed && !object.status) return result;
  const bool gone = is_gone(object);
  const bool fits = !removed && contains(effect.requires_status, *object.status);
  if (gone && !fits) {
    // Removing it once more changes nothing, and may be answered as if it did.
    if (effect.action == Action::remove) return result;
    const bool looks = effect.action != Action::update && effect.action != Action::act;
    if (!removed && !looks && effect.requires_status.empty()) return result;
    result.expected = Outlook::Expected::refused;
    result.aspects = bit(Aspect::gone) | shown_by | precedence;
    result.why = "it was removed by " + operation_in(object.ended);
    return result;
  }
  if (!fits && !effect.requires_status.empty()) return result;
  for (const auto& [property, value] : effect.requires_given) {
    const auto mine = std::find_if(object.given.begin(), object.given.end(),
                                   [&](const auto& given) { return given.first == property; });
    if (mine == object.given.end() || mine->second != value) return result;
  }
  for (const spec::Selector& selector : effect.selectors) {
    const std::string* right = nullptr;
    for (const auto& [status, value] : selector.by_status) {
      if (status == *object.status) right = &value;
    }
    for (const auto& [property, value] : object.given) {
      if (selector.by_status.empty() && property == selector.given) right = &value;
    }
    const auto f = index_.operations[sent.operation].by_name.find(selector.field);
    if (right == nullptr || f == index_.operations[sent.operation].by_name.end()) return result;
    if (sent.times[f->second] > 1) return result;
    const std::string* chosen = sent.values[f->second];
    const auto& fallback = of.fields[f->second].default_value;
    if (chosen == nullptr && fallback) chosen = &*fallback;
    if (chosen == nullptr || *chosen != *right) return result;
  }
  // Whether there may be a second relation, or the same one twice, is nowhere said; nor whether an
  // act without any input can be done once more.
  if (effect.sets_relation &&
      std::any_of(object.relations.begin(), object.relations.end(), [&](const Relation& relation) {
        return relation.name == effect.sets_relation->name && relation.state != Relation::State::no;
      })) {
    result.counts = true;
    return result;
  }
  const bool has_input =
      std::any_of(of.fields.begin(), of.fields.end(),
                  [&](const spec::Field& field) { return of.key_of(field.name).empty(); });
  const bool only_changes = effect.action == Action::act && effect.sets_status.empty() &&
                            !effect.sets_relation && !effect.clears_relation;
  const bool again =
      std::find(object.acts.begin(), object.acts.end(), sent.operation) != object.acts.end();
  if (only_changes && !has_input && again) return result;
  // Whether there must be a relation for it to be cleared is nowhere said, nor whether it outlives
  // the other object.
  if (effect.clears_relation &&
      std::none_of(object.relations.begin(), object.relations.end(), [&](const Relation& relation) {
        return relation.name == effect.clears_relation->name &&
               relation.state == Relation::State::yes && relation.target != kNone &&
               objects_[relation.target].life == Object::Life::alive &&
               objects_[relation.target].status_since <= relation.since;
      }))
    return result;
  result.expected = Outlook::Expected::accepted;
  result.aspects = shown_by == 0 ? bit(Aspect::found) : shown_by;
  result.aspects |= precedence;
  result.why = object_text(object) + " is there";
  if (!object.status->empty()) result.why += ", " + *object.status;
  return result;
}

// Which of its resource's keys the reference is; kNone: none of them.
std::size_t Model::key_of(const spec::Reference& reference) const {
  if (reference.resource >= index_.resources.size()) return kNone;
  const auto& keys = index_.resources[reference.resource].resource->keys;
  for (std::size_t key = 0; key < keys.size(); ++key) {
    if (keys[key].name == reference.key) return key;
  }
  return kNone;
}

// The field with a reference was changed on purpose, so that none of this trial's objects is meant.
bool Model::refers_to_nobody(const Sent& sent, std::size_t field) const {
  const spec::Field& declared = *index_.operations[sent.operation].fields[field].field;
  if (!declared.reference || sent.values[field] == nullptr || sent.times[field] > 1 ||
      !made_up(sent, field))
    return false;
  const std::size_t resource = declared.reference->resource;
  const std::size_t key = key_of(*declared.reference);
  return key != kNone && std::none_of(objects_.begin(), objects_.end(), [&](const Object& object) {
           return object.resource == resource && may_mean(object, key, *sent.values[field]);
         });
}

// The object that a field with a reference names, if it is one of this trial.
std::optional<std::size_t> Model::referred(const Sent& sent, std::size_t field) const {
  const spec::Field& declared = *index_.operations[sent.operation].fields[field].field;
  if (!declared.reference || sent.values[field] == nullptr || sent.times[field] > 1)
    return std::nullopt;
  const std::size_t resource = declared.reference->resource;
  const std::size_t key = key_of(*declared.reference);
  if (key == kNone) return std::nullopt;
  std::optional<std::size_t> only;
  for (const std::size_t o : holders(resource, key, *sent.values[field])) {
    if (objects_[o].life != Object::Life::alive) continue;
    if (only) return std::nullopt;
    only = o;
  }
  return only;
}

// True if the contract leaves it open whether this request is accepted, whatever the object; or if
// the operation takes nothing at all, which its own laws tell.
bool Model::excused(const Sent& sent) const {
  if (sent.odd || (sent.step != nullptr && !sent.step->credentials.empty())) return true;
  if (sent.operation != question_.operation && facts_.shut.count(sent.operation) != 0) return true;
  if (too_long(exchanges_[sent.at])) return true;
  const OperationIndex& index = index_.operations[sent.operation];
  for (const spec::FormField& field : exchanges_[sent.at].request.form) {
    // Sent as it stands, it is the same text only where nothing in it has a meaning on a form.
    const bool odd = field.raw && !std::all_of(field.value.begin(), field.value.end(), [](char c) {
                       return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '@' ||
                              c == '.' || c == '-';
                     });
    if (odd || index.by_name.count(field.name) == 0) return true;
  }
  for (std::size_t f = 0; f < index.fields.size(); ++f) {
    const spec::Field& field = *index.fields[f].field;
    if (sent.values[f] == nullptr) {
      if (field.required) return true;
      continue;
    }
    const std::string& value = *sent.values[f];
    if (sent.times[f] > 1 || !is_plain(field, value) || !satisfies(field.schema, value))
      return true;
    if (index.fields[f].key == kNone && has_odd_marks(field, value)) return true;
    if (!field.samples.empty() && !contains(field.samples, value)) return true;
    if (field.may_refuse && differs_from_default(field, value)) return true;
    if (field.reference && index.fields[f].key == kNone) {
      const auto other = referred(sent, f);
      if (!other || !objects_[*other].status) return true;
      const auto& statuses = field.reference->statuses;
      if (!statuses.empty() && !contains(statuses, *objects_[*other].status)) return true;
    }
  }
  return std::any_of(index.operation->dependencies.begin(), index.operation->dependencies.end(),
                     [&](const spec::Dependency& dependency) {
                       return !spec::holds(dependency.rule, exchanges_[sent.at].request.form);
                     });
}

// A creation or a list that was refused though nothing in the request is amiss.
void Model::judge_turned_down(const Sent& sent) {
  if (excused(sent)) return;
  const OperationIndex& index = index_.operations[sent.operation];
  const ResourceIndex& resource = index_.resources[index.operation->effect.resource];
  for (std::size_t f = 0; f < index.fields.size(); ++f) {
    const std::size_t attribute = index.fields[f].attribute;
    const bool is_key = attribute != kNone && resource.attributes[attribute].key != kNone;
    if (is_key && sent.values[f] != nullptr && !made_up(sent, f)) return;
  }
  Mismatch mismatch;
  mismatch.where = answer_to(sent.at, "");
  mismatch.expected = "acceptance: every value is valid";
  mismatch.got = got(sent.at);
  mismatch.key = "accepts";
  report(bit(Aspect::taken), sent.at, std::move(mismatch));
}

}  // namespace assay::conformance
