// Curves of groups over a real store against a plain computation, and what curves are made of.
#include <cmath>
#include <set>

#include "tests/support/ui_test.h"
#include "tests/ui/runs/runs_fixture.h"
#include "ui/runs/chart_sheet.h"
#include "ui/runs/group_curves.h"
#include "ui/runs/series_cache.h"

using namespace tatara;
using namespace tatara::ui;

class GroupCurvesTest final : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void groupsAreTheRunsOfAParameterInTheOrderOfItsNumbers();
  void aConditionSplitsRunsInTwo();
  void theMeanAndItsBandAreThoseOfAPlainSum();
  void onTimeEachRunStartsAtItsOwnFirstPoint();
  void anExpressionIsComputedBeforeRunsAreJoined();
  void overAnotherMetricPointsMeetAtTheStep();
  void referenceLinesAreReadAsTyped();

 private:
  GroupRequest request() const {
    GroupRequest made;
    made.store = m_workspace->share();
    made.table = m_table;
    for (std::uint32_t row = 0; row < m_table->size(); ++row) {
      made.rows.push_back(row);
    }
    made.metrics = {"val_rmse"};
    made.grouping.color = "params.max_depth";
    made.grouping.center = GroupCenter::Mean;
    made.grouping.band = GroupBand::Deviation;
    return made;
  }
  std::vector<series::Point> points(std::uint32_t row, const std::string& key) const {
    auto loaded = m_workspace->store().read([&](sql::Connection& connection) {
      return track::loadSeries(connection, m_table->run(row).key, key);
    });
    return loaded.value();
  }

  std::unique_ptr<tests::TempWorkspace> m_workspace;
  RunTablePtr m_table;
};

void GroupCurvesTest::initTestCase() {
  m_workspace = std::make_unique<tests::TempWorkspace>();
  const test::SeededRuns seeded = test::seedRuns(m_workspace->store(), 30, 12);
  auto table = m_workspace->store().read([&](sql::Connection& connection) {
    return track::RunTable::load(connection, std::vector{seeded.experiment}, track::ViewType::ActiveOnly);
  });
  QVERIFY(table.has_value());
  m_table = *table;
}

void GroupCurvesTest::groupsAreTheRunsOfAParameterInTheOrderOfItsNumbers() {
  const GroupRequest asked = request();
  const RowGroups groups = groupRows(*m_table, "params.max_depth", asked.rows);
  double before = -1;
  for (const QString& title : groups.titles) {
    const double depth = title.section(QLatin1Char(' '), -1).toDouble();
    QVERIFY(depth > before);  // 9 before 10
    before = depth;
  }
  for (std::size_t i = 0; i < asked.rows.size(); ++i) {
    QVERIFY(groups.titles[groups.of[i]].endsWith(
        QString::fromStdString(std::string(*m_table->findParam("max_depth")->at(asked.rows[i])))));
  }
  const RowGroups none = groupRows(*m_table, "params.nowhere", asked.rows);
  QCOMPARE(none.titles, std::vector<QString>{QStringLiteral("nowhere not set")});
}

void GroupCurvesTest::aConditionSplitsRunsInTwo() {
  const GroupRequest asked = request();
  const RowGroups groups = groupRows(*m_table, "=params.max_depth > 6", asked.rows);
  QCOMPARE(groups.titles, (std::vector<QString>{QStringLiteral("params.max_depth > 6"),
                                                QStringLiteral("not: params.max_depth > 6")}));
  for (std::size_t i = 0; i < asked.rows.size(); ++i) {
    const double depth = std::stod(std::string(*m_table->findParam("max_depth")->at(asked.rows[i])));
    QCOMPARE(groups.of[i], depth > 6 ? std::size_t{0} : std::size_t{1});
  }
  const RowGroups all = groupRows(*m_table, "=params.max_depth > 0", asked.rows);
  QCOMPARE(all.titles, std::vector<QString>{QStringLiteral("params.max_depth > 0")});
  const RowGroups none = groupRows(*m_table, "=params.max_depth > 99", asked.rows);
  QCOMPARE(none.titles, std::vector<QString>{QStringLiteral("not: params.max_depth > 99")});
  QVERIFY(std::ranges::all_of(none.of, [](std::size_t group) { return group == 0; }));
}

