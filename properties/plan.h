// The plan: Contract -> laws, and for each law a source of trials. Pure; sends nothing. RapidCheck
// stays behind Draw.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "spec/contract.h"
#include "spec/finding.h"
#include "spec/law.h"
#include "spec/trial.h"

namespace assay::properties {

// A drawn trial and the smaller ones below it (RapidCheck's shrink tree). Cheap to copy; used by
// one thread at a time.
class Draw {
 public:
  class Tree;  // holds rc::Shrinkable<Trial>; defined in draw.cpp
  class Shrinks {
   public:
    // The next smaller trial, simplest first; nullopt after the last.
    std::optional<Draw> next();
    class Walk;
    explicit Shrinks(std::shared_ptr<Walk> walk) : walk_(std::move(walk)) {}

   private:
    std::shared_ptr<Walk> walk_;
  };

  explicit Draw(std::shared_ptr<const Tree> tree);
  const spec::Trial& trial() const { return *trial_; }
  Shrinks shrinks() const;
  // Of a law about how a request is written: the same trial written plainly. What fails there too
  // is another law's business. nullopt: there is none.
  std::optional<spec::Trial> plain_twin() const;

 private:
  std::shared_ptr<const Tree> tree_;
  std::shared_ptr<const spec::Trial> trial_;
};

// The trials of one law. Const and safe from any thread.
class TrialSource {
 public:
  virtual ~TrialSource() = default;
  // How many distinct trials there are, if few: those are drawn for i = 0 … n-1, and no more need
  // be. nullopt: many.
  virtual std::optional<std::size_t> distinct() const = 0;
  // The i-th trial of a run with that seed. Deliberate values come first. `creator` chooses among
  // the declared ways to get the objects that the trial needs: 0 is the first in document order.
  virtual Draw draw(std::uint64_t seed, std::size_t i, std::size_t creator) const = 0;
  // How many such ways there are; at least 1.
  virtual std::size_t creators() const = 0;
  // How many times `--cases` this law is worth (a wide law, such as robust, more than 1).
  virtual std::size_t weight() const { return 1; }
};

struct PlannedLaw {
  spec::Law law;
  std::shared_ptr<const TrialSource> source;  // null: skipped with `reason`
  spec::Reason reason = spec::Reason::no_source;
  std::string note;
  bool exclusive = false;  // runs alone, after all others (lists, totals, pages)
};

// In document order of operations, and within one in the order of the catalogue.
std::vector<PlannedLaw> plan(const spec::Contract& contract);

// Any trial, with the smaller ones below it in which its subject is still sent: for a fault that
// does not depend on the request being valid. The contract must outlive it.
Draw smaller_than(const spec::Contract& contract, spec::Trial trial);

// The trials that find out what the target is like, in the order they must be sent (see
// conformance/facts.h).
std::vector<spec::Trial> probe(const spec::Contract& contract, std::uint64_t seed);

}  // namespace assay::properties
