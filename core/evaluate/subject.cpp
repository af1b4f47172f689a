#include "core/evaluate/subject.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "core/base/number_text.h"
#include "core/evaluate/internal/csv_record.h"
#include "core/text/error_phrase.h"
#include "core/text/yaml.h"
#include "core/track/runs.h"

namespace tatara::evaluate {
namespace {

using dataset::ColumnType;
using text::Json;

constexpr std::int64_t kMostText = 16 << 20;
constexpr std::int64_t kMostPredictions = 1 << 30;
constexpr std::int64_t kMostModel = 1 << 30;
constexpr double kSecondsADay = 86400;

std::string textOf(const Json& json) {
  return json.asString() ? *json.asString() : std::string();
}

std::vector<std::string> textsOf(const Json& json) {
  std::vector<std::string> texts;
  for (const Json& item : json.items()) {
    texts.push_back(textOf(item));
  }
  return texts;
}

const artifact::FileInfo* findFile(const Subject& subject, std::string_view name) {
  const auto found = std::ranges::find_if(
      subject.files, [name](const artifact::FileInfo& file) { return file.path == name; });
  return found == subject.files.end() ? nullptr : &*found;
}

std::string storageRoot(const registry::ModelVersion& version) {
  return artifact::rootPathOf(version.storage).value_or("");
}

Status readRecipe(const artifact::ArtifactStore& artifacts, Subject& subject) {
  if (!findFile(subject, "tatara_features.json") || !findFile(subject, "model.ubj")) {
    return text::sayError(
        ErrorKind::Unsupported,
        TATARA_SAYS("Phrase",
                    "%1 was not trained by Tatara: its files do not say how columns become the model's input "
                    "(tatara_features.json), so it cannot be evaluated here"),
        {subject.label});
  }
  TATARA_ASSIGN(const std::string bytes,
                artifacts.readAll(storageRoot(subject.version) + "/tatara_features.json", kMostText));
  TATARA_ASSIGN(const Json recipe, withContext(text::parseJson(bytes), subject.label));
  const auto task = parseTask(textOf(recipe["task"]));
  subject.target = textOf(recipe["target"]);
  subject.classes = textsOf(recipe["classes"]);
  subject.missingWords = textsOf(recipe["missing_words"]);
  for (const Json& item : recipe["features"].items()) {
    const auto type = dataset::parseColumnType(textOf(item["type"]));
    subject.features.push_back({textOf(item["name"]), type.value_or(ColumnType::Unsupported),
                                textOf(item["xgboost_type"]), textsOf(item["categories"])});
  }
  const bool classesFit = !task || (*task == Task::Regression ? subject.classes.empty()
                                    : *task == Task::Binary   ? subject.classes.size() == 2
                                                              : subject.classes.size() >= 2);
  if (recipe["format"].asInt() != 1 || !task || subject.features.empty() || !classesFit) {
    return text::sayError(ErrorKind::Corrupt,
                          TATARA_SAYS("Phrase", "%1: tatara_features.json is not of a known form"),
                          {subject.label});
  }
  subject.task = *task;
  return {};
}

// Signatures are texts of JSON inside YAML.
Status readSignature(const artifact::ArtifactStore& artifacts, Subject& subject) {
  if (!findFile(subject, "MLmodel")) {
    return {};
  }
  TATARA_ASSIGN(const std::string yaml,
                artifacts.readAll(storageRoot(subject.version) + "/MLmodel", kMostText));
  TATARA_ASSIGN(const Json file,
                withContext(text::parseYaml(yaml, text::YamlDialect::Python), subject.label));
  for (const char* part : {"inputs", "outputs"}) {
    if (const std::string* side = file["signature"][part].asString()) {
      TATARA_ASSIGN(Json columns, withContext(text::parseJson(*side), subject.label + ": MLmodel"));
      subject.signature.set(part, std::move(columns));
    }
  }
  return {};
}

Result<std::optional<std::string>> readIfThere(const store::Store& store,
                                               const artifact::ArtifactStore& artifacts,
                                               const std::string& path, std::int64_t limit) {
  TATARA_ASSIGN(const auto file, store.read([&](sql::Connection& connection) {
    return artifact::ArtifactStore::find(connection, path);
  }));
  if (!file) {
    return std::optional<std::string>();
  }
  TATARA_ASSIGN(std::string bytes, artifacts.readAll(path, limit));
  return std::optional(std::move(bytes));
}

Status readRun(const store::Store& store, const artifact::ArtifactStore& artifacts, Subject& subject) {
  TATARA_ASSIGN(const auto run, store.read([&](sql::Connection& connection) {
    return track::findRun(connection, subject.version.run);
  }));
  if (!run) {
    return {};
  }
  const auto param = [&](std::string_view key) -> std::string {
    const auto found = std::ranges::find(run->params, key, &track::KeyValue::key);
    return found == run->params.end() ? "" : found->value;
  };
  subject.dataDigest = param("data_sha256");
  subject.dataFile = param("data");
  if (!param("split").empty()) {
    const std::string column = param("split_column");
    using text::Phrase;
    const Phrase how = column.empty()
                           ? Phrase(param("split"))
                           : Phrase::say(TATARA_SAYS("Phrase", "%1 by %2"), {param("split"), column});
    subject.split = Phrase::say(TATARA_SAYS("Phrase", "%1, %2 held out, seed %3"),
                                {how, param("validation_fraction"), param("seed")});
  }
  const auto root = artifact::rootPathOf(run->info.artifactUri);
  if (!root) {
    return {};
  }
  TATARA_ASSIGN(const auto data, readIfThere(store, artifacts, *root + "/reproduce/data.json", kMostText));
  if (data) {
    TATARA_ASSIGN(const Json json, withContext(text::parseJson(*data), subject.label));
    subject.dataFile = textOf(json["file"]);
    subject.dataDigest = textOf(json["sha256"]);
  }
  TATARA_ASSIGN(const auto csv,
                readIfThere(store, artifacts, *root + "/predictions/validation.csv", kMostPredictions));
  if (csv) {
    TATARA_ASSIGN(subject.heldOut, withContext(readPredictions(*csv, subject.task, subject.classes),
                                               subject.label + ": predictions/validation.csv"));
  }
  return {};
}

class PredictionsReader {
 public:
  PredictionsReader(Task task, std::span<const std::string> classes) : m_task(task) {
    for (std::size_t code = 0; code < classes.size(); ++code) {
      m_codes.emplace(classes[code], static_cast<double>(code));
    }
    m_header = {"row", "actual", "predicted"};
    for (const auto& one : classes) {
      m_header.push_back("probability_" + one);
    }
  }

