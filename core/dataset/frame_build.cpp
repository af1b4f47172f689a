// Builds a frame: one pass over the table into the value parts, then bins from the mapped values.
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstring>
#include <numeric>

#include "core/base/file_error.h"
#include "core/base/new_file.h"
#include "core/base/random.h"
#include "core/crypto/digest.h"
#include "core/dataset/internal/frame_file.h"
#include "core/dataset/internal/frame_values.h"
#include "core/dataset/internal/parallel.h"
#include "core/dataset/internal/text_dictionary.h"
#include "core/dataset/internal/value_grid.h"
#include "core/text/error_phrase.h"

namespace tatara::dataset {
namespace {

constexpr std::string_view kUnfinished = ".building";
constexpr std::uint64_t kMostRows = 4'000'000'000;
constexpr double kWholeDoubles = 9007199254740992;  // 2^53
constexpr std::size_t kUsualBars = 40;              // of a histogram of ranges; kMostBins is a multiple

// The temporary file; gone unless it was given its name.
class Output {
 public:
  Output() = default;
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output() {
    if (m_descriptor >= 0) {
      ::close(m_descriptor);
      ::unlink(m_file.c_str());
    }
  }
  Status open(const std::filesystem::path& file) {
    m_file = file;
    m_descriptor = openNewFile(file, O_RDWR);
    if (m_descriptor < 0) {
      return fileError("The rows of a dataset cannot be kept", file, errno);
    }
    // Held while building: a file without it was left by a program that was killed.
    ::flock(m_descriptor, LOCK_EX | LOCK_NB);
    return {};
  }
  Status write(std::uint64_t offset, const void* data, std::uint64_t size) {
    const auto* bytes = static_cast<const char*>(data);
    while (size > 0) {
      const ssize_t done = ::pwrite(m_descriptor, bytes, size, static_cast<off_t>(offset));
      if (done < 0 && errno == EINTR) {
        continue;
      }
      if (done <= 0) {
        return fileError("The rows of a dataset cannot be kept", m_file, errno);
      }
      bytes += done;
      offset += static_cast<std::uint64_t>(done);
      size -= static_cast<std::uint64_t>(done);
    }
    return {};
  }
  Status read(std::uint64_t offset, void* data, std::uint64_t size) const {
    auto* bytes = static_cast<char*>(data);
    while (size > 0) {
      const ssize_t done = ::pread(m_descriptor, bytes, size, static_cast<off_t>(offset));
      if (done < 0 && errno == EINTR) {
        continue;
      }
      if (done <= 0) {
        return fileError("The kept rows of a dataset cannot be read", m_file, errno);
      }
      bytes += done;
      offset += static_cast<std::uint64_t>(done);
      size -= static_cast<std::uint64_t>(done);
    }
    return {};
  }
  Status resize(std::uint64_t size) {
    if (::ftruncate(m_descriptor, static_cast<off_t>(size)) != 0) {
      return fileError("The rows of a dataset cannot be kept", m_file, errno);
    }
    return {};
  }
  Status finish(const std::filesystem::path& name) {
    if (::fdatasync(m_descriptor) != 0 || ::rename(m_file.c_str(), name.c_str()) != 0) {
      return fileError("The rows of a dataset cannot be kept", name, errno);
    }
    ::close(m_descriptor);
    m_descriptor = -1;
    return {};
  }
  const std::filesystem::path& file() const { return m_file; }

 private:
  std::filesystem::path m_file;
  int m_descriptor = -1;
};

// What killed programs left behind: nobody holds their lock.
void removeLeftovers(const std::filesystem::path& folder) {
  std::error_code code;
  const auto now = std::filesystem::file_time_type::clock::now();
  for (const auto& entry : std::filesystem::directory_iterator(folder, code)) {
    const auto age = now - entry.last_write_time(code);
    if (code || entry.path().extension() != kUnfinished || age < std::chrono::hours(1)) {
      continue;
    }
    const int descriptor = ::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor >= 0) {
      if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) {
        std::filesystem::remove(entry.path(), code);
      }
      ::close(descriptor);
    }
  }
}

class Builder {
 public:
  Builder(const Table& table, const OnProgress& onProgress, std::stop_token stop)
      : m_table(table), m_onProgress(onProgress), m_stop(std::move(stop)) {}

