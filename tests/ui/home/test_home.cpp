#include <filesystem>
#include <fstream>

#include <QApplication>
#include <QTemporaryDir>
#include <QUndoStack>

#include "core/track/experiments.h"
#include "core/track/runs.h"
#include "tests/support/golden.h"
#include "tests/support/ui_test.h"
#include "ui/command/action_registry.h"
#include "ui/home/home_data.h"
#include "ui/home/home_panel.h"
#include "ui/home/palette_providers.h"
#include "ui/shell/preferences.h"
#include "ui/shell/saved_view_list.h"
#include "ui/shell/selection_hub.h"
#include "ui/shell/session.h"
#include "ui/widget/toast.h"

using namespace tatara;
using namespace tatara::ui;
using namespace std::chrono_literals;

namespace {

const Timestamp kNow = *parseIso8601("2026-11-20T14:45:00Z");

struct Seed {
  std::string name;
  track::RunStatus status = track::RunStatus::Finished;
  Millis ago{};
  Millis took{};
  double rmse = 0;  // 0: none logged
};

// A workspace whose clock stands still.
class Fixture {
 public:
  Fixture() : m_clock(kNow) {
    const auto workspace = store::createWorkspace(folder());
    Q_ASSERT(workspace);
    auto opened = store::Store::open(*workspace, {.clock = &m_clock});
    Q_ASSERT(opened);
    store = *opened;
  }
  std::filesystem::path folder() const { return m_folder.path().toStdString() + "/bike-demand"; }

  track::ExperimentId experiment(const std::string& name) const {
    return *store->writeFor([&](store::Writer& writer) -> Result<track::ExperimentId> {
      return track::createExperiment(writer, {.name = name}, kNow);
    });
  }
  void add(track::ExperimentId experiment, const Seed& seed) const {
    const Status added = store->write([&](store::Writer& writer) -> Status {
      track::NewRun run;
      run.experiment = experiment;
      run.name = seed.name;
      run.user = "aya";
      run.started = kNow - seed.ago;
      TATARA_ASSIGN(const track::RunInfo info, track::createRun(writer, run, kNow));
      track::Batch batch;
      if (seed.rmse > 0) {
        batch.metrics.push_back(
            {"val_rmse", {.step = 1, .timestamp = toUnixMillis(kNow), .value = seed.rmse}});
      }
      TATARA_TRY(track::logBatch(writer, info.id, batch));
      track::RunUpdate update;
      update.status = seed.status;
      if (track::isTerminal(seed.status)) {
        update.ended = kNow - seed.ago + seed.took;
      }
      TATARA_TRY(track::updateRun(writer, info.id, update));
      return {};
    });
    Q_ASSERT(added);
  }
  void seedRuns() const {
    const auto hourly = experiment("hourly-xgb");
    const auto daily = experiment("daily-baseline");
    using S = track::RunStatus;
    const Seed seeds[] = {
        {"ivory-crane-211", S::Finished, 24h * 9, 141s, 44.71},
        {"pale-ibis-192", S::Finished, 24h * 8, 80s, 42.64},
        {"cedar-swift-215", S::Killed, 24h * 7, 242s, 43.18},
        {"slate-finch-207", S::Finished, 24h * 5, 178s, 40.29},
        {"olive-tern-074", S::Finished, 24h * 3, 200s, 41.77},
        {"brisk-otter-224", S::Finished, 24h * 2, 331s, 39.88},
        {"quiet-maple-228", S::Finished, 54min, 288s, 38.97},
        {"umber-vole-230", S::Failed, 47min, 66s, 0},
        {"copper-heron-231", S::Finished, 36min, 252s, 38.42},
        {"hazel-plover-233", S::Running, 12min, 0s, 41.52},
    };
    for (const Seed& seed : seeds) {
      add(hourly, seed);
    }
    add(daily, {"dusk-badger-198", S::Finished, 24h * 4, 109s, 61.5});
    add(daily, {"north-wren-203", S::Running, 24h * 3, 0s, 62.25});
  }

  std::shared_ptr<store::Store> store;

 private:
  QTemporaryDir m_folder;
  ManualClock m_clock;
};

class QuietNavigator final : public Navigator {
 public:
  void open(const Route& route) override { opened.push_back(route); }
  void openWindow(const Route&) override {}
  void connectTrainingCode() override {}
  void importRuns() override {}
  void openExample() override {}
  void newRun(const RunDraft&) override {}
  void registerData(const QString&) override {}
  std::vector<Route> opened;
};

// A Home panel with all that it needs of a window.
struct Shown {
  explicit Shown(std::shared_ptr<store::Store> store)
      : session(std::move(store)),
        toasts(&window),
        views(session.store(), session.changes()),
        context{session.store(), session.changes(), selection, session.runSlots(), views,
                navigator,       actions,           undo,      session.tasks(),    toasts,
                session,         preferences},
        panel(context, &window) {
    window.resize(1408, 928);
    panel.resize(1408, 928);
    window.show();
  }
  bool settle() {
    return QTest::qWaitFor([this] { return panel.settled(); }, 5000);
  }

