#include "ui/chart/line_frame.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "core/exec/parallel.h"
#include "core/series/smooth.h"
#include "ui/chart/internal/recycled_image.h"
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
constexpr double kFaint = 0.5;           // of opacity; below it a curve may be part of a crowd
constexpr std::size_t kCrowdFrom = 120;  // so many faint curves are drawn as a density
constexpr double kBandOpacity = 0.18;
constexpr std::size_t kFewPoints = 20;
constexpr std::size_t kManyCurves = 24;  // from here on a frame that moves is drawn quickly

std::vector<double> smoothedValues(const std::vector<double>& y, const Smoothing& smoothing) {
  switch (smoothing.kind) {
    case SmoothingKind::Exponential:
      return series::exponential(y, smoothing.amount);
    case SmoothingKind::RunningMean:
      return series::runningMean(y, static_cast<std::size_t>(smoothing.amount));
    case SmoothingKind::Gaussian:
      return series::gaussian(y, smoothing.amount);
    case SmoothingKind::Least:
      return series::bestSoFar(y, series::Best::Least);
    case SmoothingKind::Greatest:
      break;
  }
  return series::bestSoFar(y, series::Best::Greatest);
}

// A paged curve smoothed over all of its points: computed as a whole, which is kept like a page is.
class SmoothedPages final : public PointPages {
 public:
  SmoothedPages(CurvePtr raw, const Smoothing& smoothing)
      : PointPages(beginsOf(raw->pages())), m_raw(std::move(raw)), m_smoothing(smoothing) {}

  Result<std::vector<CurvePage>> read(std::span<const std::size_t> which, PageParts,
                                      std::stop_token stop) const override {
    TATARA_ASSIGN(const CurvePagePtr whole, all(stop));
    std::vector<CurvePage> pages;
    for (const std::size_t page : which) {
      const auto from = static_cast<std::ptrdiff_t>(begin(page));
      const auto to = static_cast<std::ptrdiff_t>(end(page));
      pages.push_back({{whole->x.begin() + from, whole->x.begin() + to},
                       {whole->y.begin() + from, whole->y.begin() + to}});
    }
    return pages;
  }

 private:
  static std::vector<std::size_t> beginsOf(const PointPages& raw) {
    std::vector<std::size_t> begins;
    for (std::size_t page = 0; page <= raw.pages(); ++page) {
      begins.push_back(page < raw.pages() ? raw.begin(page) : raw.points());
    }
    return begins;
  }

  Result<CurvePagePtr> all(std::stop_token stop) const {
    if (CurvePagePtr kept = pageCache().find(id(), kWholeCurve)) {
      return kept;
    }
    TATARA_ASSIGN(const CurvePtr points, CurveData::inMemory(m_raw, stop));
    auto made =
        std::make_shared<const CurvePage>(CurvePage{points->x(), smoothedValues(points->y(), m_smoothing)});
    pageCache().insert(id(), kWholeCurve, made);
    return CurvePagePtr(std::move(made));
  }

  CurvePtr m_raw;
  Smoothing m_smoothing;
};

Result<CurvePtr> smoothed(const CurvePtr& curve, const Smoothing& smoothing, std::stop_token stop) {
  if (!curve || !smoothing.any()) {
    return curve;
  }
  if (curve->paged()) {
    return CurveData::makePaged(std::make_shared<const SmoothedPages>(curve, smoothing), nullptr, stop);
  }
  return CurveData::makeShared(curve->sharedX(), smoothedValues(curve->y(), smoothing));
}

// What the frame before derived; curves that stand where they stood are found at once.
const DerivedCurve* findKnown(const LineRequest& request, std::size_t place) {
  const LineRequest::Curve& curve = request.curves[place];
  const auto same = [&](const DerivedCurve& known) {
    return known.raw == curve.data && known.rawBand == curve.band && known.smoothing == request.smoothing &&
           known.yScale == request.yScale;
  };
  if (place < request.known.size() && same(request.known[place])) {
    return &request.known[place];
  }
  const auto found = std::ranges::find_if(request.known, same);
  return found == request.known.end() ? nullptr : &*found;
}

