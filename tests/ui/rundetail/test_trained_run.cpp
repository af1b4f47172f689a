// The run detail of runs that Tatara trained: their worst slices, and trainings that are stopped and done
// again, by the buttons a person presses.
#include <fstream>
#include <future>
#include <random>
#include <thread>

#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QUndoStack>

#include "core/artifact/artifact_store.h"
#include "core/track/experiments.h"
#include "core/track/run_stopping.h"
#include "core/track/runs.h"
#include "core/train/record.h"
#include "tests/support/golden.h"
#include "tests/support/temp_folder.h"
#include "tests/support/ui_test.h"
#include "ui/async/store_signals.h"
#include "ui/chart/chart_card.h"
#include "ui/command/action_registry.h"
#include "ui/rundetail/reproduction.h"
#include "ui/rundetail/run_detail_panel.h"
#include "ui/rundetail/run_facts.h"
#include "ui/rundetail/slice_card.h"
#include "ui/shell/preferences.h"
#include "ui/shell/saved_view_list.h"
#include "ui/shell/selection_hub.h"
#include "ui/shell/server_control.h"
#include "ui/shell/session.h"
#include "ui/widget/label.h"
#include "ui/widget/task_list.h"
#include "ui/widget/toast.h"

using namespace tatara;
using namespace tatara::ui;

namespace {

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

// Rides by hour, kind of day and warmth; nobody can tell them at seventeen o'clock of a working day.
std::string ridesCsv() {
  std::mt19937 random(11);
  std::normal_distribution<double> noise;
  std::string csv = "hour,day,warmth,rides\n";
  for (int i = 0; i < 12000; ++i) {
    const int hour = static_cast<int>(random() % 24);
    const bool working = random() % 3 != 0;
    const double warmth = 10 + 8 * noise(random);
    const bool rush = hour == 17 && working;
    const double rides = 120 + 40 * (hour > 6 && hour < 21) + 3 * warmth + noise(random) * (rush ? 160 : 6);
    csv += std::to_string(hour) + "," + (working ? "working" : "free") + "," + std::to_string(warmth) + "," +
           std::to_string(std::max(0.0, rides)) + "\n";
  }
  return csv;
}

QPushButton* findButton(const QWidget& within, const QString& text) {
  for (QPushButton* button : within.findChildren<QPushButton*>()) {
    if (button->text() == text && !button->isHidden()) {
      return button;
    }
  }
  return nullptr;
}

// The sheet that stands open.
template <typename Sheet>
Sheet* openSheet() {
  for (QWidget* widget : QApplication::topLevelWidgets()) {
    if (auto* sheet = qobject_cast<Sheet*>(widget); sheet != nullptr && sheet->isVisible()) {
      return sheet;
    }
  }
  return nullptr;
}

}  // namespace

class TrainedRunTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void init();
  void theWorstSlicesAreThoseThatWerePlanted();
  void theLearningCurveIsOfAMetricThatHasACourse();
  void theBaselineStandsBesideTheSlices();
  void goneDataIsSaidInTheCardOfSlices();
  void theSheetsOfARepetitionLookAsDesigned_data();
  void theSheetsOfARepetitionLookAsDesigned();
  void aRunIsTrainedAgainByItsButton();
  void aRunWhoseDataIsGoneSaysThatItCannotBeTrainedAgain();
  void aToleranceThatIsNoneIsSaidInTheSheet();
  void aTrainingIsStoppedByItsButton();
  void aRunWhoseTrainerHasGoneIsMarked();
  void aRunOfAnotherProgramOffersNeither();
  void aBaselineIsNotAskedOfARunThatIsNotThereYet();
  void experimentsStandInTheSidebarAndFollowTheStore();

 private:
  Result<track::RunInfo> train(const std::string& name, int rounds, const train::OnStart& onStart = {});
  track::Run load(const track::RunId& id);
  std::unique_ptr<RunDetailPanel> openPanel(const track::RunId& run);
  ChartCard* sliceCard(const RunDetailPanel& panel);

  tests::TempFolder m_folder;
  std::shared_ptr<store::Store> m_store;
  std::unique_ptr<artifact::ArtifactStore> m_artifacts;
  std::unique_ptr<dataset::Engine> m_engine;
  std::optional<train::Prepared> m_data;
  track::ExperimentId m_experiment;
  track::RunId m_run;
  track::RunId m_other;
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

