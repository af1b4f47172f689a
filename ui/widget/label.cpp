#include "ui/widget/label.h"

#include <cmath>

#include <QFontMetricsF>
#include <QPainter>
#include <QTextLayout>

#include "ui/base/tip_text.h"

namespace tatara::ui {
namespace {

// Lays lines of `pitch` height; returns the height of all. Draws when a painter is given.
int layoutLines(const QString& text, const QFont& font, int width, int pitch, Qt::Alignment align,
                QPainter* painter) {
  int y = 0;
  const QFontMetricsF metrics(font);
  for (const QString& paragraph : text.split(QLatin1Char('\n'))) {
    QTextLayout layout(paragraph, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
      line.setLineWidth(width);
      if (painter) {
        qreal x = 0;
        if (align & Qt::AlignHCenter) {
          x = (width - line.naturalTextWidth()) / 2;
        } else if (align & Qt::AlignRight) {
          x = width - line.naturalTextWidth();
        }
        line.draw(painter, QPointF(x, y + (pitch - metrics.height()) / 2));
      }
      y += pitch;
    }
    layout.endLayout();
    if (paragraph.isEmpty()) {
      y += pitch;
    }
  }
  return y;
}

}  // namespace

Label::Label(const QString& text, TextRole role, ColorRole color, QWidget* parent)
    : QWidget(parent), m_text(text), m_role(role), m_color(color) {
  setFont(tatara::ui::font(role));
  setAccessibleName(text);
  setAttribute(Qt::WA_TransparentForMouseEvents, false);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void Label::setText(const QString& text) {
  if (text == m_text) {
    return;
  }
  m_text = text;
  setAccessibleName(text);
  updateGeometry();
  updateToolTip();
  update();
}

void Label::setColor(ColorRole color) {
  m_color = color;
  update();
}

void Label::setRole(TextRole role) {
  m_role = role;
  setFont(tatara::ui::font(role));
  updateGeometry();
  update();
}

void Label::setOverflow(Overflow overflow) {
  m_overflow = overflow;
  QSizePolicy policy(QSizePolicy::Preferred,
                     overflow == Overflow::Wrap ? QSizePolicy::Minimum : QSizePolicy::Fixed);
  policy.setHeightForWidth(overflow == Overflow::Wrap);
  setSizePolicy(policy);
  updateGeometry();
}

void Label::setAlignment(Qt::Alignment alignment) {
  m_alignment = alignment;
  update();
}

void Label::setTabular(bool tabular) {
  m_tabular = tabular;
  updateGeometry();
}

QSize Label::sizeHint() const {
  const QFont& used = tatara::ui::font(m_role);
  if (m_overflow == Overflow::Wrap) {
    int widest = 0;
    for (const QString& line : m_text.split(QLatin1Char('\n'))) {
      widest = std::max(widest, static_cast<int>(std::ceil(QFontMetricsF(used).horizontalAdvance(line))) + 2);
    }
    const int width = std::min(widest, 480);
    return QSize(width, heightForWidth(width));
  }
  const qreal width = m_tabular ? tabularWidth(used, m_text) : QFontMetricsF(used).horizontalAdvance(m_text);
  return QSize(static_cast<int>(std::ceil(width)) + 1, lineHeight(m_role));
}

QSize Label::minimumSizeHint() const {
  if (m_overflow == Overflow::Wrap) {
    return QSize(40, lineHeight(m_role));
  }
  const int ellipsis = QFontMetrics(tatara::ui::font(m_role)).horizontalAdvance(QChar(0x2026));
  return QSize(std::min(sizeHint().width(), 3 * ellipsis), lineHeight(m_role));
}

int Label::heightForWidth(int width) const {
  if (m_overflow == Overflow::Elide) {
    return lineHeight(m_role);
  }
  return layoutLines(m_text, tatara::ui::font(m_role), width, lineHeight(m_role), m_alignment, nullptr);
}

void Label::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setFont(tatara::ui::font(m_role));
  painter.setPen(isEnabled() ? colors().*m_color : colors().dis);
  if (m_overflow == Overflow::Wrap) {
    layoutLines(m_text, tatara::ui::font(m_role), width(), lineHeight(m_role), m_alignment, &painter);
    return;
  }
  if (m_tabular) {
    drawTabular(painter, rect(), m_alignment, m_text);
    return;
  }
  const QString shown = painter.fontMetrics().elidedText(m_text, Qt::ElideMiddle, width());
  painter.drawText(rect(), static_cast<int>(m_alignment) | Qt::TextSingleLine, shown);
}

void Label::resizeEvent(QResizeEvent*) {
  updateToolTip();
}

void Label::updateToolTip() {
  if (m_overflow == Overflow::Elide) {
    setToolTip(width() < sizeHint().width() - 1 ? tipText(m_text) : QString());
  }
}

}  // namespace tatara::ui
