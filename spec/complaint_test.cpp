#include "spec/complaint.h"

#include <gtest/gtest.h>

namespace assay::spec {
namespace {

TEST(Complaint, ReadsAsCompilersWriteThem) {
  EXPECT_EQ(to_string({Severity::error, "a.yaml", 3, 7, "it is wrong", "mend it"}),
            "a.yaml:3:7: error: it is wrong; mend it");
  EXPECT_EQ(to_string({Severity::warning, "a.yaml", 3, 0, "odd", ""}), "a.yaml:3: warning: odd");
  EXPECT_EQ(to_string({Severity::error, "a.yaml", 0, 0, "no such file", ""}),
            "a.yaml: error: no such file");
  EXPECT_EQ(to_string({Severity::error, "", 0, 0, "odd", ""}), "error: odd");
}

TEST(Complaint, TidiesByFileAndPlace) {
  std::vector<Complaint> list{{Severity::error, "b", 9, 1, "x", ""},
                              {Severity::error, "a", 2, 1, "x", ""},
                              {Severity::error, "b", 1, 1, "x", ""},
                              {Severity::error, "a", 2, 1, "y", ""},
                              {Severity::error, "a", 2, 1, "x", ""}};
  tidy(list);
  ASSERT_EQ(list.size(), 4u);
  EXPECT_EQ(list[0].line, 1u);
  EXPECT_EQ(list[1].line, 9u);
  EXPECT_EQ(list[2].what, "x");
  EXPECT_EQ(list[3].what, "y");
}

}  // namespace
}  // namespace assay::spec
