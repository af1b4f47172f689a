// The cards of a comparison: which there are, what makes each, and what it is filled with.
#include <QAction>
#include <algorithm>
#include <unordered_set>

#include "ui/base/number_text.h"
#include "ui/chart/chart_card.h"
#include "ui/runs/chart_sheet.h"
#include "ui/runs/comparison_area.h"
#include "ui/runs/internal/comparison_layout.h"
#include "ui/runs/lines_view.h"
#include "ui/runs/parallel_plot.h"
#include "ui/runs/small_plots.h"
#include "ui/runs/study_plots.h"
#include "ui/runs/usual_charts.h"
#include "ui/shell/panel.h"
#include "ui/shell/selection_hub.h"

namespace tatara::ui {
namespace {

// Whether there is anything to choose.
bool isEditable(RunChartKind kind) {
  switch (kind) {
    case RunChartKind::Line:
    case RunChartKind::Scatter:
    case RunChartKind::Heatmap:
    case RunChartKind::Bar:
    case RunChartKind::Box:
    case RunChartKind::Violin:
    case RunChartKind::Contour:
    case RunChartKind::Importance:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::vector<RunChart> ComparisonArea::wantedCharts() const {
  return m_input.view.charts.empty() ? usualCharts() : m_input.view.charts;
}

std::vector<RunChart> ComparisonArea::usualCharts() const {
  return tatara::ui::usualCharts(*m_input.listing, m_shown, m_input.view.layout);
}

QString ComparisonArea::scatterTitle(const std::string& metric, const std::string& column) {
  const QString x = column.empty() || column == "run.duration"
                        ? tr("fit time")
                        : QString::fromStdString(column.substr(column.find('.') + 1));
  return tr("%1 against %2").arg(QString::fromStdString(metric), x);
}

ComparisonArea::Item ComparisonArea::makeItem(std::size_t index) {
  const RunChart& spec = m_made[index];
  Item item;
  item.spec = spec;
  QString title;
  switch (spec.kind) {
    case RunChartKind::Line: {
      auto* lines = new LinesView(m_link);
      connect(lines, &LinesView::curveClicked, this, &ComparisonArea::clickCurve);
      connect(lines, &LinesView::curvesChosen, this, &ComparisonArea::chooseCurves);
      item.view = lines;
      const std::string metric = metricOf(spec);
      title = QString::fromStdString(isExpression(metric) ? metric.substr(1) : metric);
      break;
    }
    case RunChartKind::Parallel: {
      auto* parallel = new ParallelPlot;
      connect(parallel, &ParallelPlot::brushed, this,
              [this](const QString& axis, std::optional<Brush> brush) {
                m_context.selection.setBrush(axis, brush);
              });
      parallel->setArrangement(spec.axes);
      connect(parallel, &ParallelPlot::arranged, this,
              [this, index](const AxisArrangement& axes) { keepAxes(index, axes); });
      connect(parallel, &ParallelPlot::hovered, this, &ComparisonArea::setHovered);
      connect(parallel, &ParallelPlot::clicked, this, [this](track::RunKey run) {
        Q_EMIT checkRequested(run, !m_context.selection.isSelected(run));
      });
      item.view = parallel;
      title = tr("Hyperparameters");
      break;
    }
    case RunChartKind::Scatter: {
      auto* scatter = new ScatterPlot;
      connect(scatter, &ScatterPlot::hovered, this, &ComparisonArea::setHovered);
      connect(scatter, &ScatterPlot::clicked, this, [this](track::RunKey run) {
        Q_EMIT checkRequested(run, !m_context.selection.isSelected(run));
      });
      connect(scatter, &ScatterPlot::lassoed, this,
              [this](const std::vector<track::RunKey>& runs) { m_context.selection.setSelected(runs); });
      item.view = scatter;
      title = scatterTitle(metricOf(spec), spec.x);
      break;
    }
    case RunChartKind::Heatmap: {
      auto* heat = new HeatPlot;
      connect(heat, &HeatPlot::clicked, this,
              [this](const std::vector<track::RunKey>& runs) { m_context.selection.setSelected(runs); });
      item.view = heat;
      title = tr("Two parameters");
      break;
    }
    default: {
      StudyPlot* plot = makeStudyPlot(spec.kind);
      connect(plot, &StudyPlot::clicked, this,
              [this](const std::vector<track::RunKey>& runs) { m_context.selection.setSelected(runs); });
      item.view = plot;
      title = studyTitle(spec);
      break;
    }
  }
  item.card = new ChartCard(title, item.view);
  connect(item.card, &ChartCard::arranging, this, [this, index](ChartCard::Arrange act, QPoint by) {
    const double column = static_cast<double>(m_canvas->width()) / kGridColumns;
    arrange(index, act, QPoint(qRound(by.x() / column), qRound(static_cast<double>(by.y()) / kGridRow)));
  });
  connect(item.card, &ChartCard::arranged, this, &ComparisonArea::keepPlaces);
  connect(item.card, &ChartCard::arrangeStep, this, [this, index](ChartCard::Arrange act, QPoint steps) {
    arrange(index, act, steps);
    keepPlaces();
  });
  if (isEditable(spec.kind)) {
    auto* edit = new QAction(tr("Edit chart…"), item.card);
    connect(edit, &QAction::triggered, this, [this, index] { editChart(index); });
    item.card->addAction(edit);
  }
  auto* remove = new QAction(tr("Remove chart"), item.card);
  connect(remove, &QAction::triggered, this, [this, index] { removeChart(index); });
  item.card->addAction(remove);
  return item;
}

void ComparisonArea::removeChart(std::size_t index) {
  std::vector<RunChart> charts = wantedCharts();
  if (charts.size() > 1 && index < charts.size()) {
    charts.erase(charts.begin() + static_cast<std::ptrdiff_t>(index));
    change(tr("Remove chart"), [&](ViewState& view) { view.charts = charts; });
  }
}

void ComparisonArea::editChart(std::size_t index) {
  auto* sheet = new ChartSheet(m_input.listing, wantedCharts().at(index), tr("Change chart"), window());
  connect(sheet, &ChartSheet::chosen, this, [this, index](const RunChart& chosen) {
    std::vector<RunChart> charts = wantedCharts();
    if (index < charts.size()) {
      charts[index] = chosen;
      change(tr("Edit chart"), [&](ViewState& view) { view.charts = charts; });
    }
  });
  sheet->open();
}

void ComparisonArea::newChart(const RunChart& chart) {
  auto* sheet = new ChartSheet(m_input.listing, chart, tr("Add chart"), window());
  connect(sheet, &ChartSheet::chosen, this, [this](const RunChart& chosen) {
    std::vector<RunChart> charts = wantedCharts();
    charts.push_back(chosen);
    change(tr("Add chart"), [&](ViewState& view) { view.charts = charts; });
  });
  sheet->open();
}

void ComparisonArea::fillCard(Item& item) {
  const QString runs = countText(static_cast<std::int64_t>(m_insight->parallel.rows.size()));
  std::unordered_set<std::uint32_t> shown;
  for (const ShownRun& run : m_shown) {
    shown.insert(run.row);
  }
  // One without the metric is no line of the plot.
  const auto highlighted = static_cast<int>(std::ranges::count_if(
      m_insight->parallel.rows, [&shown](std::uint32_t row) { return shown.contains(row); }));
  switch (item.spec.kind) {
    case RunChartKind::Line:
      break;
    case RunChartKind::Parallel: {
      auto* plot = static_cast<ParallelPlot*>(item.view);
      plot->setData(m_insight, m_shown);
      plot->setBrushes(m_context.selection.brushes());
      item.card->setSubtitle(m_insight->parallel.rows.size() == 1
                                 ? tr("1 run")
                                 : tr("%1 runs, %2 highlighted").arg(runs).arg(highlighted));
      item.card->setToolTip(
          tr("Drag an axis to filter, its name to reorder; double-click a name to flip it"));
      break;
    }
    case RunChartKind::Scatter:
      static_cast<ScatterPlot*>(item.view)->setData(m_insight, m_shown);
      item.card->setTitle(scatterTitle(m_insight->scatter.metric, m_insight->scatter.xColumn));
      break;
    case RunChartKind::Heatmap: {
      static_cast<HeatPlot*>(item.view)->setData(m_insight, m_shown);
      const Heatmap& map = m_insight->heatmap;
      const auto name = [](const std::string& column) {
        return QString::fromStdString(column.substr(column.find('.') + 1));
      };
      if (!map.cells.empty()) {
        item.card->setTitle(name(map.yColumn) + QStringLiteral(" × ") + name(map.xColumn));
        item.card->setSubtitle(tr("best %1").arg(QString::fromStdString(map.metric)));
      }
      break;
    }
    default:
      break;
  }
}

}  // namespace tatara::ui
