// Which parameters decide about a metric, and the metric over the two that decide most.
#include <algorithm>
#include <cmath>
#include <functional>

#include "core/base/nan.h"
#include "core/stats/functional_anova.h"
#include "ui/runs/internal/runs_text.h"
#include "ui/runs/internal/study_parts.h"

namespace tatara::ui {
namespace {

constexpr std::size_t kMostSettings = 200;
constexpr double kLogFrom = 30;  // greatest over least value from which an axis of a sweep is logarithmic
constexpr std::size_t kFewRuns = 8;

QString named(const std::string& key) {
  return QString::fromStdString(key);
}

double toLine(double value, AxisScale scale) {
  return scale == AxisScale::Log ? std::log10(value) : value;
}

double cellMiddle(AxisRange range, AxisScale scale, int cell) {
  const double low = toLine(range.low, scale);
  const double high = toLine(range.high, scale);
  const double at = low + (high - low) * (cell + 0.5) / ContourStudy::kSide;
  return scale == AxisScale::Log ? std::pow(10, at) : at;
}

// The range of an axis with room, and whether it was swept on a logarithmic scale.
void fitAxis(const std::vector<double>& values, AxisRange& range, AxisScale& scale) {
  const auto [low, high] = std::ranges::minmax(values);
  scale = low > 0 && high / low >= kLogFrom ? AxisScale::Log : AxisScale::Linear;
  if (scale == AxisScale::Log) {
    const double room = std::pow(high / low, 0.06);
    range = {low / room, high * room};
  } else {
    const double room = high > low ? 0.06 * (high - low) : 0.5;
    range = {low - room, high + room};
  }
}

void fillSurface(ContourStudy& study) {
  const auto place = [](double value, AxisRange range, AxisScale scale) {
    return (toLine(value, scale) - toLine(range.low, scale)) /
           (toLine(range.high, scale) - toLine(range.low, scale));
  };
  constexpr double kWidth = 1.0 / 12;
  study.low = INFINITY;
  study.high = -INFINITY;
  for (int row = 0; row < ContourStudy::kSide; ++row) {
    for (int column = 0; column < ContourStudy::kSide; ++column) {
      const double x = (column + 0.5) / ContourStudy::kSide;
      const double y = (row + 0.5) / ContourStudy::kSide;
      double sum = 0;
      double weight = 0;
      double nearest = INFINITY;
      for (const ContourStudy::Point& point : study.points) {
        const double dx = (place(point.x, study.x, study.xScale) - x) / kWidth;
        const double dy = (place(point.y, study.y, study.yScale) - y) / kWidth;
        const double away = dx * dx + dy * dy;
        const double w = std::exp(-0.5 * away);
        sum += w * point.z;
        weight += w;
        nearest = std::min(nearest, away);
      }
      const bool known = nearest <= 4;  // two widths
      study.surface.push_back(known ? sum / weight : kNan);
      if (known) {
        study.low = std::min(study.low, sum / weight);
        study.high = std::max(study.high, sum / weight);
      }
    }
  }
}

// The two numeric parameters that alone explain most, unless they are chosen.
std::pair<std::string, std::string> contourColumns(const RunChart& chart, const DecidingStudy& deciding,
                                                   const track::RunTable& table) {
  std::vector<std::string> numeric;
  for (const DecidingStudy::Share& share : deciding.shares) {
    const track::TextColumn* column = table.findParam(share.name.toStdString());
    if (column != nullptr && !column->numbers.empty()) {
      numeric.push_back("params." + share.name.toStdString());
    }
  }
  const std::string y = !chart.y.empty() ? chart.y : !numeric.empty() ? numeric[0] : std::string();
  std::string x = chart.x;
  for (const std::string& column : numeric) {
    if (x.empty() && column != y) {
      x = column;
    }
  }
  return {x, y};
}

}  // namespace

std::shared_ptr<DecidingStudy> makeDeciding(const StudyRequest& request, const RunChart& chart,
                                            std::stop_token stop) {
  auto study = std::make_shared<DecidingStudy>();
  const std::string metric = metricOf(request, chart);
  const track::RunTable& table = *request.listing->table;
  const std::vector<std::uint32_t> rows = rowsWith(*request.listing, metric);
  std::vector<stats::Setting> settings;
  std::vector<QString> names;
  const auto consider = [&](const track::TextColumn& column) {
    std::size_t distinct = 0;
    std::vector<bool> seen(column.dictionary.size() + 1, false);
    for (const std::uint32_t row : rows) {
      const auto code = static_cast<std::size_t>(column.codes[row] + 1);
      distinct += seen[code] ? 0 : 1;
      seen[code] = true;
    }
    const bool words = column.numbers.empty();
    // One value says nothing; a word of its own for nearly every run is a name.
    if (distinct < 2 || (words && distinct * 2 > rows.size()) || settings.size() == kMostSettings) {
      return;
    }
    stats::Setting setting;
    setting.categorical = words;
    for (const std::uint32_t row : rows) {
      setting.values.push_back(!words                   ? column.numbers[row]
                               : column.codes[row] >= 0 ? static_cast<double>(column.codes[row])
                                                        : kNan);
    }
    settings.push_back(std::move(setting));
    names.push_back(named(column.key));
  };
  for (const auto& param : table.params()) {
    consider(*param);
  }
  const std::vector<double> values =
      rows.empty() ? std::vector<double>() : numbersOf(table, "metrics." + metric, rows);
  const auto found = stats::functionalAnova(settings, values, {}, stop);
  if (!found) {
    study->empty =
        rows.empty() ? nothingLogged(metric) : RunsText::tr("Needs at least 8 runs whose parameters differ");
    return study;
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    study->shares.push_back({names[i], found->shares[i]});
  }
  std::ranges::stable_sort(study->shares, std::greater<>(), &DecidingStudy::Share::share);
  study->together = found->together;
  study->fit = found->fit;
  study->runs = found->rows;
  return study;
}

StudyPtr makeContour(const StudyRequest& request, const RunChart& chart, std::stop_token stop) {
  auto study = std::make_shared<ContourStudy>();
  const std::string metric = metricOf(request, chart);
  const track::RunTable& table = *request.listing->table;
  DecidingStudy deciding;
  if (chart.x.empty() || chart.y.empty()) {
    deciding = *makeDeciding(request, chart, stop);
  }
  const auto [x, y] = contourColumns(chart, deciding, table);
  study->xName = named(x.substr(x.find('.') + 1));
  study->yName = named(y.substr(y.find('.') + 1));
  study->zName = named(metric);
  study->lowerIsBetter = request.listing->meanings->of(metric).direction != track::Direction::HigherIsBetter;
  std::vector<double> xs;
  std::vector<double> ys;
  for (const std::uint32_t row : rowsWith(*request.listing, metric)) {
    const ContourStudy::Point point{x.empty() ? kNan : numberOf(table, x, row),
                                    y.empty() ? kNan : numberOf(table, y, row),
                                    table.findMetric(metric)->last[row], table.run(row).key};
    if (std::isfinite(point.x) && std::isfinite(point.y)) {
      study->points.push_back(point);
      xs.push_back(point.x);
      ys.push_back(point.y);
    }
  }
  if (study->points.size() < kFewRuns) {
    study->empty = RunsText::tr("Needs at least 8 runs with two numeric parameters that differ");
    return study;
  }
  fitAxis(xs, study->x, study->xScale);
  fitAxis(ys, study->y, study->yScale);
  fillSurface(*study);
  study->subtitle =
      RunsText::tr("%1, mean of the runs around, %n run(s)", nullptr, static_cast<int>(xs.size()))
          .arg(study->zName);
  return study;
}

double ContourStudy::xAt(int cell) const {
  return cellMiddle(x, xScale, cell);
}

double ContourStudy::yAt(int cell) const {
  return cellMiddle(y, yScale, cell);
}

}  // namespace tatara::ui
