// Which rows of one frame are rows of another: hashes of keys and of whole rows, brought together in parts
// that fit into memory.
//
// Threads: one. Errors: Cancelled, Io.
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "core/dataset/diff.h"

namespace tatara::dataset {

// Two columns whose cells are compared, and how.
struct CellPair {
  enum class By { Integer, Number, Text, Writing };
  std::size_t before = 0;
  std::size_t after = 0;
  By by = By::Number;

  bool equal(const Frame& left, std::uint64_t leftRow, const Frame& right, std::uint64_t rightRow) const;
};
CellPair cellPair(const Frame& before, std::size_t columnBefore, const Frame& after, std::size_t columnAfter);

enum class DiffSide { Before, After };

// Hashes of the cells of some columns, a block of rows at a time.
class RowHasher {
 public:
  RowHasher(const Frame& frame, std::span<const CellPair> pairs, DiffSide side);
  // hashes[i] belongs to row first + i.
  void hash(std::uint64_t first, std::span<std::uint64_t> hashes) const;

 private:
  struct Source {
    std::size_t column = 0;
    CellPair::By by = CellPair::By::Number;
    std::vector<std::uint64_t> words;  // of each dictionary entry; empty: hashed as they come
  };
  void hashColumn(const Source& source, std::uint64_t first, std::span<std::uint64_t> hashes) const;

  const Frame& m_frame;
  std::vector<Source> m_sources;
};

using RowPairs = std::vector<std::pair<std::uint64_t, std::uint64_t>>;

struct MatchRequest {
  const Frame& before;
  const Frame& after;
  std::span<const CellPair> cells;  // all that are compared
  std::span<const CellPair> key;    // empty: rows are compared as a multiset
  const OnDiff& onProgress;
  std::stop_token stop;
};

// Counts and selections of `rows`, but for those of changed rows: these come to `onChanged` in batches
// ordered by row, which says of each pair whether it is changed (true) or was brought together by chance.
Status matchRows(const MatchRequest& request, RowChanges& rows,
                 const std::function<Result<std::vector<bool>>(const RowPairs&)>& onChanged);

// A sample of pairs with equal keys, or nothing when the key repeats in it or misses values.
struct KeySample {
  RowPairs pairs;
  std::uint64_t rowsBefore = 0;
  std::uint64_t rowsAfter = 0;
};
Result<std::optional<KeySample>> sampleByKey(const Frame& before, const Frame& after,
                                             std::span<const CellPair> key, std::stop_token stop);

}  // namespace tatara::dataset
