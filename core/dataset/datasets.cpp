#include "core/dataset/datasets.h"

#include <algorithm>

#include "core/base/number_text.h"
#include "core/dataset/internal/dataset_rows.h"
#include "core/text/error_phrase.h"
#include "core/text/json.h"

namespace tatara::dataset {
namespace {

using text::Json;

constexpr const char* kDatasets =
    "SELECT d.dataset_id, d.name, d.folder, d.description, d.owner, d.licence, d.created_ms, d.updated_ms, "
    "(SELECT coalesce(max(version), 0) FROM dataset_version v WHERE v.dataset_id = d.dataset_id), "
    "(SELECT count(*) FROM dataset_version v WHERE v.dataset_id = d.dataset_id) FROM dataset d ";

constexpr const char* kVersions =
    "SELECT v.version_id, v.dataset_id, d.name, v.version, v.digest, v.format, v.row_count, v.bytes, v.kept, "
    "v.source, v.storage, v.file_ms, v.file_bytes, v.options, v.schema, v.reasons, v.rejected, v.note, "
    "v.made_by, "
    "v.created_ms, EXISTS(SELECT 1 FROM dataset_profile p WHERE p.version_id = v.version_id) "
    "FROM dataset_version v JOIN dataset d USING(dataset_id) ";

Dataset readDataset(const sql::Rows& row) {
  Dataset dataset;
  dataset.id = DatasetId(row.integer(0));
  dataset.name = row.text(1);
  dataset.folder = row.text(2);
  dataset.description = row.text(3);
  dataset.owner = row.text(4);
  dataset.licence = row.text(5);
  dataset.created = fromUnixMillis(row.integer(6));
  dataset.updated = fromUnixMillis(row.integer(7));
  dataset.newest = row.integer(8);
  dataset.versions = row.integer(9);
  return dataset;
}

Result<Version> readVersion(const sql::Rows& row) {
  Version version;
  int at = 0;
  version.id = VersionId(row.integer(at++));
  version.dataset = DatasetId(row.integer(at++));
  version.name = row.text(at++);
  version.version = row.integer(at++);
  version.digest = row.text(at++);
  version.format = row.text(at++);
  version.rows = static_cast<std::uint64_t>(row.integer(at++));
  version.bytes = static_cast<std::uint64_t>(row.integer(at++));
  version.keeping = row.integer(at++) == 0 ? Keeping::Reference : Keeping::Copy;
  version.source = row.text(at++);
  version.storage = row.text(at++);
  version.fileMillis = row.integer(at++);
  version.fileBytes = static_cast<std::uint64_t>(row.integer(at++));
  TATARA_ASSIGN(version.options, openOptionsFromJson(row.text(at++)));
  TATARA_ASSIGN(version.columns, schemaFromText(row.text(at++)));
  version.reasons = sentencesFromText(row.text(at++));
  version.rejected = static_cast<std::uint64_t>(row.integer(at++));
  version.note = row.text(at++);
  version.madeBy = row.text(at++);
  version.created = fromUnixMillis(row.integer(at++));
  version.profiled = row.integer(at++) != 0;
  return version;
}

Result<std::vector<Version>> readVersions(sql::Rows rows) {
  std::vector<Version> versions;
  while (rows.next()) {
    TATARA_ASSIGN(auto version, readVersion(rows));
    versions.push_back(std::move(version));
  }
  TATARA_TRY(rows.status());
  return versions;
}

Status loadNotes(sql::Connection& connection, std::vector<Dataset>& datasets) {
  TATARA_ASSIGN(auto rows, connection.query("SELECT dataset_id, name, description, personal, role FROM "
                                            "dataset_column ORDER BY dataset_id, name"));
  while (rows.next()) {
    const DatasetId id(rows.integer(0));
    const auto found = std::ranges::find(datasets, id, &Dataset::id);
    if (found != datasets.end()) {
      found->columns.push_back({std::string(rows.text(1)), std::string(rows.text(2)), rows.integer(3) != 0,
                                std::string(rows.text(4))});
    }
  }
  return rows.status();
}

Error noDataset(sql::Connection& connection, std::string_view name) {
  std::vector<std::string> names;
  if (auto rows = connection.query("SELECT name FROM dataset ORDER BY name")) {
    while (rows->next()) {
      names.emplace_back(rows->text(0));
    }
  }
  const auto near = nearestWord(name, names);
  return text::sayError(
      ErrorKind::NotFound,
      near            ? TATARA_SAYS("Phrase", "There is no dataset '%1'; the nearest name is '%2'")
      : names.empty() ? TATARA_SAYS("Phrase", "There is no dataset '%1'; \"tatara data add FILE\" adds one")
                      : TATARA_SAYS("Phrase", "There is no dataset '%1'"),
      {std::string(name), near.value_or("")});
}

}  // namespace

std::string schemaText(const std::vector<ColumnInfo>& columns) {
  Json array = Json::array();
  for (const auto& info : columns) {
    Json one = Json::object();
    one.set("name", info.name).set("type", toString(info.type)).set("missing", info.missing);
    one.set("rejected", info.rejected).set("reason", info.reason.json());
    if (info.rounded > 0) {
      one.set("rounded", info.rounded);
    }
    if (!info.timeFormat.empty()) {
      one.set("time_format", info.timeFormat);
    }
    array.append(std::move(one));
  }
  return text::toJson(array);
}

Result<std::vector<ColumnInfo>> schemaFromText(std::string_view json) {
  TATARA_ASSIGN(const Json array, text::parseJson(json));
  std::vector<ColumnInfo> columns;
  const auto word = [](const Json& value) { return value.asString() ? *value.asString() : std::string(); };
  for (const auto& one : array.items()) {
    ColumnInfo info{.name = word(one["name"])};
    info.type = parseColumnType(word(one["type"])).value_or(ColumnType::Unsupported);
    info.missing = static_cast<std::uint64_t>(one["missing"].asInt().value_or(0));
    info.rejected = static_cast<std::uint64_t>(one["rejected"].asInt().value_or(0));
    info.rounded = static_cast<std::uint64_t>(one["rounded"].asInt().value_or(0));
    info.reason = text::Phrase::read(one["reason"]).value_or(text::Phrase());
    info.timeFormat = word(one["time_format"]);
    columns.push_back(std::move(info));
  }
  return columns;
}

std::string sentencesText(const std::vector<text::Phrase>& sentences) {
  Json array = Json::array();
  for (const auto& sentence : sentences) {
    array.append(sentence.json());
  }
  return text::toJson(array);
}

std::vector<text::Phrase> sentencesFromText(std::string_view json) {
  std::vector<text::Phrase> sentences;
  if (const auto array = text::parseJson(json)) {
    for (const auto& one : array->items()) {
      sentences.push_back(text::Phrase::read(one).value_or(text::Phrase()));
    }
  }
  return sentences;
}

Result<std::vector<Dataset>> listDatasets(sql::Connection& connection) {
  TATARA_ASSIGN(auto rows,
                connection.query(std::string(kDatasets) +
                                 "ORDER BY d.folder COLLATE NOCASE, d.name COLLATE NOCASE, d.name"));
  std::vector<Dataset> datasets;
  while (rows.next()) {
    datasets.push_back(readDataset(rows));
  }
  TATARA_TRY(rows.status());
  TATARA_TRY(loadNotes(connection, datasets));
  return datasets;
}

Result<Dataset> loadDataset(sql::Connection& connection, std::string_view name) {
  TATARA_ASSIGN(const auto id, connection.findInteger("SELECT dataset_id FROM dataset WHERE name = ?", name));
  if (!id) {
    return noDataset(connection, name);
  }
  return loadDataset(connection, DatasetId(*id));
}

Result<Dataset> loadDataset(sql::Connection& connection, DatasetId id) {
  std::vector<Dataset> found;
  {
    TATARA_ASSIGN(auto rows, connection.query(std::string(kDatasets) + "WHERE d.dataset_id = ?", id));
    if (rows.next()) {
      found.push_back(readDataset(rows));
    }
    TATARA_TRY(rows.status());
  }
  if (found.empty()) {
    return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "The dataset is not there any more"));
  }
  TATARA_TRY(loadNotes(connection, found));
  return std::move(found.front());
}

