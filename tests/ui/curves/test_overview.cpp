// What stands for a long series until its points were looked at.
#include <QSignalSpy>
#include <QTest>
#include <cmath>
#include <random>

#include "core/track/bulk_points.h"
#include "core/track/metrics.h"
#include "core/track/runs.h"
#include "tests/support/temp_workspace.h"
#include "tests/support/ui_test.h"
#include "ui/chart/line_chart.h"
#include "ui/chart/readings.h"
#include "ui/curves/overview.h"

using namespace tatara;
using namespace tatara::ui;

namespace {

constexpr std::int64_t kStart = 1'772'000'000'000;

std::vector<series::Point> walkWithSpike(std::size_t count) {
  std::mt19937 random(1);
  std::vector<series::Point> points;
  double value = 1;
  for (std::size_t i = 0; i < count; ++i) {
    value += static_cast<double>(random()) / 4294967296.0 - 0.5;
    const bool gap = i / 3000 == 7;
    const auto at = static_cast<std::int64_t>(i);
    points.push_back({at, kStart + at * 40, gap ? std::nan("") : i == 123'456 ? 900.0 : value});
  }
  return points;
}

}  // namespace

class OverviewTest final : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void itsExtremesAreThoseOfAllPoints();
  void asPointsItHasTheSameExtremesByStep();
  void onlySeriesThatStayInTheStoreHaveOne();
  void aChartDrawsItAndTellsNoValues();

 private:
  void append(std::span<const series::Point> points) {
    const track::SeriesPoints series[] = {{"loss", points}};
    QVERIFY(m_workspace->store().write(
        [&](store::Writer& writer) { return track::appendSeries(writer, m_run, series); }));
  }
  CurvePtr overview(XUnit unit, std::size_t least = 100) const {
    return makeOverviewCurve({m_workspace->share(), m_run, "loss", unit, std::nullopt}, {}, least).value();
  }

  std::unique_ptr<tests::TempWorkspace> m_workspace;
  track::RunKey m_run;
};

void OverviewTest::init() {
  m_workspace = std::make_unique<tests::TempWorkspace>();
  const auto made = m_workspace->store().writeFor([](store::Writer& writer) {
    return track::createRun(writer, {.experiment = track::ExperimentId(0)}, fromUnixMillis(1));
  });
  QVERIFY(made);
  m_run = made->key;
}

void OverviewTest::itsExtremesAreThoseOfAllPoints() {
  const std::vector<series::Point> points = walkWithSpike(600'000);
  append(points);
  Extremes all;
  for (const series::Point& point : points) {
    all.include(point.value);
  }
  for (const XUnit unit : {XUnit::Step, XUnit::Duration, XUnit::Time}) {
    const CurvePtr curve = overview(unit);
    QVERIFY(curve && curve->overview() && !curve->paged());
    QVERIFY(curve->size() <= 4 * 2048);
    QCOMPARE(curve->extremes().low, all.low);
    QCOMPARE(curve->extremes().high, all.high);
    QVERIFY(curve->extremes().broken > 0);
    const double perStep = unit == XUnit::Duration ? 0.04 : unit == XUnit::Time ? 40 : 1;
    QCOMPARE(curve->firstX(), unit == XUnit::Time ? static_cast<double>(kStart) : 0.0);
    QCOMPARE(curve->lastX() - curve->firstX(), 599'999 * perStep);
    // The spike is within a stretch of where it is.
    const auto spike =
        std::max_element(curve->y().begin(), curve->y().end(), [](double a, double b) { return !(a >= b); });
    const double at = curve->x()[static_cast<std::size_t>(spike - curve->y().begin())] - curve->firstX();
    QVERIFY2(std::abs(at - 123'456 * perStep) < 1100 * perStep, qPrintable(QString::number(at)));
    const CurvePtr stored =
        makePagedCurve({m_workspace->share(), m_run, "loss", unit, std::nullopt}, curve, {}, 100).value();
    QVERIFY(stored->paged() && !stored->overview());
    QCOMPARE(stored->size(), points.size());
  }
}

// What a thumbnail is drawn from.
void OverviewTest::asPointsItHasTheSameExtremesByStep() {
  const std::vector<series::Point> points = walkWithSpike(300'000);
  append(points);
  const SeriesPlace place{m_workspace->share(), m_run, "loss", XUnit::Step, std::nullopt};
  const auto summary = overviewPoints(place, 1000, {}).value();
  QVERIFY(summary && summary->size() <= 4 * 2048);
  Extremes all;
  Extremes drawn;
  for (const series::Point& point : points) {
    all.include(point.value);
  }
  for (const series::Point& point : *summary) {
    drawn.include(point.value);
  }
  QCOMPARE(drawn.low, all.low);
  QCOMPARE(drawn.high, all.high);
  QVERIFY(drawn.broken > 0);
  QCOMPARE(summary->front().step, points.front().step);
  QCOMPARE(summary->back().step, points.back().step);
  QVERIFY(std::is_sorted(summary->begin(), summary->end(),
                         [](const auto& a, const auto& b) { return a.step < b.step; }));
  QVERIFY(!overviewPoints(place, 300'001, {}).value());
}

void OverviewTest::onlySeriesThatStayInTheStoreHaveOne() {
  std::vector<series::Point> points = walkWithSpike(9000);
  points[5000].timestamp -= 1'000'000;
  append(points);
  QVERIFY(overview(XUnit::Step) != nullptr);
  QVERIFY(overview(XUnit::Step, 9001) == nullptr);
  QVERIFY(overview(XUnit::Time) == nullptr);
}

void OverviewTest::aChartDrawsItAndTellsNoValues() {
  append(walkWithSpike(20'000));
  LineChart chart(nullptr);
  chart.resize(500, 240);
  Curve curve;
  curve.key = curve.label = QStringLiteral("run");
  curve.data = overview(XUnit::Step);
  chart.show();
  QTRY_VERIFY(chart.settled());
  std::vector<Exactness> drawn;
  connect(&chart, &LineChart::framed, this, [&] { drawn.push_back(chart.frame()->exactness); });
  chart.setCurves({curve});
  QTRY_VERIFY(chart.settled());
  // Something is there soon, and what stays is exact.
  QCOMPARE(drawn, (std::vector<Exactness>{Exactness::Moving, Exactness::AtRest}));
  QVERIFY2(chart.note().contains(QStringLiteral("summary")), qPrintable(chart.note()));
  QVERIFY(chart.frame()->spans[0].size() > 150);
  QVERIFY(readingsAt(*chart.frame(), 9000).empty());
  QVERIFY(!nearestX(*chart.frame(), 9000));
  QVERIFY(!steppedX(*chart.frame(), 0, 9000, 1));
  QCOMPARE(chart.table().columns[0].values.size(), std::size_t{0});
  LineOptions smooth;
  smooth.smoothing = {SmoothingKind::Exponential, 0.9};
  chart.setOptions(smooth);
  QTRY_VERIFY(chart.settled());
  QVERIFY(chart.frame()->curves[0].shown == curve.data);
  const QSignalSpy noted(&chart, &ChartView::noteChanged);
  curve.data =
      makePagedCurve({m_workspace->share(), m_run, "loss", XUnit::Step, std::nullopt}, curve.data, {}, 100)
          .value();
  chart.setCurves({curve});
  QTRY_VERIFY(chart.settled());
  QCOMPARE(chart.note(), QString());
  QCOMPARE(noted.count(), 1);
}

TATARA_UI_TEST_MAIN(OverviewTest)
#include "test_overview.moc"
