#include <fstream>

#include <QApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScopeGuard>
#include <QTabBar>
#include <QTemporaryDir>
#include <QUndoStack>

#include <unistd.h>
#include <cmath>
#include <csignal>

#include "core/artifact/artifact_store.h"
#include "core/deploy/prediction_log.h"
#include "core/deploy/rollout.h"
#include "core/registry/registry.h"
#include "tests/support/golden.h"
#include "tests/support/ui_test.h"
#include "ui/command/action_registry.h"
#include "ui/deployments/client_code.h"
#include "ui/deployments/deploy_sheets.h"
#include "ui/deployments/deployments_panel.h"
#include "ui/deployments/endpoint_list.h"
#include "ui/deployments/endpoint_page.h"
#include "ui/deployments/traffic_slider.h"
#include "ui/deployments/try_page.h"
#include "ui/shell/preferences.h"
#include "ui/shell/saved_view_list.h"
#include "ui/shell/selection_hub.h"
#include "ui/shell/session.h"
#include "ui/widget/sheet.h"
#include "ui/widget/toast.h"

using namespace tatara;
using namespace tatara::ui;
using namespace std::chrono_literals;

namespace {

const Timestamp kNow = *parseIso8601("2026-11-20T14:00:00Z");

constexpr const char* kMlmodel =
    "flavors:\n  lightgbm:\n    data: model.lgb\nsignature:\n  inputs: "
    "'[{\"type\":\"double\",\"name\":\"temp\"},{\"type\":\"double\",\"name\":\"humidity\",\"required\":false}"
    ","
    "{\"type\":\"double\",\"name\":\"wind\",\"required\":false}]'\n";

std::string fixtureFile(const std::string& name) {
  std::ifstream file(qEnvironmentVariable("TATARA_SOURCE").toStdString() + "/tests/fixtures/models/" + name,
                     std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// A model of three versions, and endpoints where they are asked for.
class Fixture {
 public:
  explicit Fixture(bool realClock = false) : m_clock(kNow) {
    const auto workspace = store::createWorkspace(m_folder.path().toStdString() + "/bike-demand");
    Q_ASSERT(workspace);
    auto opened =
        realClock ? store::Store::open(*workspace) : store::Store::open(*workspace, {.clock = &m_clock});
    Q_ASSERT(opened);
    store = *opened;
    addModel();
  }

  void write(const store::WriteTask& task) const {
    const Status done = store->write(task);
    if (!done) {
      qFatal("%s", done.error().message.c_str());
    }
  }
  static registry::Actor actor() { return {.person = "aya", .program = "tatara"}; }

  deploy::EndpointId create(const std::string& name, std::int64_t version, Timestamp at) const {
    deploy::EndpointId id;
    write([&](store::Writer& writer) -> Status {
      TATARA_ASSIGN(const auto made,
                    deploy::createEndpoint(writer, {.name = name, .model = "bike-demand", .version = version},
                                           actor(), at));
      id = made.id;
      return {};
    });
    return id;
  }

  // An endpoint in the second step of a canary, an hour of traffic, and labels for some of it.
  void seed() const {
    const auto live = create("bike-demand-prod", 1, kNow - 96h);
    create("bike-demand-staging", 3, kNow - 24h);
    write([](store::Writer& writer) -> Status {
      const deploy::RolloutPlan plan{.steps = {{500, 10min, 100}, {2000, 30min, 1500}, {5000, 30min, 1500}}};
      TATARA_TRY(deploy::startRollout(writer, "bike-demand-prod", 2, plan, actor(), kNow - 30min));
      TATARA_ASSIGN(const auto endpoint, deploy::findEndpoint(writer.sql(), "bike-demand-prod"));
      TATARA_TRY(deploy::advanceRollout(writer, *endpoint, {.requests = 1000, .failed = 1}, {.requests = 120},
                                        actor(), kNow - 18min));
      TATARA_TRY(deploy::advanceRollout(writer, *endpoint, {.requests = 9000, .failed = 4, .slow = 3},
                                        {.requests = 1204, .slow = 1}, actor(), kNow - 1min));
      return {};
    });
    addTraffic(live);
    addRequests(live);
  }

  QString folder() const { return QString::fromStdString(store->workspace().root.string()); }
  deploy::Endpoint endpoint(const std::string& name) const {
    return **store->read([&](sql::Connection& c) { return deploy::findEndpoint(c, name); });
  }
  // As if a model server ran: this very process.
  void pretendServer() const {
    std::ofstream(store->workspace().stateFolder() / "model-server.json")
        << R"({"pid": )" << ::getpid() << R"(, "url": "http://127.0.0.1:8080"})";
  }

  std::shared_ptr<store::Store> store;

 private:
  void addModel() const {
    const artifact::ArtifactStore artifacts(store);
    for (const char* version : {"1", "2", "3"}) {
      const std::string folder = "models/bike-demand/" + std::string(version) + "/";
      Q_ASSERT(artifacts.put(folder + "model.lgb", fixtureFile("regressor.lgb")));
      Q_ASSERT(artifacts.put(folder + "MLmodel", std::string(kMlmodel) + "run_id: r" + version + "\n"));
    }
    const Timestamp at = store->clock().now() - 120h;
    write([at](store::Writer& writer) -> Status {
      TATARA_TRY(registry::createModel(writer, {.name = "bike-demand"}, actor(), at));
      for (const char* version : {"1", "2", "3"}) {
        TATARA_TRY(registry::createVersion(
            writer,
            {.model = "bike-demand",
             .source = "models",
             .storage = std::string("mlflow-artifacts:/models/bike-demand/") + version},
            actor(), at));
      }
      return registry::move(writer, "bike-demand", registry::SetAlias{"champion", 1}, actor(), at);
    });
  }

  void addTraffic(deploy::EndpointId live) const {
    std::vector<deploy::TrafficPoint> points;
    for (int minute = 59; minute >= 0; --minute) {
      for (int second = 50; second >= 0; second -= 10) {
        const Timestamp at = kNow - std::chrono::minutes(minute) - std::chrono::seconds(second + 1);
        const int wave = (minute * 7 + second) % 11;
        const auto add = [&](std::int64_t version, int requests, double latency, int failed) {
          deploy::TrafficPoint point{
              .at = at, .version = version, .traffic = {.answered = requests, .failed = failed}};
          point.traffic.latency.counts()[deploy::LatencyCounts::bucketOf(latency)] = requests * 9 / 10;
          point.traffic.latency.counts()[deploy::LatencyCounts::bucketOf(latency * 2)] =
              requests / 10 + failed;
          points.push_back(point);
        };
        const int share = minute >= 30 ? 0 : minute >= 18 ? 5 : 20;
        add(1, (360 + 10 * wave) * (100 - share) / 100, 0.004 + wave * 0.0001,
            minute == 44 && second == 20 ? 2 : 0);
        if (share > 0) {
          add(2, (360 + 10 * wave) * share / 100, 0.006 + wave * 0.0002, 0);
        }
      }
    }
    write([&](store::Writer& writer) { return deploy::recordTraffic(writer, live, points); });
  }

  void addRequests(deploy::EndpointId live) const {
    deploy::PredictionLog log(store);
    std::vector<deploy::Label> labels;
    for (int i = 0; i < 240; ++i) {
      const Timestamp at = kNow - 59min + std::chrono::seconds(i * 14);
      const std::int64_t version = i >= 120 && i % 5 == 0 ? 2 : 1;
      const std::string id = "request-" + std::to_string(1000 + i);
      infer::Batch inputs;
      for (const auto& [name, value] :
           {std::pair("temp", 0.25 + (i % 24) * 0.02), {"humidity", 0.6}, {"wind", 0.1}}) {
        inputs.push_back(infer::Tensor::make(name, infer::ElementType::Float64, {1}));
        inputs.back().values<double>()[0] = value;
      }
      infer::Batch outputs;
      outputs.push_back(infer::Tensor::make("prediction", infer::ElementType::Float64, {1}));
      outputs.back().values<double>()[0] = 120 + i % 24;
      log.add({live, version, id, at, 3.5}, inputs, outputs, {});
      if (i < 200) {
        labels.push_back({id, 0, std::to_string(120 + i % 24 + (i * 13) % 41 - 20)});
      }
    }
    log.flush();
    write([&](store::Writer& writer) -> Status {
      TATARA_TRY(deploy::addLabels(writer, "bike-demand-prod", labels, kNow));
      return {};
    });
  }

  QTemporaryDir m_folder;
  ManualClock m_clock;
};

class QuietNavigator final : public Navigator {
 public:
  void open(const Route& route) override {
    opened.push_back(route);
    if (follow && std::holds_alternative<DeploymentsRoute>(route)) {
      follow->open(route);
    }
  }
  void openWindow(const Route&) override {}
  void connectTrainingCode() override {}
  void importRuns() override {}
  void openExample() override {}
  void newRun(const RunDraft&) override {}
  void registerData(const QString&) override {}
  std::vector<Route> opened;
  Panel* follow = nullptr;
};

struct Shown {
  explicit Shown(std::shared_ptr<store::Store> store, QSize size = {1408, 928})
      : session(std::move(store)),
        toasts(&window),
        views(session.store(), session.changes()),
        context{session.store(), session.changes(), selection, session.runSlots(), views,
                navigator,       actions,           undo,      session.tasks(),    toasts,
                session,         preferences},
        panel(context, &window) {
    navigator.follow = &panel;
    window.resize(size);
    panel.resize(size);
    window.show();
  }
  bool settle() {
    const bool settled = QTest::qWaitFor([this] { return panel.settled(); }, 8000);
    QCoreApplication::processEvents();
    QCoreApplication::processEvents();
    return settled && QTest::qWaitFor([this] { return panel.settled(); }, 8000);
  }
  EndpointPage* page() { return panel.findChild<EndpointPage*>(); }

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
  DeploymentsPanel panel;
};

QPushButton* findButton(QWidget& in, const QString& text) {
  for (QPushButton* button : in.findChildren<QPushButton*>()) {
    if (button->text() == text) {
      return button;
    }
  }
  return nullptr;
}

}  // namespace

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
    QCOMPARE(checks[2].value, QStringLiteral("1,204"));
    QVERIFY(checks[2].state == CheckRow::State::Waiting);
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
    for (const char* tab : {"try", "requests", "schema", "code", "settings"}) {
      shown.panel.open(DeploymentsRoute{QStringLiteral("bike-demand-prod"), QString::fromLatin1(tab)});
      QVERIFY(shown.settle());
      test::layOut();
      const QString difference =
          test::compareGolden(shown.window.grab().toImage(),
                              QStringLiteral("deployments/%1-light-en").arg(QString::fromLatin1(tab)));
      QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }
  }

