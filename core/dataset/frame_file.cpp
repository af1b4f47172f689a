#include "core/dataset/internal/frame_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <bit>
#include <cerrno>
#include <cstring>

#include "core/base/file_error.h"
#include "core/text/error_phrase.h"
#include "core/text/json.h"

namespace tatara::dataset {
namespace {

using text::Json;

constexpr std::string_view kMagic = "TATFRAME";
constexpr std::uint32_t kVersion = 3;
constexpr std::uint32_t kEndianMark = 0x01020304;
constexpr std::uint64_t kMostFileRows = 4'000'000'000;
constexpr std::uint64_t kMostDirectory = 1u << 30;

struct Header {
  char magic[8];
  std::uint32_t version;
  std::uint32_t endian;
  std::uint64_t size;
  std::uint64_t rows;
  std::uint64_t directory;
  std::uint64_t directoryBytes;
  std::uint64_t directoryChecksum;
  std::uint64_t checksum;  // of all before it
};

Error damaged(const std::filesystem::path& file, const text::Phrase& what) {
  return text::sayError(
      ErrorKind::Corrupt,
      TATARA_SAYS("Phrase",
                  "The kept rows of a dataset are damaged (%1); they are read from the source again"),
      {what}, file.string());
}

Json partJson(const FrameFile::Part& part) {
  return Json(
      Json::Array{Json(part.offset), Json(part.bytes), Json(static_cast<std::int64_t>(part.checksum))});
}

// Bit patterns: exact, and NaN and infinities included.
Json doubleJson(double value) {
  return Json(std::bit_cast<std::int64_t>(value));
}

Json columnJson(const FrameColumn& column, const FrameFile::Parts& parts) {
  Json json = Json::object();
  json.set("name", column.info.name);
  json.set("type", static_cast<int>(column.info.type));
  json.set("missing", column.info.missing);
  json.set("rejected", column.info.rejected);
  json.set("rounded", column.info.rounded);
  json.set("reason", column.info.reason.json());
  json.set("format", column.info.timeFormat);
  json.set("storage", static_cast<int>(column.storage));
  json.set("kind", static_cast<int>(column.bins.kind));
  json.set("bins", column.bins.count);
  json.set("first", doubleJson(column.bins.first));
  json.set("last", doubleJson(column.bins.last));
  Json categories = Json::array();
  for (const std::int32_t code : column.bins.categories) {
    categories.append(code);
  }
  json.set("categories", std::move(categories));
  Json counts = Json::array();
  for (std::size_t i = 0; i < column.bins.count; ++i) {
    counts.append(column.binCounts[i]);
  }
  json.set("counts", std::move(counts));
  json.set("other", column.binCounts[kOtherBin]);
  json.set("absent", column.binCounts[kMissingBin]);
  json.set("finite", column.finite);
  json.set("least", doubleJson(column.least));
  json.set("greatest", doubleJson(column.greatest));
  json.set("entries", column.entries);
  json.set("distinctKnown", column.distinctKnown);
  json.set("parts", Json(Json::Array{partJson(parts.values), partJson(parts.bins), partJson(parts.offsets),
                                     partJson(parts.texts)}));
  return json;
}

// Reads the members of one column; any that is wrong leaves `good` false.
struct FileColumnReader {
  const Json& json;
  bool good = true;

