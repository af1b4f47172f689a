#include "ui/model/grid_model.h"

#include <algorithm>
#include <unordered_map>

#include "ui/base/number_text.h"
#include "ui/base/tip_text.h"

namespace tatara::ui {

GridModel::GridModel(QObject* parent)
    : QAbstractTableModel(parent), m_ids(std::make_shared<const std::vector<RowId>>()) {}

void GridModel::setContent(std::shared_ptr<const GridSource> source, std::vector<ColumnSpec> columns,
                           RowPlan plan) {
  m_source = std::move(source);
  mapColumns();
  applyColumns(std::move(columns));
  if (plan.before != m_ids) {
    plan = planRows(m_ids, plan.after);
  }
  applyRows(plan);
  valuesChanged();
}

void GridModel::setSource(std::shared_ptr<const GridSource> source) {
  m_source = std::move(source);
  mapColumns();
  valuesChanged();
}

void GridModel::setChecked(std::unordered_set<RowId> checked) {
  if (checked == m_checked) {
    return;
  }
  m_checked = std::move(checked);
  if (!m_ids->empty() && !m_columns.empty()) {
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1), {Qt::CheckStateRole});
  }
}

void GridModel::setEditor(std::function<bool(RowId, const std::string&, const QString&)> editor) {
  m_editor = std::move(editor);
}

int GridModel::findRow(RowId id) const {
  const auto found = std::find(m_ids->begin(), m_ids->end(), id);
  return found == m_ids->end() ? -1 : static_cast<int>(found - m_ids->begin());
}

int GridModel::findColumn(const std::string& id) const {
  const auto found =
      std::find_if(m_columns.begin(), m_columns.end(), [&](const ColumnSpec& spec) { return spec.id == id; });
  return found == m_columns.end() ? -1 : static_cast<int>(found - m_columns.begin());
}

const Cell& GridModel::cell(int row, int column) const {
  const int number = row / kPageRows;
  const auto width = m_columns.size();
  const Page* page = m_pages.find(number);
  if (page == nullptr) {
    const std::size_t begin = static_cast<std::size_t>(number) * kPageRows;
    const std::size_t end = std::min(m_ids->size(), begin + kPageRows);
    Page made;
    made.reserve((end - begin) * width);
    for (std::size_t at = begin; at < end; ++at) {
      for (const int sourceColumn : m_sourceColumn) {
        made.push_back(sourceColumn < 0 || m_source == nullptr ? Cell::none()
                                                               : m_source->cell((*m_ids)[at], sourceColumn));
      }
    }
    page = &m_pages.put(number, std::move(made));
  }
  return (*page)[static_cast<std::size_t>(row % kPageRows) * width + static_cast<std::size_t>(column)];
}

QString GridModel::plainText(int row, int column) const {
  const int sourceColumn = m_sourceColumn[static_cast<std::size_t>(column)];
  return sourceColumn < 0 || m_source == nullptr ? QString() : m_source->plainText(rowId(row), sourceColumn);
}

int GridModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_ids->size());
}

int GridModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant GridModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) {
    return {};
  }
  const ColumnSpec& spec = m_columns[static_cast<std::size_t>(index.column())];
  switch (role) {
    case Qt::DisplayRole: {
      if (spec.kind == ColumnKind::Check || spec.stub) {
        return QString();
      }
      const Cell& shown = cell(index.row(), index.column());
      return shown.missing ? QString(kMissing) : shown.text;
    }
    case Qt::EditRole:
      return plainText(index.row(), index.column());
    case Qt::ToolTipRole: {
      const QString& tip = cell(index.row(), index.column()).tip;
      return tip.isEmpty() ? QVariant() : QVariant(tipText(tip));
    }
    case Qt::AccessibleDescriptionRole: {  // what signs and pills say, too
      const Cell& shown = cell(index.row(), index.column());
      return shown.tip == shown.text ? QString() : shown.tip;
    }
    case Qt::CheckStateRole:
      if (spec.kind == ColumnKind::Check) {
        return isChecked(rowId(index.row())) ? Qt::Checked : Qt::Unchecked;
      }
      return {};
    case Qt::TextAlignmentRole:
      return static_cast<int>(spec.kind == ColumnKind::Number || spec.kind == ColumnKind::Delta
                                  ? Qt::AlignRight | Qt::AlignVCenter
                                  : Qt::AlignLeft | Qt::AlignVCenter);
    default:
      return {};
  }
}

QVariant GridModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) {
    return {};
  }
  const ColumnSpec& spec = m_columns[static_cast<std::size_t>(section)];
  if (role == Qt::DisplayRole) {
    return spec.title;
  }
  if (role == Qt::ToolTipRole) {
    return tipText(spec.tip.isEmpty() ? spec.title : spec.tip);
  }
  return {};
}

Qt::ItemFlags GridModel::flags(const QModelIndex& index) const {
  Qt::ItemFlags result = QAbstractTableModel::flags(index) & ~Qt::ItemFlags(Qt::ItemIsDragEnabled);
  if (!index.isValid()) {
    return result;
  }
  const ColumnSpec& spec = m_columns[static_cast<std::size_t>(index.column())];
  if (spec.editable && m_editor) {
    result |= Qt::ItemIsEditable;
  }
  return result;
}

