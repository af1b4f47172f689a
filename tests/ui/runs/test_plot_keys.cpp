// Parallel coordinates, scatter and heat map by keyboard and by lasso: what the pointer does, without it.
#include <QMouseEvent>
#include <QSignalSpy>
#include <cmath>

#include "tests/support/temp_workspace.h"
#include "tests/support/ui_test.h"
#include "tests/ui/runs/runs_fixture.h"
#include "ui/runs/parallel_plot.h"
#include "ui/runs/small_plots.h"

using namespace tatara;
using namespace tatara::ui;

class PlotKeysTest final : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void anAxisIsChosenMovedFlippedAndBrushed();
  void theArrangementOfAxesIsToldAndTakenUp();
  void runsOfTheScatterPlotAreWalkedAndMarked();
  void aLassoOnTheScatterPlotSelectsWhatIsInIt();
  void cellsOfTheHeatMapAreWalkedAndChosen();

 private:
  tests::TempWorkspace m_workspace;
  InsightPtr m_insight;
};

void PlotKeysTest::initTestCase() {
  const test::SeededRuns seeded = test::seedRuns(m_workspace.store(), 60, 4);
  auto table = m_workspace.store().read([&](sql::Connection& connection) {
    return track::RunTable::load(connection, std::vector{seeded.experiment}, track::ViewType::ActiveOnly);
  });
  auto experiments = m_workspace.store().read(
      [&](sql::Connection& connection) { return track::findExperiment(connection, seeded.experiment); });
  ListingRequest request;
  request.table = table.value();
  request.before = std::make_shared<std::vector<RowId>>();
  request.meanings = makeMeanings({*experiments.value()}, *request.table);
  InsightRequest asked;
  asked.listing = makeListing(request, {}).value();
  asked.metric = "val_rmse";
  m_insight = makeInsight(asked, {}).value();
  QVERIFY(m_insight->parallel.axes.size() >= 3);
}

void PlotKeysTest::anAxisIsChosenMovedFlippedAndBrushed() {
  ParallelPlot plot;
  plot.setData(m_insight, {});
  plot.resize(600, 240);
  plot.show();
  QTRY_VERIFY(plot.settled());
  QString axis;
  std::optional<Brush> brush;
  connect(&plot, &ParallelPlot::brushed, this, [&](const QString& id, std::optional<Brush> now) {
    axis = id;
    brush = now;
  });
  const ParallelAxis& first = m_insight->parallel.axes[0];
  const ParallelAxis& second = m_insight->parallel.axes[1];
  QTest::keyClick(&plot, Qt::Key_Right);
  QVERIFY(plot.accessibleDescription().contains(first.title));
  QTest::keyClick(&plot, Qt::Key_Right);
  QVERIFY(plot.accessibleDescription().contains(second.title));
  for (int i = 0; i < 4; ++i) {
    QTest::keyClick(&plot, Qt::Key_Down);
  }
  QTest::keyClick(&plot, Qt::Key_Up, Qt::ShiftModifier);
  QCOMPARE(axis, QString::fromStdString(second.column));
  QVERIFY(brush.has_value());
  const double span = second.high - second.low;
  QVERIFY(std::abs((brush->to - brush->from) - 0.75 * span) < 1e-6 * span);
  // Flipped, the other end moves.
  const Brush before = *brush;
  QTest::keyClick(&plot, Qt::Key_F);
  QTest::keyClick(&plot, Qt::Key_Down);
  QVERIFY(brush->from > before.from + 0.01 * span);
  QTest::keyClick(&plot, Qt::Key_Backspace);
  QVERIFY(!brush.has_value());
  // Moved to the front, the first key to the left stays there.
  QTest::keyClick(&plot, Qt::Key_Left, Qt::ShiftModifier);
  QTest::keyClick(&plot, Qt::Key_Home);
  QVERIFY(plot.accessibleDescription().contains(second.title));
  QTest::keyClick(&plot, Qt::Key_H);
  QTest::keyClick(&plot, Qt::Key_Home);
  QVERIFY(plot.accessibleDescription().contains(first.title));
}

void PlotKeysTest::theArrangementOfAxesIsToldAndTakenUp() {
  ParallelPlot plot;
  plot.setData(m_insight, {});
  plot.resize(600, 240);
  plot.show();
  QTRY_VERIFY(plot.settled());
  AxisArrangement told;
  int times = 0;
  connect(&plot, &ParallelPlot::arranged, this, [&](const AxisArrangement& now) {
    told = now;
    ++times;
  });
  const ParallelAxis& first = m_insight->parallel.axes[0];
  const ParallelAxis& second = m_insight->parallel.axes[1];
  QTest::keyClick(&plot, Qt::Key_Home);
  QTest::keyClick(&plot, Qt::Key_F);
  QCOMPARE(times, 1);
  QVERIFY(told.flipped == std::set<std::string>{first.column});
  QTest::keyClick(&plot, Qt::Key_Right, Qt::ShiftModifier);
  QCOMPARE(times, 2);
  QCOMPARE(told.order.at(0), second.column);
  QCOMPARE(told.order.at(1), first.column);
  const QImage arranged = [&] {
    [&] { QTRY_VERIFY(plot.settled()); }();
    plot.clearFocus();
    return plot.grab().toImage();
  }();

  // Another one that is given the same looks the same, and says nothing of its own.
  ParallelPlot other;
  connect(&other, &ParallelPlot::arranged, this, [&] { ++times; });
  other.setArrangement(told);
  other.setData(m_insight, {});
  other.resize(600, 240);
  other.show();
  QTRY_VERIFY(other.settled());
  other.clearFocus();
  QCOMPARE(times, 2);
  QCOMPARE(other.grab().toImage(), arranged);
  other.setArrangement({});
  QTRY_VERIFY(other.settled());
  QVERIFY(other.grab().toImage() != arranged);

  ViewState view;
  view.charts = {{RunChartKind::Parallel, {}, {}, {}}};
  view.charts[0].axes = told;
  view.charts[0].axes.logarithmic = {"params.lr"};
  view.charts[0].axes.hidden = {"params.«ü»"};
  QVERIFY(viewStateFromJson(toJson(view)) == view);
}

