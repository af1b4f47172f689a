// A table over the rows of a frame, as long as there are rows: header, a filter field above each column,
// pinned columns, a gutter of row numbers.
//
// It paints what a worker read for the screen and a little around it; a row that is not read yet is a row of
// grey bars. The scroll bar counts rows, so that a hundred million of them cost nothing. The view keeps
// scroll, cursor and marked range; what is shown, sorted and filtered belongs to the page, which is asked by
// signals. Threads: GUI thread; a RowsWindow is a value made on a worker.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QAbstractScrollArea>

#include "core/dataset/frame.h"
#include "core/dataset/frame_order.h"
#include "ui/base/painted_items.h"

class QLineEdit;

namespace tatara::ui {

using FramePtr = std::shared_ptr<const dataset::Frame>;

struct RowsColumn {
  std::size_t column = 0;  // of the frame
  int width = 96;
  bool pinned = false;
  bool scaled = false;  // coloured by value
  friend bool operator==(const RowsColumn&, const RowsColumn&) = default;
};

struct RowsCell {
  QString text;
  bool missing = false;
  bool odd = false;  // infinite
  float shade = -1;  // place between the least and the greatest value; below 0: none
};

// The rows that were read: places `first` and on, `columns` cells each.
struct RowsWindow {
  std::uint64_t first = 0;
  std::size_t columns = 0;
  std::vector<std::uint64_t> rows;  // of the file, from zero
  std::vector<RowsCell> cells;
};
RowsWindow readWindow(const dataset::Frame& frame, const dataset::RowView& view,
                      const std::vector<RowsColumn>& columns, std::uint64_t first, std::size_t count);

class RowsView final : public QAbstractScrollArea, public PaintedItems {
  Q_OBJECT
 public:
  explicit RowsView(QWidget* parent = nullptr);

  void setFrame(FramePtr frame);
  // Pinned ones come first.
  void setColumns(std::vector<RowsColumn> columns);
  const std::vector<RowsColumn>& columns() const { return m_columns; }
  void setSize(std::uint64_t rows);
  void setWindow(RowsWindow window);
  void setOrder(std::vector<dataset::OrderKey> order);
  // What stands in the filter fields, by column of the frame.
  void setFilterTexts(std::vector<std::pair<std::size_t, QString>> texts);
  void setFilterError(std::optional<std::size_t> column, const QString& words);
  // Stands where rows would; the titles and filter fields stay. Owned; null: none.
  void setNotice(QWidget* notice);
  // False: there are no filter fields.
  void setFilterable(bool filterable);
  // Old rows at 40 %.
  void setUpdating(bool updating);

  // First place on screen and how many fit.
  std::uint64_t firstPlace() const;
  std::size_t fittingRows() const;
  void showPlace(std::uint64_t place);  // makes it current
  std::uint64_t current() const { return m_current; }
  // First and last marked place.
  std::pair<std::uint64_t, std::uint64_t> marked() const;
  void markAll();
  void editFilter(std::size_t column);

  // The rows on screen.
  int itemCount() const override;
  QString itemName(int item) const override;
  QRect itemRect(int item) const override;
  int currentItem() const override;
  bool itemSelected(int item) const override;
  void pressItem(int item) override;
  int cellCount() const override { return static_cast<int>(m_columns.size()); }
  QString cellName(int cell) const override;
  QString cellValue(int item, int cell) const override;
  QRect itemCellRect(int item, int cell) const override;
  QAccessible::Role itemsRole() const override { return QAccessible::Table; }
  QAccessible::Role itemRole() const override { return QAccessible::Row; }

 Q_SIGNALS:
  void windowNeeded();
  void sortAsked(std::size_t column, bool additive);
  void filterTyped(std::size_t column, const QString& text);
  void columnMenuAsked(std::size_t column, const QPoint& global);
  void menuAsked(const QPoint& global);
  void widthChanged(std::size_t column, int width);
  void copyAsked();
  void markedChanged();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void scrollContentsBy(int dx, int dy) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  bool viewportEvent(QEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Placed {
    std::size_t index = 0;  // into m_columns
    QRect rect;             // x and width
  };
  int gutterWidth() const;
  int head() const;  // titles and filter fields
  int pinnedWidth() const;
  // Columns that can be seen, those that scroll first.
  std::vector<Placed> placed() const;
  std::optional<Placed> placedAt(int x) const;
  void layOut();
  void paintHeader(QPainter& painter, const Placed& place) const;
  void paintFilter(QPainter& painter, const Placed& place) const;
  void paintCells(QPainter& painter, const Placed& place) const;
  void paintCell(QPainter& painter, const RowsCell& cell, const QRect& rect, bool number) const;
  void paintGutter(QPainter& painter) const;
  bool isNumber(const RowsColumn& column) const;
  void moveTo(std::uint64_t place, bool extend);
  void closeEditor(bool commit);
  void fitColumn(std::size_t index);
  const RowsCell* cellAt(std::uint64_t place, std::size_t index) const;

  FramePtr m_frame;
  std::vector<RowsColumn> m_columns;
  std::uint64_t m_size = 0;
  RowsWindow m_window;
  std::vector<dataset::OrderKey> m_order;
  std::vector<std::pair<std::size_t, QString>> m_filterTexts;
  std::optional<std::size_t> m_wrongFilter;
  QString m_wrongWords;
  bool m_updating = false;
  bool m_filterable = true;
  std::uint64_t m_current = 0;
  std::uint64_t m_anchor = 0;
  bool m_keyboard = false;
  std::optional<std::size_t> m_resized;  // index of the column whose edge is dragged
  int m_resizeFrom = 0;
  QWidget* m_notice = nullptr;
  QLineEdit* m_editor = nullptr;
  std::size_t m_edited = 0;  // column of the frame
};

}  // namespace tatara::ui
