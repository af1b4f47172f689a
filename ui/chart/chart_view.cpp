#include "ui/chart/chart_view.h"

#include <QBuffer>
#include <QPainter>
#include <QSvgGenerator>
#include <cmath>

#include "core/base/number_text.h"
#include "ui/base/theme.h"
#include "ui/chart/internal/chart_interface.h"

namespace tatara::ui {
namespace {

QByteArray quoted(const QString& text) {
  QByteArray bytes = text.toUtf8();
  if (bytes.contains('"') || bytes.contains(',') || bytes.contains('\n') || bytes.contains('\r')) {
    bytes.replace('"', "\"\"");
    bytes = '"' + bytes + '"';
  }
  return bytes;
}

}  // namespace

std::size_t ChartTable::rows() const {
  std::size_t most = 0;
  for (const Column& column : columns) {
    most = std::max({most, column.values.size(), static_cast<std::size_t>(column.texts.size())});
  }
  return most;
}

QByteArray ChartTable::toCsv() const {
  QByteArray csv;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    csv += (c > 0 ? "," : "") + quoted(columns[c].name);
  }
  csv += '\n';
  const std::size_t count = rows();
  for (std::size_t row = 0; row < count; ++row) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const Column& column = columns[c];
      csv += c > 0 ? "," : "";
      if (row < static_cast<std::size_t>(column.texts.size())) {
        csv += quoted(column.texts[static_cast<qsizetype>(row)]);
      } else if (row < column.values.size() && !std::isnan(column.values[row])) {
        csv += QByteArray::fromStdString(toText(column.values[row]));
      }
    }
    csv += '\n';
  }
  return csv;
}

ChartView::ChartView(QWidget* parent) : QWidget(parent) {
  installChartInterface();
}

QString ChartView::description() const {
  if (!accessibleDescription().isEmpty()) {
    return accessibleDescription();
  }
  const ChartTable numbers = table();
  if (numbers.rows() == 0) {
    return tr("Chart without values");
  }
  QStringList names;
  for (const ChartTable::Column& column : numbers.columns) {
    names << column.name;
  }
  const QString text = tr("Chart of %n value(s) a series: %1", nullptr, static_cast<int>(numbers.rows()))
                           .arg(names.join(QStringLiteral(", ")));
  return note().isEmpty() ? text : tr("%1. %2").arg(text, note());
}

QImage ChartView::toImage(qreal ratio) {
  QImage image(size() * ratio, QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(ratio);
  image.fill(colors().bg1);
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  paintChart(painter, QRectF(QPointF(0, 0), QSizeF(size())));
  return image;
}

QByteArray ChartView::toSvg(const QString& title) {
  return svgOf(*this, size(), title);
}

QByteArray svgOf(ChartView& view, QSize size, const QString& title) {
  const QRect rect(QPoint(0, 0), size);
  QByteArray bytes;
  QBuffer buffer(&bytes);
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setTitle(title.toHtmlEscaped());  // Qt writes it as it is
  generator.setSize(size);
  generator.setViewBox(rect);
  QPainter painter(&generator);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(rect, colors().bg1);
  view.paintChart(painter, QRectF(rect));
  painter.end();
  return bytes;
}

}  // namespace tatara::ui
