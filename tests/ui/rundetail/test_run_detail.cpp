// The run detail over a real store: its tabs in pictures, live updates, and what can be done with a run.
#include <cmath>
#include <filesystem>
#include <random>

#include <QApplication>
#include <QBuffer>
#include <QClipboard>
#include <QDialog>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QTabBar>
#include <QUndoStack>

#include "core/artifact/artifact_store.h"
#include "core/track/bulk_points.h"
#include "core/track/experiments.h"
#include "core/track/metrics.h"
#include "core/track/runs.h"
#include "core/track/traces.h"
#include "tests/support/golden.h"
#include "tests/support/temp_folder.h"
#include "tests/support/ui_test.h"
#include "ui/async/store_signals.h"
#include "ui/base/type.h"
#include "ui/chart/line_chart.h"
#include "ui/command/action_registry.h"
#include "ui/curves/block_pages.h"
#include "ui/rundetail/artifact_preview.h"
#include "ui/rundetail/detail_lists.h"
#include "ui/rundetail/fact_table.h"
#include "ui/rundetail/run_detail_panel.h"
#include "ui/rundetail/run_header.h"
#include "ui/rundetail/run_lineage.h"
#include "ui/shell/preferences.h"
#include "ui/shell/saved_view_list.h"
#include "ui/shell/selection_hub.h"
#include "ui/shell/session.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/task_list.h"
#include "ui/widget/toast.h"

using namespace tatara;
using namespace tatara::ui;

namespace {

const track::RunId kRun("0123456789abcdef0123456789abcdef");
const track::RunId kBaseline("fedcba9876543210fedcba9876543210");
const track::RunId kFailed("00000000000000000000000000000bad");
const Timestamp kStart = fromUnixMillis(1795183320000);  // 2026-11-20T14:02:00Z

// Where a click led.
class Places final : public Navigator {
 public:
  void open(const Route& route) override { opened.push_back(toText(route)); }
  void openWindow(const Route& route) override { opened.push_back(toText(route)); }
  void connectTrainingCode() override {}
  void importRuns() override {}
  void openExample() override {}
  void newRun(const RunDraft&) override {}
  void registerData(const QString&) override {}
  QStringList opened;
};

std::string predictionsCsv() {
  std::mt19937 random(9);
  std::string csv = "row,actual,predicted\n";
  for (int i = 0; i < 3000; ++i) {
    const double truth = std::min(890.0, std::exponential_distribution<double>(1 / 190.0)(random));
    const double guess =
        std::max(0.0, truth + std::normal_distribution<double>(0, 12 + truth * 0.09)(random));
    csv += std::to_string(i) + "," + std::to_string(truth) + "," + std::to_string(guess) + "\n";
  }
  return csv;
}

std::string picture() {
  QImage image(320, 200, QImage::Format_RGB32);
  image.fill(QColor(QStringLiteral("#3355CC")));
  QByteArray bytes;
  QBuffer buffer(&bytes);
  image.save(&buffer, "PNG");
  return bytes.toStdString();
}

}  // namespace

class RunDetailTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void init();
  void tabsLookAsDesigned_data();
  void tabsLookAsDesigned();
  void aFailedRunSaysSoFirst();
  void anUnknownRunIsSaid();
  void pointsAppearWhileTheRunLogs();
  void aRunningRunTellsHowFarItHasComeAndHowLongItTakes();
  void longSeriesStayInTheStore();
  void theFirstTraceBringsItsTab();
  void theBaselineIsSharedWithTheWindow();
  void renamingWritesAndShows();
  void deletingOffersUndo();
  void aRunWithAModelIsRegisteredFromItsHeader();
  void textIsOpenedInTheEditorAsACopy();
  void columnsOfFactsAreAsWideAsTheirTexts();
  void tooltipsAreTheTextItself();
  void previewsAreBoundedAndNeverExecuted();
  void theRunAsPythonQuotesItsWords();

 private:
  std::unique_ptr<RunDetailPanel> openPanel(const track::RunId& run, const QString& tab = {});
  void fill();

  tests::TempFolder m_folder;
  ManualClock m_clock{kStart + std::chrono::hours(3)};
  std::shared_ptr<store::Store> m_store;
  std::unique_ptr<QWidget> m_window;
  std::unique_ptr<StoreSignals> m_changes;
  SelectionHub m_selection;
  RunSlots m_slots;
  Places m_places;
  ActionRegistry m_actions;
  QUndoStack m_undo;
  TaskList m_tasks;
  std::unique_ptr<ToastHost> m_toasts;
  std::unique_ptr<Session> m_session;
  std::unique_ptr<Preferences> m_preferences;
  std::unique_ptr<SavedViewList> m_views;
  std::unique_ptr<PanelContext> m_context;
};

