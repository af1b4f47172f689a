// DuckDB in this process, as the one engine that reads data files: SQL in, chunks of columns out.
//
// The instance lives in memory and spills to a folder of its own, which it removes again. It loads and
// downloads no extension, and its configuration is locked. Statements are ours alone; nothing a person typed
// is run here. The library is opened on first use.
//
// A result column is of one of three kinds, to which the statement casts: BIGINT, DOUBLE or VARCHAR.
//
// Threads: an Engine runs one statement at a time, from any thread. A stop token interrupts a running
// statement. Errors: Cancelled, InvalidArgument (DuckDB's words in the message), NotFound (no library), Io.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace tatara::dataset {

// A piece of a result, at most a few thousand rows. Valid inside the callback only.
class Chunk {
 public:
  std::size_t rows() const { return m_rows; }
  std::size_t columns() const { return m_vectors.size(); }
  bool missing(std::size_t column, std::size_t row) const {
    const std::uint64_t* mask = m_vectors[column].validity;
    return mask && !(mask[row / 64] >> (row % 64) & 1);
  }
  std::int64_t integer(std::size_t column, std::size_t row) const {
    return static_cast<const std::int64_t*>(m_vectors[column].data)[row];
  }
  double real(std::size_t column, std::size_t row) const {
    return static_cast<const double*>(m_vectors[column].data)[row];
  }
  std::string_view text(std::size_t column, std::size_t row) const;
  // Whole columns; `present` is null when nothing is missing, else a bit a row.
  const std::uint64_t* present(std::size_t column) const { return m_vectors[column].validity; }
  const std::int64_t* integers(std::size_t column) const {
    return static_cast<const std::int64_t*>(m_vectors[column].data);
  }
  const double* reals(std::size_t column) const { return static_cast<const double*>(m_vectors[column].data); }

 private:
  friend class Engine;
  struct Vector {
    const void* data = nullptr;
    const std::uint64_t* validity = nullptr;
  };
  std::size_t m_rows = 0;
  std::vector<Vector> m_vectors;
};

class RowsRegistry;  // internal/rows_function.h

struct EngineOptions {
  std::filesystem::path temporaryFolder = {};  // empty: the system's; a private folder is made inside
  std::uint64_t memoryLimit = 1'000'000'000;
  int threads = 0;  // 0: one a processor
};

class Engine {
 public:
  using OnChunk = std::function<Status(const Chunk&)>;

  static Result<std::unique_ptr<Engine>> open(const EngineOptions& options = {});
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  Status run(const std::string& sql, const OnChunk& onChunk, std::stop_token stop = {});
  Status run(const std::string& sql, std::stop_token stop = {});
  // All of a small result as text, row after row; missing values are empty.
  Result<std::vector<std::vector<std::string>>> table(const std::string& sql, std::stop_token stop = {});

  const std::filesystem::path& temporaryFolder() const { return m_folder; }
  // Where the rows of tables are found that statements name as tatara_rows(…).
  const std::shared_ptr<RowsRegistry>& rows() const { return m_rows; }

 private:
  Engine() = default;

  std::filesystem::path m_folder;
  void* m_database = nullptr;
  void* m_connection = nullptr;
  std::shared_ptr<RowsRegistry> m_rows;
};

// "v1.4.4"; opens the library.
Result<std::string> duckdbVersion();

// 'it''s' and "a ""name""".
std::string quotedText(std::string_view text);
std::string quotedName(std::string_view name);

}  // namespace tatara::dataset
