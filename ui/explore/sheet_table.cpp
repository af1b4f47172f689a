#include "ui/explore/internal/sheet_table.h"

#include <QHeaderView>
#include <QStyledItemDelegate>
#include <QTableWidget>

#include "ui/base/metrics.h"

namespace tatara::ui {
namespace {

constexpr int kSheetPadding = 12;

// Cells begin where their headers do.
class PaddedCells final : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    QStyleOptionViewItem inside = option;
    inside.rect.adjust(kSheetPadding, 0, 0, 0);
    QStyledItemDelegate::paint(painter, inside, index);
  }
  // A box is ticked where it is drawn.
  bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override {
    QStyleOptionViewItem inside = option;
    inside.rect.adjust(kSheetPadding, 0, 0, 0);
    return QStyledItemDelegate::editorEvent(event, model, inside, index);
  }
};

}  // namespace

QTableWidget* makeSheetTable(const QStringList& headers, QWidget* parent) {
  auto* table = new QTableWidget(0, static_cast<int>(headers.size()), parent);
  table->setHorizontalHeaderLabels(headers);
  table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  table->horizontalHeader()->setStretchLastSection(true);
  table->verticalHeader()->hide();
  table->verticalHeader()->setDefaultSectionSize(kRowHeight);
  table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table->setSelectionBehavior(QAbstractItemView::SelectRows);
  table->setItemDelegate(new PaddedCells(table));
  table->setShowGrid(false);
  table->setWordWrap(false);
  return table;
}

}  // namespace tatara::ui
