// The panel over a real store: its states as pictures, and that everything a person does reaches store and
// screen.
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSemaphore>
#include <QSignalSpy>
#include <QThread>
#include <QToolButton>
#include <QUndoStack>
#include <algorithm>

#include "core/exec/thread_pool.h"
#include "tests/support/golden.h"
#include "tests/support/ui_test.h"
#include "tests/ui/runs/panel_bench.h"
#include "ui/chart/chart_card.h"
#include "ui/chart/line_chart.h"
#include "ui/command/action_registry.h"
#include "ui/runs/experiments_panel.h"
#include "ui/runs/expression_field.h"
#include "ui/runs/parallel_plot.h"
#include "ui/runs/run_feed.h"
#include "ui/runs/run_table_card.h"
#include "ui/shell/preferences.h"
#include "ui/shell/saved_view_list.h"
#include "ui/shell/selection_hub.h"
#include "ui/shell/session.h"
#include "ui/widget/label.h"
#include "ui/widget/states.h"
#include "ui/widget/toast.h"

using namespace tatara;
using namespace tatara::ui;
using tatara::ui::test::Bench;
using tatara::ui::test::startAfresh;

class ExperimentsPanelTest final : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { startAfresh(); }
  void manyRuns();
  void theTableIsThereATurnBeforeItsCharts();
  void chartsInTheDark();
  void groupedInJapanese();
  void linesOfGroupsWithTheirBands();
  void facetsOverAnotherMetric();
  void anAxisThatIsTurnedStaysInTheView();
  void oneRun();
  void empty_data();
  void empty();
  void nothingMatches_data();
  void nothingMatches();
  void loading();
  void aRunningRunTellsHowFarItHasCome();
  void aRunThatIsLoggedAppearsAndSelectionAndScrollStay();
  void theFirstListingIsByTheDecidingMetricAlready();
  void selectingShowsExactlyThoseRunsAndAllMeansTheWholeQuery();
  void filterSortAndBaselineAreUndone();
  void escClosesAnEnlargedChartBeforeItClearsBrushes();
  void aSavedViewOpensItsExperimentAsItWasArranged();
  void deletingIsSoftAndRenamingReachesTheStore();
  void theOtherRunsLieBehindAsACrowd();
  void comparedRunsStandAloneAcrossExperiments();
  void theExpressionFieldCompletesAndRefusesWhatItCannotRead();
};

void ExperimentsPanelTest::theTableIsThereATurnBeforeItsCharts() {
  Bench bench(12);
  int rows = 0;
  qsizetype cards = -1;
  connect(bench.panel->findChild<RunFeed*>(), &RunFeed::listed, this, [&] {
    if (cards < 0) {  // the first time
      rows = bench.grid().model().rowCount();
      cards = bench.panel->findChildren<ChartCard*>().size();
      QVERIFY(!bench.panel->settled());
    }
  });
  bench.open(bench.seeded.experiment);
  QCOMPARE(rows, 12);
  QCOMPARE(cards, 0);
  QVERIFY(!bench.panel->findChildren<ChartCard*>().isEmpty());
}

void ExperimentsPanelTest::manyRuns() {
  Bench bench(64);
  bench.open(bench.seeded.experiment);
  std::vector<track::RunKey> best;
  for (std::size_t i = 0; i < 6; ++i) {
    best.push_back(bench.key(i));
  }
  bench.selection.setSelected(best);
  bench.selection.setBaseline(best[4]);
  ViewState view = bench.panel->view();
  view.baseline = bench.listing().table->run(bench.listing().rows[4]).id.value();
  view.conditions = {"status IN ('FINISHED', 'RUNNING')", "metrics.val_rmse < 46"};
  view.smoothing = 0.6;
  bench.panel->applyView(view);
  bench.settle();
  QCOMPARE(bench.grid().model().rowCount(), static_cast<int>(bench.listing().rows.size()));
  TATARA_GOLDEN(*bench.panel, "runs/split");
  view.layout = RunsLayout::Table;
  bench.panel->applyView(view);
  bench.settle();
  bench.panel->resize(1100, 420);
  QCoreApplication::processEvents();
  bench.settle();
  TATARA_GOLDEN(*bench.panel, "runs/table");
}

