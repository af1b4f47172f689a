#include "ui/model/row_plan.h"

#include <algorithm>

namespace tatara::ui {
namespace {

std::vector<RowId> sorted(const std::vector<RowId>& ids) {
  std::vector<RowId> result = ids;
  std::sort(result.begin(), result.end());
  return result;
}

std::vector<RowId> only(const std::vector<RowId>& ids, const std::vector<RowId>& sortedOthers, bool present) {
  std::vector<RowId> result;
  for (const RowId id : ids) {
    if (std::binary_search(sortedOthers.begin(), sortedOthers.end(), id) == present) {
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
  } else {
    const std::vector<RowId> sortedBefore = sorted(*before);
    const std::vector<RowId> sortedAfter = sorted(*after);
    plan.kept = sortedBefore == sortedAfter ? *before : only(*before, sortedAfter, true);
    if (plan.kept.size() < after->size()) {
      plan.added = only(*after, sortedBefore, false);
    }
  }
  plan.before = std::move(before);
  plan.after = std::move(after);
  return plan;
}

}  // namespace tatara::ui
