// Thousands of curves as a density, and curves chosen by drawing around them, against looking at every one.
#include <QMouseEvent>
#include <QSignalSpy>
#include <map>
#include <random>

#include "tests/support/golden.h"
#include "tests/support/ui_test.h"
#include "ui/base/run_color.h"
#include "ui/chart/chart_card.h"
#include "ui/chart/lasso.h"
#include "ui/chart/line_chart.h"
#include "ui/chart/quick_raster.h"

using namespace tatara;
using namespace tatara::ui;

namespace {

constexpr QSize kPicture(60, 40);

std::vector<ColumnSpan> walkOf(std::mt19937& random) {
  std::vector<ColumnSpan> spans;
  int row = static_cast<int>(random() % 40);
  for (int column = 0; column < kPicture.width(); column += 1 + static_cast<int>(random() % 3)) {
    const int to = std::clamp(row + static_cast<int>(random() % 9) - 4, 0, kPicture.height() - 1);
    const bool begins = spans.empty() || random() % 9 == 0;
    spans.push_back({column, row, std::min(row, to), std::max(row, to), to,
                     begins ? SpanKind::Begins : SpanKind::Joined});
    row = to;
  }
  return spans;
}

Curve flat(const QString& key, double y, bool muted) {
  Curve curve;
  curve.key = curve.label = key;
  curve.muted = muted;
  curve.data = CurveData::make({0, 100}, {y, y});
  return curve;
}

}  // namespace

class CrowdAndLassoTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aPixelIsAsDarkAsTheNumberOfCurvesThatCrossIt();
  void manyFaintCurvesLieUnderTheOthers();
  void aLassoMeetsWhatIsDrawnInItAndNothingElse();
  void shiftDragNamesTheLinesAndControlDragZoomsBothAxes();
  void enterNamesTheRunAndControlArrowsZoomY();
  void aLineThatGoesOnBeyondTheViewEndsAtItsEdge();
};

// The same curve twice, thrice ...: each is at most one count a pixel, whatever strokes it is made of.
void CrowdAndLassoTest::aPixelIsAsDarkAsTheNumberOfCurvesThatCrossIt() {
  std::mt19937 random(5);
  std::vector<std::vector<ColumnSpan>> spans;
  for (int i = 0; i < 150; ++i) {
    spans.push_back(walkOf(random));
  }
  const QRgb colour = qRgb(120, 130, 140);
  StrokeStyle thin;
  thin.width = 1;
  thin.dotRadius = 0.5;
  std::vector<RasterCurve> curves;
  std::vector<int> counts(static_cast<std::size_t>(kPicture.width() * kPicture.height()), 0);
  for (const auto& walk : spans) {
    const RasterCurve curve{walk, thin};
    curves.push_back(curve);
    const QImage alone = rasteriseQuickly(std::span(&curve, 1), kPicture);
    for (int row = 0; row < kPicture.height(); ++row) {
      for (int column = 0; column < kPicture.width(); ++column) {
        counts[static_cast<std::size_t>(row * kPicture.width() + column)] +=
            qAlpha(alone.pixel(column, row)) > 0 ? 1 : 0;
      }
    }
  }
  const QImage crowd = rasteriseCrowd(curves, kPicture, colour);
  std::map<int, int> alphaOf;  // by count
  for (int row = 0; row < kPicture.height(); ++row) {
    for (int column = 0; column < kPicture.width(); ++column) {
      const int count = counts[static_cast<std::size_t>(row * kPicture.width() + column)];
      const int alpha = qAlpha(crowd.pixel(column, row));
      const auto [known, fresh] = alphaOf.emplace(count, alpha);
      QCOMPARE(known->second, alpha);
    }
  }
  QCOMPARE(alphaOf.at(0), 0);
  QVERIFY(alphaOf.at(1) > 20);
  QVERIFY(alphaOf.size() > 10);
  for (auto next = std::next(alphaOf.begin()); next != alphaOf.end(); ++next) {
    QVERIFY(next->second > std::prev(next)->second);
  }
}

