#include "conformance/model.h"

#include <algorithm>
#include <utility>

#include "conformance/shown.h"

namespace assay::conformance {
namespace {

using spec::Action;
using spec::Aspect;

// "+" and well-formed escapes undone; nullopt where the bytes are no proper form text.
std::optional<std::string> decoded(const std::string& raw) {
  std::string out;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '&') return std::nullopt;
    if (raw[i] == '+') {
      out += ' ';
    } else if (raw[i] == '%') {
      const spec::Form form = spec::decode_form("v=" + raw.substr(i, 3));
      if (i + 2 >= raw.size() || form.size() != 1 || form[0].value.size() != 1) return std::nullopt;
      out += form[0].value;
      i += 2;
    } else {
      out += raw[i];
    }
  }
  return out;
}

}  // namespace

Model::Model(const ModelIndex& index, const Facts& facts, const spec::Trial& trial,
             std::span<const spec::Exchange> exchanges, Question question)
    : index_(index),
      facts_(facts),
      trial_(trial),
      exchanges_(exchanges),
      question_(std::move(question)) {}

const spec::Json* Model::json(At at) const {
  const spec::Answer* answer = exchanges_[at].answer();
  return answer != nullptr && answer->json ? &*answer->json : nullptr;
}

void Model::fold() {
  for (At at = 0; at < exchanges_.size();) {
    const spec::Exchange& exchange = exchanges_[at];
    At next = at + 1;
    if (exchange.operation < index_.operations.size()) {
      const spec::Effect& effect = operation(exchange.operation).effect;
      if (effect.resource == kNone || effect.action == Action::none) {
        // It has to do with no object.
      } else if (effect.action == Action::list) {
        while (next < exchanges_.size() && exchanges_[next].step == exchange.step &&
               exchanges_[next].operation == exchange.operation) {
          ++next;
        }
        list(at, next);
      } else {
        const Sent sent = read_request(at);
        const Reception reception = receive(*index_.contract, exchange);
        if (effect.action == Action::create) {
          create(sent, reception);
        } else {
          use(sent, reception);
        }
      }
    }
    at = next;
  }
  judge_totals();
}

Model::Sent Model::read_request(At at) {
  const spec::Exchange& exchange = exchanges_[at];
  const OperationIndex& index = index_.operations[exchange.operation];
  Sent sent;
  sent.operation = exchange.operation;
  sent.at = at;
  sent.step = spec::find(trial_, exchange.step);
  sent.values.resize(index.fields.size());
  sent.times.resize(index.fields.size());
  if (sent.step != nullptr) {
    sent.odd =
        sent.step->method || sent.step->path_suffix || sent.step->media_type || sent.step->body;
  }
  for (const spec::FormField& field : exchange.request.form) {
    std::optional<std::string> name = field.raw ? decoded(field.name) : field.name;
    if (!name) continue;
    const auto known = index.by_name.find(*name);
    if (known == index.by_name.end()) continue;
    const std::size_t f = known->second;
    sent.times[f] = static_cast<std::uint8_t>(std::min(2, sent.times[f] + 1));
    if (!field.raw) {
      sent.values[f] = &field.value;
    } else if (auto value = decoded(field.value)) {
      sent.values[f] = &decoded_.emplace_back(std::move(*value));
    } else {
      sent.values[f] = &field.value;
      sent.times[f] = 2;
    }
  }
  return sent;
}

