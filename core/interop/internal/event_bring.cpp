#include "core/interop/internal/event_bring.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <utility>

#include "core/base/mutex.h"
#include "core/base/number_text.h"
#include "core/base/random.h"
#include "core/interop/internal/media_event.h"
#include "core/interop/internal/record_file.h"
#include "core/text/error_phrase.h"
#include "core/text/utf8.h"
#include "core/track/bulk_points.h"
#include "core/track/experiments.h"
#include "core/track/histograms.h"
#include "core/track/metric_removal.h"
#include "core/track/metrics.h"

namespace tatara::interop::internal {
namespace {

namespace fs = std::filesystem;

// More than cores, since copying a file waits for the disk.
constexpr std::size_t kFileCopiers = 8;
constexpr const char* kNoEventFile = "It is no event file, or its beginning is damaged";
constexpr const char* kLost = "A record's length is damaged; what follows it cannot be read";
// Beside the thread that imports.
std::size_t otherCores() {
  return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 2, 9) - 1;
}

constexpr std::size_t kBatchWeight = 24U << 20;
constexpr std::int64_t kSilentMillis = 5 * 60 * 1000;
constexpr std::int64_t kToldBytes = 4 << 20;
constexpr int kMostRounds = 12;
constexpr std::chrono::milliseconds kBetweenRounds(50);

// Removes a run's files that say a step from `step` on; `key` names the folder of a tag.
Result<std::int64_t> removeFilesFrom(store::Writer& writer, const std::string& root,
                                     const std::optional<std::string>& key, std::int64_t step) {
  TATARA_ASSIGN(const auto files, artifact::ArtifactStore::listAll(writer.sql(), root + "/tensorboard"));
  std::int64_t gone = 0;
  for (const artifact::FileInfo& file : files) {
    const auto place = parseMediaPath(std::string_view(file.path).substr(root.size() + 1));
    if (!place || place->key.empty() || place->step < step || (key && place->key != *key)) {
      continue;
    }
    TATARA_ASSIGN(const std::int64_t count, artifact::ArtifactStore::remove(writer, file.path));
    gone += count;
  }
  return gone;
}

Status logNewParams(store::Writer& writer, const track::RunId& id, const EventBatch& batch,
                    std::vector<std::string>& refused) {
  TATARA_ASSIGN(const auto run, track::findRun(writer.sql(), id));
  track::Batch fresh;
  fresh.longValues = track::LongValues::Keep;
  std::map<std::string, std::string> known;
  for (const track::KeyValue& param : run ? run->params : std::vector<track::KeyValue>()) {
    known.emplace(param.key, param.value);
  }
  for (const track::KeyValue& param : batch.params) {
    const std::string key = keyOfTag(text::replaceInvalidUtf8(param.key));
    std::string value = text::replaceInvalidUtf8(param.value);
    const auto [place, isNew] = known.try_emplace(key, value);
    if (isNew) {
      fresh.params.push_back({key, std::move(value)});
    } else if (place->second != value) {
      refused.push_back(key);
    }
  }
  if (!batch.group.empty()) {
    fresh.tags.push_back({"tensorboard.group", text::replaceInvalidUtf8(batch.group)});
  }
  return track::logBatch(writer, id, fresh);
}

}  // namespace

// One batch on its way into the store, and what became of it.
struct EventBringer::Written {
  EventBatch batch;
  std::vector<track::PreparedSeries> series;  // of the batch
  std::vector<artifact::StoredBlob> blobs;
  std::string state;
  std::string folder;  // absolute
  std::string place;
  track::NewRun head;
  std::int64_t revision = 0;
  track::RunStatus status = track::RunStatus::Finished;
  // Filled by the task.
  std::int64_t dropped = 0;
  std::vector<std::string> refused;
  std::vector<std::string> unnamed;

  // The first batch of a run that goes on no more for now is sealed as it comes.
  bool isWhole() const { return revision == 0 && track::isTerminal(status); }
  Status run(store::Writer& writer, Timestamp now);
  Status prepare(EventBringer& bringer);
  Status cutStored(store::Writer& writer, const track::RunInfo& info);
  Result<track::RunInfo> ensureRun(store::Writer& writer, Timestamp now);
};