void CrowdAndLassoTest::manyFaintCurvesLieUnderTheOthers() {
  std::mt19937 random(9);
  std::vector<Curve> curves;
  Curve chosen;
  chosen.key = chosen.label = QStringLiteral("chosen");
  chosen.style.slot = 1;
  std::vector<double> x;
  std::vector<double> y;
  for (int i = 0; i < 60; ++i) {
    x.push_back(i);
    y.push_back(40 + 60 * std::exp(-i / 9.0));
  }
  chosen.data = CurveData::make(x, y);
  curves.push_back(chosen);
  std::normal_distribution<double> noise(0, 1);
  for (int run = 0; run < 3000; ++run) {
    Curve other;
    other.key = other.label = QString::number(run);
    other.muted = true;
    const double end = 45 + 8 * noise(random);
    const double pace = 10 + 3 * noise(random);
    for (int i = 0; i < 60; ++i) {
      y[static_cast<std::size_t>(i)] = end + 60 * std::exp(-i / std::max(pace, 2.0)) + noise(random);
    }
    other.data = CurveData::make(x, y);
    curves.push_back(std::move(other));
  }
  for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
    applyTheme(*qApp, mode);
    auto* chart = new LineChart(nullptr);
    ChartCard card(QStringLiteral("val_rmse"), chart);
    chart->setCurves(curves);
    card.resize(712, 240);
    card.show();
    QTRY_VERIFY_WITH_TIMEOUT(chart->settled(), 20'000);
    QVERIFY(chart->frame()->spans.size() == 3001);
    // The chosen line keeps its colour where thousands lie under it.
    const LineFrame& frame = *chart->frame();
    const QPointF at = frame.at(30, chosen.data->y()[30]) - frame.plot.topLeft();
    const QColor there = frame.image.pixelColor((at * frame.ratio).toPoint());
    QVERIFY2(std::abs(there.hue() - slotColor(1).hue()) < 12, qPrintable(there.name()));
    if (mode == ThemeMode::Light) {
      TATARA_GOLDEN(card, "chart/crowd-light");
    } else {
      TATARA_GOLDEN(card, "chart/crowd-dark");
    }
  }
  applyTheme(*qApp, ThemeMode::Light);
}

void CrowdAndLassoTest::aLassoMeetsWhatIsDrawnInItAndNothingElse() {
  std::mt19937 random(11);
  int met = 0;
  for (int round = 0; round < 400; ++round) {
    const std::vector<ColumnSpan> spans = walkOf(random);
    // A triangle, and whether a pixel of the curve's strokes or lines lies in it, looked at one by one.
    QPolygonF lasso;
    for (int corner = 0; corner < 3; ++corner) {
      lasso << QPointF(static_cast<double>(random() % 600) / 10 + 0.03,
                       static_cast<double>(random() % 400) / 10 + 0.03);
    }
    bool expected = false;
    const auto look = [&](int column, double row) {
      expected = expected || lasso.containsPoint(QPointF(column, row), Qt::OddEvenFill);
    };
    for (std::size_t i = 0; i < spans.size(); ++i) {
      for (int step = 0; step <= 40 * (spans[i].bottom - spans[i].top); ++step) {
        look(spans[i].column, spans[i].top + step / 40.0);
      }
      for (int column = i > 0 ? spans[i - 1].column + 1 : 0;
           i > 0 && spans[i].kind == SpanKind::Joined && column < spans[i].column; ++column) {
        const double part =
            static_cast<double>(column - spans[i - 1].column) / (spans[i].column - spans[i - 1].column);
        look(column, spans[i - 1].last + part * (spans[i].first - spans[i - 1].last));
      }
    }
    const std::vector<bool> inside = curvesInLasso({spans}, lasso);
    // Between two of the rows that were looked at there may be a sliver.
    QVERIFY2(!expected || inside[0], qPrintable(QString::number(round)));
    met += inside[0] && expected ? 1 : 0;
    QVERIFY(curvesInLasso({spans}, lasso.translated(500, 0))[0] == false);
  }
  QVERIFY(met > 100);
  QCOMPARE(curvesInLasso({{{5, 10, 10, 10, 10, SpanKind::Alone}}}, QPolygonF(QRectF(0, 0, 9, 9)))[0], false);
  QCOMPARE(curvesInLasso({{{5, 8, 8, 8, 8, SpanKind::Alone}}}, QPolygonF(QRectF(0, 0, 9, 9)))[0], true);
}

