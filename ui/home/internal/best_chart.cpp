#include "ui/home/internal/best_chart.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include "ui/base/number_text.h"
#include "ui/base/style.h"
#include "ui/base/theme.h"
#include "ui/base/time_text.h"
#include "ui/base/type.h"

namespace tatara::ui {
namespace {

constexpr qreal kLeft = 50;
constexpr qreal kRight = 34;
constexpr qreal kTop = 14;
constexpr qreal kBottom = 28;
constexpr int kTicks = 5;
constexpr qreal kReach = 9;
constexpr qreal kLabelHeight = 16;

// The smallest of {1, 2, 2.5, 5}×10ⁿ that gives at most kTicks steps.
double niceStep(double span) {
  const double rough = span / kTicks;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
    if (factor * power >= rough) {
      return factor * power;
    }
  }
  return 10 * power;
}

}  // namespace

BestChart::BestChart(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::TabFocus);
  setAccessibleName(tr("Best value over time"));
}

void BestChart::show(BestSeries series, std::optional<Timestamp> from, Timestamp now) {
  m_series = std::move(series);
  m_shown.clear();
  m_hasBefore = false;
  m_hovered = -1;
  for (const BestPoint& point : m_series.points) {
    if (!from || point.time >= *from) {
      m_shown.push_back(point);
    } else if (point.best) {
      m_before = point.value;
      m_hasBefore = true;
    }
  }
  m_to = now;
  m_from = from ? *from : m_shown.empty() ? now - std::chrono::hours(24) : m_shown.front().time;
  if (!m_shown.empty() && !from) {
    // Air at both ends; the axis ends at the last run, not today, when all are old.
    const Millis span = std::max<Millis>(m_shown.back().time - m_from, std::chrono::minutes(1));
    m_from -= span / 40;
    m_to = std::min(m_shown.back().time + span / 12, std::max(now, m_shown.back().time));
  }
  m_current = m_shown.empty() ? -1 : std::clamp(m_current, -1, static_cast<int>(m_shown.size()) - 1);
  QString said = tr("%n run(s)", nullptr, static_cast<int>(m_shown.size()));
  if (m_series.champion) {
    said += QStringLiteral(", ") + championText();
  }
  setAccessibleDescription(said);
  layOut();
  tellItemsChanged(this);
  update();
}

QString BestChart::championText() const {
  return tr("champion %1 %2")
      .arg(QString::fromStdString(m_series.championName), metricText(*m_series.champion));
}

QString BestChart::itemName(int item) const {
  const BestPoint& point = m_shown[static_cast<std::size_t>(item)];
  const QString text =
      QStringLiteral("%1, %2, %3")
          .arg(QString::fromStdString(point.name), metricText(point.value), dayText(point.time));
  return point.best ? tr("%1, better than all before").arg(text) : text;
}

QRect BestChart::itemRect(int item) const {
  const QPointF at = position(m_shown[static_cast<std::size_t>(item)]);
  return QRectF(at.x() - kReach, at.y() - kReach, 2 * kReach, 2 * kReach).toRect();
}

void BestChart::pressItem(int item) {
  const track::RunId run = m_shown[static_cast<std::size_t>(item)].run;
  Q_EMIT runChosen(run);
}

void BestChart::layOut() {
  std::vector<double> values;
  for (const BestPoint& point : m_shown) {
    values.push_back(point.value);
  }
  if (m_hasBefore) {
    values.push_back(m_before);
  }
  if (values.empty()) {
    return;
  }
  if (m_series.champion) {
    values.push_back(*m_series.champion);
  }
  std::sort(values.begin(), values.end());
  double low = values.front();
  double high = values.back();
  // A few bad runs would press all others onto one line: beyond the best three quarters, twice their range is
  // shown.
  const bool lower = m_series.direction == track::Direction::LowerIsBetter;
  if (values.size() >= 5) {
    const double quarter = static_cast<double>(values.size() - 1) * (lower ? 0.75 : 0.25);
    const double bound = values[static_cast<std::size_t>(quarter)];
    (lower ? high : low) =
        lower ? std::min(high, low + 2 * (bound - low)) : std::max(low, high - 2 * (high - bound));
  }
  double span = high - low;
  if (span <= 0) {
    span = std::max(std::abs(high) * 0.1, 1e-9);
  }
  low -= span * 0.12;
  high += span * 0.08;
  m_axis.step = niceStep(high - low);
  m_axis.from = low;
  m_axis.to = high;
  m_axis.decimals = std::max(0, static_cast<int>(std::ceil(-std::log10(m_axis.step) - 1e-9)));
  // A step of 2.5 has a decimal more than its power of ten.
  const double scaled = m_axis.step * std::pow(10, m_axis.decimals);
  m_axis.decimals += std::abs(scaled - std::round(scaled)) > 1e-6 ? 1 : 0;
}

QRectF BestChart::plot() const {
  return QRectF(rect()).adjusted(kLeft, kTop, -kRight, -kBottom);
}

