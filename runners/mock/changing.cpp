// Performer: what requests change.
#include <algorithm>

#include "runners/mock/performer.h"
#include "runners/mock/stored_text.h"
#include "spec/dependency.h"

namespace assay::runners::mock {
namespace {

using Type = spec::FieldSchema::Type;

bool free_text(const FieldPlan& field) {
  const spec::FieldSchema& schema = field.field->schema;
  return (schema.type == Type::string || schema.type == Type::any) && schema.enumeration.empty() &&
         schema.format.empty() && schema.pattern.empty();
}

std::string opposite(const std::string& text) {
  return text == "true" ? "false" : "true";
}

bool mentioned(const spec::ConditionalDefault& conditional, const spec::Form& form) {
  return std::ranges::any_of(spec::fields_of(conditional.when), [&](const std::string& name) {
    return spec::find(form, name) != nullptr;
  });
}

}  // namespace

void Performer::store_fields(const Demand& demand, Object& object) {
  const std::size_t operation = demand.plan->index;
  for (const Given& given : demand.given) {
    const FieldPlan& field = *given.plan;
    if (field.attribute == kNoAttribute) continue;
    std::string text = free_text(field) ? stored_text(given.text, operation, defect_) : given.text;
    if (hits(demand, Bug::tag_dropped) && field.field->schema.format == "email") {
      if (const std::size_t tag = text.find('+'); tag != text.npos)
        text.erase(tag, text.rfind('@') - tag);
    }
    if (field.field->name == defect_.field()) {
      if (hits(demand, Bug::create_loses_text) || hits(demand, Bug::update_ignores_blank)) continue;
      if (hits(demand, Bug::default_wins) && text == "false") continue;
      if (hits(demand, Bug::create_flips_boolean)) text = opposite(text);
    }
    if (hits(demand, Bug::update_skips_false) && text == "false") continue;
    object.set(field.attribute, std::move(text));
  }
  if (hits(demand, Bug::default_ignored) && demand.find(defect_.field()) == nullptr) {
    object.set(demand.plan->find(defect_.field())->attribute, "false");
  }
  if (hits(demand, Bug::left_out_inherited) && demand.find(defect_.field()) == nullptr) {
    const int attribute = demand.plan->find(defect_.field())->attribute;
    const Object* last = store_.newest(object.resource, &object);
    const std::string* theirs = last == nullptr ? nullptr : last->find(attribute);
    if (theirs != nullptr) object.set(attribute, *theirs);
  }
  if (hits(demand, Bug::create_swaps_texts)) {
    std::vector<int> texts;
    for (const FieldPlan& field : demand.plan->fields) {
      if (field.attribute != kNoAttribute && free_text(field) && !field.field->required)
        texts.push_back(field.attribute);
    }
    if (texts.size() >= 2) {
      const std::string first = text_of(resource_of(demand), object, texts[0]);
      object.set(texts[0], text_of(resource_of(demand), object, texts[1]));
      object.set(texts[1], first);
    }
  }
}

void Performer::store_conditional(const Demand& demand, Object& object) {
  if (hits(demand, Bug::condition_ignored) || hits(demand, Bug::condition_ignored_by_update))
    return;
  std::optional<spec::Form> form;
  for (const FieldPlan& field : demand.plan->fields) {
    if (field.attribute == kNoAttribute || field.field->conditional_defaults.empty()) continue;
    if (demand.find(field.field->name) != nullptr && !hits(demand, Bug::condition_overrides))
      continue;
    if (!form) form = demand.valid_form();
    for (const spec::ConditionalDefault& conditional : field.field->conditional_defaults) {
      const bool holds = spec::holds(conditional.when, *form) ||
                         (hits(demand, Bug::condition_always) && mentioned(conditional, *form));
      if (!holds || (hits(demand, Bug::condition_first_unseen) &&
                     mentioned(conditional, {demand.form.front()})))
        continue;
      object.set(field.attribute, conditional.value);
      break;
    }
  }
}

// A defect: something of a refused request is done all the same.
void Performer::after_refusal(const Demand& demand) {
  if (hits(demand, Bug::refused_create_creates)) {
    const bool whole = std::ranges::all_of(demand.plan->fields, [&](const FieldPlan& field) {
      return !field.field->required || demand.find(field.field->name) != nullptr;
    });
    if (whole) (void)create(demand);
  }
  if (!hits(demand, Bug::refused_update_writes)) return;
  const Found found = named(demand);
  if (found.object != nullptr && !found.refused) store_fields(demand, *found.object);
}

void Performer::update(const Demand& demand, Object& object) {
  if (hits(demand, Bug::update_forgets)) return;
  object.changed = true;
  store_.unindex(object);
  if (hits(demand, Bug::update_resets)) {
    const auto keys = static_cast<int>(resource_of(demand).resource->keys.size());
    std::erase_if(object.values, [&](const auto& value) { return value.first >= keys; });
  }
  if (hits(demand, Bug::update_renews_creation) && object.created.size() > 18) {
    object.created[18] = static_cast<char>('0' + (object.created[18] - '0' + 3) % 10);
  }
  if (hits(demand, Bug::relation_shared)) object.relations.clear();
  store_fields(demand, object);
  store_conditional(demand, object);
  store_.index(object);
}

void Performer::relate(const Demand& demand, Object& object) {
  const spec::Effect& effect = demand.plan->operation->effect;
  const auto other_of = [&](const std::string& field) -> Object* {
    const spec::Field* declared = demand.plan->operation->find(field);
    const std::string* text = demand.find(field);
    if (declared == nullptr || text == nullptr || !declared->reference) return nullptr;
    return alive(declared->reference->resource, declared->reference->key, *text);
  };
  if (effect.clears_relation && !hits(demand, Bug::relation_not_cleared)) {
    const spec::RelationEffect& clears = *effect.clears_relation;
    object.cleared = hits(demand, Bug::relation_cleared_for_good);
    const Object* only = clears.field.empty() ? nullptr : other_of(clears.field);
    std::erase_if(object.relations, [&](const auto& relation) {
      return relation.first == clears.name &&
             (clears.field.empty() || (only != nullptr && relation.second == only->serial));
    });
  }
  if (effect.sets_relation && !hits(demand, Bug::relation_not_set) && !object.cleared) {
    Object* other = other_of(effect.sets_relation->field);
    if (other == nullptr) return;
    Object& from = hits(demand, Bug::relation_reversed) ? *other : object;
    const Object& to = hits(demand, Bug::relation_reversed) ? object : *other;
    const std::pair<std::string, std::uint64_t> relation{effect.sets_relation->name, to.serial};
    std::erase(from.relations, relation);
    std::erase_if(from.relations,
                  [&](const auto& old) { return store_.find(old.second) == nullptr; });
    from.relations.push_back(relation);
  }
}

void Performer::act(const Demand& demand, Object& object) {
  const spec::Effect& effect = demand.plan->operation->effect;
  const ResourcePlan& resource = resource_of(demand);
  if (!effect.sets_status.empty() && !hits(demand, Bug::act_without_effect))
    store_.set_status(object, effect.sets_status);
  if (hits(demand, Bug::act_unlists)) object.unlisted = true;
  if (hits(demand, Bug::act_resets)) {
    for (auto& [attribute, text] : object.values) {
      const FieldPlan* field =
          object.creation->find(resource.attributes[static_cast<std::size_t>(attribute)].name);
      if (field != nullptr && free_text(*field)) text.clear();
    }
  }
  if (!effect.changes.empty() && !hits(demand, Bug::change_forgotten)) {
    store_.unindex(object);
    for (const std::string& name : effect.changes) {
      const int attribute = resource.find(name);
      if (!resource.attributes[static_cast<std::size_t>(attribute)].status)
        object.change(attribute);
    }
    store_.index(object);
  }
  relate(demand, object);
}

void Performer::remove(const Demand& demand, Object& object) {
  if (hits(demand, Bug::remove_keeps)) return;
  if (hits(demand, Bug::selector_default_ignored) && demand.find(defect_.field()) == nullptr)
    return;
  if (defect_.is(Bug::name_stays_gone)) {
    for (const auto& [attribute, text] : object.values) {
      const bool key = resource_of(demand).attributes[static_cast<std::size_t>(attribute)].key >= 0;
      if (key) gone_keys_.insert(text);
    }
  }
  const bool ghost = defect_.is(Bug::removed_still_read) || defect_.is(Bug::removed_still_listed) ||
                     defect_.is(Bug::removed_still_exists) || defect_.is(Bug::removed_still_good) ||
                     defect_.is(Bug::removed_still_taken);
  if (ghost) {
    object.removed = true;
  } else {
    store_.erase(object);
  }
}

void Performer::evict(const Demand& demand, const Object& newest) {
  if (!hits(demand, Bug::first_evicted)) return;
  Object* oldest = store_.oldest(newest.resource);
  if (store_.size(newest.resource) > 50 && oldest != &newest) store_.erase(*oldest);
}

}  // namespace assay::runners::mock
