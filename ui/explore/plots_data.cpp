#include "ui/explore/plots_data.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/base/number_text.h"
#include "ui/explore/plots_axes.h"
#include "ui/explore/plots_scatter.h"

namespace tatara::ui {
namespace {

using dataset::GroupKey;
using dataset::Measure;

constexpr std::size_t kCategories = 30;
constexpr std::size_t kSeries = 8;
constexpr std::size_t kFacets = 9;
constexpr std::size_t kHistogramBars = 40;
constexpr std::size_t kSteps = 120;  // of a line over numbers
constexpr std::size_t kViolinBins = 48;
constexpr std::size_t kPairs = 4;
constexpr std::uint64_t kDots = 20'000;  // up to so many rows each is a dot

class Drawer {
  Q_DECLARE_TR_FUNCTIONS(tatara::ui::Plots)

 public:
  Drawer(const PlotRequest& request, std::stop_token stop)
      : m_request(request), m_frame(*request.frame), m_choice(request.choice), m_stop(std::move(stop)) {}

  Result<PlotAnswerPtr> draw() {
    m_answer.choice = m_choice;
    m_answer.rows = m_request.selection.count(m_frame.rows());
    if (m_choice.kind == PlotKind::Pairs) {
      TATARA_TRY(pairs());
      return finish();
    }
    TATARA_ASSIGN(const auto facets,
                  seriesOf(m_frame, m_choice.facet, m_request.selection, kFacets, false, m_stop));
    for (const Series& facet : facets) {
      m_answer.panels.push_back({.title = facet.name});
    }
    m_answer.columns = static_cast<int>(std::ceil(std::sqrt(static_cast<double>(facets.size()))));
    const std::string stack =
        m_choice.kind == PlotKind::Heatmap || numericColour() ? std::string() : m_choice.colour;
    if (!stack.empty()) {
      TATARA_ASSIGN(const auto all, seriesOf(m_frame, stack, m_request.selection, kSeries, true, m_stop));
      for (const Series& one : all) {
        m_answer.series << one.name;
        m_answer.seriesSlots.push_back(one.slot);
      }
    }
    m_plots = panelPlots(QRectF(QPointF(), QSizeF(m_request.size) / m_request.ratio), facets.size(),
                         m_answer.columns, !m_answer.series.isEmpty() || legendOfRamp());
    for (std::size_t i = 0; i < facets.size(); ++i) {
      TATARA_ASSIGN(const auto series, panelSeries(stack, facets[i].rows));
      TATARA_TRY(panel(i, facets[i].rows, series));
    }
    evenPanels(m_answer);
    return finish();
  }

 private:
  bool numericColour() const {
    const auto index = m_choice.colour.empty() ? Result<std::size_t>(Error{}) : m_frame.find(m_choice.colour);
    if (!index || m_choice.kind != PlotKind::Scatter) {
      return false;
    }
    const dataset::FrameColumn& column = m_frame.column(*index);
    return !column.isText() &&
           !(column.bins.kind == dataset::Bins::Kind::Values && column.bins.count <= kSeries);
  }
  bool legendOfRamp() const {
    return m_choice.kind == PlotKind::Heatmap || m_choice.kind == PlotKind::Scatter;
  }

  // The same series in each panel, in the same colours.
  Result<std::vector<Series>> panelSeries(const std::string& column, const dataset::Selection& rows) {
    if (column.empty()) {
      return std::vector<Series>{{.name = {}, .slot = -1, .rows = rows}};
    }
    TATARA_ASSIGN(auto all, seriesOf(m_frame, column, m_request.selection, kSeries, true, m_stop));
    for (Series& one : all) {
      one.rows = dataset::both(m_frame, one.rows, rows);
    }
    return all;
  }

  Status panel(std::size_t place, const dataset::Selection& rows, const std::vector<Series>& series) {
    PlotPanel& own = m_answer.panels[place];
    switch (m_choice.kind) {
      case PlotKind::Histogram:
        return histogram(own, series);
      case PlotKind::Bar:
        return bars(own, series);
      case PlotKind::Line:
        return lines(own, series);
      case PlotKind::Box:
        return boxes(own, rows);
      case PlotKind::Violin:
        return violins(own, rows);
      case PlotKind::Heatmap:
        return heatmap(own, rows);
      case PlotKind::Scatter: {
        TATARA_ASSIGN(own.x, plainScale(m_frame, m_choice.x, m_choice.logX, true, m_stop));
        TATARA_ASSIGN(own.y, plainScale(m_frame, m_choice.y, m_choice.logY, true, m_stop));
        return scatter(own, series, m_plots[place].size());
      }
      case PlotKind::Pairs:
        break;
    }
    return {};
  }

