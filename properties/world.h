// World: what the contract's declarations mean for whoever makes trials: how objects are made and
// brought into a status, where their keys come from, and the request plans of all operations. Made
// once per plan; const afterwards; safe from any thread.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "properties/request.h"
#include "spec/contract.h"

namespace assay::properties {

using Properties = std::vector<std::pair<std::string, std::string>>;

// One declared way to have an object: a creation, then the acts that lead to a status.
struct Origin {
  std::size_t creation = spec::kNone;
  std::vector<std::size_t> acts;
  std::string status;
  Properties given;
};

class World {
 public:
  explicit World(const spec::Contract& contract);

  const spec::Contract& contract() const { return *contract_; }
  const spec::Operation& operation(std::size_t index) const { return contract_->operations[index]; }
  const RequestPlan& request(std::size_t operation) const { return *requests_[operation]; }

  // The operations of that kind on the resource, in document order.
  std::vector<std::size_t> operations(std::size_t resource, spec::Action action) const;

  // The operation is about one existing object (it has a key field), and not a creation.
  bool names_object(std::size_t operation) const;
  // The ways to have an object that the operation takes; empty if it needs none, or none can be
  // had.
  const std::vector<Origin>& origins(std::size_t operation) const { return origins_[operation]; }
  // It can be sent with values from this contract: fields, dependencies and objects.
  bool reachable(std::size_t operation) const;
  // All ways to have an object in one of the statuses (empty: any that is not gone).
  std::vector<Origin> origins_of(std::size_t resource,
                                 const std::vector<std::string>& statuses) const;

  // May the operation be used on an object in that status that was given these properties?
  bool fits(std::size_t operation, const std::string& status, const Properties& given) const;
  // The value that the selector has for such an object; nullopt: the contract doesn't say.
  static std::optional<std::string> selected(const spec::Selector& selector,
                                             const std::string& status, const Properties& given);
  // Whether an object in that status is one of those asked for; none asked for: any that is there.
  bool is_wanted(std::size_t resource, const std::string& status,
                 const std::vector<std::string>& statuses) const;
  bool is_gone(std::size_t resource, const std::string& status) const;

  // Where the answer of a create or read shows the object's key, with content; nullopt: nowhere.
  std::optional<std::string> shown_at(std::size_t operation, const std::string& key) const;
  // A key that the creator of an object chooses.
  bool chosen_by_client(std::size_t resource, const std::string& key) const;
  // Can the key be had at all?
  bool obtainable(std::size_t resource, const std::string& key) const;

 private:
  std::vector<Origin> reached_from(std::size_t creation) const;

  const spec::Contract* contract_;
  std::vector<std::unique_ptr<const RequestPlan>> requests_;
  std::vector<std::vector<Origin>> origins_;  // by operation
};

using WorldPtr = std::shared_ptr<const World>;

}  // namespace assay::properties
