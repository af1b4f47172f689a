#include "ui/explore/cell_table.h"

#include <QAbstractTableModel>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"

namespace tatara::ui {
namespace {

constexpr int kCell = 16;  // as titles have it
constexpr int kCellRole = Qt::UserRole + 1;

class CellDelegate final : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const Colors& c = colors();
    painter->save();
    const bool hovered = option.state & QStyle::State_MouseOver;
    if (option.state & QStyle::State_Selected) {
      painter->fillRect(option.rect, c.sel);
    } else if (hovered) {
      painter->fillRect(option.rect, c.bg2);
    }
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), c.line);
    const auto* cell = static_cast<const TableCell*>(index.data(kCellRole).value<const void*>());
    QRect text = option.rect.adjusted(kCell, 0, -kCell, -1);
    if (cell && cell->badge) {
      if (!cell->text.isEmpty()) {
        paintBadge(*painter, QPointF(text.left(), text.top() + (text.height() - kBadgeHeight) / 2.0),
                   *cell->badge, cell->text);
      }
      painter->restore();
      return;
    }
    if (cell && cell->bar >= 0) {
      painter->fillRect(QRectF(text.left(), text.bottom() - 3, std::min(cell->bar, 1.0) * text.width(), 4),
                        c.barm);
    }
    if (cell && !cell->icon.isEmpty()) {
      drawIcon(*painter, cell->icon, QRectF(text.left(), text.center().y() - 6, 13, 13), c.tx3);
      text.setLeft(text.left() + 20);
    }
    painter->setFont(index.data(Qt::FontRole).value<QFont>());
    const QVariant ink = index.data(Qt::ForegroundRole);
    painter->setPen(ink.isValid() ? ink.value<QColor>() : c.tx1);
    const QString shown = painter->fontMetrics().elidedText(index.data().toString().simplified(),
                                                            Qt::ElideMiddle, text.width());
    if (index.data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight) {
      drawTabular(*painter, text, Qt::AlignRight, shown);
    } else {
      painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter, shown);
    }
    painter->restore();
  }

  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const auto* cell = static_cast<const TableCell*>(index.data(kCellRole).value<const void*>());
    const QFont font = index.data(Qt::FontRole).value<QFont>();
    const QString text = index.data().toString().simplified();
    const int width = cell && cell->badge
                          ? badgeWidth(*cell->badge, text)
                          : static_cast<int>(std::ceil(std::max<qreal>(
                                tabularWidth(font, text), QFontMetricsF(font).horizontalAdvance(text))));
    Q_UNUSED(option);
    return {width + 2 * kCell + 2 + (cell && !cell->icon.isEmpty() ? 20 : 0), kRowHeight};
  }
};

// Of the rows at the beginning, which stand for the rest of a long table.
int contentWidth(const QTableView& table, int column) {
  constexpr int kLooked = 300;
  int width = 0;
  for (int row = 0; row < std::min(table.model()->rowCount(), kLooked); ++row) {
    width = std::max(width, table.itemDelegate()->sizeHint({}, table.model()->index(row, column)).width());
  }
  return width;
}

QString flat(QString text) {
  return text.replace(QLatin1Char('\t'), QLatin1Char(' ')).replace(QLatin1Char('\n'), QLatin1Char(' '));
}

}  // namespace

class CellTable::Model final : public QAbstractTableModel {
 public:
  using QAbstractTableModel::QAbstractTableModel;

