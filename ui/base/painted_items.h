// Rows, cells and buttons that a widget paints itself, told to assistive technology.
//
// A widget that paints its items also derives from PaintedItems and answers for them; each item then has an
// accessible object of its own with name, place, focus and a press action, and the widget is their list. An
// item that is a row of a table has cells as children, each with what it counts and its value.
// Widgets call tellCurrentItem() when the keyboard moves on and tellItemsChanged() when items came or went.
// Threads: GUI thread.
#pragma once

#include <QAccessible>
#include <QRect>
#include <QString>

class QWidget;

namespace tatara::ui {

class PaintedItems {
 public:
  PaintedItems();
  virtual ~PaintedItems();
  PaintedItems(const PaintedItems&) = delete;
  PaintedItems& operator=(const PaintedItems&) = delete;

  virtual int itemCount() const = 0;
  // All that is to be read of it in one sentence: "umber-vole-230, failed".
  virtual QString itemName(int item) const = 0;
  // In the widget; empty while it is not on screen.
  virtual QRect itemRect(int item) const = 0;
  // Where the keyboard is; −1: nowhere.
  virtual int currentItem() const { return -1; }
  virtual bool itemPressable(int item) const {
    Q_UNUSED(item);
    return true;
  }
  // Of radio buttons and check boxes.
  virtual bool itemChecked(int item) const {
    Q_UNUSED(item);
    return false;
  }
  virtual void pressItem(int item) = 0;
  // Chosen, as the open one of a list is; none by default.
  virtual bool itemSelected(int item) const {
    Q_UNUSED(item);
    return false;
  }
  // Of a table: "mean", and what stands there in a row, "27.1".
  virtual int cellCount() const { return 0; }
  virtual QString cellName(int cell) const {
    Q_UNUSED(cell);
    return {};
  }
  virtual QString cellValue(int item, int cell) const {
    Q_UNUSED(item);
    Q_UNUSED(cell);
    return {};
  }
  virtual QRect itemCellRect(int item, int cell) const {
    Q_UNUSED(item);
    Q_UNUSED(cell);
    return {};
  }
  virtual QAccessible::Role itemsRole() const { return QAccessible::List; }
  virtual QAccessible::Role itemRole() const { return QAccessible::ListItem; }
};

// `widget` is a PaintedItems.
void tellCurrentItem(QWidget* widget);
void tellItemsChanged(QWidget* widget);

}  // namespace tatara::ui
