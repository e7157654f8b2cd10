#include "spec/compile_security.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace assay::spec {
namespace {

// api_key, api-key and apiKey all give ASSAY_API_KEY.
std::string variable_of(const std::string& name) {
  std::string out = "ASSAY_";
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto c = static_cast<unsigned char>(name[i]);
    const bool new_word = i > 0 && std::isupper(c) &&
                          (std::islower(static_cast<unsigned char>(name[i - 1])) ||
                           std::isdigit(static_cast<unsigned char>(name[i - 1])));
    if (new_word) out += '_';
    out += std::isalnum(c) ? static_cast<char>(std::toupper(c)) : '_';
  }
  return out;
}

std::string lowered(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace

std::vector<SecurityScheme> SecurityCompiler::schemes() {
  std::vector<SecurityScheme> out;
  const Json* all = member(member(compiling_.document(), "components"), "securitySchemes");
  if (all == nullptr || !compiling_.expect(*all, Json::Kind::object, "securitySchemes")) return out;
  for (const auto& [name, value] : all->members()) {
    const Json* scheme = compiling_.resolve(&value);
    if (scheme == nullptr) continue;
    if (!compiling_.expect(*scheme, Json::Kind::object, "the security scheme '" + name + "'"))
      continue;
    SecurityScheme compiled;
    compiled.name = name;
    compiled.variable = variable_of(name);
    if (compile(name, *scheme, compiled)) {
      out.push_back(std::move(compiled));
    } else {
      unsent_.insert(name);
    }
  }
  return out;
}

bool SecurityCompiler::compile(const std::string& name, const Json& scheme, SecurityScheme& out) {
  if (const Json* secret = member(scheme, "x-assay-secret")) {
    if (secret->text() == "write-only") {
      out.secrecy = Secrecy::write_only;
    } else if (secret->text() != "redact") {
      compiling_.error(secret->mark, "x-assay-secret of the security scheme '" + name +
                                         "' must be 'redact' or 'write-only'");
    }
  }
  const Json* type = member(scheme, "type");
  if (type == nullptr) {
    compiling_.error(scheme.mark, "the security scheme '" + name + "' has no type",
                     "write type: apiKey or type: http");
    return false;
  }
  if (type->text() == "apiKey") return compile_api_key(scheme, out);
  if (type->text() == "http") {
    const Json* kind = member(scheme, "scheme");
    const std::string text = kind == nullptr ? std::string() : lowered(kind->text());
    out.parameter = "Authorization";
    out.kind = text == "basic" ? SecurityScheme::Kind::basic : SecurityScheme::Kind::bearer;
    if (text == "basic" || text == "bearer") return true;
    compiling_.warning(kind == nullptr ? scheme.mark : kind->mark,
                       "credentials of the HTTP scheme '" + text + "' are not sent",
                       "give a header with --header");
    return false;
  }
  if (type->text() == "oauth2" || type->text() == "openIdConnect" || type->text() == "mutualTLS") {
    compiling_.warning(type->mark, "credentials of the type " + type->text() + " are not sent",
                       "give a header with --header");
    return false;
  }
  compiling_.unknown(type->mark, "type of security scheme", type->text(), "",
                     {"apiKey", "http", "oauth2", "openIdConnect"});
  return false;
}

bool SecurityCompiler::compile_api_key(const Json& scheme, SecurityScheme& out) {
  const Json* parameter = member(scheme, "name");
  if (parameter == nullptr || parameter->text().empty()) {
    compiling_.error(scheme.mark, "the security scheme '" + out.name + "' has no name",
                     "name the header, query parameter, cookie or form field that carries it");
    return false;
  }
  out.parameter = parameter->text();
  const Json* place = member(scheme, "x-assay-in");
  if (place != nullptr) {
    if (place->text() == "form") {
      out.kind = SecurityScheme::Kind::form;
      return true;
    }
    compiling_.error(place->mark, "x-assay-in must be 'form', not '" + place->text() + "'",
                     "the places that OpenAPI knows are said with `in`");
    return false;
  }
  place = member(scheme, "in");
  if (place == nullptr) {
    compiling_.error(scheme.mark,
                     "the security scheme '" + out.name + "' doesn't say where it goes",
                     "write in: header, query or cookie");
    return false;
  }
  if (place->text() == "header") {
    out.kind = SecurityScheme::Kind::header;
  } else if (place->text() == "query") {
    out.kind = SecurityScheme::Kind::query;
  } else if (place->text() == "cookie") {
    out.kind = SecurityScheme::Kind::cookie;
  } else {
    compiling_.error(place->mark,
                     "`in` must be header, query or cookie, not '" + place->text() + "'",
                     "a form field is said with x-assay-in: form");
    return false;
  }
  return true;
}

std::vector<std::vector<std::size_t>> SecurityCompiler::requirement(
    const Json* security, const std::vector<SecurityScheme>& schemes) {
  if (security == nullptr) return {};
  if (!compiling_.expect(*security, Json::Kind::array, "`security`")) return {};
  std::vector<std::vector<std::size_t>> out;
  bool none_needed = false;
  for (const Json& alternative : security->items()) {
    if (!compiling_.expect(alternative, Json::Kind::object, "each of `security`")) continue;
    none_needed = none_needed || alternative.members().empty();
    std::vector<std::size_t> set;
    for (const auto& [name, scopes] : alternative.members()) {
      bool found = unsent_.count(name) != 0;
      for (std::size_t i = 0; i < schemes.size(); ++i) {
        if (schemes[i].name != name) continue;
        set.push_back(i);
        found = true;
      }
      if (!found) {
        compiling_.warning(name_mark(scopes), "the security scheme '" + name + "' is not defined",
                           "define it in components.securitySchemes; without, it is not sent");
      }
    }
    if (!set.empty()) out.push_back(std::move(set));
  }
  if (none_needed) out.clear();
  return out;
}

bool SecurityCompiler::needs_some(const Json* security) {
  if (security == nullptr || security->kind() != Json::Kind::array) return false;
  return !security->items().empty() &&
         std::all_of(security->items().begin(), security->items().end(), [](const Json& set) {
           return set.kind() == Json::Kind::object && !set.members().empty();
         });
}

}  // namespace assay::spec
