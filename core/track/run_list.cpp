#include "core/track/run_list.h"

#include <algorithm>
#include <utility>

namespace tatara::track {

std::size_t RunList::lowerBound(RunKey key) const {
  std::size_t from = 0;
  std::size_t to = m_size;
  while (from < to) {
    const std::size_t middle = from + (to - from) / 2;
    if ((*this)[middle].key < key) {
      from = middle + 1;
    } else {
      to = middle;
    }
  }
  return from;
}

std::optional<std::size_t> RunList::find(RunKey key) const {
  const std::size_t row = lowerBound(key);
  return row < m_size && (*this)[row].key == key ? std::optional(row) : std::nullopt;
}

RunList::Piece& RunList::own(std::size_t piece) {
  std::shared_ptr<Piece>& held = m_pieces[piece];
  if (held.use_count() > 1) {
    auto copy = std::make_shared<Piece>();
    copy->reserve(kPiece);
    copy->assign(held->begin(), held->end());
    held = std::move(copy);
  }
  return *held;
}

void RunList::append(RunInfo run) {
  if (m_size % kPiece == 0) {
    m_pieces.push_back(std::make_shared<Piece>());
    m_pieces.back()->reserve(kPiece);
  }
  own(m_pieces.size() - 1).push_back(std::move(run));
  ++m_size;
}

void RunList::resize(std::size_t size) {
  m_pieces.clear();
  m_size = size;
  for (std::size_t from = 0; from < size; from += kPiece) {
    m_pieces.push_back(std::make_shared<Piece>(std::min(kPiece, size - from)));
  }
}

RunInfo& RunList::writable(std::size_t row) {
  return own(row / kPiece)[row % kPiece];
}

bool RunList::sharesPiece(const RunList& other, std::size_t row) const {
  const std::size_t piece = row / kPiece;
  return piece < m_pieces.size() && piece < other.m_pieces.size() && m_pieces[piece] == other.m_pieces[piece];
}

RunList RunList::with(Changes changes) const {
  std::size_t moved = m_size;  // the first row that another run takes
  bool moves = false;
  for (const auto& [key, run] : changes) {
    const std::size_t row = lowerBound(key);
    const bool there = row < m_size && (*this)[row].key == key;
    if (there != run.has_value()) {
      moves = true;
      moved = std::min(moved, row);
    }
  }
  RunList next = *this;
  if (moves) {
    next.m_pieces.resize(moved / kPiece);
    next.m_size = next.m_pieces.size() * kPiece;
  }
  auto change = changes.begin();
  const std::size_t from = next.m_size;
  for (; change != changes.end(); ++change) {
    const std::size_t row = lowerBound(change->first);
    if (row >= from) {
      break;
    }
    if (change->second) {
      next.writable(row) = std::move(*change->second);
    }
  }
  for (std::size_t row = from; row < m_size; ++row) {
    const RunInfo& run = (*this)[row];
    for (; change != changes.end() && change->first < run.key; ++change) {
      if (change->second) {
        next.append(std::move(*change->second));
      }
    }
    if (change == changes.end() || change->first != run.key) {
      next.append(run);
      continue;
    }
    if (change->second) {
      next.append(std::move(*change->second));
    }
    ++change;
  }
  for (; change != changes.end(); ++change) {
    if (change->second) {
      next.append(std::move(*change->second));
    }
  }
  return next;
}

}  // namespace tatara::track
