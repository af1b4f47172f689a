// The numbers of a chart in a table, for reading, copying and screen readers.
#pragma once

#include <QAbstractTableModel>
#include <QDialog>

#include "ui/chart/chart_view.h"

namespace tatara::ui {

class ChartTableModel final : public QAbstractTableModel {
  Q_OBJECT
 public:
  explicit ChartTableModel(ChartTable table, QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  ChartTable m_table;
};

class ChartTableDialog final : public QDialog {
  Q_OBJECT
 public:
  ChartTableDialog(const QString& title, const ChartTable& table, QWidget* parent);
};

}  // namespace tatara::ui