void ExperimentsPanelTest::chartsInTheDark() {
  applyTheme(*qApp, ThemeMode::Dark);
  Bench bench(64);
  bench.open(bench.seeded.experiment);
  std::vector<track::RunKey> best;
  for (std::size_t i = 0; i < 5; ++i) {
    best.push_back(bench.key(i));
  }
  bench.selection.setSelected(best);
  ViewState view = bench.panel->view();
  view.baseline = bench.listing().table->run(bench.listing().rows[4]).id.value();
  view.layout = RunsLayout::Charts;
  bench.panel->applyView(view);
  bench.selection.setBrush(QStringLiteral("metrics.val_rmse"), Brush{38, 43});
  bench.settle();
  for (const std::uint32_t row : bench.listing().rows) {
    QVERIFY(numberOf(*bench.listing().table, "metrics.val_rmse", row) <= 43);
  }
  TATARA_GOLDEN(*bench.panel, "runs/charts-dark");
}

void ExperimentsPanelTest::groupedInJapanese() {
  setLanguage(Language::Japanese);
  Bench bench(40, 8);
  bench.open(bench.seeded.experiment);
  ViewState view = bench.panel->view();
  view.groupBy = "params.max_depth";
  view.layout = RunsLayout::Table;
  bench.panel->resize(1208, 420);
  bench.panel->applyView(view);
  bench.settle();
  TATARA_GOLDEN(*bench.panel, "runs/grouped-ja");
}

void ExperimentsPanelTest::linesOfGroupsWithTheirBands() {
  for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
    applyTheme(*qApp, mode);
    Bench bench(48, 40);
    bench.open(bench.seeded.experiment);
    ViewState view = bench.panel->view();
    view.layout = RunsLayout::Charts;
    view.grouping.color = "tags.features";
    view.grouping.center = GroupCenter::Mean;
    view.grouping.band = GroupBand::Deviation;
    RunChart line{RunChartKind::Line, {}, {}, {}};
    line.lines = {{45, "target"}};
    line.yRange = std::pair(35.0, 70.0);
    view.charts = {line, {RunChartKind::Line, "=val_mae / val_rmse", {}, {}}};
    bench.panel->applyView(view);
    bench.settle();
    if (mode == ThemeMode::Light) {
      TATARA_GOLDEN(*bench.panel, "runs/group-bands");
    } else {
      TATARA_GOLDEN(*bench.panel, "runs/group-bands-dark");
    }
  }
}

void ExperimentsPanelTest::facetsOverAnotherMetric() {
  setLanguage(Language::Japanese);
  Bench bench(24, 40);
  bench.open(bench.seeded.experiment);
  std::vector<track::RunKey> some;
  for (std::size_t i = 0; i < 12; ++i) {
    some.push_back(bench.key(i));
  }
  bench.selection.setSelected(some);
  ViewState view = bench.panel->view();
  view.layout = RunsLayout::Charts;
  view.grouping.facet = "params.eta";
  view.grouping.color = "params.max_depth";
  view.axis = CurveAxis::Metric;
  view.xMetric = "val_mae";
  view.smoothingMethod = SmoothingMethod::BestSoFar;
  view.charts = {{RunChartKind::Line, {}, {}, {}}};
  bench.panel->applyView(view);
  bench.settle();
  TATARA_GOLDEN(*bench.panel, "runs/facets-ja");
}

void ExperimentsPanelTest::anAxisThatIsTurnedStaysInTheView() {
  Bench bench(24, 12);
  bench.open(bench.seeded.experiment);
  const auto placesOf = [&] {
    std::vector<QRect> places;
    for (const ChartCard* card : bench.panel->findChildren<ChartCard*>()) {
      places.push_back(card->geometry());
    }
    return places;
  };
  auto* plot = bench.panel->findChild<ParallelPlot*>();
  QVERIFY(plot);
  const std::vector<QRect> before = placesOf();
  QVERIFY(bench.panel->view().charts.empty());
  plot->setFocus();
  QTest::keyClick(plot, Qt::Key_Home);
  QTest::keyClick(plot, Qt::Key_F);
  bench.settle();
  const auto turned = [&] {
    for (const RunChart& chart : bench.panel->view().charts) {
      if (chart.kind == RunChartKind::Parallel) {
        return chart.axes.flipped.size();
      }
    }
    return std::size_t{0};
  };
  QCOMPARE(turned(), std::size_t(1));
  QCOMPARE(bench.panel->findChild<ParallelPlot*>(), plot);  // not made anew under the hand
  QVERIFY(placesOf() == before);
  const std::optional<ViewState> kept = viewStateFromJson(toJson(bench.panel->view()));
  QVERIFY(kept == bench.panel->view());
}

