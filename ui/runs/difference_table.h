// What differs between the shown runs, and in sentences what changed from the first to the best.
//
// The baseline stands first, the others are told against it. Rows that are the same everywhere are folded
// into the number in their heading until they are asked for. Keys: arrows scroll. Threads: GUI thread.
#pragma once

#include "ui/runs/study_plots.h"

namespace tatara::ui {

class DifferenceTable final : public StudyPlot {
  Q_OBJECT

 public:
  explicit DifferenceTable(QWidget* parent = nullptr);
  void setStudy(StudyPtr study) override;
  void setScope(DifferenceScope scope);
  const Differences& differences() const;

  ChartTable table() const override;
  void paintChart(QPainter& painter, const QRectF& rect) override;
  QList<QAction*> chartActions() override;
  QSize sizeHint() const override { return {480, 240}; }

 protected:
  std::vector<StudyMark> marks() const override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  struct Widths {
    double names, run;  // of the first column and of each run's
  };
  Widths widths(double room) const;
  double sentenceHeight() const;
  void scrollBy(int dx, int dy);
  void paintRow(QPainter& painter, const DifferenceRow& row, const QRectF& rect, double nameWidth,
                double cell) const;
  void paintHeader(QPainter& painter, const QRectF& rect, double nameWidth, double cell) const;
  void paintSentences(QPainter& painter, const QRectF& rect) const;

  DifferenceScope m_scope = DifferenceScope::Changed;
  int m_left = 0;
  int m_top = 0;
};

}  // namespace tatara::ui
