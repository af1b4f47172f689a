// The colours of the interface, by the names of the style guide, and the switch between light and dark.
//
// `colors()` is what every paint reads at the moment it paints; nobody keeps a copy, so a theme change is one
// repaint. The values come from resources/themes/tokens.json, embedded in the program.
// Threads: GUI thread; a worker that paints is given a copy.
#pragma once

#include <array>

#include <QColor>
#include <QVector>

class QApplication;

namespace tatara::ui {

enum class ThemeMode { Light, Dark, System };

struct Colors {
  bool dark = false;
  QColor bg0, bg1, bg2, bg3, side, sel, selside;  // surfaces
  QColor line, line2, ctl;                        // hairline, control border, check box outline
  QColor tx1, tx2, tx3, dis;                      // primary, secondary, caption, disabled
  QColor acc, acch, acctx, accbg, onacc, ember;   // accent, its hover, as text, as surface, text on it
  QColor ok, okbg, warn, warnbg, err, errbg, info, infobg;
  QColor cand, candbg, rev, revbg, appr, apprbg, rej, rejbg, champ, champbg, arch, archbg;  // lifecycle
  QColor grid, axis, bar, barm;                                                             // charts
  std::array<QColor, 12> runs;            // run slots, see run_color.h
  QVector<QColor> sequential, diverging;  // ramps, see rampColor
};

// Names a colour without fixing the theme: `&Colors::tx2`.
using ColorRole = QColor Colors::*;

const Colors& colors();

// Sets palette, fonts and style of the application. May be called again at any time.
void applyTheme(QApplication& app, ThemeMode mode);
ThemeMode themeMode();

// `position` in [0, 1], linear steps between the stops of a ramp.
QColor rampColor(const QVector<QColor>& ramp, double position);
// Black or white, whichever is at least 4.5:1 on `background`.
QColor cellTextColor(const QColor& background);
// WCAG contrast ratio, 1 … 21.
double contrast(const QColor& a, const QColor& b);

}  // namespace tatara::ui
