// The widget style: every control as in the style guide, drawn by one QProxyStyle over Fusion.
//
// Kinds and sizes are properties of a control, set by the functions below; everything else follows from the
// class of the widget. A keyboard focus ring (2 px acctx, 1 px outside) is laid over whatever control was
// reached by keyboard. Threads: GUI thread.
#pragma once

#include <QProxyStyle>

class QAbstractButton;
class QApplication;
class QLineEdit;

namespace tatara::ui {

enum class ButtonKind {
  Normal,   // bordered
  Primary,  // filled accent: one a view
  Danger,   // err outline
  Flat,     // no border until hovered
  Link,     // acctx text
};

enum class ControlSize { Normal, Small };  // 28, 24

void setButtonKind(QAbstractButton& button, ButtonKind kind);
void setControlSize(QWidget& control, ControlSize size);
// Err border; the sentence that says the fix is the form's to show.
void setInvalid(QWidget& input, bool invalid);

// Follows the keyboard focus with a ring; called once by applyTheme.
void installFocusRing(QApplication& app);
// A rounded rectangle with a 1 px border that lies on whole device pixels.
void drawPanel(QPainter& painter, const QRectF& rect, qreal radius, const QColor& fill, const QColor& border);

class Style final : public QProxyStyle {
  Q_OBJECT
 public:
  Style();

  void polish(QWidget* widget) override;
  using QProxyStyle::polish;
  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
  void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                   const QWidget* widget) const override;
  void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                          const QWidget* widget) const override;
  QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                       const QWidget* widget) const override;
  QRect subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const override;
  QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                         const QWidget* widget) const override;
  int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
  int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                QStyleHintReturn* data) const override;
};

}  // namespace tatara::ui
