// The cells of the run table: a Listing with the looks and thumbnails of this moment.
//
// Threads: made on the GUI thread; cell() there as well (texts are in the interface's language).
#pragma once

#include <unordered_map>

#include "core/base/clock.h"
#include "core/track/run_progress.h"
#include "ui/runs/listing.h"

namespace tatara::ui {

using ThumbnailMap = std::unordered_map<RowId, std::shared_ptr<const Thumbnail>>;
using ProgressMap = std::unordered_map<track::RunKey, track::RunProgress>;

struct RunLooks {
  std::unordered_map<RowId, RunStyle> styles;  // of the runs that the charts show
  // By curve column's metric key.
  std::map<std::string, ThumbnailMap, std::less<>> thumbnails;
  ProgressMap progress;  // of the runs on screen that are under way
  Timestamp now{};
};

class RunSource final : public GridSource {
 public:
  RunSource(ListingPtr listing, std::shared_ptr<const RunLooks> looks);

  const std::vector<ColumnSpec>& columns() const override { return m_listing->columns; }
  Cell cell(RowId row, int column) const override;
  QString plainText(RowId row, int column) const override;

 private:
  Cell runCell(std::uint32_t row, const RunColumn& column, const ColumnSpec& spec) const;
  Cell groupCell(const RunGroup& group, const RunColumn& column, const ColumnSpec& spec) const;
  Cell nameCell(std::uint32_t row) const;
  void addNesting(Cell& cell, std::uint32_t row) const;
  Cell statusCell(const track::RunInfo& run) const;
  Cell durationCell(const track::RunInfo& run) const;
  const track::RunProgress* progressOf(const track::RunInfo& run) const;
  Cell metricCell(std::uint32_t row, const RunColumn& column, const ColumnSpec& spec) const;
  Cell deltaCell(std::uint32_t row, const RunColumn& column, const ColumnSpec& spec) const;
  Cell textCell(std::uint32_t row, const RunColumn& column) const;

  ListingPtr m_listing;
  std::shared_ptr<const RunLooks> m_looks;
};

// Better, worse, or neither, of a change from the baseline.
Tone deltaTone(BetterWhen better, double delta);
QString statusWord(track::RunStatus status);

}  // namespace tatara::ui
