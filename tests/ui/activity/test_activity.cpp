#include <QPushButton>
#include <QTemporaryDir>
#include <QUndoStack>

#include "core/registry/registry.h"
#include "tests/support/golden.h"
#include "tests/support/ui_test.h"
#include "ui/activity/activity_panel.h"
#include "ui/activity/day_scrubber.h"
#include "ui/command/action_registry.h"
#include "ui/model/text_grid.h"
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
  void open(const Route&) override {}
  void openWindow(const Route&) override {}
  void connectTrainingCode() override {}
  void importRuns() override {}
  void openExample() override {}
  void newRun(const RunDraft&) override {}
  void registerData(const QString&) override {}
};

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
    auto* grid = place.panel.findChild<TextGrid*>();
    QVERIFY(days && grid && days->isVisible());
    const QStringList told = days->accessibleDescription().split(QLatin1Char('\n'));
    QCOMPARE(told.size(), 3);  // days without entries take no room
    QVERIFY2(told[1].endsWith(QStringLiteral("9 entries")), qPrintable(told[1]));
    QCOMPARE(*grid->current(), 17);  // the newest
    const QString difference =
        test::compareGolden(place.window.grab().toImage(), QStringLiteral("activity/days-light-en"));
    QVERIFY2(difference.isEmpty(), qPrintable(difference));

    QTest::mouseClick(days, Qt::LeftButton, {}, QPoint(6, 8 + 7 + 2));
    QVERIFY(place.settle());
    QTRY_COMPARE(*grid->current(), 12);  // the newest of that day
    auto* chip = place.panel.findChild<Chip*>();
    QVERIFY(chip->isVisible() && chip->text().endsWith(QStringLiteral("and before")));
    QTest::keyClick(days, Qt::Key_Down);
    QVERIFY(place.settle());
    QTRY_COMPARE(*grid->current(), 3);
    Q_EMIT chip->removed();
    QVERIFY(place.settle());
    QVERIFY(!chip->isVisible());
    QTRY_COMPARE(*grid->current(), 17);  // the newest is there again
  }
};

TATARA_UI_TEST_MAIN(ActivityTest)
#include "test_activity.moc"
