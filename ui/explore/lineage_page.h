// The Lineage tab: what this version was made of, which runs and models used it, and the same from any of
// those.
//
// The walk begins at the open version; "From here" begins it at another thing, so that a model leads back to
// its data. Shown as a graph or as a table. Threads: GUI thread; the store is read on workers.
#pragma once

#include <optional>

#include <QWidget>

#include "core/dataset/lineage.h"
#include "core/store/store.h"
#include "ui/async/latest_job.h"
#include "ui/shell/route.h"

class QMenu;
class QPushButton;
class QStackedWidget;

namespace tatara::ui {

class CellTable;
class Label;
class LineageView;
class SegmentedControl;

class LineagePage final : public QWidget {
  Q_OBJECT
 public:
  explicit LineagePage(std::shared_ptr<store::Store> store, QWidget* parent = nullptr);

  // Nothing is read before refresh().
  void setVersion(const dataset::Version& version);
  void refresh();
  bool settled() const { return !m_job.running(); }
  LineageView& view() { return *m_view; }
  CellTable& table() { return *m_table; }
  void showAs(int view);  // 0 graph, 1 table
  // Where the node at that place is shown, a logged model with the run that logged it; none: nowhere.
  std::optional<Route> routeOf(std::size_t place) const;

 Q_SIGNALS:
  void opened(const tatara::ui::Route& route);
  void openedInWindow(const tatara::ui::Route& route);
  void copied(const QString& said);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void build();
  void take(Result<dataset::Lineage> lineage);
  void fillTable();
  void open(int node, bool window);
  void showMenu(int node, const QPoint& global);
  void showCopyMenu();
  void startFrom(std::optional<dataset::LineageNode> node);
  QString summary() const;

  std::shared_ptr<store::Store> m_store;
  std::optional<dataset::Version> m_version;
  std::optional<dataset::LineageNode> m_start;  // another thing than the version
  bool m_stale = true;
  SegmentedControl* m_ways;
  Label* m_title;
  Label* m_summary;
  QPushButton* m_back;
  QPushButton* m_copy;
  QStackedWidget* m_stack;
  LineageView* m_view;
  CellTable* m_table;
  QWidget* m_state = nullptr;
  LatestJob<dataset::Lineage> m_job;
};

}  // namespace tatara::ui
