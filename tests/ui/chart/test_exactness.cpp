// What is drawn from reduced columns equals what is drawn from every point.
#include <QTest>
#include <cmath>
#include <random>

#include "tests/ui/chart/vector_pages.h"
#include "ui/chart/columns.h"
#include "ui/chart/curve_data.h"
#include "ui/chart/internal/coverage.h"
#include "ui/chart/quick_raster.h"
#include "ui/chart/raster.h"

using namespace tatara::ui;

namespace {

struct View {
  PlotMap map;
  std::vector<CurvePtr> curves;
  std::vector<StrokeStyle> styles;
};

double draw(std::mt19937& random, double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(random);
}

int pick(std::mt19937& random, int low, int high) {
  return std::uniform_int_distribution<int>(low, high)(random);
}

// Walks, noise, plateaus, spikes and cliffs; gaps from none to every other point; x regular, ragged or
// repeated.
CurvePtr randomCurve(std::mt19937& random, int most) {
  const int count = pick(random, 0, 6) == 0 ? pick(random, 1, 5) : pick(random, 2, most);
  const int shape = pick(random, 0, 4);
  const double gaps = std::array{0.0, 0.0, 0.01, 0.2, 0.6}[static_cast<std::size_t>(pick(random, 0, 4))];
  const int spacing = pick(random, 0, 3);
  std::vector<double> x;
  std::vector<double> y;
  double at = draw(random, -50, 50);
  double value = draw(random, -1, 1);
  for (int i = 0; i < count; ++i) {
    at += spacing == 0   ? 1
          : spacing == 1 ? draw(random, 0, 2)
          : spacing == 2 ? pick(random, 0, 2)
                         : std::exp(draw(random, -6, 4));
    value = shape == 0   ? value + draw(random, -0.1, 0.1)
            : shape == 1 ? draw(random, -1, 1)
            : shape == 2 ? std::exp(-i / 40.0) * 8 + draw(random, -0.02, 0.02)
            : shape == 3 ? (pick(random, 0, 60) == 0 ? draw(random, -400, 400) : 0.1)
                         : (i / 25 % 2 == 0 ? 0.7 : -0.4);
    x.push_back(at);
    const double broken = pick(random, 0, 1) == 0 ? std::nan("") : INFINITY;
    y.push_back(draw(random, 0, 1) < gaps ? broken : value);
  }
  return CurveData::make(std::move(x), std::move(y));
}

AxisRange randomRange(std::mt19937& random, AxisScale scale, double low, double high) {
  if (scale == AxisScale::Log) {
    low = std::max(low, 1e-3);
    high = std::max(high, low * 10);
    const double a = std::pow(10, draw(random, std::log10(low) - 0.3, std::log10(high)));
    return {a, a * std::pow(10, draw(random, 0.05, 2.5))};
  }
  const double extent = std::max(high - low, 1e-6);
  const double a = draw(random, low - 0.3 * extent, high);
  return {a, a + extent * std::pow(10, draw(random, -2.2, 0.3))};
}

View randomView(std::mt19937& random, double ratio, int most) {
  View view;
  const int count = pick(random, 1, 3);
  const AxisScale xScale = pick(random, 0, 3) == 0 ? AxisScale::Log : AxisScale::Linear;
  const AxisScale yScale = pick(random, 0, 2) == 0 ? AxisScale::Log : AxisScale::Linear;
  for (int i = 0; i < count; ++i) {
    const CurvePtr curve = randomCurve(random, most);
    view.curves.push_back(yScale == AxisScale::Log ? CurveData::positiveOnly(curve).value() : curve);
    StrokeStyle style;
    style.colour = qRgb(pick(random, 0, 255), pick(random, 0, 255), pick(random, 0, 255));
    style.opacity = std::array{1.0, 0.55, 0.28}[static_cast<std::size_t>(pick(random, 0, 2))];
    style.width = std::array{1.0, 1.6, 2.6}[static_cast<std::size_t>(pick(random, 0, 2))] * ratio;
    style.dotRadius = 1.5 * ratio;
    if (pick(random, 0, 3) == 0) {
      style.dash = {6 * ratio, 3 * ratio, draw(random, -20, 20)};
    }
    view.styles.push_back(style);
  }
  const CurveData& first = *view.curves.front();
  const AxisRange x = randomRange(random, xScale, first.x().front(), first.x().back());
  const bool any = first.extremes().low <= first.extremes().high;
  const AxisRange y =
      randomRange(random, yScale, any ? first.extremes().low : 0, any ? first.extremes().high : 1);
  const int width = static_cast<int>(pick(random, 20, 130) * ratio);
  const int height = static_cast<int>(pick(random, 16, 50) * ratio);
  view.map = PlotMap(PlotAxis(x, xScale, width), PlotAxis(y, yScale, height));
  return view;
}

QImage shipped(const View& view, Antialiasing antialiasing) {
  std::vector<std::vector<ColumnSpan>> spans;
  for (std::size_t i = 0; i < view.curves.size(); ++i) {
    spans.push_back(
        reduceToColumns(*view.curves[i], view.map, strokeReach(view.styles[i]), Exactness::AtRest));
  }
  std::vector<RasterCurve> curves;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    curves.push_back({spans[i], view.styles[i]});
  }
  return rasterise(curves, QSize(view.map.width(), view.map.height()), antialiasing);
}