void CrowdAndLassoTest::shiftDragNamesTheLinesAndControlDragZoomsBothAxes() {
  LineChart chart(nullptr);
  chart.setCurves({flat(QStringLiteral("a"), 1, false), flat(QStringLiteral("b"), 2, false),
                   flat(QStringLiteral("c"), 3, false)});
  chart.resize(500, 300);
  chart.show();
  QTRY_VERIFY(chart.settled());
  QSignalSpy chosen(&chart, &LineChart::curvesChosen);
  const auto drag = [&](std::vector<QPointF> way, Qt::KeyboardModifiers with) {
    QTest::mousePress(&chart, Qt::LeftButton, with, way.front().toPoint());
    for (const QPointF& at : way) {
      QMouseEvent move(QEvent::MouseMove, at, chart.mapToGlobal(at), Qt::NoButton, Qt::LeftButton, with);
      QApplication::sendEvent(&chart, &move);
    }
    QTest::mouseRelease(&chart, Qt::LeftButton, with, way.back().toPoint());
  };
  const LineFramePtr all = chart.frame();
  const QPointF low = all->at(30, 1.5);
  const QPointF high = all->at(60, 3.05);
  drag({low, {high.x(), low.y()}, high, {low.x(), high.y()}}, Qt::ShiftModifier);
  QCOMPARE(chosen.count(), 1);
  QCOMPARE(chosen.front().front().toStringList(), (QStringList{QStringLiteral("b"), QStringLiteral("c")}));
  QVERIFY(chart.frame() == all);  // nothing was zoomed
  drag({low, high}, Qt::ControlModifier);
  QTRY_VERIFY(chart.settled() && chart.frame() != all);
  const AxisRange x = chart.frame()->map.x().range();
  const AxisRange y = chart.frame()->map.y().range();
  QVERIFY(std::abs(x.low - 30) < 0.5 && std::abs(x.high - 60) < 0.5);
  QVERIFY(std::abs(y.low - 1.5) < 0.05 && std::abs(y.high - 3.05) < 0.05);
  chart.zoomBack();
  QTRY_VERIFY(chart.settled() && chart.frame()->map.x().range() == all->map.x().range());
  // Esc lets go of a drag.
  QTest::mousePress(&chart, Qt::LeftButton, {}, low.toPoint());
  QMouseEvent move(QEvent::MouseMove, high, chart.mapToGlobal(high), Qt::NoButton, Qt::LeftButton, {});
  QApplication::sendEvent(&chart, &move);
  QTest::keyClick(&chart, Qt::Key_Escape);
  QTest::mouseRelease(&chart, Qt::LeftButton, {}, high.toPoint());
  QVERIFY(chart.settled());
  QVERIFY(chart.frame()->map.x().range() == all->map.x().range());
}

void CrowdAndLassoTest::enterNamesTheRunAndControlArrowsZoomY() {
  LineChart chart(nullptr);
  chart.setCurves({flat(QStringLiteral("a"), 1, false), flat(QStringLiteral("b"), 2, false)});
  chart.resize(500, 300);
  chart.show();
  QTRY_VERIFY(chart.settled());
  QSignalSpy clicked(&chart, &LineChart::curveClicked);
  QTest::keyClick(&chart, Qt::Key_Return);
  QCOMPARE(clicked.count(), 0);
  QTest::keyClick(&chart, Qt::Key_Down);
  QTest::keyClick(&chart, Qt::Key_Down);
  QTest::keyClick(&chart, Qt::Key_Return);
  QCOMPARE(clicked.count(), 1);
  QCOMPARE(clicked.front().front().toString(), QStringLiteral("b"));
  const LineFramePtr all = chart.frame();
  QTest::keyClick(&chart, Qt::Key_Up, Qt::ControlModifier);
  QTRY_VERIFY(chart.settled() && chart.frame() != all);
  const AxisRange near = chart.frame()->map.y().range();
  QVERIFY(near.high - near.low < all->map.y().range().high - all->map.y().range().low);
  QVERIFY(chart.frame()->map.x().range() == all->map.x().range());
}

// The view ends between two points: no tick of an end, and the name beside where the line leaves.
void CrowdAndLassoTest::aLineThatGoesOnBeyondTheViewEndsAtItsEdge() {
  ChartLink link;
  auto* chart = new LineChart(&link);
  ChartCard card(QStringLiteral("val_rmse"), chart);
  std::vector<Curve> curves;
  for (int i = 0; i < 3; ++i) {
    Curve curve;
    curve.key = curve.label = QStringLiteral("run-%1").arg(i);
    curve.style.slot = i;
    std::vector<double> x;
    std::vector<double> y;
    for (int step = 0; step < (i == 2 ? 45 : 90); ++step) {
      x.push_back(step);
      y.push_back(40 + i + 30 * std::exp(-step / 12.0));
    }
    curve.data = CurveData::make(std::move(x), std::move(y));
    curves.push_back(std::move(curve));
  }
  chart->setCurves(std::move(curves));
  card.resize(560, 220);
  card.show();
  QTRY_VERIFY(chart->settled());
  link.setRange(XUnit::Step, AxisRange{30.2, 50.6});
  QTRY_VERIFY(chart->settled() && chart->frame()->map.x().range().high < 51);
  TATARA_GOLDEN(card, "chart/zoomed-names");
}

TATARA_UI_TEST_MAIN(CrowdAndLassoTest)
#include "test_crowd_and_lasso.moc"
