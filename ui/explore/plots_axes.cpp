#include "ui/explore/plots_axes.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/base/number_text.h"

namespace tatara::ui {
namespace {

using dataset::Bins;
using dataset::Filter;
using dataset::GroupKey;

constexpr std::size_t kRanges = 12;

QString nameOf(const dataset::FrameColumn& column) {
  return QString::fromStdString(column.info.name);
}

QString valueLabel(const dataset::Frame& frame, std::size_t column, double value) {
  return withMinus(QString::fromStdString(dataset::valueText(frame, column, value)).left(60));
}

GroupKey::Period periodFor(double seconds, std::size_t most) {
  for (const auto& [period, length] :
       {std::pair(GroupKey::Period::Minute, 60.0), std::pair(GroupKey::Period::Hour, 3600.0),
        std::pair(GroupKey::Period::Day, 86'400.0), std::pair(GroupKey::Period::Week, 604'800.0),
        std::pair(GroupKey::Period::Month, 2'629'800.0), std::pair(GroupKey::Period::Quarter, 7'889'400.0)}) {
    if (seconds / length < static_cast<double>(most) - 1) {
      return period;
    }
  }
  return GroupKey::Period::Year;
}

QString periodLabel(GroupKey::Period period, double seconds) {
  const QString text = QString::fromStdString(dataset::timeText(seconds));
  switch (period) {
    case GroupKey::Period::Year:
      return text.left(4);
    case GroupKey::Period::Month:
    case GroupKey::Period::Quarter:
      return text.left(7);
    default:
      return QString(text).replace(QLatin1Char('T'), QLatin1Char(' ')).left(16);
  }
}

// At most so many ranges that begin and end where a person would cut: 0, 50, 100, …
void takeRoundRanges(GroupKey& key, const dataset::FrameColumn& column, std::size_t most) {
  key.bins = most;
  key.least = column.least;
  key.greatest = column.greatest;
  const double span = column.greatest - column.least;
  const bool whole = column.info.type == dataset::ColumnType::Integer;
  if (!(span > 0) || !std::isfinite(span)) {
    return;
  }
  const double power = std::pow(10, std::floor(std::log10(span / static_cast<double>(most))));
  for (const double factor : {1.0, 2.0, 2.5, 5.0, 10.0, 20.0}) {
    const double step = factor * power;
    if (whole && step != std::floor(step)) {
      continue;
    }
    const double first = std::floor(column.least / step) * step;
    const double bins = std::floor((column.greatest - first) / step) + 1;
    if (bins <= static_cast<double>(most)) {
      key.bins = static_cast<std::size_t>(bins);
      key.least = first;
      key.greatest = first + step * bins;
      return;
    }
  }
}

// "50–100"; of whole numbers "50–99".
QString rangeLabel(const GroupKey& key, const dataset::FrameColumn& column, std::size_t bin) {
  const double step = (key.greatest - key.least) / static_cast<double>(key.bins);
  int decimals = 0;
  const auto scaled = [&] { return step * std::pow(10, decimals); };
  while (decimals < 9 && std::abs(scaled() - std::round(scaled())) > 1e-6 * scaled()) {
    ++decimals;
  }
  const auto text = [&](double value) {
    return decimals == 9 || std::abs(value) >= 1e9
               ? metricText(value)
               : withMinus(QString::number(value == 0 ? 0 : value, 'f', decimals));
  };
  const bool whole = column.info.type == dataset::ColumnType::Integer;
  const QString first = text(dataset::binEdge(key, bin));
  const QString last = text(dataset::binEdge(key, bin + 1) - (whole ? 1 : 0));
  return first == last ? first : QStringLiteral("%1–%2").arg(first, last);
}

void addCategory(CategoryAxis& axis, const QString& label, double key, Filter filter) {
  axis.scale.labels << label;
  axis.keys.push_back(key);
  axis.scale.filters.push_back(std::move(filter));
}

Filter valueFilter(const std::string& column, double value) {
  return dataset::RangeCondition{.column = column, .least = value, .greatest = value};
}

}  // namespace

double PlotScale::unit(double value) const {
  if (logarithmic) {
    return value > 0 ? (std::log10(value) - std::log10(low)) / (std::log10(high) - std::log10(low))
                     : std::nan("");
  }
  return (value - low) / (high - low);
}

double PlotScale::value(double unit) const {
  return logarithmic ? std::pow(10, std::log10(low) + unit * (std::log10(high) - std::log10(low)))
                     : low + unit * (high - low);
}

QString axisText(const PlotScale& scale, double value) {
  return scale.time ? QString::fromStdString(dataset::timeText(std::round(value)))
                          .replace(QLatin1Char('T'), QLatin1Char(' '))
                    : metricText(value);
}

Result<PlotScale> plainScale(const dataset::Frame& frame, const std::string& name, bool logarithmic,
                             bool room, std::stop_token stop) {
  TATARA_ASSIGN(const std::size_t index, frame.find(name));
  const dataset::FrameColumn& column = frame.column(index);
  if (column.isText() || column.finite == 0) {
    return makeError(ErrorKind::InvalidArgument,
                     QCoreApplication::translate("tatara::ui::Plots",
                                                 "“%1” holds no numbers to draw; choose another column")
                         .arg(nameOf(column))
                         .toStdString());
  }
  PlotScale scale{.title = nameOf(column), .column = name};
  scale.time = column.info.type == dataset::ColumnType::Time;
  scale.logarithmic = logarithmic && !scale.time;
  scale.low = column.least;
  scale.high = column.greatest;
  if (scale.logarithmic && scale.low <= 0) {
    TATARA_ASSIGN(
        const auto positive,
        dataset::select(frame, dataset::RangeCondition{.column = name, .least = 0, .openBelow = true}, stop));
    TATARA_ASSIGN(const auto summary, dataset::summarize(frame, index, {}, positive, stop));
    if (!(summary.least > 0)) {
      return makeError(ErrorKind::InvalidArgument,
                       QCoreApplication::translate("tatara::ui::Plots",
                                                   "“%1” has no values above 0 for a logarithmic axis")
                           .arg(nameOf(column))
                           .toStdString());
    }
    scale.low = summary.least;
  }
  if (scale.low == scale.high) {
    scale.low -= scale.logarithmic ? scale.low / 2 : 0.5;
    scale.high += scale.logarithmic ? scale.high : 0.5;
  } else if (room && scale.logarithmic) {
    const double part = std::pow(scale.high / scale.low, 0.03);
    scale.low /= part;
    scale.high *= part;
  } else if (room) {
    const double part = (scale.high - scale.low) * 0.03;
    scale.low -= part;
    scale.high += part;
  }
  return scale;
}

std::optional<std::size_t> CategoryAxis::place(double wanted) const {
  const auto found = std::ranges::find(keys, wanted);
  return found == keys.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - keys.begin()));
}

