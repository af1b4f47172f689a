// Runs as text for elsewhere: CSV, Markdown, and the Python that gives the same runs.
//
// Threads: pure; runs on workers. Numbers at full precision.
#pragma once

#include <QByteArray>
#include <QString>

#include "ui/chart/chart_view.h"
#include "ui/runs/listing.h"

namespace tatara::ui {

// The columns as shown, all matching runs in their order (RFC 4180, UTF-8, LF), run id first.
QByteArray listingCsv(const Listing& listing);
// The columns as shown of those runs, as words; for LaTeX and the like (chart_text.h).
ChartTable listingTable(const Listing& listing, const std::vector<std::uint32_t>& rows);
// A Markdown table of those runs.
QString listingMarkdown(const Listing& listing, const std::vector<std::uint32_t>& rows);

// `server` is the tracking server's address.
// mlflow.search_runs with the same filter and order. Where the filter uses what MLflow's own search does not
// have, the runs are named instead, and a comment says so.
QString pythonSearch(const Listing& listing, const ViewState& view,
                     const std::optional<track::ExperimentId>& experiment,
                     const std::map<QString, Brush>& brushes, const QString& server);
QString pythonRuns(const track::RunTable& table, const std::vector<std::uint32_t>& rows,
                   const QString& server);

}  // namespace tatara::ui
