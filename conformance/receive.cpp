#include <algorithm>
#include <memory>
#include <string>
#include <unordered_map>

#include "conformance/json_schema.h"
#include "conformance/judge.h"
#include "spec/json.h"

namespace assay::conformance {
namespace {

// The compiled refusal schemas of this thread, by their text: contracts come and go, texts don't.
const SchemaValidator* compiled(const spec::Json& schema) {
  thread_local std::unordered_map<std::string, std::unique_ptr<SchemaValidator>> known;
  const auto [at, fresh] = known.try_emplace(spec::dump(schema));
  if (fresh) {
    try {
      at->second = std::make_unique<SchemaValidator>(schema);
    } catch (const SchemaUnusable&) {
      // A schema that nothing can satisfy declares no refusal.
    }
  }
  return at->second.get();
}

bool declared_refusal(const spec::Refusal& refusal, const spec::Json& answer) {
  if (refusal.pointer) {  // "error": null beside an answer says that there is none
    const spec::Json* error = answer.at_pointer(*refusal.pointer);
    if (error != nullptr && !error->is_null()) return true;
  }
  if (refusal.schema.is_null()) return false;
  const SchemaValidator* validator = compiled(refusal.schema);
  return validator != nullptr && validator->validate(answer, 1).empty();
}

bool has_top_level(const spec::Operation& operation, const std::string& name) {
  const std::string pointer = "/" + spec::escape_pointer(name);
  return std::any_of(operation.keys.begin(), operation.keys.end(), [&](const spec::Key& key) {
    return key.pointer == pointer || key.pointer.starts_with(pointer + "/");
  });
}

}  // namespace

bool looks_like_refusal(const spec::Contract& contract, const spec::Exchange& exchange) {
  const spec::Answer* answer = exchange.answer();
  if (answer == nullptr || answer->status < 200 || answer->status >= 300 || !answer->json ||
      !answer->json->is_object() || exchange.operation >= contract.operations.size())
    return false;
  const spec::Operation& operation = contract.operations[exchange.operation];
  const bool declared = operation.refusal || contract.refusal.pointer ||
                        !contract.refusal.schema.is_null() || operation.keys.empty();
  const spec::Json* error = answer->json->at_pointer("/error");
  if (declared || error == nullptr || !(error->is_object() || error->is_string())) return false;
  return std::none_of(answer->json->members().begin(), answer->json->members().end(),
                      [&](const auto& member) { return has_top_level(operation, member.first); });
}

Reception receive(const spec::Contract& contract, const spec::Exchange& exchange) {
  const spec::Answer* answer = exchange.answer();
  if (answer == nullptr) return Reception::faulted;
  const int status = answer->status;
  if (status == 429) return Reception::rate_limited;
  if (status == 503 && answer->header("Retry-After") != nullptr) return Reception::rate_limited;
  const bool known = exchange.operation < contract.operations.size();
  if (status == 501 && known &&
      exchange.request.method != contract.operations[exchange.operation].method) {
    return Reception::refused;
  }
  if (status >= 500) return Reception::failed;
  if (status >= 400) return Reception::refused;
  if (status < 200 || status >= 300) return Reception::undefined;
  if (!answer->json) return Reception::accepted;
  const spec::Refusal& refusal = known && contract.operations[exchange.operation].refusal
                                     ? *contract.operations[exchange.operation].refusal
                                     : contract.refusal;
  const bool refused =
      declared_refusal(refusal, *answer->json) || looks_like_refusal(contract, exchange);
  return refused ? Reception::refused : Reception::accepted;
}

bool too_long(const spec::Exchange& exchange) {
  constexpr std::size_t kModest = 1024;
  const spec::Answer* answer = exchange.answer();
  if (answer == nullptr) return false;
  return (answer->status == 413 && exchange.request.body.size() > kModest) ||
         (answer->status == 414 && exchange.request.url.size() > kModest);
}

}  // namespace assay::conformance
