// The rows on screen, as assistive technology reads them.
#include <QScrollBar>
#include <algorithm>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/utf8.h"
#include "ui/explore/rows_view.h"

namespace tatara::ui {

int RowsView::itemCount() const {
  const std::uint64_t first = std::min(firstPlace(), m_size);
  return m_frame ? static_cast<int>(std::min<std::uint64_t>(fittingRows(), m_size - first)) : 0;
}

QString RowsView::itemName(int item) const {
  const std::uint64_t place = firstPlace() + static_cast<std::uint64_t>(item);
  if (place < m_window.first || place - m_window.first >= m_window.rows.size()) {
    return tr("not read yet");
  }
  QStringList words{tr("row %1").arg(countText(
      static_cast<std::int64_t>(m_window.rows[static_cast<std::size_t>(place - m_window.first)]) + 1))};
  for (int cell = 0; cell < cellCount(); ++cell) {
    words << cellName(cell) + QLatin1Char(' ') + cellValue(item, cell);
  }
  return words.join(QStringLiteral(", "));
}

QRect RowsView::itemRect(int item) const {
  const QRect row(0, head() + item * kRowHeight, viewport()->width(), kRowHeight);
  return (row & viewport()->rect()).translated(viewport()->pos());
}

int RowsView::currentItem() const {
  const bool seen =
      m_current >= firstPlace() && m_current - firstPlace() < static_cast<std::uint64_t>(itemCount());
  return seen ? static_cast<int>(m_current - firstPlace()) : -1;
}

bool RowsView::itemSelected(int item) const {
  const auto [first, last] = marked();
  const std::uint64_t place = firstPlace() + static_cast<std::uint64_t>(item);
  return place >= first && place <= last;
}

void RowsView::pressItem(int item) {
  showPlace(firstPlace() + static_cast<std::uint64_t>(item));
}

QString RowsView::cellName(int cell) const {
  return m_frame ? fromUtf8(m_frame->column(m_columns[static_cast<std::size_t>(cell)].column).info.name)
                 : QString();
}

QString RowsView::cellValue(int item, int cell) const {
  const RowsCell* at =
      cellAt(firstPlace() + static_cast<std::uint64_t>(item), static_cast<std::size_t>(cell));
  return !at ? tr("not read yet") : at->missing ? tr("missing") : at->text;
}

QRect RowsView::itemCellRect(int item, int cell) const {
  const QRect row = itemRect(item);
  for (const Placed& place : placed()) {
    if (place.index == static_cast<std::size_t>(cell) && !row.isEmpty()) {
      return row & QRect(place.rect.left() + viewport()->x(), row.top(), place.rect.width(), row.height());
    }
  }
  return {};
}

}  // namespace tatara::ui
