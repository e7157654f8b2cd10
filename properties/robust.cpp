// robust: no input of any kind gets a 5xx, a hang, a cut-off or a malformed answer.
#include <algorithm>

#include "properties/families.h"
#include "properties/naughty.h"
#include "properties/pattern_text.h"

namespace assay::properties {
namespace {

using spec::Intent;
using spec::Step;
using spec::StepField;
using spec::Value;

constexpr std::size_t kWeight = 12;
constexpr std::size_t kMisplacedEvery = 12;  // one trial in so many

std::vector<std::size_t> sendable_slots(const RequestPlan& plan) {
  std::vector<std::size_t> slots;
  for (std::size_t k = 0; k < plan.slots().size(); ++k) {
    if (plan.slots()[k].role != Slot::Role::no_source) slots.push_back(k);
  }
  return slots;
}

StepField raw(std::string name, std::string value) {
  return {std::move(name), Value::literal(std::move(value)), true};
}

// Requests that are odd as a whole.
using Odd = void (*)(Step& subject);

void no_body(Step& subject) {
  subject.body = "";
  subject.media_type = "application/x-www-form-urlencoded";
}
void no_body_no_type(Step& subject) {
  subject.body = "";
  subject.media_type = "";
}
void no_type(Step& subject) {
  subject.media_type = "";
}
void nothing(Step& subject) {
  subject.fields.clear();
}
void all_empty(Step& subject) {
  for (StepField& field : subject.fields) field.value = Value::literal("");
}
void twice(Step& subject) {
  if (!subject.fields.empty()) subject.fields.push_back(subject.fields.front());
}
void twice_different(Step& subject) {
  if (!subject.fields.empty())
    subject.fields.push_back({subject.fields.back().name, Value::literal("other"), false});
}
void all_twice(Step& subject) {
  const std::vector<StepField> once = subject.fields;
  subject.fields.insert(subject.fields.end(), once.begin(), once.end());
}
void undocumented(Step& subject) {
  subject.fields.push_back({"undocumented_field", Value::literal("1"), false});
}
void undocumented_odd(Step& subject) {
  subject.fields.push_back({"__proto__", Value::literal("1"), false});
  subject.fields.push_back({"a[b][c]", Value::literal("1"), false});
  subject.fields.push_back({"", Value::literal("1"), false});
}
void as_array(Step& subject) {
  if (!subject.fields.empty()) subject.fields.back().name += "[]";
}
void as_object(Step& subject) {
  if (!subject.fields.empty()) subject.fields.back().name += "[key]";
}
void large_value(Step& subject) {
  subject.fields.push_back({"undocumented_field", Value::literal(plain_text(10'240)), false});
}
void huge_value(Step& subject) {
  if (!subject.fields.empty()) subject.fields.back().value = Value::literal(plain_text(70'000));
}
void large_name(Step& subject) {
  subject.fields.push_back({plain_text(5'000), Value::literal("1"), false});
}
void many_fields(Step& subject) {
  for (int k = 0; k < 300; ++k)
    subject.fields.push_back({"field" + std::to_string(k), Value::literal("1"), false});
}
void json_as_form(Step& subject) {
  subject.body = "{\"email\": \"a@example.com\", \"id\": [1, {\"a\": null}]}";
}
// Well-formed: Prism, an honest mock, never answers a body of this type that is no JSON.
void null_json(Step& subject) {
  subject.body = "null";
  subject.media_type = "application/json";
}
void deep_json(Step& subject) {
  subject.body = std::string(500, '[') + std::string(500, ']');
  subject.media_type = "application/json";
}
void multipart(Step& subject) {
  subject.body = "--x\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n1\r\n";
  subject.media_type = "multipart/form-data; boundary=x";
}
void odd_charset(Step& subject) {
  subject.media_type = "application/x-www-form-urlencoded; charset=utf-16";
}
// Unknown, but well-formed: Prism, an honest mock, dies of a media type that is not.
void unknown_type(Step& subject) {
  subject.media_type = "application/x-unknown";
}
// Without '%': Prism, an honest mock, dies of a field's name with a malformed escape.
void binary(Step& subject) {
  std::string bytes;
  for (int k = 0; k < 256; ++k) {
    if (k != '%') bytes += static_cast<char>(k);
  }
  subject.body = std::move(bytes);
}
void only_separators(Step& subject) {
  subject.body = "&&==&=&";
}
void stray_separators(Step& subject) {
  subject.fields.insert(subject.fields.begin(), raw("", ""));
  subject.fields.push_back(raw("&", "&"));
}
void raw_semicolon(Step& subject) {
  subject.fields.push_back(raw("a;b", "c;d=e"));
}
void needless(Step& subject) {
  subject.spelling = {true, true, true, true};
}

constexpr Odd kOdd[] = {
    no_body,          no_type,       nothing,          all_empty,    twice,       twice_different,
    undocumented,     json_as_form,  large_value,      huge_value,   many_fields, as_array,
    no_body_no_type,  all_twice,     undocumented_odd, as_object,    large_name,  null_json,
    deep_json,        multipart,     odd_charset,      unknown_type, binary,      only_separators,
    stray_separators, raw_semicolon, needless};
constexpr std::size_t kOddities = std::size(kOdd);

std::string random_bytes(Dice& dice) {
  std::string bytes;
  const std::size_t length = 1 + dice.below(40);
  for (std::size_t k = 0; k < length; ++k) {
    if (dice.chance(60)) {
      bytes += static_cast<char>(' ' + dice.below(95));
    } else {
      bytes += static_cast<char>(dice.below(256));
    }
    if (bytes.back() == '%') bytes.back() = '$';  // see binary(): raw bytes may hold a name
  }
  return bytes;
}

// A naughty value put into the subject's field, or the field put there.
void put(Step& subject, const Slot& slot, Dice& dice, std::size_t number) {
  const std::vector<std::string>& naughty = naughty_values();
  const std::vector<std::string>& malformed = malformed_values();
  const std::size_t pick = number % (naughty.size() + malformed.size());
  if (pick >= naughty.size()) {
    const std::string& text = malformed[pick - naughty.size()];
    subject.fields.erase(
        std::remove_if(subject.fields.begin(), subject.fields.end(),
                       [&](const StepField& field) { return field.name == slot.field->name; }),
        subject.fields.end());
    const bool in_form =
        slot.field->place == spec::Place::body || slot.field->place == spec::Place::query;
    subject.fields.push_back({slot.field->name, Value::literal(text), in_form});
    return;
  }
  // A key that is taken now and then goes with what is naughty: the value reaches deeper.
  Value value = Value::literal(naughty[pick]);
  if (slot.role == Slot::Role::own_key && dice.chance(50)) {
    value = Value::fresh(spec::Fresh::Kind::email, 32);
    (dice.chance(50) ? value.before : value.after) = naughty[pick];
  }
  set_field(subject, slot.field->name, std::move(value));
}

// One naughty value in all of these texts at once.
Drawn naughty_texts(const WorldPtr& world, std::size_t operation,
                    const std::vector<std::size_t>& texts, std::size_t number, std::size_t way) {
  const RequestPlan& plan = world->request(operation);
  Scene scene = scene_for(*world, operation, way + number);
  const Draft draft = plan.minimal(number);
  Step& subject = scene.stage.send(Step::Role::subject, {operation, &draft, scene.object});
  const int id = subject.id;
  const std::vector<std::string>& values = naughty_values();
  for (const std::size_t slot : texts)
    set_field(subject, plan.slots()[slot].field->name,
              Value::literal(values[number % values.size()]));
  Drawn drawn{scene.stage.finish(expect(Intent::Expect::survives, id)), {}};
  drawn.keep.loose = true;
  return drawn;
}

// Each naughty value in some field, each field with some naughty value, whatever the number of
// cases: the i-th trial takes the i-th field and a value that walks on by a stride.
Drawn naughty_trial(const WorldPtr& world, std::size_t operation,
                    const std::vector<std::size_t>& slots, Dice& dice, std::size_t number,
                    std::size_t way) {
  const RequestPlan& plan = world->request(operation);
  Scene scene = scene_for(*world, operation, way + number);
  const std::size_t turn = number / slots.size();
  const Draft draft = turn % 4 == 3 ? plan.any(dice) : plan.minimal(number);
  Step& subject = scene.stage.send(Step::Role::subject, {operation, &draft, scene.object});
  const int id = subject.id;
  const std::size_t values = naughty_values().size() + malformed_values().size();
  const Slot& about = plan.slots()[slots[number % slots.size()]];
  const std::string& pattern = about.field->schema.pattern;
  const auto plainest =
      turn == 0 && !pattern.empty() ? text_for_pattern(pattern, nullptr) : std::nullopt;
  if (plainest) {  // ten noughts: allowed, and hardly ever sent
    set_field(subject, about.field->name, Value::literal(*plainest));
  } else if (turn < 6 || turn % 2 == 0) {
    put(subject, about, dice, (number + turn * 17) % values);
  } else {
    const std::size_t several = 1 + dice.below(3);
    for (std::size_t k = 0; k < several; ++k) {
      const Slot& slot = plan.slots()[dice.pick(slots)];
      if (dice.chance(25)) {
        set_field(subject, slot.field->name, Value::literal(random_bytes(dice)));
      } else {
        put(subject, slot, dice, dice.below(values));
      }
    }
  }
  Drawn drawn{scene.stage.finish(expect(Intent::Expect::survives, id)), {}};
  drawn.keep.loose = true;
  return drawn;
}

Drawn odd_trial(const WorldPtr& world, std::size_t operation, Dice& dice, std::size_t number,
                std::size_t way) {
  const RequestPlan& plan = world->request(operation);
  Scene scene = scene_for(*world, operation, way + number);
  const Draft draft = number / kOddities == 0 ? plan.minimal(number) : plan.any(dice);
  Step& subject = scene.stage.send(Step::Role::subject, {operation, &draft, scene.object});
  kOdd[number % kOddities](subject);
  const int id = subject.id;
  Drawn drawn{scene.stage.finish(expect(Intent::Expect::survives, id)), {}};
  drawn.keep.loose = true;
  return drawn;
}

// A plain request about an object that is in whatever status, or is no more; or about two objects.
Drawn misplaced_trial(const WorldPtr& world, std::size_t operation,
                      const std::vector<Origin>& origins, Dice& dice, std::size_t number,
                      std::size_t way) {
  const RequestPlan& plan = world->request(operation);
  const spec::Effect& effect = plan.operation().effect;
  Stage stage(*world, way + number);
  const std::size_t object = stage.make(origins[number % origins.size()]);
  for (const spec::KeyField& by : effect.by) stage.key(object, by.key);
  const std::vector<std::size_t> ends = world->operations(effect.resource, spec::Action::remove);
  if (number / origins.size() % 2 == 1 && !ends.empty()) {
    const std::size_t end = ends[number % ends.size()];
    const Object& alive = stage.objects()[object];
    if (world->reachable(end) && world->fits(end, alive.status, alive.given))
      stage.send(Step::Role::observe, end, object);
  }
  // Now and then another one is named besides.
  std::optional<Value> other;
  if (effect.by.size() > 1 && number % 3 == 2)
    other = stage.key(stage.make(origins[number % origins.size()]), effect.by.back().key);
  const Draft draft = number % 2 == 0 ? plan.minimal(number) : plan.any(dice);
  Step& subject = stage.send(Step::Role::subject, {operation, &draft, object, spec::kNone, false});
  const int id = subject.id;
  if (other) {
    set_field(subject, effect.by.front().field, stage.key(object, effect.by.front().key));
    set_field(subject, effect.by.back().field, *other);
  }
  Drawn drawn{stage.finish(expect(Intent::Expect::survives, id)), {}};
  drawn.keep.loose = true;
  return drawn;
}

}  // namespace

MaybeRecipe robust(const WorldPtr& world, std::size_t operation) {
  Recipe recipe;
  recipe.creators = ways(*world, operation);
  recipe.weight = kWeight;
  std::vector<Origin> origins;
  if (world->names_object(operation) && world->reachable(operation))
    origins = world->origins_of(world->operation(operation).effect.resource, {});
  const std::vector<std::size_t> slots = sendable_slots(world->request(operation));
  std::vector<std::size_t> texts = slots;
  std::erase_if(texts, [&](std::size_t slot) {
    const Slot& about = world->request(operation).slots()[slot];
    return about.role != Slot::Role::value || !about.values.free_text();
  });
  recipe.make = [world, operation, origins, slots, texts](Dice& dice, std::size_t i,
                                                          std::size_t way) {
    if (!origins.empty() && i % kMisplacedEvery == kMisplacedEvery / 2)
      return misplaced_trial(world, operation, origins, dice, i / kMisplacedEvery, way);
    // Two naughty values, then an odd request, as long as there are new ones; then mostly values.
    const bool odd = slots.empty() || (i < 3 * kOddities ? i % 3 == 2 : i % 10 == 9);
    if (odd)
      return odd_trial(world, operation, dice,
                       slots.empty()       ? i
                       : i < 3 * kOddities ? i / 3
                                           : i / 10,
                       way);
    // Counts the trials of this kind alone, so that no value is left out.
    const std::size_t misplaced =
        origins.empty() ? 0 : (i + kMisplacedEvery / 2 - 1) / kMisplacedEvery;
    const std::size_t odd_ones =
        i < 3 * kOddities ? i / 3 : kOddities + i / 10 - 3 * kOddities / 10;
    const std::size_t number = i - misplaced - odd_ones;
    const bool several = texts.size() > 1;
    if (several && number % 2 == 1) return naughty_texts(world, operation, texts, number / 2, way);
    return naughty_trial(world, operation, slots, dice, several ? number / 2 : number, way);
  };
  return recipe;
}

}  // namespace assay::properties
