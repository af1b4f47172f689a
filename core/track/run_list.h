// Runs in the order of their keys, in pieces that lists share: the list after a change copies the pieces that
// changed and none of the others, so that following a store with 200,000 runs costs what changed in it.
//
// Invariants: keys ascend; every piece but the last is full; a piece that two lists hold is never written.
// Threads: a value; lists that share pieces may be read on different threads.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/track/types.h"

namespace tatara::track {

class RunList {
 public:
  // By key: the run as it is now; nothing where it is gone.
  using Changes = std::map<RunKey, std::optional<RunInfo>>;

  std::size_t size() const { return m_size; }
  const RunInfo& operator[](std::size_t row) const { return (*m_pieces[row / kPiece])[row % kPiece]; }
  std::optional<std::size_t> find(RunKey key) const;

  // Its key is greater than all that are there.
  void append(RunInfo run);
  // Of a list that is being filled in.
  void resize(std::size_t size);
  RunInfo& writable(std::size_t row);

  RunList with(Changes changes) const;
  // Whether the piece of this row is the same one in both, so that all its rows are.
  bool sharesPiece(const RunList& other, std::size_t row) const;

  static constexpr std::size_t kPiece = 512;

 private:
  using Piece = std::vector<RunInfo>;

  std::size_t lowerBound(RunKey key) const;
  Piece& own(std::size_t piece);

  std::vector<std::shared_ptr<Piece>> m_pieces;
  std::size_t m_size = 0;
};

}  // namespace tatara::track