QPointF BestChart::position(const BestPoint& point) const {
  const QRectF area = plot();
  const double x = static_cast<double>((point.time - m_from).count()) /
                   static_cast<double>(std::max<std::int64_t>(1, (m_to - m_from).count()));
  const double y = (m_axis.to - point.value) / (m_axis.to - m_axis.from);
  return {area.left() + area.width() * x, area.top() + area.height() * std::clamp(y, 0.0, 1.0)};
}

void BestChart::paintAxes(QPainter& painter) const {
  const Colors& c = colors();
  const QRectF area = plot();
  painter.setFont(tatara::ui::font(TextRole::Caption));
  for (double tick = std::ceil(m_axis.from / m_axis.step) * m_axis.step; tick <= m_axis.to;
       tick += m_axis.step) {
    const qreal y = std::round(area.top() + area.height() * (m_axis.to - tick) / (m_axis.to - m_axis.from));
    painter.fillRect(QRectF(area.left(), y, area.width(), 1), c.grid);
    painter.setPen(c.tx2);
    drawTabular(painter, QRectF(0, y - 8, kLeft - 6, 16), Qt::AlignRight, metricText(tick, m_axis.decimals));
  }
  painter.fillRect(QRectF(area.left(), std::round(area.bottom()), area.width(), 1), c.axis);
  constexpr int kTimes = 4;
  const Millis span = m_to - m_from;
  const bool hours = span < std::chrono::hours(36);
  const bool seconds = span < std::chrono::minutes(2 * kTimes);
  QString previous;
  for (int i = 0; i <= kTimes; ++i) {
    const Timestamp time = m_from + (m_to - m_from) * i / kTimes;
    const qreal x = std::round(area.left() + area.width() * i / kTimes);
    const QString text = seconds ? isoTimeText(time).section(QLatin1Char(' '), 1)
                         : hours ? clockText(time)
                                 : dayText(time);
    if (text == previous) {
      continue;
    }
    previous = text;
    painter.fillRect(QRectF(x, std::round(area.bottom()), 1, 4), c.axis);
    painter.setPen(c.tx2);
    drawTabular(painter, QRectF(x - 40, area.bottom() + 6, 80, 16), Qt::AlignHCenter, text);
  }
}

