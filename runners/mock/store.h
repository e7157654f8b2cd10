// Store: the objects of all resources, found by key, listed by status. Memory follows the objects
// that are alive. Not thread-safe: its owner holds a lock.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runners/mock/object.h"

namespace assay::runners::mock {

class Store {
 public:
  explicit Store(const Plan& plan);

  // A new object, not yet found by any key: fill it, then call index().
  Object& add(const OperationPlan& creation, const std::string& status, const std::string& created);
  void index(Object& object);    // by all its keys, as they are now
  void unindex(Object& object);  // before a key changes
  void set_status(Object& object, const std::string& status);
  void erase(Object& object);

  Object* find(std::size_t resource, std::size_t key, const std::string& text);
  Object* find(std::uint64_t serial);
  Object* newest(std::size_t resource, const Object* but = nullptr);
  Object* oldest(std::size_t resource);
  Object* before(const Object& object);  // the one of the same resource made before it
  std::size_t size(std::size_t resource) const { return shelves_[resource].all.size(); }

  // In order of creation.
  const std::vector<Object*>& all(std::size_t resource) const { return shelves_[resource].all; }
  const std::vector<Object*>& in_status(std::size_t resource, const std::string& status) const {
    return shelves_[resource].by_status[status_index(resource, status)];
  }

 private:
  struct Shelf {
    std::vector<Object*> all;                     // by serial
    std::vector<std::vector<Object*>> by_status;  // by serial, for each of Resource::statuses
    std::vector<std::unordered_map<std::string, Object*>> by_key;  // for each of Resource::keys
  };
  std::size_t status_index(std::size_t resource, const std::string& status) const;
  std::vector<Object*>& status_shelf(std::size_t resource, const std::string& status) {
    return shelves_[resource].by_status[status_index(resource, status)];
  }
  std::string key_text(std::size_t resource, std::size_t key, std::string text) const;

  const Plan& plan_;
  std::vector<Shelf> shelves_;
  std::unordered_map<std::uint64_t, std::unique_ptr<Object>> objects_;
  std::uint64_t last_serial_ = 0;
};

}  // namespace assay::runners::mock
