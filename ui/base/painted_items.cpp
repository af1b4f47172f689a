#include "ui/base/painted_items.h"

#include <functional>
#include <map>

#include <QAccessibleWidget>
#include <QPointer>
#include <QWindow>

namespace tatara::ui {
namespace {

// Asked anew each time: of a widget that is being destroyed only the QWidget is left, and this gives nothing.
PaintedItems* itemsOf(QObject* object) {
  return dynamic_cast<PaintedItems*>(object);
}

QRect onScreen(const QWidget* owner, const QRect& inside) {
  return inside.isEmpty() ? inside : QRect(owner->mapToGlobal(inside.topLeft()), inside.size());
}

// The children of an interface, made as they are asked for.
class Children {
 public:
  Children() = default;
  ~Children() {
    for (const auto& [index, id] : m_ids) {
      QAccessible::deleteAccessibleInterface(id);
    }
  }
  Children(const Children&) = delete;
  Children& operator=(const Children&) = delete;

  QAccessibleInterface* at(int index, const std::function<QAccessibleInterface*()>& make) {
    const auto known = m_ids.find(index);
    if (known != m_ids.end()) {
      return QAccessible::accessibleInterface(known->second);
    }
    QAccessibleInterface* made = make();
    m_ids.emplace(index, QAccessible::registerAccessibleInterface(made));
    return made;
  }
  int indexOf(const QAccessibleInterface* child) const {
    for (const auto& [index, id] : m_ids) {
      if (QAccessible::accessibleInterface(id) == child) {
        return index;
      }
    }
    return -1;
  }

 private:
  std::map<int, QAccessible::Id> m_ids;
};

class CellInterface final : public QAccessibleInterface {
 public:
  CellInterface(QWidget* owner, int item, int cell) : m_owner(owner), m_item(item), m_cell(cell) {}

  bool isValid() const override {
    const PaintedItems* items = itemsOf(m_owner);
    return items && m_item < items->itemCount() && m_cell < items->cellCount();
  }
  QObject* object() const override { return nullptr; }
  QWindow* window() const override { return m_owner ? m_owner->window()->windowHandle() : nullptr; }
  QAccessibleInterface* parent() const override {
    QAccessibleInterface* table = QAccessible::queryAccessibleInterface(m_owner);
    return table ? table->child(m_item) : nullptr;
  }
  QAccessibleInterface* child(int) const override { return nullptr; }
  QAccessibleInterface* childAt(int, int) const override { return nullptr; }
  int childCount() const override { return 0; }
  int indexOfChild(const QAccessibleInterface*) const override { return -1; }
  QString text(QAccessible::Text kind) const override {
    if (!isValid()) {
      return {};
    }
    return kind == QAccessible::Name    ? itemsOf(m_owner)->cellName(m_cell)
           : kind == QAccessible::Value ? itemsOf(m_owner)->cellValue(m_item, m_cell)
                                        : QString();
  }
  void setText(QAccessible::Text, const QString&) override {}
  QRect rect() const override {
    return isValid() ? onScreen(m_owner, itemsOf(m_owner)->itemCellRect(m_item, m_cell)) : QRect();
  }
  QAccessible::Role role() const override { return QAccessible::Cell; }
  QAccessible::State state() const override {
    QAccessible::State state;
    state.invalid = !isValid();
    state.readOnly = true;
    state.invisible = !m_owner || !m_owner->isVisible();
    state.offscreen = rect().isEmpty();
    return state;
  }

 private:
  QPointer<QWidget> m_owner;
  int m_item;
  int m_cell;
};

class ItemInterface final : public QAccessibleInterface, public QAccessibleActionInterface {
 public:
  ItemInterface(QWidget* owner, int item) : m_owner(owner), m_item(item) {}