// Every pair of neighbouring points, one stroke each, looked at in every pixel it could touch.
QImage bruteForce(const View& view, Antialiasing antialiasing) {
  const int width = view.map.width();
  const int height = view.map.height();
  QImage image(width, height, QImage::Format_ARGB32_Premultiplied);
  image.fill(0);
  for (std::size_t c = 0; c < view.curves.size(); ++c) {
    const CurveData& curve = *view.curves[c];
    const StrokeStyle& style = view.styles[c];
    std::vector<std::uint8_t> cover(static_cast<std::size_t>(width * height), 0);
    const auto stroke = [&](int x0, int y0, int x1, int y1, double radius) {
      const Spine spine(x0, y0, x1, y1);
      for (int px = std::max(std::min(x0, x1) - 5, 0); px <= std::min(std::max(x0, x1) + 5, width - 1);
           ++px) {
        for (int py = std::max(std::min(y0, y1) - 5, 0); py <= std::min(std::max(y0, y1) + 5, height - 1);
             ++py) {
          std::uint8_t& cell = cover[static_cast<std::size_t>(py * width + px)];
          cell = std::max(cell, coverageAt(spine.distance2(px, py), radius, antialiasing));
        }
      }
    };
    const auto placed = [&](std::size_t i) {
      return i < curve.size() && view.map.y().hasPlace(curve.y()[i]) && view.map.x().hasPlace(curve.x()[i]);
    };
    for (std::size_t i = 0; i < curve.size(); ++i) {
      if (!placed(i)) {
        continue;
      }
      const int x = view.map.column(curve.x()[i]);
      const int y = view.map.row(curve.y()[i]);
      if (placed(i + 1)) {
        stroke(x, y, view.map.column(curve.x()[i + 1]), view.map.row(curve.y()[i + 1]), style.width / 2);
      } else if (i == 0 || !placed(i - 1)) {
        stroke(x, y, x, y, style.dotRadius);
      }
    }
    for (int py = 0; py < height; ++py) {
      auto* line = reinterpret_cast<QRgb*>(image.scanLine(py));
      for (int px = 0; px < width; ++px) {
        const std::uint32_t alpha = scaled(static_cast<std::uint32_t>(style.opacity * 255 + 0.5),
                                           dashAt(style.dash, px, antialiasing));
        line[px] =
            under(line[px], style.colour, scaled(cover[static_cast<std::size_t>(py * width + px)], alpha));
      }
    }
  }
  return image;
}

