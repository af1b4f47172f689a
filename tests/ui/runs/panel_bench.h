// The Experiments panel over a real store with seeded runs, with what a window gives it.
#pragma once

#include <QApplication>
#include <QSettings>
#include <QTest>
#include <QUndoStack>

#include "tests/support/temp_folder.h"
#include "tests/ui/runs/runs_fixture.h"
#include "ui/base/language.h"
#include "ui/base/theme.h"
#include "ui/command/action_registry.h"
#include "ui/runs/experiments_panel.h"
#include "ui/runs/run_table_card.h"
#include "ui/shell/preferences.h"
#include "ui/shell/saved_view_list.h"
#include "ui/shell/selection_hub.h"
#include "ui/shell/session.h"
#include "ui/widget/toast.h"

namespace tatara::ui::test {

// What a case starts from, whatever the one before it left: nothing kept, light, English.
inline void startAfresh() {
  QSettings().clear();
  applyTheme(*qApp, ThemeMode::Light);
  setLanguage(Language::English);
}

class Places final : public Navigator {
 public:
  void open(const Route& route) override { opened.push_back(route); }
  void openWindow(const Route& route) override { opened.push_back(route); }
  void connectTrainingCode() override { ++connects; }
  void importRuns() override {}
  void openExample() override {}
  void newRun(const RunDraft& draft) override { drafts.push_back(draft); }
  void registerData(const QString&) override {}
  std::vector<Route> opened;
  std::vector<RunDraft> drafts;
  int connects = 0;
};

// A window's worth of context over a store whose clock stands still.
struct Bench {
  explicit Bench(int runs, int points = 60) {
    auto workspace = store::createWorkspace(folder.path() / "bikes");
    if (!workspace) {
      qFatal("%s", workspace.error().message.c_str());
    }
    store::OpenOptions options;
    options.clock = &clock;
    auto opened = store::Store::open(*workspace, options);
    if (!opened) {
      qFatal("%s", opened.error().message.c_str());
    }
    session = std::make_unique<Session>(*opened);
    seeded = seedRuns(*session->store(), runs, points);
    window.resize(1400, 900);
    toasts = std::make_unique<ToastHost>(&window, &undo);
    views = std::make_unique<SavedViewList>(session->store(), session->changes());
    context = std::make_unique<PanelContext>(PanelContext{session->store(), session->changes(), selection,
                                                          session->runSlots(), *views, places, actions, undo,
                                                          session->tasks(), *toasts, *session, preferences});
    panel = new ExperimentsPanel(*context, &window);
    panel->resize(1408, 828);
  }
  void open(std::optional<track::ExperimentId> experiment) {
    window.show();
    panel->show();
    panel->open(ExperimentsRoute{experiment});
    settle();
  }
  void settle() {
    QTRY_VERIFY_WITH_TIMEOUT(panel->settled(), 20'000);
    QCoreApplication::processEvents();
  }
  const Listing& listing() const { return *panel->listing(); }
  track::RunKey key(std::size_t place) const { return listing().table->run(listing().rows[place]).key; }
  GridView& grid() { return panel->table().grid(); }

  ManualClock clock{fromUnixMillis(kNoon + 600'000)};
  tests::TempFolder folder;
  std::unique_ptr<Session> session;
  SeededRuns seeded;
  QWidget window;
  SelectionHub selection;
  Places places;
  ActionRegistry actions;
  QUndoStack undo;
  Preferences preferences;
  std::unique_ptr<ToastHost> toasts;
  std::unique_ptr<SavedViewList> views;
  std::unique_ptr<PanelContext> context;
  ExperimentsPanel* panel = nullptr;
};

}  // namespace tatara::ui::test
