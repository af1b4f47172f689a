#include "ui/chart/curve_data.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace tatara::ui {
namespace {

// Pages: as few as make a lease worth it, as many as stay in a processor's cache.
constexpr std::size_t kReadTogether = 4;
constexpr std::size_t kFetchTogether = 16;

std::vector<std::size_t> consecutive(std::size_t first, std::size_t count) {
  std::vector<std::size_t> pages(count);
  std::iota(pages.begin(), pages.end(), first);
  return pages;
}

// The distance of points that stand at first + index × distance, to the bit; else NaN.
double evenStep(std::span<const double> x) {
  const double step = x.size() < 2 ? 0 : x[1] - x[0];
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x[0] + static_cast<double>(i) * step != x[i]) {
      return std::numeric_limits<double>::quiet_NaN();
    }
  }
  return step;
}

void leaveOutNotPositive(std::vector<double>& y) {
  for (double& value : y) {
    if (value <= 0) {
      value = std::numeric_limits<double>::quiet_NaN();
    }
  }
}

std::vector<std::size_t> beginsOf(const PointPages& pages) {
  std::vector<std::size_t> begins;
  for (std::size_t page = 0; page < pages.pages(); ++page) {
    begins.push_back(pages.begin(page));
  }
  begins.push_back(pages.points());
  return begins;
}

// A paged curve as a logarithmic axis shows it.
class PositivePages final : public PointPages {
 public:
  explicit PositivePages(std::shared_ptr<const PointPages> all)
      : PointPages(beginsOf(*all)), m_all(std::move(all)) {}

  Result<std::vector<CurvePage>> read(std::span<const std::size_t> which, PageParts parts,
                                      std::stop_token stop) const override {
    TATARA_ASSIGN(std::vector<CurvePage> pages, m_all->read(which, parts, stop));
    for (CurvePage& page : pages) {
      leaveOutNotPositive(page.y);
    }
    return pages;
  }

 private:
  std::shared_ptr<const PointPages> m_all;
};

}  // namespace

CurveData::~CurveData() {
  if (m_pages && m_pages.use_count() == 1) {
    pageCache().forget(m_pages->id());
  }
}

CurvePtr CurveData::make(std::vector<double> x, std::vector<double> y) {
  return made(std::move(x), std::move(y));
}

CurvePtr CurveData::makeOverview(std::vector<double> x, std::vector<double> y) {
  const std::shared_ptr<CurveData> curve = made(std::move(x), std::move(y));
  curve->m_overview = true;
  return curve;
}

std::shared_ptr<CurveData> CurveData::made(std::vector<double> x, std::vector<double> y) {
  const std::size_t count = std::min(x.size(), y.size());
  x.resize(count);
  y.resize(count);
  std::size_t withoutPlace = 0;
  if (!std::all_of(x.begin(), x.end(), [](double value) { return std::isfinite(value); })) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (std::isfinite(x[i])) {
        x[kept] = x[i];
        y[kept] = y[i];
        ++kept;
      }
    }
    withoutPlace = count - kept;
    x.resize(kept);
    y.resize(kept);
  }
  if (!std::is_sorted(x.begin(), x.end())) {
    std::vector<std::size_t> order(x.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&x](std::size_t a, std::size_t b) { return x[a] < x[b]; });
    std::vector<double> sortedX(x.size());
    std::vector<double> sortedY(y.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
      sortedX[i] = x[order[i]];
      sortedY[i] = y[order[i]];
    }
    x = std::move(sortedX);
    y = std::move(sortedY);
  }
  const std::shared_ptr<CurveData> curve(new CurveData);
  curve->m_x = std::make_shared<const std::vector<double>>(std::move(x));
  curve->m_y = std::move(y);
  curve->m_withoutPlace = withoutPlace;
  curve->m_size = curve->m_y.size();
  curve->m_lastX = curve->m_size == 0 ? 0 : curve->m_x->back();
  curve->m_levels.reserve(curve->m_size);
  curve->m_levels.append(curve->m_y);
  curve->m_levels.finish();
  curve->findEvenX();
  return curve;
}

