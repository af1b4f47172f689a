// The Plots tab over a real frame: every kind of picture, selections in it, and what is taken along.
#include <QComboBox>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <cmath>

#include "core/base/seeded_random.h"
#include "tests/core/dataset/frame_fixture.h"
#include "tests/support/golden.h"
#include "tests/support/ui_test.h"
#include "ui/explore/plots_page.h"

namespace tatara::ui {
namespace {

// Two seasons of hourly rentals from a seed: demand follows the hour and the temperature.
std::string rentals(int rows) {
  SeededRandom random(7);
  std::string csv = "at,hour,season,temp,cnt,weather\n";
  for (int i = 0; i < rows; ++i) {
    const int hour = i % 24;
    const double temp = 15 + 12 * std::sin(i / 900.0) + 3 * random.normal();
    const double demand =
        std::max(1.0, (hour > 6 && hour < 21 ? 180.0 : 40.0) + temp * 6 + 30 * random.normal());
    csv += dataset::timeText(1.29384e9 + i * 3600.0) + "," + std::to_string(hour) + "," +
           (temp > 15 ? "warm" : "cold") + "," +
           (random.below(50) == 0 ? std::string() : std::to_string(temp)) + "," +
           std::to_string(static_cast<int>(demand)) + "," +
           (random.below(10) < 6   ? "clear"
            : random.below(10) < 7 ? "mist"
                                   : "rain") +
           "\n";
  }
  return csv;
}

const dataset::FrameFixture& data() {
  static const dataset::FrameFixture made(rentals(6000));
  return made;
}

struct Bench {
  explicit Bench(QSize size = {900, 460}) {
    page.resize(size);
    page.show();
    page.view().setFocus();
  }
  void draw(const PlotChoice& choice) {
    page.setChoice(choice);
    page.setFrame(data().frame);
    settle();
  }
  void settle() {
    QTRY_VERIFY(page.settled());
    QCoreApplication::processEvents();
    QTRY_VERIFY(page.settled());
  }
  void drag(QPoint from, QPoint to, Qt::KeyboardModifiers keys = {}) {
    QTest::mousePress(&page.view(), Qt::LeftButton, keys, from);
    for (int step = 1; step <= 8; ++step) {
      QMouseEvent move(QEvent::MouseMove, QPointF(from + (to - from) * step / 8), QPointF(), Qt::NoButton,
                       Qt::LeftButton, keys);
      QCoreApplication::sendEvent(&page.view(), &move);
    }
    QTest::mouseRelease(&page.view(), Qt::LeftButton, keys, to);
  }
  PlotsPage page;
};

}  // namespace

class PlotsPageTest final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void histogram();
  void scatterOfDots();
  void densityInTheDark();
  void boxes();
  void violins();
  void lineWithItsBand();
  void barsInJapanese();
  void heatmap();
  void facets();
  void pairs();
  void states();
  void everyRowIsInThePicture();
  void aRectangleSelectsItsRows();
  void aLassoSelectsItsRows();
  void aBarIsClicked();
  void savesPictureAndNumbers();
  void refusalsSayWhatToChoose();
};

void PlotsPageTest::histogram() {
  Bench bench;
  bench.draw({.kind = PlotKind::Histogram, .x = "cnt", .colour = "season"});
  TATARA_GOLDEN(bench.page, "explore/plot-histogram");
}

void PlotsPageTest::scatterOfDots() {
  Bench bench;
  bench.draw({.kind = PlotKind::Scatter, .x = "temp", .y = "cnt", .colour = "season"});
  TATARA_GOLDEN(bench.page, "explore/plot-scatter");
}

void PlotsPageTest::densityInTheDark() {
  applyTheme(*qApp, ThemeMode::Dark);
  SeededRandom random(3);
  std::string csv = "x,y\n";
  for (int i = 0; i < 30'000; ++i) {
    const double x = random.normal();
    csv += std::to_string(x) + "," + std::to_string(0.6 * x + random.normal()) + "\n";
  }
  const dataset::FrameFixture many(csv);
  Bench bench;
  bench.page.setChoice({.kind = PlotKind::Scatter, .x = "x", .y = "y"});
  bench.page.setFrame(many.frame);
  bench.settle();
  TATARA_GOLDEN(bench.page, "explore/plot-density-dark");
  applyTheme(*qApp, ThemeMode::Light);
}

