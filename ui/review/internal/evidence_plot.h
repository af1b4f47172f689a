// Small plots of evidence, one line a version: curves of a two-class model with the interval of each point,
// residuals along the predictions and as a histogram.
//
// The challenger's line is whole and has its band, the champion's is dashed. Numbers are told by the tip of
// the point that is nearest. Plots stand side by side where there is room, else one below the other.
// Threads: GUI thread.
#pragma once

#include <optional>
#include <vector>

#include <QLineF>
#include <QPolygonF>
#include <QRectF>
#include <QWidget>

#include "ui/review/review_data.h"

class QBoxLayout;

namespace tatara::ui {

struct PlottedLine {
  QString name;  // "v2"
  QPolygonF points;
  QPolygonF band;  // closed; empty: none
  bool ours = false;
  bool dots = false;
};

struct PlotContent {
  QString title;
  QString xTitle;
  QString yTitle;
  QRectF range;                 // of the values; y grows upwards from top() to bottom()
  std::optional<QLineF> guide;  // what chance, or a perfect model, would give
  std::vector<PlottedLine> lines;
  bool empty() const { return lines.empty(); }
};

// A line of both versions; nothing where the challenger has no points.
PlotContent curvePlot(const CurveDots& challenger, const CurveDots& champion, const ReviewFacts& facts);
PlotContent residualPlot(const ReviewFacts& facts);
PlotContent residualHistogramPlot(const ReviewFacts& facts);

class EvidencePlot final : public QWidget {
  Q_OBJECT
 public:
  explicit EvidencePlot(QWidget* parent = nullptr);
  void show(PlotContent content);
  const PlotContent& content() const { return m_content; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  QRectF plotRect() const;
  QString tipAt(const QPointF& position) const;

  PlotContent m_content;
};

// Some of them, those without lines left out.
class PlotRow final : public QWidget {
  Q_OBJECT
 public:
  explicit PlotRow(int plots, QWidget* parent = nullptr);
  void show(std::vector<PlotContent> contents);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  QBoxLayout* m_layout;
  std::vector<EvidencePlot*> m_plots;
};

class CurvesView final : public QWidget {
  Q_OBJECT
 public:
  explicit CurvesView(QWidget* parent = nullptr);
  void show(const ReviewFacts& facts);

 private:
  PlotRow* m_row;
};

class ResidualsView final : public QWidget {
  Q_OBJECT
 public:
  explicit ResidualsView(QWidget* parent = nullptr);
  void show(const ReviewFacts& facts);

 private:
  PlotRow* m_row;
};

}  // namespace tatara::ui
