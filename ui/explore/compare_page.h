// The Compare versions tab: what became of the columns, the rows and the cells since another version.
//
// Columns at the left with how many of their cells changed; a click on one shows its changed cells alone at
// the right, beside the rows that came and went. Threads: GUI thread; rows are read on workers.
#pragma once

#include <QWidget>

#include "ui/explore/version_diff.h"

class QMenu;
class QSplitter;
class QStackedWidget;

namespace tatara::ui {

class CellTable;
class CompareBar;
class FigureStrip;
class Label;
class SegmentedControl;
class SubsetRows;

class ComparePage final : public QWidget {
  Q_OBJECT
 public:
  enum class Rows { Changed, Added, Removed };

  explicit ComparePage(VersionDiff& diff, QWidget* parent = nullptr);
  ~ComparePage() override;

  bool settled() const;
  CellTable& columns() { return *m_columns; }
  CellTable& cells() { return *m_cells; }
  const ComparedPtr& compared() const { return m_compared; }
  void showRows(Rows rows);

 Q_SIGNALS:
  void copied(const QString& said);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void build();
  QWidget* makeRowLists();
  void fillCopyMenu(QMenu& menu);
  void present();
  static QString keyReason(const dataset::RowChanges& rows, const QStringList& key);
  void fillColumns();
  void fillCells();

  VersionDiff& m_diff;
  ComparedPtr m_compared;
  CompareBar* m_bar;
  QStackedWidget* m_stack;
  FigureStrip* m_figures;
  QSplitter* m_split;
  CellTable* m_columns;
  SegmentedControl* m_which;
  QStackedWidget* m_rows;
  Label* m_note;
  CellTable* m_cells;
  SubsetRows* m_added;
  SubsetRows* m_removed;
};

}  // namespace tatara::ui
