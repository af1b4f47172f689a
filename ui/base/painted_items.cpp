#include "ui/base/painted_items.h"

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
  QAccessibleInterface* child(int) const override { return nullptr; }
  QAccessibleInterface* childAt(int, int) const override { return nullptr; }
  int childCount() const override { return 0; }
  int indexOfChild(const QAccessibleInterface*) const override { return -1; }
  QString text(QAccessible::Text kind) const override {
    return kind == QAccessible::Name && isValid() ? itemsOf(m_owner)->itemName(m_item) : QString();
  }
  void setText(QAccessible::Text, const QString&) override {}
  QRect rect() const override {
    if (!isValid()) {
      return {};
    }
    const QRect inside = itemsOf(m_owner)->itemRect(m_item);
    return inside.isEmpty() ? inside : QRect(m_owner->mapToGlobal(inside.topLeft()), inside.size());
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
};

class ItemsInterface final : public QAccessibleWidget {
 public:
  explicit ItemsInterface(QWidget* widget) : QAccessibleWidget(widget) {}
  ~ItemsInterface() override {
    for (const auto& [item, id] : m_ids) {
      QAccessible::deleteAccessibleInterface(id);
    }
  }

  QAccessible::Role role() const override {
    const PaintedItems* items = itemsOf(object());
    return items ? items->itemsRole() : QAccessibleWidget::role();
  }
  int childCount() const override {
    const PaintedItems* items = itemsOf(object());
    return items ? items->itemCount() : 0;
  }
  QAccessibleInterface* child(int item) const override {
    if (item < 0 || item >= childCount()) {
      return nullptr;
    }
    const auto known = m_ids.find(item);
    if (known != m_ids.end()) {
      return QAccessible::accessibleInterface(known->second);
    }
    auto* made = new ItemInterface(widget(), item);
    m_ids.emplace(item, QAccessible::registerAccessibleInterface(made));
    return made;
  }
  int indexOfChild(const QAccessibleInterface* child) const override {
    for (const auto& [item, id] : m_ids) {
      if (QAccessible::accessibleInterface(id) == child) {
        return item;
      }
    }
    return -1;
  }
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
  mutable std::map<int, QAccessible::Id> m_ids;
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