  Result<std::size_t> numberColumn(const std::string& name) const {
    TATARA_ASSIGN(const std::size_t index, m_frame.find(name));
    if (m_frame.column(index).isText()) {
      return makeError(ErrorKind::InvalidArgument, tr("“%1” holds text; choose a column of numbers for y")
                                                       .arg(QString::fromStdString(name))
                                                       .toStdString());
    }
    return index;
  }

  void addRow(std::initializer_list<std::pair<QString, double>> numbers, const QStringList& texts,
              const QStringList& textNames) {
    if (m_answer.table.columns.empty()) {
      for (const QString& name : textNames) {
        m_answer.table.columns.push_back({.name = name, .values = {}, .texts = {}});
      }
      for (const auto& number : numbers) {
        m_answer.table.columns.push_back({.name = number.first, .values = {}, .texts = {}});
      }
    }
    std::size_t column = 0;
    for (const QString& text : texts) {
      m_answer.table.columns[column++].texts << text;
    }
    for (const auto& number : numbers) {
      m_answer.table.columns[column++].values.push_back(number.second);
    }
  }

  // Bars of as many whole numbers each, else they look like a comb; edges half-way between two of them.
  static void spanWholeNumbers(const dataset::FrameColumn& column, dataset::HistogramRequest& request) {
    constexpr double kFar = 1e15;  // beyond it halves are not exact
    if (column.finite > 0 && std::abs(column.least) < kFar && std::abs(column.greatest) < kFar) {
      const double numbers = column.greatest - column.least + 1;
      const double width = std::ceil(numbers / static_cast<double>(kHistogramBars));
      request.bins = static_cast<std::size_t>(std::ceil(numbers / width));
      request.least = column.least - 0.5;
      request.greatest = request.least + width * static_cast<double>(request.bins);
    }
  }

  // The bars that fit the grid of the values, where they stand on one.
  static void spanGrid(const dataset::FrameColumn& column, dataset::HistogramRequest& request) {
    const dataset::Bins& bins = column.bins;
    if (bins.kind == dataset::Bins::Kind::Ranges && bins.last > column.greatest) {
      const double width = (bins.last - bins.first) / static_cast<double>(kHistogramBars);
      request.bins = static_cast<std::size_t>(std::ceil((column.greatest - bins.first) / width));
      request.least = bins.first;
      request.greatest = bins.first + width * static_cast<double>(request.bins);
    }
  }

  Status histogram(PlotPanel& panel, const std::vector<Series>& series) {
    TATARA_ASSIGN(const std::size_t index, m_frame.find(m_choice.x));
    const dataset::FrameColumn& column = m_frame.column(index);
    if (column.isText()) {
      return bars(panel, series);
    }
    dataset::HistogramRequest request{.column = index, .bins = kHistogramBars, .logarithmic = m_choice.logX};
    if (column.bins.kind == dataset::Bins::Kind::Values && column.bins.count <= 60 && !m_choice.logX) {
      request.bins = column.bins.count;
      request.least = column.bins.first - 0.5;
      request.greatest = column.bins.first + static_cast<double>(column.bins.count) - 0.5;
    } else if (column.info.type == dataset::ColumnType::Integer && !m_choice.logX) {
      spanWholeNumbers(column, request);
    } else if (column.info.type == dataset::ColumnType::Real && !m_choice.logX) {
      spanGrid(column, request);
    }
    TATARA_ASSIGN(panel.x, plainScale(m_frame, m_choice.x, m_choice.logX, false, m_stop));
    std::vector<double> below;
    for (const Series& one : series) {
      TATARA_ASSIGN(const stats::Histogram found, dataset::histogram(m_frame, request, one.rows, m_stop));
      if (found.counts.empty()) {
        continue;
      }
      panel.x.low = found.edges.front();
      panel.x.high = found.edges.back();
      below.resize(found.counts.size(), 0);
      for (std::size_t i = 0; i < found.counts.size(); ++i) {
        const auto count = static_cast<double>(found.counts[i]);
        addRow({{tr("from"), found.edges[i]}, {tr("to"), found.edges[i + 1]}, {tr("rows"), count}},
               {panel.title, one.name}, {tr("panel"), tr("series")});
        if (count == 0) {
          continue;
        }
        const double left = panel.x.unit(found.edges[i]);
        const double right = panel.x.unit(found.edges[i + 1]);
        panel.marks.push_back(
            {.at = QRectF(left, below[i], right - left, count),
             .slot = one.slot,
             .tip = tr("%1 to %2: %3 rows")
                        .arg(axisText(panel.x, found.edges[i]), axisText(panel.x, found.edges[i + 1]),
                             countText(static_cast<std::int64_t>(found.counts[i]))) +
                    (one.name.isEmpty() ? QString() : QStringLiteral(" · ") + one.name),
             .filter = dataset::RangeCondition{.column = m_choice.x,
                                               .least = found.edges[i],
                                               .greatest = found.edges[i + 1],
                                               .openAbove = i + 1 < found.counts.size()}});
        below[i] += count;
      }
    }
    panel.y = {.title = tr("rows")};
    return {};
  }

