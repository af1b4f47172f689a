#include "ui/chart/curve_reader.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/series/scan.h"

namespace tatara::ui {
namespace {

// A walk that has read some pages one after the other goes on and on: then the next ones come with each.
constexpr std::size_t kWalks = 3;
constexpr std::size_t kAhead = 15;

}  // namespace

CurveReader::CurveReader(const CurveData& curve, std::stop_token stop, Waiting waiting)
    : m_curve(curve), m_stop(std::move(stop)), m_waiting(waiting), m_unbroken(curve.extremes().broken == 0) {
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
  m_held[0] = {page, nullptr};
  if (m_stop.stop_requested()) {
    return nullptr;
  }
  if (m_waiting == Waiting::No) {
    m_held[0].points = pageCache().find(m_curve.pages().id(), page);
    if (m_held[0].points == nullptr) {
      m_held[0].points = guess(page);
    }
    return m_held[0].points;
  }
  m_inARow = page == m_next ? m_inARow + 1 : 0;
  m_next = page + 1;
  Result<CurvePagePtr> read = m_curve.page(page, m_inARow >= kWalks ? kAhead : 0, m_stop);
  if (read) {
    m_held[0].points = std::move(*read);
  } else if (!m_error) {
    m_error = read.error();
  }
  return m_held[0].points;
}

CurvePagePtr CurveReader::guess(std::size_t page) const {
  constexpr std::size_t kFine = CurveLevels::kFine;
  const std::size_t begin = m_curve.pages().begin(page);
  const std::size_t end = m_curve.pages().end(page);
  const CurveData::Spacing& spacing = m_curve.spacing(page);
  const bool even = !std::isnan(spacing.step);
  auto made = std::make_shared<CurvePage>();
  made->y.reserve(end - begin);
  m_curve.levels().sketched(begin, end, made->y);
  if (even) {
    return made;
  }
  made->x.reserve(end - begin);
  for (std::size_t i = begin; i < end; ++i) {
    const std::size_t from = std::max(i / kFine * kFine, begin);
    const std::size_t to = std::min((i / kFine + 1) * kFine, end - 1);
    const double left = from == begin ? spacing.first : m_curve.anchorX(from / kFine);
    const double right = to == end - 1 ? spacing.last : m_curve.anchorX(to / kFine);
    const double part = to > from ? static_cast<double>(i - from) / static_cast<double>(to - from) : 0;
    made->x.push_back(std::min(left + (right - left) * part, right));
  }
  return made;
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

// The y of these points when they need not be read; they lie in one page.
const double* CurveReader::atHand(std::size_t begin, std::size_t end) const {
  if (begin - m_yBegin < m_ySize && end <= m_yBegin + m_ySize) {
    return m_ys + (begin - m_yBegin);
  }
  for (const Held& held : m_held) {
    if (held.points != nullptr && begin >= m_curve.pages().begin(held.page) &&
        end <= m_curve.pages().end(held.page)) {
      return held.points->y.data() + (begin - m_curve.pages().begin(held.page));
    }
  }
  return nullptr;
}

std::optional<Bounds> CurveReader::boundsInBucket(std::size_t begin, std::size_t end) {
  const std::size_t fine = begin / CurveLevels::kFine;
  const CurveLevels& levels = m_curve.levels();
  if (levels.fine()[fine].broken()) {
    return std::nullopt;
  }
  if (begin % CurveLevels::kFine == 0 && (end % CurveLevels::kFine == 0 || end == size())) {
    return levels.bounds(fine);
  }
  if (const double* ys = atHand(begin, end)) {
    const series::Extent extent = series::extentOf([ys](std::size_t i) { return ys[i]; }, 0, end - begin);
    return extent.finite ? std::optional(Bounds::of(extent.least, extent.greatest)) : std::nullopt;
  }
  return levels.bounds(begin, end);
}

std::optional<Bounds> CurveReader::boundsOf(std::size_t begin, std::size_t end) {
  constexpr std::size_t kFine = CurveLevels::kFine;
  const CurveLevels& levels = m_curve.levels();
  Bounds found;
  for (std::size_t at = begin; at < end;) {
    std::size_t stop = std::min(end, (at / kFine + 1) * kFine);
    int level = -1;
    std::size_t index = 0;
    std::size_t wide = CurveLevels::kBucket;
    // The last bucket of all ends where the points do.
    while (level + 1 < CurveLevels::kLevels && at % wide == 0 && std::min(at + wide, size()) <= end) {
      ++level;
      index = at / wide;
      stop = std::min(at + wide, size());
      wide *= CurveLevels::kFanOut;
    }
    if (level < 0) {
      const std::optional<Bounds> bounds = boundsInBucket(at, stop);
      if (!bounds) {
        return std::nullopt;
      }
      found.include(*bounds);
    } else {
      const Extremes bucket = levels.bucket(level, index);
      if (bucket.broken > 0) {
        return std::nullopt;
      }
      found.include(Bounds::of(bucket.low, bucket.high));
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
