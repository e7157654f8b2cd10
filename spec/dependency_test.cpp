#include "spec/dependency.h"

#include <gtest/gtest.h>

namespace assay::spec {
namespace {

bool keeps(std::string_view idl, const std::string& body) {
  auto parsed = parse_idl(idl);
  if (const auto* error = std::get_if<IdlError>(&parsed)) {
    ADD_FAILURE() << idl << ": " << error->what;
    return false;
  }
  const Form form = decode_form(body);
  for (const Dependency& dependency : std::get<std::vector<Dependency>>(parsed)) {
    if (!holds(dependency.rule, form)) return false;
  }
  return true;
}

// "12: what; hint"
std::string error_of(std::string_view idl) {
  const auto parsed = parse_idl(idl);
  const auto* error = std::get_if<IdlError>(&parsed);
  if (error == nullptr) return "no error";
  return std::to_string(error->offset) + ": " + error->what + "; " + error->hint;
}

TEST(Dependency, OrWantsAtLeastOne) {
  EXPECT_FALSE(keeps("Or(id, email);", "x=1"));
  EXPECT_TRUE(keeps("Or(id, email);", "email=a"));
  EXPECT_TRUE(keeps("Or(id, email);", "email=a&id=1"));
}

TEST(Dependency, OnlyOneWantsExactlyOne) {
  EXPECT_FALSE(keeps("OnlyOne(a, b, c);", ""));
  EXPECT_TRUE(keeps("OnlyOne(a, b, c);", "b=1"));
  EXPECT_FALSE(keeps("OnlyOne(a, b, c);", "b=1&c=1"));
}

TEST(Dependency, AllOrNone) {
  EXPECT_TRUE(keeps("AllOrNone(a, b);", ""));
  EXPECT_FALSE(keeps("AllOrNone(a, b);", "a=1"));
  EXPECT_TRUE(keeps("AllOrNone(a, b);", "a=1&b=1"));
}

TEST(Dependency, ZeroOrOne) {
  EXPECT_TRUE(keeps("ZeroOrOne(a, b);", ""));
  EXPECT_TRUE(keeps("ZeroOrOne(a, b);", "a=1"));
  EXPECT_FALSE(keeps("ZeroOrOne(a, b);", "a=1&b=1"));
}

TEST(Dependency, IfThenHoldsWhereTheConditionDoesNot) {
  EXPECT_TRUE(keeps("IF type=='live' THEN eventType;", "type=other"));
  EXPECT_FALSE(keeps("IF type=='live' THEN eventType;", "type=live"));
  EXPECT_TRUE(keeps("IF type=='live' THEN eventType;", "type=live&eventType=x"));
  EXPECT_TRUE(keeps("IF a AND b THEN NOT (c OR d);", "a=&b="));
  EXPECT_FALSE(keeps("IF a AND b THEN NOT (c OR d);", "a=&b=&d="));
}

TEST(Dependency, ComparesWithAnyOfSeveralValues) {
  EXPECT_TRUE(keeps("p=='a'|'b';", "p=b"));
  EXPECT_FALSE(keeps("p=='a'|'b';", "p=c"));
  EXPECT_FALSE(keeps("p!='a'|'b';", "p=b"));
  EXPECT_TRUE(keeps("p!='a'|'b';", "p=c"));
}

TEST(Dependency, OneEqualsSignIsToleratedAndBooleansAreReadInAnyCase) {
  EXPECT_TRUE(keeps("IF p='TRUE' THEN q;", "p=true&q=1"));
  EXPECT_FALSE(keeps("IF p==true THEN q;", "p=True"));
}

TEST(Dependency, ComparesNumbersAsNumbers) {
  EXPECT_TRUE(keeps("p < 10;", "p=9"));
  EXPECT_TRUE(keeps("p == 10;", "p=10.0"));
  EXPECT_FALSE(keeps("p >= -1.5;", "p=-2"));
  EXPECT_FALSE(keeps("p == 9007199254740993;", "p=9007199254740992"));
}

TEST(Dependency, AComparisonOfTwoFieldsAppliesWhereBothArePresent) {
  EXPECT_TRUE(keeps("from <= to;", "from=9"));
  EXPECT_TRUE(keeps("from <= to;", "from=9&to=10"));
  EXPECT_FALSE(keeps("from <= to;", "from=11&to=10"));
}

TEST(Dependency, AndBindsTighterThanOr) {
  EXPECT_TRUE(keeps("a OR b AND c;", "a=1"));
  EXPECT_FALSE(keeps("(a OR b) AND c;", "a=1"));
}

TEST(Dependency, FunctionsTakePredicatesAndStandInPredicates) {
  EXPECT_TRUE(keeps("IF a THEN OnlyOne(b AND c, d=='x');", "a=1&d=x&b=1"));
  EXPECT_FALSE(keeps("NOT Or(a, b);", "b=1"));
}

TEST(Dependency, OddNamesStandInBrackets) {
  EXPECT_TRUE(keeps("Or([first-name], [a[b]]);", "first-name=x"));
  EXPECT_TRUE(keeps("Or([first-name], [a[b]]);", "a[b]=x"));
}

TEST(Dependency, KeepsTheTextOfEachStatementAndItsPlace) {
  const auto parsed = parse_idl("Or(a, b) ; // one\n  IF a THEN b");
  const auto& all = std::get<std::vector<Dependency>>(parsed);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].text, "Or(a, b)");
  EXPECT_EQ(all[1].text, "IF a THEN b");
  EXPECT_EQ(all[1].mark.line, 2u);
  EXPECT_EQ(fields_of(all[0].rule), (std::vector<std::string>{"a", "b"}));
}

