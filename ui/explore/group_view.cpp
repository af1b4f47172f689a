#include "ui/explore/group_view.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <cmath>
#include <map>

#include "ui/base/language.h"
#include "ui/base/number_text.h"
#include "ui/explore/column_text.h"

namespace tatara::ui {
namespace {

using dataset::GroupKey;
using dataset::Measure;

constexpr std::uint64_t kMostSides = 60;
constexpr std::size_t kSplitBins = 24;
constexpr int kPairWide = 96;
constexpr int kPairHigh = 56;
constexpr double kMostBuckets = 900;  // of a time series: about a pixel each

class GroupView {
  Q_DECLARE_TR_FUNCTIONS(tatara::ui::GroupView)
};

bool isKey(const dataset::ColumnProfile& column) {
  return column.role == dataset::ColumnRole::Id || column.role == dataset::ColumnRole::Ignore;
}

std::optional<std::size_t> placeOf(const dataset::Frame& frame, const std::string& name) {
  const Result<std::size_t> found = frame.find(name);
  return found ? std::optional(*found) : std::nullopt;
}

QString labelOf(const dataset::Frame& frame, const GroupChoice& choice, double key) {
  if (std::isnan(key)) {
    return GroupView::tr("missing");
  }
  const QLocale locale =
      language() == Language::Japanese ? QLocale(QLocale::Japanese) : QLocale(QLocale::English);
  switch (choice.key.kind) {
    case GroupKey::Kind::Weekday:
      return locale.dayName(static_cast<int>(key) + 1, QLocale::ShortFormat);
    case GroupKey::Kind::MonthOfYear:
      return locale.monthName(static_cast<int>(key), QLocale::ShortFormat);
    case GroupKey::Kind::HourOfDay:
      return QStringLiteral("%1").arg(static_cast<int>(key), 2, 10, QLatin1Char('0'));
    case GroupKey::Kind::Period:
      return momentText(key);
    case GroupKey::Kind::Bins: {
      const auto bin = static_cast<std::size_t>(key);
      return metricText(dataset::binEdge(choice.key, bin));
    }
    case GroupKey::Kind::Value:
      break;
  }
  const dataset::FrameColumn& column = frame.column(choice.key.column);
  if (column.isText()) {
    const std::string_view entry = frame.entry(choice.key.column, static_cast<std::int32_t>(key));
    return QString::fromUtf8(entry.data(), static_cast<qsizetype>(entry.size()));
  }
  if (column.info.type == dataset::ColumnType::Time) {
    return momentText(key);
  }
  if (column.info.type == dataset::ColumnType::Boolean) {
    return key != 0 ? QStringLiteral("true") : QStringLiteral("false");
  }
  return key == std::floor(key) && std::abs(key) < 1e15 ? countText(std::llround(key)) : metricText(key);
}

GroupKey::Period periodFor(double seconds, QString& name) {
  struct Step {
    GroupKey::Period period;
    double length;
    const char* name;
  };
  static const Step steps[] = {
      {GroupKey::Period::Minute, 60, QT_TRANSLATE_NOOP("tatara::ui::GroupView", "minute")},
      {GroupKey::Period::Hour, 3600, QT_TRANSLATE_NOOP("tatara::ui::GroupView", "hour")},
      {GroupKey::Period::Day, 86400, QT_TRANSLATE_NOOP("tatara::ui::GroupView", "day")},
      {GroupKey::Period::Week, 604800, QT_TRANSLATE_NOOP("tatara::ui::GroupView", "week")},
      {GroupKey::Period::Month, 2629800, QT_TRANSLATE_NOOP("tatara::ui::GroupView", "month")}};
  for (const Step& step : steps) {
    if (seconds / step.length <= kMostBuckets) {
      name = GroupView::tr(step.name);
      return step.period;
    }
  }
  static const char* const kYear = QT_TRANSLATE_NOOP("tatara::ui::GroupView", "year");
  name = GroupView::tr(kYear);
  return GroupKey::Period::Year;
}

// All values of one key among the groups, in order.
std::vector<double> sidesOf(const std::vector<double>& keys) {
  std::vector<double> sides = keys;
  std::ranges::sort(sides, [](double a, double b) { return std::isnan(b) ? !std::isnan(a) : a < b; });
  const auto same = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
  sides.erase(std::unique(sides.begin(), sides.end(), same), sides.end());
  return sides;
}

std::size_t indexOf(const std::vector<double>& sides, double key) {
  const auto found = std::ranges::find_if(
      sides, [&](double side) { return side == key || (std::isnan(side) && std::isnan(key)); });
  return static_cast<std::size_t>(found - sides.begin());
}

Result<HeatTimePlot::Heat> heatOf(const FramePtr& frame, const HeatRequest& request, HeatAnswer& answer,
                                  const dataset::Selection& selection, std::stop_token stop) {
  dataset::GroupRequest groups;
  groups.keys = {request.rows.key, request.columns.key};
  groups.measures = {request.measure};
  TATARA_ASSIGN(const dataset::GroupTable table, dataset::group(*frame, groups, selection, stop));
  HeatTimePlot::Heat heat;
  heat.value = request.valueName;
  heat.row = request.rows.name;
  heat.column = request.columns.name;
  if (table.size() == 0) {
    return heat;
  }
  answer.rowKeys = sidesOf(table.keys[0]);
  answer.columnKeys = sidesOf(table.keys[1]);
  for (const double key : answer.rowKeys) {
    heat.rows << labelOf(*frame, request.rows, key);
  }
  for (const double key : answer.columnKeys) {
    heat.columns << labelOf(*frame, request.columns, key);
  }
  const std::size_t cells = answer.rowKeys.size() * answer.columnKeys.size();
  heat.values.assign(cells, dataset::kUndefined);
  heat.counts.assign(cells, 0);
  for (std::size_t i = 0; i < table.size(); ++i) {
    const std::size_t at = indexOf(answer.rowKeys, table.keys[0][i]) * answer.columnKeys.size() +
                           indexOf(answer.columnKeys, table.keys[1][i]);
    heat.values[at] = table.measures[0][i];
    heat.counts[at] = static_cast<std::int64_t>(table.rows[i]);
  }
  return heat;
}

Result<HeatTimePlot::Series> heatTimeSeries(const FramePtr& frame, const SeriesRequest& request,
                                            const dataset::Selection& selection, std::stop_token stop) {
  const dataset::FrameColumn& time = frame->column(request.time);
  QString bucket;
  dataset::GroupRequest groups;
  GroupKey key;
  key.column = request.time;
  key.kind = GroupKey::Kind::Period;
  key.period = periodFor(time.greatest - time.least, bucket);
  groups.keys = {key};
  groups.keepMissing = false;
  groups.measures = {{Measure::Kind::Mean, request.value, 0.5},
                     {Measure::Kind::Least, request.value, 0.5},
                     {Measure::Kind::Greatest, request.value, 0.5}};
  TATARA_ASSIGN(const dataset::GroupTable table, dataset::group(*frame, groups, selection, stop));
  HeatTimePlot::Series series;
  series.bucket = bucket;
  series.title = GroupView::tr("%1 per %2: mean, min–max band").arg(request.valueName, bucket);
  // Periods without rows are gaps.
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (!series.times.empty()) {
      for (double next = dataset::nextPeriod(key.period, series.times.back());
           next < table.keys[0][i] && series.times.size() < 4 * static_cast<std::size_t>(kMostBuckets);
           next = dataset::nextPeriod(key.period, next)) {
        series.times.push_back(next);
        for (auto* values : {&series.mean, &series.low, &series.high}) {
          values->push_back(dataset::kUndefined);
        }
      }
    }
    series.times.push_back(table.keys[0][i]);
    series.mean.push_back(table.measures[0][i]);
    series.low.push_back(table.measures[1][i]);
    series.high.push_back(table.measures[2][i]);
  }
  return series;
}

}  // namespace

