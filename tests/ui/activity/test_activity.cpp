#include <QAccessible>
#include <QCheckBox>
#include <QPushButton>
#include <QTabBar>
#include <QTemporaryDir>
#include <QUndoStack>

#include "core/registry/registry.h"
#include "tests/support/golden.h"
#include "tests/support/ui_test.h"
#include "ui/activity/act_list.h"
#include "ui/activity/activity_panel.h"
#include "ui/activity/day_scrubber.h"
#include "ui/base/phrase_text.h"
#include "ui/command/action_registry.h"
#include "ui/shell/preferences.h"
#include "ui/shell/saved_view_list.h"
#include "ui/shell/selection_hub.h"
#include "ui/shell/session.h"
#include "ui/widget/controls.h"
#include "ui/widget/toast.h"

using namespace tatara;
using namespace tatara::ui;
using namespace std::chrono_literals;

namespace {

const Timestamp kActsNow = *parseIso8601("2026-11-20T15:20:00Z");

class NoNavigator final : public Navigator {
 public:
  std::vector<Route> opened;
  void open(const Route& to) override { opened.push_back(to); }
  void openWindow(const Route&) override {}
  void connectTrainingCode() override {}
  void importRuns() override {}
  void openExample() override {}
  void newRun(const RunDraft&) override {}
  void registerData(const QString&) override {}
};

registry::Act actOf(const char* verb, const char* object, std::optional<std::string> before,
                    std::optional<std::string> after) {
  registry::Act act;
  act.verb = verb;
  act.object = object;
  act.before = std::move(before);
  act.after = std::move(after);
  return act;
}

struct ActivityPlace {
  explicit ActivityPlace(std::shared_ptr<store::Store> store)
      : session(std::move(store)),
        toasts(&window),
        views(session.store(), session.changes()),
        context{session.store(), session.changes(), selection, session.runSlots(), views,
                navigator,       actions,           undo,      session.tasks(),    toasts,
                session,         preferences},
        panel(context, &window) {
    window.resize(1228, 648);
    panel.resize(1228, 648);
    window.show();
  }
  bool settle() {
    const bool settled = QTest::qWaitFor([this] { return panel.settled(); }, 5000);
    test::layOut();
    return settled;
  }
  QWidget window;
  Preferences preferences;
  Session session;
  SelectionHub selection;
  ActionRegistry actions;
  QUndoStack undo;
  ToastHost toasts;
  NoNavigator navigator;
  SavedViewList views;
  PanelContext context;
  ActivityPanel panel;
};

}  // namespace

class ActivityTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    applyTheme(*qApp, ThemeMode::Light);
    setLanguage(Language::English);
  }

  void aDayIsGoneToByMouseAndKeysAndLeftByItsChip() {
    const QTemporaryDir folder;
    ManualClock clock(kActsNow);
    const auto workspace = store::createWorkspace(folder.path().toStdString() + "/bikes");
    QVERIFY(workspace);
    const auto store = *store::Store::open(*workspace, {.clock = &clock});
    for (const auto& [ago, count] : {std::pair(72h, 3), std::pair(48h, 9), std::pair(1h, 5)}) {
      for (int i = 0; i < count; ++i) {
        const std::string name = "model-" + std::to_string(ago.count()) + "-" + std::to_string(i);
        QVERIFY(store->write([&](store::Writer& writer) -> Status {
          TATARA_TRY(registry::createModel(writer, {.name = name}, {.person = "aya", .program = "tatara"},
                                           kActsNow - ago));
          return {};
        }));
      }
    }
    ActivityPlace place(store);
    QVERIFY(place.settle());
    auto* days = place.panel.findChild<DayScrubber*>();
    auto* list = place.panel.findChild<ActList*>();
    QVERIFY(days && list && days->isVisible());
    const QStringList told = days->accessibleDescription().split(QLatin1Char('\n'));
    QCOMPARE(told.size(), 3);  // days without entries take no room
    QVERIFY2(told[1].endsWith(QStringLiteral("9 entries")), qPrintable(told[1]));
    QCOMPARE(*list->current(), 17);  // the newest
    const QString difference =
        test::compareGolden(place.window.grab().toImage(), QStringLiteral("activity/days-light-en"));
    QVERIFY2(difference.isEmpty(), qPrintable(difference));

    QTest::mouseClick(days, Qt::LeftButton, {}, QPoint(6, 8 + 7 + 2));
    QVERIFY(place.settle());
    QTRY_COMPARE(*list->current(), 12);  // the newest of that day
    auto* chip = place.panel.findChild<Chip*>();
    QVERIFY(chip->isVisible() && chip->text().endsWith(QStringLiteral("and before")));
    QTest::keyClick(days, Qt::Key_Down);
    QVERIFY(place.settle());
    QTRY_COMPARE(*list->current(), 3);
    Q_EMIT chip->removed();
    QVERIFY(place.settle());
    QVERIFY(!chip->isVisible());
    QTRY_COMPARE(*list->current(), 17);  // the newest is there again
  }

  void everyKindOfActIsASentenceInBothLanguages() {
    struct Case {
      const char* verb;
      const char* object;
      const char* after;
      const char* english;
      const char* japanese;
    };
    for (const Case& one : std::initializer_list<Case>{
             {"create model", "model/bikes", "", "created the model bikes", "モデル bikes を作成"},
             {"create version", "model/a/b/3", "runs:/x", "registered a/b v3", "a/b v3 を登録"},
             {"set alias", "model/bikes@champion", "3", "moved @champion of bikes to v3",
              "bikes の @champion を v3 へ移動"},
             {"approve review", "review/4", "approve bikes/3 as champion, subject 9a", "approved in review 4",
              "レビュー 4 で承認"},
             {"roll back endpoint", "endpoint/live", "2 at 100 %", "rolled live back", "live をロールバック"},
             {"change policy", "policy", "{}", "changed the policy", "ポリシーを変更"},
             {"wave", "model/bikes", "", "wave model/bikes", "wave model/bikes"}}) {
      const registry::Act act = actOf(one.verb, one.object, {}, one.after);
      setLanguage(Language::English);
      QCOMPARE(actWords(act).sentence(), QString::fromUtf8(one.english));
      setLanguage(Language::Japanese);
      QCOMPARE(actWords(act).sentence(), QString::fromUtf8(one.japanese));
    }
    setLanguage(Language::English);
    const registry::Act routes =
        actOf("route endpoint", "endpoint/live", "1 at 100 %", "1 at 80 %, 2 at 20 %");
    QCOMPARE(actWords(routes).change, QStringLiteral("v1 100 % → v1 80 % · v2 20 %"));
    const registry::Act settings = actOf("change endpoint", "endpoint/live", R"({"queue":256,"owner":"aya"})",
                                         R"({"queue":128,"owner":"aya"})");
    QCOMPARE(actWords(settings).change, QStringLiteral("queue 256 → 128"));
  }

  void theVerdictOnTheChainIsToldInTheLanguageOfTheWindow() {
    registry::ChainReport report;
    report.entries = 18'204;
    report.unsealed = 1;
    QCOMPARE(
        phraseText(report.sentence()),
        QStringLiteral("Consistent to entry 18,204; one older act is sealed with the next act; the end is "
                       "not anchored"));
    setLanguage(Language::Japanese);
    QCOMPARE(phraseText(report.sentence()),
             QStringLiteral("エントリー 18,204 まで整合。以前の操作 1 件は次の操作とともに封印されます。"
                            "末尾は固定されていません"));
    report.problem = text::Phrase::say("Entry %1 was changed: its digest does not fit", {std::string("3")});
    QCOMPARE(phraseText(report.sentence()),
             QStringLiteral("エントリー 3 は変更されています。ダイジェストが一致しません"));
    setLanguage(Language::English);
  }

  void whatAnActIsAboutHasAPlace() {
    QCOMPARE(*routeOf("model/a/b/3"), Route(ModelRoute{QStringLiteral("a/b"), 3, {}}));
    QCOMPARE(*routeOf("model/bikes@champion"), Route(ModelRoute{QStringLiteral("bikes"), std::nullopt, {}}));
    QCOMPARE(*routeOf("review/23"), Route(ReviewRoute{23}));
    QCOMPARE(*routeOf("endpoint/live"), Route(DeploymentsRoute{QStringLiteral("live"), {}}));
    QVERIFY(!routeOf("policy"));
    QVERIFY(!routeOf("token/3"));
  }

  void actsOfAllKindsShowByDayAndTheirObjectsOpen() {
    const QTemporaryDir folder;
    ManualClock clock(kActsNow);
    const auto workspace = store::createWorkspace(folder.path().toStdString() + "/bikes");
    QVERIFY(workspace);
    const auto store = *store::Store::open(*workspace, {.clock = &clock});
    const auto record = [&](const char* person, std::chrono::hours ago, registry::NewAct act) {
      const auto written = store->write([&](store::Writer& writer) -> Status {
        TATARA_TRY(registry::recordAct(writer, {.person = person, .program = "tatara"}, kActsNow - ago, act));
        return {};
      });
      QVERIFY(written);
    };
    record("aya", 50h, {.verb = "create model", .object = "model/bikes"});
    record("aya", 49h, {.verb = "create version", .object = "model/bikes/2", .after = "runs:/7"});
    record("nightly-training", 26h,
           {.verb = "open review",
            .object = "review/1",
            .after = "bikes/2 as champion, subject 9a",
            .reason = "Best of 44 trials by val_rmse"});
    record("mika", 3h,
           {.verb = "approve review", .object = "review/1", .after = "approve bikes/2 as champion"});
    record("mika", 2h,
           {.verb = "set alias",
            .object = "model/bikes@champion",
            .before = "1",
            .after = "2",
            .reason = "review 1"});
    record("rei", 1h,
           {.verb = "route endpoint",
            .object = "endpoint/live",
            .before = "1 at 100 %",
            .after = "1 at 80 %, 2 at 20 %"});
    {
      applyTheme(*qApp, ThemeMode::Dark);
      setLanguage(Language::Japanese);
      ActivityPlace dark(store);
      QVERIFY(dark.settle());
      const QString difference =
          test::compareGolden(dark.window.grab().toImage(), QStringLiteral("activity/acts-dark-ja"));
      QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }
    init();
    ActivityPlace place(store);
    QVERIFY(place.settle());
    auto* list = place.panel.findChild<ActList*>();
    QCOMPARE(list->itemCount(), 6);
    const QString difference =
        test::compareGolden(place.window.grab().toImage(), QStringLiteral("activity/acts-light-en"));
    QVERIFY2(difference.isEmpty(), qPrintable(difference));
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Down);
    QVERIFY(list->itemName(list->currentItem()).contains(QStringLiteral("moved @champion of bikes to v2")));
    QTest::keyClick(list, Qt::Key_Return);
    QCOMPARE(place.navigator.opened.back(), Route(ModelRoute{QStringLiteral("bikes"), std::nullopt, {}}));
    // By assistive technology: each entry is an item of the list.
    QAccessibleInterface* entries = QAccessible::queryAccessibleInterface(list);
    QCOMPARE(entries->childCount(), 6);
    QVERIFY(
        entries->child(0)->text(QAccessible::Name).contains(QStringLiteral("rei set the traffic of live")));
  }

  void tasksAndNotificationsHaveTabs() {
    const QTemporaryDir folder;
    ManualClock clock(kActsNow);
    const auto workspace = store::createWorkspace(folder.path().toStdString() + "/bikes");
    QVERIFY(workspace);
    ActivityPlace place(*store::Store::open(*workspace, {.clock = &clock}));
    QVERIFY(place.settle());
    auto* tabs = place.panel.findChild<QTabBar*>();
    QCOMPARE(tabs->count(), 3);
    int cancelled = 0;
    int again = 0;
    const TaskId running = place.session.tasks().start(QStringLiteral("Importing"), [&] { ++cancelled; });
    const TaskId failing = place.session.tasks().start(QStringLiteral("Keeping requests"), {});
    QCOMPARE(tabs->tabText(1), QStringLiteral("Tasks, 2 running"));
    place.session.tasks().fail(failing, makeError(ErrorKind::Io, "The disk is full"), [&] { ++again; });
    tabs->setCurrentIndex(1);
    test::layOut();
    const auto press = [&](const QString& words) {
      for (QPushButton* button : place.panel.findChildren<QPushButton*>()) {
        if (button->isVisible() && button->text() == words) {
          // Progress comes in while the button is held down: the click still counts.
          QTest::mousePress(button, Qt::LeftButton);
          place.session.tasks().setProgress(running, 1, 10, QStringLiteral("1 of 10"));
          QTest::mouseRelease(button, Qt::LeftButton);
          return;
        }
      }
      QFAIL(qPrintable(words));
    };
    press(QStringLiteral("Cancel"));
    QCOMPARE(cancelled, 1);
    press(QStringLiteral("Try again"));
    QCOMPARE(again, 1);
    QTest::keyClick(&place.panel, Qt::Key_BracketRight);
    tabs->setCurrentIndex(2);
    test::layOut();
    const auto boxes = place.panel.findChildren<QCheckBox*>();
    QCOMPARE(boxes.size(), 3);
    const bool before = place.preferences.notifyFinishedRuns();
    boxes[1]->click();
    QCOMPARE(place.preferences.notifyFinishedRuns(), !before);
    boxes[1]->click();
    Notification notice;
    notice.text = QStringLiteral("Run failed");
    place.session.notifications().add(notice);
    QVERIFY(!place.session.notifications().hasUnread());  // it is looked at
  }
};

TATARA_UI_TEST_MAIN(ActivityTest)
#include "test_activity.moc"
