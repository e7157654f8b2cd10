// encode/*: ways to write the same form, and texts that must come back as they were sent.
#include <algorithm>

#include "properties/families.h"
#include "properties/naughty.h"

namespace assay::properties {
namespace {

using spec::Action;
using spec::Aspect;
using spec::FormSpelling;
using spec::Intent;
using spec::Step;
using spec::Value;

// The slots that store a free text.
std::vector<std::size_t> text_slots(const RequestPlan& plan) {
  std::vector<std::size_t> slots;
  for (std::size_t k = 0; k < plan.slots().size(); ++k) {
    const Slot& slot = plan.slots()[k];
    if (slot.role == Slot::Role::value && slot.values.free_text() && plan.safe(k) &&
        !plan.operation().attribute_set_by(slot.field->name).empty()) {
      slots.push_back(k);
    }
  }
  return slots;
}

// The slots that carry an address.
std::vector<std::size_t> address_slots(const RequestPlan& plan) {
  std::vector<std::size_t> slots;
  for (std::size_t k = 0; k < plan.slots().size(); ++k) {
    const Slot& slot = plan.slots()[k];
    if (slot.role != Slot::Role::no_source && slot.field->schema.format == "email")
      slots.push_back(k);
  }
  return slots;
}

bool writes(const spec::Operation& operation) {
  return operation.effect.action == Action::create || operation.effect.action == Action::update;
}

// Makes three objects that the list shows, and asks for pages of two: every other time for the
// second one.
void fill_a_page(Scene& scene, std::size_t operation, Draft& draft, std::size_t way) {
  const World& world = scene.stage.world();
  const RequestPlan& plan = world.request(operation);
  const std::vector<Origin> origins = shown_by(world, operation);
  const spec::Paging& paging = *world.operation(operation).effect.paging;
  const auto size = plan.slot_of(paging.size_field), number = plan.slot_of(paging.number_field);
  if (origins.empty() || !size) return;
  for (std::size_t k = 0; k < 3; ++k) scene.stage.make(origins[(way + k) % origins.size()]);
  if (draft[*size]) draft[*size] = Value::literal("2");
  if (number && draft[*number]) draft[*number] = Value::literal(way % 2 == 0 ? "2" : "1");
}

// Sends the draft, changed by `respell`, where its effect can be seen: the model judges what is
// stored and found.
template <typename Respell>
Drawn observed(const WorldPtr& world, std::size_t operation, Draft draft, std::size_t way,
               Respell respell) {
  Scene scene = scene_for(*world, operation, way);
  const spec::Operation& about = world->operation(operation);
  if (about.effect.paging && about.effect.by.empty()) fill_a_page(scene, operation, draft, way);
  set_what_it_clears(scene, operation, way);
  if (!about.effect.changes.empty() && scene.object != spec::kNone)
    scene.stage.observe(scene.object);
  Step& subject = scene.stage.send(Step::Role::subject, {operation, &draft, scene.object});
  respell(subject);
  const int id = subject.id;
  if (about.effect.resource == spec::kNone)
    return {scene.stage.finish(expect(Intent::Expect::accepted, id)), {}};
  const std::size_t object = scene.object != spec::kNone ? scene.object
                             : about.effect.action == Action::create
                                 ? scene.stage.objects().size() - 1
                                 : spec::kNone;
  if (object != spec::kNone) scene.stage.observe(object);
  const bool lists = about.effect.action == Action::list && about.effect.paging.has_value();
  std::vector<Aspect> aspects{Aspect::stored, Aspect::found,   Aspect::kept,      Aspect::taken,
                              Aspect::agrees, Aspect::changed, Aspect::existence, Aspect::good};
  if (lists) aspects.push_back(Aspect::paged);
  return {scene.stage.finish(model(id, std::move(aspects))), {}};
}

// A creation whose address has a tag, "+1", which a sloppy decoder makes a blank of and a sloppy
// server drops. A server may refuse such an address.
Drawn tagged(const WorldPtr& world, std::size_t operation, std::size_t slot, std::size_t variant,
             std::size_t way) {
  Scene scene = scene_for(*world, operation, way);
  const Draft draft = world->request(operation).minimal(variant);
  const Slot& address = world->request(operation).slots()[slot];
  Step& subject = scene.stage.send(Step::Role::subject, {operation, &draft});
  const int id = subject.id;
  for (spec::StepField& field : subject.fields) {
    if (field.name == address.field->name) field.value.twist = spec::Twist::tagged;
  }
  const std::size_t object = scene.stage.objects().size() - 1;
  scene.stage.objects()[object].keys[address.key].twist = spec::Twist::tagged;
  scene.stage.observe(object);
  Drawn drawn{scene.stage.finish(model(id, {Aspect::stored, Aspect::found})), {}};
  drawn.keep.spelled = drawn.keep.plain_texts = true;
  return drawn;
}

// The slot with the address that names what the operation creates.
std::optional<std::size_t> address_slot(const RequestPlan& plan) {
  if (plan.operation().effect.action != Action::create) return std::nullopt;
  for (std::size_t k = 0; k < plan.slots().size(); ++k) {
    const Slot& slot = plan.slots()[k];
    if (slot.role == Slot::Role::own_key && slot.field->required &&
        slot.field->schema.format == "email" && !slot.field->schema.max_length)
      return k;
  }
  return std::nullopt;
}

}  // namespace

std::size_t credentials_on_form(const World& world, std::size_t operation) {
  const spec::Operation& about = world.operation(operation);
  if (about.security.empty()) return 0;
  return static_cast<std::size_t>(std::count_if(
      about.security.front().begin(), about.security.front().end(), [&](std::size_t scheme) {
        return world.contract().schemes[scheme].kind == spec::SecurityScheme::Kind::form;
      }));
}

MaybeRecipe encode_order(const WorldPtr& world, std::size_t operation) {
  const RequestPlan& plan = world->request(operation);
  if (!world->reachable(operation)) return std::nullopt;
  const Draft full = plan.full(0);
  const auto sent = static_cast<std::size_t>(
      std::count_if(full.begin(), full.end(), [](const auto& value) { return value.has_value(); }));
  if (sent == 0 || sent + credentials_on_form(*world, operation) < 2) return std::nullopt;
  Recipe recipe;
  recipe.creators = ways(*world, operation);
  recipe.distinct = sent < 3 ? 8 : 12;
  recipe.make = [world, operation](Dice& dice, std::size_t i, std::size_t way) {
    const RequestPlan& request = world->request(operation);
    Draft draft =
        i % 2 == 0 || request.slots().size() < 4 ? request.full(i / 2) : request.any(dice);
    const auto fields = std::count_if(draft.begin(), draft.end(),
                                      [](const auto& value) { return value.has_value(); });
    if (fields < 2) draft = request.full(i);
    // A single key and the credentials: whoever loses the first field has no other one.
    if (i % 4 == 3 && credentials_on_form(*world, operation) > 0) draft = request.minimal(i / 4);
    Drawn drawn = observed(world, operation, draft, way + i, [&](Step& subject) {
      const std::size_t all = subject.fields.size();
      if (all < 2) {  // the credentials change places
        subject.credential_order = {i % 4 != 1 ? all : 0, i % 4 < 2};
        return;
      }
      switch (i % 4) {
        case 0:
          std::reverse(subject.fields.begin(), subject.fields.end());
          subject.credential_order = {all, true};
          break;
        case 1: {  // another field comes first, before the credentials too
          const std::size_t first = 1 + i / 4 % (all - 1);
          std::rotate(subject.fields.begin(),
                      subject.fields.begin() + static_cast<std::ptrdiff_t>(first),
                      subject.fields.end());
          if (i % 8 == 1) subject.credential_order = {all, false};
          break;
        }
        case 2:
          std::rotate(subject.fields.begin(), subject.fields.end() - 1, subject.fields.end());
          subject.credential_order = {1, false};
          break;
        default:
          dice.shuffle(subject.fields);
          subject.credential_order = {dice.below(all + 1), dice.chance(50)};
      }
    });
    drawn.keep.spelled = true;
    return drawn;
  };
  return recipe;
}

MaybeRecipe encode_space(const WorldPtr& world, std::size_t operation) {
  const std::vector<std::size_t> slots = text_slots(world->request(operation));
  if (!world->reachable(operation) || slots.empty()) return std::nullopt;
  Recipe recipe;
  recipe.creators = ways(*world, operation);
  recipe.distinct = 2 * std::max<std::size_t>(slots.size(), 3);
  recipe.make = [world, operation, slots](Dice& dice, std::size_t i, std::size_t way) {
    const RequestPlan& request = world->request(operation);
    static constexpr const char* kTexts[] = {"Grace H", "two  blanks", "a b c d", "x y"};
    Draft draft = i % 3 == 2 ? request.any(dice) : request.minimal(i);
    const std::size_t slot = slots[i / 2 % slots.size()];
    draft[slot] = Value::literal(kTexts[i / 2 % 4]);
    Drawn drawn = observed(world, operation, draft, way + i / 2, [&](Step& subject) {
      subject.spelling.space_as_percent20 = i % 2 == 1;
    });
    drawn.keep.fields = {request.slots()[slot].field->name};
    drawn.keep.spelled = drawn.keep.plain_texts = true;
    return drawn;
  };
  return recipe;
}

MaybeRecipe encode_percent(const WorldPtr& world, std::size_t operation) {
  const RequestPlan& plan = world->request(operation);
  const bool fields = std::any_of(plan.slots().begin(), plan.slots().end(), [](const Slot& slot) {
    return slot.role != Slot::Role::no_source;
  });
  if (!world->reachable(operation) || !fields) return std::nullopt;
  Recipe recipe;
  recipe.creators = ways(*world, operation);
  constexpr std::size_t kSpelled = 16;
  const std::vector<std::size_t> texts = text_slots(plan);
  const std::vector<std::size_t> addresses = address_slots(plan);
  const std::size_t of_texts = texts.empty() ? 0 : 4;
  recipe.distinct = kSpelled + of_texts + (addresses.empty() ? 0 : 2);
  recipe.make = [world, operation, texts, addresses, of_texts](Dice& dice, std::size_t i,
                                                               std::size_t way) {
    static constexpr FormSpelling kSpellings[] = {
        {false, false, true, false}, {false, true, true, false}, {false, false, false, true},
        {false, true, false, true},  {true, false, true, true},  {true, true, true, true},
        {true, true, false, false},  {false, true, false, false}};
    const RequestPlan& request = world->request(operation);
    Draft draft = i < 8 ? request.minimal(i) : request.any(dice);
    const bool empty = std::none_of(draft.begin(), draft.end(),
                                    [](const auto& value) { return value.has_value(); });
    if (empty) draft = request.full(i);
    // What nobody has encoded: a ';' or a second '=' separates nothing, an '@' is as curl -d sends
    // it.
    if (i >= kSpelled && !(texts.empty() && addresses.empty())) {
      const bool text = !texts.empty() && (addresses.empty() || i < kSpelled + of_texts);
      const std::size_t slot = text ? texts[i % texts.size()] : addresses[i % addresses.size()];
      const std::string& name = request.slots()[slot].field->name;
      draft = request.minimal(i);
      if (text) draft[slot] = Value::literal(i % 4 < 2 ? "J;K" : "J=K=");
      if (!text) ensure(request, draft, slot);
      Drawn drawn = observed(world, operation, draft, way + i, [&](Step& subject) {
        for (spec::StepField& field : subject.fields) field.raw |= field.name == name;
      });
      drawn.keep.spelled = true;
      return drawn;
    }
    for (const std::size_t slot : texts) {  // something that needs encoding
      if (i >= 4 && (draft[slot] || i % 2 == 1))
        draft[slot] = Value::literal(i % 4 == 1 ? "J/K?" : "J\xc3\xb6rg & Ko");
    }
    Drawn drawn = observed(world, operation, draft, way + i,
                           [&](Step& subject) { subject.spelling = kSpellings[i % 8]; });
    drawn.keep.spelled = true;
    return drawn;
  };
  return recipe;
}

MaybeRecipe encode_text(const WorldPtr& world, std::size_t operation) {
  const RequestPlan& plan = world->request(operation);
  const std::vector<std::size_t> slots = text_slots(plan);
  if (!world->reachable(operation) || slots.empty() || !writes(plan.operation()))
    return std::nullopt;
  Recipe recipe;
  recipe.creators = ways(*world, operation);
  recipe.weight = 8;
  const std::optional<std::size_t> address = address_slot(plan);
  recipe.make = [world, operation, slots, address](Dice& dice, std::size_t n, std::size_t way) {
    const RequestPlan& request = world->request(operation);
    const std::vector<std::string>& texts = honest_texts();
    constexpr std::size_t kAddressEvery = 40;
    if (address && n % kAddressEvery == kAddressEvery - 1)
      return tagged(world, operation, *address, n / kAddressEvery, way);
    const std::size_t i = address ? n - n / kAddressEvery : n;
    // One text alone first, in one field and then in all others: if it is refused, nothing else
    // goes with it.
    const bool one = i < texts.size(), others = !one && i < 2 * texts.size() && slots.size() > 1;
    Draft draft = one || others ? request.minimal(0) : request.any(dice);
    std::string text = texts[i % texts.size()];
    if (!one && !others && dice.chance(60)) {
      text = dice.pick(texts) + (dice.chance(50) ? " " : "") + dice.pick(texts);
      if (text.size() > 4096) text = texts[i % texts.size()];
    }
    const std::size_t slot = slots[(others ? i - texts.size() : i) % slots.size()];
    for (const std::size_t other : slots) {
      if ((other == slot) != others) draft[other] = Value::literal(text);
    }
    Drawn drawn = observed(world, operation, draft, way + i / slots.size(), [&](Step& subject) {
      if (!one) {
        subject.spelling = {dice.chance(50), dice.chance(50), dice.chance(10), false};
      }
    });
    drawn.keep.texts = true;
    drawn.keep.spelled = drawn.keep.plain_texts = true;
    return drawn;
  };
  return recipe;
}

}  // namespace assay::properties
