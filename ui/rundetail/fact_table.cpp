#include "ui/rundetail/fact_table.h"

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
#include <utility>

#include "ui/base/metrics.h"
#include "ui/base/share_width.h"
#include "ui/base/theme.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"

namespace tatara::ui {
namespace {

constexpr int kFactCell = 16;  // as header labels have it
constexpr int kFactGap = 4;    // on the side where the text ends
constexpr int kWideFacts = 640;
constexpr int kWideColumn = 300;  // so that tables below one another align
constexpr int kMostMeasured = 500;
constexpr int kMostLetters = 120;

class FactDelegate final : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const Colors& c = colors();
    painter->save();
    if (option.state & QStyle::State_Selected) {
      painter->fillRect(option.rect, c.sel);
    }
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), c.line);
    painter->setFont(index.data(Qt::FontRole).value<QFont>());
    painter->setPen(index.data(Qt::ForegroundRole).value<QColor>());
    const bool left = index.data(Qt::TextAlignmentRole).toInt() & Qt::AlignLeft;
    const bool last = index.column() + 1 == index.model()->columnCount();
    const QRect text =
        option.rect.adjusted(left ? kFactCell : kFactGap, 0, left && !last ? -kFactGap : -kFactCell, -1);
    const QString shown = painter->fontMetrics().elidedText(index.data().toString().simplified(),
                                                            Qt::ElideMiddle, text.width());
    if (left) {
      painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter, shown);
    } else {
      drawTabular(*painter, text, Qt::AlignRight, shown);
    }
    painter->restore();
  }
};

}  // namespace

QStyledItemDelegate* makeFactDelegate(QObject* parent) {
  return new FactDelegate(parent);
}

void FactModel::setFacts(std::vector<Fact> facts, const QString& otherName) {
  beginResetModel();
  m_facts = std::move(facts);
  m_otherName = otherName;
  endResetModel();
}

int FactModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_facts.size());
}

int FactModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : m_otherName.isEmpty() ? 2 : 3;
}

void FactModel::setValuesLeft(bool left) {
  if (std::exchange(m_valuesLeft, left) != left) {
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
  }
}

QVariant FactModel::data(const QModelIndex& index, int role) const {
  const Fact& fact = m_facts[static_cast<std::size_t>(index.row())];
  const bool compared = !m_otherName.isEmpty();
  const bool changed = compared && fact.differs;
  switch (role) {
    case Qt::DisplayRole:
      if (index.column() == 2) {
        return fact.differs ? fact.other : tr("same");
      }
      return index.column() == 0 ? fact.name : fact.value;
    case Qt::TextAlignmentRole:
      return headerData(index.column(), Qt::Horizontal, role);
    case Qt::ToolTipRole:
      return tipText(index.column() == 0 ? fact.name : index.column() == 1 ? fact.value : fact.other);
    case Qt::FontRole:
      return ui::font(index.column() == 1 && changed ? TextRole::CellStrong : TextRole::Cell);
    case Qt::ForegroundRole:
      return index.column() == 1   ? (changed ? colors().acctx : colors().tx1)
             : index.column() == 2 ? (changed ? colors().tx2 : colors().tx3)
                                   : colors().tx2;
    default:
      return {};
  }
}

QVariant FactModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) {
    return {};
  }
  if (role == Qt::TextAlignmentRole) {
    return QVariant(Qt::AlignVCenter |
                    (section == 0 || m_valuesLeft || m_otherName.isEmpty() ? Qt::AlignLeft : Qt::AlignRight));
  }
  if (role == Qt::DisplayRole) {
    return section == 0   ? tr("Name")
           : section == 1 ? (m_otherName.isEmpty() ? tr("Value") : tr("This run"))
                          : m_otherName;
  }
  return {};
}