std::optional<std::size_t> timeColumnOf(const dataset::Profile& profile, const dataset::Frame& frame) {
  std::optional<std::size_t> found;
  for (const dataset::ColumnProfile& column : profile.columns) {
    if (column.type == dataset::ColumnType::Time && (!found || column.role == dataset::ColumnRole::Time)) {
      if (const auto place = placeOf(frame, column.name); place && frame.column(*place).finite > 1) {
        found = place;
        if (column.role == dataset::ColumnRole::Time) {
          break;
        }
      }
    }
  }
  return found;
}

std::optional<std::size_t> valueColumnOf(const dataset::Profile& profile, const dataset::Frame& frame) {
  const dataset::ColumnProfile* value = profile.find(profile.target);
  if (!value || !value->numeric()) {
    value = nullptr;
    for (const dataset::ColumnProfile& column : profile.columns) {
      if (column.numeric() && !isKey(column) && column.distinct > 2) {
        value = &column;
        break;
      }
    }
  }
  return value ? placeOf(frame, value->name) : std::nullopt;
}

std::vector<GroupChoice> groupChoices(const dataset::Profile& profile, const dataset::Frame& frame) {
  std::vector<GroupChoice> choices;
  if (const auto time = timeColumnOf(profile, frame)) {
    const dataset::FrameColumn& column = frame.column(*time);
    const QString name = QString::fromStdString(column.info.name);
    const dataset::ColumnProfile* known = profile.find(column.info.name);
    const auto add = [&](const QString& text, GroupKey::Kind kind) {
      GroupChoice choice;
      choice.name = text.arg(name);
      choice.key.column = *time;
      choice.key.kind = kind;
      choices.push_back(std::move(choice));
    };
    add(GroupView::tr("weekday of %1"), GroupKey::Kind::Weekday);
    if (known && known->distinct > 0 && std::fmod(known->max, 86400) + std::fmod(known->median, 86400) != 0) {
      add(GroupView::tr("hour of %1"), GroupKey::Kind::HourOfDay);
    }
    add(GroupView::tr("month of %1"), GroupKey::Kind::MonthOfYear);
  }
  for (const dataset::ColumnProfile& column : profile.columns) {
    const auto place = placeOf(frame, column.name);
    if (!place || isKey(column) || column.distinct < 2) {
      continue;
    }
    GroupChoice choice;
    choice.name = QString::fromStdString(column.name);
    choice.key.column = *place;
    choice.few = column.distinct <= kMostSides;
    if (!choice.few) {
      const dataset::FrameColumn& at = frame.column(*place);
      if (column.type == dataset::ColumnType::Time) {
        QString unused;
        choice.key.kind = GroupKey::Kind::Period;
        choice.key.period = periodFor((at.greatest - at.least) * 10, unused);  // some ninety of them
      } else if (column.numeric() && at.least < at.greatest) {
        choice.key.kind = GroupKey::Kind::Bins;
        choice.key.bins = kSplitBins;
        choice.key.least = at.least;
        choice.key.greatest = at.greatest;
      } else {
        continue;
      }
    }
    choices.push_back(std::move(choice));
  }
  return choices;
}

