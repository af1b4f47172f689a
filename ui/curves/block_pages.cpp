#include "ui/curves/block_pages.h"

#include <algorithm>
#include <utility>

#include "core/text/error_phrase.h"
#include "core/track/metrics.h"

namespace tatara::ui {
namespace {

std::vector<std::size_t> beginsOf(const track::BlockSeries& series) {
  std::vector<std::size_t> begins;
  for (const track::BlockSeries::Block& block : series.blocks()) {
    begins.push_back(block.begin);
  }
  begins.push_back(series.size());
  return begins;
}

bool standsAt(const series::Bucket& total, const series::Point& first, const series::Point& last) {
  return first.step == total.firstStep && first.timestamp == total.firstTime && last.step == total.lastStep &&
         last.timestamp == total.lastTime;
}

}  // namespace

BlockPages::BlockPages(SeriesPlace place, track::BlockSeries series, std::vector<std::size_t> begins)
    : PointPages(std::move(begins)), m_place(std::move(place)), m_series(std::move(series)) {
  if (!m_place.origin) {
    // The earliest, because a curve whose times go back is not paged.
    m_place.origin = m_series.blocks().front().total.firstTime;
  }
}

Result<std::shared_ptr<const BlockPages>> BlockPages::open(const SeriesPlace& place, std::size_t least,
                                                           std::stop_token stop) {
  TATARA_ASSIGN(std::optional<track::BlockSeries> series, place.store->read(
                                                              [&](sql::Connection& connection) {
                                                                return track::BlockSeries::open(
                                                                    connection, place.run, place.key,
                                                                    track::BlockSeries::Detail::Blocks);
                                                              },
                                                              stop));
  if (!series || series->size() < least) {
    return std::shared_ptr<const BlockPages>();
  }
  std::vector<std::size_t> begins = beginsOf(*series);
  return std::shared_ptr<const BlockPages>(new BlockPages(place, std::move(*series), std::move(begins)));
}

double BlockPages::xOf(std::int64_t step, std::int64_t timestamp) const {
  switch (m_place.unit) {
    case XUnit::Duration:
      return static_cast<double>(timestamp - *m_place.origin) / 1000.0;
    case XUnit::Time:
      return static_cast<double>(timestamp);
    case XUnit::Step:
    case XUnit::Number:
      break;
  }
  return static_cast<double>(step);
}

CurvePage BlockPages::pageOf(series::Columns columns, PageParts parts) const {
  CurvePage page;
  page.y = std::move(columns.values);
  if (parts == PageParts::Y) {
    return page;
  }
  if (m_place.unit == XUnit::Step) {
    page.x.assign(columns.steps.begin(), columns.steps.end());
  } else {
    page.x.reserve(page.y.size());
    for (const std::int64_t timestamp : columns.timestamps) {
      page.x.push_back(xOf(0, timestamp));
    }
  }
  return page;
}

Result<std::vector<CurvePage>> BlockPages::read(std::span<const std::size_t> which, PageParts parts,
                                                std::stop_token stop) const {
  const auto columns = parts == PageParts::Y         ? series::Parts::Values
                       : m_place.unit == XUnit::Step ? series::Parts::StepsAndValues
                                                     : series::Parts::TimesAndValues;
  Result<std::vector<CurvePage>> pages = m_place.store->read(
      [&](sql::Connection& connection) -> Result<std::vector<CurvePage>> {
        std::vector<CurvePage> read;
        for (const std::size_t page : which) {
          TATARA_ASSIGN(series::Columns block, m_series.read(connection, page, columns));
          read.push_back(pageOf(std::move(block), parts));
        }
        return read;
      },
      stop);
  return pages || pages.error().kind != ErrorKind::NotFound ? std::move(pages) : readAnew(which, stop);
}

// Sealing changes where points lie and nothing else: all of them are read, and those of the pages taken.
Result<std::vector<CurvePage>> BlockPages::readAnew(std::span<const std::size_t> which,
                                                    std::stop_token stop) const {
  TATARA_ASSIGN(const std::vector<series::Point> points, m_place.store->read(
                                                             [&](sql::Connection& connection) {
                                                               return track::loadSeries(
                                                                   connection, m_place.run, m_place.key);
                                                             },
                                                             stop));
  std::vector<CurvePage> pages;
  for (const std::size_t page : which) {
    const std::size_t to = end(page);
    if (points.size() < to || !standsAt(m_series.blocks()[page].total, points[begin(page)], points[to - 1])) {
      return text::sayError(ErrorKind::Conflict,
                            TATARA_SAYS("Phrase", "The metric has changed while it was being drawn"));
    }
    CurvePage made;
    for (std::size_t i = begin(page); i < to; ++i) {
      made.x.push_back(xOf(points[i].step, points[i].timestamp));
      made.y.push_back(points[i].value);
    }
    pages.push_back(std::move(made));
  }
  return pages;
}

std::size_t BlockPages::sharedWith(const PointPages& before) const {
  const auto* other = dynamic_cast<const BlockPages*>(&before);
  if (other == nullptr || other->m_place.run != m_place.run || other->m_place.key != m_place.key ||
      other->m_place.unit != m_place.unit || other->m_place.origin != m_place.origin) {
    return 0;
  }
  const auto& own = m_series.blocks();
  const auto& known = other->m_series.blocks();
  std::size_t shared = 0;
  while (shared < own.size() && shared < known.size() && own[shared].key != 0 &&
         own[shared].key == known[shared].key && own[shared].begin == known[shared].begin &&
         own[shared].total == known[shared].total) {
    ++shared;
  }
  return shared;
}

std::size_t pagedFrom(std::size_t curves) {
  // What is shorter than a block is not worth reading twice.
  return std::max(kKeptBytes / (2 * sizeof(double)) / std::max<std::size_t>(curves, 1), series::kBlockPoints);
}

Result<CurvePtr> makePagedCurve(const SeriesPlace& place, const CurvePtr& before, std::stop_token stop,
                                std::size_t least) {
  TATARA_ASSIGN(std::shared_ptr<const BlockPages> pages, BlockPages::open(place, least, stop));
  if (pages == nullptr) {
    return CurvePtr();
  }
  return CurveData::makePaged(std::move(pages), before, stop);
}

}  // namespace tatara::ui