void RunDetailTest::initTestCase() {
  const Result<store::Workspace> workspace = store::createWorkspace(m_folder.path() / "bikes");
  QVERIFY(workspace);
  Result<std::shared_ptr<store::Store>> opened = store::Store::open(*workspace, {.clock = &m_clock});
  QVERIFY(opened);
  m_store = *opened;
  fill();
  m_window = std::make_unique<QWidget>();
  m_changes = std::make_unique<StoreSignals>(m_store);
  m_toasts = std::make_unique<ToastHost>(m_window.get());
  m_session = std::make_unique<Session>(m_store);
  m_preferences = std::make_unique<Preferences>();
  m_views = std::make_unique<SavedViewList>(m_store, *m_changes);
  m_context = std::make_unique<PanelContext>(PanelContext{m_store, *m_changes, m_selection, m_slots, *m_views,
                                                          m_places, m_actions, m_undo, m_tasks, *m_toasts,
                                                          *m_session, *m_preferences});
}

void RunDetailTest::fill() {
  const Status written = m_store->write([](store::Writer& writer) -> Status {
    track::NewExperiment experiment;
    experiment.name = "hourly-xgb";
    experiment.tags = {{"tatara.primaryMetric", "val_rmse"}, {"tatara.unit.val_rmse", "rides/h"}};
    experiment.created = kStart;
    TATARA_ASSIGN(const track::ExperimentId id, track::createExperiment(writer, experiment, kStart));
    struct Made {
      track::RunId id;
      const char* name;
      double end;
      track::RunStatus status;
    };
    for (const Made& made : {Made{kBaseline, "slate-finch-207", 40.29, track::RunStatus::Finished},
                             Made{kRun, "copper-heron-231", 38.42, track::RunStatus::Finished},
                             Made{kFailed, "dusk-badger-198", 44, track::RunStatus::Failed}}) {
      track::NewRun run;
      run.experiment = id;
      run.name = made.name;
      run.user = "Aya Ono";
      run.id = made.id;
      run.started = kStart;
      run.status = made.status;
      run.ended = kStart + std::chrono::seconds(made.id == kRun ? 252 : 178);
      run.tags = {{"mlflow.source.git.commit", "4e1c9a7c0ffee4e1c9a7c0ffee4e1c9a7c0ffee4"},
                  {"mlflow.source.git.branch", "main"},
                  {"mlflow.source.git.dirty", "false"},
                  {"mlflow.source.name", "train.py"},
                  {"tatara.host", "ws-kyoto-2"},
                  {"features", "cyclic+lag168"}};
      if (made.status == track::RunStatus::Failed) {
        run.tags.push_back({"tatara.error", "no rows are left after the split"});
      }
      TATARA_TRY(track::createRun(writer, run, kStart));
      track::Batch batch;
      const bool own = made.id == kRun;
      batch.params = {{"max_depth", own ? "8" : "6"},
                      {"eta", own ? "0.05" : "0.10"},
                      {"min_child_weight", own ? "3" : "1"},
                      {"reg_lambda", own ? "1.5" : "1.0"},
                      {"n_estimators", "600"},
                      {"subsample", "0.80"},
                      {"colsample_bytree", "0.80"},
                      {"objective", "reg:squarederror"},
                      {"tree_method", "hist"},
                      {"seed", "20261120"},
                      {"booster", "gbtree"}};
      std::mt19937 random(3);
      std::normal_distribution<double> noise(0, 0.4);
      const int rounds = made.status == track::RunStatus::Failed ? 40 : 600;
      for (int i = 0; i < rounds; ++i) {
        const auto point = [&](double value) {
          return series::Point{i, toUnixMillis(kStart) + i * 400, value};
        };
        batch.metrics.push_back(
            {"val_rmse", point(made.end + 140 * std::exp(-i / 55.0) + noise(random) * 0.4)});
        batch.metrics.push_back({"train_rmse", point(made.end * 0.72 + 150 * std::exp(-i / 50.0))});
        batch.metrics.push_back({"val_mae", point(made.end * 0.61 + 90 * std::exp(-i / 50.0))});
        batch.metrics.push_back({"val_r2", point(0.9553 - 0.9 * std::exp(-i / 60.0) - (own ? 0 : 0.0045))});
        batch.metrics.push_back({"val_rmsle", point(0.284 + std::exp(-i / 60.0) + (own ? 0 : 0.011))});
        if (i % 10 == 0) {
          batch.metrics.push_back({"system/cpu_utilization_percentage", point(70 + noise(random) * 20)});
          batch.metrics.push_back({"system/system_memory_usage_megabytes", point(2100 + i)});
        }
      }
      TATARA_TRY(track::logBatch(writer, made.id, batch));
      track::DatasetInput data;
      data.dataset = {"hour.csv", "a41f09c2a41f09c2a41f09c2", "local", "{\"uri\": \"/data/hour.csv\"}", {},
                      {}};
      data.tags = {{"mlflow.data.context", "training"}};
      TATARA_TRY(track::logInputs(writer, made.id, std::array{data}, {}));
    }
    return {};
  });
  QVERIFY2(written, written ? "" : written.error().message.c_str());
  const Result<RunFactsPtr> facts = loadRunFacts(*m_store, kRun, {}, {});
  QVERIFY(facts);
  const std::string root = *artifact::rootPathOf((*facts)->run.info.artifactUri);
  const artifact::ArtifactStore artifacts(m_store);
  const auto put = [&](const char* path, const std::string& bytes) {
    const Status done = artifacts.put(root + "/" + path, bytes);
    QVERIFY2(done, done ? "" : done.error().message.c_str());
  };
  put("predictions/validation.csv", predictionsCsv());
  put("importance.csv",
      "feature,gain,weight\n\"hr_sin, "
      "hr_cos\",0.312,4\ncnt_lag_168h,0.221,3\nworkingday,0.118,2\ntemp,0.094,2\nyr,"
      "0.071,1\nhum,0.046,1\nweathersit,0.039,1\n");
  put("model/MLmodel",
      "artifact_path: model\nflavors:\n  python_function:\n    loader_module: mlflow.xgboost\n  xgboost:\n   "
      " data: "
      "model.ubj\nmlflow_version: 3.17.0\nmodel_id: m-0123\nsignature:\n  inputs: '[{\"type\": \"double\", "
      "\"name\": "
      "\"temp\", \"required\": true}, {\"type\": \"long\", \"name\": \"hr\", \"required\": true}]'\n  "
      "outputs: "
      "'[{\"type\": \"double\", \"name\": \"prediction\", \"required\": true}]'\nutc_time_created: "
      "'2026-11-20 "
      "14:06:12'\n");
  put("model/model.ubj", std::string(1'860'000, '\x7'));
  put("plots/shap_summary.png", picture());
  put("reproduce/environment.json",
      "{\"processor\": \"AMD EPYC 7B13\", \"processors\": 8, \"operating_system\": \"Debian GNU/Linux 12\", "
      "\"libraries\": "
      "[\"xgboost 3.2.0\", \"duckdb 1.4.4\"], \"git\": {\"branch\": \"main\"}}");
  put("report.html", "<h1>Report</h1><script>alert(1)</script>");
  put("logs/train.log", "[0] val_rmse:178.1\n[1] val_rmse:175.4\n[599] val_rmse:38.42\nsaved model.ubj\n");
}

