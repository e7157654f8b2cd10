#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <stdexcept>

#include "properties/naughty.h"
#include "properties/plan.h"
#include "properties/trial_check.h"

namespace assay::properties {
namespace {

using spec::Literal;
using spec::Step;
using spec::Trial;

const PlannedLaw& law(const std::vector<PlannedLaw>& laws, std::string_view operation,
                      std::string_view id) {
  for (const PlannedLaw& planned : laws) {
    if (planned.law.id == id &&
        embedded_contract().operations[planned.law.operation].id == operation)
      return planned;
  }
  throw std::out_of_range(std::string(id));
}

std::vector<std::string> names(const Step& step) {
  std::vector<std::string> all;
  for (const spec::StepField& field : step.fields) all.push_back(field.name);
  return all;
}

const std::string* bytes_of(const Step& step, const std::string& name) {
  for (const spec::StepField& field : step.fields) {
    if (field.name == name) return &std::get<Literal>(field.value.source).bytes;
  }
  return nullptr;
}

TEST(PlainTwin, OfALawAboutOrderHasTheSameFieldsInTheOrderOfTheContract) {
  const auto laws = plan(embedded_contract());
  const PlannedLaw& order = law(laws, "userCustcreate", "encode/order");
  const spec::Operation& operation = embedded_contract().operations[order.law.operation];
  bool moved = false;
  for (std::size_t i = 0; i < 12; ++i) {
    const Draw draw = order.source->draw(3, i, 0);
    const std::optional<Trial> twin = draw.plain_twin();
    ASSERT_TRUE(twin);
    const Step& odd = *find(draw.trial(), draw.trial().intent.subject);
    const Step& plain = *find(*twin, twin->intent.subject);
    std::vector<std::string> expected;
    for (const spec::Field& field : operation.fields) {
      if (std::ranges::count(names(odd), field.name) > 0) expected.push_back(field.name);
    }
    EXPECT_EQ(names(plain), expected);
    EXPECT_EQ(plain.credential_order, spec::CredentialOrder{});
    moved |= odd.credential_order != spec::CredentialOrder{};
  }
  EXPECT_TRUE(moved) << "credentials stand among the other fields too";
}

TEST(PlainTwin, OfALawAboutTextsHasPlainTextsWrittenPlainly) {
  const auto laws = plan(embedded_contract());
  for (std::size_t i = 0; i < 100; ++i) {
    const std::optional<Trial> twin =
        law(laws, "userUpdate", "encode/text").source->draw(3, i, 0).plain_twin();
    ASSERT_TRUE(twin);
    const Step& plain = *find(*twin, twin->intent.subject);
    EXPECT_EQ(plain.spelling, spec::FormSpelling{});
    const std::string* name = bytes_of(plain, "last_name");
    EXPECT_TRUE(name == nullptr || *name == "Ada") << *name;
  }
}

TEST(PlainTwin, IsNoneOfALawAboutSomethingElse) {
  const auto laws = plan(embedded_contract());
  EXPECT_FALSE(law(laws, "userUpdate", "state/update").source->draw(3, 1, 0).plain_twin());
  EXPECT_FALSE(law(laws, "userCreate", "accept/any").source->draw(3, 1, 0).plain_twin());
}

TEST(EncodeText, SendsEveryTextInEveryField) {
  const auto laws = plan(embedded_contract());
  const PlannedLaw& text = law(laws, "userUpdate", "encode/text");
  std::set<std::string> first, last;
  for (std::size_t i = 0; i < 20 * text.source->weight(); ++i) {
    const Draw draw = text.source->draw(3, i, 0);
    const Step& subject = *find(draw.trial(), draw.trial().intent.subject);
    if (const std::string* bytes = bytes_of(subject, "first_name")) first.insert(*bytes);
    if (const std::string* bytes = bytes_of(subject, "last_name")) last.insert(*bytes);
  }
  for (const std::string& honest : honest_texts()) {
    EXPECT_EQ(first.count(honest), 1u) << honest;
    EXPECT_EQ(last.count(honest), 1u) << honest;
  }
}

}  // namespace
}  // namespace assay::properties