Result<track::RunInfo> EventBringer::Written::ensureRun(store::Writer& writer, Timestamp now) {
  if (revision == 0) {
    return track::createRun(writer, head, now);
  }
  TATARA_ASSIGN(const auto info, track::findRunInfo(writer.sql(), *head.id));
  if (!info || info->deleted) {
    return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "Its run was deleted here"));
  }
  return *info;
}

Status EventBringer::Written::cutStored(store::Writer& writer, const track::RunInfo& info) {
  for (const auto& [key, step] : batch.cuts) {
    const std::optional<std::string_view> name = key ? std::optional<std::string_view>(*key) : std::nullopt;
    TATARA_ASSIGN(const auto points, track::removePointsFrom(writer, info.key, name, step));
    TATARA_ASSIGN(const auto histograms, track::removeHistogramsFrom(writer, info.key, name, step));
    const auto root = artifact::rootPathOf(info.artifactUri);
    if (root) {
      TATARA_ASSIGN(const auto files, removeFilesFrom(writer, *root, key, step));
      dropped += files;
    }
    dropped += points + histograms;
  }
  return {};
}

Status EventBringer::Written::run(store::Writer& writer, Timestamp now) {
  dropped = 0;
  refused.clear();
  unnamed.clear();
  TATARA_ASSIGN(const auto info, ensureRun(writer, now));
  TATARA_TRY(saveEventSource(writer, folder, info.key, revision, state));
  if (revision > 0 && !batch.cuts.empty()) {
    TATARA_TRY(cutStored(writer, info));
  }
  TATARA_TRY(isWhole() ? track::appendWholeRun(writer, info.key, series)
                       : track::appendSeries(writer, info.key, series));
  TATARA_TRY(track::appendHistograms(writer, info.key, batch.histograms));
  if (!batch.params.empty() || !batch.group.empty()) {
    TATARA_TRY(logNewParams(writer, info.id, batch, refused));
  }
  const auto root = artifact::rootPathOf(info.artifactUri);
  for (std::size_t i = 0; root && i < blobs.size(); ++i) {
    const Status linked =
        artifact::ArtifactStore::link(writer, *root + "/" + batch.files[i].path, blobs[i], now);
    if (!linked && linked.error().kind != ErrorKind::Conflict &&
        linked.error().kind != ErrorKind::InvalidArgument) {
      return linked;
    }
    if (!linked) {
      unnamed.push_back(batch.files[i].path);
    }
  }
  track::RunUpdate update;
  update.status = status;
  if (track::isTerminal(status)) {
    update.ended = fromUnixMillis(std::max(batch.lastMillis, toUnixMillis(info.started)));
    if (!isWhole()) {
      TATARA_TRY(track::sealRun(writer, info.key, 1));
    }
  } else {
    TATARA_TRY(track::sealRun(writer, info.key, track::kSealPoints));
  }
  TATARA_TRY(track::updateRun(writer, info.id, update));
  return {};
}

EventBringer::EventBringer(std::shared_ptr<store::Store> store, TensorboardImport import, Following following,
                           Folder root)
    : m_store(std::move(store)),
      m_artifacts(m_store),
      m_import(std::move(import)),
      m_following(following),
      m_root(std::move(root)),
      m_problems(m_report),
      m_window(m_store),
      m_copiers{kFileCopiers, {kFileCopiers, "import"}},
      m_packers{otherCores(), {otherCores(), "import"}} {}

Result<std::unique_ptr<EventBringer>> EventBringer::open(std::shared_ptr<store::Store> store,
                                                         const TensorboardImport& import,
                                                         Following following) {
  std::error_code failed;
  const fs::path path = fs::canonical(import.folder, failed);
  if (failed) {
    return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "There is no folder %1"),
                          {import.folder.string()});
  }
  if (!text::isValidUtf8(path.string())) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "The folder's name is not UTF-8: %1"),
                          {import.folder.string()});
  }
  TATARA_ASSIGN(auto root, Folder::open(path, import.folder.string()));
  auto bringer =
      std::unique_ptr<EventBringer>(new EventBringer(std::move(store), import, following, std::move(root)));
  bringer->m_rootPath = path.string();
  return bringer;
}

