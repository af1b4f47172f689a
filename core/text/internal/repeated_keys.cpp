#include "core/text/internal/repeated_keys.h"

#include <algorithm>
#include <numeric>

namespace tatara::text {
namespace {

// Below this many members a repeated key is looked for by comparing; above, by sorting.
constexpr std::size_t kFewMembers = 16;

bool hasRepeatedKey(const Json::Object& members) {
  for (std::size_t i = 1; i < members.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (members[i].key == members[j].key) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

void keepLastOfRepeatedKeys(Json::Object& members) {
  if (members.size() <= kFewMembers && !hasRepeatedKey(members)) {
    return;
  }
  std::vector<std::size_t> order(members.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return members[a].key < members[b].key; });
  std::vector<bool> dropped(members.size(), false);
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (members[order[i]].key == members[order[i - 1]].key) {
      members[order[i - 1]].value = std::move(members[order[i]].value);
      dropped[order[i]] = true;
      order[i] = order[i - 1];
    }
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (!dropped[i]) {
      if (kept != i) {
        members[kept] = std::move(members[i]);
      }
      ++kept;
    }
  }
  members.resize(kept);
}

}  // namespace tatara::text