CurvePtr CurveData::makeShared(std::shared_ptr<const std::vector<double>> x, std::vector<double> y) {
  const std::shared_ptr<CurveData> curve(new CurveData);
  curve->m_x = std::move(x);
  curve->m_y = std::move(y);
  curve->m_size = curve->m_x->size();
  curve->m_y.resize(curve->m_size, std::numeric_limits<double>::quiet_NaN());
  curve->m_lastX = curve->m_size == 0 ? 0 : curve->m_x->back();
  curve->m_levels.reserve(curve->m_size);
  curve->m_levels.append(curve->m_y);
  curve->m_levels.finish();
  curve->findEvenX();
  return curve;
}

void CurveData::findEvenX() {
  constexpr std::size_t kMany = 4096;
  if (m_size < kMany) {
    return;
  }
  EvenX even{firstX(), 0};
  if (!paged()) {
    even.step = evenStep(*m_x);
  } else {
    even.step = m_spacing.size() > 1 && m_pages->end(0) > 0
                    ? (m_spacing[1].first - even.first) / static_cast<double>(m_pages->end(0))
                    : m_spacing.front().step;
    for (std::size_t page = 0; page < m_spacing.size(); ++page) {
      const bool alone = m_pages->end(page) - m_pages->begin(page) == 1;
      const bool follows =
          m_spacing[page].first == even.first + static_cast<double>(m_pages->begin(page)) * even.step;
      if (!follows || (!alone && m_spacing[page].step != even.step)) {
        return;
      }
    }
  }
  if (even.step > 0) {
    m_evenX = even;
  }
}

std::size_t CurveData::bytes() const {
  const std::size_t numbers = (m_x ? m_x->size() : 0) + m_y.size() + m_anchors.size();
  return numbers * sizeof(double) + m_spacing.size() * sizeof(Spacing) + m_bends.size() * sizeof(Bend) +
         m_levels.bytes();
}

double CurveData::anchorX(std::size_t index) const {
  const std::size_t point = index * CurveLevels::kFine;
  if (!paged()) {
    return (*m_x)[point];
  }
  if (!m_anchors.empty()) {
    return m_anchors[index];
  }
  const std::size_t page = m_pages->pageOf(point);
  return m_spacing[page].first + static_cast<double>(point - m_pages->begin(page)) * m_spacing[page].step;
}

// Keeps of the x of a page what is needed to find points; false where they fall or are not finite.
bool CurveData::takePage(std::size_t page, std::span<const double> x) {
  if (x.empty() || !std::isfinite(x.front()) || !std::isfinite(x.back()) ||
      (page > 0 && x.front() < m_lastX) || !std::is_sorted(x.begin(), x.end())) {
    return false;
  }
  const std::size_t begin = m_pages->begin(page);
  m_spacing.push_back({x.front(), evenStep(x), x.back()});
  const std::size_t firstAnchor = (begin + CurveLevels::kFine - 1) / CurveLevels::kFine;
  const bool evenBefore = m_anchors.empty();
  if (std::isnan(m_spacing.back().step) && m_anchors.empty()) {
    m_anchors.reserve(m_pages->points() / CurveLevels::kFine + 1);
    for (std::size_t anchor = 0; anchor < firstAnchor; ++anchor) {
      const std::size_t point = anchor * CurveLevels::kFine;
      const std::size_t before = m_pages->pageOf(point);
      m_anchors.push_back(m_spacing[before].first +
                          static_cast<double>(point - m_pages->begin(before)) * m_spacing[before].step);
    }
  }
  if (std::isnan(m_spacing.back().step) || !m_anchors.empty()) {
    for (std::size_t point = firstAnchor * CurveLevels::kFine; point < begin + x.size();
         point += CurveLevels::kFine) {
      m_anchors.push_back(x[point - begin]);
    }
    if (evenBefore) {
      m_bends.assign(begin / CurveLevels::kFine, {kUnbound, kUnbound});
      m_bent.assign(begin % CurveLevels::kFine, std::numeric_limits<double>::quiet_NaN());
    }
    takeBends(begin, x);
  }
  m_lastX = x.back();
  return true;
}

CurveData::XBounds CurveData::bounded(double from, double to, double part, Bend bend) {
  if (part == 0) {
    return {from, from};
  }
  const double line = from + (to - from) * part;
  const double unit = (to - from) / 256;
  return {bend.below == kUnbound ? from : std::max(from, line - unit * bend.below),
          bend.above == kUnbound ? to : std::min(to, line + unit * bend.above)};
}

