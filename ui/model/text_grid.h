// A table whose cells are made at once: a few thousand rows, sorted by a click on a title, copied with
// Ctrl+C.
//
// Threads: GUI thread; TextRow is a value.
#pragma once

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include <QWidget>

#include "ui/model/grid.h"

namespace tatara::ui {

class GridView;

ColumnSpec gridColumn(std::string id, const QString& title, int width, ColumnKind kind = ColumnKind::Text);
ColumnSpec filling(ColumnSpec spec);  // takes the width that is left over

struct TextCell {
  Cell cell;
  QString plain;                                             // for copies; at full precision
  double number = std::numeric_limits<double>::quiet_NaN();  // what sorting goes by, where it is one

  static TextCell text(const QString& shown, Tone tone = Tone::Secondary);
  static TextCell value(const QString& shown, double number, const QString& plain);
  static TextCell none() { return {Cell::none(), {}}; }
};

struct TextRow {
  RowId id = 0;
  std::vector<TextCell> cells;  // one a column
};

class TextGrid final : public QWidget {
  Q_OBJECT
 public:
  explicit TextGrid(const QString& name, QWidget* parent = nullptr);

  // Rows stand in the given order until a title is clicked; the order that was clicked is kept.
  void show(std::vector<ColumnSpec> columns, std::vector<TextRow> rows);
  std::optional<RowId> current() const;
  void setCurrent(RowId row);
  // Those whose mark is set, in the order shown; without marks the current one.
  std::vector<RowId> chosen() const;
  int heightForRows(int rows) const;
  QWidget* focusTarget() const;
  QString copyText() const;  // the chosen rows

 Q_SIGNALS:
  void activated(tatara::ui::RowId row, bool newWindow);
  void menuRequested(tatara::ui::RowId row, QPoint global);
  void chosenChanged();
  // The last rows are in sight: where there are more, now is the time to read them.
  void endSeen();

 private:
  void sortBy(const QString& column);
  void refresh();
  void showChecked();
  RowIds order() const;

  GridView* m_grid;
  std::vector<ColumnSpec> m_columns;
  std::shared_ptr<const std::vector<TextRow>> m_rows;
  std::vector<SortKey> m_sort;
  std::unordered_set<RowId> m_checked;
};

}  // namespace tatara::ui
