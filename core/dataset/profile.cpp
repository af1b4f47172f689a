#include "core/dataset/profile.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <span>
#include <thread>

#include "core/base/number_text.h"
#include "core/dataset/frame.h"
#include "core/dataset/internal/profile_work.h"
#include "core/dataset/table.h"
#include "core/stats/radix_sort.h"
#include "core/text/error_phrase.h"

namespace tatara::dataset {
namespace {

constexpr std::uint64_t kCacheBytes = 240'000'000;

std::uint64_t bytesOf(const Column& column) {
  return column.numbers.size() * sizeof(double) + column.codes.size() * sizeof(std::int32_t) +
         column.categories.size() * 2 * sizeof(std::string);
}

Error profileCancelled() {
  return makeError(ErrorKind::Cancelled, "Profiling the data was cancelled");
}

// How many rows repeat an earlier one; the hashes are sorted away.
std::uint64_t countRepeated(std::vector<std::uint64_t> hashes) {
  stats::radixSort(hashes);
  std::uint64_t repeated = 0;
  for (std::size_t i = 1; i < hashes.size(); ++i) {
    repeated += hashes[i] == hashes[i - 1] ? 1 : 0;
  }
  return repeated;
}

// The pass over all columns.
Status learnColumns(ProfileWork& work, const OnProfile& onProgress) {
  const std::size_t count = work.source.columns.size();
  const unsigned threads = std::max(1U, work.options.threads);
  std::vector<std::vector<std::uint64_t>> hashes(threads);
  Mutex mutex;
  std::size_t done = 0;
  work.facts.resize(count);
  TATARA_TRY(sideBySide(count, threads, [&](std::size_t index, unsigned lane) -> Status {
    const ColumnInfo& info = work.source.columns[index];
    ColumnFacts& facts = work.facts[index];
    if (info.type == ColumnType::Unsupported) {
      facts.profile.name = info.name;
      facts.profile.type = info.type;
      facts.profile.typeReason = info.reason;
      facts.profile.missing = info.missing;
      facts.profile.count = work.source.rows - std::min(work.source.rows, info.missing);
    } else {
      hashes[lane].resize(work.source.rows);
      TATARA_ASSIGN(const HeldColumn column, work.cache.load(index, work.stop));
      facts = factsOf(*column, hashes[lane], mixed(index + 1), work.source.rejected, work.stop);
    }
    if (work.stop.stop_requested()) {
      return profileCancelled();
    }
    const Lock lock(mutex);
    ++done;
    if (onProgress) {
      onProgress({.done = done, .total = count, .column = &facts.profile});
    }
    return {};
  }));
  for (unsigned lane = 1; lane < threads; ++lane) {
    for (std::size_t row = 0; row < hashes[lane].size(); ++row) {
      hashes[0].resize(work.source.rows);
      hashes[0][row] += hashes[lane][row];
    }
    hashes[lane] = {};
  }
  work.repeatedRows = countRepeated(std::move(hashes[0]));
  const bool told =
      std::ranges::any_of(work.facts, [](const ColumnFacts& facts) { return facts.allDistinct; });
  work.profile.duplicateRows = told ? 0 : work.repeatedRows;
  return {};
}

// Columns with the same values in every row.
void findEqualColumns(ProfileWork& work) {
  std::vector<bool> taken(work.facts.size());
  for (std::size_t i = 0; i < work.facts.size(); ++i) {
    std::vector<std::string> group{work.name(i)};
    for (std::size_t k = i + 1; k < work.facts.size() && !taken[i]; ++k) {
      const ColumnFacts& left = work.facts[i];
      const ColumnFacts& right = work.facts[k];
      if (!taken[k] && left.content == right.content && left.content != 0 &&
          (left.profile.type == ColumnType::Text) == (right.profile.type == ColumnType::Text)) {
        group.push_back(work.name(k));
        taken[k] = true;
      }
    }
    if (group.size() > 1) {
      work.profile.equalColumns.push_back(std::move(group));
    }
  }
}

}  // namespace

Result<HeldColumn> ColumnCache::load(std::size_t column, std::stop_token stop) {
  {
    const Lock lock(m_mutex);
    const auto found = std::ranges::find(m_held, column, &std::pair<std::size_t, HeldColumn>::first);
    if (found != m_held.end()) {
      auto kept = *found;
      m_held.erase(found);
      m_held.push_back(kept);
      return kept.second;
    }
  }
  TATARA_ASSIGN(HeldColumn loaded, m_source.load(column, std::move(stop)));
  const Lock lock(m_mutex);
  m_bytes += bytesOf(*loaded);
  m_held.emplace_back(column, loaded);
  while (m_bytes > m_budget && m_held.size() > 1) {
    m_bytes -= bytesOf(*m_held.front().second);
    m_held.pop_front();
  }
  return loaded;
}

Status sideBySide(std::size_t count, unsigned threads,
                  const std::function<Status(std::size_t index, unsigned lane)>& work) {
  std::atomic<std::size_t> next = 0;
  Mutex mutex;
  Status result;
  const auto take = [&](unsigned lane) {
    for (std::size_t index = next++; index < count; index = next++) {
      if (Status status = work(index, lane); !status) {
        const Lock lock(mutex);
        next = count;
        if (result) {
          result = std::move(status);
        }
      }
    }
  };
  {
    std::vector<std::jthread> helpers;
    for (unsigned lane = 1; lane < std::min<std::size_t>(threads, count); ++lane) {
      helpers.emplace_back(take, lane);
    }
    take(0);
  }
  return result;
}

text::Phrase listed(const std::vector<text::Phrase>& phrases) {
  constexpr std::size_t kShown = 6;
  const std::size_t shown = std::min(phrases.size(), kShown);
  text::Phrase list;
  for (std::size_t i = 0; i < shown; ++i) {
    // The empty third place tells the "and" of a list from that of two conditions, another word elsewhere.
    list = i == 0 ? phrases[i]
           : i + 1 == phrases.size()
               ? text::Phrase::say(TATARA_SAYS("Phrase", "%1 and %2%3"),
                                   {std::move(list), phrases[i], text::Phrase()})
               : text::Phrase::say(TATARA_SAYS("Phrase", "%1, %2"), {std::move(list), phrases[i]});
  }
  if (phrases.size() <= kShown) {
    return list;
  }
  return text::Phrase::say(TATARA_SAYS("Phrase", "%1 and %2 more"),
                           {std::move(list), std::to_string(phrases.size() - kShown)});
}

text::Phrase listed(const std::vector<std::string>& names) {
  return listed(std::vector<text::Phrase>(names.begin(), names.end()));
}

const ColumnProfile* Profile::find(std::string_view name) const {
  const auto found = std::ranges::find(columns, name, &ColumnProfile::name);
  return found == columns.end() ? nullptr : &*found;
}

namespace {

// A sample is small: one statement reads all of its columns, when the first is asked for.
std::function<Result<HeldColumn>(std::size_t, std::stop_token)> loadOfSample(const Table& table) {
  struct Sample {
    Mutex mutex;
    std::vector<HeldColumn> columns GUARDED_BY(mutex);
  };
  const auto sample = std::make_shared<Sample>();
  return [&table, sample](std::size_t column, std::stop_token stop) -> Result<HeldColumn> {
    const Lock lock(sample->mutex);
    if (sample->columns.empty()) {
      std::vector<std::string> names;
      for (const ColumnInfo& info : table.columns()) {
        if (info.type != ColumnType::Unsupported) {
          names.push_back(info.name);
        }
      }
      TATARA_ASSIGN(std::vector<Column> read, table.read(names, std::move(stop)));
      std::vector<HeldColumn> held(table.columns().size());
      std::size_t next = 0;
      for (std::size_t i = 0; i < held.size(); ++i) {
        if (table.columns()[i].type != ColumnType::Unsupported) {
          held[i] = std::make_shared<const Column>(std::move(read[next++]));
        }
      }
      sample->columns = std::move(held);
    }
    return sample->columns[column];
  };
}

}  // namespace

ColumnSource sourceOf(std::vector<Column> columns) {
  ColumnSource source;
  const auto shared = std::make_shared<const std::vector<Column>>(std::move(columns));
  for (const Column& column : *shared) {
    source.rows = column.rows();
    source.columns.push_back(column.info);
  }
  source.load = [shared](std::size_t column, std::stop_token) -> Result<std::shared_ptr<const Column>> {
    return std::shared_ptr<const Column>(shared, &(*shared)[column]);
  };
  return source;
}

ColumnSource sourceOf(const Table& table) {
  ColumnSource source{.rows = table.rows(),
                      .columns = table.columns(),
                      .digest = table.digest(),
                      .rejected = table.rejected(),
                      .load = {}};
  if (!table.complete()) {
    source.load = loadOfSample(table);
    return source;
  }
  // Parquet is read by the engine, which does one thing at a time.
  const auto mutex = std::make_shared<Mutex>();
  source.load = [&table, mutex](std::size_t column,
                                std::stop_token stop) -> Result<std::shared_ptr<const Column>> {
    const std::string& name = table.columns()[column].name;
    std::optional<Lock> lock;
    if (table.format() == "parquet") {
      lock.emplace(*mutex);
    }
    TATARA_ASSIGN(auto columns, table.read(std::span(&name, 1), std::move(stop)));
    return std::make_shared<const Column>(std::move(columns.front()));
  };
  return source;
}

ColumnSource sourceOf(std::shared_ptr<const Frame> frame) {
  ColumnSource source{
      .rows = frame->rows(), .columns = {}, .digest = frame->digest(), .rejected = {}, .load = {}};
  for (const FrameColumn& column : frame->columns()) {
    source.columns.push_back(column.info);
  }
  source.load = [frame](std::size_t column, std::stop_token) -> Result<std::shared_ptr<const Column>> {
    auto read = std::make_shared<Column>(frame->read(column));
    frame->release(column, 0, frame->rows());
    return read;
  };
  return source;
}

Result<Profile> makeProfile(const ColumnSource& source, const ProfileOptions& options,
                            const OnProfile& onProgress, std::stop_token stop) {
  ColumnCache cache(source, kCacheBytes);
  ProfileWork work{.source = source,
                   .options = options,
                   .cache = cache,
                   .stop = stop,
                   .facts = {},
                   .repeatedRows = 0,
                   .profile = {},
                   .target = {}};
  work.profile.rows = source.rows;
  work.profile.sample = options.sample;
  work.profile.digest = source.digest;
  if (options.target && !options.target->empty() &&
      std::ranges::find(source.columns, *options.target, &ColumnInfo::name) == source.columns.end()) {
    std::vector<std::string> names;
    for (const ColumnInfo& info : source.columns) {
      names.push_back(info.name);
    }
    const auto near = nearestWord(*options.target, names);
    return text::sayError(
        ErrorKind::NotFound,
        near ? TATARA_SAYS("Phrase", "There is no column '%1' to take as target; the nearest name is '%2'")
             : TATARA_SAYS("Phrase", "There is no column '%1' to take as target"),
        {*options.target, near.value_or("")});
  }
  TATARA_TRY(learnColumns(work, onProgress));
  if (onProgress) {
    onProgress({.done = source.columns.size(), .total = source.columns.size(), .column = nullptr});
  }
  findEqualColumns(work);
  TATARA_TRY(findStructure(work));
  TATARA_TRY(findInRows(work));
  tellColumnAlerts(work);
  if (options.relations) {
    TATARA_TRY(relate(work));
  }
  if (stop.stop_requested()) {
    return profileCancelled();
  }
  Profile& profile = work.profile;
  std::ranges::stable_sort(profile.alerts, std::ranges::greater{}, &Alert::severity);
  for (ColumnFacts& facts : work.facts) {
    for (std::size_t i = 0; i < profile.alerts.size(); ++i) {
      if (std::ranges::find(profile.alerts[i].columns, facts.profile.name) !=
          profile.alerts[i].columns.end()) {
        facts.profile.alerts.push_back(i);
      }
    }
    profile.columns.push_back(std::move(facts.profile));
  }
  return std::move(profile);
}

}  // namespace tatara::dataset