  void withoutAnEndpointThereIsAWayToOne() {
    const Fixture fixture;
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
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
    make->click();
    QTRY_VERIFY(shown.panel.current() == Route(DeploymentsRoute{QStringLiteral("bike-demand-live"), {}}));
    QCOMPARE(fixture.endpoint("bike-demand-live").champion(), 2);
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

  void clientCodeHoldsTheRowWhateverIsInIt() {
    const QJsonObject row{{QStringLiteral("name"), QStringLiteral("it's \"here\"")},
                          {QStringLiteral("n"), 3}};
    const QString url = QStringLiteral("http://127.0.0.1:8080/endpoints/live/invocations");
    QVERIFY(clientCode(ClientLanguage::Curl, url, row).contains(QStringLiteral("it'\\''s")));
    QVERIFY(clientCode(ClientLanguage::Python, url, row).contains(url));
    QVERIFY(clientCode(ClientLanguage::Cpp, url, row).contains(QStringLiteral("R\"json(")));
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
    server.stop();
    QTRY_VERIFY_WITH_TIMEOUT(server.state() == ServerState::Stopped, 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(::kill(static_cast<pid_t>(pid), 0) != 0, 60'000);
  }
};

TATARA_UI_TEST_MAIN(DeploymentsTest)
#include "test_deployments.moc"
