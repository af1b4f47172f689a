// Bars, spreads, correlations and differences of runs.
#include <algorithm>
#include <cmath>

#include "core/base/nan.h"
#include "core/stats/association.h"
#include "core/stats/quantile.h"
#include "core/track/best_column.h"
#include "core/track/metrics.h"
#include "core/track/series_readings.h"
#include "ui/base/number_text.h"
#include "ui/runs/internal/runs_text.h"
#include "ui/runs/internal/study_parts.h"
#include "ui/runs/run_facts_diff.h"
#include "ui/runs/study.h"

namespace tatara::ui {
namespace {

constexpr std::size_t kMostBars = 60;
constexpr std::size_t kMostGroups = 24;
constexpr std::size_t kMostCells = 16;  // along each side of the correlation table

QString metricName(const std::string& key) {
  return QString::fromStdString(key);
}

// --- bars

double meanOf(const std::vector<double>& values) {
  stats::Moments moments;
  moments.add(values);
  return moments.mean();
}

Result<std::vector<double>> readingsOf(const StudyRequest& request, const RunChart& chart,
                                       const std::vector<std::uint32_t>& rows, std::stop_token stop) {
  const std::string metric = metricOf(request, chart);
  if (chart.reading == RunReading::Last) {
    return numbersOf(*request.listing->table, "metrics." + metric, rows);
  }
  if (chart.reading == RunReading::Least || chart.reading == RunReading::Greatest) {
    // The summaries know; no point is read.
    const auto extreme =
        chart.reading == RunReading::Least ? track::Extreme::Least : track::Extreme::Greatest;
    return request.store->read(
        [&](sql::Connection& connection) {
          return track::loadBestOf(connection, *request.listing->table, rows, metric, extreme);
        },
        stop);
  }
  // Of long series the blocks that decide are read, and no others.
  const track::Direction direction = request.listing->meanings->of(chart.other).direction;
  return request.store->read(
      [&](sql::Connection& connection) -> Result<std::vector<double>> {
        std::vector<double> values;
        for (const std::uint32_t row : rows) {
          const track::RunKey run = request.listing->table->run(row).key;
          if (chart.reading == RunReading::AtBest) {
            TATARA_ASSIGN(const double value,
                          track::loadValueAtBest(connection, run, metric, chart.other, direction));
            values.push_back(value);
            continue;
          }
          TATARA_ASSIGN(
              const std::vector<double> last,
              track::loadLastValues(connection, run, metric, static_cast<std::size_t>(chart.lastCount)));
          values.push_back(meanOf(last));
        }
        return values;
      },
      stop);
}

QString readingName(const RunChart& chart, const std::string& metric) {
  switch (chart.reading) {
    case RunReading::Last:
      return RunsText::tr("last %1").arg(metricName(metric));
    case RunReading::Least:
      return RunsText::tr("least %1").arg(metricName(metric));
    case RunReading::Greatest:
      return RunsText::tr("greatest %1").arg(metricName(metric));
    case RunReading::AtBest:
      return RunsText::tr("%1 at best %2").arg(metricName(metric), metricName(chart.other));
    case RunReading::MeanOfLast:
      break;
  }
  return RunsText::tr("mean of the last %n value(s) of %1", nullptr, chart.lastCount).arg(metricName(metric));
}

void groupBars(BarStudy& study, const StudyRequest& request, const RunChart& chart,
               const std::vector<std::uint32_t>& rows, const std::vector<double>& values) {
  const RowGroups groups = groupRows(*request.listing->table, chart.group, rows);
  std::vector<stats::Moments> moments(groups.titles.size());
  std::vector<BarStudy::Bar> bars(groups.titles.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (std::isfinite(values[i])) {
      moments[groups.of[i]].add(values[i]);
      bars[groups.of[i]].runs.push_back(request.listing->table->run(rows[i]).key);
    }
  }
  for (std::size_t g = 0; g < bars.size(); ++g) {
    if (!bars[g].runs.empty()) {
      bars[g].label = groups.titles[g];
      bars[g].value = moments[g].mean();
      bars[g].deviation = moments[g].standardDeviation();
      bars[g].style.slot = static_cast<int>(g) % kRunSlots;
      study.bars.push_back(std::move(bars[g]));
    }
  }
}

Result<StudyPtr> makeBars(const StudyRequest& request, const RunChart& chart, std::stop_token stop) {
  auto study = std::make_shared<BarStudy>();
  const std::string metric = metricOf(request, chart);
  study->valueName = readingName(chart, metric);
  study->subtitle = study->valueName;
  std::vector<std::uint32_t> rows;
  if (chart.group.empty()) {
    for (const ShownRun& run : request.shown) {
      rows.push_back(run.row);
    }
  } else {
    rows = rowsWith(*request.listing, metric);
  }
  TATARA_ASSIGN(const std::vector<double> values, readingsOf(request, chart, rows, stop));
  if (chart.group.empty()) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (std::isfinite(values[i])) {
        BarStudy::Bar bar;
        bar.label = request.shown[i].name;
        bar.value = values[i];
        bar.style = request.shown[i].style;
        bar.runs = {request.shown[i].key};
        study->bars.push_back(std::move(bar));
      }
    }
  } else {
    groupBars(*study, request, chart, rows, values);
    study->subtitle = RunsText::tr("%1, mean ± SD").arg(study->valueName);
  }
  const track::Direction direction = request.listing->meanings->of(metric).direction;
  if (direction != track::Direction::Unknown) {
    std::ranges::stable_sort(study->bars, [direction](const BarStudy::Bar& left, const BarStudy::Bar& right) {
      return track::isBetter(direction, left.value, right.value);
    });
  }
  study->bars.resize(std::min(study->bars.size(), kMostBars));
  std::vector<double> shown;
  for (const BarStudy::Bar& bar : study->bars) {
    shown.push_back(bar.value);
  }
  study->decimals = columnDecimals(shown);
  study->empty = study->bars.empty() ? nothingLogged(metric) : QString();
  return StudyPtr(study);
}

