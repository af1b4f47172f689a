#include "core/interop/tensorboard_export.h"

#include <algorithm>
#include <map>
#include <span>
#include <tuple>

#include "core/artifact/artifact_store.h"
#include "core/interop/internal/event_state.h"
#include "core/interop/internal/event_writer.h"
#include "core/interop/internal/export_runs.h"
#include "core/interop/internal/hparams.h"
#include "core/interop/internal/media_event.h"
#include "core/text/error_phrase.h"
#include "core/track/histograms.h"
#include "core/track/metrics.h"
#include "core/track/runs.h"

namespace tatara::interop {
namespace {

namespace fs = std::filesystem;
using internal::EventTag;
using internal::EventWriter;

// What one run has, apart from points and files.
struct Content {
  track::Run run;
  std::map<std::string, std::pair<std::string, EventTag>> tagsByKey;  // of a run that was imported
  std::vector<track::HistogramSummary> histograms;
  std::vector<internal::FileBelow> files;
  std::string root;  // of its artifacts
};

Result<Content> loadContent(sql::Connection& connection, track::RunKey key) {
  Content content;
  TATARA_ASSIGN(auto info, track::findRunInfo(connection, key));
  if (!info) {
    return text::sayError(ErrorKind::NotFound,
                          TATARA_SAYS("Phrase", "A run was purged while it was exported"));
  }
  TATARA_ASSIGN(auto run, track::findRun(connection, info->id));
  content.run = std::move(*run);
  TATARA_ASSIGN(const auto source, internal::findEventSource(connection, key));
  if (source) {
    for (const auto& [name, tag] : source->state.tags) {
      content.tagsByKey[tag.key] = {name, tag};
    }
  }
  TATARA_ASSIGN(content.histograms, track::loadHistogramKeys(connection, key));
  if (const auto root = artifact::rootPathOf(content.run.info.artifactUri)) {
    content.root = *root;
    TATARA_ASSIGN(content.files, internal::filesBelow(connection, *root));
  }
  return content;
}

class RunWriter {
 public:
  RunWriter(const std::shared_ptr<store::Store>& store, EventWriter writer, const Content& content,
            ExportReport& report)
      : m_store(store),
        m_artifacts(store),
        m_writer(std::move(writer)),
        m_content(content),
        m_report(report) {}

  Status write() {
    const track::RunInfo& info = m_content.run.info;
    TATARA_TRY(m_writer.version(toUnixMillis(info.started)));
    TATARA_TRY(writeStart());
    for (const track::MetricSummary& metric : m_content.run.metrics) {
      TATARA_TRY(writeSeries(metric.key));
    }
    for (const track::HistogramSummary& histogram : m_content.histograms) {
      TATARA_TRY(writeHistograms(histogram.key));
    }
    TATARA_TRY(writeFiles());
    if (!m_content.run.params.empty() && track::isTerminal(info.status)) {
      const std::int64_t ended = toUnixMillis(info.ended.value_or(info.started));
      TATARA_TRY(m_writer.hparams("_hparams_/session_end_info",
                                  internal::makeHparamsEnd(info.status, static_cast<double>(ended) / 1000),
                                  ended));
    }
    return m_writer.finish();
  }

 private:
  EventTag tagOf(const std::string& key, std::string& name) const {
    const auto found = m_content.tagsByKey.find(key);
    name = found == m_content.tagsByKey.end() ? key : found->second.first;
    return found == m_content.tagsByKey.end() ? EventTag() : found->second.second;
  }

  Status writeStart() {
    if (m_content.run.params.empty()) {
      return {};
    }
    const std::int64_t started = toUnixMillis(m_content.run.info.started);
    return m_writer.hparams(
        "_hparams_/session_start_info",
        internal::makeHparamsStart(m_content.run.params, static_cast<double>(started) / 1000), started);
  }

  Status writeSeries(const std::string& key) {
    TATARA_ASSIGN(const auto points, m_store->read([&](sql::Connection& connection) {
      return track::loadSeries(connection, m_content.run.info.key, key);
    }));
    std::string name;
    tagOf(key, name);
    m_report.points += static_cast<std::int64_t>(points.size());
    return m_writer.scalars(name, points);
  }