  int rowCount(const QModelIndex& parent = {}) const override {
    return parent.isValid() ? 0 : static_cast<int>(order.size());
  }
  int columnCount(const QModelIndex& parent = {}) const override {
    return parent.isValid() ? 0 : static_cast<int>(columns.size());
  }
  const TableCell& at(const QModelIndex& index) const {
    return cells[order[static_cast<std::size_t>(index.row())]][static_cast<std::size_t>(index.column())];
  }
  QVariant data(const QModelIndex& index, int role) const override {
    const TableCell& cell = at(index);
    switch (role) {
      case Qt::DisplayRole:
        return cell.text;
      case Qt::ToolTipRole:
        return cell.tip.isEmpty() ? QVariant() : QVariant(tipText(cell.tip));
      case Qt::ForegroundRole:
        return colors().*cell.color;
      case Qt::FontRole:
        return ui::font(cell.strong ? TextRole::CellMedium : TextRole::Cell);
      case Qt::TextAlignmentRole:
        return headerData(index.column(), Qt::Horizontal, role);
      case kCellRole:
        return QVariant::fromValue(static_cast<const void*>(&cell));
      default:
        return {};
    }
  }
  QVariant headerData(int section, Qt::Orientation way, int role) const override {
    if (way != Qt::Horizontal) {
      return {};
    }
    const TableColumn& column = columns[static_cast<std::size_t>(section)];
    switch (role) {
      case Qt::DisplayRole:
        return column.title;
      case Qt::ToolTipRole:
        return tipText(column.tip);
      case Qt::TextAlignmentRole:
        return QVariant::fromValue((column.right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
      default:
        return {};
    }
  }
  void sort(int column, Qt::SortOrder way) override {
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    std::vector<std::size_t> kept;
    for (const QModelIndex& index : before) {
      kept.push_back(order[static_cast<std::size_t>(index.row())]);
    }
    arrange(column, way);
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i) {
      const auto row = std::ranges::find(order, kept[static_cast<std::size_t>(i)]) - order.begin();
      after << index(static_cast<int>(row), before[i].column());
    }
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged();
  }
  void arrange(int column, Qt::SortOrder way) {
    order.resize(cells.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (column < 0) {
      return;
    }
    const auto index = static_cast<std::size_t>(column);
    const bool down = way == Qt::DescendingOrder;
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
      const TableCell& left = cells[a][index];
      const TableCell& right = cells[b][index];
      if (columns[index].sortsByText) {
        const int sign = QString::localeAwareCompare(left.text, right.text);
        return down ? sign > 0 : sign < 0;
      }
      if (std::isnan(left.order) || std::isnan(right.order)) {
        return !std::isnan(left.order) && std::isnan(right.order);
      }
      return down ? left.order > right.order : left.order < right.order;
    });
  }
  void set(std::vector<TableColumn> titles, std::vector<std::vector<TableCell>> rows) {
    beginResetModel();
    columns = std::move(titles);
    cells = std::move(rows);
    arrange(-1, Qt::AscendingOrder);
    endResetModel();
  }

  std::vector<TableColumn> columns;
  std::vector<std::vector<TableCell>> cells;
  std::vector<std::size_t> order;
};

void dressTable(QTableView& table) {
  table.setItemDelegate(new CellDelegate(&table));
  table.setShowGrid(false);
  table.setFrameShape(QFrame::NoFrame);
  table.setWordWrap(false);
  table.setMouseTracking(true);
  table.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  table.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  table.verticalHeader()->hide();
  table.verticalHeader()->setMinimumSectionSize(kRowHeight);
  table.verticalHeader()->setDefaultSectionSize(kRowHeight);
  table.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  table.horizontalHeader()->setFixedHeight(kHeaderRowHeight);
  table.horizontalHeader()->setHighlightSections(false);
  table.horizontalHeader()->setMinimumSectionSize(40);
}

void fitColumns(QTableView& table, const std::vector<TableColumn>& columns, int stretched) {
  const QFontMetricsF header(ui::font(TextRole::Badge));
  int total = 0;
  for (int i = 0; i < static_cast<int>(columns.size()); ++i) {
    const TableColumn& column = columns[static_cast<std::size_t>(i)];
    // Room for the arrow of sorting beside the title.
    const int title = static_cast<int>(std::ceil(header.horizontalAdvance(column.title))) + 2 * kCell + 12;
    const int width =
        std::clamp(std::max(contentWidth(table, i), title), column.least, std::max(column.most, title));
    table.setColumnWidth(i, width);
    total += width;
  }
  const int spare = table.viewport()->width() - total;
  if (stretched >= 0 && spare > 0) {
    table.setColumnWidth(stretched, table.columnWidth(stretched) + spare);
  }
}

