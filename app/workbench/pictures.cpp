#include "app/workbench/pictures.h"

#include <algorithm>
#include <iostream>

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QPixmap>
#include <QThread>

#include "app/workbench/panels.h"
#include "ui/shell/status_bar.h"

namespace tatara::workbench {
namespace {

constexpr int kLongestWaitMs = 20'000;
constexpr int kRestMs = 120;  // after the last answer: skeletons go, layouts settle

void turnEventsFor(int milliseconds) {
  QElapsedTimer timer;
  timer.start();
  while (timer.elapsed() < milliseconds) {
    QApplication::processEvents(QEventLoop::AllEvents, 10);
    QThread::msleep(2);
  }
}

Status save(QWidget& window, const QString& file) {
  QDir().mkpath(QFileInfo(file).absolutePath());
  if (!window.grab().save(file, "PNG")) {
    return makeError(ErrorKind::Io, "cannot write " + file.toStdString());
  }
  return {};
}

QString fileName(const ui::Route& route) {
  QString name = ui::toText(route);
  for (QChar& c : name) {
    c = c.isLetterOrNumber() ? c : QLatin1Char('-');
  }
  return name.left(48);
}

std::vector<ui::Route> tourRoutes(const StorePtr& store) {
  std::vector<ui::Route> routes;
  const auto add = [&routes](const ui::Route& route) {  // panels may begin at the same place
    if (std::ranges::find(routes, route) == routes.end()) {
      routes.push_back(route);
    }
  };
  for (const ui::PanelInfo& info : panels()) {
    add(info.start);
    if (info.tour) {
      std::ranges::for_each(info.tour(*store), add);
    }
  }
  return routes;
}

}  // namespace

Status waitUntilSettled(const ui::MainWindow& window) {
  QElapsedTimer timer;
  timer.start();
  while (!window.settled()) {
    if (timer.elapsed() > kLongestWaitMs) {
      return makeError(ErrorKind::Internal, "the panel did not show everything within 20 s");
    }
    QApplication::processEvents(QEventLoop::AllEvents, 10);
    QThread::msleep(1);
  }
  turnEventsFor(kRestMs);
  return {};
}

Result<std::unique_ptr<ui::MainWindow>> makeSettledWindow(Workbench& workbench, const StorePtr& store,
                                                          const ui::Route& route, QSize size) {
  std::unique_ptr<ui::MainWindow> window(workbench.showWorkspace(store, route));
  window->setAttribute(Qt::WA_DeleteOnClose, false);
  window->setAttribute(Qt::WA_DontShowOnScreen);
  window->statusBar().setMemoryShown(false);
  window->resize(size);
  window->show();
  TATARA_TRY(waitUntilSettled(*window));
  return window;
}

Status drawScreenshot(Workbench& workbench, StorePtr store, const ui::Route& route, QSize size,
                      const QString& file) {
  if (!store) {
    ui::StartPage* page = workbench.showStartPage();
    page->setAttribute(Qt::WA_DontShowOnScreen);
    page->resize(size);
    page->show();
    turnEventsFor(kRestMs);
    return save(*page, file);
  }
  TATARA_ASSIGN(const auto window, makeSettledWindow(workbench, store, route, size));
  return save(*window, file);
}

Status drawTour(Workbench& workbench, StorePtr store, QSize size, const QString& folder) {
  // Panels read their routes on this thread's behalf: a worker does, so that the store's rule holds.
  std::vector<ui::Route> routes;
  bool ready = false;
  ui::LatestJob<std::vector<ui::Route>> job([&](Result<std::vector<ui::Route>> answer) {
    routes = *answer;
    ready = true;
  });
  job.start([store](std::stop_token) -> Result<std::vector<ui::Route>> { return tourRoutes(store); });
  while (!ready) {
    QApplication::processEvents(QEventLoop::WaitForMoreEvents);
  }
  for (const ui::Language language : {ui::Language::English, ui::Language::Japanese}) {
    ui::setLanguage(language);
    for (const ui::ThemeMode theme : {ui::ThemeMode::Light, ui::ThemeMode::Dark}) {
      ui::applyTheme(*qApp, theme);
      for (const ui::Route& route : routes) {
        TATARA_ASSIGN(const auto window, makeSettledWindow(workbench, store, route, size));
        const QString file = QDir(folder).absoluteFilePath(
            QStringLiteral("%1-%2-%3.png")
                .arg(fileName(route),
                     theme == ui::ThemeMode::Dark ? QStringLiteral("dark") : QStringLiteral("light"),
                     ui::languageCode(language)));
        TATARA_TRY(save(*window, file));
        std::cout << file.toStdString() << std::endl;
      }
    }
  }
  return {};
}

}  // namespace tatara::workbench
