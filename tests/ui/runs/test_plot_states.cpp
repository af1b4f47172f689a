// Every kind of chart of a comparison where there is hardly anything to draw: one run of one point, values
// that are not finite or far too large, and a metric that nobody logged. One golden a look shows them all.
#include <QPainter>
#include <cmath>

#include "tests/support/golden.h"
#include "tests/support/temp_workspace.h"
#include "tests/support/ui_test.h"
#include "tests/ui/runs/runs_fixture.h"
#include "ui/runs/difference_table.h"
#include "ui/runs/insight.h"
#include "ui/runs/parallel_plot.h"
#include "ui/runs/small_plots.h"
#include "ui/runs/study.h"
#include "ui/runs/study_plots.h"

using namespace tatara;
using namespace tatara::ui;

namespace {

std::unique_ptr<StudyPlot> studyPlot(RunChartKind kind) {
  switch (kind) {
    case RunChartKind::Bar:
      return std::make_unique<BarPlot>();
    case RunChartKind::Box:
    case RunChartKind::Violin:
      return std::make_unique<SpreadPlot>();
    case RunChartKind::Contour:
      return std::make_unique<ContourPlot>();
    case RunChartKind::Correlation:
      return std::make_unique<RunCorrelationPlot>();
    case RunChartKind::Importance:
      return std::make_unique<DecidingPlot>();
    case RunChartKind::Confusion:
      return std::make_unique<ConfusionPlot>();
    case RunChartKind::Differences:
      return std::make_unique<DifferenceTable>();
    default:
      return std::make_unique<CurvePlot>();
  }
}

}  // namespace

class PlotStatesTest final : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void ofOneRunWithOnePoint();
  void ofValuesThatAreNotFinite();
  void ofAMetricThatNobodyLogged();

 private:
  void load(tests::TempWorkspace& workspace, track::ExperimentId experiment, std::size_t shown);
  // In light, in dark and in Japanese.
  QString compareLooks(tests::TempWorkspace& workspace, const std::string& metric, const QString& golden);
  QString compare(tests::TempWorkspace& workspace, const std::string& metric, const QString& golden);

  ListingPtr m_listing;
  ShownRuns m_shown;
};

void PlotStatesTest::load(tests::TempWorkspace& workspace, track::ExperimentId experiment,
                          std::size_t shown) {
  auto table = workspace.share()->read([&](sql::Connection& connection) {
    return track::RunTable::load(connection, std::vector{experiment}, track::ViewType::ActiveOnly);
  });
  auto experiments = workspace.share()->read(
      [&](sql::Connection& connection) { return track::findExperiment(connection, experiment); });
  ListingRequest request;
  request.table = table.value();
  request.before = std::make_shared<std::vector<RowId>>();
  request.meanings = makeMeanings({*experiments.value()}, *request.table);
  m_listing = makeListing(request, {}).value();
  m_shown.clear();
  for (std::size_t i = 0; i < shown; ++i) {
    ShownRun run;
    run.row = m_listing->rows[i];
    run.key = m_listing->table->run(run.row).key;
    run.name = QString::fromStdString(m_listing->table->run(run.row).name);
    run.style.slot = static_cast<int>(i);
    m_shown.push_back(run);
  }
}

QString PlotStatesTest::compareLooks(tests::TempWorkspace& workspace, const std::string& metric,
                                     const QString& golden) {
  QString differences = compare(workspace, metric, golden);
  applyTheme(*qApp, ThemeMode::Dark);
  differences += compare(workspace, metric, golden + QStringLiteral("-dark"));
  applyTheme(*qApp, ThemeMode::Light);
  setLanguage(Language::Japanese);
  differences += compare(workspace, metric, golden + QStringLiteral("-ja"));
  setLanguage(Language::English);
  return differences;
}

