// Some rows of a frame, read only: what was added, what found no partner. As long as there are rows.
//
// Ctrl+C copies the marked rows, tab-separated with titles. Threads: GUI thread; rows are read on workers.
#pragma once

#include <QWidget>

#include "ui/async/latest_job.h"
#include "ui/explore/rows_view.h"

class QStackedWidget;

namespace tatara::ui {

// Fits the title and a usual value.
int startWidth(const dataset::FrameColumn& column);

class SubsetRows final : public QWidget {
  Q_OBJECT
 public:
  // `nothing` is said where there are no rows.
  explicit SubsetRows(const QString& name, const QString& nothing, QWidget* parent = nullptr);

  void setRows(FramePtr frame, const dataset::Selection& selection);
  std::uint64_t rows() const { return m_rows.size(); }
  bool settled() const { return !m_job.running(); }

 Q_SIGNALS:
  void copied(const QString& said);

 private:
  void readAround();
  void copyMarked();

  FramePtr m_frame;
  dataset::RowView m_rows;
  QStackedWidget* m_stack;
  RowsView* m_view;
  LatestJob<QString> m_copyJob;
  LatestJob<RowsWindow> m_job;
};

}  // namespace tatara::ui