// --- boxes and violins

void addDensity(SpreadStudy::Group& group, AxisRange range) {
  const double span = range.high - range.low;
  stats::Moments moments;
  for (const double value : group.values) {
    moments.add(value / span);  // squares of very large values would be infinite
  }
  const auto n = static_cast<double>(group.values.size());
  // Scott, "Multivariate Density Estimation", 1992; a group of equal values gets a narrow peak.
  double width = group.values.size() > 1 ? span * moments.standardDeviation() * std::pow(n, -0.2) : 0;
  width = std::max(width, span / 200);
  group.density.assign(SpreadStudy::kDensityPlaces, 0);
  for (std::size_t p = 0; p < group.density.size(); ++p) {
    const double at =
        range.low + span * static_cast<double>(p) / static_cast<double>(SpreadStudy::kDensityPlaces - 1);
    for (const double value : group.values) {
      const double away = (at - value) / width;
      group.density[p] += std::exp(-0.5 * away * away);
    }
    group.density[p] /= n * width;
  }
}

StudyPtr makeSpread(const StudyRequest& request, const RunChart& chart) {
  auto study = std::make_shared<SpreadStudy>();
  const std::string metric = metricOf(request, chart);
  study->violin = chart.kind == RunChartKind::Violin;
  study->valueName = metricName(metric);
  const std::vector<std::uint32_t> rows = rowsWith(*request.listing, metric);
  if (rows.empty()) {
    study->empty = nothingLogged(metric);
    return study;
  }
  const track::RunTable& table = *request.listing->table;
  const std::vector<double> values = numbersOf(table, "metrics." + metric, rows);
  const RowGroups groups = groupRows(table, chart.group, rows);
  std::vector<SpreadStudy::Group> all(groups.titles.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    all[groups.of[i]].values.push_back(values[i]);
    all[groups.of[i]].runs.push_back(table.run(rows[i]).key);
  }
  study->left = all.size() - std::min(all.size(), kMostGroups);
  all.resize(std::min(all.size(), kMostGroups));
  study->range = {INFINITY, -INFINITY};
  for (std::size_t g = 0; g < all.size(); ++g) {
    SpreadStudy::Group& group = all[g];
    std::ranges::sort(group.values);
    group.label = groups.titles[g];
    group.lower = stats::quantileOfSorted(group.values, 0.25);
    group.median = stats::quantileOfSorted(group.values, 0.5);
    group.upper = stats::quantileOfSorted(group.values, 0.75);
    const double reach = 1.5 * (group.upper - group.lower);
    group.low = *std::ranges::lower_bound(group.values, group.lower - reach);
    group.high = *(std::ranges::upper_bound(group.values, group.upper + reach) - 1);
    study->range.low = std::min(study->range.low, group.values.front());
    study->range.high = std::max(study->range.high, group.values.back());
  }
  const double room = study->range.high > study->range.low
                          ? 0.06 * (study->range.high - study->range.low)
                          : std::max(0.5, 0.05 * std::abs(study->range.high));
  study->range = {study->range.low - room, study->range.high + room};
  double most = 0;
  for (SpreadStudy::Group& group : all) {
    addDensity(group, study->range);
    most = std::max(most, *std::ranges::max_element(group.density));
  }
  for (SpreadStudy::Group& group : all) {
    for (double& density : group.density) {
      density /= most;
    }
  }
  study->groups = std::move(all);
  study->subtitle =
      RunsText::tr("%n run(s), quartiles, whiskers to 1.5 IQR", nullptr, static_cast<int>(rows.size()));
  return study;
}

