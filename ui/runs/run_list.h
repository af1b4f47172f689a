// The narrow list of runs beside the charts: 38 px rows with two lines, value and Δ, virtual at any length.
//
// Threads: GUI thread.
#pragma once

#include <QAbstractScrollArea>
#include <unordered_set>

#include "ui/runs/listing.h"
#include "ui/runs/run_source.h"

namespace tatara::ui {

class RunList final : public QAbstractScrollArea {
  Q_OBJECT

 public:
  explicit RunList(QWidget* parent = nullptr);
  void show(ListingPtr listing, std::shared_ptr<const RunLooks> looks, std::unordered_set<RowId> checked);
  void setHovered(std::optional<track::RunKey> run);

 Q_SIGNALS:
  void checkRequested(tatara::track::RunKey run, bool checked);
  void hovered(std::optional<tatara::track::RunKey> run);
  void opened(tatara::track::RunKey run);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  bool viewportEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  int rowAt(int y) const;
  void updateScrollBar();
  void paintRow(QPainter& painter, int row, const QRect& rect) const;
  QString details(std::uint32_t row) const;
  track::RunKey keyAt(int row) const;

  ListingPtr m_listing;
  std::shared_ptr<const RunLooks> m_looks;
  std::unordered_set<RowId> m_checked;
  std::vector<std::size_t> m_told;  // indices into the table's params: the second line
  std::optional<track::RunKey> m_hovered;
  int m_current = 0;
};

}  // namespace tatara::ui