QString difference(const QImage& a, const QImage& b) {
  for (int y = 0; y < a.height(); ++y) {
    for (int x = 0; x < a.width(); ++x) {
      if (a.pixel(x, y) != b.pixel(x, y)) {
        return QStringLiteral("(%1, %2) of %3 × %4: %5 for %6")
            .arg(x)
            .arg(y)
            .arg(a.width())
            .arg(a.height())
            .arg(a.pixel(x, y), 8, 16)
            .arg(b.pixel(x, y), 8, 16);
      }
    }
  }
  return {};
}

}  // namespace

class ExactnessTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aReducedCurveCoversThePixelsOfEveryPoint();
  void boundsHoldWhatTheyAreOf();
  void valuesMadeForTheColumnsEdgesAreDrawnExactly();
  void extremesAreDrawnFromWithoutReading();
  void movingIsOffByAtMostOneColumn();
  void aQuickPictureIsOffByAtMostAPixel();
  void quickCurvesLieOverOneAnotherAsExactOnes();
  void oneSampleOfAMillionIsSeenAtEveryZoom();
  void hidingACurveLeavesTheOthersAlone();
  void aMillionGapsStayFewSpans();
};

// As it keeps its points, and as it reads pages from a point to longer than what is in view.
void ExactnessTest::aReducedCurveCoversThePixelsOfEveryPoint() {
  for (unsigned seed = 0; seed < 1000; ++seed) {
    std::mt19937 random(seed);
    const View view = randomView(random, seed % 2 == 0 ? 1 : 2, seed % 10 == 0 ? 4000 : 300);
    const Antialiasing antialiasing = seed % 3 == 0 ? Antialiasing::On : Antialiasing::Off;
    const QImage every = bruteForce(view, antialiasing);
    const QString different = difference(shipped(view, antialiasing), every);
    QVERIFY2(different.isEmpty(), qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(different)));
    View paged = view;
    for (CurvePtr& curve : paged.curves) {
      curve = test::pagedCurve(curve, random, seed % 3 == 0 ? 9 : 400);
      QVERIFY(curve->paged());
    }
    const QString read = difference(shipped(paged, antialiasing), every);
    QVERIFY2(read.isEmpty(), qPrintable(QStringLiteral("in pages, seed %1: %2").arg(seed).arg(read)));
  }
}

void ExactnessTest::boundsHoldWhatTheyAreOf() {
  std::mt19937 random(11);
  for (int round = 0; round < 300; ++round) {
    std::vector<double> x;
    std::vector<double> y;
    const int count = pick(random, 1, 700);
    const double scale = std::pow(10, pick(random, -30, 30));
    const double offset = pick(random, 0, 2) * draw(random, -1, 1) * 1e5 * scale;
    const int gaps = pick(random, 0, 2);
    for (int i = 0; i < count; ++i) {
      x.push_back(i);
      const int kind = pick(random, 0, 300);
      y.push_back(gaps == 0 && kind == 0   ? std::nan("")
                  : gaps == 0 && kind == 1 ? -INFINITY
                  : gaps == 1 && kind == 2 ? 1e300
                  : gaps == 1 && kind == 3 ? 1e-310
                  : kind % 5 == 0          ? (kind % 2 == 0 ? 0.0 : -0.0)
                                           : offset + scale * draw(random, -1, 1));
    }
    const CurvePtr kept = CurveData::make(x, y);
    const CurvePtr paged = test::pagedCurve(kept, random, pick(random, 1, 300));
    for (int part = 0; part < 40; ++part) {
      const auto begin = static_cast<std::size_t>(pick(random, 0, count - 1));
      const auto end = static_cast<std::size_t>(pick(random, static_cast<int>(begin) + 1, count));
      const auto from = y.begin() + static_cast<std::ptrdiff_t>(begin);
      const auto to = y.begin() + static_cast<std::ptrdiff_t>(end);
      for (const CurvePtr& curve : {kept, paged}) {
        CurveReader reader(*curve);
        const std::optional<Bounds> bounds = reader.boundsOf(begin, end);
        if (!bounds) {
          QVERIFY(gaps < 2 || scale < 1e-25);  // nothing is broken, nothing far from a float
          continue;
        }
        QVERIFY(std::all_of(from, to, [](double value) { return std::isfinite(value); }));
        const auto [least, most] = std::minmax_element(from, to);
        QVERIFY(bounds->lowOuter <= *least && *least <= bounds->lowInner);
        QVERIFY(bounds->highInner <= *most && *most <= bounds->highOuter);
        const double most14th = (std::abs(offset) + 2 * scale) * 1.01 / 14;
        QVERIFY(gaps < 2 || bounds->lowInner - bounds->lowOuter <= most14th);
        QVERIFY(gaps < 2 || bounds->highOuter - bounds->highInner <= most14th);
      }
    }
  }
}

