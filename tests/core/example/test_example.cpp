#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "core/base/random.h"
#include "core/deploy/endpoints.h"
#include "core/example/bike_rentals.h"
#include "core/example/endpoint.h"
#include "core/example/example.h"
#include "core/registry/review.h"
#include "core/store/store.h"
#include "core/track/experiments.h"
#include "core/track/run_table.h"
#include "core/track/runs.h"

namespace tatara::example {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

TEST(BikeRentalsTest, TheSameSeedSimulatesTheSameYearsAndAnotherOthers) {
  const auto hours = simulateRentals(1);
  ASSERT_EQ(hours.size(), 26'304u);
  const auto week = [](const std::vector<RentalHour>& all) {
    return rentalsCsv(all, changeTime(), changeTime() + std::chrono::days(7));
  };
  EXPECT_EQ(week(hours), week(simulateRentals(1)));
  EXPECT_NE(week(hours), week(simulateRentals(2)));
  EXPECT_EQ(std::ranges::count(week(hours), '\n'), 1 + 7 * 24);
}

TEST(BikeRentalsTest, WeatherAndDemandAreBelievable) {
  const auto hours = simulateRentals(3);
  double summer = 0;
  double winter = 0;
  double rain = 0;
  double dry = 0;
  std::size_t rainHours = 0;
  std::size_t dryHours = 0;
  for (const auto& one : hours) {
    summer += one.month >= 6 && one.month <= 8 ? static_cast<double>(one.rentals) : 0;
    winter += one.month <= 2 || one.month == 12 ? static_cast<double>(one.rentals) : 0;
    const bool wet = one.weather == Weather::Rain;
    (wet ? rain : dry) += one.hour == 17 ? static_cast<double>(one.rentals) : 0;
    (wet ? rainHours : dryHours) += one.hour == 17 ? 1 : 0;
    EXPECT_GE(one.humidity, 15);
    EXPECT_LE(one.humidity, 100);
    EXPECT_GE(one.wind, 0);
    EXPECT_TRUE(one.temperature > -30 && one.temperature < 45) << one.temperature;
    EXPECT_TRUE(one.weather != Weather::Snow || one.temperature < 4);
  }
  EXPECT_GT(summer, 1.5 * winter);
  EXPECT_GT(dry / static_cast<double>(dryHours), 1.4 * rain / static_cast<double>(rainHours));
}

TEST(BikeRentalsTest, TheDocumentedChangeIsInTheLastQuarterAndNowhereElse) {
  // The same October weeks of two years, working-day peaks: three in ten are gone but for growth and weather.
  const auto hours = simulateRentals(4);
  const auto peaks = [&](int year) {
    double sum = 0;
    for (const auto& one : hours) {
      const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(one.time));
      if (static_cast<int>(date.year()) == year && one.month >= 10 && one.weekday < 5 && !one.holiday &&
          (one.hour == 8 || one.hour == 17)) {
        sum += static_cast<double>(one.rentals);
      }
    }
    return sum;
  };
  EXPECT_GT(peaks(2023), 0.9 * peaks(2022));
  EXPECT_LT(peaks(2024), 0.95 * peaks(2023));
  EXPECT_THAT(rentalsReadme(4), HasSubstr("Simulated"));
}

class ExampleTest : public ::testing::Test {
 protected:
  ExampleTest() : m_folder(fs::temp_directory_path() / ("tatara-test-" + randomHex(8))) {}
  ~ExampleTest() override { fs::remove_all(m_folder); }
  fs::path m_folder;
};

// A job asked, so the person who opened the example decides; until then champion stays where it is.
void expectReviewWaits(store::Store& store) {
  const registry::Actor me = registry::currentActor("test");
  const Timestamp now = store.clock().now();
  const auto waiting =
      store
          .read([&](sql::Connection& connection) { return registry::waitingFor(connection, me.person, now); })
          .value();
  ASSERT_EQ(waiting.size(), 1u);
  const registry::ReviewInfo& info = waiting[0];
  EXPECT_TRUE(info.automated);
  EXPECT_EQ(info.version, 3);
  EXPECT_EQ(info.replaces, 2);
  registry::Standing standing;
  const auto review = store.read([&](sql::Connection& connection) -> Result<registry::Review> {
    TATARA_ASSIGN(auto loaded, registry::loadReview(connection, info.id));
    TATARA_ASSIGN(const auto policy, registry::loadPolicy(connection));
    TATARA_ASSIGN(standing, registry::standingOf(connection, loaded, policy, now));
    return loaded;
  });
  ASSERT_TRUE(review) << review.error().message;
  EXPECT_TRUE(standing.lapsed.empty());
  EXPECT_EQ(standing.gates.size(), 6u);
  for (const registry::GateStanding& gate : standing.gates) {
    EXPECT_NE(gate.result.outcome, registry::GateOutcome::NotComputed)
        << gate.name << gate.result.measured.english();
    EXPECT_TRUE(gate.result.outcome == registry::GateOutcome::Passed || gate.mayAcknowledge) << gate.name;
  }
  const Status decided = store.write([&](store::Writer& writer) -> Status {
    EXPECT_FALSE(registry::move(writer, "bike-demand", registry::SetAlias{"champion", 3}, me, now));
    for (const registry::GateStanding& gate : standing.gates) {
      if (!gate.satisfied()) {
        TATARA_TRY(registry::acknowledgeGate(writer, info.id, gate.condition, "small example", me, now));
      }
    }
    TATARA_TRY(registry::decide(writer, info.id, {}, me, now));
    return registry::move(writer, "bike-demand", registry::SetAlias{"champion", 3}, me, now);
  });
  EXPECT_TRUE(decided) << decided.error().message;
}

TEST_F(ExampleTest, AWorkspaceOfRealRunsWithARegisteredModel) {
  int last = 0;
  int total = 0;
  const auto workspace = makeExample(m_folder, {.trials = 3, .rounds = 3}, [&](const Progress& progress) {
    EXPECT_GE(progress.done, last);
    last = progress.done;
    total = progress.total;
  });
  ASSERT_TRUE(workspace) << workspace.error().message;
  EXPECT_EQ(last, total);
  const auto store = store::Store::open(*workspace).value();
  const auto table = store
                         ->read([](sql::Connection& connection) {
                           return track::RunTable::load(connection, {}, track::ViewType::ActiveOnly);
                         })
                         .value();
  EXPECT_EQ(table->size(), 7u + 1u + 3u + 7u);
  std::set<std::string> parents;
  for (std::size_t row = 0; row < table->size(); ++row) {
    EXPECT_EQ(table->run(row).status, track::RunStatus::Finished);
    EXPECT_TRUE(table->run(row).ended);
    EXPECT_EQ(table->findTag("data")->at(row), "simulated");
    if (const auto parent = table->findTag("mlflow.parentRunId")->at(row)) {
      parents.insert(std::string(*parent));
    }
  }
  EXPECT_EQ(parents.size(), 1u);

  const auto model =
      store->read([](sql::Connection& connection) { return registry::findModel(connection, "bike-demand"); })
          .value();
  ASSERT_TRUE(model);
  EXPECT_THAT(model->description, HasSubstr("simulated"));
  ASSERT_EQ(model->aliases.size(), 2u);
  EXPECT_EQ(model->aliases[0].name, "challenger");
  EXPECT_EQ(model->aliases[0].version, 3);
  EXPECT_EQ(model->aliases[1].name, "champion");
  EXPECT_EQ(model->aliases[1].version, 2);
  const auto versions = store
                            ->read([](sql::Connection& connection) {
                              return registry::loadVersions(connection, "bike-demand");
                            })
                            .value();
  const auto endpoint =
      store->read([](sql::Connection& connection) { return deploy::findEndpoint(connection, kEndpoint); })
          .value();
  ASSERT_TRUE(endpoint);
  EXPECT_EQ(endpoint->champion(), 2);
  ASSERT_EQ(endpoint->routes.size(), 2u);
  EXPECT_EQ(endpoint->routes[1].version, 3);
  EXPECT_EQ(endpoint->routes[1].weight, 1000);
  const auto scoreOf = [&](std::int64_t number) {
    const auto version = std::ranges::find(versions, number, &registry::ModelVersion::version);
    return table->findMetric("val_rmse")->last[*table->findRow(version->run)];
  };
  EXPECT_LE(scoreOf(3), scoreOf(2));
  expectReviewWaits(*store);
  EXPECT_TRUE(fs::exists(m_folder / "data" / "README.md"));
  EXPECT_TRUE(fs::is_empty(m_folder / ".tatara" / "tmp"));
}

TEST_F(ExampleTest, TrafficNeedsTheExamplesDataAndAServer) {
  const auto workspace = store::createWorkspace(m_folder);
  ASSERT_TRUE(workspace);
  EXPECT_THAT(sendTraffic(*workspace, {.url = "http://127.0.0.1:9"}).error().message,
              HasSubstr("not the example workspace"));
}

TEST_F(ExampleTest, AFolderThatHoldsAWorkspaceIsLeftAlone) {
  ASSERT_TRUE(store::createWorkspace(m_folder));
  const auto again = makeExample(m_folder, {.trials = 2});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, ErrorKind::AlreadyExists);
}

TEST_F(ExampleTest, StoppingLeavesNothingHalfMadeAndWhatWasThereBefore) {
  fs::create_directories(m_folder / "data");
  std::ofstream(m_folder / "data" / "mine.txt") << "kept";
  std::stop_source source;
  const auto result = makeExample(
      m_folder, {.trials = 2, .rounds = 8},
      [&](const Progress& progress) {
        if (progress.done == 2) {
          source.request_stop();
        }
      },
      source.get_token());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::Cancelled);
  std::vector<fs::path> left;
  for (const auto& entry : fs::recursive_directory_iterator(m_folder)) {
    left.push_back(entry.path().lexically_relative(m_folder));
  }
  EXPECT_THAT(left, ::testing::UnorderedElementsAre("data", "data/mine.txt"));
}

}  // namespace
}  // namespace tatara::example
