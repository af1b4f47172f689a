// How the rows of a frame look.
#include <QLineEdit>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>

#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/style.h"
#include "ui/base/type.h"
#include "ui/explore/column_text.h"
#include "ui/explore/rows_view.h"

namespace tatara::ui {
namespace {

constexpr int kPadding = 8;

}  // namespace

void RowsView::paintHeader(QPainter& painter, const Placed& place) const {
  const Colors& c = colors();
  const RowsColumn& column = m_columns[place.index];
  const QRect rect(place.rect.left(), 0, place.rect.width(), kHeaderRowHeight);
  painter.fillRect(rect, c.bg2);
  const auto key = std::ranges::find(m_order, column.column, &dataset::OrderKey::column);
  const bool sorted = key != m_order.end();
  drawIcon(painter, typeIcon(m_frame->column(column.column).info.type),
           QRectF(rect.left() + kPadding, rect.center().y() - 6, 13, 13), c.tx3);
  QRect inner = rect.adjusted(kPadding + 18, 0, -kPadding, 0);
  if (sorted) {
    const int width = m_order.size() > 1 ? 20 : 13;
    const QRectF arrow(inner.right() - width + 2, rect.center().y() - 5, 12, 12);
    drawIcon(painter, key->descending ? QStringLiteral("sort-descending") : QStringLiteral("sort-ascending"),
             arrow, c.tx1);
    if (m_order.size() > 1) {
      painter.setFont(ui::font(TextRole::GroupLabel));
      painter.setPen(c.tx1);
      painter.drawText(QPointF(arrow.right() + 1, rect.center().y() + 4),
                       QString::number(key - m_order.begin() + 1));
    }
    inner.setRight(inner.right() - width - 2);
  }
  painter.setFont(ui::font(sorted ? TextRole::Badge : TextRole::Header));
  painter.setPen(sorted ? c.tx1 : c.tx2);
  const QString title = QString::fromStdString(m_frame->column(column.column).info.name);
  painter.drawText(inner, (isNumber(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(title, Qt::ElideMiddle, inner.width()));
}

void RowsView::paintFilter(QPainter& painter, const Placed& place) const {
  const Colors& c = colors();
  const std::size_t column = m_columns[place.index].column;
  const QRect rect(place.rect.left(), kHeaderRowHeight, place.rect.width(), kRowHeight);
  painter.fillRect(rect, c.bg2);
  const auto known = std::ranges::find(m_filterTexts, column, [](const auto& text) { return text.first; });
  const bool set = known != m_filterTexts.end() && !known->second.isEmpty();
  const bool wrong = m_wrongFilter == column;
  painter.setRenderHint(QPainter::Antialiasing);
  drawPanel(painter, QRectF(rect).adjusted(3, 3, -3, -4), kBadgeRadius, set ? c.accbg : c.bg1,
            wrong ? c.err
            : set ? c.acctx
                  : c.line);
  painter.setRenderHint(QPainter::Antialiasing, false);
  if (wrong) {
    drawIcon(painter, QStringLiteral("error"), QRectF(rect.right() - 18, rect.center().y() - 6, 12, 12),
             c.err);
  }
  if (set) {
    painter.setFont(ui::font(TextRole::Cell));
    painter.setPen(wrong ? c.err : c.acctx);
    const QRect inner = rect.adjusted(kPadding + 1, 0, wrong ? -22 : -kPadding, -1);
    painter.drawText(inner, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(known->second, Qt::ElideRight, inner.width()));
  } else if (!wrong) {
    drawIcon(painter, QStringLiteral("filter"), QRectF(rect.left() + kPadding, rect.center().y() - 5, 11, 11),
             c.tx3);
  }
}

void RowsView::paintCell(QPainter& painter, const RowsCell& cell, const QRect& rect, bool number) const {
  const Colors& c = colors();
  const QRect inner = rect.adjusted(kPadding, 0, -kPadding, 0);
  if (cell.missing) {
    painter.setPen(c.tx3);
    painter.drawText(inner, Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft), QString(kMissing));
    return;
  }
  QColor ink = cell.odd ? c.warn : c.tx1;
  if (cell.shade >= 0) {
    const QColor fill = rampColor(c.sequential, cell.shade);
    painter.fillRect(rect.adjusted(0, 0, -1, -1), fill);
    ink = cellTextColor(fill);
  }
  painter.setPen(ink);
  if (number) {
    drawTabular(painter, inner, Qt::AlignRight, cell.text);
  } else {
    painter.drawText(inner, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(cell.text, Qt::ElideRight, inner.width()));
  }
}

void RowsView::paintCells(QPainter& painter, const Placed& place) const {
  const Colors& c = colors();
  const RowsColumn& column = m_columns[place.index];
  const bool number = isNumber(column);
  const auto [from, to] = marked();
  painter.setFont(ui::font(TextRole::Cell));
  for (std::uint64_t row = firstPlace(); row < std::min(m_size, firstPlace() + fittingRows()); ++row) {
    const QRect rect(place.rect.left(), head() + static_cast<int>(row - firstPlace()) * kRowHeight,
                     place.rect.width(), kRowHeight);
    if (column.pinned) {
      painter.fillRect(rect, row >= from && row <= to ? c.sel : c.bg1);
    }
    painter.setClipRect(rect);
    if (const RowsCell* cell = cellAt(row, place.index)) {
      painter.setOpacity(m_updating ? 0.4 : 1);
      paintCell(painter, *cell, rect, number);
      painter.setOpacity(1);
    } else {
      const int width =
          std::min(rect.width() - 2 * kPadding, 40 + static_cast<int>((row * 29 + place.index * 53) % 40));
      painter.fillRect(QRect(number ? rect.right() - kPadding - width : rect.left() + kPadding,
                             rect.center().y() - 3, width, 7),
                       c.bg3);
    }
    painter.setClipping(false);
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), c.line);
  }
}