CurveData::XBounds CurveData::xBounds(std::size_t point) const {
  const std::size_t anchor = point / CurveLevels::kFine;
  const bool last = anchor + 1 == m_anchors.size();
  const std::size_t begin = anchor * CurveLevels::kFine;
  const std::size_t points = last ? std::max<std::size_t>(m_size - 1 - begin, 1) : CurveLevels::kFine;
  return bounded(m_anchors[anchor], last ? m_lastX : m_anchors[anchor + 1],
                 static_cast<double>(point - begin) / static_cast<double>(points), m_bends[anchor]);
}

// Of a page whose first point is `begin`, the anchors known.
void CurveData::takeBends(std::size_t begin, std::span<const double> x) {
  for (std::size_t i = 0; i < x.size();) {
    const std::size_t inBucket = (begin + i) % CurveLevels::kFine;
    if (inBucket == 0 && !m_bent.empty()) {
      endBend(x[i], CurveLevels::kFine);
    }
    const auto part = x.subspan(i, std::min(CurveLevels::kFine - inBucket, x.size() - i));
    m_bent.insert(m_bent.end(), part.begin(), part.end());
    i += part.size();
  }
}

// The line goes from the anchor to `next`, which is `points` points away.
void CurveData::endBend(double next, std::size_t points) {
  const double from = m_bent.front();
  Bend bend = std::isnan(from) ? Bend{kUnbound, kUnbound} : Bend{};
  for (std::size_t i = 0; i < m_bent.size() && next > from; ++i) {
    const double part = static_cast<double>(i) / static_cast<double>(points);
    const double away = (m_bent[i] - (from + (next - from) * part)) / ((next - from) / 256);
    std::uint8_t& side = away < 0 ? bend.below : bend.above;
    side = std::max(side, static_cast<std::uint8_t>(std::min(std::abs(away), kUnbound - 1.0)));
    // As far as the very numbers that are asked for later need it.
    while (bend.below != kUnbound && bounded(from, next, part, bend).least > m_bent[i]) {
      ++bend.below;
    }
    while (bend.above != kUnbound && bounded(from, next, part, bend).most < m_bent[i]) {
      ++bend.above;
    }
  }
  m_bends.push_back(bend);
  m_bent.clear();
}

// What a curve of a series that has grown since knows already; the number of pages.
std::size_t CurveData::takeBeginning(const CurveData& before) {
  const PointPages& known = before.pages();
  std::size_t pages = std::min(m_pages->sharedWith(known), m_pages->pages());
  // The extremes go on from whole buckets.
  while (pages > 0 && m_pages->end(pages - 1) % CurveLevels::kBucket != 0) {
    --pages;
  }
  if (pages == 0) {
    return 0;
  }
  const std::size_t points = m_pages->end(pages - 1);
  m_levels = before.m_levels.beginning(points);
  m_spacing.assign(before.m_spacing.begin(), before.m_spacing.begin() + static_cast<std::ptrdiff_t>(pages));
  if (!before.m_anchors.empty()) {
    m_anchors.assign(before.m_anchors.begin(),
                     before.m_anchors.begin() + static_cast<std::ptrdiff_t>(points / CurveLevels::kFine));
    m_bends.assign(before.m_bends.begin(),
                   before.m_bends.begin() + static_cast<std::ptrdiff_t>(points / CurveLevels::kFine));
    m_bends.back() = {kUnbound, kUnbound};  // it may have ended at the last point there was
  }
  m_lastX = m_spacing.back().last;
  return pages;
}

