// The card of groups in the Profile tab: a heat map of a statistic by two columns of few values, and the same
// value over time below it.
//
// It asks the open version's rows on a worker, again when rows or brushes change, and turns a click on a cell
// or a drag over time into brushes. Rows, columns, value and statistic are chosen in the card's menu.
// Threads: GUI thread.
#pragma once

#include <optional>
#include <vector>

#include <QObject>

#include "ui/async/latest_job.h"
#include "ui/explore/brush.h"
#include "ui/explore/group_view.h"
#include "ui/explore/version_feed.h"

class QAction;

namespace tatara::ui {

class ChartCard;

class GroupOverview final : public QObject {
  Q_OBJECT
 public:
  // The card is a child of `parent`, and fills `stage` when it is expanded.
  GroupOverview(VersionFeed& feed, BrushModel& brushes, QWidget* stage, QWidget* parent);

  ChartCard* card() const { return m_card; }
  const std::vector<GroupChoice>& choices() const { return m_choices; }
  // What the heat map has across; none without two columns of few values.
  const std::optional<GroupChoice>& across() const { return m_columns; }
  // What gives the heat map's numbers outside; empty where there is none.
  QString query(RowsFormat format, const QString& table) const;
  // The frame's columns that the card tells of.
  QStringList columns() const;
  bool running() const { return m_job.running(); }

  // Another version: nothing is known of it yet.
  void reset();
  // The version's profile and rows are whole: what was not chosen yet is.
  void begin();
  void ask();
  // How often each value of one column goes with each of the other; nothing where one has too many.
  void countTogether(const QString& rows, const QString& columns);

 Q_SIGNALS:
  void queryAsked(tatara::ui::RowsFormat format);

 private:
  std::optional<HeatRequest> heatRequest() const;
  void fillMenu();
  QList<QAction*> copyActions(QObject* owner);
  void show(Result<HeatAnswer> answer);
  void brushCell(int row, int column);
  void brushSpan(double from, double to);

  VersionFeed& m_feed;
  BrushModel& m_brushes;
  HeatTimePlot* m_plot;
  ChartCard* m_card;
  std::vector<GroupChoice> m_choices;
  std::optional<GroupChoice> m_rows, m_columns;
  dataset::Measure::Kind m_measure = dataset::Measure::Kind::Mean;
  std::optional<std::size_t> m_value;  // the frame's column of the heat map and the series
  HeatAnswer m_answer;
  LatestJob<HeatAnswer> m_job;
};

}  // namespace tatara::ui
