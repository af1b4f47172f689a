// One endpoint at large: what its page says and does, the programs to copy, and the token that some want.
#include <QApplication>
#include <QHelpEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QToolTip>

#include <algorithm>
#include <csignal>

#include "tests/ui/deployments/client_programs.h"
#include "tests/ui/deployments/deployments_window.h"
#include "ui/base/language.h"
#include "ui/base/phrase_text.h"
#include "ui/chart/chart_card.h"
#include "ui/chart/line_chart.h"
#include "ui/deployments/endpoint_overview.h"
#include "ui/deployments/endpoint_text.h"
#include "ui/deployments/fact_list.h"
#include "ui/deployments/try_page.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

using namespace tatara;
using namespace tatara::ui;
using namespace tatara::ui::test;
using namespace std::chrono_literals;

class EndpointPageTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    applyTheme(*qApp, ThemeMode::Light);
    setLanguage(Language::English);
  }

  void clientCodeHoldsTheRowWhateverIsInIt() {
    const QJsonObject row{{QStringLiteral("name"), QStringLiteral("it's \"here\"")},
                          {QStringLiteral("n"), 3}};
    const QString url = QStringLiteral("http://127.0.0.1:8080/endpoints/live/invocations");
    QVERIFY(clientCode(ClientLanguage::Curl, url, row).contains(QStringLiteral("it'\\''s")));
    QVERIFY(clientCode(ClientLanguage::Python, url, row).contains(url));
    QVERIFY(clientCode(ClientLanguage::Cpp, url, row).contains(QStringLiteral("R\"json(")));
  }

  void aTokenStandsInNoProgramAndIsAskedForWhereItIsWanted() {
    const QString url = QStringLiteral("http://127.0.0.1:8080/endpoints/live/invocations");
    for (const ClientLanguage language :
         {ClientLanguage::Python, ClientLanguage::Curl, ClientLanguage::Cpp}) {
      QVERIFY(!clientCode(language, url, {}).contains(QStringLiteral("Bearer")));
      const QString code = clientCode(language, url, {}, true);
      QVERIFY(code.contains(QStringLiteral("Authorization")) && code.contains(QLatin1String(kTokenVariable)));
      QVERIFY(!code.contains(QLatin1Char('%')));
    }
    const Fixture fixture;
    fixture.seed();
    auto facts = std::make_shared<EndpointFacts>(
        **loadEndpointFacts(fixture.store, "bike-demand-prod", TimeSpan::Hour, {}));
    QVERIFY(!facts->wantsToken());
    EndpointPage page(fixture.store);
    page.show(std::make_shared<EndpointFacts>(*facts), {}, false, 0.95);
    auto* field = page.tryPage()->findChild<QLineEdit*>(QString(), Qt::FindDirectChildrenOnly);
    for (QLineEdit* one : page.tryPage()->findChildren<QLineEdit*>()) {
      field = one->accessibleName() == QStringLiteral("Token") ? one : field;
    }
    QVERIFY(field && field->echoMode() == QLineEdit::Password && !field->isVisibleTo(page.tryPage()));
    facts->endpoint.settings.callers = {"dispatcher"};
    page.show(facts, {}, false, 0.95);
    QVERIFY(field->isVisibleTo(page.tryPage()));
    const auto blocks = page.findChildren<CodeBlock*>();
    QVERIFY(std::ranges::any_of(blocks, [](const CodeBlock* block) {
      return block->code().contains(QStringLiteral("os.environ[\"TATARA_ENDPOINTS_TOKEN\"]"));
    }));
  }

  void aServerThatCannotBeAskedIsToldInTheLanguageOfTheWindow() {
    const auto answers = askVersions(ServerDoor("nowhere at all"), "live", {1}, "{}");
    QCOMPARE(answers.size(), std::size_t{1});
    QVERIFY(answers.front().text.isEmpty());
    QCOMPARE(phraseText(answers.front().failure),
             QStringLiteral("“nowhere at all” is not the URL of a server; it looks like http://host:5000"));
    setLanguage(Language::Japanese);
    const QString told = phraseText(answers.front().failure);
    setLanguage(Language::English);
    QCOMPARE(told, QStringLiteral(
                       "「nowhere at all」はサーバーの URL ではありません。http://host:5000 のような形です"));
  }

  void oneIsSaidAsOne() {
    registry::Act act;
    act.verb = "erase predictions";
    act.after = "1 requests, 1 labels";  // as it was once written
    QCOMPARE(actSentence(act), QStringLiteral("Logged requests erased: 1 request, 1 label"));
    act.after = "2 requests, 1 label";
    QCOMPARE(actSentence(act), QStringLiteral("Logged requests erased: 2 requests, 1 label"));
    setLanguage(Language::Japanese);
    QVERIFY(!actSentence(act).contains(QStringLiteral("request")));
  }

  void whatAPersonOrAServerSaidStandsInATooltipAsItIs() {
    const QString name = QStringLiteral("<b>rei</b> & <img src=\"/x.png\">");
    FactList list(QStringLiteral("Serving"));
    list.setRows({{.text = QStringLiteral("Owner"), .value = name, .toolTip = name}});
    list.resize(300, 60);
    list.show();
    QHelpEvent help(QEvent::ToolTip, QPoint(20, 10), list.mapToGlobal(QPoint(20, 10)));
    QCoreApplication::sendEvent(&list, &help);
    QVERIFY2(QToolTip::text().contains(QStringLiteral("&lt;b&gt;rei")), qPrintable(QToolTip::text()));
    const Fixture fixture;
    fixture.seed();
    auto facts = std::make_shared<EndpointFacts>(
        **loadEndpointFacts(fixture.store, "bike-demand-prod", TimeSpan::Hour, {}));
    facts->served = ServedStatus{};
    facts->served->endpoints.push_back({facts->endpoint.name, "The model <b>bikes</b> is gone", 0});
    facts->permissions.weights = text::Phrase("Only <i>rei</i> may");
    EndpointPage page(fixture.store);
    page.show(facts, {}, false, 0.95);
    int tips = 0;
    for (const QWidget* widget : page.findChildren<QWidget*>()) {
      const QString tip = widget->toolTip();
      tips += tip.contains(QStringLiteral("&lt;")) ? 1 : 0;
      QVERIFY2(!tip.contains(QStringLiteral("<b>")) && !tip.contains(QStringLiteral("<i>")), qPrintable(tip));
    }
    QVERIFY(tips >= 3);  // the state, the rollback, the slider
  }

  void clientCodeStaysWhatOneReadsWhileOthersAsk() {
    const Fixture fixture;
    fixture.seed();
    const auto facts = *loadEndpointFacts(fixture.store, "bike-demand-prod", TimeSpan::Hour, {});
    EndpointPage page(fixture.store);
    page.show(facts, {}, false, 0.95);
    const auto code = [&] {
      for (CodeBlock* block : page.findChildren<CodeBlock*>()) {
        if (block->code().contains(QStringLiteral("urllib"))) {
          return block->code();
        }
      }
      return QString();
    };
    const QString before = code();
    QVERIFY(before.contains(QStringLiteral("\"wind\":0.1")));
    const auto later = std::make_shared<EndpointFacts>(*facts);
    later->logged.front().inputs = *text::parseJson(R"({"temp": [9], "humidity": [9], "wind": [9]})");
    page.show(later, {}, false, 0.95);
    QCOMPARE(code(), before);
  }

  // The last request may be one with a column masked, or to a version that took others.
  void clientCodeAsksForEveryColumnAndNoOther() {
    const Fixture fixture;
    fixture.seed();
    const auto known = *loadEndpointFacts(fixture.store, "bike-demand-prod", TimeSpan::Hour, {});
    auto facts = std::make_shared<EndpointFacts>(*known);
    facts->logged.front().inputs =
        *text::parseJson(R"({"temp": "masked", "wind": [0.25], "colour": ["red"]})");
    const QJsonObject row = exampleRow(*facts);
    QCOMPARE(row.keys(),
             (QStringList{QStringLiteral("humidity"), QStringLiteral("temp"), QStringLiteral("wind")}));
    QCOMPARE(row.value(QLatin1String("wind")).toDouble(), 0.25);
    QCOMPARE(row.value(QLatin1String("temp")).toDouble(), 0.0);
  }

  void aCanarySaysWhatItWaitsFor() {
    const Fixture fixture;
    fixture.seed();
    auto facts = std::make_shared<EndpointFacts>(
        **loadEndpointFacts(fixture.store, "bike-demand-prod", TimeSpan::Hour, {}));
    EndpointOverview overview;
    ServerView server{true, QStringLiteral("http://127.0.0.1:8080")};
    const auto said = [&](const QString& words) {
      overview.show(std::make_shared<EndpointFacts>(*facts), server, 0.95);
      const auto labels = overview.findChildren<Label*>();
      return std::ranges::any_of(labels, [&](const Label* label) { return label->text() == words; });
    };
    facts->rollout->stepStarted = facts->to - 18min;
    QVERIFY(said(QStringLiteral("next step in 12 min")));
    server.serving = false;  // which moves it on
    QVERIFY(said(QStringLiteral("waits for the model server")));
    server.serving = true;
    facts->rollout->step = static_cast<int>(facts->rollout->plan.steps.size()) - 1;
    QVERIFY(said(QStringLiteral("promotion in 12 min")));
    facts->rollout->held = true;
    facts->rollout->reason = text::Phrase::say("held by %1", {"rei"});
    QVERIFY(said(QStringLiteral("held by rei")));
    facts->rollout->held = false;
    facts->rollout->reason = text::Phrase("Only the lead may");
    QVERIFY(said(QStringLiteral("waits for the policy's leave")));
  }

  // Once the server is up "Roll back" stands where "Start model server" was.
  void theSecondPressOnTheBannerRollsNothingBack() {
    const Fixture fixture;
    fixture.seed();
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    QSignalSpy asked(shown.page(), &EndpointPage::rollbackAsked);
    QPushButton* back = findButton(*shown.page(), QStringLiteral("Roll back to v1"));
    QVERIFY(back && back->isEnabled());
    shown.page()->moved();
    back->click();
    QCOMPARE(asked.count(), 0);
    QTest::qWait(QApplication::doubleClickInterval() + 50);
    back->click();
    QCOMPARE(asked.count(), 1);
    QTRY_COMPARE(fixture.endpoint("bike-demand-prod").routes.size(), std::size_t{1});
  }

  void theSidebarMarksTheEndpointWhateverTabIsShown() {
    const Fixture fixture;
    fixture.seed();
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    for (const char* tab : {"", "try", "settings"}) {
      shown.page()->setTab(QString::fromLatin1(tab));
      const auto items = shown.panel.sidebarItems();
      QVERIFY(std::ranges::any_of(
          items, [&](const SidebarItem& item) { return item.route == shown.panel.current(); }));
    }
  }

  // A time in which nobody asked is a gap of the lines, not a value that was NaN.
  void aTimeWithoutARequestIsAGapAndNoFault() {
    const Fixture fixture;
    fixture.seed();
    auto facts = std::make_shared<EndpointFacts>(
        **loadEndpointFacts(fixture.store, "bike-demand-prod", TimeSpan::Hour, {}));
    std::erase_if(facts->traffic, [&](const deploy::TrafficPoint& point) {
      return point.at > facts->from + 20min && point.at < facts->from + 40min;
    });
    EndpointOverview overview;
    overview.resize(1000, 900);
    overview.setVisible(true);
    overview.show(facts, {}, 0.95);
    QTRY_VERIFY(overview.settled());
    for (const LineChart* chart : overview.findChildren<LineChart*>()) {
      QCOMPARE(chart->note(), QString());
    }
  }

  // A limit at the top of its chart: its words stand below the line, not half outside.
  void theWordsOfALimitAreNotCut() {
    LineChart chart(nullptr);
    LineOptions options;
    options.yRange = AxisRange{0, 25};
    chart.setOptions(options);
    Curve curve;
    curve.key = QStringLiteral("v1");
    curve.data = CurveData::make({0, 1, 2}, {1, 2, 1});
    chart.setCurves({curve});
    chart.resize(400, 200);
    chart.show();
    const auto drawn = [&](const QString& words) {
      chart.setLevels({{25, words}});
      QTest::qWait(100);
      [&] { QTRY_VERIFY(chart.settled()); }();
      return chart.grab().toImage();
    };
    const QImage without = drawn(QString());
    const QImage with = drawn(QStringLiteral("slow from 25 ms"));
    const auto differs = [&](int y) {
      for (int x = 0; x < with.width(); ++x) {
        if (with.pixel(x, y) != without.pixel(x, y)) {
          return true;
        }
      }
      return false;
    };
    int rows = 0;
    for (int y = 0; y < with.height(); ++y) {
      rows += differs(y) ? 1 : 0;
    }
    QVERIFY(rows >= 8);  // it is drawn
    QVERIFY(!differs(0));
  }

  void theFourChartsAreInSightTogether() {
    const Fixture fixture;
    fixture.seed();
    Shown shown(fixture.store);
    QVERIFY(shown.settle());
    test::layOut();
    const auto charts = shown.page()->overview()->findChildren<ChartCard*>();
    QCOMPARE(charts.size(), 4);
    for (const ChartCard* chart : charts) {
      const int bottom = chart->mapTo(&shown.panel, QPoint(0, chart->height())).y();
      QVERIFY2(bottom <= shown.panel.height(), qPrintable(QString::number(bottom)));
    }
  }

  // A server that is started where a token stands in the environment wants it: the panel shows it, and so do
  // the programs that are copied.
  void aServerThatWantsATokenIsAskedWithIt() {
    if (findTatara().isEmpty()) {
      QFAIL("the program tatara has to be built beside this test");
    }
    qputenv(kTokenVariable, "0123456789abcdef");
    const auto unset = qScopeGuard([] { qunsetenv(kTokenVariable); });
    const Fixture fixture(true);
    fixture.create("live", 1, fixture.store->clock().now());
    Shown shown(fixture.store);
    shown.panel.open(DeploymentsRoute{QStringLiteral("live"), QStringLiteral("try")});
    QVERIFY(shown.settle());
    ServerControl& server = shown.session.modelServer();
    server.start(0);
    QTRY_VERIFY_WITH_TIMEOUT(server.state() == ServerState::Running, 60'000);
    const std::int64_t pid = server.info().pid;
    const auto ended = qScopeGuard([pid] { ::kill(static_cast<pid_t>(pid), SIGTERM); });
    const std::string address = server.info().address.toStdString();
    QVERIFY(askStatus(address)->wantsToken);
    QVERIFY(askStatus({address, "0123456789abcdef"})->find("live"));
    QTRY_VERIFY_WITH_TIMEOUT(shown.page()->facts()->wantsToken(), 60'000);
    TryPage* page = shown.page()->tryPage();
    QPushButton* send = findButton(*page, QStringLiteral("Send"));
    QTRY_VERIFY(send->isEnabled());
    send->click();
    QTRY_COMPARE_WITH_TIMEOUT(page->answers().size(), std::size_t{1}, 60'000);
    QVERIFY2(page->answers().front().status == 200, qPrintable(page->answers().front().text));
    for (QLineEdit* field : page->findChildren<QLineEdit*>()) {
      if (field->accessibleName() == QStringLiteral("Token")) {
        field->setText(QStringLiteral("another"));
      }
    }
    QTRY_VERIFY(send->isEnabled());
    send->click();
    QTRY_COMPARE_WITH_TIMEOUT(page->answers().front().status, 401, 60'000);
    const QString url = endpointUrl(server.info().address, "live");
    const QJsonObject row = exampleRow(*shown.page()->facts());
    const QString failure = askByPrograms(url, row, true);
    QVERIFY2(failure.isEmpty(), qPrintable(failure));
    QVERIFY(!askByPrograms(url, row, false).isEmpty());  // without it they are turned away
  }
};

TATARA_UI_TEST_MAIN(EndpointPageTest)
#include "test_endpoint_page.moc"
