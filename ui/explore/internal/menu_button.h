// A button that opens a menu: its text, then a chevron at the right.
//
// Threads: GUI thread.
#pragma once

#include <QPainter>
#include <QPushButton>

#include "ui/base/icon.h"
#include "ui/base/style.h"

namespace tatara::ui {

class MenuButton final : public QPushButton {
 public:
  explicit MenuButton(ButtonKind kind, QWidget* parent = nullptr) : QPushButton(parent) {
    setButtonKind(*this, kind);
    setControlSize(*this, ControlSize::Small);
    setFocusPolicy(Qt::StrongFocus);
  }
  // Room for the chevron is kept by blanks, which the style centres with the words.
  void setWords(const QString& words) { setText(words + QStringLiteral("     ")); }

 protected:
  void paintEvent(QPaintEvent* event) override {
    QPushButton::paintEvent(event);
    QPainter painter(this);
    drawIcon(painter, QStringLiteral("chevron-down"), QRectF(width() - 22, height() / 2.0 - 6, 12, 12),
             colors().tx2);
  }
};

}  // namespace tatara::ui