void GroupCurvesTest::theMeanAndItsBandAreThoseOfAPlainSum() {
  GroupRequest asked = request();
  asked.grouping.facet = "tags.features";
  const auto made = makeGroupedCurves(asked, {});
  QVERIFY(made.has_value());
  std::size_t runs = 0;
  for (const GroupedCurve& curve : (*made)->byMetric.at("val_rmse")) {
    runs += curve.runs.size();
    for (std::size_t i = 0; i < curve.center->size(); ++i) {
      std::vector<long double> values;
      for (std::uint32_t row = 0; row < m_table->size(); ++row) {
        if (std::ranges::find(curve.runs, m_table->run(row).key) != curve.runs.end()) {
          for (const series::Point& point : points(row, "val_rmse")) {
            if (static_cast<double>(point.step) == curve.center->x()[i]) {
              values.push_back(point.value);
            }
          }
        }
      }
      long double mean = 0;
      for (const long double value : values) {
        mean += value / static_cast<long double>(values.size());
      }
      long double squares = 0;
      for (const long double value : values) {
        squares += (value - mean) * (value - mean);
      }
      QCOMPARE(curve.counts->y()[i], static_cast<double>(values.size()));
      QVERIFY(std::abs(curve.center->y()[i] - static_cast<double>(mean)) < 1e-12 * 100);
      if (values.size() > 1) {
        const auto deviation =
            static_cast<double>(std::sqrt(squares / static_cast<long double>(values.size() - 1)));
        QVERIFY(std::abs(curve.band.high->y()[i] - static_cast<double>(mean) - deviation) < 1e-12 * 100);
        QVERIFY(std::abs(static_cast<double>(mean) - curve.band.low->y()[i] - deviation) < 1e-12 * 100);
      } else {
        QVERIFY(std::isnan(curve.band.low->y()[i]));
      }
    }
  }
  QCOMPARE(runs, m_table->size());
  QCOMPARE((*made)->facets.size(), std::size_t(2));
}

void GroupCurvesTest::onTimeEachRunStartsAtItsOwnFirstPoint() {
  GroupRequest asked = request();
  asked.grouping.color.clear();
  asked.axis = CurveAxis::Relative;
  const auto made = makeGroupedCurves(asked, {});
  QVERIFY(made.has_value());
  const auto& curves = (*made)->byMetric.at("val_rmse");
  QCOMPARE(curves.size(), std::size_t(1));
  // Every run logs each 4 s from its start, so the places of all fall together.
  QCOMPARE(curves[0].center->size(), std::size_t(12));
  QCOMPARE(curves[0].center->x()[3], 12.0);
  QCOMPARE(curves[0].counts->y()[3], 30.0);
}

void GroupCurvesTest::anExpressionIsComputedBeforeRunsAreJoined() {
  GroupRequest asked = request();
  asked.metrics = {"=val_mae / val_rmse", "=nowhere + val_mae", "=not an expression"};
  const auto made = makeGroupedCurves(asked, {});
  QVERIFY(made.has_value());
  QVERIFY(!(*made)->byMetric.contains("=nowhere + val_mae"));
  QVERIFY(!(*made)->byMetric.contains("=not an expression"));
  for (const GroupedCurve& curve : (*made)->byMetric.at("=val_mae / val_rmse")) {
    // val_mae is 0.6 of the value logged, but for the last, which val_rmse replaces by its level.
    for (std::size_t i = 0; i + 1 < curve.center->size(); ++i) {
      QVERIFY(std::abs(curve.center->y()[i] - 0.6) < 1e-12);
    }
  }
}

void GroupCurvesTest::overAnotherMetricPointsMeetAtTheStep() {
  const auto loaded = m_workspace->store().read([&](sql::Connection& connection) {
    return track::loadRunSeries(connection, m_table->run(0).key,
                                std::vector<std::string>{"val_rmse", "val_mae"});
  });
  QVERIFY(loaded.has_value());
  const CurveRecipe recipe{CurveAxis::Metric, "val_mae"};
  QCOMPARE(needsOf(recipe, "=val_rmse * 2"), (std::vector<std::string>{"val_rmse", "val_mae"}));
  const CurvePtr curve = makeCurve(recipe, "=val_rmse * 2", *loaded);
  QCOMPARE(curve->size(), std::size_t(12));
  std::set<std::pair<double, double>> expected;
  for (std::size_t i = 0; i < 12; ++i) {
    expected.emplace(pointsOf(*loaded, "val_mae")[i].value, 2 * pointsOf(*loaded, "val_rmse")[i].value);
  }
  std::set<std::pair<double, double>> found;
  for (std::size_t i = 0; i < curve->size(); ++i) {
    found.emplace(curve->x()[i], curve->y()[i]);
  }
  QVERIFY(found == expected);
  QVERIFY(std::is_sorted(curve->x().begin(), curve->x().end()));
}

void GroupCurvesTest::referenceLinesAreReadAsTyped() {
  const auto lines = readReferenceLines(QStringLiteral("45 target of spring\n\n -1e3 \n"));
  QVERIFY(lines.has_value());
  QVERIFY(*lines == (std::vector<ReferenceLine>{{45, "target of spring"}, {-1000, ""}}));
  QVERIFY(!readReferenceLines(QStringLiteral("target 45")).has_value());
  QVERIFY(!readReferenceLines(QStringLiteral("nan")).has_value());
  QVERIFY(!readReferenceLines(QStringLiteral("1\n").repeated(21)).has_value());
}

TATARA_UI_TEST_MAIN(GroupCurvesTest)
#include "test_group_curves.moc"
