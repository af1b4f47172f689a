// tatara data rows

#include <algorithm>

#include "app/cli/listing.h"
#include "app/cli/reading.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/base/number_text.h"
#include "core/dataset/export.h"

namespace tatara::cli {
namespace {

constexpr std::int64_t kMostRows = 1'000'000;

Cell valueCell(const dataset::RowChunk::Values& values, std::size_t row) {
  if (values.missing(row)) {
    return {};
  }
  switch (values.type) {
    case dataset::ColumnType::Integer:
      return {std::to_string(values.integers[row]), values.integers[row]};
    case dataset::ColumnType::Real:
      return {toText(values.reals[row]), values.reals[row]};
    case dataset::ColumnType::Boolean:
      return {values.integers[row] != 0 ? "true" : "false", values.integers[row] != 0};
    default:
      return textCell(dataset::valueText(values, row));
  }
}

struct RowsOptions {
  std::string data;
  std::int64_t count = 20;
  std::int64_t from = 1;
  std::vector<std::string> columns;
  ReadingOptions reading;
};

Result<int> printRows(Session& session, const RowsOptions& options) {
  if (options.count < 0 || options.count > kMostRows || options.from < 1) {
    return makeError(ErrorKind::InvalidArgument, "-n takes 0 to 1,000,000 and --from a row from 1");
  }
  TATARA_ASSIGN(const auto opened, openData(session, options.data, options.reading));
  const dataset::Table& table = *opened.table;
  std::vector<std::string> names = options.columns;
  for (const auto& info : table.columns()) {
    if (options.columns.empty() && info.type != dataset::ColumnType::Unsupported) {
      names.push_back(info.name);
    }
  }
  Listing listing;
  constexpr int kWidest = 40;
  for (const auto& name : names) {
    TATARA_ASSIGN(const dataset::ColumnInfo* info, table.column(name));
    const bool number = info->type == dataset::ColumnType::Integer || info->type == dataset::ColumnType::Real;
    listing.addKeyColumn(name, name, number ? text::Align::Right : text::Align::Left, kWidest);
  }
  const auto first = static_cast<std::uint64_t>(options.from - 1);
  const std::uint64_t end = first + static_cast<std::uint64_t>(options.count);
  std::stop_source enough;
  const std::stop_callback forward(session.stop(), [&] { enough.request_stop(); });
  Status scanned =
      end == first
          ? Status{}
          : table.scan(
                names,
                [&](const dataset::RowChunk& chunk) {
                  for (std::uint64_t row = std::max(first, chunk.firstRow);
                       row < std::min(end, chunk.firstRow + chunk.rows); ++row) {
                    Listing::Row cells;
                    for (const auto& values : chunk.columns) {
                      cells.push_back(valueCell(values, static_cast<std::size_t>(row - chunk.firstRow)));
                    }
                    listing.addRow(std::move(cells));
                  }
                  if (chunk.firstRow + chunk.rows >= end) {
                    enough.request_stop();
                  }
                  return Status{};
                },
                enough.get_token());
  if (!scanned && (scanned.error().kind != ErrorKind::Cancelled || session.stop().stop_requested())) {
    return scanned.error();
  }
  listing.print(session, "There are no rows there");
  if (table.rows() > end) {
    session.remark("of " + withThousands(static_cast<std::int64_t>(table.rows())) + " rows");
  }
  return kDone;
}

}  // namespace

Verb dataRowsVerb() {
  auto options = std::make_shared<RowsOptions>();
  Verb verb{.path = "data rows",
            .summary = "Print rows of a dataset or a file, typed",
            .examples = {"tatara data rows bikes -n 5",
                         "tatara data rows export.csv --delimiter ';' --format csv"}};
  verb.positional("DATA", options->data, "Name of a dataset, NAME@VERSION, or a file")
      .offers(Offer::Datasets);
  verb.option("-n,--count", options->count, "N", "How many rows (20)");
  verb.option("--from", options->from, "ROW", "The first of them, counted from 1");
  verb.option("-c,--column", options->columns, "COLUMN", "Only this column; may be given several times");
  addReadingOptions(verb, options->reading);
  verb.run = [options](Session& session) { return printRows(session, *options); };
  return verb;
}

}  // namespace tatara::cli