  QWidget window;
  Preferences preferences;
  Session session;
  SelectionHub selection;
  ActionRegistry actions;
  QUndoStack undo;
  ToastHost toasts;
  QuietNavigator navigator;
  SavedViewList views;
  PanelContext context;
  HomePanel panel;
};

}  // namespace

class HomeTest : public QObject {
  Q_OBJECT

  static HomeData load(const Fixture& fixture, std::optional<track::ExperimentId> chosen = {}) {
    return loadHome(*fixture.store, nullptr, {}, chosen, {})->data;
  }

 private slots:
  void init() {
    applyTheme(*qApp, ThemeMode::Light);
    setLanguage(Language::English);
  }

  void countsAreThoseOfTheRuns() {
    const Fixture fixture;
    fixture.seedRuns();
    const HomeData data = load(fixture);
    QCOMPARE(data.runs, 12);
    QCOMPARE(data.day, 4);
    QCOMPARE(data.dayFinished, 2);
    QCOMPARE(data.dayFailed, 1);
    QCOMPARE(data.running, 2);
    QCOMPARE(data.runningName, std::string("hazel-plover-233"));
    QCOMPARE(data.recent.size(), std::size_t{10});
    QCOMPARE(data.recent.front().run.name, std::string("hazel-plover-233"));
    QCOMPARE(data.experiments.size(), std::size_t{2});
    QCOMPARE(data.experiments.front().name, std::string("hourly-xgb"));
  }

  void failedAndForgottenRunsNeedAttentionNewestFirst() {
    const Fixture fixture;
    fixture.seedRuns();
    const HomeData data = load(fixture);
    QCOMPARE(data.attentionCount, 2);
    QCOMPARE(data.attention[0].run.name, std::string("umber-vole-230"));
    QVERIFY(data.attention[0].kind == AttentionKind::FailedRun);
    QCOMPARE(data.attention[1].run.name, std::string("north-wren-203"));
    QVERIFY(data.attention[1].kind == AttentionKind::StaleRun);
  }

  void aReviewThatWaitsForMeStandsFirstAndOpens() {
    const Fixture fixture;
    fixture.seedRuns();
    const std::string me = registry::currentActor("test").person;
    std::ofstream(fixture.folder() / "tatara.yaml")
        << "policy:\n  roles: {reviewer: ['" << me
        << "']}\n  models:\n    - {name: '*', approvals: {reviewer: 1}}\n";
    const Status asked = fixture.store->write([](store::Writer& writer) -> Status {
      const registry::Actor aya{.person = "aya", .program = "test"};
      TATARA_TRY(registry::createModel(writer, {.name = "bikes"}, aya, kNow));
      TATARA_TRY(registry::createVersion(writer, {.model = "bikes", .source = "s"}, aya, kNow));
      registry::NewReview review;
      review.model = "bikes";
      review.version = 1;
      review.reason = "better";
      TATARA_TRY(registry::openReview(writer, review, aya, kNow));
      return {};
    });
    QVERIFY(asked);
    const HomeData data = load(fixture);
    QVERIFY(data.attention.front().kind == AttentionKind::Review);
    QCOMPARE(data.attention.front().review->requester, std::string("aya"));
    QVERIFY(data.attention.back().kind != AttentionKind::Review);
    QCOMPARE(data.attentionCount, static_cast<std::int64_t>(data.attention.size()));
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    QWidget* list = nullptr;
    for (QWidget* widget : shown.panel.findChildren<QWidget*>()) {
      list = widget->accessibleName() == QStringLiteral("Needs attention") ? widget : list;
    }
    QVERIFY(list);
    QTest::mouseClick(list, Qt::LeftButton, {}, QPoint(60, 20));
    QVERIFY(!shown.navigator.opened.empty());
    const auto* to = std::get_if<ReviewRoute>(&shown.navigator.opened.back());
    QVERIFY(to && to->review == 1);
  }

