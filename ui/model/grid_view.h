// A table of any length with pinned columns and a band of column groups.
//
// Two table views share one model: the whole table, and over its left the pinned columns. Marking rows,
// sorting and arranging columns are requests to the owner, who answers with new content; the view keeps
// nothing but widths, scroll and the cursor. Threads: GUI thread.
#pragma once

#include <optional>
#include <set>
#include <unordered_map>

#include <QWidget>

#include "ui/model/grid_model.h"

class QScrollBar;

namespace tatara::ui {

class GridPane;

enum class Anchor { Keep, Top };

class GridView final : public QWidget {
  Q_OBJECT

 public:
  explicit GridView(QWidget* parent = nullptr);

  GridModel& model() { return *m_model; }
  const GridModel& model() const { return *m_model; }

  // Keep: the topmost visible row stays where it is, if it is still there. Top: scrolls to the beginning.
  void setContent(std::shared_ptr<const GridSource> source, std::vector<ColumnSpec> columns,
                  std::vector<ColumnGroup> groups, RowPlan plan, Anchor anchor);
  void setSource(std::shared_ptr<const GridSource> source);
  void setSort(const std::vector<SortKey>& sort);
  void setChecked(std::unordered_set<RowId> checked, Qt::CheckState header);
  void setHovered(std::optional<RowId> row);
  // Old content at 40 %.
  void setStale(bool stale);

  std::optional<RowId> current() const;
  void setCurrent(RowId row);
  void reveal(RowId row);
  void edit(RowId row, const std::string& column);
  // First and one past the last visible row.
  std::pair<int, int> visibleRows() const;
  // Text of the rows, tab separated with a title line, at full precision.
  QString copyText(const std::vector<RowId>& rows) const;

  int headerHeight() const;
  QWidget* focusTarget() const;

 Q_SIGNALS:
  // Clicks on a title. `additive`: Shift was held.
  void sortRequested(const QString& column, bool additive);
  void groupToggled(const QString& group);
  void columnMoved(const QString& column, const QString& before);  // empty: to the end
  void columnResized(const QString& column, int width);
  void headerMenuRequested(const QString& column, QPoint global);
  void checkAllRequested();
  void checkRequested(tatara::ui::RowId row, bool checked);
  void checkRangeRequested(tatara::ui::RowId from, tatara::ui::RowId to);
  void activated(tatara::ui::RowId row, bool newWindow);
  void disclosureToggled(tatara::ui::RowId row);
  void swatchClicked(tatara::ui::RowId row, QPoint global);
  void menuRequested(tatara::ui::RowId row, const QString& column, QPoint global);
  void hovered(std::optional<tatara::ui::RowId> row);
  void currentChanged();
  void visibleRowsChanged();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  void connectPane(GridPane& pane);
  void connectHeader(GridPane& pane);
  void onPressed(const QModelIndex& index, QPoint at, Qt::KeyboardModifiers modifiers, GridPane& pane);
  void onKey(QKeyEvent* event);
  void applyWidths();
  void placePinned();
  void fitColumn(int section);
  void moveCurrent(int by);
  bool moveCursorFrom(RowId gone, const std::vector<RowId>& before);
  std::string columnId(int section) const;

  GridModel* m_model;
  GridPane* m_main;
  GridPane* m_pinned;
  QWidget* m_veil = nullptr;
  std::optional<RowId> m_hovered;
  std::optional<RowId> m_lastChecked;
  bool m_applying = false;
};

}  // namespace tatara::ui
