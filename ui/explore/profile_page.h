// The Profile tab: the table of columns, correlations, heat map with time series, and the inspector.
//
// It shows what VersionFeed has, again when rows or brushes change; the cards of correlations and of groups
// look after themselves (`RelationOverview`, `GroupOverview`). In windows under 1480 the inspector is a
// drawer over the right; under 800 high the table and the charts take turns. Threads: GUI thread.
#pragma once

#include <optional>

#include <QWidget>

#include "ui/async/latest_job.h"
#include "ui/explore/group_view.h"
#include "ui/explore/inspector.h"
#include "ui/explore/version_feed.h"

namespace tatara::ui {

class GroupOverview;
class RelationOverview;
class SegmentedControl;

class ProfilePage final : public QWidget {
  Q_OBJECT
 public:
  ProfilePage(VersionFeed& feed, BrushModel& brushes, bool readOnly, QWidget* parent = nullptr);

  // What the data is called in statements.
  void setDataset(const QString& name) { m_dataset = name; }
  // Another version: selection and choices that it has too stay.
  void reset();
  ProfileTable& table() { return *m_table; }
  RelationOverview& relations() { return *m_relations; }
  GroupOverview& groups() { return *m_groups; }
  int selected() const { return m_table->selected(); }
  void selectColumn(const QString& name);
  bool settled() const;
  // False: there was nothing to close.
  bool closeDrawer();

 Q_SIGNALS:
  void typeMenuAsked(int column, const QPoint& global);
  void columnMenuAsked(int column, const QPoint& global);
  void fixAsked(std::size_t alert);
  // A statement or pandas code that gives what a card shows; empty: nothing usual does.
  void queryMade(const QString& query, tatara::ui::RowsFormat format);
  void sortWanted(tatara::ui::ProfileTable::Field field, tatara::ui::ProfileTable::Order order);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void buildCharts();
  void connectTable();
  void showProfile();
  void showBars();
  void showColumn();
  void askSplit();
  void askPair();
  void brushBar(int column, int bar);
  void applyLayout();
  std::optional<std::pair<double, double>> brushedRange(const std::string& column) const;

  VersionFeed& m_feed;
  BrushModel& m_brushes;
  bool m_readOnly;
  QString m_dataset;
  QWidget* m_centre;
  SegmentedControl* m_turns;
  QWidget* m_tableCard;
  ProfileTable* m_table;
  QWidget* m_charts;
  RelationOverview* m_relations;
  GroupOverview* m_groups;
  Inspector* m_inspector;
  bool m_drawerOpen = false;

  std::optional<GroupChoice> m_by;
  std::optional<std::pair<std::string, std::string>> m_pair;
  LatestJob<GroupPlot::Content> m_splitJob;
  LatestJob<PairPlot::Content> m_pairJob;
};

}  // namespace tatara::ui
