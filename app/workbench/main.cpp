// tatara-workbench: the desktop program.
#include <cstdlib>
#include <future>
#include <iostream>

#include <QApplication>
#include <QDir>
#include <QFileInfo>

#include "app/workbench/measure.h"
#include "app/workbench/options.h"
#include "app/workbench/pictures.h"
#include "app/workbench/print.h"
#include "app/workbench/render.h"
#include "app/workbench/workbench.h"
#include "core/base/exit_code.h"
#include "core/exec/finish.h"
#include "core/exec/priority.h"
#include "core/store/workspace.h"
#include "ui/runs/experiments_panel.h"

namespace {

using namespace tatara;
using workbench::StorePtr;

int report(const Error& error) {
  std::cerr << "tatara-workbench: " << error.message << '\n';
  if (!error.detail.empty()) {
    std::cerr << error.detail << '\n';
  }
  return exitCodeOf(error.kind);
}

// A picture of a view changes nothing.
Result<StorePtr> openStore(const QString& folder, bool onlyRead) {
  if (!onlyRead) {
    return ui::openStore(folder);
  }
  TATARA_ASSIGN(const store::Workspace workspace, store::openWorkspace(folder.toStdString()));
  return store::Store::open(workspace, {.access = sql::Access::ReadOnly});
}

// What was named, else the one used last; empty: the start page.
QString chooseFolder(const workbench::Options& options, const ui::Preferences& preferences) {
  if (!options.workspace.isEmpty()) {
    return QDir(options.workspace).absolutePath();
  }
  if (preferences.startup() == ui::Startup::StartPage) {
    return {};
  }
  for (const QString& folder : preferences.recentWorkspaces()) {
    if (QFileInfo::exists(folder + QStringLiteral("/tatara.yaml"))) {
      return folder;
    }
  }
  return {};
}

ui::ThemeMode themeOf(const workbench::Options& options, const ui::Preferences& preferences) {
  if (options.theme == QStringLiteral("dark")) {
    return ui::ThemeMode::Dark;
  }
  if (options.theme == QStringLiteral("light")) {
    return ui::ThemeMode::Light;
  }
  return preferences.theme();
}

Result<ui::Route> routeOf(const workbench::Options& options) {
  const QString& text = options.route.isEmpty() ? options.panel : options.route;
  if (text.isEmpty()) {
    return ui::Route(ui::HomeRoute{});
  }
  return ui::routeFromText(text);
}

void prepareEnvironment(const workbench::Options& options, const ui::Preferences& preferences) {
  const bool hasDisplay =
      !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
  if (options.draws() && !hasDisplay && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
  }
  if (preferences.scalePercent() != 100 && qEnvironmentVariableIsEmpty("QT_SCALE_FACTOR") &&
      !options.draws()) {
    qputenv("QT_SCALE_FACTOR", QByteArray::number(preferences.scalePercent() / 100.0));
  }
  QGuiApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
}

int run(QApplication& app, const workbench::Options& options, ui::Preferences& preferences,
        std::future<Result<StorePtr>> opening, const ui::Route& route) {
  ui::applyTheme(app, themeOf(options, preferences));
  const auto language = ui::languageFromCode(options.language);
  ui::setLanguage(language.value_or(preferences.language()));
  workbench::Workbench bench(preferences);
  StorePtr store;
  if (opening.valid()) {
    Result<StorePtr> opened = opening.get();
    if (!opened) {
      // A window tells it where there is one to look at.
      if (options.draws() || !options.workspace.isEmpty()) {
        return report(opened.error());
      }
      ui::StartPage* page = bench.showStartPage();
      page->showError(opened.error());
      page->show();
      return QApplication::exec();
    }
    store = std::move(*opened);
  }
  if (!options.render.isEmpty()) {
    if (!store) {
      return report(makeError(ErrorKind::InvalidArgument, "--render needs a workspace"));
    }
    const Status drawn = workbench::renderView(bench, store, options);
    return drawn ? 0 : report(drawn.error());
  }
  if (!options.tour.isEmpty()) {
    if (!store) {
      return report(makeError(ErrorKind::InvalidArgument, "--tour needs a workspace"));
    }
    const Status drawn = workbench::drawTour(bench, store, options.size, options.tour);
    return drawn ? 0 : report(drawn.error());
  }
  if (!options.screenshot.isEmpty()) {
    const Status drawn = workbench::drawScreenshot(bench, store, route, options.size, options.screenshot);
    return drawn ? 0 : report(drawn.error());
  }
  if (!store) {
    bench.showStartPage()->show();
  } else {
    preferences.addRecentWorkspace(QString::fromStdString(store->workspace().root.string()));
    std::optional<ui::ViewFile> view;
    if (!options.view.isEmpty()) {
      Result<ui::ViewFile> read = workbench::readView(options.view);
      if (!read) {
        return report(read.error());
      }
      view = std::move(*read);
    }
    ui::MainWindow* window = bench.showWorkspace(
        std::move(store), view ? ui::Route(ui::ExperimentsRoute{view->experiment}) : route);
    if (auto* panel = view ? window->findChild<ui::ExperimentsPanel*>() : nullptr) {
      panel->openView(std::move(*view));
    }
    if (options.measureSeconds) {
      new workbench::Measurement(*window, *options.measureSeconds);  // goes with the window
    }
    window->show();
  }
  return QApplication::exec();
}

}  // namespace

int main(int argc, char** argv) {
  if (const auto printed = tatara::workbench::printDocument(argc, argv)) {
    return *printed;
  }
  int exitCode = 0;
  const auto options = workbench::parseOptions(argc, argv, exitCode);
  if (!options) {
    return exitCode;
  }
  const auto route = routeOf(*options);
  if (!route) {
    return report(route.error());
  }
  if (!options->draws()) {
    exec::letOthersGoFirst();  // the window answers while tables load
  }
  ui::Preferences preferences;
  prepareEnvironment(*options, preferences);
  // The store opens while the application starts.
  std::future<Result<StorePtr>> opening;
  if (const QString folder = chooseFolder(*options, preferences); !folder.isEmpty()) {
    opening = std::async(std::launch::async, [folder, onlyRead = !options->render.isEmpty()] {
      return openStore(folder, onlyRead);
    });
  }
  int qtArguments = 1;  // ours are read; Qt's are given by its environment variables
  QApplication app(qtArguments, argv);
  QApplication::setApplicationName(QStringLiteral("Tatara"));
  QApplication::setApplicationVersion(QStringLiteral(TATARA_VERSION));
  QApplication::setDesktopFileName(QStringLiteral("tatara-workbench"));
  const int finished = run(app, *options, preferences, std::move(opening), *route);
  exec::finishSharedWork();  // a picture that is being drawn needs the application to its end
  return finished;
}