Status EventBringer::ensureExperiment() {
  if (m_experiment) {
    return {};
  }
  std::string name = m_import.experiment;
  if (name.empty()) {
    name = fs::path(m_rootPath).filename().string();
  }
  name = name.empty() ? "TensorBoard" : name;
  bool made = false;
  TATARA_ASSIGN(m_experiment, m_store->writeFor([&](store::Writer& writer) -> Result<track::ExperimentId> {
    TATARA_ASSIGN(const auto here, track::findExperimentByName(writer.sql(), name));
    made = !here;
    if (here && here->lifecycle == track::Lifecycle::Deleted) {
      return text::sayError(
          ErrorKind::InvalidArgument,
          TATARA_SAYS("Phrase", "The experiment “%1” is deleted here; restore it or name another one"),
          {name});
    }
    return here ? Result<track::ExperimentId>(here->id)
                : track::createExperiment(writer, {.name = name}, now());
  }));
  (made ? m_report.experiments.brought : m_report.experiments.already) += 1;
  return {};
}

Status EventBringer::bringFolders(const std::vector<EventFolder>& folders) {
  m_done = 0;
  Status status;
  for (const EventFolder& folder : folders) {
    if (stopped() || !status) {
      break;
    }
    status = bringFolder(folder);
  }
  const Status written = m_window.finish();
  m_report.cancelled = stopped();
  TATARA_TRY(status);
  return written || (stopped() && written.error().kind == ErrorKind::Cancelled) ? Status() : written;
}

// What hindered one of them, when any was.
std::optional<Error> EventBringer::forgetHindered() {
  std::optional<Error> found;
  std::erase_if(m_runs, [&](auto& each) {
    const bool hindered = each.second.hindered.has_value();
    if (hindered) {
      found = std::move(each.second.hindered);
    }
    return hindered;
  });
  return found;
}

Result<ImportReport> EventBringer::pass() {
  m_report = {};
  TATARA_ASSIGN(const auto folders, findEventFolders(m_root, m_problems));
  if (folders.empty() && m_following == Following::Once) {
    return text::sayError(
        ErrorKind::Parse,
        TATARA_SAYS("Phrase",
                    "%1 holds no event files of TensorBoard: no name in it or below has “tfevents” in it"),
        {m_import.folder.string()});
  }
  m_done = 0;
  m_total = 0;
  for (const EventFolder& folder : folders) {
    for (const EventFile& file : folder.files) {
      m_total += file.size;
    }
  }
  // Runs that another import or a busy writer was in the way of go on from where the store has them.
  for (int round = 1;; ++round) {
    TATARA_TRY(bringFolders(folders));
    const auto hindered = forgetHindered();
    if (!hindered || stopped()) {
      break;
    }
    if (round == kMostRounds) {
      return *hindered;
    }
    std::this_thread::sleep_for(round * kBetweenRounds);
  }
  if (m_following == Following::Live) {
    forgetToldSkips();
  }
  return std::move(m_report);
}

// What cannot be read is met again at every look.
void EventBringer::forgetToldSkips() {
  m_report.skippedInAll -= std::erase_if(m_report.skipped, [&](const Skipped& one) {
    return !m_toldSkips.emplace(one.place, one.reason).second;
  });
}

void EventBringer::step(std::int64_t bytes) {
  m_done += bytes;
  if (m_import.progress) {
    m_import.progress({m_import.folder.string(), m_done, m_total});
  }
}

std::string EventBringer::pathOf(const EventFolder& folder) const {
  return folder.names.empty() ? m_rootPath : (fs::path(m_rootPath) / folder.path).string();
}

