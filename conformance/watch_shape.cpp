#include "conformance/watch_shape.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/json_schema.h"
#include "conformance/quote.h"

namespace assay::conformance {
namespace {

using spec::Answer;
using spec::Content;
using spec::Exchange;
using spec::Operation;
using spec::Response;
using spec::Verdict;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

// "Application/JSON; charset=utf-8" -> "application/json"
std::string media_type_of(std::string_view content_type) {
  content_type = content_type.substr(0, content_type.find(';'));
  while (content_type.ends_with(' ') || content_type.ends_with('\t')) content_type.remove_suffix(1);
  while (content_type.starts_with(' ')) content_type.remove_prefix(1);
  return lower(content_type);
}

bool is_json(std::string_view media_type) {
  return media_type == "application/json" || media_type == "text/json" ||
         media_type.ends_with("+json");
}

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> out;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    out.push_back(path.substr(0, slash));
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  }
  return out;
}

// Whether the URL's path ends with the operation's, whatever stands in its {holes}.
bool has_path(std::string_view url, std::string_view path) {
  url = url.substr(0, url.find_first_of("?#"));
  if (path.ends_with('/') != url.ends_with('/')) return false;
  const auto wanted = segments_of(path.substr(path.starts_with('/') ? 1 : 0));
  const auto there = segments_of(url);
  if (there.size() < wanted.size()) return false;
  return std::equal(wanted.rbegin(), wanted.rend(), there.rbegin(),
                    [](std::string_view expected, std::string_view got) {
                      return expected.find('{') != std::string_view::npos || expected == got;
                    });
}

bool has_media_type(const spec::Request& request, const Operation& operation) {
  const auto header = std::find_if(
      request.headers.begin(), request.headers.end(),
      [](const spec::Header& candidate) { return lower(candidate.name) == "content-type"; });
  if (operation.media_type.empty() || header == request.headers.end()) return request.body.empty();
  return media_type_of(header->value) == operation.media_type;
}

bool is_documented(const Exchange& exchange, const Operation& operation) {
  return exchange.request.method == operation.method &&
         has_path(exchange.request.url, operation.path) &&
         has_media_type(exchange.request, operation);
}

// The most exact of the documented statuses.
const Response* response_for(const Operation& operation, int status) {
  const Response* best = nullptr;
  const auto exactness = [](const Response& response) {
    if (response.status == "default") return 0;
    return response.status.find_first_of("xX") == std::string::npos ? 2 : 1;
  };
  for (const Response& response : operation.responses) {
    if (!response.matches(status)) continue;
    if (best == nullptr || exactness(response) > exactness(*best)) best = &response;
  }
  return best;
}

// "application/json", "application/*", "*/*"
bool covers(std::string_view documented, std::string_view media_type) {
  if (documented == media_type || documented == "*/*" || documented == "*") return true;
  return documented.ends_with("/*") &&
         media_type.starts_with(documented.substr(0, documented.size() - 1));
}

std::string statuses_of(const Operation& operation) {
  std::string out;
  for (const Response& response : operation.responses) {
    if (!out.empty()) out += ", ";
    out += response.status;
  }
  return out;
}

std::string media_types_of(const Response& response) {
  std::string out;
  for (const Content& content : response.contents) {
    if (!out.empty()) out += " or ";
    out += content.media_type;
  }
  return out;
}

// The pointer with '*' for every item of an array.
std::string with_stars(std::string_view pointer, const spec::Json& value) {
  std::string out;
  const spec::Json* at = &value;
  for (const std::string_view token :
       segments_of(pointer.substr(pointer.starts_with('/') ? 1 : 0))) {
    out += '/';
    out += at != nullptr && at->is_array() ? std::string_view("*") : token;
    if (at != nullptr) at = at->at_pointer('/' + std::string(token));
  }
  return out;
}

struct Complaint {
  std::string place;   // "status", "media type", "body", a pointer
  std::string stable;  // the same without what differs from answer to answer
  std::string expected;
  std::string got;
};

}  // namespace

struct ShapeWatcher::State {
  explicit State(const spec::Contract& c) : contract(c) {}

  // nullptr: a schema that can't be used judges nothing.
  const SchemaValidator* validator(const Content& content) {
    const auto known = validators.find(&content);
    if (known != validators.end()) return known->second ? &*known->second : nullptr;
    std::optional<SchemaValidator>& made = validators[&content];
    try {
      made.emplace(content.schema);
    } catch (const SchemaUnusable&) {
    }
    return made ? &*made : nullptr;
  }

