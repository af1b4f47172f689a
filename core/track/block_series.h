// A long series as it lies in the store: what each of its blocks holds in a few buckets, and the blocks
// themselves only while they are looked at. A chart of a million points costs memory for its pyramid (half a
// byte a point) and time for the blocks that its pixels cut.
//
// `open` reads the directory. It answers nothing for a series that is better read whole: without blocks of
// its own, or whose blocks and tail do not follow one another in the order of points (late points that are
// not sealed together yet). Blocks are looked up by key: when sealing has replaced one since, NotFound says
// so, and whoever holds this opens it again.
//
// Everything is exact: `reduce` gives what series::reduceToM4 gives of all points. Threads: a value that does
// not change; functions with a Connection run inside a read lease.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

#include "core/series/block.h"
#include "core/series/m4.h"
#include "core/series/pyramid.h"
#include "core/sql/connection.h"
#include "core/track/types.h"

namespace tatara::track {

class BlockSeries {
 public:
  // Without buckets `pyramid()` is empty, and `reduce` reads every block that columns cut. Stretches are kept
  // alone: for a picture of the whole, the buckets of the finest level that has few of them.
  enum class Detail { Blocks, Stretches, Buckets };
  static constexpr std::size_t kMostStretches = 2048;
  static Result<std::optional<BlockSeries>> open(sql::Connection& connection, RunKey run,
                                                 std::string_view key, Detail detail = Detail::Buckets);

  struct Block {
    std::int64_t key = 0;         // none for the tail: its points are here
    std::size_t begin = 0;        // index of its first point
    std::size_t firstBucket = 0;  // in level 0 of the pyramid
    series::Bucket total;
  };

  std::size_t size() const { return m_size; }
  const std::vector<Block>& blocks() const { return m_blocks; }
  const series::Pyramid& pyramid() const { return m_pyramid; }
  const std::vector<series::Bucket>& stretches() const { return m_stretches; }

  struct View {
    series::XKind kind = series::XKind::Step;
    // Of a step or of milliseconds since 1970; see M4Stream.
    std::function<std::int32_t(std::int64_t)> column;
    std::int32_t begin = 0;
    std::int32_t end = 0;
    bool positive = false;  // values of zero and below break the line, as on a logarithmic axis
  };
  // Of time only where timestamps never go back: ask `pyramid().total().timesSorted`.
  Result<series::M4> reduce(sql::Connection& connection, const View& view, std::stop_token stop = {}) const;

  // The points of one block.
  Result<series::Columns> read(sql::Connection& connection, std::size_t block,
                               series::Parts parts = series::Parts::All) const;

 private:
  BlockSeries() = default;
  // False when `total`, that of a block, does not follow what is there.
  bool append(std::int64_t key, const series::Bucket& total, std::size_t firstBucket);
  struct KeptBuckets;
  // False when the blocks do not follow one another.
  Result<bool> readBlocks(sql::Connection& connection, KeptBuckets& kept);

  RunKey m_run;
  std::int64_t m_seriesKey = 0;
  std::vector<Block> m_blocks;
  series::Pyramid m_pyramid;
  std::vector<series::Bucket> m_stretches;
  series::Columns m_tail;
  std::size_t m_size = 0;
};

}  // namespace tatara::track