// What is drawn where buckets straddle the edge between two columns, of which there are one every `kWide`
// points.
void ExactnessTest::valuesMadeForTheColumnsEdgesAreDrawnExactly() {
  constexpr int kColumns = 45;
  constexpr double kWide = 53.5;
  constexpr int kCount = static_cast<int>(kColumns * kWide) + 40;
  constexpr int kShapes = 10;
  int sparing = 0;
  for (int round = 0; round < 4 * kShapes * 2; ++round) {
    std::mt19937 random(static_cast<unsigned>(round));
    const double ratio = 1 + round % 2;
    const AxisScale scale = round / 2 % 2 == 0 ? AxisScale::Linear : AxisScale::Log;
    const int shape = round / 4 % kShapes;
    const int height = static_cast<int>(30 * ratio);
    const auto columns = static_cast<int>(kColumns * ratio);
    const AxisRange yRange = scale == AxisScale::Log ? AxisRange{0.1, 10} : AxisRange{-1, 1};
    View view;
    view.map =
        PlotMap(PlotAxis({0, kColumns * kWide}, AxisScale::Linear, columns), PlotAxis(yRange, scale, height));
    const auto valueAt = [&](double row) { return view.map.y().valueAt(height - row); };
    std::vector<double> x;
    std::vector<double> y;
    for (int i = 0; i < kCount; ++i) {
      const bool edge =
          view.map.column(i) != view.map.column(i + 1) || view.map.column(i) != view.map.column(i - 1);
      const bool near = view.map.column(i - 6) != view.map.column(i + 6);
      const double noise = valueAt(draw(random, 8, height - 8));
      const double spike =
          valueAt(pick(random, 0, 1) == 0 ? draw(random, -3, 6) : height - draw(random, -3, 6));
      const int which = pick(random, 0, 9);
      double value = noise;
      double at = i;
      switch (shape) {
        case 0:  // a spike at an edge
          value = edge && which < 3 ? spike : noise;
          break;
        case 1:  // a spike near one
          value = near && which == 0 ? spike : noise;
          break;
        case 2:  // one value, then its opposite
          value = valueAt(i % 2 == 0 ? 4 : height - 4);
          break;
        case 3:  // one value for a while, right on the edge between two rows
          value = valueAt(8 + i / 400 % 9);
          break;
        case 4:  // a hair beside the edge between two rows
          value = valueAt(12 + pick(random, 0, 3)) * (1 + pick(random, -2, 2) * 1e-9);
          break;
        case 5:  // a gap at an edge
          value = edge && which < 3 ? std::nan("") : noise;
          break;
        case 6:  // infinities near one
          value = near && which == 0 ? (i % 2 == 0 ? INFINITY : -INFINITY) : noise;
          break;
        case 7:  // several at one x
          at = i - i % 7;
          value = near && which == 0 ? spike : noise;
          break;
        case 8:  // a slow slope: every edge is an extreme of both columns
          value = valueAt(3 + (height - 6.0) * i / kCount + draw(random, 0, 0.4));
          break;
        default:  // now and then a row farther than ever before, at an edge
          value = edge && which < 5 ? valueAt(8 - 8.0 * i / kCount) : noise;
          break;
      }
      x.push_back(at);
      y.push_back(value);
    }
    CurvePtr kept = CurveData::make(std::move(x), std::move(y));
    if (scale == AxisScale::Log) {
      kept = CurveData::positiveOnly(kept).value();
    }
    view.curves = {kept};
    StrokeStyle style;
    style.width = std::array{1.0, 1.6, 2.6}[static_cast<std::size_t>(round % 3)] * ratio;
    style.dotRadius = 1.5 * ratio;
    style.dash = round % 5 == 0 ? DashPattern{6 * ratio, 3 * ratio, 2.3} : DashPattern{};
    view.styles = {style};
    const Antialiasing antialiasing = round % 4 == 3 ? Antialiasing::Off : Antialiasing::On;
    const QImage every = bruteForce(view, antialiasing);
    const QString different = difference(shipped(view, antialiasing), every);
    QVERIFY2(different.isEmpty(), qPrintable(QStringLiteral("round %1: %2").arg(round).arg(different)));
    const auto pages = test::pagesOf(*kept, random, round % 3 == 0 ? 40 : 500);
    view.curves = {CurveData::makePaged(pages, nullptr, {}).value()};
    const int before = pages->reads;
    const QString read = difference(shipped(view, antialiasing), every);
    QVERIFY2(read.isEmpty(), qPrintable(QStringLiteral("in pages, round %1: %2").arg(round).arg(read)));
    QCOMPARE(reduceToColumns(*view.curves[0], view.map, 3, Exactness::AtRest),
             reduceToColumns(*kept, view.map, 3, Exactness::AtRest));
    sparing += pages->reads - before < static_cast<int>(pages->pages()) ? 1 : 0;
  }
  QVERIFY2(sparing > 20, qPrintable(QString::number(sparing)));
}

