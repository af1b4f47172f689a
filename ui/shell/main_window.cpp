#include "ui/shell/main_window.h"

#include <QApplication>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "core/track/experiments.h"
#include "ui/async/latest_job.h"
#include "ui/base/icon.h"
#include "ui/base/language.h"
#include "ui/base/metrics.h"
#include "ui/shell/command_task.h"
#include "ui/shell/new_run_sheet.h"
#include "ui/shell/preferences.h"
#include "ui/shell/sheets.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/status_bar.h"
#include "ui/shell/text_editor.h"
#include "ui/shell/top_bar.h"
#include "ui/widget/label.h"
#include "ui/widget/sheet.h"
#include "ui/widget/states.h"

namespace tatara::ui {
namespace {

constexpr int kCollapseBelow = 1360;

}  // namespace

MainWindow::MainWindow(WindowParts parts)
    : m_parts(std::move(parts)),
      m_actions(this),
      m_toasts(this, &m_undo),
      m_views(m_parts.session->store(), m_parts.session->changes()),
      m_context{m_parts.session->store(),
                m_parts.session->changes(),
                m_selection,
                m_parts.session->runSlots(),
                m_views,
                *this,
                m_actions,
                m_undo,
                m_parts.session->tasks(),
                m_toasts,
                *m_parts.session,
                *m_parts.preferences},
      m_sidebar(new Sidebar(this)),
      m_top(new TopBar(this)),
      m_stack(new QStackedWidget(this)),
      m_status(new StatusBar(*m_parts.session, this)) {
  Session& session = *m_parts.session;
  session.addWindow();
  setWindowTitle(QStringLiteral("%1 – Tatara").arg(session.shortFolder()));
  setWindowIcon(productIcon());
  setMinimumSize(960, 600);
  setAcceptDrops(true);
  setFocusPolicy(Qt::StrongFocus);

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  auto* row = new QHBoxLayout;
  row->setSpacing(0);
  auto* right = new QVBoxLayout;
  right->setSpacing(0);
  right->addWidget(m_top);
  right->addWidget(m_stack, 1);
  row->addWidget(m_sidebar);
  row->addLayout(right, 1);
  column->addLayout(row, 1);
  column->addWidget(m_status);

  std::vector<Sidebar::Entry> entries;
  for (const PanelInfo& info : m_parts.panels) {
    if (info.under.isEmpty()) {
      entries.push_back({info.id, info.title, info.icon, info.start});
    }
  }
  m_sidebar->setEntries(std::move(entries));
  m_sidebar->setWorkspace(session.name(), tr("Workspace"));
  applySidebarWidth();

  connect(&m_views, &SavedViewList::changed, this, &MainWindow::listViews);
  connect(m_sidebar, &Sidebar::routeChosen, this, &MainWindow::open);
  connect(m_sidebar, &Sidebar::workspaceMenuAsked, this, &MainWindow::showWorkspaceMenu);
  connect(m_sidebar, &Sidebar::settingsAsked, this,
          [this] { showSettings(this, *m_parts.preferences, m_actions); });
  connect(m_top, &TopBar::routeChosen, this, &MainWindow::open);
  connect(m_top, &TopBar::searchAsked, this, &MainWindow::showPalette);
  connect(m_top, &TopBar::notificationsAsked, this, &MainWindow::showNotifications);
  connect(m_top, &TopBar::helpAsked, this, &MainWindow::showHelpMenu);
  connect(m_top, &TopBar::themeToggled, this,
          [this] { m_parts.preferences->setTheme(colors().dark ? ThemeMode::Light : ThemeMode::Dark); });
  connect(m_status, &StatusBar::serverMenuAsked, this, &MainWindow::showServerMenu);
  connect(m_status, &StatusBar::tasksAsked, this, &MainWindow::showTasks);
  connect(&session.notifications(), &NotificationList::changed, this,
          [this] { m_top->setUnread(m_parts.session->notifications().hasUnread()); });
  m_top->setUnread(session.notifications().hasUnread());
  connect(&session.tasks(), &TaskList::ended, this, [this](const TaskInfo& task) {
    if (task.state == TaskState::Failed) {
      m_toasts.showError(task.title, makeError(ErrorKind::Io, task.note.toStdString()));
    } else if (task.state == TaskState::Done && task.openResult) {
      m_toasts.offer(resultText(task), tr("Show"), task.openResult);
    } else if (task.state == TaskState::Done) {
      m_toasts.inform(resultText(task));
    }
  });
  connect(&session.server(), &ServerControl::changed, this, [this] {
    if (const auto& failure = m_parts.session->server().failure(); failure && isActiveWindow()) {
      m_toasts.showError(tr("Tracking server"), *failure);
    }
  });
  connect(m_parts.preferences, &Preferences::themeChanged, m_top, &TopBar::updateThemeIcon,
          Qt::QueuedConnection);
  makeNavigationActions();
  makeActions();
  const QByteArray geometry = m_parts.preferences->layout(QStringLiteral("window"));
  if (geometry.isEmpty() || !restoreGeometry(geometry)) {
    resize(1600, 1000);
  }
}

MainWindow::~MainWindow() {
  // Panels hold references into this window's members: they go before them.
  for (auto& [id, panel] : m_panels) {
    delete panel;
  }
  delete m_palette;
  m_parts.session->removeWindow();
}

// --- navigation

const PanelInfo* MainWindow::panelFor(const Route& route) const {
  for (const PanelInfo& info : m_parts.panels) {
    if (info.accepts(route)) {
      return &info;
    }
  }
  return nullptr;
}

Panel* MainWindow::ensurePanel(const PanelInfo& info) {
  Panel*& panel = m_panels[info.id];
  if (!panel) {
    panel = info.make(m_context, m_stack);
    m_stack->addWidget(panel);
    connect(panel, &Panel::placeChanged, this, &MainWindow::updatePlace);
    connect(panel, &Panel::sidebarChanged, this, &MainWindow::updatePlace);
  }
  return panel;
}

void MainWindow::open(const Route& route) {
  m_history.visit(route);
  showRoute(route);
}

void MainWindow::showRoute(const Route& route) {
  const PanelInfo* info = panelFor(route);
  if (!info) {
    m_toasts.inform(tr("This version has no panel for “%1”").arg(toText(route)));
    return;
  }
  Panel* panel = ensurePanel(*info);
  if (panel != m_current) {
    m_lastId = m_currentId;
    m_currentId = info->id;
    m_current = panel;
  }
  panel->open(route);
  m_stack->setCurrentWidget(panel);
  updatePlace();
}

void MainWindow::openWindow(const Route& route) {
  Q_EMIT windowAsked(route);
}

Route MainWindow::place() const {
  return m_current ? m_current->current() : Route(HomeRoute{});
}

bool MainWindow::settled() const {
  return m_current && m_current->settled();
}

void MainWindow::updatePlace() {
  if (!m_current) {
    return;
  }
  m_history.visit(m_current->current());
  std::vector<Crumb> crumbs = m_current->breadcrumb();
  QString entry = m_currentId;
  for (const PanelInfo& info : m_parts.panels) {
    if (info.id == m_currentId) {
      crumbs.insert(crumbs.begin(), {info.title, info.start});
      entry = info.under.isEmpty() ? info.id : info.under;
    }
  }
  // An item is marked when it is what is shown, or where that belongs: the experiment of a run.
  std::vector<SidebarItem> items = m_current->sidebarItems();
  Route place = m_current->current();
  for (const Crumb& crumb : crumbs) {
    if (std::ranges::find(items, crumb.route, &SidebarItem::route) != items.end()) {
      place = crumb.route;
    }
  }
  m_top->setCrumbs(std::move(crumbs));
  m_sidebar->setCurrent(entry, place, std::move(items));
}

void MainWindow::listViews() {
  std::vector<SidebarItem> items;
  for (const track::SavedView& view : m_views.all()) {
    const Route route = ViewRoute{QString::fromStdString(view.panel), view.id};
    if (panelFor(route) != nullptr) {
      items.push_back({QString::fromStdString(view.name), {}, route});
    }
  }
  m_sidebar->setViews(std::move(items));
}

// --- actions

void MainWindow::makeActions() {
  const auto add = [this](const char* id, const QString& group, const QString& text, const char* iconName,
                          QList<QKeySequence> keys, std::function<void()> run) {
    return m_actions.add(this, {QString::fromLatin1(id), text, group, QString::fromLatin1(iconName),
                                std::move(keys), std::move(run)});
  };
  const auto keys = [](const char* text) {
    return QList<QKeySequence>{QKeySequence(QString::fromLatin1(text))};
  };
  const QString workspace = tr("Workspace");
  add("workspace.new", workspace, tr("New workspace…"), "add", keys("Ctrl+Shift+N"),
      [this] { Q_EMIT newWorkspaceAsked(); });
  add("workspace.open", workspace, tr("Open workspace…"), "folder", keys("Ctrl+O"),
      [this] { Q_EMIT openWorkspaceAsked({}); });
  add("workspace.example", workspace, tr("Open the example workspace"), "experiments", {},
      [this] { openExample(); });
  add("workspace.import", workspace, tr("Import MLflow runs…"), "import", {}, [this] { importRuns(); });
  add("workspace.edit", workspace, tr("Edit tatara.yaml"), "edit", {}, [this] {
    const QString file = m_parts.session->folder() + QStringLiteral("/tatara.yaml");
    if (const Status opened = openText(m_parts.preferences->textEditor(), file); !opened) {
      m_toasts.showError(tr("Opening tatara.yaml"), opened.error());
    }
  });
  add("run.new", workspace, tr("New run…"), "add", keys("Ctrl+Alt+N"), [this] { newRun({}); });
  add("window.new", workspace, tr("New window"), "expand", {}, [this] { openWindow(place()); });
  const QString server = tr("Tracking server");
  add("server.connect", server, tr("Connect training code…"), "lineage", {},
      [this] { connectTrainingCode(); });
  QAction* start = add("server.start", server, tr("Start tracking server"), "run", {},
                       [this] { m_parts.session->server().start(m_parts.preferences->serverPort()); });
  QAction* stop = add("server.stop", server, tr("Stop tracking server"), "stop", {},
                      [this] { m_parts.session->server().stop(); });
  const auto follow = [this, start, stop] {
    const ServerState state = m_parts.session->server().state();
    start->setEnabled(state == ServerState::Stopped);
    stop->setEnabled(state == ServerState::Running);
  };
  connect(&m_parts.session->server(), &ServerControl::changed, this, follow);
  follow();
  const QString look = tr("Appearance");
  add("theme.toggle", look, tr("Switch between light and dark"), "theme-dark", {},
      [this] { m_parts.preferences->setTheme(colors().dark ? ThemeMode::Light : ThemeMode::Dark); });
  add("sidebar.toggle", look, tr("Collapse or expand the sidebar"), "collapse-sidebar", keys("Ctrl+B"),
      [this] {
        m_parts.preferences->setSidebarCollapsed(!m_sidebar->collapsed());
        m_sidebar->setCollapsed(!m_sidebar->collapsed());
      });
  add("language.en", look, QStringLiteral("English"), "language", {},
      [this] { m_parts.preferences->setLanguage(Language::English); });
  add("language.ja", look, QString::fromUtf8("日本語"), "language", {},
      [this] { m_parts.preferences->setLanguage(Language::Japanese); });
  const QString help = tr("Help");
  add("settings", help, tr("Settings…"), "settings", keys("Ctrl+,"),
      [this] { showSettings(this, *m_parts.preferences, m_actions); });
  add("keys", help, tr("Keys"), "keyboard", {QKeySequence(Qt::Key_F1), QKeySequence(Qt::Key_Question)},
      [this] { showKeys(this, m_actions); });
  add("about", help, tr("About Tatara"), "info", {}, [this] { showAbout(this); });
}

void MainWindow::makeNavigationActions() {
  const QString go = tr("Go to");
  const auto add = [this](const QString& id, const QString& group, const QString& text,
                          const QString& iconName, QList<QKeySequence> keys, std::function<void()> run) {
    return m_actions.add(this, {id, text, group, iconName, std::move(keys), std::move(run)});
  };
  int key = 0;
  for (const PanelInfo& info : m_parts.panels) {
    if (!info.under.isEmpty()) {
      continue;
    }
    add(QStringLiteral("go.") + info.id, go, info.title, info.icon,
        {QKeySequence(QStringLiteral("Ctrl+%1").arg(++key))}, [this, start = info.start] { open(start); });
  }
  add(QStringLiteral("go.last"), go, tr("Last panel"), QStringLiteral("roll-back"),
      {QKeySequence(QStringLiteral("Ctrl+9"))}, [this] {
        if (const auto found = m_panels.find(m_lastId); found != m_panels.end()) {
          open(found->second->current());
        }
      });
  add(QStringLiteral("go.back"), go, tr("Back"), QStringLiteral("chevron-left"),
      {QKeySequence(QStringLiteral("Alt+Left"))}, [this] {
        if (const auto route = m_history.back()) {
          showRoute(*route);
        }
      });
  add(QStringLiteral("go.forward"), go, tr("Forward"), QStringLiteral("chevron-right"),
      {QKeySequence(QStringLiteral("Alt+Right"))}, [this] {
        if (const auto route = m_history.forward()) {
          showRoute(*route);
        }
      });
  add(QStringLiteral("search"), go, tr("Search or run a command"), QStringLiteral("search"),
      {QKeySequence(QStringLiteral("Ctrl+K")), QKeySequence(QStringLiteral("Ctrl+Shift+F"))},
      [this] { showPalette(); });
  add(QStringLiteral("filter"), go, tr("Filter field of the panel"), QStringLiteral("filter"),
      {QKeySequence(Qt::Key_Slash)}, [this] {
        if (QWidget* field = m_current ? m_current->filterField() : nullptr) {
          field->setFocus(Qt::ShortcutFocusReason);
        }
      });
  add(QStringLiteral("region.next"), go, tr("Next region"), QString(), {QKeySequence(Qt::Key_F6)},
      [this] { focusRegion(1); });
  add(QStringLiteral("region.previous"), go, tr("Previous region"), QString(),
      {QKeySequence(QStringLiteral("Shift+F6"))}, [this] { focusRegion(-1); });
  const QString edit = tr("Edit");
  QAction* undo = add(QStringLiteral("undo"), edit, tr("Undo"), QStringLiteral("undo"),
                      {QKeySequence(QKeySequence::Undo)}, [this] { m_undo.undo(); });
  QAction* redo = add(QStringLiteral("redo"), edit, tr("Redo"), QStringLiteral("redo"),
                      {QKeySequence(QKeySequence::Redo)}, [this] { m_undo.redo(); });
  undo->setEnabled(false);
  redo->setEnabled(false);
  connect(&m_undo, &QUndoStack::canUndoChanged, undo, &QAction::setEnabled);
  connect(&m_undo, &QUndoStack::canRedoChanged, redo, &QAction::setEnabled);
}

void MainWindow::showPalette() {
  if (!m_palette) {
    m_palette = new CommandPalette(m_actions, m_parts.providers, this);
    m_palette->setRecent(m_parts.preferences->recentCommands());
    connect(m_palette, &CommandPalette::recentChanged, this,
            [this] { m_parts.preferences->setRecentCommands(m_palette->recent()); });
  }
  m_palette->popUp();
}

void MainWindow::focusRegion(int step) {
  QWidget* const regions[] = {m_sidebar, m_top, m_stack->currentWidget(), m_status};
  constexpr int kRegions = 4;
  int at = 2;
  for (int i = 0; i < kRegions; ++i) {
    if (regions[i] && (regions[i]->hasFocus() || regions[i]->isAncestorOf(QApplication::focusWidget()))) {
      at = i;
    }
  }
  QWidget* region = regions[(at + step + kRegions) % kRegions];
  if (!region) {
    return;
  }
  if (region->focusPolicy() & Qt::TabFocus) {
    region->setFocus(Qt::TabFocusReason);
    return;
  }
  for (QWidget* child : region->findChildren<QWidget*>()) {
    if ((child->focusPolicy() & Qt::TabFocus) && child->isVisible() && child->isEnabled()) {
      child->setFocus(Qt::TabFocusReason);
      return;
    }
  }
}

// --- menus

void MainWindow::showWorkspaceMenu(const QPoint& at) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(m_actions.find(QStringLiteral("workspace.new")));
  menu->addAction(m_actions.find(QStringLiteral("workspace.open")));
  QMenu* recent = menu->addMenu(icon(QStringLiteral("activity")), tr("Recent"));
  for (const QString& folder : m_parts.preferences->recentWorkspaces()) {
    if (folder != m_parts.session->folder()) {
      recent->addAction(QString(folder).replace(QDir::homePath(), QStringLiteral("~")), this,
                        [this, folder] { Q_EMIT openWorkspaceAsked(folder); });
    }
  }
  recent->setEnabled(!recent->isEmpty());
  menu->addAction(m_actions.find(QStringLiteral("workspace.example")));
  menu->addSeparator();
  menu->addAction(m_actions.find(QStringLiteral("workspace.import")));
  menu->addAction(m_actions.find(QStringLiteral("server.connect")));
  menu->addSeparator();
  menu->addAction(m_actions.find(QStringLiteral("window.new")));
  menu->addAction(tr("Close window"), QKeySequence(QStringLiteral("Ctrl+W")), this, &QWidget::close);
  menu->popup(at + QPoint(0, 2));
}

