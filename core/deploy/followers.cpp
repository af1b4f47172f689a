#include "core/deploy/followers.h"

namespace tatara::deploy {

Result<std::vector<std::string>> followersOf(sql::Connection& connection, std::string_view model,
                                             std::string_view alias) {
  std::vector<std::string> names;
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT name FROM endpoint WHERE deleted_ms IS NULL AND model = ? "
                                 "AND follows = ? ORDER BY name",
                                 model, alias));
  while (rows.next()) {
    names.emplace_back(rows.text(0));
  }
  TATARA_TRY(rows.status());
  return names;
}

}  // namespace tatara::deploy
