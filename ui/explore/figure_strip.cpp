#include "ui/explore/figure_strip.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/type.h"

namespace tatara::ui {

FigureStrip::FigureStrip(QWidget* parent) : QWidget(parent) {
  setFixedHeight(58);
  setMouseTracking(true);
}

void FigureStrip::setFigures(std::vector<Figure> figures) {
  m_figures = std::move(figures);
  QStringList words;
  bool opens = false;
  for (int item = 0; item < itemCount(); ++item) {
    words << itemName(item);
    opens = opens || m_figures[static_cast<std::size_t>(item)].open;
  }
  m_focused = std::clamp(m_focused, 0, std::max(0, static_cast<int>(m_figures.size()) - 1));
  setFocusPolicy(opens ? Qt::StrongFocus : Qt::NoFocus);
  setAccessibleName(words.join(QStringLiteral(", ")));
  tellItemsChanged(this);
  update();
}

QString FigureStrip::itemName(int item) const {
  const Figure& figure = m_figures[static_cast<std::size_t>(item)];
  return countText(static_cast<std::int64_t>(figure.count)) + QLatin1Char(' ') + figure.name;
}

bool FigureStrip::itemPressable(int item) const {
  const Figure& figure = m_figures[static_cast<std::size_t>(item)];
  return figure.open && figure.count > 0;
}

void FigureStrip::pressItem(int item) {
  if (itemPressable(item)) {
    const auto open = m_figures[static_cast<std::size_t>(item)].open;  // the strip may be filled anew by it
    open();
  }
}

QRectF FigureStrip::cell(std::size_t index) const {
  const qreal wide =
      static_cast<qreal>(width()) / static_cast<qreal>(std::max<std::size_t>(m_figures.size(), 1));
  return {std::round(wide * static_cast<qreal>(index)), 0, std::round(wide), static_cast<qreal>(height())};
}

int FigureStrip::figureAt(const QPointF& at) const {
  for (std::size_t i = 0; i < m_figures.size(); ++i) {
    if (cell(i).contains(at) && itemPressable(static_cast<int>(i))) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

void FigureStrip::paintEvent(QPaintEvent*) {
  const Colors& c = colors();
  QPainter painter(this);
  for (std::size_t i = 0; i < m_figures.size(); ++i) {
    const Figure& figure = m_figures[i];
    const QRectF at = cell(i);
    const bool opens = itemPressable(static_cast<int>(i));
    if (static_cast<int>(i) == m_hovered) {
      painter.fillRect(at, c.bg2);
    }
    if (i > 0) {
      painter.fillRect(QRectF(at.left(), 10, 1, height() - 20), c.line);
    }
    painter.setFont(ui::font(TextRole::Caption));
    painter.setPen(c.tx3);
    painter.drawText(
        QRectF(at.left() + 16, 8, at.width() - 20, 16), Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(figure.name, Qt::ElideRight, static_cast<int>(at.width()) - 20));
    painter.setFont(ui::font(TextRole::DetailTitle));
    const QColor ink = figure.count > 0 ? c.*figure.color : c.tx3;
    painter.setPen(ink);
    qreal x = at.left() + 16;
    if (figure.count > 0 && !figure.icon.isEmpty()) {
      drawIcon(painter, figure.icon, QRectF(x, 29, 14, 14), ink);
      x += 20;
    }
    const QString count = countText(static_cast<std::int64_t>(figure.count));
    drawTabular(painter, QRectF(x, 26, at.right() - x, 20), Qt::AlignLeft, count);
    if (opens) {
      x += tabularWidth(painter.font(), count) + 6;
      drawIcon(painter, QStringLiteral("chevron-right"), QRectF(x, 30, 12, 12), c.acctx);
    }
    if (hasFocus() && static_cast<int>(i) == m_focused) {
      painter.setRenderHint(QPainter::Antialiasing);
      painter.setPen(QPen(c.acctx, 2));
      painter.setBrush(Qt::NoBrush);
      painter.drawRoundedRect(at.adjusted(3, 3, -3, -3), kControlRadius, kControlRadius);
      painter.setRenderHint(QPainter::Antialiasing, false);
    }
  }
}

void FigureStrip::mouseMoveEvent(QMouseEvent* event) {
  const int figure = figureAt(event->position());
  if (figure != m_hovered) {
    m_hovered = figure;
    setCursor(figure < 0 ? Qt::ArrowCursor : Qt::PointingHandCursor);
    update();
  }
}

void FigureStrip::leaveEvent(QEvent*) {
  m_hovered = -1;
  update();
}

void FigureStrip::mouseReleaseEvent(QMouseEvent* event) {
  const int figure = figureAt(event->position());
  if (figure >= 0 && event->button() == Qt::LeftButton) {
    pressItem(figure);
  }
}

void FigureStrip::keyPressEvent(QKeyEvent* event) {
  const int last = static_cast<int>(m_figures.size()) - 1;
  if (event->key() == Qt::Key_Right || event->key() == Qt::Key_Left) {
    m_focused = std::clamp(m_focused + (event->key() == Qt::Key_Right ? 1 : -1), 0, std::max(last, 0));
    tellCurrentItem(this);
    update();
  } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter ||
              event->key() == Qt::Key_Space) &&
             m_focused <= last) {
    pressItem(m_focused);
  } else {
    QWidget::keyPressEvent(event);
  }
}

}  // namespace tatara::ui
