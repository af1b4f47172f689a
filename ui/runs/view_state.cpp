#include "ui/runs/view_state.h"
#include "ui/base/utf8.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

namespace tatara::ui {
namespace {

constexpr qsizetype kMostEntries = 1000;
constexpr qsizetype kMostText = 4096;

template <typename Range>
QJsonArray array(const Range& texts) {
  QJsonArray result;
  for (const std::string& text : texts) {
    result.append(fromUtf8(text));
  }
  return result;
}

std::vector<std::string> texts(const QJsonValue& value) {
  std::vector<std::string> result;
  const QJsonArray entries = value.toArray();
  for (qsizetype i = 0; i < std::min(entries.size(), kMostEntries); ++i) {
    const QString text = entries[i].toString();
    if (!text.isEmpty() && text.size() <= kMostText) {
      result.push_back(text.toStdString());
    }
  }
  return result;
}

std::set<std::string> textSet(const QJsonValue& value) {
  const std::vector<std::string> list = texts(value);
  return {list.begin(), list.end()};
}

template <typename Enum>
Enum choice(const QJsonValue& value, Enum last) {
  return static_cast<Enum>(std::clamp(value.toInt(), 0, static_cast<int>(last)));
}

}  // namespace

namespace {

QJsonObject chartObject(const RunChart& chart) {
  QJsonObject object{{QStringLiteral("kind"), static_cast<int>(chart.kind)},
                     {QStringLiteral("metric"), fromUtf8(chart.metric)},
                     {QStringLiteral("x"), fromUtf8(chart.x)},
                     {QStringLiteral("y"), fromUtf8(chart.y)}};
  if (!chart.group.empty()) {
    object[QStringLiteral("group")] = fromUtf8(chart.group);
  }
  if (chart.reading != RunReading::Last) {
    object[QStringLiteral("reading")] = static_cast<int>(chart.reading);
    object[QStringLiteral("lastCount")] = chart.lastCount;
  }
  if (!chart.other.empty()) {
    object[QStringLiteral("other")] = fromUtf8(chart.other);
  }
  if (chart.yRange) {
    object[QStringLiteral("yRange")] = QJsonArray{chart.yRange->first, chart.yRange->second};
  }
  QJsonArray lines;
  for (const ReferenceLine& line : chart.lines) {
    lines.append(QJsonObject{{QStringLiteral("y"), line.y}, {QStringLiteral("text"), fromUtf8(line.text)}});
  }
  if (!lines.isEmpty()) {
    object[QStringLiteral("lines")] = lines;
  }
  if (chart.axes != AxisArrangement()) {
    object[QStringLiteral("axes")] = QJsonObject{{QStringLiteral("order"), array(chart.axes.order)},
                                                 {QStringLiteral("flipped"), array(chart.axes.flipped)},
                                                 {QStringLiteral("log"), array(chart.axes.logarithmic)},
                                                 {QStringLiteral("hidden"), array(chart.axes.hidden)}};
  }
  if (chart.place) {
    object[QStringLiteral("place")] =
        QJsonArray{chart.place->column, chart.place->row, chart.place->width, chart.place->height};
  }
  return object;
}

std::string shortText(const QJsonValue& value) {
  const QString text = value.toString();
  return text.size() <= kMostText ? text.toStdString() : std::string();
}

RunChart chartFrom(const QJsonObject& object) {
  RunChart chart{choice(object[QStringLiteral("kind")], kLastChartKind),
                 shortText(object[QStringLiteral("metric")]), shortText(object[QStringLiteral("x")]),
                 shortText(object[QStringLiteral("y")])};
  chart.group = shortText(object[QStringLiteral("group")]);
  chart.reading = choice(object[QStringLiteral("reading")], RunReading::MeanOfLast);
  chart.lastCount = std::clamp(object[QStringLiteral("lastCount")].toInt(chart.lastCount), 1, 1'000'000);
  chart.other = shortText(object[QStringLiteral("other")]);
  const QJsonArray range = object[QStringLiteral("yRange")].toArray();
  if (range.size() == 2 && range[0].toDouble() < range[1].toDouble()) {
    chart.yRange = std::pair(range[0].toDouble(), range[1].toDouble());
  }
  const QJsonArray lines = object[QStringLiteral("lines")].toArray();
  for (qsizetype i = 0; i < std::min<qsizetype>(lines.size(), 20); ++i) {
    const QJsonObject line = lines[i].toObject();
    chart.lines.push_back({line[QStringLiteral("y")].toDouble(), shortText(line[QStringLiteral("text")])});
  }
  const QJsonObject axes = object[QStringLiteral("axes")].toObject();
  chart.axes = {texts(axes[QStringLiteral("order")]), textSet(axes[QStringLiteral("flipped")]),
                textSet(axes[QStringLiteral("log")]), textSet(axes[QStringLiteral("hidden")])};
  const QJsonArray place = object[QStringLiteral("place")].toArray();
  if (place.size() == 4) {
    const int width = std::clamp(place[2].toInt(), 1, 12);
    chart.place =
        GridPlace{std::clamp(place[0].toInt(), 0, 12 - width), std::clamp(place[1].toInt(), 0, 10'000), width,
                  std::clamp(place[3].toInt(), 1, 200)};
  }
  return chart;
}

}  // namespace

QByteArray toJson(const ViewState& state) {
  QJsonObject object;
  object[QStringLiteral("conditions")] = array(state.conditions);
  QJsonArray sort;
  for (const SortKey& key : state.sort) {
    sort.append(QJsonObject{{QStringLiteral("column"), fromUtf8(key.column)},
                            {QStringLiteral("descending"), key.descending}});
  }
  object[QStringLiteral("sort")] = sort;
  object[QStringLiteral("groupBy")] = fromUtf8(state.groupBy);
  object[QStringLiteral("hidden")] = array(state.hidden);
  object[QStringLiteral("shown")] = array(state.shown);
  object[QStringLiteral("order")] = array(state.order);
  object[QStringLiteral("collapsed")] = array(state.collapsed);
  QJsonObject widths;
  for (const auto& [column, width] : state.widths) {
    widths[fromUtf8(column)] = width;
  }
  object[QStringLiteral("widths")] = widths;
  object[QStringLiteral("onlyDiffering")] = state.onlyDiffering;
  object[QStringLiteral("layout")] = static_cast<int>(state.layout);
  object[QStringLiteral("axis")] = static_cast<int>(state.axis);
  object[QStringLiteral("smoothing")] = state.smoothing;
  object[QStringLiteral("smoothingMethod")] = static_cast<int>(state.smoothingMethod);
  object[QStringLiteral("xMetric")] = fromUtf8(state.xMetric);
  object[QStringLiteral("logScale")] = state.logScale;
  object[QStringLiteral("logX")] = state.logX;
  object[QStringLiteral("spread")] = state.spread;
  object[QStringLiteral("others")] = state.others;
  object[QStringLiteral("grouping")] =
      QJsonObject{{QStringLiteral("color"), fromUtf8(state.grouping.color)},
                  {QStringLiteral("dash"), fromUtf8(state.grouping.dash)},
                  {QStringLiteral("facet"), fromUtf8(state.grouping.facet)},
                  {QStringLiteral("center"), static_cast<int>(state.grouping.center)},
                  {QStringLiteral("band"), static_cast<int>(state.grouping.band)}};
  QJsonArray charts;
  for (const RunChart& chart : state.charts) {
    charts.append(chartObject(chart));
  }
  object[QStringLiteral("charts")] = charts;
  object[QStringLiteral("baseline")] = fromUtf8(state.baseline);
  return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

std::optional<ViewState> viewStateFromJson(const QByteArray& json) {
  const QJsonDocument document = QJsonDocument::fromJson(json);
  if (!document.isObject()) {
    return std::nullopt;
  }
  const QJsonObject object = document.object();
  ViewState state;
  state.conditions = texts(object[QStringLiteral("conditions")]);
  const QJsonArray sort = object[QStringLiteral("sort")].toArray();
  for (qsizetype i = 0; i < std::min<qsizetype>(sort.size(), 16); ++i) {
    const QJsonObject key = sort[i].toObject();
    state.sort.push_back(
        {key[QStringLiteral("column")].toString().toStdString(), key[QStringLiteral("descending")].toBool()});
  }
  state.groupBy = object[QStringLiteral("groupBy")].toString().toStdString();
  state.hidden = textSet(object[QStringLiteral("hidden")]);
  state.shown = textSet(object[QStringLiteral("shown")]);
  state.order = texts(object[QStringLiteral("order")]);
  state.collapsed = textSet(object[QStringLiteral("collapsed")]);
  const QJsonObject widths = object[QStringLiteral("widths")].toObject();
  for (auto it = widths.begin(); it != widths.end() && state.widths.size() < 1000; ++it) {
    state.widths[it.key().toStdString()] = std::clamp(it.value().toInt(), 24, 1000);
  }
  state.onlyDiffering = object[QStringLiteral("onlyDiffering")].toBool(true);
  state.layout = choice(object[QStringLiteral("layout")], RunsLayout::Charts);
  state.axis = choice(object[QStringLiteral("axis")], CurveAxis::Metric);
  state.smoothing = std::clamp(object[QStringLiteral("smoothing")].toDouble(), 0.0, 0.99);
  state.smoothingMethod = choice(object[QStringLiteral("smoothingMethod")], SmoothingMethod::BestSoFar);
  state.xMetric = shortText(object[QStringLiteral("xMetric")]);
  if (state.axis == CurveAxis::Metric && state.xMetric.empty()) {
    state.axis = CurveAxis::Step;
  }
  state.logScale = object[QStringLiteral("logScale")].toBool();
  state.logX = object[QStringLiteral("logX")].toBool();
  state.spread = object[QStringLiteral("spread")].toBool();
  state.others = object[QStringLiteral("others")].toBool();
  const QJsonObject grouping = object[QStringLiteral("grouping")].toObject();
  state.grouping.color = shortText(grouping[QStringLiteral("color")]);
  state.grouping.dash = shortText(grouping[QStringLiteral("dash")]);
  state.grouping.facet = shortText(grouping[QStringLiteral("facet")]);
  state.grouping.center = choice(grouping[QStringLiteral("center")], GroupCenter::Median);
  state.grouping.band = grouping.contains(QStringLiteral("band"))
                            ? choice(grouping[QStringLiteral("band")], GroupBand::Range)
                            : GroupBand::Interval;
  const QJsonArray charts = object[QStringLiteral("charts")].toArray();
  for (qsizetype i = 0; i < std::min<qsizetype>(charts.size(), 64); ++i) {
    state.charts.push_back(chartFrom(charts[i].toObject()));
  }
  state.baseline = object[QStringLiteral("baseline")].toString().toStdString();
  return state;
}

std::string joinedFilter(const std::vector<std::string>& conditions) {
  if (conditions.size() == 1) {
    return conditions.front();
  }
  std::string result;
  for (const std::string& condition : conditions) {
    result += (result.empty() ? "(" : " AND (") + condition + ")";
  }
  return result;
}

std::vector<SortKey> sortAfterClick(std::vector<SortKey> sort, const std::string& column, BetterWhen better,
                                    bool additive) {
  const bool bestDescends = better == BetterWhen::Higher;
  const auto found =
      std::find_if(sort.begin(), sort.end(), [&](const SortKey& key) { return key.column == column; });
  const bool known = found != sort.end();
  const bool bestFirst = known && found->descending == bestDescends;
  if (!additive) {
    if (!known) {
      return {{column, bestDescends}};
    }
    return bestFirst ? std::vector<SortKey>{{column, !bestDescends}} : std::vector<SortKey>{};
  }
  if (!known) {
    sort.push_back({column, bestDescends});
  } else if (bestFirst) {
    found->descending = !bestDescends;
  } else {
    sort.erase(found);
  }
  return sort;
}

}  // namespace tatara::ui