// That pictures at rest need few points is what makes them fast.
void ExactnessTest::extremesAreDrawnFromWithoutReading() {
  constexpr std::size_t kCount = 400000;
  constexpr std::size_t kPage = 4096;
  constexpr int kColumns = 600;
  std::vector<std::size_t> begins;
  for (std::size_t begin = 0; begin < kCount; begin += kPage) {
    begins.push_back(begin);
  }
  begins.push_back(kCount);
  const auto pages = static_cast<int>(begins.size()) - 1;
  for (const bool walks : {false, true}) {
    std::mt19937 random(23);
    std::vector<double> x;
    std::vector<double> y;
    double walk = 0;
    for (std::size_t i = 0; i < kCount; ++i) {
      x.push_back(static_cast<double>(i));
      walk += draw(random, -1, 1);
      y.push_back(walks ? walk : draw(random, -1, 1));
    }
    const CurvePtr kept = CurveData::make(x, y);
    const auto held = std::make_shared<test::VectorPages>(x, y, begins);
    const CurvePtr curve = CurveData::makePaged(held, nullptr, {}).value();
    QCOMPARE(held->reads.load(), pages);
    const PlotMap map(PlotAxis({0, kCount - 1.0}, AxisScale::Linear, kColumns),
                      PlotAxis({kept->extremes().low, kept->extremes().high}, AxisScale::Linear, 400));
    QCOMPARE(reduceToColumns(*curve, map, 3, Exactness::AtRest),
             reduceToColumns(*kept, map, 3, Exactness::AtRest));
    const int read = held->reads - pages;
    QVERIFY2(read <= pages / 3, qPrintable(QStringLiteral("%1 of %2").arg(read).arg(pages)));
  }
}