FactView::FactView(QWidget* parent) : QTableView(parent), m_model(new FactModel(this)) {
  setModel(m_model);
  setItemDelegate(makeFactDelegate(this));
  setShowGrid(false);
  setFrameShape(QFrame::NoFrame);
  setSelectionBehavior(QAbstractItemView::SelectRows);
  setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  verticalHeader()->hide();
  verticalHeader()->setDefaultSectionSize(kRowHeight);
  verticalHeader()->setMinimumSectionSize(kRowHeight);
  horizontalHeader()->setFixedHeight(kHeaderRowHeight);
  horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  horizontalHeader()->setHighlightSections(false);
  setTabKeyNavigation(false);
}

void FactView::setFacts(std::vector<Fact> facts, const QString& otherName) {
  const int at = verticalScrollBar()->value();
  m_model->setFacts(std::move(facts), otherName);
  verticalScrollBar()->setValue(at);
  resizeEvent(nullptr);
}

void FactView::setRowHeight() {
  verticalHeader()->setMinimumSectionSize(kRowHeight);
  verticalHeader()->setDefaultSectionSize(kRowHeight);
}

void FactView::fitRows(int rows) {
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  ensurePolished();  // the style has its own row height
  setRowHeight();
  setFixedHeight(kHeaderRowHeight + kRowHeight * std::min(rows, m_model->rowCount()) + 1);
}

void FactView::resizeEvent(QResizeEvent* event) {
  if (event) {
    QTableView::resizeEvent(event);
  }
  const int width = viewport()->width();
  const bool wide = width >= kWideFacts;
  m_model->setValuesLeft(wide);
  std::vector<int> wanted = wantedWidths();
  if (wide) {
    for (int& column : wanted) {
      column = std::max(column, kWideColumn);
    }
    // What is left belongs to the last one, which has nothing to its right.
    wanted.back() = std::max(wanted.back(), width - std::accumulate(wanted.begin(), wanted.end() - 1, 0));
  }
  const std::vector<int> widths = shareWidth(wanted, width);
  for (std::size_t column = 0; column < widths.size(); ++column) {
    setColumnWidth(static_cast<int>(column), widths[column]);
  }
}

std::vector<int> FactView::wantedWidths() const {
  const QFontMetrics header(ui::font(TextRole::Header));
  std::vector<int> wanted;
  for (int column = 0; column < m_model->columnCount(); ++column) {
    const QString name = m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    int most = header.horizontalAdvance(name) + 2 * kFactCell + 2;
    for (int row = 0; row < std::min(m_model->rowCount(), kMostMeasured); ++row) {
      const QModelIndex index = m_model->index(row, column);
      const QString words = index.data().toString().left(kMostLetters).simplified();
      const double text = tabularWidth(index.data(Qt::FontRole).value<QFont>(), words);
      most = std::max(most, static_cast<int>(std::ceil(text)) + kFactCell + kFactGap);
    }
    wanted.push_back(most);
  }
  return wanted;
}

void FactView::showEvent(QShowEvent* event) {
  QTableView::showEvent(event);
  setRowHeight();
}

void FactView::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy)) {
    QStringList lines;
    for (const QModelIndex& index : selectionModel()->selectedRows(0)) {
      const Fact& fact = m_model->fact(index.row());
      lines << fact.name + QLatin1Char('\t') + fact.value;
    }
    QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
    return;
  }
  QTableView::keyPressEvent(event);
}

std::vector<Fact> arrangeFacts(std::vector<Fact> facts, FactOrder order, const QString& search) {
  if (!search.isEmpty()) {
    std::erase_if(facts, [&search](const Fact& fact) {
      return !fact.name.contains(search, Qt::CaseInsensitive) &&
             !fact.value.contains(search, Qt::CaseInsensitive);
    });
  }
  std::stable_sort(facts.begin(), facts.end(), [order](const Fact& a, const Fact& b) {
    if (order == FactOrder::ChangedFirst && a.differs != b.differs) {
      return a.differs;
    }
    return a.name < b.name;
  });
  return facts;
}

}  // namespace tatara::ui