void RunDetailTest::init() {
  applyTheme(*qApp, ThemeMode::Light);
  setLanguage(Language::English);
  m_selection.setBaseline({});
  m_places.opened.clear();
}

std::unique_ptr<RunDetailPanel> RunDetailTest::openPanel(const track::RunId& run, const QString& tab) {
  auto panel = std::make_unique<RunDetailPanel>(*m_context, nullptr);
  panel->resize(1408, 928);
  panel->show();
  panel->open(RunRoute{run, tab});
  if (!QTest::qWaitFor([&panel] { return panel->settled(); }, 10000)) {
    return nullptr;
  }
  // One turn more for what the last delivery laid out.
  QTest::qWait(0);
  return QTest::qWaitFor([&panel] { return panel->settled(); }, 10000) ? std::move(panel) : nullptr;
}

void RunDetailTest::tabsLookAsDesigned_data() {
  QTest::addColumn<QString>("tab");
  QTest::addColumn<QString>("look");
  for (const char* tab : {"overview", "metrics", "parameters", "artifacts", "code", "system", "logs"}) {
    QTest::newRow(tab) << QString::fromLatin1(tab) << QStringLiteral("light");
  }
  for (const char* tab : {"overview", "metrics"}) {
    QTest::newRow(qPrintable(QString::fromLatin1(tab) + QStringLiteral(" dark")))
        << QString::fromLatin1(tab) << QStringLiteral("dark");
    QTest::newRow(qPrintable(QString::fromLatin1(tab) + QStringLiteral(" ja")))
        << QString::fromLatin1(tab) << QStringLiteral("ja");
  }
  QTest::newRow("small") << QStringLiteral("overview") << QStringLiteral("small");
}

