#include "properties/pairwise.h"

#include <algorithm>
#include <numeric>

namespace assay::properties {
namespace {

// The pairs that no row has yet, as bits.
class Uncovered {
 public:
  explicit Uncovered(const std::vector<std::size_t>& levels) {
    offsets_.reserve(levels.size());
    for (const std::size_t count : levels) {
      offsets_.push_back(total_);
      total_ += count;
    }
    open_.assign(total_ * total_, 0);
    for (std::size_t p = 0; p < levels.size(); ++p) {
      for (std::size_t q = p + 1; q < levels.size(); ++q) {
        for (std::size_t a = 0; a < levels[p]; ++a) {
          for (std::size_t b = 0; b < levels[q]; ++b) {
            open_[(offsets_[p] + a) * total_ + offsets_[q] + b] = 1;
            open_[(offsets_[q] + b) * total_ + offsets_[p] + a] = 1;
            ++left_;
          }
        }
      }
    }
  }

  std::size_t left() const { return left_; }
  bool open(std::size_t p, std::size_t a, std::size_t q, std::size_t b) const {
    return open_[(offsets_[p] + a) * total_ + offsets_[q] + b] != 0;
  }
  // How many open pairs the level has in all.
  std::size_t open_with(std::size_t p, std::size_t a) const {
    const auto row = open_.begin() + static_cast<std::ptrdiff_t>((offsets_[p] + a) * total_);
    return static_cast<std::size_t>(std::count(row, row + static_cast<std::ptrdiff_t>(total_), 1));
  }
  void close(std::size_t p, std::size_t a, std::size_t q, std::size_t b) {
    if (!open(p, a, q, b)) return;
    open_[(offsets_[p] + a) * total_ + offsets_[q] + b] = 0;
    open_[(offsets_[q] + b) * total_ + offsets_[p] + a] = 0;
    --left_;
  }

 private:
  std::vector<std::size_t> offsets_;
  std::size_t total_ = 0, left_ = 0;
  std::vector<char> open_;
};

}  // namespace

std::vector<std::vector<std::size_t>> pairwise(const std::vector<std::size_t>& levels,
                                               std::size_t most_rows) {
  std::vector<std::vector<std::size_t>> rows;
  const std::size_t n = levels.size();
  if (n == 1) {
    for (std::size_t a = 0; a < levels[0] && rows.size() < most_rows; ++a) rows.push_back({a});
    return rows;
  }
  Uncovered uncovered(levels);
  std::vector<std::size_t> order(n);
  while (uncovered.left() > 0 && rows.size() < most_rows) {
    std::iota(order.begin(), order.end(), 0);
    std::rotate(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(rows.size() % n),
                order.end());
    std::vector<std::size_t> row(n, 0);
    for (std::size_t at = 0; at < n; ++at) {
      const std::size_t p = order[at];
      std::size_t best = 0, most = 0, most_open = 0;
      for (std::size_t k = 0; k < levels[p]; ++k) {
        // Among equals each parameter begins elsewhere, so that three levels meet by chance too.
        const std::size_t level = (k + rows.size() + p * rows.size() / 3) % levels[p];
        std::size_t gained = 0;
        for (std::size_t before = 0; before < at; ++before) {
          gained += uncovered.open(p, level, order[before], row[order[before]]) ? 1 : 0;
        }
        const std::size_t open = uncovered.open_with(p, level);
        if (k == 0 || gained > most || (gained == most && open > most_open)) {
          best = level, most = gained, most_open = open;
        }
      }
      row[p] = best;
    }
    const std::size_t before = uncovered.left();
    for (std::size_t p = 0; p < n; ++p) {
      for (std::size_t q = p + 1; q < n; ++q) uncovered.close(p, row[p], q, row[q]);
    }
    if (uncovered.left() == before) {  // greedy got stuck: force one open pair
      for (std::size_t p = 0; p < n && uncovered.left() == before; ++p) {
        for (std::size_t q = p + 1; q < n && uncovered.left() == before; ++q) {
          for (std::size_t a = 0; a < levels[p] && uncovered.left() == before; ++a) {
            for (std::size_t b = 0; b < levels[q] && uncovered.left() == before; ++b) {
              if (!uncovered.open(p, a, q, b)) continue;
              row[p] = a, row[q] = b;
              for (std::size_t r = 0; r < n; ++r) {
                for (std::size_t s = r + 1; s < n; ++s) uncovered.close(r, row[r], s, row[s]);
              }
            }
          }
        }
      }
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace assay::properties
