// tatara data export
#include "app/cli/reading.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/base/number_text.h"
#include "core/dataset/export.h"

namespace tatara::cli {

Verb dataExportVerb() {
  struct Options {
    std::string data;
    std::string file;
    std::vector<std::string> columns;
    bool replace = false;
    ReadingOptions reading;
  };
  auto options = std::make_shared<Options>();
  Verb verb{.path = "data export",
            .summary = "Write the rows of a dataset or a file, typed, as CSV, JSON lines or Parquet",
            .details =
                "The ending of FILE says what is written: .csv, .tsv, .jsonl or .parquet. Values that do not "
                "fit their column are missing there; \"tatara data rejected\" lists them.",
            .examples = {"tatara data export bikes@2 bikes.parquet",
                         "tatara data export survey.xlsx survey.csv --part Answers"}};
  verb.takesFormat = false;
  verb.positional("DATA", options->data, "Name of a dataset, NAME@VERSION, or a file")
      .offers(Offer::Datasets);
  verb.positional("FILE", options->file, "Where to").offers(Offer::Files);
  verb.option("-c,--column", options->columns, "COLUMN", "Only this column; may be given several times");
  verb.flag("--replace", options->replace, "Replace a file that is there");
  addReadingOptions(verb, options->reading);
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto opened, openData(session, options->data, options->reading));
    const dataset::Table& table = *opened.table;
    const auto all = static_cast<std::int64_t>(table.rows());
    dataset::ExportOptions how{.columns = options->columns, .replace = options->replace};
    how.onProgress = [&](std::uint64_t rows) {
      session.progress("Writing rows", static_cast<std::int64_t>(rows), all);
    };
    TATARA_TRY(dataset::exportRows(*opened.engine, table, options->file, how, session.stop()));
    if (table.rejectedCount() > 0) {
      session.remark(withThousands(static_cast<std::int64_t>(table.rejectedCount())) +
                     " values or rows do not fit and are missing or mended there");
    }
    session.remark("Wrote " + withThousands(all) + (all == 1 ? " row" : " rows") + " to " + options->file);
    return kDone;
  };
  return verb;
}

}  // namespace tatara::cli
