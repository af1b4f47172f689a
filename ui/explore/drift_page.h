// The Drift tab: how each column is distributed otherwise than in another version, by test, size and picture.
//
// It shows what VersionDiff compared; the column that has shifted most is looked at first. Threads: GUI
// thread; distributions are counted on workers.
#pragma once

#include <QWidget>

#include "core/dataset/frame_aggregate.h"
#include "ui/async/latest_job.h"
#include "ui/explore/shift_plot.h"
#include "ui/explore/version_diff.h"

class QSplitter;
class QStackedWidget;

namespace tatara::ui {

class CellTable;
class ChartCard;
class CompareBar;
class Label;

class DriftPage final : public QWidget {
  Q_OBJECT
 public:
  explicit DriftPage(VersionDiff& diff, QWidget* parent = nullptr);

  bool settled() const { return m_diff.settled() && !m_job.running(); }
  CellTable& table() { return *m_table; }
  const ShiftPlot& plot() const { return *m_plot; }
  ShiftPlot& chart() { return *m_plot; }
  void selectColumn(const QString& name);

 Q_SIGNALS:
  void copied(const QString& said);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  struct Detail {
    ShiftOverlay overlay;
    dataset::Summary before, after;
    bool numbers = false;
  };
  void build();
  void present();
  void fill();
  void hideColumns();
  void look(int row);
  void take(Result<Detail> detail);
  void showFacts(const Detail& detail);

  VersionDiff& m_diff;
  ComparedPtr m_compared;
  int m_row = -1;
  CompareBar* m_bar;
  QStackedWidget* m_stack;
  QSplitter* m_split;
  CellTable* m_table;
  ChartCard* m_card;
  ShiftPlot* m_plot;
  Label* m_verdict;
  CellTable* m_facts;
  LatestJob<Detail> m_job;
};

}  // namespace tatara::ui
