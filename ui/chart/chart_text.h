// The numbers of a chart as text for elsewhere: a Markdown, LaTeX or HTML table.
//
// Numbers at full precision; what would mean something in the target (| in Markdown, & % _ in LaTeX, < in
// HTML) is escaped. Threads: pure functions.
#pragma once

#include <QString>

#include "ui/chart/chart_view.h"

namespace tatara::ui {

QString markdownTable(const ChartTable& table);
// A tabular with the rules of booktabs.
QString latexTable(const ChartTable& table);
// Of at most `rows` rows, and a sentence when there are more.
QString htmlTable(const ChartTable& table, std::size_t rows);

}  // namespace tatara::ui
