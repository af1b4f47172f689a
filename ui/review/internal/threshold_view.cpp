#include "ui/review/internal/threshold_view.h"

#include <algorithm>
#include <cmath>

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPolygonF>
#include <QVBoxLayout>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/theme.h"
#include "ui/base/type.h"
#include "ui/review/internal/plain_table.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

constexpr int kPlotHeight = 128;
constexpr double kKeyStep = 0.01;

QString shortVersion(std::int64_t version) {
  return QStringLiteral("v%1").arg(version);
}

QDoubleSpinBox* makeCost() {
  auto* box = new QDoubleSpinBox;
  box->setRange(0, 1e6);
  box->setDecimals(2);
  box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
  return box;
}

PlainCell numberCell(const std::optional<double>& value, int decimals, bool strong) {
  return {value ? metricText(*value, decimals) : QString(kMissing), strong ? &Colors::tx1 : &Colors::tx2,
          strong};
}

// Falling thresholds in [0, 1] with their costs.
QPolygonF costsOf(const ThresholdCurve& curve, const ThresholdCosts& costs) {
  QPolygonF points;
  for (const ThresholdPoint& point : curve.points) {
    if (const auto outcome = outcomeAt(curve, point.threshold)) {
      points << QPointF(std::clamp(point.threshold, 0.0, 1.0), outcome->cost(costs));
    }
  }
  return points;
}

}  // namespace

double ThresholdOutcome::cost(const ThresholdCosts& costs) const {
  const double rows = truePositives + falsePositives + falseNegatives + trueNegatives;
  return rows > 0 ? (costs.truePositive * truePositives + costs.falsePositive * falsePositives +
                     costs.falseNegative * falseNegatives + costs.trueNegative * trueNegatives) /
                        rows
                  : 0;
}

std::optional<double> ThresholdOutcome::precision() const {
  const double decided = truePositives + falsePositives;
  return decided > 0 ? std::optional(truePositives / decided) : std::nullopt;
}

std::optional<double> ThresholdOutcome::recall() const {
  const double positives = truePositives + falseNegatives;
  return positives > 0 ? std::optional(truePositives / positives) : std::nullopt;
}

std::optional<ThresholdOutcome> outcomeAt(const ThresholdCurve& curve, double threshold) {
  const ThresholdPoint* point = nullptr;
  for (const ThresholdPoint& one : curve.points) {  // falling
    if (one.threshold >= threshold) {
      point = &one;
    }
  }
  if (!point) {
    return std::nullopt;
  }
  ThresholdOutcome outcome;
  outcome.threshold = threshold;
  outcome.truePositives = std::round(point->recall * curve.positives);
  outcome.falsePositives = std::round(point->falsePositiveRate * curve.negatives);
  outcome.falseNegatives = curve.positives - outcome.truePositives;
  outcome.trueNegatives = curve.negatives - outcome.falsePositives;
  return outcome;
}

std::optional<double> leastCostThreshold(const ThresholdCurve& curve, const ThresholdCosts& costs) {
  std::optional<double> best;
  double least = 0;
  for (const ThresholdPoint& point : curve.points) {
    const auto outcome = outcomeAt(curve, point.threshold);
    const double at = std::clamp(point.threshold, 0.0, 1.0);
    const double cost = outcome ? outcome->cost(costs) : 0;
    const bool nearer = best && cost == least && std::abs(at - 0.5) < std::abs(*best - 0.5);
    if (outcome && (!best || cost < least || nearer)) {
      best = at;
      least = cost;
    }
  }
  return best;
}

// --- the plot

ThresholdPlot::ThresholdPlot(QWidget* parent) : QWidget(parent) {
  setFixedHeight(kPlotHeight);
  setFocusPolicy(Qt::StrongFocus);
  setCursor(Qt::SizeHorCursor);
  setAccessibleName(tr("Cost over the decision threshold"));
}

