// The catalogue test: every kind of law is broken by some defect of the embedded mock, every defect
// breaks a law that it names, and the honest mock breaks none.
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>

#include "runners/mock/mock.h"
#include "runners/session_test.h"
#include "spec/law.h"

namespace assay::runners {

// A kind of law, and a defect by which it is seen to be broken.
struct Witness {
  const char* kind;
  const char* defect;
};

void PrintTo(const Witness& witness, std::ostream* out) {
  *out << witness.kind << " by " << witness.defect;
}

namespace {

constexpr Witness kWitnesses[] = {
    {"accept/minimal", "both-keys-demanded"},
    {"accept/full", "full-refused"},
    {"accept/any", "last-member-refused"},
    {"shape", "key-missing"},
    {"required/F/absent", "required-not-asked"},
    {"required/F/empty", "required-empty-taken"},
    {"default/F", "default-wrong-when-read"},
    {"default/F/conditional", "condition-ignored"},
    {"reject/F/RULE", "enum-neighbour-taken"},
    {"depend/N", "dependency-unchecked"},
    {"encode/order", "order-matters"},
    {"encode/space", "plus-stays"},
    {"encode/percent", "lower-hex-stays"},
    {"encode/text", "cut-at-equals"},
    {"protocol/method", "delete-taken"},
    {"protocol/media-type", "media-type-ignored"},
    {"protocol/path", "path-prefix-taken"},
    {"auth/absent", "absent-taken"},
    {"auth/wrong", "secret-case-ignored"},
    {"state/read", "create-loses-text"},
    {"state/agree", "create-answer-differs"},
    {"state/update", "update-resets"},
    {"state/kept", "act-resets"},
    {"state/effect", "first-act-without-effect"},
    {"state/relation", "relation-not-cleared"},
    {"state/lookup", "first-evicted"},
    {"state/constant", "update-renews-creation"},
    {"state/unique", "unique-per-operation"},
    {"state/exists", "removed-still-exists"},
    {"state/good", "removed-still-good"},
    {"state/delete", "removed-still-read"},
    {"state/list", "list-omits-newest"},
    {"state/total", "total-off-by-one"},
    {"state/page", "page-overlaps"},
    {"state/unknown", "key-end-ignored"},
    {"state/wins", "loser-wins"},
    {"state/refused", "refused-update-writes"},
    {"state/sequence", "update-forgets"},
    {"robust", "fails-on-quote"},
    {"privacy", "password-shown"},
    {"steady", "text-alternates"},
};

// "default/F" selects "default/*".
std::string selector_of(std::string_view kind) {
  std::string out;
  while (true) {
    const std::size_t slash = std::min(kind.find('/'), kind.size());
    const std::string_view segment = kind.substr(0, slash);
    const bool open = segment == "F" || segment == "RULE" || segment == "N";
    out.append(out.empty() ? "" : "/").append(open ? "*" : segment);
    if (slash == kind.size()) return out;
    kind.remove_prefix(slash + 1);
  }
}

class Kind : public ::testing::TestWithParam<Witness> {};

TEST_P(Kind, IsBrokenByADefectAndByNoHonestMock) {
  SessionOptions options;
  options.cases = 4;
  options.only = {selector_of(GetParam().kind)};
  for (const bool envelope : {false, true}) {
    options.envelope = envelope;
    EXPECT_EQ(run_session(embedded_contract(), options).tell_broken(), "");
  }
  options.defect = GetParam().defect;
  options.envelope = false;
  options.max_shrinks = 0;
  const SessionResult result = run_session(embedded_contract(), options);
  std::size_t by_this_kind = 0;
  for (const spec::Finding* finding : result.broken())
    by_this_kind += finding->law.pattern == GetParam().kind ? 1 : 0;
  EXPECT_GT(by_this_kind, 0u) << result.tell_broken();
}

INSTANTIATE_TEST_SUITE_P(Catalogue, Kind, ::testing::ValuesIn(kWitnesses));

TEST(Catalogue, HasADefectForEveryKindOfLaw) {
  for (const spec::LawKind& kind : spec::law_catalogue()) {
    EXPECT_EQ(std::ranges::count(kWitnesses, kind.pattern, [](const Witness& w) { return w.kind; }),
              1)
        << kind.pattern;
  }
}

class Honest : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(Honest, MockBreaksNoLaw) {
  SessionOptions options;
  options.seed = GetParam();
  options.cases = 2;
  options.envelope = GetParam() % 2 == 0;
  const SessionResult result = run_session(embedded_contract(), options);
  EXPECT_EQ(result.tell_broken(), "");
  EXPECT_EQ(result.summary.warnings, std::vector<std::string>());
  EXPECT_EQ(result.summary.exit_status, 0);
}

INSTANTIATE_TEST_SUITE_P(Catalogue, Honest, ::testing::Values(1, 2, 3, 4));

// With a sanitizer, which is many times slower, every sixth.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t kStride = 6;
#else
constexpr std::size_t kStride = 1;
#endif

class Family : public ::testing::TestWithParam<int> {};

TEST_P(Family, HasDefectsThatEachBreakALawThatTheyName) {
  const std::string_view family = spec::to_string(static_cast<spec::Family>(GetParam()));
  std::size_t number = 0;
  for (const mock::Defect& defect : mock::defect_catalogue()) {
    if (defect.family != family || number++ % kStride != 0) continue;
    SessionOptions options;
    options.defect = std::string(defect.id);
    options.fail_fast = true;
    options.max_shrinks = 0;
    // What alternates from read to read does so for all workers together.
    if (family == "steady") options.jobs = 1;
    if (defect.law != "*") options.only = {std::string(defect.law)};
    // What a watcher sees of lists it sees in the trials of other laws.
    if (defect.law == "shape")
      options.only.insert(options.only.end(), {"state/list", "state/relation"});
    const SessionResult result = run_session(embedded_contract(), options);
    const std::vector<const spec::Finding*> broken = result.broken();
    EXPECT_TRUE(std::ranges::any_of(broken, [&](const spec::Finding* finding) {
      return spec::selects(defect.law, result.contract->operations[finding->law.operation].id,
                           finding->law.id);
    })) << defect.id;
    EXPECT_EQ(result.summary.exit_status, 1) << defect.id;
  }
  EXPECT_GT(number, 0u);
}

INSTANTIATE_TEST_SUITE_P(Catalogue, Family,
                         ::testing::Range(0, static_cast<int>(spec::Family::steady) + 1));

}  // namespace
}  // namespace assay::runners
