#include "properties/world.h"

#include <algorithm>

namespace assay::properties {
namespace {

using spec::Action;
using spec::Effect;
using spec::Json;
using spec::Operation;
using spec::Resource;

constexpr std::size_t kLongestChain = 3;

bool contains(const std::vector<std::string>& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

bool has_content(const Json& value) {
  return value.is_number() || (value.is_string() && !value.text().empty());
}

// What a property's schema says below a pointer without '*', or nullptr.
const Json* schema_at(const Json& schema, std::string_view pointer) {
  const Json* at = &schema;
  while (at != nullptr && !pointer.empty()) {
    const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
    const Json* properties = at->find("properties");
    at = properties != nullptr ? properties->find(pointer.substr(1, end - 1)) : nullptr;
    pointer.remove_prefix(end);
  }
  return at;
}

bool answers_with(const Operation& operation, const std::string& pointer) {
  for (const spec::Response& response : operation.responses) {
    if (response.status.empty() || response.status[0] != '2') continue;
    for (const spec::Content& content : response.contents) {
      if (!content.example.is_null()) {
        const Json* value = content.example.at_pointer(pointer);
        if (value != nullptr && has_content(*value)) return true;
      } else if (schema_at(content.schema, pointer) != nullptr) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

World::World(const spec::Contract& contract) : contract_(&contract) {
  const auto can = [this](std::size_t resource, const std::string& key) {
    return obtainable(resource, key);
  };
  for (const Operation& operation : contract.operations) {
    const std::size_t resource = operation.effect.resource;
    requests_.push_back(std::make_unique<const RequestPlan>(
        operation, resource == spec::kNone ? nullptr : &contract.resources[resource], can));
  }
  for (std::size_t k = 0; k < contract.operations.size(); ++k) {
    std::vector<Origin> fitting;
    if (names_object(k)) {
      const Effect& effect = operation(k).effect;
      for (Origin& origin : origins_of(effect.resource, effect.requires_status)) {
        if (fits(k, origin.status, origin.given)) fitting.push_back(std::move(origin));
      }
    }
    origins_.push_back(std::move(fitting));
  }
}

std::vector<std::size_t> World::operations(std::size_t resource, Action action) const {
  std::vector<std::size_t> found;
  for (std::size_t k = 0; k < contract_->operations.size(); ++k) {
    const Effect& effect = operation(k).effect;
    if (resource != spec::kNone && effect.resource == resource && effect.action == action)
      found.push_back(k);
  }
  return found;
}

bool World::names_object(std::size_t index) const {
  const Effect& effect = operation(index).effect;
  return effect.resource != spec::kNone && effect.action != Action::create && !effect.by.empty();
}

bool World::reachable(std::size_t index) const {
  if (!request(index).sendable()) return false;
  return !names_object(index) || !origins(index).empty();
}

bool World::is_gone(std::size_t resource, const std::string& status) const {
  return contains(contract_->resources[resource].gone, status);
}

std::optional<std::string> World::selected(const spec::Selector& selector,
                                           const std::string& status, const Properties& given) {
  if (selector.by_status.empty()) {
    for (const auto& [name, value] : given) {
      if (name == selector.given) return value;
    }
    return std::nullopt;
  }
  for (const auto& [name, value] : selector.by_status) {
    if (name == status) return value;
  }
  return std::nullopt;
}

bool World::fits(std::size_t index, const std::string& status, const Properties& given) const {
  const Effect& effect = operation(index).effect;
  if (effect.requires_status.empty() ? is_gone(effect.resource, status)
                                     : !contains(effect.requires_status, status)) {
    return false;
  }
  for (const auto& wanted : effect.requires_given) {
    if (std::find(given.begin(), given.end(), wanted) == given.end()) return false;
  }
  for (const spec::Selector& selector : effect.selectors) {
    const spec::Field* field = operation(index).find(selector.field);
    if (field != nullptr && field->required && !selected(selector, status, given)) return false;
  }
  return true;
}

// The creation itself, then every other status by the shortest chain of operations on the object.
std::vector<Origin> World::reached_from(std::size_t creation) const {
  const Effect& made = operation(creation).effect;
  std::vector<Origin> reached{{creation, {}, made.sets_status, made.gives}};
  for (std::size_t at = 0; at < reached.size(); ++at) {
    if (reached[at].acts.size() == kLongestChain) break;
    for (std::size_t k = 0; k < contract_->operations.size(); ++k) {
      const Effect& effect = operation(k).effect;
      const bool moves =
          effect.resource == made.resource && names_object(k) && !effect.sets_status.empty();
      if (!moves || !request(k).sendable() || !fits(k, reached[at].status, reached[at].given))
        continue;
      const bool known = std::any_of(reached.begin(), reached.end(), [&](const Origin& origin) {
        return origin.status == effect.sets_status;
      });
      if (known) continue;
      Origin next = reached[at];
      next.acts.push_back(k);
      next.status = effect.sets_status;
      reached.push_back(std::move(next));
    }
  }
  return reached;
}

bool World::is_wanted(std::size_t resource, const std::string& status,
                      const std::vector<std::string>& statuses) const {
  return statuses.empty() ? !is_gone(resource, status) : contains(statuses, status);
}

std::vector<Origin> World::origins_of(std::size_t resource,
                                      const std::vector<std::string>& statuses) const {
  std::vector<Origin> first, then;
  for (const std::size_t creation : operations(resource, Action::create)) {
    if (!request(creation).sendable()) continue;
    std::vector<Origin> fitting;
    for (Origin& origin : reached_from(creation)) {
      if (is_wanted(resource, origin.status, statuses)) fitting.push_back(std::move(origin));
    }
    // The shortest way of each creation comes first, the other statuses after all creations.
    for (std::size_t k = 0; k < fitting.size(); ++k)
      (k == 0 ? first : then).push_back(std::move(fitting[k]));
  }
  for (Origin& origin : then) {
    const bool known = std::any_of(first.begin(), first.end(), [&](const Origin& other) {
      return other.status == origin.status && other.given == origin.given;
    });
    if (!known) first.push_back(std::move(origin));
  }
  return first;
}

std::optional<std::string> World::shown_at(std::size_t index, const std::string& key) const {
  const Operation& shower = operation(index);
  const Action action = shower.effect.action;
  if (action != Action::create && action != Action::read) return std::nullopt;
  const std::string base = shower.effect.object.value_or("") + "/";
  for (const spec::Key& shown : shower.keys) {
    const bool inside =
        shown.pointer.rfind(base, 0) == 0 && shown.pointer.find('*') == std::string::npos;
    if (inside && shown.attribute == key && answers_with(shower, shown.pointer))
      return shown.pointer;
  }
  const std::string pointer = base + spec::escape_pointer(key);
  return answers_with(shower, pointer) ? std::optional<std::string>(pointer) : std::nullopt;
}

bool World::chosen_by_client(std::size_t resource, const std::string& key) const {
  const spec::ResourceKey* known = contract_->resources[resource].find(key);
  return known != nullptr && !known->made_by_server;
}

bool World::obtainable(std::size_t resource, const std::string& key) const {
  const std::vector<std::size_t> creations = operations(resource, Action::create);
  if (creations.empty()) return false;
  if (chosen_by_client(resource, key)) return true;
  for (const Action action : {Action::create, Action::read}) {
    for (const std::size_t shower : operations(resource, action)) {
      if (shown_at(shower, key)) return true;
    }
  }
  return false;
}

}  // namespace assay::properties
