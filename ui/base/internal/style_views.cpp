#include <algorithm>

#include <QFontMetrics>

#include "ui/base/icon.h"
#include "ui/base/internal/style_paint.h"
#include "ui/base/metrics.h"
#include "ui/base/type.h"

namespace tatara::ui {

void paintTab(const QStyleOptionTab& option, QPainter& painter) {
  const Colors& c = colors();
  const bool current = option.state & QStyle::State_Selected;
  const bool enabled = option.state & QStyle::State_Enabled;
  const bool hover = enabled && (option.state & QStyle::State_MouseOver);
  QRect rect = option.rect;
  painter.setPen(!enabled ? c.dis : current || hover ? c.tx1 : c.tx2);
  QFont used = font(current ? TextRole::CardTitle : TextRole::BodyMedium);
  painter.setFont(used);
  painter.drawText(rect, Qt::AlignCenter | Qt::TextHideMnemonic, option.text);
  if (current) {
    painter.fillRect(QRect(rect.left() + 2, rect.bottom() - 1, rect.width() - 4, 2), c.acc);
  }
}

void paintScrollBar(const Style& style, const QStyleOptionSlider& option, QPainter& painter,
                    const QWidget* widget) {
  if (option.maximum <= option.minimum) {
    return;
  }
  const Colors& c = colors();
  QRectF handle = style.subControlRect(QStyle::CC_ScrollBar, &option, QStyle::SC_ScrollBarSlider, widget);
  const bool active = option.state & (QStyle::State_MouseOver | QStyle::State_Sunken);
  const qreal thick = active ? 8 : 6;
  if (option.orientation == Qt::Vertical) {
    handle = QRectF(handle.center().x() - thick / 2, handle.top() + 2, thick, handle.height() - 4);
  } else {
    handle = QRectF(handle.left() + 2, handle.center().y() - thick / 2, handle.width() - 4, thick);
  }
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(active ? c.ctl : c.line2);
  painter.drawRoundedRect(handle, thick / 2, thick / 2);
  painter.restore();
}

void paintMenuItem(const QStyleOptionMenuItem& option, QPainter& painter) {
  const Colors& c = colors();
  const QRect rect = option.rect;
  if (option.menuItemType == QStyleOptionMenuItem::Separator) {
    painter.fillRect(QRect(rect.left() + 8, rect.center().y(), rect.width() - 16, 1), c.line);
    return;
  }
  const bool enabled = option.state & QStyle::State_Enabled;
  if (enabled && (option.state & QStyle::State_Selected)) {
    drawPanel(painter, rect.adjusted(4, 0, -4, 0), kBadgeRadius, c.bg3, Qt::transparent);
  }
  const QRectF mark(rect.left() + 10, rect.center().y() - 6, 14, 14);
  if (option.checkType != QStyleOptionMenuItem::NotCheckable && option.checked) {
    drawIcon(painter, QStringLiteral("check"), mark, enabled ? c.acctx : c.dis);
  } else if (!option.icon.isNull()) {
    option.icon.paint(&painter, mark.toRect(), Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
  }
  QString text = option.text;
  QString keys;
  if (const qsizetype tab = text.indexOf(QLatin1Char('\t')); tab >= 0) {
    keys = text.mid(tab + 1);
    text.truncate(tab);
  }
  painter.setFont(font(TextRole::Cell));
  painter.setPen(enabled ? c.tx1 : c.dis);
  const QRect textRect = rect.adjusted(32, 0, -14, 0);
  painter.drawText(textRect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextHideMnemonic | Qt::TextSingleLine,
                   text);
  if (option.menuItemType == QStyleOptionMenuItem::SubMenu) {
    drawIcon(painter, QStringLiteral("chevron-right"),
             QRectF(rect.right() - 22, rect.center().y() - 6, 13, 13), c.tx3);
  } else if (!keys.isEmpty()) {
    painter.setPen(c.tx3);
    painter.setFont(font(TextRole::Caption));
    painter.drawText(textRect, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, keys);
  }
}

void paintHeaderSection(const QStyleOptionHeader& option, QPainter& painter) {
  const Colors& c = colors();
  painter.fillRect(option.rect, c.bg2);
  const QRect r = option.rect;
  painter.fillRect(QRect(r.left(), r.bottom(), r.width(), 1), c.line);
}

void paintHeaderLabel(const QStyleOptionHeader& option, QPainter& painter) {
  const Colors& c = colors();
  const bool sorted = option.sortIndicator != QStyleOptionHeader::None;
  painter.setFont(font(sorted ? TextRole::Badge : TextRole::Header));
  painter.setPen(sorted ? c.tx1 : c.tx3);
  QRect rect = option.rect.adjusted(8, 0, -8, 0);
  const QString text = painter.fontMetrics().elidedText(option.text, Qt::ElideMiddle, rect.width());
  painter.drawText(
      rect, Qt::TextDontClip | Qt::AlignVCenter | (option.textAlignment & Qt::AlignHorizontal_Mask), text);
  if (sorted) {
    const int width = painter.fontMetrics().horizontalAdvance(text);
    const bool right = option.textAlignment & Qt::AlignRight;
    const qreal x = right ? rect.right() - width - 16 : rect.left() + width + 4;
    drawIcon(painter,
             option.sortIndicator == QStyleOptionHeader::SortDown ? QStringLiteral("sort-ascending")
                                                                  : QStringLiteral("sort-descending"),
             QRectF(x, rect.center().y() - 5, 12, 12), c.tx1);
  }
}

void paintSplitterGrip(const QStyleOption& option, QPainter& painter) {
  const Colors& c = colors();
  const bool active = option.state & QStyle::State_MouseOver;
  const bool horizontal = option.rect.width() > option.rect.height();
  QRectF grip = horizontal ? QRectF(0, 0, 36, 3) : QRectF(0, 0, 3, 36);
  grip.moveCenter(QRectF(option.rect).center());
  drawPanel(painter, grip, 1.5, active ? c.acc : c.line2, Qt::transparent);
}

}  // namespace tatara::ui
