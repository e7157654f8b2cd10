// Dice: numbers from RapidCheck's splittable Random, by run seed and trial number. A pure function
// of the two; one thread's.
#pragma once

#include <rapidcheck/Random.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace assay::properties {

class Dice {
 public:
  Dice(std::uint64_t seed, std::uint64_t i) {
    rc::Random root(rc::Random::Key{seed, i, 0x6173736179ull, 1});
    random_ = root.split();  // `next` only ever on what was split off
  }

  std::uint64_t next() { return random_.next(); }
  // 0 … n-1; 0 where n is 0.
  std::size_t below(std::size_t n) { return n < 2 ? 0 : static_cast<std::size_t>(next() % n); }
  bool chance(std::size_t percent) { return below(100) < percent; }

  template <typename T>
  const T& pick(const std::vector<T>& items) {
    return items[below(items.size())];
  }

  template <typename T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t k = items.size(); k > 1; --k) std::swap(items[k - 1], items[below(k)]);
  }

 private:
  rc::Random random_;
};

}  // namespace assay::properties