  std::int64_t integer(std::string_view key, std::int64_t least, std::int64_t most) {
    const auto value = json[key].asInt();
    if (!value || *value < least || *value > most) {
      good = false;
      return least;
    }
    return *value;
  }
  std::uint64_t count(std::string_view key) {
    return static_cast<std::uint64_t>(integer(key, 0, static_cast<std::int64_t>(kMostFileRows)));
  }
  double real(std::string_view key) {
    const auto value = json[key].asInt();
    good = good && value.has_value();
    return std::bit_cast<double>(value.value_or(0));
  }
  std::string text(std::string_view key) {
    const std::string* value = json[key].asString();
    good = good && value;
    return value ? *value : std::string();
  }
  text::Phrase phrase(std::string_view key) {
    auto value = text::Phrase::read(json[key]);
    good = good && value;
    return std::move(value).value_or(text::Phrase());
  }
  FrameFile::Part part(const Json& value, std::uint64_t size) {
    const auto& items = value.items();
    if (items.size() != 3 || !items[0].asInt() || !items[1].asInt() || !items[2].asInt()) {
      good = false;
      return {};
    }
    const FrameFile::Part part{static_cast<std::uint64_t>(*items[0].asInt()),
                               static_cast<std::uint64_t>(*items[1].asInt()),
                               static_cast<std::uint64_t>(*items[2].asInt())};
    good = good && part.offset <= size && part.bytes <= size - part.offset && part.offset % 8 == 0;
    return part;
  }
};

bool readColumn(const Json& json, std::uint64_t size, std::uint64_t rows, FrameColumn& column,
                FrameFile::Parts& parts) {
  FileColumnReader reader{.json = json};
  column.info.name = reader.text("name");
  column.info.type = static_cast<ColumnType>(reader.integer("type", 0, static_cast<int>(ColumnType::Text)));
  column.info.missing = reader.count("missing");
  column.info.rejected = reader.count("rejected");
  column.info.rounded = json["rounded"].isNull() ? 0 : reader.count("rounded");
  column.info.reason = reader.phrase("reason");
  column.info.timeFormat = reader.text("format");
  column.storage = static_cast<FrameColumn::Storage>(reader.integer("storage", 0, 2));
  column.bins.kind = static_cast<Bins::Kind>(reader.integer("kind", 0, 3));
  column.bins.count = static_cast<std::size_t>(reader.integer("bins", 0, kMostBins));
  column.bins.first = reader.real("first");
  column.bins.last = reader.real("last");
  for (const Json& code : json["categories"].items()) {
    const auto value = code.asInt();
    if (!value || *value < 0 || *value > std::numeric_limits<std::int32_t>::max()) {
      return false;
    }
    column.bins.categories.push_back(static_cast<std::int32_t>(*value));
  }
  const auto& counts = json["counts"].items();
  if (counts.size() != column.bins.count ||
      (column.bins.kind == Bins::Kind::Categories && column.bins.categories.size() != column.bins.count)) {
    return false;
  }
  column.binCounts.assign(256, 0);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    column.binCounts[i] = static_cast<std::uint64_t>(counts[i].asInt().value_or(0));
  }
  column.binCounts[kOtherBin] = reader.count("other");
  column.binCounts[kMissingBin] = reader.count("absent");
  column.finite = reader.count("finite");
  column.least = reader.real("least");
  column.greatest = reader.real("greatest");
  column.entries =
      static_cast<std::size_t>(reader.integer("entries", 0, std::numeric_limits<std::int32_t>::max()));
  column.distinctKnown = json["distinctKnown"].asBool().value_or(true);
  const auto& places = json["parts"].items();
  if (!reader.good || places.size() != 4 || column.isText() != (column.info.type == ColumnType::Text)) {
    return false;
  }
  parts = {reader.part(places[0], size), reader.part(places[1], size), reader.part(places[2], size),
           reader.part(places[3], size)};
  return reader.good && parts.values.bytes == rows * valueBytes(column.storage) && parts.bins.bytes == rows &&
         (!column.isText() || parts.offsets.bytes == (column.entries + 1) * 8);
}

}  // namespace

std::uint64_t valueBytes(FrameColumn::Storage storage) {
  return storage == FrameColumn::Storage::Codes ? 4 : 8;
}

std::uint64_t partChecksum(const std::byte* data, std::uint64_t bytes) {
  constexpr std::uint64_t kPrime = 0x9E3779B185EBCA87;
  std::uint64_t lanes[4] = {1, 2, 3, 4};
  const auto mix = [](std::uint64_t lane, std::uint64_t word) {
    return std::rotl((lane ^ word) * kPrime, 31);
  };
  std::uint64_t at = 0;
  for (; at + 32 <= bytes; at += 32) {
    std::uint64_t words[4];
    std::memcpy(words, data + at, 32);
    for (int i = 0; i < 4; ++i) {
      lanes[i] = mix(lanes[i], words[i]);
    }
  }
  std::uint64_t result = bytes;
  for (const std::uint64_t lane : lanes) {
    result = mix(result, lane);
  }
  for (; at < bytes; ++at) {
    result = mix(result, static_cast<std::uint64_t>(data[at]) + 1);
  }
  return result ^ result >> 29;
}

std::string FrameFile::directoryText(const Directory& directory) {
  Json json = Json::object();
  json.set("digest", directory.digest);
  Json columns = Json::array();
  for (std::size_t i = 0; i < directory.columns.size(); ++i) {
    columns.append(columnJson(directory.columns[i], directory.parts[i]));
  }
  json.set("columns", std::move(columns));
  return text::toJson(json);
}