  Status bars(PlotPanel& panel, const std::vector<Series>& series) {
    TATARA_ASSIGN(const CategoryAxis axis,
                  categoryAxis(m_frame, m_choice.x, m_request.selection, kCategories, m_stop));
    panel.x = axis.scale;
    const bool counts = m_choice.y.empty() || m_choice.kind == PlotKind::Histogram;
    std::size_t measured = 0;
    if (!counts) {
      TATARA_ASSIGN(measured, numberColumn(m_choice.y));
    }
    const auto categories = static_cast<double>(axis.keys.size());
    std::vector<double> below(axis.keys.size(), 0);
    for (std::size_t s = 0; s < series.size(); ++s) {
      dataset::GroupRequest request{.keys = {axis.key}, .measures = {}};
      if (!counts) {
        request.measures = {{.kind = Measure::Kind::Mean, .column = measured}};
      }
      TATARA_ASSIGN(const dataset::GroupTable table,
                    dataset::group(m_frame, request, series[s].rows, m_stop));
      for (std::size_t i = 0; i < table.size(); ++i) {
        const auto place = axis.place(table.keys[0][i]);
        const double value = counts ? static_cast<double>(table.rows[i]) : table.measures[0][i];
        if (!place || std::isnan(value)) {
          continue;
        }
        const double share = counts ? 1 : 1.0 / static_cast<double>(series.size());
        const double width = 0.8 / categories * share;
        const double left =
            (static_cast<double>(*place) + 0.1) / categories + (counts ? 0 : static_cast<double>(s) * width);
        const QString label = axis.scale.labels[static_cast<qsizetype>(*place)];
        panel.marks.push_back(
            {.at = QRectF(left, counts ? below[*place] : std::min(0.0, value), width, std::abs(value)),
             .slot = series[s].slot,
             .tip =
                 label + (series[s].name.isEmpty() ? QString() : QStringLiteral(" · ") + series[s].name) +
                 QStringLiteral(": ") +
                 (counts ? tr("%1 rows").arg(countText(static_cast<std::int64_t>(table.rows[i])))
                         : tr("mean %1 of %2 rows")
                               .arg(metricText(value), countText(static_cast<std::int64_t>(table.rows[i])))),
             .filter = axis.scale.filters[*place]});
        addRow({{counts ? tr("rows") : tr("mean"), value}}, {panel.title, series[s].name, label},
               {tr("panel"), tr("series"), axis.scale.title});
        below[*place] += counts ? value : 0;
      }
    }
    panel.y = {.title = counts ? tr("rows") : tr("mean %1").arg(QString::fromStdString(m_choice.y))};
    noteLeft(axis.left);
    return {};
  }

  void noteLeft(std::size_t left) {
    if (left > 0) {
      m_answer.note = tr("%1 less frequent values not shown").arg(countText(static_cast<std::int64_t>(left)));
    }
  }