void ExperimentsPanelTest::oneRun() {
  Bench bench(1, 20);
  bench.panel->resize(1208, 640);
  bench.open(bench.seeded.experiment);
  QVERIFY(!bench.panel->findChildren<QPushButton*>().isEmpty());
  TATARA_GOLDEN(*bench.panel, "runs/one");
  applyTheme(*qApp, ThemeMode::Dark);
  QCoreApplication::processEvents();
  bench.settle();
  TATARA_GOLDEN(*bench.panel, "runs/one-dark");
}

void ExperimentsPanelTest::empty_data() {
  QTest::addColumn<QString>("look");
  QTest::newRow("English") << QString();
  QTest::newRow("Japanese") << QStringLiteral("-ja");
}

void ExperimentsPanelTest::empty() {
  QFETCH(QString, look);
  setLanguage(look == QLatin1String("-ja") ? Language::Japanese : Language::English);
  Bench bench(0);
  bench.panel->resize(1208, 640);
  bench.open(bench.seeded.experiment);
  QVERIFY(!bench.panel->table().showsTable());
  const QString difference =
      test::compareGolden(bench.panel->grab().toImage(), QStringLiteral("runs/empty") + look);
  QVERIFY2(difference.isEmpty(), qPrintable(difference));
}

void ExperimentsPanelTest::nothingMatches_data() {
  empty_data();
}

void ExperimentsPanelTest::nothingMatches() {
  QFETCH(QString, look);
  setLanguage(look == QLatin1String("-ja") ? Language::Japanese : Language::English);
  Bench bench(12, 4);
  bench.panel->resize(1208, 640);
  bench.open(bench.seeded.experiment);
  ViewState view = bench.panel->view();
  view.conditions = {"metrics.val_rmse < 42", "params.booster = 'dart'", "tags.data = 'v3'"};
  view.layout = RunsLayout::Table;
  bench.panel->applyView(view);
  bench.settle();
  QCOMPARE(bench.listing().without[0], std::size_t(0));
  QVERIFY(bench.listing().without[1] > 0);
  const QString difference =
      test::compareGolden(bench.panel->grab().toImage(), QStringLiteral("runs/nothing-matches") + look);
  QVERIFY2(difference.isEmpty(), qPrintable(difference));
}

// Keeps every worker of the shared pool busy while it lives, so that no answer arrives.
class BusyWorkers {
 public:
  BusyWorkers() {
    const int workers = std::max(2, QThread::idealThreadCount());
    for (int i = 0; i < workers; ++i) {
      exec::sharedPool().post([this] {
        m_waiting.release();
        m_gate.acquire();
        m_done.release();
      });
    }
    m_waiting.acquire(workers);
    m_workers = workers;
  }
  ~BusyWorkers() {
    m_gate.release(m_workers);
    m_done.acquire(m_workers);
  }

 private:
  QSemaphore m_waiting, m_gate, m_done;
  int m_workers = 0;
};

void ExperimentsPanelTest::loading() {
  for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
    applyTheme(*qApp, mode);
    Bench bench(12, 4);
    bench.panel->resize(1408, 828);
    bench.window.show();
    {
      const BusyWorkers busy;
      bench.panel->show();
      bench.panel->open(ExperimentsRoute{bench.seeded.experiment});
      const auto* skeleton = bench.panel->findChild<Skeleton*>();
      QVERIFY(skeleton != nullptr);
      QVERIFY(!bench.panel->settled());
      QTRY_VERIFY(skeleton->shown());
      test::layOut();
      const QString name =
          mode == ThemeMode::Light ? QStringLiteral("runs/loading") : QStringLiteral("runs/loading-dark");
      const QString difference = test::compareGolden(bench.panel->grab().toImage(), name);
      QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }
    bench.settle();
    QVERIFY(bench.panel->table().showsTable());
  }
}

