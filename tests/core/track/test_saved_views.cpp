#include <gtest/gtest.h>

#include "core/track/saved_views.h"
#include "tests/support/temp_workspace.h"

namespace tatara::track {
namespace {

std::vector<SavedView> views(store::Store& store, std::string_view panel) {
  std::vector<SavedView> all =
      *store.read([](sql::Connection& connection) { return loadSavedViews(connection); });
  std::erase_if(all, [panel](const SavedView& view) { return view.panel != panel; });
  return all;
}

TEST(SavedViewsTest, AViewIsKeptByPanelAndNameAndReplacedUnderItsName) {
  tests::TempWorkspace workspace;
  const auto save = [&](std::string_view panel, std::string_view name, std::string_view body) {
    return workspace.store().write(
        [&](store::Writer& writer) { return saveView(writer, panel, name, body, fromUnixMillis(1)); });
  };
  ASSERT_TRUE(save("experiments", "best", "{1}"));
  ASSERT_TRUE(save("experiments", "Aged", "{2}"));
  ASSERT_TRUE(save("models", "best", "{3}"));
  ASSERT_TRUE(save("experiments", "best", "{4}"));
  const auto kept = views(workspace.store(), "experiments");
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[0].name, "Aged");
  EXPECT_EQ(kept[1].body, "{4}");
  ASSERT_TRUE(
      workspace.store().write([&](store::Writer& writer) { return deleteSavedView(writer, kept[1].id); }));
  EXPECT_EQ(views(workspace.store(), "experiments").size(), 1U);
  EXPECT_EQ(views(workspace.store(), "models").size(), 1U);
}

TEST(SavedViewsTest, ANamelessOrEndlessViewIsRefused) {
  tests::TempWorkspace workspace;
  const auto status = workspace.store().write(
      [](store::Writer& writer) { return saveView(writer, "experiments", "", "{}", fromUnixMillis(1)); });
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().kind, ErrorKind::InvalidArgument);
  const auto large = workspace.store().write([](store::Writer& writer) {
    return saveView(writer, "experiments", "x", std::string((1U << 20U) + 1, ' '), fromUnixMillis(1));
  });
  EXPECT_FALSE(large);
}

}  // namespace
}  // namespace tatara::track