void Model::create(const Sent& sent, Reception reception) {
  const OperationIndex& index = index_.operations[sent.operation];
  const std::size_t resource_at = index.operation->effect.resource;
  const ResourceIndex& resource = index_.resources[resource_at];
  const spec::Fault* fault = exchanges_[sent.at].fault();
  if (reception == Reception::rate_limited || (fault && fault->kind == spec::Fault::Kind::unsent)) {
    return;
  }
  // The keys that the client chose, and who has them already.
  std::vector<std::vector<std::string>> keys(resource.resource->keys.size());
  std::vector<std::size_t> rivals;
  bool rival_must_win = false, was_taken = false;  // by one that is gone: it may stay so, or not
  for (std::size_t f = 0; f < index.fields.size(); ++f) {
    const std::size_t attribute = index.fields[f].attribute;
    if (attribute == kNone || sent.values[f] == nullptr || sent.times[f] > 1) continue;
    const std::size_t key = resource.attributes[attribute].key;
    if (key == kNone || resource.resource->keys[key].made_by_server) continue;
    keys[key].push_back(*sent.values[f]);
    if (!resource.resource->keys[key].unique) continue;
    for (const std::size_t o : holders(resource_at, key, *sent.values[f])) {
      const Object& object = objects_[o];
      was_taken = true;
      if (is_gone(object)) continue;
      rivals.push_back(o);
      rival_must_win |= object.life == Object::Life::alive && object.status.has_value();
    }
  }
  if (reception != Reception::accepted) {
    for (std::size_t key = 0; key < keys.size(); ++key) {
      for (const std::string& value : keys[key]) {
        const bool taken = std::any_of(objects_.begin(), objects_.end(), [&](const Object& object) {
          return object.resource == resource_at && may_mean(object, key, value);
        });
        if (taken) continue;
        auto& set = reception == Reception::refused ? refused_keys_ : unsure_keys_;
        set.emplace(resource_at, key, value);
      }
    }
    for (const std::size_t o : rivals) {
      objects_[o].touched = sent.at;
      if (reception != Reception::refused) objects_[o].life = Object::Life::unsure;
    }
    if (reception == Reception::refused && rival_must_win) note(bit(Aspect::unique), nullptr);
    if (reception == Reception::refused && !was_taken) judge_turned_down(sent);
    if (reception != Reception::refused) ++epoch_;
    return;
  }

  if (rival_must_win && !sent.odd) {
    Mismatch mismatch;
    mismatch.where = answer_to(sent.at, "");
    mismatch.expected =
        "a refusal: a key that must be unique is taken by " + object_text(objects_[rivals.front()]);
    mismatch.got = got(sent.at);
    mismatch.key = "taken key";
    report(bit(Aspect::unique), sent.at, std::move(mismatch));
  }
  for (const std::size_t o : rivals) objects_[o].life = Object::Life::unsure;

  Object object;
  object.resource = resource_at;
  object.operation = sent.operation;
  object.created = object.status_since = object.touched = sent.at;
  const spec::Effect& effect = index.operation->effect;
  if (!effect.sets_status.empty()) {
    object.status = effect.sets_status;
  } else if (resource.resource->statuses.size() <= 1) {
    object.status = resource.resource->statuses.empty() ? "" : resource.resource->statuses.front();
  }
  object.given = effect.gives;
  object.keys = std::move(keys);
  object.key_at.resize(object.keys.size(), sent.at);
  object.held.resize(resource.attributes.size());
  for (Held& held : object.held) held.since = sent.at;
  object.first_shown.resize(resource.attributes.size());
  set_from_form(sent, object);
  if (sent.odd) object.life = Object::Life::unsure;
  const std::size_t o = objects_.size();
  objects_.push_back(std::move(object));
  ++epoch_;

  const spec::Json* answer = json(sent.at);
  const spec::Json* shown = answer == nullptr ? nullptr : answer->at_pointer(index.shown_at);
  if (shown != nullptr && shown->is_object()) compare(sent, o, *shown, index.shown_at, true);
}

void Model::use(const Sent& sent, Reception reception) {
  const Named named = name(sent);
  const Action action = operation(sent.operation).effect.action;
  const spec::Fault* fault = exchanges_[sent.at].fault();
  if (reception == Reception::rate_limited || (fault && fault->kind == spec::Fault::Kind::unsent)) {
    return;
  }
  if (reception != Reception::accepted && reception != Reception::refused) {
    if (changes_something(action)) lose_track(sent, named);
    return;
  }
  if (action == Action::exists) return judge_existence(sent, named, reception);
  if (action == Action::check) return judge_check(sent, named, reception);

  const Outlook expected = outlook(sent, named);
  Mismatch mismatch;
  mismatch.where = answer_to(sent.at, "");
  if (reception == Reception::refused) {
    if (expected.expected == Outlook::Expected::accepted && !excused(sent)) {
      mismatch.expected = "acceptance: " + expected.why;
      mismatch.got = got(sent.at);
      mismatch.key = "accepts";
      report(expected.aspects, sent.at, std::move(mismatch));
    } else if (expected.expected == Outlook::Expected::refused) {
      note(expected.aspects, nullptr);
    }
    if (changes_something(action)) {
      for (const std::size_t o : {named.object, named.other}) {
        if (o != kNone) objects_[o].touched = sent.at;
      }
    }
    return;
  }
  if (expected.expected == Outlook::Expected::refused) {
    mismatch.expected = "a refusal: " + expected.why;
    mismatch.got = got(sent.at);
    mismatch.key = "refuses";
    report(expected.aspects, sent.at, std::move(mismatch));
  }
  if (expected.expected != Outlook::Expected::accepted && !expected.counts) {
    if (changes_something(action)) lose_track(sent, named);
    return;
  }
  if (!expected.counts) note(expected.aspects, nullptr);
  if (!named.disagree) compare_named(sent, objects_[named.object]);
  apply(sent, named);
}

void Model::apply(const Sent& sent, const Named& named) {
  const OperationIndex& index = index_.operations[sent.operation];
  const spec::Effect& effect = index.operation->effect;
  Object& object = objects_[named.object];
  if (named.disagree) {
    object.conflict = sent.at;
    if (named.other != kNone) objects_[named.other].conflict = sent.at;
  }
  switch (effect.action) {
    case Action::read: {
      const spec::Json* answer = json(sent.at);
      const spec::Json* shown = answer == nullptr ? nullptr : answer->at_pointer(index.shown_at);
      if (shown != nullptr && shown->is_object()) {
        compare(sent, named.object, *shown, index.shown_at, false);
      }
      return;
    }
    case Action::update:
      update(sent, object);
      break;
    case Action::act:
      act(sent, object);
      break;
    case Action::remove:
      object.ended = sent.at;
      if (effect.sets_status.empty()) {
        object.life = Object::Life::removed;
      } else {
        object.status = effect.sets_status;
        object.status_since = sent.at;
      }
      break;
    default:
      return;
  }
  ++epoch_;
}