void RowsView::paintGutter(QPainter& painter) const {
  const Colors& c = colors();
  const int width = gutterWidth();
  painter.fillRect(QRect(0, 0, width, viewport()->height()), c.bg2);
  painter.setFont(ui::font(TextRole::Caption));
  const auto [from, to] = marked();
  for (std::uint64_t place = firstPlace(); place < std::min(m_size, firstPlace() + fittingRows()); ++place) {
    const QRect rect(0, head() + static_cast<int>(place - firstPlace()) * kRowHeight, width, kRowHeight);
    const bool on = place >= from && place <= to;
    if (on) {
      painter.fillRect(rect, c.sel);
    }
    if (place >= m_window.first && place - m_window.first < m_window.rows.size()) {
      painter.setPen(on ? c.tx2 : c.tx3);
      const auto row = m_window.rows[static_cast<std::size_t>(place - m_window.first)];
      drawTabular(painter, rect.adjusted(0, 0, -kPadding, 0), Qt::AlignRight,
                  countText(static_cast<std::int64_t>(row) + 1));
    }
    painter.fillRect(QRect(0, rect.bottom(), width, 1), c.line);
  }
  painter.fillRect(QRect(width - 1, 0, 1, viewport()->height()), c.line);
}

void RowsView::paintEvent(QPaintEvent*) {
  QPainter painter(viewport());
  const Colors& c = colors();
  const QRect all = viewport()->rect();
  painter.fillRect(all, c.bg1);
  if (!m_frame) {
    return;
  }
  const auto [from, to] = marked();
  for (std::uint64_t place = std::max(from, firstPlace()); place <= to && place < m_size; ++place) {
    const int y = head() + static_cast<int>(place - firstPlace()) * kRowHeight;
    if (y > all.bottom()) {
      break;
    }
    painter.fillRect(QRect(0, y, all.width(), kRowHeight), c.sel);
  }
  for (std::uint64_t place = firstPlace(); place < std::min(m_size, firstPlace() + fittingRows()); ++place) {
    const int y = head() + static_cast<int>(place - firstPlace() + 1) * kRowHeight - 1;
    painter.fillRect(QRect(0, y, all.width(), 1), c.line);
  }
  painter.fillRect(QRect(0, 0, all.width(), head()), c.bg2);
  const int covered = gutterWidth() + pinnedWidth();
  for (const Placed& place : placed()) {
    const bool pinned = m_columns[place.index].pinned;
    painter.save();
    if (!pinned) {
      painter.setClipRect(QRect(covered, 0, all.width() - covered, all.height()));
    }
    // Cells clip for themselves, which would undo the clip of what scrolls under the pinned ones; those are
    // painted later and cover it.
    paintCells(painter, place);
    if (!pinned) {
      painter.setClipRect(QRect(covered, 0, all.width() - covered, all.height()));
    }
    paintHeader(painter, place);
    if (m_filterable) {
      paintFilter(painter, place);
    }
    painter.restore();
  }
  paintGutter(painter);
  if (covered > gutterWidth()) {
    painter.fillRect(QRect(covered - 1, 0, 1, all.height()), c.line2);
  }
  painter.fillRect(QRect(0, kHeaderRowHeight - 1, all.width(), 1), c.line);
  painter.fillRect(QRect(0, head() - 1, all.width(), 1), c.line2);
  if (hasFocus() && m_keyboard && m_current >= firstPlace() && m_current < firstPlace() + fittingRows()) {
    const int y = head() + static_cast<int>(m_current - firstPlace()) * kRowHeight;
    painter.setPen(QPen(c.acctx, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRect(1, y + 1, all.width() - 3, kRowHeight - 3));
  }
}

}  // namespace tatara::ui
