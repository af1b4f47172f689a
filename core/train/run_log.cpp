#include <cmath>

#include "core/base/number_text.h"
#include "core/dataset/engine.h"
#include "core/infer/xgboost.h"
#include "core/text/table.h"
#include "core/track/metrics.h"
#include "core/track/runs.h"
#include "core/train/internal/run_log.h"

namespace tatara::train {
namespace {

// Where the data is found again.
std::string keptAt(const Prepared& data) {
  const auto& file = data.spec.kept.empty() ? data.facts.file : data.spec.kept;
  return std::filesystem::absolute(file).lexically_normal().string();
}

using text::Json;
using track::KeyValue;

constexpr auto kHandOver = std::chrono::milliseconds(100);

std::string listOf(const std::vector<LeftOut>& leftOut) {
  std::string list;
  for (const auto& one : leftOut) {
    list += (list.empty() ? "" : "; ") + one.column + " (" + one.reason + ")";
  }
  return list;
}

// The shortest text that reads back as the same 32-bit float.
std::string floatText(float value) {
  const double wide = static_cast<double>(value);
  for (int digits = 6; digits <= 9; ++digits) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.*g", digits, wide);
    if (const auto read = parseDouble(buffer); read && static_cast<float>(*read) == value) {
      return buffer;
    }
  }
  return toText(wide);
}

Json columnsJson(const Prepared& data) {
  Json columns = Json::array();
  for (const auto& info : data.facts.columns) {
    columns.append(Json::object()
                       .set("name", info.name)
                       .set("type", dataset::toString(info.type))
                       .set("missing", info.missing)
                       .set("reason", info.reason.english()));
  }
  return columns;
}

Json dataJson(const Prepared& data) {
  Json leftOut = Json::array();
  for (const auto& one : data.leftOut) {
    leftOut.append(Json::object().set("column", one.column).set("reason", one.reason));
  }
  Json features = Json::array();
  for (const auto& feature : data.features) {
    features.append(feature.name);
  }
  const auto list = [](const std::vector<std::string>& texts) {
    Json array = Json::array();
    for (const auto& one : texts) {
      array.append(one);
    }
    return array;
  };
  return Json::object()
      .set("file", keptAt(data))
      .set("dataset", data.spec.dataset)
      .set("sha256", data.facts.digest)
      .set("bytes", data.facts.bytes)
      .set("format", data.facts.format)
      .set("rows", data.facts.rows)
      .set("where", data.spec.where)
      .set("rows_left_out", data.facts.rowsLeftOut)
      .set("rows_without_target", data.facts.rowsWithoutTarget)
      .set("rows_train", data.train.rows.size())
      .set("rows_validation", data.validation.rows.size())
      .set("read_as", list(data.facts.reasons))
      .set("missing_words", list(data.facts.missingWords))
      .set("columns", columnsJson(data))
      .set("features", std::move(features))
      .set("left_out", std::move(leftOut))
      .set("classes", list(data.classes))
      .set("task", toString(data.task))
      .set("task_reason", data.taskReason)
      .set("notes", list(data.notes));
}

std::string predictionsCsv(const Prepared& data, const Fitted& fitted) {
  std::string csv;
  std::vector<std::string> header{"row", "actual", "predicted"};
  const bool classes = data.task != Task::Regression;
  const bool probabilities = classes && (data.task == Task::Binary || fitted.validation.columns > 1);
  if (probabilities) {
    for (const auto& name : data.classes) {
      header.push_back("probability_" + name);
    }
  }
  text::appendCsvRow(csv, header);
  for (std::size_t row = 0; row < data.validation.rows.size(); ++row) {
    std::vector<std::string> cells{std::to_string(data.validation.rows[row])};
    const float label = data.validation.labels[row];
    if (classes) {
      cells.push_back(data.classes[static_cast<std::size_t>(label)]);
      cells.push_back(data.classes[predictedClass(data.task, fitted.validation, row)]);
    } else {
      cells.push_back(floatText(label));
      cells.push_back(floatText(fitted.validation.values[row]));
    }
    for (std::size_t i = 0; probabilities && i < data.classes.size(); ++i) {
      const float value = data.task == Task::Binary
                              ? (i == 1 ? fitted.validation.values[row] : 1 - fitted.validation.values[row])
                              : fitted.validation.values[row * fitted.validation.columns + i];
      cells.push_back(floatText(value));
    }
    text::appendCsvRow(csv, cells);
  }
  return csv;
}

std::string confusionCsv(const Prepared& data, const Fitted& fitted) {
  const std::size_t classes = data.classes.size();
  std::vector<std::size_t> counts(classes * classes);
  for (std::size_t row = 0; row < data.validation.labels.size(); ++row) {
    ++counts[static_cast<std::size_t>(data.validation.labels[row]) * classes +
             predictedClass(data.task, fitted.validation, row)];
  }
  std::string csv;
  std::vector<std::string> header{"actual"};
  header.insert(header.end(), data.classes.begin(), data.classes.end());
  text::appendCsvRow(csv, header);
  for (std::size_t actual = 0; actual < classes; ++actual) {
    std::vector<std::string> cells{data.classes[actual]};
    for (std::size_t guess = 0; guess < classes; ++guess) {
      cells.push_back(std::to_string(counts[actual * classes + guess]));
    }
    text::appendCsvRow(csv, cells);
  }
  return csv;
}

std::string importanceCsv(const Fitted& fitted) {
  std::string csv;
  text::appendCsvRow(csv, {"feature", "gain", "total_gain", "weight", "cover"});
  for (const auto& one : fitted.importances) {
    text::appendCsvRow(
        csv, {one.feature, toText(one.gain), toText(one.totalGain), toText(one.weight), toText(one.cover)});
  }
  return csv;
}

}  // namespace

