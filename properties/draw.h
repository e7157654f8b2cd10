// How laws make their trials: a Recipe is data and one pure function; a source draws from it and
// hangs the shrink tree on it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "properties/dice.h"
#include "properties/plan.h"
#include "properties/shrink.h"
#include "properties/world.h"
#include "spec/trial.h"

namespace assay::properties {

struct Drawn {
  spec::Trial trial;
  Keep keep;
};

struct Recipe {
  // The i-th trial, with the way-th origin for its objects. Pure.
  std::function<Drawn(Dice& dice, std::size_t i, std::size_t way)> make;
  std::optional<std::size_t> distinct;
  std::size_t creators = 1;
  std::size_t weight = 1;
};

std::shared_ptr<const TrialSource> source_of(WorldPtr world, Recipe recipe);

}  // namespace assay::properties
