#include "ui/review/internal/evidence_plot.h"

#include <algorithm>
#include <cmath>

#include <QBoxLayout>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/theme.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"
#include "ui/chart/plain_plot.h"

namespace tatara::ui {
namespace {

constexpr int kEvidencePlotHeight = 196;
constexpr int kPlotTitle = 20;
constexpr int kBesideEachOther = 640;
constexpr qreal kNearPoint = 40;

QString plotVersion(std::int64_t version) {
  return QStringLiteral("v%1").arg(version);
}

PlottedLine lineOf(const CurveDots& dots, std::int64_t version, bool ours) {
  PlottedLine line{plotVersion(version), {}, {}, ours, false};
  QPolygonF back;
  for (const CurveDot& dot : dots) {
    line.points << QPointF(dot.x, dot.y);
    if (ours && dot.range) {
      line.band << QPointF(dot.x, dot.range->high);
      back << QPointF(dot.x, dot.range->low);
    }
  }
  std::ranges::reverse(back);
  line.band += back;
  return line;
}

// Truth − prediction at the middle of each group, with its quartiles.
PlottedLine residualLine(const ResidualSide& side, std::int64_t version, bool ours) {
  CurveDots dots;
  for (const ResidualLine& group : side.groups) {
    dots.push_back({group.predicted, group.p50, Span{group.p25, group.p75}});
  }
  PlottedLine line = lineOf(dots, version, ours);
  line.dots = true;
  return line;
}

// As shares of all rows, so that models of differently many outliers compare.
PlottedLine histogramLine(const ResidualFacts& facts, const ResidualSide& side, std::int64_t version,
                          bool ours) {
  PlottedLine line{plotVersion(version), {}, {}, ours, false};
  double all = static_cast<double>(side.outside);
  for (const double count : side.counts) {
    all += count;
  }
  const double width =
      (facts.high - facts.low) / static_cast<double>(std::max<std::size_t>(1, side.counts.size()));
  double left = facts.low;
  for (const double count : side.counts) {
    const double share = all > 0 ? count / all : 0;
    line.points << QPointF(left, share) << QPointF(left + width, share);
    left += width;
  }
  if (ours && !line.points.isEmpty()) {
    line.band = line.points;
    line.band << QPointF(left, 0) << QPointF(facts.low, 0);
  }
  return line;
}

QRectF rangeOf(const std::vector<PlottedLine>& lines) {
  double left = HUGE_VAL, right = -HUGE_VAL, low = HUGE_VAL, high = -HUGE_VAL;
  for (const PlottedLine& line : lines) {
    for (const QPolygonF* points : {&line.points, &line.band}) {
      for (const QPointF& point : *points) {
        left = std::min(left, point.x());
        right = std::max(right, point.x());
        low = std::min(low, point.y());
        high = std::max(high, point.y());
      }
    }
  }
  // Where all is the same there is room around it.
  const auto widened = [](double& from, double& to) {
    if (!(to - from > 1e-9 * std::max(1.0, std::abs(from)))) {
      from -= 0.5;
      to += 0.5;
    }
  };
  widened(left, right);
  widened(low, high);
  return {QPointF(left, low), QPointF(right, high)};
}

}  // namespace

PlotContent curvePlot(const CurveDots& challenger, const CurveDots& champion, const ReviewFacts& facts) {
  PlotContent plot;
  plot.range = QRectF(0, 0, 1, 1);
  if (challenger.empty()) {
    return plot;
  }
  if (!champion.empty()) {
    plot.lines.push_back(lineOf(champion, facts.review.info.replaces, false));
  }
  plot.lines.push_back(lineOf(challenger, facts.review.info.version, true));
  return plot;
}

PlotContent residualPlot(const ReviewFacts& facts) {
  PlotContent plot;
  const ResidualFacts& residuals = *facts.detail.residuals;
  if (!residuals.champion.groups.empty()) {
    plot.lines.push_back(residualLine(residuals.champion, facts.review.info.replaces, false));
  }
  plot.lines.push_back(residualLine(residuals.challenger, facts.review.info.version, true));
  plot.range = rangeOf(plot.lines);
  plot.range.setTop(std::min(0.0, plot.range.top()));
  plot.range.setBottom(std::max(0.0, plot.range.bottom()));
  plot.guide = QLineF(plot.range.left(), 0, plot.range.right(), 0);
  return plot;
}

PlotContent residualHistogramPlot(const ReviewFacts& facts) {
  PlotContent plot;
  const ResidualFacts& residuals = *facts.detail.residuals;
  if (!residuals.champion.counts.empty()) {
    plot.lines.push_back(histogramLine(residuals, residuals.champion, facts.review.info.replaces, false));
  }
  plot.lines.push_back(histogramLine(residuals, residuals.challenger, facts.review.info.version, true));
  plot.range = rangeOf(plot.lines);
  plot.range.setTop(0);
  plot.range.setBottom(plot.range.bottom() * 1.05);
  return plot;
}

// --- one plot

EvidencePlot::EvidencePlot(QWidget* parent) : QWidget(parent) {
  setFixedHeight(kEvidencePlotHeight);
  setMinimumWidth(160);
}

void EvidencePlot::show(PlotContent content) {
  m_content = std::move(content);
  setAccessibleName(m_content.title);
  QStringList lines;
  for (const PlottedLine& line : m_content.lines) {
    QStringList points;
    for (const QPointF& point : line.points) {
      points << QStringLiteral("%1 %2").arg(metricText(point.x(), 3), metricText(point.y(), 3));
    }
    lines << tr("%1: %2").arg(line.name, points.join(tr(", ")));
  }
  setAccessibleDescription(lines.join(QLatin1Char('\n')));
  setVisible(!m_content.empty());
  update();
}

// Under the title, above the title of the horizontal axis.
QRectF EvidencePlot::plotRect() const {
  return QRectF(rect()).adjusted(0, kPlotTitle, 0, -14);
}

void EvidencePlot::paintEvent(QPaintEvent*) {
  if (m_content.empty()) {
    return;
  }
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const Colors& c = colors();
  const QRectF& range = m_content.range;
  const PlainPlot plot = layoutPlot(plotRect(), {range.left(), range.right()}, {range.top(), range.bottom()});
  painter.setFont(tatara::ui::font(TextRole::CellMedium));
  painter.setPen(c.tx1);
  painter.drawText(QRectF(0, 0, width(), kPlotTitle), Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(m_content.title, Qt::ElideRight, width()));
  painter.setFont(tatara::ui::font(TextRole::Caption));
  painter.setPen(c.tx3);
  painter.drawText(QRectF(plot.plot.left(), height() - 16, plot.plot.width(), 16),
                   Qt::AlignRight | Qt::AlignVCenter, m_content.xTitle);
  paintPlotGrid(painter, plot);
  const auto place = [&](const QPointF& point) { return QPointF(plot.xAt(point.x()), plot.yAt(point.y())); };
  const auto placed = [&](const QPolygonF& points) {
    QPolygonF path;
    for (const QPointF& point : points) {
      path << place(point);
    }
    return path;
  };
  if (m_content.guide) {
    painter.setPen(QPen(c.axis, 1, Qt::DotLine));
    painter.drawLine(place(m_content.guide->p1()), place(m_content.guide->p2()));
  }
  for (const PlottedLine& line : m_content.lines) {
    const QColor color = line.ours ? c.acctx : c.tx3;
    if (!line.band.isEmpty()) {
      QColor fill = color;
      fill.setAlphaF(0.14F);
      painter.setPen(Qt::NoPen);
      painter.setBrush(fill);
      painter.drawPolygon(placed(line.band));
      painter.setBrush(Qt::NoBrush);
    }
    painter.setPen(QPen(color, 1.5, line.ours ? Qt::SolidLine : Qt::DashLine));
    painter.drawPolyline(placed(line.points));
    for (const QPointF& point : line.dots ? line.points : QPolygonF()) {
      painter.setPen(QPen(color, 1.5));
      painter.setBrush(line.ours ? color : c.bg1);
      painter.drawEllipse(place(point), 2.5, 2.5);
      painter.setBrush(Qt::NoBrush);
    }
  }
  paintPlotAxes(painter, plot);
}

QString EvidencePlot::tipAt(const QPointF& position) const {
  const QRectF& range = m_content.range;
  const PlainPlot plot = layoutPlot(plotRect(), {range.left(), range.right()}, {range.top(), range.bottom()});
  const PlottedLine* nearest = nullptr;
  QPointF found;
  qreal least = kNearPoint;
  for (const PlottedLine& line : m_content.lines) {
    for (const QPointF& point : line.points) {
      const qreal distance = QLineF(position, QPointF(plot.xAt(point.x()), plot.yAt(point.y()))).length();
      if (distance < least) {
        least = distance;
        nearest = &line;
        found = point;
      }
    }
  }
  return nearest ? tr("%1: %2 %3, %4 %5")
                       .arg(nearest->name, m_content.xTitle, metricText(found.x(), 3), m_content.yTitle,
                            metricText(found.y(), 3))
                 : QString();
}

bool EvidencePlot::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip || m_content.empty()) {
    return QWidget::event(event);
  }
  const auto* help = static_cast<QHelpEvent*>(event);
  const QString tip = tipAt(help->pos());
  tip.isEmpty() ? QToolTip::hideText() : QToolTip::showText(help->globalPos(), tipText(tip), this);
  return true;
}