  Result<std::shared_ptr<const Frame>> build(const std::filesystem::path& file) {
    if (!makeFolder(file.parent_path())) {
      return fileError("The folder for kept rows cannot be made", file.parent_path(), errno);
    }
    removeLeftovers(file.parent_path());
    TATARA_TRY(m_output.open(file.string() + "-" + randomHex(4) + std::string(kUnfinished)));
    TATARA_TRY(layOut());
    TATARA_TRY(m_table.scan(
        m_names, [this](const RowChunk& chunk) { return take(chunk); }, m_stop));
    if (m_rows != m_directory.rows) {
      return text::sayError(ErrorKind::Conflict,
                            TATARA_SAYS("Phrase", "%1 changed while it was read; open it again"),
                            {m_table.file().filename().string()});
    }
    TATARA_TRY(writeDictionaries());
    TATARA_TRY(m_output.resize(roundToPage(m_end)));
    TATARA_TRY(bin());
    const std::string text = FrameFile::directoryText(m_directory);
    const std::uint64_t offset = roundToPage(m_end);
    TATARA_TRY(m_output.write(offset, text.data(), text.size()));
    const auto header = FrameFile::header(text, offset, offset + text.size(), m_directory.rows);
    TATARA_TRY(m_output.write(0, header.data(), header.size()));
    TATARA_TRY(m_output.finish(file));
    return openFrame(file);
  }

 private:
  Status layOut();
  Status take(const RowChunk& chunk);
  Status takeColumn(const RowChunk& chunk, std::size_t index);
  Status writeDictionaries();
  Status renumber(std::size_t index, const std::vector<std::int32_t>& place);
  Status bin();
  void chooseBins(const Frame& frame, std::size_t index);
  void fitToGrid(const Frame& frame, std::size_t index);
  void chooseCategories(const Frame& frame, std::size_t index);
  Status writeBins(const Frame& frame, std::size_t index);

  const Table& m_table;
  const OnProgress& m_onProgress;
  std::stop_token m_stop;
  Output m_output;
  FrameFile::Directory m_directory;
  std::vector<std::string> m_names;
  TextDictionary::Budget m_budget;
  std::vector<TextDictionary> m_dictionaries;  // one a column, empty for numbers
  std::vector<std::int64_t> m_buffer;
  std::uint64_t m_rows = 0;
  std::uint64_t m_end = kPage;
};

Status Builder::layOut() {
  m_directory.digest = m_table.digest();
  m_directory.rows = m_table.rows();
  if (m_directory.rows > kMostRows) {
    return text::sayError(ErrorKind::Unsupported,
                          TATARA_SAYS("Phrase", "%1 has more than four thousand million rows"),
                          {m_table.file().filename().string()});
  }
  for (const ColumnInfo& info : m_table.columns()) {
    if (info.type == ColumnType::Unsupported) {
      continue;
    }
    m_names.push_back(info.name);
    FrameColumn& column = m_directory.columns.emplace_back();
    column.info = info;
    column.storage = info.type == ColumnType::Text   ? FrameColumn::Storage::Codes
                     : info.type == ColumnType::Real ? FrameColumn::Storage::Double
                                                     : FrameColumn::Storage::Integer;
    column.binCounts.assign(256, 0);
    column.least = std::numeric_limits<double>::infinity();
    column.greatest = -std::numeric_limits<double>::infinity();
    FrameFile::Parts& parts = m_directory.parts.emplace_back();
    parts.values = {.offset = m_end, .bytes = m_directory.rows * valueBytes(column.storage)};
    m_end = roundToPage(m_end + parts.values.bytes);
    parts.bins = {.offset = m_end, .bytes = m_directory.rows};
    m_end = roundToPage(m_end + parts.bins.bytes);
    m_dictionaries.emplace_back(m_budget,
                                m_output.file().string() + "." + std::to_string(m_dictionaries.size()));
  }
  std::error_code code;
  const auto space = std::filesystem::space(m_output.file().parent_path(), code);
  if (!code && space.available < m_end) {
    return text::sayError(
        ErrorKind::Io,
        TATARA_SAYS(
            "Phrase",
            "Keeping the rows of %1 takes %2 MiB, and the disk has %3 MiB left; make room and open it again"),
        {m_table.file().filename().string(), std::to_string(m_end >> 20),
         std::to_string(space.available >> 20)},
        m_output.file().string());
  }
  return m_output.resize(m_end);
}

