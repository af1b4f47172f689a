#include "ui/widget/card.h"

#include <QContextMenuEvent>
#include <QFontMetricsF>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

#include "ui/base/language.h"
#include "ui/base/metrics.h"
#include "ui/base/style.h"
#include "ui/base/type.h"
#include "ui/widget/label.h"

namespace tatara::ui {

int cardHeaderHeight() {
  return language() == Language::Japanese ? 40 : kCardHeaderHeight;
}

Card::Card(const QString& title, QWidget* parent) : QWidget(parent), m_layout(new QVBoxLayout(this)) {
  m_layout->setContentsMargins(1, 1, 1, 1);
  m_layout->setSpacing(0);
  if (!title.isEmpty()) {
    setTitle(title);
  }
}

void Card::setTitle(const QString& title) {
  setAccessibleName(title);
  if (m_header) {
    m_title->setText(title);
    return;
  }
  m_header = new QWidget(this);
  m_header->setFixedHeight(cardHeaderHeight());
  m_headerLayout = new QHBoxLayout(m_header);
  m_headerLayout->setContentsMargins(kCardPadding, 0, kCardPadding, 0);
  m_headerLayout->setSpacing(6);
  m_title = new Label(title, TextRole::CardTitle, &Colors::tx1, m_header);
  m_subtitle = new Label(QString(), TextRole::Body, &Colors::tx3, m_header);
  m_subtitle->hide();
  m_title->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);  // what is short of room is the subtitle
  m_headerLayout->addWidget(m_title);
  m_headerLayout->addWidget(m_subtitle);
  m_headerLayout->addStretch(1);
  m_layout->insertWidget(0, m_header);
}

void Card::setSubtitle(const QString& text) {
  Q_ASSERT(m_header);
  m_subtitle->setText(text);
  m_subtitle->setVisible(!text.isEmpty());
}

void Card::addTool(QWidget* tool) {
  Q_ASSERT(m_header);
  m_headerLayout->addWidget(tool, 0, Qt::AlignVCenter);
}

void Card::setHeaderLine(HeaderLine line) {
  m_line = line == HeaderLine::Below;
  update();
}

void Card::setContent(QWidget* content) {
  if (m_content) {
    m_layout->removeWidget(m_content);
    m_content->deleteLater();
  }
  m_content = content;
  m_layout->addWidget(content, 1);
}

void Card::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  drawPanel(painter, rect(), kCardRadius, colors().bg1, colors().line);
  if (m_line && m_header) {
    painter.fillRect(QRect(1, cardHeaderHeight(), width() - 2, 1), colors().line);
  }
}

// --- KpiStrip

KpiStrip::KpiStrip(Size size, QWidget* parent) : QWidget(parent), m_size(size) {
  setFixedHeight(size == Size::Home ? 98 : 80);
  setMouseTracking(true);
}

void KpiStrip::setCells(std::vector<KpiCell> cells) {
  m_cells = std::move(cells);
  m_loading = 0;
  QStringList said;
  bool links = false;
  for (int i = 0; i < itemCount(); ++i) {
    said.append(itemName(i));
    links = links || itemPressable(i);
  }
  m_focused = std::clamp(m_focused, 0, std::max(0, itemCount() - 1));
  tellItemsChanged(this);
  setAccessibleName(said.join(QStringLiteral("; ")));
  setFocusPolicy(links ? Qt::StrongFocus : Qt::NoFocus);
  update();
}

QString KpiStrip::itemName(int item) const {
  const KpiCell& cell = m_cells[static_cast<std::size_t>(item)];
  return QStringLiteral("%1: %2 %3 %4").arg(cell.label, cell.value, cell.unit, cell.note).simplified();
}

bool KpiStrip::itemPressable(int item) const {
  return static_cast<bool>(m_cells[static_cast<std::size_t>(item)].open);
}

void KpiStrip::pressItem(int item) {
  // A copy: what opens may set other cells.
  if (const auto open = m_cells[static_cast<std::size_t>(item)].open) {
    open();
  }
}

void KpiStrip::setLoading(int count) {
  m_cells.clear();
  m_loading = count;
  update();
}

QRectF KpiStrip::cellRect(int index) const {
  const int count = m_loading ? m_loading : static_cast<int>(m_cells.size());
  const int left = width() * index / count;
  const int right = width() * (index + 1) / count;
  return QRectF(left, 0, right - left, height());
}

int KpiStrip::cellAt(QPoint position) const {
  for (int i = 0; i < static_cast<int>(m_cells.size()); ++i) {
    if (cellRect(i).contains(position)) {
      return i;
    }
  }
  return -1;
}

namespace {

void paintFocusedCell(QPainter& painter, const QRectF& box, const QColor& color) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(color, 2));
  painter.setBrush(Qt::NoBrush);
  painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), kControlRadius, kControlRadius);
  painter.restore();
}

}  // namespace

