// Other character sets to UTF-8, through the C library's iconv.
//
// Threads: a Decoder belongs to one thread at a time; the functions are pure.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace tatara::text {

// `charset` is a name that iconv knows: "SHIFT_JIS", "EUC-JP", "WINDOWS-1252", "UTF-16LE".
// Errors: Unsupported for an unknown name; Parse, with the byte offset, for bytes that the character set
// lacks.
Result<std::string> toUtf8(std::string_view bytes, std::string_view charset);

// The same for bytes that come in pieces, cut anywhere.
class Decoder {
 public:
  static Result<Decoder> open(std::string_view charset);
  Decoder(Decoder&&) noexcept;
  Decoder& operator=(Decoder&&) noexcept;
  ~Decoder();

  // Appends to `out`; a character that is not complete yet waits for the next piece, and is an error when
  // this is the `last`. The offset in an error counts from the first piece.
  Status decode(std::string_view bytes, bool last, std::string& out);

 private:
  struct Impl;
  explicit Decoder(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> m_impl;
};

}  // namespace tatara::text