Result<CategoryAxis> categoryAxis(const dataset::Frame& frame, const std::string& name,
                                  const dataset::Selection& selection, std::size_t most,
                                  std::stop_token stop) {
  TATARA_ASSIGN(const std::size_t index, frame.find(name));
  const dataset::FrameColumn& column = frame.column(index);
  CategoryAxis axis;
  axis.scale = {.category = true, .title = nameOf(column), .column = name};
  axis.key = {.column = index};
  if (column.isText()) {
    TATARA_ASSIGN(const auto top, dataset::topValues(frame, index, most + 1, selection, stop));
    for (std::size_t i = 0; i < std::min(most, top.size()); ++i) {
      for (std::size_t bin = 0; bin < column.bins.categories.size(); ++bin) {
        if (frame.entry(index, column.bins.categories[bin]) == top[i].text) {
          addCategory(axis, QString::fromStdString(top[i].text).left(60), column.bins.categories[bin],
                      dataset::SetCondition{name, {top[i].text}});
          break;
        }
      }
    }
    axis.left = column.entries > axis.keys.size() ? column.entries - axis.keys.size() : 0;
  } else if (column.info.type == dataset::ColumnType::Time && column.finite > 0) {
    axis.key.kind = GroupKey::Kind::Period;
    axis.key.period = periodFor(column.greatest - column.least, most);
    for (double at = dataset::periodBegin(axis.key.period, column.least); at <= column.greatest;) {
      const double next = dataset::nextPeriod(axis.key.period, at);
      addCategory(axis, periodLabel(axis.key.period, at), at,
                  dataset::RangeCondition{.column = name, .least = at, .greatest = next, .openAbove = true});
      at = next;
    }
  } else if (column.bins.kind == Bins::Kind::Values && column.bins.count <= most) {
    for (std::size_t i = 0; i < column.bins.count; ++i) {
      const double value = column.bins.first + static_cast<double>(i);
      addCategory(axis, valueLabel(frame, index, value), value, valueFilter(name, value));
    }
  } else if (column.finite > 0) {
    axis.key.kind = GroupKey::Kind::Bins;
    takeRoundRanges(axis.key, column, std::min(kRanges, most));
    for (std::size_t i = 0; i < axis.key.bins; ++i) {
      const double low = dataset::binEdge(axis.key, i);
      const double high = dataset::binEdge(axis.key, i + 1);
      addCategory(axis, rangeLabel(axis.key, column, i), static_cast<double>(i),
                  dataset::RangeCondition{
                      .column = name, .least = low, .greatest = high, .openAbove = i + 1 < axis.key.bins});
    }
  }
  if (axis.keys.empty()) {
    return makeError(ErrorKind::InvalidArgument,
                     QCoreApplication::translate("tatara::ui::Plots",
                                                 "“%1” has no values to group by; choose another column")
                         .arg(nameOf(column))
                         .toStdString());
  }
  return axis;
}

