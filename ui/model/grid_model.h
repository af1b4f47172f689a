// The item model over a vector of ids and a GridSource.
//
// Never resets: a new order of rows is a permutation, a removal and an insertion (row_plan.h), a new set of
// columns keeps the common beginning and end, new values are dataChanged. Cells are made a page at a time and
// kept in an LRU. Invariant: rows are those of ids(), columns those of columns(); a cell that the source does
// not know is missing. Threads: GUI thread.
#pragma once

#include <functional>
#include <unordered_set>

#include <QAbstractTableModel>

#include "ui/model/page_cache.h"
#include "ui/model/row_plan.h"

namespace tatara::ui {

class GridModel final : public QAbstractTableModel {
  Q_OBJECT

 public:
  explicit GridModel(QObject* parent = nullptr);

  // `plan` may be for an older order; it is made anew then.
  void setContent(std::shared_ptr<const GridSource> source, std::vector<ColumnSpec> columns, RowPlan plan);
  // The same rows and columns with other values.
  void setSource(std::shared_ptr<const GridSource> source);
  // The rows marked in the check column.
  void setChecked(std::unordered_set<RowId> checked);
  // Called with what was typed into an editable cell.
  void setEditor(std::function<bool(RowId, const std::string& column, const QString& text)> editor);

  const RowIds& ids() const { return m_ids; }
  const std::vector<ColumnSpec>& columns() const { return m_columns; }
  const GridSource* source() const { return m_source.get(); }
  RowId rowId(int row) const { return (*m_ids)[static_cast<std::size_t>(row)]; }
  // -1 when it is not shown. Linear; for single look-ups.
  int findRow(RowId id) const;
  int findColumn(const std::string& id) const;
  const Cell& cell(int row, int column) const;
  QString plainText(int row, int column) const;
  bool isChecked(RowId id) const { return m_checked.contains(id); }
  const std::unordered_set<RowId>& checked() const { return m_checked; }

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;

 private:
  static constexpr int kPageRows = 32;
  using Page = std::vector<Cell>;  // kPageRows × columns, fewer on the last

  void applyColumns(std::vector<ColumnSpec> columns);
  void applyRows(const RowPlan& plan);
  void reorder(RowIds ids);
  void mapColumns();
  void valuesChanged();

  std::shared_ptr<const GridSource> m_source;
  std::vector<ColumnSpec> m_columns;
  std::vector<int> m_sourceColumn;  // by column; -1: the source does not know it
  RowIds m_ids;
  std::unordered_set<RowId> m_checked;
  std::function<bool(RowId, const std::string&, const QString&)> m_editor;
  mutable LruCache<int, Page> m_pages{64};
};

}  // namespace tatara::ui