std::optional<std::pair<GroupChoice, GroupChoice>> defaultSides(const dataset::Profile& profile,
                                                                const dataset::Frame& frame,
                                                                const std::vector<GroupChoice>& choices) {
  const auto named = [&](const QString& name) {
    const auto found = std::ranges::find(choices, name, &GroupChoice::name);
    return found == choices.end() ? nullptr : &*found;
  };
  const auto ofKind = [&](GroupKey::Kind kind) {
    const auto found =
        std::ranges::find_if(choices, [&](const auto& choice) { return choice.key.kind == kind; });
    return found == choices.end() ? nullptr : &*found;
  };
  if (const GroupChoice* weekday = ofKind(GroupKey::Kind::Weekday)) {
    const auto time = timeColumnOf(profile, frame);
    const dataset::ColumnProfile* column = profile.find(frame.column(*time).info.name);
    const GroupChoice* hour = column ? named(QString::fromStdString(column->time.hourColumn)) : nullptr;
    hour = hour && hour->few ? hour : ofKind(GroupKey::Kind::HourOfDay);
    hour = hour ? hour : ofKind(GroupKey::Kind::MonthOfYear);
    if (hour) {
      return std::pair(*weekday, *hour);
    }
  }
  // The two that tell most of the target and are not two names of one thing.
  std::vector<const dataset::ColumnProfile*> ranked;
  for (const dataset::ColumnProfile& column : profile.columns) {
    const GroupChoice* choice = named(QString::fromStdString(column.name));
    if (choice && choice->few && choice->key.kind == GroupKey::Kind::Value && column.name != profile.target) {
      ranked.push_back(&column);
    }
  }
  const auto power = [](const auto* column) {
    return std::isnan(column->predictivePower) ? 0.0 : column->predictivePower;
  };
  std::ranges::stable_sort(ranked, [&](const auto* a, const auto* b) { return power(a) > power(b); });
  const dataset::RelationMatrix& related = profile.cramersV;
  const auto recoded = [&](const std::string& a, const std::string& b) {
    const auto i = std::ranges::find(related.columns, a);
    const auto j = std::ranges::find(related.columns, b);
    return i != related.columns.end() && j != related.columns.end() &&
           related.at(static_cast<std::size_t>(i - related.columns.begin()),
                      static_cast<std::size_t>(j - related.columns.begin())) > 0.95;
  };
  for (std::size_t i = 1; i < ranked.size(); ++i) {
    if (!recoded(ranked[0]->name, ranked[i]->name)) {
      const auto* rows = ranked[0]->distinct <= ranked[i]->distinct ? ranked[0] : ranked[i];
      const auto* columns = rows == ranked[0] ? ranked[i] : ranked[0];
      return std::pair(*named(QString::fromStdString(rows->name)),
                       *named(QString::fromStdString(columns->name)));
    }
  }
  return std::nullopt;
}