  bool isValid() const override {
    const PaintedItems* items = itemsOf(m_owner);
    return items && m_item < items->itemCount();
  }
  QObject* object() const override { return nullptr; }
  QWindow* window() const override { return m_owner ? m_owner->window()->windowHandle() : nullptr; }
  QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(m_owner); }
  QAccessibleInterface* child(int cell) const override {
    return cell < 0 || cell >= childCount()
               ? nullptr
               : m_cells.at(cell, [&] { return new CellInterface(m_owner, m_item, cell); });
  }
  QAccessibleInterface* childAt(int x, int y) const override {
    for (int cell = 0; cell < childCount(); ++cell) {
      if (child(cell)->rect().contains(x, y)) {
        return child(cell);
      }
    }
    return nullptr;
  }
  int childCount() const override { return isValid() ? itemsOf(m_owner)->cellCount() : 0; }
  int indexOfChild(const QAccessibleInterface* cell) const override { return m_cells.indexOf(cell); }
  QString text(QAccessible::Text kind) const override {
    return kind == QAccessible::Name && isValid() ? itemsOf(m_owner)->itemName(m_item) : QString();
  }
  void setText(QAccessible::Text, const QString&) override {}
  QRect rect() const override {
    if (!isValid()) {
      return {};
    }
    return onScreen(m_owner, itemsOf(m_owner)->itemRect(m_item));
  }
  QAccessible::Role role() const override {
    return isValid() ? itemsOf(m_owner)->itemRole() : QAccessible::NoRole;
  }
  QAccessible::State state() const override {
    QAccessible::State state;
    if (!isValid()) {
      state.invalid = true;
      return state;
    }
    const PaintedItems* items = itemsOf(m_owner);
    state.focusable = m_owner->focusPolicy() != Qt::NoFocus;
    state.focused = m_owner->hasFocus() && items->currentItem() == m_item;
    state.invisible = !m_owner->isVisible();
    state.offscreen = items->itemRect(m_item).isEmpty();
    state.disabled = !m_owner->isEnabled();
    state.checkable = role() == QAccessible::RadioButton || role() == QAccessible::CheckBox;
    state.checked = items->itemChecked(m_item);
    state.selected = items->itemSelected(m_item);
    return state;
  }
  void* interface_cast(QAccessible::InterfaceType type) override {
    return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
  }
  QStringList actionNames() const override {
    return isValid() && itemsOf(m_owner)->itemPressable(m_item) ? QStringList{pressAction()} : QStringList();
  }
  void doAction(const QString& name) override {
    if (actionNames().contains(name)) {
      itemsOf(m_owner)->pressItem(m_item);
    }
  }
  QStringList keyBindingsForAction(const QString&) const override { return {}; }

 private:
  QPointer<QWidget> m_owner;
  int m_item;
  mutable Children m_cells;
};

class ItemsInterface final : public QAccessibleWidget {
 public:
  explicit ItemsInterface(QWidget* widget) : QAccessibleWidget(widget) {}
  QAccessible::Role role() const override {
    const PaintedItems* items = itemsOf(object());
    return items ? items->itemsRole() : QAccessibleWidget::role();
  }
  int childCount() const override {
    const PaintedItems* items = itemsOf(object());
    return items ? items->itemCount() : 0;
  }
  QAccessibleInterface* child(int item) const override {
    return item < 0 || item >= childCount()
               ? nullptr
               : m_items.at(item, [&] { return new ItemInterface(widget(), item); });
  }
  int indexOfChild(const QAccessibleInterface* child) const override { return m_items.indexOf(child); }
  QAccessibleInterface* childAt(int x, int y) const override {
    const QPoint inside = widget()->mapFromGlobal(QPoint(x, y));
    for (int item = 0; item < childCount(); ++item) {
      if (itemsOf(object())->itemRect(item).contains(inside)) {
        return child(item);
      }
    }
    return nullptr;
  }
  QAccessibleInterface* focusChild() const override {
    const PaintedItems* items = itemsOf(object());
    return items && widget()->hasFocus() ? child(items->currentItem()) : nullptr;
  }

 private:
  mutable Children m_items;
};

QAccessibleInterface* makeItemsInterface(const QString&, QObject* object) {
  return object && object->isWidgetType() && itemsOf(object)
             ? new ItemsInterface(static_cast<QWidget*>(object))
             : nullptr;
}

}  // namespace

PaintedItems::PaintedItems() {
  static const bool once = [] {
    QAccessible::installFactory(makeItemsInterface);
    return true;
  }();
  Q_UNUSED(once);
}

PaintedItems::~PaintedItems() = default;

void tellCurrentItem(QWidget* widget) {
  const PaintedItems* items = itemsOf(widget);
  if (!QAccessible::isActive() || !items || items->currentItem() < 0) {
    return;
  }
  QAccessibleEvent event(widget, QAccessible::Focus);
  event.setChild(items->currentItem());
  QAccessible::updateAccessibility(&event);
}

void tellItemsChanged(QWidget* widget) {
  if (QAccessible::isActive()) {
    QAccessibleEvent event(widget, QAccessible::ObjectReorder);
    QAccessible::updateAccessibility(&event);
  }
}

}  // namespace tatara::ui
