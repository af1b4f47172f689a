// A view as one file of HTML for people without Tatara: the picture, what it was asked of, and the numbers
// behind it.
//
// The file refers to nothing outside itself and holds no script; every text from the data is escaped. Columns
// marked personal are left out of the numbers, and said to be. Threads: pure function, but for the language.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <vector>

#include "ui/chart/chart_view.h"

namespace tatara::ui {

struct ViewReport {
  QString title;  // "rides@3: temp by hour"
  QString made;   // when, and by which program
  struct Source {
    QString name;    // "rides@3"
    QString digest;  // SHA-256
    QString rows;
  };
  std::vector<Source> sources;
  QString sql;
  QString pandas;      // may be empty
  QByteArray picture;  // PNG; may be empty
  ChartTable data;
  QStringList personal;  // columns
};
inline constexpr std::size_t kMostReportRows = 10'000;

QString viewReportHtml(const ViewReport& report);

}  // namespace tatara::ui