void MainWindow::showServerMenu(const QPoint& at) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(m_actions.find(QStringLiteral("server.connect")));
  menu->addSeparator();
  menu->addAction(m_actions.find(QStringLiteral("server.start")));
  menu->addAction(m_actions.find(QStringLiteral("server.stop")));
  menu->popup(at - QPoint(0, menu->sizeHint().height() + 2));
}

void MainWindow::showHelpMenu() {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(m_actions.find(QStringLiteral("server.connect")));
  menu->addAction(m_actions.find(QStringLiteral("keys")));
  menu->addAction(m_actions.find(QStringLiteral("settings")));
  menu->addSeparator();
  menu->addAction(m_actions.find(QStringLiteral("about")));
  const QToolButton* button = m_top->helpButton();
  menu->popup(button->mapToGlobal(QPoint(button->width() - menu->sizeHint().width(), button->height() + 4)));
}

void MainWindow::showTasks(const QPoint& topRight) {
  auto* popup = new TaskPopup(m_parts.session->tasks(), this);
  popup->setAttribute(Qt::WA_DeleteOnClose);
  popup->adjustSize();
  popup->move(topRight - QPoint(popup->width(), popup->height() + 6));
  popup->show();
}

void MainWindow::showNotifications() {
  auto* popup = new NotificationPopup(m_parts.session->notifications(), this);
  popup->setAttribute(Qt::WA_DeleteOnClose);
  connect(popup, &NotificationPopup::routeChosen, this, &MainWindow::open);
  popup->adjustSize();
  const QToolButton* button = m_top->notificationButton();
  popup->move(button->mapToGlobal(QPoint(button->width() - popup->width(), button->height() + 6)));
  popup->show();
}

