// Binding: a Step with its values becomes a Request with bytes, just before it is sent. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "spec/contract.h"
#include "spec/exchange.h"
#include "spec/trial.h"

namespace assay::runners {

// What makes the names of one sending its own: no two sendings of a run, or of two runs, share a
// token.
struct Identity {
  std::string run_id;
  std::string law;  // "userGet:accept/minimal"
  std::size_t trial = 0;
  std::size_t attempt = 0;
  std::string token() const;  // 12 lower-case letters and digits
};

struct Binding {
  const spec::Contract* contract = nullptr;
  std::string base_url;                  // Target::url()
  std::vector<spec::Header> headers;     // with every request
  std::vector<std::string> credentials;  // by scheme; "" none to send
};

// The bytes of a fresh value.
std::string fresh_value(const spec::Fresh& fresh, std::string_view token);

// The request, or why a value couldn't be had ("step 1 shows no /id"). `earlier`: the exchanges of
// this sending so far. `paging`: fields that replace or join the step's own.
std::variant<spec::Request, std::string> bind(
    const Binding& binding, const spec::Step& step, std::string_view token,
    std::span<const spec::Exchange> earlier,
    const std::vector<std::pair<std::string, std::string>>& paging = {});

}  // namespace assay::runners
