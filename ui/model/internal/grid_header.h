// The two-storey header of a grid: a band of column groups above the column titles.
#pragma once

#include <QHeaderView>

#include "ui/model/grid_model.h"

namespace tatara::ui {

class GridHeader final : public QHeaderView {
  Q_OBJECT

 public:
  explicit GridHeader(QWidget* parent);

  void setGroups(std::vector<ColumnGroup> groups);
  void setSort(std::vector<SortKey> sort);
  void setCheckState(Qt::CheckState state);
  // How much of the left is covered by pinned columns, so that group labels stay readable.
  void setCovered(int width) { m_covered = width; }
  // Height of the column groups over the titles; 0 without groups.
  int band() const;
  QSize sizeHint() const override;

 Q_SIGNALS:
  void titleClicked(int section, bool additive);
  void groupClicked(const QString& group);
  void checkClicked();
  void moveRequested(int section, int before);  // before == count: to the end
  void fitRequested(int section);
  void menuRequested(int section, QPoint global);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  bool viewportEvent(QEvent* event) override;

 private:
  const GridModel* grid() const { return static_cast<const GridModel*>(model()); }
  bool nearEdge(QPoint at) const;
  int dropSection(int x) const;
  void paintTitle(QPainter& painter, int section, const QRect& rect) const;
  void paintBand(QPainter& painter) const;
  static QString groupLabel(const ColumnGroup& group, const QFontMetrics& metrics, int room);

  std::vector<ColumnGroup> m_groups;
  std::vector<SortKey> m_sort;
  Qt::CheckState m_check = Qt::Unchecked;
  int m_covered = 0;
  int m_pressed = -1;
  QPoint m_pressedAt;
  int m_dropBefore = -1;
  int m_hovered = -1;
};

}  // namespace tatara::ui
