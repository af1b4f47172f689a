// tatara predict
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fstream>

#include "app/cli/foreign_model.h"
#include "app/cli/model_walls.h"
#include "app/cli/reading.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/base/file_error.h"
#include "core/base/number_text.h"
#include "core/dataset/export.h"
#include "core/deploy/batch_predict.h"

namespace tatara::cli {
namespace {

struct PredictOptions {
  std::string model;
  std::string data;
  std::string out;
  ForeignModelOptions how;
  bool replace = false;
  ReadingOptions reading;
};

// A file of text beside its place under a name of this process, renamed when it is whole.
class TextOut {
 public:
  TextOut(std::filesystem::path file, bool replace) : m_file(std::move(file)), m_replace(replace) {
    // The ending by which the engine knows what it is.
    m_partial = m_file;
    m_partial += "." + std::to_string(::getpid()) + ".partial.csv";
  }
  ~TextOut() {
    std::error_code ignored;
    std::filesystem::remove(m_partial, ignored);
  }
  Status open() {
    if (!m_replace && std::filesystem::exists(m_file)) {
      return makeError(ErrorKind::AlreadyExists,
                       "There is a file '" + m_file.string() + "' already; give --replace to write over it");
    }
    m_out.open(m_partial, std::ios::binary | std::ios::trunc);
    return m_out ? Status() : fileError("The predictions cannot be written", m_file, errno);
  }
  std::ofstream& stream() { return m_out; }
  const std::filesystem::path& partial() const { return m_partial; }
  Status close() {
    m_out.close();
    return m_out ? Status() : fileError("The predictions cannot be written", m_file, errno);
  }
  Status settle() {
    std::error_code failed;
    std::filesystem::rename(m_partial, m_file, failed);
    return failed ? fileError("The predictions cannot be written", m_file, failed.value()) : Status();
  }

 private:
  std::filesystem::path m_file;
  std::filesystem::path m_partial;
  bool m_replace;
  std::ofstream m_out;
};

void writeRows(std::ofstream& out, const std::vector<deploy::TextColumn>& columns, bool header) {
  if (header) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      out << (c == 0 ? "" : ",") << dataset::csvField(columns[c].name, ',');
    }
    out << '\n';
  }
  for (std::size_t row = 0; !columns.empty() && row < columns[0].values.size(); ++row) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      out << (c == 0 ? "" : ",") << dataset::csvField(columns[c].values[row], ',');
    }
    out << '\n';
  }
}

// Other kinds than CSV are made of it by the one engine that writes them.
Status convert(const std::filesystem::path& csv, const PredictOptions& options,
               const std::vector<deploy::TextColumn>& columns) {
  dataset::OpenOptions reading;
  for (const auto& column : columns) {
    if (!column.number) {
      reading.textColumns.push_back(column.name);
    }
  }
  TATARA_ASSIGN(const auto engine, dataset::Engine::open());
  auto table = dataset::Table::open(*engine, csv, reading);
  return table ? dataset::exportRows(*engine, *table, options.out, {.replace = options.replace})
               : Status(table.error());
}

Result<int> predict(Session& session, const PredictOptions& options) {
  raiseModelWalls(session, {std::filesystem::absolute(options.out).parent_path()}, options.how.python);
  TATARA_ASSIGN(const infer::ModelFiles files, foreignModelFiles(session, options.model));
  TATARA_ASSIGN(const auto runner, loadForeignModel(session, files, options.how, 0));
  TATARA_ASSIGN(OpenedData data, openData(session, options.data, options.reading));
  if (const auto asText = deploy::columnsWantedAsText(*runner, *data.table);
      !asText.empty() && !data.version) {
    ReadingOptions again = options.reading;
    again.text.insert(again.text.end(), asText.begin(), asText.end());
    TATARA_ASSIGN(data, openData(session, options.data, again));
  }
  const std::filesystem::path out(options.out);
  const bool csv = out.extension() == ".csv";
  TextOut file(out, options.replace);
  TATARA_TRY(file.open());
  const auto all = static_cast<std::int64_t>(data.table->rows());
  std::vector<deploy::TextColumn> columns;
  TATARA_TRY(deploy::predictTable(
      *runner, *data.table,
      [&](std::uint64_t firstRow, const infer::Batch& predictions) -> Status {
        const bool first = columns.empty();
        TATARA_ASSIGN(auto next, deploy::textColumns(predictions));
        if (!first &&
            !std::ranges::equal(next, columns, {}, &deploy::TextColumn::name, &deploy::TextColumn::name)) {
          return makeError(ErrorKind::Unsupported,
                           "The model's outputs change from row to row and fit no table; row " +
                               std::to_string(firstRow + 1) + " is the first that differs");
        }
        columns = std::move(next);
        writeRows(file.stream(), columns, first);
        session.progress("Predicting rows", static_cast<std::int64_t>(firstRow), all);
        return {};
      },
      session.stop()));
  TATARA_TRY(file.close());
  TATARA_TRY(csv ? file.settle() : convert(file.partial(), options, columns));
  session.remark("Predicted " + withThousands(all) + (all == 1 ? " row" : " rows") + " with " +
                 runner->info().flavor + " " + runner->info().libraryVersion + ", into " + options.out);
  return kDone;
}

}  // namespace

Verb predictVerb() {
  auto options = std::make_shared<PredictOptions>();
  Verb verb{.path = "predict",
            .summary = "Predict the rows of a dataset or a file with a model",
            .details =
                "MODEL is models:/NAME@ALIAS, models:/NAME/VERSION, runs:/ID/PATH, or a model's folder or "
                "file. The model runs in a process without rights, with a limit of memory and of time. "
                "Columns are checked against its "
                "signature; what it does not take is left out. Models other than of XGBoost, LightGBM and "
                "ONNX run in the Python that --python names. The ending of --out says what is written: .csv, "
                ".tsv, .jsonl or .parquet.",
            .examples = {
                "tatara predict models:/bikes@champion --data tomorrow.csv --out rentals.csv",
                "tatara predict ./model --data rows.parquet --out answers.parquet",
                "tatara predict models:/risk/3 --data people.csv --out risk.csv --python venv/bin/python"}};
  verb.takesFormat = false;
  verb.positional("MODEL", options->model, "The model");
  verb.option("--data", options->data, "DATA", "Name of a dataset, NAME@VERSION, or a file")
      .offers(Offer::Datasets);
  verb.arguments.back().required = true;
  verb.option("--out", options->out, "FILE", "Where to").offers(Offer::Files);
  verb.arguments.back().required = true;
  addForeignModelOptions(verb, options->how);
  verb.flag("--replace", options->replace, "Replace a file that is there");
  addReadingOptions(verb, options->reading);
  verb.run = [options](Session& session) { return predict(session, *options); };
  return verb;
}

}  // namespace tatara::cli
