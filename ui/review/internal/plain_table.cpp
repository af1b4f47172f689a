#include "ui/review/internal/plain_table.h"

#include <algorithm>

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"

namespace tatara::ui {
namespace {

constexpr qreal kGap = 10;
constexpr int kNarrowTable = 900;  // where shared columns have too little
constexpr qreal kIcon = 13;

}  // namespace

PlainTable::PlainTable(const QString& name, int rowHeight, QWidget* parent)
    : QWidget(parent), m_rowHeight(rowHeight) {
  setAccessibleName(name);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void PlainTable::setContent(std::vector<PlainColumn> columns, std::vector<std::vector<PlainCell>> rows) {
  m_columns = std::move(columns);
  m_rows = std::move(rows);
  QStringList lines;
  for (int row = 0; row < itemCount(); ++row) {
    lines << itemName(row);
  }
  setAccessibleDescription(lines.join(QLatin1Char('\n')));
  tellItemsChanged(this);
  updateGeometry();
  update();
}

QString PlainTable::itemName(int item) const {
  QStringList cells;
  for (const PlainCell& cell : m_rows[static_cast<std::size_t>(item)]) {
    cells << cell.text;
  }
  cells.removeAll(QString());
  return cells.join(QStringLiteral(", "));
}

int PlainTable::headerHeight() const {
  const bool titled = std::ranges::any_of(
      m_columns, [](const PlainColumn& column) { return !column.title.isEmpty() || column.paintHeader; });
  return titled ? kHeaderRowHeight : 0;
}

QSize PlainTable::sizeHint() const {
  return {300, headerHeight() + rows() * m_rowHeight};
}

QSize PlainTable::minimumSizeHint() const {
  return {120, sizeHint().height()};
}

std::vector<QRectF> PlainTable::columnRects() const {
  const auto there = [&](const PlainColumn& column) { return width() >= column.leastTable; };
  const auto widthOf = [&](const PlainColumn& column) {
    return column.tight > 0 && width() < kNarrowTable ? column.tight : column.width;
  };
  qreal fixed = 2 * kCardPadding - kGap;
  int sharing = 0;
  for (const PlainColumn& column : m_columns) {
    fixed += there(column) ? widthOf(column) + kGap : 0;
    sharing += there(column) && column.width == 0 ? 1 : 0;
  }
  const qreal share = sharing > 0 ? std::max<qreal>(40, (width() - fixed) / sharing) : 0;
  std::vector<QRectF> rects;
  qreal x = kCardPadding;
  for (const PlainColumn& column : m_columns) {
    const qreal w = column.width > 0 ? widthOf(column) : share;
    rects.emplace_back(x, 0, there(column) ? w : 0, 0);
    x += there(column) ? w + kGap : 0;
  }
  return rects;
}

void PlainTable::paintCell(QPainter& painter, const PlainColumn& column, const PlainCell& cell,
                           const QRectF& rect) const {
  if (cell.paint) {
    cell.paint(painter, rect);
    return;
  }
  QRectF text = rect;
  if (!cell.icon.isEmpty()) {
    drawIcon(painter, cell.icon, QRectF(rect.left(), rect.center().y() - kIcon / 2, kIcon, kIcon),
             colors().*cell.color);
    text.setLeft(rect.left() + kIcon + 6);
  }
  painter.setFont(tatara::ui::font(cell.code     ? TextRole::Code
                                   : cell.strong ? TextRole::CellStrong
                                                 : TextRole::Cell));
  painter.setPen(colors().*cell.color);
  if (column.tabular) {
    drawTabular(painter, text, column.align, cell.text);
    return;
  }
  painter.drawText(
      text, static_cast<int>(column.align | Qt::AlignVCenter),
      painter.fontMetrics().elidedText(cell.text, Qt::ElideMiddle, static_cast<int>(text.width())));
}

void PlainTable::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const Colors& c = colors();
  const std::vector<QRectF> rects = columnRects();
  const int top = headerHeight();
  if (top > 0) {
    painter.fillRect(QRect(0, 0, width(), top), c.bg2);
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
      const QRectF rect(rects[i].left(), 0, rects[i].width(), top);
      if (rect.width() <= 0) {
        continue;
      }
      painter.setFont(tatara::ui::font(TextRole::Header));
      painter.setPen(c.tx3);
      if (m_columns[i].paintHeader) {
        m_columns[i].paintHeader(painter, rect);
      } else {
        painter.drawText(rect, static_cast<int>(m_columns[i].align | Qt::AlignVCenter),
                         painter.fontMetrics().elidedText(m_columns[i].title, Qt::ElideRight,
                                                          static_cast<int>(rect.width())));
      }
    }
  }
  for (std::size_t row = 0; row < m_rows.size(); ++row) {
    const int y = top + static_cast<int>(row) * m_rowHeight;
    painter.fillRect(QRect(0, y, width(), 1), c.line);
    for (std::size_t i = 0; i < m_columns.size() && i < m_rows[row].size(); ++i) {
      if (rects[i].width() > 0) {
        paintCell(painter, m_columns[i], m_rows[row][i],
                  QRectF(rects[i].left(), y + 1, rects[i].width(), m_rowHeight - 1));
      }
    }
  }
}

bool PlainTable::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) {
    return QWidget::event(event);
  }
  const auto* help = static_cast<QHelpEvent*>(event);
  const std::vector<QRectF> rects = columnRects();
  const int row = (help->pos().y() - headerHeight()) / m_rowHeight;
  QString tip;
  if (help->pos().y() >= headerHeight() && row < rows()) {
    const auto& cells = m_rows[static_cast<std::size_t>(row)];
    for (std::size_t i = 0; i < cells.size() && i < rects.size(); ++i) {
      if (help->pos().x() >= rects[i].left() && help->pos().x() < rects[i].right()) {
        tip = cells[i].tip.isEmpty() ? cells[i].text : cells[i].tip;
      }
    }
  }
  tip.isEmpty() ? QToolTip::hideText() : QToolTip::showText(help->globalPos(), tipText(tip), this);
  return true;
}

}  // namespace tatara::ui
