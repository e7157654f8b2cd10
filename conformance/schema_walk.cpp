#include "conformance/schema_walk.h"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_set>

#include "conformance/format.h"
#include "conformance/quote.h"
#include "spec/decimal.h"
#include "spec/utf8.h"

namespace assay::conformance {
namespace {

using spec::Json;

unsigned type_of(const Json& value) {
  switch (value.kind()) {
    case Json::Kind::null:
      return SchemaNode::kNull;
    case Json::Kind::boolean:
      return SchemaNode::kBoolean;
    case Json::Kind::number:
      return SchemaNode::kNumber;
    case Json::Kind::string:
      return SchemaNode::kString;
    case Json::Kind::array:
      return SchemaNode::kArray;
    case Json::Kind::object:
      return SchemaNode::kObject;
  }
  return 0;
}

std::string words_for_types(unsigned types) {
  constexpr std::array<std::pair<unsigned, const char*>, 7> kWords{{
      {SchemaNode::kBoolean, "a boolean"},
      {SchemaNode::kInteger, "a whole number"},
      {SchemaNode::kNumber, "a number"},
      {SchemaNode::kString, "a string"},
      {SchemaNode::kArray, "an array"},
      {SchemaNode::kObject, "an object"},
      {SchemaNode::kNull, "null"},
  }};
  std::string out;
  for (const auto& [bit, words] : kWords) {
    if ((types & bit) == 0) continue;
    if (!out.empty()) out += " or ";
    out += words;
  }
  return out;
}

std::string plural(std::size_t count, const char* noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

// A scalar as it stands, a container by its size: what it holds may be secret.
std::string shown(const Json& value) {
  if (value.is_array()) return "an array of " + plural(value.items().size(), "item");
  if (value.is_object()) {
    const std::size_t keys = value.members().size();
    return "an object of " + plural(keys, "key");
  }
  return quote(value);
}

std::string one_of(const std::vector<Json>& members) {
  constexpr std::size_t kMost = 16;
  std::string out = members.size() == 1 ? "" : "one of ";
  for (std::size_t i = 0; i < members.size() && i < kMost; ++i) {
    if (i > 0) out += ", ";
    out += shown(members[i]);
  }
  return members.size() > kMost ? out + ", …" : out;
}

// The member of that name, which probably stands at `hint`.
const Json* find_near(const std::vector<Json::Member>& members, const std::string& name,
                      std::size_t hint) {
  if (hint < members.size() && members[hint].first == name) return &members[hint].second;
  for (const Json::Member& member : members) {
    if (member.first == name) return &member.second;
  }
  return nullptr;
}

}  // namespace

std::string SchemaWalk::Place::pointer() const {
  if (above == nullptr) return {};
  return above->pointer() + '/' + (is_index ? std::to_string(index) : spec::escape_pointer(key));
}

void SchemaWalk::report(const char* rule, std::string expected, std::string got,
                        const Place& place) {
  ++broken_;
  if (errors_.size() >= cap_) return;
  errors_.push_back({place.pointer(), std::move(expected), std::move(got), rule});
}

void SchemaWalk::check(Index index, const Json& value, const Place& place) {
  if (broken_ >= cap_ && broken_ > 0) return;
  const SchemaNode& node = rules_[index];
  if (!structure_ && !node.exact) return;
  if (node.ref) {
    check(*node.ref, value, place);
    return;
  }
  if (node.never && structure_) report("false", "nothing here", shown(value), place);
  const std::size_t before = broken_;
  check_type(node, value, place);
  check_members(node, value, place);
  if (broken_ > before) return;  // the rest would only say the same again
  switch (value.kind()) {
    case Json::Kind::number:
      check_number(node, value, place);
      break;
    case Json::Kind::string:
      check_text(node, value, place);
      break;
    case Json::Kind::array:
      check_array(node, value, place);
      break;
    case Json::Kind::object:
      check_object(node, value, place);
      break;
    default:
      break;
  }
  check_combined(node, value, place);
}

void SchemaWalk::check_type(const SchemaNode& node, const Json& value, const Place& place) {
  if (node.types == 0) return;
  const unsigned type = type_of(value);
  bool right = (node.types & type) != 0;
  if (value.is_number() && !right && (node.types & SchemaNode::kInteger) != 0) {
    if (!value.is_integer()) report("type", words_for_types(node.types), shown(value), place);
    return;
  }
  if (!right && structure_) report("type", words_for_types(node.types), shown(value), place);
}

void SchemaWalk::check_members(const SchemaNode& node, const Json& value, const Place& place) {
  if (node.enumeration && std::find(node.enumeration->begin(), node.enumeration->end(), value) ==
                              node.enumeration->end()) {
    report("enum", one_of(*node.enumeration), shown(value), place);
  } else if (node.constant && !(*node.constant == value)) {
    report("const", shown(*node.constant), shown(value), place);
  }
}

void SchemaWalk::check_number(const SchemaNode& node, const Json& value, const Place& place) {
  const std::string& text = value.text();
  const auto order = [&](const std::optional<std::string>& bound) {
    return bound ? spec::compare_decimals(text, *bound) : std::nullopt;
  };
  if (const auto o = order(node.minimum); o && *o < 0) {
    report("minimum", "at least " + *node.minimum, shown(value), place);
  } else if (const auto e = order(node.exclusive_minimum); e && *e <= 0) {
    report("exclusiveMinimum", "more than " + *node.exclusive_minimum, shown(value), place);
  }
  if (const auto o = order(node.maximum); o && *o > 0) {
    report("maximum", "at most " + *node.maximum, shown(value), place);
  } else if (const auto e = order(node.exclusive_maximum); e && *e >= 0) {
    report("exclusiveMaximum", "less than " + *node.exclusive_maximum, shown(value), place);
  }
  if (node.multiple_of && !spec::is_multiple(text, *node.multiple_of).value_or(true)) {
    report("multipleOf", "a multiple of " + *node.multiple_of, shown(value), place);
  }
  if (!number_has_format(node.format, text)) {
    report("format", std::string(words_for_format(node.format)), shown(value), place);
  }
}

void SchemaWalk::check_text(const SchemaNode& node, const Json& value, const Place& place) {
  const std::string& text = value.text();
  if (structure_ && (node.min_length || node.max_length)) {
    const std::size_t length = spec::count_code_points(text);
    const auto got = [&] { return shown(value) + ", of " + plural(length, "character"); };
    if (node.min_length && length < *node.min_length) {
      report("minLength", "at least " + plural(*node.min_length, "character"), got(), place);
    }
    if (node.max_length && length > *node.max_length) {
      report("maxLength", "at most " + plural(*node.max_length, "character"), got(), place);
    }
  }
  if (!node.format.empty() && !has_format(node.format, text)) {
    report("format", std::string(words_for_format(node.format)), shown(value), place);
  }
  if (node.pattern && !node.pattern->found_in(text)) {
    report("pattern", "a text that matches " + node.pattern_text, shown(value), place);
  }
}

void SchemaWalk::check_array(const SchemaNode& node, const Json& value, const Place& place) {
  const std::vector<Json>& items = value.items();
  if (structure_ && node.min_items && items.size() < *node.min_items) {
    report("minItems", "at least " + plural(*node.min_items, "item"), shown(value), place);
  }
  if (structure_ && node.max_items && items.size() > *node.max_items) {
    report("maxItems", "at most " + plural(*node.max_items, "item"), shown(value), place);
  }
  if (node.unique_items) {
    std::unordered_set<std::string> seen;
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (seen.insert(spec::dump(items[i])).second) continue;
      report("uniqueItems", "items that differ", "item " + std::to_string(i) + " repeated", place);
      break;
    }
  }
  for (std::size_t i = 0; i < items.size() && (broken_ < cap_ || broken_ == 0); ++i) {
    std::optional<Index> schema = node.items;
    if (node.tuple) schema = i < node.tuple->size() ? (*node.tuple)[i] : node.additional_items;
    if (!schema) break;
    if (wants(*schema)) check(*schema, items[i], place.at(i));
  }
  if (!node.contains || !wants(*node.contains)) return;
  const bool found = std::any_of(items.begin(), items.end(), [&](const Json& item) {
    return attempt(*node.contains, item, place).fits;
  });
  if (!found) report("contains", "an item of the documented shape", shown(value), place);
}

void SchemaWalk::check_object(const SchemaNode& node, const Json& value, const Place& place) {
  const std::vector<Json::Member>& members = value.members();
  if (structure_) {
    for (std::size_t i = 0; i < node.required.size(); ++i) {
      if (find_near(members, node.required[i], i) != nullptr) continue;
      report("required", "the key " + quote(node.required[i]), "no such key", place);
    }
    if (node.min_properties && members.size() < *node.min_properties) {
      report("minProperties", "at least " + plural(*node.min_properties, "key"), shown(value),
             place);
    }
    if (node.max_properties && members.size() > *node.max_properties) {
      report("maxProperties", "at most " + plural(*node.max_properties, "key"), shown(value),
             place);
    }
  }
  check_properties(node, value, place);
  for (const auto& [name, rule] : node.dependencies) {
    if (value.find(name) == nullptr) continue;
    if (const Index* schema = std::get_if<Index>(&rule)) {
      check(*schema, value, place);
      continue;
    }
    for (const std::string& other : std::get<std::vector<std::string>>(rule)) {
      if (!structure_ || value.find(other) != nullptr) continue;
      report("dependencies", "the key " + quote(other) + ", as " + quote(name) + " is there",
             "no such key", place);
    }
  }
}

void SchemaWalk::check_properties(const SchemaNode& node, const Json& value, const Place& place) {
  const std::vector<Json::Member>& members = value.members();
  for (std::size_t i = 0; i < node.properties.size(); ++i) {
    const auto& [name, schema] = node.properties[i];
    if (!wants(schema)) continue;
    if (const Json* member = find_near(members, name, i)) check(schema, *member, place.at(name));
  }
  const bool names = node.property_names && wants(*node.property_names);
  // Patterns are nobody else's, so what is additional beside them is judged here too.
  const bool patterns = !node.pattern_properties.empty();
  const bool additional =
      node.additional_properties && (patterns || wants(*node.additional_properties));
  if (!names && !patterns && !additional) return;
  for (const auto& [name, member] : members) {
    if (names) {
      const Trial trial = attempt(*node.property_names, Json::string(name), place);
      if (!trial.fits) {
        report("propertyNames", "keys that are " + trial.errors.front().expected, quote(name),
               place);
      }
    }
    bool known = std::any_of(node.properties.begin(), node.properties.end(),
                             [&, &key = name](const auto& p) { return p.first == key; });
    for (const auto& [pattern, schema] : node.pattern_properties) {
      if (!pattern.found_in(name)) continue;
      known = true;
      for (SchemaError& error : attempt(schema, member, place.at(name)).errors) {
        ++broken_;
        if (errors_.size() < cap_) errors_.push_back(std::move(error));
      }
    }
    if (known || !additional) continue;
    if (rules_[*node.additional_properties].never) {
      report("additionalProperties", "no key " + quote(name), shown(member), place);
    } else {
      check(*node.additional_properties, member, place.at(name));
    }
  }
}

void SchemaWalk::check_combined(const SchemaNode& node, const Json& value, const Place& place) {
  for (const Index part : node.all_of) check(part, value, place);
  if (!node.any_of.empty()) check_any(node.any_of, false, value, place);
  if (!node.one_of.empty()) check_any(node.one_of, true, value, place);
  if (node.negation && attempt(*node.negation, value, place).fits) {
    report("not", "anything but " + describe(*node.negation), shown(value), place);
  }
  if (!node.condition) return;
  const bool holds = attempt(*node.condition, value, place).fits;
  const std::optional<Index> then = holds ? node.consequence : node.alternative;
  if (!then) return;
  for (SchemaError& error : attempt(*then, value, place).errors) {
    ++broken_;
    if (errors_.size() < cap_) errors_.push_back(std::move(error));
  }
}

void SchemaWalk::check_any(const std::vector<Index>& branches, bool just_one, const Json& value,
                           const Place& place) {
  std::size_t fitting = 0, candidates = 0;
  Trial nearest;
  for (const Index branch : branches) {
    Trial trial = attempt(branch, value, place);
    if (trial.fits) {
      if (++fitting > 1 || !just_one) break;
      continue;
    }
    // A branch of the right type says better what is wrong.
    const std::string here = place.pointer();
    const bool other_kind = std::any_of(
        trial.errors.begin(), trial.errors.end(),
        [&](const SchemaError& error) { return error.rule == "type" && error.pointer == here; });
    if (other_kind) continue;
    ++candidates;
    nearest = std::move(trial);
  }
  if (fitting == 1 || (fitting > 1 && !just_one)) return;
  if (fitting > 1) {
    report("oneOf", "just one of the documented shapes", "more than one at a time", place);
    return;
  }
  if (candidates == 1) {
    for (SchemaError& error : nearest.errors) {
      ++broken_;
      if (errors_.size() < cap_) errors_.push_back(std::move(error));
    }
    return;
  }
  std::string expected;
  for (const Index branch : branches) {
    const std::string words = describe(branch);
    if (expected.find(words) != std::string::npos) continue;
    if (!expected.empty()) expected += " or ";
    expected += words;
  }
  report(just_one ? "oneOf" : "anyOf", std::move(expected), shown(value), place);
}

SchemaWalk::Trial SchemaWalk::attempt(Index index, const Json& value, const Place& place) const {
  SchemaWalk walk(rules_, std::max<std::size_t>(cap_, 1), true);
  walk.check(index, value, place);
  return {walk.broken_ == 0, walk.take()};
}

std::string SchemaWalk::describe(Index index) const {
  const SchemaNode* node = &rules_[index];
  while (node->ref) node = &rules_[*node->ref];
  if (node->enumeration) return one_of(*node->enumeration);
  if (node->constant) return shown(*node->constant);
  const std::string_view format = words_for_format(node->format);
  if (!format.empty()) return std::string(format);
  if (node->types != 0) return words_for_types(node->types);
  return "the documented shape";
}

}  // namespace assay::conformance
