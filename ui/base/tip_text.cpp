#include "ui/base/tip_text.h"

#include <QTextDocument>
#include <algorithm>

namespace tatara::ui {

QString tipText(const QString& plain) {
  constexpr qsizetype kLongLine = 80;
  const QStringList lines = plain.split(QLatin1Char('\n'));
  const bool longLine =
      std::ranges::any_of(lines, [](const QString& line) { return line.size() > kLongLine; });
  return longLine || Qt::mightBeRichText(plain)
             ? QStringLiteral("<qt>%1</qt>")
                   .arg(plain.toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>")))
             : plain;
}

}  // namespace tatara::ui
