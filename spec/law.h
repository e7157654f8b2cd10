// Law: one promise that can be broken, as data, and the catalogue of all kinds of them.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay::spec {

enum class Family {
  accept,
  shape,
  required,
  default_,
  reject,
  depend,
  encode,
  protocol,
  auth,
  state,
  robust,
  privacy,
  steady,
};

std::string_view to_string(Family family);  // "default" for default_

// Whether the laws of a family look at every answer of a run, whatever law it was asked for.
constexpr bool is_watcher(Family family) {
  return family == Family::robust || family == Family::shape || family == Family::privacy;
}

// One row of the catalogue: what `assay laws` prints.
struct LawKind {
  std::string_view
      pattern;  // "required/F/absent": F a field, RULE a schema rule, N a dependency's number
  Family family;
  std::string_view sentence;  // "Without {F} the request is refused." {F} is replaced by the
                              // field's name, {RULE}, {N} likewise
  std::string_view applies;   // to what, in words: "every required field"
};

std::span<const LawKind> law_catalogue();

struct Law {
  std::string id;  // "required/email/absent"; unique within its operation, permanent
  Family family = Family::accept;
  std::string pattern;  // the LawKind::pattern that it was made from
  std::string sentence;
  std::size_t operation = 0;        // index into Contract::operations
  std::vector<std::string> fields;  // those that it is about
};

// Makes the law of a kind (a `pattern` of the catalogue; an unknown one throws std::logic_error).
// `field` replaces F, `rule` replaces RULE or N.
Law make_law(std::string_view pattern, std::size_t operation, std::string_view field = {},
             std::string_view rule = {});

// `--only`/`--skip` selectors: "OPERATION:LAW", "OPERATION", or "LAW", each with '*' wildcards ('*'
// also crosses '/'); a law that names a family or the beginning of an id up to a '/' selects all
// below it.
bool selects(std::string_view selector, std::string_view operation_id, std::string_view law_id);

}  // namespace assay::spec
