// The points of one curve, ready to be drawn at any zoom.
//
// Points are sorted by x; among equal x the order they came in stands. A y that is NaN or infinite stays
// where it is and breaks the line; a point whose x is not finite has no place and is counted in
// `withoutPlace`. Over the points lie their extremes (curve_levels.h).
//
// A curve keeps its points, or, when it is long, only their extremes and where to read them (point_pages.h):
// then `paged()`, and x() and y() must not be asked for; a `CurveReader` (curve_reader.h) reads either kind.
// What needs all points at once takes `inMemory`. Of a paged curve x is known without reading at every
// kFine-th point, and everywhere where it is evenly spaced page by page, as steps are.
//
// Threads: immutable once made; share it by shared_ptr<const CurveData>. Those who read pages are workers.
#pragma once

#include <cassert>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "ui/chart/curve_levels.h"
#include "ui/chart/point_pages.h"

namespace tatara::ui {

class CurveData;
using CurvePtr = std::shared_ptr<const CurveData>;

class CurveData {
 public:
  static CurvePtr make(std::vector<double> x, std::vector<double> y);
  // Curves over the same x (trials logged at the same rounds) share it. `x` must be finite and sorted.
  static CurvePtr makeShared(std::shared_ptr<const std::vector<double>> x, std::vector<double> y);
  // As `make`, of points that only stand for those of a series until they are read (ui/curves/overview.h):
  // drawn, and not told as values.
  static CurvePtr makeOverview(std::vector<double> x, std::vector<double> y);
  // Reads every page once, but for those that `before` (may be null) is known to share. Null where x falls
  // or is not finite: such points have to be sorted, and kept.
  static Result<CurvePtr> makePaged(std::shared_ptr<const PointPages> pages, const CurvePtr& before,
                                    std::stop_token stop);
  // The same curve with its points in memory: itself when they are.
  static Result<CurvePtr> inMemory(const CurvePtr& curve, std::stop_token stop);
  // The same points with every y ≤ 0 turned into a gap; this curve itself when it has none. An error where
  // pages cannot be read.
  static Result<CurvePtr> positiveOnly(const CurvePtr& curve, std::stop_token stop = {});

  ~CurveData();
  CurveData(const CurveData&) = delete;
  CurveData& operator=(const CurveData&) = delete;

  bool paged() const { return m_pages != nullptr; }
  bool overview() const { return m_overview; }
  std::size_t size() const { return m_size; }
  const std::vector<double>& x() const {
    assert(!paged());
    return *m_x;
  }
  const std::vector<double>& y() const {
    assert(!paged());
    return m_y;
  }
  std::shared_ptr<const std::vector<double>> sharedX() const { return m_x; }

  // Of curves that have points.
  double firstX() const { return anchorX(0); }
  double lastX() const { return m_lastX; }
  // x of point index × kFine, which must be one.
  double anchorX(std::size_t index) const;
  // Whether every x is known without reading.
  bool knowsX() const { return !paged() || m_anchors.empty(); }
  // Of a paged curve that does not: between which numbers x of a point lies. Neither falls with the index.
  struct XBounds {
    double least = 0;
    double most = 0;
  };
  XBounds xBounds(std::size_t point) const;

  // Of all finite y; low > high when there is none.
  const Extremes& extremes() const { return m_levels.total(); }
  std::size_t withoutPlace() const { return m_withoutPlace; }
  // Finite y that are zero or below, which a logarithmic axis leaves out.
  std::size_t notPositive() const { return m_levels.notPositive(); }
  const CurveLevels& levels() const { return m_levels; }
  // Point i stands at first + i × step, to the bit; nothing where that holds not of all, or points are few.
  struct EvenX {
    double first = 0;
    double step = 0;
  };
  const std::optional<EvenX>& evenX() const { return m_evenX; }
  // What it keeps in memory.
  std::size_t bytes() const;

  // Of a paged curve.
  struct Spacing {
    double first = 0;
    double step = 0;  // NaN when x is not evenly spaced
    double last = 0;
  };
  const PointPages& pages() const { return *m_pages; }
  const std::shared_ptr<const PointPages>& sharedPages() const { return m_pages; }
  const Spacing& spacing(std::size_t page) const { return m_spacing[page]; }
  // From the cache, else read together with the `ahead` pages after it. Its x is empty where it is evenly
  // spaced.
  Result<CurvePagePtr> page(std::size_t index, std::size_t ahead, std::stop_token stop) const;
  // Reads into the cache what is not in it, several pages at a time. What cannot be read stays out.
  void fetch(std::span<const std::size_t> pages, std::stop_token stop) const;

 private:
  CurveData() = default;
  Result<std::vector<CurvePagePtr>> readPages(std::span<const std::size_t> which, std::stop_token stop) const;
  void findEvenX();
  bool takePage(std::size_t page, std::span<const double> x);
  void takeBends(std::size_t begin, std::span<const double> x);
  void endBend(double next, std::size_t points);
  std::size_t takeBeginning(const CurveData& before);

  static std::shared_ptr<CurveData> made(std::vector<double> x, std::vector<double> y);
  std::size_t m_size = 0;
  std::shared_ptr<const std::vector<double>> m_x;
  std::vector<double> m_y;
  std::shared_ptr<const PointPages> m_pages;
  std::vector<Spacing> m_spacing;  // a page each
  std::vector<double> m_anchors;   // none when every page is evenly spaced
  double m_lastX = 0;
  std::optional<EvenX> m_evenX;
  CurveLevels m_levels;
  std::size_t m_withoutPlace = 0;
  bool m_overview = false;
  // How far x stays below and above the straight line from an anchor to the next one (from the last one to
  // the last point), in 256ths of the way between them; kUnbound where that is not known.
  struct Bend {
    std::uint8_t below = 0;
    std::uint8_t above = 0;
  };
  static constexpr std::uint8_t kUnbound = 255;
  static XBounds bounded(double from, double to, double part, Bend bend);
  std::vector<Bend> m_bends;   // as many as anchors
  std::vector<double> m_bent;  // x of the one that is being made; NaN where it was not seen
};

}  // namespace tatara::ui
