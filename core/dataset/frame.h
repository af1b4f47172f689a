// The typed rows of one dataset version on disk, mapped into memory in milliseconds. Questions to it:
// frame_filter.h (selections), frame_order.h (sorting), frame_aggregate.h (histograms, statistics, groups).
//
// Form: one file of columns of our own, not a DuckDB database. Next to its values (8 bytes: a double, or a
// 64-bit integer; 4 bytes for a text's code into a dictionary) each column keeps one byte a row that says
// which bar of its shown histogram the row falls into. A brush reads that byte instead of the value: filter
// and twenty histograms of ten million rows touch 0.2 GB in straight lines. `bench/frame` measures both forms
// in one run; DuckDB's native file needs a scan and a hash table for each histogram and is slower by an order
// of magnitude, and opening it costs more than mapping.
//
// File: magic, version, sizes and a checksum in the first page; values and codes of each column, each on a
// page boundary; dictionaries; a directory in JSON at the end with the place, size and checksum of every
// part. Little-endian; a cache, so another version or another byte order is simply built again. `verify`
// reads every part again against its checksum; opening checks header, directory and sizes. A wrong byte in a
// column that was not verified can give a wrong value, never a read outside the file.
//
// Missing is NaN in doubles, the least integer in integers, −1 in codes. Times are microseconds since 1970 in
// UTC in the file and seconds wherever a double is given, flags are 0 and 1, as in Column. Whole numbers
// beyond 2^53 keep all their digits in `text` and when sorted, not as doubles. Texts beyond about a million
// different ones are kept without joining equal ones (`distinctKnown` is then false).
//
// Life: openFrame() looks for `<folder>/<digest>-<options>.frame`; when it is not there or damaged,
// buildFrame writes a temporary name beside it and renames. Two programs building the same at once both
// succeed, and the later rename stands. Threads: a Frame is constant and may be read from any thread. Errors:
// NotFound, Corrupt (build it again), Io (disk full, said in words), Conflict (the source changed),
// Cancelled.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/column.h"
#include "core/dataset/table.h"

namespace tatara::dataset {

// What a bin code stands for. 240 divides into every usual number of bars.
inline constexpr std::size_t kMostBins = 240;
inline constexpr std::uint8_t kOtherBin = 254;  // infinite, or a text that is none of the most frequent
inline constexpr std::uint8_t kMissingBin = 255;

struct Bins {
  enum class Kind : std::uint8_t {
    None,        // nothing to bin: no value, or every text different
    Values,      // bin i is the whole number first + i
    Ranges,      // bin i is edge(i) ≤ v < edge(i + 1), the last one closed
    Categories,  // bin i is the text `categories[i]`, most frequent first
  };
  Kind kind = Kind::None;
  std::size_t count = 0;
  double first = 0;
  double last = 0;
  std::vector<std::int32_t> categories = {};

  // first + (last − first)·(i / count), correctly rounded at each step; so the edges of fewer bars are
  // exactly edges of these whenever their number divides 240.
  double edge(std::size_t i) const;
};

struct FrameColumn {
  ColumnInfo info;
  enum class Storage : std::uint8_t { Double, Integer, Codes } storage = Storage::Double;
  Bins bins;
  std::vector<std::uint64_t> binCounts;  // of all rows; 256 of them
  std::uint64_t finite = 0;              // numbers that are neither missing nor infinite
  double least = 0;                      // of those; meaningless when there are none
  double greatest = 0;
  std::size_t entries = 0;  // in the dictionary, in the order of their bytes when `distinctKnown`
  bool distinctKnown = true;

  bool isText() const { return storage == Storage::Codes; }
};

class Frame {
 public:
  ~Frame();
  Frame(const Frame&) = delete;
  Frame& operator=(const Frame&) = delete;

  const std::filesystem::path& file() const { return m_file; }
  const std::string& digest() const { return m_digest; }  // of the source's bytes
  std::uint64_t rows() const { return m_rows; }
  std::uint64_t bytes() const { return m_size; }
  const std::vector<FrameColumn>& columns() const { return m_columns; }
  const FrameColumn& column(std::size_t index) const { return m_columns[index]; }
  // Its place, or NotFound with the nearest name.
  Result<std::size_t> find(std::string_view name) const;

  // One cell. `number` of a text is NaN; `text` of a number is its shortest exact writing, of a time ISO
  // 8601, of a flag true or false; missing gives an empty text, which a text may also be.
  bool missing(std::size_t column, std::uint64_t row) const;
  double number(std::size_t column, std::uint64_t row) const;
  std::string text(std::size_t column, std::uint64_t row) const;
  std::int32_t code(std::size_t column, std::uint64_t row) const;  // −1: missing
  std::string_view entry(std::size_t column, std::int32_t code) const;

  // Straight runs of rows, for scans. `numbers` of a text column are its codes, NaN where missing.
  void numbers(std::size_t column, std::uint64_t first, std::span<double> target) const;
  std::span<const double> doubles(std::size_t column) const;         // Storage::Double only
  std::span<const std::int64_t> integers(std::size_t column) const;  // Storage::Integer only
  std::span<const std::int32_t> codes(std::size_t column) const;     // Storage::Codes only
  std::span<const std::uint8_t> binCodes(std::size_t column) const;

  // The column in memory, as Table::read gives it: for profiles of what fits.
  Column read(std::size_t column) const;

  // Gives the pages of these rows of a column back to the system, after a pass over a frame that is larger
  // than memory should hold. Does nothing for small frames.
  void release(std::size_t column, std::uint64_t first, std::uint64_t rows) const;

  // Reads every part against its checksum.
  Status verify(std::stop_token stop = {}) const;

 private:
  friend class FrameFile;
  Frame() = default;

  struct Part {
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
    std::uint64_t checksum = 0;
  };
  struct Parts {
    Part values;
    Part bins;
    Part offsets;  // entries + 1 of 64 bits, into `texts`
    Part texts;
  };
  template <typename T>
  const T* at(const Part& part) const {
    return reinterpret_cast<const T*>(m_data + part.offset);
  }

  std::filesystem::path m_file;
  std::string m_digest;
  std::uint64_t m_rows = 0;
  std::vector<FrameColumn> m_columns;
  std::vector<Parts> m_parts;
  const std::byte* m_data = nullptr;
  std::uint64_t m_size = 0;
};

// Where the frame of a file with this digest, opened so, lies.
std::filesystem::path frameFile(const std::filesystem::path& folder, std::string_view digest,
                                const OpenOptions& options);

// Maps it. NotFound when it is not there, Corrupt when it has to be built again.
Result<std::shared_ptr<const Frame>> openFrame(const std::filesystem::path& file);

// Called from the building thread with rows written and rows in all.
using OnProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

// Reads the table once and writes its frame to `file`, making the folder. Columns of Unsupported type are
// left out.
Result<std::shared_ptr<const Frame>> buildFrame(const Table& table, const std::filesystem::path& file,
                                                const OnProgress& onProgress = {}, std::stop_token stop = {});

struct FrameRequest {
  std::filesystem::path folder;  // of frames, in the workspace's cache
  std::filesystem::path source;
  std::string digest = {};  // that the source has to have; empty: whatever it has
  OpenOptions options = {};
};
// The frame that is there, else a new one. Conflict when the source no longer has the digest asked for.
Result<std::shared_ptr<const Frame>> loadFrame(const FrameRequest& request, const OnProgress& onProgress = {},
                                               std::stop_token stop = {});

// `seconds` since 1970 in UTC as ISO 8601: the day alone at midnight, else with the time, microseconds where
// there are any.
std::string timeText(double seconds);

}  // namespace tatara::dataset
