#include "properties/plan.h"

#include <algorithm>
#include <map>

#include "properties/families.h"
#include "properties/faults.h"

namespace assay::properties {
namespace {

using spec::Action;
using spec::Effect;
using spec::Field;
using spec::Operation;
using spec::Reason;

// Lays out the laws of one operation, kind by kind.
class Planner {
 public:
  Planner(WorldPtr world, std::vector<PlannedLaw>& laws) : world_(std::move(world)), laws_(laws) {}

  const WorldPtr& world() const { return world_; }

  struct About {
    std::string_view pattern;
    std::size_t operation;
    std::string field = {};
    std::string rule = {};
    bool exclusive = false;
  };
  void add(const About& about, MaybeRecipe recipe, Reason reason = Reason::no_source) {
    PlannedLaw planned;
    planned.law = spec::make_law(about.pattern, about.operation, about.field, about.rule);
    planned.exclusive = about.exclusive;
    planned.reason = reason;
    if (recipe) {
      planned.source = source_of(world_, std::move(*recipe));
    } else {
      planned.note = note(about);
    }
    laws_.push_back(std::move(planned));
  }

 private:
  std::string note(const About& about) const {
    const Operation& operation = world_->operation(about.operation);
    const Field* field = operation.find(about.field);
    if (field != nullptr && field->no_source)
      return "The contract declares no source for " + field->name + ".";
    for (const Slot& slot : world_->request(about.operation).slots()) {
      if (slot.field->required && slot.role == Slot::Role::no_source) {
        return "No value is known for the required " + slot.field->name + ".";
      }
    }
    if (!world_->reachable(about.operation))
      return "No declared operation makes an object that this one takes.";
    return "No request can be made that would show it.";
  }

