#include "ui/chart/curve_reader.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/series/scan.h"

namespace tatara::ui {
namespace {

constexpr std::size_t kAhead = 15;  // pages read with the next one by a walk that goes on and on

}  // namespace

CurveReader::CurveReader(const CurveData& curve, std::stop_token stop)
    : m_curve(curve), m_stop(std::move(stop)), m_unbroken(curve.extremes().broken == 0) {
  if (!curve.paged()) {
    m_xs = curve.x().data();
    m_ys = curve.y().data();
    m_xSize = m_ySize = curve.size();
  }
}

// Null when it cannot be read.
CurvePagePtr CurveReader::load(std::size_t page) {
  if (m_held[0].page != page) {
    std::swap(m_held[0], m_held[1]);
  }
  if (m_held[0].page == page) {
    return m_held[0].points;
  }
  // m_held[1] is the page read last.
  const std::size_t ahead = m_held[1].page != SIZE_MAX && m_held[1].page + 1 == page ? kAhead : 0;
  m_held[0] = {page, nullptr};
  if (m_stop.stop_requested()) {
    return nullptr;
  }
  Result<CurvePagePtr> read = m_curve.page(page, ahead, m_stop);
  if (read) {
    m_held[0].points = std::move(*read);
  } else if (!m_error) {
    m_error = read.error();
  }
  return m_held[0].points;
}

void CurveReader::seekX(std::size_t i) {
  const std::size_t page = m_curve.pages().pageOf(i);
  m_xBegin = m_curve.pages().begin(page);
  m_xSize = m_curve.pages().end(page) - m_xBegin;
  m_spacing = m_curve.spacing(page);
  m_xs = nullptr;
  if (std::isnan(m_spacing.step)) {
    m_xPage = load(page);
    if (m_xPage != nullptr) {
      m_xs = m_xPage->x.data();
    } else {
      // Somewhere between its ends, in order.
      m_spacing.step = (m_spacing.last - m_spacing.first) / static_cast<double>(m_xSize);
    }
  }
}

void CurveReader::seekY(std::size_t i) {
  static const std::vector<double> kNothing(4096, std::numeric_limits<double>::quiet_NaN());
  const std::size_t page = m_curve.pages().pageOf(i);
  m_yBegin = m_curve.pages().begin(page);
  m_ySize = m_curve.pages().end(page) - m_yBegin;
  m_yPage = load(page);
  if (m_yPage != nullptr) {
    m_ys = m_yPage->y.data();
  } else {
    m_ySize = std::min(m_yBegin + m_ySize - i, kNothing.size());
    m_yBegin = i;
    m_ys = kNothing.data();
  }
}

void CurveReader::includePoints(Extremes& found, std::size_t begin, std::size_t end) {
  while (begin < end) {
    y(begin);
    const std::size_t stop = std::min(end, m_yBegin + m_ySize);
    const double* ys = m_ys + (begin - m_yBegin);
    const series::Extent extent = series::extentOf([ys](std::size_t i) { return ys[i]; }, 0, stop - begin);
    if (extent.finite) {
      found.low = std::min(found.low, extent.least);
      found.high = std::max(found.high, extent.greatest);
    } else {
      for (std::size_t i = begin; i < stop; ++i) {
        found.include(ys[i - begin]);
      }
    }
    begin = stop;
  }
}

Extremes CurveReader::extremesOf(std::size_t begin, std::size_t end) {
  constexpr std::size_t kBucket = CurveLevels::kBucket;
  const CurveLevels& levels = m_curve.levels();
  Extremes found;
  std::size_t at = begin;
  while (at < end) {
    int best = -1;
    std::size_t size = kBucket;
    std::size_t bestSize = 1;
    for (int index = 0; index < CurveLevels::kLevels && at % size == 0 && at + size <= end;
         ++index, size *= CurveLevels::kFanOut) {
      best = index;
      bestSize = size;
    }
    if (best >= 0) {
      found.include(levels.bucket(best, at / bestSize));
      at += bestSize;
      continue;
    }
    // To the next bucket's edge point by point; the last bucket of all ends where the points do.
    const std::size_t stop = std::min(end, (at / kBucket + 1) * kBucket);
    if (at % kBucket == 0 && stop == m_curve.size()) {
      found.include(levels.bucket(0, at / kBucket));
    } else {
      includePoints(found, at, stop);
    }
    at = stop;
  }
  return found;
}

Extremes CurveReader::extremesAround(std::size_t begin, std::size_t end) {
  constexpr std::size_t kFine = CurveLevels::kFine;
  constexpr std::size_t kBucket = CurveLevels::kBucket;
  const std::size_t from = begin / kFine * kFine;
  const std::size_t to = std::min((end + kFine - 1) / kFine * kFine, size());
  const std::size_t inner = std::min((from + kBucket - 1) / kBucket * kBucket, to);
  const std::size_t innerEnd = std::max(inner, to == size() ? to : to / kBucket * kBucket);
  Extremes found = extremesOf(inner, innerEnd);
  const auto fine = [&](std::size_t at, std::size_t stop) {
    for (; at < stop; at += kFine) {
      const CurveLevels::Fine& bucket = m_curve.levels().fine()[at / kFine];
      if (bucket.broken()) {
        includePoints(found, at, std::min(at + kFine, stop));
      } else {
        found.low = std::min(found.low, static_cast<double>(bucket.low));
        found.high = std::max(found.high, static_cast<double>(bucket.high));
      }
    }
  };
  fine(from, inner);
  fine(innerEnd, to);
  return found;
}

}  // namespace tatara::ui
