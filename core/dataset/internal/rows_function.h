// The table function `tatara_rows(ID, ORDERED)`: the typed rows of an opened table inside a DuckDB statement.
//
// So a statement needs no access to files, and sees values as they were typed and corrected here. Unless
// ordered, several threads read and the rows come in no particular order.
//
// Threads: a registry is shared by the threads of its engine and those that open tables.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/mutex.h"
#include "core/dataset/internal/duck_api.h"
#include "core/dataset/internal/spool.h"

namespace tatara::dataset {

struct NamedRows {
  std::shared_ptr<const Spool> spool;
  std::vector<std::string> names;
};

class RowsRegistry {
 public:
  std::int64_t add(NamedRows rows) EXCLUDES(m_mutex);
  void remove(std::int64_t id) EXCLUDES(m_mutex);
  std::shared_ptr<const NamedRows> find(std::int64_t id) const EXCLUDES(m_mutex);

 private:
  mutable Mutex m_mutex;
  std::map<std::int64_t, std::shared_ptr<const NamedRows>> m_rows GUARDED_BY(m_mutex);
  std::int64_t m_next GUARDED_BY(m_mutex) = 1;
};

// The registry must outlive the connection's database.
Status registerRowsFunction(const DuckApi& api, duckdb_connection connection, RowsRegistry& registry);

}  // namespace tatara::dataset
