// tatara data diff
#include <algorithm>
#include <cmath>
#include <filesystem>

#include "app/cli/data_frame.h"
#include "app/cli/human.h"
#include "app/cli/listing.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/base/number_text.h"
#include "core/dataset/diff.h"

namespace tatara::cli {
namespace {

struct DiffVerbOptions {
  std::string before;
  std::string after;
  std::vector<std::string> key;
  bool withoutKey = false;
  bool rowsOnly = false;
  ReadingOptions reading;
  std::int64_t examples = 10;
};

std::string count(std::uint64_t number) {
  return withThousands(static_cast<std::int64_t>(number));
}

std::string columnsText(const dataset::Diff& diff) {
  using Kind = dataset::ColumnPair::Kind;
  std::string text;
  for (const auto& column : diff.columns) {
    const std::string types =
        std::string(toString(column.typeBefore)) + " -> " + std::string(toString(column.typeAfter));
    switch (column.kind) {
      case Kind::Same:
        break;
      case Kind::Added:
        text += "  + " + column.after + " (" + std::string(toString(column.typeAfter)) + ")\n";
        break;
      case Kind::Removed:
        text += "  - " + column.before + " (" + std::string(toString(column.typeBefore)) + ")\n";
        break;
      case Kind::Renamed:
        text += "  ~ " + column.before + " -> " + column.after +
                (column.guessed ? " (renamed, by its values)" : " (renamed)") +
                (column.retyped() ? ", " + types : "") + "\n";
        break;
      case Kind::Retyped:
        text += "  ~ " + column.after + ": " + types + "\n";
        break;
    }
  }
  return text.empty() ? "Columns: the same " + count(diff.columns.size()) + "\n" : "Columns:\n" + text;
}

std::string rowsText(const dataset::Diff& diff) {
  const auto& rows = diff.rows;
  std::string text = "Rows: " + count(rows.added) + " added, " + count(rows.removed) + " removed, " +
                     count(rows.changed) + " changed, " + count(rows.unchanged) + " unchanged\n";
  if (rows.key.empty()) {
    return text + "  Compared whole: " + keyReasonText(rows) + "\n";
  }
  std::string key;
  for (const auto& name : rows.key) {
    key += (key.empty() ? "" : ", ") + name;
  }
  text += "  Joined by " + key + (rows.keyGuessed ? ": " + keyReasonText(rows) : "") + "\n";
  if (rows.repeatedBefore + rows.repeatedAfter > 0) {
    text += "  " + count(rows.repeatedBefore) + " rows before and " + count(rows.repeatedAfter) +
            " after repeat an earlier key\n";
  }
  return text;
}

std::string rowLine(const dataset::Frame& frame, std::uint64_t row) {
  std::string text;
  for (std::size_t i = 0; i < frame.columns().size(); ++i) {
    const std::string value = frame.missing(i, row) ? "(missing)" : frame.text(i, row);
    text += (i == 0 ? "" : ", ") + frame.column(i).info.name + "=" + value;
  }
  return text::elided(text::printable(text), 160);
}

std::string rowExamples(const dataset::Frame& frame, const dataset::Selection& selection, char sign,
                        std::size_t most) {
  std::string text;
  std::size_t shown = 0;
  for (std::uint64_t row = 0; selection.words() && row < frame.rows() && shown < most; ++row) {
    if (selection.contains(row)) {
      text += std::string("  ") + sign + " row " + count(row) + ": " + rowLine(frame, row) + "\n";
      ++shown;
    }
  }
  return text;
}

// Blanks at its ends are the difference at times; so are they seen.
std::string shownCell(const std::string& value, bool missing) {
  const bool blanks = !value.empty() && (value.front() == ' ' || value.back() == ' ');
  return missing ? "(missing)" : blanks ? "'" + value + "'" : value;
}

std::string cellsText(const dataset::Diff& diff, std::size_t most) {
  if (diff.rows.examples.empty() || most == 0) {
    return "";
  }
  std::string text = "Changed cells:";
  for (const auto& column : diff.columns) {
    if (column.changedCells > 0) {
      text += " " + text::printable(column.after) + " " + count(column.changedCells) + ",";
    }
  }
  text.back() = '\n';
  text::TextTable table;
  table.addColumn("ROW", text::Align::Right);
  table.addColumn("KEY", text::Align::Left, 40);
  table.addColumn("COLUMN", text::Align::Left, 32);
  table.addColumn("BEFORE", text::Align::Left, 32);
  table.addColumn("AFTER", text::Align::Left, 32);
  for (std::size_t i = 0; i < std::min(most, diff.rows.examples.size()); ++i) {
    const auto& change = diff.rows.examples[i];
    table.addRow({count(change.rowAfter), change.key, change.column,
                  shownCell(change.before, change.missingBefore),
                  shownCell(change.after, change.missingAfter)});
  }
  return text + table.toText();
}

Listing shiftsListing(const dataset::Diff& diff) {
  Listing listing;
  listing.addColumn("column", "Column", text::Align::Left, 32);
  listing.addColumn("grade", "Shift");
  listing.addColumn("test", "Test");
  listing.addColumn("statistic", "Statistic", text::Align::Right);
  listing.addColumn("p", "p", text::Align::Right);
  listing.addColumn("adjusted_p", "Adjusted p", text::Align::Right);
  listing.addColumn("psi", "PSI", text::Align::Right);
  listing.addColumn("wasserstein_sd", "Wasserstein/SD", text::Align::Right);
  listing.addColumn("cramers_v", "Cramer's V", text::Align::Right);
  listing.addColumn("missing_before", "Missing before", text::Align::Right);
  listing.addColumn("missing_after", "After", text::Align::Right);
  std::vector<const dataset::ColumnShift*> order;
  for (const auto& shift : diff.shifts) {
    order.push_back(&shift);
  }
  std::ranges::stable_sort(order, [](const auto* a, const auto* b) { return a->grade > b->grade; });
  const auto cell = [](double value) { return std::isnan(value) ? Cell{} : numberCell(value); };
  for (const auto* shift : order) {
    listing.addRow({textCell(shift->column), textCell(toString(shift->grade)),
                    textCell(shift->test == dataset::ShiftTest::KolmogorovSmirnov ? "KS"
                             : shift->test == dataset::ShiftTest::ChiSquare       ? "chi²"
                                                                                  : shift->reason),
                    cell(shift->statistic), cell(shift->p), cell(shift->adjustedP), cell(shift->stability),
                    cell(shift->standardised), cell(shift->cramersV),
                    countCell(static_cast<std::int64_t>(shift->missingBefore)),
                    countCell(static_cast<std::int64_t>(shift->missingAfter))});
  }
  return listing;
}

Result<int> runDiff(Session& session, const DiffVerbOptions& options) {
  if (options.withoutKey && !options.key.empty()) {
    return makeError(ErrorKind::InvalidArgument, "--key and --no-key exclude each other");
  }
  DataFrames frames(session);
  TATARA_ASSIGN(const auto before, frames.open(options.before, options.reading));
  TATARA_ASSIGN(const auto after, frames.open(options.after, options.reading));
  TATARA_ASSIGN(const auto diff,
                makeDiff(
                    *before.frame, *after.frame,
                    {.key = options.key, .withoutKey = options.withoutKey, .shifts = !options.rowsOnly},
                    [&](std::string_view doing, std::uint64_t done, std::uint64_t total) {
                      session.progress(doing, static_cast<std::int64_t>(done),
                                       static_cast<std::int64_t>(total));
                    },
                    session.stop()));
  const auto most = static_cast<std::size_t>(std::max<std::int64_t>(0, options.examples));
  const int code = diff.different() ? kCheckSaidNo : kDone;
  switch (session.format()) {
    case Format::Json:
      session.print(text::toPrettyJson(dataset::toJson(diff, *before.frame, *after.frame, most)) + "\n");
      return code;
    case Format::Csv:
      shiftsListing(diff).print(session, "No column is in both");
      return code;
    case Format::Table:
      break;
  }
  session.print(before.title + " -> " + after.title + ": " + count(diff.rowsBefore) + " rows before, " +
                count(diff.rowsAfter) + " after\n");
  session.print(columnsText(diff) + rowsText(diff));
  session.print(rowExamples(*before.frame, diff.rows.removedRows, '-', most));
  session.print(rowExamples(*after.frame, diff.rows.addedRows, '+', most));
  session.print(cellsText(diff, most));
  if (!diff.shifts.empty()) {
    session.print("\n" + shiftsListing(diff).toText());
  }
  return code;
}

}  // namespace

Verb dataDiffVerb() {
  auto options = std::make_shared<DiffVerbOptions>();
  Verb verb{
      .path = "data diff",
      .summary = "Say what differs between two files or versions of a dataset",
      .details =
          "Columns, rows added, removed and changed, cells, and how each column is distributed: the "
          "Kolmogorov–Smirnov test for numbers and times, chi-square for texts and flags, adjusted for the "
          "number of columns (Benjamini and Hochberg), with the population stability index for the size. "
          "Rows are joined by a key, guessed unless --key names it. Exit code 0: no differences in columns "
          "and rows; 1: some; above: trouble.",
      .examples = {"tatara data diff old.csv new.csv",
                   "tatara data diff bikes@1 bikes@2 --key dteday --key hr",
                   "tatara data diff bikes@1 new.csv --format json"}};
  verb.positional("BEFORE", options->before, "A data file, or NAME or NAME@VERSION of a registered dataset")
      .offers(Offer::Files);
  verb.positional("AFTER", options->after, "The same").offers(Offer::Files);
  verb.option("--key", options->key, "COLUMN", "A column that joins rows; may be given several times");
  verb.flag("--no-key", options->withoutKey, "Compare rows whole, as a multiset");
  verb.flag("--rows-only", options->rowsOnly, "Leave out the distributions");
  addReadingOptions(verb, options->reading);
  verb.option("--examples", options->examples, "COUNT", "How many rows and cells to show (default 10)");
  verb.run = [options](Session& session) { return runDiff(session, *options); };
  return verb;
}

}  // namespace tatara::cli
