#include "core/dataset/internal/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "core/base/file_error.h"
#include "core/base/number_text.h"
#include "core/crypto/digest.h"
#include "core/dataset/internal/cells.h"
#include "core/text/error_phrase.h"

namespace tatara::dataset {
namespace {

constexpr std::size_t kReadBytes = 256 << 10;
constexpr std::uint64_t kFreeBytes = 256'000'000;
constexpr std::uint64_t kMostRatio = 200;
constexpr int kZstdWindowLog = 27;  // 128 MB, what the zstd program accepts by default

Result<int> openRegular(const std::filesystem::path& file, std::uint64_t& bytes) {
  const int handle = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (handle < 0) {
    return errno == ENOENT ? text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "There is no file %1"),
                                            {file.string()})
                           : fileError(file.string() + " cannot be opened for reading", file, errno);
  }
  struct stat facts {};
  if (::fstat(handle, &facts) != 0 || !S_ISREG(facts.st_mode)) {
    ::close(handle);
    return text::sayError(ErrorKind::InvalidArgument, TATARA_SAYS("Phrase", "%1 is not a file"),
                          {file.string()});
  }
  bytes = static_cast<std::uint64_t>(facts.st_size);
  return handle;
}

}  // namespace

struct ByteSource::Impl {
  std::filesystem::path file;
  int handle = -1;
  std::uint64_t fileBytes = 0;
  std::uint64_t taken = 0;  // of the file
  std::uint64_t given = 0;  // unpacked
  Packing packing = Packing::None;
  std::string packed;  // read and not yet unpacked
  std::size_t at = 0;
  bool ended = false;         // the file
  bool insideMember = false;  // of a packed stream
  z_stream gzip{};
  bool gzipOpen = false;
  ZSTD_DStream* zstd = nullptr;

  ~Impl() {
    if (gzipOpen) {
      inflateEnd(&gzip);
    }
    ZSTD_freeDStream(zstd);
    if (handle >= 0) {
      ::close(handle);
    }
  }

  Status start() {
    std::array<unsigned char, 4> magic{};
    const auto got = ::pread(handle, magic.data(), magic.size(), 0);
    if (got >= 3 && magic[0] == 0x1F && magic[1] == 0x8B && magic[2] == 8) {
      packing = Packing::Gzip;
      constexpr int kGzipFraming = 16;
      if (!gzipOpen && inflateInit2(&gzip, MAX_WBITS + kGzipFraming) != Z_OK) {
        return makeError(ErrorKind::Internal, "zlib cannot start");
      }
      gzipOpen = true;
    } else if (got == 4 && magic == std::array<unsigned char, 4>{0x28, 0xB5, 0x2F, 0xFD}) {
      packing = Packing::Zstd;
      if (!zstd) {
        zstd = ZSTD_createDStream();
        ZSTD_DCtx_setParameter(zstd, ZSTD_d_windowLogMax, kZstdWindowLog);
      }
    }
    return {};
  }

  std::string name() const { return file.filename().string(); }

  Result<std::size_t> readFile(char* to, std::size_t most) {
    for (;;) {
      const auto got = ::read(handle, to, most);
      if (got >= 0) {
        taken += static_cast<std::uint64_t>(got);
        return static_cast<std::size_t>(got);
      }
      if (errno != EINTR) {
        return fileError(file.string() + " cannot be read", file, errno);
      }
    }
  }

  Error damaged(const char* what) const {
    return text::sayError(
        ErrorKind::Parse,
        TATARA_SAYS("Phrase",
                    "%1, near byte %2: the packed data is damaged (%3); fetch or pack the file again"),
        {name(), std::to_string(taken - (packed.size() - at)), what});
  }

  // One step of unpacking what is at hand; how many bytes came out.
  Result<std::size_t> unpackStep(char* to, std::size_t most) {
    if (packing == Packing::Gzip) {
      gzip.next_in = reinterpret_cast<Bytef*>(packed.data() + at);
      gzip.avail_in = static_cast<uInt>(packed.size() - at);
      gzip.next_out = reinterpret_cast<Bytef*>(to);
      gzip.avail_out = static_cast<uInt>(most);
      insideMember = true;
      const int code = inflate(&gzip, Z_NO_FLUSH);
      at = packed.size() - gzip.avail_in;
      if (code == Z_STREAM_END) {
        insideMember = false;
        inflateReset(&gzip);
      } else if (code != Z_OK && code != Z_BUF_ERROR) {
        return damaged(gzip.msg ? gzip.msg : "unknown");
      }
      return most - gzip.avail_out;
    }
    ZSTD_inBuffer input{packed.data() + at, packed.size() - at, 0};
    ZSTD_outBuffer output{to, most, 0};
    const std::size_t left = ZSTD_decompressStream(zstd, &output, &input);
    at += input.pos;
    if (ZSTD_isError(left) != 0) {
      return damaged(ZSTD_getErrorName(left));
    }
    insideMember = left != 0;
    return output.pos;
  }

