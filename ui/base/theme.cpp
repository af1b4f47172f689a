#include "ui/base/theme.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPalette>
#include <QPixmapCache>

#include "core/base/log.h"
#include "ui/base/style.h"
#include "ui/base/type.h"

namespace tatara::ui {
namespace {

struct NamedColor {
  const char* name;
  ColorRole role;
};

constexpr NamedColor kNames[] = {
    {"bg0", &Colors::bg0},         {"bg1", &Colors::bg1},         {"bg2", &Colors::bg2},
    {"bg3", &Colors::bg3},         {"side", &Colors::side},       {"sel", &Colors::sel},
    {"selside", &Colors::selside}, {"line", &Colors::line},       {"line2", &Colors::line2},
    {"ctl", &Colors::ctl},         {"tx1", &Colors::tx1},         {"tx2", &Colors::tx2},
    {"tx3", &Colors::tx3},         {"dis", &Colors::dis},         {"acc", &Colors::acc},
    {"acch", &Colors::acch},       {"acctx", &Colors::acctx},     {"accbg", &Colors::accbg},
    {"onacc", &Colors::onacc},     {"ember", &Colors::ember},     {"ok", &Colors::ok},
    {"okbg", &Colors::okbg},       {"warn", &Colors::warn},       {"warnbg", &Colors::warnbg},
    {"err", &Colors::err},         {"errbg", &Colors::errbg},     {"info", &Colors::info},
    {"infobg", &Colors::infobg},   {"cand", &Colors::cand},       {"candbg", &Colors::candbg},
    {"rev", &Colors::rev},         {"revbg", &Colors::revbg},     {"appr", &Colors::appr},
    {"apprbg", &Colors::apprbg},   {"rej", &Colors::rej},         {"rejbg", &Colors::rejbg},
    {"champ", &Colors::champ},     {"champbg", &Colors::champbg}, {"arch", &Colors::arch},
    {"archbg", &Colors::archbg},   {"grid", &Colors::grid},       {"axis", &Colors::axis},
    {"bar", &Colors::bar},         {"barm", &Colors::barm},
};

QVector<QColor> readRamp(const QJsonArray& array) {
  QVector<QColor> ramp;
  for (const QJsonValue& value : array) {
    ramp.append(QColor(value.toString()));
  }
  return ramp;
}

Colors readColors(const QJsonObject& tokens, bool dark) {
  const QString suffix = dark ? QStringLiteral("dark") : QStringLiteral("light");
  const QJsonObject named = tokens[suffix].toObject();
  Colors result;
  result.dark = dark;
  for (const NamedColor& entry : kNames) {
    result.*entry.role = QColor(named[QLatin1String(entry.name)].toString());
    Q_ASSERT_X((result.*entry.role).isValid(), "tokens.json", entry.name);
  }
  const QVector<QColor> runs = readRamp(tokens[QStringLiteral("runs_") + suffix].toArray());
  Q_ASSERT(runs.size() == static_cast<int>(result.runs.size()));
  std::copy_n(runs.begin(), std::min<qsizetype>(runs.size(), 12), result.runs.begin());
  result.sequential = readRamp(tokens[QStringLiteral("seq_") + suffix].toArray());
  result.diverging = readRamp(tokens[QStringLiteral("div_") + suffix].toArray());
  return result;
}

struct Themes {
  Colors light;
  Colors dark;
  ThemeMode mode = ThemeMode::Light;
  bool showsDark = false;

  Themes() {
    QFile file(QStringLiteral(":/themes/tokens.json"));
    if (!file.open(QIODevice::ReadOnly)) {
      log::error("the theme resource is missing from the program");
    }
    const QJsonObject tokens = QJsonDocument::fromJson(file.readAll()).object();
    light = readColors(tokens, false);
    dark = readColors(tokens, true);
  }
};

Themes& themes() {
  static Themes instance;
  return instance;
}

QPalette makePalette(const Colors& c) {
  QPalette palette;
  const std::pair<QPalette::ColorRole, QColor> roles[] = {
      {QPalette::Window, c.bg0},
      {QPalette::WindowText, c.tx1},
      {QPalette::Base, c.bg1},
      {QPalette::AlternateBase, c.bg2},
      {QPalette::Text, c.tx1},
      {QPalette::Button, c.bg1},
      {QPalette::ButtonText, c.tx1},
      {QPalette::BrightText, c.err},
      {QPalette::Highlight, c.sel},
      {QPalette::HighlightedText, c.tx1},
      {QPalette::Link, c.acctx},
      {QPalette::LinkVisited, c.acctx},
      {QPalette::ToolTipBase, c.bg1},
      {QPalette::ToolTipText, c.tx1},
      {QPalette::PlaceholderText, c.tx3},
      {QPalette::Light, c.bg1},
      {QPalette::Midlight, c.bg3},
      {QPalette::Mid, c.line2},
      {QPalette::Dark, c.ctl},
      {QPalette::Shadow, c.line2},
  };
  for (const auto& [role, color] : roles) {
    palette.setColor(role, color);
  }
  for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
    palette.setColor(QPalette::Disabled, role, c.dis);
  }
  return palette;
}

double linearChannel(double value) {
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color) {
  return 0.2126 * linearChannel(color.redF()) + 0.7152 * linearChannel(color.greenF()) +
         0.0722 * linearChannel(color.blueF());
}

bool systemIsDark() {
  // Qt 6.4 has no colour scheme of the platform; the desktop's own palette tells it.
  const QPalette palette = QApplication::style() ? QPalette(QApplication::palette()) : QPalette();
  return luminance(palette.color(QPalette::Window)) < 0.25;
}

}  // namespace

const Colors& colors() {
  return themes().showsDark ? themes().dark : themes().light;
}

ThemeMode themeMode() {
  return themes().mode;
}

void applyTheme(QApplication& app, ThemeMode mode) {
  static const bool desktopIsDark = systemIsDark();
  Themes& state = themes();
  state.mode = mode;
  state.showsDark = mode == ThemeMode::Dark || (mode == ThemeMode::System && desktopIsDark);
  if (!qobject_cast<Style*>(app.style())) {
    QApplication::setStyle(new Style);  // the application owns it
    installFocusRing(app);
  }
  applyFonts(app);
  QApplication::setPalette(makePalette(colors()));
  QPixmapCache::clear();
}

QColor rampColor(const QVector<QColor>& ramp, double position) {
  if (ramp.isEmpty()) {
    return {};
  }
  const double scaled = std::clamp(position, 0.0, 1.0) * static_cast<double>(ramp.size() - 1);
  const auto index = std::min<qsizetype>(static_cast<qsizetype>(scaled), ramp.size() - 1);
  const QColor& from = ramp[index];
  const QColor& to = ramp[std::min<qsizetype>(index + 1, ramp.size() - 1)];
  const double part = scaled - static_cast<double>(index);
  const auto mix = [part](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * part)); };
  return QColor(mix(from.red(), to.red()), mix(from.green(), to.green()), mix(from.blue(), to.blue()));
}

QColor cellTextColor(const QColor& background) {
  return luminance(background) <= 0.18 ? QColor(Qt::white) : QColor(Qt::black);
}

double contrast(const QColor& a, const QColor& b) {
  const double x = luminance(a) + 0.05;
  const double y = luminance(b) + 0.05;
  return std::max(x, y) / std::min(x, y);
}

}  // namespace tatara::ui
