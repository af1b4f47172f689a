#include "ui/explore/view_report.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "ui/base/language.h"
#include "ui/base/number_text.h"

namespace tatara::ui {
namespace {

class ReportWords {
  Q_DECLARE_TR_FUNCTIONS(tatara::ui::ViewReport)
};

constexpr char kStyle[] =
    "body{font:14px/1.5 Inter,system-ui,sans-serif;color:#161a21;background:#f3f4f7;margin:0}"
    "main{max-width:1080px;margin:0 auto;padding:32px 24px}"
    "section{background:#fff;border:1px solid #e2e5eb;border-radius:8px;padding:16px 20px;margin:0 0 12px}"
    "h1{font-size:20px;margin:0 0 4px}h2{font-size:13px;margin:0 0 8px}p{margin:0 0 4px;color:#434c5a}"
    "img{max-width:100%;height:auto}pre{font:12px/1.5 'JetBrains Mono',monospace;white-space:pre-wrap;"
    "overflow-wrap:anywhere;background:#f8f9fb;padding:10px 12px;border-radius:6px;margin:0}"
    "table{border-collapse:collapse;font-size:12px;font-variant-numeric:tabular-nums}"
    "th,td{padding:4px 14px 4px 0;border-bottom:1px solid #e2e5eb;text-align:left}"
    "td.n,th.n{text-align:right}th{color:#5f6877;font-weight:500}code{font:12px 'JetBrains Mono',monospace;"
    "overflow-wrap:anywhere}";

QString escaped(const QString& words) {
  return words.toHtmlEscaped();
}

QString section(const QString& title, const QString& inside) {
  return QStringLiteral("<section><h2>%1</h2>").arg(escaped(title)) + inside + QStringLiteral("</section>\n");
}

// Full precision: this is the data, not its look.
QString number(double value) {
  return std::isnan(value) ? QString(kMissing) : withMinus(QString::number(value, 'g', 15));
}

// The columns among them that are marked personal.
QStringList personalOf(const ViewReport& report, const QStringList& columns) {
  QStringList found;
  for (const QString& column : columns) {
    if (report.personal.contains(column) && !found.contains(column)) {
      found << column;
    }
  }
  return found;
}

QString leftOut(const QString& words, const QStringList& columns) {
  return QStringLiteral("<p>%1</p>").arg(escaped(words.arg(columns.join(QStringLiteral(", ")))));
}

QString tableHtml(const ViewReport& report, const ChartTable& data) {
  std::vector<const ChartTable::Column*> shown;
  QStringList hidden;
  for (const ChartTable::Column& column : data.columns) {
    if (report.personal.contains(column.name)) {
      hidden << column.name;
    } else {
      shown.push_back(&column);
    }
  }
  QString html;
  if (!hidden.isEmpty()) {
    html += leftOut(ReportWords::tr("Left out, because they are marked personal: %1"), hidden);
  }
  if (shown.empty()) {
    return html;
  }
  const std::size_t rows = data.rows();
  html += QStringLiteral("<table><thead><tr>");
  for (const ChartTable::Column* column : shown) {
    html += QStringLiteral("<th%1>%2</th>")
                .arg(column->texts.isEmpty() ? QStringLiteral(" class=n") : QString(), escaped(column->name));
  }
  html += QStringLiteral("</tr></thead><tbody>\n");
  for (std::size_t row = 0; row < std::min(rows, kMostReportRows); ++row) {
    html += QStringLiteral("<tr>");
    for (const ChartTable::Column* column : shown) {
      if (!column->texts.isEmpty()) {
        html += QStringLiteral("<td>%1</td>").arg(escaped(column->texts.value(static_cast<qsizetype>(row))));
      } else {
        html += QStringLiteral("<td class=n>%1</td>")
                    .arg(row < column->values.size() ? number(column->values[row]) : QString());
      }
    }
    html += QStringLiteral("</tr>\n");
  }
  html += QStringLiteral("</tbody></table>");
  if (rows > kMostReportRows) {
    html += QStringLiteral("<p>%1</p>")
                .arg(escaped(ReportWords::tr("The first %1 of %2 rows")
                                 .arg(countText(static_cast<std::int64_t>(kMostReportRows)),
                                      countText(static_cast<std::int64_t>(rows)))));
  }
  return html;
}

QString viewHtml(const ViewReport& report, bool titled) {
  QString html;
  if (titled) {
    html += QStringLiteral("<h1>%1</h1><br>\n").arg(escaped(report.title));
  }
  const QStringList personal = personalOf(report, report.of);
  if (!personal.isEmpty()) {
    html += QStringLiteral("<section>%1</section>\n")
                .arg(leftOut(
                    ReportWords::tr("The picture is left out, because it shows columns marked personal: %1"),
                    personal));
  } else if (!report.picture.isEmpty()) {
    html += QStringLiteral("<section><img alt=\"%1\" src=\"data:image/png;base64,%2\"></section>\n")
                .arg(escaped(report.title), QString::fromLatin1(report.picture.toBase64()));
  }
  QString sources = QStringLiteral("<table><tbody>");
  for (const ViewReport::Source& source : report.sources) {
    sources += QStringLiteral("<tr><td>%1</td><td class=n>%2</td><td><code>%3</code></td></tr>")
                   .arg(escaped(source.name), escaped(source.rows), escaped(source.digest));
  }
  html += section(ReportWords::tr("Data"), sources + QStringLiteral("</tbody></table>"));
  if (!report.sql.isEmpty()) {
    html += section(QStringLiteral("SQL"), QStringLiteral("<pre>%1</pre>").arg(escaped(report.sql)));
  }
  if (!report.pandas.isEmpty()) {
    html += section(QStringLiteral("pandas"), QStringLiteral("<pre>%1</pre>").arg(escaped(report.pandas)));
  }
  const auto numbers = [&](const QString& title, const ChartTable& data, const QStringList& of) {
    const QStringList hidden = personalOf(report, of);
    const QString table =
        hidden.isEmpty() ? tableHtml(report, data)
                         : leftOut(ReportWords::tr("Left out, because they are marked personal: %1"), hidden);
    html += table.isEmpty() ? QString() : section(title, table);
  };
  numbers(ReportWords::tr("The numbers behind it"), report.rows ? report.rows() : report.data,
          report.numbersOf);
  for (const ViewReport::Part& part : report.more) {
    numbers(part.title, part.data, part.of);
  }
  return html;
}

}  // namespace

QString viewReportHtml(const std::vector<ViewReport>& views, const QString& title, const QString& made) {
  QString html =
      QStringLiteral(
          "<!DOCTYPE html>\n<html lang=\"%1\"><head><meta charset=\"utf-8\"><title>%2"
          "</title><style>%3</style></head><body><main>\n<h1>%2</h1><p>%4</p><br>\n")
          .arg(languageCode(language()), escaped(title), QString::fromLatin1(kStyle), escaped(made));
  for (const ViewReport& view : views) {
    html += viewHtml(view, views.size() > 1);
  }
  return html + QStringLiteral("</main></body></html>\n");
}

}  // namespace tatara::ui
