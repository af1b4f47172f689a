// Paints the cells of a GridModel by the rules of the style guide: tabular numbers, in-cell bars, Δ glyphs,
// swatches, pills, thumbnails, check boxes.
//
// What a row looks like beyond its cells (marked, hovered, focused) the view says through `RowLook`. Threads:
// GUI thread.
#pragma once

#include <functional>

#include <QStyledItemDelegate>

#include "ui/model/grid_model.h"

namespace tatara::ui {

struct RowLook {
  bool checked = false;
  bool hovered = false;
  bool focused = false;     // holds the cursor
  bool keyboard = false;    // and was reached by keyboard: ring
  bool groupStart = false;  // this column begins a group: left line
};

class GridDelegate final : public QStyledItemDelegate {
  Q_OBJECT

 public:
  using Look = std::function<RowLook(const QModelIndex&)>;
  GridDelegate(Look look, QObject* parent);

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                        const QModelIndex& index) const override;
  void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const override;

  // Width that shows the cell whole.
  static int contentWidth(const ColumnSpec& spec, const Cell& cell);

 private:
  Look m_look;
};

// The parts of a cell that a click may mean.
enum class NamePart { Disclosure, Swatch, Text };
NamePart namePartAt(const Cell& cell, const QRect& rect, QPoint at);

// Also for lists and headers that show the same things.
void drawCheckBox(QPainter& painter, const QRectF& box, Qt::CheckState state);
void drawThumbnail(QPainter& painter, const QRectF& rect, const Thumbnail& thumbnail, const QColor& color);
QColor toneColor(Tone tone);

}  // namespace tatara::ui