Result<CurvePtr> CurveData::makePaged(std::shared_ptr<const PointPages> pages, const CurvePtr& before,
                                      std::stop_token stop) {
  const std::shared_ptr<CurveData> curve(new CurveData);
  curve->m_pages = std::move(pages);
  curve->m_size = curve->m_pages->points();
  curve->m_levels = CurveLevels(CurveLevels::Sketch::Yes);
  std::size_t page = before && before->paged() ? curve->takeBeginning(*before) : 0;
  curve->m_levels.reserve(curve->m_size);
  while (page < curve->m_pages->pages()) {
    const std::size_t count = std::min(kReadTogether, curve->m_pages->pages() - page);
    TATARA_ASSIGN(const std::vector<CurvePage> read,
                  curve->m_pages->read(consecutive(page, count), PageParts::XAndY, stop));
    for (const CurvePage& one : read) {
      if (!curve->takePage(page++, one.x)) {
        return CurvePtr();
      }
      curve->m_levels.append(one.y);
    }
  }
  if (!curve->m_bent.empty()) {
    curve->endBend(curve->m_lastX, std::max<std::size_t>(curve->m_bent.size() - 1, 1));
    std::vector<double>().swap(curve->m_bent);
  }
  curve->m_levels.finish();
  curve->findEvenX();
  return CurvePtr(curve);
}

Result<std::vector<CurvePagePtr>> CurveData::readPages(std::span<const std::size_t> which,
                                                       std::stop_token stop) const {
  const bool even = std::all_of(which.begin(), which.end(),
                                [this](std::size_t page) { return !std::isnan(m_spacing[page].step); });
  TATARA_ASSIGN(std::vector<CurvePage> read,
                m_pages->read(which, even ? PageParts::Y : PageParts::XAndY, stop));
  std::vector<CurvePagePtr> made;
  for (std::size_t i = 0; i < read.size(); ++i) {
    if (!std::isnan(m_spacing[which[i]].step)) {
      std::vector<double>().swap(read[i].x);
    }
    made.push_back(std::make_shared<const CurvePage>(std::move(read[i])));
    pageCache().insert(m_pages->id(), which[i], made.back());
  }
  return made;
}

Result<CurvePagePtr> CurveData::page(std::size_t index, std::size_t ahead, std::stop_token stop) const {
  if (CurvePagePtr kept = pageCache().find(m_pages->id(), index)) {
    return kept;
  }
  const std::size_t count = std::min(ahead + 1, m_pages->pages() - index);
  Result<std::vector<CurvePagePtr>> read = readPages(consecutive(index, count), stop);
  if (!read && count > 1) {
    read = readPages(consecutive(index, 1), stop);  // one of those ahead is no reason to miss this one
  }
  TATARA_ASSIGN(const std::vector<CurvePagePtr> pages, std::move(read));
  return pages.front();
}

void CurveData::fetch(std::span<const std::size_t> pages, std::stop_token stop) const {
  std::vector<std::size_t> missing;
  for (std::size_t i = 0; i < pages.size() && !stop.stop_requested(); ++i) {
    if (pageCache().find(m_pages->id(), pages[i]) == nullptr) {
      missing.push_back(pages[i]);
    }
    if (missing.size() == kFetchTogether || (i + 1 == pages.size() && !missing.empty())) {
      // Whoever needs one of them asks for it again, and is told why.
      [[maybe_unused]] const auto read = readPages(missing, stop);
      missing.clear();
    }
  }
}

Result<CurvePtr> CurveData::inMemory(const CurvePtr& curve, std::stop_token stop) {
  if (!curve || !curve->paged()) {
    return curve;
  }
  std::vector<double> x;
  std::vector<double> y;
  x.reserve(curve->size());
  y.reserve(curve->size());
  const PointPages& pages = curve->pages();
  for (std::size_t page = 0; page < pages.pages(); page += kReadTogether) {
    const std::size_t count = std::min(kReadTogether, pages.pages() - page);
    TATARA_ASSIGN(const std::vector<CurvePage> read,
                  pages.read(consecutive(page, count), PageParts::XAndY, stop));
    for (const CurvePage& one : read) {
      x.insert(x.end(), one.x.begin(), one.x.end());
      y.insert(y.end(), one.y.begin(), one.y.end());
    }
  }
  return make(std::move(x), std::move(y));
}

Result<CurvePtr> CurveData::positiveOnly(const CurvePtr& curve, std::stop_token stop) {
  if (!curve || curve->notPositive() == 0) {
    return curve;
  }
  if (curve->paged()) {
    return makePaged(std::make_shared<const PositivePages>(curve->m_pages), nullptr, stop);
  }
  std::vector<double> y = curve->m_y;
  leaveOutNotPositive(y);
  return makeShared(curve->m_x, std::move(y));
}

}  // namespace tatara::ui
