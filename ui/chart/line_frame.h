// One finished picture of a line chart: ranges, ticks, layout and the curves as an image, all from one worker
// call.
//
// A frame is complete in itself, so a chart always shows axes and curves that belong together; a newer frame
// replaces it as a whole. Sizes are logical pixels unless a name says device; the plot lies on whole device
// pixels.
//
// Automatic y: all visible values with 4 % of room, except that the first 15 % of the curves' x (the steep
// beginning of a learning curve) does not count when without it the rest takes up less than 60 % of the
// height; `YFit::All` counts it too, and so does any zoom. Lines then leave the plot at the top, as they do
// on any zoom, and `leftOut` says how far.
//
// A curve may carry a band (an interval of a group): it is drawn under all lines, smoothed as its line is.
// With `spread` a curve whose visible points outnumber the columns is drawn as the mean of each column inside
// the band of its least and greatest values; any other stays as it is.
//
// Curves may be paged (curve_data.h): what they do not keep is read while the frame is made, what is derived
// of them (smoothed, without what a logarithmic axis leaves out) is paged as well, and what cannot be read is
// named in `unread`.
//
// Threads: `makeLineFrame` is pure and runs on a worker; frames are immutable. With `stop` requested what it
// returns is of no use.
#pragma once

#include <QImage>
#include <QRectF>
#include <QSizeF>
#include <QString>
#include <QTimeZone>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "ui/chart/band.h"
#include "ui/chart/chart_link.h"
#include "ui/chart/columns.h"
#include "ui/chart/raster.h"
#include "ui/chart/ticks.h"

namespace tatara::ui {

enum class YFit { Focus, All };

// What is drawn in place of the curve; the curve itself stays under it, faint.
enum class SmoothingKind { Exponential, RunningMean, Gaussian, Least, Greatest };
struct Smoothing {
  SmoothingKind kind = SmoothingKind::Exponential;
  double amount = 0;  // weight below 1; points in the window; σ in points; unused by the best so far
  bool any() const { return kind >= SmoothingKind::Least || amount > 0; }
  bool isBest() const { return kind >= SmoothingKind::Least; }
  friend bool operator==(const Smoothing&, const Smoothing&) = default;
};

// The edges of a band, over the x of their curve.
struct CurveBand {
  CurvePtr low;
  CurvePtr high;
  friend bool operator==(const CurveBand&, const CurveBand&) = default;
};

// A curve as it is drawn, and what it was made from, so that the next frame need not smooth again.
struct DerivedCurve {
  CurvePtr raw;
  CurvePtr placed;  // raw without what a logarithmic axis leaves out
  CurvePtr shown;   // smoothed, or `placed` itself
  CurveBand rawBand;
  CurveBand band;
  Smoothing smoothing;
  AxisScale yScale = AxisScale::Linear;
};

struct LineRequest {
  struct Curve {
    CurvePtr data;
    CurveBand band;     // nothing: none
    StrokeStyle style;  // logical pixels; scaled by the frame
    double labelWidth = 0;
  };
  std::vector<Curve> curves;  // the first on top
  XUnit xUnit = XUnit::Step;
  AxisScale xScale = AxisScale::Linear;
  AxisScale yScale = AxisScale::Linear;
  YFit fit = YFit::Focus;
  Smoothing smoothing;
  bool spread = false;
  std::optional<AxisRange> xRange;
  std::optional<AxisRange> yRange;
  std::vector<double> levels;  // y values that the automatic range must show (reference lines)
  QSizeF size;
  double ratio = 1;
  double tickWidth = 6.5;  // of one digit of the tick font
  double legendHeight = 0;
  bool endLabels = false;
  QTimeZone zone = QTimeZone::utc();
  Exactness exactness = Exactness::AtRest;
  Antialiasing antialiasing = Antialiasing::On;
  std::vector<DerivedCurve> known;
  std::stop_token stop;
};

struct LineFrame {
  QSizeF size;
  double ratio = 1;
  QRectF plot;
  PlotMap map;  // device pixels of the plot
  TickSet xTicks;
  TickSet yTicks;
  QImage image;
  std::vector<DerivedCurve> curves;
  std::vector<std::vector<ColumnSpan>> spans;  // of what is shown, in the order of the request
  std::vector<Band> bands;                     // likewise; empty where there is none
  AxisRange fullX;                             // of all curves
  std::optional<AxisRange> leftOut;            // all visible values, where the automatic y shows less
  bool empty = true;                           // no point has a place
  std::size_t notPositive = 0;                 // values that the logarithmic axis left out
  std::size_t broken = 0;                      // values that are NaN or infinite
  std::optional<Error> unread;                 // why points of a paged curve are not drawn
  Exactness exactness = Exactness::AtRest;

  QPointF at(double x, double y) const;  // widget coordinates of the centre of the pixel that a point lies in
  double xAt(double widgetX) const;
  double yAt(double widgetY) const;
  double xResolution() const {
    return (map.x().range().high - map.x().range().low) / std::max(map.width(), 1);
  }
};

using LineFramePtr = std::shared_ptr<const LineFrame>;

LineFramePtr makeLineFrame(const LineRequest& request);

}  // namespace tatara::ui
