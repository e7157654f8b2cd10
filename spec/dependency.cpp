#include "spec/dependency.h"

#include <algorithm>
#include <cctype>
#include <compare>

#include "spec/decimal.h"

namespace assay::spec {
namespace {

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

bool is_boolean(const std::string& lower) {
  return lower == "true" || lower == "false";
}

bool accepts(Predicate::Comparison comparison, std::strong_ordering order) {
  switch (comparison) {
    case Predicate::Comparison::equal:
      return order == 0;
    case Predicate::Comparison::not_equal:
      return order != 0;
    case Predicate::Comparison::less:
      return order < 0;
    case Predicate::Comparison::less_equal:
      return order <= 0;
    case Predicate::Comparison::greater:
      return order > 0;
    case Predicate::Comparison::greater_equal:
      return order >= 0;
  }
  return false;
}

std::strong_ordering ordering(const std::string& a, const std::string& b) {
  if (const auto numbers = compare_decimals(a, b)) return *numbers;
  const std::string left = lowered(a), right = lowered(b);
  if (is_boolean(left) && is_boolean(right)) return left.compare(right) <=> 0;
  return a.compare(b) <=> 0;
}

bool compares(const Predicate& rule, const Form& form) {
  const std::string* value = find(form, rule.field);
  if (value == nullptr) return false;
  if (!rule.other_field.empty()) {
    const std::string* other = find(form, rule.other_field);
    return other != nullptr && accepts(rule.comparison, ordering(*value, *other));
  }
  const auto fits = [&](const std::string& literal) {
    return accepts(rule.comparison, ordering(*value, literal));
  };
  // p != 'a'|'b': neither of them.
  if (rule.comparison == Predicate::Comparison::not_equal) {
    return std::all_of(rule.values.begin(), rule.values.end(), fits);
  }
  return std::any_of(rule.values.begin(), rule.values.end(), fits);
}

void collect(const Predicate& rule, std::vector<std::string>& names) {
  for (const std::string* name : {&rule.field, &rule.other_field}) {
    if (!name->empty() && std::find(names.begin(), names.end(), *name) == names.end()) {
      names.push_back(*name);
    }
  }
  for (const Predicate& part : rule.parts) collect(part, names);
}

}  // namespace

bool holds(const Predicate& rule, const Form& form) {
  const auto part_holds = [&](const Predicate& part) { return holds(part, form); };
  const auto count = [&] {
    return std::count_if(rule.parts.begin(), rule.parts.end(), part_holds);
  };
  const auto all = static_cast<std::ptrdiff_t>(rule.parts.size());
  switch (rule.kind) {
    case Predicate::Kind::present:
      return find(form, rule.field) != nullptr;
    case Predicate::Kind::compare:
      return compares(rule, form);
    case Predicate::Kind::negation:
      return count() == 0;
    case Predicate::Kind::both:
      return count() == all;
    case Predicate::Kind::either:
    case Predicate::Kind::any_of:
      return count() > 0;
    case Predicate::Kind::implies:
      return rule.parts.size() < 2 || !part_holds(rule.parts[0]) || part_holds(rule.parts[1]);
    case Predicate::Kind::one_of:
      return count() == 1;
    case Predicate::Kind::all_or_none:
      return count() == 0 || count() == all;
    case Predicate::Kind::zero_or_one:
      return count() <= 1;
  }
  return true;
}

std::vector<std::string> fields_of(const Predicate& rule) {
  std::vector<std::string> names;
  collect(rule, names);
  return names;
}

}  // namespace assay::spec