  Status lines(PlotPanel& panel, const std::vector<Series>& series) {
    TATARA_ASSIGN(panel.x, plainScale(m_frame, m_choice.x, m_choice.logX, false, m_stop));
    TATARA_ASSIGN(const std::size_t index, m_frame.find(m_choice.x));
    GroupKey key{.column = index,
                 .kind = GroupKey::Kind::Bins,
                 .bins = kSteps,
                 .least = panel.x.low,
                 .greatest = panel.x.high,
                 .logarithmic = panel.x.logarithmic};
    const dataset::FrameColumn& column = m_frame.column(index);
    if (column.bins.kind == dataset::Bins::Kind::Values) {
      key = {.column = index};
    } else if (panel.x.time) {
      TATARA_ASSIGN(const CategoryAxis periods, categoryAxis(m_frame, m_choice.x, {}, 800, m_stop));
      key = periods.key;
    }
    dataset::GroupRequest request{.keys = {key}, .measures = {}, .keepMissing = false};
    if (!m_choice.y.empty()) {
      TATARA_ASSIGN(const std::size_t y, numberColumn(m_choice.y));
      request.measures = {{.kind = Measure::Kind::Mean, .column = y},
                          {.kind = Measure::Kind::Least, .column = y},
                          {.kind = Measure::Kind::Greatest, .column = y}};
    }
    for (const Series& one : series) {
      TATARA_ASSIGN(const dataset::GroupTable table, dataset::group(m_frame, request, one.rows, m_stop));
      PlotPath mean{.points = {}, .slot = one.slot};
      std::vector<QPointF> low;
      std::vector<QPointF> high;
      for (std::size_t i = 0; i < table.size(); ++i) {
        const double at = key.kind == GroupKey::Kind::Bins
                              ? (dataset::binEdge(key, static_cast<std::size_t>(table.keys[0][i])) +
                                 dataset::binEdge(key, static_cast<std::size_t>(table.keys[0][i]) + 1)) /
                                    2
                              : table.keys[0][i];
        const double value =
            request.measures.empty() ? static_cast<double>(table.rows[i]) : table.measures[0][i];
        if (std::isnan(value)) {
          continue;
        }
        const double x = panel.x.unit(at);
        mean.points.emplace_back(x, value);
        if (!request.measures.empty()) {
          low.emplace_back(x, table.measures[1][i]);
          high.emplace_back(x, table.measures[2][i]);
        }
        addRow({{QString::fromStdString(m_choice.x), at}, {tr("value"), value}}, {panel.title, one.name},
               {tr("panel"), tr("series")});
      }
      if (!low.empty() && series.size() == 1) {
        PlotPath band{.points = std::move(low), .slot = one.slot, .filled = true};
        band.points.insert(band.points.end(), high.rbegin(), high.rend());
        panel.paths.push_back(std::move(band));
      }
      panel.paths.push_back(std::move(mean));
    }
    panel.y = {.title = m_choice.y.empty() ? tr("rows")
                        : series.size() == 1
                            ? tr("mean %1, band: min–max").arg(QString::fromStdString(m_choice.y))
                            : tr("mean %1").arg(QString::fromStdString(m_choice.y))};
    return {};
  }