void RunDetailTest::tabsLookAsDesigned() {
  QFETCH(QString, tab);
  QFETCH(QString, look);
  applyTheme(*qApp, look == QLatin1String("dark") ? ThemeMode::Dark : ThemeMode::Light);
  setLanguage(look == QLatin1String("ja") ? Language::Japanese : Language::English);
  const Result<RunFactsPtr> baseline = loadRunFacts(*m_store, kBaseline, {}, {});
  QVERIFY(baseline);
  m_selection.setBaseline((*baseline)->run.info.key);
  m_slots.recolor(kRun.value(), 0);
  m_slots.recolor(kBaseline.value(), 4);
  auto panel = std::make_unique<RunDetailPanel>(*m_context, nullptr);
  panel->resize(look == QLatin1String("small") ? QSize(1228, 648) : QSize(1408, 928));
  panel->show();
  panel->open(RunRoute{kRun, tab == QLatin1String("overview") ? QString() : tab});
  QTRY_VERIFY_WITH_TIMEOUT(panel->settled(), 10000);
  QTest::qWait(30);
  QTRY_VERIFY_WITH_TIMEOUT(panel->settled(), 10000);
  // The last layout pass may still be queued behind what settled() knows of.
  QString difference;
  QTRY_VERIFY2_WITH_TIMEOUT((difference = test::compareGolden(
                                 panel->grab().toImage(), QStringLiteral("rundetail/%1-%2").arg(tab, look)))
                                .isEmpty(),
                            qPrintable(difference), 5000);
}

void RunDetailTest::aFailedRunSaysSoFirst() {
  const auto panel = openPanel(kFailed);
  QVERIFY(panel);
  TATARA_GOLDEN(*panel, "rundetail/failed-light");
}

void RunDetailTest::anUnknownRunIsSaid() {
  const auto panel = openPanel(track::RunId("ffffffffffffffffffffffffffffffff"));
  QVERIFY(panel);
  TATARA_GOLDEN(*panel, "rundetail/unknown-light");
}