  Result<HeldOut> read(std::string_view csv) {
    const auto header = takeCsvRecord(csv);
    m_probabilities = header == m_header && m_header.size() > 3;
    if (!m_probabilities && header != std::vector<std::string>(m_header.begin(), m_header.begin() + 3)) {
      return text::sayError(ErrorKind::Corrupt,
                            TATARA_SAYS("Phrase", "The columns are not those of predictions"));
    }
    for (m_line = 2; !csv.empty(); ++m_line) {
      TATARA_TRY(add(takeCsvRecord(csv)));
    }
    if (m_heldOut.rows.empty()) {
      return text::sayError(ErrorKind::Corrupt, TATARA_SAYS("Phrase", "There are no predictions"));
    }
    return std::move(m_heldOut);
  }

 private:
  Error wrong(std::string_view what) const {
    return makeError(ErrorKind::Corrupt, "Line " + std::to_string(m_line) + ": " + std::string(what));
  }

  Result<double> valueOf(const std::string& cell) const {
    if (m_task == Task::Regression) {
      const auto number = parseDouble(cell);
      return number ? Result<double>(*number) : wrong("'" + cell.substr(0, 40) + "' is no number");
    }
    const auto code = m_codes.find(cell);
    return code != m_codes.end() ? Result<double>(code->second)
                                 : wrong("'" + cell.substr(0, 40) + "' is no class of the model");
  }

  Status add(const std::vector<std::string>& cells) {
    if (cells.size() != (m_probabilities ? m_header.size() : 3)) {
      return wrong("the record has another number of cells than the first line");
    }
    const auto row = parseInt(cells[0]);
    if (!row || *row < 0 ||
        (!m_heldOut.rows.empty() && m_heldOut.rows.back() >= static_cast<std::uint64_t>(*row))) {
      return wrong("'" + cells[0].substr(0, 40) + "' is no row after the one before");
    }
    TATARA_ASSIGN(const double actual, valueOf(cells[1]));
    TATARA_ASSIGN(const double predicted, valueOf(cells[2]));
    m_heldOut.rows.push_back(static_cast<std::uint64_t>(*row));
    m_heldOut.actual.push_back(actual);
    m_heldOut.predicted.push_back(predicted);
    // Of two classes the second one's alone: the first one's is what is left of it.
    for (std::size_t i = m_task == Task::Binary ? 4 : 3; m_probabilities && i < cells.size(); ++i) {
      const auto probability = parseDouble(cells[i]);
      if (!probability || !(*probability >= 0 && *probability <= 1)) {
        return wrong("'" + cells[i].substr(0, 40) + "' is no probability");
      }
      m_heldOut.probabilities.push_back(*probability);
    }
    return {};
  }

