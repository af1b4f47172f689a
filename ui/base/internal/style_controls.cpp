#include <algorithm>

#include <QAbstractButton>
#include <QFontMetrics>

#include "ui/base/icon.h"
#include "ui/base/internal/style_paint.h"
#include "ui/base/metrics.h"
#include "ui/base/type.h"

namespace tatara::ui {
namespace {

constexpr int kButtonIcon = 14;
constexpr int kIconGap = 6;

struct ButtonColors {
  QColor fill, border, text;
};

ButtonColors buttonColors(ButtonKind kind, QStyle::State state) {
  const Colors& c = colors();
  const bool enabled = state & QStyle::State_Enabled;
  const bool hover = enabled && (state & QStyle::State_MouseOver);
  const bool down = enabled && (state & (QStyle::State_Sunken | QStyle::State_On));
  if (!enabled) {
    const bool bare = kind == ButtonKind::Flat || kind == ButtonKind::Link;
    return {bare ? QColor(Qt::transparent) : c.bg2, bare ? QColor(Qt::transparent) : c.line, c.dis};
  }
  switch (kind) {
    case ButtonKind::Primary:
      return {hover || down ? c.acch : c.acc, Qt::transparent, c.onacc};
    case ButtonKind::Danger:
      return {hover || down ? c.errbg : c.bg1, c.err, c.err};
    case ButtonKind::Flat:
      return {hover || down ? c.bg3 : QColor(Qt::transparent), Qt::transparent, c.tx1};
    case ButtonKind::Link:
      return {hover || down ? c.accbg : QColor(Qt::transparent), Qt::transparent, c.acctx};
    case ButtonKind::Normal:
      break;
  }
  if (down) {
    return {c.bg3, c.ctl, c.tx1};
  }
  return {hover ? c.bg2 : c.bg1, hover ? c.ctl : c.line2, c.tx1};
}

QIcon::Mode iconMode(QStyle::State state) {
  return state & QStyle::State_Enabled ? QIcon::Normal : QIcon::Disabled;
}

void paintIcon(QPainter& painter, const QIcon& icon, const QRect& rect, QStyle::State state) {
  icon.paint(&painter, rect, Qt::AlignCenter, iconMode(state),
             state & QStyle::State_On ? QIcon::On : QIcon::Off);
}

}  // namespace

ButtonKind buttonKind(const QWidget* widget) {
  return widget ? static_cast<ButtonKind>(widget->property("buttonKind").toInt()) : ButtonKind::Normal;
}

bool isSmall(const QWidget* widget) {
  return widget && widget->property("smallControl").toBool();
}

bool isInvalid(const QWidget* widget) {
  return widget && widget->property("invalidInput").toBool();
}

void paintPushButton(const QStyleOptionButton& option, QPainter& painter, const QWidget* widget) {
  const ButtonColors look = buttonColors(buttonKind(widget), option.state);
  drawPanel(painter, option.rect, kControlRadius, look.fill, look.border);
  const bool menu = option.features & QStyleOptionButton::HasMenu;
  const int textWidth =
      option.text.isEmpty() ? 0 : option.fontMetrics.size(Qt::TextShowMnemonic, option.text).width();
  const int iconWidth = option.icon.isNull() ? 0 : kButtonIcon + (textWidth ? kIconGap : 0);
  const int menuWidth = menu ? kButtonIcon + kIconGap : 0;
  QRect content = option.rect;
  int x = content.left() + (content.width() - textWidth - iconWidth - menuWidth) / 2;
  if (iconWidth) {
    const QRect box(x, content.center().y() - kButtonIcon / 2 + 1, kButtonIcon, kButtonIcon);
    if (buttonKind(widget) == ButtonKind::Primary && (option.state & QStyle::State_Enabled)) {
      // A filled button shows its icon in the colour of its text.
      QIcon copy = option.icon;
      const qreal ratio = painter.device()->devicePixelRatioF();
      QPixmap pixmap = copy.pixmap(QSize(kButtonIcon, kButtonIcon), ratio);
      QPainter tint(&pixmap);
      tint.setCompositionMode(QPainter::CompositionMode_SourceIn);
      tint.fillRect(pixmap.rect(), look.text);
      tint.end();
      painter.drawPixmap(box.topLeft(), pixmap);
    } else {
      paintIcon(painter, option.icon, box, option.state);
    }
    x += iconWidth;
  }
  painter.setPen(look.text);
  painter.drawText(QRect(x, content.top(), textWidth + 2, content.height()),
                   Qt::AlignLeft | Qt::AlignVCenter | Qt::TextHideMnemonic, option.text);
  if (menu) {
    drawIcon(painter, QStringLiteral("chevron-down"),
             QRectF(x + textWidth + kIconGap, content.center().y() - 6 + 1, 13, 13), colors().tx3);
  }
}

void paintToolButton(const QStyleOptionToolButton& option, QPainter& painter, const QWidget* widget) {
  const bool kindSet = widget && widget->property("buttonKind").isValid();
  const ButtonColors look = buttonColors(kindSet ? buttonKind(widget) : ButtonKind::Flat, option.state);
  drawPanel(painter, option.rect, kControlRadius, look.fill, look.border);
  const int side = option.iconSize.width();
  const bool hasText = option.toolButtonStyle != Qt::ToolButtonIconOnly && !option.text.isEmpty();
  const bool hasIcon = !option.icon.isNull() && option.toolButtonStyle != Qt::ToolButtonTextOnly;
  const bool menu = option.features & QStyleOptionToolButton::HasMenu && hasText;
  const int textWidth = hasText ? option.fontMetrics.size(Qt::TextShowMnemonic, option.text).width() : 0;
  const int total =
      (hasIcon ? side : 0) + (hasIcon && hasText ? kIconGap : 0) + textWidth + (menu ? 13 + 4 : 0);
  int x = option.rect.left() + (option.rect.width() - total + 1) / 2;
  if (hasIcon) {
    paintIcon(painter, option.icon,
              QRect(x, option.rect.top() + (option.rect.height() - side + 1) / 2, side, side), option.state);
    x += side + kIconGap;
  }
  if (hasText) {
    painter.setPen(look.text);
    painter.drawText(QRect(x, option.rect.top(), textWidth + 2, option.rect.height()),
                     Qt::AlignLeft | Qt::AlignVCenter | Qt::TextHideMnemonic, option.text);
    x += textWidth + 4;
  }
  if (menu) {
    drawIcon(painter, QStringLiteral("chevron-down"), QRectF(x, option.rect.center().y() - 6 + 1, 13, 13),
             colors().tx3);
  }
}

void paintInputFrame(const QStyleOption& option, QPainter& painter, const QWidget* widget) {
  const Colors& c = colors();
  const bool enabled = option.state & QStyle::State_Enabled;
  QColor border = c.line2;
  if (isInvalid(widget)) {
    border = c.err;
  } else if (!enabled) {
    border = c.line;
  } else if (option.state & QStyle::State_HasFocus) {
    border = c.acc;
  } else if (option.state & QStyle::State_MouseOver) {
    border = c.ctl;
  }
  drawPanel(painter, option.rect, kControlRadius, enabled ? c.bg1 : c.bg2, border);
}

void paintComboBox(const QStyleOptionComboBox& option, QPainter& painter, const QWidget* widget) {
  const ButtonColors look = buttonColors(buttonKind(widget), option.state & ~QStyle::State_On);
  const QColor border = isInvalid(widget) ? colors().err : look.border;
  drawPanel(painter, option.rect, kControlRadius, look.fill, border);
  const QRect rect = option.rect;
  drawIcon(painter, QStringLiteral("chevron-down"),
           QRectF(rect.right() - 20, rect.center().y() - 6 + 1, 13, 13),
           option.state & QStyle::State_Enabled ? colors().tx3 : colors().dis);
}

void paintSpinBox(const Style& style, const QStyleOptionSpinBox& option, QPainter& painter,
                  const QWidget* widget) {
  paintInputFrame(option, painter, widget);
  if (option.buttonSymbols == QAbstractSpinBox::NoButtons) {
    return;
  }
  for (const QStyle::SubControl part : {QStyle::SC_SpinBoxUp, QStyle::SC_SpinBoxDown}) {
    const QRectF rect = style.subControlRect(QStyle::CC_SpinBox, &option, part, widget);
    const bool up = part == QStyle::SC_SpinBoxUp;
    const bool possible =
        option.stepEnabled & (up ? QAbstractSpinBox::StepUpEnabled : QAbstractSpinBox::StepDownEnabled);
    QRectF box(0, 0, 10, 10);
    box.moveCenter(rect.center());
    drawIcon(painter, up ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down"), box,
             possible ? colors().tx3 : colors().dis);
  }
}

void paintCheckBox(const QStyleOption& option, QPainter& painter) {
  const Colors& c = colors();
  const bool enabled = option.state & QStyle::State_Enabled;
  const bool on = option.state & QStyle::State_On;
  const bool partial = option.state & QStyle::State_NoChange;
  QRectF box(0, 0, 14, 14);
  box.moveCenter(QRectF(option.rect).center());
  box.moveTopLeft(box.topLeft().toPoint());
  if (!on && !partial) {
    const bool hover = enabled && (option.state & QStyle::State_MouseOver);
    drawPanel(painter, box, kCheckRadius, enabled ? c.bg1 : c.bg2,
              !enabled ? c.line2
              : hover  ? c.acc
                       : c.ctl);
    return;
  }
  drawPanel(painter, box, kCheckRadius, enabled ? c.acc : c.dis, Qt::transparent);
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(c.onacc, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  const QPointF o = box.topLeft();
  if (partial) {
    painter.drawLine(o + QPointF(3.5, 7), o + QPointF(10.5, 7));
  } else {
    painter.drawPolyline(QPolygonF({o + QPointF(3.4, 7.3), o + QPointF(6, 9.8), o + QPointF(10.7, 4.6)}));
  }
  painter.restore();
}

void paintRadioButton(const QStyleOption& option, QPainter& painter) {
  const Colors& c = colors();
  const bool enabled = option.state & QStyle::State_Enabled;
  const bool on = option.state & QStyle::State_On;
  QRectF box(0, 0, 14, 14);
  box.moveCenter(QRectF(option.rect).center());
  drawPanel(painter, box, 7,
            on        ? (enabled ? c.acc : c.dis)
            : enabled ? c.bg1
                      : c.bg2,
            on        ? QColor(Qt::transparent)
            : enabled ? c.ctl
                      : c.line2);
  if (on) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(c.onacc);
    painter.drawEllipse(box.center(), 2.5, 2.5);
    painter.restore();
  }
}

void paintSlider(const Style& style, const QStyleOptionSlider& option, QPainter& painter,
                 const QWidget* widget) {
  const Colors& c = colors();
  const bool enabled = option.state & QStyle::State_Enabled;
  const QRectF handle = style.subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, widget);
  const QRectF rect = option.rect;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  QRectF groove;
  QRectF filled;
  if (option.orientation == Qt::Horizontal) {
    groove = QRectF(rect.left() + 2, rect.center().y() - 1.5, rect.width() - 4, 3);
    filled = groove;
    (option.upsideDown ? filled.setLeft(handle.center().x()) : filled.setRight(handle.center().x()));
  } else {
    groove = QRectF(rect.center().x() - 1.5, rect.top() + 2, 3, rect.height() - 4);
    filled = groove;
    (option.upsideDown ? filled.setTop(handle.center().y()) : filled.setBottom(handle.center().y()));
  }
  painter.setBrush(c.line2);
  painter.drawRoundedRect(groove, 1.5, 1.5);
  painter.setBrush(enabled ? c.acc : c.dis);
  painter.drawRoundedRect(filled, 1.5, 1.5);
  painter.setPen(QPen(enabled ? c.acc : c.dis, 2));
  painter.setBrush(c.bg1);
  painter.drawEllipse(handle.center(), 5.5, 5.5);
  painter.restore();
}

void paintProgress(const QStyleOptionProgressBar& option, QPainter& painter) {
  const Colors& c = colors();
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  const QRectF rect = option.rect;
  const QRectF track(rect.left(), rect.center().y() - 2, rect.width(), 4);
  painter.setBrush(c.line2);
  painter.drawRoundedRect(track, 2, 2);
  const double span = static_cast<double>(option.maximum) - option.minimum;
  QRectF done = track;
  if (span > 0) {
    done.setWidth(track.width() * std::clamp((option.progress - option.minimum) / span, 0.0, 1.0));
  } else {
    done.setLeft(track.left() + track.width() * 0.3);  // how long it takes is not known
    done.setWidth(track.width() * 0.4);
  }
  painter.setBrush(c.acc);
  painter.drawRoundedRect(done, 2, 2);
  painter.restore();
}

}  // namespace tatara::ui
