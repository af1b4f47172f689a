#include "ui/base/style.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QFocusEvent>
#include <QFocusFrame>
#include <QFrame>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>
#include <QPlainTextEdit>
#include <QPointer>
#include <QScrollBar>
#include <QSlider>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTabBar>

#include "ui/base/internal/style_paint.h"
#include "ui/base/metrics.h"
#include "ui/base/theme.h"
#include "ui/base/type.h"

namespace tatara::ui {
namespace {

constexpr int kRingOutside = 3;  // 1 px of air, 2 px of ring

bool isKeyboardReason(Qt::FocusReason reason) {
  return reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason ||
         reason == Qt::ShortcutFocusReason;
}

bool wantsRing(const QWidget* widget) {
  return qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QLineEdit*>(widget) ||
         qobject_cast<const QComboBox*>(widget) || qobject_cast<const QAbstractSlider*>(widget) ||
         widget->property("focusRing").toBool();
}

class FocusRing final : public QObject {
 public:
  explicit FocusRing(QObject* parent) : QObject(parent) {}

  bool eventFilter(QObject* watched, QEvent* event) override {
    if (event->type() == QEvent::FocusIn && watched->isWidgetType()) {
      auto* widget = static_cast<QWidget*>(watched);
      const bool keyboard = isKeyboardReason(static_cast<QFocusEvent*>(event)->reason());
      if (keyboard && wantsRing(widget)) {
        frameFor(widget)->setWidget(widget);
      } else if (m_frame) {
        m_frame->setWidget(nullptr);
      }
    } else if (event->type() == QEvent::FocusOut && m_frame && m_frame->widget() == watched) {
      m_frame->setWidget(nullptr);
    } else if (event->type() == QEvent::MouseButtonPress && m_frame && m_frame->widget()) {
      m_frame->setWidget(nullptr);
    }
    return false;
  }

 private:
  QFocusFrame* frameFor(QWidget* widget) {
    if (!m_frame) {
      m_frame = new QFocusFrame(widget);
    }
    return m_frame;
  }

  QPointer<QFocusFrame> m_frame;  // owned by the window it is shown in
};

}  // namespace

void setButtonKind(QAbstractButton& button, ButtonKind kind) {
  button.setProperty("buttonKind", static_cast<int>(kind));
  button.update();
}

void setControlSize(QWidget& control, ControlSize size) {
  control.setProperty("smallControl", size == ControlSize::Small);
  control.updateGeometry();
}

void setInvalid(QWidget& input, bool invalid) {
  input.setProperty("invalidInput", invalid);
  input.update();
}

void installFocusRing(QApplication& app) {
  app.installEventFilter(new FocusRing(&app));
}

void drawPanel(QPainter& painter, const QRectF& rect, qreal radius, const QColor& fill,
               const QColor& border) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  const bool outlined = border.alpha() > 0;
  painter.setPen(outlined ? QPen(border, 1) : QPen(Qt::NoPen));
  painter.setBrush(fill.alpha() > 0 ? QBrush(fill) : QBrush(Qt::NoBrush));
  painter.drawRoundedRect(outlined ? rect.adjusted(0.5, 0.5, -0.5, -0.5) : rect, radius, radius);
  painter.restore();
}

Style::Style() : QProxyStyle(QStringLiteral("Fusion")) {}

