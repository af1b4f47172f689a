#include "ui/home/home_data.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>

#include "core/track/experiments.h"

namespace tatara::ui {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kRecent = 10;
constexpr std::size_t kStates = 14;
constexpr auto kFailedFor = std::chrono::hours(24 * 7);
constexpr auto kStaleAfter = 24h;

struct ExperimentFacts {
  const track::Experiment* experiment = nullptr;
  std::vector<std::uint32_t> rows;
  std::string metric;
  track::MetricMeaning meaning;
  const track::MetricColumn* column = nullptr;
  std::optional<double> best;
};

using FactsById = std::unordered_map<track::ExperimentId, ExperimentFacts>;

std::optional<double> valueAt(const ExperimentFacts& facts, std::uint32_t row) {
  if (!facts.column || !facts.column->present[row]) {
    return std::nullopt;
  }
  return facts.column->last[row];
}

void findPrimaryMetric(ExperimentFacts& facts, const track::RunTable& table) {
  std::vector<std::string> keys;
  for (const auto& column : table.metrics()) {
    const bool has = std::any_of(facts.rows.begin(), facts.rows.end(),
                                 [&](std::uint32_t row) { return column->present[row] != 0; });
    if (has) {
      keys.push_back(column->key);
    }
  }
  const auto metric = track::primaryMetric(*facts.experiment, keys);
  if (!metric) {
    return;
  }
  facts.metric = *metric;
  facts.meaning = track::meaningOf(*facts.experiment, *metric);
  facts.column = table.findMetric(*metric);
  for (const std::uint32_t row : facts.rows) {
    const auto value = valueAt(facts, row);
    if (value && std::isfinite(*value) &&
        (!facts.best || track::isBetter(facts.meaning.direction, *value, *facts.best))) {
      facts.best = value;
    }
  }
}

FactsById gather(const track::RunTable& table, const std::vector<track::Experiment>& experiments) {
  FactsById facts;
  for (const track::Experiment& experiment : experiments) {
    facts[experiment.id].experiment = &experiment;
  }
  for (std::uint32_t row = 0; row < table.size(); ++row) {
    if (const auto found = facts.find(table.run(row).experiment); found != facts.end()) {
      found->second.rows.push_back(row);
    }
  }
  for (auto& [id, one] : facts) {
    findPrimaryMetric(one, table);
  }
  return facts;
}

std::vector<std::uint32_t> newestFirst(const track::RunTable& table) {
  std::vector<std::uint32_t> rows(table.size());
  for (std::uint32_t row = 0; row < rows.size(); ++row) {
    rows[row] = row;
  }
  std::sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::pair(table.run(b).started, b) < std::pair(table.run(a).started, a);
  });
  return rows;
}

void countRecentDays(HomeData& data, const track::RunInfo& run, Timestamp now) {
  if (now - run.started <= 24h) {
    ++data.day;
    data.dayFinished += run.status == track::RunStatus::Finished;
    data.dayFailed += run.status == track::RunStatus::Failed;
  }
  if (run.status == track::RunStatus::Running) {
    if (data.running++ == 0) {
      data.runningName = run.name;
      data.runningRun = run.id;
    }
  }
}

std::optional<AttentionKind> attentionFor(const track::RunInfo& run, Timestamp now) {
  if (run.status == track::RunStatus::Failed && now - run.ended.value_or(run.started) <= kFailedFor) {
    return AttentionKind::FailedRun;
  }
  if (run.status == track::RunStatus::Running && now - run.started > kStaleAfter) {
    return AttentionKind::StaleRun;
  }
  return std::nullopt;
}

BestSeries bestSeries(const ExperimentFacts& facts, const track::RunTable& table) {
  BestSeries series;
  series.experiment = facts.experiment->id;
  series.experimentName = facts.experiment->name;
  series.metric = facts.metric;
  series.unit = facts.meaning.unit;
  series.direction = facts.meaning.direction;
  for (const std::uint32_t row : facts.rows) {
    const auto value = valueAt(facts, row);
    const track::RunInfo& run = table.run(row);
    if (value && std::isfinite(*value) && run.status == track::RunStatus::Finished) {
      // What a run has reached is known when it ends: a search that began first does not stand before its
      // trials.
      series.points.push_back({run.id, run.name, run.ended.value_or(run.started), *value, false});
    }
  }
  std::stable_sort(series.points.begin(), series.points.end(),
                   [](const BestPoint& a, const BestPoint& b) { return a.time < b.time; });
  std::optional<double> best;
  for (BestPoint& point : series.points) {
    if (!best || track::isBetter(series.direction, point.value, *best)) {
      best = point.value;
      point.best = true;
    }
  }
  return series;
}

