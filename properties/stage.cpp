#include "properties/stage.h"

#include <algorithm>
#include <stdexcept>

namespace assay::properties {
namespace {

using spec::Action;
using spec::Effect;
using spec::Fresh;
using spec::Operation;
using spec::Step;
using spec::Value;

constexpr int kStepValues = 100;  // fresh values of fields are numbered from here
constexpr int kMostFields = 64, kStepNumbers = 1'150;  // … 36 * 36 numbers are told apart
constexpr int kMostDepth = 4;

bool is_pattern_of_digits(const FieldValues& values) {
  const auto* fresh =
      values.deliberate().empty() ? nullptr : std::get_if<Fresh>(&values.simplest().source);
  return fresh != nullptr && fresh->kind == Fresh::Kind::digits;
}

Value own_key(const Slot& slot, int n) {
  if (slot.field->schema.format == "email") return Value::fresh(Fresh::Kind::email, n);
  if (is_pattern_of_digits(slot.values)) return Value::fresh(Fresh::Kind::digits, n);
  return Value::fresh(Fresh::Kind::name, n);
}

// Fresh values that are not keys get a number of their step and field, so that no two of them are
// the same.
Value numbered(Value value, int step, std::size_t slot) {
  auto* fresh = std::get_if<Fresh>(&value.source);
  if (fresh == nullptr) return value;
  fresh->n = kStepValues + (step * kMostFields + static_cast<int>(slot)) % kStepNumbers;
  return value;
}

}  // namespace

std::size_t Stage::make(const Origin& origin, const Draft* draft) {
  const Draft minimal = world_->request(origin.creation).minimal(0);
  send(Step::Role::setup, {origin.creation, draft != nullptr ? draft : &minimal});
  const std::size_t object = objects_.size() - 1;
  for (const std::size_t act : origin.acts) send(Step::Role::setup, act, object);
  return object;
}

std::size_t Stage::make_for(std::size_t operation, const Draft* draft, std::size_t more) {
  const std::vector<Origin>& origins = world_->origins(operation);
  if (origins.empty()) return spec::kNone;
  return make(origins[(way_ + more) % origins.size()], draft);
}

Value Stage::inherited(std::size_t from, const std::string& name, Value otherwise) const {
  if (from == spec::kNone) return otherwise;
  const auto known = objects_[from].keys.find(name);
  return known == objects_[from].keys.end() ? std::move(otherwise) : known->second;
}

Step& Stage::send(Step::Role role, std::size_t operation, std::size_t object) {
  const Draft minimal = world_->request(operation).minimal(0);
  return send(role, {operation, &minimal, object});
}

Step& Stage::send(Step::Role role, const Call& call) {
  if (++depth_ > kMostDepth)
    throw std::logic_error("the declared resources need each other in a circle");
  const RequestPlan& plan = world_->request(call.operation);
  const Operation& operation = plan.operation();
  const bool creates =
      operation.effect.action == Action::create && operation.effect.resource != spec::kNone;
  Object made{operation.effect.resource,    call.operation,         0,
              operation.effect.sets_status, operation.effect.gives, {}};
  const int number = creates ? next_object_++ : 0;

  // What the values refer to comes first: it may take steps of its own.
  std::vector<spec::StepField> fields;
  for (std::size_t k = 0; k < plan.slots().size(); ++k) {
    const Slot& slot = plan.slots()[k];
    bool sent = (*call.draft)[k].has_value();
    Value value;
    switch (slot.role) {
      case Slot::Role::no_source:
        sent = false;
        break;
      case Slot::Role::value:
        if (sent) value = *(*call.draft)[k];
        break;
      case Slot::Role::own_key:
        if (sent)
          value = made.keys[slot.key] = inherited(call.heir_of, slot.key, own_key(slot, number));
        break;
      case Slot::Role::by_key:
        if (!call.only_keys.empty()) {
          sent = std::find(call.only_keys.begin(), call.only_keys.end(), slot.field->name) !=
                 call.only_keys.end();
        }
        if (sent)
          value = call.object == spec::kNone ? unknown_key(*slot.field, 60)
                                             : key(call.object, slot.key);
        break;
      case Slot::Role::reference:
        if (sent)
          value = key(companion(*slot.field->reference, call.operation, call.object, call.other),
                      slot.key);
        break;
      case Slot::Role::selector: {
        const spec::Selector& selector = *operation.selector(slot.field->name);
        const Object nobody;
        const Object& object = call.object == spec::kNone ? nobody : objects_[call.object];
        auto selected = World::selected(selector, object.status, object.given);
        if (!selected && call.object == spec::kNone && slot.field->required)
          selected = text_for_rules(slot.values.simplest());
        sent = selected && (sent || slot.field->default_value != selected);
        if (sent) value = Value::literal(*selected);
        break;
      }
    }
    if (sent) fields.push_back({slot.field->name, std::move(value)});
  }

  Step step;
  step.id = next_id_++;
  step.role = role;
  step.operation = call.operation;
  for (std::size_t k = 0; k < fields.size(); ++k) {
    const auto slot = plan.slot_of(fields[k].name);
    if (plan.slots()[*slot].role == Slot::Role::value)
      fields[k].value = numbered(std::move(fields[k].value), step.id, *slot);
  }
  step.fields = std::move(fields);
  trial_.steps.push_back(std::move(step));
  if (creates) {
    made.step = trial_.steps.back().id;
    if (call.happens) objects_.push_back(std::move(made));
  } else if (call.object != spec::kNone && call.happens) {
    apply(operation, call.object);
  }
  --depth_;
  return trial_.steps.back();
}

void Stage::apply(const Operation& operation, std::size_t object) {
  if (!operation.effect.sets_status.empty()) objects_[object].status = operation.effect.sets_status;
}

std::size_t Stage::companion(const spec::Reference& reference, std::size_t operation,
                             std::size_t not_this, std::size_t wanted) {
  if (wanted != spec::kNone) return wanted;
  const Effect& effect = world_->operation(operation).effect;
  const bool same = effect.resource == reference.resource && effect.action != Action::create;
  const std::vector<std::string> statuses =
      !reference.statuses.empty() || !same ? reference.statuses : effect.requires_status;
  for (std::size_t k = 0; k < objects_.size(); ++k) {
    const Object& object = objects_[k];
    if (k == not_this || object.resource != reference.resource) continue;
    if (world_->is_wanted(object.resource, object.status, statuses)) return k;
  }
  const std::vector<Origin> origins = world_->origins_of(reference.resource, statuses);
  if (origins.empty()) throw std::logic_error("a reference without a source was not found out");
  return make(origins[way_ % origins.size()]);
}

Value Stage::key(std::size_t index, const std::string& name, std::size_t variant) {
  if (const auto known = objects_[index].keys.find(name); known != objects_[index].keys.end())
    return known->second;
  const Object object = objects_[index];
  if (const auto pointer = world_->shown_at(object.creation, name)) {
    return objects_[index].keys[name] = Value::ref(object.step, *pointer);
  }
  const std::vector<std::size_t> readers = world_->operations(object.resource, Action::read);
  for (std::size_t k = 0; k < readers.size(); ++k) {
    const std::size_t reader = readers[(k + variant) % readers.size()];
    const auto pointer = world_->shown_at(reader, name);
    if (!pointer || !world_->fits(reader, object.status, object.given) ||
        !world_->request(reader).sendable())
      continue;
    const bool by_itself = std::any_of(world_->operation(reader).effect.by.begin(),
                                       world_->operation(reader).effect.by.end(),
                                       [&](const spec::KeyField& by) { return by.key == name; });
    if (by_itself) continue;
    const int step = send(Step::Role::setup, reader, index).id;
    return objects_[index].keys[name] = Value::ref(step, *pointer);
  }
  return Value::fresh(Fresh::Kind::id, 60);
}

Value Stage::unknown_key(const spec::Field& field, int n) {
  if (field.schema.format == "email") return Value::fresh(Fresh::Kind::email, n);
  return Value::fresh(Fresh::Kind::id, n);
}

void Stage::observe(std::size_t object, Step::Role role) {
  for (const std::size_t reader : world_->operations(objects_[object].resource, Action::read)) {
    const Object& seen = objects_[object];
    if (world_->request(reader).sendable() && world_->fits(reader, seen.status, seen.given))
      send(role, reader, object);
  }
}

Step& Stage::step(int id) {
  for (Step& step : trial_.steps) {
    if (step.id == id) return step;
  }
  throw std::logic_error("no such step");
}

spec::Trial Stage::finish(spec::Intent intent) {
  trial_.intent = std::move(intent);
  return std::move(trial_);
}

spec::Intent expect(spec::Intent::Expect expected, int subject) {
  spec::Intent intent;
  intent.expect = expected;
  intent.subject = subject;
  return intent;
}

spec::Intent twin_of(int subject) {
  spec::Intent intent = expect(spec::Intent::Expect::accepted, subject);
  intent.twin = true;
  return intent;
}

spec::Intent model(int subject, std::vector<spec::Aspect> aspects,
                   std::vector<std::string> fields) {
  spec::Intent intent = expect(spec::Intent::Expect::model, subject);
  intent.aspects = std::move(aspects);
  intent.fields = std::move(fields);
  return intent;
}

}  // namespace assay::properties