void Style::polish(QWidget* widget) {
  QProxyStyle::polish(widget);
  if (qobject_cast<QAbstractButton*>(widget) || qobject_cast<QComboBox*>(widget) ||
      qobject_cast<QLineEdit*>(widget) || qobject_cast<QTabBar*>(widget) ||
      qobject_cast<QScrollBar*>(widget) || qobject_cast<QAbstractSpinBox*>(widget) ||
      qobject_cast<QHeaderView*>(widget) || widget->inherits("QSplitterHandle")) {
    widget->setAttribute(Qt::WA_Hover);
  }
  if (auto* tabs = qobject_cast<QTabBar*>(widget)) {
    tabs->setExpanding(false);
    tabs->setDrawBase(true);
  }
  if (qobject_cast<QMenu*>(widget)) {
    widget->setAttribute(Qt::WA_TranslucentBackground);
  }
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const {
  const Colors& c = colors();
  switch (element) {
    case PE_PanelLineEdit:
      if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
          frame && frame->lineWidth > 0) {
        paintInputFrame(*option, *painter, widget);
      }
      return;
    case PE_FrameLineEdit:
      return;
    case PE_Frame:
      if (const auto* text = qobject_cast<const QPlainTextEdit*>(widget); text && !text->isReadOnly()) {
        paintInputFrame(*option, *painter, widget);
        return;
      }
      if (qobject_cast<const QPlainTextEdit*>(widget) || qobject_cast<const QAbstractItemView*>(widget)) {
        painter->save();
        painter->setPen(c.line2);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        painter->restore();
        return;
      }
      break;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
      paintCheckBox(*option, *painter);
      return;
    case PE_IndicatorRadioButton:
      paintRadioButton(*option, *painter);
      return;
    case PE_IndicatorHeaderArrow:
      return;  // the title draws it
    case PE_FrameFocusRect:
      // Inside item views the focused cell has an inner ring; controls have the ring of QFocusFrame.
      if (qobject_cast<const QAbstractItemView*>(widget) && (option->state & State_KeyboardFocusChange)) {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(c.acctx, 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(option->rect).adjusted(1, 1, -1, -1), 3, 3);
        painter->restore();
      }
      return;
    case PE_PanelMenu:
      drawPanel(*painter, option->rect, kCardRadius, c.bg1, c.line2);
      return;
    case PE_FrameMenu:
      return;
    case PE_PanelTipLabel:
      drawPanel(*painter, option->rect, 0, c.bg1, c.line2);
      return;
    case PE_PanelItemViewRow:
    case PE_PanelItemViewItem:
      if (const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(option)) {
        if (item->state & State_Selected) {
          painter->fillRect(item->rect, c.sel);
        } else if (item->backgroundBrush.style() != Qt::NoBrush) {
          painter->fillRect(item->rect, item->backgroundBrush);
        } else if ((item->state & State_MouseOver) && (item->state & State_Enabled) &&
                   element == PE_PanelItemViewItem) {
          painter->fillRect(item->rect, c.bg3);
        }
      }
      return;
    case PE_FrameTabBarBase:
      painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), c.line);
      return;
    case PE_FrameTabWidget:
    case PE_FrameStatusBarItem:
    case PE_PanelStatusBar:
      return;
    default:
      break;
  }
  QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                        const QWidget* widget) const {
  switch (element) {
    case CE_PushButton:
      if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option)) {
        paintPushButton(*button, *painter, widget);
        return;
      }
      break;
    case CE_TabBarTabShape:
      return;
    case CE_TabBarTabLabel:
      if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option)) {
        paintTab(*tab, *painter);
        return;
      }
      break;
    case CE_ProgressBarGroove:
    case CE_ProgressBarLabel:
      return;
    case CE_ProgressBarContents:
      if (const auto* progress = qstyleoption_cast<const QStyleOptionProgressBar*>(option)) {
        paintProgress(*progress, *painter);
        return;
      }
      break;
    case CE_MenuItem:
      if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
        paintMenuItem(*item, *painter);
        return;
      }
      break;
    case CE_MenuEmptyArea:
    case CE_MenuTearoff:
      return;
    case CE_HeaderSection:
      if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option)) {
        paintHeaderSection(*header, *painter);
        return;
      }
      break;
    case CE_HeaderLabel:
      if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option)) {
        paintHeaderLabel(*header, *painter);
        return;
      }
      break;
    case CE_HeaderEmptyArea:
      painter->fillRect(option->rect, colors().bg2);
      painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                        colors().line);
      return;
    case CE_Splitter:
      paintSplitterGrip(*option, *painter);
      return;
    case CE_FocusFrame: {
      painter->save();
      painter->setRenderHint(QPainter::Antialiasing);
      painter->setPen(QPen(colors().acctx, 2));
      painter->setBrush(Qt::NoBrush);
      painter->drawRoundedRect(QRectF(option->rect).adjusted(1, 1, -1, -1), kControlRadius + 1,
                               kControlRadius + 1);
      painter->restore();
      return;
    }
    case CE_ShapedFrame:
      if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
          frame && (frame->frameShape == QFrame::HLine || frame->frameShape == QFrame::VLine)) {
        const QRect r = option->rect;
        painter->fillRect(frame->frameShape == QFrame::HLine ? QRect(r.left(), r.center().y(), r.width(), 1)
                                                             : QRect(r.center().x(), r.top(), 1, r.height()),
                          colors().line);
        return;
      }
      break;
    default:
      break;
  }
  QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                               const QWidget* widget) const {
  switch (control) {
    case CC_ToolButton:
      if (const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option)) {
        paintToolButton(*button, *painter, widget);
        return;
      }
      break;
    case CC_ComboBox:
      if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option)) {
        paintComboBox(*combo, *painter, widget);
        return;
      }
      break;
    case CC_SpinBox:
      if (const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option)) {
        paintSpinBox(*this, *spin, *painter, widget);
        return;
      }
      break;
    case CC_ScrollBar:
      if (const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option)) {
        paintScrollBar(*this, *bar, *painter, widget);
        return;
      }
      break;
    case CC_Slider:
      if (const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option)) {
        paintSlider(*this, *slider, *painter, widget);
        return;
      }
      break;
    default:
      break;
  }
  QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                            const QWidget* widget) const {
  const QRect r = option->rect;
  if (control == CC_ScrollBar) {
    const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (bar) {
      const bool vertical = bar->orientation == Qt::Vertical;
      const int length = vertical ? r.height() : r.width();
      const qint64 range = static_cast<qint64>(bar->maximum) - bar->minimum;
      int handle = length;
      if (range > 0) {
        handle = static_cast<int>(static_cast<qint64>(bar->pageStep) * length / (range + bar->pageStep));
        handle = std::clamp(handle, std::min(32, length), length);
      }
      const int start = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition,
                                                length - handle, bar->upsideDown);
      const auto along = [&](int from, int size) {
        return vertical ? QRect(r.left(), r.top() + from, r.width(), size)
                        : QRect(r.left() + from, r.top(), size, r.height());
      };
      switch (part) {
        case SC_ScrollBarSlider:
          return along(start, handle);
        case SC_ScrollBarGroove:
          return r;
        case SC_ScrollBarSubPage:
          return along(0, start);
        case SC_ScrollBarAddPage:
          return along(start + handle, length - start - handle);
        default:
          return {};
      }
    }
  }
  if (control == CC_ComboBox) {
    switch (part) {
      case SC_ComboBoxEditField:
        return r.adjusted(9, 0, -24, 0);
      case SC_ComboBoxArrow:
        return QRect(r.right() - 24, r.top(), 24, r.height());
      case SC_ComboBoxListBoxPopup:
        return r;
      default:
        return r;
    }
  }
  if (control == CC_SpinBox) {
    const QRect buttons(r.right() - 20, r.top() + 1, 20, r.height() - 2);
    switch (part) {
      case SC_SpinBoxEditField:
        return r.adjusted(6, 1, -22, -1);
      case SC_SpinBoxUp:
        return QRect(buttons.left(), buttons.top(), buttons.width(), buttons.height() / 2);
      case SC_SpinBoxDown:
        return QRect(buttons.left(), buttons.top() + buttons.height() / 2, buttons.width(),
                     buttons.height() / 2);
      default:
        return r;
    }
  }
  return QProxyStyle::subControlRect(control, option, part, widget);
}

