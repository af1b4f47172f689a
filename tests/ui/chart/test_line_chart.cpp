// The line chart as a person meets it: pictures of its states, pointer and keys, linked charts, live points.
#include <QAccessible>
#include <QBoxLayout>
#include <QDialog>
#include <QMenu>
#include <QMouseEvent>
#include <QPushButton>
#include <QSignalSpy>
#include <QWheelEvent>
#include <cmath>
#include <random>

#include "tests/support/golden.h"
#include "tests/support/ui_test.h"
#include "ui/chart/chart_card.h"
#include "ui/chart/line_chart.h"

using namespace tatara;
using namespace tatara::ui;

namespace {

CurvePtr learningCurve(int seed, int rounds, double end) {
  std::mt19937 random(static_cast<unsigned>(seed));
  std::normal_distribution<double> noise(0, 0.5);
  std::vector<double> x;
  std::vector<double> y;
  for (int i = 0; i < rounds; ++i) {
    x.push_back(i);
    y.push_back(end + (180 - end) * std::exp(-i / (42.0 + seed * 3)) + noise(random));
  }
  return CurveData::make(std::move(x), std::move(y));
}

const QStringList kNames = {"copper-heron-231", "quiet-maple-228", "amber-lynx-219",  "brisk-otter-224",
                            "slate-finch-207",  "cedar-swift-215", "ivory-crane-211", "hazel-plover-233",
                            "north-wren-203",   "dusk-badger-198", "pale-ibis-192"};

std::vector<Curve> learningCurves(int count) {
  std::vector<Curve> curves;
  for (int i = 0; i < count; ++i) {
    Curve curve;
    curve.key = QString::number(i);
    curve.label = kNames[i];
    curve.style.slot = i;
    curve.style.dash = i == 4 ? RunDash::Long : RunDash::Solid;
    curve.data = learningCurve(i, i == 3 ? 520 : 600, 38.4 + i * 0.7);
    curves.push_back(curve);
  }
  return curves;
}

// As the window system would send it; QTest::mouseMove goes by the cursor, which the offscreen platform has
// not.
void pointAt(LineChart& chart, QPointF at) {
  QMouseEvent event(QEvent::MouseMove, at, chart.mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
  QApplication::sendEvent(&chart, &event);
}

struct Shown {
  explicit Shown(std::vector<Curve> curves, LineOptions options = {}, ChartLink* link = nullptr) {
    chart = new LineChart(link);
    card = std::make_unique<ChartCard>(QStringLiteral("val_rmse"), chart);
    card->setSubtitle(QStringLiteral("rides/h"));
    options.xName = QStringLiteral("Round");
    chart->setOptions(options);
    chart->setCurves(std::move(curves));
    card->resize(712, 196);
    card->show();
  }
  // As a person switches while it is on screen.
  static void darken() {
    applyTheme(*qApp, ThemeMode::Dark);
    QCoreApplication::processEvents();
  }
  std::unique_ptr<ChartCard> card;
  LineChart* chart = nullptr;
};

}  // namespace

class LineChartTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void sixRunsWithNamesAtTheirEnds();
  void hoveringDimsTheOthersAndSortsTheTooltip();
  void manyRunsGetALegend();
  void bandsOfGroupsAndOfManyPoints();
  void aBandCoversTheRowsBetweenItsEdges();
  void everySmoothingIsDrawnOverTheRawCurve();
  void statesStayInsideTheCard();
  void gapsDotsAndALogarithmicAxis();
  void whatALogarithmicAxisLeavesOutIsCountedOnce();
  void wallTimeInJapanese();
  void draggingZoomsAndDoubleClickShowsAll();
  void aDoubleClickOnALineNamesNoRun();
  void theMiddleButtonTheSpaceBarAndKeysPan();
  void linkedChartsShareRangeAndCrossHair();
  void keysMoveTheCrossHair();
  void livePointsKeepZoomAndCrossHair();
  void theTableJoinsOnX();
  void picturesLeaveAsSvgAndPng();
  void wheelOverAnAxisZoomsItOnly();
  void aBeginningThatIsLeftOutIsToldAndShown_data();
  void aBeginningThatIsLeftOutIsToldAndShown();
};