void ExperimentsPanelTest::aRunningRunTellsHowFarItHasCome() {
  Bench bench(10, 40);
  track::RunId fresh;
  const Status status = bench.session->store()->write([&](store::Writer& writer) -> Status {
    track::NewRun run;
    run.experiment = bench.seeded.experiment;
    run.name = "teal-lark-300";
    run.started = fromUnixMillis(test::kNoon + 570'000);  // half a minute ago
    TATARA_ASSIGN(const track::RunInfo made, track::createRun(writer, run, *run.started));
    fresh = made.id;
    track::Batch batch;
    batch.params = {{"num_boost_round", "600"}};
    for (int step = 0; step < 150; ++step) {
      batch.metrics.push_back({"val_rmse", {step, test::kNoon, 60.0 - 0.1 * step}});
    }
    return track::logBatch(writer, made.id, batch);
  });
  QVERIFY(status.has_value());
  bench.open(bench.seeded.experiment);
  const GridModel& model = bench.grid().model();
  const auto row = static_cast<int>(
      std::find(model.ids()->begin(), model.ids()->end(),
                bench.listing().table->run(*bench.listing().table->findRow(fresh)).key.value()) -
      model.ids()->begin());
  bench.grid().reveal(model.rowId(row));  // asked of the rows on screen
  const QModelIndex duration = model.index(row, model.findColumn("run.duration"));
  QTRY_COMPARE(duration.data().toString(), QStringLiteral("150 / 600"));
  QCOMPARE(duration.data(Qt::ToolTipRole).toString(), QStringLiteral("Running for 30 s, about 1m 30s left"));
  const QModelIndex state = model.index(row, model.findColumn("run.status"));
  QCOMPARE(state.data(Qt::ToolTipRole).toString(), QStringLiteral("Running, step 150 of 600"));
  bench.settle();
  TATARA_GOLDEN(*bench.panel, "runs/running");
  QVERIFY(bench.session->store()->write([&](store::Writer& writer) -> Status {
    track::Batch batch;
    batch.metrics = {{"val_rmse", {150, test::kNoon, 44}}};
    return track::logBatch(writer, fresh, batch);
  }));
  QTRY_COMPARE(duration.data().toString(), QStringLiteral("151 / 600"));
}

void ExperimentsPanelTest::aRunThatIsLoggedAppearsAndSelectionAndScrollStay() {
  Bench bench(200, 2);
  bench.open(bench.seeded.experiment);
  bench.selection.setSelected({bench.key(100)});
  const QSignalSpy resets(&bench.grid().model(), &QAbstractItemModel::modelReset);
  bench.grid().setCurrent(bench.key(100).value());
  bench.grid().reveal(bench.key(100).value());
  const RowId top = bench.grid().model().rowId(bench.grid().visibleRows().first + 1);
  const Status status = bench.session->store()->write([&](store::Writer& writer) -> Status {
    track::NewRun run;
    run.experiment = bench.seeded.experiment;
    run.name = "best-ever-1";
    TATARA_ASSIGN(const track::RunInfo made, track::createRun(writer, run, fromUnixMillis(test::kNoon)));
    track::Batch batch;
    batch.metrics = {{"val_rmse", {1, test::kNoon, 12.5}}};
    return track::logBatch(writer, made.id, batch);
  });
  QVERIFY(status.has_value());
  QTRY_COMPARE_WITH_TIMEOUT(bench.grid().model().rowCount(), 201, 5'000);
  QCOMPARE(bench.listing().table->run(bench.listing().rows[0]).name, std::string("best-ever-1"));
  QCOMPARE(bench.grid().model().rowId(bench.grid().visibleRows().first + 1), top);
  QCOMPARE(bench.grid().current(), std::optional<RowId>(bench.key(101).value()));
  QCOMPARE(bench.selection.selected().size(), std::size_t(1));
  QCOMPARE(resets.count(), 0);
}

void ExperimentsPanelTest::theFirstListingIsByTheDecidingMetricAlready() {
  Bench bench(80, 3);
  auto* feed = bench.panel->findChild<RunFeed*>();
  std::optional<std::vector<SortKey>> first;
  connect(feed, &RunFeed::listed, bench.panel, [&] { first = first.value_or(feed->listing()->sort); });
  bench.open(bench.seeded.experiment);
  const std::vector<SortKey> best{{"metrics.val_rmse", false}};
  QVERIFY(first.has_value());
  QCOMPARE(*first, best);
  QCOMPARE(bench.panel->view().sort, best);
  QCOMPARE(bench.listing().sort, best);
}

void ExperimentsPanelTest::selectingShowsExactlyThoseRunsAndAllMeansTheWholeQuery() {
  Bench bench(80, 3);
  bench.open(bench.seeded.experiment);
  Q_EMIT bench.grid().checkRequested(bench.key(3).value(), true);
  Q_EMIT bench.grid().checkRangeRequested(bench.key(3).value(), bench.key(6).value());
  QCOMPARE(bench.selection.selected().size(), std::size_t(4));
  QVERIFY(bench.grid().model().isChecked(bench.key(5).value()));
  Q_EMIT bench.grid().checkAllRequested();
  QCOMPARE(bench.selection.selected().size(), std::size_t(80));
  Q_EMIT bench.grid().checkAllRequested();
  QVERIFY(bench.selection.selected().empty());
}

void ExperimentsPanelTest::escClosesAnEnlargedChartBeforeItClearsBrushes() {
  Bench bench(12);
  bench.open(bench.seeded.experiment);
  bench.selection.setBrush(QStringLiteral("metrics.val_rmse"), Brush{0, 100});
  bench.settle();
  auto* card = bench.panel->findChild<ChartCard*>();
  QVERIFY(card);
  for (QToolButton* tool : card->findChildren<QToolButton*>()) {
    if (!card->expanded()) {
      tool->click();
    }
  }
  QVERIFY(card->expanded());
  QTest::keyClick(card->view(), Qt::Key_Escape);
  QVERIFY(!card->expanded());
  QCOMPARE(bench.selection.brushes().size(), std::size_t{1});
  QAction* clear = bench.actions.find(QStringLiteral("runs.clear"));
  QVERIFY(clear && clear->shortcuts().isEmpty());
  clear->trigger();
  QVERIFY(bench.selection.brushes().empty());
}

void ExperimentsPanelTest::aSavedViewOpensItsExperimentAsItWasArranged() {
  Bench bench(12);
  const std::string body = "{\"experiment\":\"" + std::to_string(bench.seeded.experiment.value()) +
                           "\",\"conditions\":[\"metrics.val_rmse < 46\"],\"groupBy\":\"params.max_depth\"}";
  QVERIFY(bench.session->store()->write([&](store::Writer& writer) {
    return track::saveView(writer, "experiments", "Below 46", body, bench.clock.now());
  }));
  QTRY_COMPARE(bench.views->of("experiments").size(), 1U);
  QVERIFY(bench.views->of("data").empty());
  bench.open(std::nullopt);
  const std::int64_t id = bench.views->all().front().id;
  bench.panel->open(ViewRoute{QStringLiteral("experiments"), id});
  bench.settle();
  QVERIFY(bench.panel->current() == Route(ExperimentsRoute{bench.seeded.experiment}));
  QCOMPARE(bench.panel->view().groupBy, std::string("params.max_depth"));
  QCOMPARE(bench.panel->view().conditions, std::vector<std::string>{"metrics.val_rmse < 46"});
  bench.undo.undo();
  QVERIFY(bench.panel->view().conditions.empty());
  QVERIFY(bench.session->store()->write(
      [&](store::Writer& writer) { return track::deleteSavedView(writer, id); }));
  QTRY_VERIFY(bench.views->all().empty());
  bench.panel->open(ViewRoute{QStringLiteral("experiments"), id});
  QVERIFY(bench.panel->current() == Route(ExperimentsRoute{bench.seeded.experiment}));
}

void ExperimentsPanelTest::filterSortAndBaselineAreUndone() {
  Bench bench(30, 2);
  bench.open(bench.seeded.experiment);
  const ViewState before = bench.panel->view();
  ViewState view = before;
  view.conditions = {"params.max_depth >= 8"};
  bench.panel->changeView(view, QStringLiteral("Filter"));
  bench.settle();
  const std::size_t filtered = bench.listing().rows.size();
  QVERIFY(filtered < 30);
  Q_EMIT bench.grid().sortRequested(QStringLiteral("params.eta"), false);
  bench.settle();
  QCOMPARE(bench.panel->view().sort.front().column, std::string("params.eta"));
  bench.selection.setBaseline(bench.key(0));
  bench.settle();
  QVERIFY(bench.listing().baseline.has_value());
  bench.undo.undo();
  bench.settle();
  QVERIFY(!bench.listing().baseline.has_value());
  QVERIFY(!bench.selection.baseline().has_value());
  bench.undo.undo();
  bench.undo.undo();
  bench.settle();
  QVERIFY(bench.panel->view() == before);
  QCOMPARE(bench.listing().rows.size(), std::size_t(30));
}

void ExperimentsPanelTest::deletingIsSoftAndRenamingReachesTheStore() {
  Bench bench(5, 2);
  bench.open(bench.seeded.experiment);
  const track::RunKey key = bench.key(0);
  const int row = bench.grid().model().findRow(key.value());
  QVERIFY(bench.grid().model().setData(
      bench.grid().model().index(row, bench.grid().model().findColumn("run.name")),
      QStringLiteral("renamed-1"), Qt::EditRole));
  QTRY_COMPARE_WITH_TIMEOUT(bench.listing().table->run(*bench.listing().table->findRow(key)).name,
                            std::string("renamed-1"), 5'000);
  bench.selection.setSelected({key});
  bench.actions.find(QStringLiteral("runs.delete"))->trigger();
  QTRY_COMPARE_WITH_TIMEOUT(bench.listing().table->size(), std::size_t(4), 5'000);
  QTRY_COMPARE_WITH_TIMEOUT(bench.toasts->shown(), std::size_t(1), 5'000);
  QVERIFY(bench.selection.selected().empty());
  QPushButton* undo = nullptr;
  for (QPushButton* button : bench.window.findChildren<QPushButton*>()) {
    undo = button->text() == QStringLiteral("Undo") ? button : undo;
  }
  QVERIFY(undo != nullptr);
  undo->click();
  QTRY_COMPARE_WITH_TIMEOUT(bench.listing().table->size(), std::size_t(5), 5'000);
}

void ExperimentsPanelTest::theOtherRunsLieBehindAsACrowd() {
  Bench bench(150, 20);
  ViewState view;
  view.others = true;
  view.charts = {{RunChartKind::Line, {}, {}, {}}};
  bench.open(bench.seeded.experiment);
  bench.panel->changeView(view, QStringLiteral("Others"));
  bench.settle();
  auto* chart = bench.panel->findChild<LineChart*>();
  QTRY_VERIFY(chart != nullptr && chart->settled() && chart->curves().size() == 150);
  const auto muted = std::count_if(chart->curves().begin(), chart->curves().end(),
                                   [](const Curve& curve) { return curve.muted; });
  QCOMPARE(muted, 144);
  bench.selection.setSelected({bench.key(149)});
  bench.settle();
  QTRY_VERIFY(chart->settled() && !chart->curves().front().muted);
  QCOMPARE(chart->curves().front().key,
           QString::fromStdString(bench.listing().table->run(bench.listing().rows[149]).id.value()));
  QCOMPARE(chart->curves().size(), std::size_t(150));
}

void ExperimentsPanelTest::comparedRunsStandAloneAcrossExperiments() {
  Bench bench(6, 2);
  track::RunId other;
  const Status status = bench.session->store()->write([&](store::Writer& writer) -> Status {
    track::NewRun run;
    run.experiment = track::ExperimentId(0);
    run.name = "elsewhere-1";
    TATARA_ASSIGN(const track::RunInfo made, track::createRun(writer, run, fromUnixMillis(test::kNoon)));
    other = made.id;
    return {};
  });
  QVERIFY(status.has_value());
  bench.window.show();
  bench.panel->open(CompareRoute{{bench.seeded.runs[0].id, other}});
  bench.settle();
  QCOMPARE(bench.listing().rows.size(), std::size_t(2));
  QVERIFY(bench.grid().model().findColumn("run.experiment") >= 0);
  // Counted are those that are compared, not those of the workspace.
  QStringList words;
  for (const Label* label : bench.panel->findChildren<Label*>()) {
    words << label->text();
  }
  QVERIFY2(words.contains(QStringLiteral("2 runs")) && words.contains(QStringLiteral("2 of 2 match")),
           qPrintable(words.join(u'|')));
  QCOMPARE(bench.panel->breadcrumb().size(), std::size_t(1));
}

void ExperimentsPanelTest::theExpressionFieldCompletesAndRefusesWhatItCannotRead() {
  Bench bench(6, 2);
  bench.open(bench.seeded.experiment);
  auto* field = qobject_cast<ExpressionField*>(bench.panel->filterField());
  QVERIFY(field != nullptr && field->isVisible());
  field->clear();
  QTest::keyClicks(field, QStringLiteral("metrics.val_"));
  QVERIFY(field->offered().contains(QStringLiteral("val_rmse")));
  QTest::keyClicks(field, QStringLiteral("rmse <"));
  QVERIFY(!field->problem().isEmpty());
  QTest::keyClick(field, Qt::Key_Return);
  QVERIFY(bench.panel->view().conditions.empty());
  QTest::keyClicks(field, QStringLiteral(" 41 AND tags.data = 'v3'"));
  QVERIFY2(field->problem().isEmpty(), qPrintable(field->problem()));
  QTest::keyClick(field, Qt::Key_Return);
  QCOMPARE(bench.panel->view().conditions.size(), std::size_t(2));
  QVERIFY(!field->isVisible());
}

TATARA_UI_TEST_MAIN(ExperimentsPanelTest)
#include "test_experiments_panel.moc"