Status Builder::take(const RowChunk& chunk) {
  if (chunk.firstRow != m_rows || chunk.rows > m_directory.rows - m_rows) {
    return text::sayError(ErrorKind::Conflict,
                          TATARA_SAYS("Phrase", "%1 changed while it was read; open it again"),
                          {m_table.file().filename().string()});
  }
  m_buffer.resize(chunk.rows);
  for (std::size_t i = 0; i < chunk.columns.size(); ++i) {
    TATARA_TRY(takeColumn(chunk, i));
  }
  m_rows += chunk.rows;
  if (m_onProgress) {
    m_onProgress(m_rows, m_directory.rows);
  }
  return {};
}

Status Builder::takeColumn(const RowChunk& chunk, std::size_t index) {
  FrameColumn& column = m_directory.columns[index];
  const RowChunk::Values& values = chunk.columns[index];
  const std::uint64_t width = valueBytes(column.storage);
  if (column.isText()) {
    auto* codes = reinterpret_cast<std::int32_t*>(m_buffer.data());
    for (std::size_t row = 0; row < chunk.rows; ++row) {
      codes[row] = -1;
      if (!values.missing(row)) {
        TATARA_ASSIGN(codes[row], m_dictionaries[index].add(values.texts[row]));
      }
    }
  } else {
    const double unit = column.info.type == ColumnType::Time ? kMicros : 1;
    for (std::size_t row = 0; row < chunk.rows; ++row) {
      double number = std::nan("");
      if (column.storage == FrameColumn::Storage::Double) {
        number = values.missing(row) ? number : values.reals[row];
        m_buffer[row] = std::bit_cast<std::int64_t>(number);
      } else {
        m_buffer[row] = values.missing(row) ? kMissingInteger : values.integers[row];
        number = values.missing(row) ? number : static_cast<double>(values.integers[row]) / unit;
      }
      if (std::isfinite(number)) {
        ++column.finite;
        column.least = std::min(column.least, number);
        column.greatest = std::max(column.greatest, number);
      }
    }
  }
  return m_output.write(m_directory.parts[index].values.offset + m_rows * width, m_buffer.data(),
                        chunk.rows * width);
}

Status Builder::renumber(std::size_t index, const std::vector<std::int32_t>& place) {
  std::vector<std::int32_t> codes;
  const std::uint64_t offset = m_directory.parts[index].values.offset;
  for (std::uint64_t row = 0; row < m_rows; row += kBlockRows) {
    codes.resize(static_cast<std::size_t>(std::min(kBlockRows, m_rows - row)));
    TATARA_TRY(m_output.read(offset + row * 4, codes.data(), codes.size() * 4));
    for (std::int32_t& code : codes) {
      code = code < 0 ? -1 : place[static_cast<std::size_t>(code)];
    }
    TATARA_TRY(m_output.write(offset + row * 4, codes.data(), codes.size() * 4));
    if (m_stop.stop_requested()) {
      return makeError(ErrorKind::Cancelled, "Reading the data was cancelled");
    }
  }
  return {};
}

Status Builder::writeDictionaries() {
  for (std::size_t i = 0; i < m_dictionaries.size(); ++i) {
    FrameColumn& column = m_directory.columns[i];
    if (!column.isText()) {
      continue;
    }
    TextDictionary& dictionary = m_dictionaries[i];
    column.entries = dictionary.entries();
    column.distinctKnown = dictionary.distinctKnown();
    if (column.distinctKnown) {
      TATARA_TRY(renumber(i, dictionary.sort()));
    }
    FrameFile::Parts& parts = m_directory.parts[i];
    const auto append = [this](const char* data, std::size_t size) -> Status {
      TATARA_TRY(m_output.write(m_end, data, size));
      m_end += size;
      return {};
    };
    parts.offsets.offset = m_end = roundToPage(m_end);
    TATARA_TRY(dictionary.writeOffsets(append));
    parts.offsets.bytes = m_end - parts.offsets.offset;
    parts.texts.offset = m_end = roundToPage(m_end);
    TATARA_TRY(dictionary.writeBytes(append));
    parts.texts.bytes = m_end - parts.texts.offset;
    dictionary = TextDictionary(m_budget, {});
  }
  return {};
}