void LineChartTest::init() {
  applyTheme(*qApp, ThemeMode::Light);
  setLanguage(Language::English);
}

void LineChartTest::sixRunsWithNamesAtTheirEnds() {
  LineOptions options;
  options.smoothing = {SmoothingKind::Exponential, 0.75};
  for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
    applyTheme(*qApp, mode);
    Shown shown(learningCurves(6), options);
    shown.card->setBadge(QStringLiteral("smoothing 0.75, raw shown"));
    QTRY_VERIFY(shown.chart->settled());
    if (mode == ThemeMode::Light) {
      TATARA_GOLDEN(*shown.card, "chart/lines-light");
    } else {
      TATARA_GOLDEN(*shown.card, "chart/lines-dark");
    }
  }
}

void LineChartTest::hoveringDimsTheOthersAndSortsTheTooltip() {
  for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
    applyTheme(*qApp, mode);
    QWidget window;
    window.resize(740, 240);
    ChartLink link;
    Shown shown(learningCurves(6), {}, &link);
    shown.card->setParent(&window);
    shown.card->move(14, 30);
    shown.card->show();
    window.show();
    QTRY_VERIFY(shown.chart->settled());
    const QPointF at = shown.chart->frame()->at(268, 42);
    pointAt(*shown.chart, at);
    QVERIFY(link.crossHair() && std::abs(link.crossHair()->x - 268) <= 2);
    link.setHovered(QStringLiteral("0"));
    link.setCrossHair(CrossHair{XUnit::Step, 268});
    if (mode == ThemeMode::Light) {
      TATARA_GOLDEN(window, "chart/hover-light");
    } else {
      TATARA_GOLDEN(window, "chart/hover-dark");
    }
  }
}

void LineChartTest::bandsOfGroupsAndOfManyPoints() {
  for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
    applyTheme(*qApp, mode);
    std::vector<Curve> curves = learningCurves(3);
    for (Curve& curve : curves) {
      std::vector<double> low = curve.data->y();
      std::vector<double> high = curve.data->y();
      for (std::size_t i = 0; i < low.size(); ++i) {
        low[i] -= 2 + 0.01 * static_cast<double>(i);
        high[i] = i > 300 && i < 340 ? NAN : high[i] + 3;
      }
      curve.band = {CurveData::makeShared(curve.data->sharedX(), low),
                    CurveData::makeShared(curve.data->sharedX(), high)};
      curve.counts =
          CurveData::makeShared(curve.data->sharedX(), std::vector<double>(curve.data->size(), 6.0));
    }
    Shown shown(curves);
    QTRY_VERIFY(shown.chart->settled());
    const ChartTable table = shown.chart->table();
    QCOMPARE(table.columns.size(), std::size_t(1 + 3 * 4));
    QCOMPARE(table.columns[2].values[10], curves[0].band.low->y()[10]);
    QCOMPARE(table.columns[4].values[10], 6.0);
    if (mode == ThemeMode::Light) {
      TATARA_GOLDEN(*shown.card, "chart/bands-light");
    } else {
      TATARA_GOLDEN(*shown.card, "chart/bands-dark");
    }
  }
  applyTheme(*qApp, ThemeMode::Light);
  std::mt19937 random(7);
  std::normal_distribution<double> noise(0, 4);
  std::vector<double> x;
  std::vector<double> y;
  for (int i = 0; i < 40'000; ++i) {
    x.push_back(i);
    y.push_back(50 + 20 * std::sin(i / 6000.0) + noise(random));
  }
  std::vector<Curve> one = learningCurves(1);
  one[0].data = CurveData::make(x, y);
  LineOptions options;
  options.spread = true;
  Shown shown(one, options);
  QTRY_VERIFY(shown.chart->settled());
  TATARA_GOLDEN(*shown.card, "chart/spread");
  shown.darken();
  QTRY_VERIFY(shown.chart->settled());
  TATARA_GOLDEN(*shown.card, "chart/spread-dark");
}

