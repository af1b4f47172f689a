// Views as one file of HTML for people without Tatara: of each the picture, what it was asked of, and the
// numbers behind it.
//
// The file refers to nothing outside itself and holds no script; every text from the data is escaped. Columns
// marked personal are left out of the numbers, and said to be; a picture that shows such a column is left
// out. Threads: `viewReportHtml` on any thread, but for the language; `rows` is called by it.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <functional>
#include <vector>

#include "ui/chart/chart_view.h"

namespace tatara::ui {

struct ViewReport {
  QString title;  // "rides@3: temp by hour"
  struct Source {
    QString name;    // "rides@3"
    QString digest;  // SHA-256
    QString rows;
  };
  std::vector<Source> sources;
  QString sql;         // may be empty
  QString pandas;      // may be empty
  QByteArray picture;  // PNG; may be empty
  QStringList of;      // columns that the picture shows
  ChartTable data;
  QStringList numbersOf;             // columns that `data` tells of, whatever its own are called
  std::function<ChartTable()> rows;  // in place of `data`: read while the file is written
  struct Part {
    QString title;
    ChartTable data;
    QStringList of;  // as `numbersOf`
  };
  std::vector<Part> more;
  QStringList personal;  // columns
};
inline constexpr std::size_t kMostReportRows = 10'000;

// `made`: when, and by which program.
QString viewReportHtml(const std::vector<ViewReport>& views, const QString& title, const QString& made);

}  // namespace tatara::ui