void ExactnessTest::movingIsOffByAtMostOneColumn() {
  std::mt19937 random(7);
  for (int round = 0; round < 40; ++round) {
    std::vector<double> x;
    std::vector<double> y;
    double value = 0;
    const bool broken = round % 8 < 4;
    for (int i = 0; i < 200000; ++i) {
      value += draw(random, -1, 1);
      x.push_back(i);
      y.push_back(broken && pick(random, 0, 9999) == 0 ? std::nan("") : value);
    }
    CurvePtr curve = CurveData::make(std::move(x), std::move(y));
    if (round % 4 >= 2) {
      curve = test::pagedCurve(curve, random, 5000);
    }
    const double low = draw(random, 0, 100000);
    const double columns = round % 2 == 0 ? draw(random, 20000, 100000) : draw(random, 300, 30000);
    const int near = curve->paged() ? 1 : 0;  // rows, where a sketch of the points is drawn from
    const PlotMap map(PlotAxis({low, low + columns}, AxisScale::Linear, 300),
                      PlotAxis({-300, 300}, AxisScale::Linear, 100));
    // Rows a column may hold: those of its exact neighbours.
    std::vector<std::pair<int, int>> exact(306, {1 << 24, -(1 << 24)});
    for (const ColumnSpan& span : reduceToColumns(*curve, map, 2, Exactness::AtRest)) {
      for (int beside = std::max(span.column - 1, -2); beside <= std::min(span.column + 1, 302); ++beside) {
        auto& rows = exact[static_cast<std::size_t>(beside + 2)];
        rows.first = std::min(rows.first, span.top);
        rows.second = std::max(rows.second, span.bottom);
      }
    }
    std::vector<std::pair<int, int>> moved(306, {1 << 24, -(1 << 24)});
    for (const ColumnSpan& span : reduceToColumns(*curve, map, 2, Exactness::Moving)) {
      if (span.column >= 0 && span.column < 300) {
        const auto& rows = exact[static_cast<std::size_t>(span.column + 2)];
        QVERIFY(span.top >= rows.first - near && span.bottom <= rows.second + near);
      }
      for (int beside = std::max(span.column - 1, -2); beside <= std::min(span.column + 1, 302); ++beside) {
        auto& rows = moved[static_cast<std::size_t>(beside + 2)];
        rows.first = std::min(rows.first, span.top);
        rows.second = std::max(rows.second, span.bottom);
      }
    }
    // And nothing is left out.
    for (const ColumnSpan& span : reduceToColumns(*curve, map, 2, Exactness::AtRest)) {
      if (span.column >= 0 && span.column < 300) {
        const auto& rows = moved[static_cast<std::size_t>(span.column + 2)];
        QVERIFY(span.top >= rows.first - near && span.bottom <= rows.second + near);
      }
    }
  }
}

// What one picture covers has something of the other within a pixel. At the edge that pixel may lie outside.
static int farPixels(const QImage& image, const QImage& other) {
  int far = 0;
  constexpr int kEdge = 2;
  for (int y = kEdge; y < image.height() - kEdge; ++y) {
    for (int x = kEdge; x < image.width() - kEdge; ++x) {
      bool near = image.pixel(x, y) == 0;
      for (int i = 0; !near && i < 9; ++i) {
        const QPoint at(x + i % 3 - 1, y + i / 3 - 1);
        near = other.rect().contains(at) && other.pixel(at) != 0;
      }
      far += near ? 0 : 1;
    }
  }
  return far;
}

void ExactnessTest::aQuickPictureIsOffByAtMostAPixel() {
  std::mt19937 random(17);
  int drawn = 0;
  for (int round = 0; round < 300; ++round) {
    View view = randomView(random, 1, round % 2 == 0 ? 60 : 900);
    view.curves.resize(1);
    view.styles.resize(1);
    view.styles.front().opacity = 1;
    view.styles.front().dash = {};
    const std::vector<ColumnSpan> spans =
        reduceToColumns(*view.curves.front(), view.map, strokeReach(view.styles.front()), Exactness::AtRest);
    const RasterCurve curve[] = {{spans, view.styles.front()}};
    const QSize size(view.map.width(), view.map.height());
    const QImage exact = rasterise(curve, size, Antialiasing::Off);
    const QImage quick = rasteriseQuickly(curve, size);
    QVERIFY2(farPixels(quick, exact) == 0, qPrintable(QStringLiteral("too much, round %1").arg(round)));
    QVERIFY2(farPixels(exact, quick) == 0, qPrintable(QStringLiteral("too little, round %1").arg(round)));
    drawn += exact.allGray() ? 0 : 1;
  }
  QVERIFY(drawn > 50);
}

