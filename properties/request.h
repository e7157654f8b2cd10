// RequestPlan: all that is needed to draw valid requests of one operation: where each field's value
// comes from, and which sets of fields keep the required ones and the dependencies. Dependencies
// are satisfied by construction: every way to keep them is found once, when the plan is made. Const
// afterwards; safe from any thread.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "properties/dice.h"
#include "properties/field_values.h"
#include "spec/contract.h"
#include "spec/trial.h"

namespace assay::properties {

struct Slot {
  enum class Role {
    value,      // a value of its own
    own_key,    // names the object that the operation creates
    by_key,     // names the object that the operation is about
    reference,  // names another object
    selector,   // follows from the object that the operation is about
    no_source,  // never sent
  };
  const spec::Field* field = nullptr;
  Role role = Role::value;
  std::string key;     // of the resource, if the value is one
  FieldValues values;  // for Role::value and Role::selector
  // The value is known only when the objects of the trial are.
  bool bound() const { return role != Role::value; }
};

// A request before its objects are known: by slot, absent or a value (any value for a bound slot).
using Draft = std::vector<std::optional<spec::Value>>;

class RequestPlan {
 public:
  // `obtainable` says whether a key of a resource can be had in this contract; `resource` is the
  // operation's, or null.
  using Obtainable = std::function<bool(std::size_t resource, const std::string& key)>;
  RequestPlan(const spec::Operation& operation, const spec::Resource* resource,
              const Obtainable& obtainable);

  const spec::Operation& operation() const { return *operation_; }
  const std::vector<Slot>& slots() const { return slots_; }
  std::optional<std::size_t> slot_of(std::string_view field) const;

  // Every required field has a source, and the dependencies can be kept.
  bool sendable() const { return sendable_; }
  // There is a field that may be left out, or one with several values.
  bool has_optional() const;

  // The smallest sets of fields; several where dependencies leave a choice (`variant` counts on
  // through them).
  std::size_t minimal_variants() const { return smallest_.size(); }
  Draft minimal(std::size_t variant) const;
  // A largest set. `variant` counts on through the values.
  Draft full(std::size_t variant) const;
  // … and all that the server may turn down or replace besides.
  Draft crowded(std::size_t variant) const;
  // Any valid set and values; `risky`: now and then a value that the server may turn down or
  // replace.
  Draft any(Dice& dice, bool risky = false) const;

  // Required fields and dependencies.
  bool valid(const Draft& draft) const;
  // Changes as little as possible so that the dependencies hold; the pinned slots stay as they are.
  // False: impossible.
  bool repair(Draft& draft, const std::vector<std::size_t>& pinned = {}) const;

  // The smallest drafts that break this one dependency and nothing else; fewest fields first.
  std::vector<Draft> breaking(std::size_t dependency) const;

  // A value for the slot: any, or a stand-in if it is bound.
  spec::Value draw(std::size_t slot, Dice& dice, bool risky = false) const;
  // May the slot be sent with a value that the server must take?
  bool safe(std::size_t slot) const;

 private:
  using Assignment = std::vector<std::optional<spec::Value>>;  // by position in mentioned_

  void find_assignments();
  std::vector<std::optional<spec::Value>> options(std::size_t slot, std::size_t most) const;
  spec::Form form_of(const Assignment& assignment) const;
  bool keeps_all(const spec::Form& form, std::size_t but) const;
  spec::Value placed(std::size_t slot, std::size_t variant) const;
  void apply(Draft& draft, const Assignment& assignment) const;

  const spec::Operation* operation_;
  std::vector<Slot> slots_;
  std::vector<std::size_t> mentioned_;           // slots that a dependency mentions
  std::vector<Assignment> assignments_;          // all ways to keep the dependencies
  std::vector<Assignment> breaking_all_;         // the ways to break exactly one
  std::vector<std::size_t> broken_by_;           // … and which
  std::vector<std::size_t> smallest_, largest_;  // indices into assignments_
  bool sendable_ = true;
};

// What a dependency sees of a value: its text, or a stand-in.
std::string text_for_rules(const spec::Value& value);

}  // namespace assay::properties
