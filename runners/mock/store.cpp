#include "runners/mock/store.h"

#include <algorithm>

namespace assay::runners::mock {
namespace {

bool earlier(const Object* object, std::uint64_t serial) {
  return object->serial < serial;
}

void put(std::vector<Object*>& shelf, Object* object) {
  shelf.insert(std::lower_bound(shelf.begin(), shelf.end(), object->serial, earlier), object);
}

void take(std::vector<Object*>& shelf, const Object* object) {
  const auto at = std::lower_bound(shelf.begin(), shelf.end(), object->serial, earlier);
  if (at != shelf.end() && *at == object) shelf.erase(at);
}

}  // namespace

Store::Store(const Plan& plan) : plan_(plan) {
  for (const ResourcePlan& resource : plan.resources()) {
    Shelf shelf;
    shelf.by_status.resize(std::max<std::size_t>(1, resource.resource->statuses.size()));
    shelf.by_key.resize(resource.resource->keys.size());
    shelves_.push_back(std::move(shelf));
  }
}

std::size_t Store::status_index(std::size_t resource, const std::string& status) const {
  const auto& statuses = plan_.resources()[resource].resource->statuses;
  const auto at = std::ranges::find(statuses, status);
  return at == statuses.end() ? 0 : static_cast<std::size_t>(at - statuses.begin());
}

std::string Store::key_text(std::size_t resource, std::size_t key, std::string text) const {
  if (!plan_.resources()[resource].resource->keys[key].fold_case) return text;
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

Object& Store::add(const OperationPlan& creation, const std::string& status,
                   const std::string& created) {
  auto object = std::make_unique<Object>();
  object->serial = ++last_serial_;
  object->resource = creation.operation->effect.resource;
  object->creation = &creation;
  object->status = status;
  object->created = created;
  Object& added = *object;
  objects_.emplace(added.serial, std::move(object));
  put(shelves_[added.resource].all, &added);
  put(status_shelf(added.resource, status), &added);
  return added;
}

void Store::index(Object& object) {
  Shelf& shelf = shelves_[object.resource];
  for (std::size_t key = 0; key < shelf.by_key.size(); ++key) {
    // The keys of a resource are its first attributes.
    const std::string text =
        text_of(plan_.resources()[object.resource], object, static_cast<int>(key));
    if (!text.empty()) shelf.by_key[key][key_text(object.resource, key, text)] = &object;
  }
}

void Store::unindex(Object& object) {
  Shelf& shelf = shelves_[object.resource];
  for (std::size_t key = 0; key < shelf.by_key.size(); ++key) {
    const std::string text =
        text_of(plan_.resources()[object.resource], object, static_cast<int>(key));
    const auto at = shelf.by_key[key].find(key_text(object.resource, key, text));
    if (at != shelf.by_key[key].end() && at->second == &object) shelf.by_key[key].erase(at);
  }
}

void Store::set_status(Object& object, const std::string& status) {
  take(status_shelf(object.resource, object.status), &object);
  object.status = status;
  put(status_shelf(object.resource, status), &object);
}

void Store::erase(Object& object) {
  unindex(object);
  take(shelves_[object.resource].all, &object);
  take(status_shelf(object.resource, object.status), &object);
  objects_.erase(object.serial);
}

Object* Store::find(std::size_t resource, std::size_t key, const std::string& text) {
  const auto& index = shelves_[resource].by_key[key];
  const auto at = index.find(key_text(resource, key, text));
  return at == index.end() ? nullptr : at->second;
}

Object* Store::find(std::uint64_t serial) {
  const auto at = objects_.find(serial);
  return at == objects_.end() ? nullptr : at->second.get();
}

Object* Store::newest(std::size_t resource, const Object* but) {
  const auto& all = shelves_[resource].all;
  for (auto at = all.rbegin(); at != all.rend(); ++at) {
    if (*at != but && !(*at)->removed) return *at;
  }
  return nullptr;
}

Object* Store::oldest(std::size_t resource) {
  const auto& all = shelves_[resource].all;
  return all.empty() ? nullptr : all.front();
}

Object* Store::before(const Object& object) {
  const auto& all = shelves_[object.resource].all;
  const auto at = std::lower_bound(all.begin(), all.end(), object.serial, earlier);
  return at == all.begin() ? nullptr : *(at - 1);
}

}  // namespace assay::runners::mock
