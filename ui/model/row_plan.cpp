#include "ui/model/row_plan.h"

#include <algorithm>
#include <cstdint>

namespace tatara::ui {
namespace {

// Which ids there are. Those of runs are small and lie close together: a bit each. Others are few.
class IdSet {
 public:
  explicit IdSet(const std::vector<RowId>& ids) {
    constexpr std::size_t kBitsAnId = 64;
    const std::size_t most = std::max<std::size_t>(ids.size(), 1024) * kBitsAnId;
    for (const RowId id : ids) {
      const auto bit = static_cast<std::uint64_t>(id);
      if (bit >= most) {
        m_others.push_back(id);
        continue;
      }
      if (bit >= m_bits.size() * kBitsAWord) {
        m_bits.resize(std::max(m_bits.size() * 2, static_cast<std::size_t>(bit) / kBitsAWord + 1));
      }
      m_bits[bit / kBitsAWord] |= 1ULL << bit % kBitsAWord;
    }
    std::sort(m_others.begin(), m_others.end());
  }

  bool contains(RowId id) const {
    const auto bit = static_cast<std::uint64_t>(id);
    if (bit < m_bits.size() * kBitsAWord && (m_bits[bit / kBitsAWord] >> bit % kBitsAWord & 1) != 0) {
      return true;
    }
    return !m_others.empty() && std::binary_search(m_others.begin(), m_others.end(), id);
  }

 private:
  static constexpr std::uint64_t kBitsAWord = 64;
  std::vector<std::uint64_t> m_bits;
  std::vector<RowId> m_others;  // sorted
};

std::vector<RowId> only(const std::vector<RowId>& ids, const IdSet& others, bool present) {
  std::vector<RowId> result;
  result.reserve(ids.size());
  for (const RowId id : ids) {
    if (others.contains(id) == present) {
      result.push_back(id);
    }
  }
  return result;
}

}  // namespace

RowPlan planRows(RowIds before, RowIds after) {
  RowPlan plan;
  plan.sameOrder = before == after || *before == *after;
  if (plan.sameOrder) {
    plan.kept = *before;
  } else if (before->empty()) {
    plan.added = *after;
  } else {
    plan.kept = only(*before, IdSet(*after), true);
    if (plan.kept.size() < after->size()) {
      plan.added = only(*after, IdSet(*before), false);
    }
  }
  plan.before = std::move(before);
  plan.after = std::move(after);
  return plan;
}

}  // namespace tatara::ui