  Status boxes(PlotPanel& panel, const dataset::Selection& rows) {
    TATARA_ASSIGN(const std::size_t y, numberColumn(m_choice.y));
    TATARA_ASSIGN(const CategoryAxis axis,
                  categoryAxis(m_frame, m_choice.x, m_request.selection, kCategories, m_stop));
    TATARA_ASSIGN(panel.y, plainScale(m_frame, m_choice.y, m_choice.logY, true, m_stop));
    TATARA_ASSIGN(const auto found, dataset::boxes(m_frame, axis.key, y, rows, m_stop));
    panel.x = axis.scale;
    const auto categories = static_cast<double>(axis.keys.size());
    std::uint64_t beyond = 0;
    for (const dataset::Box& box : found) {
      const auto place = axis.place(box.key);
      if (!place) {
        continue;
      }
      const double left = static_cast<double>(*place) / categories;
      const QString label = axis.scale.labels[static_cast<qsizetype>(*place)];
      beyond += box.beyond;
      panel.boxes.push_back(
          {.left = left + 0.2 / categories,
           .right = left + 0.8 / categories,
           .low = panel.y.unit(box.low),
           .lower = panel.y.unit(box.lower),
           .median = panel.y.unit(box.median),
           .upper = panel.y.unit(box.upper),
           .high = panel.y.unit(box.high),
           .tip = tr("%1: median %2, quartiles %3 and %4, %5 rows, %6 beyond the whiskers")
                      .arg(label, axisText(panel.y, box.median), axisText(panel.y, box.lower),
                           axisText(panel.y, box.upper), countText(static_cast<std::int64_t>(box.count)),
                           countText(static_cast<std::int64_t>(box.beyond))),
           .filter = axis.scale.filters[*place]});
      addRow({{tr("rows"), static_cast<double>(box.count)},
              {tr("low"), box.low},
              {tr("lower quartile"), box.lower},
              {tr("median"), box.median},
              {tr("upper quartile"), box.upper},
              {tr("high"), box.high},
              {tr("beyond"), static_cast<double>(box.beyond)}},
             {panel.title, label}, {tr("panel"), axis.scale.title});
    }
    m_answer.note = tr("Whiskers reach 1.5 interquartile ranges; %1 rows beyond")
                        .arg(countText(static_cast<std::int64_t>(beyond)));
    return {};
  }

  Status violins(PlotPanel& panel, const dataset::Selection& rows) {
    TATARA_ASSIGN(const std::size_t y, numberColumn(m_choice.y));
    TATARA_ASSIGN(const CategoryAxis axis,
                  categoryAxis(m_frame, m_choice.x, m_request.selection, kCategories, m_stop));
    TATARA_ASSIGN(panel.y, plainScale(m_frame, m_choice.y, m_choice.logY, true, m_stop));
    panel.x = axis.scale;
    const GroupKey bins{.column = y,
                        .kind = GroupKey::Kind::Bins,
                        .bins = kViolinBins,
                        .least = panel.y.low,
                        .greatest = panel.y.high,
                        .logarithmic = panel.y.logarithmic};
    TATARA_ASSIGN(const dataset::GroupTable table,
                  dataset::group(m_frame, {.keys = {axis.key, bins}, .measures = {}, .keepMissing = false},
                                 rows, m_stop));
    std::vector<std::vector<double>> shapes(axis.keys.size(), std::vector<double>(kViolinBins + 2, 0));
    for (std::size_t i = 0; i < table.size(); ++i) {
      if (const auto place = axis.place(table.keys[0][i])) {
        shapes[*place][static_cast<std::size_t>(table.keys[1][i]) + 1] = static_cast<double>(table.rows[i]);
        addRow({{tr("from"), dataset::binEdge(bins, static_cast<std::size_t>(table.keys[1][i]))},
                {tr("rows"), static_cast<double>(table.rows[i])}},
               {panel.title, axis.scale.labels[static_cast<qsizetype>(*place)]},
               {tr("panel"), axis.scale.title});
      }
    }
    const auto categories = static_cast<double>(shapes.size());
    for (std::size_t place = 0; place < shapes.size(); ++place) {
      std::vector<double> smooth = shapes[place];
      for (std::size_t i = 1; i + 1 < smooth.size(); ++i) {
        smooth[i] = (shapes[place][i - 1] + 2 * shapes[place][i] + shapes[place][i + 1]) / 4;
      }
      const double most = *std::ranges::max_element(smooth);
      if (most == 0) {
        continue;
      }
      PlotPath path{.points = {}, .slot = -1, .filled = true};
      const double middle = (static_cast<double>(place) + 0.5) / categories;
      std::vector<QPointF> right;
      // From the first to the last of its values: a line through where it has none would say that it has.
      const auto some = [](double width) { return width > 0; };
      const auto first = static_cast<std::size_t>(
          std::max<std::ptrdiff_t>(std::ranges::find_if(smooth, some) - smooth.begin(), 1));
      const auto last =
          static_cast<std::size_t>(smooth.rend() - std::find_if(smooth.rbegin(), smooth.rend(), some));
      for (std::size_t i = first; i < std::min(last, smooth.size() - 1); ++i) {
        const double half = smooth[i] / most * 0.42 / categories;
        const double at = (static_cast<double>(i) - 0.5) / static_cast<double>(kViolinBins);
        path.points.emplace_back(middle - half, at);
        right.emplace_back(middle + half, at);
      }
      path.points.insert(path.points.end(), right.rbegin(), right.rend());
      panel.paths.push_back(std::move(path));
    }
    m_answer.note = tr("Each shape is as wide as its most frequent value; smoothed over neighbouring bins");
    return {};
  }