void MainWindow::connectTrainingCode() {
  showConnect(this, *m_parts.session, *m_parts.preferences);
}

void MainWindow::openExample() {
  Q_EMIT exampleAsked();
}

void MainWindow::newRun(const RunDraft& draft) {
  NewRunSheet sheet(draft, this);
  LatestJob<QStringList> names([&sheet](Result<QStringList> all) {
    if (all) {
      sheet.setExperiments(*all);
    }
  });
  names.start([store = m_parts.session->store()](std::stop_token stop) {
    return store->read(
        [](sql::Connection& connection) -> Result<QStringList> {
          TATARA_ASSIGN(const auto experiments,
                        track::loadExperiments(connection, track::ViewType::ActiveOnly));
          QStringList list;
          for (const track::Experiment& experiment : experiments) {
            list << QString::fromStdString(experiment.name);
          }
          return list;
        },
        stop);
  });
  if (sheet.exec() == QDialog::Accepted) {
    trainAll(this, m_parts.session->tasks(), m_parts.session->folder(), sheet.runs(),
             [this] { open(ExperimentsRoute{}); });
  }
}

// --- import

void MainWindow::importRuns() {
  Sheet sheet(tr("Import MLflow runs"), 460, this);
  auto* hint =
      new Label(tr("Choose an mlruns folder or an MLflow database. Runs keep their ids and times; what is "
                   "already here is not brought in twice. You can also drop it onto the window."),
                TextRole::Body, &Colors::tx2, &sheet);
  hint->setOverflow(Overflow::Wrap);
  sheet.body()->addWidget(hint);
  QString path;
  sheet.addClose(tr("Cancel"));
  sheet.addButton(tr("Choose database…"), [&] {
    path = QFileDialog::getOpenFileName(&sheet, tr("MLflow database"), QString(),
                                        tr("SQLite databases (*.db *.sqlite)"));
    path.isEmpty() ? void() : sheet.accept();
  });
  sheet.setSubmit(tr("Choose folder…"), [&] {
    path = QFileDialog::getExistingDirectory(&sheet, tr("mlruns folder"));
    path.isEmpty() ? void() : sheet.accept();
  });
  if (sheet.exec() == QDialog::Accepted) {
    importFrom(path);
  }
}

