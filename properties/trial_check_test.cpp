#include "properties/trial_check.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <regex>
#include <stdexcept>

#include "spec/load.h"

namespace assay::properties {

const spec::Contract& embedded_contract() {
  static const spec::Contract contract = [] {
    auto loaded = spec::load_contract(spec::embedded_document(), {spec::embedded_overlay()});
    if (!loaded.contract) throw std::runtime_error("the embedded contract does not load");
    return std::move(*loaded.contract);
  }();
  return contract;
}

std::string bound_text(const spec::Value& value) {
  std::string text;
  if (const auto* literal = std::get_if<spec::Literal>(&value.source)) {
    text = literal->bytes;
  } else if (const auto* fresh = std::get_if<spec::Fresh>(&value.source)) {
    const std::string n = std::to_string(fresh->n);
    switch (fresh->kind) {
      case spec::Fresh::Kind::email:
        text = "u" + n + ".token@example.com";
        break;
      case spec::Fresh::Kind::digits:
        text = "2345678901";
        break;
      case spec::Fresh::Kind::secret:
        text = "Pw" + n + "abcdefghijklX9";
        break;
      default:
        text = "n" + n + "abcdefghijkl";
    }
  } else {
    text = "taken-from-an-answer";
  }
  return value.before + text + value.after;
}

bool satisfies(const spec::FieldSchema& schema, const std::string& text) {
  using Type = spec::FieldSchema::Type;
  static const std::regex kInteger("-?[0-9]+"), kNumber(R"(-?[0-9]+(\.[0-9]+)?)"),
      kEmail("[^@\\s]+@[^@\\s]+"), kPlain("[ -~]*");
  if (schema.type == Type::boolean && text != "true" && text != "false") return false;
  if (schema.type == Type::integer && !std::regex_match(text, kInteger)) return false;
  if (schema.type == Type::number && !std::regex_match(text, kNumber)) return false;
  if (schema.format == "email" && !std::regex_match(text, kEmail)) return false;
  const auto& members = schema.enumeration;
  if (!members.empty() && std::find(members.begin(), members.end(), text) == members.end())
    return false;
  if (!schema.pattern.empty() && !std::regex_search(text, std::regex(schema.pattern))) return false;
  if (text.size() < schema.min_length.value_or(0)) return false;
  if (schema.max_length && text.size() > *schema.max_length) return false;
  const double number = std::strtod(text.c_str(), nullptr);
  if (schema.minimum) {
    const double bound = std::stod(*schema.minimum);
    if (number < bound || (schema.exclusive_minimum && number == bound)) return false;
  }
  if (schema.maximum) {
    const double bound = std::stod(*schema.maximum);
    if (number > bound || (schema.exclusive_maximum && number == bound)) return false;
  }
  if (schema.multiple_of) {
    const double parts = number / std::stod(*schema.multiple_of);
    if (parts != static_cast<double>(static_cast<long long>(parts))) return false;
  }
  return true;
}

std::vector<std::string> objections(const spec::Contract& contract, const spec::Step& step) {
  const spec::Operation& operation = contract.operations[step.operation];
  std::vector<std::string> wrong;
  spec::Form form;
  for (const spec::StepField& field : step.fields) {
    const std::string text = bound_text(field.value);
    const spec::Field* known = operation.find(field.name);
    if (known == nullptr) {
      wrong.push_back(field.name + " is undocumented");
      continue;
    }
    if (known->no_source) wrong.push_back(field.name + " has no source");
    if (spec::find(form, field.name) != nullptr) wrong.push_back(field.name + " stands twice");
    const bool taken = std::holds_alternative<spec::Ref>(field.value.source);
    if (!taken && !satisfies(known->schema, text)) wrong.push_back(field.name + " is " + text);
    if (field.value.twist != spec::Twist::none) wrong.push_back(field.name + " is twisted");
    if (text.empty()) wrong.push_back(field.name + " is empty");
    form.push_back({field.name, text, false});
  }
  for (const spec::Field& field : operation.fields) {
    if (field.required && spec::find(form, field.name) == nullptr)
      wrong.push_back(field.name + " is missing");
  }
  for (const spec::Dependency& dependency : operation.dependencies) {
    if (!spec::holds(dependency.rule, form)) wrong.push_back(dependency.text + " is broken");
  }
  return wrong;
}

TEST(TrialCheck, KnowsGoodFromBad) {
  spec::FieldSchema schema;
  schema.type = spec::FieldSchema::Type::integer;
  schema.minimum = "1";
  schema.maximum = "300";
  EXPECT_TRUE(satisfies(schema, "300"));
  EXPECT_FALSE(satisfies(schema, "301"));
  EXPECT_FALSE(satisfies(schema, "x"));
}

}  // namespace assay::properties
