#include "core/package/internal/output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <array>
#include <cerrno>
#include <utility>

#include "core/base/file_error.h"
#include "core/base/whole_write.h"

namespace tatara::package {

Result<OutputFile> OutputFile::create(const std::filesystem::path& file, FileMode mode) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return fileError("The package cannot be written", file, errno);
  }
  OutputFile output(file, descriptor);
  // Not the umask: who runs the package is somebody else than who wrote it.
  if (::fchmod(descriptor, mode == FileMode::Executable ? 0755 : 0644) != 0) {
    return fileError("The package cannot be written", file, errno);
  }
  return output;
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : m_file(std::move(other.m_file)), m_descriptor(std::exchange(other.m_descriptor, -1)) {}

OutputFile::~OutputFile() {
  if (m_descriptor >= 0) {
    ::close(m_descriptor);
  }
}

Status writeAll(int descriptor, std::string_view bytes, const std::filesystem::path& file) {
  return writeWhole(descriptor, bytes) ? Status() : fileError("The package cannot be written", file, errno);
}

Status OutputFile::write(std::string_view bytes) {
  return writeAll(m_descriptor, bytes, m_file);
}

Status OutputFile::finish(Timestamp time) {
  const auto millis = toUnixMillis(time);
  const timespec moment{static_cast<time_t>(millis / 1000), 0};
  const std::array<timespec, 2> both{moment, moment};
  const int descriptor = std::exchange(m_descriptor, -1);
  const bool sound = ::futimens(descriptor, both.data()) == 0 && ::fsync(descriptor) == 0;
  const int code = errno;
  if (::close(descriptor) != 0 || !sound) {
    return fileError("The package cannot be written", m_file, sound ? errno : code);
  }
  return {};
}

struct Deflater::Stream {
  z_stream z{};
  std::array<unsigned char, 64 * 1024> out{};
};

Deflater::Deflater(Form form, Sink sink) : m_stream(std::make_unique<Stream>()), m_sink(std::move(sink)) {
  constexpr int kWindow = 15;
  constexpr int kGzip = 16;
  constexpr int kMemory = 8;
  // Only a wrong parameter or a lack of memory can fail here.
  deflateInit2(&m_stream->z, Z_DEFAULT_COMPRESSION, Z_DEFLATED,
               form == Form::Gzip ? kWindow + kGzip : -kWindow, kMemory, Z_DEFAULT_STRATEGY);
}

Deflater::~Deflater() {
  deflateEnd(&m_stream->z);
}

Status Deflater::run(int flush) {
  z_stream& z = m_stream->z;
  do {
    z.next_out = m_stream->out.data();
    z.avail_out = static_cast<uInt>(m_stream->out.size());
    if (deflate(&z, flush) == Z_STREAM_ERROR) {
      return makeError(ErrorKind::Internal, "The package cannot be compressed");
    }
    const std::size_t made = m_stream->out.size() - z.avail_out;
    if (made > 0) {
      TATARA_TRY(m_sink({reinterpret_cast<const char*>(m_stream->out.data()), made}));
    }
  } while (z.avail_out == 0);
  return {};
}

Status Deflater::write(std::string_view bytes) {
  constexpr std::size_t kAtOnce = 1u << 30;
  while (!bytes.empty()) {
    const std::string_view piece = bytes.substr(0, kAtOnce);
    m_stream->z.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(piece.data()));
    m_stream->z.avail_in = static_cast<uInt>(piece.size());
    TATARA_TRY(run(Z_NO_FLUSH));
    bytes.remove_prefix(piece.size());
  }
  return {};
}

Status Deflater::finish() {
  m_stream->z.avail_in = 0;
  return run(Z_FINISH);
}

std::uint32_t crc32Of(std::uint32_t before, std::string_view bytes) {
  return static_cast<std::uint32_t>(
      crc32_z(before, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
}

}  // namespace tatara::package
