#include "spec/law.h"

#include <array>
#include <stdexcept>
#include <string>

namespace assay::spec {
namespace {

constexpr std::array kCatalogue{
    LawKind{"accept/minimal", Family::accept,
            "A request with only the required fields is accepted.", "every operation"},
    LawKind{"accept/full", Family::accept, "A request with all fields is accepted.",
            "every operation with optional fields"},
    LawKind{"accept/any", Family::accept, "Any valid combination of fields is accepted.",
            "every operation with optional fields or several values"},
    LawKind{"shape", Family::shape,
            "Every accepted answer has a documented status, media type and shape.",
            "every operation"},
    LawKind{"required/F/absent", Family::required, "Without {F} the request is refused.",
            "every required field"},
    LawKind{"required/F/empty", Family::required, "With {F} empty the request is refused.",
            "every required field whose schema forbids the empty text"},
    LawKind{
        "default/F", Family::default_,
        "Leaving {F} out is the same as sending its default, and another value is not overridden.",
        "every field with a default, but not in an update"},
    LawKind{"default/F/conditional", Family::default_,
            "Left out, {F} takes the default that the other fields decide.",
            "every field with x-assay-default, in an update too"},
    LawKind{"reject/F/RULE", Family::reject, "A value of {F} that breaks its {RULE} is refused.",
            "every rule of every field"},
    LawKind{"depend/N", Family::depend, "A request that breaks the dependency {RULE} is refused.",
            "every statement of x-dependencies"},
    LawKind{"encode/order", Family::encode, "The order of the fields changes nothing.",
            "every operation with two fields or more, credentials among them"},
    LawKind{"encode/space", Family::encode, "A blank sent as '+' or as '%20' is the same blank.",
            "every operation that stores a free text"},
    LawKind{"encode/percent", Family::encode, "Percent-encoding that need not be changes nothing.",
            "every operation with a field"},
    LawKind{"encode/text", Family::encode, "Text comes back as it was sent.",
            "every operation that stores a free text"},
    LawKind{"protocol/method", Family::protocol, "A method that is not documented is refused.",
            "every operation"},
    LawKind{"protocol/media-type", Family::protocol,
            "A body in a media type that is not documented is refused.",
            "every operation with a body"},
    LawKind{"protocol/path", Family::protocol, "A path that is not documented is refused.",
            "every operation"},
    LawKind{"auth/absent", Family::auth, "Without the declared credentials the request is refused.",
            "every operation with a security requirement"},
    LawKind{"auth/wrong", Family::auth, "With wrong credentials the request is refused.",
            "every operation with a security requirement"},
    LawKind{"state/read", Family::state, "What was written is shown by every later read.",
            "every create and update"},
    LawKind{"state/agree", Family::state,
            "The answer to the creation agrees with what is read later.", "every create"},
    LawKind{"state/update", Family::state, "An update changes what it names and nothing else.",
            "every update"},
    LawKind{"state/kept", Family::state,
            "What an operation does not declare to change stays as it was.",
            "every other operation on one object that changes something"},
    LawKind{"state/effect", Family::state,
            "The documented effect is seen through another operation.",
            "every operation that declares a status or changes"},
    LawKind{"state/relation", Family::state,
            "A relation that was set is listed, and one that was removed is not.",
            "every operation that sets, clears or lists a relation"},
    LawKind{"state/lookup", Family::state, "Every key of an object finds that object.",
            "every operation that names its object by a key"},
    LawKind{"state/constant", Family::state, "Ids and times of creation never change.",
            "every read and list"},
    LawKind{"state/unique", Family::state,
            "A second creation with a key that must be unique is refused.", "every create"},
    LawKind{"state/exists", Family::state,
            "The existence check tells the truth before, during and after an object's life.",
            "every existence check"},
    LawKind{"state/good", Family::state, "A value is good while its object lives, and no longer.",
            "every check"},
    LawKind{"state/delete", Family::state, "What was removed is gone for every reader.",
            "every remove"},
    LawKind{"state/list", Family::state,
            "The list contains what was created, and not what was removed.", "every list"},
    LawKind{"state/total", Family::state, "The totals of the list add up.",
            "every list with totals"},
    LawKind{"state/page", Family::state,
            "Pages neither repeat nor skip an object, and the page size is obeyed.",
            "every list with pages"},
    LawKind{"state/unknown", Family::state, "A key that no object has is refused.",
            "every operation that names its object by a key"},
    LawKind{"state/wins", Family::state, "Of two keys that disagree, the documented one decides.",
            "every operation that says which key wins"},
    LawKind{"state/refused", Family::state, "A refused request changes nothing.",
            "every create, update, remove and act"},
    LawKind{"state/sequence", Family::state,
            "Any sequence of operations behaves as the resource's model does.",
            "every operation on a resource"},
    LawKind{"robust", Family::robust,
            "No input gets a 5xx, a hang, a cut-off or a malformed answer.", "every operation"},
    LawKind{"privacy", Family::privacy,
            "No answer carries a password, a credential or a stack trace.", "every operation"},
    LawKind{"steady", Family::steady, "The same read twice gives the same answer.",
            "every read and list"},
};

constexpr std::array<std::string_view, 13> kFamilies{
    "accept",   "shape", "required", "default", "reject",  "depend", "encode",
    "protocol", "auth",  "state",    "robust",  "privacy", "steady"};

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

// Replaces whole path segments of `pattern` that equal `from`.
std::string with_segment(const std::string& pattern, std::string_view from, std::string_view to) {
  std::string out;
  std::size_t start = 0;
  while (true) {
    const std::size_t slash = pattern.find('/', start);
    const std::string_view segment = std::string_view(pattern).substr(
        start, slash == std::string::npos ? std::string::npos : slash - start);
    out += segment == from ? to : segment;
    if (slash == std::string::npos) return out;
    out += '/';
    start = slash + 1;
  }
}

// Glob with '*' only.
bool matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, mark = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      mark = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p, ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool matches_law(std::string_view selector, std::string_view law_id) {
  if (matches(selector, law_id)) return true;
  return matches(std::string(selector) + "/*", law_id);
}

}  // namespace

std::string_view to_string(Family family) {
  return kFamilies[static_cast<std::size_t>(family)];
}

std::span<const LawKind> law_catalogue() {
  return kCatalogue;
}

Law make_law(std::string_view pattern, std::size_t operation, std::string_view field,
             std::string_view rule) {
  for (const LawKind& kind : kCatalogue) {
    if (kind.pattern != pattern) continue;
    Law law;
    law.id = with_segment(
        with_segment(with_segment(std::string(pattern), "F", field), "RULE", rule), "N", rule);
    law.family = kind.family;
    law.pattern = pattern;
    law.sentence = replaced(replaced(std::string(kind.sentence), "{F}", field), "{RULE}", rule);
    law.operation = operation;
    if (!field.empty()) law.fields.emplace_back(field);
    return law;
  }
  throw std::logic_error("no law of the kind " + std::string(pattern));
}

bool selects(std::string_view selector, std::string_view operation_id, std::string_view law_id) {
  const std::size_t colon = selector.find(':');
  if (colon != std::string_view::npos) {
    return matches(selector.substr(0, colon), operation_id) &&
           matches_law(selector.substr(colon + 1), law_id);
  }
  return matches(selector, operation_id) || matches_law(selector, law_id);
}

}  // namespace assay::spec
