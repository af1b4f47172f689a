#include <fstream>

#include <unistd.h>

#include <QAccessible>
#include <QDialog>
#include <QLineEdit>
#include <QListWidget>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTimer>

#include "core/store/workspace.h"
#include "core/track/runs.h"
#include "core/track/saved_views.h"
#include "tests/support/golden.h"
#include "tests/support/ui_test.h"
#include "ui/shell/command_task.h"
#include "ui/shell/history.h"
#include "ui/shell/main_window.h"
#include "ui/shell/preferences.h"
#include "ui/shell/route.h"
#include "ui/shell/selection_hub.h"
#include "ui/shell/server_control.h"
#include "ui/shell/sheets.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/start_page.h"
#include "ui/shell/status_bar.h"
#include "ui/shell/text_editor.h"
#include "ui/shell/window_place.h"

using namespace tatara;
using namespace tatara::ui;

namespace {

// A panel that shows where it is told to be.
class PlainPanel final : public Panel {
 public:
  PlainPanel(QWidget* parent, Route start)
      : Panel(parent), m_place(std::move(start)), m_filter(new QLineEdit(this)) {}
  void open(const Route& route) override {
    m_place = route;
    Q_EMIT placeChanged();
  }
  Route current() const override { return m_place; }
  std::vector<Crumb> breadcrumb() const override {
    if (std::holds_alternative<RunRoute>(m_place)) {
      return {{QStringLiteral("hourly-lgbm"), ExperimentsRoute{track::ExperimentId(2)}},
              {QStringLiteral("umber-vole-230"), m_place}};
    }
    if (const auto* to = std::get_if<ExperimentsRoute>(&m_place); to && to->experiment) {
      return {{QStringLiteral("hourly-xgb"), m_place}};
    }
    return {};
  }
  std::vector<SidebarItem> sidebarItems() const override {
    return {{QStringLiteral("hourly-xgb"), QStringLiteral("248"), ExperimentsRoute{track::ExperimentId(1)}},
            {QStringLiteral("hourly-lgbm"), QStringLiteral("131"), ExperimentsRoute{track::ExperimentId(2)}}};
  }
  QWidget* filterField() override { return m_filter; }

 private:
  Route m_place;
  QLineEdit* m_filter;
};

int g_made = 0;
const RunRoute kShownRun{track::RunId("umber"), {}};

std::string serverFile(const std::string& pid, const std::string& more) {
  return "{\"url\":\"http://127.0.0.1:5000\",\"pid\":" + pid + more + "}";
}

std::vector<PanelInfo> twoPanels() {
  const auto make = [](const char* id, const char* title, Route start, auto accepts) {
    PanelInfo info;
    info.id = QString::fromLatin1(id);
    info.title = QString::fromLatin1(title);
    info.icon = info.id;
    info.start = start;
    info.accepts = accepts;
    info.make = [start, id = info.id](PanelContext&, QWidget* parent) -> Panel* {
      ++g_made;
      auto* panel = new PlainPanel(parent, start);
      panel->setObjectName(id);
      return panel;
    };
    return info;
  };
  return {make("home", "Home", HomeRoute{},
               [](const Route& route) { return std::holds_alternative<HomeRoute>(route); }),
          make("experiments", "Experiments", ExperimentsRoute{}, [](const Route& route) {
            const auto* view = std::get_if<ViewRoute>(&route);
            return std::holds_alternative<ExperimentsRoute>(route) || route == Route(kShownRun) ||
                   (view != nullptr && view->panel == QStringLiteral("experiments"));
          })};
}

}  // namespace

