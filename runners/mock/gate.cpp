#include "runners/mock/gate.h"

#include <algorithm>

namespace assay::runners::mock {
namespace {

using Kind = spec::SecurityScheme::Kind;

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

std::vector<std::string> segments(const std::string& path) {
  std::vector<std::string> out;
  for (std::size_t start = 0; start <= path.size();) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    out.push_back(path.substr(start, end - start));
    start = end + 1;
  }
  return out;
}

// The values of the {names} in `pattern`, if the path fits.
std::optional<spec::Form> fitted(const std::string& pattern, const std::string& path) {
  const auto wanted = segments(pattern), got = segments(path);
  if (wanted.size() != got.size()) return std::nullopt;
  spec::Form form;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i].size() > 2 && wanted[i].front() == '{' && wanted[i].back() == '}') {
      if (got[i].empty()) return std::nullopt;
      form.push_back({wanted[i].substr(1, wanted[i].size() - 2), got[i]});
    } else if (wanted[i] != got[i]) {
      return std::nullopt;
    }
  }
  return form;
}

std::string base64(const std::string& text) {
  static constexpr char kLetters[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    unsigned bits = 0;
    for (std::size_t k = 0; k < 3; ++k)
      bits = bits << 8 | (i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0u);
    for (std::size_t k = 0; k < 4; ++k)
      out += i + k <= text.size() ? kLetters[bits >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

// The value of a cookie, if the header has one of that name.
std::optional<std::string> cookie(const std::string& header, const std::string& name) {
  for (std::size_t start = 0; start < header.size();) {
    const std::size_t end = std::min(header.find(';', start), header.size());
    std::string pair = header.substr(start, end - start);
    pair.erase(0, std::min(pair.find_first_not_of(' '), pair.size()));
    if (pair.starts_with(name + "=")) return pair.substr(name.size() + 1);
    start = end + 1;
  }
  return std::nullopt;
}

}  // namespace

std::string base_path_of(const spec::Contract& contract) {
  if (contract.servers.empty()) return "";
  std::string path = contract.servers.front();
  const std::size_t scheme = path.find("://");
  if (scheme != path.npos) {
    const std::size_t slash = path.find('/', scheme + 3);
    path = slash == path.npos ? "" : path.substr(slash);
  }
  path.resize(std::min(path.find_first_of("?#"), path.size()));
  while (path.ends_with('/')) path.pop_back();
  return path.empty() || path.starts_with('/') ? path : "/" + path;
}

Gate::Gate(const Plan& plan, const MockOptions& options, const ActiveDefect& defect)
    : plan_(plan),
      defect_(defect),
      check_credentials_(options.check_credentials),
      base_(base_path_of(plan.contract())) {
  const spec::Contract& contract = plan.contract();
  for (std::size_t i = 0; i < contract.operations.size(); ++i) {
    const std::string& path = contract.operations[i].path;
    by_path_[base_ + path].push_back(i);
    if (path.find('{') != path.npos) with_names_.push_back(i);
  }
  for (const spec::SecurityScheme& scheme : contract.schemes) {
    std::optional<std::string> value;
    for (const auto& [name, right] : options.credentials) {
      if (name == scheme.name) value = right;
    }
    right_values_.push_back(std::move(value));
  }
}

Gate::Route Gate::route(const WireRequest& request) const {
  Route route;
  const auto consider = [&](std::size_t index) {
    const OperationPlan& plan = plan_.operation(index);
    const std::string& method = plan.operation->method;
    if (request.method == method ||
        (request.method == "GET" && defect_.hits(Bug::get_taken, index)) ||
        (request.method == "DELETE" && defect_.hits(Bug::delete_taken, index))) {
      route.plan = &plan;
      return true;
    }
    route.status = 405;
    if (!route.allow.empty()) route.allow += ", ";
    route.allow += method;
    return false;
  };
  if (const auto exact = by_path_.find(request.path); exact != by_path_.end()) {
    for (std::size_t index : exact->second) {
      if (consider(index)) return route;
    }
  }
  for (std::size_t index : with_names_) {
    auto values = fitted(base_ + plan_.operation(index).operation->path, request.path);
    if (!values || !consider(index)) continue;
    route.path_values = std::move(*values);
    return route;
  }
  for (std::size_t i = 0; i < plan_.contract().operations.size(); ++i) {
    if (defect_.hits(Bug::path_prefix_taken, i) &&
        request.path.starts_with(base_ + plan_.contract().operations[i].path)) {
      if (consider(i)) return route;
    }
  }
  return route;
}

bool Gate::right_media_type(const OperationPlan& plan, const WireRequest& request) const {
  if (plan.operation->media_type.empty() || defect_.hits(Bug::media_type_ignored, plan.index))
    return true;
  std::string type = lower(request.header("Content-Type"));
  type.resize(std::min(type.find_first_of("; \t"), type.size()));
  if (type.empty() && request.body.empty()) return true;
  return type == plan.operation->media_type;
}

std::optional<std::string> Gate::credential(const spec::SecurityScheme& scheme, Demand& demand,
                                            const WireRequest& request) const {
  std::string text;
  switch (scheme.kind) {
    case Kind::form: {
      const std::string* sent = spec::find(demand.form, scheme.parameter);
      if (sent == nullptr) return std::nullopt;
      text = *sent;
      std::erase_if(demand.form,
                    [&](const spec::FormField& field) { return field.name == scheme.parameter; });
      return text;
    }
    case Kind::query: {
      const spec::Form query = spec::decode_form(request.query);
      const std::string* sent = spec::find(query, scheme.parameter);
      return sent == nullptr ? std::nullopt : std::optional(*sent);
    }
    case Kind::cookie:
      return cookie(request.header("Cookie"), scheme.parameter);
    case Kind::header:
      text = request.header(scheme.parameter.c_str());
      break;
    case Kind::basic:
    case Kind::bearer:
      text = request.header("Authorization");
      break;
  }
  return text.empty() ? std::nullopt : std::optional(text);
}

bool Gate::right(const OperationPlan& plan, std::size_t scheme, bool first, bool last,
                 const std::string* value) const {
  if (value == nullptr) return defect_.hits(Bug::absent_taken, plan.index);
  if ((first && defect_.hits(Bug::first_secret_unchecked, plan.index)) ||
      (last && defect_.hits(Bug::last_secret_unchecked, plan.index))) {
    return true;
  }
  const std::optional<std::string>& right = right_values_[scheme];
  if (!right) return !value->empty();
  std::string sent = *value;
  const Kind kind = plan_.contract().schemes[scheme].kind;
  if (kind == Kind::basic || kind == Kind::bearer) {
    const std::size_t blank = std::min(sent.find(' '), sent.size() - 1);
    const std::string word = lower(sent.substr(0, blank));
    sent = sent.substr(blank + 1);
    if (word != (kind == Kind::basic ? "basic" : "bearer")) return false;
    if (kind == Kind::basic && sent == base64(*right)) return true;
  }
  if (sent == *right) return true;
  if (defect_.hits(Bug::secret_case_ignored, plan.index)) return lower(sent) == lower(*right);
  return defect_.hits(Bug::secret_beginning_taken, plan.index) && sent.size() >= 4 &&
         right->starts_with(sent);
}

std::optional<Refused> Gate::check(Demand& demand, const WireRequest& request) const {
  const spec::Operation& operation = *demand.plan->operation;
  if (operation.security.empty()) return std::nullopt;
  std::vector<std::optional<std::string>> values(right_values_.size());
  std::vector<bool> taken(right_values_.size());
  for (const auto& alternative : operation.security) {
    for (std::size_t scheme : alternative) {
      if (taken[scheme]) continue;
      taken[scheme] = true;
      values[scheme] = credential(plan_.contract().schemes[scheme], demand, request);
      if (values[scheme])
        demand.credentials.emplace_back(plan_.contract().schemes[scheme].parameter,
                                        *values[scheme]);
    }
  }
  if (!check_credentials_ || defect_.hits(Bug::nothing_asked, demand.plan->index))
    return std::nullopt;
  for (const auto& alternative : operation.security) {
    bool all = true;
    for (std::size_t i = 0; i < alternative.size(); ++i) {
      const auto& value = values[alternative[i]];
      all = all && right(*demand.plan, alternative[i], i == 0, i + 1 == alternative.size(),
                         value ? &*value : nullptr);
    }
    if (all) return std::nullopt;
  }
  return Refused{401, "The credentials are absent or wrong."};
}

}  // namespace assay::runners::mock
