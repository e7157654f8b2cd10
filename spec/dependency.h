// Inter-parameter dependencies in IDL (Martin-Lopez, Segura, Muller, Ruiz-Cortes: "Specification
// and Automated Analysis of Inter-Parameter Dependencies in Web APIs", IEEE TSC 2021): Or, OnlyOne,
// AllOrNone, ZeroOrOne, IF … THEN …, and comparisons of a field with a value or with another field.
// Arithmetic is refused by name.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "spec/form.h"
#include "spec/json.h"

namespace assay::spec {

// A predicate over a form. A field holds when it is present; `field == 'x'` when it is present with
// that value.
struct Predicate {
  enum class Kind {
    present,      // field
    compare,      // field op value | field op other field
    negation,     // NOT a
    both,         // a AND b
    either,       // a OR b
    implies,      // IF a THEN b
    any_of,       // Or(a, b, …)
    one_of,       // OnlyOne(a, b, …)
    all_or_none,  // AllOrNone(a, b, …)
    zero_or_one,  // ZeroOrOne(a, b, …)
  };
  enum class Comparison { equal, not_equal, less, less_equal, greater, greater_equal };

  Kind kind = Kind::present;
  std::string field;  // present, compare
  Comparison comparison = Comparison::equal;
  std::vector<std::string> values;  // compare with literals: any of them (field=='a'|'b')
  std::string other_field;          // compare with another field, if not empty
  std::vector<Predicate> parts;     // the rest
};

struct Dependency {
  std::string text;  // one statement as written, without the ';'
  Predicate rule;
  Mark mark;
};

struct IdlError {
  std::size_t offset = 0;  // bytes from the start of the text
  std::string what;
  std::string hint;
};

// All statements of `text` (each ends with ';', which the last one may lack), or the first error. A
// dependency's mark holds the statement's byte offset in `column` and its line in `line`, both
// counted from 1 and within `text`. A statement that only compares two fields applies where both
// are present: it becomes IF p AND q THEN p op q.
std::variant<std::vector<Dependency>, IdlError> parse_idl(std::string_view text);

// One predicate without a ';' (as in x-assay-default).
std::variant<Predicate, IdlError> parse_predicate(std::string_view text);

// True if the form keeps the rule. Values are compared as numbers if both sides are numbers, else
// as text (booleans: any case).
bool holds(const Predicate& rule, const Form& form);

// The names of all fields that the rule mentions, each once, in order.
std::vector<std::string> fields_of(const Predicate& rule);

}  // namespace assay::spec
