// Text in a role and a colour of the theme. Reads the colour while painting; never wider than it is given:
// names elide in the middle and then carry the whole text as tooltip, interface text wraps instead (Wrap).
// Threads: GUI thread.
#pragma once

#include <QWidget>

#include "ui/base/theme.h"
#include "ui/base/type.h"

namespace tatara::ui {

enum class Overflow { Elide, Wrap };

class Label final : public QWidget {
  Q_OBJECT
 public:
  explicit Label(const QString& text, TextRole role = TextRole::Body, ColorRole color = &Colors::tx1,
                 QWidget* parent = nullptr);

  void setText(const QString& text);
  const QString& text() const { return m_text; }
  void setColor(ColorRole color);
  void setRole(TextRole role);
  void setOverflow(Overflow overflow);
  void setAlignment(Qt::Alignment alignment);
  void setTabular(bool tabular);  // digits on one advance

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;
  bool hasHeightForWidth() const override { return m_overflow == Overflow::Wrap; }
  int heightForWidth(int width) const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void updateToolTip();

  QString m_text;
  TextRole m_role;
  ColorRole m_color;
  Overflow m_overflow = Overflow::Elide;
  Qt::Alignment m_alignment = Qt::AlignLeft | Qt::AlignVCenter;
  bool m_tabular = false;
};

}  // namespace tatara::ui
