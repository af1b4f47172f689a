// A training run that a person is about to start: what the New run sheet holds, and the command of `tatara`
// it comes to.
//
// Threads: values.
#pragma once

#include <vector>

#include <QString>
#include <QStringList>

#include "core/base/result.h"
#include "core/track/types.h"

namespace tatara::ui {

struct RunDraft {
  QString data;    // a file, or a version of a dataset: "bikes@3"
  QString target;  // a column
  QString where;   // an SQL condition; empty: all rows
  QStringList drop;
  QStringList keep;
  QString split = QStringLiteral("random");  // or "time", "group"
  QString splitColumn;
  QString validation;      // a fraction; empty: the default
  QStringList parameters;  // "max_depth=6"; "max_depth=4, 6, 8" tries each
  int rounds = 300;
  int earlyStopping = 30;
  QString seed = QStringLiteral("0");  // a whole number, as written
  QString experiment;
  QString name;
};

// The draft that repeats a run of `tatara train`; nothing for a run of anything else.
std::optional<RunDraft> draftOf(const track::Run& run, const QString& experiment);

// One draft for each combination of listed values, the last parameter changing fastest; the draft itself when
// none is listed. Errors: InvalidArgument names the field and what is wrong (no file, no target, a line that
// is no parameter, more than `kMostDrafts`).
inline constexpr std::size_t kMostDrafts = 200;
Result<std::vector<RunDraft>> everyRun(const RunDraft& draft);

// Of `tatara`, without a workspace; a draft of `everyRun`.
QStringList trainArguments(const RunDraft& draft);
// As one types it into a shell, broken before an option where a line would be longer than `columns`.
QString commandLine(const QStringList& arguments, int columns = 76);

}  // namespace tatara::ui
