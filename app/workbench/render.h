// A saved view drawn without a screen: `--render VIEW.json --out FILE`.
//
// VIEW.json is what "Save view as file…" writes (ui/runs/view_file.h). FILE's ending says what is made: .svg,
// .png (two pixels a point), .pdf, .csv (the numbers of every chart) or .html (the comparison report). The
// same view, store, size, theme and language give the same bytes of SVG, CSV and HTML. The store is only
// read. A chart that has nothing to draw says so in the picture, and on standard error. Threads: GUI thread.
// Errors: Io, Parse, InvalidArgument, NotFound (no such file, experiment or run; no run matches).
#pragma once

#include "app/workbench/options.h"
#include "app/workbench/workbench.h"
#include "core/base/result.h"
#include "ui/runs/view_file.h"

namespace tatara::workbench {

Result<ui::ViewFile> readView(const QString& path);
Status renderView(Workbench& workbench, StorePtr store, const Options& options);

}  // namespace tatara::workbench