void PlotsPageTest::boxes() {
  Bench bench;
  bench.draw({.kind = PlotKind::Box, .x = "hour", .y = "cnt"});
  TATARA_GOLDEN(bench.page, "explore/plot-box");
}

void PlotsPageTest::violins() {
  Bench bench;
  bench.draw({.kind = PlotKind::Violin, .x = "weather", .y = "temp"});
  TATARA_GOLDEN(bench.page, "explore/plot-violin");
}

void PlotsPageTest::lineWithItsBand() {
  Bench bench;
  bench.draw({.kind = PlotKind::Line, .x = "at", .y = "cnt"});
  TATARA_GOLDEN(bench.page, "explore/plot-line");
}

void PlotsPageTest::barsInJapanese() {
  setLanguage(Language::Japanese);
  Bench bench({1100, 460});
  bench.draw({.kind = PlotKind::Bar, .x = "hour", .y = "cnt", .colour = "season"});
  TATARA_GOLDEN(bench.page, "explore/plot-bar-ja");
  setLanguage(Language::English);
}

void PlotsPageTest::heatmap() {
  Bench bench;
  bench.draw({.kind = PlotKind::Heatmap, .x = "hour", .y = "weather", .colour = "cnt"});
  TATARA_GOLDEN(bench.page, "explore/plot-heatmap");
}

void PlotsPageTest::facets() {
  Bench bench;
  bench.draw({.kind = PlotKind::Histogram, .x = "cnt", .facet = "weather", .logY = true});
  TATARA_GOLDEN(bench.page, "explore/plot-facets");
}

void PlotsPageTest::pairs() {
  Bench bench({1000, 720});
  bench.draw({.kind = PlotKind::Pairs});
  TATARA_GOLDEN(bench.page, "explore/plot-pairs");
}

void PlotsPageTest::states() {
  Bench bench;
  QTest::qWait(200);
  TATARA_GOLDEN(bench.page, "explore/plot-reading");
  const dataset::FrameFixture none("a,b\n");
  bench.page.setFrame(none.frame);
  TATARA_GOLDEN(bench.page, "explore/plot-none");
}

void PlotsPageTest::everyRowIsInThePicture() {
  Bench bench;
  bench.draw({.kind = PlotKind::Histogram, .x = "cnt"});
  double sum = 0;
  for (const double value : bench.page.answer()->table.columns.back().values) {
    sum += value;
  }
  QCOMPARE(sum, 6000.0);
  const auto grid = dataset::densityGrid(
      *data().frame,
      {.column = 3, .kind = dataset::GroupKey::Kind::Bins, .bins = 300, .least = -50, .greatest = 90},
      {.column = 4, .kind = dataset::GroupKey::Kind::Bins, .bins = 200, .least = 0, .greatest = 2000},
      std::nullopt, {});
  std::uint64_t drawn = 0;
  for (const std::uint32_t count : grid->rows) {
    drawn += count;
  }
  QCOMPARE(drawn + grid->outside, std::uint64_t(6000));
  QCOMPARE(grid->outside, data().frame->column(3).info.missing);
}

void PlotsPageTest::aRectangleSelectsItsRows() {
  Bench bench;
  bench.draw({.kind = PlotKind::Scatter, .x = "temp", .y = "cnt"});
  QSignalSpy brushed(&bench.page, &PlotsPage::brushed);
  bench.drag({300, 120}, {500, 260});
  QCOMPARE(brushed.count(), 1);
  QCOMPARE(brushed[0][0].toString(), QStringLiteral("temp × cnt"));
  const auto filter = brushed[0][1].value<dataset::Filter>();
  const auto selection = dataset::select(*data().frame, filter).value();
  const PlotPanel& panel = bench.page.answer()->panels[0];
  const QRectF plot = panelPlots(QRectF(bench.page.view().rect()), 1, 1, true)[0];
  std::uint64_t expected = 0;
  for (std::uint64_t row = 0; row < 6000; ++row) {
    const double x = plot.left() + panel.x.unit(data().frame->number(3, row)) * plot.width();
    const double y = plot.bottom() - panel.y.unit(data().frame->number(4, row)) * plot.height();
    expected += x >= 300 && x <= 500 && y >= 120 && y <= 260 ? 1 : 0;
  }
  QVERIFY(expected > 50);
  QCOMPARE(selection.count(6000), expected);
  bench.page.setSelection(selection, false);
  bench.settle();
  QCOMPARE(bench.page.answer()->rows, expected);
}

