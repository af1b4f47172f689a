// A table of finished cells: words or numbers in a colour, a badge, a thin bar below a number.
//
// A click on a title sorts by it, ascending, descending, then as given; cells without a sort value stand last
// both ways. Ctrl+C copies the marked rows, or all of them when at most one is marked, tab-separated with
// titles, in full precision where a cell has it. dressTable() gives any other QTableView the same look.
// Threads: GUI thread.
#pragma once

#include <limits>
#include <optional>
#include <vector>

#include <QTableView>

#include "ui/base/theme.h"
#include "ui/chart/chart_view.h"
#include "ui/widget/badge.h"

namespace tatara::ui {

struct TableCell {
  QString text;
  ColorRole color = &Colors::tx1;
  bool strong = false;
  std::optional<BadgeState> badge = {};  // `text` stands in it
  double bar = -1;                       // 0 … 1 of the cell's width; below 0: none
  QString tip = {};
  QString full = {};  // what is copied; empty: `text`
  // What the column is sorted by; without it by `text`.
  double order = std::numeric_limits<double>::quiet_NaN();
  QString icon = {};
};

struct TableColumn {
  QString title;
  bool right = false;  // numbers
  int least = 60;
  int most = 260;
  bool sortsByText = false;
  QString tip = {};
};

// Rows of 28 px with a hairline below each, cells and titles in line, no grid.
void dressTable(QTableView& table);
// Widths by contents within `least` and `most`; what is left over goes to the column `stretched`, when there
// is one.
void fitColumns(QTableView& table, const std::vector<TableColumn>& columns, int stretched = -1);

class CellTable final : public QTableView {
  Q_OBJECT
 public:
  explicit CellTable(const QString& name, QWidget* parent = nullptr);

  // The selected row stays when the new content has it.
  void setContent(std::vector<TableColumn> columns, std::vector<std::vector<TableCell>> rows,
                  int stretched = -1);
  int rows() const;
  const TableCell& cell(int row, int column) const;
  // A place in the rows that were given, whatever the order on screen; −1: none.
  int currentRow() const;
  void selectRow(int row);
  void sortBy(int column, Qt::SortOrder order);
  QString tsv() const;
  // Every row as it stands on screen, in full precision where a cell has it.
  ChartTable table() const;

 Q_SIGNALS:
  void rowSelected(int row);
  void rowOpened(int row);  // Enter, double click
  void copied();

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  class Model;
  Model* m_model;
  int m_stretched = -1;
  int m_sorted = -1;
};

}  // namespace tatara::ui
