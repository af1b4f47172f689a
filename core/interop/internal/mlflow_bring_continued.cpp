#include <algorithm>
#include <utility>

#include "core/interop/internal/mlflow_bring.h"
#include "core/track/metrics.h"
#include "core/track/runs.h"

namespace tatara::interop::internal {
namespace {

// Of a run that is here already, what one write added to it.
struct Added {
  std::int64_t points = 0;
  bool anything = false;
};

std::vector<KeyValue> absentFrom(const std::vector<KeyValue>& here, const std::vector<KeyValue>& there) {
  std::vector<KeyValue> absent;
  std::copy_if(there.begin(), there.end(), std::back_inserter(absent), [&](const KeyValue& pair) {
    return std::none_of(here.begin(), here.end(), [&](const KeyValue& one) { return one.key == pair.key; });
  });
  return absent;
}

// The points of `metrics` that the run does not have; each series is normalised.
Status appendNewPoints(store::Writer& writer, track::RunKey run, const std::vector<SourceMetric>& metrics,
                       Added& added) {
  for (const SourceMetric& metric : metrics) {
    TATARA_ASSIGN(const auto here, track::loadSeries(writer.sql(), run, metric.key));
    std::vector<series::Point> fresh;
    std::set_difference(metric.points.begin(), metric.points.end(), here.begin(), here.end(),
                        std::back_inserter(fresh), series::before);
    std::vector<track::MetricPoint> points;
    for (const series::Point& point : fresh) {
      points.push_back({metric.key, point});
    }
    TATARA_TRY(track::appendMetrics(writer, run, points));
    added.points += static_cast<std::int64_t>(points.size());
  }
  return {};
}

Status addRest(store::Writer& writer, const track::Run& here, const SourceRun& there, Added& added) {
  track::Batch batch;
  batch.params = absentFrom(here.params, there.params);
  batch.tags = absentFrom(here.tags, there.tags);
  batch.longValues = track::LongValues::Keep;
  TATARA_TRY(track::logBatch(writer, here.info.id, batch));
  TATARA_TRY(appendNewPoints(writer, here.info.key, there.metrics, added));
  TATARA_TRY(track::logInputs(writer, here.info.id, there.datasets, there.modelInputs));
  TATARA_TRY(track::logOutputs(writer, here.info.id, there.modelOutputs));
  added.anything = added.points > 0 || !batch.params.empty() || !batch.tags.empty();
  if (track::isTerminal(there.status)) {
    track::RunUpdate update;
    update.status = there.status;
    update.ended = there.ended ? std::optional(fromUnixMillis(*there.ended)) : std::nullopt;
    TATARA_TRY(track::updateRun(writer, here.info.id, update));
    TATARA_TRY(track::sealRun(writer, here.info.key, 1));
    added.anything = true;
  }
  return {};
}

}  // namespace

Status Bringer::continueRun(const Place& place, const std::string& id) {
  TATARA_ASSIGN(auto run, m_source.run(place.source, id, m_problems));
  if (!run) {
    return {};
  }
  TATARA_ASSIGN(Owned owned, findFiles(place, id, OwnerKind::Run, run->artifactUri));
  TATARA_TRY(m_store->read([&](sql::Connection& connection) -> Status {
    std::vector<FoundFile> fresh;
    for (FoundFile& file : owned.found) {
      TATARA_ASSIGN(const auto here, artifact::ArtifactStore::find(connection, file.path));
      if (!here) {
        fresh.push_back(std::move(file));
      }
    }
    owned.found = std::move(fresh);
    return {};
  }));
  TATARA_TRY(copyFiles({&owned}));
  const auto prepared =
      std::make_shared<const PreparedRun>(prepareRun(place, std::move(*run), std::move(owned)));
  const auto added = std::make_shared<Added>();
  const auto write = [prepared, added, now = now()](store::Writer& writer) -> Status {
    *added = {};
    TATARA_ASSIGN(const auto here, track::findRun(writer.sql(), *prepared->head.id));
    if (!here || here->info.deleted || track::isTerminal(here->info.status)) {
      return {};  // somebody else was at it meanwhile
    }
    TATARA_TRY(addRest(writer, *here, prepared->body, *added));
    for (const NamedBlob& file : prepared->files) {
      TATARA_TRY(artifact::ArtifactStore::link(writer, file.path, file.blob, now));
      added->anything = true;
    }
    if (prepared->deletedAt) {
      added->anything = true;
      return track::deleteRun(writer, here->info.id, *prepared->deletedAt);
    }
    return {};
  };
  return m_window.post(prepared->points, write, [this, prepared, added](Status status) -> Status {
    if (status && added->anything) {
      ++m_report.continuedRuns;
      m_report.points += added->points;
      countFiles(prepared->files);
    }
    ImportCount ignored;  // it counts as here already
    return told(std::move(status), prepared->body.place, ignored);
  });
}

}  // namespace tatara::interop::internal
