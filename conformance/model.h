// Model: what a trial's exchanges must show, by the contract's declared effects alone: a fold over
// operation, bound form and answer. It says where an answer contradicts it; what the contract
// leaves free is unknown to it and never compared. One per trial and judgement; not thread-safe.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "conformance/facts.h"
#include "conformance/judge.h"
#include "conformance/model_index.h"
#include "conformance/model_state.h"
#include "spec/contract.h"
#include "spec/exchange.h"
#include "spec/trial.h"

namespace assay::conformance {

// What is asked of the model: it looks at nothing else.
struct Question {
  Aspects aspects = kAllAspects;
  std::set<std::string> attributes;  // judge only these; empty: all
  std::size_t operation = kNone;     // the law's: that another one is shut is not for it to tell
};

class Model {
 public:
  Model(const ModelIndex& index, const Facts& facts, const spec::Trial& trial,
        std::span<const spec::Exchange> exchanges, Question question);

  // Goes through all exchanges. Once.
  void fold();

  // Within the question, in the order of the exchanges.
  const std::vector<Mismatch>& mismatches() const { return mismatches_; }
  // The aspects of the question that were compared with an answer, and agreed.
  Aspects observed() const { return observed_; }
  // Something could not be compared because its reader doesn't reflect it.
  bool unreflected() const { return unreflected_; }

  // What readers have shown of the object that this step created or changed, afterwards or in its
  // own answer.
  struct Shown {
    At at = 0;
    std::string pointer;
    const spec::Json* value = nullptr;
  };
  std::vector<Shown> shown_since(int step, const std::string& attribute) const;

  // The object that this shown one is, by its unique keys; kNone: none of this trial.
  std::size_t identify(std::size_t operation, const spec::Json& shown) const;

 private:
  // A request, read as a form.
  struct Sent {
    std::size_t operation = 0;
    At at = 0;
    const spec::Step* step = nullptr;
    std::vector<const std::string*> values;  // by field of the operation; nullptr: not sent
    std::vector<std::uint8_t> times;  // how often; 2 stands for more, or for what can't be read
    bool odd = false;                 // not the documented method, path, media type or body
  };
  // Which object a request names.
  struct Named {
    enum class Kind { nothing, object, nobody, free };
    Kind kind = Kind::nothing;
    std::size_t object = kNone;
    std::size_t other = kNone;   // the object that a losing key names
    bool disagree = false;       // two keys name different objects; the declared one wins
    bool never_created = false;  // nobody: its creation was refused
    std::size_t field = kNone;   // by which field
    const std::string* value = nullptr;
  };
  // What must become of a request.
  struct Outlook {
    enum class Expected { free, accepted, refused };
    Expected expected = Expected::free;
    bool counts = false;  // free, but where it is accepted it has its effect
    Aspects aspects = 0;
    std::string why;
  };
  struct Totals {
    std::size_t operation = 0;
    At at = 0;
    std::int64_t total = 0;
    std::optional<std::int64_t> ours;  // of this trial's objects, how many must be among them
    std::size_t epoch = 0;
    std::optional<std::vector<std::string>> strangers;  // the others, where all are shown
  };

  // model.cpp
  Sent read_request(At at);
  void create(const Sent& sent, Reception reception);
  void use(const Sent& sent, Reception reception);
  void apply(const Sent& sent, const Named& named);
  void update(const Sent& sent, Object& object);
  void act(const Sent& sent, Object& object);
  void lose_track(const Sent& sent, const Named& named);

  // model_name.cpp: which object, and what is expected of it
  Named name(const Sent& sent) const;
  Named look_up(const Sent& sent, std::size_t field) const;
  std::vector<std::size_t> holders(std::size_t resource, std::size_t key,
                                   const std::string& value) const;
  bool may_mean(const Object& object, std::size_t key, const std::string& value) const;
  Outlook outlook(const Sent& sent, const Named& named) const;
  Outlook outlook_on(const Sent& sent, const Object& object) const;
  bool made_up(const Sent& sent, std::size_t field) const;
  bool is_another(const spec::Ref& ref, const Sent& sent, std::size_t field) const;
  bool excused(const Sent& sent) const;
  void judge_turned_down(const Sent& sent);
  std::optional<std::size_t> referred(const Sent& sent, std::size_t field) const;
  bool refers_to_nobody(const Sent& sent, std::size_t field) const;
  std::size_t key_of(const spec::Reference& reference) const;

  // model_set.cpp: what the fields of a request set
  void set_from_form(const Sent& sent, Object& object);
  bool differs_from_default(const spec::Field& field, const std::string& value) const;
  const spec::ConditionalDefault* condition(const Sent& sent, const spec::Field& field,
                                            bool& unclear) const;

