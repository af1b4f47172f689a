#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainterPath>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/base/number_text.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"
#include "ui/runs/internal/plot_text.h"
#include "ui/runs/study_plots.h"

namespace tatara::ui {
namespace {

constexpr double kSide = 12;
constexpr double kBarRow = 24;

void paintEmpty(QPainter& painter, const QRectF& rect, const QString& text) {
  painter.setFont(ui::font(TextRole::Cell));
  painter.setPen(colors().tx3);
  painter.drawText(rect.adjusted(kSide, 0, -kSide, 0), Qt::AlignCenter | Qt::TextWordWrap, text);
}

QString countOf(std::size_t runs) {
  return StudyPlot::tr("%n run(s)", nullptr, static_cast<int>(runs));
}

// --- bars: where each lies

struct BarLayout {
  double names = 0;
  double values = 0;
  double zero = 0;  // x of nought
  double perUnit = 0;
  double row = kBarRow;
  std::size_t shown = 0;
};

BarLayout layoutBars(const BarStudy& study, const QRectF& rect) {
  BarLayout layout;
  const QFontMetricsF metrics(ui::font(TextRole::Cell));
  double low = 0;
  double high = 0;
  for (const BarStudy::Bar& bar : study.bars) {
    layout.names = std::max(layout.names, metrics.horizontalAdvance(bar.label));
    layout.values = std::max(layout.values,
                             tabularWidth(ui::font(TextRole::Cell), metricText(bar.value, study.decimals)));
    const double deviation = std::isfinite(bar.deviation) ? bar.deviation : 0;
    low = std::min(low, bar.value - deviation);
    high = std::max(high, bar.value + deviation);
  }
  layout.names = std::min(layout.names + 18, rect.width() * 0.36);
  const double left = rect.left() + kSide + layout.names + 8;
  const double width = std::max(rect.right() - kSide - layout.values - 8 - left, 10.0);
  layout.perUnit = high > low ? width / (high - low) : 0;
  layout.zero = left - low * layout.perUnit;
  const auto fits = static_cast<std::size_t>(std::max(1.0, std::floor((rect.height() - 4) / kBarRow)));
  layout.shown =
      std::min(study.bars.size(), study.bars.size() > fits ? std::max<std::size_t>(fits - 1, 1) : fits);
  return layout;
}

// --- boxes: categories along x

QRectF spreadSlot(const QRectF& plot, std::size_t group, std::size_t groups) {
  const double width = plot.width() / static_cast<double>(groups);
  return {plot.left() + static_cast<double>(group) * width, plot.top(), width, plot.height()};
}

PlainPlot spreadLayout(const SpreadStudy& study, const QRectF& rect) {
  PlainPlot plot = layoutPlot(rect, {0, 1}, study.range);
  plot.xTicks.ticks.clear();
  return plot;
}

void paintViolin(QPainter& painter, const SpreadStudy::Group& group, const SpreadStudy& study,
                 const PlainPlot& plot, double center, double half) {
  QPolygonF outline;
  const auto y = [&](std::size_t p) {
    return plot.yAt(study.range.low + (study.range.high - study.range.low) * static_cast<double>(p) /
                                          static_cast<double>(SpreadStudy::kDensityPlaces - 1));
  };
  for (std::size_t p = 0; p < group.density.size(); ++p) {
    outline << QPointF(center - half * group.density[p], y(p));
  }
  for (std::size_t p = group.density.size(); p-- > 0;) {
    outline << QPointF(center + half * group.density[p], y(p));
  }
  painter.drawPolygon(outline);
}

void paintBox(QPainter& painter, const SpreadStudy::Group& group, const PlainPlot& plot, double center,
              double half) {
  const Colors& c = colors();
  painter.setPen(QPen(c.tx2, 1));
  painter.drawLine(QPointF(center, plot.yAt(group.low)), QPointF(center, plot.yAt(group.lower)));
  painter.drawLine(QPointF(center, plot.yAt(group.upper)), QPointF(center, plot.yAt(group.high)));
  for (const double end : {group.low, group.high}) {
    painter.drawLine(QPointF(center - half / 2, plot.yAt(end)), QPointF(center + half / 2, plot.yAt(end)));
  }
  painter.drawRect(
      QRectF(QPointF(center - half, plot.yAt(group.upper)), QPointF(center + half, plot.yAt(group.lower))));
  painter.setPen(QPen(c.tx1, 2));
  painter.drawLine(QPointF(center - half, plot.yAt(group.median)),
                   QPointF(center + half, plot.yAt(group.median)));
}

// --- correlation: a grid of cells

struct CellGrid {
  QRectF area;
  double width = 0;
  double height = 0;
  QRectF cell(qsizetype column, qsizetype row) const {
    return {area.left() + static_cast<double>(column) * width, area.top() + static_cast<double>(row) * height,
            width, height};
  }
};

CellGrid gridOf(const QRectF& rect, qsizetype columns, qsizetype rows, double left, double top) {
  CellGrid grid;
  grid.area = rect.adjusted(left, top, -kSide, -6);
  grid.width = grid.area.width() / static_cast<double>(std::max<qsizetype>(columns, 1));
  grid.height = std::min(32.0, grid.area.height() / static_cast<double>(std::max<qsizetype>(rows, 1)));
  return grid;
}

double widestOf(const QStringList& texts, double most) {
  const QFontMetricsF metrics(ui::font(TextRole::Caption));
  double widest = 0;
  for (const QString& text : texts) {
    widest = std::max(widest, metrics.horizontalAdvance(text));
  }
  return std::min(widest + 2, most);
}

CellGrid correlationGrid(const CorrelationStudy& study, const QRectF& rect) {
  return gridOf(rect, study.metrics.size(), study.params.size(),
                kSide + widestOf(study.params, rect.width() * 0.3) + 6, 20);
}

}  // namespace

// --- what all share

StudyPlot::StudyPlot(QWidget* parent) : ChartView(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
}

void StudyPlot::setStudy(StudyPtr study) {
  m_study = std::move(study);
  m_current = -1;
  update();
  Q_EMIT noteChanged();
}

void StudyPlot::paintEvent(QPaintEvent*) {
  if (m_study == nullptr) {
    return;
  }
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  if (!m_study->empty.isEmpty()) {
    paintEmpty(painter, QRectF(rect()), m_study->empty);
    return;
  }
  paintChart(painter, QRectF(rect()));
  const std::vector<StudyMark> all = marks();
  if (hasFocus() && m_current >= 0 && m_current < static_cast<int>(all.size())) {
    painter.setPen(QPen(colors().acctx, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(all[static_cast<std::size_t>(m_current)].place.adjusted(-1, -1, 1, 1), 3, 3);
  }
}

void StudyPlot::mouseReleaseEvent(QMouseEvent* event) {
  const std::vector<StudyMark> all = marks();
  for (std::size_t i = all.size(); i-- > 0;) {
    if (event->button() == Qt::LeftButton && all[i].place.contains(event->position()) &&
        !all[i].runs.empty()) {
      Q_EMIT clicked(all[i].runs);
      return;
    }
  }
}

void StudyPlot::keyPressEvent(QKeyEvent* event) {
  const std::vector<StudyMark> all = marks();
  const int last = static_cast<int>(all.size()) - 1;
  switch (event->key()) {
    case Qt::Key_Down:
    case Qt::Key_Right:
      m_current = std::min(m_current + 1, last);
      break;
    case Qt::Key_Up:
    case Qt::Key_Left:
      m_current = std::clamp(m_current - 1, std::min(0, last), std::max(last, 0));
      break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (m_current >= 0 && m_current <= last && !all[static_cast<std::size_t>(m_current)].runs.empty()) {
        Q_EMIT clicked(all[static_cast<std::size_t>(m_current)].runs);
      }
      return;
    default:
      ChartView::keyPressEvent(event);
      return;
  }
  if (m_current >= 0 && m_current <= last) {
    setAccessibleDescription(all[static_cast<std::size_t>(m_current)].text);
  }
  update();
}

bool StudyPlot::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const std::vector<StudyMark> all = marks();
    for (std::size_t i = all.size(); i-- > 0;) {
      if (all[i].place.contains(help->pos())) {
        QToolTip::showText(help->globalPos(), tipText(all[i].text), this);
        return true;
      }
    }
    QToolTip::hideText();
    return true;
  }
  return ChartView::event(event);
}

// --- bars

std::vector<StudyMark> BarPlot::marks() const {
  std::vector<StudyMark> all;
  const auto* study = as<BarStudy>();
  if (study == nullptr) {
    return all;
  }
  const BarLayout layout = layoutBars(*study, QRectF(rect()));
  for (std::size_t i = 0; i < layout.shown; ++i) {
    const BarStudy::Bar& bar = study->bars[i];
    QString text = tr("%1: %2").arg(bar.label, metricText(bar.value));
    if (std::isfinite(bar.deviation)) {
      text += tr(" ± %1").arg(metricText(bar.deviation));
    }
    if (bar.runs.size() > 1) {
      text += QStringLiteral(" (%1)").arg(countOf(bar.runs.size()));
    }
    all.push_back(
        {QRectF(kSide / 2, 2 + kBarRow * static_cast<double>(i), width() - kSide, kBarRow), text, bar.runs});
  }
  return all;
}

void BarPlot::paintChart(QPainter& painter, const QRectF& rect) {
  const auto* study = as<BarStudy>();
  if (study == nullptr) {
    return;
  }
  const Colors& c = colors();
  const BarLayout layout = layoutBars(*study, rect);
  painter.setFont(ui::font(TextRole::Cell));
  for (std::size_t i = 0; i < layout.shown; ++i) {
    const BarStudy::Bar& bar = study->bars[i];
    const double top = rect.top() + 2 + kBarRow * static_cast<double>(i);
    const double middle = top + kBarRow / 2;
    drawSwatch(painter, QPointF(rect.left() + kSide, middle - 5), bar.style, SwatchRing::None);
    painter.setPen(c.tx1);
    painter.drawText(QRectF(rect.left() + kSide + 16, top, layout.names - 16, kBarRow),
                     Qt::AlignLeft | Qt::AlignVCenter, elided(painter, bar.label, layout.names - 16));
    const double end = layout.zero + bar.value * layout.perUnit;
    painter.setPen(Qt::NoPen);
    painter.setBrush(slotColor(bar.style.slot));
    painter.drawRoundedRect(QRectF(QPointF(std::min(layout.zero, end), middle - 6),
                                   QPointF(std::max(layout.zero, end), middle + 6)),
                            2, 2);
    double right = std::max(layout.zero, end);
    if (std::isfinite(bar.deviation) && bar.deviation > 0) {
      const double reach = bar.deviation * layout.perUnit;
      painter.setPen(QPen(c.tx1, 1));
      painter.drawLine(QPointF(end - reach, middle), QPointF(end + reach, middle));
      for (const double at : {end - reach, end + reach}) {
        painter.drawLine(QPointF(at, middle - 3), QPointF(at, middle + 3));
      }
      right = std::max(right, end + reach);
    }
    painter.setPen(c.tx1);
    drawTabular(painter, QRectF(right + 6, top, layout.values + 4, kBarRow), Qt::AlignLeft | Qt::AlignVCenter,
                metricText(bar.value, study->decimals));
  }
  painter.setPen(QPen(c.axis, 1));
  painter.drawLine(QPointF(layout.zero, rect.top() + 2),
                   QPointF(layout.zero, rect.top() + 2 + kBarRow * static_cast<double>(layout.shown)));
  if (layout.shown < study->bars.size()) {
    painter.setFont(ui::font(TextRole::Caption));
    painter.setPen(c.tx3);
    painter.drawText(QRectF(rect.left() + kSide, rect.top() + 2 + kBarRow * static_cast<double>(layout.shown),
                            200, kBarRow),
                     Qt::AlignLeft | Qt::AlignVCenter, tr("+%1 more").arg(study->bars.size() - layout.shown));
  }
}

ChartTable BarPlot::table() const {
  ChartTable result;
  const auto* study = as<BarStudy>();
  if (study == nullptr) {
    return result;
  }
  ChartTable::Column names{tr("Name"), {}, {}};
  ChartTable::Column values{study->valueName, {}, {}};
  ChartTable::Column deviations{tr("SD"), {}, {}};
  ChartTable::Column runs{tr("Runs"), {}, {}};
  for (const BarStudy::Bar& bar : study->bars) {
    names.texts.push_back(bar.label);
    values.values.push_back(bar.value);
    deviations.values.push_back(bar.deviation);
    runs.values.push_back(static_cast<double>(bar.runs.size()));
  }
  result.columns = {std::move(names), std::move(values), std::move(deviations), std::move(runs)};
  return result;
}

// --- boxes and violins

std::vector<StudyMark> SpreadPlot::marks() const {
  std::vector<StudyMark> all;
  const auto* study = as<SpreadStudy>();
  if (study == nullptr || study->groups.empty()) {
    return all;
  }
  const PlainPlot plot = spreadLayout(*study, QRectF(rect()));
  for (std::size_t g = 0; g < study->groups.size(); ++g) {
    const SpreadStudy::Group& group = study->groups[g];
    all.push_back({spreadSlot(plot.plot, g, study->groups.size()),
                   tr("%1: median %2, quartiles %3 to %4, %5")
                       .arg(group.label, metricText(group.median), metricText(group.lower),
                            metricText(group.upper), countOf(group.values.size())),
                   group.runs});
  }
  return all;
}

void SpreadPlot::paintChart(QPainter& painter, const QRectF& rect) {
  const auto* study = as<SpreadStudy>();
  if (study == nullptr || study->groups.empty()) {
    return;
  }
  const Colors& c = colors();
  const PlainPlot plot = spreadLayout(*study, rect);
  paintPlotGrid(painter, plot);
  paintPlotAxes(painter, plot);
  for (std::size_t g = 0; g < study->groups.size(); ++g) {
    const SpreadStudy::Group& group = study->groups[g];
    const QRectF slot = spreadSlot(plot.plot, g, study->groups.size());
    const double center = slot.center().x();
    const double half = std::min(slot.width() * 0.36, 46.0);
    QColor fill = slotColor(static_cast<int>(g) % kRunSlots);
    fill.setAlphaF(0.35F);
    painter.setPen(QPen(slotColor(static_cast<int>(g) % kRunSlots), 1));
    painter.setBrush(fill);
    if (study->violin) {
      paintViolin(painter, group, *study, plot, center, half);
      painter.setBrush(c.bg1);
      paintBox(painter, group, plot, center, std::min(5.0, half / 3));
    } else {
      paintBox(painter, group, plot, center, half * 0.7);
      painter.setPen(Qt::NoPen);
      painter.setBrush(c.tx2);
      for (const double value : group.values) {
        if (value < group.low || value > group.high) {
          painter.drawEllipse(QPointF(center, plot.yAt(value)), 2, 2);
        }
      }
    }
    painter.setFont(ui::font(TextRole::Caption));
    painter.setPen(c.tx3);
    painter.drawText(QRectF(slot.left() + 2, plot.plot.bottom() + 4, slot.width() - 4, 16), Qt::AlignCenter,
                     elided(painter, group.label.section(QStringLiteral(" = "), -1), slot.width() - 4));
  }
}

ChartTable SpreadPlot::table() const {
  ChartTable result;
  const auto* study = as<SpreadStudy>();
  if (study == nullptr) {
    return result;
  }
  result.columns = {{tr("Group"), {}, {}},          {tr("Runs"), {}, {}},   {tr("Least"), {}, {}},
                    {tr("Lower quartile"), {}, {}}, {tr("Median"), {}, {}}, {tr("Upper quartile"), {}, {}},
                    {tr("Greatest"), {}, {}}};
  for (const SpreadStudy::Group& group : study->groups) {
    result.columns[0].texts.push_back(group.label);
    const double cells[] = {static_cast<double>(group.values.size()),
                            group.values.front(),
                            group.lower,
                            group.median,
                            group.upper,
                            group.values.back()};
    for (std::size_t i = 0; i < std::size(cells); ++i) {
      result.columns[i + 1].values.push_back(cells[i]);
    }
  }
  return result;
}

// --- correlation

std::vector<StudyMark> RunCorrelationPlot::marks() const {
  std::vector<StudyMark> all;
  const auto* study = as<CorrelationStudy>();
  if (study == nullptr) {
    return all;
  }
  const CellGrid grid = correlationGrid(*study, QRectF(rect()));
  for (qsizetype p = 0; p < study->params.size(); ++p) {
    for (qsizetype m = 0; m < study->metrics.size(); ++m) {
      const auto at = static_cast<std::size_t>(p * study->metrics.size() + m);
      all.push_back({grid.cell(m, p).adjusted(1, 1, -1, -1),
                     tr("%1 and %2: ρ %3, %4")
                         .arg(study->params[p], study->metrics[m], metricText(study->rho[at], 2),
                              countOf(study->pairs[at])),
                     {}});
    }
  }
  return all;
}

void RunCorrelationPlot::paintChart(QPainter& painter, const QRectF& rect) {
  const auto* study = as<CorrelationStudy>();
  if (study == nullptr) {
    return;
  }
  const Colors& c = colors();
  const CellGrid grid = correlationGrid(*study, rect);
  painter.setFont(ui::font(TextRole::Caption));
  painter.setPen(c.tx3);
  for (qsizetype m = 0; m < study->metrics.size(); ++m) {
    painter.drawText(
        QRectF(grid.area.left() + static_cast<double>(m) * grid.width, grid.area.top() - 18, grid.width, 16),
        Qt::AlignCenter, elided(painter, study->metrics[m], grid.width - 4));
  }
  for (qsizetype p = 0; p < study->params.size(); ++p) {
    const double width = grid.area.left() - rect.left() - kSide - 6;
    painter.setPen(c.tx2);
    painter.drawText(QRectF(rect.left() + kSide, grid.cell(0, p).top(), width, grid.height),
                     Qt::AlignRight | Qt::AlignVCenter, elided(painter, study->params[p], width));
    for (qsizetype m = 0; m < study->metrics.size(); ++m) {
      const double rho = study->rho[static_cast<std::size_t>(p * study->metrics.size() + m)];
      const QRectF cell = grid.cell(m, p).adjusted(1, 1, -1, -1);
      const QColor fill = std::isfinite(rho) ? rampColor(c.diverging, (rho + 1) / 2) : c.bg2;
      painter.setPen(Qt::NoPen);
      painter.setBrush(fill);
      painter.drawRoundedRect(cell, 3, 3);
      if (cell.width() > 30 && cell.height() > 12) {
        painter.setPen(std::isfinite(rho) ? cellTextColor(fill) : c.tx3);
        drawTabular(painter, cell, Qt::AlignCenter,
                    std::isfinite(rho) ? metricText(rho, 2) : QString(kMissing));
      }
    }
  }
}

ChartTable RunCorrelationPlot::table() const {
  ChartTable result;
  const auto* study = as<CorrelationStudy>();
  if (study == nullptr) {
    return result;
  }
  result.columns.push_back({tr("Parameter"), {}, study->params});
  for (qsizetype m = 0; m < study->metrics.size(); ++m) {
    ChartTable::Column column{study->metrics[m], {}, {}};
    for (qsizetype p = 0; p < study->params.size(); ++p) {
      column.values.push_back(study->rho[static_cast<std::size_t>(p * study->metrics.size() + m)]);
    }
    result.columns.push_back(std::move(column));
  }
  return result;
}

}  // namespace tatara::ui
