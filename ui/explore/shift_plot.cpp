#include "ui/explore/shift_plot.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QTimeZone>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "core/dataset/frame_aggregate.h"
#include "ui/base/number_text.h"
#include "ui/base/theme.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"
#include "ui/base/utf8.h"
#include "ui/chart/plain_plot.h"
#include "ui/explore/column_text.h"

namespace tatara::ui {
namespace {

constexpr std::size_t kBars = 40;
constexpr double kMostWhole = 48;  // whole numbers that get a bar each
constexpr qreal kLegend = 26;
constexpr qreal kPair = 28;  // height of a pair of bars

double share(double count, double all) {
  return all > 0 ? count / all : 0;
}

QString barLabel(const std::string& label) {
  return label == "other values" ? ShiftPlot::tr("other values")
         : label == "missing"    ? ShiftPlot::tr("missing")
                                 : fromUtf8(label);
}

}  // namespace

QString gradeWord(dataset::ShiftGrade grade) {
  switch (grade) {
    case dataset::ShiftGrade::Slight:
      return ShiftPlot::tr("slight");
    case dataset::ShiftGrade::Moderate:
      return ShiftPlot::tr("moderate");
    case dataset::ShiftGrade::Large:
      return ShiftPlot::tr("large");
    case dataset::ShiftGrade::None:
      break;
  }
  return ShiftPlot::tr("none", "grade of a shift");
}

BadgeState gradeState(dataset::ShiftGrade grade) {
  switch (grade) {
    case dataset::ShiftGrade::Slight:
      return BadgeState::Note;
    case dataset::ShiftGrade::Moderate:
      return BadgeState::Warning;
    case dataset::ShiftGrade::Large:
      return BadgeState::Alert;
    case dataset::ShiftGrade::None:
      break;
  }
  return BadgeState::Ok;
}

QString testWord(dataset::ShiftTest test) {
  switch (test) {
    case dataset::ShiftTest::KolmogorovSmirnov:
      return QStringLiteral("Kolmogorov–Smirnov");
    case dataset::ShiftTest::ChiSquare:
      return QStringLiteral("χ²");
    case dataset::ShiftTest::None:
      break;
  }
  return QString(kMissing);
}

QString reasonWord(const std::string& reason) {
  return reason == "there are no values on one side" ? ShiftPlot::tr("there are no values on one side")
         : reason == "there are too many different texts"
             ? ShiftPlot::tr("there are too many different texts")
         : reason == "there is one value only" ? ShiftPlot::tr("there is one value only")
         : reason == "hardly any value occurs more than once"
             ? ShiftPlot::tr("hardly any value occurs more than once")
         : reason == "its type changed" ? ShiftPlot::tr("its type changed")
                                        : fromUtf8(reason);
}

QString chanceText(double p) {
  return std::isnan(p) ? QString(kMissing) : p < 0.0001 ? QStringLiteral("< 0.0001") : metricText(p, 4);
}

namespace {

// Widens the range by half a value on either side where whole numbers, or one value, stand in it.
std::size_t binsOf(const ShiftOverlay& overlay, double& least, double& greatest) {
  std::size_t bins = kBars;
  if (overlay.whole) {
    bins = static_cast<std::size_t>(greatest - least) + 1;
    least -= 0.5;
    greatest += 0.5;
  } else if (greatest <= least) {
    bins = 1;
    least -= 0.5;
    greatest += 0.5;
  }
  return bins;
}

QString labelOf(const ShiftOverlay& overlay, double low, double high) {
  return overlay.whole  ? metricText(low + 0.5)
         : overlay.time ? momentText(low) + QStringLiteral(" – ") + momentText(high)
                        : metricText(low) + QStringLiteral(" – ") + metricText(high);
}

}  // namespace

Result<ShiftOverlay> overlayOf(const ComparedVersions& compared, std::size_t index, std::stop_token stop) {
  const dataset::ColumnShift& shift = compared.diff.shifts[index];
  ShiftOverlay overlay;
  overlay.column = fromUtf8(shift.column);
  overlay.rowsBefore = static_cast<double>(compared.diff.rowsBefore);
  overlay.rowsAfter = static_cast<double>(compared.diff.rowsAfter);
  overlay.missingBefore = static_cast<double>(shift.missingBefore);
  overlay.missingAfter = static_cast<double>(shift.missingAfter);
  if (shift.bars.empty()) {
    return overlay;
  }
  if (shift.type == dataset::ColumnType::Text || shift.type == dataset::ColumnType::Boolean) {
    for (const dataset::ShiftBar& bar : shift.bars) {
      overlay.bars.push_back(
          {0, 0, barLabel(bar.label), static_cast<double>(bar.before), static_cast<double>(bar.after)});
    }
    return overlay;
  }
  const auto pair = std::ranges::find_if(compared.diff.columns, [&](const dataset::ColumnPair& one) {
    return one.paired() && one.after == shift.column;
  });
  if (pair == compared.diff.columns.end()) {
    return overlay;
  }
  TATARA_ASSIGN(const std::size_t before, compared.before->find(pair->before));
  TATARA_ASSIGN(const std::size_t after, compared.after->find(pair->after));
  const dataset::FrameColumn& left = compared.before->column(before);
  const dataset::FrameColumn& right = compared.after->column(after);
  double least =
      std::min(left.finite > 0 ? left.least : right.least, right.finite > 0 ? right.least : left.least);
  double greatest = std::max(left.finite > 0 ? left.greatest : right.greatest,
                             right.finite > 0 ? right.greatest : left.greatest);
  overlay.ranges = true;
  overlay.time = shift.type == dataset::ColumnType::Time;
  overlay.whole = shift.type == dataset::ColumnType::Integer &&
                  left.info.type == dataset::ColumnType::Integer && greatest - least < kMostWhole;
  const std::size_t bins = binsOf(overlay, least, greatest);
  dataset::HistogramRequest request{.column = before, .bins = bins, .least = least, .greatest = greatest};
  TATARA_ASSIGN(const auto was, dataset::histogram(*compared.before, request, {}, stop));
  request.column = after;
  TATARA_ASSIGN(const auto is, dataset::histogram(*compared.after, request, {}, stop));
  const double width = (greatest - least) / static_cast<double>(bins);
  for (std::size_t i = 0; i < bins; ++i) {
    ShiftOverlay::Bar bar;
    bar.low = least + width * static_cast<double>(i);
    bar.high = least + width * static_cast<double>(i + 1);
    bar.before = i < was.counts.size() ? static_cast<double>(was.counts[i]) : 0;
    bar.after = i < is.counts.size() ? static_cast<double>(is.counts[i]) : 0;
    bar.label = labelOf(overlay, bar.low, bar.high);
    overlay.bars.push_back(std::move(bar));
  }
  return overlay;
}

ShiftPlot::ShiftPlot(QWidget* parent) : ChartView(parent) {
  setAccessibleName(tr("Distribution of the column in both versions"));
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
}

void ShiftPlot::setOverlay(std::optional<ShiftOverlay> overlay, const QString& before, const QString& after) {
  m_overlay = std::move(overlay);
  m_before = before;
  m_after = after;
  m_current = -1;
  update();
  Q_EMIT noteChanged();
}

QString ShiftPlot::note() const {
  if (!m_overlay || m_overlay->missingBefore + m_overlay->missingAfter <= 0 || !m_overlay->ranges) {
    return {};
  }
  return tr("Missing: %1 %, then %2 %")
      .arg(metricText(100 * share(m_overlay->missingBefore, m_overlay->rowsBefore), 1),
           metricText(100 * share(m_overlay->missingAfter, m_overlay->rowsAfter), 1));
}

ChartTable ShiftPlot::table() const {
  ChartTable table;
  table.columns = {{.name = m_overlay ? m_overlay->column : tr("Column"), .values = {}, .texts = {}},
                   {.name = m_before, .values = {}, .texts = {}},
                   {.name = m_after, .values = {}, .texts = {}}};
  for (const ShiftOverlay::Bar& bar : m_overlay ? m_overlay->bars : std::vector<ShiftOverlay::Bar>()) {
    table.columns[0].texts << bar.label;
    table.columns[1].values.push_back(bar.before);
    table.columns[2].values.push_back(bar.after);
  }
  return table;
}

QRectF ShiftPlot::body(const QRectF& rect) const {
  return rect.adjusted(0, kLegend, 0, 0);
}

void ShiftPlot::paintChart(QPainter& painter, const QRectF& rect) {
  const Colors& c = colors();
  if (!m_overlay || m_overlay->bars.empty()) {
    return;
  }
  painter.setFont(ui::font(TextRole::Caption));
  const QFontMetricsF metrics(painter.font());
  qreal x = rect.left() + 12;
  const auto legend = [&](const QString& words, bool after) {
    const QRectF sample(x, rect.top() + 8, 12, 10);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(after ? QPen(c.acc, 1.5) : QPen(Qt::NoPen));
    painter.setBrush(after ? QBrush(Qt::NoBrush) : QBrush(c.line2));
    painter.drawRoundedRect(after ? sample.adjusted(0.5, 0.5, -0.5, -0.5) : sample, 2, 2);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(c.tx2);
    painter.drawText(QPointF(x + 18, rect.top() + 17), words);
    x += 18 + metrics.horizontalAdvance(words) + 18;
  };
  legend(m_before, false);
  legend(m_after, true);
  m_overlay->ranges ? paintRanges(painter, body(rect)) : paintWords(painter, body(rect));
}

PlainPlot ShiftPlot::layout(const QRectF& rect) const {
  const auto& bars = m_overlay->bars;
  double most = 0;
  for (const ShiftOverlay::Bar& bar : bars) {
    most = std::max({most, share(bar.before, m_overlay->rowsBefore), share(bar.after, m_overlay->rowsAfter)});
  }
  PlainPlot plot = layoutPlot(rect, {bars.front().low, bars.back().high}, {0, most > 0 ? most * 105 : 1});
  for (Tick& tick : plot.yTicks.ticks) {
    tick.label += tick.label.isEmpty() ? QString() : QStringLiteral(" %");
  }
  plot.plot.setLeft(plot.plot.left() + 14);
  if (m_overlay->time) {
    plot.xTicks = timeTicks(plot.x.low * 1000, plot.x.high * 1000,
                            static_cast<int>(std::clamp(plot.plot.width() / 80, 2.0, 8.0)), QTimeZone::utc());
    for (Tick& tick : plot.xTicks.ticks) {
      tick.value /= 1000;
    }
  } else if (m_overlay->whole) {
    plot.xTicks = integerTicks(plot.x.low, plot.x.high,
                               static_cast<int>(std::clamp(plot.plot.width() / 44, 2.0, 10.0)));
  }
  return plot;
}

void ShiftPlot::paintRanges(QPainter& painter, const QRectF& rect) const {
  const Colors& c = colors();
  const auto& bars = m_overlay->bars;
  const PlainPlot plot = layout(rect);
  paintPlotGrid(painter, plot);
  QPainterPath outline;
  bool drawing = false;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const qreal left = std::round(plot.xAt(bars[i].low));
    const qreal right = std::round(plot.xAt(bars[i].high));
    const qreal was = std::round(plot.yAt(100 * share(bars[i].before, m_overlay->rowsBefore)));
    const qreal is = std::round(plot.yAt(100 * share(bars[i].after, m_overlay->rowsAfter))) + 0.5;
    painter.fillRect(QRectF(left, was, std::max(right - left - 1, 1.0), plot.plot.bottom() - was),
                     static_cast<int>(i) == m_current ? c.ctl : c.line2);
    // The outline goes down to the axis where nothing is.
    if (bars[i].after > 0) {
      drawing ? outline.lineTo(left + 0.5, is) : outline.moveTo(left + 0.5, plot.plot.bottom());
      outline.lineTo(left + 0.5, is);
      outline.lineTo(right + 0.5, is);
      drawing = true;
    } else if (drawing) {
      outline.lineTo(left + 0.5, plot.plot.bottom());
      drawing = false;
    }
  }
  if (drawing) {
    outline.lineTo(std::round(plot.xAt(bars.back().high)) + 0.5, plot.plot.bottom());
  }
  QColor wash = c.acc;
  wash.setAlphaF(0.10F);
  painter.fillPath(outline, wash);
  painter.setPen(QPen(c.acc, 1.5, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
  painter.setBrush(Qt::NoBrush);
  painter.drawPath(outline);
  paintPlotAxes(painter, plot);
}

void ShiftPlot::paintWords(QPainter& painter, const QRectF& rect) const {
  const Colors& c = colors();
  const auto& bars = m_overlay->bars;
  double most = 0;
  for (const ShiftOverlay::Bar& bar : bars) {
    most = std::max({most, share(bar.before, m_overlay->rowsBefore), share(bar.after, m_overlay->rowsAfter)});
  }
  painter.setFont(ui::font(TextRole::Cell));
  const QFontMetricsF metrics(painter.font());
  qreal names = 40;
  for (const ShiftOverlay::Bar& bar : bars) {
    names = std::max(names, metrics.horizontalAdvance(bar.label));
  }
  names = std::min(names, rect.width() * 0.32);
  const qreal left = rect.left() + 12 + names + 10;
  const qreal wide = rect.right() - 56 - left;
  const qreal height =
      std::min(kPair, rect.height() / static_cast<qreal>(std::max<std::size_t>(bars.size(), 1)));
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const qreal top = rect.top() + 4 + height * static_cast<qreal>(i);
    if (top + height > rect.bottom() + 1) {
      break;
    }
    const bool current = static_cast<int>(i) == m_current;
    painter.setPen(current ? c.tx1 : c.tx2);
    painter.drawText(QRectF(rect.left() + 12, top, names + 4, height), Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(bars[i].label, Qt::ElideMiddle, names + 2));
    const double was = share(bars[i].before, m_overlay->rowsBefore);
    const double is = share(bars[i].after, m_overlay->rowsAfter);
    const auto width = [&](double part) { return most > 0 ? std::round(part / most * wide) : 0; };
    const qreal thick = std::floor((height - 8) / 2);
    painter.fillRect(QRectF(left, std::round(top + 4), width(was), thick), current ? c.ctl : c.line2);
    painter.fillRect(QRectF(left, std::round(top + 4) + thick + 1, width(is), thick), c.acc);
    painter.setPen(c.tx3);
    const QFont& small = ui::font(TextRole::Caption);
    painter.setFont(small);
    drawTabular(painter, QRectF(rect.right() - 52, top, 44, height), Qt::AlignRight,
                metricText(100 * is, 1) + QStringLiteral(" %"));
    painter.setFont(ui::font(TextRole::Cell));
  }
}

int ShiftPlot::barAt(const QPointF& at) const {
  if (!m_overlay || m_overlay->bars.empty()) {
    return -1;
  }
  const auto& bars = m_overlay->bars;
  const QRectF room = body(QRectF(rect()));
  if (!room.contains(at)) {
    return -1;
  }
  if (!m_overlay->ranges) {
    const qreal height = std::min(kPair, room.height() / static_cast<qreal>(bars.size()));
    const int bar = static_cast<int>((at.y() - room.top() - 4) / height);
    return bar >= 0 && bar < static_cast<int>(bars.size()) ? bar : -1;
  }
  const PlainPlot plot = layout(room);
  for (std::size_t i = 0; i < bars.size(); ++i) {
    if (at.x() >= plot.xAt(bars[i].low) && at.x() < plot.xAt(bars[i].high)) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

QString ShiftPlot::tip(int bar) const {
  const ShiftOverlay::Bar& at = m_overlay->bars[static_cast<std::size_t>(bar)];
  const auto line = [](const QString& name, double count, double all) {
    return ShiftPlot::tr("%1: %2 rows, %3 %")
        .arg(name, countText(static_cast<std::int64_t>(count)), metricText(100 * share(count, all), 2));
  };
  return at.label + QLatin1Char('\n') + line(m_before, at.before, m_overlay->rowsBefore) + QLatin1Char('\n') +
         line(m_after, at.after, m_overlay->rowsAfter);
}

bool ShiftPlot::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    auto* help = static_cast<QHelpEvent*>(event);
    const int bar = barAt(help->pos());
    bar < 0 ? QToolTip::hideText() : QToolTip::showText(help->globalPos(), tipText(tip(bar)), this);
    return true;
  }
  return ChartView::event(event);
}

void ShiftPlot::keyPressEvent(QKeyEvent* event) {
  const int count = m_overlay ? static_cast<int>(m_overlay->bars.size()) : 0;
  const bool next = event->key() == Qt::Key_Right || event->key() == Qt::Key_Down;
  const bool previous = event->key() == Qt::Key_Left || event->key() == Qt::Key_Up;
  if (count == 0 || (!next && !previous)) {
    ChartView::keyPressEvent(event);
    return;
  }
  m_current = m_current < 0 ? (next ? 0 : count - 1) : std::clamp(m_current + (next ? 1 : -1), 0, count - 1);
  setAccessibleDescription(tip(m_current));
  QToolTip::showText(mapToGlobal(QPoint(width() / 2, 0)), tipText(tip(m_current)), this);
  update();
}

void ShiftPlot::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintChart(painter, QRectF(rect()));
}

}  // namespace tatara::ui