std::vector<ExperimentRow> experimentRows(const FactsById& facts, const track::RunTable& table) {
  std::vector<ExperimentRow> rows;
  for (const auto& [id, one] : facts) {
    if (one.rows.empty()) {
      continue;
    }
    ExperimentRow row{
        id, one.experiment->name, static_cast<std::int64_t>(one.rows.size()), {}, one.metric, one.best, {}};
    std::vector<std::uint32_t> byStart = one.rows;
    std::sort(byStart.begin(), byStart.end(), [&](std::uint32_t a, std::uint32_t b) {
      return std::pair(table.run(a).started, a) < std::pair(table.run(b).started, b);
    });
    row.last = table.run(byStart.back()).started;
    const std::size_t from = byStart.size() > kStates ? byStart.size() - kStates : 0;
    for (std::size_t i = from; i < byStart.size(); ++i) {
      row.lastStates.push_back(table.run(byStart[i]).status);
    }
    rows.push_back(std::move(row));
  }
  std::sort(rows.begin(), rows.end(), [](const ExperimentRow& a, const ExperimentRow& b) {
    return std::pair(b.last, a.id.value()) < std::pair(a.last, b.id.value());
  });
  return rows;
}

}  // namespace

HomeData computeHome(const track::RunTable& table, const std::vector<track::Experiment>& experiments,
                     std::optional<track::ExperimentId> chosen, Timestamp now, std::string_view me) {
  HomeData data;
  data.runs = static_cast<std::int64_t>(table.size());
  const FactsById facts = gather(table, experiments);
  for (const std::uint32_t row : newestFirst(table)) {
    const track::RunInfo& run = table.run(row);
    const auto found = facts.find(run.experiment);
    if (found == facts.end()) {
      continue;
    }
    const ExperimentFacts& of = found->second;
    countRecentDays(data, run, now);
    if (const auto kind = attentionFor(run, now)) {
      ++data.attentionCount;
      data.failedWeek += *kind == AttentionKind::FailedRun;
      if (data.attention.size() < kMostAttention) {
        Attention item{*kind, run, of.experiment->name};
        item.mine = me.empty() || run.user.empty() || run.user == me;
        data.attention.push_back(std::move(item));
      }
    }
    if (data.recent.size() < kRecent) {
      RecentRun recent{run,          of.experiment->name,  of.metric,   valueAt(of, row),
                       std::nullopt, of.meaning.direction, std::nullopt};
      if (recent.value && of.best && std::isfinite(*recent.value) &&
          recent.direction != track::Direction::Unknown) {
        recent.fromBest = *recent.value - *of.best;
      }
      data.recent.push_back(std::move(recent));
    }
  }
  data.experiments = experimentRows(facts, table);
  // The chosen one, else the one used last, of those that have a metric with a direction.
  const ExperimentFacts* shown = nullptr;
  for (const ExperimentRow& row : data.experiments) {
    const ExperimentFacts& of = facts.at(row.id);
    const bool usable = of.best && of.meaning.direction != track::Direction::Unknown;
    if (usable && (!shown || chosen == row.id)) {
      shown = &of;
    }
  }
  if (shown) {
    data.best = bestSeries(*shown, table);
  }
  return data;
}

namespace {

// What the version's run logged of the metric that decides its experiment.
std::optional<VersionFigure> figureOf(const HomeData& data, const track::RunTable& table,
                                      const std::vector<track::Experiment>& experiments,
                                      const registry::ModelVersion& version) {
  const auto row = version.run ? table.findRow(version.run) : std::nullopt;
  if (!row) {
    return std::nullopt;
  }
  const track::ExperimentId id = table.run(*row).experiment;
  const auto experiment = std::ranges::find(experiments, id, &track::Experiment::id);
  const auto listed = std::ranges::find(data.experiments, id, &ExperimentRow::id);
  if (experiment == experiments.end() || listed == data.experiments.end()) {
    return std::nullopt;
  }
  const track::MetricColumn* column = table.findMetric(listed->metric);
  const track::MetricMeaning meaning = track::meaningOf(*experiment, listed->metric);
  if (!column || !column->present[*row] || !std::isfinite(column->last[*row]) ||
      meaning.direction == track::Direction::Unknown) {
    return std::nullopt;
  }
  return VersionFigure{version.model,     version.version,   id, listed->metric, meaning.unit,
                       meaning.direction, column->last[*row]};
}

bool isChampion(const registry::ModelVersion& version) {
  return std::ranges::find(version.aliases, "champion") != version.aliases.end();
}

// Whose metric the chart shows by itself: there its line stands beside the runs that try to be better.
std::optional<track::ExperimentId> experimentOfChampion(const track::RunTable& table,
                                                        const std::vector<registry::ModelVersion>& versions) {
  std::optional<track::ExperimentId> found;
  Timestamp newest{};
  for (const registry::ModelVersion& version : versions) {
    const auto row = isChampion(version) && version.run ? table.findRow(version.run) : std::nullopt;
    if (row && (!found || version.updated > newest)) {
      newest = version.updated;
      found = table.run(*row).experiment;
    }
  }
  return found;
}

}  // namespace

