// Bars, histogram, boxes, density and sparklines: their pictures and their numbers.
#include <QPainter>
#include <cmath>
#include <random>

#include "tests/support/golden.h"
#include "tests/support/ui_test.h"
#include "ui/chart/chart_card.h"
#include "ui/chart/label_layout.h"
#include "ui/chart/small_charts.h"
#include "ui/chart/sparkline.h"

using namespace tatara::ui;

class SmallChartsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { applyTheme(*qApp, ThemeMode::Light); }
  void pictures_data();
  void pictures();
  void barsThatDoNotFitAreCounted();
  void tablesHoldTheNumbers();
  void aSparklineShowsOneSpikeInAMillionPoints();
  void labelsKeepTheirDistanceAndOrder();
};

namespace {

BarList* bars(QWidget* parent) {
  auto* list = new BarList(parent);
  list->setBars(QStringLiteral("gain"), {{QStringLiteral("hr_sin, hr_cos"), 0.312},
                                         {QStringLiteral("cnt_lag_168h"), 0.221},
                                         {QStringLiteral("workingday"), 0.118},
                                         {QStringLiteral("temp"), 0.094},
                                         {QStringLiteral("yr"), 0.071},
                                         {QStringLiteral("hum"), 0.046},
                                         {QStringLiteral("weathersit"), 0.039}});
  return list;
}

Histogram* histogram(QWidget* parent) {
  std::mt19937 random(5);
  std::normal_distribution<double> normal(0, 30);
  Bins bins{{-100, 100}, std::vector<double>(40, 0)};
  for (int i = 0; i < 4000; ++i) {
    const double value = normal(random);
    if (std::abs(value) < 100) {
      ++bins.counts[static_cast<std::size_t>((value + 100) / 5)];
    }
  }
  auto* chart = new Histogram(parent);
  chart->setBins(bins);
  return chart;
}

BoxChart* boxes(QWidget* parent) {
  std::vector<BoxChart::Box> all;
  for (int hour = 0; hour < 24; ++hour) {
    const double spread =
        12 + 60 * std::exp(-std::pow((hour - 17) / 3.0, 2)) + 40 * std::exp(-std::pow((hour - 8) / 1.5, 2));
    all.push_back({QStringLiteral("%1").arg(hour, 2, 10, QLatin1Char('0')), -spread * 1.6, -spread * 0.6, 2,
                   spread * 0.6, spread * 1.7, 144});
  }
  auto* chart = new BoxChart(parent);
  chart->setBoxes(QStringLiteral("hour"), all);
  return chart;
}

DensityPlot* density(QWidget* parent) {
  std::mt19937 random(9);
  DensityPlot::Grid grid{
      QStringLiteral("predicted"), QStringLiteral("actual"), {0, 900}, 36, std::vector<double>(36 * 36, 0)};
  for (int i = 0; i < 6000; ++i) {
    const double truth = std::min(899.0, std::exponential_distribution<double>(1 / 190.0)(random));
    const double guess = truth + std::normal_distribution<double>(0, 12 + truth * 0.09)(random);
    if (guess >= 0 && guess < 900) {
      ++grid.counts[static_cast<std::size_t>(static_cast<int>(truth / 25) * 36 +
                                             static_cast<int>(guess / 25))];
    }
  }
  auto* chart = new DensityPlot(parent);
  chart->setGrid(grid);
  return chart;
}

}  // namespace

void SmallChartsTest::pictures_data() {
  QTest::addColumn<QString>("kind");
  QTest::addColumn<bool>("dark");
  for (const char* kind : {"bars", "histogram", "boxes", "density"}) {
    QTest::newRow(kind) << QString::fromLatin1(kind) << false;
    QTest::newRow(qPrintable(QString::fromLatin1(kind) + QStringLiteral("-dark")))
        << QString::fromLatin1(kind) << true;
  }
}

