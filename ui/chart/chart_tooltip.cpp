#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "ui/base/metrics.h"
#include "ui/base/theme.h"
#include "ui/base/type.h"
#include "ui/chart/internal/chart_tooltip.h"

namespace tatara::ui {
namespace {

constexpr int kShadow = 14;
constexpr int kPadding = 10;
constexpr int kRow = 18;
constexpr int kSwatch = 8;
constexpr int kMostName = 180;

}  // namespace

ChartTooltip::ChartTooltip(QWidget* window) : QWidget(window) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setAttribute(Qt::WA_NoSystemBackground);
  setFocusPolicy(Qt::NoFocus);
  hide();
}

void ChartTooltip::setContent(const QString& title, const QString& remark, std::vector<Row> rows, int more) {
  m_title = title;
  m_remark = remark;
  m_more = more > 0 ? tr("… and %n more", nullptr, more) : QString();
  m_rows = std::move(rows);
  const QFontMetricsF plain(ui::font(TextRole::Cell));
  const QFontMetricsF strong(ui::font(TextRole::CellStrong));
  const QFontMetricsF caption(ui::font(TextRole::Caption));
  double names = 0;
  double values = 0;
  for (const Row& row : m_rows) {
    names = std::max(names, std::min<double>(strong.horizontalAdvance(row.label), kMostName));
    values = std::max(values, tabularWidth(ui::font(TextRole::CellStrong), row.value));
  }
  const double inner = std::max(kSwatch + 6 + names + 14 + values, caption.horizontalAdvance(m_title) + 16 +
                                                                       caption.horizontalAdvance(m_remark));
  const int lines = static_cast<int>(m_rows.size()) + 1 + (m_more.isEmpty() ? 0 : 1);
  resize(static_cast<int>(std::ceil(inner)) + 2 * kPadding + 2 * kShadow, lines * kRow + 2 * 7 + 2 * kShadow);
  update();
}

void ChartTooltip::place(double x, double avoidY, double top, double bottom) {
  constexpr int kGap = 12;
  const int width = this->width() - 2 * kShadow;
  const int height = this->height() - 2 * kShadow;
  const QWidget* window = parentWidget();
  double left = x + kGap;
  if (left + width > window->width() - 4) {
    left = x - kGap - width;
  }
  left = std::clamp(left, 4.0, std::max(4.0, static_cast<double>(window->width() - width - 4)));
  // The upper half unless the line is there.
  const double high = top - 8;
  const double low = bottom - height - 8;
  double y = avoidY > high + height + kGap || avoidY - top > bottom - avoidY ? high : low;
  y = std::clamp(y, 4.0, std::max(4.0, static_cast<double>(window->height() - height - 4)));
  move(static_cast<int>(std::lround(left)) - kShadow, static_cast<int>(std::lround(y)) - kShadow);
}

void ChartTooltip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const Colors& c = colors();
  const QRectF box = QRectF(rect()).adjusted(kShadow, kShadow, -kShadow, -kShadow);
  // 0 4 14, 16 % black: rings of falling darkness stand in for a blur.
  for (int ring = kShadow; ring > 0; --ring) {
    const double fall = 1.0 - static_cast<double>(ring) / kShadow;
    QColor shade(0, 0, 0);
    shade.setAlphaF(static_cast<float>(0.035 * fall * fall));
    painter.setPen(Qt::NoPen);
    painter.setBrush(shade);
    const QRectF spread = box.adjusted(-ring, -ring + 4, ring, ring + 4).intersected(QRectF(rect()));
    painter.drawRoundedRect(spread, 6 + ring, 6 + ring);
  }
  painter.setBrush(c.bg1);
  painter.setPen(QPen(c.line2, 1));
  painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);

  const double left = box.left() + kPadding;
  const double right = box.right() - kPadding;
  double y = box.top() + 7;
  painter.setFont(ui::font(TextRole::Caption));
  painter.setPen(c.tx3);
  drawTabular(painter, QRectF(left, y, right - left, kRow), Qt::AlignLeft, m_title);
  painter.drawText(QRectF(left, y, right - left, kRow), Qt::AlignRight | Qt::AlignVCenter, m_remark);
  for (const Row& row : m_rows) {
    y += kRow;
    painter.setPen(Qt::NoPen);
    painter.setBrush(row.color);
    painter.drawRoundedRect(QRectF(left, y + (kRow - kSwatch) / 2.0, kSwatch, kSwatch), 2.5, 2.5);
    painter.setFont(ui::font(row.bold ? TextRole::CellStrong : TextRole::Cell));
    painter.setPen(row.bold ? c.tx1 : c.tx2);
    const QString name = painter.fontMetrics().elidedText(row.label, Qt::ElideMiddle, kMostName);
    painter.drawText(QRectF(left + kSwatch + 6, y, kMostName + 4, kRow), Qt::AlignLeft | Qt::AlignVCenter,
                     name);
    painter.setPen(row.warns ? c.warn : c.tx1);
    drawTabular(painter, QRectF(left, y, right - left, kRow), Qt::AlignRight, row.value);
  }
  if (!m_more.isEmpty()) {
    painter.setFont(ui::font(TextRole::Caption));
    painter.setPen(c.tx3);
    painter.drawText(QRectF(left, y + kRow, right - left, kRow), Qt::AlignLeft | Qt::AlignVCenter, m_more);
  }
}

}  // namespace tatara::ui
