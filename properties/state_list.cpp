// state/list, total, page, constant, relation: what lists show, and what never changes.
#include <algorithm>

#include "properties/families.h"

namespace assay::properties {
namespace {

using spec::Action;
using spec::Aspect;
using spec::Step;
using spec::Value;

int walk(Stage& stage, std::size_t list, Step::Role role, const std::string& size_field = {},
         std::size_t size = 0, std::size_t object = spec::kNone) {
  Step& step = stage.send(role, list, object);
  step.walk = stage.world().operation(list).effect.paging.has_value();
  if (size != 0 && !size_field.empty())
    set_field(step, size_field, Value::literal(std::to_string(size)));
  return step.id;
}

// Texts that a list must write with care, in the fields that have a free text.
void give_texts(const RequestPlan& plan, Draft& draft, std::size_t variant) {
  static constexpr const char* kTexts[] = {"Ren\xc3\xa9 \xe6\xbc\xa2",
                                           "smile \xf0\x9f\x98\x80",
                                           "\"a\" & <b>",
                                           "a  line\r\nand a\ttab",
                                           "\"all of it\"",
                                           "forty-two letters and then some more, cut by none",
                                           " a blank before and behind ",
                                           "a hundred and twelve letters, as many as a line has, "
                                           "and a few more, so that whoever cuts it after 100 is "
                                           "seen"};
  for (std::size_t k = 0; k < plan.slots().size(); ++k) {
    const Slot& slot = plan.slots()[k];
    if (draft[k] && slot.role == Slot::Role::value && slot.values.free_text() && plan.safe(k))
      draft[k] = Value::literal(kTexts[variant % std::size(kTexts)]);
  }
}

// One operation that changes the object's status, or removes it; false: none.
bool move_on(Stage& stage, std::size_t object, std::size_t variant) {
  const World& world = stage.world();
  std::vector<std::size_t> movers;
  for (const Action action : {Action::remove, Action::act}) {
    for (const std::size_t mover : world.operations(stage.objects()[object].resource, action)) {
      const bool moves = !world.operation(mover).effect.sets_status.empty();
      if (moves && takes(world, mover, stage.objects()[object])) movers.push_back(mover);
    }
  }
  if (movers.empty()) return false;
  stage.send(Step::Role::observe, movers[variant % movers.size()], object);
  return true;
}

// One operation that takes the object back to a status that the list shows; false: none does.
bool move_back(Stage& stage, std::size_t object, const std::vector<std::string>& shown) {
  const World& world = stage.world();
  const Object& away = stage.objects()[object];
  if (std::find(shown.begin(), shown.end(), away.status) != shown.end()) return false;
  for (const std::size_t mover : world.operations(away.resource, Action::act)) {
    const std::string& next = world.operation(mover).effect.sets_status;
    const bool back = std::find(shown.begin(), shown.end(), next) != shown.end();
    if (!back || !takes(world, mover, away)) continue;
    stage.send(Step::Role::observe, mover, object);
    return true;
  }
  return false;
}

}  // namespace

std::vector<Origin> shown_by(const World& world, std::size_t list) {
  const spec::Effect& effect = world.operation(list).effect;
  if (!world.origins(list).empty()) return world.origins(list);
  return world.origins_of(effect.resource, effect.shows_status);
}

MaybeRecipe state_list(const WorldPtr& world, std::size_t operation) {
  const std::vector<Origin> origins = shown_by(*world, operation);
  if (!world->reachable(operation) || origins.empty()) return std::nullopt;
  Recipe recipe;
  recipe.creators = origins.size();
  recipe.distinct = 20;
  recipe.make = [world, operation, origins](Dice& dice, std::size_t i, std::size_t way) {
    Stage stage(*world, way + i);
    std::vector<std::size_t> objects;
    const std::size_t many = 1 + i % 4;
    for (std::size_t k = 0; k < many; ++k) {
      const Origin& origin = origins[(way + i + k) % origins.size()];
      Draft draft =
          draft_of_round(world->request(origin.creation), k % 2 == 0 ? i % 3 : 2, i + k, dice);
      if (i % 2 == 1) give_texts(world->request(origin.creation), draft, i / 2);
      objects.push_back(stage.make(origin, &draft));
    }
    // One in another status: it must not be there.
    const std::size_t resource = world->operation(operation).effect.resource;
    const auto& shown = world->operation(operation).effect.shows_status;
    std::vector<Origin> elsewhere = world->origins_of(resource, {});
    std::erase_if(elsewhere, [&](const Origin& origin) {
      return std::find(shown.begin(), shown.end(), origin.status) != shown.end();
    });
    if (i % 2 == 1 && !elsewhere.empty()) stage.make(elsewhere[i / 2 % elsewhere.size()]);
    const std::size_t moved = objects[i % objects.size()];
    if (i % 4 == 3) {  // values that may be turned down are shown alike too, where they are not
      for (const std::size_t update : world->operations(resource, Action::update)) {
        if (takes(*world, update, stage.objects()[moved]))
          dare(stage, update, moved, {}, i % 8 == 3, i / 4);
      }
      stage.observe(moved);
    }
    const int id = walk(stage, operation, Step::Role::subject);
    if (i % 3 != 0 && change(stage, moved, i / 2)) walk(stage, operation, Step::Role::observe);
    if (move_on(stage, moved, i / 2)) {
      walk(stage, operation, Step::Role::observe);
      const Object& away = stage.objects()[moved];
      const bool gone = world->is_gone(away.resource, away.status);
      if (gone && i % 3 != 1 && make_again(stage, moved, i / 2) != spec::kNone)
        walk(stage, operation, Step::Role::observe);
      if (move_back(stage, moved, shown)) walk(stage, operation, Step::Role::observe);
    }
    return Drawn{
        stage.finish(model(id, {Aspect::listed, Aspect::stored, Aspect::defaulted, Aspect::gone})),
        {}};
  };
  return recipe;
}

Relation relation_of(const World& world, std::size_t operation) {
  const spec::Effect& effect = world.operation(operation).effect;
  const std::string& name = effect.sets_relation     ? effect.sets_relation->name
                            : effect.clears_relation ? effect.clears_relation->name
                                                     : effect.shows_relation;
  Relation relation;
  for (std::size_t k = 0; k < world.contract().operations.size(); ++k) {
    const spec::Effect& other = world.operation(k).effect;
    if (other.resource != effect.resource || !world.reachable(k)) continue;
    if (other.sets_relation && other.sets_relation->name == name) relation.setters.push_back(k);
    if (other.clears_relation && other.clears_relation->name == name)
      relation.clearers.push_back(k);
    if (other.shows_relation == name) relation.lists.push_back(k);
  }
  return relation;
}

namespace {

// How many are listed while none is related, one is, and none any more.
MaybeRecipe total_of_relation(const WorldPtr& world, std::size_t operation) {
  const Relation relation = relation_of(*world, operation);
  if (!world->reachable(operation) || relation.setters.empty()) return std::nullopt;
  Recipe recipe;
  recipe.creators = ways(*world, relation.setters.front());
  recipe.distinct = 4;
  recipe.make = [world, operation, relation](Dice&, std::size_t i, std::size_t way) {
    const std::size_t setter = relation.setters[i % relation.setters.size()];
    Stage stage(*world, way + i);
    const std::size_t host = stage.make_for(setter, nullptr, i);
    const std::size_t helper = stage.make_for(setter, nullptr, i + 1);
    const auto about_host = [&](std::size_t k, Step::Role role, std::size_t other = spec::kNone) {
      const Draft draft = world->request(k).minimal(i);
      return stage.send(role, {k, &draft, host, other}).id;
    };
    about_host(operation, Step::Role::observe);
    if (i % 2 == 1) {  // another one's don't count
      const std::size_t another = stage.make_for(setter, nullptr, i);
      const Draft draft = world->request(setter).minimal(i);
      stage.send(Step::Role::observe, {setter, &draft, another, host});
    }
    about_host(setter, Step::Role::setup, helper);
    if (i % 4 == 2)  // … and a second one, if there may be several
      about_host(setter, Step::Role::observe, stage.make_for(setter, nullptr, i));
    const int id = about_host(operation, Step::Role::subject);
    if (!relation.clearers.empty()) {
      about_host(relation.clearers[i % relation.clearers.size()], Step::Role::observe);
      about_host(operation, Step::Role::observe);
    }
    return Drawn{stage.finish(model(id, {Aspect::totals})), {}};
  };
  return recipe;
}

}  // namespace

MaybeRecipe state_total(const WorldPtr& world, std::size_t operation) {
  if (!world->operation(operation).effect.shows_relation.empty())
    return total_of_relation(world, operation);
  const std::vector<Origin> origins = shown_by(*world, operation);
  if (!world->reachable(operation) || origins.empty()) return std::nullopt;
  // One that the list doesn't show must not count either.
  const spec::Effect& effect = world->operation(operation).effect;
  std::vector<Origin> elsewhere = world->origins_of(effect.resource, {});
  std::erase_if(elsewhere, [&](const Origin& origin) {
    return std::find(effect.shows_status.begin(), effect.shows_status.end(), origin.status) !=
           effect.shows_status.end();
  });
  Recipe recipe;
  recipe.creators = origins.size();
  recipe.distinct = 6;
  recipe.make = [world, operation, origins, elsewhere](Dice&, std::size_t i, std::size_t way) {
    Stage stage(*world, way + i);
    const Draft draft = world->request(operation).minimal(0);
    const auto twice = [&](Step::Role role) {
      const int first = stage.send(role, {operation, &draft}).id;
      stage.send(Step::Role::observe, {operation, &draft});
      return first;
    };
    twice(Step::Role::observe);
    std::size_t object = spec::kNone;
    const std::size_t many = 1 + i % 3;
    for (std::size_t k = 0; k < many; ++k) object = stage.make(origins[(way + i) % origins.size()]);
    if (i % 2 == 1 && !elsewhere.empty()) stage.make(elsewhere[i / 2 % elsewhere.size()]);
    const int id = twice(Step::Role::subject);
    if (move_on(stage, object, i)) twice(Step::Role::observe);
    return Drawn{stage.finish(model(id, {Aspect::totals})), {}};
  };
  return recipe;
}

MaybeRecipe state_page(const WorldPtr& world, std::size_t operation) {
  const std::vector<Origin> origins = shown_by(*world, operation);
  if (!world->reachable(operation) || origins.empty()) return std::nullopt;
  const std::string size_field = world->operation(operation).effect.paging->size_field;
  Recipe recipe;
  recipe.creators = origins.size();
  recipe.distinct = 8;
  recipe.make = [world, operation, origins, size_field](Dice&, std::size_t i, std::size_t way) {
    static constexpr std::size_t kSizes[] = {2, 3, 1, 300, 4, 5, 7, 30};
    Stage stage(*world, way + i);
    const std::size_t many = 3 + i % 3;
    for (std::size_t k = 0; k < many; ++k) stage.make(origins[(way + i) % origins.size()]);
    const int id = walk(stage, operation, Step::Role::subject, size_field, kSizes[i % 8]);
    if (i == 0) {  // more objects than the default page holds
      for (std::size_t k = many; k < 104; ++k) stage.make(origins[(way + i) % origins.size()]);
      stage.send(Step::Role::observe, operation);
      walk(stage, operation, Step::Role::observe, size_field, 30);
      walk(stage, operation, Step::Role::observe, size_field, 100);
      walk(stage, operation, Step::Role::observe, size_field, 300);
    }
    return Drawn{stage.finish(model(id, {Aspect::paged, Aspect::listed})), {}};
  };
  return recipe;
}

MaybeRecipe state_constant(const WorldPtr& world, std::size_t operation) {
  const bool lists = world->operation(operation).effect.action == Action::list;
  const std::vector<Origin> origins = shown_by(*world, operation);
  if (!world->reachable(operation) || origins.empty()) return std::nullopt;
  Recipe recipe;
  recipe.creators = origins.size();
  recipe.distinct = std::max<std::size_t>(6, origins.size());
  recipe.make = [world, operation, origins, lists](Dice& dice, std::size_t i, std::size_t way) {
    Stage stage(*world, way + i);
    for (std::size_t k = 0; lists && k < i % 3; ++k)
      stage.make(origins[(way + k) % origins.size()]);
    const std::size_t object = stage.make(origins[(way + i) % origins.size()]);
    const std::size_t named = world->names_object(operation) ? object : spec::kNone;
    const auto look = [&](Step::Role role) {
      return lists ? walk(stage, operation, role, {}, 0, named)
                   : stage.send(role, operation, named).id;
    };
    look(Step::Role::observe);
    // Whatever is done to it that leaves it where it can be seen.
    std::vector<std::size_t> doers;
    for (const Action action : {Action::update, Action::act}) {
      for (const std::size_t doer : world->operations(stage.objects()[object].resource, action)) {
        const Object& alive = stage.objects()[object];
        const std::string& next = world->operation(doer).effect.sets_status;
        const bool stays = next.empty() || (!lists && world->fits(operation, next, alive.given));
        if (stays && world->reachable(doer) && world->fits(doer, alive.status, alive.given))
          doers.push_back(doer);
      }
    }
    if (!doers.empty()) {
      const std::size_t doer = doers[i % doers.size()];
      const Draft draft =
          i < doers.size() ? world->request(doer).full(i) : world->request(doer).any(dice);
      stage.send(Step::Role::observe, {doer, &draft, object});
    }
    const int id = look(Step::Role::subject);
    return Drawn{stage.finish(model(id, {Aspect::constant})), {}};
  };
  return recipe;
}

// Relates to the host whoever has another address that almost is somebody's: that one is not meant.
void relate_nearly(Stage& stage, std::size_t setter, std::size_t list, std::size_t host,
                   const Origin& origin, std::size_t variant) {
  using spec::Twist;
  static constexpr Twist kNear[] = {Twist::other_domain, Twist::tagged, Twist::other_end,
                                    Twist::dotless, Twist::one_character};
  const std::size_t other = stage.make(origin);
  const RequestPlan& plan = stage.world().request(setter);
  const Draft draft = plan.minimal(variant);
  for (const Slot& slot : plan.slots()) {
    if (slot.role != Slot::Role::reference || slot.field->schema.format != "email") continue;
    Value near = stage.key(other, slot.field->reference->key);
    near.twist = kNear[variant % std::size(kNear)];
    Step& step = stage.send(Step::Role::observe, {setter, &draft, host, other, false});
    set_field(step, slot.field->name, std::move(near));
    const Draft asked = stage.world().request(list).minimal(variant);
    stage.send(Step::Role::observe, {list, &asked, host});
  }
}

MaybeRecipe state_relation(const WorldPtr& world, std::size_t operation) {
  const Relation relation = relation_of(*world, operation);
  if (!world->reachable(operation) || relation.setters.empty() || relation.lists.empty())
    return std::nullopt;
  Recipe recipe;
  recipe.creators = ways(*world, relation.setters.front());
  recipe.distinct = std::max<std::size_t>(8, recipe.creators * 2);
  recipe.make = [world, operation, relation](Dice&, std::size_t i, std::size_t way) {
    const std::size_t setter = relation.setters[i % relation.setters.size()];
    Stage stage(*world, way);
    if (i % 3 == 1) stage.make_for(setter, nullptr, i);  // one that nobody names
    const std::vector<Origin>& origins = world->origins(setter);
    Draft own = world->request(origins[(way + i) % origins.size()].creation).full(i + 1);
    const std::size_t host =
        stage.make(origins[(way + i) % origins.size()], i % 4 == 3 ? &own : nullptr);
    const Origin& origin = origins[(way + i + 1) % origins.size()];
    Draft rich = world->request(origin.creation).full(i);  // what the list shows of it
    if (i % 4 == 1) give_texts(world->request(origin.creation), rich, i / 4);
    const std::size_t helper = stage.make(origin, i % 2 == 1 ? &rich : nullptr);
    // Who is about an object names it by one key or the other.
    const auto about = [&](std::size_t object, std::size_t k, Step::Role role, std::size_t variant,
                           std::size_t other = spec::kNone) {
      const Draft draft = world->request(k).minimal(variant);
      return stage.send(role, {k, &draft, object, other}).id;
    };
    const auto about_host = [&](std::size_t k, Step::Role role, std::size_t variant,
                                std::size_t other = spec::kNone) {
      return about(host, k, role, variant, other);
    };
    // One that is related to two hosts.
    const std::size_t shared = i % 3 == 0 ? stage.make_for(setter, nullptr, i) : spec::kNone;
    if (shared != spec::kNone) about(shared, setter, Step::Role::setup, 0, helper);
    const std::size_t list = relation.lists[i % relation.lists.size()];
    const bool sets = world->operation(operation).effect.sets_relation.has_value();
    const bool clears = world->operation(operation).effect.clears_relation.has_value();
    if (i % 4 == 3) about_host(list, Step::Role::observe, i);
    int id = about_host(setter, sets ? Step::Role::subject : Step::Role::setup, i / 2, helper);
    if (i % 4 == 0) change(stage, helper, i / 4);  // the list shows it as it is now
    // A second one, or the same once more: it may be refused.
    if (i % 4 == 2)
      about_host(setter, Step::Role::observe, i, i % 8 == 2 ? stage.make(origin, nullptr) : helper);
    const int shown =
        about_host(list, sets || clears ? Step::Role::observe : Step::Role::subject, i);
    if (!sets && !clears) id = shown;
    if (!relation.clearers.empty() && (clears || i % 2 == 1)) {
      const std::size_t clearer =
          clears ? operation : relation.clearers[i % relation.clearers.size()];
      const int cleared =
          about_host(clearer, clears ? Step::Role::subject : Step::Role::observe, i, helper);
      if (clears) id = cleared;
      about_host(list, Step::Role::observe, i + 1);
      if (i % 4 == 3) {  // … and once more
        about_host(setter, Step::Role::observe, i, helper);
        about_host(list, Step::Role::observe, i);
      }
      if (i % 4 == 1 && change(stage, host, i / 4)) about_host(list, Step::Role::observe, i);
    }
    if (shared != spec::kNone) about(shared, list, Step::Role::observe, 0);
    if (i % 4 == 0 && sets) relate_nearly(stage, operation, list, host, origin, i / 4);
    if (i % 4 == 2) {  // nobody else's list has changed
      const Draft draft = world->request(list).minimal(0);
      stage.send(Step::Role::observe, {list, &draft, helper});
    }
    return Drawn{stage.finish(model(id, {Aspect::related, Aspect::stored, Aspect::found})), {}};
  };
  return recipe;
}

}  // namespace assay::properties