  std::optional<Complaint> complaint_about(const Operation& operation, const Answer& answer);
  std::optional<Complaint> about_body(const Operation& operation, const Content& content,
                                      const Answer& answer);

  const spec::Contract& contract;
  std::map<const Content*, std::optional<SchemaValidator>> validators;
};

std::optional<Complaint> ShapeWatcher::State::about_body(const Operation& operation,
                                                         const Content& content,
                                                         const Answer& answer) {
  if (!is_json(content.media_type) && !is_json(answer.media_type)) return std::nullopt;
  if (!answer.json) {
    const bool beyond_us = answer.json_error.find("nested deeper") != std::string::npos ||
                           answer.json_error.find("too large to hold") != std::string::npos;
    if (beyond_us) return std::nullopt;
    std::string got = answer.body.empty() ? "an empty body" : "the body " + quote(answer.body);
    if (!answer.json_error.empty()) got = answer.json_error + ": " + got;
    return Complaint{"body", "body", "a JSON text", std::move(got)};
  }
  if (content.schema.is_null()) return std::nullopt;
  const SchemaValidator* schema = validator(content);
  if (schema == nullptr) return std::nullopt;
  std::vector<SchemaError> errors = schema->validate(*answer.json, 1);
  if (errors.empty()) return std::nullopt;
  SchemaError& error = errors.front();
  const std::string stable = with_stars(error.pointer, *answer.json);
  for (const spec::Key& key : operation.keys) {
    if (key.secrecy != spec::Secrecy::open && key.pointer == stable) {
      error.got = "a value that is not to be shown";
    }
  }
  std::string kind = stable + ", " + error.rule;
  if (error.rule == "required") kind += ", " + error.expected;
  return Complaint{error.pointer.empty() ? "body" : error.pointer, std::move(kind),
                   std::move(error.expected), std::move(error.got)};
}

std::optional<Complaint> ShapeWatcher::State::complaint_about(const Operation& operation,
                                                              const Answer& answer) {
  if (operation.responses.empty()) return std::nullopt;
  const Response* response = response_for(operation, answer.status);
  if (response == nullptr) {
    return Complaint{"status", "status", "a documented status: " + statuses_of(operation),
                     std::to_string(answer.status)};
  }
  if (response->contents.empty()) return std::nullopt;
  const bool no_body = answer.status == 204 || answer.status == 205;  // as HTTP has it
  if (no_body && answer.body.empty()) return std::nullopt;
  const bool empty = answer.body.empty() && answer.media_type.empty();
  const Content* content = nullptr;
  for (const Content& candidate : response->contents) {
    const bool fits =
        empty ? is_json(candidate.media_type) : covers(candidate.media_type, answer.media_type);
    if (!fits) continue;
    // "application/json" says more than "*/*".
    if (content == nullptr || candidate.media_type == answer.media_type) content = &candidate;
  }
  if (content == nullptr) {
    if (empty) return std::nullopt;
    return Complaint{
        "media type", "media type", media_types_of(*response),
        (answer.media_type.empty() ? std::string("no Content-Type") : quote(answer.media_type)) +
            ", with the body " + quote(answer.body)};
  }
  return about_body(operation, *content, answer);
}

ShapeWatcher::ShapeWatcher(const spec::Contract& contract)
    : state_(std::make_unique<State>(contract)) {}
ShapeWatcher::~ShapeWatcher() = default;
ShapeWatcher::ShapeWatcher(ShapeWatcher&&) noexcept = default;
ShapeWatcher& ShapeWatcher::operator=(ShapeWatcher&&) noexcept = default;

std::optional<Verdict> ShapeWatcher::watch(const Exchange& exchange, bool accepted) {
  const Answer* answer = exchange.answer();
  if (!accepted || answer == nullptr) return std::nullopt;
  const Operation& operation = state_->contract.operations[exchange.operation];
  if (!is_documented(exchange, operation)) return std::nullopt;
  std::optional<Complaint> complaint = state_->complaint_about(operation, *answer);
  if (!complaint) return std::nullopt;
  Verdict verdict;
  verdict.kind = Verdict::Kind::broken;
  verdict.step = exchange.step;
  verdict.where = "answer to " + operation.id + ", " + complaint->place;
  verdict.expected = std::move(complaint->expected);
  verdict.got = std::move(complaint->got);
  verdict.fault = "shape, " + operation.id + ", " + complaint->stable;
  return verdict;
}

}  // namespace assay::conformance
