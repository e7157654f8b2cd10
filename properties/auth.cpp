// auth/*: requests without the declared credentials, or with others. Near misses too: the beginning
// of the right one, one character more or changed, its other case, each in the place of the other.
#include "properties/families.h"

namespace assay::properties {
namespace {

using spec::CredentialChange;
using How = CredentialChange::How;

MaybeRecipe with_credentials(const WorldPtr& world, std::size_t operation,
                             std::vector<std::vector<CredentialChange>> changes) {
  if (changes.empty() || !world->request(operation).sendable()) return std::nullopt;
  Refusal spoiled;
  spoiled.faults = changes.size();
  spoiled.rounds = 2;
  spoiled.spoil = [changes](spec::Step& subject, std::size_t fault) {
    subject.credentials = changes[fault];
    return Keep{};
  };
  Recipe recipe = refusal(world, operation, std::move(spoiled));
  recipe.weight = 2;
  return recipe;
}

std::vector<std::size_t> schemes_of(const WorldPtr& world, std::size_t operation) {
  const auto& security = world->operation(operation).security;
  return security.empty() ? std::vector<std::size_t>{} : security.front();
}

}  // namespace

MaybeRecipe auth_absent(const WorldPtr& world, std::size_t operation) {
  const std::vector<std::size_t> schemes = schemes_of(world, operation);
  std::vector<std::vector<CredentialChange>> changes;
  std::vector<CredentialChange> all;
  for (const std::size_t scheme : schemes) {
    changes.push_back({{scheme, How::absent}});
    all.push_back({scheme, How::absent});
  }
  if (all.size() > 1) changes.push_back(all);
  return with_credentials(world, operation, std::move(changes));
}

MaybeRecipe auth_wrong(const WorldPtr& world, std::size_t operation) {
  const std::vector<std::size_t> schemes = schemes_of(world, operation);
  std::vector<std::vector<CredentialChange>> changes;
  std::vector<CredentialChange> all;
  for (const std::size_t scheme : schemes) {
    changes.push_back({{scheme, How::wrong}});
    all.push_back({scheme, How::wrong});
  }
  if (all.size() > 1) {
    changes.push_back(all);
    for (CredentialChange& change : all) change.how = How::exchanged;
    changes.push_back(all);
  }
  for (const std::size_t scheme : schemes) {
    changes.push_back({{scheme, How::empty}});
    changes.push_back({{scheme, How::beginning}});
    changes.push_back({{scheme, How::longer}});
    changes.push_back({{scheme, How::one_character}});
    changes.push_back({{scheme, How::first_character}});
    changes.push_back({{scheme, How::other_case}});
    changes.push_back({{scheme, How::wildcard}});
    changes.push_back({{scheme, How::undefined}});
    if (schemes.size() > 1) changes.push_back({{scheme, How::exchanged}});
  }
  return with_credentials(world, operation, std::move(changes));
}

}  // namespace assay::properties
