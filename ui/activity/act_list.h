// Acts by day, the newest first: time, who, what in a sentence whose object is a link, and whether it is
// signed.
//
// Only rows in sight are made into words. Keys: Up, Down (J, K), PageUp, PageDown, Home, End walk; Enter
// opens the object, Ctrl+Enter in a window of its own; Ctrl+C copies the line. Threads: GUI thread.
#pragma once

#include <optional>
#include <vector>

#include <QAbstractScrollArea>

#include "ui/activity/act_words.h"
#include "ui/base/painted_items.h"

namespace tatara::ui {

class ActList final : public QAbstractScrollArea, public PaintedItems {
  Q_OBJECT
 public:
  explicit ActList(QWidget* parent = nullptr);

  // What was chosen stays chosen where it is still there.
  void show(std::vector<registry::Act> acts, Timestamp now);
  std::optional<std::int64_t> current() const;
  void setCurrent(std::int64_t entry);
  // "2026-11-20 14:20:00 aya created the model bikes".
  QString lineText(int item) const;

  int itemCount() const override { return static_cast<int>(m_acts.size()); }
  QString itemName(int item) const override;
  QRect itemRect(int item) const override;
  int currentItem() const override { return m_current; }
  void pressItem(int item) override;

 Q_SIGNALS:
  void chosenChanged();
  void opened(const tatara::ui::Route& route, bool newWindow);
  void menuRequested(QPoint global);
  // The last rows are in sight: where there are more, now is the time to read them.
  void endSeen();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  bool viewportEvent(QEvent* event) override;

 private:
  struct Line {
    int top = 0;
    int act = -1;  // of a day's header: none
    QString day;
  };
  void arrange();
  void choose(int item);
  void open(int item, bool newWindow);
  int itemAt(int y) const;
  // Of the link in a row; null where there is none.
  QRect linkRect(int item) const;
  void paintRow(QPainter& painter, const QRect& rect, int item) const;
  void paintSentence(QPainter& painter, const QRect& rect, int item) const;

  std::vector<registry::Act> m_acts;
  std::vector<Line> m_lines;
  std::vector<int> m_tops;  // of the acts
  Timestamp m_now{};
  int m_height = 0;
  int m_current = -1;
  int m_hovered = -1;
  bool m_overLink = false;
};

}  // namespace tatara::ui
