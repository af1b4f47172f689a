// The grid on which the decimal numbers of a column stand: 0.24, 0.22, 0.26 … have two decimals and lie a
// multiple of 0.02 apart. A histogram whose bars are not as wide as a number of its steps has now one value
// more in a bar, now one fewer, and looks like a comb.
//
// Threads: a value, used by one at a time.
#pragma once

#include <cstdint>

namespace tatara::dataset {

class ValueGrid {
 public:
  // Bars are to be so many between the least and the greatest value.
  ValueGrid(double least, double greatest, double bars);

  // A finite value. False once more cannot change that there is no grid worth looking at: too many decimals,
  // or so many steps in a bar that one more or fewer is not seen.
  bool take(double value);

  bool found() const { return m_worthwhile && m_step > 0; }
  double step() const { return static_cast<double>(m_step) / m_scale; }
  // How wide a bar is, in steps, so that there are at most as many as were asked for.
  double stepsOfBar() const;
  // `steps` from the least value on, as the number nearest to what is written.
  double at(double steps) const;

 private:
  double m_range;
  double m_bars;
  double m_least;
  double m_scale = 1;
  std::int64_t m_first = 0;
  std::int64_t m_step = 0;
  bool m_any = false;
  bool m_worthwhile = true;
};

}  // namespace tatara::dataset
