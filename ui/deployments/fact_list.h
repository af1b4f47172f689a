// Rows of a card: an icon, words, a value with what it may be; or a time, an icon, a sentence and who.
//
// Rows with an id can be chosen by click, Up, Down and Enter. Threads: GUI thread.
#pragma once

#include <vector>

#include <QWidget>

#include "ui/base/painted_items.h"
#include "ui/base/theme.h"

namespace tatara::ui {

struct FactRow {
  QString lead = {};  // a time, in front of the icon
  QString icon = {};
  ColorRole iconColor = &Colors::tx3;
  QString text = {};
  QString value = {};
  QString limit = {};   // "/ 25 ms", after the value, paler
  QString second = {};  // a line under the text
  QString toolTip = {};
  std::int64_t id = -1;  // may be chosen
};

class FactList final : public QWidget, public PaintedItems {
  Q_OBJECT
 public:
  explicit FactList(const QString& name, QWidget* parent = nullptr);
  void setRows(std::vector<FactRow> rows);
  const std::vector<FactRow>& rows() const { return m_rows; }
  // The row with this id is the one that the rest of the screen is about; -1: none.
  void setMarked(std::int64_t id);

  int itemCount() const override { return static_cast<int>(m_rows.size()); }
  QString itemName(int item) const override;
  QRect itemRect(int item) const override;
  int currentItem() const override { return m_rows.empty() ? -1 : m_current; }
  bool itemPressable(int item) const override { return m_rows[static_cast<std::size_t>(item)].id >= 0; }
  void pressItem(int item) override;

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {120, sizeHint().height()}; }

 Q_SIGNALS:
  void chosen(std::int64_t id);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  int heightOf(const FactRow& row) const;
  int rowAt(int y) const;

  std::vector<FactRow> m_rows;
  int m_hovered = -1;
  int m_current = 0;
  std::int64_t m_marked = -1;
};

}  // namespace tatara::ui