Result<HeatAnswer> heatAndSeries(const FramePtr& frame, const std::optional<HeatRequest>& heat,
                                 const std::optional<SeriesRequest>& series,
                                 const dataset::Selection& selection, std::stop_token stop) {
  HeatAnswer answer;
  if (heat) {
    TATARA_ASSIGN(HeatTimePlot::Heat made, heatOf(frame, *heat, answer, selection, stop));
    if (!made.rows.isEmpty()) {
      answer.heat = std::move(made);
    }
  }
  if (series) {
    TATARA_ASSIGN(HeatTimePlot::Series made, heatTimeSeries(frame, *series, selection, stop));
    if (made.times.size() > 1) {
      answer.series = std::move(made);
    }
  }
  return answer;
}

Result<GroupPlot::Content> splitOf(const FramePtr& frame, std::size_t column, const GroupChoice& by,
                                   const dataset::Selection& selection, std::stop_token stop) {
  dataset::GroupRequest groups;
  groups.keys = {by.key};
  for (const double probability : {0.1, 0.5, 0.9}) {
    groups.measures.push_back({Measure::Kind::Quantile, column, probability});
  }
  TATARA_ASSIGN(const dataset::GroupTable table, dataset::group(*frame, groups, selection, stop));
  GroupPlot::Content content;
  content.column = QString::fromStdString(frame->column(column).info.name);
  content.group = by.name;
  const dataset::FrameColumn& key = frame->column(by.key.column);
  const bool calendar = by.key.kind == GroupKey::Kind::Weekday || by.key.kind == GroupKey::Kind::MonthOfYear;
  content.time = by.key.kind == GroupKey::Kind::Period;
  content.numeric = !key.isText() && !calendar && key.info.type != dataset::ColumnType::Boolean;
  for (std::size_t i = 0; i < table.size(); ++i) {
    const double at = table.keys[0][i];
    GroupPlot::Point point;
    point.label = labelOf(*frame, by, at);
    if (by.key.kind == GroupKey::Kind::Bins && !std::isnan(at)) {
      const auto bin = static_cast<std::size_t>(at);
      const double low = dataset::binEdge(by.key, bin);
      const double high = dataset::binEdge(by.key, bin + 1);
      point.x = (low + high) / 2;
      point.label = QStringLiteral("%1–%2").arg(metricText(low), metricText(high));
    } else {
      point.x = content.numeric ? at : static_cast<double>(i);
    }
    if (content.numeric && std::isnan(at)) {
      continue;  // missing keys have no place on a number axis
    }
    point.p10 = table.measures[0][i];
    point.median = table.measures[1][i];
    point.p90 = table.measures[2][i];
    point.rows = std::isnan(point.median) ? 0 : static_cast<std::int64_t>(table.rows[i]);
    content.points.push_back(std::move(point));
  }
  return content;
}