  Status heatmap(PlotPanel& panel, const dataset::Selection& rows) {
    TATARA_ASSIGN(const CategoryAxis x,
                  categoryAxis(m_frame, m_choice.x, m_request.selection, kCategories, m_stop));
    TATARA_ASSIGN(const CategoryAxis y,
                  categoryAxis(m_frame, m_choice.y, m_request.selection, kCategories, m_stop));
    panel.x = x.scale;
    panel.y = y.scale;
    dataset::GroupRequest request{.keys = {x.key, y.key}, .measures = {}, .keepMissing = false};
    m_answer.ramp = tr("rows");
    if (!m_choice.colour.empty()) {
      TATARA_ASSIGN(const std::size_t column, numberColumn(m_choice.colour));
      request.measures = {{.kind = Measure::Kind::Mean, .column = column}};
      m_answer.ramp = tr("mean %1").arg(QString::fromStdString(m_choice.colour));
    }
    TATARA_ASSIGN(const dataset::GroupTable table, dataset::group(m_frame, request, rows, m_stop));
    const auto width = 1.0 / static_cast<double>(x.keys.size());
    const auto height = 1.0 / static_cast<double>(y.keys.size());
    for (std::size_t i = 0; i < table.size(); ++i) {
      const auto column = x.place(table.keys[0][i]);
      const auto row = y.place(table.keys[1][i]);
      const double value =
          request.measures.empty() ? static_cast<double>(table.rows[i]) : table.measures[0][i];
      if (!column || !row || std::isnan(value)) {
        continue;
      }
      const QString place = x.scale.labels[static_cast<qsizetype>(*column)] + QStringLiteral(", ") +
                            y.scale.labels[static_cast<qsizetype>(*row)];
      panel.marks.push_back({.at = QRectF(static_cast<double>(*column) * width,
                                          static_cast<double>(*row) * height, width, height),
                             .shape = PlotMark::Shape::Cell,
                             .shade = static_cast<float>(value),
                             .tip = place + QStringLiteral(": ") + metricText(value) + QStringLiteral(" · ") +
                                    tr("%1 rows").arg(countText(static_cast<std::int64_t>(table.rows[i]))),
                             .filter = dataset::allOf({x.scale.filters[*column], y.scale.filters[*row]})});
      addRow({{tr("rows"), static_cast<double>(table.rows[i])}, {m_answer.ramp, value}},
             {panel.title, x.scale.labels[static_cast<qsizetype>(*column)],
              y.scale.labels[static_cast<qsizetype>(*row)]},
             {tr("panel"), x.scale.title, y.scale.title});
    }
    noteLeft(x.left + y.left);
    return {};
  }

  Status scatter(PlotPanel& panel, const std::vector<Series>& series, QSizeF size) {
    ScatterRequest request{.frame = m_frame,
                           .x = panel.x,
                           .y = panel.y,
                           .series = series,
                           .dots = m_answer.rows <= kDots,
                           .size = size,
                           .ratio = m_request.ratio,
                           .colors = m_request.colors};
    if (numericColour()) {
      TATARA_ASSIGN(request.colour, m_frame.find(m_choice.colour));
    }
    TATARA_ASSIGN(ScatterPicture made, scatterPicture(request, m_stop));
    panel.picture = std::move(made.picture);
    m_left += made.outside;
    if (request.colour) {
      m_answer.ramp = tr("mean %1").arg(QString::fromStdString(m_choice.colour));
      m_answer.rampLow = m_frame.column(*request.colour).least;
      m_answer.rampHigh = m_frame.column(*request.colour).greatest;
    } else if (!request.dots && series.size() == 1) {
      m_answer.ramp = tr("rows a spot");
      m_answer.rampLow = 1;
      m_answer.rampHigh = std::max(m_answer.rampHigh, static_cast<double>(made.most));
    }
    return {};
  }

