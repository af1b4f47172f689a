// What every chart can do, whatever draws it: show itself, give its numbers, and leave as a picture.
//
// A chart paints itself with `paintChart` at any size and resolution; the widget, PNG and SVG take the same
// path. Assistive technology is told the same of all of them. Threads: GUI thread.
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
  explicit ChartView(QWidget* parent = nullptr);

  virtual ChartTable table() const = 0;
  // The whole chart as it stands on screen, without pointer and cross-hair.
  virtual void paintChart(QPainter& painter, const QRectF& rect) = 0;
  // What a person should know besides: "3 values ≤ 0 not shown".
  virtual QString note() const { return {}; }
  // For assistive technology: kind, axes and number of series; by default what the table has.
  virtual QString description() const;
  // And what the keyboard points at: "copper-heron at 268: 43.37".
  virtual QString currentValue() const { return {}; }
  // Card menu entries that only this chart has.
  virtual QList<QAction*> chartActions() { return {}; }

  QImage toImage(qreal ratio);
  QByteArray toSvg(const QString& title);

 Q_SIGNALS:
  void noteChanged();
  // Whoever shows the chart shows its numbers.
  void tableWanted();
};

// The chart alone, as large as asked, whether it is on screen or not.
QByteArray svgOf(ChartView& view, QSize size, const QString& title);

}  // namespace tatara::ui
