// The probe: what the target is like. Creations A, B, A, B that differ in all that is stored, each
// followed by every read that takes them; updates A, B, A, B of one object; to each operation a
// valid request, one with each credential wrong, and one without its required fields; where no
// resource is declared, plain requests twice.
#include <algorithm>

#include "properties/families.h"
#include "properties/plan.h"

namespace assay::properties {
namespace {

using spec::Action;
using spec::CredentialChange;
using spec::Fresh;
using spec::Intent;
using spec::Step;
using spec::Value;

constexpr int kTimes = 4;

// Whether the field takes its second values at the first time: differs from field to field and from
// one writer to the next, so that no field always moves along with another one that hides it.
bool out_of_phase(const std::string& field, std::size_t writer) {
  std::uint32_t hash = 2166136261u;
  for (const char c : field) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  hash += static_cast<std::uint32_t>(writer) * 2654435761u;
  for (const unsigned multiplier : {2246822519u, 3266489917u}) {
    hash ^= hash >> 15;
    hash *= multiplier;
  }
  return (hash >> 31) != 0;
}

// All fields that set attributes: free texts fresh, booleans true and false, the rest with their
// first or last values.
Draft contrasting(const RequestPlan& plan, std::size_t k, std::size_t writer) {
  Draft draft = plan.minimal(0);
  for (std::size_t slot = 0; slot < draft.size(); ++slot) {
    const Slot& about = plan.slots()[slot];
    if (about.role != Slot::Role::value || about.values.deliberate().empty()) continue;
    if (!plan.safe(slot)) {  // one value that the server may refuse would cost the whole request
      if (about.field->required) draft[slot] = about.values.simplest();
      continue;
    }
    if (plan.operation().attribute_set_by(about.field->name).empty() && !about.field->required)
      continue;
    const std::vector<Value>& values = about.values.deliberate();
    const bool second = (k % 2 == 1) != out_of_phase(about.field->name, writer);
    const bool fresh_fits =
        about.values.free_text() && about.field->schema.max_length.value_or(15) >= 15;
    draft[slot] = fresh_fits ? Value::fresh(Fresh::Kind::name)
                  : second   ? values.back()
                             : values.front();
  }
  if (!plan.valid(draft)) plan.repair(draft);
  return draft;
}

// The slots that contrasting() leaves out: each of them alone, lest a refusal cost more.
std::vector<std::size_t> risky(const RequestPlan& plan) {
  std::vector<std::size_t> slots;
  for (std::size_t slot = 0; slot < plan.slots().size(); ++slot) {
    const Slot& about = plan.slots()[slot];
    if (about.role == Slot::Role::value && !plan.safe(slot) &&
        about.values.deliberate().size() > 1 &&
        !plan.operation().attribute_set_by(about.field->name).empty())
      slots.push_back(slot);
  }
  return slots;
}

Draft contrasting_in(const RequestPlan& plan, std::size_t slot, std::size_t k) {
  const std::vector<Value>& values = plan.slots()[slot].values.deliberate();
  Draft draft = plan.minimal(0);
  draft[slot] = k % 2 == 1 ? values[1] : values.front();
  if (!plan.valid(draft)) plan.repair(draft, {slot});
  return draft;
}

spec::Trial seen(Stage& stage, int subject) {
  return stage.finish(expect(Intent::Expect::survives, subject));
}

void add_creations(const World& world, std::vector<spec::Trial>& trials) {
  for (std::size_t k = 0; k < world.contract().operations.size(); ++k) {
    const spec::Effect& effect = world.operation(k).effect;
    if (effect.action != Action::create || effect.resource == spec::kNone ||
        !world.request(k).sendable())
      continue;
    const bool first = world.operations(effect.resource, Action::create).front() == k;
    for (std::size_t time = 0; time < kTimes; ++time) {
      Stage stage(world, 0);
      const Draft draft = contrasting(world.request(k), time, k);
      const int subject = stage.send(Step::Role::subject, {k, &draft}).id;
      const std::size_t object = stage.objects().size() - 1;
      stage.observe(object);
      for (const std::size_t list : world.operations(effect.resource, Action::list)) {
        const spec::Effect& shown = world.operation(list).effect;
        const bool fits = std::find(shown.shows_status.begin(), shown.shows_status.end(),
                                    effect.sets_status) != shown.shows_status.end();
        if (!world.request(list).sendable() || world.names_object(list) ||
            !(fits || (first && time == 0)))
          continue;
        stage.send(Step::Role::observe, list).walk = true;
      }
      trials.push_back(seen(stage, subject));
    }
    for (const std::size_t slot : risky(world.request(k))) {
      for (std::size_t time = 0; time < kTimes; ++time) {
        Stage stage(world, 0);
        const Draft draft = contrasting_in(world.request(k), slot, time);
        const int subject = stage.send(Step::Role::subject, {k, &draft}).id;
        stage.observe(stage.objects().size() - 1);
        trials.push_back(seen(stage, subject));
      }
    }
  }
}

// The slots whose attributes no creation sets: each of them alone too, lest one hide another.
std::vector<std::size_t> set_by_no_creation(const World& world, const RequestPlan& plan) {
  std::vector<std::size_t> slots;
  for (std::size_t slot = 0; slot < plan.slots().size(); ++slot) {
    const Slot& about = plan.slots()[slot];
    const std::string attribute = plan.operation().attribute_set_by(about.field->name);
    if (about.role != Slot::Role::value || !plan.safe(slot) || attribute.empty() ||
        about.values.deliberate().size() < 2)
      continue;
    const auto& creators = world.operations(plan.operation().effect.resource, Action::create);
    const bool created = std::any_of(creators.begin(), creators.end(), [&](std::size_t k) {
      const spec::Operation& creator = world.operation(k);
      return std::any_of(creator.fields.begin(), creator.fields.end(),
                         [&](const spec::Field& field) {
                           return creator.attribute_set_by(field.name) == attribute;
                         });
    });
    if (!created) slots.push_back(slot);
  }
  return slots;
}

// What the lists show of the object, wherever it is listed by its status.
void look_into_lists(Stage& stage, std::size_t object) {
  const World& world = stage.world();
  for (const std::size_t list : world.operations(stage.objects()[object].resource, Action::list)) {
    const auto& shown = world.operation(list).effect.shows_status;
    const bool fits =
        std::find(shown.begin(), shown.end(), stage.objects()[object].status) != shown.end();
    if (fits && world.request(list).sendable() && !world.names_object(list))
      stage.send(Step::Role::observe, list).walk = true;
  }
}

void add_updates(const World& world, std::vector<spec::Trial>& trials) {
  for (std::size_t k = 0; k < world.contract().operations.size(); ++k) {
    if (world.operation(k).effect.action != Action::update || !world.reachable(k) ||
        !world.names_object(k))
      continue;
    for (std::size_t way = 0; way < std::min<std::size_t>(2, ways(world, k)); ++way) {
      Stage stage(world, way);
      const std::size_t object = stage.make_for(k);
      int subject = 0;
      for (std::size_t time = 0; time < kTimes; ++time) {
        const Draft draft = contrasting(world.request(k), time, k);
        subject = stage.send(Step::Role::subject, {k, &draft, object}).id;
        stage.observe(object);
        if (way == 0) look_into_lists(stage, object);
      }
      trials.push_back(seen(stage, subject));
    }
    std::vector<std::size_t> alone = risky(world.request(k));
    for (const std::size_t slot : set_by_no_creation(world, world.request(k)))
      alone.push_back(slot);
    for (const std::size_t slot : alone) {
      Stage stage(world, 0);
      const std::size_t object = stage.make_for(k);
      int subject = 0;
      for (std::size_t time = 0; time < kTimes; ++time) {
        const Draft draft = contrasting_in(world.request(k), slot, time);
        subject = stage.send(Step::Role::subject, {k, &draft, object}).id;
        stage.observe(object);
        look_into_lists(stage, object);
      }
      trials.push_back(seen(stage, subject));
    }
  }
}

// Objects related to one host, A, B, A, B: what the lists of a relation show of them.
void add_relations(const World& world, std::vector<spec::Trial>& trials) {
  for (std::size_t k = 0; k < world.contract().operations.size(); ++k) {
    const auto& sets = world.operation(k).effect.sets_relation;
    if (!sets || !world.reachable(k) || world.origins(k).empty()) continue;
    const Origin& origin = world.origins(k).front();
    Stage stage(world, 0);
    const std::size_t host = stage.make_for(k);
    int subject = 0;
    for (std::size_t time = 0; time < kTimes; ++time) {
      const Draft made = contrasting(world.request(origin.creation), time, 0);
      const std::size_t related = stage.make(origin, &made);
      const Draft draft = world.request(k).minimal(0);
      subject = stage.send(Step::Role::subject, {k, &draft, host, related}).id;
      for (const std::size_t list :
           world.operations(world.operation(k).effect.resource, Action::list)) {
        if (world.operation(list).effect.shows_relation == sets->name && world.reachable(list))
          stage.send(Step::Role::observe, list, host);
      }
    }
    trials.push_back(seen(stage, subject));
  }
}

void add_credentials(const World& world, std::vector<spec::Trial>& trials) {
  for (std::size_t k = 0; k < world.contract().operations.size(); ++k) {
    const spec::Operation& operation = world.operation(k);
    if (!world.request(k).sendable()) continue;
    const std::size_t credentials =
        operation.security.empty() ? 0 : operation.security.front().size();
    for (std::size_t at = 0; at <= credentials; ++at) {
      Scene scene = scene_for(world, k, 0);
      const Draft draft = world.request(k).minimal(0);
      Step& subject = scene.stage.send(Step::Role::subject, {k, &draft, scene.object});
      if (at > 0)
        subject.credentials = {{operation.security.front()[at - 1], CredentialChange::How::wrong}};
      const int id = subject.id;
      trials.push_back(seen(scene.stage, id));
    }
  }
}

// Without its required fields: does it refuse anything at all?
void add_lacking(const World& world, std::vector<spec::Trial>& trials) {
  for (std::size_t k = 0; k < world.contract().operations.size(); ++k) {
    const RequestPlan& plan = world.request(k);
    if (!plan.sendable()) continue;
    Stage stage(world, 0);
    const Draft draft = plan.minimal(0);
    Step& subject = stage.send(Step::Role::subject, {k, &draft, spec::kNone, spec::kNone, false});
    const std::size_t before = subject.fields.size();
    std::erase_if(subject.fields, [&](const spec::StepField& field) {
      const spec::Field* known = plan.operation().find(field.name);
      return known != nullptr && known->required && known->place != spec::Place::path;
    });
    const int id = subject.id;
    if (subject.fields.size() < before) trials.push_back(seen(stage, id));
  }
}

// Without a declared resource: what each operation takes. With add_credentials every request goes
// out twice.
void add_plain(const World& world, std::vector<spec::Trial>& trials) {
  if (!world.contract().resources.empty()) return;
  for (std::size_t k = 0; k < world.contract().operations.size(); ++k) {
    const RequestPlan& plan = world.request(k);
    if (!plan.sendable()) continue;
    for (const Draft& draft : {plan.minimal(0), plan.full(0), plan.full(0)}) {
      Stage stage(world, 0);
      const int subject = stage.send(Step::Role::subject, {k, &draft}).id;
      trials.push_back(seen(stage, subject));
    }
  }
}

}  // namespace

std::vector<spec::Trial> probe(const spec::Contract& contract, std::uint64_t) {
  const World world(contract);
  std::vector<spec::Trial> trials;
  add_creations(world, trials);
  add_updates(world, trials);
  add_relations(world, trials);
  add_credentials(world, trials);
  add_lacking(world, trials);
  add_plain(world, trials);
  return trials;
}

}  // namespace assay::properties
