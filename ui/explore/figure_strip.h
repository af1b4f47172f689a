// Numbers in a line, each with what it counts; a number with something behind it is a button.
//
// Threads: GUI thread.
#pragma once

#include <functional>
#include <vector>

#include <QWidget>

#include "ui/base/theme.h"

namespace tatara::ui {

class FigureStrip final : public QWidget {
  Q_OBJECT
 public:
  struct Figure {
    QString name;
    std::uint64_t count = 0;
    ColorRole color = &Colors::tx1;
    QString icon = {};
    std::function<void()> open = {};  // what a click shows; none: a number only
  };
  explicit FigureStrip(QWidget* parent = nullptr);
  void setFigures(std::vector<Figure> figures);
  const std::vector<Figure>& figures() const { return m_figures; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QRectF cell(std::size_t index) const;
  int figureAt(const QPointF& at) const;

  std::vector<Figure> m_figures;
  int m_hovered = -1;
  int m_focused = 0;
};

}  // namespace tatara::ui
