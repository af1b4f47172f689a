// Menus that open below the button they belong to. Threads: GUI.
#pragma once

#include <QMenu>
#include <QPoint>
#include <QWidget>

namespace tatara::ui {

inline QPoint below(const QWidget* button) {
  return button->mapToGlobal(QPoint(0, button->height() + 4));
}

// Deletes itself when it closes.
inline QMenu* makeMenu(QWidget* parent) {
  auto* menu = new QMenu(parent);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  return menu;
}

}  // namespace tatara::ui