CellTable::CellTable(const QString& name, QWidget* parent) : QTableView(parent), m_model(new Model(this)) {
  setModel(m_model);
  dressTable(*this);
  setAccessibleName(name);
  setSelectionBehavior(QAbstractItemView::SelectRows);
  setSelectionMode(QAbstractItemView::ExtendedSelection);
  setTabKeyNavigation(false);
  horizontalHeader()->setSectionsClickable(true);
  connect(horizontalHeader(), &QHeaderView::sectionClicked, this, [this](int column) {
    const bool same = m_sorted == column;
    const auto way = horizontalHeader()->sortIndicatorOrder();
    if (same && way == Qt::DescendingOrder) {
      sortBy(-1, Qt::AscendingOrder);
    } else {
      sortBy(column, same ? Qt::DescendingOrder : Qt::AscendingOrder);
    }
  });
  connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          [this] { Q_EMIT rowSelected(currentRow()); });
  connect(this, &QTableView::doubleClicked, this, [this] { Q_EMIT rowOpened(currentRow()); });
}

void CellTable::setContent(std::vector<TableColumn> columns, std::vector<std::vector<TableCell>> rows,
                           int stretched) {
  m_stretched = stretched;
  m_sorted = -1;
  horizontalHeader()->setSortIndicatorShown(false);
  m_model->set(std::move(columns), std::move(rows));
  fitColumns(*this, m_model->columns, stretched);
}

int CellTable::rows() const {
  return static_cast<int>(m_model->cells.size());
}

const TableCell& CellTable::cell(int row, int column) const {
  return m_model->cells[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
}

int CellTable::currentRow() const {
  const QModelIndex index = currentIndex();
  return index.isValid() ? static_cast<int>(m_model->order[static_cast<std::size_t>(index.row())]) : -1;
}

void CellTable::selectRow(int row) {
  const auto at = std::ranges::find(m_model->order, static_cast<std::size_t>(row));
  if (row >= 0 && at != m_model->order.end()) {
    setCurrentIndex(m_model->index(static_cast<int>(at - m_model->order.begin()), 0));
  }
}

void CellTable::sortBy(int column, Qt::SortOrder order) {
  m_sorted = column;
  horizontalHeader()->setSortIndicatorShown(column >= 0);
  horizontalHeader()->setSortIndicator(column, order);
  m_model->sort(column, order);
}

ChartTable CellTable::table() const {
  ChartTable table;
  for (std::size_t column = 0; column < m_model->columns.size(); ++column) {
    ChartTable::Column one{.name = m_model->columns[column].title, .values = {}, .texts = {}};
    for (const std::size_t row : m_model->order) {
      const TableCell& cell = m_model->cells[row][column];
      const QString& words = cell.full.isEmpty() ? cell.text : cell.full;
      one.texts << (words == QString(kMissing) ? QString() : words);
    }
    table.columns.push_back(std::move(one));
  }
  return table;
}

QString CellTable::tsv() const {
  QModelIndexList marked = selectionModel()->selectedRows();
  std::vector<int> places;
  for (const QModelIndex& index : marked) {
    places.push_back(index.row());
  }
  std::ranges::sort(places);
  if (places.size() < 2) {
    places.resize(m_model->order.size());
    std::iota(places.begin(), places.end(), 0);
  }
  QStringList cells;
  for (const TableColumn& column : m_model->columns) {
    cells << flat(column.title);
  }
  QString text = cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
  for (const int place : places) {
    cells.clear();
    for (const TableCell& cell : m_model->cells[m_model->order[static_cast<std::size_t>(place)]]) {
      const QString& words = cell.full.isEmpty() ? cell.text : cell.full;
      cells << (words == QString(kMissing) ? QString() : flat(words));
    }
    text += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
  }
  return text;
}

void CellTable::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy)) {
    QApplication::clipboard()->setText(tsv());
    Q_EMIT copied();
  } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentRow() >= 0) {
    Q_EMIT rowOpened(currentRow());
  } else if (event->key() == Qt::Key_J || event->key() == Qt::Key_K) {
    const int row = currentIndex().row() + (event->key() == Qt::Key_J ? 1 : -1);
    if (row >= 0 && row < m_model->rowCount()) {
      setCurrentIndex(m_model->index(row, 0));
    }
  } else {
    QTableView::keyPressEvent(event);
  }
}

void CellTable::resizeEvent(QResizeEvent* event) {
  QTableView::resizeEvent(event);
  if (m_stretched >= 0) {
    fitColumns(*this, m_model->columns, m_stretched);
  }
}

}  // namespace tatara::ui