QRect Style::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const {
  if (element == SE_LineEditContents) {
    if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
        frame && frame->lineWidth > 0) {
      return option->rect.adjusted(7, 1, -7, -1);
    }
  }
  if (element == SE_ProgressBarGroove || element == SE_ProgressBarContents) {
    return option->rect;
  }
  return QProxyStyle::subElementRect(element, option, widget);
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                              const QWidget* widget) const {
  const int height = isSmall(widget) ? kSmallControlHeight : kControlHeight;
  switch (type) {
    case CT_PushButton: {
      const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
      if (!button) {
        break;
      }
      int width = button->fontMetrics.size(Qt::TextShowMnemonic, button->text).width() + 24;
      if (!button->icon.isNull()) {
        width += button->text.isEmpty() ? 14 - 10 : 20;
      }
      if (button->features & QStyleOptionButton::HasMenu) {
        width += 20;
      }
      return QSize(width, height);
    }
    case CT_ToolButton: {
      const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option);
      if (button && (button->toolButtonStyle == Qt::ToolButtonIconOnly || button->text.isEmpty())) {
        return QSize(height, height);
      }
      if (button) {
        int width = button->fontMetrics.size(Qt::TextShowMnemonic, button->text).width() + 20;
        width += button->icon.isNull() ? 0 : button->iconSize.width() + 6;
        width += button->features & QStyleOptionToolButton::HasMenu ? 17 : 0;
        return QSize(width, height);
      }
      break;
    }
    case CT_LineEdit:
      if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
          frame && frame->lineWidth > 0) {
        return QSize(size.width() + 14, height);
      }
      return size;
    case CT_ComboBox:
      return QSize(size.width() + 36, height);
    case CT_SpinBox:
      return QSize(size.width() + 34, height);
    case CT_TabBarTab:
      if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option)) {
        const QFontMetrics metrics(font(TextRole::CardTitle));
        return QSize(metrics.size(Qt::TextShowMnemonic, tab->text).width() + 20, kTabHeight);
      }
      break;
    case CT_MenuItem:
      if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
        if (item->menuItemType == QStyleOptionMenuItem::Separator) {
          return QSize(size.width(), 9);
        }
        const QFontMetrics metrics(font(TextRole::Cell));
        QString text = item->text;
        text.replace(QLatin1Char('\t'), QStringLiteral("          "));
        return QSize(metrics.size(Qt::TextShowMnemonic, text).width() + 64, kControlHeight);
      }
      break;
    case CT_HeaderSection: {
      QSize hint = QProxyStyle::sizeFromContents(type, option, size, widget);
      return QSize(hint.width() + 8, kHeaderRowHeight);
    }
    case CT_Slider:
      return QSize(std::max(size.width(), 80), 20);
    default:
      break;
  }
  return QProxyStyle::sizeFromContents(type, option, size, widget);
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
  switch (metric) {
    case PM_ScrollBarExtent:
      return 10;
    case PM_ScrollView_ScrollBarOverlap:
      return 0;
    case PM_ScrollBarSliderMin:
      return 32;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
      return 16;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
      return 8;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
      return 0;
    case PM_FocusFrameHMargin:
    case PM_FocusFrameVMargin:
      return kRingOutside;
    case PM_SplitterWidth:
      return 12;
    case PM_MenuPanelWidth:
      return 1;
    case PM_MenuVMargin:
      return 5;
    case PM_MenuHMargin:
      return 0;
    case PM_SliderThickness:
    case PM_SliderControlThickness:
      return 20;
    case PM_SliderLength:
      return 14;
    case PM_ButtonIconSize:
    case PM_SmallIconSize:
      return 14;
    case PM_ToolBarIconSize:
    case PM_TabBarIconSize:
      return 16;
    case PM_TabBarTabHSpace:
      return 20;
    case PM_TabBarBaseOverlap:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabShiftHorizontal:
      return 0;
    case PM_ToolTipLabelFrameWidth:
      return 6;
    case PM_HeaderMargin:
      return 8;
    default:
      return QProxyStyle::pixelMetric(metric, option, widget);
  }
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                     QStyleHintReturn* data) const {
  switch (hint) {
    case SH_ToolTip_WakeUpDelay:
      return 500;
    case SH_Slider_AbsoluteSetButtons:
      return Qt::LeftButton;
    case SH_ComboBox_Popup:
      return 0;
    case SH_Table_GridLineColor:
      return static_cast<int>(colors().line.rgb());
    case SH_Menu_SubMenuPopupDelay:
      return 120;
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
      return 0;
    case SH_UnderlineShortcut:
      return 0;
    case SH_ItemView_ShowDecorationSelected:
      return 1;
    case SH_ScrollBar_Transient:
      return 0;
    case SH_FocusFrame_AboveWidget:
      return 1;
    case SH_DialogButtonBox_ButtonsHaveIcons:
      return 0;
    default:
      return QProxyStyle::styleHint(hint, option, widget, data);
  }
}

}  // namespace tatara::ui