class ShellTest : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;
  std::shared_ptr<store::Store> m_store;
  std::unique_ptr<Preferences> m_preferences;

  std::unique_ptr<MainWindow> makeWindow() {
    auto window = std::make_unique<MainWindow>(
        WindowParts{std::make_shared<Session>(m_store), m_preferences.get(), twoPanels(), {}});
    window->resize(1400, 800);
    window->open(HomeRoute{});
    return window;
  }

 private slots:
  void initTestCase() {
    m_store = *createStore(m_folder.path() + QStringLiteral("/bike-demand"));
    m_preferences = std::make_unique<Preferences>();
    m_preferences->setSidebarCollapsed(false);
    m_preferences->setLayout(QStringLiteral("window"), {});
  }

  void aRouteReadsBackFromItsText() {
    const Route routes[] = {HomeRoute{},
                            ExperimentsRoute{},
                            ExperimentsRoute{track::ExperimentId(3)},
                            CompareRoute{{track::RunId("aa"), track::RunId("bb")}},
                            ViewRoute{QStringLiteral("experiments"), 12},
                            RunRoute{track::RunId("abc"), {}},
                            RunRoute{track::RunId("abc"), QStringLiteral("metrics")},
                            DataRoute{},
                            DataRoute{QStringLiteral("raw/hour.csv"), {}, {}},
                            DataRoute{QStringLiteral("raw/a@home.csv"), 3, {}},
                            DataRoute{QStringLiteral("hour.csv"), 12, QStringLiteral("rows")},
                            ReviewRoute{},
                            ReviewRoute{23}};
    for (const Route& route : routes) {
      const auto back = routeFromText(toText(route));
      QVERIFY2(back && *back == route, qPrintable(toText(route)));
    }
    QVERIFY(routeFromText(QStringLiteral("tatara:run/abc")).has_value());
    for (const char* wrong :
         {"", "nowhere", "experiment/x", "run", "run/a/b/c", "view/experiments", "view/experiments/x",
          "home/1", "review", "review/x", "run/abc/bogus", "data/hour.csv@3/bogus", "data/hour.csv@3/with/2",
          "models/bikes@3/rows", "deployments/live/bogus"}) {
      QVERIFY2(!routeFromText(QString::fromLatin1(wrong)), wrong);
    }
    QCOMPARE(
        routeFromText(QStringLiteral("deployments/live/bogus")).error().message,
        "An endpoint has no page \"bogus\"; there are try, requests, disagreements, schema, code, logs and "
        "settings");
    QVERIFY(routeFromText(QStringLiteral("models/bikes@3/with/2")).has_value());
  }

  void historyForgetsWhatLayAheadWhenOneGoesElsewhere() {
    History history;
    history.visit(HomeRoute{});
    history.visit(ExperimentsRoute{});
    history.visit(ExperimentsRoute{});
    QVERIFY(*history.back() == Route(HomeRoute{}));
    QVERIFY(!history.back());
    history.visit(RunRoute{track::RunId("a"), {}});
    QVERIFY(!history.forward());
    QVERIFY(*history.back() == Route(HomeRoute{}));
    QVERIFY((*history.forward() == Route(RunRoute{track::RunId("a"), {}})));
  }

  void theSelectionTellsOnlyChanges() {
    SelectionHub hub;
    QSignalSpy selected(&hub, &SelectionHub::selectedChanged);
    QSignalSpy brushed(&hub, &SelectionHub::brushesChanged);
    hub.setSelected({track::RunKey(3), track::RunKey(1)});
    hub.setSelected({track::RunKey(3), track::RunKey(1)});
    hub.toggleSelected(track::RunKey(3));
    QCOMPARE(selected.size(), 2);
    QVERIFY(hub.selected() == std::vector<track::RunKey>{track::RunKey(1)});
    hub.setBrush(QStringLiteral("params.eta"), Brush{0.1, 0.2});
    hub.setBrush(QStringLiteral("params.eta"), Brush{0.1, 0.2});
    hub.setBrush(QStringLiteral("params.other"), std::nullopt);
    QCOMPARE(brushed.size(), 1);
  }

  void aPanelIsMadeWhenFirstShownAndOnce() {
    g_made = 0;
    const auto window = makeWindow();
    QCOMPARE(g_made, 1);
    window->open(ExperimentsRoute{});
    window->open(HomeRoute{});
    window->open(ExperimentsRoute{track::ExperimentId(1)});
    QCOMPARE(g_made, 2);
    QVERIFY((window->place() == Route(ExperimentsRoute{track::ExperimentId(1)})));
  }

  void keysGoBackForwardAndBetweenPanels() {
    const auto window = makeWindow();
    const auto act = [&](const char* id) { window->actions().find(QString::fromLatin1(id))->trigger(); };
    act("go.experiments");
    QVERIFY(window->place() == Route(ExperimentsRoute{}));
    act("go.back");
    QVERIFY(window->place() == Route(HomeRoute{}));
    act("go.forward");
    QVERIFY(window->place() == Route(ExperimentsRoute{}));
    act("go.last");
    QVERIFY(window->place() == Route(HomeRoute{}));
  }

  void savedViewsStandInTheSidebarAndOpen() {
    const auto window = makeWindow();
    QVERIFY(m_store->write([](store::Writer& writer) -> Status {
      TATARA_TRY(track::saveView(writer, "experiments", "Best this week", "{}", fromUnixMillis(1)));
      return track::saveView(writer, "elsewhere", "Of no panel here", "{}", fromUnixMillis(1));
    }));
    auto* sidebar = window->findChild<Sidebar*>();
    QTRY_VERIFY(sidebar->views().size() == 1);
    QCOMPARE(sidebar->views()[0].text, QStringLiteral("Best this week"));
    window->show();
    QVERIFY(QTest::qWaitForWindowActive(window.get()));
    sidebar->setFocus(Qt::TabFocusReason);
    for (int i = 0; i < 4; ++i) {  // from Home over two experiments, Experiments and the heading
      QTest::keyClick(sidebar, Qt::Key_Down);
    }
    TATARA_GOLDEN(*sidebar, "shell/sidebar-views");
    QTest::keyClick(sidebar, Qt::Key_Return);
    QVERIFY((window->place() == sidebar->views()[0].route));
    QVERIFY(m_store->write([&](store::Writer& writer) -> Status {
      TATARA_TRY(track::deleteSavedView(writer, std::get<ViewRoute>(window->place()).id));
      return track::deleteSavedView(writer, std::get<ViewRoute>(window->place()).id + 1);
    }));
    QTRY_VERIFY(sidebar->views().empty());
  }

  void theExperimentOfARunIsMarkedInTheSidebar() {
    const auto window = makeWindow();
    auto* sidebar = window->findChild<Sidebar*>();
    const auto marked = [&] {
      QStringList names;
      for (int i = 0; i < sidebar->itemCount(); ++i) {
        if (sidebar->itemSelected(i)) {
          names << sidebar->itemName(i);
        }
      }
      return names.join(QStringLiteral(" + "));
    };
    window->show();
    QCOMPARE(marked(), QStringLiteral("Home, current"));
    window->open(ExperimentsRoute{track::ExperimentId(1)});
    QCOMPARE(marked(), QStringLiteral("Experiments, current + hourly-xgb, 248"));
    window->open(kShownRun);
    QCOMPARE(marked(), QStringLiteral("Experiments, current + hourly-lgbm, 131"));
  }

  void aRouteWithoutAPanelIsSaidAndChangesNothing() {
    const auto window = makeWindow();
    window->open(RunRoute{track::RunId("a"), {}});
    QVERIFY(window->place() == Route(HomeRoute{}));
  }

  void theWindowLooksAsInTheMockups() {
    const auto window = makeWindow();
    window->statusBar().setMemoryShown(false);
    window->statusBar().setBranch(QStringLiteral("main @ 4e1c9a7"));
    window->open(ExperimentsRoute{track::ExperimentId(1)});
    QTRY_VERIFY(window->session()->server().state() == ServerState::Stopped);
    // The folder of a test is another each time.
    window->findChild<StatusBar*>()->hide();
    TATARA_GOLDEN(*window, "shell/window-light-en");
    applyTheme(*qApp, ThemeMode::Dark);
    window->resize(1280, 720);
    TATARA_GOLDEN(*window, "shell/window-dark-en-narrow");
    applyTheme(*qApp, ThemeMode::Light);
  }

  void theStartPageOffersWhatThereIs() {
    TaskList tasks;
    m_preferences->addRecentWorkspace(QStringLiteral("/srv/models/bike-demand"));
    StartPage page(*m_preferences, tasks);
    page.resize(960, 680);
    page.showError(makeError(ErrorKind::SchemaTooNew, "This workspace was made by a newer Tatara"));
    TATARA_GOLDEN(page, "shell/start-page-light-en");
    m_preferences->removeRecentWorkspace(QStringLiteral("/srv/models/bike-demand"));
  }

  void sheetsLookAsTheStyleGuideSays() {
    const auto window = makeWindow();
    const auto shoot = [&](const QString& name, const std::function<void()>& open) {
      QString difference = QStringLiteral("no sheet was shown");
      QTimer::singleShot(0, window.get(), [&] {
        if (auto* sheet = qobject_cast<QDialog*>(QApplication::activeModalWidget())) {
          difference = test::compareGolden(sheet->grab().toImage(), QStringLiteral("shell/") + name);
          sheet->reject();
        }
      });
      open();
      QVERIFY2(difference.isEmpty(), qPrintable(difference));
    };
    QTRY_VERIFY(window->session()->server().state() == ServerState::Stopped);
    m_preferences->setTheme(ThemeMode::Light);
    shoot(QStringLiteral("settings-light-en"),
          [&] { showSettings(window.get(), *m_preferences, window->actions()); });
    shoot(QStringLiteral("keys-light-en"), [&] { showKeys(window.get(), window->actions()); });
    shoot(QStringLiteral("about-light-en"), [&] { showAbout(window.get()); });
    setLanguage(Language::Japanese);
    shoot(QStringLiteral("connect-light-ja"),
          [&] { showConnect(window.get(), *window->session(), *m_preferences); });
    setLanguage(Language::English);
  }

  void everyPageOfSettingsLooksAsTheStyleGuideSays() {
    const auto window = makeWindow();
    const QStringList pages{QStringLiteral("appearance"),    QStringLiteral("connections"),
                            QStringLiteral("editors"),       {},
                            QStringLiteral("notifications"), QStringLiteral("privacy")};
    for (const auto& [mode, tongue, look] : {std::tuple{ThemeMode::Light, Language::English, "light-en"},
                                             std::tuple{ThemeMode::Dark, Language::Japanese, "dark-ja"}}) {
      applyTheme(*qApp, mode);
      setLanguage(tongue);
      QStringList differences;
      QTimer::singleShot(0, window.get(), [&, look = look] {
        auto* sheet = qobject_cast<QDialog*>(QApplication::activeModalWidget());
        auto* list = sheet->findChild<QListWidget*>();
        for (int page = 1; page < list->count(); ++page) {
          if (pages[page - 1].isEmpty()) {
            continue;  // the keys have a sheet of their own
          }
          list->setCurrentRow(page);
          test::layOut();
          differences << test::compareGolden(
              sheet->grab().toImage(),
              QStringLiteral("shell/settings-%1-%2").arg(pages[page - 1], QLatin1String(look)));
        }
        sheet->reject();
      });
      showSettings(window.get(), *m_preferences, window->actions());
      differences.removeAll(QString());
      QVERIFY2(differences.isEmpty(), qPrintable(differences.join(QLatin1Char('\n'))));
    }
    applyTheme(*qApp, ThemeMode::Light);
    setLanguage(Language::English);
  }

  void aWindowLargerThanItsScreenIsCutToIt() {
    const QRect screen(0, 30, 1366, 738);
    QCOMPARE(onScreen(QRect(0, 0, 1600, 1036), screen), screen);
    QCOMPARE(onScreen(QRect(1000, 500, 800, 600), screen), QRect(566, 168, 800, 600));
    QCOMPARE(onScreen(QRect(10, 40, 800, 600), screen), QRect(10, 40, 800, 600));
  }

  void anEditorIsWordsAndNoLineForAShell() {
    const QString file = QStringLiteral("/tmp/a b; rm -rf c.txt");
    const auto words = editorWords(QStringLiteral("sh -c \"x y\" --file={file} z"), file);
    QVERIFY(words);
    QVERIFY(words->front().endsWith(QStringLiteral("/sh")));
    QCOMPARE(words->mid(1), (QStringList{QStringLiteral("-c"), QStringLiteral("x y"),
                                         QStringLiteral("--file=") + file, QStringLiteral("z")}));
    QCOMPARE(editorWords(QStringLiteral("sh"), file)->mid(1), QStringList{file});
    QVERIFY(!editorWords(QStringLiteral("  "), file));
    const auto missing = editorWords(QStringLiteral("no-such-editor {file}"), file);
    QVERIFY(!missing);
    QCOMPARE(missing.error().message, std::string("There is no program “no-such-editor” here"));
  }

  void aCommandThatIsNotHereIsSaidAndNotKept() {
    m_preferences->setTextEditor(QStringLiteral("sh -c {file}"));
    const auto window = makeWindow();
    QString kept;
    QString difference;
    QTimer::singleShot(0, window.get(), [&] {
      auto* sheet = qobject_cast<QDialog*>(QApplication::activeModalWidget());
      sheet->findChild<QListWidget*>()->setCurrentRow(3);
      test::layOut();
      for (QLineEdit* field : sheet->findChildren<QLineEdit*>()) {
        if (field->isVisible() && field->text().startsWith(QStringLiteral("sh"))) {
          field->setText(QStringLiteral("no-such-editor {file}"));
          Q_EMIT field->editingFinished();
        }
      }
      kept = m_preferences->textEditor();
      test::layOut();
      difference =
          test::compareGolden(sheet->grab().toImage(), QStringLiteral("shell/settings-editors-wrong"));
      sheet->reject();
    });
    showSettings(window.get(), *m_preferences, window->actions());
    QCOMPARE(kept, QStringLiteral("sh -c {file}"));
    m_preferences->setTextEditor({});
    QVERIFY2(difference.isEmpty(), qPrintable(difference));
  }

  void escLetsGoOnlyOfWhatThePanelShows() {
    const auto window = makeWindow();
    int cleared = 0;
    window->open(ExperimentsRoute{});
    auto* panel = window->findChild<PlainPanel*>(QStringLiteral("experiments"));
    QVERIFY(panel);
    window->actions().add(
        panel,
        {QStringLiteral("plain.clear"), QStringLiteral("Clear"), QStringLiteral("Plain"), {}, {}, [&cleared] {
           ++cleared;
         }});
    window->show();
    QTest::keyClick(window.get(), Qt::Key_Escape);
    QCOMPARE(cleared, 1);
    window->open(HomeRoute{});
    QTest::keyClick(window.get(), Qt::Key_Escape);
    QCOMPARE(cleared, 1);
  }

  void aServerCountsOnlyWhileItsProcessLives() {
    const std::filesystem::path file = m_folder.path().toStdString() + "/server.json";
    const auto write = [&](const std::string& text) { std::ofstream(file) << text; };
    QVERIFY(!*readServerFile(file));
    const std::string self = std::to_string(::getpid());
    write(serverFile(self, ""));
    const auto alive = *readServerFile(file);
    QVERIFY(alive);
    QCOMPARE(alive->address, QStringLiteral("http://127.0.0.1:5000"));
    write(serverFile("2147483646", ""));
    QVERIFY(!*readServerFile(file));
    write(serverFile(self, ",\"processStart\":1"));
    QVERIFY2(!*readServerFile(file), "another process has this pid now");
    write("{ not json");
    QVERIFY(!*readServerFile(file));
  }

  void aCommandIsATaskWithAResultOrAReason() {
    TaskList tasks;
    const QString folder = m_folder.path() + QStringLiteral("/made");
    const auto run = [&] {
      runCommandTask(this, tasks,
                     {QStringLiteral("Making a workspace"), {QStringLiteral("init"), folder}, {}, {}, {}});
    };
    run();
    QTRY_COMPARE_WITH_TIMEOUT(tasks.running(), 0, 30'000);
    QVERIFY2(tasks.tasks()[0].state == TaskState::Done, qPrintable(tasks.tasks()[0].note));
    QVERIFY(QFile::exists(folder + QStringLiteral("/tatara.yaml")));
    run();
    QTRY_COMPARE_WITH_TIMEOUT(tasks.running(), 0, 30'000);
    QVERIFY(tasks.tasks()[0].state == TaskState::Failed);
    QVERIFY(!tasks.tasks()[0].note.isEmpty());
  }

  void aCommandGoesOnWithoutItsWindowAndIsInterruptedWithItsWorkspace() {
    const QString folder = m_folder.path() + QStringLiteral("/long");
    auto tasks = std::make_unique<TaskList>();
    auto owner = std::make_unique<QObject>();
    bool told = false;
    const auto run = [&](QObject* asker, const QString& name) {
      CommandTask task{
          QStringLiteral("Making the example"), {QStringLiteral("example"), folder + name}, {}, {}, {}};
      task.whenFailed = [&told](const Error&) { told = true; };
      runCommandTask(asker, *tasks, std::move(task));
    };
    const auto started = [&] { return tasks->tasks()[0].total > 0; };
    run(owner.get(), QStringLiteral("1"));
    owner.reset();
    QTRY_VERIFY_WITH_TIMEOUT(started(), 30'000);
    QVERIFY(tasks->tasks()[0].state == TaskState::Running);
    tasks->tasks()[0].cancel();
    QTRY_COMPARE_WITH_TIMEOUT(tasks->running(), 0, 30'000);
    QVERIFY(tasks->tasks()[0].state == TaskState::Cancelled);
    QVERIFY2(!told, "who asked has gone");
    run(this, QStringLiteral("2"));
    QTRY_VERIFY_WITH_TIMEOUT(started(), 30'000);
    tasks.reset();
    QVERIFY2(!QFile::exists(folder + QStringLiteral("2")),
             "interrupted, the command leaves nothing half made");
    QVERIFY(!told);
  }

  void aCommandThatCrashesIsNoCancelledOne() {
    TaskList tasks;
    runCommandTask(this, tasks,
                   {QStringLiteral("Making the example"),
                    {QStringLiteral("example"), m_folder.path() + QStringLiteral("/crashed")},
                    {},
                    {},
                    {}});
    QTRY_VERIFY_WITH_TIMEOUT(tasks.tasks()[0].total > 0, 30'000);
    const auto children = tasks.findChildren<QProcess*>();
    QCOMPARE(children.size(), qsizetype{1});
    children[0]->kill();
    QTRY_COMPARE_WITH_TIMEOUT(tasks.running(), 0, 30'000);
    QVERIFY(tasks.tasks()[0].state == TaskState::Failed);
    QVERIFY2(tasks.tasks()[0].note.contains(QStringLiteral("ended before it was done")),
             qPrintable(tasks.tasks()[0].note));
  }

  // Status changes of a run as a client makes them.
  void endRun(const track::RunId& id, track::RunStatus status) {
    QVERIFY(m_store->write([&](store::Writer& writer) -> Status {
      track::RunUpdate update;
      update.status = status;
      update.ended = m_store->clock().now();
      TATARA_TRY(track::updateRun(writer, id, update));
      return {};
    }));
  }
  track::RunInfo startRun(const std::string& name) {
    return *m_store->writeFor([&](store::Writer& writer) {
      track::NewRun run;
      run.name = name;
      return track::createRun(writer, run, m_store->clock().now());
    });
  }

  void theBellTellsOfRunsThatFailAndOfNoneThatEndedBefore() {
    const track::RunInfo old = startRun("old-run");
    endRun(old.id, track::RunStatus::Failed);
    QTest::qWait(5);  // the clock has milliseconds
    const auto window = makeWindow();
    const NotificationList& notices = window->session()->notifications();
    const track::RunInfo good = startRun("good-run");
    const track::RunInfo bad = startRun("bad-run");
    endRun(good.id, track::RunStatus::Finished);
    endRun(bad.id, track::RunStatus::Failed);
    QVERIFY(m_store->write([&](store::Writer& writer) -> Status {  // names the old one again
      track::RunUpdate update;
      update.name = "older-run";
      TATARA_TRY(track::updateRun(writer, old.id, update));
      return {};
    }));
    QTRY_COMPARE(notices.all().size(), std::size_t{1});
    QCOMPARE(notices.all()[0].text, QStringLiteral("Run bad-run failed"));
    QVERIFY(notices.hasUnread());
    NotificationPopup popup(window->session()->notifications());
    QVERIFY(!notices.hasUnread());
    QSignalSpy chosen(&popup, &NotificationPopup::routeChosen);
    popup.findChild<QPushButton*>()->click();
    QCOMPARE(chosen.size(), 1);
    QVERIFY((qvariant_cast<Route>(chosen[0][0]) == Route(RunRoute{bad.id, {}})));
  }

  void whichRunsTheBellTellsOfIsASetting() {
    m_preferences->setNotifyFailedRuns(false);
    m_preferences->setNotifyFinishedRuns(true);
    const auto window = makeWindow();
    const NotificationList& notices = window->session()->notifications();
    std::vector<track::RunInfo> runs;
    for (int i = 0; i < 5; ++i) {
      runs.push_back(startRun("trial"));
    }
    endRun(startRun("bad-run").id, track::RunStatus::Failed);
    QVERIFY(m_store->write([&](store::Writer& writer) -> Status {
      for (const track::RunInfo& run : runs) {
        track::RunUpdate update;
        update.status = track::RunStatus::Finished;
        update.ended = m_store->clock().now();
        TATARA_TRY(track::updateRun(writer, run.id, update));
      }
      return {};
    }));
    QTRY_COMPARE(notices.all().size(), std::size_t{1});
    QCOMPARE(notices.all()[0].text, QStringLiteral("5 runs finished"));
    m_preferences->setNotifyFailedRuns(true);
    m_preferences->setNotifyFinishedRuns(false);
  }

  void theStatusBarAndTheSidebarAreReachedByKeyboardAndToldOf() {
    const auto window = makeWindow();
    window->show();
    QVERIFY(QTest::qWaitForWindowActive(window.get()));
    QTRY_VERIFY(window->session()->server().state() == ServerState::Stopped);
    StatusBar& bar = window->statusBar();
    QSignalSpy asked(&bar, &StatusBar::serverMenuAsked);
    window->findChild<Sidebar*>()->setFocus(Qt::TabFocusReason);
    window->actions().find(QStringLiteral("region.previous"))->trigger();
    QVERIFY(bar.hasFocus());
    QTest::keyClick(&bar, Qt::Key_Return);
    QCOMPARE(asked.size(), 1);
    if (QWidget* menu = QApplication::activePopupWidget()) {
      menu->close();
    }
    QAccessibleInterface* strip = QAccessible::queryAccessibleInterface(&bar);
    QCOMPARE(strip->child(0)->text(QAccessible::Name), QStringLiteral("Tracking server stopped"));
    QCOMPARE(strip->child(0)->actionInterface()->actionNames().size(), 1);
    QVERIFY(strip->child(1)->actionInterface()->actionNames().isEmpty());  // the folder
    QAccessibleInterface* side = QAccessible::queryAccessibleInterface(window->findChild<Sidebar*>());
    QStringList names;
    for (int i = 0; i < side->childCount(); ++i) {
      names << side->child(i)->text(QAccessible::Name);
    }
    QVERIFY2(names.contains(QStringLiteral("Home, current")), qPrintable(names.join(QLatin1Char('|'))));
    side->child(static_cast<int>(names.indexOf(QStringLiteral("Experiments"))))
        ->actionInterface()
        ->doAction(QAccessibleActionInterface::pressAction());
    QVERIFY(window->place() == Route(ExperimentsRoute{}));
  }

  void settingsAreKept() {
    m_preferences->setTheme(ThemeMode::Dark);
    m_preferences->setServerPort(5123);
    m_preferences->setScalePercent(500);
    Preferences other;
    QVERIFY(other.theme() == ThemeMode::Dark);
    QCOMPARE(other.serverPort(), 5123);
    QCOMPARE(other.scalePercent(), 150);
    m_preferences->setTheme(ThemeMode::System);
    m_preferences->setServerPort(5000);
    m_preferences->setScalePercent(100);
  }
};

TATARA_UI_TEST_MAIN(ShellTest)
#include "test_shell.moc"