// --- correlation

std::vector<std::uint32_t> denseRanks(const std::vector<double>& values, std::size_t& distinct) {
  std::vector<double> sorted = values;
  std::ranges::sort(sorted);
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  distinct = sorted.size();
  std::vector<std::uint32_t> ranks;
  for (const double value : values) {
    ranks.push_back(static_cast<std::uint32_t>(std::ranges::lower_bound(sorted, value) - sorted.begin()));
  }
  return ranks;
}

double spearmanOf(const std::vector<double>& x, const std::vector<double>& y, std::size_t& pairs) {
  std::vector<double> a;
  std::vector<double> b;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (std::isfinite(x[i]) && std::isfinite(y[i])) {
      a.push_back(x[i]);
      b.push_back(y[i]);
    }
  }
  pairs = a.size();
  std::size_t distinctA = 0;
  std::size_t distinctB = 0;
  const std::vector<std::uint32_t> ranksA = denseRanks(a, distinctA);
  const std::vector<std::uint32_t> ranksB = denseRanks(b, distinctB);
  return stats::spearman(ranksA, distinctA, ranksB, distinctB);
}

StudyPtr makeCorrelation(const StudyRequest& request) {
  auto study = std::make_shared<CorrelationStudy>();
  const track::RunTable& table = *request.listing->table;
  const std::vector<std::uint32_t>& rows = request.listing->rows;
  std::vector<std::vector<double>> params;
  for (const auto& param : table.params()) {
    if (!param->numbers.empty() && study->params.size() < static_cast<qsizetype>(kMostCells)) {
      std::vector<double> values = numbersOf(table, "params." + param->key, rows);
      const bool differs = std::ranges::any_of(
          values, [&](double value) { return std::isfinite(value) && value != values.front(); });
      if (differs) {
        study->params << metricName(param->key);
        params.push_back(std::move(values));
      }
    }
  }
  std::vector<std::string> metrics;
  if (!request.listing->meanings->primary.empty()) {
    metrics.push_back(request.listing->meanings->primary);
  }
  for (const auto& metric : table.metrics()) {
    if (metrics.size() < kMostCells && metric->key != request.listing->meanings->primary &&
        !metric->key.starts_with("system/")) {
      metrics.push_back(metric->key);
    }
  }
  std::vector<std::vector<double>> values;
  for (const std::string& metric : metrics) {
    study->metrics << metricName(metric);
    values.push_back(numbersOf(table, "metrics." + metric, rows));
  }
  for (const std::vector<double>& param : params) {
    for (const std::vector<double>& metric : values) {
      std::size_t pairs = 0;
      study->rho.push_back(spearmanOf(param, metric, pairs));
      study->pairs.push_back(pairs);
    }
  }
  study->subtitle = RunsText::tr("Spearman's ρ, %n run(s)", nullptr, static_cast<int>(rows.size()));
  if (params.empty() || metrics.empty()) {
    study->empty = RunsText::tr("Needs numeric parameters that differ, and metrics");
  }
  return study;
}

// --- differences

// The best of the others by the deciding metric; 0 where none has it.
std::size_t bestOf(const Listing& listing, const std::vector<std::uint32_t>& rows) {
  const track::Direction direction = listing.meanings->of(listing.meanings->primary).direction;
  const std::vector<double> values = numbersOf(*listing.table, "metrics." + listing.meanings->primary, rows);
  std::size_t best = 0;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (std::isfinite(values[i]) && (best == 0 || track::isBetter(direction, values[i], values[best]))) {
      best = i;
    }
  }
  return best;
}