  Task m_task;
  std::unordered_map<std::string, double> m_codes;
  std::vector<std::string> m_header;
  bool m_probabilities = false;
  std::size_t m_line = 1;
  HeldOut m_heldOut;
};

}  // namespace

std::vector<std::string> takeCsvRecord(std::string_view& text) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      if (c != '"') {
        cells.back() += c;
      } else if (at + 1 < text.size() && text[at + 1] == '"') {
        cells.back() += text[++at];
      } else {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      cells.emplace_back();
    } else if (c == '\n') {
      ++at;
      break;
    } else if (c != '\r') {
      cells.back() += c;
    }
  }
  text.remove_prefix(at);
  return cells;
}

Result<HeldOut> readPredictions(std::string_view csv, Task task, std::span<const std::string> classes) {
  return PredictionsReader(task, classes).read(csv);
}

Result<Subject> loadSubject(const store::Store& store, const artifact::ArtifactStore& artifacts,
                            const registry::ModelVersion& version) {
  Subject subject;
  subject.version = version;
  subject.label = version.model + "/" + std::to_string(version.version);
  const std::string root = storageRoot(version);
  if (root.empty()) {
    return text::sayError(ErrorKind::Unsupported, TATARA_SAYS("Phrase", "%1 has no files in this workspace"),
                          {subject.label}, version.source);
  }
  TATARA_ASSIGN(subject.files, store.read([&](sql::Connection& connection) {
    return artifact::ArtifactStore::listAll(connection, root);
  }));
  for (artifact::FileInfo& file : subject.files) {
    file.path.erase(0, root.size() + 1);
    subject.bytes += static_cast<std::uint64_t>(file.size);
  }
  TATARA_TRY(readRecipe(artifacts, subject));
  TATARA_TRY(readSignature(artifacts, subject));
  TATARA_TRY(readRun(store, artifacts, subject));
  return subject;
}

Result<infer::ModelFiles> loadModelFiles(const artifact::ArtifactStore& artifacts, const Subject& subject) {
  infer::ModelFiles files;
  for (const artifact::FileInfo& file : subject.files) {
    TATARA_ASSIGN(auto bytes, artifacts.readAll(storageRoot(subject.version) + "/" + file.path, kMostModel));
    files.files.push_back({file.path, std::move(bytes)});
  }
  return files;
}

Model::Model(infer::Booster booster, Subject subject)
    : m_booster(std::move(booster)), m_subject(std::move(subject)) {
  for (const InputFeature& feature : m_subject.features) {
    m_schema.names.push_back(feature.name);
    m_schema.types.push_back(feature.xgboostType);
  }
}

Result<Model> Model::open(const artifact::ArtifactStore& artifacts, const Subject& subject) {
  TATARA_ASSIGN(const std::string bytes,
                artifacts.readAll(storageRoot(subject.version) + "/model.ubj", kMostModel));
  TATARA_ASSIGN(auto booster, withContext(infer::Booster::load(bytes), subject.label));
  return make(std::move(booster), subject);
}

Model Model::make(infer::Booster booster, Subject subject) {
  return Model(std::move(booster), std::move(subject));
}

Result<std::vector<float>> Model::code(std::span<const dataset::Column> columns,
                                       std::span<const std::uint64_t> rows) const {
  const std::size_t width = m_subject.features.size();
  std::vector<float> values(rows.size() * width, std::numeric_limits<float>::quiet_NaN());
  for (std::size_t place = 0; place < width; ++place) {
    const InputFeature& feature = m_subject.features[place];
    const auto column = std::ranges::find_if(
        columns, [&](const dataset::Column& one) { return one.info.name == feature.name; });
    if (column == columns.end()) {
      return tatara::text::sayError(ErrorKind::NotFound,
                                    TATARA_SAYS("Phrase", "The data has no column '%1', which %2 takes"),
                                    {feature.name, m_subject.label});
    }
    const bool text = column->info.type == ColumnType::Text;
    if (text != (feature.type == ColumnType::Text)) {
      return tatara::text::sayError(
          ErrorKind::InvalidArgument,
          TATARA_SAYS("Phrase", "The column '%1' holds %2 values, and %3 takes %4"),
          {feature.name, toString(column->info.type), m_subject.label, toString(feature.type)});
    }
    // A category that the model has not seen is missing to it, as to its Python loader.
    std::vector<float> codes;
    if (text) {
      std::unordered_map<std::string_view, float> known;
      for (std::size_t code = 0; code < feature.categories.size(); ++code) {
        known.emplace(feature.categories[code], static_cast<float>(code));
      }
      for (const std::string& category : column->categories) {
        const auto found = known.find(category);
        codes.push_back(found == known.end() ? std::numeric_limits<float>::quiet_NaN() : found->second);
      }
    }
    const double unit = feature.type == ColumnType::Time ? kSecondsADay : 1;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::size_t row = rows[i];
      if (row >= column->rows()) {
        return tatara::text::sayError(
            ErrorKind::InvalidArgument,
            TATARA_SAYS("Phrase", "The data has no row %1; it is not what was evaluated"),
            {std::to_string(row)});
      }
      if (!column->missing(row)) {
        values[i * width + place] = text ? codes[static_cast<std::size_t>(column->codes[row])]
                                         : static_cast<float>(column->numbers[row] / unit);
      }
    }
  }
  return values;
}

