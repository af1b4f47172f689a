#include "app/workbench/workbench.h"

#include <QApplication>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QScreen>
#include <QStandardPaths>
#include <QTimer>
#include <QVBoxLayout>

#include "app/workbench/panels.h"
#include "core/base/log.h"
#include "core/provenance/git.h"
#include "ui/home/palette_providers.h"
#include "ui/shell/command_task.h"
#include "ui/shell/status_bar.h"
#include "ui/shell/window_place.h"
#include "ui/widget/sheet.h"
#include "ui/widget/states.h"

namespace tatara::workbench {
namespace {

constexpr int kBranchDelayMs = 800;
constexpr qsizetype kShortCommit = 7;
constexpr int kFrameDelayMs = 200;  // until the window manager has put its frame around a window

QString exampleFolder() {
  return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
         QStringLiteral("/tatara/example");
}

void keepOnScreen(QWidget& window) {
  const bool placed = window.isFullScreen() || window.isMaximized();
  if (!window.isVisible() || placed || QGuiApplication::platformName() == QStringLiteral("offscreen")) {
    return;
  }
  const QRect frame = window.frameGeometry();
  const QRect fitting = ui::onScreen(frame, window.screen()->availableGeometry());
  if (fitting != frame) {
    window.resize(fitting.size() - (frame.size() - window.size()));
    window.move(fitting.topLeft());  // of the frame
  }
}

}  // namespace

Workbench::Workbench(ui::Preferences& preferences)
    : m_preferences(preferences), m_open([this](Result<StorePtr> store) { opened(std::move(store)); }) {
  connect(&preferences, &ui::Preferences::themeChanged, this,
          [this] { ui::applyTheme(*qApp, m_preferences.theme()); });
  // Queued: the menu or sheet that asked for it belongs to a window that goes.
  connect(&preferences, &ui::Preferences::languageChanged, this, &Workbench::rebuildWindows,
          Qt::QueuedConnection);
}

Workbench::~Workbench() {
  for (const auto& window : m_windows) {
    delete window;
  }
  delete m_start;
}

ui::MainWindow* Workbench::makeWindow(const std::shared_ptr<ui::Session>& session, const ui::Route& route) {
  // The provider outlives no window: it goes with the palette.
  auto place = std::make_shared<QPointer<ui::MainWindow>>();
  ui::PalettePlaces places;
  places.open = [place](const ui::Route& to) {
    if (*place) {
      (*place)->open(to);
    }
  };
  places.openWindow = [place](const ui::Route& to) {
    if (*place) {
      (*place)->openWindow(to);
    }
  };
  auto* window = new ui::MainWindow(
      {session, &m_preferences, panels(), {ui::objectsOfTheWorkspace(session->store(), std::move(places))}});
  *place = window;
  window->setAttribute(Qt::WA_DeleteOnClose);
  std::erase_if(m_windows, [](const auto& other) { return !other; });
  m_windows.emplace_back(window);
  connect(window, &ui::MainWindow::newWorkspaceAsked, this, &Workbench::createFolder);
  connect(window, &ui::MainWindow::openWorkspaceAsked, this, &Workbench::openFolder);
  connect(window, &ui::MainWindow::exampleAsked, this, &Workbench::openExample);
  connect(window, &ui::MainWindow::windowAsked, this,
          [this, window](const ui::Route& to) { makeWindow(window->session(), to)->show(); });
  window->open(route);
  QTimer::singleShot(kFrameDelayMs, window, [window] { keepOnScreen(*window); });
  QTimer::singleShot(kBranchDelayMs, window, [this, window] { readBranch(window); });
  return window;
}

ui::MainWindow* Workbench::showWorkspace(StorePtr store, const ui::Route& route) {
  auto session = std::make_shared<ui::Session>(std::move(store));
  ui::MainWindow* window = makeWindow(session, route);
  if (m_start) {
    m_start->close();
  }
  return window;
}

ui::StartPage* Workbench::showStartPage() {
  if (!m_start) {
    m_start = new ui::StartPage(m_preferences, m_tasks);
    m_start->setAttribute(Qt::WA_DeleteOnClose);
    m_start->resize(960, 680);
    connect(m_start, &ui::StartPage::newWorkspaceAsked, this, &Workbench::createFolder);
    connect(m_start, &ui::StartPage::openWorkspaceAsked, this, &Workbench::openFolder);
    connect(m_start, &ui::StartPage::exampleAsked, this, &Workbench::openExample);
  }
  return m_start;
}

void Workbench::rebuildWindows() {
  ui::setLanguage(m_preferences.language());
  const std::vector<QPointer<ui::MainWindow>> old = std::exchange(m_windows, {});
  for (const auto& window : old) {
    if (!window) {
      continue;
    }
    ui::MainWindow* next = makeWindow(window->session(), window->place());
    next->setGeometry(window->geometry());
    next->setWindowState(window->windowState());
    next->show();
    window->hide();
    window->deleteLater();
  }
  if (m_start) {
    const QRect geometry = m_start->geometry();
    m_start->hide();
    m_start->deleteLater();
    m_start.clear();
    showStartPage()->setGeometry(geometry);
    m_start->show();
  }
}

void Workbench::openFolder(const QString& folder) {
  QString chosen = folder;
  if (chosen.isEmpty()) {
    chosen = QFileDialog::getExistingDirectory(QApplication::activeWindow(), tr("Open workspace"),
                                               QDir::homePath());
  }
  if (!chosen.isEmpty()) {
    m_open.start([chosen](std::stop_token) { return ui::openStore(chosen); });
  }
}

void Workbench::createFolder() {
  const QString chosen = QFileDialog::getExistingDirectory(
      QApplication::activeWindow(), tr("New workspace: choose an empty folder"), QDir::homePath());
  if (!chosen.isEmpty()) {
    m_open.start([chosen](std::stop_token) { return ui::createStore(chosen); });
  }
}

void Workbench::openExample() {
  const QString folder = exampleFolder();
  if (QFileInfo::exists(folder + QStringLiteral("/tatara.yaml"))) {
    openFolder(folder);
    return;
  }
  ui::TaskList* tasks = &m_tasks;
  auto* window = qobject_cast<ui::MainWindow*>(QApplication::activeWindow());
  QObject* owner = this;
  if (window) {
    tasks = &window->session()->tasks();
    owner = window;
  }
  ui::CommandTask task;
  task.title = tr("Making the example workspace");
  task.arguments = {QStringLiteral("example"), folder};
  task.whenDone = [this, folder] { openFolder(folder); };
  task.whenFailed = [this](const Error& error) {
    if (m_start && error.kind != ErrorKind::Cancelled) {
      m_start->showError(error);
    }
  };
  ui::runCommandTask(owner, *tasks, std::move(task));
}

void Workbench::opened(Result<StorePtr> store) {
  if (!store) {
    fail(store.error());
    return;
  }
  m_preferences.addRecentWorkspace(QString::fromStdString((*store)->workspace().root.string()));
  showWorkspace(std::move(*store), ui::HomeRoute{})->show();
}

void Workbench::fail(const Error& error) {
  if (m_start) {
    m_start->showError(error);
    return;
  }
  ui::Sheet sheet(tr("The workspace cannot be opened"), 460, QApplication::activeWindow());
  sheet.body()->addWidget(new ui::ErrorState(error, nullptr));
  sheet.addClose();
  sheet.exec();
}

void Workbench::readBranch(ui::MainWindow* window) {
  // The window takes the answer while it lives; the job belongs to it.
  auto job = std::make_shared<ui::LatestJob<QString>>([window = QPointer(window)](Result<QString> text) {
    if (text && window) {
      window->statusBar().setBranch(*text);
    }
  });
  job->start([folder = window->session()->store()->workspace().root](std::stop_token) -> Result<QString> {
    TATARA_ASSIGN(const auto state, provenance::readGitState(folder, 0));
    if (!state || state->commit.empty()) {
      return QString();
    }
    const QString commit = QString::fromStdString(state->commit).left(kShortCommit);
    return state->branch.empty()
               ? commit
               : QStringLiteral("%1 @ %2").arg(QString::fromStdString(state->branch), commit);
  });
  connect(window, &QObject::destroyed, this, [job] { job->cancel(); });
}

}  // namespace tatara::workbench
