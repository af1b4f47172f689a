// What every chart can do, whatever draws it: show itself, give its numbers, and leave as a picture.
//
// A chart paints itself with `paintChart` at any size and resolution; the widget, PNG and SVG take the same
// path. Threads: GUI thread.
#pragma once

#include <QByteArray>
#include <QImage>
#include <QString>
#include <QStringList>
#include <QWidget>
#include <vector>

namespace tatara::ui {

// The numbers behind a chart. Cells are doubles; a column of words (`texts`) has one word a row instead.
struct ChartTable {
  struct Column {
    QString name;
    std::vector<double> values;
    QStringList texts;
  };
  std::vector<Column> columns;

  std::size_t rows() const;
  // Full precision, quoted where needed (RFC 4180), lines end in LF; a number that is missing is empty.
  QByteArray toCsv() const;
};

class ChartView : public QWidget {
  Q_OBJECT
 public:
  using QWidget::QWidget;

  virtual ChartTable table() const = 0;
  // The whole chart as it stands on screen, without pointer and cross-hair.
  virtual void paintChart(QPainter& painter, const QRectF& rect) = 0;
  // What a person should know besides: "3 values ≤ 0 not shown".
  virtual QString note() const { return {}; }
  // Card menu entries that only this chart has.
  virtual QList<QAction*> chartActions() { return {}; }

  QImage toImage(qreal ratio);
  QByteArray toSvg(const QString& title);

 Q_SIGNALS:
  void noteChanged();
};

// The chart alone, as large as asked, whether it is on screen or not.
QByteArray svgOf(ChartView& view, QSize size, const QString& title);

}  // namespace tatara::ui
