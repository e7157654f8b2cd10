// Performer: does what a valid request asks for, to the objects in the store, and answers. Not
// thread-safe: its owner holds a lock.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <variant>

#include "runners/mock/defects.h"
#include "runners/mock/demand.h"
#include "runners/mock/render.h"
#include "runners/mock/store.h"

namespace assay::runners::mock {

class Performer {
 public:
  using Clock = std::function<std::string()>;  // the time now, RFC 3339

  Performer(const Plan& plan, const ActiveDefect& defect, Clock clock)
      : plan_(plan), defect_(defect), clock_(std::move(clock)), store_(plan) {}

  // The body of the answer, or why not. Throws Failed where a defect says so.
  std::variant<std::string, Refused> perform(const Demand& demand);

  const Store& store() const { return store_; }

 private:
  struct Found {
    Object* object = nullptr;
    std::optional<Refused> refused;
  };

  std::string answer(const Demand& demand, View& view);
  std::variant<std::string, Refused> create(const Demand& demand);
  std::variant<std::string, Refused> list(const Demand& demand);
  std::variant<std::string, Refused> on_one(const Demand& demand);
  std::variant<std::string, Refused> exists(const Demand& demand);
  std::variant<std::string, Refused> check(const Demand& demand);

  // Finding (finding.cpp).
  Found named(const Demand& demand);
  Object* look_up(const Demand& demand, const std::string& key, const std::string& text);
  Object* nearly(const Demand& demand, std::size_t key, const std::string& text);
  std::optional<Refused> unfit(const Demand& demand, const Object& object) const;
  std::optional<Refused> bad_reference(const Demand& demand);
  std::optional<Refused> taken(const Demand& demand, const Object* but);
  Object* alive(std::size_t resource, const std::string& key, const std::string& text);

  // Changing (changing.cpp).
  void store_fields(const Demand& demand, Object& object);
  void store_conditional(const Demand& demand, Object& object);
  void after_refusal(const Demand& demand);
  void update(const Demand& demand, Object& object);
  void act(const Demand& demand, Object& object);
  void remove(const Demand& demand, Object& object);
  void relate(const Demand& demand, Object& object);
  void evict(const Demand& demand, const Object& newest);

  bool hits(const Demand& demand, Bug bug) const { return defect_.hits(bug, demand.plan->index); }
  const ResourcePlan& resource_of(const Demand& demand) const {
    return plan_.resources()[demand.plan->operation->effect.resource];
  }

  const Plan& plan_;
  const ActiveDefect& defect_;
  Clock clock_;
  Store store_;
  std::uint64_t answers_ = 0;
  std::set<std::string> gone_keys_;  // kept by a defect only
};

}  // namespace assay::runners::mock