Result<std::vector<Version>> loadVersions(sql::Connection& connection, DatasetId dataset) {
  TATARA_ASSIGN(
      auto rows,
      connection.query(std::string(kVersions) + "WHERE v.dataset_id = ? ORDER BY v.version DESC", dataset));
  return readVersions(std::move(rows));
}

Result<Version> loadVersion(sql::Connection& connection, VersionId id) {
  TATARA_ASSIGN(auto rows, connection.query(std::string(kVersions) + "WHERE v.version_id = ?", id));
  TATARA_ASSIGN(auto versions, readVersions(std::move(rows)));
  if (versions.empty()) {
    return text::sayError(ErrorKind::NotFound,
                          TATARA_SAYS("Phrase", "The dataset version is not there any more"));
  }
  return std::move(versions.front());
}

Result<Version> resolveVersion(sql::Connection& connection, std::string_view text) {
  const std::size_t at = text.rfind('@');
  const auto number = at == std::string_view::npos ? std::nullopt : parseInt(text.substr(at + 1));
  const std::string_view name = number ? text.substr(0, at) : text;
  TATARA_ASSIGN(const Dataset dataset, loadDataset(connection, name));
  TATARA_ASSIGN(auto rows,
                connection.query(std::string(kVersions) + "WHERE v.dataset_id = ? AND v.version = ?",
                                 dataset.id, number.value_or(dataset.newest)));
  TATARA_ASSIGN(auto versions, readVersions(std::move(rows)));
  if (versions.empty()) {
    return text::sayError(ErrorKind::NotFound,
                          !number ? TATARA_SAYS("Phrase", "The dataset '%1' has no versions")
                          : dataset.newest > 0
                              ? TATARA_SAYS("Phrase", "The dataset '%1' has no version %2; its newest is %3")
                              : TATARA_SAYS("Phrase", "The dataset '%1' has no version %2"),
                          {dataset.name, std::to_string(number.value_or(0)), std::to_string(dataset.newest)});
  }
  return std::move(versions.front());
}