  WorldPtr world_;
  std::vector<PlannedLaw>& laws_;
};

bool has_optional_field(const RequestPlan& plan) {
  return std::any_of(plan.slots().begin(), plan.slots().end(), [](const Slot& slot) {
    return slot.role != Slot::Role::no_source && !slot.field->required;
  });
}

std::size_t sendable_fields(const RequestPlan& plan) {
  return static_cast<std::size_t>(
      std::count_if(plan.slots().begin(), plan.slots().end(),
                    [](const Slot& slot) { return slot.role != Slot::Role::no_source; }));
}

using Make = MaybeRecipe (*)(const WorldPtr&, std::size_t);
using Applies = bool (*)(const World&, std::size_t);

bool always(const World&, std::size_t) {
  return true;
}

bool on_resource(const World& world, std::size_t k) {
  return world.operation(k).effect.resource != spec::kNone;
}

bool writes(const World& world, std::size_t k) {
  const Action action = world.operation(k).effect.action;
  return on_resource(world, k) && (action == Action::create || action == Action::update);
}

bool writes_free_text(const World& world, std::size_t k) {
  const RequestPlan& plan = world.request(k);
  return writes(world, k) &&
         std::any_of(plan.slots().begin(), plan.slots().end(), [&](const Slot& slot) {
           return slot.role == Slot::Role::value && slot.values.free_text() &&
                  !plan.operation().attribute_set_by(slot.field->name).empty();
         });
}

template <Action... actions>
bool is(const World& world, std::size_t k) {
  const Action action = world.operation(k).effect.action;
  return on_resource(world, k) && ((action == actions) || ...);
}

bool has_effect(const World& world, std::size_t k) {
  const Effect& effect = world.operation(k).effect;
  if (!on_resource(world, k) || effect.action == Action::remove) return false;
  return !effect.sets_status.empty() || !effect.changes.empty();
}

bool relates(const World& world, std::size_t k) {
  const Effect& effect = world.operation(k).effect;
  return on_resource(world, k) &&
         (effect.sets_relation || effect.clears_relation || !effect.shows_relation.empty());
}

// A list of objects in statuses, not of related ones.
bool lists(const World& world, std::size_t k) {
  const Effect& effect = world.operation(k).effect;
  return is<Action::list>(world, k) && effect.items && effect.shows_relation.empty();
}

bool totals(const World& world, std::size_t k) {
  const Effect& effect = world.operation(k).effect;
  return is<Action::list>(world, k) && effect.items && effect.paging &&
         !effect.paging->total_key.empty();
}

bool pages(const World& world, std::size_t k) {
  const Effect& effect = world.operation(k).effect;
  return lists(world, k) && effect.paging && !effect.paging->number_field.empty();
}

bool refuses_unknown(const World& world, std::size_t k) {
  const Action action = world.operation(k).effect.action;
  return world.names_object(k) && action != Action::exists && action != Action::check;
}

bool has_winner(const World& world, std::size_t k) {
  const Effect& effect = world.operation(k).effect;
  return world.names_object(k) && !effect.wins.empty() && effect.by.size() > 1;
}

bool has_unique_key(const World& world, std::size_t k) {
  const auto& slots = world.request(k).slots();
  return is<Action::create>(world, k) &&
         std::any_of(slots.begin(), slots.end(), [&](const Slot& slot) {
           const spec::ResourceKey* key =
               world.contract().resources[world.operation(k).effect.resource].find(slot.key);
           return slot.role == Slot::Role::own_key && key != nullptr && key->unique;
         });
}

// The kinds of laws that an operation has once, or not at all.
struct Row {
  std::string_view pattern;
  Applies applies;
  Make make;
  bool exclusive = false;
};

constexpr Row kRows[] = {
    {"accept/minimal", always, accept_minimal},
    {"accept/full", [](const World& w, std::size_t k) { return has_optional_field(w.request(k)); },
     accept_full},
    {"accept/any", [](const World& w, std::size_t k) { return w.request(k).has_optional(); },
     accept_any},
    {"protocol/method", always, protocol_method},
    {"protocol/media-type",
     [](const World& w, std::size_t k) {
       return !w.operation(k).media_type.empty() && sendable_fields(w.request(k)) > 0;
     },
     protocol_media_type},
    {"protocol/path", always, protocol_path},
    {"auth/absent",
     [](const World& w, std::size_t k) {
       return !w.operation(k).security.empty() && !w.operation(k).security[0].empty();
     },
     auth_absent},
    {"auth/wrong",
     [](const World& w, std::size_t k) {
       return !w.operation(k).security.empty() && !w.operation(k).security[0].empty();
     },
     auth_wrong},
    {"shape", always, shape},
    {"encode/order",
     [](const World& w, std::size_t k) {
       const std::size_t fields = sendable_fields(w.request(k));
       return fields > 0 && fields + credentials_on_form(w, k) > 1;
     },
     encode_order},
    {"encode/space", writes_free_text, encode_space},
    {"encode/percent",
     [](const World& w, std::size_t k) { return sendable_fields(w.request(k)) > 0; },
     encode_percent},
    {"encode/text", writes_free_text, encode_text},
    {"state/read", writes, state_read},
    {"state/agree", is<Action::create>, state_agree},
    {"state/update", is<Action::update>, state_update},
    {"state/kept", is<Action::act>, state_kept},
    {"state/effect", has_effect, state_effect},
    {"state/relation", relates, state_relation},
    {"state/lookup", refuses_unknown, state_lookup},
    {"state/unique", has_unique_key, state_unique},
    {"state/exists", is<Action::exists>, state_exists},
    {"state/good", is<Action::check>, state_good},
    {"state/delete", is<Action::remove>, state_delete},
    {"state/list", lists, state_list, true},
    {"state/total", totals, state_total, true},
    {"state/page", pages, state_page, true},
    {"state/unknown", refuses_unknown, state_unknown},
    {"state/wins", has_winner, state_wins},
    {"state/refused", is<Action::create, Action::update, Action::remove, Action::act>,
     state_refused},
    {"robust", always, robust},
    {"privacy", always, privacy},
};

// Exclusive where the operation lists all objects: others' creations would move them.
void plan_watched(Planner& planner, std::string_view pattern, std::size_t k) {
  const World& world = *planner.world();
  const Action action = world.operation(k).effect.action;
  const bool listing = lists(world, k);
  const bool reads = on_resource(world, k) && (action == Action::read || action == Action::list);
  if (pattern == "state/constant" && reads) {
    planner.add({pattern, k, {}, {}, listing}, state_constant(planner.world(), k));
  } else if (pattern == "steady" && reads) {
    planner.add({pattern, k, {}, {}, listing}, steady(planner.world(), k));
  } else if (pattern == "state/sequence" && on_resource(world, k)) {
    planner.add({pattern, k, {}, {}, listing}, state_sequence(planner.world(), k));
  }
}

// The kinds that are about a field, a rule or a dependency.
void plan_required(Planner& planner, std::size_t k, bool empty) {
  for (const Field& field : planner.world()->operation(k).fields) {
    if (!field.required || (empty && !forbids_empty(field))) continue;
    const bool sourced = !field.no_source;
    planner.add({empty ? "required/F/empty" : "required/F/absent", k, field.name},
                !sourced ? std::nullopt
                : empty  ? required_empty(planner.world(), k, field.name)
                         : required_absent(planner.world(), k, field.name));
  }
}

void plan_defaults(Planner& planner, std::size_t k) {
  const Operation& operation = planner.world()->operation(k);
  if (operation.effect.action == Action::update) return;
  for (const Field& field : operation.fields) {
    if (!field.default_value || !operation.key_of(field.name).empty() || field.reference) continue;
    MaybeRecipe recipe = default_value(planner.world(), k, field.name);
    const bool acts =
        operation.effect.action == Action::act || operation.effect.action == Action::remove;
    const bool unseen = acts && operation.selector(field.name) == nullptr && !field.no_source;
    planner.add({"default/F", k, field.name}, std::move(recipe),
                unseen ? Reason::not_shown : Reason::no_source);
  }
}

void plan_conditional_defaults(Planner& planner, std::size_t k) {
  for (const Field& field : planner.world()->operation(k).fields) {
    if (field.conditional_defaults.empty()) continue;
    planner.add({"default/F/conditional", k, field.name},
                conditional_default(planner.world(), k, field.name));
  }
}

void plan_rejects(Planner& planner, std::size_t k) {
  const Operation& operation = planner.world()->operation(k);
  for (const Field& field : operation.fields) {
    if (operation.selector(field.name) != nullptr) continue;
    for (const std::string_view rule : rules_of(field)) {
      if (breaking_values(field, rule).empty()) continue;
      planner.add({"reject/F/RULE", k, field.name, std::string(rule)},
                  reject(planner.world(), k, field.name, rule));
    }
  }
}

void plan_dependencies(Planner& planner, std::size_t k) {
  for (std::size_t d = 0; d < planner.world()->operation(k).dependencies.size(); ++d) {
    planner.add({"depend/N", k, {}, std::to_string(d + 1)}, depend(planner.world(), k, d));
  }
}

const Row* row_of(std::string_view pattern) {
  for (const Row& row : kRows) {
    if (row.pattern == pattern) return &row;
  }
  return nullptr;
}

void plan_kind(Planner& planner, std::string_view pattern, std::size_t k) {
  if (const Row* row = row_of(pattern)) {
    if (row->applies(*planner.world(), k)) {
      planner.add({pattern, k, {}, {}, row->exclusive}, row->make(planner.world(), k));
    }
  } else if (pattern == "required/F/absent" || pattern == "required/F/empty") {
    plan_required(planner, k, pattern == "required/F/empty");
  } else if (pattern == "default/F") {
    plan_defaults(planner, k);
  } else if (pattern == "default/F/conditional") {
    plan_conditional_defaults(planner, k);
  } else if (pattern == "reject/F/RULE") {
    plan_rejects(planner, k);
  } else if (pattern == "depend/N") {
    plan_dependencies(planner, k);
  } else {
    plan_watched(planner, pattern, k);
  }
}

}  // namespace

std::vector<PlannedLaw> plan(const spec::Contract& contract) {
  std::vector<PlannedLaw> laws;
  Planner planner(std::make_shared<const World>(contract), laws);
  for (std::size_t k = 0; k < contract.operations.size(); ++k) {
    for (const spec::LawKind& kind : spec::law_catalogue()) plan_kind(planner, kind.pattern, k);
  }
  return laws;
}

}  // namespace assay::properties