Result<DerivedCurve> derive(const LineRequest& request, std::size_t place) {
  if (const DerivedCurve* known = findKnown(request, place)) {
    return *known;
  }
  const CurvePtr& raw = request.curves[place].data;
  const CurveBand& band = request.curves[place].band;
  DerivedCurve derived{raw, raw, raw, band, band, request.smoothing, request.yScale};
  if (request.yScale == AxisScale::Log) {
    for (CurvePtr* curve : {&derived.placed, &derived.band.low, &derived.band.high}) {
      TATARA_ASSIGN(*curve, CurveData::positiveOnly(*curve, request.stop));
    }
  }
  if (raw->overview()) {
    derived.shown = derived.placed;  // there is nothing to smooth yet
    return derived;
  }
  TATARA_ASSIGN(derived.shown, smoothed(derived.placed, request.smoothing, request.stop));
  for (CurvePtr* edge : {&derived.band.low, &derived.band.high}) {
    TATARA_ASSIGN(*edge, smoothed(*edge, request.smoothing, request.stop));
  }
  return derived;
}

// As they are logged, when what is derived of them cannot be.
DerivedCurve underived(const LineRequest& request, const LineRequest::Curve& curve) {
  const CurvePtr nothing = CurveData::make({}, {});
  return {curve.data, nothing, nothing, curve.band, {}, request.smoothing, request.yScale};
}

// A picture that is gone in a moment is no reason to read points.
CurveReader::Waiting waitingOf(const LineRequest& request) {
  return request.exactness == Exactness::Moving ? CurveReader::Waiting::No : CurveReader::Waiting::Yes;
}

