#include "ui/chart/line_frame.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "core/exec/parallel.h"
#include "core/series/smooth.h"
#include "ui/chart/quick_raster.h"

namespace tatara::ui {
namespace {

constexpr double kTop = 6;
constexpr double kBottom = 24;
constexpr double kRight = 14;
constexpr double kLabelGap = 14;  // from the plot to the names: the elbow of the leader
constexpr double kTickGap = 8;
constexpr double kRoom = 0.04;
constexpr double kBeginning = 0.15;
constexpr double kWorthIt = 0.6;
constexpr double kRawOpacity = 0.28;
constexpr double kBandOpacity = 0.18;
constexpr std::size_t kFewPoints = 20;
constexpr std::size_t kManyCurves = 24;  // from here on a frame that moves is drawn quickly

CurvePtr smoothed(const CurvePtr& curve, const Smoothing& smoothing) {
  if (!curve || !smoothing.any()) {
    return curve;
  }
  const std::vector<double>& y = curve->y();
  std::vector<double> values;
  switch (smoothing.kind) {
    case SmoothingKind::Exponential:
      values = series::exponential(y, smoothing.amount);
      break;
    case SmoothingKind::RunningMean:
      values = series::runningMean(y, static_cast<std::size_t>(smoothing.amount));
      break;
    case SmoothingKind::Gaussian:
      values = series::gaussian(y, smoothing.amount);
      break;
    case SmoothingKind::Least:
      values = series::bestSoFar(y, series::Best::Least);
      break;
    case SmoothingKind::Greatest:
      values = series::bestSoFar(y, series::Best::Greatest);
      break;
  }
  return CurveData::makeShared(curve->sharedX(), std::move(values));
}

DerivedCurve derive(const LineRequest& request, const CurvePtr& raw, const CurveBand& band) {
  for (const DerivedCurve& known : request.known) {
    if (known.raw == raw && known.rawBand == band && known.smoothing == request.smoothing &&
        known.yScale == request.yScale) {
      return known;
    }
  }
  DerivedCurve derived{raw, raw, raw, band, band, request.smoothing, request.yScale};
  const auto place = [&request](CurvePtr& curve) {
    if (curve && request.yScale == AxisScale::Log) {
      curve = CurveData::positiveOnly(curve);
    }
  };
  place(derived.placed);
  place(derived.band.low);
  place(derived.band.high);
  derived.shown = smoothed(derived.placed, request.smoothing);
  derived.band.low = smoothed(derived.band.low, request.smoothing);
  derived.band.high = smoothed(derived.band.high, request.smoothing);
  return derived;
}

std::size_t indexFrom(const CurveData& curve, double x) {
  return static_cast<std::size_t>(std::lower_bound(curve.x().begin(), curve.x().end(), x) -
                                  curve.x().begin());
}

std::size_t indexAfter(const CurveData& curve, double x) {
  return static_cast<std::size_t>(std::upper_bound(curve.x().begin(), curve.x().end(), x) -
                                  curve.x().begin());
}

// Points that a logarithmic axis leaves out, each once.
std::size_t withoutPlace(const CurveData& curve, const LineRequest& request) {
  const bool logY = request.yScale == AxisScale::Log;
  const std::size_t left = request.xScale == AxisScale::Log ? indexAfter(curve, 0) : 0;
  std::size_t both = 0;
  for (std::size_t i = 0; logY && i < left; ++i) {
    both += std::isfinite(curve.y()[i]) && curve.y()[i] <= 0 ? 1 : 0;
  }
  return left + (logY ? curve.notPositive() - both : 0);
}

// Steps that end a hair before a round number (599 of 600 rounds) are shown to that number.
AxisRange roundedOut(AxisRange range) {
  const double step = integerTicks(range.low, range.high, 6).step;
  if (step > 0) {
    const double end = std::ceil(range.high / step) * step;
    range.high = end - range.high <= (range.high - range.low) * 0.012 ? end : range.high;
  }
  return range;
}

// All that has a place on x; low > high when nothing has.
AxisRange fullRange(const LineRequest& request) {
  AxisRange full{INFINITY, -INFINITY};
  for (const LineRequest::Curve& curve : request.curves) {
    const std::vector<double>& x = curve.data->x();
    const std::size_t first = request.xScale == AxisScale::Log ? indexAfter(*curve.data, 0) : 0;
    if (first < x.size()) {
      full.low = std::min(full.low, x[first]);
      full.high = std::max(full.high, x.back());
    }
  }
  return full;
}

AxisRange widened(AxisRange range, AxisScale scale, double by) {
  if (scale == AxisScale::Log) {
    const double factor = std::pow(range.high / range.low, by);
    return {range.low / factor, range.high * factor};
  }
  return {range.low - (range.high - range.low) * by, range.high + (range.high - range.low) * by};
}

// A range that a PlotAxis accepts, whatever was asked for.
AxisRange sound(AxisRange range, AxisScale scale) {
  if (!std::isfinite(range.low) || !std::isfinite(range.high) || range.low > range.high) {
    range = scale == AxisScale::Log ? AxisRange{1, 10} : AxisRange{0, 1};
  }
  if (scale == AxisScale::Log && range.low <= 0) {
    range.low = range.high > 0 ? range.high / 1000 : 1;
    range.high = std::max(range.high, range.low * 10);
  }
  const double least = std::max(std::abs(range.low), std::abs(range.high)) * 1e-12;
  if (range.high - range.low <= least) {
    const double pad = range.low == 0 ? 1 : std::abs(range.low) * (scale == AxisScale::Log ? 0.5 : 0.1);
    range = {range.low - pad, range.high + pad};
  }
  return range;
}

AxisRange automaticY(const LineRequest& request, const std::vector<DerivedCurve>& curves, AxisRange x) {
  Extremes all;
  Extremes rest;
  bool foldable = request.fit == YFit::Focus && !request.xRange;
  for (const DerivedCurve& derived : curves) {
    for (const CurveData* curve :
         {derived.shown.get(), derived.placed.get(), derived.band.low.get(), derived.band.high.get()}) {
      if (curve == nullptr) {
        continue;
      }
      const std::size_t begin = indexFrom(*curve, x.low);
      const std::size_t end = indexAfter(*curve, x.high);
      const double from =
          curve->size() == 0 ? 0 : x.low + (std::min(x.high, curve->x().back()) - x.low) * kBeginning;
      const std::size_t after = std::clamp(indexFrom(*curve, from), begin, end);
      all.include(curve->extremesOf(begin, end));
      rest.include(curve->extremesOf(end - begin < kFewPoints ? begin : after, end));
    }
  }
  if (all.low > all.high) {
    return sound({INFINITY, -INFINITY}, request.yScale);
  }
  const bool log = request.yScale == AxisScale::Log;
  const auto extent = [log](const Extremes& e) { return log ? std::log10(e.high / e.low) : e.high - e.low; };
  foldable = foldable && rest.low < rest.high && extent(rest) < extent(all) * kWorthIt;
  Extremes chosen = foldable ? rest : all;
  for (const double level : request.levels) {
    if (std::isfinite(level) && (!log || level > 0)) {
      chosen.include(level);
    }
  }
  return sound(widened(sound({chosen.low, chosen.high}, request.yScale), request.yScale, kRoom),
               request.yScale);
}

TickSet xTicksOf(const LineRequest& request, AxisRange range, double width) {
  const int most = static_cast<int>(std::clamp(width / (request.xUnit == XUnit::Time ? 88 : 70), 2.0, 12.0));
  if (request.xScale == AxisScale::Log) {
    return logTicks(range.low, range.high, most);
  }
  switch (request.xUnit) {
    case XUnit::Step:
      return integerTicks(range.low, range.high, most);
    case XUnit::Duration:
      return durationTicks(range.low, range.high, most);
    case XUnit::Time:
      return timeTicks(range.low, range.high, most, request.zone);
    case XUnit::Number:
      break;
  }
  return linearTicks(range.low, range.high, most);
}

double widestLabel(const TickSet& ticks, double digit) {
  double widest = ticks.exponent.size() * digit;
  for (const Tick& tick : ticks.ticks) {
    widest = std::max(widest, static_cast<double>(tick.label.size()) * digit);
  }
  return widest;
}

StrokeStyle scaledStyle(StrokeStyle style, double ratio, double dashOrigin) {
  style.width *= ratio;
  style.dotRadius *= ratio;
  style.dash.on *= ratio;
  style.dash.off *= ratio;
  style.dash.origin = dashOrigin;
  return style;
}

// What one curve is drawn from.
struct Reduced {
  std::vector<ColumnSpan> spans;
  std::vector<ColumnSpan> raw;  // under smoothed ones
  Band band;
};

Reduced reduce(const DerivedCurve& derived, const LineRequest& request, const PlotMap& map, int margin) {
  Reduced reduced;
  reduced.spans = reduceToColumns(*derived.shown, map, margin, request.exactness);
  if (derived.band.low && derived.band.high) {
    reduced.band =
        bandBetween(reduceToColumns(*derived.band.low, map, margin, request.exactness),
                    reduceToColumns(*derived.band.high, map, margin, request.exactness), map.width());
  } else if (request.spread && outnumbersColumns(*derived.shown, map)) {
    reduced.band = bandBetween(reduced.spans, reduced.spans, map.width());
    reduced.spans = meanColumns(*derived.shown, map, margin);
  }
  if (request.smoothing.any()) {
    reduced.raw = reduceToColumns(*derived.placed, map, margin, request.exactness);
  }
  return reduced;
}

// Columns are independent: parts of the picture, several at once.
QImage rasteriseInParts(std::span<const RasterCurve> curves, QSize size, Antialiasing antialiasing) {
  constexpr int kPart = 128;
  if (size.isEmpty()) {
    return {};
  }
  QImage image(size, QImage::Format_ARGB32_Premultiplied);
  uchar* bits = image.bits();
  exec::inParallel(static_cast<std::size_t>((size.width() + kPart - 1) / kPart), [&](std::size_t part) {
    const int begin = static_cast<int>(part) * kPart;
    rasteriseColumns(curves, bits, image, begin, std::min(begin + kPart, size.width()), antialiasing);
  });
  return image;
}

void drawCurves(const LineRequest& request, LineFrame& frame) {
  const PlotAxis& axis = frame.map.x();
  // Dashes start where the curves do and move with them.
  const double start = axis.hasPlace(frame.fullX.low) ? axis.position(frame.fullX.low) : 0;
  std::vector<StrokeStyle> styles;
  for (const LineRequest::Curve& curve : request.curves) {
    styles.push_back(scaledStyle(curve.style, request.ratio, start));
  }
  std::vector<Reduced> reduced(styles.size());
  exec::inParallel(styles.size(), [&](std::size_t i) {
    StrokeStyle widest = styles[i];
    // The hovered curve is drawn from the same spans.
    widest.width = std::max(widest.width, 2.6 * request.ratio);
    reduced[i] = reduce(frame.curves[i], request, frame.map, strokeReach(widest));
  });
  for (Reduced& one : reduced) {
    frame.spans.push_back(std::move(one.spans));
    frame.bands.push_back(std::move(one.band));
  }
  std::vector<RasterCurve> curves;
  for (std::size_t i = 0; i < styles.size(); ++i) {
    curves.push_back({frame.spans[i], styles[i]});
  }
  for (std::size_t i = 0; request.smoothing.any() && i < styles.size(); ++i) {
    StrokeStyle under = styles[i];
    under.width = request.ratio;
    under.opacity *= kRawOpacity;
    under.dash = {};
    curves.push_back({reduced[i].raw, under});
  }
  const QSize size(frame.map.width(), frame.map.height());
  const bool quick = request.exactness == Exactness::Moving && curves.size() >= kManyCurves;
  frame.image = quick ? rasteriseQuickly(curves, size) : rasteriseInParts(curves, size, request.antialiasing);
  std::vector<BandFill> fills;
  for (std::size_t i = 0; i < frame.bands.size(); ++i) {
    if (!frame.bands[i].empty()) {
      fills.push_back({&frame.bands[i], styles[i].colour, kBandOpacity * styles[i].opacity});
    }
  }
  if (!fills.empty()) {
    QImage under = paintBands(fills, frame.image.size());
    QPainter(&under).drawImage(0, 0, frame.image);
    frame.image = std::move(under);
  }
  frame.image.setDevicePixelRatio(request.ratio);
}

}  // namespace

QPointF LineFrame::at(double x, double y) const {
  return {plot.left() + (map.column(x) + 0.5) / ratio, plot.top() + (map.row(y) + 0.5) / ratio};
}

double LineFrame::xAt(double widgetX) const {
  return map.x().valueAt((widgetX - plot.left()) * ratio);
}

double LineFrame::yAt(double widgetY) const {
  return map.y().valueAt((plot.bottom() - widgetY) * ratio);
}

LineFramePtr makeLineFrame(const LineRequest& request) {
  const auto frame = std::make_shared<LineFrame>();
  frame->size = request.size;
  frame->ratio = request.ratio;
  frame->exactness = request.exactness;
  for (const LineRequest::Curve& curve : request.curves) {
    frame->curves.push_back(derive(request, curve.data, curve.band));
    frame->broken += curve.data->extremes().broken;
    frame->notPositive += withoutPlace(*curve.data, request);
  }
  frame->fullX = fullRange(request);
  frame->empty = frame->fullX.low > frame->fullX.high;
  const bool rounds = request.xUnit == XUnit::Step && request.xScale == AxisScale::Linear && !frame->empty;
  const AxisRange shownX = rounds ? roundedOut(frame->fullX) : frame->fullX;
  const AxisRange x = sound(request.xRange.value_or(shownX), request.xScale);
  const AxisRange y =
      request.yRange ? sound(*request.yRange, request.yScale) : automaticY(request, frame->curves, x);

  double names = 0;
  for (const LineRequest::Curve& curve : request.curves) {
    names = std::max(names, curve.labelWidth);
  }
  const double plotHeight = request.size.height() - request.legendHeight - kTop - kBottom;
  const int most = static_cast<int>(std::clamp(plotHeight / 28, 2.0, 6.0));
  frame->yTicks =
      request.yScale == AxisScale::Log ? logTicks(y.low, y.high, most) : linearTicks(y.low, y.high, most);
  const double left = std::max(widestLabel(frame->yTicks, request.tickWidth) + kTickGap, 28.0);
  const double right = request.endLabels && names > 0 ? names + kLabelGap + 4 : kRight;
  const auto snap = [&request](double value) { return std::round(value * request.ratio); };
  const double deviceLeft = snap(left);
  const double deviceTop = snap(request.legendHeight + kTop);
  const int width = std::max(static_cast<int>(snap(request.size.width() - right) - deviceLeft), 1);
  const int height = std::max(static_cast<int>(snap(request.size.height() - kBottom) - deviceTop), 1);
  frame->plot = QRectF(deviceLeft / request.ratio, deviceTop / request.ratio, width / request.ratio,
                       height / request.ratio);
  frame->map = PlotMap(PlotAxis(x, request.xScale, width), PlotAxis(y, request.yScale, height));
  frame->xTicks = xTicksOf(request, x, frame->plot.width());
  drawCurves(request, *frame);
  return frame;
}

}  // namespace tatara::ui