void SmallChartsTest::pictures() {
  QFETCH(QString, kind);
  QFETCH(bool, dark);
  applyTheme(*qApp, dark ? ThemeMode::Dark : ThemeMode::Light);
  ChartView* view = kind == QLatin1String("bars")        ? static_cast<ChartView*>(bars(nullptr))
                    : kind == QLatin1String("histogram") ? histogram(nullptr)
                    : kind == QLatin1String("boxes")     ? static_cast<ChartView*>(boxes(nullptr))
                                                         : density(nullptr);
  ChartCard card(kind, view);
  card.resize(kind == QLatin1String("boxes") ? 762 : 280, 224);
  card.show();
  const QString difference = test::compareGolden(
      card.grab().toImage(),
      QStringLiteral("chart/%1-%2").arg(kind, dark ? QStringLiteral("dark") : QStringLiteral("light")));
  QVERIFY2(difference.isEmpty(), qPrintable(difference));
}

void SmallChartsTest::barsThatDoNotFitAreCounted() {
  ChartCard card(QStringLiteral("Feature importance"), bars(nullptr));
  card.setSubtitle(QStringLiteral("gain"));
  card.resize(280, 130);
  card.show();
  TATARA_GOLDEN(card, "chart/bars-short");
}

void SmallChartsTest::tablesHoldTheNumbers() {
  QVERIFY(bars(nullptr)->table().toCsv().startsWith("Name,gain\n\"hr_sin, hr_cos\",0.312\n"));
  const ChartTable table = histogram(nullptr)->table();
  QCOMPARE(table.rows(), std::size_t{40});
  QCOMPARE(table.columns[0].values[0], -100.0);
  QCOMPARE(table.columns[1].values[39], 100.0);
  QCOMPARE(boxes(nullptr)->table().columns.size(), std::size_t{7});
}

void SmallChartsTest::aSparklineShowsOneSpikeInAMillionPoints() {
  std::vector<double> x(1000000);
  std::vector<double> y(1000000, 1.0);
  for (std::size_t i = 0; i < x.size(); ++i) {
    x[i] = static_cast<double>(i);
  }
  y[500000] = 5;
  const CurvePtr curve = CurveData::make(std::move(x), std::move(y));
  const QImage image = makeSparkline(*curve, {80, 20}, 1, {Qt::blue, 1.4, SparkFill::Under});
  QCOMPARE(image.size(), QSize(80, 20));
  QVERIFY(qAlpha(image.pixel(40, 3)) > 200);
  QVERIFY(qAlpha(image.pixel(20, 3)) == 0);
  QVERIFY(qAlpha(image.pixel(20, 19)) > 20);
  QVERIFY(makeSparkline(*CurveData::make({1, 2}, {NAN, NAN}), {80, 20}, 1, {}).isNull());
}

void SmallChartsTest::labelsKeepTheirDistanceAndOrder() {
  std::mt19937 random(2);
  for (int round = 0; round < 500; ++round) {
    std::vector<double> wanted;
    const int count = std::uniform_int_distribution<int>(1, 8)(random);
    for (int i = 0; i < count; ++i) {
      wanted.push_back(std::uniform_real_distribution<double>(0, 150)(random));
    }
    const std::vector<double> placed = placeLabels(wanted, 14, 4, 150);
    for (std::size_t i = 0; i < placed.size(); ++i) {
      QVERIFY(placed[i] >= 4 - 1e-9 && placed[i] <= 150 + 1e-9);
      for (std::size_t j = 0; j < placed.size(); ++j) {
        if (wanted[i] < wanted[j]) {
          QVERIFY(placed[j] - placed[i] >= 14 - 1e-9);
        }
      }
    }
  }
  // Alone and inside, a label stands where its line ends.
  QCOMPARE(placeLabels({60}, 14, 0, 100), std::vector<double>{60});
  // Two that collide share the way.
  QCOMPARE(placeLabels({50, 52}, 14, 0, 100), (std::vector<double>{44, 58}));
}

TATARA_UI_TEST_MAIN(SmallChartsTest)
#include "test_small_charts.moc"