Result<std::vector<double>> Model::predict(std::span<const float> values, std::stop_token stop) const {
  constexpr std::size_t kRun = 65'536;
  const std::size_t width = m_subject.features.size();
  const std::size_t rows = values.size() / width;
  const std::size_t expected = m_subject.task == Task::Multiclass ? m_subject.classes.size() : 1;
  std::vector<double> predictions;
  predictions.reserve(rows * expected);
  for (std::size_t first = 0; first < rows; first += kRun) {
    if (stop.stop_requested()) {
      return makeError(ErrorKind::Cancelled, "Stopped");
    }
    const std::size_t count = std::min(kRun, rows - first);
    TATARA_ASSIGN(const auto matrix,
                  infer::Matrix::create(values.subspan(first * width, count * width), m_schema));
    TATARA_ASSIGN(const auto run, m_booster.predict(matrix));
    if (run.columns != expected) {
      return text::sayError(
          ErrorKind::Unsupported,
          TATARA_SAYS("Phrase", "%1 gives %2 values a row where %3 are expected of its task"),
          {m_subject.label, std::to_string(run.columns), std::to_string(expected)});
    }
    predictions.insert(predictions.end(), run.values.begin(), run.values.end());
  }
  return predictions;
}

std::vector<double> decisionsOf(const Subject& subject, std::span<const double> predictions) {
  if (subject.task == Task::Regression) {
    return {predictions.begin(), predictions.end()};
  }
  if (subject.task == Task::Multiclass && subject.classes.size() == 2) {
    std::vector<double> codes;
    for (std::size_t at = 0; at + 1 < predictions.size(); at += 2) {
      codes.push_back(predictions[at + 1] > predictions[at] ? 1 : 0);
    }
    return codes;
  }
  return decide(predictions, subject.classes.size());
}

Result<std::vector<double>> actualOf(const Subject& subject, const dataset::Column& target) {
  const bool text = target.info.type == ColumnType::Text;
  std::vector<double> actual(target.rows(), std::numeric_limits<double>::quiet_NaN());
  const auto classCode = [&](const std::string& name, std::size_t row) -> Result<double> {
    const auto found = std::ranges::find(subject.classes, name);
    if (found == subject.classes.end()) {
      return tatara::text::sayError(
          ErrorKind::InvalidArgument,
          TATARA_SAYS("Phrase", "Row %1 of the data is of class '%2', which %3 does not know"),
          {std::to_string(row), name.substr(0, 40), subject.label});
    }
    return static_cast<double>(found - subject.classes.begin());
  };
  if (subject.task == Task::Regression && text) {
    return tatara::text::sayError(ErrorKind::InvalidArgument,
                                  TATARA_SAYS("Phrase", "The target '%1' is text here"), {target.info.name});
  }
  for (std::size_t row = 0; row < actual.size(); ++row) {
    if (target.missing(row)) {
      continue;
    }
    if (subject.task == Task::Regression) {
      actual[row] = target.numbers[row];
    } else if (text) {
      TATARA_ASSIGN(actual[row],
                    classCode(target.categories[static_cast<std::size_t>(target.codes[row])], row));
    } else if (target.info.type == ColumnType::Boolean) {
      TATARA_ASSIGN(actual[row], classCode(target.numbers[row] == 0 ? "false" : "true", row));
    } else {
      TATARA_ASSIGN(actual[row], classCode(toText(target.numbers[row]), row));
    }
  }
  return actual;
}

}  // namespace tatara::evaluate
