#include "conformance/watch_privacy.h"

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/quote.h"
#include "conformance/secret_forms.h"
#include "conformance/stack_trace.h"

namespace assay::conformance {
namespace {

using spec::Answer;
using spec::Contract;
using spec::Exchange;
using spec::Json;
using spec::Request;
using spec::Verdict;

// Where a text of an answer stands.
struct Place {
  std::string name;    // "/users/0/email", "header Location", "body"
  std::string stable;  // with '*' for every item of an array
};

// What a value may never be shown as.
struct Forbidden {
  std::string name;  // "password", "$ASSAY_API_SECRET"
  int step = 0;      // the first that sent it
  SecretForms forms;
};

// The first string or key of the value that passes, as its place.
template <typename Passes>
std::optional<Place> locate(const Json& value, const Passes& passes) {
  if (value.is_string() && passes(value.text())) return Place{};
  for (std::size_t i = 0; i < value.items().size(); ++i) {
    if (const auto inner = locate(value.items()[i], passes)) {
      return Place{'/' + std::to_string(i) + inner->name, "/*" + inner->stable};
    }
  }
  for (const auto& [name, member] : value.members()) {
    const auto inner = passes(name) ? std::optional<Place>(Place{}) : locate(member, passes);
    if (!inner) continue;
    const std::string token = '/' + spec::escape_pointer(name);
    return Place{token + inner->name, token + inner->stable};
  }
  return std::nullopt;
}

// The first text of the answer that passes: a header, a text of its JSON, or the body as it stands.
template <typename Passes>
std::optional<Place> locate(const Answer& answer, const Passes& passes) {
  for (const spec::Header& header : answer.headers) {
    if (passes(header.value)) return Place{"header " + header.name, "header " + header.name};
  }
  const bool in_body = passes(answer.body);
  // Escapes may hide from a look at the body what stands in its texts.
  const bool escapes = answer.body.find('\\') != std::string::npos;
  std::optional<Place> place;
  if (answer.json && (in_body || escapes)) place = locate(*answer.json, passes);
  if (!place && in_body) place = Place{};
  if (place && place->name.empty()) place = Place{"body", "body"};
  return place;
}

bool is_open(const Contract& contract, const Exchange& exchange, const spec::FormField& field) {
  const spec::Field* known = contract.operations[exchange.operation].find(field.name);
  return known == nullptr || known->secrecy == spec::Secrecy::open;
}

// An open field may be shown, and so may then the same text of a secret one.
bool is_open_too(const Contract& contract, std::span<const Exchange> exchanges,
                 std::string_view secret) {
  for (const Exchange& exchange : exchanges) {
    for (const spec::FormField& field : exchange.request.form) {
      if (field.value.find(secret) == std::string::npos) continue;
      if (is_open(contract, exchange, field)) return true;
    }
  }
  return false;
}

// The name of what this run made and put into the value; nullptr: all of it was chosen by hand, and
// may stand in an answer by chance.
const spec::BoundName* made_part(const Request& request, std::string_view value) {
  for (const spec::BoundName& name : request.names) {
    const bool whole = name.bytes == value && value.size() >= SecretForms::kShortest;
    const bool part =
        name.bytes.size() >= SecretForms::kLong && value.find(name.bytes) != std::string_view::npos;
    if (whole || part) return &name;
  }
  return nullptr;
}

std::string name_of(const Request& request, const std::string& value, const spec::BoundName& made) {
  for (const spec::FormField& field : request.form) {
    if (field.value == value) return field.name;
  }
  return made.name;
}

std::vector<Forbidden> forbidden_after(const Contract& contract,
                                       std::span<const Exchange> exchanges) {
  std::vector<std::string> seen;
  std::vector<Forbidden> out;
  for (const Exchange& exchange : exchanges) {
    for (const std::string& value : exchange.request.write_only) {
      if (std::find(seen.begin(), seen.end(), value) != seen.end()) continue;
      seen.push_back(value);
      const spec::BoundName* made = made_part(exchange.request, value);
      if (made == nullptr || is_open_too(contract, exchanges, value)) continue;
      out.push_back({name_of(exchange.request, value, *made), exchange.step, SecretForms(value)});
    }
  }
  return out;
}

// We may have sent what looks like a stack trace ourselves.
bool sent_a_trace(std::span<const Exchange> exchanges) {
  return std::any_of(exchanges.begin(), exchanges.end(), [](const Exchange& exchange) {
    const Request& request = exchange.request;
    return find_stack_trace(request.body) || find_stack_trace(request.url) ||
           std::any_of(request.form.begin(), request.form.end(), [](const spec::FormField& field) {
             return find_stack_trace(field.value).has_value();
           });
  });
}

// The trial up to the exchange, itself included.
std::span<const Exchange> until(std::span<const Exchange> all, const Exchange& exchange) {
  const std::less<const Exchange*> before;
  const bool inside =
      !all.empty() && !before(&exchange, all.data()) && before(&exchange, all.data() + all.size());
  if (!inside) return all;
  return all.first(static_cast<std::size_t>(&exchange - all.data()) + 1);
}

Verdict broken(const Contract& contract, const Exchange& exchange, const Place& place) {
  Verdict verdict;
  verdict.kind = Verdict::Kind::broken;
  verdict.step = exchange.step;
  const std::string& operation = contract.operations[exchange.operation].id;
  verdict.where = "answer to " + operation + ", " + place.name;
  verdict.fault = "privacy, " + operation + ", " + place.stable + ", ";
  return verdict;
}

std::optional<Verdict> watch_secret(const Contract& contract, const Exchange& exchange,
                                    const Forbidden& secret) {
  std::string_view how;
  const auto place = locate(*exchange.answer(), [&](std::string_view text) {
    const std::string_view found = secret.forms.found_in(text);
    if (!found.empty()) how = found;
    return !found.empty();
  });
  if (!place) return std::nullopt;
  Verdict verdict = broken(contract, exchange, *place);
  verdict.expected = "no answer that carries the value of " + secret.name;
  verdict.got = "the value of " + secret.name + " that step " + std::to_string(secret.step) +
                " sent, " + std::string(how);
  verdict.fault += secret.name;
  return verdict;
}

std::optional<Verdict> watch_trace(const Contract& contract, std::span<const Exchange> earlier,
                                   const Exchange& exchange) {
  std::optional<StackTrace> trace;
  const auto place = locate(*exchange.answer(), [&](std::string_view text) {
    auto found = find_stack_trace(text);
    if (found) trace = std::move(found);
    return found.has_value();
  });
  if (!place || sent_a_trace(earlier) || sent_a_trace(std::span(&exchange, 1))) return std::nullopt;
  Verdict verdict = broken(contract, exchange, *place);
  verdict.expected = "no stack trace";
  verdict.got = "one of " + std::string(trace->language) + ": " + quote(trace->line);
  verdict.hint = "tell clients that it failed, and the log why";
  verdict.fault += "stack trace";
  return verdict;
}

}  // namespace

std::optional<Verdict> watch_privacy(const Contract& contract, std::span<const Exchange> all,
                                     const Exchange& exchange) {
  if (exchange.answer() == nullptr) return std::nullopt;
  const std::span<const Exchange> earlier = until(all, exchange);
  std::vector<Forbidden> forbidden = forbidden_after(contract, earlier);
  if (earlier.empty() || &earlier.back() != &exchange) {
    for (Forbidden& own : forbidden_after(contract, std::span(&exchange, 1))) {
      forbidden.push_back(std::move(own));
    }
  }
  for (const Forbidden& secret : forbidden) {
    if (auto verdict = watch_secret(contract, exchange, secret)) return verdict;
  }
  return watch_trace(contract, earlier, exchange);
}

}  // namespace assay::conformance
