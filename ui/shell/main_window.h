// A window on a workspace: sidebar, top bar, the current panel, status bar; navigation, actions and sheets.
//
// Panels are made when first shown. A theme change repaints; a language change is the application's: it
// builds a new window over the same Session (see `place`). Threads: GUI thread.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include <QMenu>
#include <QUndoStack>
#include <QWidget>

#include "ui/command/action_registry.h"
#include "ui/command/palette.h"
#include "ui/shell/history.h"
#include "ui/shell/panel.h"
#include "ui/shell/saved_view_list.h"
#include "ui/shell/selection_hub.h"
#include "ui/shell/session.h"
#include "ui/widget/toast.h"

class QStackedWidget;

namespace tatara::ui {

class Preferences;
class Sidebar;
class StatusBar;
class TopBar;

struct WindowParts {
  std::shared_ptr<Session> session;
  Preferences* preferences = nullptr;
  std::vector<PanelInfo> panels;           // in the order of the sidebar
  std::vector<PaletteProvider> providers;  // runs, experiments, ... in the palette
};

class MainWindow final : public QWidget, public Navigator {
  Q_OBJECT
 public:
  explicit MainWindow(WindowParts parts);
  ~MainWindow() override;

  void open(const Route& route) override;
  void openWindow(const Route& route) override;
  void connectTrainingCode() override;
  void importRuns() override;
  void openExample() override;
  void newRun(const RunDraft& draft) override;
  void registerData(const QString& path) override;

  Route place() const;
  // Whether the panel shows everything it was asked for.
  bool settled() const;
  const std::shared_ptr<Session>& session() const { return m_parts.session; }
  StatusBar& statusBar() { return *m_status; }
  ActionRegistry& actions() { return m_actions; }
  void importFrom(const QString& path);

 Q_SIGNALS:
  void newWorkspaceAsked();
  void openWorkspaceAsked(const QString& folder);  // empty: ask for one
  void exampleAsked();
  void windowAsked(const tatara::ui::Route& route);

 protected:
  void closeEvent(QCloseEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void changeEvent(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void makeActions();
  void makeNavigationActions();
  void showRoute(const Route& route);  // without the history
  const PanelInfo* panelFor(const Route& route) const;
  Panel* ensurePanel(const PanelInfo& info);
  void updatePlace();
  void listViews();
  void applySidebarWidth();
  void showWorkspaceMenu(const QPoint& at);
  void showServerMenu(const QPoint& at);
  void showTasks(const QPoint& topRight);
  void showNotifications();
  void showHelpMenu();
  void showPalette();
  void focusRegion(int step);
  // A database or a folder may hold runs or data: asks which. Anything else is data.
  void takeDropped(const QString& path);
  bool mayClose();
  // Says that the tracking server goes on; false: the window stays.
  bool askAboutServer();

  WindowParts m_parts;
  SelectionHub m_selection;
  ActionRegistry m_actions;
  QUndoStack m_undo;
  ToastHost m_toasts;
  SavedViewList m_views;
  PanelContext m_context;
  History m_history;
  std::map<QString, Panel*> m_panels;
  Panel* m_current = nullptr;
  QString m_currentId, m_lastId;

  Sidebar* m_sidebar;
  TopBar* m_top;
  QStackedWidget* m_stack;
  StatusBar* m_status;
  CommandPalette* m_palette = nullptr;
};

}  // namespace tatara::ui
