// M4 of points that come in pieces: whole blocks, or buckets in their stead where one lies in one column.
//
// What m4.h says of entries holds; the pieces follow one another in the order of x. `ColumnOf` gives the
// column of whatever the pieces call x, must not fall as x grows, and answers kNoPlace for what has none
// (zero on a logarithmic axis): such points are passed over and nothing joins them. Columns [begin, end) are
// in view; of the points outside only the two nearest come as entries.
//
// A bucket gives what its points would give, provided that it has no broken values and all of it lies in one
// column (`bucketFits`) or left of everything in view. Threads: values.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "core/series/m4.h"
#include "core/series/pyramid.h"
#include "core/series/scan.h"

namespace tatara::series {

template <typename ColumnOf>
class M4Stream {
 public:
  M4Stream(ColumnOf columnOf, std::int32_t begin, std::int32_t end)
      : m_columnOf(std::move(columnOf)), m_begin(begin), m_end(end) {}

  // The point right of the view has come: nothing that follows is looked at.
  bool done() const { return m_done; }

  template <typename X, typename Y>
  void add(std::size_t size, const X& x, const Y& y) {
    std::size_t i = firstAt(m_columnOf, x, 0, size, m_begin);
    if (i > 0 && !m_started) {
      pass(m_columnOf(x(i - 1)), y(i - 1));
    }
    const std::size_t stop = firstAt(m_columnOf, x, i, size, m_end);
    if (i < size) {
      start();
    }
    while (i < stop) {
      const std::int32_t column = m_columnOf(x(i));
      const std::size_t next = columnEnd(x, i, stop, column);
      stretch(column, y, i, next);
      m_guess = next - i;
      i = next;
    }
    if (stop < size) {
      end(m_columnOf(x(stop)), y(stop));
    }
  }

  // Whether `bucket`, between these values of x, may stand for its points.
  template <typename X>
  bool bucketFits(const Bucket& bucket, X first, X last) const {
    const std::int32_t to = m_columnOf(last);
    return m_done || (to < m_begin && !m_started) ||
           (bucket.nonFinite == 0 && to < m_end && m_columnOf(first) == to);
  }

  template <typename X>
  void addBucket(const Bucket& bucket, X last) {
    const std::int32_t column = m_columnOf(last);
    if (m_done) {
      return;
    }
    if (column < m_begin) {
      pass(column, bucket.endsBroken ? std::numeric_limits<double>::quiet_NaN() : bucket.last);
      return;
    }
    start();
    extend({column, m_joins, bucket.first, bucket.last, bucket.least, bucket.greatest, bucket.count});
  }

  M4 finish() {
    start();
    flush();
    flushBreaks();
    return std::move(m_out);
  }

 private:
  // Columns hold similar numbers of points: the last number is tried first.
  template <typename X>
  std::size_t columnEnd(const X& x, std::size_t begin, std::size_t end, std::int32_t column) const {
    const std::size_t guess = begin + m_guess;
    for (const std::size_t next : {guess, guess + 1}) {
      if (next < end && m_columnOf(x(next)) > column) {
        if (m_columnOf(x(next - 1)) == column) {
          return next;
        }
        break;
      }
    }
    return firstAt(m_columnOf, x, begin + 1, end, column + 1);
  }

  void pass(std::int32_t column, double value) {
    m_before = std::pair(column, column == kNoPlace ? std::numeric_limits<double>::quiet_NaN() : value);
  }

  void start() {
    if (!m_started && m_before && std::isfinite(m_before->second)) {
      const double value = m_before->second;
      m_out.entries.push_back({m_before->first, false, value, value, value, value, 1});
      m_joins = true;
    }
    m_started = true;
  }

  void end(std::int32_t column, double value) {
    if (!m_done) {
      flush();
      if (std::isfinite(value)) {
        m_out.entries.push_back({column, m_joins, value, value, value, value, 1});
      }
      m_done = true;
    }
  }

  template <typename Y>
  void stretch(std::int32_t column, const Y& y, std::size_t begin, std::size_t end) {
    const Extent extent = extentOf(y, begin, end);
    if (extent.finite) {
      extend({column, m_joins, y(begin), y(end - 1), extent.least, extent.greatest, end - begin});
      return;
    }
    for (std::size_t i = begin; i < end; ++i) {
      const double value = y(i);
      if (std::isfinite(value)) {
        extend({column, m_joins, value, value, value, value, 1});
      } else {
        broken(column);
      }
    }
  }

  // More of the stretch that is open, when it lies in the same column, else the next one.
  void extend(const M4Entry& more) {
    if (m_open && m_open->column == more.column) {
      m_open->last = more.last;
      m_open->least = std::min(m_open->least, more.least);
      m_open->greatest = std::max(m_open->greatest, more.greatest);
      m_open->count += more.count;
    } else {
      flush();
      m_open = more;
      m_open->joined = m_joins;
    }
    m_joins = true;
  }

  void broken(std::int32_t column) {
    flush();
    m_joins = false;
    ++m_out.nonFinite;
    if (m_breaks.count > 0 && m_breaks.column != column) {
      flushBreaks();
    }
    m_breaks.column = column;
    ++m_breaks.count;
  }

  void flush() {
    if (m_open) {
      m_out.finite += m_open->count;
      m_out.entries.push_back(*m_open);
      m_open.reset();
    }
  }

  void flushBreaks() {
    if (m_breaks.count > 0) {
      m_out.breaks.push_back(m_breaks);
      m_breaks = {};
    }
  }

  ColumnOf m_columnOf;
  std::int32_t m_begin;
  std::int32_t m_end;
  std::size_t m_guess = 1;
  M4 m_out;
  std::optional<std::pair<std::int32_t, double>> m_before;
  std::optional<M4Entry> m_open;
  M4Break m_breaks;
  bool m_started = false;
  bool m_joins = false;
  bool m_done = false;
};

}  // namespace tatara::series
