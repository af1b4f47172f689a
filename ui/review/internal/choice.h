// One of a few, as cards with a title and what it means; exactly one is current, or none while all are
// locked. A locked one stays where it is and says why. Up and Down walk. Threads: GUI thread.
#pragma once

#include <vector>

#include <QWidget>

namespace tatara::ui {

struct Choice {
  int id = 0;
  QString title;
  QString hint;
  QString locked;  // why it cannot be chosen; empty: it can
};

class ChoiceCards final : public QWidget {
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
