#include "ui/runs/report.h"

#include <QCoreApplication>
#include <QDateTime>

#include "ui/base/number_text.h"
#include "ui/base/theme.h"
#include "ui/base/time_text.h"
#include "ui/chart/chart_text.h"
#include "ui/runs/run_source.h"

namespace tatara::ui {
namespace {

constexpr std::size_t kMostTableRows = 2000;  // of a chart's numbers; saving it as CSV has them all

struct Words {
  Q_DECLARE_TR_FUNCTIONS(tatara::ui::Report)
};

QString escaped(const QString& text) {
  return text.toHtmlEscaped();
}

QString styleSheet() {
  const Colors& c = colors();
  return QStringLiteral(
             "body{font:14px/1.5 Inter,\"Noto Sans CJK JP\",sans-serif;background:%1;color:%2;"
             "margin:24px auto;max-width:1440px;padding:0 16px}\n"
             "section{background:%3;border:1px solid %4;border-radius:8px;padding:12px 16px;margin:0 0 12px;"
             "overflow-x:auto}\n"
             "h1{font-size:20px;margin:0 0 4px}h2{font-size:14px;margin:0 0 8px}"
             "h2 span{font-weight:400;color:%5;margin-left:6px}\n"
             "p,summary,footer{color:%5}table{border-collapse:collapse;font-variant-numeric:tabular-nums}\n"
             "td,th{padding:2px 10px;text-align:right;border-bottom:1px solid %4;white-space:nowrap}"
             "td:first-child,th:first-child{text-align:left}\n"
             "tr.part td{font-weight:600;color:%5;padding-top:8px}td.other{background:%6;font-weight:600}"
             "svg{max-width:100%;height:auto}i{display:inline-block;width:10px;height:10px;border-radius:3px;"
             "margin-right:6px}\n")
      .arg(c.bg0.name(), c.tx1.name(), c.bg1.name(), c.line.name(), c.tx3.name(), c.accbg.name());
}

// Only the <svg> element, without what a page does not need.
QString inlineSvg(const ReportChart& chart) {
  const QString svg = QString::fromUtf8(svgOf(*chart.view, chart.size, chart.title));
  const qsizetype begin = svg.indexOf(QStringLiteral("<svg"));
  const qsizetype end = svg.indexOf(QLatin1Char('>'), begin);
  if (begin < 0 || end < 0) {
    return {};
  }
  return QStringLiteral(
             "<svg role=\"img\" aria-label=\"%1\" width=\"%2\" height=\"%3\" viewBox=\"0 0 %2 %3\"")
             .arg(escaped(chart.title))
             .arg(chart.size.width())
             .arg(chart.size.height()) +
         svg.mid(end);
}

QString swatch(const RunStyle& style) {
  return style.slot < 0 ? QString()
                        : QStringLiteral("<i style=\"background:%1\"></i>").arg(slotColor(style.slot).name());
}

QString runTable(const ReportInput& input) {
  QString text = QStringLiteral(
                     "<section><h2>%1</h2>\n<table><tr><th>%2</th><th>%3</th><th>%4</th><th>%5</th>"
                     "<th>%6</th><th>%7</th></tr>\n")
                     .arg(Words::tr("Runs"), Words::tr("Name"), Words::tr("ID"), Words::tr("Status"),
                          Words::tr("Started"), Words::tr("Duration"), Words::tr("User"));
  for (const ShownRun& shown : input.differences->shown) {
    const track::RunInfo& run = input.listing->table->run(shown.row);
    const QString started =
        QDateTime::fromMSecsSinceEpoch(toUnixMillis(run.started), Qt::UTC).toString(Qt::ISODate);
    const QString took = run.ended ? durationText(*run.ended - run.started) : QStringLiteral("–");
    text +=
        QStringLiteral("<tr><td>%1%2%3</td><td>%4</td><td>%5</td><td>%6</td><td>%7</td><td>%8</td></tr>\n")
            .arg(swatch(shown.style), escaped(shown.name),
                 shown.baseline ? QStringLiteral(" · ") + Words::tr("baseline") : QString(), shown.id,
                 escaped(statusWord(run.status)), started, escaped(took),
                 escaped(QString::fromStdString(run.user)));
  }
  return text + QStringLiteral("</table></section>\n");
}

QString differenceTable(const Differences& differences, const ShownRuns& shown) {
  QString text = QStringLiteral("<table><tr><th></th>");
  for (const ShownRun& run : shown) {
    text += QStringLiteral("<th>%1%2</th>").arg(swatch(run.style), escaped(run.name));
  }
  text += QStringLiteral("</tr>\n");
  for (const DifferenceRow& row : differences.rows) {
    if (row.column.empty() && row.values.isEmpty()) {
      text += QStringLiteral("<tr class=\"part\"><td colspan=\"%1\">%2</td></tr>\n")
                  .arg(shown.size() + 1)
                  .arg(escaped(row.name));
      continue;
    }
    text += QStringLiteral("<tr><td>%1</td>").arg(escaped(row.name));
    for (qsizetype i = 0; i < row.values.size(); ++i) {
      const auto at = static_cast<std::size_t>(i);
      const bool other = at < row.changed.size() && row.changed[at];
      const QString value = row.values[i].isEmpty() ? QStringLiteral("–") : escaped(row.values[i]);
      text += (other ? QStringLiteral("<td class=\"other\">") : QStringLiteral("<td>")) + value +
              QStringLiteral("</td>");
    }
    text += QStringLiteral("</tr>\n");
  }
  return text + QStringLiteral("</table>\n");
}

QString differenceSection(const DifferenceStudy& study) {
  QString text = QStringLiteral("<section><h2>%1</h2>\n").arg(Words::tr("What differs"));
  if (!study.empty.isEmpty()) {
    return text + QStringLiteral("<p>%1</p></section>\n").arg(escaped(study.empty));
  }
  if (!study.sentences.isEmpty()) {
    text += QStringLiteral("<ul>\n");
    for (const QString& sentence : study.sentences) {
      text += QStringLiteral("<li>%1</li>\n").arg(escaped(sentence));
    }
    text += QStringLiteral("</ul>\n");
  }
  text += differenceTable(study.changed, study.shown);
  text += QStringLiteral("<details><summary>%1</summary>\n%2</details></section>\n")
              .arg(Words::tr("With what is the same everywhere"), differenceTable(study.all, study.shown));
  return text;
}

QString chartSection(const ReportChart& chart) {
  QString text = QStringLiteral("<section><h2>%1<span>%2</span></h2>\n")
                     .arg(escaped(chart.title), escaped(chart.remark));
  if (!chart.message.isEmpty()) {
    return text + QStringLiteral("<p>%1</p></section>\n").arg(escaped(chart.message));
  }
  return text + inlineSvg(chart) +
         QStringLiteral("<details><summary>%1</summary>\n%2</details></section>\n")
             .arg(Words::tr("Numbers"), htmlTable(chart.view->table(), kMostTableRows));
}

}  // namespace

QByteArray reportHtml(const ReportInput& input) {
  QString page = QStringLiteral("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>") +
                 escaped(input.title) + QStringLiteral("</title>\n<style>\n") + styleSheet() +
                 QStringLiteral("</style></head><body>\n<h1>") + escaped(input.title) +
                 QStringLiteral("</h1>\n<p>") + escaped(input.remark) + QStringLiteral("</p>\n");
  if (input.differences != nullptr) {
    page += runTable(input);
    page += differenceSection(*input.differences);
  }
  for (const ReportChart& chart : input.charts) {
    page += chartSection(chart);
  }
  page += QStringLiteral("<footer>") + escaped(input.footer) + QStringLiteral("</footer>\n</body></html>\n");
  return page.toUtf8();
}

}  // namespace tatara::ui
