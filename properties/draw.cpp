#include "properties/draw.h"

#include <algorithm>

namespace assay::properties {

class Draw::Tree {
 public:
  Tree(rc::Shrinkable<TrialPtr> node, WorldPtr world, std::shared_ptr<const Keep> keep)
      : node_(std::move(node)), world_(std::move(world)), keep_(std::move(keep)) {}
  TrialPtr value() const { return node_.value(); }
  rc::Seq<rc::Shrinkable<TrialPtr>> shrinks() const { return node_.shrinks(); }
  std::shared_ptr<const Tree> below(rc::Shrinkable<TrialPtr> node) const {
    return std::make_shared<const Tree>(std::move(node), world_, keep_);
  }
  std::optional<spec::Trial> plain_twin(const spec::Trial& trial) const {
    return properties::plain_twin(*world_, trial, *keep_);
  }

 private:
  rc::Shrinkable<TrialPtr> node_;
  WorldPtr world_;
  std::shared_ptr<const Keep> keep_;
};

class Draw::Shrinks::Walk {
 public:
  explicit Walk(std::shared_ptr<const Tree> from)
      : from_(std::move(from)), rest_(from_->shrinks()) {}
  std::shared_ptr<const Tree> next() {
    rc::Maybe<rc::Shrinkable<TrialPtr>> node = rest_.next();
    return node ? from_->below(std::move(*node)) : nullptr;
  }

 private:
  std::shared_ptr<const Tree> from_;
  rc::Seq<rc::Shrinkable<TrialPtr>> rest_;
};

Draw::Draw(std::shared_ptr<const Tree> tree) : tree_(std::move(tree)), trial_(tree_->value()) {}

Draw::Shrinks Draw::shrinks() const {
  return Shrinks(std::make_shared<Shrinks::Walk>(tree_));
}

std::optional<spec::Trial> Draw::plain_twin() const {
  return tree_->plain_twin(*trial_);
}

std::optional<Draw> Draw::Shrinks::next() {
  auto tree = walk_->next();
  if (tree == nullptr) return std::nullopt;
  return Draw(std::move(tree));
}

namespace {

Draw drawn_from(WorldPtr world, spec::Trial made, Keep kept) {
  auto trial = std::make_shared<const spec::Trial>(std::move(made));
  auto keep = std::make_shared<const Keep>(std::move(kept));
  auto tree = shrink_tree(world, trial, keep);
  return Draw(std::make_shared<const Draw::Tree>(std::move(tree), std::move(world), keep));
}

class RecipeSource : public TrialSource {
 public:
  RecipeSource(WorldPtr world, Recipe recipe)
      : world_(std::move(world)), recipe_(std::move(recipe)) {}

  std::optional<std::size_t> distinct() const override { return recipe_.distinct; }
  std::size_t creators() const override { return std::max<std::size_t>(1, recipe_.creators); }
  std::size_t weight() const override { return recipe_.weight; }

  Draw draw(std::uint64_t seed, std::size_t i, std::size_t creator) const override {
    Dice dice(seed, i);
    // Each time round the ways are taken in another order: what a recipe does at every second or
    // third trial must not always meet the same way.
    Drawn drawn = recipe_.make(dice, i, creator + i / creators());
    return drawn_from(world_, std::move(drawn.trial), std::move(drawn.keep));
  }

 private:
  WorldPtr world_;
  Recipe recipe_;
};

}  // namespace

Draw smaller_than(const spec::Contract& contract, spec::Trial trial) {
  Keep keep;
  keep.loose = true;
  return drawn_from(std::make_shared<const World>(contract), std::move(trial), std::move(keep));
}

std::shared_ptr<const TrialSource> source_of(WorldPtr world, Recipe recipe) {
  return std::make_shared<const RecipeSource>(std::move(world), std::move(recipe));
}

}  // namespace assay::properties
