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
constexpr std::size_t kAttention = 20;
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
      series.points.push_back({run.id, run.name, run.started, *value, false});
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
                     std::optional<track::ExperimentId> chosen, Timestamp now) {
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
      if (data.attention.size() < kAttention) {
        data.attention.push_back({*kind, run, of.experiment->name, std::nullopt, std::nullopt});
      }
    }
    if (data.recent.size() < kRecent) {
      RecentRun recent{run,          of.experiment->name, of.metric, valueAt(of, row),
                       std::nullopt, of.meaning.direction};
      if (recent.value && of.best && std::isfinite(*recent.value) &&
          recent.direction != track::Direction::Unknown) {
        recent.fromBest = *recent.value - *of.best;
      }
      data.recent.push_back(std::move(recent));
    }
  }
  data.experiments = experimentRows(facts, table);
  // The chosen one, else the one used last, of those that have a metric with a direction.
  for (const ExperimentRow& row : data.experiments) {
    const ExperimentFacts& of = facts.at(row.id);
    const bool usable = of.best && of.meaning.direction != track::Direction::Unknown;
    if (usable && (!chosen || *chosen == row.id)) {
      data.best = bestSeries(of, table);
      break;
    }
  }
  return data;
}

std::vector<DeployOffer> offersOf(const std::vector<registry::ModelVersion>& versions,
                                  const std::vector<deploy::Endpoint>& endpoints) {
  struct Standing {
    const registry::ModelVersion* champion = nullptr;
    const registry::ModelVersion* approved = nullptr;  // the newest
    const deploy::Endpoint* endpoint = nullptr;
    std::set<std::int64_t> served;
  };
  std::map<std::string, Standing> models;
  for (const registry::ModelVersion& version : versions) {
    Standing& standing = models[version.model];
    if (std::ranges::find(version.aliases, "champion") != version.aliases.end()) {
      standing.champion = &version;
    }
    if (version.state == registry::VersionState::Approved &&
        (!standing.approved || standing.approved->version < version.version)) {
      standing.approved = &version;
    }
  }
  for (const deploy::Endpoint& endpoint : endpoints) {
    Standing& standing = models[endpoint.model];
    standing.endpoint = standing.endpoint ? standing.endpoint : &endpoint;
    for (const deploy::Route& route : endpoint.routes) {
      if (route.weight > 0) {
        standing.served.insert(route.version);
      }
    }
  }
  std::vector<DeployOffer> offers;
  for (const auto& [model, standing] : models) {
    const auto offer = [&, &name = model, &of = standing](const registry::ModelVersion& version) {
      offers.push_back({.model = name,
                        .version = version.version,
                        .champion = &version == of.champion,
                        .endpoint = of.endpoint ? of.endpoint->name : std::string(),
                        .serves = of.endpoint ? of.endpoint->champion() : 0,
                        .since = version.updated});
    };
    if (standing.champion && !standing.served.contains(standing.champion->version)) {
      offer(*standing.champion);
    }
    const std::int64_t newest =
        std::max(standing.champion ? standing.champion->version : 0,
                 standing.served.empty() ? std::int64_t{0} : *standing.served.rbegin());
    if (standing.approved && standing.approved->version > newest) {
      offer(*standing.approved);
    }
  }
  return offers;
}

void addOffers(HomeData& data, std::vector<DeployOffer> offers) {
  data.attentionCount += static_cast<std::int64_t>(offers.size());
  std::vector<Attention> items;
  for (DeployOffer& offer : offers) {
    items.push_back({AttentionKind::Deploy, {}, {}, std::nullopt, std::move(offer)});
  }
  items.insert(items.end(), data.attention.begin(), data.attention.end());
  items.resize(std::min(items.size(), kAttention));
  data.attention = std::move(items);
}

namespace {

void putInFront(HomeData& data, std::vector<Attention> items) {
  data.attentionCount += static_cast<std::int64_t>(items.size());
  items.insert(items.end(), data.attention.begin(), data.attention.end());
  items.resize(std::min(items.size(), kAttention));
  data.attention = std::move(items);
}

}  // namespace

void addOverdue(HomeData& data, std::vector<registry::OverdueChampion> overdue) {
  std::vector<Attention> items;
  for (registry::OverdueChampion& one : overdue) {
    Attention item{AttentionKind::Overdue, {}, {}};
    item.overdue = std::move(one);
    items.push_back(std::move(item));
  }
  putInFront(data, std::move(items));
}

void addOverrides(HomeData& data, std::vector<registry::Override> overrides) {
  std::vector<Attention> items;
  for (registry::Override& one : overrides) {
    Attention item{AttentionKind::Override, {}, {}};
    item.broken = std::move(one);
    items.push_back(std::move(item));
  }
  putInFront(data, std::move(items));
}

void addReviews(HomeData& data, std::vector<registry::ReviewInfo> waiting) {
  std::stable_sort(waiting.begin(), waiting.end(), [](const auto& left, const auto& right) {
    return left.due.value_or(Timestamp::max()) < right.due.value_or(Timestamp::max());
  });
  data.attentionCount += static_cast<std::int64_t>(waiting.size());
  std::vector<Attention> items;
  for (registry::ReviewInfo& review : waiting) {
    items.push_back({AttentionKind::Review, {}, {}, std::move(review), std::nullopt});
  }
  items.insert(items.end(), data.attention.begin(), data.attention.end());
  items.resize(std::min(items.size(), kAttention));
  data.attention = std::move(items);
}

namespace {

// What is asked of people: in front of what merely happened.
Status addDuties(sql::Connection& connection, HomeData& data, std::vector<registry::ReviewInfo> waiting,
                 Timestamp now) {
  TATARA_ASSIGN(auto overdue, registry::loadOverdueChampions(connection, now));
  addOverdue(data, std::move(overdue));
  addReviews(data, std::move(waiting));
  TATARA_ASSIGN(auto overrides, registry::loadOpenOverrides(connection));
  addOverrides(data, std::move(overrides));
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
        state.data = computeHome(*state.table, experiments, chosen, store.clock().now());
        state.data.acts = std::move(acts);
        if (!store.readOnly()) {
          TATARA_ASSIGN(const auto versions, registry::loadVersions(connection, {}));
          TATARA_ASSIGN(const auto endpoints, deploy::loadEndpoints(connection));
          addOffers(state.data, offersOf(versions, endpoints));
        }
        TATARA_ASSIGN(auto waiting,
                      registry::waitingFor(connection, registry::currentActor("tatara-workbench").person,
                                           store.clock().now()));
        TATARA_TRY(addDuties(connection, state.data, std::move(waiting), store.clock().now()));
        return state;
      },
      stop);
}

}  // namespace tatara::ui
