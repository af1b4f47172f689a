// The profile of every column as rows of 28 px: type, small histogram, statistics, alerts.
//
// A column that is not computed yet is a row of grey bars. Painted from the profile, so any number of columns
// costs what is on screen. Rows are chosen by mouse or keyboard, a bar of a histogram is told by a signal,
// the type icon and the right button ask for menus; the panel acts. Threads: GUI thread.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QAbstractScrollArea>

#include "core/dataset/datasets.h"
#include "core/dataset/profile.h"
#include "ui/base/painted_items.h"
#include "ui/chart/chart_view.h"
#include "ui/explore/column_bars.h"

namespace tatara::ui {

using ProfilePtr = std::shared_ptr<const dataset::Profile>;

class ProfileTable final : public QAbstractScrollArea, public PaintedItems {
  Q_OBJECT
 public:
  enum class Field { Column, Distribution, Missing, Distinct, Min, Median, Max, Mean, Deviation, Alerts };
  enum class Order { File, Ascending, Descending };

  explicit ProfileTable(QWidget* parent = nullptr);

  // `known`: one a column, whether it is computed.
  void setProfile(ProfilePtr profile, std::vector<bool> known);
  // One a column; with the rows inside the brushes where there are brushes.
  void setBars(std::vector<ColumnBars> bars, bool updating);
  // The numbers are not yet those of the rows inside the brushes.
  void setStale(bool stale);
  // What people say of the columns: told in their tooltips, and a lock stands beside personal ones.
  void setNotes(std::vector<dataset::ColumnNote> notes);
  int wholeHeight() const;  // with every row
  // Which columns are listed; all without.
  void setListed(std::optional<std::vector<std::size_t>> columns);
  void setSort(Field field, Order order);
  Field sortField() const { return m_sort; }
  Order sortOrder() const { return m_order; }
  void select(int column);
  int selected() const { return m_selected; }
  // As they stand, for copying.
  const std::vector<std::size_t>& shown() const { return m_rows; }
  QString tsv() const;
  QString rowText(std::size_t column) const;  // for screen readers
  // The same numbers for a report; of the columns named, only how many values there are.
  ChartTable statistics(const QStringList& without) const;

  int itemCount() const override { return static_cast<int>(m_rows.size()); }
  QString itemName(int item) const override { return rowText(m_rows[static_cast<std::size_t>(item)]); }
  QRect itemRect(int item) const override;
  int currentItem() const override;
  bool itemSelected(int item) const override { return item == currentItem(); }
  void pressItem(int item) override { selectRow(item); }
  int cellCount() const override { return static_cast<int>(m_slots.size()); }
  QString cellName(int cell) const override { return m_slots[static_cast<std::size_t>(cell)].title; }
  QString cellValue(int item, int cell) const override;
  QRect itemCellRect(int item, int cell) const override;
  QAccessible::Role itemsRole() const override { return QAccessible::Table; }
  QAccessible::Role itemRole() const override { return QAccessible::Row; }

 Q_SIGNALS:
  void columnSelected(int column);
  void columnOpened();  // Enter
  void barClicked(int column, int bar);
  void typeMenuAsked(int column, const QPoint& global);
  void menuAsked(int column, const QPoint& global);
  void sortAsked(tatara::ui::ProfileTable::Field field);
  void alertClicked(int column);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  bool viewportEvent(QEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  struct Slot {
    Field field;
    QString title;
    QRect rect;  // of the header; x and width of the cells too
    bool right = true;
  };
  int alertsWidth() const;
  void layOut();
  void arrange();
  void paintHeader(QPainter& painter) const;
  void paintRow(QPainter& painter, std::size_t column, const QRect& row) const;
  void paintNumbers(QPainter& painter, const dataset::ColumnProfile& column, const QRect& row) const;
  void paintAlerts(QPainter& painter, const dataset::ColumnProfile& column, const QRect& cell) const;
  QString helpText(std::size_t column, int x) const;
  static QString numberText(const dataset::ColumnProfile& column, Field field);
  // Of a column that is no number: what stands in place of its statistics.
  static QString acrossText(const dataset::ColumnProfile& column);
  QString distributionText(std::size_t column) const;
  QRectF barRect(const QRect& row) const;
  const Slot& slot(Field field) const;
  std::optional<std::size_t> rowAt(int y) const;
  QRect rowRect(std::size_t row) const;
  void selectRow(std::ptrdiff_t row);

  ProfilePtr m_profile;
  std::vector<bool> m_known;
  std::vector<ColumnBars> m_bars;
  bool m_updating = false;
  bool m_stale = false;
  std::optional<std::vector<std::size_t>> m_listed;
  std::vector<std::size_t> m_rows;
  const dataset::ColumnNote* noteOf(const std::string& column) const;
  std::vector<dataset::ColumnNote> m_notes;
  std::vector<Slot> m_slots;
  int m_barWidth = 0;
  Field m_sort = Field::Column;
  Order m_order = Order::File;
  int m_selected = -1;
  int m_hoveredColumn = -1;
  int m_hoveredBar = -1;
};

}  // namespace tatara::ui