// The nearest run above.
std::string EventBringer::parentOf(const EventFolder& folder) const {
  std::string path = folder.path;
  while (path != ".") {
    const std::size_t slash = path.rfind('/');
    path = slash == std::string::npos ? "." : path.substr(0, slash);
    const auto found = m_runs.find(path);
    if (found != m_runs.end() && !found->second.left) {
      return found->second.id.value();
    }
  }
  return {};
}

bool EventBringer::isFresh(const EventFolder& folder) const {
  const std::int64_t since = toUnixMillis(now()) - kSilentMillis;
  return std::any_of(folder.files.begin(), folder.files.end(),
                     [&](const EventFile& file) { return file.modifiedMillis > since; });
}

// Whether there is something to read for.
Result<bool> EventBringer::open(const EventFolder& folder, Run& run) {
  if (!run.collector && !run.left) {
    std::optional<track::RunInfo> info;
    TATARA_ASSIGN(auto source,
                  m_store->read([&](sql::Connection& connection) -> Result<std::optional<EventSource>> {
                    TATARA_ASSIGN(auto found, findEventSource(connection, pathOf(folder)));
                    if (found) {
                      TATARA_ASSIGN(info, track::findRunInfo(connection, found->run));
                    }
                    return found;
                  }));
    if (source && info) {
      run.id = info->id;
      run.revision = source->revision;
      run.ended = track::isTerminal(info->status);
      run.left = info->deleted.has_value();
      ++m_report.runs.already;
      if (run.left) {
        m_problems.note("The run “" + info->name + "” is deleted here and was left alone");
      }
    } else {
      run.id = track::RunId(randomHex(16));
    }
    run.collector.emplace(source ? std::move(source->state) : EventState(), m_problems);
  }
  if (run.left) {
    return false;
  }
  return std::any_of(folder.files.begin(), folder.files.end(), [&](const EventFile& file) {
    return file.size > run.collector->state().file(file.name).offset;
  });
}

Status EventBringer::bringFolder(const EventFolder& folder) {
  Run& run = m_runs[folder.path];
  TATARA_ASSIGN(const bool something, open(folder, run));
  std::int64_t skipped = 0;
  for (const EventFile& file : folder.files) {
    const std::int64_t offset = run.left ? file.size : run.collector->state().file(file.name).offset;
    skipped += std::min(offset, file.size);
    if (offset > file.size && run.told[file.name] != file.size) {
      run.told[file.name] = file.size;
      m_problems.skip(folder.path + "/" + file.name,
                      "It is shorter than when it was last read, so it was cut or replaced; delete and purge "
                      "its run to bring it anew");
    }
  }
  step(skipped);
  if (!something) {
    const bool silent =
        !run.left && !run.ended && run.revision > 0 && (m_following == Following::Once || !isFresh(folder));
    return silent ? flush(folder, run) : Status();
  }
  const auto opened =
      folder.names.empty() ? Folder::open(m_rootPath, m_import.folder.string()) : [&]() -> Result<Folder> {
    auto found = m_root.find(folder.names);
    if (!found) {
      return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "The folder cannot be opened"));
    }
    return std::move(*found);
  }();
  if (!opened) {
    m_problems.skip(folder.path, opened.error().message);
    return {};
  }
  TATARA_TRY(ensureExperiment());
  for (const EventFile& file : folder.files) {
    if (stopped()) {
      return {};
    }
    TATARA_TRY(readFile(folder, *opened, file, run));
  }
  return run.failed || run.collector->empty() ? Status() : flush(folder, run);
}