void Builder::chooseCategories(const Frame& frame, std::size_t index) {
  FrameColumn& column = m_directory.columns[index];
  if (!column.distinctKnown || column.entries == 0) {
    return;
  }
  std::vector<std::uint64_t> counts(column.entries, 0);
  for (const std::int32_t code : frame.codes(index)) {
    if (code >= 0) {
      ++counts[static_cast<std::size_t>(code)];
    }
  }
  if (column.entries > 1 && std::ranges::all_of(counts, [](std::uint64_t count) { return count == 1; })) {
    return;
  }
  std::vector<std::int32_t> order(column.entries);
  std::iota(order.begin(), order.end(), 0);
  const std::size_t kept = std::min(order.size(), kMostBins);
  std::ranges::partial_sort(order, order.begin() + static_cast<std::ptrdiff_t>(kept),
                            [&](std::int32_t left, std::int32_t right) {
                              const auto a = counts[static_cast<std::size_t>(left)];
                              const auto b = counts[static_cast<std::size_t>(right)];
                              return a != b ? a > b : left < right;
                            });
  order.resize(kept);
  column.bins = {.kind = Bins::Kind::Categories, .count = kept, .categories = std::move(order)};
}

// Whole numbers get bins that make bars of as many numbers each, and edges half-way between two numbers: bars
// of a width that is no whole number would hold now one number more, now one fewer, and look like a comb.
Bins rangesOf(const FrameColumn& column, bool whole) {
  Bins bins{.kind = Bins::Kind::Ranges, .count = kMostBins, .first = column.least, .last = column.greatest};
  if (whole && column.least > -kWholeDoubles / 4 && column.greatest < kWholeDoubles / 4) {
    const double width = std::ceil((column.greatest - column.least + 1) / static_cast<double>(kUsualBars));
    bins.first = column.least - 0.5;
    bins.last = bins.first + width * static_cast<double>(kUsualBars);
  }
  return bins;
}

// Decimals as whole numbers: as many of their values in each bar, and edges half-way between two.
void Builder::fitToGrid(const Frame& frame, std::size_t index) {
  FrameColumn& column = m_directory.columns[index];
  ValueGrid grid(column.least, column.greatest, static_cast<double>(kUsualBars));
  withValues(frame, index, [&](auto value) {
    for (std::uint64_t row = 0; row < m_rows; ++row) {
      const double number = value(row);
      if (std::isfinite(number) && !grid.take(number)) {
        return;
      }
    }
  });
  if (grid.found()) {
    column.bins.first = grid.at(-0.5);
    column.bins.last = grid.at(grid.stepsOfBar() * static_cast<double>(kUsualBars) - 0.5);
  }
}

void Builder::chooseBins(const Frame& frame, std::size_t index) {
  FrameColumn& column = m_directory.columns[index];
  if (column.isText()) {
    chooseCategories(frame, index);
  } else if (column.finite > 0) {
    const double width = column.greatest - column.least;
    const bool whole =
        column.storage == FrameColumn::Storage::Integer && column.info.type != ColumnType::Time;
    if (width == 0 ||
        (whole && width < kMostBins && column.greatest < kWholeDoubles && column.least > -kWholeDoubles)) {
      column.bins = {.kind = Bins::Kind::Values,
                     .count = static_cast<std::size_t>(width) + 1,
                     .first = column.least,
                     .last = column.greatest};
    } else {
      column.bins = rangesOf(column, whole);
      if (column.info.type == ColumnType::Real) {
        fitToGrid(frame, index);
      }
    }
  }
}