// --- side by side

PlotRow::PlotRow(int plots, QWidget* parent)
    : QWidget(parent), m_layout(new QBoxLayout(QBoxLayout::LeftToRight, this)) {
  m_layout->setContentsMargins(kCardPadding, 4, kCardPadding, 4);
  m_layout->setSpacing(16);
  for (int i = 0; i < plots; ++i) {
    m_plots.push_back(new EvidencePlot);
    m_layout->addWidget(m_plots.back(), 1);
  }
}

void PlotRow::show(std::vector<PlotContent> contents) {
  for (std::size_t i = 0; i < m_plots.size(); ++i) {
    m_plots[i]->show(i < contents.size() ? std::move(contents[i]) : PlotContent());
  }
}

void PlotRow::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  m_layout->setDirection(width() < kBesideEachOther ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

// --- what they show

CurvesView::CurvesView(QWidget* parent) : QWidget(parent), m_row(new PlotRow(3)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 6, 0, 0);
  column->addWidget(m_row);
}

void CurvesView::show(const ReviewFacts& facts) {
  const EvidenceDetail& detail = facts.detail;
  const TwoClassCurves& ours = detail.challengerCurves;
  const TwoClassCurves& theirs = detail.championCurves;
  PlotContent roc = curvePlot(ours.roc, theirs.roc, facts);
  roc.title = tr("ROC curve");
  roc.xTitle = tr("false positive rate");
  roc.yTitle = tr("recall");
  roc.guide = QLineF(0, 0, 1, 1);
  PlotContent precision = curvePlot(ours.precisionRecall, theirs.precisionRecall, facts);
  precision.title = tr("Precision and recall");
  precision.xTitle = tr("recall");
  precision.yTitle = tr("precision");
  PlotContent calibration = curvePlot(ours.calibration, theirs.calibration, facts);
  calibration.title = tr("Calibration");
  calibration.xTitle = tr("probability said");
  calibration.yTitle = tr("share of positive rows");
  calibration.guide = QLineF(0, 0, 1, 1);
  for (PlottedLine& line : calibration.lines) {
    line.dots = true;
  }
  m_row->show({std::move(roc), std::move(precision), std::move(calibration)});
  setVisible(!ours.empty());
}

ResidualsView::ResidualsView(QWidget* parent) : QWidget(parent), m_row(new PlotRow(2)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(m_row);
}

void ResidualsView::show(const ReviewFacts& facts) {
  if (!facts.detail.residuals) {
    return;
  }
  PlotContent along = residualPlot(facts);
  along.title = tr("Along the predictions");
  along.xTitle = tr("prediction");
  along.yTitle = tr("truth − prediction");
  PlotContent histogram = residualHistogramPlot(facts);
  histogram.title = tr("How often");
  histogram.xTitle = tr("truth − prediction");
  histogram.yTitle = tr("share of rows");
  m_row->show({std::move(along), std::move(histogram)});
}

}  // namespace tatara::ui