void MainWindow::importFrom(const QString& path) {
  CommandTask task;
  task.title = tr("Import from %1").arg(QFileInfo(path).fileName());
  task.arguments = {QStringLiteral("import"), QStringLiteral("mlflow"), path, QStringLiteral("--workspace"),
                    m_parts.session->folder()};
  task.openResult = [this] { open(ExperimentsRoute{}); };
  runCommandTask(this, m_parts.session->tasks(), std::move(task));
}

void MainWindow::registerData(const QString& path) {
  for (const PanelInfo& info : m_parts.panels) {
    if (info.takesFiles) {
      open(info.start);
      m_current->takeFile(path);
      return;
    }
  }
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  const QList<QUrl> urls = event->mimeData()->urls();
  if (urls.size() == 1 && urls[0].isLocalFile()) {
    event->acceptProposedAction();
  }
}

void MainWindow::dropEvent(QDropEvent* event) {
  event->acceptProposedAction();
  // Later: a sheet that is opened here would hold up the program the file comes from.
  const QString path = event->mimeData()->urls()[0].toLocalFile();
  QMetaObject::invokeMethod(
      this, [this, path] { takeDropped(path); }, Qt::QueuedConnection);
}

void MainWindow::takeDropped(const QString& path) {
  const QFileInfo file(path);
  static const QStringList databases{QStringLiteral("db"), QStringLiteral("sqlite"),
                                     QStringLiteral("sqlite3")};
  const bool anyTakes = std::any_of(m_parts.panels.begin(), m_parts.panels.end(),
                                    [](const PanelInfo& info) { return info.takesFiles; });
  if (!anyTakes) {
    importFrom(path);
    return;
  }
  if (!file.isDir() && !databases.contains(file.suffix().toLower())) {
    registerData(path);
    return;
  }
  Sheet sheet(tr("What is in %1?").arg(file.fileName()), 440, this);
  auto* hint = new Label(tr("MLflow keeps runs in folders and databases; both may hold data as well."),
                         TextRole::Body, &Colors::tx2, &sheet);
  hint->setOverflow(Overflow::Wrap);
  sheet.body()->addWidget(hint);
  sheet.addClose(tr("Cancel"));
  bool runs = false;
  sheet.addButton(tr("Import MLflow runs"), [&] {
    runs = true;
    sheet.accept();
  });
  sheet.setSubmit(tr("Open as data"), [&sheet] { sheet.accept(); });
  if (sheet.exec() == QDialog::Accepted) {
    runs ? importFrom(path) : registerData(path);
  }
}

// --- window

void MainWindow::applySidebarWidth() {
  m_sidebar->setCollapsed(m_parts.preferences->sidebarCollapsed() || width() < kCollapseBelow);
}

void MainWindow::resizeEvent(QResizeEvent* event) {
  const bool wasNarrow = event->oldSize().isValid() && event->oldSize().width() < kCollapseBelow;
  if (!event->oldSize().isValid() || wasNarrow != (width() < kCollapseBelow)) {
    applySidebarWidth();
  }
}

void MainWindow::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) {
    m_top->updateThemeIcon();
  }
  QWidget::changeEvent(event);
}

void MainWindow::paintEvent(QPaintEvent*) {
  QPainter(this).fillRect(rect(), colors().bg0);
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
  // Esc that nothing closed itself with: the panel's own way of letting go, where it has one. A panel that
  // shows no selection loses none.
  if (event->key() == Qt::Key_Escape) {
    for (const ActionRegistry::Entry& entry : m_actions.available()) {
      if (entry.id.endsWith(QStringLiteral(".clear"))) {
        entry.action->trigger();
        return;
      }
    }
  }
  QWidget::keyPressEvent(event);
}

}  // namespace tatara::ui