Result<std::optional<std::string>> loadProfile(sql::Connection& connection, VersionId id) {
  TATARA_ASSIGN(auto rows, connection.query("SELECT body FROM dataset_profile WHERE version_id = ?", id));
  std::optional<std::string> body;
  if (rows.next()) {
    body = std::string(rows.text(0));
  }
  TATARA_TRY(rows.status());
  return body;
}

Result<std::vector<RunUse>> runsUsing(sql::Connection& connection, const Version& version) {
  // Runs name a file by the first half of its SHA-256, see core/train.
  constexpr std::size_t kRunDigest = 32;
  TATARA_ASSIGN(
      auto rows,
      connection.query("SELECT r.run_id, r.name, r.experiment_id, coalesce(t.value, ''), r.started_ms "
                       "FROM dataset_record k JOIN run_dataset u USING(dataset_key) "
                       "JOIN run r USING(run_key) LEFT JOIN run_dataset_tag t ON t.run_key = u.run_key AND "
                       "t.dataset_key = u.dataset_key AND t.key = 'mlflow.data.context' "
                       "WHERE k.digest IN (?1, ?2) AND r.deleted_ms IS NULL "
                       "ORDER BY r.started_ms DESC, r.run_key DESC",
                       version.digest.substr(0, kRunDigest), version.digest));
  std::vector<RunUse> uses;
  while (rows.next()) {
    uses.push_back({std::string(rows.text(0)), std::string(rows.text(1)), rows.integer(2),
                    std::string(rows.text(3)), fromUnixMillis(rows.integer(4))});
  }
  TATARA_TRY(rows.status());
  return uses;
}

}  // namespace tatara::dataset
