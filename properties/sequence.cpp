// state/sequence: short sequences of all operations on a resource, drawn against the generator's
// own model: which handles there are and in which status. What the answers must be is not known
// here.
#include <algorithm>

#include "properties/families.h"

namespace assay::properties {
namespace {

using spec::Action;
using spec::Step;

constexpr std::size_t kShortest = 3, kLongest = 12;
constexpr std::size_t kMostObjects = 3;

// Draws the commands of one sequence.
class Sequence {
 public:
  Sequence(const World& world, std::size_t operation, std::size_t way, Dice& dice)
      : world_(world), operation_(operation), dice_(dice), way_(way), stage_(world, way) {
    const std::size_t resource = world.operation(operation).effect.resource;
    creations_ = world.operations(resource, Action::create);
    creations_.erase(std::remove_if(creations_.begin(), creations_.end(),
                                    [&](std::size_t k) { return !world.reachable(k); }),
                     creations_.end());
    for (const Action action : {Action::read, Action::update, Action::remove, Action::exists,
                                Action::check, Action::act}) {
      for (const std::size_t k : world.operations(resource, action)) {
        if (world.reachable(k) && world.names_object(k)) commands_.push_back(k);
      }
    }
    for (const std::size_t k : world.operations(resource, Action::list)) {
      if (world.reachable(k) && world.names_object(k)) commands_.push_back(k);
    }
  }

  Drawn draw() {
    const std::size_t length = kShortest + dice_.below(kLongest - kShortest + 1);
    const bool creates = world_.operation(operation_).effect.action == Action::create;
    const std::size_t turn = creates ? 0 : 1 + dice_.below(length - 1);
    int subject = 0;
    for (std::size_t k = 0; k < length; ++k) {
      if (k == turn) {
        subject = the_subject(creates);
      } else if (stage_.objects().empty() ||
                 (stage_.objects().size() < kMostObjects && dice_.chance(15))) {
        create(Step::Role::setup, a_creation());
      } else {
        command();
      }
    }
    // What is left tells whether something went wrong on the way.
    for (std::size_t object = 0; object < stage_.objects().size(); ++object) stage_.observe(object);
    return {stage_.finish(model(subject, {})), {}};
  }

 private:
  std::size_t a_creation() {
    return creations_[(dice_.below(creations_.size()) + way_) % creations_.size()];
  }

  int create(Step::Role role, std::size_t creation) {
    const Draft draft = dice_.chance(40) ? world_.request(creation).minimal(0)
                                         : world_.request(creation).any(dice_);
    return stage_.send(role, {creation, &draft}).id;
  }

  int the_subject(bool creates) {
    if (creates) return create(Step::Role::subject, operation_);
    if (!world_.names_object(operation_)) {  // a list of all
      Step& step = stage_.send(Step::Role::subject, operation_);
      step.walk = world_.operation(operation_).effect.paging.has_value();
      return step.id;
    }
    std::vector<std::size_t> fitting;
    for (std::size_t k = 0; k < stage_.objects().size(); ++k) {
      if (fits(operation_, k)) fitting.push_back(k);
    }
    const std::size_t object = fitting.empty()
                                   ? stage_.make_for(operation_, nullptr, dice_.below(8))
                                   : dice_.pick(fitting);
    return on_object(Step::Role::subject, operation_, object);
  }

  bool fits(std::size_t operation, std::size_t object) {
    const Object& known = stage_.objects()[object];
    return known.resource == world_.operation(operation).effect.resource &&
           world_.fits(operation, known.status, known.given);
  }

  // Mostly a command that the object's status allows; now and then one on an object that is gone or
  // was never there.
  void command() {
    const std::size_t object = dice_.below(stage_.objects().size());
    const Object& known = stage_.objects()[object];
    const bool gone = world_.is_gone(known.resource, known.status);
    std::vector<std::size_t> fitting;
    for (const std::size_t k : commands_) {
      if (gone ? world_.operation(k).effect.action == Action::read : fits(k, object))
        fitting.push_back(k);
    }
    if (fitting.empty()) return;
    const std::size_t chosen = dice_.pick(fitting);
    if (gone && dice_.chance(30)) {
      make_again(stage_, object, dice_.below(8));
    } else if (gone) {
      refused_on_gone(chosen, object);
    } else if (dice_.chance(5) && world_.operation(chosen).effect.action == Action::read) {
      stage_.send(Step::Role::observe, chosen);  // an unknown key
    } else {
      on_object(Step::Role::observe, chosen, object);
    }
  }

  int on_object(Step::Role role, std::size_t operation, std::size_t object) {
    const RequestPlan& plan = world_.request(operation);
    const Draft draft = dice_.chance(50) ? plan.minimal(dice_.below(4)) : plan.any(dice_);
    return stage_.send(role, {operation, &draft, object}).id;
  }

  void refused_on_gone(std::size_t operation, std::size_t object) {
    const RequestPlan& plan = world_.request(operation);
    for (const Slot& slot : plan.slots()) {  // a key that only a reader shows can't be had any more
      if (slot.role == Slot::Role::by_key && stage_.objects()[object].keys.count(slot.key) == 0 &&
          !world_.shown_at(stage_.objects()[object].creation, slot.key)) {
        return;
      }
      const bool selects = slot.role == Slot::Role::selector && slot.field->required;
      if (selects &&
          !World::selected(*plan.operation().selector(slot.field->name),
                           stage_.objects()[object].status, stage_.objects()[object].given)) {
        return;
      }
    }
    const Draft draft = plan.minimal(0);
    stage_.send(Step::Role::observe, {operation, &draft, object, spec::kNone, false});
  }

  const World& world_;
  std::size_t operation_;
  Dice& dice_;
  std::size_t way_;
  Stage stage_;
  std::vector<std::size_t> creations_, commands_;
};

}  // namespace

MaybeRecipe state_sequence(const WorldPtr& world, std::size_t operation) {
  const std::size_t resource = world->operation(operation).effect.resource;
  if (!world->reachable(operation) || world->origins_of(resource, {}).empty()) return std::nullopt;
  Recipe recipe;
  recipe.creators =
      std::max(ways(*world, operation), world->operations(resource, Action::create).size());
  recipe.weight = 2;
  recipe.make = [world, operation](Dice& dice, std::size_t i, std::size_t way) {
    return Sequence(*world, operation, way + i, dice).draw();
  };
  return recipe;
}

}  // namespace assay::properties
