// How a column is distributed in two versions, one laid over the other; and the words of a shift.
//
// Numbers and times are bars of the same edges in both, as shares of the rows of each, the version before as
// a grey ground, the version after as an outline in the accent; texts and flags are pairs of bars. Every row
// counts. Threads: GUI thread; overlayOf() runs on workers.
#pragma once

#include <optional>
#include <stop_token>

#include "core/dataset/shift.h"
#include "ui/chart/chart_view.h"
#include "ui/chart/plain_plot.h"
#include "ui/explore/version_diff.h"
#include "ui/widget/badge.h"

namespace tatara::ui {

struct ShiftOverlay {
  struct Bar {
    double low = 0;  // of a range; Text: nothing
    double high = 0;
    QString label;
    double before = 0;  // rows
    double after = 0;
  };
  QString column;
  bool ranges = false;
  bool time = false;
  bool whole = false;  // ranges of one whole number each
  double rowsBefore = 0, rowsAfter = 0;
  double missingBefore = 0, missingAfter = 0;
  std::vector<Bar> bars;
};

// Of the `shift`th of the diff's shifts.
Result<ShiftOverlay> overlayOf(const ComparedVersions& compared, std::size_t shift, std::stop_token stop);

class ShiftPlot final : public ChartView {
  Q_OBJECT
 public:
  explicit ShiftPlot(QWidget* parent = nullptr);
  void setOverlay(std::optional<ShiftOverlay> overlay, const QString& before, const QString& after);
  const std::optional<ShiftOverlay>& overlay() const { return m_overlay; }

  ChartTable table() const override;
  void paintChart(QPainter& painter, const QRectF& rect) override;
  QString note() const override;
  QSize sizeHint() const override { return {340, 240}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void paintRanges(QPainter& painter, const QRectF& rect) const;
  void paintWords(QPainter& painter, const QRectF& rect) const;
  PlainPlot layout(const QRectF& rect) const;
  QRectF body(const QRectF& rect) const;
  int barAt(const QPointF& at) const;
  QString tip(int bar) const;

  std::optional<ShiftOverlay> m_overlay;
  QString m_before, m_after;
  int m_current = -1;  // by the keyboard or the pointer
};

QString gradeWord(dataset::ShiftGrade grade);
BadgeState gradeState(dataset::ShiftGrade grade);
QString testWord(dataset::ShiftTest test);
// The engine's reason for there being no test, in the language of the interface.
QString reasonWord(const std::string& reason);
// "< 0.0001", "0.0312", or a dash.
QString chanceText(double p);

}  // namespace tatara::ui
