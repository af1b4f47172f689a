#include "core/evaluate/internal/outside.h"

#include <algorithm>
#include <numeric>

#include "core/dataset/datasets.h"
#include "core/dataset/profile.h"
#include "core/evaluate/internal/evidence_json.h"
#include "core/evaluate/internal/reference.h"
#include "core/infer/apart.h"
#include "core/text/error_phrase.h"
#include "core/text/json.h"
#include "core/track/logged_models.h"
#include "core/track/runs.h"

namespace tatara::evaluate {
namespace {

using dataset::Column;
using dataset::ColumnType;
using text::Json;

constexpr std::uint64_t kMostOutsideModel = 4ull << 30;
constexpr std::size_t kRowsAtOnce = 8192;
constexpr std::size_t kMostOutputs = 1000;

// ---------------------------------------------------------------- which rows

// A run's word for what it used data for: the lower, the better they show what live traffic will be like.
int rankOf(std::string_view context) {
  constexpr std::string_view kEvaluated[] = {"eval", "evaluation", "validation", "valid",
                                             "test", "testing",    "holdout"};
  if (std::ranges::find(kEvaluated, context) != std::end(kEvaluated)) {
    return 0;
  }
  return context.starts_with("train") ? 2 : 1;
}

std::string contextOf(const track::DatasetInput& input) {
  const auto found = std::ranges::find(input.tags, "mlflow.data.context", &track::KeyValue::key);
  return found == input.tags.end() ? "" : found->value;
}

// The path that a source names: itself, or a member of the JSON that MLflow's clients write.
std::string pathOf(std::string_view source) {
  constexpr std::string_view kFile = "file://";
  constexpr text::JsonLimits kLimits{.maxBytes = 64 * 1024, .maxValues = 100, .maxDepth = 5};
  std::string path(source);
  if (const auto json = text::parseJson(source, kLimits); json && json->isObject()) {
    for (const char* member : {"uri", "url", "path"}) {
      if (const std::string* named = (*json)[member].asString()) {
        path = *named;
        break;
      }
    }
  }
  return path.starts_with(kFile) ? path.substr(kFile.size()) : path;
}

// A run names what it read by the first 32 digits at least.
bool isOf(const dataset::Version& version, const track::DatasetRecord& record) {
  constexpr std::size_t kDigits = 32;
  const bool sameBytes = record.digest.size() >= kDigits && version.digest.starts_with(record.digest);
  return sameBytes || (!version.source.empty() && version.source == pathOf(record.source));
}

struct Rows {
  dataset::Version version;
  std::string context;
  std::string target;  // told by a person in the dataset's notes; empty: not told
};

Result<std::optional<Rows>> findRows(sql::Connection& connection, const track::Run& run) {
  std::vector<track::DatasetInput> inputs = run.datasets;
  std::ranges::stable_sort(inputs, {}, [](const auto& input) { return rankOf(contextOf(input)); });
  TATARA_ASSIGN(const auto datasets, dataset::listDatasets(connection));
  for (const track::DatasetInput& input : inputs) {
    for (const dataset::Dataset& one : datasets) {
      TATARA_ASSIGN(const auto versions, dataset::loadVersions(connection, one.id));
      const auto found = std::ranges::find_if(
          versions, [&](const dataset::Version& version) { return isOf(version, input.dataset); });
      if (found == versions.end()) {
        continue;
      }
      const auto target =
          std::ranges::find(one.columns, toString(dataset::ColumnRole::Target), &dataset::ColumnNote::role);
      return std::optional(Rows{*found, contextOf(input), target == one.columns.end() ? "" : target->name});
    }
  }
  return std::optional<Rows>();
}

// The run of the version, or of the logged model that it is made of.
Result<Rows> rowsOf(sql::Connection& connection, const registry::ModelVersion& version,
                    const std::string& label) {
  track::RunId id = version.run;
  if (!id && version.loggedModel) {
    TATARA_ASSIGN(const auto logged, track::findLoggedModel(connection, version.loggedModel));
    id = logged ? logged->sourceRun : id;
  }
  std::optional<track::Run> run;
  if (id) {
    TATARA_ASSIGN(run, track::findRun(connection, id));
  }
  if (!run || run->datasets.empty()) {
    return run ? text::sayError(ErrorKind::NotFound,
                                TATARA_SAYS("Phrase",
                                            "%1 comes from a run that logged no data; log what it was "
                                            "evaluated on with mlflow.log_input"),
                                {label})
               : text::sayError(ErrorKind::NotFound,
                                TATARA_SAYS("Phrase",
                                            "%1 comes from no run of this workspace, so nothing says what "
                                            "rows it was evaluated on"),
                                {label});
  }
  TATARA_ASSIGN(auto rows, findRows(connection, *run));
  if (!rows) {
    return text::sayError(ErrorKind::NotFound,
                          TATARA_SAYS("Phrase",
                                      "The data that the run of %1 logged ('%2') is not registered here; add "
                                      "it with \"tatara data add\""),
                          {label, run->datasets.front().dataset.name});
  }
  return *std::move(rows);
}

// ---------------------------------------------------------------- the model

struct Outsider {
  std::string label;
  infer::Signature signature;
  std::unique_ptr<infer::Runner> runner;  // null: it needs Python
  std::string library;
};

Result<infer::ModelFiles> filesOf(const EvaluationPlace& place, const registry::ModelVersion& version,
                                  const std::string& label) {
  const auto root = artifact::rootPathOf(version.storage);
  if (!root) {
    return text::sayError(ErrorKind::Unsupported, TATARA_SAYS("Phrase", "%1 has no files in this workspace"),
                          {label}, version.source);
  }
  TATARA_ASSIGN(const auto list, place.store.read([&](sql::Connection& connection) {
    return artifact::ArtifactStore::listAll(connection, *root);
  }));
  std::uint64_t bytes = 0;
  infer::ModelFiles files;
  for (const artifact::FileInfo& file : list) {
    bytes += static_cast<std::uint64_t>(file.size);
    if (bytes > kMostOutsideModel) {
      return text::sayError(ErrorKind::Unsupported, TATARA_SAYS("Phrase", "%1 is larger than 4 GB"), {label});
    }
    TATARA_ASSIGN(std::string content, place.artifacts.readAll(file.path, file.size));
    files.files.push_back({file.pathBelow(*root), std::move(content)});
  }
  return files;
}

Result<Outsider> openOutsider(const EvaluationPlace& place, const registry::ModelVersion& version,
                              const infer::ProbeOptions& options, const std::stop_token& stop) {
  Outsider model;
  model.label = version.model + "/" + std::to_string(version.version);
  TATARA_ASSIGN(const auto files, filesOf(place, version, model.label));
  TATARA_ASSIGN(const bool python, withContext(infer::needsPython(files), model.label));
  if (!python) {
    TATARA_ASSIGN(model.runner,
                  withContext(infer::loadRunnerApart(files, {.probe = options, .stop = stop}), model.label));
    model.signature = model.runner->info().signature;
    model.library = model.runner->info().flavor + " " + model.runner->info().libraryVersion;
  } else if (const std::string* mlmodel = files.find("MLmodel")) {
    TATARA_ASSIGN(const auto description, withContext(infer::parseMlmodel(*mlmodel), model.label));
    model.signature = description.signature.value_or(infer::Signature{});
  }
  if (model.signature.inputs.empty()) {
    return text::sayError(ErrorKind::Unsupported, TATARA_SAYS("Phrase", "Nothing says what columns %1 takes"),
                          {model.label});
  }
  if (model.signature.tensors) {
    return text::sayError(ErrorKind::Unsupported,
                          TATARA_SAYS("Phrase", "%1 takes tensors, which are no columns of a table"),
                          {model.label});
  }
  return model;
}

// ---------------------------------------------------------------- asking it

std::string textAt(const Column& column, std::size_t row) {
  switch (column.info.type) {
    case ColumnType::Text:
      return column.categories[static_cast<std::size_t>(column.codes[row])];
    case ColumnType::Time:
      return toIso8601(fromUnixMillis(static_cast<std::int64_t>(column.numbers[row] * 1000)));
    default:
      return {};
  }
}

Status fillOne(infer::ColumnFill& fill, const Column& column, std::size_t row, std::size_t place) {
  if (column.missing(row)) {
    return fill.missing(place);
  }
  switch (column.info.type) {
    case ColumnType::Integer:
      return fill.integer(place, static_cast<std::int64_t>(column.numbers[row]));
    case ColumnType::Real:
      return fill.real(place, column.numbers[row]);
    case ColumnType::Boolean:
      return fill.boolean(place, column.numbers[row] != 0);
    default:
      return fill.text(place, textAt(column, row));
  }
}

const Column* findColumn(const std::vector<Column>& columns, std::string_view name) {
  const auto found =
      std::ranges::find_if(columns, [&](const Column& column) { return column.info.name == name; });
  return found == columns.end() ? nullptr : &*found;
}

// Columns of a model's answers, grown run by run.
class Answers {
 public:
  Status take(const infer::Batch& batch, std::size_t rows) {
    std::size_t place = 0;
    for (const infer::Tensor& tensor : batch) {
      if (tensor.shape.empty() || tensor.rows() != rows) {
        return text::sayError(ErrorKind::Unsupported,
                              TATARA_SAYS("Phrase", "its output '%1' has not one value a row"),
                              {tensor.name});
      }
      const std::size_t width = tensor.elements() / rows;
      if (place + width > kMostOutputs) {
        return text::sayError(ErrorKind::Unsupported,
                              TATARA_SAYS("Phrase", "it gives more than 1,000 values a row"));
      }
      for (std::size_t c = 0; c < width; ++c, ++place) {
        if (place == m_columns.size()) {
          m_columns.emplace_back().info = {
              .name = width == 1 ? tensor.name : tensor.name + "[" + std::to_string(c) + "]",
              .type = tensor.type == infer::ElementType::String ? ColumnType::Text : ColumnType::Real};
        }
        add(m_columns[place], tensor, rows, width, c);
      }
    }
    return {};
  }
  const std::vector<Column>& columns() const { return m_columns; }

