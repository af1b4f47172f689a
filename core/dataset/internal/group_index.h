// Which group a row belongs to, as a dense number, for any combination of keys.
//
// Each key gives a row a digit; the digits together a place in a grid. A small grid is used as it is, a large
// one through a hash table of the places that occur. Threads: made on several threads, then constant.
#pragma once

#include <optional>
#include <stop_token>
#include <vector>

#include "core/dataset/frame_aggregate.h"

namespace tatara::dataset {

class GroupIndex {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  static Result<GroupIndex> make(const Frame& frame, const GroupRequest& request, const Selection& selection,
                                 std::stop_token stop);

  std::size_t groups() const { return m_groups; }
  // The groups of the rows [first, first + target.size()); kNone: beyond the bins. Rows that are not selected
  // have any group.
  void ofRows(std::uint64_t first, std::span<std::uint32_t> target) const;
  // What the group's keys are; NaN: missing.
  std::vector<double> keysOf(std::size_t group) const;

 private:
  struct Digit {
    GroupKey key;
    std::uint64_t values = 0;      // digits 0 … values − 1, and `values` for missing
    std::vector<double> distinct;  // Value of numbers without bins: every value, sorted
    double first = 0;              // Value with bins: the first value
    std::int64_t firstPeriod = 0;
    double low = 0;  // Bins: in the unit of the axis
    double high = 0;
    std::vector<double> edges;

    std::uint64_t placeOf(double number) const;  // among `distinct`
    // `guess`: the place in bins; the edges decide where rounding put it into a neighbour.
    std::uint64_t binAt(double at, double guess) const;
  };

  Status prepare(Digit& digit, const Selection& selection, std::size_t mostGroups, std::stop_token stop);
  Status prepareBins(Digit& digit) const;
  Status collectValues(Digit& digit, const Selection& selection, std::size_t most,
                       std::stop_token stop) const;
  void places(std::uint64_t first, std::span<std::uint64_t> target) const;
  Status compress(const Selection& selection, std::size_t most, std::stop_token stop);
  std::size_t slotOf(std::uint64_t place) const;

  const Frame* m_frame = nullptr;
  std::vector<Digit> m_digits;
  bool m_keepMissing = true;
  bool m_dense = true;
  std::size_t m_groups = 0;
  std::vector<std::uint64_t> m_places;  // of each group, when not dense
  std::vector<std::uint32_t> m_slots;   // group + 1
};

}  // namespace tatara::dataset
