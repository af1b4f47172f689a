// A comparison as one HTML file to send: the runs, what differs between them in sentences and as a table, and
// every chart as a drawing with its numbers folded under it.
//
// The file loads nothing: no script, no style sheet, no font, no picture from elsewhere; everything that
// comes from users is escaped. The same runs and charts give the same bytes. Threads: GUI thread, because
// charts draw themselves there.
#pragma once

#include <QByteArray>
#include <QSize>
#include <QString>
#include <memory>
#include <vector>

#include "ui/chart/chart_view.h"
#include "ui/runs/study.h"

namespace tatara::ui {

struct ReportChart {
  QString title;
  QString remark;   // what stands beside the title
  QString message;  // instead of the chart, when there is none
  ChartView* view = nullptr;
  QSize size;
};

struct ReportInput {
  QString title;
  QString remark;  // under the title
  QString footer;
  ListingPtr listing;
  std::shared_ptr<const DifferenceStudy> differences;  // of the shown runs, the baseline first
  std::vector<ReportChart> charts;
};

QByteArray reportHtml(const ReportInput& input);

}  // namespace tatara::ui
