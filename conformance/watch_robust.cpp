#include "conformance/watch_robust.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "conformance/quote.h"

namespace assay::conformance {
namespace {

using spec::Answer;
using spec::Exchange;
using spec::Fault;
using spec::Verdict;

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

bool is_labelled_json(std::string_view media_type) {
  return media_type == "application/json" || media_type == "text/json" ||
         media_type.ends_with("+json");
}

// The method is documented for no operation of that path.
bool is_undocumented_method(const spec::Contract& contract, const Exchange& exchange) {
  const std::string& path = contract.operations[exchange.operation].path;
  return std::none_of(contract.operations.begin(), contract.operations.end(),
                      [&](const spec::Operation& operation) {
                        return operation.path == path &&
                               operation.method == exchange.request.method;
                      });
}

struct Complaint {
  std::string kind;   // stable
  std::string place;  // within the answer; "" the whole
  std::string expected;
  std::string got;
  std::string hint;
};

std::string body_start(const std::string& body) {
  return body.empty() ? std::string("an empty body") : "the body " + quote(body);
}

Complaint about_fault(const Fault& fault) {
  std::string got = fault.detail.empty() ? std::string(to_string(fault.kind)) : fault.detail;
  if (!fault.received.empty()) got += "; received " + quote(fault.received);
  const char* expected = "a whole answer";
  const char* hint = "";
  switch (fault.kind) {
    case Fault::Kind::timeout:
      got = "none in time: " + got;
      hint = "does the server hang on this input, or is --timeout too short for it?";
      break;
    case Fault::Kind::closed:
      got = "the connection " + got;
      hint = "did the server die of this request?";
      break;
    case Fault::Kind::reset:
      got = "the connection was reset: " + got;
      hint = "did the server die of this request?";
      break;
    case Fault::Kind::cut:
      got = "an answer cut short: " + got;
      hint = "compare Content-Length, or the last chunk, with what was sent";
      break;
    case Fault::Kind::malformed:
      expected = "an answer that is HTTP, decoded as it says";
      got = "not that: " + got;
      break;
    default:
      expected = "an answer that ends";
      got = "too much: " + got;
  }
  return {std::string(to_string(fault.kind)), "", expected, std::move(got), hint};
}

std::optional<Complaint> about_status(const spec::Contract& contract, const Exchange& exchange,
                                      const Answer& answer) {
  if (answer.status >= 100 && answer.status < 500) return std::nullopt;
  if (answer.status == 503 && answer.header("Retry-After") != nullptr) return std::nullopt;
  if (answer.status == 501 && is_undocumented_method(contract, exchange)) return std::nullopt;
  std::string got = std::to_string(answer.status) + ", " + body_start(answer.body);
  if (answer.status >= 600 || answer.status < 100) {
    return Complaint{"status", "status", "a status from 100 to 599", std::move(got), ""};
  }
  std::string hint = "the server's log of this request should say why";
  if (answer.status == 503) hint = "a server that is only busy says so with Retry-After";
  return Complaint{"5xx", "status", "any status below 500", std::move(got), std::move(hint)};
}

// Texts that are JSON, but beyond what we read: no fault of theirs.
bool is_beyond_us(const std::string& json_error) {
  return json_error.find("nested deeper") != std::string::npos ||
         json_error.find("too large to hold") != std::string::npos;
}

std::optional<Complaint> about_json(const Answer& answer) {
  if (!answer.json && is_labelled_json(answer.media_type) && !is_blank(answer.body) &&
      !is_beyond_us(answer.json_error)) {
    std::string got = body_start(answer.body);
    if (!answer.json_error.empty()) got = answer.json_error + ": " + got;
    return Complaint{"json", "body", "one JSON text, as its Content-Type says", std::move(got), ""};
  }
  if (answer.json && !answer.duplicate_keys.empty()) {
    const std::string& pointer = answer.duplicate_keys.front();
    return Complaint{"duplicate key", pointer, "every key of an object once",
                     "the key " + pointer + " twice, in " + body_start(answer.body),
                     "readers differ in which of the two they take"};
  }
  return std::nullopt;
}

std::optional<Complaint> complaint_about(const spec::Contract& contract, const Exchange& exchange) {
  if (const Fault* fault = exchange.fault()) {
    if (fault->kind == Fault::Kind::refused || fault->kind == Fault::Kind::unsent) {
      return std::nullopt;
    }
    return about_fault(*fault);
  }
  const Answer& answer = *exchange.answer();
  if (auto complaint = about_status(contract, exchange, answer)) return complaint;
  if (!answer.stray.empty()) {
    return Complaint{"stray bytes", "", "nothing after the answer",
                     "the bytes " + quote(answer.stray),
                     "on a kept connection they would be taken for the next answer"};
  }
  if (exchange.request.method == "HEAD") return std::nullopt;
  return about_json(answer);
}

}  // namespace

std::optional<Verdict> watch_robust(const spec::Contract& contract, const Exchange& exchange) {
  std::optional<Complaint> complaint = complaint_about(contract, exchange);
  if (!complaint) return std::nullopt;
  const std::string& operation = contract.operations[exchange.operation].id;
  Verdict verdict;
  verdict.kind = Verdict::Kind::broken;
  verdict.step = exchange.step;
  verdict.where = "answer to " + operation;
  if (!complaint->place.empty()) verdict.where += ", " + complaint->place;
  verdict.expected = std::move(complaint->expected);
  verdict.got = std::move(complaint->got);
  verdict.hint = std::move(complaint->hint);
  verdict.fault = "robust, " + operation + ", " + complaint->kind;
  return verdict;
}

}  // namespace assay::conformance