  Status writeHistograms(const std::string& key) {
    TATARA_ASSIGN(const auto histograms, m_store->read([&](sql::Connection& connection) {
      return track::loadHistograms(connection, m_content.run.info.key, key);
    }));
    std::string name;
    tagOf(key, name);
    m_report.histograms += static_cast<std::int64_t>(histograms.size());
    for (const track::Histogram& histogram : histograms) {
      TATARA_TRY(m_writer.histogram(name, histogram));
    }
    return {};
  }

  struct Media {
    internal::MediaPath path;
    const artifact::FileInfo* file = nullptr;
  };

  // Files of one event stand together, in their order.
  Status writeFiles() {
    std::vector<Media> media;
    for (const internal::FileBelow& one : m_content.files) {
      if (auto path = internal::parseMediaPath(one.path)) {
        media.push_back({std::move(*path), &one.file});
      }
    }
    const auto order = [](const Media& one) {
      return std::tie(one.path.kind, one.path.key, one.path.step, one.path.millis, one.path.number);
    };
    std::stable_sort(media.begin(), media.end(),
                     [&](const Media& a, const Media& b) { return order(a) < order(b); });
    for (auto first = media.begin(); first != media.end();) {
      const auto end = std::find_if(first + 1, media.end(),
                                    [&](const Media& one) { return !one.path.sameEvent(first->path); });
      TATARA_TRY(writeEvent(std::span(first, end)));
      first = end;
    }
    return {};
  }

  Status writeEvent(std::span<const Media> media) {
    std::vector<std::string> files;
    for (const Media& one : media) {
      auto bytes = m_artifacts.readAll(one.file->path, internal::kMostMediaBytes);
      if (!bytes) {
        m_report.skipped.push_back({one.file->path, bytes.error().message});
        return {};
      }
      files.push_back(std::move(*bytes));
    }
    const Media& first = media.front();
    std::string name;
    const EventTag tag = tagOf(first.path.key, name);
    const auto message =
        internal::mediaEvent(first.path, name, tag, files, toUnixMillis(m_content.run.info.started));
    if (!message) {
      m_report.skipped.push_back({first.file->path, message.error().message});
      return {};
    }
    for (const Media& one : media) {
      ++m_report.files;
      m_report.bytes += one.file->size;
    }
    return m_writer.raw(*message);
  }

  std::shared_ptr<store::Store> m_store;
  artifact::ArtifactStore m_artifacts;
  EventWriter m_writer;
  const Content& m_content;
  ExportReport& m_report;
};

}  // namespace

Result<ExportReport> exportTensorboard(const std::shared_ptr<store::Store>& store, const fs::path& folder,
                                       const ExportChoice& choice) {
  TATARA_ASSIGN(const auto experiments, store->read([&](sql::Connection& connection) {
    return internal::chooseRuns(connection, choice);
  }));
  TATARA_TRY(internal::makeEmptyFolder(folder));
  ExportReport report;
  std::int64_t total = 0;
  std::size_t filled = 0;
  for (const auto& experiment : experiments) {
    total += static_cast<std::int64_t>(experiment.runs.size());
    filled += experiment.runs.empty() ? 0 : 1;
  }
  internal::FolderNames experimentNames;
  for (const auto& experiment : experiments) {
    if (experiment.runs.empty()) {
      continue;
    }
    ++report.experiments;
    const std::string id = std::to_string(experiment.experiment.id.value());
    const fs::path home = filled == 1 ? folder : folder / experimentNames.of(experiment.experiment.name, id);
    internal::FolderNames names;
    for (const track::RunKey key : experiment.runs) {
      if (choice.stop.stop_requested()) {
        return makeError(ErrorKind::Cancelled, "Stopped; the runs written so far stay");
      }
      TATARA_ASSIGN(const Content content,
                    store->read([&](sql::Connection& connection) { return loadContent(connection, key); }));
      const track::RunInfo& info = content.run.info;
      const fs::path place = home / names.of(info.name, info.id.value());
      TATARA_TRY(internal::makeFolders(place));
      TATARA_ASSIGN(
          auto writer,
          EventWriter::create(place / ("events.out.tfevents." +
                                       std::to_string(toUnixMillis(info.started) / 1000) + ".tatara")));
      TATARA_TRY(RunWriter(store, std::move(writer), content, report).write());
      ++report.runs;
      if (choice.progress) {
        choice.progress({info.name, report.runs, total});
      }
    }
  }
  return report;
}

}  // namespace tatara::interop
