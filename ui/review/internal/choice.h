// One of a few, as cards with a title and what it means; exactly one is current, or none while all are
// locked. A locked one stays where it is and says why. Up and Down walk. Threads: GUI thread.
#pragma once

#include <vector>

#include <QWidget>

#include "ui/base/painted_items.h"

namespace tatara::ui {

struct Choice {
  int id = 0;
  QString title;
  QString hint;
  QString locked;  // why it cannot be chosen; empty: it can
};

class ChoiceCards final : public QWidget, public PaintedItems {
  Q_OBJECT
 public:
  explicit ChoiceCards(QWidget* parent = nullptr);

  void setChoices(std::vector<Choice> choices);
  // Cards of one line, where there is little room.
  void setCompact(bool compact);
  int current() const { return m_current; }
  // Nothing for one that is locked or not there.
  void setCurrent(int id);
  const std::vector<Choice>& choices() const { return m_choices; }
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {160, sizeHint().height()}; }

  int itemCount() const override { return static_cast<int>(m_choices.size()); }
  QString itemName(int item) const override;
  QRect itemRect(int item) const override { return cardRect(item).toRect(); }
  int currentItem() const override;
  bool itemPressable(int item) const override {
    return m_choices[static_cast<std::size_t>(item)].locked.isEmpty();
  }
  bool itemChecked(int item) const override { return item == currentItem(); }
  void pressItem(int item) override { setCurrent(m_choices[static_cast<std::size_t>(item)].id); }
  QAccessible::Role itemsRole() const override { return QAccessible::Grouping; }
  QAccessible::Role itemRole() const override { return QAccessible::RadioButton; }

 Q_SIGNALS:
  void currentChanged(int id);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  int cardHeight() const { return m_compact ? 26 : 42; }
  QRectF cardRect(int index) const;
  int indexAt(QPointF at) const;
  void step(int by);

  std::vector<Choice> m_choices;
  int m_current = -1;
  int m_hovered = -1;
  bool m_compact = false;
};

}  // namespace tatara::ui
