// Which operations hang, and what that means for asking them again: one that hangs costs a deadline
// each time. One per worker; not thread-safe.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>

#include "spec/exchange.h"

namespace assay::runners {

// Whether the answer did not come to its end in time.
bool hung(const spec::Exchange& exchange);

class Hangs {
 public:
  // Notes how the exchange ended. True if the operation has just hung so often in a row that it is
  // given up.
  bool count(const spec::Exchange& exchange);

  // Whether the operation is not to be asked now: of one that was given up every 16th request is
  // sent all the same, in case it comes back.
  bool is_given_up(std::size_t operation);

  // How long its next answer may take: where some requests have hung, several times what its
  // slowest whole answer took, a second at least and `timeout` at most.
  std::chrono::milliseconds patience_with(std::size_t operation,
                                          std::chrono::milliseconds timeout) const;

 private:
  struct Record {
    std::size_t in_a_row = 0, spared = 0, all = 0;
    std::chrono::microseconds longest{0};  // that a whole answer took
  };
  std::map<std::size_t, Record> records_;  // by operation
};

}  // namespace assay::runners
