#include "core/interop/table_export.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/number_text.h"
#include "core/interop/internal/export_runs.h"
#include "core/text/json.h"
#include "core/track/metrics.h"
#include "core/track/runs.h"

namespace tatara::interop {
namespace {

namespace fs = std::filesystem;
using text::Json;

constexpr std::size_t kBuffered = 1 << 20;

std::string csvField(const Json& value) {
  if (value.isNull()) {
    return {};
  }
  if (const std::string* text = value.asString()) {
    const bool quoted = text->empty() || text->find_first_of(",\"\r\n") != std::string::npos ||
                        text->front() == ' ' || text->back() == ' ';
    if (!quoted) {
      return *text;
    }
    std::string field = "\"";
    for (const char c : *text) {
      field += c == '"' ? "\"\"" : std::string(1, c);
    }
    return field + "\"";
  }
  const auto integer = value.asInt();
  return integer ? std::to_string(*integer) : toText(value.asNumber().value_or(0));
}

// One table in one file.
class TableFile {
 public:
  static Result<TableFile> create(const fs::path& folder, const std::string& name, TableFormat format,
                                  std::vector<std::string> columns) {
    TATARA_ASSIGN(auto file, internal::OutFile::create(
                                 folder / (name + (format == TableFormat::Csv ? ".csv" : ".jsonl"))));
    TableFile table(std::move(file), format, std::move(columns));
    if (format == TableFormat::Csv) {
      for (const std::string& column : table.m_columns) {
        table.m_buffer += (table.m_buffer.empty() ? "" : ",") + column;
      }
      table.m_buffer += '\n';
    }
    return table;
  }

  Status add(std::initializer_list<Json> row) {
    std::size_t at = 0;
    Json object = Json::object();
    for (const Json& value : row) {
      if (m_format == TableFormat::Csv) {
        m_buffer += (at == 0 ? "" : ",") + csvField(value);
      } else {
        object.set(m_columns[at], value);
      }
      ++at;
    }
    m_buffer += m_format == TableFormat::Csv ? "\n" : text::toJson(object) + "\n";
    return m_buffer.size() < kBuffered ? Status() : flush();
  }

  Status finish() {
    TATARA_TRY(flush());
    return m_file.finish();
  }

 private:
  TableFile(internal::OutFile file, TableFormat format, std::vector<std::string> columns)
      : m_file(std::move(file)), m_format(format), m_columns(std::move(columns)) {}
  Status flush() {
    TATARA_TRY(m_file.write(m_buffer));
    m_buffer.clear();
    return {};
  }

  internal::OutFile m_file;
  TableFormat m_format;
  std::vector<std::string> m_columns;
  std::string m_buffer;
};

Json timeJson(const std::optional<Timestamp>& time) {
  return time ? Json(toUnixMillis(*time)) : Json();
}

struct Tables {
  TableFile experiments;
  TableFile runs;
  TableFile params;
  TableFile tags;
  TableFile metrics;
  TableFile datasets;

  static Result<Tables> create(const fs::path& folder, TableFormat format) {
    TATARA_ASSIGN(auto experiments,
                  TableFile::create(folder, "experiments", format,
                                    {"experiment_id", "name", "deleted", "created", "updated"}));
    TATARA_ASSIGN(auto runs, TableFile::create(folder, "runs", format,
                                               {"run_id", "experiment_id", "name", "user", "status",
                                                "started", "ended", "deleted", "artifact_uri"}));
    TATARA_ASSIGN(auto params, TableFile::create(folder, "params", format, {"run_id", "key", "value"}));
    TATARA_ASSIGN(auto tags, TableFile::create(folder, "tags", format, {"run_id", "key", "value"}));
    TATARA_ASSIGN(auto metrics,
                  TableFile::create(folder, "metrics", format, {"run_id", "key", "step", "time", "value"}));
    TATARA_ASSIGN(auto datasets, TableFile::create(folder, "datasets", format,
                                                   {"run_id", "name", "digest", "source_type", "source"}));
    return Tables{std::move(experiments), std::move(runs),    std::move(params),
                  std::move(tags),        std::move(metrics), std::move(datasets)};
  }

  Status addRun(const track::Run& run, const std::vector<track::RunSeries>& series) {
    const track::RunInfo& info = run.info;
    TATARA_TRY(runs.add({info.id.value(), info.experiment.value(), info.name, info.user,
                         std::string(track::toString(info.status)), toUnixMillis(info.started),
                         timeJson(info.ended), timeJson(info.deleted), info.artifactUri}));
    for (const track::KeyValue& param : run.params) {
      TATARA_TRY(params.add({info.id.value(), param.key, param.value}));
    }
    for (const track::KeyValue& tag : run.tags) {
      TATARA_TRY(tags.add({info.id.value(), tag.key, tag.value}));
    }
    for (const track::RunSeries& one : series) {
      for (const series::Point& point : one.points) {
        TATARA_TRY(metrics.add({info.id.value(), one.key, point.step, point.timestamp, point.value}));
      }
    }
    for (const track::DatasetInput& input : run.datasets) {
      TATARA_TRY(datasets.add({info.id.value(), input.dataset.name, input.dataset.digest,
                               input.dataset.sourceType, input.dataset.source}));
    }
    return {};
  }

  Status finish() {
    for (TableFile* table : {&experiments, &runs, &params, &tags, &metrics, &datasets}) {
      TATARA_TRY(table->finish());
    }
    return {};
  }
};

}  // namespace

Result<ExportReport> exportTables(const std::shared_ptr<store::Store>& store, const fs::path& folder,
                                  const ExportChoice& choice, TableFormat format) {
  TATARA_ASSIGN(const auto experiments, store->read([&](sql::Connection& connection) {
    return internal::chooseRuns(connection, choice);
  }));
  TATARA_TRY(internal::makeEmptyFolder(folder));
  TATARA_ASSIGN(auto tables, Tables::create(folder, format));
  ExportReport report;
  std::int64_t total = 0;
  for (const auto& one : experiments) {
    total += static_cast<std::int64_t>(one.runs.size());
  }
  for (const auto& one : experiments) {
    const track::Experiment& experiment = one.experiment;
    TATARA_TRY(tables.experiments.add({experiment.id.value(), experiment.name,
                                       experiment.lifecycle == track::Lifecycle::Deleted ? 1 : 0,
                                       toUnixMillis(experiment.created), toUnixMillis(experiment.updated)}));
    ++report.experiments;
    for (const track::RunKey key : one.runs) {
      if (choice.stop.stop_requested()) {
        return makeError(ErrorKind::Cancelled, "Stopped; what was written until then is not whole");
      }
      TATARA_TRY(store->read([&](sql::Connection& connection) -> Status {
        TATARA_ASSIGN(const auto info, track::findRunInfo(connection, key));
        TATARA_ASSIGN(const auto run, info ? track::findRun(connection, info->id)
                                           : Result<std::optional<track::Run>>(std::nullopt));
        if (!run) {
          return makeError(ErrorKind::NotFound, "A run was purged while it was exported");
        }
        TATARA_ASSIGN(const auto series, track::loadRunSeries(connection, key, {}));
        for (const track::RunSeries& own : series) {
          report.points += static_cast<std::int64_t>(own.points.size());
        }
        return tables.addRun(*run, series);
      }));
      ++report.runs;
      if (choice.progress) {
        choice.progress({experiment.name, report.runs, total});
      }
    }
  }
  TATARA_TRY(tables.finish());
  return report;
}

}  // namespace tatara::interop