void RunDetailTest::pointsAppearWhileTheRunLogs() {
  const track::RunId live("11111111111111111111111111111111");
  const Status made = m_store->write([&live](store::Writer& writer) -> Status {
    track::NewRun run;
    run.experiment = track::ExperimentId(1);
    run.name = "hazel-plover-233";
    run.id = live;
    run.started = kStart;
    TATARA_TRY(track::createRun(writer, run, kStart));
    return {};
  });
  QVERIFY2(made, made ? "" : made.error().message.c_str());
  const auto panel = openPanel(live);
  QVERIFY(panel);
  auto* chart = panel->findChild<LineChart*>();
  QVERIFY(chart && chart->curves().empty());
  for (int step = 0; step < 30; ++step) {
    const Status logged = m_store->write([&](store::Writer& writer) {
      track::Batch batch;
      batch.metrics = {{"val_rmse", {step, toUnixMillis(kStart) + step, 100.0 - step}}};
      return track::logBatch(writer, live, batch);
    });
    QVERIFY(logged);
  }
  QTRY_VERIFY_WITH_TIMEOUT(!chart->curves().empty() && chart->curves()[0].data->size() == 30, 5000);
}

// Three hours for 30 of 120 rounds: nine more.
void RunDetailTest::aRunningRunTellsHowFarItHasComeAndHowLongItTakes() {
  const track::RunId live("11111111111111111111111111111112");
  QVERIFY(m_store->write([&live](store::Writer& writer) -> Status {
    track::NewRun run;
    run.experiment = track::ExperimentId(1);
    run.name = "teal-lark-300";
    run.id = live;
    run.started = kStart;
    TATARA_TRY(track::createRun(writer, run, kStart));
    track::Batch batch;
    batch.params = {{"num_boost_round", "120"}};
    for (int step = 0; step < 30; ++step) {
      batch.metrics.push_back({"val_rmse", {step, toUnixMillis(kStart) + step, 100.0 - step}});
    }
    return track::logBatch(writer, live, batch);
  }));
  const auto panel = openPanel(live);
  QVERIFY(panel);
  auto* header = panel->findChild<RunHeader*>();
  QStringList words;
  for (const Label* label : header->findChildren<const Label*>()) {
    words << label->text();
  }
  const QString all = words.join(QLatin1Char('|'));
  QVERIFY2(all.contains(QStringLiteral("3h 00m · 30 of 120 · about 9h 00m left")), qPrintable(all));
  TATARA_GOLDEN(*header, "rundetail/header-running");
}

// Of 24 metrics that are shown together one is too long to be kept; over time, too.
void RunDetailTest::longSeriesStayInTheStore() {
  const track::RunId id("22222222222222222222222222222222");
  const std::size_t count = pagedFrom(24) + 5000;
  const Status made = m_store->write([&](store::Writer& writer) -> Status {
    track::NewRun run;
    run.experiment = track::ExperimentId(1);
    run.name = "amber-crane-240";
    run.id = id;
    run.started = kStart;
    TATARA_ASSIGN(const track::RunInfo info, track::createRun(writer, run, kStart));
    for (int metric = 0; metric < 24; ++metric) {
      std::vector<series::Point> points;
      for (std::size_t i = 0; i < (metric == 0 ? count : 3); ++i) {
        const auto step = static_cast<std::int64_t>(i);
        points.push_back(
            {step, toUnixMillis(kStart) + 2000 + step * 40, std::sin(static_cast<double>(i) / 900)});
      }
      const std::string key = "metric_" + std::to_string(metric / 10) + std::to_string(metric % 10);
      const track::SeriesPoints series[] = {{key, points}};
      TATARA_TRY(track::appendSeries(writer, info.key, series));
    }
    return {};
  });
  QVERIFY2(made, made ? "" : made.error().message.c_str());
  const auto panel = openPanel(id, QStringLiteral("metrics"));
  QVERIFY(panel);
  const auto longest = [&panel]() -> LineChart* {
    for (LineChart* chart : panel->findChildren<LineChart*>()) {
      if (!chart->curves().empty() && chart->curves()[0].data->paged()) {
        return chart;
      }
    }
    return nullptr;
  };
  QTRY_VERIFY_WITH_TIMEOUT(longest() != nullptr, 20000);
  LineChart* chart = longest();
  QCOMPARE(chart->curves()[0].data->size(), count);
  QTRY_VERIFY(chart->settled());
  auto* axis = chart->window()->findChild<SegmentedControl*>();
  for (SegmentedControl* each : panel->findChildren<SegmentedControl*>()) {
    axis = each->isVisible() ? each : axis;
  }
  QVERIFY(axis);
  axis->setCurrent(1);
  QTRY_VERIFY_WITH_TIMEOUT(chart->options().xUnit == XUnit::Duration, 20000);
  QVERIFY(chart->curves()[0].data->paged());
  QCOMPARE(chart->curves()[0].data->firstX(), 2.0);  // seconds since the run began
}

