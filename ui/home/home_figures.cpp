#include "ui/home/home_figures.h"

#include <algorithm>
#include <cmath>

#include "ui/base/number_text.h"
#include "ui/base/utf8.h"

namespace tatara::ui {

struct HomeFigures {
  Q_DECLARE_TR_FUNCTIONS(tatara::ui::HomeFigures)
};

namespace {

constexpr std::chrono::hours kWeek{24 * 7};

struct FigureEntry {
  Figure figure;
  const char* id;
};
constexpr std::array<FigureEntry, 12> kEntries = {{{Figure::Champion, "champion"},
                                                   {Figure::Candidate, "candidate"},
                                                   {Figure::Best, "best"},
                                                   {Figure::Gain, "gain"},
                                                   {Figure::Day, "day"},
                                                   {Figure::Running, "running"},
                                                   {Figure::AllRuns, "runs"},
                                                   {Figure::Failed, "failed"},
                                                   {Figure::Endpoints, "endpoints"},
                                                   {Figure::LiveError, "live"},
                                                   {Figure::Reviews, "reviews"},
                                                   {Figure::Models, "models"}}};

// Of each place, in the order in which they are tried.
constexpr std::array<std::array<Figure, 2>, kFigurePlaces> kByThemselves = {
    {{Figure::Champion, Figure::Best},
     {Figure::Candidate, Figure::Gain},
     {Figure::Day, Figure::Day},
     {Figure::Endpoints, Figure::Running},
     {Figure::LiveError, Figure::AllRuns}}};

// "▾ 1.87 (−4.6 %)", in ok where that is better and in err where it is worse.
void addChange(KpiCell& cell, double value, double before, track::Direction direction, int decimals) {
  const double change = value - before;
  if (change == 0) {
    cell.note = HomeFigures::tr("No change");
    return;
  }
  cell.note = QString(deltaGlyph(change)) + QChar(0x2009) + deltaText(change, decimals);
  if (before != 0) {
    cell.note = HomeFigures::tr("%1 (%2)").arg(
        cell.note, (change > 0 ? QStringLiteral("+") : QString()) + percentText(change / std::abs(before)));
  }
  if (direction != track::Direction::Unknown) {
    cell.noteColor = track::isBetter(direction, value, before) ? &Colors::ok : &Colors::err;
  }
}

KpiCell versionCell(const VersionFigure& figure, const QString& label, const FigureSource& source) {
  KpiCell cell;
  cell.label = label;
  cell.value = metricText(figure.value);
  cell.unit = fromUtf8(figure.unit);
  cell.note = QStringLiteral("%1 v%2").arg(fromUtf8(figure.model)).arg(figure.version);
  cell.open = [&navigator = source.navigator, figure] {
    navigator.open(ModelRoute{fromUtf8(figure.model), figure.version, {}});
  };
  return cell;
}

std::optional<KpiCell> championCell(const FigureSource& source) {
  const auto& champion = source.data.champion;
  return champion ? std::optional(versionCell(
                        *champion, HomeFigures::tr("Champion's %1").arg(fromUtf8(champion->metric)), source))
                  : std::nullopt;
}

std::optional<KpiCell> candidateCell(const FigureSource& source) {
  const auto& candidate = source.data.candidate;
  if (!candidate) {
    return std::nullopt;
  }
  KpiCell cell = versionCell(
      *candidate, HomeFigures::tr("%1 of v%2").arg(fromUtf8(candidate->metric)).arg(candidate->version),
      source);
  addChange(cell, candidate->value, source.data.champion->value, candidate->direction,
            columnDecimals(std::array{candidate->value}));
  return cell;
}

// The newest best, and the best of a week ago (or the first).
struct BestPair {
  const BestPoint* newest = nullptr;
  const BestPoint* before = nullptr;
  bool ofAWeekAgo = false;
};

BestPair bestOf(const FigureSource& source) {
  BestPair pair;
  for (const BestPoint& point : source.data.best.points) {
    if (!point.best) {
      continue;
    }
    pair.newest = &point;
    if (point.time < source.now - kWeek || !pair.before) {
      pair.before = &point;
    }
  }
  pair.ofAWeekAgo = pair.before && pair.before->time < source.now - kWeek;
  return pair;
}

std::optional<KpiCell> bestCell(const FigureSource& source) {
  const BestPair best = bestOf(source);
  if (!best.newest) {
    return std::nullopt;
  }
  KpiCell cell;
  cell.label = HomeFigures::tr("Best %1").arg(fromUtf8(source.data.best.metric));
  cell.value = metricText(best.newest->value);
  cell.unit = fromUtf8(source.data.best.unit);
  cell.note = fromUtf8(best.newest->name);
  cell.open = [&navigator = source.navigator, run = best.newest->run] { navigator.open(RunRoute{run, {}}); };
  return cell;
}

std::optional<KpiCell> gainCell(const FigureSource& source) {
  const BestPair best = bestOf(source);
  if (!best.newest) {
    return std::nullopt;
  }
  const double change = best.newest->value - best.before->value;
  KpiCell cell;
  cell.label = best.ofAWeekAgo ? HomeFigures::tr("Better than a week ago")
                               : HomeFigures::tr("Better than the first run");
  cell.value = change == 0 ? QString(kMissing)
                           : QString(deltaGlyph(change)) + QChar(0x2009) +
                                 deltaText(change, columnDecimals(std::array{best.newest->value}));
  cell.unit = fromUtf8(source.data.best.unit);
  cell.note = change == 0 ? HomeFigures::tr("No change") : QString();
  if (change != 0 && best.before->value != 0) {
    cell.note = percentText(change / std::abs(best.before->value));
    cell.noteColor = &Colors::ok;
  }
  cell.open = [&navigator = source.navigator, id = source.data.best.experiment] {
    navigator.open(ExperimentsRoute{id});
  };
  return cell;
}

std::function<void()> openExperiments(const FigureSource& source) {
  return [&navigator = source.navigator] { navigator.open(ExperimentsRoute{}); };
}

KpiCell dayCell(const FigureSource& source) {
  const HomeData& data = source.data;
  return {
      HomeFigures::tr("Runs in 24 h"),
      countText(data.day),
      {},
      HomeFigures::tr("%1 finished · %2 failed").arg(countText(data.dayFinished), countText(data.dayFailed)),
      data.dayFailed > 0 ? &Colors::err : &Colors::tx3,
      openExperiments(source)};
}

KpiCell runningCell(const FigureSource& source) {
  const HomeData& data = source.data;
  KpiCell cell{HomeFigures::tr("Running now"), countText(data.running), {},
               fromUtf8(data.runningName),     &Colors::info,           openExperiments(source)};
  if (data.runningRun) {
    cell.open = [&navigator = source.navigator, run = *data.runningRun] {
      navigator.open(RunRoute{run, {}});
    };
  } else {
    cell.note = HomeFigures::tr("No run in progress");
    cell.noteColor = &Colors::tx3;
  }
  return cell;
}

KpiCell allRunsCell(const FigureSource& source) {
  return {HomeFigures::tr("All runs"),
          countText(source.data.runs),
          {},
          HomeFigures::tr("in %n experiments", nullptr, static_cast<int>(source.data.experiments.size())),
          &Colors::tx3,
          openExperiments(source)};
}

KpiCell failedCell(const FigureSource& source) {
  const std::int64_t failed = source.data.failedWeek;
  return {HomeFigures::tr("Failed in 7 days"),
          countText(failed),
          {},
          failed == 0 ? HomeFigures::tr("No run failed") : HomeFigures::tr("listed below"),
          failed == 0 ? &Colors::ok : &Colors::err,
          openExperiments(source)};
}

std::optional<KpiCell> endpointsCell(const FigureSource& source) {
  const std::vector<deploy::Endpoint>& endpoints = source.data.endpoints;
  if (endpoints.empty()) {
    return std::nullopt;
  }
  const auto split = std::ranges::count_if(endpoints, [](const deploy::Endpoint& endpoint) {
    return std::ranges::count_if(endpoint.routes,
                                 [](const deploy::Route& route) { return route.weight > 0; }) > 1;
  });
  KpiCell cell;
  cell.label = HomeFigures::tr("Endpoints");
  cell.value = countText(static_cast<std::int64_t>(endpoints.size()));
  cell.note = split > 0 ? HomeFigures::tr("%n split(s) traffic", nullptr, static_cast<int>(split))
                        : fromUtf8(endpoints.front().name);
  cell.noteColor = split > 0 ? &Colors::info : &Colors::tx3;
  cell.open = [&navigator = source.navigator] { navigator.open(DeploymentsRoute{}); };
  return cell;
}

std::optional<KpiCell> liveCell(const FigureSource& source) {
  if (!source.live) {
    return std::nullopt;
  }
  const LiveError& live = *source.live;
  const bool share = live.kind == deploy::LiveKind::Wrong;
  KpiCell cell;
  cell.label = share ? HomeFigures::tr("Wrong answers, 7 days") : HomeFigures::tr("Live MAE, 7 days");
  cell.value = share ? percentText(live.value) : metricText(live.value);
  cell.note = fromUtf8(live.endpoint);
  if (live.before) {
    const double change = live.value - *live.before;
    const QString size = share ? percentText(std::abs(change)) : deltaText(change);
    cell.note = change == 0 ? HomeFigures::tr("Same as the week before")
                            : HomeFigures::tr("%1 %2 than the week before").arg(deltaGlyph(change)).arg(size);
    cell.noteColor = change == 0 ? &Colors::tx3 : change < 0 ? &Colors::ok : &Colors::err;
  }
  cell.open = [&navigator = source.navigator, name = fromUtf8(live.endpoint)] {
    navigator.open(DeploymentsRoute{.endpoint = name, .tab = {}});
  };
  return cell;
}

KpiCell reviewsCell(const FigureSource& source) {
  const std::int64_t reviews = source.data.reviews;
  return {HomeFigures::tr("Reviews under way"),
          countText(reviews),
          {},
          reviews == 0 ? HomeFigures::tr("None waits") : QString(),
          &Colors::tx3,
          [&navigator = source.navigator] { navigator.open(ReviewRoute{}); }};
}

std::optional<KpiCell> modelsCell(const FigureSource& source) {
  if (source.data.models == 0) {
    return std::nullopt;
  }
  return KpiCell{HomeFigures::tr("Registered models"),
                 countText(source.data.models),
                 {},
                 {},
                 &Colors::tx3,
                 [&navigator = source.navigator] { navigator.open(ModelRoute{}); }};
}

// The mean error of labelled answers, over all versions and the steps in [from, to).
std::optional<double> errorOf(const deploy::LiveMetric& metric, Timestamp from, Timestamp to) {
  std::int64_t labels = 0;
  double sum = 0;
  for (const deploy::LivePoint& point : metric.points) {
    if (point.at >= from && point.at < to) {
      labels += point.labels;
      sum += point.value * static_cast<double>(point.labels);
    }
  }
  return labels == 0 ? std::nullopt : std::optional(sum / static_cast<double>(labels));
}

}  // namespace

const std::vector<Figure>& allFigures() {
  static const std::vector<Figure> all = [] {
    std::vector<Figure> figures;
    for (const FigureEntry& entry : kEntries) {
      figures.push_back(entry.figure);
    }
    return figures;
  }();
  return all;
}

QString figureId(Figure figure) {
  return QString::fromLatin1(kEntries[static_cast<std::size_t>(figure)].id);
}

std::optional<Figure> figureOf(QStringView id) {
  for (const FigureEntry& entry : kEntries) {
    if (id == QLatin1String(entry.id)) {
      return entry.figure;
    }
  }
  return std::nullopt;
}

QString figureName(Figure figure) {
  switch (figure) {
    case Figure::Champion:
      return HomeFigures::tr("Metric of the champion");
    case Figure::Candidate:
      return HomeFigures::tr("Best candidate");
    case Figure::Best:
      return HomeFigures::tr("Best run");
    case Figure::Gain:
      return HomeFigures::tr("Gain in a week");
    case Figure::Day:
      return HomeFigures::tr("Runs in 24 h");
    case Figure::Running:
      return HomeFigures::tr("Running now");
    case Figure::AllRuns:
      return HomeFigures::tr("All runs");
    case Figure::Failed:
      return HomeFigures::tr("Failed in 7 days");
    case Figure::Endpoints:
      return HomeFigures::tr("Endpoints");
    case Figure::LiveError:
      return HomeFigures::tr("Live error, 7 days");
    case Figure::Reviews:
      return HomeFigures::tr("Reviews under way");
    case Figure::Models:
      return HomeFigures::tr("Registered models");
  }
  return {};
}

Result<std::optional<LiveError>> loadLiveError(sql::Connection& connection, deploy::LiveMetricReader& reader,
                                               const std::vector<deploy::Endpoint>& endpoints,
                                               Timestamp now) {
  std::optional<LiveError> found;
  Timestamp newest{};
  const Timestamp weekAgo = now - kWeek;
  for (const deploy::Endpoint& endpoint : endpoints) {
    TATARA_ASSIGN(const deploy::LiveMetric metric,
                  reader.read(connection, endpoint.id, {weekAgo - kWeek, now}, std::chrono::hours(1), true));
    const std::optional<double> value = errorOf(metric, weekAgo, now);
    if (value && (!found || metric.newestLabelled > newest)) {
      newest = metric.newestLabelled;
      found = LiveError{endpoint.name, metric.kind, *value, errorOf(metric, Timestamp{}, weekAgo)};
    }
  }
  return found;
}

std::optional<KpiCell> findFigure(Figure figure, const FigureSource& source) {
  switch (figure) {
    case Figure::Champion:
      return championCell(source);
    case Figure::Candidate:
      return candidateCell(source);
    case Figure::Best:
      return bestCell(source);
    case Figure::Gain:
      return gainCell(source);
    case Figure::Day:
      return dayCell(source);
    case Figure::Running:
      return runningCell(source);
    case Figure::AllRuns:
      return allRunsCell(source);
    case Figure::Failed:
      return failedCell(source);
    case Figure::Endpoints:
      return endpointsCell(source);
    case Figure::LiveError:
      return liveCell(source);
    case Figure::Reviews:
      return reviewsCell(source);
    case Figure::Models:
      return modelsCell(source);
  }
  return std::nullopt;
}

std::vector<PlacedFigure> placeFigures(const QStringList& chosen, const FigureSource& source) {
  std::vector<PlacedFigure> placed;
  for (std::size_t place = 0; place < kFigurePlaces; ++place) {
    const auto wanted = figureOf(chosen.value(static_cast<qsizetype>(place)));
    if (wanted) {
      KpiCell none;
      none.label = figureName(*wanted);
      none.value = QString(kMissing);
      none.note = HomeFigures::tr("Nothing of the kind yet");
      placed.push_back({static_cast<int>(place), *wanted, findFigure(*wanted, source).value_or(none)});
      continue;
    }
    for (const Figure figure : kByThemselves[place]) {
      if (auto cell = findFigure(figure, source)) {
        placed.push_back({static_cast<int>(place), figure, std::move(*cell)});
        break;
      }
    }
  }
  return placed;
}

}  // namespace tatara::ui
