// The column that is selected: its distribution, statistics, its median by another column, what it goes with,
// and what should be done about it.
//
// It shows what it is given and asks by signals. A pair that was clicked in the correlation matrix takes the
// place of the split until it is closed. Threads: GUI thread.
#pragma once

#include <optional>

#include <QWidget>

#include "ui/explore/column_histogram.h"
#include "ui/explore/correlation_bars.h"
#include "ui/explore/group_plot.h"
#include "ui/explore/pair_plots.h"
#include "ui/explore/profile_table.h"

class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace tatara::ui {

class Label;
class SegmentedControl;

class Inspector final : public QWidget {
  Q_OBJECT
 public:
  explicit Inspector(QWidget* parent = nullptr);

  // `readOnly`: fixes are not offered.
  void setColumn(ProfilePtr profile, int column, ColumnBars bars,
                 std::optional<std::pair<double, double>> brushed, bool readOnly);
  void clear();
  // The median by another column; none: there is nothing to show.
  void setSplit(std::optional<GroupPlot::Content> split, bool updating);
  void setPair(std::optional<PairPlot::Content> pair);
  bool showsPair() const { return m_pairShown; }
  // As a drawer over the panel, with a cross.
  // The statistics are not yet those of the rows inside the brushes.
  void setStale(bool stale);
  void setDrawer(bool drawer);

 Q_SIGNALS:
  void rangeBrushed(double low, double high, bool closed);
  void barClicked(int bar);
  void columnChosen(const QString& name);
  void splitMenuAsked(QPushButton* under);
  void pairClosed();
  void fixAsked(std::size_t alert);
  void alertRowsAsked(std::size_t alert);
  void closeAsked();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void build();
  void makeHead();
  void makeDistribution(QVBoxLayout* body);
  void makeSplit();
  void makePair();
  void makeCorrelations();
  void showStatistics(const dataset::ColumnProfile& column);
  void showCorrelations(const dataset::ColumnProfile& column);
  void showAdvice(const dataset::ColumnProfile& column, bool readOnly);

  ProfilePtr m_profile;
  QWidget* m_head = nullptr;
  Label* m_name = nullptr;
  Label* m_facts = nullptr;
  QWidget* m_role = nullptr;
  QWidget* m_close = nullptr;
  QWidget* m_body = nullptr;
  QScrollArea* m_scroll = nullptr;
  Label* m_binText = nullptr;
  SegmentedControl* m_axes = nullptr;
  ColumnHistogram* m_histogram = nullptr;
  Label* m_histogramNote = nullptr;
  QWidget* m_statistics = nullptr;
  QWidget* m_splitSection = nullptr;
  QPushButton* m_splitButton = nullptr;
  GroupPlot* m_split = nullptr;
  QWidget* m_pairSection = nullptr;
  Label* m_pairTitle = nullptr;
  PairPlot* m_pair = nullptr;
  QWidget* m_correlationSection = nullptr;
  Label* m_correlationTitle = nullptr;
  CorrelationBars* m_correlations = nullptr;
  QVBoxLayout* m_advice = nullptr;
  QString m_icon;
  bool m_pairShown = false;
};

}  // namespace tatara::ui