  void anOverdueChampionAndAnOverrideStandBeforeWhatMerelyHappened() {
    const Fixture fixture;
    fixture.seedRuns();
    const Status made = fixture.store->write([](store::Writer& writer) -> Status {
      const registry::Actor aya{.person = "aya", .program = "test"};
      for (const char* name : {"bikes", "cars", "trams"}) {
        TATARA_TRY(registry::createModel(writer, {.name = name}, aya, kNow));
        TATARA_TRY(registry::createVersion(writer, {.model = name, .source = "s"}, aya, kNow));
        registry::ModelFacts facts;
        facts.owner = "mika";
        facts.lookAgain = kNow - std::chrono::hours(std::string_view(name) == "trams" ? -1 : 24);
        TATARA_TRY(registry::setModelFacts(writer, name, facts, aya, kNow));
      }
      for (const char* name : {"bikes", "trams"}) {  // cars are overdue and have no champion; trams not yet
        TATARA_TRY(registry::move(writer, name, registry::SetAlias{"champion", 1}, aya, kNow));
      }
      return writer.sql().run(
          "INSERT INTO override(object, person, reason, at_ms, act_id) VALUES('model/cars@champion', "
          "'kenji', "
          "'it fails', 1, 1)");
    });
    QVERIFY(made);
    const HomeData data = load(fixture);
    QVERIFY(data.attention[0].kind == AttentionKind::Override);
    QCOMPARE(data.attention[0].broken->person, std::string("kenji"));
    QVERIFY(data.attention[1].kind == AttentionKind::Overdue);
    QCOMPARE(data.attention[1].overdue->model, std::string("bikes"));
    QCOMPARE(data.attention[1].overdue->version, 1);
    QVERIFY(data.attention[2].kind != AttentionKind::Overdue);
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    QWidget* list = nullptr;
    for (QWidget* widget : shown.panel.findChildren<QWidget*>()) {
      list = widget->accessibleName() == QStringLiteral("Needs attention") ? widget : list;
    }
    QVERIFY(list);
    QTest::mouseClick(list, Qt::LeftButton, {}, QPoint(60, 20));
    const auto* to = std::get_if<ModelRoute>(&shown.navigator.opened.back());
    QVERIFY(to && to->model == QStringLiteral("cars"));
    QTest::mouseClick(list, Qt::LeftButton, {}, QPoint(60, 54 + 20));
    to = std::get_if<ModelRoute>(&shown.navigator.opened.back());
    QVERIFY(to && to->model == QStringLiteral("bikes"));
    TATARA_GOLDEN(*list, "home/overdue-light-en");
  }

  void aVersionThatNoEndpointServesIsOfferedAndLeadsToItsDeployment() {
    using registry::ModelVersion;
    using registry::VersionState;
    const auto version = [](const char* model, std::int64_t number, VersionState state,
                            std::vector<std::string> aliases = {}) {
      ModelVersion made;
      made.model = model;
      made.version = number;
      made.state = state;
      made.aliases = std::move(aliases);
      return made;
    };
    const std::vector<ModelVersion> versions{version("bikes", 1, VersionState::Approved),
                                             version("bikes", 2, VersionState::Approved, {"champion"}),
                                             version("bikes", 3, VersionState::Approved),
                                             version("bikes", 4, VersionState::Candidate),
                                             version("cars", 1, VersionState::Candidate),
                                             version("trams", 5, VersionState::Candidate, {"champion"})};
    const auto said = [&](const std::vector<deploy::Endpoint>& endpoints) {
      QStringList all;
      for (const DeployOffer& offer : offersOf(versions, endpoints)) {
        all << QStringLiteral("%1 %2%3 %4")
                   .arg(QString::fromStdString(offer.model))
                   .arg(offer.version)
                   .arg(offer.champion ? QStringLiteral("c") : QString(),
                        QString::fromStdString(offer.endpoint));
      }
      return all.join(QStringLiteral(", "));
    };
    QCOMPARE(said({}), QStringLiteral("bikes 2c , bikes 3 , trams 5c "));
    deploy::Endpoint live;
    live.name = "live";
    live.model = "bikes";
    live.routes = {{.version = 2, .weight = deploy::kWhole}, {.version = 3, .shadow = true}};
    QCOMPARE(said({live}), QStringLiteral("bikes 3 live, trams 5c "));  // a shadow does not serve
    live.routes = {{.version = 3, .weight = deploy::kWhole}};
    QCOMPARE(said({live}), QStringLiteral("bikes 2c live, trams 5c "));
    live.routes = {{.version = 2, .weight = 5000}, {.version = 3, .weight = 5000}};
    QCOMPARE(said({live}), QStringLiteral("trams 5c "));
  }

