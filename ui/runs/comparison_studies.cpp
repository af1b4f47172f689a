// The charts of a comparison that are studies: one job makes them all.
#include "ui/chart/chart_card.h"
#include "ui/runs/comparison_area.h"
#include "ui/runs/difference_table.h"
#include "ui/runs/study_plots.h"
#include "ui/shell/panel.h"
#include "ui/shell/selection_hub.h"

namespace tatara::ui {

StudyPlot* ComparisonArea::makeStudyPlot(RunChartKind kind) {
  switch (kind) {
    case RunChartKind::Bar:
      return new BarPlot;
    case RunChartKind::Box:
    case RunChartKind::Violin:
      return new SpreadPlot;
    case RunChartKind::Contour:
      return new ContourPlot;
    case RunChartKind::Correlation:
      return new RunCorrelationPlot;
    case RunChartKind::Importance:
      return new DecidingPlot;
    case RunChartKind::Confusion:
      return new ConfusionPlot;
    case RunChartKind::Images:
      return new PicturePlot(m_context.store);
    case RunChartKind::Differences:
      return new DifferenceTable;
    default:
      return new CurvePlot;
  }
}

QString ComparisonArea::studyTitle(const RunChart& spec) const {
  const QString metric = QString::fromStdString(metricOf(spec));
  const QString group = spec.group == "parent" ? tr("parent run")
                        : spec.group == "repeats"
                            ? tr("repeats")
                            : QString::fromStdString(spec.group.substr(spec.group.find('.') + 1));
  switch (spec.kind) {
    case RunChartKind::Bar:
      return group.isEmpty() ? metric : tr("%1 by %2").arg(metric, group);
    case RunChartKind::Box:
    case RunChartKind::Violin:
      return tr("%1 by %2").arg(metric, group);
    case RunChartKind::Contour:
      return tr("Contour of %1").arg(metric);
    case RunChartKind::Correlation:
      return tr("What goes together");
    case RunChartKind::Importance:
      return tr("What moves %1").arg(metric);
    case RunChartKind::Confusion:
      return tr("Confusion");
    case RunChartKind::Roc:
      return tr("ROC curve");
    case RunChartKind::PrecisionRecall:
      return tr("Precision and recall");
    case RunChartKind::Calibration:
      return tr("Calibration");
    case RunChartKind::Residuals:
      return tr("Residuals");
    case RunChartKind::Images:
      return tr("Images by step");
    default:
      return tr("Differences");
  }
}

StudyRequest ComparisonArea::studyRequest() const {
  StudyRequest request{m_context.store, m_input.listing, m_shown, m_made};
  for (RunChart& chart : request.charts) {
    chart.place.reset();  // moving a card or an axis asks nothing new
    chart.axes = {};
  }
  return request;
}

// Another question cuts a running one short; newer runs behind the same question keep the pace.
void ComparisonArea::startStudies(Cause cause) {
  StudyRequest request = studyRequest();
  const bool asked =
      m_studiedFor && m_studiedFor->charts == request.charts && m_studiedFor->shown == request.shown;
  if (asked && m_studiedFor->listing == request.listing && cause == Cause::View) {
    return;
  }
  if (asked && (m_input.live || cause == Cause::Data)) {
    m_studyPace.want();
    return;
  }
  makeStudiesOf(std::move(request));
}

void ComparisonArea::makeStudiesOf(StudyRequest request) {
  if (!m_studiedFor || m_studiedFor->charts != request.charts) {
    m_studies.clear();
  }
  m_studiedFor = request;
  m_studyPace.began();
  m_studyJob.start(
      [request = std::move(request)](std::stop_token stop) { return makeStudies(request, stop); });
}

void ComparisonArea::takeStudies(Result<std::vector<StudyPtr>> studies) {
  m_studyPace.ended();
  if (studies) {
    m_studies = std::move(*studies);
    fillStudies();
  } else {
    for (Item& item : m_items) {
      if (isStudy(item.spec.kind)) {
        item.card->showError(studies.error(), [this] { makeStudiesOf(studyRequest()); });
      }
    }
  }
}

void ComparisonArea::fillStudies() {
  for (std::size_t i = 0; i < m_items.size(); ++i) {
    Item& item = m_items[i];
    if (!isStudy(item.spec.kind)) {
      continue;
    }
    if (i >= m_studies.size() || m_studies[i] == nullptr) {
      item.card->showLoading();
      continue;
    }
    static_cast<StudyPlot*>(item.view)->setStudy(m_studies[i]);
    item.card->setSubtitle(m_studies[i]->subtitle);
    item.card->showChart();
  }
}

}  // namespace tatara::ui
