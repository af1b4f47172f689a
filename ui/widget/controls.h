// Small controls made in one line, and the ones Qt lacks.
//
// Threads: GUI thread.
#pragma once

#include <functional>

#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QWidget>

#include "ui/base/painted_items.h"
#include "ui/base/style.h"
#include "ui/base/theme.h"

class QPlainTextEdit;

namespace tatara::ui {

// `icon` names a file of resources/icons, or is empty. The keyboard reaches every button.
QPushButton* makeButton(const QString& text, const QString& icon = {}, ButtonKind kind = ButtonKind::Normal,
                        QWidget* parent = nullptr);
// Only an icon, 28×28; `name` is its tooltip and accessible name.
QToolButton* makeIconButton(const QString& icon, const QString& name, QWidget* parent = nullptr);
// Several lines of text to type, framed as a line edit is; Tab leaves it.
QPlainTextEdit* makeTextField(const QString& text, QWidget* parent = nullptr);
// A hairline.
QWidget* makeLine(Qt::Orientation orientation, QWidget* parent = nullptr);

// One of a few, side by side; exactly one is current.
class SegmentedControl final : public QWidget, public PaintedItems {
  Q_OBJECT
 public:
  explicit SegmentedControl(QWidget* parent = nullptr);

  void addSegment(const QString& text, const QString& icon = {}, const QString& toolTip = {});
  int current() const { return m_current; }
  void setCurrent(int index);
  void setSmall(bool small);  // 24 px, as in card headers

  int itemCount() const override { return static_cast<int>(m_segments.size()); }
  QString itemName(int item) const override;
  QRect itemRect(int item) const override { return segmentRect(item); }
  int currentItem() const override { return m_current; }
  bool itemChecked(int item) const override { return item == m_current; }
  void pressItem(int item) override { setCurrent(item); }
  QAccessible::Role itemsRole() const override { return QAccessible::Grouping; }
  QAccessible::Role itemRole() const override { return QAccessible::RadioButton; }

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 Q_SIGNALS:
  void currentChanged(int index);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct Segment {
    QString text, icon, toolTip;
    int width = 0;
  };
  int indexAt(int x) const;
  QRect segmentRect(int index) const;

  std::vector<Segment> m_segments;
  int m_current = 0;
  int m_hovered = -1;
  bool m_small = false;
};

// A filter: text with a cross; a click edits, the cross removes.
class Chip final : public QWidget {
  Q_OBJECT
 public:
  explicit Chip(const QString& text, QWidget* parent = nullptr);

  void setText(const QString& text);
  const QString& text() const { return m_text; }
  // A brush made in a chart: outlined, with an icon before the text.
  void setOutlined(const QString& icon);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void clicked();
  void removed();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QRect crossRect() const;

  QString m_text, m_icon;
  bool m_crossHovered = false;
};

// A line edit with a lens before its text and, when not empty, a cross after it.
class SearchField final : public QLineEdit {
  Q_OBJECT
 public:
  explicit SearchField(const QString& hint, QWidget* parent = nullptr);

 protected:
  void keyPressEvent(QKeyEvent* event) override;  // Esc clears first
};

// Code to copy: JetBrains Mono on bg2 with a Copy button.
class CodeBlock final : public QWidget {
  Q_OBJECT
 public:
  explicit CodeBlock(const QString& code, QWidget* parent = nullptr);

  void setCode(const QString& code);
  const QString& code() const { return m_code; }
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  QString m_code;
  QPushButton* m_copy;
};

}  // namespace tatara::ui
