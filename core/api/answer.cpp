#include "core/api/internal/answer.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "core/text/json.h"
#include "core/text/json_number.h"

namespace tatara::api {

void JsonOut::separate() {
  if (!m_first) {
    m_text += ',';
  }
  m_first = false;
}

JsonOut& JsonOut::beginObject() {
  separate();
  m_text += '{';
  m_first = true;
  return *this;
}

JsonOut& JsonOut::endObject() {
  m_text += '}';
  m_first = false;
  return *this;
}

JsonOut& JsonOut::beginArray() {
  separate();
  m_text += '[';
  m_first = true;
  return *this;
}

JsonOut& JsonOut::endArray() {
  m_text += ']';
  m_first = false;
  return *this;
}

JsonOut& JsonOut::key(std::string_view name) {
  separate();
  m_text += '"';
  m_text += name;
  m_text += "\":";
  m_first = true;
  return *this;
}

JsonOut& JsonOut::name(std::string_view name) {
  separate();
  text::appendJsonString(m_text, name);
  m_text += ':';
  m_first = true;
  return *this;
}

JsonOut& JsonOut::text(std::string_view value) {
  separate();
  text::appendJsonString(m_text, value);
  return *this;
}

JsonOut& JsonOut::integer(std::int64_t value) {
  separate();
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value);
  m_text.append(digits, end.ptr);
  return *this;
}

JsonOut& JsonOut::number(double value) {
  separate();
  text::appendJsonNumber(m_text, value);
  return *this;
}

JsonOut& JsonOut::flag(bool value) {
  separate();
  m_text += value ? "true" : "false";
  return *this;
}

JsonOut& JsonOut::json(std::string_view value) {
  separate();
  m_text += value;
  return *this;
}

JsonOut& JsonOut::memberUnlessEmpty(std::string_view name, std::string_view value) {
  return value.empty() ? *this : member(name, value);
}

void writePairs(JsonOut& out, std::string_view name, std::span<const track::KeyValue> pairs) {
  if (pairs.empty()) {
    return;
  }
  out.key(name).beginArray();
  for (const track::KeyValue& pair : pairs) {
    out.beginObject().member("key", pair.key).member("value", pair.value).endObject();
  }
  out.endArray();
}

void writePoint(JsonOut& out, std::string_view key, const series::Point& point, std::string_view runId) {
  out.beginObject().member("key", key).key("value").number(point.value);
  out.member("timestamp", point.timestamp).member("step", point.step);
  out.memberUnlessEmpty("run_id", runId).endObject();
}

void writePoints(JsonOut& out, std::string_view key, std::span<const series::Point> points,
                 std::string_view runId) {
  using namespace std::string_view_literals;
  std::string before = R"({"key":)";
  text::appendJsonString(before, key);
  before += R"(,"value":)"sv;
  std::string after;
  if (!runId.empty()) {
    after = R"(,"run_id":)";
    text::appendJsonString(after, runId);
  }
  after += '}';
  constexpr std::size_t kPiece = 16 * 1024;
  const std::size_t most = before.size() + text::kJsonNumberBytes + 80 + after.size();  // of one point
  std::vector<char> piece(std::max(kPiece, most));
  const auto put = [](char* to, std::string_view text) { return std::copy(text.begin(), text.end(), to); };
  char* const end = piece.data() + piece.size();
  while (!points.empty()) {
    char* to = piece.data();
    for (; !points.empty() && static_cast<std::size_t>(end - to) >= most; points = points.subspan(1)) {
      const series::Point& point = points.front();
      if (to != piece.data()) {
        *to++ = ',';
      }
      to = text::writeJsonNumber(put(to, before), point.value);
      to = std::to_chars(put(to, R"(,"timestamp":)"sv), end, point.timestamp).ptr;
      to = put(std::to_chars(put(to, R"(,"step":)"sv), end, point.step).ptr, after);
    }
    out.json({piece.data(), static_cast<std::size_t>(to - piece.data())});
  }
}

void write(JsonOut& out, const track::Experiment& experiment) {
  out.beginObject()
      .member("experiment_id", std::to_string(experiment.id.value()))
      .member("name", experiment.name);
  out.member("artifact_location", experiment.artifactLocation);
  out.member("lifecycle_stage", experiment.lifecycle == track::Lifecycle::Active ? "active" : "deleted");
  out.member("last_update_time", toUnixMillis(experiment.updated));
  out.member("creation_time", toUnixMillis(experiment.created));
  writePairs(out, "tags", experiment.tags);
  out.endObject();
}

void write(JsonOut& out, const track::RunInfo& info) {
  out.beginObject().member("run_uuid", info.id.value());
  out.member("experiment_id", std::to_string(info.experiment.value()));
  out.member("run_name", info.name)
      .member("user_id", info.user)
      .member("status", track::toString(info.status));
  out.member("start_time", toUnixMillis(info.started));
  if (info.ended && toUnixMillis(*info.ended) != 0) {  // as MLflow's protocol has it: 0 is no end
    out.member("end_time", toUnixMillis(*info.ended));
  }
  out.member("artifact_uri", info.artifactUri);
  out.member("lifecycle_stage", info.deleted ? "deleted" : "active")
      .member("run_id", info.id.value())
      .endObject();
}

namespace {

void writeDatasets(JsonOut& out, std::span<const track::DatasetInput> datasets) {
  if (datasets.empty()) {
    return;
  }
  out.key("dataset_inputs").beginArray();
  for (const track::DatasetInput& input : datasets) {
    out.beginObject();
    writePairs(out, "tags", input.tags);
    const track::DatasetRecord& dataset = input.dataset;
    out.key("dataset").beginObject().member("name", dataset.name).member("digest", dataset.digest);
    out.member("source_type", dataset.sourceType).member("source", dataset.source);
    if (dataset.schema) {
      out.member("schema", *dataset.schema);
    }
    if (dataset.profile) {
      out.member("profile", *dataset.profile);
    }
    out.endObject().endObject();
  }
  out.endArray();
}

}  // namespace

