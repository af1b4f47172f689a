#include "core/interop/internal/mlflow_bring.h"

#include <algorithm>
#include <utility>

#include "core/base/number_text.h"
#include "core/interop/internal/mlflow_uri.h"
#include "core/text/error_phrase.h"
#include "core/text/utf8.h"
#include "core/track/experiments.h"
#include "core/track/logged_models.h"
#include "core/track/metrics.h"
#include "core/track/runs.h"

namespace tatara::interop::internal {
namespace {

// Copies wait for the disk and not for the processor, and syncs that meet share one journal commit.
constexpr std::size_t kCopiers = 8;
constexpr std::size_t kRunsAtOnce = 64;
constexpr std::size_t kFilesAtOnce = 512;
constexpr std::size_t kPointsAtOnce = 1'000'000;

// An error of one entry, as against one of the disk or the store that would meet every other entry as well.
bool concernsOne(ErrorKind kind) {
  return kind == ErrorKind::NotFound || kind == ErrorKind::InvalidArgument || kind == ErrorKind::Conflict ||
         kind == ErrorKind::Unsupported || kind == ErrorKind::Parse;
}

std::optional<Timestamp> toTime(const Millis64& millis) {
  return millis ? std::optional(fromUnixMillis(*millis)) : std::nullopt;
}

// Tags stand with the run's name, which is one of them here.
std::string takeName(SourceRun& run) {
  const auto tag = std::find_if(run.tags.begin(), run.tags.end(),
                                [](const KeyValue& one) { return one.key == track::tag::kRunName; });
  std::string name = run.name;
  if (tag != run.tags.end()) {
    name = name.empty() ? tag->value : name;
    run.tags.erase(tag);
  }
  constexpr std::size_t kIdDigits = 8;
  return name.empty() ? run.id.substr(0, kIdDigits) : name;
}

std::vector<track::MetricPoint> flatten(const std::vector<SourceMetric>& metrics) {
  std::vector<track::MetricPoint> points;
  for (const SourceMetric& metric : metrics) {
    for (const series::Point& point : metric.points) {
      points.push_back({metric.key, point});
    }
  }
  return points;
}

}  // namespace

Bringer::Bringer(std::shared_ptr<store::Store> store, const MlflowImport& import, MlflowSource& source,
                 std::vector<Folder> artifactRoots, ImportReport& report)
    : m_store(std::move(store)),
      m_artifacts(m_store),
      m_import(import),
      m_source(source),
      m_roots(std::move(artifactRoots)),
      m_report(report),
      m_problems(report),
      m_window(m_store),
      m_copiers(kCopiers, "import") {}

Status Bringer::bring() {
  Status status = bringAll();
  if (status) {
    status = m_window.finish();
  }
  if (stopped() && (status || status.error().kind == ErrorKind::Cancelled)) {
    m_report.cancelled = true;
    return {};
  }
  noteMissingFolders();
  return status;
}

Status Bringer::bringAll() {
  TATARA_TRY(list());
  for (Place& place : m_places) {
    if (stopped()) {
      return {};
    }
    TATARA_TRY(bringExperiment(place));
  }
  // Versions point at runs and logged models, so those are all written first.
  TATARA_TRY(m_window.finish());
  for (SourceModel& model : m_models) {
    if (stopped()) {
      return {};
    }
    TATARA_TRY(bringModel(std::move(model)));
  }
  return {};
}

Status Bringer::list() {
  TATARA_ASSIGN(auto experiments, m_source.experiments(m_problems));
  for (SourceExperiment& experiment : experiments) {
    Place place;
    TATARA_ASSIGN(place.runs, m_source.runIds(experiment, m_problems));
    TATARA_ASSIGN(place.loggedModels, m_source.loggedModelIds(experiment, m_problems));
    place.source = std::move(experiment);
    m_total += static_cast<std::int64_t>(place.runs.size() + place.loggedModels.size());
    m_places.push_back(std::move(place));
  }
  TATARA_ASSIGN(m_models, m_source.models(m_problems));
  m_total += static_cast<std::int64_t>(m_models.size());
  return {};
}

void Bringer::step(const std::string& doing) {
  ++m_done;
  if (m_import.progress) {
    m_import.progress({doing, m_done, m_total});
  }
}

Status Bringer::told(Status status, const std::string& place, ImportCount& count) {
  if (status) {
    ++count.brought;
  } else if (status.error().kind == ErrorKind::AlreadyExists) {
    ++count.already;
  } else if (concernsOne(status.error().kind)) {
    ++count.skipped;
    m_problems.skip(place, status.error().message);
  } else {
    return text::sayContext(status.error(), TATARA_SAYS("Phrase", "importing %1"), {place});
  }
  return {};
}

// --- experiments

Status Bringer::bringExperiment(Place& place) {
  cleanText("name", place.source.place, place.source.name);
  clean("tag", place.source.place, place.source.tags);
  std::map<std::string, Known> known;
  std::optional<track::ExperimentId> home;
  TATARA_TRY(m_store->read([&](sql::Connection& connection) -> Status {
    for (const std::string& id : place.runs) {
      TATARA_ASSIGN(const auto info, track::findRunInfo(connection, track::RunId(id)));
      if (info) {
        const bool underWay = !track::isTerminal(info->status) && !info->deleted;
        known.emplace(id, underWay && m_source.isLive() ? Known::UnderWay : Known::Done);
        home = home ? home : info->experiment;
      }
    }
    return {};
  }));
  ImportReport made;
  auto id = m_store->writeFor([&](store::Writer& writer) -> Result<track::ExperimentId> {
    made = {};
    return ensureExperiment(writer, place.source, home, made);
  });
  if (!id) {
    m_done += static_cast<std::int64_t>(place.runs.size() + place.loggedModels.size());
    return told(id.error(), place.source.place, m_report.experiments);
  }
  place.id = *id;
  m_report.experiments.brought += made.experiments.brought;
  m_report.experiments.already += made.experiments.already;
  m_report.notes.insert(m_report.notes.end(), made.notes.begin(), made.notes.end());
  TATARA_TRY(bringRuns(place, known));
  TATARA_TRY(bringLoggedModels(place));
  return stopped() ? Status() : bringTraces(place);
}

Result<track::ExperimentId> Bringer::ensureExperiment(store::Writer& writer,
                                                      const SourceExperiment& experiment,
                                                      const std::optional<track::ExperimentId>& known,
                                                      ImportReport& made) const {
  if (known) {
    made.experiments.already = 1;
    return *known;
  }
  const auto number = parseInt(experiment.id);
  const auto own = number && *number >= 0 ? std::optional(track::ExperimentId(*number)) : std::nullopt;
  TATARA_ASSIGN(const auto sameName, track::findExperimentByName(writer.sql(), experiment.name));
  if (sameName) {
    made.experiments.already = 1;
    if (sameName->id != own) {
      made.notes.push_back("Experiment “" + experiment.name + "”, there " + experiment.id +
                           ", was added to the one of that name here, " +
                           std::to_string(sameName->id.value()));
    }
    return sameName->id;
  }
  track::NewExperiment fresh;
  fresh.name = experiment.name;
  fresh.tags = experiment.tags;
  fresh.created = toTime(experiment.created);
  fresh.updated = toTime(experiment.updated);
  fresh.lifecycle = experiment.deleted ? track::Lifecycle::Deleted : track::Lifecycle::Active;
  if (own) {
    TATARA_ASSIGN(const auto sameId, track::findExperiment(writer.sql(), *own));
    fresh.id = sameId ? std::nullopt : own;
  }
  TATARA_ASSIGN(const auto id, track::createExperiment(writer, fresh, now()));
  made.experiments.brought = 1;
  if (id != own) {
    made.notes.push_back("Experiment “" + experiment.name + "”, there " + experiment.id + ", is here " +
                         std::to_string(id.value()) + ", because its number was taken");
  }
  return id;
}

// --- runs

Status Bringer::bringRuns(const Place& place, const std::map<std::string, Known>& known) {
  std::vector<WaitingRun> waiting;
  std::size_t files = 0;
  std::size_t points = 0;
  for (const std::string& id : place.runs) {
    if (stopped()) {
      return {};
    }
    step(place.source.name);
    if (const auto here = known.find(id); here != known.end()) {
      ++m_report.runs.already;
      TATARA_TRY(here->second == Known::UnderWay ? continueRun(place, id) : Status());
      continue;
    }
    TATARA_ASSIGN(auto run, m_source.run(place.source, id, m_problems));
    if (!run) {
      ++m_report.runs.skipped;
      continue;
    }
    TATARA_ASSIGN(Owned owned, findFiles(place, id, OwnerKind::Run, run->artifactUri));
    files += owned.found.size();
    for (const SourceMetric& metric : run->metrics) {
      points += metric.points.size();
    }
    waiting.push_back({std::move(*run), std::move(owned)});
    if (waiting.size() >= kRunsAtOnce || files >= kFilesAtOnce || points >= kPointsAtOnce) {
      TATARA_TRY(flushRuns(place, waiting));
      files = points = 0;
    }
  }
  return flushRuns(place, waiting);
}

Status Bringer::flushRuns(const Place& place, std::vector<WaitingRun>& waiting) {
  std::vector<Owned*> owners;
  for (WaitingRun& run : waiting) {
    owners.push_back(&run.owned);
  }
  TATARA_TRY(copyFiles(owners));
  for (WaitingRun& run : waiting) {
    TATARA_TRY(postRun(place, std::move(run)));
  }
  waiting.clear();
  return {};
}

Status Bringer::postRun(const Place& place, WaitingRun run) {
  const auto prepared =
      std::make_shared<const PreparedRun>(prepareRun(place, std::move(run.run), std::move(run.owned)));
  const auto write = [prepared, now = now()](store::Writer& writer) -> Status {
    const SourceRun& body = prepared->body;
    TATARA_ASSIGN(const auto info, track::createRun(writer, prepared->head, now));
    track::Batch batch;
    batch.params = body.params;
    batch.tags = body.tags;
    batch.longValues = track::LongValues::Keep;
    TATARA_TRY(track::logBatch(writer, info.id, batch));
    TATARA_TRY(track::appendMetrics(writer, info.key, flatten(body.metrics)));
    TATARA_TRY(track::appendHistograms(writer, info.key, body.histograms));
    if (track::isTerminal(info.status)) {
      TATARA_TRY(track::sealRun(writer, info.key, 1));
    }
    TATARA_TRY(track::logInputs(writer, info.id, body.datasets, body.modelInputs));
    TATARA_TRY(track::logOutputs(writer, info.id, body.modelOutputs));
    for (const NamedBlob& file : prepared->files) {
      TATARA_TRY(artifact::ArtifactStore::link(writer, file.path, file.blob, now));
    }
    return prepared->deletedAt ? track::deleteRun(writer, info.id, *prepared->deletedAt) : Status();
  };
  return m_window.post(prepared->points, write, [this, prepared](Status status) -> Status {
    if (status) {
      m_report.points += static_cast<std::int64_t>(prepared->points);
      m_report.histograms += static_cast<std::int64_t>(prepared->body.histograms.size());
      countFiles(prepared->files);
    }
    return told(std::move(status), prepared->body.place, m_report.runs);
  });
}

Bringer::PreparedRun Bringer::prepareRun(const Place& place, SourceRun run, Owned owned) {
  PreparedRun prepared;
  cleanText("name", run.place, run.name);
  cleanText("user", run.place, run.user);
  clean("parameter", run.place, run.params);
  clean("tag", run.place, run.tags);
  cleanMetrics(run);
  track::NewRun& head = prepared.head;
  head.experiment = place.id;
  head.id = track::RunId(run.id);
  head.name = takeName(run);
  head.user = run.user;
  head.status = run.status;
  head.started = toTime(run.started ? run.started : run.ended);
  head.ended = toTime(run.ended);
  head.artifactUri = std::move(owned.uri);
  if (run.deleted || place.source.deleted) {
    const Millis64 fallback = place.source.deleted ? place.source.updated : run.ended;
    const auto at = toTime(run.deletedAt ? run.deletedAt : fallback);
    prepared.deletedAt = at ? *at : head.started.value_or(now());
  }
  prepared.files = std::move(owned.files);
  for (const SourceMetric& metric : run.metrics) {
    prepared.points += metric.points.size();
  }
  prepared.body = std::move(run);
  return prepared;
}

// --- logged models

Status Bringer::bringLoggedModels(const Place& place) {
  std::set<std::string> known;
  TATARA_TRY(m_store->read([&](sql::Connection& connection) -> Status {
    for (const std::string& id : place.loggedModels) {
      TATARA_ASSIGN(const auto model, track::findLoggedModel(connection, track::LoggedModelId(id)));
      if (model) {
        known.insert(id);
      }
    }
    return {};
  }));
  for (const std::string& id : place.loggedModels) {
    if (stopped()) {
      return {};
    }
    step(place.source.name);
    if (known.contains(id)) {
      ++m_report.loggedModels.already;
      continue;
    }
    TATARA_ASSIGN(auto model, m_source.loggedModel(place.source, id, m_problems));
    if (!model) {
      ++m_report.loggedModels.skipped;
      continue;
    }
    TATARA_TRY(postLoggedModel(place, std::move(*model)));
  }
  return {};
}

Status Bringer::postLoggedModel(const Place& place, SourceLoggedModel model) {
  cleanText("name", model.place, model.name);
  clean("parameter", model.place, model.params);
  clean("tag", model.place, model.tags);
  struct Prepared {
    track::NewLoggedModel head;
    std::vector<track::LoggedModelMetric> metrics;
    std::optional<Timestamp> deletedAt;
    Owned owned;
    std::string place;
  };
  auto prepared = std::make_shared<Prepared>();
  TATARA_ASSIGN(prepared->owned, findFiles(place, model.id, OwnerKind::LoggedModel, model.artifactUri));
  TATARA_TRY(copyFiles({&prepared->owned}));
  prepared->head.experiment = place.id;
  prepared->head.name = model.name.empty() ? model.id : model.name;
  prepared->head.type = model.type;
  prepared->head.sourceRun = track::RunId(model.run);
  prepared->head.params = std::move(model.params);
  prepared->head.tags = std::move(model.tags);
  prepared->head.id = track::LoggedModelId(model.id);
  prepared->head.status = model.status;
  prepared->head.created = toTime(model.created);
  prepared->head.updated = toTime(model.updated);
  prepared->head.artifactUri = prepared->owned.uri;
  if (model.deleted || place.source.deleted) {
    prepared->deletedAt = toTime(model.updated).value_or(now());
  }
  prepared->metrics = std::move(model.metrics);
  prepared->place = model.place;
  const auto write = [prepared, now = now()](store::Writer& writer) -> Status {
    TATARA_TRY(track::createLoggedModel(writer, prepared->head, now));
    TATARA_TRY(track::logLoggedModelMetrics(writer, *prepared->head.id, prepared->metrics));
    for (const NamedBlob& file : prepared->owned.files) {
      TATARA_TRY(artifact::ArtifactStore::link(writer, file.path, file.blob, now));
    }
    return prepared->deletedAt ? track::deleteLoggedModel(writer, *prepared->head.id, *prepared->deletedAt)
                               : Status();
  };
  return m_window.post(prepared->metrics.size(), write, [this, prepared](Status status) -> Status {
    if (status) {
      countFiles(prepared->owned.files);
    }
    return told(std::move(status), prepared->place, m_report.loggedModels);
  });
}

// --- what a source may hold that we cannot

void Bringer::cleanText(std::string_view what, const std::string& place, std::string& text) {
  if (!text::isValidUtf8(text)) {
    text = text::replaceInvalidUtf8(text);
    m_problems.skip(place, "Its " + std::string(what) +
                               " is not UTF-8; the bytes that are not were replaced: “" + text + "”");
  }
}

void Bringer::clean(std::string_view what, const std::string& place, std::vector<KeyValue>& pairs) {
  std::set<std::string> seen;
  std::erase_if(pairs, [&](const KeyValue& pair) {
    const std::string shown = std::string(what) + " “" + text::replaceInvalidUtf8(pair.key) + "”";
    if (!text::isValidUtf8(pair.key) || !text::isValidUtf8(pair.value)) {
      m_problems.skip(place, "Its " + shown + " is not UTF-8 text");
      return true;
    }
    if (const Status key = track::checkKey(what, pair.key); !key) {
      m_problems.skip(place, key.error().message);
      return true;
    }
    if (!seen.insert(pair.key).second) {
      m_problems.skip(place, "Its " + shown + " is there twice; the first was taken");
      return true;
    }
    return false;
  });
}

void Bringer::cleanMetrics(SourceRun& run) {
  std::erase_if(run.metrics, [&](const SourceMetric& metric) {
    if (!text::isValidUtf8(metric.key)) {
      m_problems.skip(run.place,
                      "Its metric “" + text::replaceInvalidUtf8(metric.key) + "” is not named in UTF-8");
      return true;
    }
    const Status key = track::checkKey("metric", metric.key);
    if (!key) {
      m_problems.skip(run.place, key.error().message);
    }
    return !key;
  });
  for (SourceMetric& metric : run.metrics) {
    series::normalise(metric.points);
  }
}

}  // namespace tatara::interop::internal