// Writes the byte of every row and counts them.
Status Builder::writeBins(const Frame& frame, std::size_t index) {
  FrameColumn& column = m_directory.columns[index];
  const Bins& bins = column.bins;
  std::vector<std::uint8_t> ofText(column.entries, kOtherBin);
  for (std::size_t i = 0; i < bins.categories.size(); ++i) {
    ofText[static_cast<std::size_t>(bins.categories[i])] = static_cast<std::uint8_t>(i);
  }
  std::vector<double> edges;
  for (std::size_t i = 0; bins.kind == Bins::Kind::Ranges && i <= bins.count; ++i) {
    edges.push_back(bins.edge(i));
  }
  const auto ofRange = [&](double value) {
    const double share = (value * 0.5 - bins.first * 0.5) / (bins.last * 0.5 - bins.first * 0.5);
    std::size_t bin =
        std::min(bins.count - 1, static_cast<std::size_t>(share * static_cast<double>(bins.count)));
    while (bin > 0 && value < edges[bin]) {
      --bin;
    }
    while (bin + 1 < bins.count && value >= edges[bin + 1]) {
      ++bin;
    }
    return static_cast<std::uint8_t>(bin);
  };
  std::vector<std::uint8_t> buffer;
  return withValues(frame, index, [&](auto value) -> Status {
    for (std::uint64_t first = 0; first < m_rows; first += kBlockRows) {
      buffer.resize(static_cast<std::size_t>(std::min(kBlockRows, m_rows - first)));
      for (std::size_t i = 0; i < buffer.size(); ++i) {
        const double number = value(first + i);
        std::uint8_t code = kOtherBin;
        if (std::isnan(number)) {
          code = kMissingBin;
        } else if (column.isText()) {
          code = ofText[static_cast<std::size_t>(number)];
        } else if (std::isfinite(number)) {
          code = bins.kind == Bins::Kind::Values ? static_cast<std::uint8_t>(number - bins.first)
                                                 : ofRange(number);
        }
        buffer[i] = code;
        ++column.binCounts[code];
      }
      TATARA_TRY(m_output.write(m_directory.parts[index].bins.offset + first, buffer.data(), buffer.size()));
      frame.release(index, first, buffer.size());
      if (m_stop.stop_requested()) {
        return makeError(ErrorKind::Cancelled, "Reading the data was cancelled");
      }
    }
    return {};
  });
}

Status Builder::bin() {
  TATARA_ASSIGN(const auto frame, FrameFile::mapUnfinished(m_output.file(), m_directory));
  std::vector<Status> done(m_directory.columns.size());
  TATARA_TRY(forBlocks(
      m_directory.columns.size(),
      [&](std::size_t i, std::size_t) {
        chooseBins(*frame, i);
        done[i] = writeBins(*frame, i);
        FrameFile::Parts& parts = m_directory.parts[i];
        for (FrameFile::Part* part : {&parts.values, &parts.bins, &parts.offsets, &parts.texts}) {
          part->checksum = partChecksum(FrameFile::data(*frame) + part->offset, part->bytes);
        }
        frame->release(i, 0, m_rows);
      },
      m_stop));
  for (const Status& status : done) {
    TATARA_TRY(status);
  }
  return {};
}

}  // namespace

std::filesystem::path frameFile(const std::filesystem::path& folder, std::string_view digest,
                                const OpenOptions& options) {
  const std::string key = toJsonText(options) + std::to_string(options.sampleRows);
  return folder / (std::string(digest) + "-" + crypto::sha256Hex(key).substr(0, 16) + ".frame");
}

Result<std::shared_ptr<const Frame>> buildFrame(const Table& table, const std::filesystem::path& file,
                                                const OnProgress& onProgress, std::stop_token stop) {
  return Builder(table, onProgress, std::move(stop)).build(file);
}

Result<std::shared_ptr<const Frame>> loadFrame(const FrameRequest& request, const OnProgress& onProgress,
                                               std::stop_token stop) {
  if (!request.digest.empty()) {
    auto kept = openFrame(frameFile(request.folder, request.digest, request.options));
    if (kept && (*kept)->digest() == request.digest) {
      return kept;
    }
  }
  TATARA_ASSIGN(const auto engine, Engine::open());
  TATARA_ASSIGN(const Table table, Table::open(*engine, request.source, request.options, stop));
  if (!request.digest.empty() && table.digest() != request.digest) {
    return text::sayError(
        ErrorKind::Conflict,
        TATARA_SAYS("Phrase",
                    "%1 is not what it was when this version was registered; register it as a new version"),
        {request.source.filename().string()}, "expected " + request.digest + ", found " + table.digest());
  }
  const auto file = frameFile(request.folder, table.digest(), request.options);
  if (auto kept = openFrame(file); kept && request.digest.empty()) {
    return kept;
  }
  return buildFrame(table, file, onProgress, stop);
}

}  // namespace tatara::dataset