TEST(Dependency, RefusesArithmeticByName) {
  EXPECT_EQ(
      error_of("a + b <= 5;"),
      "2: arithmetic ('+') is not supported; compare fields with values or with other fields");
  EXPECT_EQ(
      error_of("a-b;"),
      "1: arithmetic ('-') is not supported; compare fields with values or with other fields; a "
      "name with a '-' is written [a-b]");
}

TEST(Dependency, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(error_of("IF a b;"), "5: expected THEN, AND or OR, not 'b'; write IF p THEN q;");
  EXPECT_EQ(error_of("Or(a);"),
            "4: expected ',' and another predicate, not ')'; Or takes at least two");
  EXPECT_EQ(
      error_of("Xor(a, b);"),
      "0: there is no function 'Xor'; the functions are Or, OnlyOne, AllOrNone and ZeroOrOne");
  EXPECT_EQ(error_of("a == 'x;"), "5: the text that begins here doesn't end; close it with '");
  EXPECT_EQ(error_of("a b;"), "2: expected ';', AND or OR, not 'b'; every statement ends with ';'");
  EXPECT_EQ(
      error_of("a == ;"),
      "5: expected a value, not ';'; a text in quotes, a number, true, false or a field's name");
  EXPECT_EQ(error_of("a LIKE 'x*';"),
            "2: expected a comparison, not 'LIKE'; LIKE is not supported; a pattern belongs into "
            "the field's schema");
  EXPECT_EQ(error_of("(a"), "2: expected ')', AND or OR, not the end; close the parenthesis");
}

TEST(Dependency, HostileTextsAreErrorsNotCrashes) {
  EXPECT_NE(error_of(std::string(100000, '(')), "no error");
  std::string nots;
  for (int i = 0; i < 100000; ++i) nots += "NOT ";
  EXPECT_NE(error_of(nots + "a;"), "no error");
  for (const char* text :
       {"[", "[]", "\xff", "'", "IF", "IF THEN", "Or(", "Or(,)", "a==", "|", ")", "=="}) {
    EXPECT_NE(error_of(text), "no error") << text;
  }
  EXPECT_EQ(error_of(""), "no error");
  EXPECT_EQ(error_of(" ;; "), "no error");
}

}  // namespace
}  // namespace assay::spec
