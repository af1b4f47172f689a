#include "ui/explore/column_bars.h"

#include <QCoreApplication>
#include <QPainter>
#include <QTimeZone>
#include <algorithm>
#include <cmath>

#include "ui/base/number_text.h"
#include "ui/base/theme.h"
#include "ui/chart/ticks.h"

namespace tatara::ui {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(tatara::ui::ColumnBars)
};

}  // namespace

double ColumnBars::most() const {
  double most = 0;
  for (const Bar& bar : bars) {
    most = std::max(most, bar.count);
  }
  return most;
}

QString barEdgeText(const ColumnBars& bars, double value, double width) {
  if (bars.scale == ColumnBars::Scale::Time) {
    return timeValueText(value * 1000, width * 1000, QTimeZone::utc());
  }
  return bars.whole && std::abs(value) < 1e15 ? countText(std::llround(value)) : metricText(value);
}

QString barRangeText(const ColumnBars& bars, std::size_t index) {
  const ColumnBars::Bar& bar = bars.bars[index];
  if (bars.kind == ColumnBars::Kind::Values) {
    return bar.value;
  }
  const double width = bar.high - bar.low;
  // Whole numbers: the last one of a bar is told, not the next bar's first.
  if (bars.whole && bars.scale == ColumnBars::Scale::Number) {
    const double first = std::ceil(bar.low);
    const double last = std::ceil(bar.high) - 1;
    return last <= first
               ? barEdgeText(bars, first, width)
               : Words::tr("%1 to %2").arg(barEdgeText(bars, first, width), barEdgeText(bars, last, width));
  }
  return Words::tr("%1 to %2").arg(barEdgeText(bars, bar.low, width), barEdgeText(bars, bar.high, width));
}

QString barText(const ColumnBars& bars, std::size_t index) {
  const ColumnBars::Bar& bar = bars.bars[index];
  const QString range = barRangeText(bars, index);
  if (bar.shown >= 0) {
    return Words::tr("%1: %2 of %3 rows")
        .arg(range, countText(std::llround(bar.shown)), countText(std::llround(bar.count)));
  }
  return Words::tr("%1: %2 rows").arg(range, countText(std::llround(bar.count)));
}

void paintBars(QPainter& painter, const QRectF& rect, const ColumnBars& bars, bool strong, int hovered) {
  const double most = bars.most();
  if (bars.empty() || most <= 0) {
    return;
  }
  const Colors& c = colors();
  const bool brushed = bars.bars.front().shown >= 0;
  const double step = rect.width() / static_cast<double>(bars.bars.size());
  const double gap = step >= 3 ? 1 : 0;
  painter.setRenderHint(QPainter::Antialiasing, false);
  for (std::size_t i = 0; i < bars.bars.size(); ++i) {
    const ColumnBars::Bar& bar = bars.bars[i];
    const double left = std::round(rect.left() + static_cast<double>(i) * step);
    const double right = std::round(rect.left() + static_cast<double>(i + 1) * step);
    const auto fill = [&](double count, const QColor& color) {
      if (count > 0) {
        // What is there is seen, however little it is.
        const double height = std::max(std::round(rect.height() * count / most), 1.0);
        painter.fillRect(QRectF(left, rect.bottom() - height, std::max(right - left - gap, 1.0), height),
                         color);
      }
    };
    const QColor full = strong || static_cast<int>(i) == hovered ? c.acc : c.bar;
    fill(bar.count, brushed ? c.bg3 : full);
    if (brushed) {
      fill(bar.shown, full);
    }
  }
}

int barAt(const QRectF& rect, const ColumnBars& bars, double x) {
  const double part = (x - rect.left()) / rect.width();
  return part < 0 || part >= 1 || bars.empty()
             ? -1
             : static_cast<int>(part * static_cast<double>(bars.bars.size()));
}

void endWhole(ColumnBars& bars, double greatest) {
  if (bars.whole && bars.scale == ColumnBars::Scale::Number && !bars.empty()) {
    bars.bars.back().high = std::max(bars.bars.back().high, std::floor(greatest) + 1);
  }
}

}  // namespace tatara::ui
