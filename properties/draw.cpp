#include "properties/draw.h"

#include <algorithm>

namespace assay::properties {

class Draw::Tree {
 public:
  explicit Tree(rc::Shrinkable<TrialPtr> node) : node_(std::move(node)) {}
  TrialPtr value() const { return node_.value(); }
  rc::Seq<rc::Shrinkable<TrialPtr>> shrinks() const { return node_.shrinks(); }

 private:
  rc::Shrinkable<TrialPtr> node_;
};

class Draw::Shrinks::Walk {
 public:
  explicit Walk(rc::Seq<rc::Shrinkable<TrialPtr>> rest) : rest_(std::move(rest)) {}
  rc::Maybe<rc::Shrinkable<TrialPtr>> next() { return rest_.next(); }

 private:
  rc::Seq<rc::Shrinkable<TrialPtr>> rest_;
};

Draw::Draw(std::shared_ptr<const Tree> tree) : tree_(std::move(tree)), trial_(tree_->value()) {}

Draw::Shrinks Draw::shrinks() const {
  return Shrinks(std::make_shared<Shrinks::Walk>(tree_->shrinks()));
}

std::optional<Draw> Draw::Shrinks::next() {
  rc::Maybe<rc::Shrinkable<TrialPtr>> node = walk_->next();
  if (!node) return std::nullopt;
  return Draw(std::make_shared<const Tree>(std::move(*node)));
}

namespace {

class RecipeSource : public TrialSource {
 public:
  RecipeSource(WorldPtr world, Recipe recipe)
      : world_(std::move(world)), recipe_(std::move(recipe)) {}

  std::optional<std::size_t> distinct() const override { return recipe_.distinct; }
  std::size_t creators() const override { return std::max<std::size_t>(1, recipe_.creators); }
  std::size_t weight() const override { return recipe_.weight; }

  Draw draw(std::uint64_t seed, std::size_t i, std::size_t creator) const override {
    Dice dice(seed, i);
    Drawn drawn = recipe_.make(dice, i, creator);
    auto trial = std::make_shared<const spec::Trial>(std::move(drawn.trial));
    auto keep = std::make_shared<const Keep>(std::move(drawn.keep));
    return Draw(
        std::make_shared<const Draw::Tree>(shrink_tree(world_, std::move(trial), std::move(keep))));
  }

 private:
  WorldPtr world_;
  Recipe recipe_;
};

}  // namespace

std::shared_ptr<const TrialSource> source_of(WorldPtr world, Recipe recipe) {
  return std::make_shared<const RecipeSource>(std::move(world), std::move(recipe));
}

}  // namespace assay::properties