// Every pixel between the polylines through all points, and no other.
void LineChartTest::aBandCoversTheRowsBetweenItsEdges() {
  std::mt19937 random(11);
  for (int round = 0; round < 200; ++round) {
    const int width = 40 + static_cast<int>(random() % 60);
    const int height = 30 + static_cast<int>(random() % 60);
    const int count = 2 + static_cast<int>(random() % 300);
    std::vector<double> x;
    std::vector<double> low;
    std::vector<double> high;
    for (int i = 0; i < count; ++i) {
      x.push_back(i);
      low.push_back(static_cast<double>(random() % 1000) / 1000);
      high.push_back(low.back() + static_cast<double>(random() % 1000) / 1000);
    }
    const PlotMap map(PlotAxis({0, static_cast<double>(count - 1)}, AxisScale::Linear, width),
                      PlotAxis({0, 2}, AxisScale::Linear, height));
    const CurvePtr lower = CurveData::make(x, low);
    const CurvePtr upper = CurveData::make(x, high);
    const Band band = bandBetween(reduceToColumns(*lower, map, 3, Exactness::AtRest),
                                  reduceToColumns(*upper, map, 3, Exactness::AtRest), width);
    std::vector<int> top(static_cast<std::size_t>(width), height * 2);
    std::vector<int> bottom(static_cast<std::size_t>(width), -1);
    const auto touch = [&](int column, int row) {
      if (column >= 0 && column < width) {
        const auto at = static_cast<std::size_t>(column);
        top[at] = std::min(top[at], row);
        bottom[at] = std::max(bottom[at], row);
      }
    };
    for (const auto* edge : {&low, &high}) {
      for (int i = 0; i < count; ++i) {
        const int column = map.column(x[static_cast<std::size_t>(i)]);
        const int row = map.row((*edge)[static_cast<std::size_t>(i)]);
        touch(column, row);
        if (i + 1 < count) {
          const int nextColumn = map.column(x[static_cast<std::size_t>(i + 1)]);
          const int nextRow = map.row((*edge)[static_cast<std::size_t>(i + 1)]);
          for (int c = column + 1; c < nextColumn; ++c) {
            touch(c, static_cast<int>(std::lround(row + static_cast<double>(nextRow - row) /
                                                            (nextColumn - column) * (c - column))));
          }
        }
      }
    }
    for (int c = 0; c < width; ++c) {
      const auto at = static_cast<std::size_t>(c);
      QCOMPARE(band[at].empty(), bottom[at] < 0);
      if (bottom[at] >= 0) {
        QCOMPARE(band[at].top, top[at]);
        QCOMPARE(band[at].bottom, bottom[at]);
      }
    }
  }
}

void LineChartTest::everySmoothingIsDrawnOverTheRawCurve() {
  LineRequest request;
  LineRequest::Curve curve;
  curve.data = CurveData::make({0, 1, 2, 3, 4}, {5, 3, 4, 2, 6});
  request.curves = {curve};
  request.size = QSizeF(300, 200);
  const std::map<SmoothingKind, std::pair<double, std::vector<double>>> expected = {
      {SmoothingKind::RunningMean, {3, {4, 4, 3, 4, 4}}},
      {SmoothingKind::Least, {0, {5, 3, 3, 2, 2}}},
      {SmoothingKind::Greatest, {0, {5, 5, 5, 5, 6}}},
      {SmoothingKind::Exponential, {0.5, {5, 11.0 / 3, 27.0 / 7, 43.0 / 15, 139.0 / 31}}},
  };
  for (const auto& [kind, answer] : expected) {
    request.smoothing = {kind, answer.first};
    const LineFramePtr frame = makeLineFrame(request);
    QCOMPARE(frame->curves[0].placed, curve.data);
    for (std::size_t i = 0; i < 5; ++i) {
      QVERIFY(std::abs(frame->curves[0].shown->y()[i] - answer.second[i]) < 1e-12);
    }
  }
}