void TrainedRunTest::initTestCase() {
  m_store = store::Store::open(store::createWorkspace(m_folder.path() / "rides").value()).value();
  m_artifacts = std::make_unique<artifact::ArtifactStore>(m_store);
  std::ofstream(m_folder.path() / "rides.csv") << ridesCsv();
  m_engine = dataset::Engine::open({.temporaryFolder = m_folder.path()}).value();
  const train::DataSpec spec{.file = m_folder.path() / "rides.csv", .target = "rides", .seed = 5};
  m_data = train::prepare(train::load(*m_engine, spec).value(), spec).value();
  m_experiment =
      train::ensureExperiment(*m_store, "rides", "val_rmse", {{"tatara.unit.val_rmse", "rides/h"}}).value();
  m_run = train("copper-heron-231", 40).value().id;
  m_other = train("slate-finch-207", 4).value().id;
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

void TrainedRunTest::init() {
  applyTheme(*qApp, ThemeMode::Light);
  setLanguage(Language::English);
  m_selection.setBaseline({});
  m_places.opened.clear();
}

Result<track::RunInfo> TrainedRunTest::train(const std::string& name, int rounds,
                                             const train::OnStart& onStart) {
  train::RunSpec run;
  run.experiment = m_experiment;
  run.name = name;
  const train::BoosterSpec booster{
      .parameters = {{"nthread", "1"}, {"max_depth", "4"}}, .rounds = rounds, .earlyStopping = 0};
  TATARA_ASSIGN(
      const train::Recorded recorded,
      train::trainAndRecord({m_store, *m_artifacts}, *m_data, booster, run, train::Origin{}, onStart));
  return recorded.run;
}

track::Run TrainedRunTest::load(const track::RunId& id) {
  return *m_store->read([&](sql::Connection& connection) { return track::findRun(connection, id); }).value();
}

std::unique_ptr<RunDetailPanel> TrainedRunTest::openPanel(const track::RunId& run) {
  auto panel = std::make_unique<RunDetailPanel>(*m_context, nullptr);
  panel->resize(1408, 928);
  panel->show();
  panel->open(RunRoute{run, {}});
  const auto settled = [&panel] { return panel->settled(); };
  return QTest::qWaitFor(settled, 20'000) ? std::move(panel) : nullptr;
}

ChartCard* TrainedRunTest::sliceCard(const RunDetailPanel& panel) {
  const auto* chart = panel.findChild<SliceChart*>();
  for (ChartCard* card : panel.findChildren<ChartCard*>()) {
    if (chart != nullptr && card->view() == chart) {
      return card;
    }
  }
  return nullptr;
}

void TrainedRunTest::theWorstSlicesAreThoseThatWerePlanted() {
  const auto panel = openPanel(m_run);
  QVERIFY(panel);
  const ChartCard* card = sliceCard(*panel);
  QVERIFY(card != nullptr && card->isVisible());
  QCOMPARE(card->message(), QString());
  const ChartTable table = panel->findChild<SliceChart*>()->table();
  QVERIFY(table.rows() >= 1);
  QCOMPARE(table.columns.size(), std::size_t{4});
  const QString& worst = table.columns[0].texts[0];
  QVERIFY2(worst.contains(QStringLiteral("hour 17")), qPrintable(worst));
  QVERIFY(table.columns[2].values[0] > 3 * table.columns[3].values[0]);
}

void TrainedRunTest::theLearningCurveIsOfAMetricThatHasACourse() {
  RunFacts facts;
  facts.primaryMetric = "val/acc";
  facts.run.metrics = {{"loss", {}, 0, 0, 1}, {"system/cpu", {}, 0, 0, 90}, {"val/acc", {}, 0, 0, 1}};
  QCOMPARE(curveMetric(facts), facts.primaryMetric);
  facts.run.metrics[0].points = 40;
  QCOMPARE(curveMetric(facts), std::optional<std::string>("loss"));
  facts.run.metrics[2].points = 2;
  QCOMPARE(curveMetric(facts), facts.primaryMetric);
}

void TrainedRunTest::theBaselineStandsBesideTheSlices() {
  m_selection.setBaseline(load(m_other).info.key);
  const auto panel = openPanel(m_run);
  QVERIFY(panel);
  ChartCard* card = sliceCard(*panel);
  QVERIFY(card != nullptr);
  QCOMPARE(panel->findChild<SliceChart*>()->table().columns.size(), std::size_t{5});
  card->setParent(nullptr);
  card->resize(762, 210);
  card->show();
  QTest::qWait(30);
  TATARA_GOLDEN(*card, "rundetail/slices-light");
  applyTheme(*qApp, ThemeMode::Dark);
  QCoreApplication::processEvents();
  TATARA_GOLDEN(*card, "rundetail/slices-dark");
  applyTheme(*qApp, ThemeMode::Light);
  delete card;
  setLanguage(Language::Japanese);
  const auto japanese = openPanel(m_run);
  QVERIFY(japanese);
  card = sliceCard(*japanese);
  card->setParent(nullptr);
  card->resize(762, 210);
  card->show();
  QTest::qWait(30);
  TATARA_GOLDEN(*card, "rundetail/slices-ja");
  delete card;
}

void TrainedRunTest::goneDataIsSaidInTheCardOfSlices() {
  const auto from = m_folder.path() / "rides.csv";
  const auto to = m_folder.path() / "elsewhere.csv";
  std::filesystem::rename(from, to);
  const auto panel = openPanel(m_run);
  std::filesystem::rename(to, from);
  QVERIFY(panel);
  const ChartCard* card = sliceCard(*panel);
  QVERIFY(card != nullptr && card->isVisible());
  QVERIFY2(card->message().contains(QStringLiteral("not there any more")), qPrintable(card->message()));
}

void TrainedRunTest::theSheetsOfARepetitionLookAsDesigned_data() {
  QTest::addColumn<QString>("look");
  for (const char* look : {"light", "dark", "ja"}) {
    QTest::newRow(look) << QString::fromLatin1(look);
  }
}

// What asks, what it says of a tolerance that is none, a run beside its repetition, and beside one that is
// none.
void TrainedRunTest::theSheetsOfARepetitionLookAsDesigned() {
  QFETCH(QString, look);
  applyTheme(*qApp, look == QLatin1String("dark") ? ThemeMode::Dark : ThemeMode::Light);
  setLanguage(look == QLatin1String("ja") ? Language::Japanese : Language::English);
  const auto differs = [&look](QWidget& sheet, const char* name) {
    sheet.resize(sheet.width(), sheet.sizeHint().height());
    test::layOut();
    return test::compareGolden(sheet.grab().toImage(),
                               QStringLiteral("rundetail/%1-%2").arg(QString::fromLatin1(name), look));
  };
  const auto facts = loadRunFacts(*m_store, m_other, {}, {});
  QVERIFY(facts);
  ReproduceSheet ask(**facts, nullptr);
  QCOMPARE(differs(ask, "reproduce"), QString());
  const QSignalSpy submitted(&ask, &ReproduceSheet::submitted);
  ask.findChild<QLineEdit*>()->setText(QStringLiteral("a little"));
  QTest::keyClick(&ask, Qt::Key_Return, Qt::ControlModifier);
  QCOMPARE(submitted.count(), 0);
  QCOMPARE(differs(ask, "reproduce-wrong"), QString());
  const auto again = train("slate-finch-207 again", 4);
  QVERIFY(again);
  ReproductionSheet answer(m_store, {.first = m_other, .again = again->id}, nullptr);
  QTRY_VERIFY_WITH_TIMEOUT(answer.settled(), 20'000);
  QCOMPARE(differs(answer, "reproduction"), QString());
  ReproductionSheet other(m_store, {.first = m_run, .again = m_other}, nullptr);
  QTRY_VERIFY_WITH_TIMEOUT(other.settled(), 20'000);
  QCOMPARE(differs(other, "reproduction-of-another"), QString());
}

void TrainedRunTest::aRunIsTrainedAgainByItsButton() {
  if (findTatara().isEmpty()) {
    QFAIL("the program tatara has to be built beside this test");
  }
  const auto panel = openPanel(m_other);
  QVERIFY(panel);
  QPushButton* button = findButton(*panel, QStringLiteral("Reproduce"));
  QVERIFY(button != nullptr && button->isEnabled());
  button->click();
  auto* sheet = openSheet<ReproduceSheet>();
  QVERIFY(sheet != nullptr);
  QPushButton* submit = findButton(*sheet, QStringLiteral("Train again"));
  QVERIFY(submit != nullptr);
  submit->click();
  QTRY_COMPARE_WITH_TIMEOUT(m_tasks.running(), 0, 60'000);
  const TaskInfo& task = m_tasks.tasks()[0];
  QVERIFY2(task.state == TaskState::Done, qPrintable(task.note));
  QCOMPARE(task.note, QStringLiteral("slate-finch-207 trained again came out exactly the same"));
  QVERIFY(task.openResult);
  task.openResult();
  auto* answer = openSheet<ReproductionSheet>();
  QVERIFY(answer != nullptr);
  QTRY_VERIFY_WITH_TIMEOUT(answer->settled(), 20'000);
  const auto labels = answer->findChildren<Label*>();
  QVERIFY(std::ranges::any_of(
      labels, [](const Label* label) { return label->text().contains(QStringLiteral("bit for bit")); }));
  QPushButton* open = findButton(*answer, QStringLiteral("Open the repetition"));
  QVERIFY(open != nullptr);
  open->click();
  QCOMPARE(m_places.opened.size(), 1);
  QVERIFY(!m_places.opened[0].contains(QString::fromStdString(m_other.value())));
}

void TrainedRunTest::aRunWhoseDataIsGoneSaysThatItCannotBeTrainedAgain() {
  const auto panel = openPanel(m_other);
  QVERIFY(panel);
  const auto from = m_folder.path() / "rides.csv";
  const auto to = m_folder.path() / "elsewhere.csv";
  findButton(*panel, QStringLiteral("Reproduce"))->click();
  auto* sheet = openSheet<ReproduceSheet>();
  QVERIFY(sheet != nullptr);
  std::filesystem::rename(from, to);
  findButton(*sheet, QStringLiteral("Train again"))->click();
  const bool ended = QTest::qWaitFor([this] { return m_tasks.running() == 0; }, 60'000);
  std::filesystem::rename(to, from);
  QVERIFY(ended);
  const TaskInfo& task = m_tasks.tasks()[0];
  QVERIFY2(task.state == TaskState::Done, qPrintable(task.note));  // an answer, not a failure
  QCOMPARE(task.note, QStringLiteral("slate-finch-207 could not be trained again"));
}

void TrainedRunTest::aToleranceThatIsNoneIsSaidInTheSheet() {
  QVERIFY(!readTolerance(QStringLiteral("much")));
  QVERIFY(!readTolerance(QStringLiteral("-1%")));
  QVERIFY(!readTolerance(QStringLiteral("100%")));
  QCOMPARE(readTolerance(QStringLiteral(" 5 % ")), std::optional(0.05));
  QCOMPARE(readTolerance(QStringLiteral("0")), std::optional(0.0));
  const auto panel = openPanel(m_other);
  QVERIFY(panel);
  findButton(*panel, QStringLiteral("Reproduce"))->click();
  auto* sheet = openSheet<ReproduceSheet>();
  QVERIFY(sheet != nullptr);
  sheet->findChild<QLineEdit*>()->setText(QStringLiteral("much"));
  findButton(*sheet, QStringLiteral("Train again"))->click();
  QVERIFY(sheet->isVisible());
  QCOMPARE(m_tasks.running(), 0);
  sheet->reject();
}

void TrainedRunTest::aTrainingIsStoppedByItsButton() {
  std::promise<track::RunId> started;
  std::thread trainer([&] {
    (void)train("amber-lynx-4", 1'000'000, [&](const track::RunInfo& info) { started.set_value(info.id); });
  });
  const track::RunId run = started.get_future().get();
  // It never settles: every round is shown.
  const auto panel = std::make_unique<RunDetailPanel>(*m_context, nullptr);
  panel->show();
  panel->open(RunRoute{run, {}});
  QPushButton* button = nullptr;
  (void)QTest::qWaitFor([&] { return (button = findButton(*panel, QStringLiteral("Stop"))) != nullptr; },
                        20'000);
  const bool early = findButton(*panel, QStringLiteral("Reproduce")) != nullptr;
  if (button != nullptr) {
    QTimer::singleShot(0, this, [] {
      for (QWidget* widget : QApplication::topLevelWidgets()) {
        if (QPushButton* sure = findButton(*widget, QStringLiteral("Stop run"))) {
          sure->click();
        }
      }
    });
    button->click();
  } else {
    (void)m_store->write([&](store::Writer& writer) { return track::askToStop(writer, run); });
  }
  trainer.join();
  QVERIFY(button != nullptr);
  QVERIFY2(!early, "a run under way is not trained again");
  QVERIFY(load(run).info.status == track::RunStatus::Killed);
  QTRY_VERIFY_WITH_TIMEOUT(findButton(*panel, QStringLiteral("Reproduce")) != nullptr, 20'000);
  QVERIFY(findButton(*panel, QStringLiteral("Stop")) == nullptr);
}

void TrainedRunTest::aRunWhoseTrainerHasGoneIsMarked() {
  track::NewRun fresh;
  fresh.experiment = m_experiment;
  fresh.name = "grey-wolf-9";
  fresh.tags = {{std::string(track::kStopTag), std::string(track::kWanted)}};
  const auto run = m_store->writeFor(
      [&](store::Writer& writer) { return track::createRun(writer, fresh, systemClock().now()); });
  QVERIFY(run);
  const auto panel = openPanel(run->id);
  QVERIFY(panel);
  QPushButton* button = findButton(*panel, QStringLiteral("Mark as stopped"));
  QVERIFY(button != nullptr);
  QTimer::singleShot(0, this, [&panel] {
    for (QWidget* widget : QApplication::topLevelWidgets()) {
      QPushButton* sure = findButton(*widget, QStringLiteral("Mark as stopped"));
      if (sure != nullptr && widget != panel.get()) {
        sure->click();
      }
    }
  });
  button->click();
  QTRY_VERIFY_WITH_TIMEOUT(load(run->id).info.status == track::RunStatus::Killed, 20'000);
}

void TrainedRunTest::aRunOfAnotherProgramOffersNeither() {
  track::NewRun fresh;
  fresh.experiment = m_experiment;
  fresh.name = "their-run-1";
  const auto run = m_store->writeFor(
      [&](store::Writer& writer) { return track::createRun(writer, fresh, systemClock().now()); });
  QVERIFY(run);
  const auto panel = openPanel(run->id);
  QVERIFY(panel);
  for (const char* name : {"Stop", "Mark as stopped", "Reproduce"}) {
    QVERIFY2(findButton(*panel, QString::fromLatin1(name)) == nullptr, name);
  }
  QVERIFY(!sliceCard(*panel)->isVisible());
}

void TrainedRunTest::aBaselineIsNotAskedOfARunThatIsNotThereYet() {
  const auto panel = openPanel(m_run);
  QVERIFY(panel);
  QPushButton* baseline = nullptr;
  for (QPushButton* button : panel->findChildren<QPushButton*>()) {
    baseline = button->text().contains(QStringLiteral("baseline")) ? button : baseline;
  }
  QVERIFY(baseline != nullptr);
  baseline->click();  // asked, not answered
  panel->open(RunRoute{m_other, {}});
  baseline->click();  // of neither
  QTRY_VERIFY_WITH_TIMEOUT(panel->settled(), 20'000);
  QVERIFY(QApplication::activePopupWidget() == nullptr);
}

void TrainedRunTest::experimentsStandInTheSidebarAndFollowTheStore() {
  const auto panel = openPanel(m_run);
  const auto names = [&] {
    QStringList list;
    for (const SidebarItem& item : panel->sidebarItems()) {
      list << item.text + QLatin1Char(' ') + item.count;
    }
    return list.join(QStringLiteral(", "));
  };
  const QString before = names();
  QVERIFY2(before.contains(panel->breadcrumb().front().text), qPrintable(before));
  QVERIFY(m_store->write([](store::Writer& writer) -> Status {
    TATARA_TRY(track::createExperiment(writer, {.name = "another"}, fromUnixMillis(1)));
    return {};
  }));
  QTRY_COMPARE(names(), before + QStringLiteral(", another 0"));
}

TATARA_UI_TEST_MAIN(TrainedRunTest)
#include "test_trained_run.moc"