MetricLog::MetricLog(std::shared_ptr<store::Store> store, track::RunId run)
    : m_store(std::move(store)), m_run(std::move(run)) {}

void MetricLog::add(const std::vector<Metric>& metrics, std::int64_t step) {
  const std::int64_t now = toUnixMillis(m_store->clock().now());
  for (const auto& metric : metrics) {
    m_waiting.keys.push_back(metric.key);
    m_waiting.points.push_back({step, now, metric.value});
  }
  if (std::chrono::steady_clock::now() - m_handedOver >= kHandOver) {
    submit();
  }
}

void MetricLog::submit() {
  m_handedOver = std::chrono::steady_clock::now();
  if (m_waiting.points.empty()) {
    return;
  }
  m_store->submit(
      [run = m_run, waiting = std::exchange(m_waiting, {})](store::Writer& writer) {
        track::Batch batch;
        for (std::size_t i = 0; i < waiting.points.size(); ++i) {
          batch.metrics.push_back({waiting.keys[i], waiting.points[i]});
        }
        return track::logBatch(writer, run, batch);
      },
      [outcome = m_outcome](const Status& status) {
        const Lock lock(outcome->mutex);
        if (outcome->first && !status) {
          outcome->first = status;
        }
      });
}

Status MetricLog::flush() {
  submit();
  // The lane is a queue: what was handed over before is durable when this comes back.
  TATARA_TRY(m_store->write([](store::Writer&) { return Status{}; }));
  const Lock lock(m_outcome->mutex);
  return m_outcome->first;
}

std::vector<KeyValue> runParams(const Prepared& data, const BoosterSpec& booster) {
  std::map<std::string, std::string> params;
  for (const auto& [name, value] : fullParameters(booster, data.task, data.classes.size(), data.spec.seed)) {
    if (name != "validate_parameters") {
      auto& target = params[name];
      target += (name == "eval_metric" && !target.empty() ? "," : "") + value;
    }
  }
  params["seed"] = std::to_string(data.spec.seed);
  params["rounds"] = std::to_string(booster.rounds);
  params["early_stopping_rounds"] = std::to_string(booster.earlyStopping);
  params["data"] = data.facts.file.filename().string();
  params["data_sha256"] = data.facts.digest;
  params["target"] = data.spec.target;
  if (!data.spec.where.empty()) {
    params["where"] = data.spec.where;
  }
  params["task"] = toString(data.task);
  params["split"] = toString(data.spec.split.kind);
  if (!data.spec.split.column.empty()) {
    params["split_column"] = data.spec.split.column;
  }
  params["validation_fraction"] = toText(data.spec.split.validationFraction);
  params["features"] = std::to_string(data.features.size());
  params["left_out"] = listOf(data.leftOut);
  params["rows_train"] = std::to_string(data.train.rows.size());
  params["rows_validation"] = std::to_string(data.validation.rows.size());
  std::string missing;
  for (const auto& word : data.facts.missingWords) {
    missing += word.empty() ? "empty cells" : ", " + word;
  }
  params["missing_values"] = data.facts.format == "csv" ? missing : "nulls, NaN";
  std::vector<KeyValue> list;
  for (const auto& [key, value] : params) {
    list.push_back({key, value});
  }
  return list;
}

std::vector<KeyValue> runTags(const Prepared& data, const RunSpec& run, const Origin& origin) {
  std::vector<KeyValue> tags{{std::string(track::tag::kUser), origin.environment.user},
                             {std::string(track::tag::kSourceName), run.source},
                             {"mlflow.source.type", "LOCAL"},
                             {"tatara.task", std::string(toString(data.task))},
                             {"tatara.host", origin.environment.host}};
  if (origin.git) {
    const auto& git = *origin.git;
    if (!git.commit.empty()) {
      tags.push_back({std::string(track::tag::kGitCommit), git.commit});
    }
    if (!git.branch.empty()) {
      tags.push_back({"mlflow.source.git.branch", git.branch});
    }
    if (!git.remote.empty()) {
      tags.push_back({"mlflow.source.git.repoURL", git.remote});
    }
    tags.push_back({"mlflow.source.git.dirty", git.dirty() ? "true" : "false"});
  }
  if (run.parent) {
    tags.push_back({std::string(track::tag::kParentRunId), run.parent->value()});
  }
  if (!run.note.empty()) {
    tags.push_back({std::string(track::tag::kNote), run.note});
  }
  tags.insert(tags.end(), run.tags.begin(), run.tags.end());
  return tags;
}