Result<PairPlot::Content> pairOf(const FramePtr& frame, std::size_t x, std::size_t y,
                                 const dataset::Selection& selection, std::stop_token stop) {
  PairPlot::Content content;
  content.x = QString::fromStdString(frame->column(x).info.name);
  content.y = QString::fromStdString(frame->column(y).info.name);
  content.wide = kPairWide;
  content.high = kPairHigh;
  content.counts.assign(static_cast<std::size_t>(kPairWide) * kPairHigh, 0);
  dataset::GroupRequest groups;
  groups.keepMissing = false;
  const auto side = [&](std::size_t column, int bins, AxisRange& range) {
    range = {frame->column(column).least, frame->column(column).greatest};
    if (!(range.low < range.high)) {
      range = {range.low - 0.5, range.high + 0.5};
    }
    GroupKey key;
    key.column = column;
    key.kind = GroupKey::Kind::Bins;
    key.bins = static_cast<std::size_t>(bins);
    key.least = range.low;
    key.greatest = range.high;
    groups.keys.push_back(key);
  };
  side(x, kPairWide, content.xRange);
  side(y, kPairHigh, content.yRange);
  groups.measures = {{Measure::Kind::Count, dataset::kEveryRow, 0.5}};
  TATARA_ASSIGN(const dataset::GroupTable table, dataset::group(*frame, groups, selection, stop));
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (!std::isnan(table.keys[0][i]) && !std::isnan(table.keys[1][i])) {
      const auto column = static_cast<std::size_t>(table.keys[0][i]);
      const auto row = static_cast<std::size_t>(table.keys[1][i]);
      content.counts[row * kPairWide + column] += static_cast<double>(table.rows[i]);
    }
  }
  return content;
}

std::optional<dataset::Filter> filterOfGroup(const dataset::Frame& frame, const GroupChoice& choice,
                                             double key) {
  const std::string& column = frame.column(choice.key.column).info.name;
  if (std::isnan(key)) {
    return dataset::Filter(dataset::MissingCondition{column});
  }
  dataset::RangeCondition range;
  range.column = column;
  switch (choice.key.kind) {
    case GroupKey::Kind::Value: {
      if (frame.column(choice.key.column).isText()) {
        dataset::SetCondition set;
        set.column = column;
        set.values = {std::string(frame.entry(choice.key.column, static_cast<std::int32_t>(key)))};
        return dataset::Filter(set);
      }
      range.least = range.greatest = key;
      return dataset::Filter(range);
    }
    case GroupKey::Kind::Bins: {
      const auto bin = static_cast<std::size_t>(key);
      range.least = dataset::binEdge(choice.key, bin);
      range.greatest = dataset::binEdge(choice.key, bin + 1);
      range.openAbove = bin + 1 < choice.key.bins;
      return dataset::Filter(range);
    }
    case GroupKey::Kind::Period:
      range.least = key;
      range.greatest = dataset::nextPeriod(choice.key.period, key);
      range.openAbove = true;
      return dataset::Filter(range);
    default:
      return std::nullopt;
  }
}

}  // namespace tatara::ui