void RunDetailTest::theFirstTraceBringsItsTab() {
  const auto panel = openPanel(kFailed);
  QVERIFY(panel);
  auto* tabs = panel->findChild<QTabBar*>();
  const auto last = [tabs] { return tabs->tabText(tabs->count() - 1); };
  QVERIFY(!last().startsWith(QStringLiteral("Traces")));
  const auto trace = [this](const char* id, const track::RunId& run) {
    const Status made = m_store->write([&](store::Writer& writer) -> Status {
      TATARA_TRY(track::startTrace(writer, {.id = id,
                                            .experiment = track::ExperimentId(1),
                                            .state = track::TraceState::Ok,
                                            .started = kStart,
                                            .metadata = {{std::string(track::kTraceRun), run.value()}}}));
      return {};
    });
    QVERIFY2(made, made ? "" : made.error().message.c_str());
  };
  trace("tr-1", track::RunId("another"));
  QTRY_COMPARE(last(), QStringLiteral("Traces"));
  trace("tr-2", kFailed);
  QTRY_COMPARE(last(), QStringLiteral("Traces  1"));
  tabs->setCurrentIndex(tabs->count() - 1);
  QCOMPARE(toText(panel->current()),
           QStringLiteral("run/%1/traces").arg(QString::fromStdString(kFailed.value())));
  QTRY_VERIFY(panel->settled());
  QVERIFY(panel->filterField());
  const Status gone = m_store->write([](store::Writer& writer) -> Status {
    TATARA_TRY(track::deleteTraces(writer, {.experiment = track::ExperimentId(1), .ids = {"tr-1", "tr-2"}}));
    return {};
  });
  QVERIFY(gone);
}

void RunDetailTest::theBaselineIsSharedWithTheWindow() {
  const auto panel = openPanel(kRun);
  QVERIFY(panel);
  const auto button = [&panel]() -> QString {
    for (const QPushButton* each : panel->findChildren<QPushButton*>()) {
      if (each->text().contains(QStringLiteral("aseline")) ||
          each->text().contains(QStringLiteral("Deltas"))) {
        return each->text();
      }
    }
    return {};
  };
  QCOMPARE(button(), QStringLiteral("Choose a baseline"));
  const Result<RunFactsPtr> other = loadRunFacts(*m_store, kBaseline, {}, {});
  m_selection.setBaseline((*other)->run.info.key);
  QTRY_COMPARE(button(), QStringLiteral("Deltas against slate-finch-207"));
  const Result<std::vector<BaselineChoice>> choices =
      loadBaselineChoices(*m_store, (*other)->experiment, "val_rmse", {});
  QVERIFY(choices && choices->size() >= 3);
  QCOMPARE(choices->front().name, std::string("copper-heron-231"));
}

void RunDetailTest::renamingWritesAndShows() {
  const auto panel = openPanel(kFailed);
  QVERIFY(panel);
  m_actions.find(QStringLiteral("run.rename"))->trigger();
  auto* dialog = panel->findChild<QDialog*>();
  QVERIFY(dialog);
  auto* field = dialog->findChild<QLineEdit*>();
  field->setText(QStringLiteral("  "));
  QTest::keyClick(dialog, Qt::Key_Return, Qt::ControlModifier);
  QVERIFY(dialog->isVisible());
  field->setText(QStringLiteral("dusk-badger-199"));
  QTest::keyClick(dialog, Qt::Key_Return, Qt::ControlModifier);
  QTRY_COMPARE(panel->breadcrumb().back().text, QStringLiteral("dusk-badger-199"));
}

