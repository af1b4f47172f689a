// A file, or a part of it, as a response's body; and the Range header that asks for a part (RFC 9110 §14).
//
// The file is opened at once, without following a symbolic link, so that what is sent is what was found.
// Errors: NotFound, Io. Threads: as BodySource.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

#include "core/http/message.h"

namespace tatara::http {

struct ByteRange {
  std::uint64_t first = 0;
  std::uint64_t length = 0;
  friend bool operator==(const ByteRange&, const ByteRange&) = default;
};

enum class RangeVerdict { Whole, Part, Unsatisfiable };
struct RangeAnswer {
  RangeVerdict verdict = RangeVerdict::Whole;
  ByteRange range;
};
// One range of `bytes=` is honoured; several, another unit or nonsense mean the whole, as the RFC allows.
RangeAnswer parseRange(std::string_view header, std::uint64_t size);

Result<std::unique_ptr<BodySource>> openFileBody(const std::filesystem::path& file, ByteRange range);

}  // namespace tatara::http