void LineChartTest::manyRunsGetALegend() {
  Shown shown(learningCurves(11));
  shown.card->resize(520, 260);
  QTRY_VERIFY(shown.chart->settled());
  TATARA_GOLDEN(*shown.card, "chart/legend");
  shown.darken();
  QTRY_VERIFY(shown.chart->settled());
  TATARA_GOLDEN(*shown.card, "chart/legend-dark");
}

void LineChartTest::statesStayInsideTheCard() {
  Shown shown(learningCurves(2));
  shown.card->resize(380, 180);
  QTRY_VERIFY(shown.chart->settled());
  shown.card->showEmpty(QStringLiteral("No run logged val_rmse"), QStringLiteral("Choose another metric"),
                        [] {});
  TATARA_GOLDEN(*shown.card, "chart/empty");
  bool retried = false;
  shown.card->showError(makeError(ErrorKind::Corrupt, "block 14 of val_rmse is damaged; run tatara verify"),
                        [&retried] { retried = true; });
  TATARA_GOLDEN(*shown.card, "chart/error");
  const auto buttons = shown.card->findChildren<QPushButton*>();
  QVERIFY(!buttons.isEmpty());
  buttons.first()->click();
  QVERIFY(retried);
  shown.card->showLoading();
  QTest::qWait(200);
  TATARA_GOLDEN(*shown.card, "chart/loading");
  shown.card->showChart();
  TATARA_GOLDEN(*shown.card, "chart/two");
  const auto fail = [&] {
    shown.card->showError(makeError(ErrorKind::Corrupt, "block 14 of val_rmse is damaged; run tatara verify"),
                          [] {});
  };
  fail();
  shown.darken();
  const QImage turned = shown.card->grab().toImage();
  shown.card->showEmpty(QStringLiteral("No run logged val_rmse"), QStringLiteral("Choose another metric"),
                        [] {});
  TATARA_GOLDEN(*shown.card, "chart/empty-dark");
  fail();
  TATARA_GOLDEN(*shown.card, "chart/error-dark");
  // One that was there before the theme changed looks the same.
  QCOMPARE(turned, shown.card->grab().toImage());
}

void LineChartTest::gapsDotsAndALogarithmicAxis() {
  std::vector<double> x;
  std::vector<double> y;
  for (int i = 0; i < 120; ++i) {
    x.push_back(i);
    y.push_back(i > 30 && i < 45 ? std::nan("") : i == 38 ? 3 : 50 * std::exp(-i / 15.0));
  }
  y[38] = 4;
  y[80] = 0;
  y[81] = -1;
  Curve curve;
  curve.key = QStringLiteral("a");
  curve.label = QStringLiteral("loss");
  curve.style.slot = 0;
  curve.data = CurveData::make(x, y);
  LineOptions options;
  options.yScale = AxisScale::Log;
  Shown shown({curve}, options);
  QTRY_VERIFY(shown.chart->settled());
  QCOMPARE(shown.chart->note(), QStringLiteral("2 values ≤ 0 not shown · 13 values NaN or infinite"));
  TATARA_GOLDEN(*shown.card, "chart/log-gaps");
  shown.darken();
  QTRY_VERIFY(shown.chart->settled());
  TATARA_GOLDEN(*shown.card, "chart/log-gaps-dark");
}

void LineChartTest::whatALogarithmicAxisLeavesOutIsCountedOnce() {
  LineRequest request;
  LineRequest::Curve curve;
  curve.data = CurveData::make({-2, -1, 0, 1, 2, 3}, {-5, 1, NAN, 0, 4, 5});
  request.curves.push_back(curve);
  request.size = QSizeF(300, 200);
  QCOMPARE(makeLineFrame(request)->notPositive, std::size_t{0});
  request.xScale = AxisScale::Log;
  QCOMPARE(makeLineFrame(request)->notPositive, std::size_t{3});  // steps −2, −1, 0
  request.yScale = AxisScale::Log;
  QCOMPARE(makeLineFrame(request)->notPositive, std::size_t{4});  // and the 0 at 1; −5 at −2 was counted
  request.xScale = AxisScale::Linear;
  QCOMPARE(makeLineFrame(request)->notPositive, std::size_t{2});
}

