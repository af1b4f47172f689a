#include "app/workbench/options.h"

#include <iostream>

#include <CLI/CLI.hpp>
#include <QFileInfo>
#include <QStringList>

namespace tatara::workbench {
namespace {

constexpr int kWrongOptions = 2;

std::optional<QSize> parseSize(const std::string& text) {
  const QStringList parts = QString::fromStdString(text).toLower().split(QLatin1Char('x'));
  const QSize size(parts.value(0).toInt(), parts.value(1).toInt());
  const bool sound = parts.size() == 2 && size.width() >= 200 && size.height() >= 200 &&
                     size.width() <= 10'000 && size.height() <= 10'000;
  return sound ? std::optional(size) : std::nullopt;
}

bool soundRendering(const Options& options) {
  const QStringList kinds{QStringLiteral("svg"), QStringLiteral("png"), QStringLiteral("pdf"),
                          QStringLiteral("csv"), QStringLiteral("html")};
  return options.render.isEmpty() == options.out.isEmpty() && (!options.footer || !options.out.isEmpty()) &&
         (options.out.isEmpty() || kinds.contains(QFileInfo(options.out).suffix().toLower()));
}

int refuse(const std::string& why) {
  std::cerr << why << "\n";
  return kWrongOptions;
}

std::optional<std::string> whatGoesNotTogether(const Options& options) {
  if (!soundRendering(options)) {
    return "--render VIEW.json and --out FILE go together; FILE ends in .svg, .png, .pdf, .csv or .html";
  }
  if (!options.view.isEmpty() && options.draws()) {
    return "--view begins a window; --render VIEW.json --out FILE draws a view without one";
  }
  return std::nullopt;
}

}  // namespace

std::optional<Options> parseOptions(int argc, char** argv, int& exitCode) {
  std::string workspace, panel, route, theme, language, screenshot, tour, size, view, render, out;
  bool footer = false;
  CLI::App app("The desktop workbench of Tatara: runs, data and models of a workspace.", "tatara-workbench");
  app.set_version_flag("--version", "tatara-workbench " TATARA_VERSION);
  app.add_option("workspace", workspace, "The workspace's folder; without it the one used last")
      ->type_name("WORKSPACE");
  app.add_option("--panel", panel,
                 "Begin with this panel: home, data, experiments, models, reviews, deployments, activity")
      ->type_name("NAME");
  app.add_option("--open", route, "Begin there: experiment/3, run/ID, run/ID/metrics, compare/ID,ID")
      ->type_name("ROUTE");
  app.add_option("--theme", theme, "light or dark, for this time")->check(CLI::IsMember({"light", "dark"}));
  app.add_option("--language", language, "en or ja, for this time")->check(CLI::IsMember({"en", "ja"}));
  app.add_option("--screenshot", screenshot,
                 "Draw what would be shown into this PNG and exit; needs no display")
      ->type_name("FILE");
  app.add_option("--size", size, "Of the window, 1600x1000 without it")->type_name("WxH");
  app.add_option("--tour", tour, "Draw every panel in both themes and languages into this folder and exit")
      ->type_name("DIR");
  app.add_option("--view", view, "Begin with this view, as \"Save view as file…\" wrote it")
      ->type_name("VIEW.json");
  app.add_option("--render", render, "Draw the charts of a saved view into the file of --out and exit")
      ->type_name("VIEW.json");
  app.add_option("--out", out, "What --render writes: .svg, .png, .pdf, .csv, or .html for a report")
      ->type_name("FILE");
  app.add_flag("--footer", footer, "Say under a rendered view which runs it shows, of which store and time");
  std::optional<int> measure;
  app.add_option("--measure", measure)->check(CLI::Range(0, 3600))->group("");  // hidden from the help
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    exitCode = app.exit(error) == 0 ? 0 : kWrongOptions;
    return std::nullopt;
  }
  Options options;
  options.workspace = QString::fromStdString(workspace);
  options.panel = QString::fromStdString(panel);
  options.route = QString::fromStdString(route);
  options.theme = QString::fromStdString(theme);
  options.language = QString::fromStdString(language);
  options.screenshot = QString::fromStdString(screenshot);
  options.tour = QString::fromStdString(tour);
  options.measureSeconds = measure;
  options.view = QString::fromStdString(view);
  options.render = QString::fromStdString(render);
  options.out = QString::fromStdString(out);
  options.footer = footer;
  if (const auto wrong = whatGoesNotTogether(options)) {
    exitCode = refuse(*wrong);
    return std::nullopt;
  }
  if (!size.empty()) {
    const auto parsed = parseSize(size);
    if (!parsed) {
      exitCode = refuse("--size: \"" + size + "\" is not a size such as 1600x1000");
      return std::nullopt;
    }
    options.size = *parsed;
  }
  return options;
}

}  // namespace tatara::workbench