bool GridModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (role != Qt::EditRole || !index.isValid() || !m_editor) {
    return false;
  }
  return m_editor(rowId(index.row()), m_columns[static_cast<std::size_t>(index.column())].id,
                  value.toString().trimmed());
}

void GridModel::mapColumns() {
  m_sourceColumn.assign(m_columns.size(), -1);
  m_pages.clear();
  if (m_source == nullptr) {
    return;
  }
  const std::vector<ColumnSpec>& known = m_source->columns();
  for (std::size_t i = 0; i < m_columns.size(); ++i) {
    for (std::size_t k = 0; k < known.size(); ++k) {
      if (known[k].id == m_columns[i].id) {
        m_sourceColumn[i] = static_cast<int>(k);
        break;
      }
    }
  }
}

void GridModel::applyColumns(std::vector<ColumnSpec> columns) {
  const auto sameId = [](const ColumnSpec& left, const ColumnSpec& right) { return left.id == right.id; };
  const std::size_t shorter = std::min(m_columns.size(), columns.size());
  std::size_t front = 0;
  while (front < shorter && sameId(m_columns[front], columns[front])) {
    ++front;
  }
  std::size_t back = 0;
  while (back < shorter - front &&
         sameId(m_columns[m_columns.size() - 1 - back], columns[columns.size() - 1 - back])) {
    ++back;
  }
  const auto at = static_cast<int>(front);
  if (const auto gone = static_cast<int>(m_columns.size() - front - back); gone > 0) {
    beginRemoveColumns({}, at, at + gone - 1);
    m_columns.erase(m_columns.begin() + at, m_columns.begin() + at + gone);
    mapColumns();
    endRemoveColumns();
  }
  if (const auto come = static_cast<int>(columns.size() - front - back); come > 0) {
    beginInsertColumns({}, at, at + come - 1);
    m_columns.insert(m_columns.begin() + at, columns.begin() + at, columns.begin() + at + come);
    mapColumns();
    endInsertColumns();
  }
  if (m_columns != columns) {
    m_columns = std::move(columns);
    mapColumns();
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
  }
}

void GridModel::reorder(RowIds ids) {
  Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
  const QModelIndexList held = persistentIndexList();
  std::vector<RowId> heldIds;
  heldIds.reserve(static_cast<std::size_t>(held.size()));
  for (const QModelIndex& index : held) {
    heldIds.push_back(rowId(index.row()));
  }
  m_ids = std::move(ids);
  m_pages.clear();
  // Persistent indices are few (the current cell, an editor), unless a view holds many: then one map serves
  // all.
  std::unordered_map<RowId, int> rows;
  constexpr std::size_t kFew = 16;
  if (heldIds.size() > kFew) {
    rows.reserve(m_ids->size());
    for (std::size_t row = 0; row < m_ids->size(); ++row) {
      rows.emplace((*m_ids)[row], static_cast<int>(row));
    }
  }
  QModelIndexList moved;
  moved.reserve(held.size());
  for (qsizetype i = 0; i < held.size(); ++i) {
    const RowId id = heldIds[static_cast<std::size_t>(i)];
    moved.push_back(index(rows.empty() ? findRow(id) : rows[id], held[i].column()));
  }
  changePersistentIndexList(held, moved);
  Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

void GridModel::applyRows(const RowPlan& plan) {
  if (plan.sameOrder) {
    m_ids = plan.after;
    m_pages.clear();
    return;
  }
  const std::size_t gone = m_ids->size() - plan.kept.size();
  if (gone > 0) {
    std::vector<RowId> stayFirst = plan.kept;
    if (!std::equal(plan.kept.begin(), plan.kept.end(), m_ids->begin())) {
      std::vector<RowId> sortedKept = plan.kept;
      std::sort(sortedKept.begin(), sortedKept.end());
      for (const RowId id : *m_ids) {
        if (!std::binary_search(sortedKept.begin(), sortedKept.end(), id)) {
          stayFirst.push_back(id);
        }
      }
      reorder(std::make_shared<const std::vector<RowId>>(std::move(stayFirst)));
    }
    beginRemoveRows({}, static_cast<int>(plan.kept.size()), static_cast<int>(m_ids->size()) - 1);
    m_ids = std::make_shared<const std::vector<RowId>>(plan.kept);
    m_pages.clear();
    endRemoveRows();
  }
  if (!plan.added.empty()) {
    std::vector<RowId> grown = plan.kept;
    grown.insert(grown.end(), plan.added.begin(), plan.added.end());
    beginInsertRows({}, static_cast<int>(plan.kept.size()), static_cast<int>(grown.size()) - 1);
    m_ids = std::make_shared<const std::vector<RowId>>(std::move(grown));
    m_pages.clear();
    endInsertRows();
  }
  if (*m_ids == *plan.after) {
    m_ids = plan.after;
  } else {
    reorder(plan.after);
  }
}

void GridModel::valuesChanged() {
  if (m_ids->empty() || m_columns.empty()) {
    return;
  }
  m_pages.clear();
  Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

}  // namespace tatara::ui