std::array<std::byte, kPage> FrameFile::header(std::string_view directory, std::uint64_t offset,
                                               std::uint64_t size, std::uint64_t rows) {
  Header header{};
  std::memcpy(header.magic, kMagic.data(), kMagic.size());
  header.version = kVersion;
  header.endian = kEndianMark;
  header.size = size;
  header.rows = rows;
  header.directory = offset;
  header.directoryBytes = directory.size();
  header.directoryChecksum =
      partChecksum(reinterpret_cast<const std::byte*>(directory.data()), directory.size());
  header.checksum = partChecksum(reinterpret_cast<const std::byte*>(&header), offsetof(Header, checksum));
  std::array<std::byte, kPage> page{};
  std::memcpy(page.data(), &header, sizeof header);
  return page;
}

Result<std::shared_ptr<Frame>> FrameFile::mapBytes(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return fileError("The kept rows of a dataset cannot be opened", file, errno);
  }
  struct stat facts {};
  if (::fstat(descriptor, &facts) != 0 || facts.st_size < static_cast<off_t>(kPage)) {
    ::close(descriptor);
    return damaged(file, text::Phrase::say(TATARA_SAYS("Phrase", "the file is too short")));
  }
  const auto size = static_cast<std::uint64_t>(facts.st_size);
  void* data = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor, 0);
  const int code = errno;
  ::close(descriptor);
  if (data == MAP_FAILED) {
    return fileError("The kept rows of a dataset cannot be mapped", file, code);
  }
  std::shared_ptr<Frame> frame(new Frame);
  frame->m_file = file;
  frame->m_data = static_cast<const std::byte*>(data);
  frame->m_size = size;
  return frame;
}

Status FrameFile::readDirectory(Frame& frame) {
  Header header{};
  std::memcpy(&header, frame.m_data, sizeof header);
  if (std::string_view(header.magic, sizeof header.magic) != kMagic) {
    return damaged(frame.m_file, text::Phrase::say(TATARA_SAYS("Phrase", "it is no such file")));
  }
  if (header.checksum !=
      partChecksum(reinterpret_cast<const std::byte*>(&header), offsetof(Header, checksum))) {
    return damaged(frame.m_file,
                   text::Phrase::say(TATARA_SAYS("Phrase", "its header does not agree with its checksum")));
  }
  if (header.version != kVersion || header.endian != kEndianMark) {
    return damaged(frame.m_file,
                   text::Phrase::say(TATARA_SAYS("Phrase", "they were written by another version")));
  }
  if (header.size != frame.m_size || header.rows > kMostFileRows || header.directory > frame.m_size ||
      header.directoryBytes > frame.m_size - header.directory || header.directoryBytes > kMostDirectory) {
    return damaged(frame.m_file, text::Phrase::say(TATARA_SAYS("Phrase", "the file was cut off")));
  }
  if (partChecksum(frame.m_data + header.directory, header.directoryBytes) != header.directoryChecksum) {
    return damaged(frame.m_file, text::Phrase::say(TATARA_SAYS(
                                     "Phrase", "its directory does not agree with its checksum")));
  }
  const auto json = text::parseJson({reinterpret_cast<const char*>(frame.m_data + header.directory),
                                     static_cast<std::size_t>(header.directoryBytes)},
                                    {.maxBytes = kMostDirectory, .maxValues = 40'000'000});
  const std::string* digest = json ? (*json)["digest"].asString() : nullptr;
  if (!digest) {
    return damaged(frame.m_file, text::Phrase::say(TATARA_SAYS("Phrase", "its directory cannot be read")));
  }
  frame.m_digest = *digest;
  frame.m_rows = header.rows;
  for (const Json& column : (*json)["columns"].items()) {
    if (!readColumn(column, frame.m_size, frame.m_rows, frame.m_columns.emplace_back(),
                    frame.m_parts.emplace_back())) {
      return damaged(frame.m_file, text::Phrase::say(TATARA_SAYS("Phrase", "its directory is wrong")));
    }
  }
  return {};
}

Result<std::shared_ptr<const Frame>> FrameFile::map(const std::filesystem::path& file) {
  TATARA_ASSIGN(const std::shared_ptr<Frame> frame, mapBytes(file));
  TATARA_TRY(readDirectory(*frame));
  return frame;
}

Result<std::shared_ptr<const Frame>> FrameFile::mapUnfinished(const std::filesystem::path& file,
                                                              const Directory& directory) {
  TATARA_ASSIGN(const std::shared_ptr<Frame> frame, mapBytes(file));
  frame->m_digest = directory.digest;
  frame->m_rows = directory.rows;
  frame->m_columns = directory.columns;
  frame->m_parts = directory.parts;
  return frame;
}

Result<std::shared_ptr<const Frame>> openFrame(const std::filesystem::path& file) {
  return FrameFile::map(file);
}

}  // namespace tatara::dataset
