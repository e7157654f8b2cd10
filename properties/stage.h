// Stage: builds one trial: makes the objects that it needs, names them, and appends steps whose
// bound values follow from them. Fresh values are numbered: keys of the k-th object k, values of
// step s 100+s, unknown keys from 60 on.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "properties/world.h"
#include "spec/trial.h"

namespace assay::properties {

// An object of the trial, as the generator knows it: which handles it has and in which status it
// is.
struct Object {
  std::size_t resource = spec::kNone;
  std::size_t creation = spec::kNone;  // the operation
  int step = 0;                        // the creation's step
  std::string status;
  Properties given;
  std::map<std::string, spec::Value> keys;  // those that are known so far
};

class Stage {
 public:
  // `way` chooses among the origins of every object that has to be made.
  Stage(const World& world, std::size_t way) : world_(&world), way_(way) {}

  const World& world() const { return *world_; }
  std::vector<Object>& objects() { return objects_; }

  // Makes an object by set-up steps; its number. `draft` of the creation: null: minimal.
  std::size_t make(const Origin& origin, const Draft* draft = nullptr);
  // Makes an object that the operation takes, the way that `way` (or way + `more`) says; kNone if
  // it takes none.
  std::size_t make_for(std::size_t operation, const Draft* draft = nullptr, std::size_t more = 0);

  struct Call {
    std::size_t operation = 0;
    const Draft* draft = nullptr;
    std::size_t object = spec::kNone;  // that the operation is about; kNone: one that doesn't exist
    std::size_t other =
        spec::kNone;      // for its reference to another object; kNone: one is made if need be
    bool happens = true;  // false: it is expected to be refused
    std::vector<std::string> only_keys =
        {};                             // the key fields to send; empty: as the draft has them
    std::size_t heir_of = spec::kNone;  // a creation: with the keys that this object's client chose
  };
  // Appends the step, and before it set-up steps for what it refers to. The reference is good until
  // the next step.
  spec::Step& send(spec::Step::Role role, const Call& call);
  // … with the minimal draft.
  spec::Step& send(spec::Step::Role role, std::size_t operation, std::size_t object = spec::kNone);

  // Reads the object by every read operation that takes it (each once, by its first key).
  void observe(std::size_t object, spec::Step::Role role = spec::Step::Role::observe);

  // The object's key; set-up reads are added where only they show it: by the reader that `variant`
  // says, if several do.
  spec::Value key(std::size_t object, const std::string& name, std::size_t variant = 0);
  static spec::Value unknown_key(const spec::Field& field, int n);

  int last_step() const { return next_id_ - 1; }
  spec::Step& step(int id);
  spec::Trial& trial() { return trial_; }
  spec::Trial finish(spec::Intent intent);

 private:
  std::size_t companion(const spec::Reference& reference, std::size_t operation,
                        std::size_t not_this, std::size_t wanted);
  void apply(const spec::Operation& operation, std::size_t object);
  spec::Value inherited(std::size_t from, const std::string& name, spec::Value otherwise) const;

  const World* world_;
  std::size_t way_;
  std::vector<Object> objects_;
  spec::Trial trial_;
  int next_id_ = 1;
  int next_object_ = 1;
  int depth_ = 0;
};

// An intent about one subject.
spec::Intent expect(spec::Intent::Expect expected, int subject);
spec::Intent twin_of(int subject);
spec::Intent model(int subject, std::vector<spec::Aspect> aspects,
                   std::vector<std::string> fields = {});

}  // namespace assay::properties
