#include "core/store/change.h"

#include <algorithm>

namespace tatara::store {

Result<std::int64_t> newestChange(sql::Connection& connection) {
  TATARA_ASSIGN(const auto newest, connection.findInteger("SELECT max(seq) FROM change_log"));
  return newest.value_or(0);
}

Result<ChangeSet> changesSince(sql::Connection& connection, std::int64_t seen) {
  ChangeSet changes;
  TATARA_ASSIGN(const auto oldest, connection.findInteger("SELECT min(seq) FROM change_log"));
  changes.everything = oldest.value_or(0) > seen + 1;
  TATARA_ASSIGN(auto rows, connection.query("SELECT kind, object FROM change_log WHERE seq > ?", seen));
  while (rows.next()) {
    changes.changes.push_back({static_cast<ChangeKind>(rows.integer(0)), rows.integer(1)});
  }
  TATARA_TRY(rows.status());
  std::sort(changes.changes.begin(), changes.changes.end());
  changes.changes.erase(std::unique(changes.changes.begin(), changes.changes.end()), changes.changes.end());
  return changes;
}

}  // namespace tatara::store