void ExactnessTest::quickCurvesLieOverOneAnotherAsExactOnes() {
  const std::vector<ColumnSpan> flat{{0, 5, 5, 5, 5, SpanKind::Begins}, {40, 5, 5, 5, 5, SpanKind::Joined}};
  const std::vector<ColumnSpan> tall{{20, 0, 0, 19, 19, SpanKind::Begins}};
  StrokeStyle red;
  red.colour = qRgb(255, 0, 0);
  red.width = 1;
  StrokeStyle blue = red;
  blue.colour = qRgb(0, 0, 255);
  blue.opacity = 0.5;
  for (const bool redOnTop : {true, false}) {
    std::vector<RasterCurve> curves{{flat, red}, {tall, blue}};
    if (!redOnTop) {
      std::swap(curves[0], curves[1]);
    }
    QCOMPARE(rasteriseQuickly(curves, QSize(40, 20)), rasterise(curves, QSize(40, 20), Antialiasing::Off));
  }
}

void ExactnessTest::oneSampleOfAMillionIsSeenAtEveryZoom() {
  constexpr int kCount = 1000000;
  std::vector<double> x(kCount);
  std::vector<double> y(kCount, 0.0);
  for (int i = 0; i < kCount; ++i) {
    x[static_cast<std::size_t>(i)] = i;
  }
  y[654321] = 1;
  const CurvePtr curve = CurveData::make(std::move(x), std::move(y));
  for (const double width : {1e6, 1e5, 3e4, 777.0, 12.0}) {
    const PlotMap map(PlotAxis({654321 - width * 0.4, 654321 + width * 0.6}, AxisScale::Linear, 500),
                      PlotAxis({-0.1, 1.1}, AxisScale::Linear, 120));
    for (const Exactness exactness : {Exactness::AtRest, Exactness::Moving}) {
      const std::vector<ColumnSpan> spans = reduceToColumns(*curve, map, 2, exactness);
      QVERIFY(spans.size() < 1600);
      QVERIFY(std::any_of(spans.begin(), spans.end(),
                          [](const ColumnSpan& span) { return span.top == 10 || span.top == 9; }));
    }
  }
}

void ExactnessTest::hidingACurveLeavesTheOthersAlone() {
  std::mt19937 random(3);
  View view = randomView(random, 1, 500);
  view.curves = {randomCurve(random, 500), randomCurve(random, 500)};
  view.styles.resize(1);
  view.styles.push_back(view.styles.front());
  const std::vector<ColumnSpan> with = reduceToColumns(*view.curves[1], view.map, 2, Exactness::AtRest);
  view.curves.erase(view.curves.begin());
  view.styles.erase(view.styles.begin());
  QCOMPARE(reduceToColumns(*view.curves[0], view.map, 2, Exactness::AtRest), with);
  QVERIFY(difference(shipped(view, Antialiasing::On), bruteForce(view, Antialiasing::On)).isEmpty());
}

void ExactnessTest::aMillionGapsStayFewSpans() {
  std::vector<double> x;
  std::vector<double> y;
  for (int i = 0; i < 1000000; ++i) {
    x.push_back(i);
    y.push_back(i % 2 == 0 ? std::nan("") : std::sin(i));
  }
  const CurvePtr curve = CurveData::make(std::move(x), std::move(y));
  const PlotMap map(PlotAxis({0, 1e6}, AxisScale::Linear, 200), PlotAxis({-1, 1}, AxisScale::Linear, 50));
  const std::vector<ColumnSpan> spans = reduceToColumns(*curve, map, 2, Exactness::AtRest);
  QVERIFY(spans.size() <= 200 * 51);
  QVERIFY(std::all_of(spans.begin(), spans.end(),
                      [](const ColumnSpan& span) { return span.kind == SpanKind::Alone; }));
}

QTEST_GUILESS_MAIN(ExactnessTest)
#include "test_exactness.moc"