void LineChartTest::wallTimeInJapanese() {
  setLanguage(Language::Japanese);
  std::vector<Curve> curves = learningCurves(3);
  const double start = 1795194000000.0;  // 2026-11-20T17:00Z
  for (Curve& curve : curves) {
    std::vector<double> x;
    for (std::size_t i = 0; i < curve.data->size(); ++i) {
      x.push_back(start + static_cast<double>(i) * 90000);
    }
    curve.data = CurveData::make(std::move(x), curve.data->y());
  }
  LineOptions options;
  options.xUnit = XUnit::Time;
  Shown shown(curves, options);
  QTRY_VERIFY(shown.chart->settled());
  TATARA_GOLDEN(*shown.card, "chart/wall-time-ja");
}

void LineChartTest::draggingZoomsAndDoubleClickShowsAll() {
  Shown shown(learningCurves(3));
  QTRY_VERIFY(shown.chart->settled());
  const LineFramePtr all = shown.chart->frame();
  const QPoint from = all->at(200, 50).toPoint();
  const QPoint to = all->at(400, 50).toPoint();
  QTest::mousePress(shown.chart, Qt::LeftButton, {}, from);
  QTest::mouseMove(shown.chart, (from + to) / 2);
  QTest::mouseMove(shown.chart, to);
  QTest::mouseRelease(shown.chart, Qt::LeftButton, {}, to);
  QTRY_VERIFY(shown.chart->settled() && shown.chart->frame() != all);
  const AxisRange zoomed = shown.chart->frame()->map.x().range();
  QVERIFY(std::abs(zoomed.low - 200) < 2 && std::abs(zoomed.high - 400) < 2);
  QTest::mouseDClick(shown.chart, Qt::LeftButton, {}, to);
  QTRY_VERIFY(shown.chart->settled() && shown.chart->frame()->map.x().range() == all->map.x().range());
  shown.chart->zoomBack();
  QTRY_VERIFY(shown.chart->settled() && shown.chart->frame()->map.x().range() == zoomed);
  shown.chart->zoomBack();
  QTRY_VERIFY(shown.chart->settled() && shown.chart->frame()->map.x().range() == all->map.x().range());
}

void LineChartTest::aBeginningThatIsLeftOutIsToldAndShown_data() {
  QTest::addColumn<bool>("falls");
  QTest::newRow("a loss begins above") << true;
  QTest::newRow("an accuracy begins below") << false;
}

void LineChartTest::aBeginningThatIsLeftOutIsToldAndShown() {
  QFETCH(bool, falls);
  std::vector<double> x;
  std::vector<double> y;
  for (int i = 0; i < 200; ++i) {
    x.push_back(i);
    y.push_back((falls ? 1 : -1) * (5 + 100 * std::exp(-i / 4.0) - i * 0.002));
  }
  Curve curve;
  curve.key = curve.label = QStringLiteral("a");
  curve.data = CurveData::make(std::move(x), std::move(y));
  Shown shown({curve});
  QTRY_VERIFY(shown.chart->settled());
  auto* sign = shown.chart->findChild<QAbstractButton*>();
  QVERIFY(sign != nullptr && sign->isVisible());
  QCOMPARE(sign->text(), falls ? QStringLiteral("beginning above") : QStringLiteral("beginning below"));
  QVERIFY2(sign->toolTip().contains(QStringLiteral("105")), qPrintable(sign->toolTip()));
  const QRectF plot = shown.chart->frame()->plot;
  QVERIFY(plot.contains(QRectF(sign->geometry())));
  QCOMPARE(sign->geometry().center().y() < plot.center().y(), falls);
  QTest::mouseClick(sign, Qt::LeftButton);
  QTRY_VERIFY(shown.chart->settled() && !sign->isVisible());
  const AxisRange all = shown.chart->frame()->map.y().range();
  QVERIFY(all.low <= (falls ? 4.7 : -105) && all.high >= (falls ? 105 : -4.7));
  // Nothing is left out on a zoom, so there is nothing to tell.
  LineOptions options = shown.chart->options();
  options.fit = YFit::Focus;
  shown.chart->setOptions(options);
  QTRY_VERIFY(shown.chart->settled() && sign->isVisible());
  shown.chart->setFocus();
  QTest::keyClick(shown.chart, Qt::Key_Plus);
  QTRY_VERIFY(shown.chart->settled() && !sign->isVisible());
}