Result<StudyPtr> makeDifferences(const StudyRequest& request, std::stop_token stop) {
  auto study = std::make_shared<DifferenceStudy>();
  const Listing& listing = *request.listing;
  study->shown = request.shown;
  std::ranges::stable_partition(study->shown, [](const ShownRun& run) { return run.baseline; });
  study->subtitle =
      listing.baseline ? RunsText::tr("against baseline") : RunsText::tr("against the first run");
  if (study->shown.size() < 2) {
    study->empty = RunsText::tr("Select at least two runs to see what differs");
    return StudyPtr(study);
  }
  std::vector<std::uint32_t> rows;
  for (const ShownRun& run : study->shown) {
    rows.push_back(run.row);
  }
  const std::vector<Importance> importance = importanceOf(listing, listing.meanings->primary);
  TATARA_ASSIGN(const DifferenceFacts facts, loadDifferenceFacts(request.store, *listing.table, rows, stop));
  study->changed = differencesOf(listing, rows, importance, DifferenceScope::Changed);
  study->all = differencesOf(listing, rows, importance, DifferenceScope::All);
  addFacts(study->changed, facts, DifferenceScope::Changed);
  addFacts(study->all, facts, DifferenceScope::All);
  study->sentences = changeSentences(listing, study->changed, importance, rows, bestOf(listing, rows));
  return StudyPtr(study);
}

}  // namespace

std::string metricOf(const StudyRequest& request, const RunChart& chart) {
  return chart.metric.empty() ? request.listing->meanings->primary : chart.metric;
}

std::vector<std::uint32_t> rowsWith(const Listing& listing, const std::string& metric) {
  std::vector<std::uint32_t> rows;
  if (const track::MetricColumn* column = listing.table->findMetric(metric)) {
    for (const std::uint32_t row : listing.rows) {
      if (column->present[row] != 0 && std::isfinite(column->last[row])) {
        rows.push_back(row);
      }
    }
  }
  return rows;
}

QString nothingLogged(const std::string& metric) {
  return RunsText::tr("None of these runs logged %1").arg(metricName(metric));
}

double readingOf(const RunChart& chart, const std::vector<series::Point>& points,
                 const std::vector<series::Point>& other, track::Direction otherDirection) {
  const auto finite = [](const series::Point& point) { return std::isfinite(point.value); };
  double value = kNan;
  switch (chart.reading) {
    case RunReading::Last:
      return points.empty() ? kNan : points.back().value;
    case RunReading::Least:
    case RunReading::Greatest:
      for (const series::Point& point : points) {
        const bool better = chart.reading == RunReading::Least ? point.value < value : point.value > value;
        value = finite(point) && (std::isnan(value) || better) ? point.value : value;
      }
      return value;
    case RunReading::AtBest:
      return track::valueAtBest(points, other, otherDirection);
    case RunReading::MeanOfLast:
      break;
  }
  return meanOf(track::lastValues(points, static_cast<std::size_t>(chart.lastCount)));
}

bool isStudy(RunChartKind kind) {
  return kind == RunChartKind::Importance || kind >= RunChartKind::Differences;
}

Result<std::vector<StudyPtr>> makeStudies(const StudyRequest& request, std::stop_token stop) {
  std::vector<StudyPtr> studies;
  for (const RunChart& chart : request.charts) {
    if (stop.stop_requested()) {
      return makeError(ErrorKind::Cancelled, "cancelled");
    }
    StudyPtr study;
    switch (chart.kind) {
      case RunChartKind::Bar: {
        TATARA_ASSIGN(study, makeBars(request, chart, stop));
        break;
      }
      case RunChartKind::Box:
      case RunChartKind::Violin:
        study = makeSpread(request, chart);
        break;
      case RunChartKind::Correlation:
        study = makeCorrelation(request);
        break;
      case RunChartKind::Contour:
        study = makeContour(request, chart, stop);
        break;
      case RunChartKind::Importance:
        study = makeDeciding(request, chart, stop);
        break;
      case RunChartKind::Differences: {
        TATARA_ASSIGN(study, makeDifferences(request, stop));
        break;
      }
      default:
        study = isStudy(chart.kind) ? makeEvidenceStudy(request, chart, stop) : nullptr;
        break;
    }
    studies.push_back(std::move(study));
  }
  return studies;
}

}  // namespace tatara::ui