 private:
  void add(Column& column, const infer::Tensor& tensor, std::size_t rows, std::size_t width, std::size_t c) {
    for (std::size_t row = 0; row < rows; ++row) {
      const std::size_t element = row * width + c;
      if (tensor.type != infer::ElementType::String) {
        column.numbers.push_back(tensor.number(element));
      } else if (tensor.isMissing(element)) {
        column.codes.push_back(-1);
      } else {
        const auto [known, isNew] = m_codes.emplace(tensor.texts[element], column.categories.size());
        if (isNew) {
          column.categories.push_back(tensor.texts[element]);
        }
        column.codes.push_back(static_cast<std::int32_t>(known->second));
      }
    }
  }

  std::vector<Column> m_columns;
  std::map<std::string, std::size_t> m_codes;  // of the one column of texts
};

Result<Answers> ask(const Outsider& model, const std::vector<Column>& columns, std::size_t rows,
                    std::stop_token stop) {
  std::vector<std::string> names;
  std::vector<const Column*> inputs;
  for (const Column& column : columns) {
    if (model.signature.findInput(column.info.name)) {  // the target stands among them
      names.push_back(column.info.name);
      inputs.push_back(&column);
    }
  }
  TATARA_ASSIGN(const auto places, withContext(infer::matchColumns(model.signature, names), model.label));
  Answers answers;
  for (std::size_t first = 0; first < rows; first += kRowsAtOnce) {
    if (stop.stop_requested()) {
      return makeError(ErrorKind::Cancelled, "Stopped");
    }
    const std::size_t count = std::min(kRowsAtOnce, rows - first);
    infer::Batch batch;
    for (std::size_t i = 0; i < model.signature.inputs.size(); ++i) {
      infer::ColumnFill fill(model.signature.inputs[i], count, first);
      for (std::size_t row = 0; row < count; ++row) {
        TATARA_TRY(places[i] ? fillOne(fill, *inputs[*places[i]], first + row, row) : fill.missing(row));
      }
      batch.push_back(fill.take());
    }
    TATARA_ASSIGN(const auto said, withContext(model.runner->predict(batch), model.label));
    TATARA_TRY(withContext(answers.take(said, count), model.label));
  }
  return answers;
}

// ---------------------------------------------------------------- the profile

// What a person told, else the output's own name, else the only column that the model does not take.
std::string targetOf(const Rows& rows, const infer::Signature& signature, const dataset::Table& table) {
  if (!rows.target.empty()) {
    return rows.target;
  }
  if (!signature.outputs.empty() && table.find(signature.outputs.front().name)) {
    return signature.outputs.front().name;
  }
  std::string only;
  for (const dataset::ColumnInfo& column : table.columns()) {
    if (!signature.findInput(column.name)) {
      if (!only.empty()) {
        return {};
      }
      only = column.name;
    }
  }
  return only;
}

Result<dataset::Table> openRows(const EvaluationPlace& place, const Rows& rows,
                                const infer::Signature& signature, std::stop_token stop) {
  dataset::OpenOptions options = rows.version.options;
  for (const infer::Field& field : signature.inputs) {
    if (field.type == infer::ElementType::String && !field.datetime) {
      options.textColumns.push_back(field.name);
    }
  }
  TATARA_ASSIGN(const auto file,
                dataset::versionFile(place.store, place.artifacts, place.engine, rows.version));
  TATARA_ASSIGN(auto table, dataset::Table::open(place.engine, file, options, stop));
  if (table.digest() != rows.version.digest) {
    return text::sayError(ErrorKind::NotFound,
                          TATARA_SAYS("Phrase", "The data of %1@%2 has changed since it was registered"),
                          {rows.version.name, std::to_string(rows.version.version)});
  }
  return table;
}

Json named(const Column& column, const std::vector<std::uint64_t>& rows) {
  Json one = Json::object();
  one.set("name", column.info.name).set("distribution", distributionOf(column, rows));
  return one;
}

}  // namespace

Result<EvidencePiece> outsideReference(const EvaluationPlace& place, const registry::ModelVersion& version,
                                       const infer::ProbeOptions& options, std::stop_token stop) {
  TATARA_ASSIGN(const Rows rows, place.store.read([&](sql::Connection& connection) {
    return rowsOf(connection, version, version.model + "/" + std::to_string(version.version));
  }));
  TATARA_ASSIGN(const Outsider model, openOutsider(place, version, options, stop));
  TATARA_ASSIGN(const auto table, openRows(place, rows, model.signature, stop));
  const std::string target = targetOf(rows, model.signature, table);
  std::vector<std::string> names;
  for (const dataset::ColumnInfo& column : table.columns()) {
    if (model.signature.findInput(column.name) || column.name == target) {
      names.push_back(column.name);
    }
  }
  TATARA_ASSIGN(const auto columns, table.read(names, stop));
  std::vector<std::uint64_t> all(table.rows());
  std::iota(all.begin(), all.end(), 0);

  PieceWriter writer("reference");
  const std::string which = rows.context.empty()
                                ? "every row of the data that its run logged"
                                : "every row of the data that its run logged as " + rows.context;
  writer.set("data", Json::object()
                         .set("name", rows.version.name + "@" + std::to_string(rows.version.version))
                         .set("sha256", rows.version.digest)
                         .set("which_rows", which)
                         .set("rows", table.rows()));
  Json inputs = Json::array();
  for (const infer::Field& field : model.signature.inputs) {
    if (const Column* column = findColumn(columns, field.name)) {
      inputs.append(named(*column, all));
    }
  }
  writer.set("inputs", std::move(inputs));
  if (const Column* column = findColumn(columns, target)) {
    writer.set("target", target).set("actual", distributionOf(*column, all));
  }
  if (!model.runner) {
    writer.set("not_asked", "The model runs in Python only, and is never loaded in this program");
    return writer.finish();
  }
  TATARA_ASSIGN(const Answers answers, ask(model, columns, all.size(), stop));
  writer.set("asked", model.library);
  if (answers.columns().size() == 1) {
    writer.set("predicted", distributionOf(answers.columns().front(), all));
  } else {
    Json outputs = Json::array();
    for (const Column& column : answers.columns()) {
      outputs.append(named(column, all));
    }
    writer.set("outputs", std::move(outputs));
  }
  return writer.finish();
}

}  // namespace tatara::evaluate