void RunDetailTest::deletingOffersUndo() {
  const auto panel = openPanel(kFailed);
  QVERIFY(panel);
  const Status gone = m_store->write(
      [this](store::Writer& writer) { return track::deleteRun(writer, kFailed, m_clock.now()); });
  QVERIFY(gone);
  const auto restore = [&panel]() -> QPushButton* {
    for (QPushButton* each : panel->findChildren<QPushButton*>()) {
      if (each->text() == QStringLiteral("Restore")) {
        return each;
      }
    }
    return nullptr;
  };
  QTRY_VERIFY(restore());
  restore()->click();
  QTRY_VERIFY(!restore());
  const Result<RunFactsPtr> facts = loadRunFacts(*m_store, kFailed, {}, {});
  QVERIFY((*facts)->run.info.lifecycle() == track::Lifecycle::Active);
}

void RunDetailTest::aRunWithAModelIsRegisteredFromItsHeader() {
  const auto button = [](const RunDetailPanel& panel) -> QPushButton* {
    for (QPushButton* each : panel.findChildren<QPushButton*>()) {
      if (each->text() == QStringLiteral("Register model")) {
        return each;
      }
    }
    return nullptr;
  };
  const auto panel = openPanel(kRun);
  QVERIFY(panel && button(*panel) && button(*panel)->isVisible());
  m_places.opened.clear();
  button(*panel)->click();
  QCOMPARE(m_places.opened,
           QStringList{toText(Route(
               ModelRoute{{}, {}, QStringLiteral("register/") + QString::fromStdString(kRun.value())}))});
  const auto without = openPanel(kFailed);
  QVERIFY(without && !button(*without)->isVisible());
}

void RunDetailTest::textIsOpenedInTheEditorAsACopy() {
  // An editor that leaves what it was given.
  const QString seen = QString::fromStdString((m_folder.path() / "seen").string());
  const QString editor = QString::fromStdString((m_folder.path() / "editor").string());
  QFile script(editor);
  QVERIFY(script.open(QIODevice::WriteOnly));
  script.write("#!/bin/sh\ncp \"$2\" \"" + seen.toUtf8() + ".part\" && mv \"" + seen.toUtf8() + ".part\" \"" +
               seen.toUtf8() + "\"\n");
  script.close();
  script.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
  m_preferences->setTextEditor(editor + QStringLiteral(" --wait {file}"));
  const auto panel = openPanel(kRun, QStringLiteral("artifacts"));
  QVERIFY(panel);
  for (QPushButton* each : panel->findChildren<QPushButton*>()) {
    if (each->text() == QStringLiteral("Open in editor")) {
      QVERIFY(each->isVisible());
      each->click();
    }
  }
  QTRY_VERIFY(QFile::exists(seen));
  QFile copy(seen);
  QVERIFY(copy.open(QIODevice::ReadOnly));
  QVERIFY(copy.readAll().startsWith("feature,gain,weight"));
  m_preferences->setTextEditor({});
}

void RunDetailTest::columnsOfFactsAreAsWideAsTheirTexts() {
  FactView view;
  view.resize(310, 200);
  view.show();
  view.setFacts(
      {{QStringLiteral("objective"), QStringLiteral("reg:squarederror"), QStringLiteral("–"), false},
       {QStringLiteral("eta"), QStringLiteral("0.05"), QStringLiteral("0.10"), true}},
      QStringLiteral("Baseline"));
  const auto total = [&view] { return view.columnWidth(0) + view.columnWidth(1) + view.columnWidth(2); };
  QCOMPARE(total(), view.viewport()->width());
  const QFontMetrics cell(ui::font(TextRole::Cell));
  QVERIFY(view.columnWidth(1) >= cell.horizontalAdvance(QStringLiteral("reg:squarederror")) + 20);
  QVERIFY(view.columnWidth(2) >=
          QFontMetrics(ui::font(TextRole::Header)).horizontalAdvance(QStringLiteral("Baseline")) + 32);
  view.resize(1300, 200);
  QCOMPARE(total(), view.viewport()->width());
  QVERIFY(view.model()->headerData(2, Qt::Horizontal, Qt::TextAlignmentRole).toInt() & Qt::AlignLeft);
}

