#include "ui/chart/chart_text.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"

namespace tatara::ui {
namespace {

QString cellOf(const ChartTable::Column& column, std::size_t row) {
  if (row < static_cast<std::size_t>(column.texts.size())) {
    return column.texts[static_cast<qsizetype>(row)];
  }
  if (row < column.values.size() && !std::isnan(column.values[row])) {
    return QString::fromStdString(toText(column.values[row]));
  }
  return {};
}

template <typename Escape>
QStringList cellsOf(const ChartTable& table, std::size_t row, Escape escape) {
  QStringList cells;
  for (const ChartTable::Column& column : table.columns) {
    cells << escape(cellOf(column, row));
  }
  return cells;
}

template <typename Escape>
QStringList namesOf(const ChartTable& table, Escape escape) {
  QStringList names;
  for (const ChartTable::Column& column : table.columns) {
    names << escape(column.name);
  }
  return names;
}

QString forMarkdown(QString text) {
  text.replace(QLatin1Char('\\'), QStringLiteral("\\\\"));
  text.replace(QLatin1Char('|'), QStringLiteral("\\|"));
  text.replace(QLatin1Char('\n'), QLatin1Char(' '));
  return text;
}

QString forLatex(const QString& text) {
  QString out;
  for (const QChar c : text) {
    switch (c.unicode()) {
      case '\\':
        out += QStringLiteral("\\textbackslash{}");
        break;
      case '~':
        out += QStringLiteral("\\textasciitilde{}");
        break;
      case '^':
        out += QStringLiteral("\\textasciicircum{}");
        break;
      case '&':
      case '%':
      case '$':
      case '#':
      case '_':
      case '{':
      case '}':
        out += QLatin1Char('\\');
        out += c;
        break;
      case '\n':
        out += QLatin1Char(' ');
        break;
      default:
        out += c;
    }
  }
  return out;
}

QString forHtml(const QString& text) {
  return text.toHtmlEscaped();
}

}  // namespace

QString markdownTable(const ChartTable& table) {
  QString text = QStringLiteral("| ") + namesOf(table, forMarkdown).join(QStringLiteral(" | ")) +
                 QStringLiteral(" |\n|");
  for (const ChartTable::Column& column : table.columns) {
    text += column.texts.isEmpty() ? QStringLiteral(" ---: |") : QStringLiteral(" --- |");
  }
  text += QLatin1Char('\n');
  for (std::size_t row = 0; row < table.rows(); ++row) {
    text += QStringLiteral("| ") + cellsOf(table, row, forMarkdown).join(QStringLiteral(" | ")) +
            QStringLiteral(" |\n");
  }
  return text;
}

QString latexTable(const ChartTable& table) {
  QString columns;
  for (const ChartTable::Column& column : table.columns) {
    columns += column.texts.isEmpty() ? QLatin1Char('r') : QLatin1Char('l');
  }
  const QString end = QStringLiteral(" \\\\\n");
  QString text = QStringLiteral("\\begin{tabular}{%1}\n\\toprule\n").arg(columns) +
                 namesOf(table, forLatex).join(QStringLiteral(" & ")) + end + QStringLiteral("\\midrule\n");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    text += cellsOf(table, row, forLatex).join(QStringLiteral(" & ")) + end;
  }
  return text + QStringLiteral("\\bottomrule\n\\end{tabular}\n");
}

QString htmlTable(const ChartTable& table, std::size_t rows) {
  QString text = QStringLiteral("<table>\n<tr><th>") +
                 namesOf(table, forHtml).join(QStringLiteral("</th><th>")) + QStringLiteral("</th></tr>\n");
  for (std::size_t row = 0; row < std::min(table.rows(), rows); ++row) {
    text += QStringLiteral("<tr><td>") + cellsOf(table, row, forHtml).join(QStringLiteral("</td><td>")) +
            QStringLiteral("</td></tr>\n");
  }
  text += QStringLiteral("</table>\n");
  if (table.rows() > rows) {
    text += QStringLiteral("<p>%1</p>\n")
                .arg(QCoreApplication::translate("tatara::ui::ChartTable", "The first %1 of %2 rows")
                         .arg(rows)
                         .arg(table.rows()));
  }
  return text;
}

}  // namespace tatara::ui