void KpiStrip::paintEvent(QPaintEvent*) {
  const Colors& c = colors();
  QPainter painter(this);
  drawPanel(painter, rect(), kCardRadius, c.bg1, c.line);
  const bool home = m_size == Size::Home;
  const TextRole valueRole = home ? TextRole::HomeKpi : TextRole::Kpi;
  const TextRole smallRole = home ? TextRole::Cell : TextRole::Caption;
  const int padding = home ? 16 : 14;
  const int count = m_loading ? m_loading : static_cast<int>(m_cells.size());
  const int lineSmall = home ? 16 : 14;
  const int lineValue = home ? 32 : 24;
  const int top = (height() - 2 * lineSmall - lineValue - (home ? 6 : 4)) / 2;
  for (int i = 0; i < count; ++i) {
    const QRectF box = cellRect(i);
    if (i > 0) {
      painter.fillRect(QRectF(box.left(), 1, 1, height() - 2), c.line);
    }
    const qreal x = box.left() + padding;
    const qreal space = box.width() - padding - 8;
    if (m_loading) {
      drawPanel(painter, QRectF(x, top + 3, space * 0.4, 10), 3, c.bg3, Qt::transparent);
      drawPanel(painter, QRectF(x, top + lineSmall + 6, space * 0.55, 20), 4, c.bg3, Qt::transparent);
      continue;
    }
    const KpiCell& cell = m_cells[static_cast<std::size_t>(i)];
    if (cell.open && (i == m_hovered || (hasFocus() && i == m_focused))) {
      painter.save();
      QPainterPath shape;
      shape.addRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), kCardRadius - 1, kCardRadius - 1);
      painter.setClipPath(shape);
      painter.fillRect(box.adjusted(i > 0 ? 1 : 0, 0, 0, 0), c.bg2);
      painter.restore();
    }
    const auto line = [&](const QString& text, TextRole role, ColorRole color, qreal y, int height) {
      painter.setFont(ui::font(role));
      painter.setPen(c.*color);
      const QString shown =
          QFontMetrics(ui::font(role)).elidedText(text, Qt::ElideMiddle, static_cast<int>(space));
      painter.drawText(QRectF(x, y, space, height), Qt::AlignLeft | Qt::AlignVCenter, shown);
    };
    line(cell.label, smallRole, &Colors::tx2, top, lineSmall);
    painter.setFont(ui::font(valueRole));
    painter.setPen(c.tx1);
    const QRectF valueBox(x, top + lineSmall + 1, space, lineValue);
    drawTabular(painter, valueBox, Qt::AlignLeft, cell.value);
    if (!cell.unit.isEmpty()) {
      const qreal width = tabularWidth(ui::font(valueRole), cell.value);
      const qreal baseline = valueBox.top() + (lineValue - QFontMetricsF(ui::font(valueRole)).height()) / 2 +
                             QFontMetricsF(ui::font(valueRole)).ascent();
      painter.setFont(ui::font(smallRole));
      painter.setPen(c.tx3);
      painter.drawText(QPointF(x + width + 6, baseline), cell.unit);
    }
    line(cell.note, smallRole, cell.noteColor, top + lineSmall + lineValue + (home ? 6 : 4), lineSmall);
    if (hasFocus() && i == m_focused) {
      paintFocusedCell(painter, box, c.acctx);
    }
  }
}

void KpiStrip::mouseMoveEvent(QMouseEvent* event) {
  const int hovered = cellAt(event->pos());
  if (hovered == m_hovered) {
    return;
  }
  m_hovered = hovered;
  const bool link = hovered >= 0 && m_cells[static_cast<std::size_t>(hovered)].open;
  link ? setCursor(Qt::PointingHandCursor) : unsetCursor();
  update();
}

void KpiStrip::mouseReleaseEvent(QMouseEvent* event) {
  const int cell = cellAt(event->pos());
  if (event->button() == Qt::LeftButton && cell >= 0) {
    pressItem(cell);
  }
}

void KpiStrip::contextMenuEvent(QContextMenuEvent* event) {
  const bool keyboard = event->reason() == QContextMenuEvent::Keyboard;
  const int cell = keyboard ? currentItem() : cellAt(event->pos());
  if (cell >= 0) {
    Q_EMIT menuAsked(cell, mapToGlobal(keyboard ? itemRect(cell).center() : event->pos()));
  }
}

void KpiStrip::leaveEvent(QEvent*) {
  m_hovered = -1;
  update();
}

void KpiStrip::keyPressEvent(QKeyEvent* event) {
  const int count = static_cast<int>(m_cells.size());
  if (count == 0) {
    return;
  }
  if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) {
    m_focused = (m_focused + (event->key() == Qt::Key_Right ? 1 : count - 1)) % count;
    tellCurrentItem(this);
    update();
  } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter ||
              event->key() == Qt::Key_Space) &&
             itemPressable(m_focused)) {
    pressItem(m_focused);
  } else {
    QWidget::keyPressEvent(event);
  }
}

}  // namespace tatara::ui