// Neither rendered nor shown with its escapes.
void RunDetailTest::tooltipsAreTheTextItself() {
  FactModel facts;
  facts.setFacts({{QStringLiteral("rain & snow"), QStringLiteral("<img src=x>"), {}, false}}, {});
  QCOMPARE(facts.data(facts.index(0, 0), Qt::ToolTipRole).toString(), QStringLiteral("rain & snow"));
  QCOMPARE(facts.data(facts.index(0, 1), Qt::ToolTipRole).toString(),
           QStringLiteral("<qt>&lt;img src=x&gt;</qt>"));
  LineageList list;
  list.setItems(
      {{QStringLiteral("file"), QStringLiteral("rain & snow.csv"), QStringLiteral("v3"), false, {}}});
  list.resize(300, 120);
  const QPoint inside = list.itemRect(0).center();
  QMouseEvent move(QEvent::MouseMove, inside, list.mapToGlobal(inside), Qt::NoButton, Qt::NoButton,
                   Qt::NoModifier);
  QCoreApplication::sendEvent(&list, &move);
  QCOMPARE(list.toolTip(), QStringLiteral("rain & snow.csv\nv3"));
}

void RunDetailTest::previewsAreBoundedAndNeverExecuted() {
  const Result<RunFactsPtr> facts = loadRunFacts(*m_store, kRun, {}, {});
  QVERIFY(facts);
  const artifact::ArtifactStore artifacts(m_store);
  const auto preview = [&](const std::string& name) {
    for (const RunFile& file : (*facts)->files) {
      if (file.name == name) {
        return readPreview(artifacts, file);
      }
    }
    return Result<Preview>(makeError(ErrorKind::NotFound, name));
  };
  QCOMPARE(preview("report.html")->kind, PreviewKind::Text);
  QVERIFY(preview("report.html")->text.contains(QStringLiteral("<script>")));
  QCOMPARE(preview("plots/shap_summary.png")->picture.size(), QSize(320, 200));
  QCOMPARE(preview("model/model.ubj")->kind, PreviewKind::Nothing);
  QCOMPARE(preview("model/MLmodel")->kind, PreviewKind::Model);
  QCOMPARE(preview("predictions/validation.csv")->rows.size(), std::size_t{1001});
  // A header that promises gigapixels is refused before anything is decoded.
  std::string bomb = picture();
  bomb[16] = 0;
  bomb[17] = 1;
  bomb[18] = 0;
  bomb[19] = 0;
  bomb[20] = 0;
  bomb[21] = 1;
  QVERIFY(artifacts.put("9/bomb.png", bomb));
  const auto found = m_store->read(
      [](sql::Connection& connection) { return artifact::ArtifactStore::find(connection, "9/bomb.png"); });
  QVERIFY(found && *found);
  QVERIFY(!readPreview(artifacts, {"bomb.png", **found}));
}

void RunDetailTest::theRunAsPythonQuotesItsWords() {
  RunFacts facts;
  facts.run.info.id = kRun;
  facts.primaryMetric = "a\"b\\c\nd";
  const QString code = pythonOf(facts, QStringLiteral("http://127.0.0.1:5050"));
  QVERIFY(code.contains(QStringLiteral("set_tracking_uri(\"http://127.0.0.1:5050\")")));
  QVERIFY(code.contains(QStringLiteral("get_run(\"0123456789abcdef0123456789abcdef\")")));
  QVERIFY(code.contains(QStringLiteral("\"a\\\"b\\\\c\\nd\"")));
}

TATARA_UI_TEST_MAIN(RunDetailTest)
#include "test_run_detail.moc"
