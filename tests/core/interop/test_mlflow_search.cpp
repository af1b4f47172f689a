#include "core/interop/internal/mlflow_search.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tatara::interop::internal {
namespace {

using text::Json;

TEST(MlflowSearchTest, PagesAreAskedForUntilThereIsNoToken) {
  std::vector<std::string> asked;
  int taken = 0;
  const Status status = searchPages(
      [&](const std::string& token) -> Result<Json> {
        asked.push_back(token);
        return asked.size() < 3 ? Json().set("next_page_token", std::to_string(asked.size())) : Json();
      },
      [&](const Json&) -> Status {
        ++taken;
        return {};
      });
  EXPECT_TRUE(status);
  EXPECT_EQ(asked, (std::vector<std::string>{"", "1", "2"}));
  EXPECT_EQ(taken, 3);
}

TEST(MlflowSearchTest, ATokenThatLeadsToItselfIsTheEnd) {
  int asked = 0;
  const Status status = searchPages(
      [&](const std::string&) -> Result<Json> {
        ++asked;
        return Json().set("next_page_token", "again");
      },
      [](const Json&) -> Status { return {}; });
  EXPECT_TRUE(status);
  EXPECT_EQ(asked, 2);
}

TEST(MlflowSearchTest, AFailureOfAskingOrTakingEndsIt) {
  const auto fails = [](const std::string&) -> Result<Json> { return makeError(ErrorKind::Io, "gone"); };
  const auto answers = [](const std::string&) -> Result<Json> { return Json().set("next_page_token", "x"); };
  EXPECT_FALSE(searchPages(fails, [](const Json&) -> Status { return {}; }));
  EXPECT_FALSE(searchPages(answers, [](const Json&) -> Status { return makeError(ErrorKind::Io, "full"); }));
}

TEST(MlflowSearchTest, ANameIsPutIntoTheQuotesThatItDoesNotHave) {
  EXPECT_EQ(filterByName("bike demand"), "name='bike demand'");
  EXPECT_EQ(filterByName("it's"), "name=\"it's\"");
  EXPECT_EQ(filterByName("a \"b\""), "name='a \"b\"'");
  EXPECT_EQ(filterByName("it's \"b\""), "") << "no filter can ask for it";
}

}  // namespace
}  // namespace tatara::interop::internal
