// The short lists of the overview: where a run comes from, what it left, what it used of the machine.
//
// Threads: GUI thread.
#pragma once

#include <QWidget>
#include <functional>
#include <vector>

#include "ui/base/painted_items.h"
#include "ui/chart/curve_data.h"

namespace tatara::ui {

// From the data down to what was made of it, joined by a line. Up, Down and Enter walk through what opens.
class LineageList final : public QWidget, public PaintedItems {
  Q_OBJECT
 public:
  struct Item {
    QString icon;
    QString title;
    QString detail;
    bool current = false;        // this run
    std::function<void()> open;  // none: nothing to open
  };
  explicit LineageList(QWidget* parent = nullptr);
  void setItems(std::vector<Item> items);

  int itemCount() const override { return static_cast<int>(m_items.size()); }
  QString itemName(int item) const override;
  QRect itemRect(int item) const override;
  int currentItem() const override { return m_current; }
  bool itemPressable(int item) const override;
  void pressItem(int item) override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  int itemAt(QPoint position) const;
  // The next that opens, in steps of one; `from` where there is none.
  int next(int from, int step) const;
  std::vector<Item> m_items;
  int m_current = -1;  // of those that open
};

// Icon, name, size; a click or Enter opens.
class FileList final : public QWidget, public PaintedItems {
  Q_OBJECT
 public:
  struct Item {
    QString icon;
    QString name;
    QString size;
  };
  explicit FileList(QWidget* parent = nullptr);
  void setItems(std::vector<Item> items);

  int itemCount() const override { return static_cast<int>(m_items.size()); }
  QString itemName(int item) const override;
  QRect itemRect(int item) const override;
  int currentItem() const override { return m_items.empty() ? -1 : m_current; }
  void pressItem(int item) override { Q_EMIT activated(item); }

 Q_SIGNALS:
  void activated(int index);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  std::vector<Item> m_items;
  int m_current = 0;
  int m_hovered = -1;
};

// Name, sparkline, last value.
class SparkList final : public QWidget {
  Q_OBJECT
 public:
  struct Item {
    QString name;
    QString value;
    QString unit;
    CurvePtr curve;
  };
  explicit SparkList(QWidget* parent = nullptr);
  void setItems(std::vector<Item> items);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  std::vector<Item> m_items;
};

// The icon of a file by its name: file, image, table, model …
QString fileIcon(const QString& name);

}  // namespace tatara::ui