void ThresholdPlot::show(const ThresholdFacts& facts, const ThresholdCosts& costs, double threshold) {
  m_facts = facts;
  m_costs = costs;
  m_threshold = threshold;
  setAccessibleDescription(tr("Threshold %1").arg(metricText(threshold, 3)));
  update();
}

QRectF ThresholdPlot::area() const {
  return QRectF(rect()).adjusted(kCardPadding + 44, 8, -kCardPadding, -20);
}

void ThresholdPlot::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const Colors& c = colors();
  const QRectF plot = area();
  const QPolygonF ours = costsOf(m_facts.challenger, m_costs);
  const QPolygonF theirs = costsOf(m_facts.champion, m_costs);
  double most = 0;
  for (const QPolygonF* line : {&ours, &theirs}) {
    for (const QPointF& point : *line) {
      most = std::max(most, point.y());
    }
  }
  most = most > 0 ? most * 1.05 : 1;
  const auto place = [&](const QPointF& point) {
    return QPointF(plot.left() + point.x() * plot.width(), plot.bottom() - point.y() / most * plot.height());
  };
  painter.setFont(tatara::ui::font(TextRole::Caption));
  for (const double share : {0.0, 0.5, 1.0}) {
    const qreal y = std::round(plot.bottom() - share / 1.05 * plot.height()) + 0.5;
    painter.setPen(QPen(share > 0 ? c.grid : c.axis, 1));
    painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    painter.setPen(c.tx3);
    drawTabular(painter, QRectF(0, y - 8, plot.left() - 6, 16), Qt::AlignRight,
                metricText(share * most / 1.05, 3));
  }
  for (const double at : {0.0, 0.25, 0.5, 0.75, 1.0}) {
    painter.setPen(c.tx3);
    const qreal x = plot.left() + at * plot.width();
    drawTabular(painter, QRectF(at < 1 ? x - 24 : x - 48, plot.bottom() + 3, 48, 16),
                at < 1 ? Qt::AlignHCenter : Qt::AlignRight, metricText(at, 2));
  }
  const auto draw = [&](const QPolygonF& line, const QColor& color, Qt::PenStyle style) {
    QPolygonF path;
    for (const QPointF& point : line) {
      path << place(point);
    }
    painter.setPen(QPen(color, 1, style));
    painter.drawPolyline(path);
  };
  draw(theirs, c.tx3, Qt::DashLine);
  draw(ours, c.acctx, Qt::SolidLine);
  const qreal x = std::round(plot.left() + m_threshold * plot.width()) + 0.5;
  painter.setPen(QPen(hasFocus() ? c.acctx : c.tx1, hasFocus() ? 2 : 1));
  painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
  painter.setBrush(c.bg1);
  for (const ThresholdCurve* curve : {&m_facts.champion, &m_facts.challenger}) {
    if (const auto outcome = outcomeAt(*curve, m_threshold)) {
      painter.setPen(QPen(curve == &m_facts.challenger ? c.acctx : c.tx3, 2));
      painter.drawEllipse(place({m_threshold, outcome->cost(m_costs)}), 3.5, 3.5);
    }
  }
}

void ThresholdPlot::moveTo(qreal x) {
  const QRectF plot = area();
  Q_EMIT moved(std::clamp((x - plot.left()) / std::max<qreal>(1, plot.width()), 0.0, 1.0));
}

void ThresholdPlot::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) {
    moveTo(event->position().x());
  }
}

void ThresholdPlot::mouseMoveEvent(QMouseEvent* event) {
  if (event->buttons() & Qt::LeftButton) {
    moveTo(event->position().x());
  }
}

void ThresholdPlot::keyPressEvent(QKeyEvent* event) {
  const int way = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
  if (way == 0) {
    QWidget::keyPressEvent(event);
    return;
  }
  const double step = event->modifiers() & Qt::ShiftModifier ? 5 * kKeyStep : kKeyStep;
  Q_EMIT moved(std::clamp(m_threshold + way * step, 0.0, 1.0));
}

// --- the card