Status EventBringer::readFile(const EventFolder& folder, const Folder& opened, const EventFile& file,
                              Run& run) {
  const std::int64_t from = run.collector->state().file(file.name).offset;
  if (file.size <= from || run.failed) {
    return {};
  }
  const std::string shown = folder.path + "/" + file.name;
  auto descriptor = opened.openFile(file.name);
  if (!descriptor) {
    m_problems.skip(shown, descriptor.error().message);
    return {};
  }
  RecordFile records(std::move(*descriptor), from);
  // Where it stands while this file is read: nothing else is looked up in the list meanwhile.
  std::int64_t& reached = run.collector->state().file(file.name).offset;
  std::int64_t told = from;
  bool more = true;
  while (more && !stopped() && !run.failed && !run.left) {
    records.pass(run.collector->addPlainScalars(records.buffered()));
    const std::int64_t at = records.offset();
    auto next = RecordFile::Next::Record;
    if (!records.nextBuffered()) {
      TATARA_ASSIGN(next, records.next());
    }
    const RecordPlace place{shown, at};
    switch (next) {
      case RecordFile::Next::Record:
        run.collector->add(records.data(), {shown, at});
        break;
      case RecordFile::Next::Damaged:
        m_problems.skip(place.text(), "A record's checksum is wrong; it was passed over");
        break;
      case RecordFile::Next::TooLarge:
        m_problems.skip(place.text(), "A record is larger than 256 MB; it was passed over");
        break;
      case RecordFile::Next::Lost:
        more = false;
        if (std::exchange(run.told[file.name], at) != at) {
          m_problems.skip(at == 0 ? shown : place.text(), at == 0 ? kNoEventFile : kLost);
        }
        break;
      case RecordFile::Next::End:
        more = false;
        if (m_following == Following::Once && file.size > at) {
          m_problems.note(shown + " ends in the middle of a record, " +
                          toByteText(static_cast<std::uint64_t>(file.size - at)) +
                          " of it; another import reads on from there");
        }
        break;
    }
    reached = records.offset();
    if (records.offset() - told >= kToldBytes) {
      step(records.offset() - std::exchange(told, records.offset()));
    }
    if (run.collector->weight() >= kBatchWeight) {
      TATARA_TRY(flush(folder, run));
    }
  }
  step(records.offset() - told);
  return {};
}

void EventBringer::forEach(Pool& pool, std::size_t count, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next = 0;
  const auto workOn = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      work(i);
    }
  };
  Mutex mutex;
  Condition wake;
  std::size_t busy = count > 0 ? std::min(count - 1, pool.size) : 0;
  for (std::size_t helper = busy; helper > 0; --helper) {
    pool.threads.post([&] {
      workOn();
      const Lock lock(mutex);
      if (--busy == 0) {
        wake.notifyAll();
      }
    });
  }
  workOn();
  const Lock lock(mutex);
  while (busy > 0) {
    wake.wait(mutex);
  }
}

Result<std::vector<artifact::StoredBlob>> EventBringer::storeFiles(
    const std::vector<EventBatch::File>& files) {
  std::vector<Result<artifact::StoredBlob>> results(files.size(),
                                                    makeError(ErrorKind::Cancelled, "Cancelled"));
  forEach(m_copiers, files.size(), [&](std::size_t i) {
    auto writer = m_artifacts.newBlob();
    if (!writer) {
      results[i] = writer.error();
    } else if (const Status written = writer->write(files[i].bytes); !written) {
      results[i] = written.error();
    } else {
      results[i] = writer->finish();
    }
  });
  std::vector<artifact::StoredBlob> blobs;
  for (auto& result : results) {
    TATARA_TRY(result);
    blobs.push_back(*result);
  }
  return blobs;
}

Status EventBringer::Written::prepare(EventBringer& bringer) {
  const auto remainder = isWhole() ? track::Remainder::Sealed : track::Remainder::Waits;
  std::vector<Result<track::PreparedSeries>> results(batch.series.size());
  forEach(bringer.m_packers, results.size(), [&](std::size_t i) {
    EventBatch::Series& one = batch.series[i];
    results[i] = track::prepareSeries(std::move(one.key), std::move(one.points), remainder);
  });
  batch.series.clear();
  for (auto& result : results) {
    TATARA_TRY(result);
    series.push_back(std::move(*result));
  }
  return {};
}

