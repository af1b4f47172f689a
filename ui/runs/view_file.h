// A saved view as a file: what "Save view as file…" writes, what --render and "Open view file…" read.
//
// JSON: the arrangement (view_state.h), "experiment" (an id; none: all experiments) and "runs" (ids, or
// their beginnings of at least four digits; none: those that the view itself shows). Unknown fields are
// passed over, so that views outlive versions; a known field that holds something else is an error with its
// name, because a picture made by half of a view would be a wrong picture.
//
// Files are hostile: at most 1 MB, 200 runs. Errors: Parse with line and column where it is no JSON,
// InvalidArgument with the field. Threads: pure functions.
#pragma once

#include <QByteArray>
#include <QString>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/track/types.h"
#include "ui/runs/view_state.h"

namespace tatara::ui {

inline constexpr qsizetype kMostViewBytes = 1 << 20;

struct ViewFile {
  ViewState state;
  std::optional<track::ExperimentId> experiment;
  std::vector<std::string> runs;
  friend bool operator==(const ViewFile&, const ViewFile&) = default;
};

QByteArray toJson(const ViewFile& file);
// `name` is what errors call it.
Result<ViewFile> readViewFile(const QByteArray& json, const QString& name);

}  // namespace tatara::ui