void addVersions(HomeData& data, const track::RunTable& table,
                 const std::vector<track::Experiment>& experiments,
                 const std::vector<registry::ModelVersion>& versions) {
  std::set<std::string_view> models;
  Timestamp newest{};
  for (const registry::ModelVersion& version : versions) {
    models.insert(version.model);
    if (!isChampion(version)) {
      continue;
    }
    auto figure = figureOf(data, table, experiments, version);
    if (figure && (!data.champion || version.updated > newest)) {
      newest = version.updated;
      data.champion = figure;
    }
    if (figure && figure->experiment == data.best.experiment && figure->metric == data.best.metric &&
        (!data.best.champion || track::isBetter(figure->direction, figure->value, *data.best.champion))) {
      data.best.champion = figure->value;
      data.best.championName = "v" + std::to_string(figure->version);
    }
  }
  data.models = static_cast<std::int64_t>(models.size());
  for (const registry::ModelVersion& version : versions) {
    const bool open = version.state != registry::VersionState::Rejected &&
                      version.state != registry::VersionState::Archived;
    if (!data.champion || version.model != data.champion->model || !open || isChampion(version)) {
      continue;
    }
    const auto figure = figureOf(data, table, experiments, version);
    if (figure && figure->metric == data.champion->metric &&
        (!data.candidate || track::isBetter(figure->direction, figure->value, data.candidate->value))) {
      data.candidate = figure;
    }
  }
}

namespace {

// What is asked of people: in front of what merely happened.
Status addDuties(sql::Connection& connection, HomeData& data, std::string_view me, Timestamp now) {
  constexpr std::int64_t kMostReviews = 200;
  TATARA_ASSIGN(auto overdue, registry::loadOverdueChampions(connection, now));
  addOverdue(data, std::move(overdue), me);
  TATARA_ASSIGN(auto waiting, registry::waitingFor(connection, me, now));
  TATARA_ASSIGN(auto live, registry::loadReviews(connection, {.live = true}, kMostReviews));
  data.reviews = static_cast<std::int64_t>(live.size());
  std::erase_if(live, [&](const registry::ReviewInfo& review) {
    return std::ranges::find(waiting, review.id, &registry::ReviewInfo::id) != waiting.end();
  });
  addReviews(data, std::move(waiting), std::move(live));
  TATARA_ASSIGN(auto overrides, registry::loadOpenOverrides(connection));
  addOverrides(data, std::move(overrides));
  return {};
}

Status addProgress(sql::Connection& connection, HomeData& data) {
  for (RecentRun& recent : data.recent) {
    if (!track::isTerminal(recent.run.status)) {
      const track::RunKey key = recent.run.key;
      TATARA_ASSIGN(const auto progress, track::loadProgress(connection, std::span(&key, 1), recent.metric));
      if (const auto found = progress.find(key); found != progress.end()) {
        recent.progress = found->second;
      }
    }
  }
  return {};
}

}  // namespace

Result<HomeState> loadHome(const store::Store& store, std::shared_ptr<const track::RunTable> table,
                           const store::ChangeSet& changes, std::optional<track::ExperimentId> chosen,
                           std::stop_token stop) {
  return store.read(
      [&](sql::Connection& connection) -> Result<HomeState> {
        HomeState state;
        if (table) {
          TATARA_ASSIGN(state.table, track::RunTable::refresh(table, connection, changes));
        } else {
          TATARA_ASSIGN(state.table, track::RunTable::load(connection, {}, track::ViewType::ActiveOnly));
        }
        TATARA_ASSIGN(const auto experiments,
                      track::loadExperiments(connection, track::ViewType::ActiveOnly));
        TATARA_ASSIGN(auto acts, registry::loadActs(connection, kActs));
        const Timestamp now = store.clock().now();
        const std::string me = registry::currentActor("tatara-workbench").person;
        TATARA_ASSIGN(const auto versions, registry::loadVersions(connection, {}));
        state.data = computeHome(*state.table, experiments,
                                 chosen ? chosen : experimentOfChampion(*state.table, versions), now, me);
        state.data.acts = std::move(acts);
        TATARA_TRY(addProgress(connection, state.data));
        TATARA_ASSIGN(state.data.endpoints, deploy::loadEndpoints(connection));
        addVersions(state.data, *state.table, experiments, versions);
        if (!store.readOnly()) {
          addOffers(state.data, offersOf(versions, state.data.endpoints));
        }
        TATARA_TRY(addDuties(connection, state.data, me, now));
        return state;
      },
      stop);
}

}  // namespace tatara::ui