void LineChartTest::aDoubleClickOnALineNamesNoRun() {
  Shown shown(learningCurves(1));
  QTRY_VERIFY(shown.chart->settled());
  const QSignalSpy clicked(shown.chart, &LineChart::curveClicked);
  const auto onLine = [&shown] {
    const LineFrame& frame = *shown.chart->frame();
    const CurveData& curve = *shown.chart->curves()[0].data;
    return frame.at(curve.x()[300], curve.y()[300]).toPoint();
  };
  QTest::mouseClick(shown.chart, Qt::LeftButton, {}, onLine());
  QCOMPARE(clicked.count(), 1);  // nothing is zoomed: at once
  QTest::mouseDClick(shown.chart, Qt::LeftButton, {}, onLine());
  QApplication::setDoubleClickInterval(50);
  shown.chart->setFocus();
  QTest::keyClick(shown.chart, Qt::Key_Plus);
  QTRY_VERIFY(shown.chart->settled());
  const int before = static_cast<int>(clicked.count());
  QTest::mouseClick(shown.chart, Qt::LeftButton, {}, onLine());
  QCOMPARE(clicked.count(), before);
  QTRY_COMPARE(clicked.count(), before + 1);
  QTest::mouseClick(shown.chart, Qt::LeftButton, {}, onLine());
  QTest::mouseDClick(shown.chart, Qt::LeftButton, {}, onLine());
  QTRY_VERIFY(shown.chart->settled() && shown.chart->frame()->map.x().range() == (AxisRange{0, 600}));
  QTest::qWait(120);  // longer than a late click waits
  QCOMPARE(clicked.count(), before + 1);
}

void LineChartTest::theMiddleButtonTheSpaceBarAndKeysPan() {
  Shown shown(learningCurves(2));
  auto* button = new QPushButton(QStringLiteral("Log"), shown.card.get());
  button->show();
  LineChart& chart = *shown.chart;
  QTRY_VERIFY(chart.settled());
  chart.setFocus();
  QTest::keyClick(&chart, Qt::Key_Plus);
  QTRY_VERIFY(chart.settled());
  const auto low = [&chart] { return chart.frame()->map.x().range().low; };
  const auto drag = [&chart](Qt::MouseButton with) {
    const QPoint from = chart.frame()->plot.center().toPoint();
    QTest::mousePress(&chart, with, {}, from);
    for (const QPoint by : {QPoint(20, 0), QPoint(60, 0)}) {
      const QPointF at = from + by;
      QMouseEvent move(QEvent::MouseMove, at, chart.mapToGlobal(at), Qt::NoButton, with, Qt::NoModifier);
      QApplication::sendEvent(&chart, &move);
    }
    QTest::mouseRelease(&chart, with, {}, from + QPoint(60, 0));
    return QTest::qWaitFor([&chart] { return chart.settled(); });
  };
  const double width = chart.frame()->map.x().range().high - low();
  double before = low();
  QVERIFY(drag(Qt::MiddleButton));
  QVERIFY2(low() < before, qPrintable(QString::number(low() - before)));
  QVERIFY(std::abs(chart.frame()->map.x().range().high - low() - width) < 1e-6);
  // The button that has the focus does not hear of the space bar while the pointer is over the chart.
  const QSignalSpy pressed(button, &QPushButton::clicked);
  button->setFocus();
  pointAt(chart, chart.frame()->plot.center());
  before = low();
  QTest::keyPress(button, Qt::Key_Space);
  QVERIFY(drag(Qt::LeftButton));
  QTest::keyRelease(button, Qt::Key_Space);
  QVERIFY(low() < before);
  QVERIFY(std::abs(chart.frame()->map.x().range().high - low() - width) < 1e-6);
  QCOMPARE(pressed.count(), 0);
  QEvent leave(QEvent::Leave);
  QApplication::sendEvent(&chart, &leave);
  QTest::keyClick(button, Qt::Key_Space);
  QCOMPARE(pressed.count(), 1);
  before = low();
  QTest::keyClick(&chart, Qt::Key_Right, Qt::ControlModifier);
  QTRY_VERIFY(chart.settled() && low() > before);
}

