#include "core/dataset/internal/source_kind.h"

#include <algorithm>
#include <string>

#include "core/dataset/internal/byte_source.h"
#include "core/dataset/internal/cells.h"
#include "core/text/error_phrase.h"

namespace tatara::dataset {
namespace {

constexpr std::size_t kLook = 4096;

struct Foreign {
  std::string_view magic;
  const char* says;
};

// Known, and not read.
constexpr Foreign kForeign[] = {
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
     TATARA_SAYS(
         "Phrase",
         "%1 is an Excel 97 workbook (.xls) or one locked by a password; save it as plain .xlsx or as CSV")},
    {"%PDF-", TATARA_SAYS("Phrase", "%1 is a PDF document; a table in it has to be exported as CSV first")},
    {"\x89PNG", TATARA_SAYS("Phrase", "%1 is a picture and no table")},
    {"\xFF\xD8\xFF", TATARA_SAYS("Phrase", "%1 is a picture and no table")},
    {"GIF8", TATARA_SAYS("Phrase", "%1 is a picture and no table")},
    {"\x89HDF\r\n", TATARA_SAYS("Phrase", "%1 is an HDF5 file; write it as Parquet with pandas first")},
    {"ARROW1", TATARA_SAYS("Phrase", "%1 is an Arrow (Feather) file; write it as Parquet first")},
    {"Obj\x01", TATARA_SAYS("Phrase", "%1 is an Avro file; write it as Parquet first")},
    {"ORC", TATARA_SAYS("Phrase", "%1 is an ORC file; write it as Parquet first")},
    {"\x93NUMPY", TATARA_SAYS("Phrase", "%1 is a NumPy array; write it as Parquet or CSV first")},
    {"BZh", TATARA_SAYS("Phrase", "%1 is packed with bzip2; unpack it, or pack it with gzip or zstd")},
    {"\xFD"
     "7zXZ",
     TATARA_SAYS("Phrase", "%1 is packed with xz; unpack it, or pack it with gzip or zstd")},
    {"7z\xBC\xAF", TATARA_SAYS("Phrase", "%1 is a 7-Zip archive; unpack it first")},
    {"Rar!", TATARA_SAYS("Phrase", "%1 is a RAR archive; unpack it first")},
    {"\x7F"
     "ELF",
     TATARA_SAYS("Phrase", "%1 is a program and no table")},
    {"PARE", TATARA_SAYS("Phrase", "%1 is an encrypted Parquet file; decrypt it first")},
};

bool isPickle(std::string_view bytes) {
  return bytes.size() > 2 && bytes[0] == '\x80' && bytes[1] >= 2 && bytes[1] <= 5;
}

bool looksLikeJson(std::string_view bytes, const std::filesystem::path& path) {
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    bytes.remove_prefix(3);
  }
  const std::size_t first = bytes.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) {
    return false;
  }
  std::string name = path.filename().string();
  for (const char* packed : {".gz", ".zst"}) {
    if (name.ends_with(packed)) {
      name.resize(name.rfind('.'));
    }
  }
  std::ranges::transform(name, name.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (name.ends_with(".json") || name.ends_with(".jsonl") || name.ends_with(".ndjson")) {
    return true;
  }
  if (name.ends_with(".csv") || name.ends_with(".tsv")) {
    return false;
  }
  const std::size_t second = bytes.find_first_not_of(" \t\r\n", first + 1);
  const char next = second == std::string_view::npos ? '\0' : bytes[second];
  return (bytes[first] == '{' && (next == '"' || next == '}')) ||
         (bytes[first] == '[' && (next == '{' || next == '['));
}

}  // namespace

text::Phrase asTold() {
  return text::Phrase::say(TATARA_SAYS("Phrase", "as told"));
}

text::Phrase packedReason(Packing packing) {
  return text::Phrase::say(packing == Packing::Gzip ? TATARA_SAYS("Phrase", "Packed with gzip")
                                                    : TATARA_SAYS("Phrase", "Packed with zstd"));
}

text::Phrase partReason(text::Phrase kindAndName, const std::string& part,
                        const std::vector<std::string>& parts, bool told) {
  using text::Phrase;
  const Phrase what = told ? Phrase::say(TATARA_SAYS("Phrase", "%1, as told"), {std::move(kindAndName)})
                           : std::move(kindAndName);
  if (parts.size() < 2) {
    return what;
  }
  constexpr std::size_t kMostTold = 12;
  std::string others;
  std::size_t count = 0;
  for (const auto& other : parts) {
    if (other != part) {
      others += ++count > kMostTold ? "" : (count > 1 ? ", " : "") + other;
    }
  }
  others += count > kMostTold ? ", …" : "";
  return told ? Phrase::say(TATARA_SAYS("Phrase", "%1; the others: %2"), {what, others})
              : Phrase::say(TATARA_SAYS("Phrase", "%1, the first of %2; the others: %3"),
                            {what, std::to_string(parts.size()), others});
}

Result<SourceKind> sourceKindOf(const std::filesystem::path& path) {
  std::error_code failed;
  if (std::filesystem::is_directory(path, failed)) {
    return SourceKind::ParquetFolder;
  }
  TATARA_ASSIGN(const auto source, ByteSource::open(path));
  std::string first;
  TATARA_ASSIGN(const std::size_t got, source->read(first, kLook, {}));
  const std::string name = path.filename().string();
  if (got == 0) {
    return text::sayError(ErrorKind::Parse, TATARA_SAYS("Phrase", "%1 is empty"), {name});
  }
  for (const auto& foreign : kForeign) {
    if (first.starts_with(foreign.magic)) {
      return text::sayError(ErrorKind::Unsupported, foreign.says, {name});
    }
  }
  if (isPickle(first)) {
    return text::sayError(
        ErrorKind::Unsupported,
        TATARA_SAYS(
            "Phrase",
            "%1 is a Python pickle, which is never opened because it can run code; write it as Parquet"),
        {name});
  }
  if (first.starts_with("PAR1")) {
    return SourceKind::Parquet;
  }
  if (first.starts_with("PK\x03\x04") || first.starts_with("PK\x05\x06")) {
    return SourceKind::Xlsx;
  }
  if (first.starts_with(std::string_view("SQLite format 3\0", 16))) {
    return SourceKind::Sqlite;
  }
  const bool packed = source->packing() != Packing::None;
  if (packed && (first.starts_with("PAR1") || first.starts_with(std::string_view("SQLite", 6)))) {
    return text::sayError(ErrorKind::Unsupported,
                          TATARA_SAYS("Phrase", "%1 holds a packed binary file; unpack it first"), {name});
  }
  if (path.extension() == ".parquet") {
    return text::sayError(
        ErrorKind::Parse,
        TATARA_SAYS("Phrase",
                    "%1 does not begin as a Parquet file does; it may be damaged or something else"),
        {name});
  }
  return looksLikeJson(first, path) ? SourceKind::Json : SourceKind::Delimited;
}

}  // namespace tatara::dataset