  void deployStandsOnHomeInBothThemesAndLanguages() {
    const Fixture fixture;
    fixture.seedRuns();
    QVERIFY(fixture.store->write([](store::Writer& writer) -> Status {
      const registry::Actor aya{.person = "aya", .program = "test"};
      TATARA_TRY(registry::createModel(writer, {.name = "bikes"}, aya, kNow - 2h));
      TATARA_TRY(registry::createVersion(writer, {.model = "bikes", .source = "s"}, aya, kNow - 2h));
      return registry::move(writer, "bikes", registry::SetAlias{"champion", 1}, aya, kNow - 1h);
    }));
    for (const auto& [mode, tongue, name] :
         {std::tuple{ThemeMode::Light, Language::English, "home/deploy-light-en"},
          std::tuple{ThemeMode::Dark, Language::Japanese, "home/deploy-dark-ja"}}) {
      applyTheme(*qApp, mode);
      setLanguage(tongue);
      Shown shown(fixture.store);
      QVERIFY(shown.settle());
      const QString difference =
          test::compareGolden(shown.window.grab().toImage(), QString::fromLatin1(name));
      QVERIFY2(difference.isEmpty(), qPrintable(difference));
      for (QWidget* widget : shown.panel.findChildren<QWidget*>()) {
        if (widget->inherits("tatara::ui::AttentionList")) {
          QTest::mouseClick(widget, Qt::LeftButton, {}, QPoint(60, 20));
        }
      }
      QVERIFY(!shown.navigator.opened.empty());
      const auto* to = std::get_if<DeploymentsRoute>(&shown.navigator.opened.back());
      QVERIFY(to && to->endpoint.isEmpty() && to->newModel == QStringLiteral("bikes") && to->newVersion == 1);
    }
  }

  void theBestFallsOnlyWhereAFinishedRunIsBetter() {
    const Fixture fixture;
    fixture.seedRuns();
    const BestSeries best = load(fixture).best;
    QCOMPARE(best.metric, std::string("val_rmse"));
    QVERIFY(best.direction == track::Direction::LowerIsBetter);
    QCOMPARE(best.points.size(), std::size_t{7});  // neither the killed nor the running one
    std::vector<double> steps;
    for (const BestPoint& point : best.points) {
      if (point.best) {
        steps.push_back(point.value);
      }
    }
    QCOMPARE(steps, (std::vector<double>{44.71, 42.64, 40.29, 39.88, 38.97, 38.42}));
  }

  void aRefreshGivesWhatLoadingAnewGives() {
    const Fixture fixture;
    const auto experiment = fixture.experiment("hourly-xgb");
    fixture.add(experiment, {"a", track::RunStatus::Finished, 2h, 10s, 40});
    const HomeState first = *loadHome(*fixture.store, nullptr, {}, {}, {});
    fixture.add(experiment, {"b", track::RunStatus::Finished, 1h, 10s, 39});
    store::ChangeSet everything;
    everything.everything = true;
    const HomeState second = *loadHome(*fixture.store, first.table, everything, {}, {});
    QCOMPARE(second.data.runs, 2);
    QCOMPARE(second.data.best.points.size(), std::size_t{2});
  }

  void homeLooksAsInTheMockup() {
    const Fixture fixture;
    fixture.seedRuns();
    for (const auto& [mode, tongue, name] :
         {std::tuple{ThemeMode::Light, Language::English, "home/many-light-en"},
          std::tuple{ThemeMode::Dark, Language::Japanese, "home/many-dark-ja"}}) {
      applyTheme(*qApp, mode);
      setLanguage(tongue);
      Shown shown(fixture.store);
      QVERIFY(shown.settle());
      const QString difference =
          test::compareGolden(shown.window.grab().toImage(), QString::fromLatin1(name));
      QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }
  }

  void withoutARunThreeCardsSayWhatToDo() {
    const Fixture fixture;
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    TATARA_GOLDEN(shown.window, "home/empty-light-en");
  }

  void aRunThatArrivesReplacesTheCards() {
    const Fixture fixture;
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    const QImage before = shown.window.grab().toImage();
    fixture.seedRuns();
    QTRY_VERIFY(shown.window.grab().toImage() != before);
  }

  void thePaletteFindsRunsByNameAndById() {
    const Fixture fixture;
    fixture.seedRuns();
    std::vector<Route> opened;
    const PaletteProvider provider =
        runsAndExperiments(fixture.store, [&](const Route& route) { opened.push_back(route); });
    std::vector<PaletteItem> found;
    provider(QStringLiteral("copper"), [&](std::vector<PaletteItem> items) { found = std::move(items); });
    QTRY_COMPARE(found.size(), std::size_t{1});
    QCOMPARE(found[0].text, QStringLiteral("copper-heron-231"));
    found[0].run();
    QCOMPARE(opened.size(), std::size_t{1});
    QVERIFY(std::holds_alternative<RunRoute>(opened[0]));
  }
};

TATARA_UI_TEST_MAIN(HomeTest)
#include "test_home.moc"