ThresholdView::ThresholdView(QWidget* parent)
    : QWidget(parent),
      m_plot(new ThresholdPlot),
      m_falseAlarm(makeCost()),
      m_miss(makeCost()),
      m_table(new PlainTable(tr("What the threshold does"), 26)),
      m_least(new Label({}, TextRole::Cell, &Colors::tx2)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(4);
  auto* row = new QHBoxLayout;
  row->setContentsMargins(kCardPadding, 0, kCardPadding, 0);
  row->setSpacing(8);
  m_falseAlarm->setAccessibleName(tr("Cost of a false alarm"));
  m_miss->setAccessibleName(tr("Cost of a miss"));
  row->addWidget(new Label(tr("A false alarm costs"), TextRole::Cell, &Colors::tx2));
  row->addWidget(m_falseAlarm);
  row->addSpacing(8);
  row->addWidget(new Label(tr("a miss costs"), TextRole::Cell, &Colors::tx2));
  row->addWidget(m_miss);
  row->addStretch(1);
  row->addWidget(m_least);
  column->addLayout(row);
  column->addWidget(m_plot);
  column->addWidget(m_table);
  connect(m_plot, &ThresholdPlot::moved, this, &ThresholdView::setThreshold);
  for (QDoubleSpinBox* box : {m_falseAlarm, m_miss}) {
    connect(box, &QDoubleSpinBox::valueChanged, this, &ThresholdView::refresh);
  }
}

void ThresholdView::show(const ReviewFacts& facts) {
  const bool another = m_shown != facts.subject;
  m_shown = facts.subject;
  m_facts = facts.threshold;
  m_replaces = facts.review.info.replaces;
  m_version = facts.review.info.version;
  if (another) {  // what the person had set stays as long as the evidence is the same
    m_threshold = m_facts.threshold;
    const QSignalBlocker quiet1(m_falseAlarm), quiet2(m_miss);
    m_falseAlarm->setValue(m_facts.costs.falsePositive);
    m_miss->setValue(m_facts.costs.falseNegative);
  }
  refresh();
}

void ThresholdView::setThreshold(double threshold) {
  m_threshold = threshold;
  refresh();
}

void ThresholdView::refresh() {
  ThresholdCosts costs = m_facts.costs;
  costs.falsePositive = m_falseAlarm->value();
  costs.falseNegative = m_miss->value();
  m_plot->show(m_facts, costs, m_threshold);
  const auto least = leastCostThreshold(m_facts.challenger, costs);
  m_least->setText(least ? tr("%1 costs least at %2").arg(shortVersion(m_version), metricText(*least, 3))
                         : QString());
  std::vector<PlainColumn> columns{{tr("From %1 on").arg(metricText(m_threshold, 3)), 0}};
  for (const QString& title :
       {tr("Cost of a row"), tr("Precision"), tr("Recall"), tr("False alarms"), tr("Misses")}) {
    columns.push_back({title, 88, Qt::AlignRight, true});
  }
  std::vector<std::vector<PlainCell>> rows;
  const auto add = [&](const ThresholdCurve& curve, std::int64_t version, bool strong) {
    const auto outcome = outcomeAt(curve, m_threshold);
    if (!outcome) {
      return;
    }
    rows.push_back({{shortVersion(version), &Colors::tx1, strong},
                    numberCell(outcome->cost(costs), 4, strong),
                    numberCell(outcome->precision(), 3, strong),
                    numberCell(outcome->recall(), 3, strong),
                    {countText(static_cast<std::int64_t>(outcome->falsePositives)),
                     strong ? &Colors::tx1 : &Colors::tx2},
                    {countText(static_cast<std::int64_t>(outcome->falseNegatives)),
                     strong ? &Colors::tx1 : &Colors::tx2}});
  };
  add(m_facts.champion, m_replaces, false);
  add(m_facts.challenger, m_version, true);
  m_table->setContent(std::move(columns), std::move(rows));
}

}  // namespace tatara::ui