void BestChart::paintSteps(QPainter& painter) const {
  const Colors& c = colors();
  const QRectF area = plot();
  QPolygonF line;
  const auto height = [&](double value) { return position({{}, {}, m_from, value, false}).y(); };
  if (m_hasBefore) {
    line.append({area.left(), height(m_before)});
  }
  double best = m_before;
  for (const BestPoint& point : m_shown) {
    if (!point.best) {
      continue;
    }
    const QPointF at = position(point);
    if (!line.isEmpty()) {
      line.append({at.x(), height(best)});
    }
    line.append(at);
    best = point.value;
  }
  if (line.isEmpty()) {
    return;
  }
  line.append({area.right(), line.last().y()});
  // Whole pixels and no antialiasing: every part is level or upright.
  for (QPointF& point : line) {
    point = QPointF(std::round(point.x()), std::round(point.y()));
  }
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setPen(QPen(c.acc, 2, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
  for (qsizetype i = 1; i < line.size(); ++i) {
    painter.drawLine(line[i - 1], line[i]);
  }
  painter.setRenderHint(QPainter::Antialiasing);
}

bool BestChart::championShown() const {
  return m_series.champion && *m_series.champion >= m_axis.from && *m_series.champion <= m_axis.to;
}

void BestChart::paintChampion(QPainter& painter) const {
  if (!championShown()) {
    return;
  }
  const QRectF area = plot();
  const qreal y = std::round(position({{}, {}, m_from, *m_series.champion, false}).y());
  painter.setRenderHint(QPainter::Antialiasing, false);
  QPen pen(colors().champ, 1, Qt::CustomDashLine);
  pen.setDashPattern({5, 3});
  painter.setPen(pen);
  painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
  painter.setRenderHint(QPainter::Antialiasing);
}

const BestPoint* BestChart::named() const {
  const int pointed = m_hovered >= 0 ? m_hovered : hasFocus() ? m_current : -1;
  if (pointed >= 0) {
    return &m_shown[static_cast<std::size_t>(pointed)];
  }
  const auto last =
      std::find_if(m_shown.rbegin(), m_shown.rend(), [](const BestPoint& point) { return point.best; });
  return last == m_shown.rend() ? nullptr : &*last;
}

QString BestChart::runText(const BestPoint& point) {
  return QString::fromStdString(point.name) + QLatin1Char(' ') + metricText(point.value);
}

QRectF BestChart::runLabelRect() const {
  const BestPoint* point = named();
  if (!point) {
    return {};
  }
  const QPointF at = position(*point);
  const qreal wide = QFontMetricsF(tatara::ui::font(TextRole::Badge)).horizontalAdvance(runText(*point));
  qreal x = at.x() - wide - 10;
  if (x < plot().left()) {
    x = std::min(at.x() + 10, width() - wide - 4);
  }
  const bool below = at.y() + 24 < plot().bottom() && m_series.direction == track::Direction::LowerIsBetter;
  return QRectF(x, below ? at.y() + 5 : at.y() - 21, wide, kLabelHeight);
}

QRectF BestChart::championLabelRect() const {
  if (!championShown()) {
    return {};
  }
  const QRectF area = plot();
  const qreal y = std::round(position({{}, {}, m_from, *m_series.champion, false}).y());
  const qreal wide = QFontMetricsF(tatara::ui::font(TextRole::Badge)).horizontalAdvance(championText());
  const qreal left = area.left() + 6;
  const qreal right = area.right() - 6 - wide;
  const qreal above = y - 3 - kLabelHeight;
  const qreal below = y + 3;
  // First the side where the worse runs are, so that the newest best is not covered.
  const bool lower = m_series.direction == track::Direction::LowerIsBetter;
  const qreal first = lower ? above : below;
  const qreal second = lower ? below : above;
  const QRectF taken = runLabelRect().adjusted(-6, 0, 6, 0);
  for (const QPointF corner :
       {QPointF(left, first), QPointF(right, first), QPointF(left, second), QPointF(right, second)}) {
    const QRectF box(corner, QSizeF(wide, kLabelHeight));
    if (!box.intersects(taken) && box.top() >= 0 && box.bottom() <= area.bottom()) {
      return box;
    }
  }
  return QRectF(left, first, wide, kLabelHeight);
}

void BestChart::paintLabels(QPainter& painter) const {
  const Colors& c = colors();
  const auto label = [&painter, &c](const QRectF& box, const QString& text, const QColor& color) {
    if (!box.isEmpty()) {
      drawPanel(painter, box.adjusted(-3, 0, 3, 0), 3, c.bg1, Qt::transparent);
      painter.setPen(color);
      painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter, text);
    }
  };
  painter.setFont(tatara::ui::font(TextRole::Badge));
  label(championLabelRect(), m_series.champion ? championText() : QString(), c.champ);
  if (const BestPoint* point = named()) {
    label(runLabelRect(), runText(*point), c.tx1);
    painter.setPen(QPen(c.bg1, 1.5));
    painter.setBrush(c.acc);
    painter.drawEllipse(position(*point), 5, 5);
  }
}

void BestChart::paintEvent(QPaintEvent*) {
  const Colors& c = colors();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  if (m_shown.empty() && !m_hasBefore) {
    painter.setFont(tatara::ui::font(TextRole::Body));
    painter.setPen(c.tx3);
    painter.drawText(rect(), Qt::AlignCenter, tr("No run in this time"));
    return;
  }
  paintAxes(painter);
  painter.setPen(Qt::NoPen);
  QColor dot = c.ctl;
  dot.setAlphaF(0.38F);
  painter.setBrush(dot);
  const double beyond = m_axis.to + (m_axis.to - m_axis.from) * 1e-6;
  for (const BestPoint& point : m_shown) {
    if (point.value <= beyond && point.value >= m_axis.from) {
      painter.drawEllipse(position(point), 3, 3);
    }
  }
  paintChampion(painter);
  paintSteps(painter);
  paintLabels(painter);
}

int BestChart::pointAt(QPointF at) const {
  int found = -1;
  qreal nearest = kReach * kReach;
  for (std::size_t i = 0; i < m_shown.size(); ++i) {
    const QPointF away = position(m_shown[i]) - at;
    const qreal distance = QPointF::dotProduct(away, away);
    if (distance <= nearest) {
      nearest = distance;
      found = static_cast<int>(i);
    }
  }
  return found;
}

void BestChart::mouseMoveEvent(QMouseEvent* event) {
  const int hovered = pointAt(event->position());
  if (hovered != m_hovered) {
    m_hovered = hovered;
    hovered >= 0 ? setCursor(Qt::PointingHandCursor) : unsetCursor();
    update();
  }
}

void BestChart::mouseReleaseEvent(QMouseEvent* event) {
  if (const int point = pointAt(event->position()); point >= 0 && event->button() == Qt::LeftButton) {
    pressItem(point);
  }
}

void BestChart::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  const int count = itemCount();
  if ((key == Qt::Key_Left || key == Qt::Key_Right) && count > 0) {
    // From outside the newest comes first.
    m_current =
        m_current < 0 ? count - 1 : std::clamp(m_current + (key == Qt::Key_Right ? 1 : -1), 0, count - 1);
    tellCurrentItem(this);
    update();
  } else if ((key == Qt::Key_Return || key == Qt::Key_Enter) && m_current >= 0) {
    pressItem(m_current);
  } else {
    QWidget::keyPressEvent(event);
  }
}

void BestChart::leaveEvent(QEvent*) {
  m_hovered = -1;
  update();
}

}  // namespace tatara::ui
