// What the model holds of the objects of one trial. Plain data that points into the exchanges and
// the contract, which outlive it. `At` is an exchange by its place in the trial, not by its step.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "spec/contract.h"
#include "spec/json.h"
#include "spec/trial.h"

namespace assay::conformance {

using At = std::size_t;
using spec::kNone;

// A set of aspects.
using Aspects = std::uint32_t;
constexpr Aspects bit(spec::Aspect aspect) {
  return Aspects{1} << static_cast<unsigned>(aspect);
}
constexpr Aspects kAllAspects = ~Aspects{0};

// What an object's attribute must be, as far as the contract decides it.
struct Held {
  enum class Kind : std::uint8_t { unknown, sent, defaulted, conditional };
  Kind kind = Kind::unknown;
  bool shown_wrong = false;            // some answer has shown another value
  At since = 0;                        // when it was set, or was last free to change
  const spec::Field* field = nullptr;  // unless unknown
  const std::string* text = nullptr;   // likewise: its value as form text
};

// What one operation's answer last showed of an object.
struct Seen {
  std::size_t operation = 0;
  At at = 0;
  std::string pointer;                    // to the object in the answer
  std::vector<const spec::Json*> values;  // by attribute; nullptr: not shown
};

// An attribute that an operation declares to change, until the same reader shows it again.
struct PendingChange {
  std::size_t attribute = 0;
  std::size_t reader = 0;
  const spec::Json* before = nullptr;
  At seen = 0;  // where `before` was shown
  At by = 0;    // what changes it
};

// … that a reader then showed changed, and what it had shown before.
struct Moved {
  PendingChange change;
  At shown = 0;  // where the reader showed another value
};

struct Relation {
  enum class State : std::uint8_t { no, yes, unknown };
  std::string name;
  std::size_t target = 0;  // index of an object; kNone: all others
  State state = State::no;
  At since = 0;
};

struct Object {
  enum class Life : std::uint8_t { alive, removed, unsure };
  std::size_t resource = 0;
  std::size_t operation = 0;  // that created it
  At created = 0;
  Life life = Life::alive;
  At ended = 0;                       // by which exchange it was removed, or came to be gone
  std::optional<std::string> status;  // nullopt: not known
  At status_since = 0;
  std::vector<std::pair<std::string, std::string>> given;
  std::vector<std::vector<std::string>>
      keys;                // by Resource::keys: all values so far, the last counts
  std::vector<At> key_at;  // when the last one was shown
  std::vector<Held> held;  // by attribute
  std::vector<std::pair<const spec::Json*, At>> first_shown;  // by attribute; constants only
  std::vector<Seen> seen;  // by operation, at most one each; the creation's own first
  std::vector<PendingChange> pending;
  std::vector<Moved> moved;  // by the last operation that declares to change the attribute
  std::vector<Relation> relations;
  std::vector<std::size_t> acts;  // operations that have changed something of it once
  At touched = 0;                 // the last exchange that may have changed what it shouldn't
  At conflict = kNone;            // the last exchange that named it by two keys that disagree
};

// One way in which an exchange contradicts the model.
struct Mismatch {
  Aspects aspects = 0;
  At at = 0;
  std::string where, expected, got, hint;
  std::string blamed;     // id of the operation that must not have changed it; "" none
  std::string attribute;  // "" if it is not about one
  std::string key;        // what it is about, whatever the values: "/users/*/dept"
};

}  // namespace assay::conformance