  Status pairs() {
    std::vector<std::string> names;
    const auto add = [&](const std::string& name) {
      const auto index = m_frame.find(name);
      if (index && names.size() < kPairs && !m_frame.column(*index).isText() &&
          m_frame.column(*index).finite > 0 && std::ranges::count(names, name) == 0) {
        names.push_back(name);
      }
    };
    add(m_choice.x);
    add(m_choice.y);
    for (const dataset::FrameColumn& column : m_frame.columns()) {
      add(column.info.name);
    }
    if (names.size() < 2) {
      return makeError(ErrorKind::InvalidArgument,
                       tr("A pair plot needs two columns of numbers").toStdString());
    }
    m_answer.columns = static_cast<int>(names.size());
    m_plots = panelPlots(QRectF(QPointF(), QSizeF(m_request.size) / m_request.ratio),
                         names.size() * names.size(), m_answer.columns, true);
    const PlotChoice asked = m_choice;
    for (std::size_t row = 0; row < names.size(); ++row) {
      for (std::size_t column = 0; column < names.size(); ++column) {
        PlotPanel& own = m_answer.panels.emplace_back();
        const std::vector<Series> all{{.name = {}, .slot = -1, .rows = m_request.selection}};
        m_choice.x = names[column];
        m_choice.y = names[row];
        m_choice.logX = m_choice.logY = false;
        if (row == column) {
          TATARA_TRY(histogram(own, all));
        } else {
          TATARA_ASSIGN(own.x, plainScale(m_frame, m_choice.x, false, true, m_stop));
          TATARA_ASSIGN(own.y, plainScale(m_frame, m_choice.y, false, true, m_stop));
          TATARA_TRY(scatter(own, all, m_plots[m_answer.panels.size() - 1].size()));
        }
      }
    }
    m_choice = asked;
    m_left = 0;
    for (PlotPanel& own : m_answer.panels) {
      if (own.picture.isNull()) {
        evenValues(m_choice, {&own});
      }
    }
    m_answer.note = tr("The first %1 columns of numbers").arg(names.size());
    return {};
  }

  Result<PlotAnswerPtr> finish() {
    if (m_left > 0) {
      const QString rows = countText(static_cast<std::int64_t>(m_left));
      m_answer.note = m_choice.logX || m_choice.logY
                          ? tr("%1 rows have no place here: a value is missing or not above 0").arg(rows)
                          : tr("%1 rows have no place here: a value is missing").arg(rows);
    }
    return std::make_shared<const PlotAnswer>(std::move(m_answer));
  }

  const PlotRequest& m_request;
  const dataset::Frame& m_frame;
  PlotChoice m_choice;
  std::stop_token m_stop;
  PlotAnswer m_answer;
  std::vector<QRectF> m_plots;
  std::uint64_t m_left = 0;
};

}  // namespace

std::vector<QRectF> panelPlots(const QRectF& chart, std::size_t panels, int columns, bool legend) {
  constexpr qreal kLeft = 58;
  constexpr qreal kBottom = 38;
  constexpr qreal kTop = 20;
  constexpr qreal kRight = 12;
  constexpr qreal kLegend = 24;
  const auto lines =
      static_cast<int>((panels + static_cast<std::size_t>(columns) - 1) / static_cast<std::size_t>(columns));
  const QRectF area = chart.adjusted(0, legend ? kLegend : 0, 0, 0);
  const qreal width = area.width() / columns;
  const qreal height = area.height() / std::max(1, lines);
  std::vector<QRectF> plots;
  for (std::size_t i = 0; i < panels; ++i) {
    const auto column = static_cast<int>(i % static_cast<std::size_t>(columns));
    const auto line = static_cast<int>(i / static_cast<std::size_t>(columns));
    // On whole pixels, so that pictures are not stretched.
    plots.emplace_back(QRectF(area.left() + column * width + kLeft, area.top() + line * height + kTop,
                              std::max(8.0, width - kLeft - kRight), std::max(8.0, height - kTop - kBottom))
                           .toRect());
  }
  return plots;
}

Result<PlotAnswerPtr> drawPlot(const PlotRequest& request, std::stop_token stop) {
  return Drawer(request, std::move(stop)).draw();
}

}  // namespace tatara::ui