  Result<std::size_t> unpack(char* to, std::size_t most, const std::stop_token& stop) {
    for (;;) {
      if (stop.stop_requested()) {
        return readCancelled();
      }
      if (at == packed.size() && !ended) {
        packed.resize(kReadBytes);
        at = 0;
        TATARA_ASSIGN(const std::size_t got, readFile(packed.data(), packed.size()));
        packed.resize(got);
        ended = got == 0;
      }
      if (at == packed.size() && ended && !insideMember) {
        return std::size_t{0};
      }
      const std::size_t before = at;
      TATARA_ASSIGN(const std::size_t got, unpackStep(to, most));
      if (got > 0) {
        given += got;
        if (given > kFreeBytes && given / kMostRatio > fileBytes) {
          return text::sayError(ErrorKind::Unsupported,
                                TATARA_SAYS("Phrase",
                                            "%1 unpacks to more than %2 times its %3, as no table does; "
                                            "unpack it yourself if it is meant so"),
                                {name(), std::to_string(kMostRatio), toByteText(fileBytes)});
        }
        return got;
      }
      if (at == before && ended) {
        return text::sayError(
            ErrorKind::Parse,
            TATARA_SAYS("Phrase", "%1 is cut off after %2: the packed data does not end; fetch it again"),
            {name(), toByteText(fileBytes)});
      }
    }
  }
};

ByteSource::ByteSource(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
ByteSource::~ByteSource() = default;

Result<std::unique_ptr<ByteSource>> ByteSource::open(const std::filesystem::path& file) {
  auto impl = std::make_unique<Impl>();
  impl->file = file;
  TATARA_ASSIGN(impl->handle, openRegular(file, impl->fileBytes));
  TATARA_TRY(impl->start());
  return std::unique_ptr<ByteSource>(new ByteSource(std::move(impl)));
}

Packing ByteSource::packing() const {
  return m_impl->packing;
}
std::uint64_t ByteSource::fileBytes() const {
  return m_impl->fileBytes;
}
double ByteSource::progress() const {
  const std::uint64_t used = m_impl->taken - (m_impl->packed.size() - m_impl->at);
  return m_impl->fileBytes == 0 ? 1 : static_cast<double>(used) / static_cast<double>(m_impl->fileBytes);
}

Result<std::size_t> ByteSource::read(std::string& to, std::size_t most, std::stop_token stop) {
  const std::size_t before = to.size();
  to.resize(before + most);
  std::size_t done = 0;
  while (done < most) {
    if (stop.stop_requested()) {
      return readCancelled();
    }
    const std::size_t step = std::min<std::size_t>(most - done, 1 << 20);
    auto got = m_impl->packing == Packing::None ? m_impl->readFile(to.data() + before + done, step)
                                                : m_impl->unpack(to.data() + before + done, step, stop);
    if (!got) {
      return got.error();
    }
    if (*got == 0) {
      break;
    }
    done += *got;
  }
  to.resize(before + done);
  return done;
}

Status ByteSource::rewind() {
  Impl& impl = *m_impl;
  if (::lseek(impl.handle, 0, SEEK_SET) != 0) {
    return fileError(impl.file.string() + " cannot be read again", impl.file, errno);
  }
  impl.packed.clear();
  impl.at = 0;
  impl.taken = 0;
  impl.given = 0;
  impl.ended = false;
  impl.insideMember = false;
  if (impl.gzipOpen) {
    inflateReset(&impl.gzip);
  }
  if (impl.zstd) {
    ZSTD_DCtx_reset(impl.zstd, ZSTD_reset_session_only);
  }
  return {};
}

Result<std::string> digestOfFile(const std::filesystem::path& file, std::stop_token stop) {
  std::uint64_t bytes = 0;
  TATARA_ASSIGN(const int handle, openRegular(file, bytes));
  crypto::Sha256 digest;
  std::string block(1 << 20, '\0');
  ssize_t got = 0;
  int problem = 0;
  while (!stop.stop_requested() &&
         ((got = ::read(handle, block.data(), block.size())) > 0 || (got < 0 && errno == EINTR))) {
    if (got > 0) {
      digest.update(std::string_view(block).substr(0, static_cast<std::size_t>(got)));
    }
  }
  problem = errno;
  ::close(handle);
  if (stop.stop_requested()) {
    return readCancelled();
  }
  if (got < 0) {
    return fileError(file.string() + " cannot be read", file, problem);
  }
  return crypto::toHex(digest.finish());
}

}  // namespace tatara::dataset