void PlotKeysTest::runsOfTheScatterPlotAreWalkedAndMarked() {
  ScatterPlot plot;
  plot.setData(m_insight, {});
  plot.resize(500, 300);
  plot.show();
  std::optional<track::RunKey> hovered;
  connect(&plot, &ScatterPlot::hovered, this, [&](std::optional<track::RunKey> run) {
    hovered = run;
    plot.setHovered(run);
  });
  QSignalSpy clicked(&plot, &ScatterPlot::clicked);
  const Scatter& points = m_insight->scatter;
  double last = -INFINITY;
  for (int i = 0; i < 5; ++i) {
    QTest::keyClick(&plot, Qt::Key_Right);
    QVERIFY(hovered.has_value());
    const auto row = m_insight->listing->table->findRow(*hovered);
    const double x = points.x[*points.placeOf(static_cast<std::uint32_t>(*row))];
    QVERIFY(x >= last);
    last = x;
  }
  const track::RunKey fifth = *hovered;
  QTest::keyClick(&plot, Qt::Key_Left);
  QVERIFY(*hovered != fifth);
  QTest::keyClick(&plot, Qt::Key_Right);
  QVERIFY(*hovered == fifth);
  QTest::keyClick(&plot, Qt::Key_Return);
  QCOMPARE(clicked.count(), 1);
  QVERIFY(clicked.front().front().value<track::RunKey>() == fifth);
  QVERIFY(plot.accessibleDescription().contains(QLatin1Char(':')));
}

void PlotKeysTest::aLassoOnTheScatterPlotSelectsWhatIsInIt() {
  ScatterPlot plot;
  plot.setData(m_insight, {});
  plot.resize(500, 300);
  plot.show();
  std::vector<track::RunKey> chosen;
  int clicks = 0;
  connect(&plot, &ScatterPlot::lassoed, this, [&](const std::vector<track::RunKey>& runs) { chosen = runs; });
  connect(&plot, &ScatterPlot::clicked, this, [&](track::RunKey) { ++clicks; });
  const auto drag = [&](std::initializer_list<QPoint> way) {
    QTest::mousePress(&plot, Qt::LeftButton, Qt::ShiftModifier, *way.begin());
    for (const QPoint& at : way) {
      QMouseEvent move(QEvent::MouseMove, QPointF(at), plot.mapToGlobal(QPointF(at)), Qt::NoButton,
                       Qt::LeftButton, Qt::ShiftModifier);
      QApplication::sendEvent(&plot, &move);
    }
    QTest::mouseRelease(&plot, Qt::LeftButton, Qt::ShiftModifier, *(way.end() - 1));
  };
  drag({{0, 0}, {500, 0}, {500, 300}, {0, 300}});
  const std::size_t all = chosen.size();
  QVERIFY2(all > 30, qPrintable(QString::number(all)));
  drag({{0, 0}, {250, 0}, {250, 300}, {0, 300}});
  const std::size_t left = chosen.size();
  drag({{250, 0}, {500, 0}, {500, 300}, {250, 300}});
  QVERIFY(left > 0 && chosen.size() > 0 && left + chosen.size() == all);
  QCOMPARE(clicks, 0);
}

void PlotKeysTest::cellsOfTheHeatMapAreWalkedAndChosen() {
  HeatPlot plot;
  plot.setData(m_insight, {});
  plot.resize(400, 300);
  plot.show();
  const Heatmap& map = m_insight->heatmap;
  QVERIFY(map.x.size() > 1 && map.y.size() > 1);
  std::vector<track::RunKey> chosen;
  connect(&plot, &HeatPlot::clicked, this, [&](const std::vector<track::RunKey>& runs) { chosen = runs; });
  int selected = 0;
  for (int y = 0; y < static_cast<int>(map.y.size()); ++y) {
    for (int x = 0; x < static_cast<int>(map.x.size()); ++x) {
      QTest::keyClick(&plot, x == 0 && y > 0 ? Qt::Key_Up : Qt::Key_Right);
      chosen.clear();
      QTest::keyClick(&plot, Qt::Key_Return);
      const auto cell = map.cells.find({x, y});
      QCOMPARE(chosen.size(), cell == map.cells.end() ? std::size_t{0} : cell->second.rows.size());
      selected += chosen.empty() ? 0 : 1;
    }
    for (int back = 1; back < static_cast<int>(map.x.size()); ++back) {
      QTest::keyClick(&plot, Qt::Key_Left);
    }
  }
  QCOMPARE(selected, static_cast<int>(map.cells.size()));
}

TATARA_UI_TEST_MAIN(PlotKeysTest)
#include "test_plot_keys.moc"