void LineChartTest::linkedChartsShareRangeAndCrossHair() {
  ChartLink link;
  Shown first(learningCurves(2), {}, &link);
  Shown second(learningCurves(2), {}, &link);
  LineOptions wall;
  wall.xUnit = XUnit::Time;
  Shown other(learningCurves(2), wall, &link);
  QTRY_VERIFY(first.chart->settled() && second.chart->settled() && other.chart->settled());
  link.setRange(XUnit::Step, AxisRange{100, 200});
  QTRY_VERIFY(second.chart->settled() && second.chart->frame()->map.x().range() == (AxisRange{100, 200}));
  QTRY_VERIFY(first.chart->settled() && first.chart->frame()->map.x().range() == (AxisRange{100, 200}));
  QVERIFY(other.chart->frame()->map.x().range() == (AxisRange{0, 599}));
  const QImage before = second.card->grab().toImage();
  pointAt(*first.chart, first.chart->frame()->plot.center());
  QVERIFY(link.crossHair());
  QVERIFY(second.card->grab().toImage() != before);
}

void LineChartTest::keysMoveTheCrossHair() {
  ChartLink link;
  Shown shown(learningCurves(3), {}, &link);
  QTRY_VERIFY(shown.chart->settled());
  shown.chart->setFocus();
  QTest::keyClick(shown.chart, Qt::Key_Home);
  QCOMPARE(link.crossHair()->x, 0.0);
  QTest::keyClick(shown.chart, Qt::Key_Right);
  QTest::keyClick(shown.chart, Qt::Key_Right, Qt::ShiftModifier);
  QCOMPARE(link.crossHair()->x, 11.0);
  QTest::keyClick(shown.chart, Qt::Key_Left);
  QCOMPARE(link.crossHair()->x, 10.0);
  QTest::keyClick(shown.chart, Qt::Key_End);
  QCOMPARE(link.crossHair()->x, 599.0);
  QTest::keyClick(shown.chart, Qt::Key_Down);
  QTest::keyClick(shown.chart, Qt::Key_Down);
  QCOMPARE(link.hovered(), QStringLiteral("1"));
  QTest::keyClick(shown.chart, Qt::Key_Up);
  QCOMPARE(link.hovered(), QStringLiteral("0"));
  QVERIFY(shown.chart->accessibleDescription().contains(QStringLiteral("copper-heron-231 at 599")));
  QAccessibleInterface* told = QAccessible::queryAccessibleInterface(shown.chart);
  QCOMPARE(told->role(), QAccessible::Chart);
  QVERIFY(told->text(QAccessible::Name) == shown.card->title());
  const QString said = told->text(QAccessible::Description);
  QVERIFY2(said.startsWith(QStringLiteral("Line chart of 3 line")) && said.contains(QStringLiteral("x 0 to")),
           qPrintable(said));
  QVERIFY(told->text(QAccessible::Value).startsWith(QStringLiteral("copper-heron-231 at 599: ")));
  told->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
  auto* table = shown.card->findChild<QDialog*>();
  QVERIFY2(table && table->isVisible(), "the numbers of the chart as a table");
  table->close();
  QTest::keyClick(shown.chart, Qt::Key_Escape);
  QVERIFY(!link.crossHair());
}

