#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>
#include <cmath>
#include <utility>

#include "core/base/number_text.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/type.h"
#include "ui/chart/internal/chart_table_dialog.h"

namespace tatara::ui {

ChartTableModel::ChartTableModel(ChartTable table, QObject* parent)
    : QAbstractTableModel(parent), m_table(std::move(table)) {}

int ChartTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_table.rows());
}

int ChartTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_table.columns.size());
}

QVariant ChartTableModel::data(const QModelIndex& index, int role) const {
  const ChartTable::Column& column = m_table.columns[static_cast<std::size_t>(index.column())];
  const bool words = !column.texts.isEmpty();
  if (role == Qt::TextAlignmentRole) {
    return QVariant(Qt::AlignVCenter | (words ? Qt::AlignLeft : Qt::AlignRight));
  }
  if (role != Qt::DisplayRole) {
    return {};
  }
  if (words) {
    return column.texts.value(index.row());
  }
  const auto row = static_cast<std::size_t>(index.row());
  if (row >= column.values.size() || std::isnan(column.values[row])) {
    return QString(kMissing);
  }
  return withMinus(QString::fromStdString(toText(column.values[row])));
}

QVariant ChartTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation == Qt::Horizontal && role == Qt::DisplayRole) {
    return m_table.columns[static_cast<std::size_t>(section)].name;
  }
  if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole) {
    return data(index(0, section), role);
  }
  return QAbstractTableModel::headerData(section, orientation, role);
}

ChartTableDialog::ChartTableDialog(const QString& title, const ChartTable& table, QWidget* parent)
    : QDialog(parent) {
  setWindowTitle(title);
  setAttribute(Qt::WA_DeleteOnClose);
  resize(640, 480);
  auto* view = new QTableView;
  view->setModel(new ChartTableModel(table, view));
  view->verticalHeader()->hide();
  view->verticalHeader()->setDefaultSectionSize(kRowHeight);
  view->setSelectionBehavior(QAbstractItemView::SelectRows);
  view->setAccessibleName(title);
  auto* copy = new QPushButton(tr("Copy as CSV"));
  connect(copy, &QPushButton::clicked, this,
          [table] { QApplication::clipboard()->setText(QString::fromUtf8(table.toCsv())); });
  auto* close = new QPushButton(tr("Close"));
  connect(close, &QPushButton::clicked, this, &QDialog::accept);
  auto* buttons = new QHBoxLayout;
  buttons->addStretch();
  buttons->addWidget(copy);
  buttons->addWidget(close);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(view);
  layout->addLayout(buttons);
}

}  // namespace tatara::ui
