// protocol/*: methods, media types and paths that are not documented.
#include <algorithm>

#include "properties/families.h"

namespace assay::properties {
namespace {

// Whether the path fits the template, '{…}' standing for anything within a segment.
bool fits_template(std::string_view pattern, std::string_view path) {
  while (!pattern.empty() || !path.empty()) {
    if (pattern.empty() || path.empty() || pattern[0] != '/' || path[0] != '/') return false;
    pattern.remove_prefix(1);
    path.remove_prefix(1);
    const std::string_view expected = pattern.substr(0, pattern.find('/'));
    const std::string_view segment = path.substr(0, path.find('/'));
    if (expected.find('{') == std::string_view::npos && expected != segment) return false;
    pattern.remove_prefix(expected.size());
    path.remove_prefix(segment.size());
  }
  return true;
}

std::vector<spec::Value> undocumented_suffixes(const spec::Contract& contract,
                                               const spec::Operation& operation) {
  struct Suffix {
    const char* before;
    const char* after;
  };
  std::vector<spec::Value> values;
  for (const Suffix& suffix :
       {Suffix{"/", ""}, Suffix{"", ""}, Suffix{"/", "/x"}, Suffix{"x", ""}}) {
    spec::Value value = spec::Value::fresh(spec::Fresh::Kind::word, 1);
    value.before = suffix.before;
    value.after = suffix.after;
    const std::string path = operation.path + value.before + "word" + value.after;
    const bool known =
        std::any_of(contract.operations.begin(), contract.operations.end(),
                    [&](const spec::Operation& other) { return fits_template(other.path, path); });
    if (!known) values.push_back(std::move(value));
  }
  return values;
}

}  // namespace

std::vector<std::string> undocumented_methods(const World& world, std::size_t operation) {
  const spec::Operation& about = world.operation(operation);
  std::vector<std::string> methods;
  for (const char* method : {"GET", "PUT", "PATCH", "DELETE"}) {
    const bool documented =
        std::any_of(world.contract().operations.begin(), world.contract().operations.end(),
                    [&](const spec::Operation& other) {
                      return other.method == method && other.path == about.path;
                    });
    if (!documented) methods.emplace_back(method);
  }
  return methods;
}

MaybeRecipe protocol_method(const WorldPtr& world, std::size_t operation) {
  const std::vector<std::string> methods = undocumented_methods(*world, operation);
  if (methods.empty() || !world->request(operation).sendable()) return std::nullopt;
  Refusal undocumented;
  undocumented.faults = methods.size();
  undocumented.rounds = world->request(operation).has_optional() ? 2 : 1;
  undocumented.spoil = [methods](spec::Step& subject, std::size_t fault) {
    subject.method = methods[fault];
    return Keep{};
  };
  return refusal(world, operation, std::move(undocumented));
}

MaybeRecipe protocol_media_type(const WorldPtr& world, std::size_t operation) {
  const spec::Operation& subject_of = world->operation(operation);
  const bool has_body =
      std::any_of(subject_of.fields.begin(), subject_of.fields.end(), [](const spec::Field& field) {
        return field.place == spec::Place::body && !field.no_source;
      });
  if (!has_body || subject_of.media_type.empty() || !world->request(operation).sendable())
    return std::nullopt;
  std::vector<std::string> types;
  for (const char* type :
       {"application/json", "text/plain", "multipart/form-data; boundary=assay-part",
        "application/xml", "application/octet-stream"}) {
    if (!std::string_view(type).starts_with(subject_of.media_type)) types.emplace_back(type);
  }
  Refusal undocumented;
  undocumented.faults = types.size();
  undocumented.rounds = 1;
  // An empty body may pass for no body at all: something is always sent.
  const RequestPlan& plan = world->request(operation);
  undocumented.draft = [world, operation](std::size_t fault, std::size_t, Dice&) {
    const RequestPlan& request = world->request(operation);
    Draft draft = request.minimal(fault);
    const bool empty = std::none_of(draft.begin(), draft.end(),
                                    [](const auto& value) { return value.has_value(); });
    return empty ? request.full(fault) : draft;
  };
  undocumented.rounds = plan.has_optional() ? 2 : 1;
  undocumented.spoil = [types](spec::Step& subject, std::size_t fault) {
    subject.media_type = types[fault];
    Keep keep;
    for (const spec::StepField& field : subject.fields) {
      if (keep.fields.empty()) keep.fields.push_back(field.name);
    }
    return keep;
  };
  return refusal(world, operation, std::move(undocumented));
}

MaybeRecipe protocol_path(const WorldPtr& world, std::size_t operation) {
  std::vector<spec::Value> suffixes =
      undocumented_suffixes(world->contract(), world->operation(operation));
  if (suffixes.empty() || !world->request(operation).sendable()) return std::nullopt;
  Refusal undocumented;
  undocumented.faults = suffixes.size();
  undocumented.rounds = 1;
  undocumented.spoil = [suffixes](spec::Step& subject, std::size_t fault) {
    subject.path_suffix = suffixes[fault];
    return Keep{};
  };
  return refusal(world, operation, std::move(undocumented));
}

}  // namespace assay::properties
