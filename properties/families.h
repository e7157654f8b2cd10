// The families of laws: for each kind of law, the recipe of its trials for one operation (and one
// field, rule or dependency). nullopt: no trial of it can be made from this contract.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "properties/draw.h"
#include "properties/stage.h"
#include "properties/world.h"

namespace assay::properties {

using MaybeRecipe = std::optional<Recipe>;

MaybeRecipe accept_minimal(const WorldPtr& world, std::size_t operation);
MaybeRecipe accept_full(const WorldPtr& world, std::size_t operation);
MaybeRecipe accept_any(const WorldPtr& world, std::size_t operation);

MaybeRecipe required_absent(const WorldPtr& world, std::size_t operation, const std::string& field);
MaybeRecipe required_empty(const WorldPtr& world, std::size_t operation, const std::string& field);
MaybeRecipe default_value(const WorldPtr& world, std::size_t operation, const std::string& field);
MaybeRecipe conditional_default(const WorldPtr& world, std::size_t operation,
                                const std::string& field);
MaybeRecipe reject(const WorldPtr& world, std::size_t operation, const std::string& field,
                   std::string_view rule);
MaybeRecipe depend(const WorldPtr& world, std::size_t operation, std::size_t dependency);

MaybeRecipe encode_order(const WorldPtr& world, std::size_t operation);
MaybeRecipe encode_space(const WorldPtr& world, std::size_t operation);
MaybeRecipe encode_percent(const WorldPtr& world, std::size_t operation);
MaybeRecipe encode_text(const WorldPtr& world, std::size_t operation);

MaybeRecipe protocol_method(const WorldPtr& world, std::size_t operation);
MaybeRecipe protocol_media_type(const WorldPtr& world, std::size_t operation);
MaybeRecipe protocol_path(const WorldPtr& world, std::size_t operation);
MaybeRecipe auth_absent(const WorldPtr& world, std::size_t operation);
MaybeRecipe auth_wrong(const WorldPtr& world, std::size_t operation);

MaybeRecipe state_read(const WorldPtr& world, std::size_t operation);
MaybeRecipe state_agree(const WorldPtr& world, std::size_t operation);
MaybeRecipe state_update(const WorldPtr& world, std::size_t operation);
MaybeRecipe state_kept(const WorldPtr& world, std::size_t operation);
MaybeRecipe state_effect(const WorldPtr& world, std::size_t operation);
MaybeRecipe state_relation(const WorldPtr& world, std::size_t operation);
MaybeRecipe state_lookup(const WorldPtr& world, std::size_t operation);
MaybeRecipe state_constant(const WorldPtr& world, std::size_t operation);
MaybeRecipe state_unique(const WorldPtr& world, std::size_t operation);
MaybeRecipe state_exists(const WorldPtr& world, std::size_t operation);
MaybeRecipe state_good(const WorldPtr& world, std::size_t operation);
MaybeRecipe state_delete(const WorldPtr& world, std::size_t operation);
MaybeRecipe state_list(const WorldPtr& world, std::size_t operation);
MaybeRecipe state_total(const WorldPtr& world, std::size_t operation);
MaybeRecipe state_page(const WorldPtr& world, std::size_t operation);
MaybeRecipe state_unknown(const WorldPtr& world, std::size_t operation);
MaybeRecipe state_wins(const WorldPtr& world, std::size_t operation);
MaybeRecipe state_refused(const WorldPtr& world, std::size_t operation);
MaybeRecipe state_sequence(const WorldPtr& world, std::size_t operation);

MaybeRecipe robust(const WorldPtr& world, std::size_t operation);
MaybeRecipe shape(const WorldPtr& world, std::size_t operation);
MaybeRecipe privacy(const WorldPtr& world, std::size_t operation);
MaybeRecipe steady(const WorldPtr& world, std::size_t operation);

// --- What they share ---

inline constexpr std::size_t kOldObject = 5;      // the trial whose object was made long ago
inline constexpr std::size_t kObjectsSince = 50;  // … so many objects ago

// In how many ways the objects that the operation needs can be had; at least 1.
std::size_t ways(const World& world, std::size_t operation);

// A trial in the making: its stage, and the object that the operation is about (kNone: none).
struct Scene {
  Stage stage;
  std::size_t object = spec::kNone;
};
Scene scene_for(const World& world, std::size_t operation, std::size_t way);

// Round 0: minimal, 1: full, then any.
Draft draft_of_round(const RequestPlan& plan, std::size_t round, std::size_t variant, Dice& dice);

// Replaces the field's value, or appends the field.
void set_field(spec::Step& step, const std::string& name, spec::Value value);

// Puts a valid value where there is none, and repairs the dependencies around it.
void ensure(const RequestPlan& plan, Draft& draft, std::size_t slot);

// A full creation whose values are not the defaults: what a careless update would reset shows.
Draft unlike_defaults(const RequestPlan& plan, std::size_t variant);

// The draft with other values than the trial's steps have sent last in fields of these names, where
// there are others: what is sent once more shows nothing.
Draft unlike_sent(Stage& stage, const RequestPlan& plan, Draft draft, std::size_t variant);

// Whether the operation can be asked about the object as it is now.
bool takes(const World& world, std::size_t operation, const Object& object);

// An update of the object that gives every attribute another value; false: no update takes it.
bool change(Stage& stage, std::size_t object, std::size_t variant);

// Whether the operation sets a relation and the object may be what it relates to.
bool can_be_related(const World& world, std::size_t setter, const Object& object);

// Sets what only acts set that leave the object's status alone: a picture, a related object.
void settle(Stage& stage, std::size_t object);
// Removes the object, by the operation that `variant` says; false: none takes it as it is.
bool remove(Stage& stage, std::size_t object, std::size_t variant);

// Creates an object with the keys that the client chose for a removed one, by the creation that
// `variant` says (it may be refused), and looks at it: by readers and existence checks. Its number;
// kNone: no creation has such a key.
std::size_t make_again(Stage& stage, std::size_t removed, std::size_t variant);

// Updates with values that may be turned down, all of them at once or one by one, but for those of
// some slots. They are no set-up: refused, one has changed nothing; accepted, there is more that is
// shown, and that the next update must keep.
void dare(Stage& stage, std::size_t update, std::size_t object,
          const std::vector<std::size_t>& not_these, bool together, std::size_t variant);

// Makes an object none of whose attributes is as a default has it. `settled`: nor what an update or
// such an act sets.
std::size_t make_rich(Stage& stage, const Origin& origin, std::size_t variant, bool settled);
// … and what then shows the relations of the object.
void observe_relations(Stage& stage, std::size_t object);

// Walks every list of all objects in some status: this one must be in the right ones only.
void observe_lists(Stage& stage, std::size_t object);

// The methods that no operation on the path of this one documents.
std::vector<std::string> undocumented_methods(const World& world, std::size_t operation);

// How many credentials travel as fields of the form.
std::size_t credentials_on_form(const World& world, std::size_t operation);

// The ways to have an object that the list shows.
std::vector<Origin> shown_by(const World& world, std::size_t list);

// The operations of the relation that the operation sets, clears or shows.
struct Relation {
  std::vector<std::size_t> setters, clearers, lists;
};
Relation relation_of(const World& world, std::size_t operation);

// Sets the relation of the scene's object that the operation clears, if it clears one: without it
// the operation may be refused.
void set_what_it_clears(Scene& scene, std::size_t operation, std::size_t way);

// Laws that expect a refusal: trial 0, and every 8th, is a twin.
struct Refusal {
  std::size_t faults = 1;   // different ones
  std::size_t rounds = 2;   // each with so many requests around it
  bool bounded = false;     // or: accepted and shown within its bounds, so reads follow
  bool primed = false;      // now and then a valid request comes before it: it must not help
  bool plain_twin = false;  // the twin leaves `slot` out if it can
  std::optional<std::size_t> slot;  // that must be sent, in the twin too
  // Other drafts than valid ones: the fault is which fields there are.
  std::function<Draft(std::size_t fault, std::size_t round, Dice& dice)> draft;
  // Spoils the subject; says what its smaller trials must keep.
  std::function<Keep(spec::Step& subject, std::size_t fault)> spoil;
};
Recipe refusal(const WorldPtr& world, std::size_t operation, Refusal refusal);

}  // namespace assay::properties
