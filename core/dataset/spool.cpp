#include "core/dataset/internal/spool.h"

#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <numeric>

#include "core/base/file_error.h"
#include "core/base/random.h"

namespace tatara::dataset {
namespace {

template <typename T>
std::string_view bytesOf(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

Error writeFailed(int code) {
  return fileError("The typed copy of the data cannot be written to the temporary folder", {}, code);
}

}  // namespace

Result<std::shared_ptr<Spool>> Spool::create(const std::filesystem::path& folder, std::size_t columns) {
  std::shared_ptr<Spool> spool(new Spool);
  const auto file = folder / ("rows-" + randomHex(8));
  constexpr int kPrivate = 0600;
  spool->m_file = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kPrivate);
  if (spool->m_file < 0) {
    return fileError("A temporary file cannot be made in " + folder.string(), file, errno);
  }
  ::unlink(file.c_str());
  spool->m_columns = columns;
  return spool;
}

Spool::~Spool() {
  if (m_file >= 0) {
    ::close(m_file);
  }
}

std::size_t Spool::addChunk(std::size_t rows, std::uint64_t firstLine, std::vector<std::uint32_t> lines) {
  bool oneARow = true;
  for (std::size_t row = 0; row < lines.size() && oneARow; ++row) {
    oneARow = lines[row] == row;
  }
  Lock lock(m_mutex);
  ChunkInfo chunk;
  chunk.firstRow = m_chunks.empty() ? 0 : m_chunks.back().firstRow + m_chunks.back().rows;
  chunk.rows = rows;
  chunk.firstLine = firstLine;
  chunk.lines = oneARow ? std::vector<std::uint32_t>() : std::move(lines);
  chunk.places.resize(m_columns);
  m_chunks.push_back(std::move(chunk));
  return m_chunks.size() - 1;
}

Status Spool::write(std::size_t chunk, std::size_t column, const TypedColumn& typed) {
  const std::array<std::string_view, 5> parts{bytesOf(typed.present), bytesOf(typed.integers),
                                              bytesOf(typed.reals), bytesOf(typed.ends), typed.bytes};
  std::size_t total = 0;
  std::string joined;
  for (const auto part : parts) {
    total += part.size();
  }
  std::uint64_t offset = 0;
  {
    Lock lock(m_mutex);
    offset = m_end;
    m_end += (total + 7) / 8 * 8;
    m_chunks[chunk].places[column] = {offset, static_cast<std::uint32_t>(typed.present.size()),
                                      static_cast<std::uint32_t>(typed.bytes.size())};
  }
  for (const auto part : parts) {
    std::string_view left = part;
    while (!left.empty()) {
      const auto done = ::pwrite(m_file, left.data(), left.size(), static_cast<off_t>(offset));
      if (done < 0 && errno != EINTR) {
        return writeFailed(errno);
      }
      if (done > 0) {
        left.remove_prefix(static_cast<std::size_t>(done));
        offset += static_cast<std::uint64_t>(done);
      }
    }
  }
  return {};
}

std::uint64_t Spool::rows() const {
  return m_chunks.empty() ? 0 : m_chunks.back().firstRow + m_chunks.back().rows;
}

Status Spool::read(std::size_t chunk, std::size_t column, Piece& piece) const {
  const ChunkInfo& info = m_chunks[chunk];
  const Place& place = info.places[column];
  const bool text = m_types[column] == ColumnType::Text;
  const std::size_t values = text ? info.rows * 4 + place.textBytes : info.rows * 8;
  const std::size_t total = place.maskWords * 8UL + values;
  piece.words.resize((total + 7) / 8);
  char* to = reinterpret_cast<char*>(piece.words.data());
  std::size_t done = 0;
  while (done < total) {
    const auto got = ::pread(m_file, to + done, total - done, static_cast<off_t>(place.offset + done));
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got <= 0) {
      return fileError("The typed copy of the data cannot be read", {}, got < 0 ? errno : EIO);
    }
    done += static_cast<std::size_t>(got);
  }
  piece.values = {};
  piece.values.type = m_types[column];
  piece.values.present = place.maskWords > 0 ? piece.words.data() : nullptr;
  const std::uint64_t* const first = piece.words.data() + place.maskWords;
  if (text) {
    const auto* ends = reinterpret_cast<const std::uint32_t*>(first);
    const char* bytes = reinterpret_cast<const char*>(ends + info.rows);
    piece.texts.resize(info.rows);
    std::uint32_t begin = 0;
    for (std::size_t row = 0; row < info.rows; ++row) {
      piece.texts[row] = {bytes + begin, ends[row] - begin};
      begin = ends[row];
    }
    piece.values.texts = piece.texts.data();
  } else if (m_types[column] == ColumnType::Real) {
    piece.values.reals = reinterpret_cast<const double*>(first);
  } else {
    piece.values.integers = reinterpret_cast<const std::int64_t*>(first);
  }
  return {};
}

std::uint64_t Spool::lineOf(std::uint64_t row) const {
  const auto behind = std::ranges::upper_bound(m_chunks, row, {}, &ChunkInfo::firstRow);
  if (behind == m_chunks.begin()) {
    return 0;
  }
  const ChunkInfo& chunk = *std::prev(behind);
  const std::uint64_t at = row - chunk.firstRow;
  if (chunk.firstLine == 0) {
    return 0;
  }
  return chunk.firstLine + (chunk.lines.empty() ? at : at < chunk.lines.size() ? chunk.lines[at] : 0);
}

}  // namespace tatara::dataset
