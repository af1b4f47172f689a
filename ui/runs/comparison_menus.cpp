#include <QMenu>
#include <QPushButton>
#include <algorithm>

#include "ui/chart/chart_card.h"
#include "ui/runs/comparison_area.h"

namespace tatara::ui {

void ComparisonArea::addChartMenu() {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const auto add = [this](RunChart chart) {
    std::vector<RunChart> charts = wantedCharts();
    charts.push_back(std::move(chart));
    change(tr("Add chart"), [&](ViewState& view) { view.charts = charts; });
  };
  QMenu* lines = menu->addMenu(tr("Line"));
  constexpr std::size_t kMostMetrics = 60;
  const auto& metrics = m_input.listing->table->metrics();
  for (std::size_t i = 0; i < std::min(metrics.size(), kMostMetrics); ++i) {
    const std::string key = metrics[i]->key;
    lines->addAction(QString::fromStdString(key), this, [add, key] {
      add({RunChartKind::Line, key, {}, {}});
    });
  }
  menu->addAction(tr("Line of an expression…"), this, [this] { newChart({RunChartKind::Line, {}, {}, {}}); });
  const auto offer = [&](const QString& title, RunChartKind kind) {
    QAction* action = menu->addAction(title, this, [add, kind] { add({kind, {}, {}, {}}); });
    action->setEnabled(std::none_of(m_made.begin(), m_made.end(),
                                    [&](const RunChart& chart) { return chart.kind == kind; }));
  };
  const auto ask = [&](QMenu* to, const QString& title, RunChartKind kind) {
    to->addAction(title, this, [this, kind] { newChart({kind, {}, {}, {}}); });
  };
  ask(menu, tr("Bars…"), RunChartKind::Bar);
  ask(menu, tr("Boxes by group…"), RunChartKind::Box);
  ask(menu, tr("Violins by group…"), RunChartKind::Violin);
  offer(tr("Parallel coordinates"), RunChartKind::Parallel);
  offer(tr("Scatter with Pareto front"), RunChartKind::Scatter);
  offer(tr("Importance"), RunChartKind::Importance);
  offer(tr("Heat map"), RunChartKind::Heatmap);
  ask(menu, tr("Contour…"), RunChartKind::Contour);
  offer(tr("Correlation table"), RunChartKind::Correlation);
  QMenu* predictions = menu->addMenu(tr("Predictions"));
  const auto among = [&](const QString& title, RunChartKind kind) {
    predictions->addAction(title, this, [add, kind] { add({kind, {}, {}, {}}); });
  };
  among(tr("Confusion matrix"), RunChartKind::Confusion);
  among(tr("ROC curve"), RunChartKind::Roc);
  among(tr("Precision and recall"), RunChartKind::PrecisionRecall);
  among(tr("Calibration"), RunChartKind::Calibration);
  among(tr("Residuals"), RunChartKind::Residuals);
  offer(tr("Images by step"), RunChartKind::Images);
  offer(tr("Differences"), RunChartKind::Differences);
  menu->addSeparator();
  QMenu* remove = menu->addMenu(tr("Remove"));
  for (std::size_t i = 0; i < m_items.size(); ++i) {
    remove->addAction(m_items[i].card->title(), this, [this, i] { removeChart(i); });
  }
  QAction* usual = menu->addAction(tr("Usual charts"), this, [this] {
    change(tr("Usual charts"), [](ViewState& view) { view.charts.clear(); });
  });
  usual->setEnabled(!m_input.view.charts.empty());
  menu->popup(m_add->mapToGlobal(QPoint(0, m_add->height() + 4)));
}

}  // namespace tatara::ui