Result<std::vector<Series>> seriesOf(const dataset::Frame& frame, const std::string& column,
                                     const dataset::Selection& selection, std::size_t most, bool rest,
                                     std::stop_token stop) {
  std::vector<Series> series;
  if (column.empty()) {
    series.push_back({.name = {}, .slot = -1, .rows = selection});
    return series;
  }
  TATARA_ASSIGN(const CategoryAxis axis, categoryAxis(frame, column, selection, most, stop));
  for (std::size_t i = 0; i < axis.keys.size(); ++i) {
    TATARA_ASSIGN(const auto own, dataset::select(frame, axis.scale.filters[i], stop));
    Series one{.name = axis.scale.labels[static_cast<qsizetype>(i)],
               .slot = static_cast<int>(i),
               .rows = dataset::both(frame, selection, own)};
    if (one.rows.count(frame.rows()) > 0) {
      series.push_back(std::move(one));
    }
  }
  if (rest) {
    TATARA_ASSIGN(const auto others,
                  dataset::select(frame, dataset::noneOf(dataset::anyOf(axis.scale.filters)), stop));
    Series one{.name = QCoreApplication::translate("tatara::ui::Plots", "other"),
               .slot = -2,
               .rows = dataset::both(frame, selection, others)};
    if (one.rows.count(frame.rows()) > 0) {
      series.push_back(std::move(one));
    }
  }
  return series;
}

void evenValues(const PlotChoice& choice, const std::vector<PlotPanel*>& panels) {
  double low = choice.kind == PlotKind::Line ? std::numeric_limits<double>::infinity() : 0;
  double high = -std::numeric_limits<double>::infinity();
  for (const PlotPanel* own : panels) {
    for (const PlotMark& mark : own->marks) {
      low = std::min(low, mark.at.top());
      high = std::max(high, mark.at.bottom());
    }
    for (const PlotPath& path : own->paths) {
      for (const QPointF& point : path.points) {
        low = std::min(low, point.y());
        high = std::max(high, point.y());
      }
    }
  }
  const bool logarithmic = choice.logY && choice.kind != PlotKind::Pairs && high > 0;
  if (!std::isfinite(low) || !std::isfinite(high) || low > high) {
    low = 0;
    high = 1;
  }
  if (logarithmic) {
    low = std::min(high / 10, low > 0 ? low : 0.8);
  } else {
    high = high > low ? high + (high - low) * 0.05 : high + 1;
  }
  for (PlotPanel* own : panels) {
    own->y.low = low;
    own->y.high = high;
    own->y.logarithmic = logarithmic;
    const auto unit = [&](double value) {
      return std::max(0.0, logarithmic && value <= low ? 0.0 : own->y.unit(value));
    };
    for (PlotMark& mark : own->marks) {
      const double bottom = unit(mark.at.top());
      mark.at = QRectF(mark.at.left(), bottom, mark.at.width(), unit(mark.at.bottom()) - bottom);
    }
    for (PlotPath& path : own->paths) {
      for (QPointF& point : path.points) {
        point.setY(unit(point.y()));
      }
    }
  }
}

void evenPanels(PlotAnswer& answer) {
  if (answer.choice.kind == PlotKind::Heatmap) {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const PlotPanel& own : answer.panels) {
      for (const PlotMark& mark : own.marks) {
        low = std::min<double>(low, mark.shade);
        high = std::max<double>(high, mark.shade);
      }
    }
    low = answer.choice.colour.empty() ? 0 : low;
    for (PlotPanel& own : answer.panels) {
      for (PlotMark& mark : own.marks) {
        mark.shade = high > low ? static_cast<float>((mark.shade - low) / (high - low)) : 0.6F;
      }
    }
    answer.rampLow = std::isfinite(low) ? low : 0;
    answer.rampHigh = std::isfinite(high) ? high : 0;
    return;
  }
  const bool values = answer.choice.kind == PlotKind::Histogram || answer.choice.kind == PlotKind::Bar ||
                      answer.choice.kind == PlotKind::Line;
  if (values) {
    std::vector<PlotPanel*> all;
    for (PlotPanel& own : answer.panels) {
      all.push_back(&own);
    }
    evenValues(answer.choice, all);
  }
}

}  // namespace tatara::ui
