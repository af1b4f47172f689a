#include "core/evaluate/version_comparison.h"

#include <algorithm>

#include "core/evaluate/review_case.h"

#include "tests/core/evaluate/trained_versions.h"

namespace tatara::evaluate {
namespace {

class VersionComparisonTest : public TrainedVersions {
 protected:
  void SetUp() override {
    m_first = train({.rounds = 3}).version;
    m_second = train({.rounds = 20, .inputs = {"a", "b"}}).version;
  }
  void measure(std::int64_t version, std::int64_t against) {
    const auto made = measureCase(place(), "m", version, against);
    ASSERT_TRUE(made) << made.error().message;
    need(m_workspace.store().write([&](store::Writer& writer) -> Status {
      TATARA_TRY(keepCase(writer, *made, "test", systemClock().now()));
      return {};
    }));
  }
  Result<VersionComparison> compare(std::int64_t left, std::int64_t right) {
    return compareVersions(m_workspace.share(), "m", left, right);
  }
  static const ComparedValue* find(const VersionComparison& made, std::string_view name) {
    const auto at = std::ranges::find(made.evidence, name, &ComparedValue::name);
    return at == made.evidence.end() ? nullptr : &*at;
  }

  std::int64_t m_first = 0;
  std::int64_t m_second = 0;
};

TEST_F(VersionComparisonTest, WithoutEvidenceItTellsFilesSignatureAndData) {
  const auto made = compare(m_first, m_second);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_TRUE(made->signature.known);
  EXPECT_TRUE(made->signature.compatible);  // an input that went breaks nobody
  ASSERT_EQ(made->signature.changes.size(), 1u);
  EXPECT_NE(made->signature.changes[0].what.english().find("kind"), std::string::npos);
  ASSERT_FALSE(made->files.empty());
  const auto model = std::ranges::find(made->files, "model.ubj", &ComparedFile::path);
  ASSERT_NE(model, made->files.end());
  EXPECT_NE(model->left, model->right);
  EXPECT_TRUE(made->evidence.empty());
  EXPECT_TRUE(made->slices.empty());
  EXPECT_FALSE(made->measuredTogether);
}

TEST_F(VersionComparisonTest, WhatWasMeasuredTogetherIsToldFromEitherSide) {
  measure(m_second, m_first);
  const auto forwards = compare(m_first, m_second);
  ASSERT_TRUE(forwards) << forwards.error().message;
  EXPECT_TRUE(forwards->measuredTogether);
  EXPECT_FALSE(forwards->verdict.empty());
  const ComparedValue* rmse = find(*forwards, "rmse");
  ASSERT_TRUE(rmse);
  EXPECT_FALSE(find(*forwards, "signature.compatible")) << "of the evaluation, not of a version";
  const ComparedValue* size = find(*forwards, "size.bytes");
  ASSERT_TRUE(size);
  EXPECT_FALSE(size->left.isNull() || size->right.isNull());
  ASSERT_FALSE(forwards->slices.empty());
  const auto backwards = compare(m_second, m_first);
  ASSERT_TRUE(backwards);
  EXPECT_FALSE(backwards->measuredTogether);
  const ComparedValue* turned = find(*backwards, "rmse");
  ASSERT_TRUE(turned);
  EXPECT_EQ(turned->left, rmse->right);
  EXPECT_EQ(turned->right, rmse->left);
  EXPECT_NE(rmse->left, rmse->right);
  ASSERT_EQ(backwards->slices.size(), forwards->slices.size());
  EXPECT_EQ(backwards->slices[0].left, forwards->slices[0].right);
}

TEST_F(VersionComparisonTest, SlicesOfTwoEvaluationsStandTogetherOnlyOnTheSameRows) {
  const std::int64_t third = train({.rounds = 10}).version;
  measure(m_second, m_first);
  measure(third, m_first);
  const auto made = compare(m_second, third);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_FALSE(made->measuredTogether);
  ASSERT_FALSE(made->slices.empty());
  EXPECT_TRUE(made->slices[0].left && made->slices[0].right);
  const std::int64_t elsewhere = train({.rounds = 10, .first = 1}).version;
  measure(elsewhere, 0);
  const auto apart = compare(m_second, elsewhere);
  ASSERT_TRUE(apart);
  EXPECT_TRUE(apart->slices.empty());
}

TEST_F(VersionComparisonTest, WhatIsNotThereAndAVersionWithItselfAreRefused) {
  const auto missing = compare(m_first, 77);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::NotFound);
  EXPECT_EQ(missing.error().message, "The model \"m\" has no version 77");
  EXPECT_EQ(compare(m_first, m_first).error().kind, ErrorKind::InvalidArgument);
}

}  // namespace
}  // namespace tatara::evaluate
