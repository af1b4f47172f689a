// The tables in which MLflow 3 keeps runs and metrics on SQLite, driven from C++: the other side of
// comparisons, without Python's share of the time.
//
// Tables, keys and indices are those that MLflow's migrations leave. Settings are what its engine gets:
// rollback journal, synchronous FULL. One connection behind one mutex, because SQLite has one writer and
// waiting in line here costs less than its busy handler. logBatch does what log_batch does: the rows that are
// new, then the latest of each key. Errors: those of core/sql. Threads: all functions from any thread.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "core/series/point.h"
#include "core/sql/connection.h"
#include "core/track/runs.h"

namespace tatara::bench {

class MlflowTables {
 public:
  static Result<std::unique_ptr<MlflowTables>> create(const std::filesystem::path& file);

  static Result<std::unique_ptr<MlflowTables>> open(const std::filesystem::path& file);

  Status logBatch(std::string_view run, std::span<const track::MetricPoint> points);

  // Everything between the two in one transaction that syncs nothing: for filling, not for timing.
  Status beginBulk();
  Status endBulk();
  // Only between those two.
  Status addRun(const track::Run& run);
  Status addPoints(std::string_view run, std::string_view key, std::span<const series::Point> points);
  Status analyze();
  // As small as VACUUM makes it, in bytes.
  Result<std::uintmax_t> vacuumedSize();

  // As the history endpoint asks: of one run and key, by step and time.
  Result<std::vector<series::Point>> history(std::string_view run, std::string_view key);
  sql::Connection& sql() { return *m_connection; }

 private:
  explicit MlflowTables(std::filesystem::path file, std::unique_ptr<sql::Connection> connection)
      : m_file(std::move(file)), m_connection(std::move(connection)) {}

  std::filesystem::path m_file;
  std::mutex m_mutex;
  std::unique_ptr<sql::Connection> m_connection;
};

}  // namespace tatara::bench
