#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>

#include "properties/faults.h"
#include "properties/field_values.h"
#include "properties/pairwise.h"
#include "properties/pattern_text.h"
#include "properties/request.h"
#include "properties/trial_check.h"
#include "spec/dependency.h"

namespace assay::properties {
namespace {

using Type = spec::FieldSchema::Type;

spec::Field field_of(Type type) {
  spec::Field field;
  field.name = "f";
  field.schema.type = type;
  return field;
}

rc::Gen<spec::Field> any_field() {
  return rc::gen::exec([] {
    spec::Field field = field_of(*rc::gen::element(Type::string, Type::integer, Type::boolean));
    spec::FieldSchema& schema = field.schema;
    if (schema.type == Type::integer) {
      const int low = *rc::gen::inRange(-50, 50), size = *rc::gen::inRange(20, 500);
      if (*rc::gen::arbitrary<bool>()) schema.minimum = std::to_string(low);
      if (*rc::gen::arbitrary<bool>()) schema.maximum = std::to_string(low + size);
      if (*rc::gen::arbitrary<bool>()) schema.multiple_of = std::to_string(*rc::gen::inRange(1, 9));
      schema.exclusive_minimum = *rc::gen::arbitrary<bool>();
      schema.exclusive_maximum = *rc::gen::arbitrary<bool>();
    } else if (schema.type == Type::string) {
      switch (*rc::gen::inRange(0, 4)) {
        case 0:
          schema.min_length = *rc::gen::inRange<std::size_t>(0, 5);
          break;
        case 1:
          schema.max_length = *rc::gen::inRange<std::size_t>(3, 40);
          break;
        case 2:
          schema.pattern = "^[0-9]{6}$";
          break;
        default:
          schema.enumeration = {"basic", "pro", "1"};
      }
    }
    return field;
  });
}

TEST(FieldValues, AllSatisfyTheSchema) {
  EXPECT_TRUE(rc::check("valid values are valid", [] {
    const spec::Field field = *any_field();
    const FieldValues values(field, false);
    RC_ASSERT(!values.deliberate().empty());
    for (const spec::Value& value : values.deliberate())
      RC_ASSERT(satisfies(field.schema, bound_text(value)));
    Dice dice(*rc::gen::arbitrary<std::uint64_t>(), 1);
    for (int k = 0; k < 20; ++k) RC_ASSERT(satisfies(field.schema, bound_text(values.any(dice))));
  }));
}

TEST(Faults, NoneSatisfiesTheSchema) {
  EXPECT_TRUE(rc::check("wrong values are wrong", [] {
    const spec::Field field = *any_field();
    for (const std::string_view rule : rules_of(field)) {
      for (const spec::Value& value : breaking_values(field, rule)) {
        RC_ASSERT(!satisfies(field.schema, bound_text(value)));
        RC_ASSERT(!bound_text(value).empty());
      }
    }
  }));
}

TEST(Faults, AreWrongInEveryReading) {
  spec::Field field = field_of(Type::integer);
  field.schema.enumeration = {"1", "2", "3"};
  for (const spec::Value& value : breaking_values(field, "enum")) {
    const std::string text = bound_text(value);
    EXPECT_NE(std::stod(text), 1) << text;
    EXPECT_NE(std::stod(text), 2) << text;
    EXPECT_NE(std::stod(text), 3) << text;
  }
  const std::set<std::string> readings{"1",    "0",    "on", "off", "yes", "no",
                                       "TRUE", "True", "t",  "f",   "y",   "n"};
  spec::Field member = field_of(Type::integer);
  member.schema.enumeration = {"100", "500"};
  const std::vector<spec::Value> values = breaking_values(member, "type");
  EXPECT_EQ(std::count(values.begin(), values.end(), spec::Value::literal("100abc")), 1)
      << "a member, and letters after it";
  for (const spec::Value& value : breaking_values(field_of(Type::boolean), "type")) {
    EXPECT_EQ(readings.count(bound_text(value)), 0u) << bound_text(value);
  }
}

TEST(Faults, AnAddressIsWrongForOneReasonEach) {
  spec::Field field = field_of(Type::string);
  field.schema.format = "email";
  EXPECT_EQ(rules_of(field), std::vector<std::string_view>{"format"});
  for (const spec::Value& value : breaking_values(field, "format")) {
    EXPECT_FALSE(satisfies(field.schema, bound_text(value))) << bound_text(value);
  }
}

TEST(Faults, DigitsOffAPatternAreWrongAsANumberToo) {
  spec::Field field = field_of(Type::string);
  field.schema.pattern = "^[0-9]{10}$";
  bool longer = false;
  for (const spec::Value& value : breaking_values(field, "pattern")) {
    longer |= bound_text(value) == "12345678911";
  }
  EXPECT_TRUE(longer);
}

TEST(Faults, FreeTextOnAFormIsNeverWrong) {
  EXPECT_TRUE(rules_of(field_of(Type::string)).empty());
}

TEST(PatternText, WritesTextsOfAPattern) {
  EXPECT_EQ(text_for_pattern("^[0-9]{6}$", nullptr), "000000");
  EXPECT_EQ(text_for_pattern("^(ab|cd)+x?$", nullptr), "ab");
  EXPECT_EQ(text_for_pattern("(?=a)b", nullptr), std::nullopt);
  Dice dice(1, 1);
  for (int k = 0; k < 50; ++k) {
    EXPECT_TRUE(text_for_pattern("^[A-Z][a-z]{2,5}-\\d+(\\.\\w)?$", &dice).has_value());
  }
}

TEST(Pairwise, CoversEveryPair) {
  EXPECT_TRUE(rc::check("every pair stands in some row", [] {
    const auto levels = *rc::gen::container<std::vector<std::size_t>>(
        *rc::gen::inRange<std::size_t>(1, 12), rc::gen::inRange<std::size_t>(1, 5));
    const auto rows = pairwise(levels, 1'000);
    for (std::size_t p = 0; p < levels.size(); ++p) {
      for (std::size_t q = p + 1; q < levels.size(); ++q) {
        std::set<std::pair<std::size_t, std::size_t>> seen;
        for (const auto& row : rows) seen.insert({row[p], row[q]});
        RC_ASSERT(seen.size() == levels[p] * levels[q]);
      }
    }
  }));
  EXPECT_LE(pairwise(std::vector<std::size_t>(45, 3), 1'000).size(), 45u);
}

// An operation of optional fields a … e and dependencies over them.
spec::Operation with_dependencies(const std::string& idl) {
  spec::Operation operation;
  for (const char* name : {"a", "b", "c", "d", "e"}) {
    spec::Field field = field_of(Type::boolean);
    field.name = name;
    operation.fields.push_back(field);
  }
  auto parsed = spec::parse_idl(idl);
  operation.dependencies = std::get<std::vector<spec::Dependency>>(parsed);
  return operation;
}

bool keeps(const spec::Operation& operation, const RequestPlan& plan, const Draft& draft,
           std::size_t but) {
  spec::Form form;
  for (std::size_t k = 0; k < draft.size(); ++k) {
    if (draft[k]) form.push_back({plan.slots()[k].field->name, bound_text(*draft[k]), false});
  }
  for (std::size_t k = 0; k < operation.dependencies.size(); ++k) {
    if (spec::holds(operation.dependencies[k].rule, form) == (k == but)) return false;
  }
  return true;
}

TEST(RequestPlan, KeepsDependenciesByConstructionAndBreaksJustOne) {
  const char* const kRules[] = {"Or(a, b);",
                                "OnlyOne(a, b, c);",
                                "AllOrNone(a, b); ZeroOrOne(c, d);",
                                "IF a=='true' THEN b;",
                                "IF a THEN NOT b; Or(b, c); AllOrNone(d, e);",
                                "Or(a, b); IF a=='true' THEN c=='false';"};
  for (const char* rules : kRules) {
    const spec::Operation operation = with_dependencies(rules);
    const RequestPlan plan(operation, nullptr,
                           [](std::size_t, const std::string&) { return false; });
    ASSERT_TRUE(plan.sendable()) << rules;
    for (std::size_t k = 0; k < plan.minimal_variants(); ++k) {
      EXPECT_TRUE(keeps(operation, plan, plan.minimal(k), spec::kNone)) << rules;
      EXPECT_TRUE(keeps(operation, plan, plan.full(k), spec::kNone)) << rules;
    }
    for (std::uint64_t k = 0; k < 200; ++k) {
      Dice dice(k, 1);
      EXPECT_TRUE(keeps(operation, plan, plan.any(dice), spec::kNone)) << rules;
    }
    for (std::size_t d = 0; d < operation.dependencies.size(); ++d) {
      EXPECT_FALSE(plan.breaking(d).empty()) << rules;
      for (const Draft& draft : plan.breaking(d))
        EXPECT_TRUE(keeps(operation, plan, draft, d)) << rules;
    }
  }
}

}  // namespace
}  // namespace assay::properties
