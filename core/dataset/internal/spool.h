// The typed values of a table in a file of its own, which has no name and goes with the object: chunks of
// rows, in each a piece a column.
//
// A piece is the words of its missing mask (none when nothing is missing), then 8 bytes a value, or for text
// 4 bytes a value (where it ends) and the bytes. Pieces are written once and read often; a column that is
// typed anew is written anew.
//
// Threads: write() from any thread; read() from any thread after the last write. Errors: Io.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include "core/base/mutex.h"
#include "core/base/result.h"
#include "core/dataset/column.h"
#include "core/dataset/internal/values.h"

namespace tatara::dataset {

// A column of a chunk read back; owns what `values` points to.
struct Piece {
  std::vector<std::uint64_t> words;  // aligned for all there is
  std::vector<std::string_view> texts;
  RowChunk::Values values;
};

class Spool {
 public:
  static Result<std::shared_ptr<Spool>> create(const std::filesystem::path& folder, std::size_t columns);
  ~Spool();
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  // Makes room for a chunk behind the last one. Call in order; the lines are kept when they are not one a
  // row.
  std::size_t addChunk(std::size_t rows, std::uint64_t firstLine, std::vector<std::uint32_t> lines)
      EXCLUDES(m_mutex);
  Status write(std::size_t chunk, std::size_t column, const TypedColumn& typed) EXCLUDES(m_mutex);
  // To be said of each column when all is written.
  void setTypes(std::vector<ColumnType> types) { m_types = std::move(types); }

  std::size_t chunks() const { return m_chunks.size(); }
  std::size_t columns() const { return m_columns; }
  std::uint64_t rows() const;
  std::size_t rowsOf(std::size_t chunk) const { return m_chunks[chunk].rows; }
  std::uint64_t firstRowOf(std::size_t chunk) const { return m_chunks[chunk].firstRow; }
  ColumnType type(std::size_t column) const { return m_types[column]; }
  Status read(std::size_t chunk, std::size_t column, Piece& piece) const;
  // The line on which a row stands; 0 where there are no lines.
  std::uint64_t lineOf(std::uint64_t row) const;

 private:
  struct Place {
    std::uint64_t offset = 0;
    std::uint32_t maskWords = 0;
    std::uint32_t textBytes = 0;
  };
  struct ChunkInfo {
    std::uint64_t firstRow = 0;
    std::size_t rows = 0;
    std::uint64_t firstLine = 0;
    std::vector<std::uint32_t> lines;
    std::vector<Place> places;
  };

  Spool() = default;

  int m_file = -1;
  std::size_t m_columns = 0;
  std::vector<ColumnType> m_types;
  Mutex m_mutex;
  std::uint64_t m_end GUARDED_BY(m_mutex) = 0;
  std::vector<ChunkInfo> m_chunks;  // grown by one thread under m_mutex; a place is its column's writer's own
};

}  // namespace tatara::dataset
