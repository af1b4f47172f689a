// Points of a curve by their index, whether it keeps them or has to read them.
//
// A walk over a curve makes one for itself; it holds the page it is in and the one before. What cannot be
// read is NaN, a gap in the line, and `error` says why. On a stopped token everything is NaN from then on:
// whoever asked to stop looks at no answer.
//
// `Waiting::No` is for pictures that are gone in a moment: what is not in the cache is not read but guessed,
// y as the middle of where the sketch says it lies, x evenly between the points whose x is known.
//
// Threads: one at a time; a worker when the curve is paged, but for `Waiting::No`.
#pragma once

#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <stop_token>

#include "ui/chart/curve_data.h"

namespace tatara::ui {

class CurveReader {
 public:
  enum class Waiting { Yes, No };
  explicit CurveReader(const CurveData& curve, std::stop_token stop = {}, Waiting waiting = Waiting::Yes);
  CurveReader(const CurveReader&) = delete;
  CurveReader& operator=(const CurveReader&) = delete;

  const CurveData& curve() const { return m_curve; }
  std::size_t size() const { return m_curve.size(); }
  const std::optional<Error>& error() const { return m_error; }

  double x(std::size_t i) {
    if (i - m_xBegin >= m_xSize) {
      seekX(i);
    }
    const std::size_t at = i - m_xBegin;
    return m_xs != nullptr ? m_xs[at] : m_spacing.first + static_cast<double>(at) * m_spacing.step;
  }
  double y(std::size_t i) {
    if (i - m_yBegin >= m_ySize) {
      seekY(i);
    }
    return m_ys[i - m_yBegin];
  }
  // Whether the line goes on from point i. Reads nothing where the curve does not break nearby.
  bool finite(std::size_t i) {
    return m_unbroken || !m_curve.levels().fine()[i / CurveLevels::kFine].broken() || std::isfinite(y(i));
  }

  // The first point in [from, to) for which `right` of its x is true, which it is of all that follow.
  template <typename Right>
  std::size_t firstWhere(std::size_t from, std::size_t to, const Right& right);
  std::size_t indexFrom(double x) {
    return firstWhere(0, size(), [x](double at) { return at >= x; });
  }
  std::size_t indexAfter(double x) {
    return firstWhere(0, size(), [x](double at) { return at > x; });
  }

  // Of the finite y of the points [begin, end), and how many are not finite.
  Extremes extremesOf(std::size_t begin, std::size_t end);
  // What is known of them without reading pages; of less than a fine bucket exact where the points are at
  // hand. Nothing when one of them is not finite, or might not be.
  std::optional<Bounds> boundsOf(std::size_t begin, std::size_t end);
  // Reads these pages, ascending, together, so that what follows finds them.
  void expect(std::span<const std::size_t> pages) {
    if (m_waiting == Waiting::Yes) {
      m_curve.fetch(pages, m_stop);
    }
  }
  // The same as `extremesOf`, and of at most kFine − 1 points beyond either end, rounded outwards; reads
  // nothing but a stretch that is broken.
  Extremes extremesAround(std::size_t begin, std::size_t end);

 private:
  void seekX(std::size_t i);
  void seekY(std::size_t i);
  CurvePagePtr load(std::size_t page);
  CurvePagePtr guess(std::size_t page) const;
  const double* atHand(std::size_t begin, std::size_t end) const;
  std::optional<Bounds> boundsInBucket(std::size_t begin, std::size_t end);
  void includePoints(Extremes& found, std::size_t begin, std::size_t end);

  const CurveData& m_curve;
  std::stop_token m_stop;
  Waiting m_waiting;
  bool m_unbroken;

  // The points that are at hand: [begin, begin + size).
  std::size_t m_xBegin = 0;
  std::size_t m_xSize = 0;
  const double* m_xs = nullptr;  // null: evenly spaced
  CurvePagePtr m_xPage;          // whose x those are
  CurveData::Spacing m_spacing;
  std::size_t m_yBegin = 0;
  std::size_t m_ySize = 0;
  const double* m_ys = nullptr;
  CurvePagePtr m_yPage;

  struct Held {
    std::size_t page = SIZE_MAX;
    CurvePagePtr points;
  };
  std::array<Held, 2> m_held;     // the newest first
  std::size_t m_inARow = 0;       // pages read one after the other
  std::size_t m_next = SIZE_MAX;  // the page after the one read last
  std::optional<Error> m_error;
};

template <typename Right>
std::size_t CurveReader::firstWhere(std::size_t from, std::size_t to, const Right& right) {
  constexpr std::size_t kFine = CurveLevels::kFine;
  if (m_curve.paged() && to - from > kFine) {
    // First among the points whose x is known.
    std::size_t low = (from + kFine - 1) / kFine;
    std::size_t high = (to + kFine - 1) / kFine;
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      if (right(m_curve.anchorX(middle))) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    from = std::max(from, low == 0 ? 0 : (low - 1) * kFine);
    to = std::min(to, low * kFine);
  }
  while (from < to) {
    const std::size_t middle = from + (to - from) / 2;
    if (right(x(middle))) {
      to = middle;
    } else {
      from = middle + 1;
    }
  }
  return from;
}

}  // namespace tatara::ui
