// Performer: which object a request means, and whether it may.
#include <algorithm>
#include <cctype>

#include "runners/mock/performer.h"

namespace assay::runners::mock {
namespace {

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

std::string letters_and_digits(std::string text) {
  std::erase_if(text, [](unsigned char c) { return std::isalnum(c) == 0; });
  return text;
}

std::string local_part(const std::string& address) {
  return address.substr(0, std::min(address.find('@'), address.size()));
}

bool contains(const std::vector<std::string>& list, const std::string& text) {
  return std::ranges::find(list, text) != list.end();
}

}  // namespace

Object* Performer::alive(std::size_t resource, const std::string& key, const std::string& text) {
  const auto& keys = plan_.resources()[resource].resource->keys;
  const auto at = std::ranges::find(keys, key, &spec::ResourceKey::name);
  if (at == keys.end()) return nullptr;
  Object* object = store_.find(resource, static_cast<std::size_t>(at - keys.begin()), text);
  return object != nullptr && !object->removed ? object : nullptr;
}

Object* Performer::look_up(const Demand& demand, const std::string& key, const std::string& text) {
  const ResourcePlan& resource = resource_of(demand);
  const int index = resource.find(key);
  if (index == kNoAttribute || static_cast<std::size_t>(index) >= resource.resource->keys.size())
    return nullptr;
  const auto key_index = static_cast<std::size_t>(index);
  Object* object = store_.find(demand.plan->operation->effect.resource, key_index, text);
  if (object != nullptr && object->removed) {
    const bool ghost =
        hits(demand, Bug::removed_still_read) || hits(demand, Bug::removed_still_exists) ||
        hits(demand, Bug::removed_still_good) || hits(demand, Bug::removed_still_taken);
    if (!ghost) object = nullptr;
  }
  return object != nullptr ? object : nearly(demand, key_index, text);
}

Object* Performer::nearly(const Demand& demand, std::size_t key, const std::string& text) {
  const std::size_t resource = demand.plan->operation->effect.resource;
  if (hits(demand, Bug::unknown_gives_newest)) return store_.newest(resource);
  if (hits(demand, Bug::other_key_taken)) {
    for (std::size_t other = 0; other < plan_.resources()[resource].resource->keys.size();
         ++other) {
      Object* object = other == key ? nullptr : store_.find(resource, other, text);
      if (object != nullptr && !object->removed) return object;
    }
  }
  const bool folds = hits(demand, Bug::key_case_ignored),
             beginning = hits(demand, Bug::key_beginning_taken),
             end = hits(demand, Bug::key_end_ignored),
             symbols = hits(demand, Bug::key_symbols_ignored),
             local = hits(demand, Bug::address_local_part),
             domain = hits(demand, Bug::address_any_domain);
  if ((!folds && !beginning && !end && !symbols && !local && !domain) || text.size() < 4)
    return nullptr;
  for (Object* object : store_.all(resource)) {
    if (object->removed) continue;
    const std::string own = text_of(plan_.resources()[resource], *object, static_cast<int>(key));
    if (folds && lower(own) == lower(text)) return object;
    if (beginning && own.starts_with(text)) return object;
    if (end && own.size() == text.size() &&
        own.substr(0, own.size() - 1) == text.substr(0, text.size() - 1))
      return object;
    if (symbols && own == letters_and_digits(text)) return object;
    if (local && local_part(own) == text) return object;
    if (domain && text.find('@') != text.npos && lower(local_part(own)) == lower(local_part(text)))
      return object;
  }
  return nullptr;
}

Performer::Found Performer::named(const Demand& demand) {
  const spec::Effect& effect = demand.plan->operation->effect;
  Found found;
  std::string wins = effect.wins;
  if (hits(demand, Bug::loser_wins)) {
    for (const spec::KeyField& by : effect.by) {
      if (by.field != effect.wins) wins = by.field;
    }
  }
  const bool decided = !wins.empty() && demand.find(wins) != nullptr;
  bool any = false;
  for (std::size_t i = 0; i < effect.by.size(); ++i) {
    const spec::KeyField& by = effect.by[i];
    const std::string* text = demand.find(by.field);
    if (text == nullptr || (decided && by.field != wins)) continue;
    Object* object =
        i > 0 && hits(demand, Bug::second_key_refused) ? nullptr : look_up(demand, by.key, *text);
    if (object == nullptr || (any && object != found.object)) {
      found.object = nullptr;
      found.refused = Refused{
          404, "There is no " + resource_of(demand).resource->name + " with this " + by.key + "."};
      return found;
    }
    found.object = object;
    any = true;
  }
  if (!any && (hits(demand, Bug::key_not_asked) || hits(demand, Bug::dependency_ignored))) {
    found.object = store_.newest(effect.resource);
  }
  if (found.object == nullptr) {
    found.refused = Refused{404, "No " + resource_of(demand).resource->name + " is named."};
    return found;
  }
  if (!found.object->removed) found.refused = unfit(demand, *found.object);
  return found;
}

std::optional<Refused> Performer::unfit(const Demand& demand, const Object& object) const {
  const spec::Effect& effect = demand.plan->operation->effect;
  if (!effect.requires_status.empty() && !contains(effect.requires_status, object.status)) {
    return Refused{409, "The " + resource_of(demand).resource->name + " is " + object.status + "."};
  }
  const auto given = [&](const std::string& name) -> const std::string* {
    for (const auto& [known, value] : object.creation->operation->effect.gives) {
      if (known == name) return &value;
    }
    return nullptr;
  };
  for (const auto& [name, value] : effect.requires_given) {
    const std::string* own = given(name);
    if (own == nullptr || *own != value)
      return Refused{409, "It was not made in the way that this needs."};
  }
  for (const spec::Selector& selector : effect.selectors) {
    const spec::Field* field = demand.plan->operation->find(selector.field);
    const std::string* sent = demand.find(selector.field);
    if (sent == nullptr && field != nullptr && field->default_value) sent = &*field->default_value;
    if (sent == nullptr) continue;
    if (!selector.given.empty()) {
      const std::string* own = given(selector.given);
      if (own == nullptr || *own != *sent)
        return Refused{404, "Nothing fits '" + selector.field + "'."};
    }
    for (const auto& [status, value] : selector.by_status) {
      if (status == object.status && value != *sent)
        return Refused{404, "Nothing fits '" + selector.field + "'."};
    }
  }
  return std::nullopt;
}

// A field that must name another object, and doesn't.
std::optional<Refused> Performer::bad_reference(const Demand& demand) {
  for (const Given& given : demand.given) {
    const auto& reference = given.plan->field->reference;
    if (!reference || !given.plan->key.empty()) continue;
    const Object* other = alive(reference->resource, reference->key, given.text);
    if (other == nullptr ||
        (!reference->statuses.empty() && !contains(reference->statuses, other->status))) {
      return Refused{404, "Field '" + given.plan->field->name + "' names nothing."};
    }
  }
  return std::nullopt;
}

// A key that must be unique, and is another object's.
std::optional<Refused> Performer::taken(const Demand& demand, const Object* but) {
  const ResourcePlan& resource = resource_of(demand);
  for (const Given& given : demand.given) {
    if (given.plan->attribute == kNoAttribute) continue;
    const AttributePlan& attribute =
        resource.attributes[static_cast<std::size_t>(given.plan->attribute)];
    if (attribute.key < 0 ||
        !resource.resource->keys[static_cast<std::size_t>(attribute.key)].unique)
      continue;
    Object* other = alive(demand.plan->operation->effect.resource, attribute.name, given.text);
    if (other == nullptr || other == but || hits(demand, Bug::unique_unchecked)) continue;
    if (hits(demand, Bug::unique_until_changed) && other->changed) continue;
    if (hits(demand, Bug::unique_per_operation) && other->creation != demand.plan) continue;
    if (hits(demand, Bug::refused_create_writes)) store_fields(demand, *other);
    return Refused{409, "There is one with this " + attribute.name + " already."};
  }
  return std::nullopt;
}

}  // namespace assay::runners::mock
