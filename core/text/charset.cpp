#include "core/text/charset.h"

#include <iconv.h>

#include <cerrno>
#include <cstdint>

namespace tatara::text {
namespace {

class Converter {
 public:
  explicit Converter(const std::string& charset) : m_handle(iconv_open("UTF-8", charset.c_str())) {}
  ~Converter() {
    if (open()) {
      iconv_close(m_handle);
    }
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  bool open() const { return m_handle != reinterpret_cast<iconv_t>(std::intptr_t{-1}); }
  iconv_t handle() const { return m_handle; }

 private:
  iconv_t m_handle;
};

}  // namespace

Result<std::string> toUtf8(std::string_view bytes, std::string_view charset) {
  const std::string name(charset);
  const Converter converter(name);
  // "//TRANSLIT" and "//IGNORE" would lose characters silently.
  if (!converter.open() || name.empty() || name.find('/') != std::string::npos) {
    return makeError(ErrorKind::Unsupported, "The character set \"" + name + "\" is not known");
  }
  std::string out;
  std::string input(bytes);
  char* from = input.data();
  std::size_t left = input.size();
  char buffer[4096];
  bool flushed = false;
  while (!flushed) {
    char* to = buffer;
    std::size_t space = sizeof buffer;
    const bool finishing = left == 0;
    const std::size_t code = finishing ? iconv(converter.handle(), nullptr, nullptr, &to, &space)
                                       : iconv(converter.handle(), &from, &left, &to, &space);
    const int problem = errno;
    out.append(buffer, sizeof buffer - space);
    if (code == static_cast<std::size_t>(-1) && problem != E2BIG) {
      return makeError(ErrorKind::Parse, "The text is not " + name + ": the byte at offset " +
                                             std::to_string(input.size() - left) + " does not belong to it");
    }
    flushed = finishing && code != static_cast<std::size_t>(-1);
  }
  return out;
}

struct Decoder::Impl {
  explicit Impl(std::string charset) : name(std::move(charset)), converter(name) {}
  std::string name;
  Converter converter;
  std::string waiting;
  std::uint64_t done = 0;
};

Decoder::Decoder(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder& Decoder::operator=(Decoder&&) noexcept = default;
Decoder::~Decoder() = default;

Result<Decoder> Decoder::open(std::string_view charset) {
  const std::string name(charset);
  auto impl = std::make_unique<Impl>(name);
  if (!impl->converter.open() || name.empty() || name.find('/') != std::string::npos) {
    return makeError(ErrorKind::Unsupported, "The character set \"" + name + "\" is not known");
  }
  return Decoder(std::move(impl));
}

Status Decoder::decode(std::string_view bytes, bool last, std::string& out) {
  m_impl->waiting.append(bytes);
  char* from = m_impl->waiting.data();
  std::size_t left = m_impl->waiting.size();
  char buffer[16 << 10];
  while (left > 0) {
    char* to = buffer;
    std::size_t space = sizeof buffer;
    const std::size_t before = left;
    const std::size_t code = iconv(m_impl->converter.handle(), &from, &left, &to, &space);
    const int problem = errno;
    out.append(buffer, sizeof buffer - space);
    m_impl->done += before - left;
    if (code == static_cast<std::size_t>(-1) && problem == EINVAL && !last) {
      break;
    }
    if (code == static_cast<std::size_t>(-1) && problem != E2BIG) {
      return makeError(ErrorKind::Parse, "The text is not " + m_impl->name + ": the byte at offset " +
                                             std::to_string(m_impl->done) + " does not belong to it");
    }
  }
  m_impl->waiting.erase(0, m_impl->waiting.size() - left);
  return {};
}

}  // namespace tatara::text