// Points that a logarithmic axis leaves out, each once.
std::size_t withoutPlace(const CurveData& curve, const LineRequest& request) {
  const bool logY = request.yScale == AxisScale::Log;
  if (request.xScale == AxisScale::Linear) {
    return logY ? curve.notPositive() : 0;
  }
  CurveReader reader(curve, request.stop, waitingOf(request));
  const std::size_t left = reader.indexAfter(0);
  std::size_t both = 0;
  for (std::size_t i = 0; logY && curve.notPositive() > 0 && i < left; ++i) {
    both += std::isfinite(reader.y(i)) && reader.y(i) <= 0 ? 1 : 0;
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
    CurveReader reader(*curve.data, request.stop, waitingOf(request));
    const std::size_t first = request.xScale == AxisScale::Log ? reader.indexAfter(0) : 0;
    if (first < reader.size()) {
      full.low = std::min(full.low, reader.x(first));
      full.high = std::max(full.high, curve.data->lastX());
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

// What the automatic range of y is chosen from: all that is visible, and that without a steep beginning.
struct VisibleExtremes {
  Extremes all;
  Extremes rest;
};

void includeVisible(const CurveData& curve, const LineRequest& request, AxisRange x,
                    VisibleExtremes& visible) {
  CurveReader reader(curve, request.stop, waitingOf(request));
  // While it moves, the few points of a paged curve beside the edges are no reason to read them.
  const bool around = curve.paged() && request.exactness == Exactness::Moving;
  const auto extremes = [&](std::size_t begin, std::size_t end) {
    return around ? reader.extremesAround(begin, end) : reader.extremesOf(begin, end);
  };
  const auto first = [&](double at, std::size_t from, std::size_t to) {
    return reader.firstWhere(from, to, [at](double value) { return value >= at; });
  };
  const std::size_t begin = first(x.low, 0, reader.size());
  const std::size_t end = std::max(begin, reader.indexAfter(x.high));
  const double from = x.low + (std::min(x.high, curve.lastX()) - x.low) * kBeginning;
  const std::size_t after = first(from, begin, end);
  visible.all.include(extremes(begin, end));
  visible.rest.include(extremes(end - begin < kFewPoints ? begin : after, end));
}

VisibleExtremes visibleExtremes(const LineRequest& request, const std::vector<DerivedCurve>& curves,
                                AxisRange x) {
  std::vector<VisibleExtremes> each(curves.size());
  exec::inParallel(curves.size(), [&](std::size_t i) {
    const DerivedCurve& derived = curves[i];
    const CurveData* placed = derived.placed == derived.shown ? nullptr : derived.placed.get();
    for (const CurveData* curve :
         {derived.shown.get(), placed, derived.band.low.get(), derived.band.high.get()}) {
      if (curve != nullptr && curve->size() > 0) {
        includeVisible(*curve, request, x, each[i]);
      }
    }
  });
  VisibleExtremes visible;
  for (const VisibleExtremes& one : each) {
    visible.all.include(one.all);
    visible.rest.include(one.rest);
  }
  return visible;
}

struct AutomaticY {
  AxisRange shown;
  std::optional<AxisRange> leftOut;
};

AutomaticY automaticY(const LineRequest& request, const std::vector<DerivedCurve>& curves, AxisRange x) {
  const auto [all, rest] = visibleExtremes(request, curves, x);
  bool foldable = request.fit == YFit::Focus && !request.xRange;
  if (all.low > all.high) {
    return {sound({INFINITY, -INFINITY}, request.yScale), {}};
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
  AutomaticY y;
  y.shown =
      sound(widened(sound({chosen.low, chosen.high}, request.yScale), request.yScale, kRoom), request.yScale);
  if (all.low < y.shown.low || all.high > y.shown.high) {
    y.leftOut = AxisRange{all.low, all.high};
  }
  return y;
}

TickSet xTicksOf(const LineRequest& request, AxisRange range, double width) {
  const int most = static_cast<int>(std::clamp(width / (request.xUnit == XUnit::Time ? 88 : 70), 2.0, 12.0));
  if (request.xScale == AxisScale::Log) {
    return withExponents(logTicks(range.low, range.high, most));
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
  return withExponents(linearTicks(range.low, range.high, most));
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
  std::optional<Error> unread;
};

Reduced reduce(const DerivedCurve& derived, const LineRequest& request, const PlotMap& map, int margin) {
  Reduced reduced;
  CurveReader shown(*derived.shown, request.stop, waitingOf(request));
  reduced.spans = reduceToColumns(shown, map, margin, request.exactness);
  if (derived.band.low && derived.band.high) {
    reduced.band =
        bandBetween(reduceToColumns(*derived.band.low, map, margin, request.exactness),
                    reduceToColumns(*derived.band.high, map, margin, request.exactness), map.width());
  } else if (request.spread && outnumbersColumns(shown, map)) {
    reduced.band = bandBetween(reduced.spans, reduced.spans, map.width());
    // A mean is of every point: too many to read for a picture that moves on.
    const bool moving = derived.shown->paged() && request.exactness == Exactness::Moving;
    reduced.spans = moving ? middleColumns(reduced.spans) : meanColumns(shown, map, margin);
  }
  reduced.unread = shown.error();
  if (request.smoothing.any()) {
    CurveReader placed(*derived.placed, request.stop, waitingOf(request));
    reduced.raw = reduceToColumns(placed, map, margin, request.exactness);
    reduced.unread = reduced.unread ? reduced.unread : placed.error();
  }
  return reduced;
}

// Columns are independent: parts of the picture, several at once.
QImage rasteriseInParts(std::span<const RasterCurve> curves, QSize size, Antialiasing antialiasing) {
  constexpr int kPart = 128;
  if (size.isEmpty()) {
    return {};
  }
  QImage image = recycledImage(size);
  uchar* bits = image.bits();
  exec::inParallel(static_cast<std::size_t>((size.width() + kPart - 1) / kPart), [&](std::size_t part) {
    const int begin = static_cast<int>(part) * kPart;
    rasteriseColumns(curves, bits, image, begin, std::min(begin + kPart, size.width()), antialiasing);
  });
  return image;
}

// By curve: whether it is one of so many faint ones that they are drawn as a density under the others.
std::vector<std::uint8_t> crowdOf(const LineRequest& request) {
  std::vector<std::uint8_t> crowd;
  std::size_t faint = 0;
  for (const LineRequest::Curve& curve : request.curves) {
    crowd.push_back(curve.style.opacity < kFaint ? 1 : 0);
    faint += crowd.back();
  }
  if (faint < kCrowdFrom) {
    std::ranges::fill(crowd, std::uint8_t{0});
  }
  return crowd;
}

void layUnder(QImage& image, QImage under) {
  QPainter(&under).drawImage(0, 0, image);
  image = std::move(under);
}

// Lines, bands under them, and a crowd under these.
QImage pictureOf(const LineRequest& request, const LineFrame& frame, const std::vector<StrokeStyle>& styles,
                 const std::vector<Reduced>& reduced) {
  const std::vector<std::uint8_t> crowds = crowdOf(request);
  std::vector<RasterCurve> curves;
  std::vector<RasterCurve> crowd;
  for (std::size_t i = 0; i < styles.size(); ++i) {
    (crowds[i] != 0 ? crowd : curves).push_back({frame.spans[i], styles[i]});
  }
  for (std::size_t i = 0; request.smoothing.any() && i < styles.size(); ++i) {
    if (crowds[i] == 0) {
      StrokeStyle under = styles[i];
      under.width = request.ratio;
      under.opacity *= kRawOpacity;
      under.dash = {};
      curves.push_back({reduced[i].raw, under});
    }
  }
  const QSize size(frame.map.width(), frame.map.height());
  const bool quick = request.exactness == Exactness::Moving && curves.size() >= kManyCurves;
  QImage image =
      quick ? rasteriseQuickly(curves, size) : rasteriseInParts(curves, size, request.antialiasing);
  std::vector<BandFill> fills;
  for (std::size_t i = 0; i < frame.bands.size(); ++i) {
    if (!frame.bands[i].empty()) {
      fills.push_back({&frame.bands[i], styles[i].colour, kBandOpacity * styles[i].opacity});
    }
  }
  if (!fills.empty()) {
    layUnder(image, paintBands(fills, size));
  }
  if (!crowd.empty() && !size.isEmpty()) {
    layUnder(image, rasteriseCrowd(crowd, size, crowd.front().style.colour));
  }
  image.setDevicePixelRatio(request.ratio);
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
    frame.unread = frame.unread ? frame.unread : one.unread;
    frame.spans.push_back(std::move(one.spans));
    frame.bands.push_back(std::move(one.band));
  }
  frame.image = pictureOf(request, frame, styles, reduced);
}

void deriveCurves(const LineRequest& request, LineFrame& frame) {
  std::vector<std::optional<Result<DerivedCurve>>> derived(request.curves.size());
  exec::inParallel(derived.size(), [&](std::size_t i) { derived[i] = derive(request, i); });
  for (std::size_t i = 0; i < derived.size(); ++i) {
    const LineRequest::Curve& curve = request.curves[i];
    Result<DerivedCurve>& one = *derived[i];
    if (!one && !frame.unread) {
      frame.unread = one.error();
    }
    frame.curves.push_back(one ? std::move(*one) : underived(request, curve));
    frame.broken += curve.data->extremes().broken;
    frame.notPositive += withoutPlace(*curve.data, request);
  }
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
  deriveCurves(request, *frame);
  frame->fullX = fullRange(request);
  frame->empty = frame->fullX.low > frame->fullX.high;
  const bool rounds = request.xUnit == XUnit::Step && request.xScale == AxisScale::Linear && !frame->empty;
  const AxisRange shownX = rounds ? roundedOut(frame->fullX) : frame->fullX;
  const AxisRange x = sound(request.xRange.value_or(shownX), request.xScale);
  AxisRange y;
  if (request.yRange) {
    y = sound(*request.yRange, request.yScale);
  } else {
    const AutomaticY automatic = automaticY(request, frame->curves, x);
    y = automatic.shown;
    frame->leftOut = automatic.leftOut;
  }

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
