#include <filesystem>
#include <fstream>

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>

#include "core/track/metric_meaning.h"
#include "core/track/runs.h"
#include "core/track/saved_views.h"
#include "tests/support/golden.h"
#include "tests/support/ui_test.h"
#include "tests/ui/home/home_fixture.h"
#include "ui/base/number_text.h"
#include "ui/home/home_data.h"
#include "ui/home/internal/best_chart.h"
#include "ui/home/internal/home_lists.h"
#include "ui/home/palette_providers.h"
#include "ui/shell/preferences.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

using namespace tatara;
using namespace tatara::ui;
using namespace tatara::ui::test;
using namespace std::chrono_literals;

class HomeTest : public QObject {
  Q_OBJECT

  static HomeData load(const Fixture& fixture, std::optional<track::ExperimentId> chosen = {}) {
    return loadHome(*fixture.store, nullptr, {}, chosen, {})->data;
  }

 private slots:
  void init() {
    Preferences().forgetLayouts();
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
    scopeOf(shown)->setCurrent(1);  // mika is somebody else
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
      test::layOut();
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
      test::layOut();
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

  // The list's picture says nothing of which row a menu is for: the rows are asked by name.
  static QString firstRow(const Shown& shown) {
    const auto* list = shown.panel.findChild<const AttentionList*>();
    return list->count() == 0 ? QString() : list->rowText(0);
  }
  static SegmentedControl* scopeOf(const Shown& shown) {
    for (SegmentedControl* control : shown.panel.findChildren<SegmentedControl*>()) {
      if (control->accessibleName() == QStringLiteral("Whose items")) {
        return control;
      }
    }
    return nullptr;
  }
  // Opens the menu of a row by the keyboard and takes an entry.
  static void choose(QWidget* list, const QString& entry) {
    QContextMenuEvent ask(QContextMenuEvent::Keyboard, QPoint(5, 5), list->mapToGlobal(QPoint(5, 5)));
    QApplication::sendEvent(list, &ask);
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    QVERIFY(menu);
    for (QAction* action : menu->actions()) {
      if (action->text() == entry) {
        action->trigger();
        menu->close();
        return;
      }
    }
    menu->close();
    QFAIL(qPrintable(QStringLiteral("no entry %1").arg(entry)));
  }

  void whatIsPutOffComesBackAtItsTimeAndIsKeptByTheProgram() {
    Fixture fixture;
    fixture.seedRuns();
    {
      Shown shown(fixture.store);
      QVERIFY(shown.settle());
      QVERIFY(firstRow(shown).contains(QStringLiteral("umber-vole-230")));
      choose(shown.panel.findChild<AttentionList*>(), QStringLiteral("Snooze for 1 h"));
      QVERIFY(firstRow(shown).contains(QStringLiteral("north-wren-203")));
    }
    {
      Shown again(fixture.store);  // a window of another day
      QVERIFY(again.settle());
      QVERIFY(firstRow(again).contains(QStringLiteral("north-wren-203")));
      choose(again.panel.findChild<AttentionList*>(), QStringLiteral("Snooze until tomorrow"));
      QCOMPARE(again.panel.findChild<AttentionList*>()->count(), 0);
      TATARA_GOLDEN(again.window, "home/put-off-light-en");
    }
    fixture.clock().advance(61min);
    {
      Shown later(fixture.store);
      QVERIFY(later.settle());
      QVERIFY(firstRow(later).contains(QStringLiteral("umber-vole-230")));
      QCOMPARE(later.panel.findChild<AttentionList*>()->count(), 1);
      choose(later.panel.findChild<AttentionList*>(), QStringLiteral("Bring back what was put off"));
      QCOMPARE(later.panel.findChild<AttentionList*>()->count(), 2);
    }
  }

  void notMineLeavesTheTeamsListAlone() {
    const Fixture fixture;
    fixture.seedRuns();
    const std::string me = registry::currentActor("test").person;
    fixture.add(fixture.experiment("mine"), {"own-run", track::RunStatus::Failed, 5min, 10s, 0, 1, {}, me});
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    QCOMPARE(scopeOf(shown)->current(), 0);
    auto* list = shown.panel.findChild<AttentionList*>();
    QCOMPARE(list->count(), 1);  // aya's runs are the team's
    QVERIFY(firstRow(shown).contains(QStringLiteral("own-run")));
    choose(list, QStringLiteral("Not mine"));
    QCOMPARE(list->count(), 0);
    scopeOf(shown)->setCurrent(1);
    QCOMPARE(list->count(), 3);
    choose(list, QStringLiteral("Mine after all"));
    scopeOf(shown)->setCurrent(0);
    QCOMPARE(list->count(), 1);
  }

  void whoHasNothingOfTheirOwnSeesTheTeams() {
    const Fixture fixture;
    fixture.seedRuns();
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    QCOMPARE(scopeOf(shown)->current(), 1);
    QCOMPARE(shown.panel.findChild<AttentionList*>()->count(), 2);
  }

  void aChosenFigureStandsInItsPlaceAlsoNextTime() {
    const Fixture fixture;
    fixture.seedRuns();
    const auto labels = [](const Shown& shown) {
      QStringList all;
      for (const KpiCell& cell : shown.panel.findChild<const KpiStrip*>()->cells()) {
        all << cell.label;
      }
      return all;
    };
    {
      Shown shown(fixture.store);
      QVERIFY(shown.settle());
      QCOMPARE(labels(shown), (QStringList{"Best val_rmse", "Better than a week ago", "Runs in 24 h",
                                           "Running now", "All runs"}));
      auto* strip = shown.panel.findChild<KpiStrip*>();
      strip->setFocus(Qt::TabFocusReason);
      QTest::keyClick(strip, Qt::Key_Right);
      choose(strip, QStringLiteral("Failed in 7 days"));
      QCOMPARE(labels(shown).value(1), QStringLiteral("Failed in 7 days"));
      QCOMPARE(strip->cells()[1].value, QStringLiteral("1"));
    }
    {
      Shown again(fixture.store);
      QVERIFY(again.settle());
      QCOMPARE(labels(again).value(1), QStringLiteral("Failed in 7 days"));
      auto* strip = again.panel.findChild<KpiStrip*>();
      choose(strip, QStringLiteral("Endpoints"));  // of which there is none
      QCOMPARE(strip->cells()[0].value, QString(kMissing));
      choose(strip, QStringLiteral("What suits the workspace"));
      QCOMPARE(labels(again).value(0), QStringLiteral("Best val_rmse"));
    }
  }

  void championAndBestCandidateAreFiguresAndStandInTheChart() {
    const Fixture fixture;
    fixture.seedRuns();
    const auto table = loadHome(*fixture.store, nullptr, {}, {}, {})->table;
    const auto runNamed = [&](std::string_view name) {
      for (std::size_t row = 0; row < table->size(); ++row) {
        if (table->run(row).name == name) {
          return table->run(row).id;
        }
      }
      return track::RunId();
    };
    const Status made = fixture.store->write([&](store::Writer& writer) -> Status {
      const registry::Actor aya{.person = "aya", .program = "test"};
      TATARA_TRY(registry::createModel(writer, {.name = "bikes"}, aya, kNow - 2h));
      for (const char* name : {"olive-tern-074", "brisk-otter-224", "slate-finch-207", "umber-vole-230"}) {
        TATARA_TRY(registry::createVersion(writer, {.model = "bikes", .source = "s", .run = runNamed(name)},
                                           aya, kNow - 2h));
      }
      return registry::move(writer, "bikes", registry::SetAlias{"champion", 1}, aya, kNow - 1h);
    });
    QVERIFY(made);
    const HomeData data = load(fixture);
    QVERIFY(data.champion && data.candidate);
    QCOMPARE(data.champion->value, 41.77);
    QCOMPARE(data.candidate->version, 2);
    QCOMPARE(data.candidate->value, 39.88);
    QCOMPARE(data.best.champion.value_or(0), 41.77);
    QCOMPARE(data.best.championName, std::string("v1"));
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    const std::vector<KpiCell>& cells = shown.panel.findChild<const KpiStrip*>()->cells();
    QCOMPARE(cells[0].value, QStringLiteral("41.77"));
    QCOMPARE(cells[1].value, QStringLiteral("39.88"));
    QCOMPARE(cells[1].noteColor, &Colors::ok);
    cells[1].open();
    const auto* to = std::get_if<ModelRoute>(&shown.navigator.opened.back());
    QVERIFY(to && to->model == QStringLiteral("bikes") && to->version == 2);
    TATARA_GOLDEN(shown.window, "home/champion-light-en");
  }

  // A unit that leaves no room for the words that say what is good.
  void theLineOfTheBestNamesItsExperiment() {
    const Fixture fixture;
    const track::ExperimentId experiment = fixture.experiment("bike-demand-search");
    fixture.add(experiment, {"run", track::RunStatus::Finished, 2h, 10s, 40});
    QVERIFY(fixture.store->write([&](store::Writer& writer) {
      return track::setMeaning(writer, experiment, "val_rmse", {.unit = "rentals/h"}, kNow);
    }));
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    const QList<Card*> cards = shown.panel.findChildren<Card*>();
    const auto best = std::ranges::find_if(
        cards, [](const Card* card) { return card->findChild<BestChart*>() != nullptr; });
    QVERIFY(best != cards.end());
    QStringList words;
    for (const Label* label : (*best)->findChildren<Label*>()) {
      words << label->text();
    }
    QVERIFY2(words.contains(QStringLiteral("bike-demand-search")), qPrintable(words.join(u'|')));
    QVERIFY((*best)->toolTip().contains(QStringLiteral("lower is better")));
  }

  void everyExperimentIsListedAboveTheActivity() {
    const Fixture fixture;
    for (const char* name : {"a", "b", "c"}) {
      fixture.add(fixture.experiment(name), {"run", track::RunStatus::Finished, 2h, 10s, 40});
    }
    const Status made = fixture.store->write([](store::Writer& writer) -> Status {
      const registry::Actor aya{.person = "aya", .program = "test"};
      TATARA_TRY(registry::createModel(writer, {.name = "bikes"}, aya, kNow - 2h));
      return {};
    });
    QVERIFY(made);
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    QCoreApplication::processEvents();
    QCOMPARE(shown.panel.findChild<ExperimentList*>()->itemCount(), 3);
  }

  void theChampionIsNamedBesideTheBestRunNotUnderIt() {
    BestSeries series;
    series.metric = "val_rmse";
    series.direction = track::Direction::LowerIsBetter;
    // As in the example: all in one minute, the best soon after the first, and the champion close to it.
    series.points = {{{}, "trial-01", kNow - 60s, 44.4, true},
                     {{}, "without-calendar", kNow - 50s, 43.14, true},
                     {{}, "without-air", kNow - 5s, 43.8, false}};
    series.champion = 43.4;
    series.championName = "v2";
    for (const auto direction : {track::Direction::LowerIsBetter, track::Direction::HigherIsBetter}) {
      series.direction = direction;
      BestChart chart;
      chart.resize(532, 240);
      chart.show(series, std::nullopt, kNow);
      const QRectF run = chart.runLabelRect();
      const QRectF champion = chart.championLabelRect();
      QVERIFY(!run.isEmpty() && !champion.isEmpty());
      QVERIFY(!run.intersects(champion));
      QVERIFY(QRectF(chart.rect()).contains(run) && QRectF(chart.rect()).contains(champion));
    }
  }

  void everyRowAndFigureIsToldToAssistiveTechnology() {
    const Fixture fixture;
    fixture.seedRuns();
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    QAccessibleInterface* recent =
        QAccessible::queryAccessibleInterface(shown.panel.findChild<RecentList*>());
    QVERIFY(recent);
    QCOMPARE(recent->role(), QAccessible::List);
    QCOMPARE(recent->childCount(), 10);
    QAccessibleInterface* row = recent->child(0);
    QCOMPARE(row->text(QAccessible::Name),
             QStringLiteral("hazel-plover-233, hourly-xgb, Running 69\u00A0%, val_rmse 41.52"));
    QCOMPARE(recent->indexOfChild(row), 0);
    QCOMPARE(row->parent()->object(), recent->object());
    const QRect place = row->rect();
    QCOMPARE(recent->childAt(place.center().x(), place.center().y()), row);
    row->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QVERIFY(std::holds_alternative<RunRoute>(shown.navigator.opened.back()));
    QAccessibleInterface* strip = QAccessible::queryAccessibleInterface(shown.panel.findChild<KpiStrip*>());
    QCOMPARE(strip->childCount(), 5);
    QCOMPARE(strip->child(2)->text(QAccessible::Name),
             QStringLiteral("Runs in 24 h: 4 2 finished · 1 failed"));
    QAccessibleInterface* chart = QAccessible::queryAccessibleInterface(shown.panel.findChild<BestChart*>());
    QCOMPARE(chart->role(), QAccessible::Chart);
    QCOMPARE(chart->childCount(), 7);
    chart->child(6)->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QVERIFY(std::holds_alternative<RunRoute>(shown.navigator.opened.back()));
  }

  void thePaletteFindsRunsByNameAndById() {
    const Fixture fixture;
    fixture.seedRuns();
    std::vector<Route> opened;
    const auto go = [&](const Route& route) { opened.push_back(route); };
    const PaletteProvider provider = objectsOfTheWorkspace(fixture.store, {go, go});
    std::vector<PaletteItem> found;
    provider(QStringLiteral("copper"), [&](std::vector<PaletteItem> items) { found = std::move(items); });
    QTRY_COMPARE(found.size(), std::size_t{1});
    QCOMPARE(found[0].text, QStringLiteral("copper-heron-231"));
    found[0].run();
    QCOMPARE(opened.size(), std::size_t{1});
    QVERIFY(std::holds_alternative<RunRoute>(opened[0]));
    QCOMPARE(found[0].detail, QStringLiteral("hourly-xgb"));
    const std::string id = std::get<RunRoute>(opened[0]).run.value();
    found.clear();
    provider(QString::fromStdString(id.substr(0, 12)),
             [&](std::vector<PaletteItem> items) { found = std::move(items); });
    QTRY_COMPARE(found.size(), std::size_t{1});
    QCOMPARE(found[0].text, QStringLiteral("copper-heron-231"));
    for (const PaletteItem& action : found[0].actions) {
      if (action.text == QStringLiteral("Copy ID")) {
        action.run();
      }
    }
    QCOMPARE(QApplication::clipboard()->text(), QString::fromStdString(id));
  }

  void thePaletteFindsModelsAndSavedViewsToo() {
    const Fixture fixture;
    fixture.seedRuns();
    QVERIFY(fixture.store->write([](store::Writer& writer) -> Status {
      const registry::Actor aya{.person = "aya", .program = "test"};
      TATARA_TRY(registry::createModel(writer, {.name = "heron-model"}, aya, kNow));
      return track::saveView(writer, "experiments", "Heron runs", "{}", kNow);
    }));
    std::vector<Route> opened;
    const auto go = [&](const Route& route) { opened.push_back(route); };
    const PaletteProvider provider = objectsOfTheWorkspace(fixture.store, {go, go});
    std::vector<PaletteItem> found;
    provider(QStringLiteral("heron"), [&](std::vector<PaletteItem> items) { found = std::move(items); });
    QTRY_COMPARE(found.size(), std::size_t{3});
    QCOMPARE(found[0].group, QStringLiteral("Runs"));
    QCOMPARE(found[1].group, QStringLiteral("Models"));
    QCOMPARE(found[2].group, QStringLiteral("Saved views"));
    found[1].run();
    QVERIFY((opened.back() == Route(ModelRoute{QStringLiteral("heron-model"), std::nullopt, {}})));
    found[2].run();
    QVERIFY(std::holds_alternative<ViewRoute>(opened.back()));
  }
};

TATARA_UI_TEST_MAIN(HomeTest)
#include "test_home.moc"
