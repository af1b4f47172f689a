// Line charts side by side, one a facet, behind the one ChartView that a card shows. Without facets it is one
// line chart.
//
// All facets have the same y range, so that heights may be compared. Threads: GUI thread.
#pragma once

#include "ui/chart/line_chart.h"

namespace tatara::ui {

class LinesView final : public ChartView {
  Q_OBJECT

 public:
  struct Facet {
    QString title;
    std::vector<Curve> curves;
  };

  explicit LinesView(ChartLink* link, QWidget* parent = nullptr);
  // At most `kMostFacets` are drawn; the note says how many are not.
  void setLines(std::vector<Facet> facets, const LineOptions& options, std::vector<ChartLevel> levels);
  static constexpr std::size_t kMostFacets = 12;

  const std::vector<LineChart*>& charts() const { return m_charts; }
  bool settled() const;

  ChartTable table() const override;
  void paintChart(QPainter& painter, const QRectF& rect) override;
  QString note() const override;
  QList<QAction*> chartActions() override;
  QSize sizeHint() const override { return {480, 240}; }

 Q_SIGNALS:
  void curveClicked(const QString& key);
  void curvesChosen(const QStringList& keys);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;

 private:
  std::vector<QRectF> cells(const QRectF& rect) const;
  void arrange();

  ChartLink* m_link;
  std::vector<LineChart*> m_charts;  // children
  std::vector<QString> m_titles;
  std::size_t m_left = 0;  // facets not drawn
};

}  // namespace tatara::ui
