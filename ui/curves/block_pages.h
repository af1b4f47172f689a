// Long sealed series as curves whose points stay in the store: a page is a block (track::BlockSeries), the
// last one the tail.
//
// Read through the store's leases, several pages a lease. When sealing has put a block in another's place
// since, the same points are found again; where the points themselves are others (the series changed, which
// the change feed tells as well), Conflict. Threads: any but the GUI's.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/store/store.h"
#include "core/track/block_series.h"
#include "ui/chart/chart_link.h"
#include "ui/chart/curve_data.h"

namespace tatara::ui {

// What a curve is of.
struct SeriesPlace {
  std::shared_ptr<store::Store> store;
  track::RunKey run;
  std::string key;
  XUnit unit = XUnit::Step;            // not Number
  std::optional<std::int64_t> origin;  // of durations, in ms since 1970; the first point when there is none
};

class BlockPages final : public PointPages {
 public:
  // Null when the series has fewer points than `least`, or is better read whole.
  static Result<std::shared_ptr<const BlockPages>> open(const SeriesPlace& place, std::size_t least,
                                                        std::stop_token stop);

  Result<std::vector<CurvePage>> read(std::span<const std::size_t> which, PageParts parts,
                                      std::stop_token stop) const override;
  std::size_t sharedWith(const PointPages& before) const override;

 private:
  BlockPages(SeriesPlace place, track::BlockSeries series, std::vector<std::size_t> begins);
  double xOf(std::int64_t step, std::int64_t timestamp) const;
  CurvePage pageOf(series::Columns columns, PageParts parts) const;
  Result<std::vector<CurvePage>> readAnew(std::span<const std::size_t> which, std::stop_token stop) const;

  SeriesPlace m_place;
  track::BlockSeries m_series;
};

// What all curves of a view together may keep in memory. Each may take an even share of it, a point taking 16
// bytes; one that is longer stays in the store, of which a byte a point is kept.
inline constexpr std::size_t kKeptBytes = std::size_t{64} << 20;

// From this many points on a curve stays in the store that is one of so many.
std::size_t pagedFrom(std::size_t curves);

// Null when the curve has to be made of all points in memory: a series of fewer points than `least`, or times
// that go back. `before` is the curve as it was, if there was one.
Result<CurvePtr> makePagedCurve(const SeriesPlace& place, const CurvePtr& before, std::stop_token stop,
                                std::size_t least);

}  // namespace tatara::ui
