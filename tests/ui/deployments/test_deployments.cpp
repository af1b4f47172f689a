#include <QApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTabBar>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <fstream>

#include "tests/ui/deployments/client_programs.h"
#include "tests/ui/deployments/deployments_window.h"
#include "ui/deployments/canary_strip.h"
#include "ui/deployments/client_code.h"
#include "ui/deployments/deploy_sheets.h"
#include "ui/deployments/endpoint_list.h"
#include "ui/deployments/endpoint_overview.h"
#include "ui/deployments/requests_page.h"
#include "ui/deployments/traffic_slider.h"
#include "ui/deployments/try_page.h"
#include "ui/model/grid_view.h"
#include "ui/model/text_grid.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/sheet.h"

using namespace tatara;
using namespace tatara::ui;
using namespace tatara::ui::test;
using namespace std::chrono_literals;

class DeploymentsTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    applyTheme(*qApp, ThemeMode::Light);
    setLanguage(Language::English);
  }

  void factsHoldWhatEachVersionDid() {
    const Fixture fixture;
    fixture.seed();
    const EndpointFactsPtr facts = *loadEndpointFacts(fixture.store, "bike-demand-prod", TimeSpan::Hour, {});
    QCOMPARE(facts->endpoint.routes.size(), std::size_t{2});
    QCOMPARE(facts->recent.size(), std::size_t{2});
    QVERIFY(facts->recent[0].traffic.requests() > 3 * facts->recent[1].traffic.requests());
    QVERIFY(facts->rollback);
    QCOMPARE(facts->rollback->routes.size(), std::size_t{1});
    QCOMPARE(facts->live.labels, std::int64_t{200});
    QCOMPARE(facts->logged.size(), std::size_t{100});
    QCOMPARE(facts->logged.front().id, std::string("request-1239"));
    QVERIFY(facts->permissions.deploy.empty());
    const auto checks = checksOf(*facts);
    QVERIFY(checks.size() >= 6);
    const auto seen = std::ranges::find(checks, QStringLiteral("Requests seen by v2"), &CheckRow::text);
    QVERIFY(seen != checks.end());
    QCOMPARE(seen->value, QStringLiteral("1,204"));
    QVERIFY(seen->state == CheckRow::State::Waiting);
    QVERIFY(!loadEndpointFacts(fixture.store, "nowhere", TimeSpan::Hour, {}));
  }

  void cardsStandWithWhatNeedsAPersonFirst() {
    const Fixture fixture;
    fixture.create("aaa", 1, kNow);
    fixture.seed();
    const EndpointLines lines = *loadEndpointLines(*fixture.store, TimeSpan::Hour, {});
    QCOMPARE(lines->size(), std::size_t{3});
    QCOMPARE(lines->front().endpoint.name, std::string("bike-demand-prod"));
    QVERIFY(lines->front().state == EndpointState::Canary);
    QCOMPARE((*lines)[1].endpoint.name, std::string("aaa"));
    QVERIFY(std::isnan((*lines)[1].recent.p95));
  }

  void anEndpointShowsInBothThemesAndLanguages() {
    const Fixture fixture;
    fixture.seed();
    fixture.pretendServer();
    for (const auto& [mode, tongue, name] :
         {std::tuple{ThemeMode::Dark, Language::English, "deployments/many-dark-en"},
          std::tuple{ThemeMode::Light, Language::Japanese, "deployments/many-light-ja"}}) {
      applyTheme(*qApp, mode);
      setLanguage(tongue);
      Shown shown(fixture.store);
      QVERIFY(shown.settle());
      test::layOut();
      QVERIFY(shown.settle());
      const QString difference =
          test::compareGolden(shown.window.grab().toImage(), QString::fromLatin1(name));
      QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }
  }

  void aSmallWindowShowsItToo() {
    const Fixture fixture;
    fixture.seed();
    Shown shown(fixture.store, {1228, 648});
    QVERIFY(shown.settle());
    TATARA_GOLDEN(shown.window, "deployments/small-stopped-light-en");
  }

  void eachTabShows() {
    const Fixture fixture;
    fixture.seed();
    fixture.pretendServer();
    Shown shown(fixture.store);
    fixture.addLog();
    for (const char* tab : {"try", "requests", "schema", "code", "logs", "settings"}) {
      shown.panel.open(DeploymentsRoute{QStringLiteral("bike-demand-prod"), QString::fromLatin1(tab)});
      QVERIFY(shown.settle());
      test::layOut();
      const QString difference =
          test::compareGolden(shown.window.grab().toImage(),
                              QStringLiteral("deployments/%1-light-en").arg(QString::fromLatin1(tab)));
      QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }
  }

  void whatTheServerSaysOfItselfIsRead() {
    const auto status = readStatus(
        R"({"lost_predictions": 7, "endpoints": [{"name": "live", "problem": "its digest differs", "turned_away": 3}]})");
    QVERIFY(status);
    QCOMPARE(status->lost, std::int64_t{7});
    QVERIFY(status->find("live") && !status->find("other"));
    QCOMPARE(status->find("live")->problem, std::string("its digest differs"));
    QCOMPARE(status->find("live")->turnedAway, std::int64_t{3});
    for (const char* wrong : {"", "[]", "{}", "{\"lost_predictions\": \"x\"}", "nonsense"}) {
      QVERIFY2(!readStatus(wrong), wrong);
    }
    const auto lines = logLines(
        "half a line\n2026-11-20T14:00:00.001 info first\n2026-11-20T14:00:01.001 error second\n  and "
        "more\n");
    QCOMPARE(lines.size(), std::size_t{2});
    QCOMPARE(lines[0].level, std::string("error"));
    QCOMPARE(lines[0].text, std::string("second\n  and more"));
    QCOMPARE(lines[1].text, std::string("first"));
    QVERIFY(!askStatus(std::string("http://127.0.0.1:1")));
    QVERIFY(!askStatus({}));
  }

  void whatWasAskedJustNowIsNoPictureYetAndSaysSo() {
    const Fixture fixture;
    const auto live = fixture.create("live", 1, kNow);
    fixture.write([&](store::Writer& writer) {
      const deploy::TrafficPoint point{.at = kNow, .version = 1, .traffic = {.answered = 3}};
      return deploy::recordTraffic(writer, live, std::span(&point, 1));
    });
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    QVERIFY(!shown.page()->facts()->traffic.empty());
    int told = 0;
    for (const auto* label : shown.panel.findChildren<QLabel*>()) {
      told += label->isVisible() && label->text().contains(QStringLiteral("within 20 s")) ? 1 : 0;
    }
    QCOMPARE(told, 3);
  }

  void aVersionThatIsTooOldFailsItsCheck() {
    const Fixture fixture;
    fixture.create("live", 1, kNow);  // registered five days before
    const auto age = [&](int most) {
      deploy::Settings settings;
      settings.mostDays = most;
      fixture.write([&](store::Writer& writer) -> Status {
        TATARA_TRY(deploy::changeSettings(writer, "live", settings, Fixture::actor(), kNow));
        return {};
      });
      const auto checks = checksOf(**loadEndpointFacts(fixture.store, "live", TimeSpan::Hour, {}));
      const auto found = std::ranges::find(checks, QStringLiteral("Age of v1"), &CheckRow::text);
      return found == checks.end() ? CheckRow::State::Waiting : found->state;
    };
    QVERIFY(age(0) == CheckRow::State::Waiting);
    QVERIFY(age(5) == CheckRow::State::Pass);
    QVERIFY(age(4) == CheckRow::State::Fail);
  }

  void settingsKeepWhoAnswersAndWhoMayAsk() {
    const Fixture fixture;
    fixture.create("live", 1, kNow);
    Shown shown(fixture.store);
    shown.panel.open(DeploymentsRoute{QStringLiteral("live"), QStringLiteral("settings")});
    QVERIFY(shown.settle());
    const auto line = [&](const char* name) -> QLineEdit* {
      for (QLineEdit* edit : shown.panel.findChildren<QLineEdit*>()) {
        if (edit->accessibleName() == QLatin1String(name)) {
          return edit;
        }
      }
      return nullptr;
    };
    QCOMPARE(line("Owner")->text(), QStringLiteral("aya"));
    line("Owner")->setText(QStringLiteral("mika"));
    line("Callers")->setText(QStringLiteral("dispatcher, rei ,"));
    line("Runbook")->setText(QStringLiteral("https://example.org/runbook"));
    QPushButton* save = findButton(shown.panel, QStringLiteral("Save settings"));
    QVERIFY(save && save->isEnabled());
    save->click();
    QTRY_COMPARE(fixture.endpoint("live").owner, std::string("mika"));
    QCOMPARE(fixture.endpoint("live").settings.callers, (std::vector<std::string>{"dispatcher", "rei"}));
    QCOMPARE(fixture.endpoint("live").settings.runbook, std::string("https://example.org/runbook"));
    QTRY_VERIFY(!save->isEnabled());
  }

  void aLabelIsToldInTheWindow() {
    const Fixture fixture;
    fixture.seed();
    Shown shown(fixture.store);
    shown.panel.open(DeploymentsRoute{QStringLiteral("bike-demand-prod"), QStringLiteral("requests")});
    QVERIFY(shown.settle());
    const auto tell = [&](const char* request, const char* value) {
      findButton(shown.panel, QStringLiteral("Labels…"))->click();
      auto* sheet = shown.panel.findChild<Sheet*>();
      for (QLineEdit* edit : sheet->findChildren<QLineEdit*>()) {
        if (edit->accessibleName() == QStringLiteral("Request")) {
          edit->setText(QString::fromLatin1(request));
        } else if (edit->accessibleName() == QStringLiteral("Label")) {
          edit->setText(QString::fromLatin1(value));
        }
      }
      findButton(*sheet, QStringLiteral("Add labels"))->click();
      return QTest::qWaitFor([&] { return shown.panel.findChild<Sheet*>() == nullptr; });
    };
    QVERIFY(tell("request-1239", "131"));
    QTRY_COMPARE(shown.page()->facts()->labels.taken, std::int64_t{201});
    QVERIFY(tell("request-1239", "140"));
    QTRY_COMPARE(shown.page()->facts()->labels.conflicting, std::int64_t{1});
    findButton(shown.panel, QStringLiteral("Labels…"))->click();
    auto* sheet = shown.panel.findChild<Sheet*>();
    findButton(*sheet, QStringLiteral("Add labels"))->click();  // nothing was named
    QVERIFY(sheet->isVisible());
  }

  void disagreementsAreNotShownOfAnEndpointWithoutAShadow() {
    const Fixture fixture;
    fixture.create("live", 1, kNow);
    fixture.create("mirrored", 1, kNow);
    fixture.write([](store::Writer& writer) -> Status {
      TATARA_TRY(deploy::setRoutes(writer, "mirrored", {{1, deploy::kWhole}, {.version = 2, .shadow = true}},
                                   Fixture::actor(), kNow));
      return {};
    });
    Shown shown(fixture.store);
    shown.panel.open(DeploymentsRoute{QStringLiteral("mirrored"), QStringLiteral("disagreements")});
    QVERIFY(shown.settle());
    QCOMPARE(shown.page()->tab(), QStringLiteral("disagreements"));
    shown.panel.open(DeploymentsRoute{QStringLiteral("live"), QStringLiteral("disagreements")});
    QVERIFY(shown.settle());
    QTRY_COMPARE(shown.page()->tab(), QString());
    auto* tabs = shown.panel.findChild<QTabBar*>();
    for (int i = 0; i < tabs->count(); ++i) {
      QVERIFY(tabs->tabText(i) != QStringLiteral("Disagreements") || !tabs->isTabVisible(i));
    }
  }

  void withoutAnEndpointThereIsAWayToOne() {
    const Fixture fixture;
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    QTRY_VERIFY(findButton(shown.panel, QStringLiteral("Deploy the champion of bike-demand")));
    QVERIFY(shown.settle());
    if (QWidget* focused = QApplication::focusWidget()) {
      focused->clearFocus();  // which one had it when the state was exchanged is chance
    }
    TATARA_GOLDEN(shown.window, "deployments/empty-light-en");
    // From a version elsewhere in the program: the sheet, filled in as far as it is known.
    DeploymentsRoute wanted;
    wanted.newModel = QStringLiteral("bike-demand");
    wanted.newVersion = 2;
    shown.panel.open(wanted);
    Sheet* sheet = nullptr;
    QTRY_VERIFY((sheet = shown.panel.findChild<Sheet*>()) != nullptr);
    QPushButton* make = findButton(*sheet, QStringLiteral("Make endpoint"));
    QVERIFY(make);
    // A dry run says what would be, and nothing is there afterwards.
    const auto says = [&](const QString& words) {
      const auto labels = sheet->findChildren<Label*>();
      return std::ranges::any_of(labels, [&](const Label* label) { return label->text().contains(words); });
    };
    QPushButton* dry = findButton(*sheet, QStringLiteral("Dry run"));
    dry->click();
    QTRY_VERIFY(says(QStringLiteral("It would answer at /endpoints/bike-demand-live/invocations with v2")));
    const auto nothing = fixture.store->read(
        [](sql::Connection& connection) { return deploy::findEndpoint(connection, "bike-demand-live"); });
    QVERIFY(nothing && !*nothing);
    // What is refused is told where it was written, and the form stays.
    sheet->findChild<QLineEdit*>()->setText(QStringLiteral("no good name"));
    make->click();
    QTRY_VERIFY(says(QStringLiteral("of letters, digits, - and _")));
    QVERIFY(sheet->isVisible());
    sheet->findChild<QLineEdit*>()->setText(QStringLiteral("bike-demand-live"));
    make->click();
    QTRY_VERIFY(shown.panel.current() == Route(DeploymentsRoute{QStringLiteral("bike-demand-live"), {}}));
    QCOMPARE(fixture.endpoint("bike-demand-live").champion(), 2);
  }

  void theChampionIsDeployedByOneClick() {
    if (findTatara().isEmpty()) {
      QFAIL("the program tatara has to be built beside this test");
    }
    const Fixture fixture(true);
    std::ofstream(fixture.store->workspace().settingsFile(), std::ios::trunc)
        << "policy:\n  endpoints:\n    - {name: \"*\", deploy: [lead], weights: [lead], follow_alias: no}\n"
           "  roles: {lead: [\""
        << registry::currentActor("test").person << "\"]}\n";
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    QPushButton* deploy = nullptr;
    QTRY_VERIFY((deploy = findButton(shown.panel, QStringLiteral("Deploy the champion of bike-demand"))) !=
                nullptr);
    deploy->click();
    QTRY_VERIFY(shown.panel.current() == Route(DeploymentsRoute{QStringLiteral("bike-demand-live"), {}}));
    QCOMPARE(fixture.endpoint("bike-demand-live").champion(), 1);
    QVERIFY(fixture.endpoint("bike-demand-live").follows.empty());  // the policy lets nothing follow
    ServerControl& server = shown.session.modelServer();
    QTRY_VERIFY_WITH_TIMEOUT(server.state() == ServerState::Running || server.failure(),
                             60'000);  // or 8080 is taken
    if (server.state() == ServerState::Running) {
      server.stop();
      QTRY_VERIFY_WITH_TIMEOUT(server.state() == ServerState::Stopped, 60'000);
    }
  }

  void whatCannotBeReadIsSaidInItsPlaceAndReadAgainWhenMended() {
    const Fixture fixture;
    const auto live = fixture.create("live", 1, kNow);
    fixture.write([&](store::Writer& writer) {
      return writer.sql().run(
          "INSERT INTO endpoint_traffic VALUES(NULL, ?, ?, 1, 1, 0, 0, 0, 1, 0, 0, x'ff')", live,
          toUnixMillis(kNow - 5min));
    });
    Shown shown(fixture.store);
    QPushButton* again = nullptr;
    QTRY_VERIFY((again = findButton(shown.panel, QStringLiteral("Retry"))) != nullptr);
    QTRY_VERIFY(shown.session.modelServer().state() != ServerState::Unknown);
    TATARA_GOLDEN(shown.window, "deployments/error-light-en");
    fixture.write([](store::Writer& writer) { return writer.sql().run("DELETE FROM endpoint_traffic"); });
    again->click();
    QVERIFY(shown.settle());
    QCOMPARE(shown.page()->facts()->endpoint.name, std::string("live"));
  }

  void theSliderProposesAndOnlyApplyActs() {
    const Fixture fixture;
    fixture.create("live", 1, kNow);
    fixture.write([](store::Writer& writer) -> Status {
      TATARA_TRY(deploy::setRoutes(writer, "live", {{1, 8000}, {2, 2000}}, Fixture::actor(), kNow));
      return {};
    });
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    auto* slider = shown.panel.findChild<TrafficSlider*>();
    QPushButton* apply = findButton(shown.panel, QStringLiteral("Apply"));
    QVERIFY(slider && apply && !apply->isVisible());
    QTest::keyClick(slider, Qt::Key_Left, Qt::ShiftModifier);
    QTest::keyClick(slider, Qt::Key_Left);
    QCOMPARE(slider->proposed()[0].weight, 7400);
    QVERIFY(apply->isVisible());
    const std::int64_t revision = fixture.endpoint("live").revision;
    QTest::keyClick(slider, Qt::Key_Escape);
    QVERIFY(!slider->moved() && !apply->isVisible());
    QTest::keyClick(slider, Qt::Key_Right, Qt::ShiftModifier);
    QTest::qWait(300);
    QCOMPARE(fixture.endpoint("live").revision, revision);  // nothing yet
    apply->click();
    QTRY_COMPARE(fixture.endpoint("live").routes[0].weight, 8500);
    QTRY_VERIFY(!slider->moved());
    // By mouse, to the end: the other version goes.
    const int y = slider->height() / 2;
    const int from = 7 + static_cast<int>((slider->width() - 14) * 0.85);
    QTest::mousePress(slider, Qt::LeftButton, {}, {from, y});
    QTest::mouseMove(slider, {slider->width() - 2, y});
    QTest::mouseRelease(slider, Qt::LeftButton, {}, {slider->width() - 2, y});
    QTRY_COMPARE(slider->proposed()[1].weight, 0);
    apply->click();
    QTRY_COMPARE(fixture.endpoint("live").routes.size(), std::size_t{1});
  }

  void aProposalStaysWhileTheRestIsReadAgainAndGoesWhenTheRoutesChanged() {
    TrafficSlider slider;
    slider.setShares({{1, 8000}, {2, 2000}});
    QTest::keyClick(&slider, Qt::Key_Left);
    slider.setShares({{1, 8000}, {2, 2000}});
    QVERIFY(slider.moved());
    slider.setShares({{1, 5000}, {2, 5000}});
    QVERIFY(!slider.moved());
    slider.setShares({{1, 5000}, {2, 3000}, {3, 2000}});
    QTest::keyClick(&slider, Qt::Key_Down);
    QTest::keyClick(&slider, Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(slider.proposed()[1].weight, 3500);
    QCOMPARE(slider.proposed()[0].weight, 5000);
    for (int i = 0; i < 200; ++i) {
      QTest::keyClick(&slider, Qt::Key_Right);
    }
    QCOMPARE(slider.proposed()[2].weight, 0);
    slider.setLocked(QStringLiteral("Only lead (ana) may"));
    QVERIFY(!slider.isEnabled());
  }

  void rollbackActsAtOnceAndUndoBringsItBack() {
    const Fixture fixture;
    fixture.seed();
    Shown shown(fixture.store);
    shown.panel.open(DeploymentsRoute{QStringLiteral("bike-demand-prod"), {}});
    QVERIFY(shown.settle());
    QPushButton* back = findButton(shown.panel, QStringLiteral("Roll back to v1"));
    QVERIFY(back && back->isEnabled());
    back->click();
    QTRY_COMPARE(fixture.endpoint("bike-demand-prod").routes.size(), std::size_t{1});
    // The button now takes it back, and says so; the second press of a double-click does not.
    QTRY_COMPARE(back->text(), QStringLiteral("Undo: v1 80 % · v2 20 % again"));
    back->click();
    QTest::qWait(100);
    QCOMPARE(fixture.endpoint("bike-demand-prod").routes.size(), std::size_t{1});
    QPushButton* undo = nullptr;
    QTRY_VERIFY((undo = findButton(shown.window, QStringLiteral("Undo"))) != nullptr);
    undo->click();
    QTRY_COMPARE(fixture.endpoint("bike-demand-prod").routes.size(), std::size_t{2});
  }

  void aCanaryIsHeldResumedAndPromoted() {
    const Fixture fixture;
    fixture.seed();
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    findButton(shown.panel, QStringLiteral("Hold"))->click();
    QPushButton* resume = nullptr;
    QTRY_VERIFY((resume = findButton(shown.panel, QStringLiteral("Resume"))) != nullptr);
    resume->click();
    QTRY_VERIFY(findButton(shown.panel, QStringLiteral("Hold")) != nullptr);
    findButton(shown.panel, QStringLiteral("Promote now"))->click();
    QTRY_COMPARE(fixture.endpoint("bike-demand-prod").champion(), 2);
    QTRY_VERIFY(!findButton(shown.panel, QStringLiteral("Hold"))->isVisible());
  }

  void whatThePolicyRefusesIsOffAndSaysWhy() {
    const Fixture fixture;
    fixture.seed();
    std::ofstream(fixture.store->workspace().settingsFile(), std::ios::trunc)
        << "policy:\n  roles: {lead: [ana]}\n  endpoints:\n    - {name: bike-demand-prod, deploy: [lead]}\n";
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    QPushButton* back = findButton(shown.panel, QStringLiteral("Roll back to v1"));
    QVERIFY(back && !back->isEnabled());
    QVERIFY2(back->toolTip().contains(QStringLiteral("Only lead (ana)")), qPrintable(back->toolTip()));
    QVERIFY(!shown.panel.findChild<TrafficSlider*>()->isEnabled());
  }

  void stepsOfACanaryAreReadAsAPersonWritesThem() {
    QCOMPARE(*parseSteps(QStringLiteral("5, 25,50")), (std::vector<int>{500, 2500, 5000}));
    QCOMPARE(*parseSteps(QStringLiteral("0.5")), (std::vector<int>{50}));
    for (const char* wrong : {"", "50, 25", "0", "100", "ten", "5 25"}) {
      QVERIFY2(!parseSteps(QString::fromLatin1(wrong)), wrong);
    }
  }

  void aChangeFromElsewhereIsShown() {
    const Fixture fixture;
    fixture.create("live", 1, kNow);
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    QCOMPARE(shown.page()->facts()->endpoint.champion(), 1);
    fixture.write([](store::Writer& writer) -> Status {
      TATARA_TRY(deploy::setRoutes(writer, "live", {{3, deploy::kWhole}}, Fixture::actor(), kNow));
      return {};
    });
    QTRY_COMPARE(shown.page()->facts()->endpoint.champion(), 3);
    fixture.write(
        [](store::Writer& writer) { return deploy::deleteEndpoint(writer, "live", Fixture::actor(), kNow); });
    QTRY_VERIFY(shown.panel.current() == Route(DeploymentsRoute{}));
  }

  // What is new comes above it; "Erase…" once named another than the one that was chosen.
  void whatIsChosenAmongTheRequestsStaysChosenWhileOthersCome() {
    const Fixture fixture;
    fixture.seed();
    const auto facts = *loadEndpointFacts(fixture.store, "bike-demand-prod", TimeSpan::Hour, {});
    RequestsPage page;
    page.show(facts, false);
    auto* grid = page.findChild<TextGrid*>();
    grid->setCurrent(page.findChild<GridView*>()->model().rowId(2));
    const auto later = std::make_shared<EndpointFacts>(*facts);
    for (const char* id : {"later-1", "later-2"}) {
      deploy::Prediction one = facts->logged.front();
      one.id = id;
      later->logged.insert(later->logged.begin(), one);
    }
    page.show(later, false);
    QSignalSpy asked(&page, &RequestsPage::eraseAsked);
    findButton(page, QStringLiteral("Erase…"))->click();
    QCOMPARE(asked.front().front().toString(), QString::fromStdString(facts->logged[2].id));
    std::erase_if(later->logged,
                  [&](const deploy::Prediction& one) { return one.id == facts->logged[2].id; });
    page.show(std::make_shared<EndpointFacts>(*later), false);  // newer ones have pushed it out
    findButton(page, QStringLiteral("Erase…"))->click();
    QCOMPARE(asked.back().front().toString(), QString());
    QVERIFY(!grid->current());
  }

  void aStepThatWaitsSaysHowManyRequestsItLacksAndThenHowManyItSaw() {
    const Fixture fixture;
    fixture.seed();
    auto facts = std::make_shared<EndpointFacts>(
        **loadEndpointFacts(fixture.store, "bike-demand-prod", TimeSpan::Hour, {}));
    facts->rollout->stepStarted = kNow - 2h;
    EndpointOverview overview;
    for (const auto& [seen, words] :
         {std::pair(1204, "1,204 of 1,500 requests"), {2127, "20 % 2,127 requests"}}) {
      facts->rollout->requests = seen;
      overview.show(std::make_shared<EndpointFacts>(*facts), {}, 0.95);
      const QString told = overview.findChild<CanaryStrip*>()->accessibleDescription();
      QVERIFY2(told.contains(QString::fromUtf8(words)), qPrintable(told));
    }
  }

  // The whole way: start the server from the panel, ask both versions, see it in the charts' figures, stop
  // it.
  void aJourneyWithARealModelServer() {
    if (findTatara().isEmpty()) {
      QFAIL("the program tatara has to be built beside this test");
    }
    const Fixture fixture(true);
    fixture.create("live", 1, fixture.store->clock().now());
    fixture.write([&](store::Writer& writer) -> Status {
      TATARA_TRY(deploy::setRoutes(writer, "live", {{1, 5000}, {2, 5000}}, Fixture::actor(),
                                   fixture.store->clock().now()));
      return {};
    });
    Shown shown(fixture.store);
    shown.panel.open(DeploymentsRoute{QStringLiteral("live"), QStringLiteral("try")});
    QVERIFY(shown.settle());
    ServerControl& server = shown.session.modelServer();
    server.start(0);
    QTRY_VERIFY_WITH_TIMEOUT(server.state() == ServerState::Running, 60'000);
    const std::int64_t pid = server.info().pid;
    const auto ended = qScopeGuard([pid] { ::kill(static_cast<pid_t>(pid), SIGTERM); });  // whatever fails
    auto* body = shown.page()->tryPage()->findChild<QPlainTextEdit*>();
    body->setPlainText(QStringLiteral("{\"temp\": 0.5, \"humidity\": 0.2}"));
    QPushButton* send = findButton(*shown.page()->tryPage(), QStringLiteral("Send"));
    QTRY_VERIFY(send->isEnabled());
    send->click();
    QTRY_COMPARE_WITH_TIMEOUT(shown.page()->tryPage()->answers().size(), std::size_t{2}, 60'000);
    for (const TryAnswer& answer : shown.page()->tryPage()->answers()) {
      QCOMPARE(answer.status, 200);
      QVERIFY(std::isfinite(answer.value));
    }
    body->setPlainText(QStringLiteral("{\"temp\": \"warm\"}"));
    send->click();
    QTRY_COMPARE_WITH_TIMEOUT(shown.page()->tryPage()->answers().front().status, 400, 60'000);
    QVERIFY(shown.page()->tryPage()->answers().front().text.contains(QStringLiteral("temp")));
    const QString failure =
        askByPrograms(endpointUrl(server.info().address, "live"), exampleRow(*shown.page()->facts()), false);
    QVERIFY2(failure.isEmpty(), qPrintable(failure));
    // The server writes it down within five seconds, and the panel shows it.
    const auto written = [&] {
      const auto facts = loadEndpointFacts(fixture.store, "live", TimeSpan::Hour, {});
      if (!facts) {
        qWarning("%s", facts.error().message.c_str());
      }
      return facts && !(*facts)->traffic.empty();
    };
    QTRY_VERIFY_WITH_TIMEOUT(written(), 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(!shown.page()->facts()->traffic.empty(), 60'000);
    // Files that are no longer what was put to service: the server goes on with what it has, and says so.
    Q_ASSERT(artifact::ArtifactStore(fixture.store).put("models/bike-demand/3/model.lgb", "spoilt"));
    fixture.write([&](store::Writer& writer) -> Status {
      TATARA_TRY(deploy::setRoutes(writer, "live", {{3, deploy::kWhole}}, Fixture::actor(),
                                   fixture.store->clock().now()));
      return {};
    });
    const auto told = [&] {
      const auto facts =
          loadEndpointFacts(fixture.store, "live", {TimeSpan::Hour, server.info().address.toStdString()}, {});
      return facts && (*facts)->served && !(*facts)->problem().empty();
    };
    QTRY_VERIFY_WITH_TIMEOUT(told(), 60'000);
    const auto badge = [&] {
      const auto lines =
          loadEndpointLines(*fixture.store, {TimeSpan::Hour, server.info().address.toStdString()}, {});
      return lines && (*lines)->front().state == EndpointState::Failing;
    };
    QTRY_VERIFY_WITH_TIMEOUT(badge(), 60'000);
    server.stop();
    QTRY_VERIFY_WITH_TIMEOUT(server.state() == ServerState::Stopped, 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(::kill(static_cast<pid_t>(pid), 0) != 0, 60'000);
  }
};

TATARA_UI_TEST_MAIN(DeploymentsTest)
#include "test_deployments.moc"
