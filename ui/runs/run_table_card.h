// The table half of the panel: grid, footer, and what stands in their place when there is nothing to show.
//
// Threads: GUI thread.
#pragma once

#include <QWidget>

#include "ui/model/grid_view.h"
#include "ui/runs/listing.h"

class QStackedLayout;

namespace tatara::ui {

class TableFooter;

class RunTableCard final : public QWidget {
  Q_OBJECT

 public:
  explicit RunTableCard(QWidget* parent);

  GridView& grid() { return *m_grid; }
  void showTable();
  void showLoading();
  // Takes the place of the table; deleted with the next state.
  void showState(QWidget* state);
  bool showsTable() const;
  // What is selected, then what that says: "6 selected", "mean 39.66 · best 38.42".
  void setSummary(const QString& strong, const QString& rest);
  // "Rows 1–11 of 64".
  void setRange(int first, int last, int count);
  // Height that shows so many rows.
  int heightForRows(int rows) const;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  GridView* m_grid;
  TableFooter* m_footer;
  QWidget* m_table;
  QWidget* m_skeleton = nullptr;
  QWidget* m_state = nullptr;
  QStackedLayout* m_stack;
  QWidget* m_corners;
};

}  // namespace tatara::ui
