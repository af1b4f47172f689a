#include "core/interop/table_export.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/number_text.h"
#include "core/dataset/parquet.h"
#include "core/interop/internal/export_runs.h"
#include "core/text/error_phrase.h"
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

using dataset::ColumnKind;
using Columns = std::vector<dataset::KnownColumn>;

// One table in one file; for Parquet a text first, which becomes that at the end.
class TableFile {
 public:
  static Result<TableFile> create(const fs::path& folder, const std::string& name, TableFormat format,
                                  Columns columns) {
    const fs::path place = folder / (name + (format == TableFormat::Json  ? ".jsonl"
                                             : format == TableFormat::Csv ? ".csv"
                                                                          : ".part"));
    TATARA_ASSIGN(auto file, internal::OutFile::create(place));
    TableFile table(std::move(file), place, format, std::move(columns));
    if (table.m_text) {
      for (const dataset::KnownColumn& column : table.m_columns) {
        table.m_buffer += (table.m_buffer.empty() ? "" : ",") + column.name;
      }
      table.m_buffer += '\n';
    }
    return table;
  }

  Status add(std::initializer_list<Json> row) {
    std::size_t at = 0;
    const std::size_t begin = m_buffer.size();
    Json object = Json::object();
    for (const Json& value : row) {
      if (m_text) {
        m_buffer += (at == 0 ? "" : ",") + csvField(value);
      } else {
        object.set(m_columns[at].name, value);
      }
      ++at;
    }
    m_buffer += m_text ? "\n" : text::toJson(object) + "\n";
    m_longestRow = std::max(m_longestRow, m_buffer.size() - begin);
    return m_buffer.size() < kBuffered ? Status() : flush();
  }

  // `engine` is there for Parquet only.
  Status finish(dataset::Engine* engine, const std::stop_token& stop) {
    TATARA_TRY(flush());
    TATARA_TRY(m_file.finish());
    if (engine == nullptr) {
      return {};
    }
    fs::path parquet = m_place;
    parquet.replace_extension(".parquet");
    const Status written = dataset::writeParquet(*engine, {m_place, m_columns, m_longestRow}, parquet, stop);
    std::error_code ignored;
    fs::remove(m_place, ignored);
    fs::permissions(parquet, fs::perms::owner_read | fs::perms::owner_write,
                    ignored);  // as all that is exported
    return written;
  }

 private:
  TableFile(internal::OutFile file, fs::path place, TableFormat format, Columns columns)
      : m_file(std::move(file)),
        m_place(std::move(place)),
        m_text(format != TableFormat::Json),
        m_columns(std::move(columns)) {}
  Status flush() {
    TATARA_TRY(m_file.write(m_buffer));
    m_buffer.clear();
    return {};
  }

  internal::OutFile m_file;
  fs::path m_place;
  bool m_text;
  Columns m_columns;
  std::string m_buffer;
  std::size_t m_longestRow = 0;
};

Json millisJson(const std::optional<Timestamp>& time) {
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
    constexpr ColumnKind kInteger = ColumnKind::Integer;
    const auto table = [&](const char* name, Columns columns) {
      return TableFile::create(folder, name, format, std::move(columns));
    };
    TATARA_ASSIGN(auto experiments, table("experiments", {{"experiment_id", kInteger},
                                                          {"name"},
                                                          {"deleted", kInteger},
                                                          {"created", kInteger},
                                                          {"updated", kInteger}}));
    TATARA_ASSIGN(auto runs, table("runs", {{"run_id"},
                                            {"experiment_id", kInteger},
                                            {"name"},
                                            {"user"},
                                            {"status"},
                                            {"started", kInteger},
                                            {"ended", kInteger},
                                            {"deleted", kInteger},
                                            {"artifact_uri"}}));
    TATARA_ASSIGN(auto params, table("params", {{"run_id"}, {"key"}, {"value"}}));
    TATARA_ASSIGN(auto tags, table("tags", {{"run_id"}, {"key"}, {"value"}}));
    TATARA_ASSIGN(
        auto metrics,
        table("metrics",
              {{"run_id"}, {"key"}, {"step", kInteger}, {"time", kInteger}, {"value", ColumnKind::Real}}));
    TATARA_ASSIGN(auto datasets,
                  table("datasets", {{"run_id"}, {"name"}, {"digest"}, {"source_type"}, {"source"}}));
    return Tables{std::move(experiments), std::move(runs),    std::move(params),
                  std::move(tags),        std::move(metrics), std::move(datasets)};
  }

  Status addRun(const track::Run& run, const std::vector<track::RunSeries>& series) {
    const track::RunInfo& info = run.info;
    TATARA_TRY(runs.add({info.id.value(), info.experiment.value(), info.name, info.user,
                         std::string(track::toString(info.status)), toUnixMillis(info.started),
                         millisJson(info.ended), millisJson(info.deleted), info.artifactUri}));
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

  Status finish(dataset::Engine* engine, const std::stop_token& stop) {
    for (TableFile* table : {&experiments, &runs, &params, &tags, &metrics, &datasets}) {
      TATARA_TRY(table->finish(engine, stop));
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
  std::unique_ptr<dataset::Engine> engine;
  if (format == TableFormat::Parquet) {
    TATARA_ASSIGN(engine, dataset::Engine::open());
  }
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
          return text::sayError(ErrorKind::NotFound,
                                TATARA_SAYS("Phrase", "A run was purged while it was exported"));
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
  TATARA_TRY(tables.finish(engine.get(), choice.stop));
  return report;
}

}  // namespace tatara::interop