QString PlotStatesTest::compare(tests::TempWorkspace& workspace, const std::string& metric,
                                const QString& golden) {
  constexpr int kColumns = 4;
  constexpr QSize kSize(320, 190);
  std::vector<std::unique_ptr<ChartView>> plots;
  for (int kind = 1; kind <= static_cast<int>(kLastChartKind); ++kind) {
    const RunChart chart{static_cast<RunChartKind>(kind), metric, "params.eta", "params.max_depth"};
    InsightRequest asked;
    asked.listing = m_listing;
    asked.metric = metric;
    std::unique_ptr<ChartView> plot;
    switch (chart.kind) {
      case RunChartKind::Parallel: {
        auto parallel = std::make_unique<ParallelPlot>();
        parallel->setData(makeInsight(asked, {}).value(), m_shown);
        plot = std::move(parallel);
        break;
      }
      case RunChartKind::Scatter: {
        auto scatter = std::make_unique<ScatterPlot>();
        scatter->setData(makeInsight(asked, {}).value(), m_shown);
        plot = std::move(scatter);
        break;
      }
      case RunChartKind::Heatmap: {
        auto heat = std::make_unique<HeatPlot>();
        heat->setData(makeInsight(asked, {}).value(), m_shown);
        plot = std::move(heat);
        break;
      }
      case RunChartKind::Images:
        continue;  // of files, not of values
      default: {
        std::unique_ptr<StudyPlot> study = studyPlot(chart.kind);
        const StudyRequest request{workspace.share(), m_listing, m_shown, {chart}};
        study->setStudy(makeStudies(request, {}).value().front());
        plot = std::move(study);
        break;
      }
    }
    plots.push_back(std::move(plot));
  }
  const auto rows = (static_cast<int>(plots.size()) + kColumns - 1) / kColumns;
  QImage album(kSize.width() * kColumns, kSize.height() * rows, QImage::Format_RGB32);
  album.fill(colors().bg1);
  QPainter painter(&album);
  for (std::size_t i = 0; i < plots.size(); ++i) {
    ChartView& plot = *plots[i];
    plot.resize(kSize);
    plot.setAutoFillBackground(true);
    QPalette ground = QApplication::palette();
    ground.setColor(QPalette::Window, colors().bg1);
    plot.setPalette(ground);
    plot.show();
    const auto* parallel = qobject_cast<const ParallelPlot*>(&plot);
    if (parallel && !QTest::qWaitFor([&] { return parallel->settled(); })) {
      return QStringLiteral("the lines are not painted");
    }
    const int at = static_cast<int>(i);
    painter.drawImage(QPoint(at % kColumns * kSize.width(), at / kColumns * kSize.height()),
                      plot.grab().toImage());
    plot.table();
    if (!plot.toSvg(golden).contains("<svg")) {
      return QStringLiteral("no SVG");
    }
  }
  painter.end();
  return test::compareGolden(album, golden);
}

void PlotStatesTest::ofOneRunWithOnePoint() {
  tests::TempWorkspace workspace;
  const test::SeededRuns seeded = test::seedRuns(workspace.store(), 1, 1);
  load(workspace, seeded.experiment, 1);
  const QString difference = compareLooks(workspace, "val_rmse", QStringLiteral("runs/states-one"));
  QVERIFY2(difference.isEmpty(), qPrintable(difference));
}

void PlotStatesTest::ofValuesThatAreNotFinite() {
  tests::TempWorkspace workspace;
  const test::SeededRuns seeded = test::seedRuns(workspace.store(), 24, 2);
  const Status logged = workspace.store().write([&](store::Writer& writer) -> Status {
    const std::vector<double> odd{std::nan(""), INFINITY, -INFINITY, 1e300, -1e300, 5e-324};
    for (std::size_t i = 0; i < seeded.runs.size(); ++i) {
      const double value = i < odd.size() ? odd[i] : static_cast<double>(i);
      const track::MetricPoint point{"odd", {1, test::kNoon, value}};
      TATARA_TRY(track::appendMetrics(writer, seeded.runs[i].key, std::span(&point, 1)));
    }
    return {};
  });
  QVERIFY(logged);
  load(workspace, seeded.experiment, 8);
  const QString difference = compareLooks(workspace, "odd", QStringLiteral("runs/states-odd"));
  QVERIFY2(difference.isEmpty(), qPrintable(difference));
}

void PlotStatesTest::ofAMetricThatNobodyLogged() {
  tests::TempWorkspace workspace;
  const test::SeededRuns seeded = test::seedRuns(workspace.store(), 5, 2);
  load(workspace, seeded.experiment, 3);
  const QString difference = compareLooks(workspace, "nowhere", QStringLiteral("runs/states-none"));
  QVERIFY2(difference.isEmpty(), qPrintable(difference));
}

TATARA_UI_TEST_MAIN(PlotStatesTest)
#include "test_plot_states.moc"