  // model_show.cpp: what an answer shows of an object
  void compare(const Sent& sent, std::size_t object, const spec::Json& shown,
               const std::string& pointer, bool own_answer);
  void compare_value(const Sent& sent, Object& object, const Column& column,
                     const spec::Json& value, const Seen* before, const std::string& pointer,
                     bool own_answer);
  void compare_held(const Sent& sent, Object& object, const Column& column, const spec::Json& value,
                    const Seen* before, const std::string& pointer, bool own_answer);
  void compare_named(const Sent& sent, const Object& object);
  bool is_gone(const Object& object) const;  // removed, or in a status that is as good as that
  bool succeeds(const Object& object, const Object& earlier) const;
  bool compare_identity(const Sent& sent, Object& object, const spec::Json& shown,
                        const std::string& pointer);
  bool echoes(const Object& object, const spec::Json& shown) const;
  bool reflected(std::size_t operation, std::size_t resource, std::size_t attribute,
                 bool own_answer) const;

  // model_free.cpp: … that the contract leaves free, or that must or must not change
  void compare_unknown(const Sent& sent, Object& object, const Column& column,
                       const spec::Json& value, const Seen* before, const std::string& pointer);
  bool compare_foreign(const Sent& sent, const Object& object, const Column& column,
                       const spec::Json& value, const std::string& pointer);
  Mismatch unchanged(const Sent& sent, const PendingChange& change, const std::string& name,
                     const std::string& pointer, const spec::Json& value) const;
  bool compare_stale(const Sent& sent, const Object& object, const Column& column,
                     const spec::Json& value, const std::string& pointer);
  bool compare_replaced(const Sent& sent, const Object& object, const Column& column,
                        const spec::Json& value, const std::string& pointer);
  void compare_constant(const Sent& sent, Object& object, const Column& column,
                        const spec::Json& value, const std::string& pointer);
  void compare_change(const Sent& sent, Object& object, const PendingChange& change,
                      const Column* column, const spec::Json* value, const std::string& pointer);

  // model_check.cpp: existence and checks
  void judge_existence(const Sent& sent, const Named& named, Reception reception);
  void judge_check(const Sent& sent, const Named& named, Reception reception);

  // model_list.cpp
  void list(At first, At last);
  void judge_page(const Sent& sent, At at);
  void judge_refused_page(const Sent& sent, At at);  // a later one of a walk
  void judge_contents(const Sent& sent, At first, At last, std::size_t host);
  void judge_member(const Sent& sent, std::size_t object,
                    const std::vector<std::pair<At, std::size_t>>& places, bool complete, At first,
                    At last, std::size_t host);
  void judge_totals();
  void see_total(const Sent& sent, At at, bool whole);
  std::vector<std::string> strangers(std::size_t operation, const spec::Json& items) const;
  std::optional<std::int64_t> requested(const Sent& sent, const std::string& field) const;

  // model_tell.cpp: words
  std::string operation_in(At at) const;        // "userGet in step 3"
  void blame(Mismatch& mismatch, At at) const;  // for having changed what it must not
  std::string answer_to(At at, const std::string& pointer) const;  // "answer to userGet, /type"
  std::string object_text(const Object& object) const;             // "the user created in step 1"
  std::string got(At at) const;
  void report(Aspects aspects, At at, Mismatch mismatch);
  void note(Aspects aspects, const std::string* attribute);
  bool wants(Aspects aspects, const std::string* attribute) const;

  const spec::Operation& operation(std::size_t index) const {
    return index_.contract->operations[index];
  }
  const ResourceIndex& resource_of(const Object& object) const {
    return index_.resources[object.resource];
  }
  const spec::Json* json(At at) const;

  const ModelIndex& index_;
  const Facts& facts_;
  const spec::Trial& trial_;
  std::span<const spec::Exchange> exchanges_;
  Question question_;

  std::vector<Object> objects_;
  std::deque<std::string> decoded_;  // values that were sent unencoded
  std::set<std::tuple<std::size_t, std::size_t, std::string>>
      refused_keys_;  // resource, key, value: not created
  std::set<std::tuple<std::size_t, std::size_t, std::string>> unsure_keys_;  // perhaps created
  std::vector<Totals> totals_;
  std::size_t epoch_ = 0;  // how many exchanges have changed something
  std::vector<Mismatch> mismatches_;
  Aspects observed_ = 0;
  bool unreflected_ = false;
};

}  // namespace assay::conformance
