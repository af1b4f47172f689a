// Fonts by role, and numbers whose digits do not jitter.
//
// Sizes are logical pixels of the style guide. Inter, Noto Sans CJK JP and JetBrains Mono come from the
// system (packages fonts-inter, fonts-noto-cjk, fonts-jetbrains-mono). Qt 6.4 cannot ask a font for tabular
// figures, so `drawTabular` lays each digit on one advance. Threads: GUI thread, and workers that paint into
// images.
#pragma once

#include <QFont>
#include <QRectF>
#include <QString>

class QApplication;
class QPainter;

namespace tatara::ui {

enum class TextRole {
  HomeKpi,      // 24/32/600
  Kpi,          // 20/26/600
  PanelTitle,   // 18/24/600
  DetailTitle,  // 15/20/600
  CardTitle,    // 13/18/600
  Body,         // 13/18/400
  BodyMedium,   // 13/18/500: buttons in dialogs, navigation
  Cell,         // 12/16/400
  CellMedium,   // 12/16/500: buttons, chips, names
  CellStrong,   // 12/16/600: the best value
  Caption,      // 11/16/400
  Header,       // 11/16/500: header cells
  Badge,        // 11/16/600
  GroupLabel,   // 10.5/14/600: the smallest
  Code,         // 12/16 JetBrains Mono
};

const QFont& font(TextRole role);
// Japanese lines are 2 px taller.
int lineHeight(TextRole role);

void applyFonts(QApplication& app);

// Draws one line; digits stand on one advance, everything else on its own. `align` holds a horizontal and, if
// not AlignVCenter, a vertical flag. Text that does not fit runs out of `rect`.
void drawTabular(QPainter& painter, const QRectF& rect, Qt::Alignment align, const QString& text);
qreal tabularWidth(const QFont& font, const QString& text);

}  // namespace tatara::ui
