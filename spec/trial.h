// Trial: what is sent to put a law to the test. Steps in order, whose values are literal, fresh, or
// taken from an earlier answer; and the Intent: what the contract then expects. Made by properties,
// sent by runners, judged by conformance. Plain values; the runner binds them just before sending.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "spec/form.h"

namespace assay::spec {

struct Literal {
  std::string bytes;
  friend bool operator==(const Literal&, const Literal&) = default;
};

// A value made for this attempt alone, of fixed length. Equal (kind, n) within one trial mean the
// same value.
struct Fresh {
  enum class Kind {
    email,   // "u<n>.<token>@example.com", lower case; with "-b" before the '@' if n is even
    name,    // "n<n><token>": letters and digits, 14 characters
    secret,  // at least 16 characters, mixed case, a digit
    id,      // looks like nothing the server made: "x<n><token>"
    word,    // for a path segment
    digits,  // 10 digits, the first not 0
  };
  Kind kind = Kind::name;
  int n = 1;
  friend bool operator==(const Fresh&, const Fresh&) = default;
};

// A value of an earlier step's answer.
struct Ref {
  int step = 0;         // Step::id
  std::string pointer;  // RFC 6901 into its JSON answer
  friend bool operator==(const Ref&, const Ref&) = default;
};

// A near miss: the value, changed so that it is another one.
enum class Twist {
  none,
  one_character,  // the last letter or digit replaced by another one
  beginning,      // without its last character
  ending,         // without its first character
  longer,         // with one more letter, "x"
  any_one,        // the last letter or digit replaced by "_", which stands for any in SQL's LIKE
  any_more,       // the last character replaced by "%", which stands for all the rest there
  starred,        // with "*" behind it, which is nothing where only letters and digits count
  local_part,     // of an address: what stands before the '@'
  other_end,      // of an address: the last letter of its domain replaced by another one
  other_domain,   // of an address: the same local part at example.org
  tagged,         // of an address: the local part with a tag, "+1"
  dotless,        // of an address: the local part without its dots
  upper_case,     // all letters in upper case
  other_case,     // the first letter in its other case
  space_around,   // a blank before and after it
};

struct Value {
  std::variant<Literal, Fresh, Ref> source;
  Twist twist = Twist::none;
  std::string before, after;  // literal text around it

  static Value literal(std::string bytes) {
    return {Literal{std::move(bytes)}, Twist::none, {}, {}};
  }
  static Value fresh(Fresh::Kind kind, int n = 1) { return {Fresh{kind, n}, Twist::none, {}, {}}; }
  static Value ref(int step, std::string pointer) {
    return {Ref{step, std::move(pointer)}, Twist::none, {}, {}};
  }
  friend bool operator==(const Value&, const Value&) = default;
};

struct StepField {
  std::string name;
  Value value;
  bool raw = false;  // name and value are sent unencoded, as they stand
  friend bool operator==(const StepField&, const StepField&) = default;
};

struct CredentialChange {
  enum class How {
    absent,
    empty,
    wrong,
    beginning,
    longer,
    one_character,    // the last letter or digit replaced
    first_character,  // the first character replaced
    other_case,
    wildcard,   // "%", which is like everything in SQL
    undefined,  // "undefined", as a script writes what it doesn't have
    exchanged,  // that of the next scheme in its place
  };
  std::size_t scheme = 0;  // index into Contract::schemes
  How how = How::absent;
  friend bool operator==(const CredentialChange&, const CredentialChange&) = default;
};

// Where credentials that travel as fields stand among the others.
struct CredentialOrder {
  std::size_t after = 0;  // so many other fields come first
  bool reversed = false;  // the last credential first
  friend bool operator==(const CredentialOrder&, const CredentialOrder&) = default;
};

// One request (or, with `walk`, one per page).
struct Step {
  enum class Role {
    setup,    // must be accepted, else the trial is not observable
    subject,  // what the law is about
    observe,  // a read that shows what happened
  };
  int id = 0;  // permanent: dropping a step renumbers nothing
  Role role = Role::subject;
  std::size_t operation = 0;
  std::vector<StepField>
      fields;  // placed by Field::place; names that the operation doesn't know go into the body
  FormSpelling spelling;
  std::vector<CredentialChange> credentials;
  CredentialOrder credential_order;
  std::optional<std::string> method;      // instead of the operation's
  std::optional<Value> path_suffix;       // appended to the operation's path
  std::optional<std::string> media_type;  // instead of the operation's; "" sends no Content-Type
  std::optional<std::string> body;        // instead of the encoded form; "" sends no body
  bool walk = false;  // a list: repeated with the paging fields until the last page (the exchanges
                      // share this step's id)
  friend bool operator==(const Step&, const Step&) = default;
};

// One side of what the judge's model of a resource predicts.
enum class Aspect {
  stored,       // what a create or update was given is shown by every later read
  defaulted,    // what a create left out is shown with its default
  conditional,  // … or with its conditional default (updates too)
  kept,         // nothing else changes: not by an update, not by a refused request, not by a read
  agrees,       // what a creation's own answer shows agrees with what readers show
  found,    // an object in the status that an operation requires is accepted by it, by each of its
            // keys, and is that object
  gone,     // a removed object is shown by no reader, no list, and no longer taken by any operation
  unknown,  // a key that no object has is taken by no operation
  unique,   // a second creation with a unique key is refused
  existence,  // an existence check tells the truth
  listed,     // a list contains every object in the statuses that it shows, and none known to be in
              // another one
  totals,     // total and page count add up
  paged,      // pages neither repeat nor skip an object; page size and number are obeyed and shown
  constant,   // ids and times of creation never change
  changed,    // what an operation declares to change differs afterwards
  related,    // a relation set is listed, a cleared one is not
  good,       // a check passes while its object lives, and no longer
  precedence,  // of two keys that disagree, the one declared to win names the object
  taken,       // a creation that satisfies the contract is accepted
};

// What the contract expects of the exchanges. Names steps and fields by role, never values: what
// was sent is read from the Exchange.
struct Intent {
  enum class Expect {
    accepted,  // the subject is accepted
    refused,   // the subject is refused
    bounded,   // the subject is refused, or what is shown afterwards satisfies the schema (clamped,
               // replaced)
    model,  // every answer is what the judge's model of the resource says, as far as `aspects` goes
    equal,  // the answers of `subject` and `other` are equal, but for volatile keys
    survives,  // nothing but what the watchers (robust, shape, privacy) look for
  };
  Expect expect = Expect::accepted;
  bool twin = false;  // the same request without the fault: shows that a refusal would be evidence
  int subject = 0;    // Step::id
  int other = 0;      // Step::id
  std::vector<std::string> fields;  // judge only these fields' attributes; empty: all
  std::vector<Aspect> aspects;      // of the model; empty: all
  friend bool operator==(const Intent&, const Intent&) = default;
};

struct Trial {
  std::vector<Step> steps;
  Intent intent;
  friend bool operator==(const Trial&, const Trial&) = default;
};

const Step* find(const Trial& trial, int step_id);

// The trial without that step and without every step that (directly or not) takes a value from it;
// nullopt if the subject (or `other`) would go too.
std::optional<Trial> without_step(const Trial& trial, int step_id);

// How many requests, then how many fields, then how many bytes of values: smaller is simpler.
struct TrialSize {
  std::size_t steps = 0, fields = 0, bytes = 0;
  friend auto operator<=>(const TrialSize&, const TrialSize&) = default;
};
TrialSize size_of(const Trial& trial);

}  // namespace assay::spec
