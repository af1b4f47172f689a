#include "ui/rundetail/fact_table.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <algorithm>

#include "ui/base/metrics.h"
#include "ui/base/theme.h"
#include "ui/base/type.h"

namespace tatara::ui {
namespace {

constexpr int kMostName = 320;
constexpr int kFactCell = 16;  // as header labels have it

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
    const QRect text = option.rect.adjusted(kFactCell, 0, -kFactCell, -1);
    const QString shown = painter->fontMetrics().elidedText(index.data().toString().simplified(),
                                                            Qt::ElideMiddle, text.width());
    if (index.data(Qt::TextAlignmentRole).toInt() & Qt::AlignLeft) {
      painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter, shown);
    } else {
      drawTabular(*painter, text, Qt::AlignRight, shown);
    }
    painter->restore();
  }
};

}  // namespace

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
      return (index.column() == 0   ? fact.name
              : index.column() == 1 ? fact.value
                                    : fact.other)
          .toHtmlEscaped();
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
                    (section == 0 || m_otherName.isEmpty() ? Qt::AlignLeft : Qt::AlignRight));
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
  setItemDelegate(new FactDelegate(this));
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
  const bool three = m_model->columnCount() == 3;
  const int name = std::min(three ? width * 45 / 100 : width * 38 / 100, kMostName);
  setColumnWidth(0, name);
  setColumnWidth(1, three ? std::min((width - name) * 55 / 100, kMostName) : width - name);
  if (three) {
    setColumnWidth(2, std::min(width - name - columnWidth(1), kMostName));
  }
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
