// The line charts of a comparison: curves of runs, or of groups of them.
#include <algorithm>
#include <set>

#include "ui/base/error_text.h"
#include "ui/base/number_text.h"
#include "ui/chart/chart_card.h"
#include "ui/runs/comparison_area.h"
#include "ui/runs/internal/smoothing.h"
#include "ui/runs/lines_view.h"
#include "ui/shell/panel.h"
#include "ui/shell/selection_hub.h"

namespace tatara::ui {
namespace {

const QString kGroupKey = QStringLiteral("group:");  // of a group's curve, with its place behind

bool sameQuestion(const GroupRequest& left, const GroupRequest& right) {
  if (left.rows.size() != right.rows.size() || left.metrics != right.metrics ||
      left.grouping != right.grouping || left.axis != right.axis) {
    return false;
  }
  for (std::size_t i = 0; i < left.rows.size(); ++i) {
    if (left.table->run(left.rows[i]).key != right.table->run(right.rows[i]).key) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool ComparisonArea::drawsGroups() const {
  return m_input.view.grouping.center != GroupCenter::EachRun && m_input.view.axis != CurveAxis::Metric;
}

void ComparisonArea::wantCurves() {
  std::vector<SeriesName> names;
  for (const Item& item : m_items) {
    if (item.spec.kind == RunChartKind::Line && !drawsGroups()) {
      for (const ShownRun& run : m_shown) {
        names.push_back({run.key, metricOf(item.spec)});
      }
      for (const std::uint32_t row : m_others) {
        names.push_back({m_input.listing->table->run(row).key, metricOf(item.spec)});
      }
    }
  }
  m_curves.want(std::move(names));
}

// What is asked for is cut short by another question, but not by newer points: those keep the pace.
void ComparisonArea::startGroups(Cause cause) {
  if (!drawsGroups()) {
    m_groupJob.cancel();
    m_groupPace.ended();
    m_grouped.reset();
    m_groupedFor.reset();
    return;
  }
  GroupRequest request;
  request.store = m_context.store;
  request.table = m_input.listing->table;
  request.rows = m_input.selected ? m_input.shown : m_input.listing->rows;
  request.grouping = m_input.view.grouping;
  request.axis = m_input.view.axis;
  for (const Item& item : m_items) {
    const std::string metric = metricOf(item.spec);
    if (item.spec.kind == RunChartKind::Line &&
        std::ranges::find(request.metrics, metric) == request.metrics.end()) {
      request.metrics.push_back(metric);
    }
  }
  const bool asked = m_groupedFor && sameQuestion(*m_groupedFor, request);
  if (asked && cause == Cause::View) {
    return;
  }
  if (!asked) {
    m_grouped.reset();
  }
  m_groupedFor = request;
  m_groupPace.began();
  m_groupJob.start(
      [request = std::move(request)](std::stop_token stop) { return makeGroupedCurves(request, stop); });
}

void ComparisonArea::takeGroups(Result<GroupedCurvesPtr> grouped) {
  m_groupPace.ended();
  if (!grouped) {
    for (Item& item : m_items) {
      if (item.spec.kind == RunChartKind::Line) {
        item.card->showError(grouped.error(), [this] {
          m_groupedFor.reset();
          startGroups(Cause::View);
          fillLines();
        });
      }
    }
    return;
  }
  m_grouped = std::move(*grouped);
  fillLines();
}

void ComparisonArea::fillLines() {
  for (Item& item : m_items) {
    if (item.spec.kind == RunChartKind::Line) {
      fillLine(item);
    }
  }
}

std::vector<Curve> ComparisonArea::runCurves(const std::string& metric, std::vector<std::size_t>& facets,
                                             std::vector<QString>& titles) const {
  const CurveGrouping& grouping = m_input.view.grouping;
  std::vector<std::uint32_t> rows;
  for (const ShownRun& run : m_shown) {
    rows.push_back(run.row);
  }
  rows.insert(rows.end(), m_others.begin(), m_others.end());
  const GroupAssignment groups = assignGroups(*m_input.listing->table, grouping, rows);
  titles = groups.facet.titles;
  std::vector<Curve> curves;
  for (std::size_t i = 0; i < m_shown.size(); ++i) {
    const ShownRun& run = m_shown[i];
    const CurvePtr points = m_curves.find({run.key, metric});
    if (points == nullptr || points->size() == 0) {
      continue;
    }
    Curve curve;
    curve.key = run.id;
    curve.label = run.name;
    curve.style = run.style;
    curve.muted = run.style.slot < 0;
    if (!grouping.color.empty()) {
      curve.style.slot = groups.styleOf(i).slot;
      curve.detail = groups.color.titles[groups.color.of[i]];
    }
    if (!grouping.dash.empty()) {
      curve.style.dash = groups.styleOf(i).dash;
    }
    curve.data = points;
    curves.push_back(std::move(curve));
    facets.push_back(groups.facet.of[i]);
  }
  for (std::size_t i = m_shown.size(); i < rows.size(); ++i) {
    const track::RunInfo& run = m_input.listing->table->run(rows[i]);
    const CurvePtr points = m_curves.find({run.key, metric});
    if (points == nullptr || points->size() == 0) {
      continue;
    }
    Curve curve;
    curve.key = QString::fromStdString(run.id.value());
    curve.label = QString::fromStdString(run.name);
    curve.style.slot = -1;
    curve.muted = true;
    curve.data = points;
    curves.push_back(std::move(curve));
    facets.push_back(groups.facet.of[i]);
  }
  return curves;
}

std::vector<Curve> ComparisonArea::groupCurves(const std::string& metric, std::vector<std::size_t>& facets,
                                               std::vector<QString>& titles) const {
  std::vector<Curve> curves;
  const auto found = m_grouped == nullptr ? decltype(m_grouped->byMetric)::const_iterator{}
                                          : m_grouped->byMetric.find(metric);
  if (m_grouped == nullptr || found == m_grouped->byMetric.end()) {
    return curves;
  }
  titles = m_grouped->facets;
  for (std::size_t i = 0; i < found->second.size(); ++i) {
    const GroupedCurve& group = found->second[i];
    Curve curve;
    curve.key = kGroupKey + QString::number(i);
    curve.label = group.title;
    curve.detail = tr("%n run(s)", nullptr, static_cast<int>(group.runs.size()));
    curve.style = group.style;
    curve.data = group.center;
    curve.band = group.band;
    curve.counts = group.counts;
    curves.push_back(std::move(curve));
    facets.push_back(group.facet);
  }
  return curves;
}

LineOptions ComparisonArea::lineOptions(const RunChart& spec) const {
  const ViewState& view = m_input.view;
  LineOptions options;
  switch (view.axis) {
    case CurveAxis::Step:
      options.xUnit = XUnit::Step;
      options.xName = tr("Round");
      break;
    case CurveAxis::Relative:
      options.xUnit = XUnit::Duration;
      break;
    case CurveAxis::Wall:
      options.xUnit = XUnit::Time;
      break;
    case CurveAxis::Metric:
      options.xUnit = XUnit::Number;
      options.xName = QString::fromStdString(view.xMetric);
      break;
  }
  options.xScale = view.logX && view.axis != CurveAxis::Wall ? AxisScale::Log : AxisScale::Linear;
  options.yScale = view.logScale ? AxisScale::Log : AxisScale::Linear;
  const bool higher =
      m_input.listing->meanings->of(metricOf(spec)).direction == track::Direction::HigherIsBetter;
  options.smoothing = smoothingOf(view, higher);
  options.spread = view.spread;
  options.better = higher ? Better::Higher : Better::Lower;
  if (spec.yRange) {
    options.yRange = AxisRange{spec.yRange->first, spec.yRange->second};
  }
  return options;
}

// The unit, what stands over x, and of a group what it is and how its runs were put together.
QString ComparisonArea::lineSubtitle(const RunChart& spec) const {
  QStringList words;
  const std::string metric = metricOf(spec);
  if (const QString unit = isExpression(metric) ? QString() : unitOf(metric); !unit.isEmpty()) {
    words << unit;
  }
  if (m_input.view.axis == CurveAxis::Metric) {
    words << tr("over %1").arg(QString::fromStdString(m_input.view.xMetric));
  }
  if (drawsGroups() && m_grouped != nullptr) {
    words << groupingText(m_input.view.grouping);
    words << tr("%n run(s)", nullptr, static_cast<int>(m_grouped->runs));
    words
        << (m_input.view.axis == CurveAxis::Step ? tr("aligned on step")
            : m_grouped->places > 0
                ? tr("interpolated at %1 times").arg(countText(static_cast<std::int64_t>(m_grouped->places)))
                : tr("interpolated on time"));
  }
  return words.join(QStringLiteral(" · "));
}

const Error* ComparisonArea::unreadCurve(const std::string& metric) const {
  for (const ShownRun& run : m_shown) {
    if (const Error* error = m_curves.errorOf({run.key, metric})) {
      return error;
    }
  }
  return nullptr;
}

void ComparisonArea::fillLine(Item& item) {
  auto* view = static_cast<LinesView*>(item.view);
  const std::string metric = metricOf(item.spec);
  std::vector<std::size_t> facetOf;
  std::vector<QString> titles;
  std::vector<Curve> curves =
      drawsGroups() ? groupCurves(metric, facetOf, titles) : runCurves(metric, facetOf, titles);
  const bool none = curves.empty();
  std::vector<LinesView::Facet> facets(std::max<std::size_t>(titles.size(), 1));
  for (std::size_t i = 0; i < titles.size(); ++i) {
    facets[i].title = titles[i];
  }
  for (std::size_t i = 0; i < curves.size(); ++i) {
    facets[facetOf[i]].curves.push_back(std::move(curves[i]));
  }
  std::erase_if(facets, [&](const LinesView::Facet& facet) { return !none && facet.curves.empty(); });
  std::vector<ChartLevel> levels;
  for (const ReferenceLine& line : item.spec.lines) {
    levels.push_back(
        {line.y, line.text.empty() ? metricText(line.y) : QString::fromStdString(line.text), &Colors::tx2});
  }
  view->setLines(std::move(facets), lineOptions(item.spec), std::move(levels));
  item.card->setSubtitle(lineSubtitle(item.spec));
  item.card->setBadge(smoothingBadge(m_input.view));
  const bool complete = drawsGroups() ? m_grouped != nullptr : m_curves.complete();
  const Error* unread = drawsGroups() ? nullptr : unreadCurve(metric);
  if (unread != nullptr && !none) {
    item.card->setSubtitle(lineSubtitle(item.spec) + QStringLiteral(" · ") +
                           tr("not all could be read: %1").arg(messageText(*unread)));
  }
  if (unread != nullptr && none) {
    item.card->showError(*unread, [this] { m_curves.retry(); });
  } else if (none && complete) {
    item.card->showEmpty(
        isExpression(metric)
            ? tr("None of these runs logged all that %1 needs at one step").arg(item.card->title())
            : tr("None of these runs logged %1").arg(QString::fromStdString(metric)));
  } else if (none) {
    item.card->showLoading();
  } else {
    item.card->showChart();
  }
}

// A run's curve ticks or unticks it; a group's selects its runs.
void ComparisonArea::clickCurve(const QString& key) {
  if (key.startsWith(kGroupKey) && m_grouped != nullptr) {
    const std::size_t place = key.mid(kGroupKey.size()).toULongLong();
    for (const auto& [metric, curves] : m_grouped->byMetric) {
      if (place < curves.size()) {
        m_context.selection.setSelected(curves[place].runs);
        return;
      }
    }
  }
  for (const ShownRun& shown : m_shown) {
    if (shown.id == key) {
      Q_EMIT checkRequested(shown.key, !m_context.selection.isSelected(shown.key));
      return;
    }
  }
  if (const auto row = m_input.listing->table->findRow(track::RunId(key.toStdString()))) {
    Q_EMIT checkRequested(m_input.listing->table->run(*row).key, true);
  }
}

// A lasso selects the runs of what it met, of groups all of theirs.
void ComparisonArea::chooseCurves(const QStringList& keys) {
  std::vector<track::RunKey> runs;
  const auto add = [&](track::RunKey run) {
    if (std::ranges::find(runs, run) == runs.end()) {
      runs.push_back(run);
    }
  };
  const std::set<QString> wanted(keys.begin(), keys.end());
  for (const ShownRun& shown : m_shown) {
    if (wanted.contains(shown.id)) {
      add(shown.key);
    }
  }
  const track::RunTable& table = *m_input.listing->table;
  for (const std::uint32_t row : m_others) {
    if (wanted.contains(QString::fromStdString(table.run(row).id.value()))) {
      add(table.run(row).key);
    }
  }
  for (const QString& key : keys) {
    if (!key.startsWith(kGroupKey) || m_grouped == nullptr || m_grouped->byMetric.empty()) {
      continue;
    }
    const std::size_t place = key.mid(kGroupKey.size()).toULongLong();
    const std::vector<GroupedCurve>& curves = m_grouped->byMetric.begin()->second;
    if (place < curves.size()) {
      std::ranges::for_each(curves[place].runs, add);
    }
  }
  if (!runs.empty()) {
    m_context.selection.setSelected(std::move(runs));
  }
}

}  // namespace tatara::ui