void EventBringer::count(const Written& written, bool first) {
  m_report.runs.brought += first ? 1 : 0;
  m_report.points += written.batch.points;
  m_report.histograms += static_cast<std::int64_t>(written.batch.histograms.size());
  m_report.files.brought += static_cast<std::int64_t>(written.blobs.size() - written.unnamed.size());
  m_report.files.skipped += static_cast<std::int64_t>(written.unnamed.size());
  for (const artifact::StoredBlob& blob : written.blobs) {
    m_report.bytes += blob.size;
  }
  for (const std::string& path : written.unnamed) {
    m_problems.skip(written.place, "An artifact cannot be named " + path);
  }
  for (const std::string& key : written.refused) {
    m_problems.skip(written.place,
                    "The hyperparameter “" + key + "” has another value than before; the first one stays");
  }
  if (const std::int64_t dropped = written.dropped + written.batch.dropped; dropped > 0) {
    m_report.dropped += dropped;
    m_problems.note("A restart of “" + written.place + "” took back what was logged after it, in all " +
                    withThousands(dropped));
  }
}

Status EventBringer::flush(const EventFolder& folder, Run& run) {
  auto written = std::make_shared<Written>();
  const std::size_t weight = run.collector->weight() / sizeof(series::Point);
  written->batch = run.collector->take();
  TATARA_ASSIGN(written->blobs, storeFiles(written->batch.files));
  for (EventBatch::File& file : written->batch.files) {
    file.bytes = {};
  }
  run.said = written->batch.status ? written->batch.status : run.said;
  const bool live = m_following == Following::Live && isFresh(folder) && !run.said;
  written->status = live ? track::RunStatus::Running : run.said.value_or(track::RunStatus::Finished);
  run.ended = !live;
  written->state = toJsonText(run.collector->state());
  written->folder = pathOf(folder);
  written->place = folder.path;
  written->revision = run.revision;
  track::NewRun& head = written->head;
  head.id = run.id;
  if (run.revision == 0) {
    head.experiment = *m_experiment;
    head.name = folder.names.empty() ? fs::path(m_rootPath).filename().string() : folder.path;
    head.user = registry::currentActor("import").person;
    head.started = written->batch.firstMillis > 0 ? fromUnixMillis(written->batch.firstMillis) : now();
    if (const std::string parent = parentOf(folder); !parent.empty()) {
      head.tags.push_back({std::string(track::tag::kParentRunId), parent});
    }
  }
  TATARA_TRY(written->prepare(*this));
  const bool first = run.revision++ == 0;
  const auto write = [written, at = now()](store::Writer& writer) { return written->run(writer, at); };
  return m_window.post(weight, write, [this, written, first, &run](Status status) -> Status {
    if (!status && status.error().kind == ErrorKind::NotFound) {
      run.left = true;
      m_problems.note("The run “" + written->place + "” was deleted here and is left alone from now on");
      return {};
    }
    if (!status && (status.error().kind == ErrorKind::Conflict || status.error().kind == ErrorKind::Busy)) {
      run.failed = true;
      run.hindered =
          text::sayContext(status.error(), TATARA_SAYS("Phrase", "importing %1"), {written->place});
      return {};
    }
    if (!status) {
      run.failed = true;
      ++m_report.runs.skipped;
      return text::sayContext(status.error(), TATARA_SAYS("Phrase", "importing %1"), {written->place});
    }
    count(*written, first);
    return {};
  });
}

Status EventBringer::settle() {
  for (auto& [path, run] : m_runs) {
    if (run.ended || run.left || run.failed || run.revision == 0) {
      continue;
    }
    TATARA_TRY(m_store->write([&, &run = run](store::Writer& writer) -> Status {
      track::RunUpdate update;
      update.status = run.said.value_or(track::RunStatus::Finished);
      TATARA_ASSIGN(const auto info, track::findRunInfo(writer.sql(), run.id));
      if (!info || info->deleted) {
        return {};
      }
      update.ended = fromUnixMillis(std::max(run.collector->state().lastMillis, toUnixMillis(info->started)));
      TATARA_TRY(track::sealRun(writer, info->key, 1));
      TATARA_TRY(track::updateRun(writer, run.id, update));
      return {};
    }));
    run.ended = true;
  }
  return {};
}

}  // namespace tatara::interop::internal