void LineChartTest::livePointsKeepZoomAndCrossHair() {
  ChartLink link;
  Shown shown(learningCurves(1), {}, &link);
  QTRY_VERIFY(shown.chart->settled());
  link.setRange(XUnit::Step, AxisRange{500, 700});
  link.setCrossHair(CrossHair{XUnit::Step, 550});
  QTRY_VERIFY(shown.chart->settled());
  const LineFramePtr before = shown.chart->frame();
  std::vector<Curve> grown = learningCurves(1);
  grown[0].data = learningCurve(0, 650, 38.4);
  shown.chart->setCurves(grown);
  // The old picture stands until the new one is there.
  QVERIFY(shown.chart->frame() == before);
  QTRY_VERIFY(shown.chart->settled());
  QVERIFY(shown.chart->frame() != before);
  QVERIFY(shown.chart->frame()->map.x().range() == (AxisRange{500, 700}));
  QCOMPARE(link.crossHair()->x, 550.0);
  QCOMPARE(shown.chart->frame()->curves[0].raw->size(), std::size_t{650});
}

void LineChartTest::theTableJoinsOnX() {
  Curve a;
  a.key = a.label = QStringLiteral("a");
  a.data = CurveData::make({0, 1, 1, 3}, {10, 11, 12, 13});
  Curve b;
  b.key = b.label = QStringLiteral("b, with comma");
  b.data = CurveData::make({1, 2}, {21, std::nan("")});
  Shown shown({a, b});
  QCOMPARE(shown.chart->table().toCsv(),
           QByteArray("Round,a,\"b, with comma\"\n0,10,\n1,11,21\n1,12,\n2,,\n3,13,\n"));
}

void LineChartTest::picturesLeaveAsSvgAndPng() {
  Shown shown(learningCurves(2));
  QTRY_VERIFY(shown.chart->settled());
  const QByteArray svg = shown.chart->toSvg(QStringLiteral("val_rmse"));
  QVERIFY(svg.contains("<svg") && svg.contains("val_rmse") && svg.contains("copper-heron-231"));
  QCOMPARE(svg, shown.chart->toSvg(QStringLiteral("val_rmse")));
  QCOMPARE(shown.chart->toImage(2).size(), shown.chart->size() * 2);
  QMenu menu;
  shown.card->fillMenu(menu);
  QStringList texts;
  for (const QAction* action : menu.actions()) {
    texts << action->text();
  }
  QVERIFY(texts.contains(QStringLiteral("View as table")) && texts.contains(QStringLiteral("Copy as SVG")));
}

void LineChartTest::wheelOverAnAxisZoomsItOnly() {
  Shown shown(learningCurves(2));
  QTRY_VERIFY(shown.chart->settled());
  const LineFramePtr all = shown.chart->frame();
  const auto wheel = [&](QPointF at) {
    QWheelEvent event(at, shown.chart->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(shown.chart, &event);
    return event.isAccepted();
  };
  QVERIFY(!wheel(all->plot.center()));
  QVERIFY(wheel(QPointF(all->plot.center().x(), all->plot.bottom() + 8)));
  QTRY_VERIFY(shown.chart->settled() && shown.chart->frame() != all);
  const AxisRange x = shown.chart->frame()->map.x().range();
  QVERIFY(x.low > 0 && x.high < 600);
  const LineFramePtr before = shown.chart->frame();
  QVERIFY(wheel(QPointF(4, all->plot.center().y())));
  QTRY_VERIFY(shown.chart->settled() && shown.chart->frame() != before);
  QVERIFY(shown.chart->frame()->map.x().range() == x);
  QVERIFY(shown.chart->frame()->map.y().range() != before->map.y().range());
}

TATARA_UI_TEST_MAIN(LineChartTest)
#include "test_line_chart.moc"