void Model::update(const Sent& sent, Object& object) {
  object.touched = sent.at;
  set_from_form(sent, object);
  // A declared effect besides the fields.
  if (!operation(sent.operation).effect.sets_status.empty() ||
      !operation(sent.operation).effect.changes.empty()) {
    act(sent, object);
  }
}

void Model::act(const Sent& sent, Object& object) {
  const spec::Effect& effect = operation(sent.operation).effect;
  const ResourceIndex& resource = resource_of(object);
  const bool is_update = effect.action == Action::update;
  std::vector<PendingChange> pending;
  for (const std::string& name : effect.changes) {
    const std::size_t attribute = resource.find(name);
    if (attribute == kNone) continue;
    for (const Seen& seen : object.seen) {
      if (seen.at < object.held[attribute].since || seen.operation == object.operation) continue;
      pending.push_back({attribute, seen.operation, seen.values[attribute], seen.at, sent.at});
    }
    object.held[attribute].kind = Held::Kind::unknown;
    object.held[attribute].since = sent.at;
    std::erase_if(object.moved,
                  [&](const Moved& moved) { return moved.change.attribute == attribute; });
  }
  object.pending = std::move(pending);
  object.touched = sent.at;
  object.acts.push_back(sent.operation);
  if (!is_update) {  // what nobody claims may change along, what another operation changes may not
    for (std::size_t a = 0; a < object.held.size(); ++a) {
      if (object.held[a].kind == Held::Kind::unknown && !resource.attributes[a].changed &&
          !resource.attributes[a].settable)
        object.held[a].since = sent.at;
    }
  }
  if (!effect.sets_status.empty()) {
    object.status = effect.sets_status;
    object.status_since = sent.at;
    object.ended = sent.at;
    for (Relation& relation : object.relations) relation.state = Relation::State::unknown;
  }
  if (is_gone(object)) object.ended = sent.at;
  const auto relate = [&](const spec::RelationEffect& relation, bool set) {
    const auto field = index_.operations[sent.operation].by_name.find(relation.field);
    std::optional<std::size_t> target;
    if (!relation.field.empty() && field != index_.operations[sent.operation].by_name.end()) {
      target = referred(sent, field->second);
    }
    auto& known = object.relations;
    if (relation.field.empty()) {
      std::erase_if(known, [&](const Relation& r) { return r.name == relation.name; });
      known.push_back({relation.name, kNone, Relation::State::no, sent.at});
      return;
    }
    const bool nobody = !target && field != index_.operations[sent.operation].by_name.end() &&
                        refers_to_nobody(sent, field->second);
    if (nobody && !set) return;
    if (set || !target) {  // one that was set before may have been replaced
      for (Relation& r : known) {
        if (r.name == relation.name && r.target != kNone) r.state = Relation::State::unknown;
      }
    }
    if (nobody) return;
    if (!target) {
      std::erase_if(known, [&](const Relation& r) { return r.name == relation.name; });
      known.push_back({relation.name, kNone, Relation::State::unknown, sent.at});
      return;
    }
    std::erase_if(
        known, [&](const Relation& r) { return r.name == relation.name && r.target == *target; });
    known.push_back(
        {relation.name, *target, set ? Relation::State::yes : Relation::State::no, sent.at});
  };
  if (effect.sets_relation) relate(*effect.sets_relation, true);
  if (effect.clears_relation) relate(*effect.clears_relation, false);
}

void Model::lose_track(const Sent& sent, const Named& named) {
  const OperationIndex& index = index_.operations[sent.operation];
  const spec::Effect& effect = index.operation->effect;
  ++epoch_;
  for (std::size_t o = 0; o < objects_.size(); ++o) {
    Object& object = objects_[o];
    if (object.resource != effect.resource) continue;
    if (named.kind == Named::Kind::object && o != named.object && o != named.other) continue;
    for (std::size_t a = 0; a < object.held.size(); ++a) {
      bool may_change = sent.odd || object.held[a].kind == Held::Kind::unknown;
      for (std::size_t f = 0; f < index.fields.size() && !may_change; ++f) {
        const bool sets = index.fields[f].attribute == a;
        const bool by_condition = sets && !index.fields[f].field->conditional_defaults.empty();
        may_change = sets && (sent.values[f] != nullptr || by_condition);
      }
      if (!may_change) continue;
      object.held[a].kind = Held::Kind::unknown;
      object.held[a].since = sent.at;
    }
    object.pending.clear();
    object.moved.clear();
    if (effect.sets_relation || effect.clears_relation) {
      object.relations.clear();
      const auto& relation = effect.sets_relation ? effect.sets_relation : effect.clears_relation;
      object.relations.push_back({relation->name, kNone, Relation::State::unknown, sent.at});
    }
    if (!effect.sets_status.empty()) object.status = std::nullopt;
    if (effect.action == Action::remove || sent.odd) object.life = Object::Life::unsure;
  }
}

}  // namespace assay::conformance
