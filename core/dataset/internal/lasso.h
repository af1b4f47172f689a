// Points in a polygon, by the even-odd rule (W. R. Franklin's crossing test), and what is known of them from
// their bins alone. Threads: a Lasso is immutable and may be asked from several.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/dataset/frame.h"
#include "core/dataset/frame_filter.h"

namespace tatara::dataset {

class Lasso {
 public:
  enum class Verdict : std::uint8_t { Out, In, Look };
  // From one corner to the next, in the units of the axes.
  struct Side {
    double x1 = 0, y1 = 0, x2 = 0, y2 = 0;
  };

  Lasso(const PolygonCondition& polygon, const Bins& x, const Bins& y);

  // Of every point whose values have these bin codes; Look where some lie inside and some outside, or may.
  Verdict verdict(std::uint8_t x, std::uint8_t y) const {
    return m_verdicts[static_cast<std::size_t>(y) << 8 | x];
  }
  // Of one point, in the units of the columns; `bin` is the code of its y.
  bool contains(double x, double y, std::uint8_t bin) const;

 private:
  bool m_logX = false;
  bool m_logY = false;
  std::vector<Verdict> m_verdicts;             // 256 rows of y, 256 columns of x
  std::array<std::vector<Side>, 256> m_sides;  // those that a value of a bin of y can lie beside
};

}  // namespace tatara::dataset