void PlotsPageTest::aLassoSelectsItsRows() {
  Bench bench;
  bench.draw({.kind = PlotKind::Scatter, .x = "temp", .y = "cnt"});
  QSignalSpy brushed(&bench.page, &PlotsPage::brushed);
  QTest::mousePress(&bench.page.view(), Qt::LeftButton, Qt::ShiftModifier, {300, 100});
  for (const QPoint at : {QPoint(500, 100), QPoint(500, 300), QPoint(300, 300)}) {
    QMouseEvent move(QEvent::MouseMove, QPointF(at), QPointF(), Qt::NoButton, Qt::LeftButton,
                     Qt::ShiftModifier);
    QCoreApplication::sendEvent(&bench.page.view(), &move);
  }
  QTest::mouseRelease(&bench.page.view(), Qt::LeftButton, Qt::ShiftModifier, {300, 300});
  QCOMPARE(brushed.count(), 1);
  const auto lasso = dataset::select(*data().frame, brushed[0][1].value<dataset::Filter>()).value();
  bench.drag({300, 100}, {500, 300});
  const auto rectangle = dataset::select(*data().frame, brushed[1][1].value<dataset::Filter>()).value();
  QCOMPARE(lasso.count(6000), rectangle.count(6000));
  QVERIFY(lasso.count(6000) > 50);
}

void PlotsPageTest::aBarIsClicked() {
  Bench bench;
  bench.draw({.kind = PlotKind::Bar, .x = "weather"});
  QSignalSpy brushed(&bench.page, &PlotsPage::brushed);
  const QRectF plot = panelPlots(QRectF(bench.page.view().rect()), 1, 1, false)[0];
  QTest::mouseClick(
      &bench.page.view(), Qt::LeftButton, {},
      QPoint(static_cast<int>(plot.left() + plot.width() / 6), static_cast<int>(plot.bottom()) - 10));
  QCOMPARE(brushed.count(), 1);
  QCOMPARE(brushed[0][2].toString(), QStringLiteral("weather clear"));
}

void PlotsPageTest::savesPictureAndNumbers() {
  Bench bench;
  bench.draw({.kind = PlotKind::Bar, .x = "weather"});
  const QTemporaryDir folder;
  for (const QString& suffix : {QStringLiteral("png"), QStringLiteral("svg"), QStringLiteral("csv")}) {
    QSignalSpy saved(&bench.page, &PlotsPage::saved);
    bench.page.saveTo(folder.filePath(QStringLiteral("a.") + suffix));
    QTRY_COMPARE(saved.count(), 1);
    QFile file(folder.filePath(QStringLiteral("a.") + suffix));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    QVERIFY(suffix == QStringLiteral("png")   ? bytes.startsWith("\x89PNG")
            : suffix == QStringLiteral("svg") ? bytes.contains("<svg")
                                              : bytes.startsWith("panel,series,weather,rows\n"));
  }
  QSignalSpy failed(&bench.page, &PlotsPage::failed);
  bench.page.saveTo(QStringLiteral("/proc/none/a.csv"));
  QTRY_COMPARE(failed.count(), 1);
}

void PlotsPageTest::refusalsSayWhatToChoose() {
  PlotRequest request{.frame = data().frame,
                      .selection = {},
                      .choice = {.kind = PlotKind::Box, .x = "hour", .y = "season"},
                      .size = {400, 300},
                      .ratio = 1,
                      .colors = colors()};
  const auto answer = drawPlot(request, {});
  QVERIFY(!answer);
  QVERIFY(
      QString::fromStdString(answer.error().message).contains(QStringLiteral("choose a column of numbers")));
}

}  // namespace tatara::ui

TATARA_UI_TEST_MAIN(tatara::ui::PlotsPageTest)
#include "test_plots_page.moc"