track::DatasetInput datasetInput(const Prepared& data) {
  Json schema = Json::array();
  for (const auto& info : data.facts.columns) {
    const bool gaps = info.missing > 0;
    const char* type = info.type == dataset::ColumnType::Integer   ? (gaps ? "double" : "long")
                       : info.type == dataset::ColumnType::Real    ? "double"
                       : info.type == dataset::ColumnType::Boolean ? "boolean"
                       : info.type == dataset::ColumnType::Time    ? "datetime"
                                                                   : "string";
    schema.append(Json::object().set("type", type).set("name", info.name).set("required", !gaps));
  }
  track::DatasetInput input;
  input.dataset.name = data.spec.dataset.empty() ? data.facts.file.filename().string() : data.spec.dataset;
  input.dataset.digest = data.facts.digest.substr(0, 32);  // MLflow takes 36 characters
  input.dataset.sourceType = "local";
  Json source = Json::object().set("uri", keptAt(data));
  if (!data.spec.dataset.empty()) {
    source.set("dataset", data.spec.dataset);
  }
  input.dataset.source = text::toJson(source);
  input.dataset.schema = text::toJson(Json::object().set("mlflow_colspec", std::move(schema)));
  input.dataset.profile = text::toJson(Json::object()
                                           .set("num_rows", data.facts.rows)
                                           .set("num_elements", data.facts.rows * data.facts.columns.size()));
  input.tags = {{"mlflow.data.context", "training"}, {"tatara.data.sha256", data.facts.digest}};
  return input;
}

std::vector<NamedBytes> originFiles(const Prepared& data, const BoosterSpec& booster, const Origin& origin) {
  provenance::Environment environment = origin.environment;
  for (const auto& [name, version] :
       {std::pair("xgboost", infer::xgboostVersion()), {"duckdb", dataset::duckdbVersion()}}) {
    if (version) {
      environment.libraries.emplace_back(name, *version);
    }
  }
  Json git;
  if (origin.git) {
    Json untracked = Json::array();
    for (const auto& path : origin.git->untracked) {
      untracked.append(path);
    }
    Json changed = Json::array();
    for (const auto& path : origin.git->changed) {
      changed.append(path);
    }
    git.set("root", origin.git->root.string())
        .set("commit", origin.git->commit)
        .set("branch", origin.git->branch)
        .set("summary", origin.git->summary)
        .set("remote", origin.git->remote)
        .set("changed", std::move(changed))
        .set("untracked", std::move(untracked))
        .set("untracked_count", origin.git->untrackedCount)
        .set("diff_cut", origin.git->diffCut);
  } else if (!origin.gitError.empty()) {
    git.set("error", origin.gitError);
  }
  Json environmentJson = provenance::toJson(environment);
  environmentJson.set("git", std::move(git));
  std::vector<NamedBytes> files;
  files.push_back(
      {"reproduce/spec.json",
       text::toPrettyJson(Json::object().set("data", toJson(data.spec)).set("booster", toJson(booster))) +
           "\n"});
  files.push_back({"reproduce/data.json", text::toPrettyJson(dataJson(data)) + "\n"});
  files.push_back({"reproduce/environment.json", text::toPrettyJson(environmentJson) + "\n"});
  if (origin.git && !origin.git->diff.empty()) {
    files.push_back({"reproduce/changes.patch", origin.git->diff});
  }
  return files;
}

std::vector<NamedBytes> resultFiles(const Prepared& data, const Fitted& fitted) {
  std::vector<NamedBytes> files;
  files.push_back({"predictions/validation.csv", predictionsCsv(data, fitted)});
  files.push_back({"importance.csv", importanceCsv(fitted)});
  if (data.task != Task::Regression) {
    files.push_back({"confusion_matrix.csv", confusionCsv(data, fitted)});
  }
  files.push_back({"reproduce/booster.json", fitted.configuration});
  return files;
}

Status putFiles(const Sinks& sinks, const std::string& root, const std::vector<NamedBytes>& files) {
  std::vector<std::pair<std::string, artifact::StoredBlob>> stored;
  for (const auto& file : files) {
    TATARA_ASSIGN(auto writer, sinks.artifacts.newBlob());
    TATARA_TRY(writer.write(file.bytes));
    TATARA_ASSIGN(auto blob, writer.finish());
    stored.emplace_back(root + "/" + file.path, blob);
  }
  const Timestamp now = sinks.store->clock().now();
  return sinks.store->write([stored, now](store::Writer& writer) -> Status {
    for (const auto& [path, blob] : stored) {
      TATARA_TRY(artifact::ArtifactStore::link(writer, path, blob, now));
    }
    return {};
  });
}

}  // namespace tatara::train
