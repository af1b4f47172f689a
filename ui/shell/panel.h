// What the shell knows of a panel: a widget that shows routes, and what it needs from its window.
//
// A panel is made when it is first shown and lives as long as its window shows the workspace. It reads the
// store on workers (LatestJob) and listens to `changes`. The shell draws sidebar, top bar and status bar
// around it; the panel fills the content area and draws its own header (48 px). Threads: GUI thread.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <QString>
#include <QWidget>

#include "core/store/store.h"
#include "ui/shell/route.h"

class QUndoStack;

namespace tatara::ui {

class ActionRegistry;
class Preferences;
struct RunDraft;
class RunSlots;
class SavedViewList;
class SelectionHub;
class Session;
class StoreSignals;
class TaskList;
class ToastHost;

// Goes places. The window implements it.
class Navigator {
 public:
  virtual ~Navigator() = default;
  virtual void open(const Route& route) = 0;
  virtual void openWindow(const Route& route) = 0;
  // The sheet that shows the snippet and starts the tracking server.
  virtual void connectTrainingCode() = 0;
  virtual void importRuns() = 0;
  virtual void openExample() = 0;
  // The sheet that starts training, filled in as far as `draft` is.
  virtual void newRun(const RunDraft& draft) = 0;
  // To the panel that takes data files, with this one; empty: it asks for one.
  virtual void registerData(const QString& path) = 0;
};

// All of it outlives the panel.
struct PanelContext {
  std::shared_ptr<store::Store> store;
  StoreSignals& changes;
  SelectionHub& selection;
  RunSlots& runSlots;
  const SavedViewList& views;
  Navigator& navigator;
  ActionRegistry& actions;
  QUndoStack& undo;
  TaskList& tasks;
  ToastHost& toasts;
  Session& session;          // the tracking server, notifications
  Preferences& preferences;  // layouts of splitters and columns
};

struct Crumb {
  QString text;
  Route route;
};

// Below the panel's entry in the sidebar, while the panel is current: an experiment and its count.
struct SidebarItem {
  QString text;
  QString count;
  Route route;
  friend bool operator==(const SidebarItem&, const SidebarItem&) = default;
};

class Panel : public QWidget {
  Q_OBJECT
 public:
  using QWidget::QWidget;

  // One of the routes its PanelInfo accepts.
  virtual void open(const Route& route) = 0;
  // Where it is now: what the history keeps and what the sidebar marks.
  virtual Route current() const = 0;
  // The last is the object shown; before it, where it belongs. Not the panel itself unless nothing else is
  // shown.
  virtual std::vector<Crumb> breadcrumb() const = 0;
  virtual std::vector<SidebarItem> sidebarItems() const { return {}; }
  // `/` puts the focus here; none: the key does nothing.
  virtual QWidget* filterField() { return nullptr; }
  // A file or folder dropped on the window; only where PanelInfo::takesFiles. Empty: asks for one.
  virtual void takeFile(const QString& path) { Q_UNUSED(path); }
  // Whether everything asked for is on screen: what --screenshot waits for.
  virtual bool settled() const { return true; }

 Q_SIGNALS:
  void placeChanged();    // current() or breadcrumb() is another
  void sidebarChanged();  // sidebarItems() are others
};

// How a panel stands in the sidebar. Registered in app/workbench, one line a panel.
struct PanelInfo {
  QString id;     // "home": `--panel home`
  QString title;  // translated
  QString icon;
  Route start;  // what a click in the sidebar opens
  std::function<bool(const Route&)> accepts;
  std::function<Panel*(PanelContext&, QWidget* parent)> make;
  // What the tour takes pictures of, beside `start`; called on a worker. May be empty.
  std::function<std::vector<Route>(const store::Store&)> tour;
  // The id of the panel whose entry stands for this one too (a run under experiments): no entry, no key.
  QString under = {};
  // Data files that are dropped on the window go to this panel.
  bool takesFiles = false;
};

}  // namespace tatara::ui