void write(JsonOut& out, const track::Run& run, Outputs outputs) {
  out.beginObject().key("info");
  write(out, run.info);
  out.key("data").beginObject();
  if (!run.metrics.empty()) {
    out.key("metrics").beginArray();
    for (const track::MetricSummary& metric : run.metrics) {
      writePoint(out, metric.key, metric.last);
    }
    out.endArray();
  }
  writePairs(out, "params", run.params);
  writePairs(out, "tags", run.tags);
  out.endObject().key("inputs").beginObject();
  writeDatasets(out, run.datasets);
  if (!run.modelInputs.empty()) {
    out.key("model_inputs").beginArray();
    for (const track::LoggedModelLink& link : run.modelInputs) {
      out.beginObject().member("model_id", link.model.value()).endObject();
    }
    out.endArray();
  }
  out.endObject();
  if (outputs == Outputs::LeftOut) {
    out.endObject();
    return;
  }
  out.key("outputs").beginObject();
  if (!run.modelOutputs.empty()) {
    out.key("model_outputs").beginArray();
    for (const track::LoggedModelLink& link : run.modelOutputs) {
      out.beginObject().member("model_id", link.model.value()).member("step", link.step).endObject();
    }
    out.endArray();
  }
  out.endObject().endObject();
}

namespace {

std::string_view nameOf(track::LoggedModelStatus status) {
  switch (status) {
    case track::LoggedModelStatus::Ready:
      return "LOGGED_MODEL_READY";
    case track::LoggedModelStatus::UploadFailed:
      return "LOGGED_MODEL_UPLOAD_FAILED";
    case track::LoggedModelStatus::Pending:
      break;
  }
  return "LOGGED_MODEL_PENDING";
}

std::string_view nameOf(registry::VersionStatus status) {
  switch (status) {
    case registry::VersionStatus::PendingRegistration:
      return "PENDING_REGISTRATION";
    case registry::VersionStatus::FailedRegistration:
      return "FAILED_REGISTRATION";
    case registry::VersionStatus::Ready:
      break;
  }
  return "READY";
}

}  // namespace

void write(JsonOut& out, const track::LoggedModel& model) {
  out.beginObject().key("info").beginObject();
  out.member("model_id", model.id.value()).member("experiment_id", std::to_string(model.experiment.value()));
  out.member("name", model.name).member("creation_timestamp_ms", toUnixMillis(model.created));
  out.member("last_updated_timestamp_ms", toUnixMillis(model.updated))
      .member("artifact_uri", model.artifactUri);
  out.member("status", nameOf(model.status)).member("model_type", model.type);
  out.member("source_run_id", model.sourceRun.value());
  out.memberUnlessEmpty("status_message", model.statusMessage);
  writePairs(out, "tags", model.tags);
  out.endObject().key("data").beginObject();
  writePairs(out, "params", model.params);
  if (!model.metrics.empty()) {
    out.key("metrics").beginArray();
    for (const track::LoggedModelMetric& metric : model.metrics) {
      out.beginObject().member("key", metric.key).key("value").number(metric.point.value);
      out.member("timestamp", metric.point.timestamp).member("step", metric.point.step);
      out.memberUnlessEmpty("dataset_name", metric.datasetName);
      out.memberUnlessEmpty("dataset_digest", metric.datasetDigest);
      out.member("model_id", model.id.value()).memberUnlessEmpty("run_id", metric.run.value()).endObject();
    }
    out.endArray();
  }
  out.endObject().endObject();
}

void write(JsonOut& out, const registry::ModelVersion& version) {
  out.beginObject().member("name", version.model).member("version", std::to_string(version.version));
  out.member("creation_timestamp", toUnixMillis(version.created));
  out.member("last_updated_timestamp", toUnixMillis(version.updated));
  out.memberUnlessEmpty("user_id", version.user).member("current_stage", registry::toString(version.stage));
  out.member("description", version.description).member("source", version.source);
  out.member("run_id", version.run.value()).member("status", nameOf(version.status));
  out.memberUnlessEmpty("status_message", version.statusMessage);
  writePairs(out, "tags", version.tags);
  out.member("run_link", version.runLink);
  if (!version.aliases.empty()) {
    out.key("aliases").beginArray();
    for (const std::string& alias : version.aliases) {
      out.text(alias);
    }
    out.endArray();
  }
  out.memberUnlessEmpty("model_id", version.loggedModel.value()).endObject();
}

void write(JsonOut& out, const registry::RegisteredModel& model,
           std::span<const registry::ModelVersion> latest) {
  out.beginObject().member("name", model.name).member("creation_timestamp", toUnixMillis(model.created));
  out.member("last_updated_timestamp", toUnixMillis(model.updated));
  out.memberUnlessEmpty("description", model.description);
  if (!latest.empty()) {
    out.key("latest_versions").beginArray();
    for (const registry::ModelVersion& version : latest) {
      write(out, version);
    }
    out.endArray();
  }
  writePairs(out, "tags", model.tags);
  if (!model.aliases.empty()) {
    out.key("aliases").beginArray();
    for (const registry::Alias& alias : model.aliases) {
      out.beginObject()
          .member("alias", alias.name)
          .member("version", std::to_string(alias.version))
          .endObject();
    }
    out.endArray();
  }
  out.endObject();
}

}  // namespace tatara::api
