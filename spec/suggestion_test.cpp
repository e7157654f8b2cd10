#include "spec/suggestion.h"

#include <gtest/gtest.h>

namespace assay::spec {
namespace {

TEST(Suggestion, FindsTheNearestName) {
  EXPECT_EQ(suggestion("emial", {"id", "email"}), "did you mean 'email'?");
  EXPECT_EQ(suggestion("made_by", {"made-by", "unique"}), "did you mean 'made-by'?");
}

TEST(Suggestion, OfEquallyNearNamesTakesTheOneWithTheSameEnds) {
  EXPECT_EQ(nearest("of", {"on", "off"}), "off");
  EXPECT_EQ(nearest("pst", {"put", "post"}), "post");
}

TEST(Suggestion, ElseListsWhatIsKnown) {
  EXPECT_EQ(suggestion("zzzzz", {"id", "email"}), "known: id, email");
  EXPECT_EQ(suggestion("zzzzz", {}), "");
}

}  // namespace
}  // namespace assay::spec
