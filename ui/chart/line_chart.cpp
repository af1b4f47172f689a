#include "ui/chart/line_chart.h"

#include <QAction>
#include <QEvent>
#include <QLocale>
#include <algorithm>
#include <cmath>

#include "ui/base/error_text.h"
#include "ui/base/number_text.h"
#include "ui/base/type.h"
#include "ui/chart/internal/chart_tooltip.h"
#include "ui/chart/internal/left_out_sign.h"
#include "ui/chart/internal/on_worker.h"

namespace tatara::ui {
namespace {

constexpr std::size_t kLegendFrom = 9;
constexpr double kNarrow = 320;  // below this, names at the line ends would leave no plot
constexpr double kMostLabel = 150;
constexpr std::size_t kSmooth = 3'000'000;  // points that a frame draws exactly without being late
constexpr double kMutedOpacity = 0.38;

// What cannot be read has no rows; the chart's note says so.
std::vector<CurvePtr> pointsInMemory(const std::vector<Curve>& curves) {
  std::vector<CurvePtr> points(curves.size());
  const bool reads =
      std::any_of(curves.begin(), curves.end(), [](const Curve& curve) { return curve.data->paged(); });
  onWorkerIf(reads, [&] {
    for (std::size_t i = 0; i < curves.size(); ++i) {
      Result<CurvePtr> read = CurveData::inMemory(curves[i].data, {});
      points[i] = read && !(*read)->overview() ? std::move(*read) : CurveData::make({}, {});
    }
  });
  return points;
}

}  // namespace

LineChart::LineChart(ChartLink* link, QWidget* parent)
    : ChartView(parent),
      m_link(link),
      m_readingJob([this](Result<Readings> readings) {
        m_readings = std::move(*readings);
        updateTooltip();
        updateDescription();
        update();
      }),
      m_findJob([this](Result<std::optional<double>> x) { m_foundX(*x); }),
      m_job([this](Result<LineFramePtr> frame) { take(std::move(*frame)); }) {
  if (!m_link) {
    m_ownLink = std::make_unique<ChartLink>();
    m_link = m_ownLink.get();
  }
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAttribute(Qt::WA_OpaquePaintEvent, false);
  connect(m_link, &ChartLink::crossHairChanged, this, [this] {
    updateTooltip();
    update();
  });
  connect(m_link, &ChartLink::hoveredChanged, this, [this] {
    updateTooltip();
    update();
  });
  connect(m_link, &ChartLink::rangeChanged, this, [this](XUnit unit) {
    if (unit == m_options.xUnit && m_zoom.x != m_link->range(unit)) {
      m_zoom.x = m_link->range(unit);
      restyle(Motion::Moving);
    }
  });
}

LineChart::~LineChart() {
  delete m_tooltip;
}

void LineChart::setCurves(std::vector<Curve> curves) {
  curves.erase(std::remove_if(curves.begin(), curves.end(), [](const Curve& curve) { return !curve.data; }),
               curves.end());
  m_curves = std::move(curves);
  // What has to be read is shown as its extremes meanwhile, and a summary as soon as it can be.
  restyle(hasPaged() || hasOverview() ? Motion::Moving : Motion::Settled);
}

bool LineChart::hasPaged() const {
  return std::any_of(m_curves.begin(), m_curves.end(),
                     [](const Curve& curve) { return curve.data->paged(); });
}

void LineChart::setOptions(const LineOptions& options) {
  if (options == m_options) {
    return;
  }
  if (options.xUnit != m_options.xUnit || options.xScale != m_options.xScale) {
    m_zoom.x = m_link->range(options.xUnit);
    m_history.clear();
  }
  if (options.yScale != m_options.yScale || options.fit != m_options.fit ||
      options.yRange != m_options.yRange) {
    m_zoom.y.reset();
  }
  m_options = options;
  restyle();
}

void LineChart::setMarks(std::vector<ChartMark> marks) {
  m_marks = std::move(marks);
  tellLeftOut();
  update();
}

void LineChart::setPhases(std::vector<ChartPhase> phases) {
  if (phases != m_phases) {
    m_phases = std::move(phases);
    update();
  }
}

void LineChart::setLevels(std::vector<ChartLevel> levels) {
  m_levels = std::move(levels);
  restyle();
}

QColor LineChart::colorOf(const Curve& curve) const {
  if (curve.muted) {
    return colors().ctl;
  }
  return curve.role ? colors().*(*curve.role) : slotColor(curve.style.slot);
}

bool LineChart::usesLegend() const {
  return m_curves.size() >= kLegendFrom;
}

bool LineChart::usesEndLabels(const QSizeF& size) const {
  return m_curves.size() > 1 && !usesLegend() && size.width() >= kNarrow;
}

LineRequest LineChart::makeRequest(const QSizeF& size, qreal ratio) const {
  LineRequest request;
  const QFontMetricsF names(ui::font(TextRole::Caption));
  for (const Curve& curve : m_curves) {
    LineRequest::Curve drawn;
    drawn.data = curve.data;
    drawn.band = curve.band;
    drawn.style.colour = colorOf(curve).rgb();
    drawn.style.opacity = curve.muted ? kMutedOpacity : 1;
    drawn.style.width = curve.width;
    drawn.style.dotRadius = 1.5;
    if (curve.style.dash != RunDash::Solid) {
      drawn.style.dash = curve.style.dash == RunDash::Long ? DashPattern{6, 3, 0} : DashPattern{2, 2, 0};
    }
    if (!curve.muted) {
      const double widest =
          std::max(names.horizontalAdvance(curve.label), names.horizontalAdvance(curve.detail));
      drawn.labelWidth = std::min({std::ceil(widest) + 1, kMostLabel, size.width() * 0.28});
    }
    request.curves.push_back(drawn);
  }
  for (const ChartLevel& level : m_levels) {
    request.levels.push_back(level.y);
  }
  request.xUnit = m_options.xUnit;
  request.xScale = m_options.xScale;
  request.yScale = m_options.yScale;
  request.fit = m_options.fit;
  request.smoothing = m_options.smoothing;
  request.spread = m_options.spread;
  request.xRange = m_zoom.x;
  request.yRange = m_zoom.y ? m_zoom.y : m_options.yRange;
  request.size = size;
  request.ratio = ratio;
  request.tickWidth = tabularWidth(ui::font(TextRole::Caption), QStringLiteral("0"));
  request.legendHeight = legendHeight(size.width());
  request.endLabels = usesEndLabels(size);
  request.zone = QTimeZone::systemTimeZone();
  if (m_frame) {
    request.known = m_frame->curves;
  }
  return request;
}

bool LineChart::hasOverview() const {
  return std::any_of(m_curves.begin(), m_curves.end(),
                     [](const Curve& curve) { return curve.data->overview(); });
}

// One frame is under way at most; what changes meanwhile is drawn when it is back, so a slow frame never
// queues behind itself and the newest state always wins.
void LineChart::restyle(Motion motion) {
  m_stale = true;
  const bool waits = m_running && !(motion == Motion::Moving && m_runsLong);
  if (waits || !isVisible() || size().isEmpty()) {
    return;
  }
  LineRequest request = makeRequest(QSizeF(size()), devicePixelRatioF());
  std::size_t points = 0;
  for (const Curve& curve : m_curves) {
    points += curve.data->size();
  }
  if (motion == Motion::Moving && (points > kSmooth || hasOverview())) {
    request.exactness = Exactness::Moving;
  }
  m_running = true;
  m_stale = request.exactness == Exactness::Moving;
  m_runsLong = request.exactness == Exactness::AtRest && hasPaged();
  m_job.start([request = std::move(request)](std::stop_token stop) mutable -> Result<LineFramePtr> {
    request.stop = stop;
    return makeLineFrame(request);
  });
}

void LineChart::take(LineFramePtr frame) {
  const QString before = note();
  m_running = false;
  m_frame = std::move(frame);
  update();
  updateTooltip();
  updateDescription();
  tellLeftOut();
  if (note() != before) {
    Q_EMIT noteChanged();
  }
  if (m_stale) {
    restyle(m_drag == Drag::Pan ? Motion::Moving : Motion::Settled);
  }
  Q_EMIT framed();
}

void LineChart::tellLeftOut() {
  if (m_leftOut == nullptr && m_frame && m_frame->leftOut) {
    m_leftOut = new LeftOutSign(this);
    connect(m_leftOut, &QAbstractButton::clicked, this, [this] {
      LineOptions options = m_options;
      options.fit = YFit::All;
      setOptions(options);
    });
  }
  if (m_leftOut != nullptr && m_frame) {
    m_leftOut->tell(*m_frame, !m_marks.empty() || !m_phases.empty());
  }
}

QString LineChart::note() const {
  if (!m_frame) {
    return {};
  }
  QStringList notes;
  if (m_frame->notPositive > 0) {
    notes << tr("%n value(s) ≤ 0 not shown", nullptr, static_cast<int>(m_frame->notPositive));
  }
  if (m_frame->broken > 0 && !m_options.gaps) {
    notes << tr("%n value(s) NaN or infinite", nullptr, static_cast<int>(m_frame->broken));
  }
  const auto overviews = std::count_if(m_frame->curves.begin(), m_frame->curves.end(),
                                       [](const DerivedCurve& curve) { return curve.raw->overview(); });
  if (overviews > 0) {
    notes << tr("%n line(s) drawn from a summary so far", nullptr, static_cast<int>(overviews));
  }
  if (m_frame->unread) {
    notes << tr("Points could not be read: %1").arg(messageText(*m_frame->unread));
  }
  return notes.join(QStringLiteral(" · "));
}

QList<QAction*> LineChart::chartActions() {
  auto* log = new QAction(tr("Logarithmic y axis"), this);
  log->setCheckable(true);
  log->setChecked(m_options.yScale == AxisScale::Log);
  connect(log, &QAction::toggled, this, [this](bool on) {
    LineOptions options = m_options;
    options.yScale = on ? AxisScale::Log : AxisScale::Linear;
    setOptions(options);
  });
  auto* fit = new QAction(tr("Fit all values"), this);
  fit->setCheckable(true);
  fit->setChecked(m_options.fit == YFit::All);
  connect(fit, &QAction::toggled, this, [this](bool on) {
    LineOptions options = m_options;
    options.fit = on ? YFit::All : YFit::Focus;
    setOptions(options);
  });
  QList<QAction*> actions{log, fit};
  if (m_zoom != Zoom{}) {
    auto* reset = new QAction(tr("Show all"), this);
    connect(reset, &QAction::triggered, this, &LineChart::resetZoom);
    actions << reset;
  }
  return actions;
}

// One row for every x that any curve has, one column a curve; what a curve does not have at an x stays empty.
ChartTable LineChart::table() const {
  const std::vector<CurvePtr> points = pointsInMemory(m_curves);
  std::vector<double> xs;
  for (const CurvePtr& curve : points) {
    std::vector<double> merged;
    merged.reserve(xs.size() + curve->size());
    std::set_union(xs.begin(), xs.end(), curve->x().begin(), curve->x().end(), std::back_inserter(merged));
    xs = std::move(merged);
  }
  ChartTable table;
  const QString name = m_options.xName.isEmpty() ? QStringLiteral("x") : m_options.xName;
  table.columns.push_back({name, xs, {}});
  for (std::size_t c = 0; c < m_curves.size(); ++c) {
    const Curve& curve = m_curves[c];
    const CurveData& all = *points[c];
    std::vector<double> values(xs.size(), std::nan(""));
    std::vector<std::size_t> places;  // row of each point
    std::size_t row = 0;
    // The union holds an x as often as the curve that repeats it most.
    for (std::size_t i = 0; i < all.size(); ++i, ++row) {
      while (xs[row] < all.x()[i]) {
        ++row;
      }
      values[row] = all.y()[i];
      places.push_back(row);
    }
    const auto along = [&](const QString& title, const CurvePtr& other) {
      if (!other) {
        return;
      }
      std::vector<double> cells(xs.size(), std::nan(""));
      for (std::size_t i = 0; i < places.size(); ++i) {
        cells[places[i]] = other->y()[i];
      }
      table.columns.push_back({title.arg(curve.label), std::move(cells), {}});
    };
    table.columns.push_back({curve.label, std::move(values), {}});
    along(tr("%1, low"), curve.band.low);
    along(tr("%1, high"), curve.band.high);
    along(tr("%1, runs"), curve.counts);
  }
  return table;
}

QString LineChart::xText(double x) const {
  const double resolution = m_frame ? m_frame->xResolution() : 1;
  switch (m_options.xUnit) {
    case XUnit::Step:
      return QString::number(x, 'f', x == std::round(x) ? 0 : 2).replace(QLatin1Char('-'), kMinus);
    case XUnit::Duration:
      return durationValueText(x, resolution);
    case XUnit::Time:
      return timeValueText(x, resolution, QTimeZone::systemTimeZone());
    case XUnit::Number:
      break;
  }
  return axisValueText(x, resolution);
}

void LineChart::updateTooltip() {
  wantReadings();
  const std::optional<CrossHair>& cross = m_link->crossHair();
  const bool shown = m_tooltipHere && m_frame && cross && cross->unit == m_options.xUnit && isVisible();
  if (!shown || cross->x < m_frame->map.x().range().low || cross->x > m_frame->map.x().range().high) {
    if (m_tooltip) {
      m_tooltip->hide();
    }
    return;
  }
  constexpr std::size_t kMostRows = 12;
  std::vector<Reading> read = readings(cross->x);
  const bool lower = m_options.better == Better::Lower;
  std::stable_sort(read.begin(), read.end(), [lower](const Reading& a, const Reading& b) {
    const bool aFinite = std::isfinite(a.y);
    const bool bFinite = std::isfinite(b.y);
    return aFinite != bFinite ? aFinite : aFinite && (lower ? a.y < b.y : a.y > b.y);
  });
  std::vector<double> values;
  double avoid = 0;
  for (const Reading& reading : read) {
    values.push_back(reading.y);
    if (std::isfinite(reading.y) && (avoid == 0 || m_curves[reading.curve].key == m_link->hovered())) {
      avoid = m_frame->at(reading.x, reading.y).y();
    }
  }
  const int decimals = columnDecimals(values);
  std::vector<ChartTooltip::Row> rows;
  for (const Reading& reading : read) {
    const Curve& curve = m_curves[reading.curve];
    const bool bold = curve.key == m_link->hovered() && m_curves.size() > 1;
    if (rows.size() < kMostRows || bold) {
      rows.push_back(
          {curve.label, valueText(reading, decimals), colorOf(curve), bold, !std::isfinite(reading.y)});
    }
  }
  if (rows.empty()) {
    if (m_tooltip) {
      m_tooltip->hide();
    }
    return;
  }
  if (!m_tooltip || m_tooltip->parentWidget() != window()) {
    delete m_tooltip;
    m_tooltip = new ChartTooltip(window());
  }
  const QString title =
      m_options.xName.isEmpty() ? xText(cross->x) : m_options.xName + QLatin1Char(' ') + xText(cross->x);
  const int more = static_cast<int>(read.size() - rows.size());
  const QString remark = m_options.smoothing.isBest() ? tr("best so far")
                         : m_options.smoothing.any()  ? tr("smoothed")
                                                      : QString();
  m_tooltip->setContent(title, remark, std::move(rows), more);
  const QPointF top = mapTo(window(), m_frame->plot.topLeft());
  const double x = mapTo(window(), m_frame->at(cross->x, m_frame->map.y().range().high)).x();
  m_tooltip->place(x, top.y() - m_frame->plot.top() + avoid, top.y(), top.y() + m_frame->plot.height());
  m_tooltip->show();
  m_tooltip->raise();
}

// 43.37, and for a group its band and how many runs that is of: 43.37 (42.10 to 44.64, 6 runs)
QString LineChart::valueText(const Reading& reading, int decimals) const {
  const QString value = metricText(reading.y, decimals);
  const Curve& curve = m_curves[reading.curve];
  QStringList more;
  const CurveBand& band = m_frame->curves[reading.curve].band;
  if (band.low && band.high && std::isfinite(band.low->y()[reading.point])) {
    more << tr("%1 to %2")
                .arg(metricText(band.low->y()[reading.point], decimals),
                     metricText(band.high->y()[reading.point], decimals));
  }
  if (curve.counts) {
    more << tr("%n run(s)", nullptr, static_cast<int>(curve.counts->y()[reading.point]));
  }
  return more.isEmpty() ? value : tr("%1 (%2)").arg(value, more.join(QStringLiteral(", ")));
}

// What a screen reader says: kind, number of lines, axes, and the value under the cross-hair.
void LineChart::updateDescription() {
  if (!m_frame || m_frame->empty) {
    setAccessibleDescription(tr("Line chart without values"));
    return;
  }
  const AxisRange x = m_frame->map.x().range();
  const AxisRange y = m_frame->map.y().range();
  QString text =
      tr("Line chart of %n line(s)", nullptr, static_cast<int>(m_curves.size())) +
      tr(", x %1 to %2, y %3 to %4").arg(xText(x.low), xText(x.high), metricText(y.low), metricText(y.high));
  if (const QString value = currentValue(); !value.isEmpty()) {
    text += QStringLiteral(". ") + value;
  }
  setAccessibleDescription(text);
}

// The hovered curve under the cross-hair, where that is of this chart.
QString LineChart::currentValue() const {
  const std::optional<CrossHair>& cross = m_link->crossHair();
  if (!m_frame || !m_tooltipHere || !cross || cross->unit != m_options.xUnit) {
    return {};
  }
  QStringList values;
  for (const Reading& reading : readings(cross->x)) {
    const Curve& curve = m_curves[reading.curve];
    if (curve.key == m_link->hovered() || m_curves.size() == 1) {
      values << tr("%1 at %2: %3").arg(curve.label, xText(cross->x), metricText(reading.y));
    }
  }
  return values.join(QStringLiteral(", "));
}

void LineChart::resizeEvent(QResizeEvent*) {
  restyle(Motion::Moving);
}

void LineChart::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
    restyle();
  }
  ChartView::changeEvent(event);
}

void LineChart::showEvent(QShowEvent*) {
  restyle();
}

void LineChart::hideEvent(QHideEvent*) {
  leavePointer();
}

}  // namespace tatara::ui
